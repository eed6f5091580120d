/* Private to the profile: the struct, and profile.json in and out. */
#pragma once

#include "nadi-profile.h"

#define NADI_PROFILE_CHECK_SIZE 16

struct _NadiProfile
{
  char *folder;
  char *cache_path;
  int lock;                  /* -1 while not taken */
  char *id;
  char *org;
  char *device;
  gboolean demo;
  NadiSecretPlace place;
  guint8 check[NADI_PROFILE_CHECK_SIZE]; /* tells the device secret from another one, and nothing else of it */
  GPtrArray *accounts;       /* NadiProfileAccount */
  NadiHash fingerprint;      /* of network.json */
  GBytes *network_bytes;
  NadiNetwork *network;
};

NadiProfile *nadi_profile_alloc (const char *folder);
char *nadi_profile_path (NadiProfile *profile, const char *name);
NadiProfileAccount *nadi_profile_account_new (const char *id, const char *staff, const char *label);
void nadi_profile_account_free (NadiProfileAccount *account);

gboolean nadi_profile_fail (GError **error, NadiProfileError code, const char *message);
/* The keyring's secret of this device; NADI_PROFILE_ERROR_REPLACED if it is another's. (transfer full) */
NadiSecret *nadi_profile_device_secret (NadiProfile *profile, NadiKeyring *keyring, GCancellable *cancellable, GError **error);

/* What a failed file operation means for a profile; consumes cause. */
gboolean nadi_profile_fail_file (GError *cause, GError **error);
gboolean nadi_profile_write (NadiProfile *profile, const char *name, const void *data, gsize length, GError **error);

/* profile.json and network.json. */
gboolean nadi_profile_save (NadiProfile *profile, GError **error);
gboolean nadi_profile_load (NadiProfile *profile, GError **error);
gboolean nadi_profile_set_network (NadiProfile *profile, const char *text, gsize length, GError **error);
