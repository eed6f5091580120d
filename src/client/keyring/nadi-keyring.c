/* The keyring's interface, and the one that forgets. */
#include "nadi-keyring.h"

#include "nadi-uuid.h"

#define MAX_SECRET 4096

G_DEFINE_QUARK (nadi-keyring-error-quark, nadi_keyring_error)

void
nadi_keyring_free (NadiKeyring *self)
{
  if (self != NULL)
    self->free (self);
}

NadiSecret *
nadi_keyring_lookup (NadiKeyring *self, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (nadi_uuid_valid (profile), NULL);
  return self->lookup (self, profile, item, cancellable, error);
}

gboolean
nadi_keyring_store (NadiKeyring *self, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (nadi_uuid_valid (profile), FALSE);
  g_return_val_if_fail (nadi_secret_size (secret) <= MAX_SECRET, FALSE);
  return self->store (self, profile, item, secret, cancellable, error);
}

gboolean
nadi_keyring_clear (NadiKeyring *self, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (nadi_uuid_valid (profile), FALSE);
  return self->clear (self, profile, item, cancellable, error);
}

gboolean
nadi_keyring_unlock (NadiKeyring *self, GCancellable *cancellable, GError **error)
{
  return self->unlock (self, cancellable, error);
}

/* --- memory -------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiKeyring keyring;
  GHashTable *secrets;       /* of NadiSecret by "<item>/<profile>" */
} MemoryKeyring;

static char *
memory_name (const char *profile, NadiKeyringItem item)
{
  return g_strdup_printf ("%d/%s", item, profile);
}

static gboolean
memory_fail_missing (GError **error)
{
  g_set_error_literal (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING, "The keyring has no such secret");
  return FALSE;
}

static NadiSecret *
memory_lookup (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = memory_name (profile, item);
  NadiSecret *secret = g_hash_table_lookup (((MemoryKeyring *) keyring)->secrets, name);

  if (secret == NULL)
    memory_fail_missing (error);
  return secret != NULL ? nadi_secret_ref (secret) : NULL;
}

static gboolean
memory_store (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable,
              GError **error)
{
  NadiSecret *copy = nadi_secret_new_copy (nadi_secret_data (secret), nadi_secret_size (secret));

  g_hash_table_replace (((MemoryKeyring *) keyring)->secrets, memory_name (profile, item), copy);
  return TRUE;
}

static gboolean
memory_clear (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = memory_name (profile, item);

  return g_hash_table_remove (((MemoryKeyring *) keyring)->secrets, name) || memory_fail_missing (error);
}

static gboolean
memory_unlock (NadiKeyring *keyring, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
memory_free (NadiKeyring *keyring)
{
  g_hash_table_unref (((MemoryKeyring *) keyring)->secrets);
  g_free (keyring);
}

static void
free_secret (gpointer secret)
{
  nadi_secret_unref (secret);
}

NadiKeyring *
nadi_keyring_memory_new (void)
{
  MemoryKeyring *self = g_new0 (MemoryKeyring, 1);

  self->keyring = (NadiKeyring) { memory_lookup, memory_store, memory_clear, memory_unlock, memory_free };
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
  return &self->keyring;
}
