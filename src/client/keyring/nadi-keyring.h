/* Where a profile's few secrets lie between sessions: an interface with three implementations.
 *
 * - nadi_keyring_secret_service_new(): the desktop's keyring (org.freedesktop.secrets), the default. Schemas
 *   org.nadihealth.DeviceSecret, .TreeHead and .Session; attributes are the application, the profile's UUID and a version,
 *   never a name.
 * - nadi_keyring_plain_file_new(): for demo and test profiles on machines without a session bus, nothing else. The file has
 *   mode 0600 and is NOT sealed: whoever reads it has the secrets, and the stolen-disk promise does not hold.
 * - nadi_keyring_memory_new(): for tests; forgets everything.
 *
 * Calls block (the first two on a disk or another process) and belong on a worker thread; one thread at a time. What a
 * person must be asked (unlocking) is asked by nadi_keyring_unlock() only. Nothing is ever created silently: a lookup of
 * something missing is an error. */
#pragma once

#include <gio/gio.h>

#include "nadi-error.h"
#include "nadi-secret.h"

#define NADI_KEYRING_ERROR (nadi_keyring_error_quark ())
GQuark nadi_keyring_error_quark (void);

typedef enum
{
  NADI_KEYRING_ERROR_LOCKED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),         /* show the unlock page, nadi_keyring_unlock() */
  NADI_KEYRING_ERROR_UNAVAILABLE = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),    /* no bus, no keyring service */
  NADI_KEYRING_ERROR_MISSING = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3),   /* no such secret: enrol again */
  NADI_KEYRING_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4), /* the plain file is not what was written */
  NADI_KEYRING_ERROR_FAILED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 5),         /* anything else, a full disk among it */
} NadiKeyringError;

typedef enum
{
  NADI_KEYRING_DEVICE_SECRET,   /* 32 random bytes, part of what seals every private bundle of the profile */
  NADI_KEYRING_TREE_HEAD,       /* nadi_cache_head_encode(): the newest head that was verified */
  NADI_KEYRING_SESSION,
} NadiKeyringItem;

typedef struct _NadiKeyring NadiKeyring;
struct _NadiKeyring
{
  NadiSecret *(*lookup) (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error);
  gboolean (*store) (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable, GError **error);
  gboolean (*clear) (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error);
  gboolean (*unlock) (NadiKeyring *keyring, GCancellable *cancellable, GError **error);
  void (*free) (NadiKeyring *keyring);
};

NadiKeyring *nadi_keyring_secret_service_new (void);
NadiKeyring *nadi_keyring_plain_file_new (const char *path);
NadiKeyring *nadi_keyring_memory_new (void);
void nadi_keyring_free (NadiKeyring *keyring);

/* profile: UUID. At most 4096 bytes. Never asks anybody. */
NadiSecret *nadi_keyring_lookup (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error);
/* Replaces. A locked keyring is NADI_KEYRING_ERROR_LOCKED. */
gboolean nadi_keyring_store (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable, GError **error);
/* Nothing there: NADI_KEYRING_ERROR_MISSING. */
gboolean nadi_keyring_clear (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error);
/* Has the desktop ask the person. FALSE with NADI_KEYRING_ERROR_LOCKED if they would not. */
gboolean nadi_keyring_unlock (NadiKeyring *keyring, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiKeyring, nadi_keyring_free)
