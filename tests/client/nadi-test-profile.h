/* What a profile is made of: a folder that is not there yet, a network, a keyring in memory, and a bundle of keys. */
#pragma once

#include "nadi-profile.h"

#define NADI_TEST_PASSPHRASE "correct horse battery"

typedef struct
{
  char *folder;
  char *network;             /* network.json */
  NadiKeyring *keyring;
  NadiBundle *bundle;        /* with a clinical key */
  GError *error;             /* must be unset at the end */
} NadiTestProfile;

/* For g_test_add(), which frees the structure itself. */
void nadi_test_profile_set_up (NadiTestProfile *fixture, gconstpointer unused);
void nadi_test_profile_tear_down (NadiTestProfile *fixture, gconstpointer unused);

/* Fresh keys, but for the RSA key, which is one for all: making it takes its time. */
NadiBundle *nadi_test_bundle (gboolean clinical);
NadiProfile *nadi_test_profile_create (NadiTestProfile *fixture);
/* An account of the fixture's bundle under the passphrase above. (transfer full) its id */
char *nadi_test_profile_add (NadiTestProfile *fixture, NadiProfile *profile, const char *label);
/* Asserts that the account opens and holds the fixture's bundle. */
void nadi_test_assert_opens (NadiTestProfile *fixture, NadiProfile *profile, const char *account, const char *passphrase);
/* Asserts that it does not, with that error. */
#define nadi_test_assert_refused(fixture, profile, account, passphrase, domain_, code_)                               \
  G_STMT_START                                                                                                        \
  {                                                                                                                   \
    g_assert_null (nadi_profile_unlock (profile, account, passphrase, (fixture)->keyring, NULL, &(fixture)->error));  \
    nadi_test_assert_error ((fixture)->error, domain_, code_);                                                        \
  }                                                                                                                   \
  G_STMT_END
