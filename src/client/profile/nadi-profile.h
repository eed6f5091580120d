/* A profile: one device of one organisation, in one folder (0700).
 *
 *   profile.json            what this file describes; strict JSON with a checksum
 *   network.json            the exact bytes that were pinned when the device joined
 *   staff/<account>.bundle  an account's private keys, sealed (nadi-bundle.h)
 *   cache.db                the sealed cache (src/client/cache), created by whoever opens it
 *   plain-secrets           only when the device secret is kept in a file (demo and test profiles)
 *   lock                    held by the one process that writes
 *
 * An account is a person's seat at this device, with an id of its own: staff and device are known to the ledger only
 * when the enrolment is through. All writes are durable and atomic. One thread at a time. */
#pragma once

#include <gio/gio.h>

#include "nadi-bundle.h"
#include "nadi-keyring.h"
#include "nadi-network.h"
#include "nadi-profile-error.h"

#define NADI_PROFILE_MAX_ACCOUNTS 64

typedef enum
{
  NADI_SECRET_PLACE_KEYRING,    /* the desktop's */
  NADI_SECRET_PLACE_FILE,       /* plain-secrets */
  NADI_SECRET_PLACE_MEMORY,     /* tests */
} NadiSecretPlace;

typedef struct
{
  char *id;                     /* UUID, this device's own */
  char *staff;                  /* UUID on the ledger; NULL until enrolled */
  char *label;                  /* what the unlock page shows; the person's choice, at most 100 bytes */
} NadiProfileAccount;

typedef struct _NadiProfile NadiProfile;

/* Makes folder and profile with a fresh device secret, stored through keyring first. network: bytes of network.json, checked.
 * On failure nothing is left behind that opens. Holds the lock. */
NadiProfile *nadi_profile_create (const char *folder, const char *network, gsize network_length, NadiSecretPlace place,
                                  gboolean demo, NadiKeyring *keyring, NadiRandom *random, GError **error);
/* Reads; takes no lock. */
NadiProfile *nadi_profile_open (const char *folder, GError **error);
void nadi_profile_free (NadiProfile *profile);

/* Taken by whoever writes (profile, cache or outbox), until the profile is freed. NADI_PROFILE_ERROR_BUSY. Idempotent. */
gboolean nadi_profile_lock (NadiProfile *profile, GError **error);
/* Gives the lock back; what was read stays. */
void nadi_profile_release (NadiProfile *profile);

const char *nadi_profile_id (NadiProfile *profile);
const char *nadi_profile_folder (NadiProfile *profile);
const char *nadi_profile_cache_path (NadiProfile *profile);
const NadiNetwork *nadi_profile_network (NadiProfile *profile);
GBytes *nadi_profile_network_bytes (NadiProfile *profile);       /* (transfer none) */
const char *nadi_profile_org (NadiProfile *profile);             /* NULL until enrolled */
const char *nadi_profile_device (NadiProfile *profile);          /* NULL until enrolled */
gboolean nadi_profile_is_demo (NadiProfile *profile);
NadiSecretPlace nadi_profile_secret_place (NadiProfile *profile);
/* The keyring that place names, for this profile; memory has to be handed in by the test itself: NULL. (transfer full) */
NadiKeyring *nadi_profile_keyring (NadiProfile *profile);

guint nadi_profile_n_accounts (NadiProfile *profile);
const NadiProfileAccount *nadi_profile_account (NadiProfile *profile, guint i);
/* By id or by staff; NULL if there is none. */
const NadiProfileAccount *nadi_profile_find_account (NadiProfile *profile, const char *id_or_staff);

/* Everything from here on writes and needs the lock. */

/* The enrolment came through. Once for org and device. */
gboolean nadi_profile_set_enrolled (NadiProfile *profile, const char *org, const char *device, GError **error);
gboolean nadi_profile_set_staff (NadiProfile *profile, const char *account, const char *staff, GError **error);

/* cost NULL: the default. (transfer full) the new account's id. */
char *nadi_profile_add_account (NadiProfile *profile, const char *label, const NadiBundle *bundle, const char *passphrase,
                                const NadiKdfCost *cost, NadiKeyring *keyring, NadiRandom *random, GError **error);
/* It stands first from now on. */
gboolean nadi_profile_prefer_account (NadiProfile *profile, const char *account, GError **error);
gboolean nadi_profile_remove_account (NadiProfile *profile, const char *account, GError **error);

/* Opens an account's bundle (needs no lock). Errors, in this order: NADI_KEYRING_ERROR_* (locked, missing, unavailable),
 * NADI_PROFILE_ERROR_REPLACED, _MISSING, _DAMAGED, _COST, _PASSPHRASE. Takes as long as the key derivation: a worker thread. */
NadiBundle *nadi_profile_unlock (NadiProfile *profile, const char *account, const char *passphrase, NadiKeyring *keyring,
                                 GCancellable *cancellable, GError **error);

/* Seals the account's bundle again: after it changed (a role's compartment came), or under a new passphrase. The old file
 * stays whole until the new one is durable. The old passphrase is checked first. */
gboolean nadi_profile_change_passphrase (NadiProfile *profile, const char *account, const char *old_passphrase,
                                         const char *new_passphrase, NadiKeyring *keyring, NadiRandom *random, GError **error);
gboolean nadi_profile_save_bundle (NadiProfile *profile, const char *account, const NadiBundle *bundle, const char *passphrase,
                                   NadiKeyring *keyring, NadiRandom *random, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiProfile, nadi_profile_free)
