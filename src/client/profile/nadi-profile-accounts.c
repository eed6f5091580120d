/* The accounts of a profile: who can sign in at this device, and the sealed bundle of each. */
#include "nadi-profile.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-profile-private.h"
#include "nadi-uuid.h"

#define MAX_BUNDLE 16384
#define MAX_LABEL 100

NadiProfileAccount *
nadi_profile_account_new (const char *id, const char *staff, const char *label)
{
  NadiProfileAccount *account = g_new0 (NadiProfileAccount, 1);

  account->id = g_strdup (id);
  account->staff = g_strdup (staff);
  account->label = g_strdup (label);
  return account;
}

void
nadi_profile_account_free (NadiProfileAccount *account)
{
  g_free (account->id);
  g_free (account->staff);
  g_free (account->label);
  g_free (account);
}

guint
nadi_profile_n_accounts (NadiProfile *self)
{
  return self->accounts->len;
}

const NadiProfileAccount *
nadi_profile_account (NadiProfile *self, guint i)
{
  return self->accounts->pdata[i];
}

static NadiProfileAccount *
find_account (NadiProfile *self, const char *id_or_staff, guint *at)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      NadiProfileAccount *account = self->accounts->pdata[i];

      if (g_strcmp0 (account->id, id_or_staff) == 0 || g_strcmp0 (account->staff, id_or_staff) == 0)
        {
          if (at != NULL)
            *at = i;
          return account;
        }
    }
  return NULL;
}

const NadiProfileAccount *
nadi_profile_find_account (NadiProfile *self, const char *id_or_staff)
{
  return find_account (self, id_or_staff, NULL);
}

static NadiProfileAccount *
need_account (NadiProfile *self, const char *id, guint *at, GError **error)
{
  NadiProfileAccount *account = find_account (self, id, at);

  if (account == NULL)
    nadi_profile_fail (error, NADI_PROFILE_ERROR_MISSING, "There is no such account on this device");
  return account;
}

gboolean
nadi_profile_set_staff (NadiProfile *self, const char *id, const char *staff, GError **error)
{
  NadiProfileAccount *account;

  g_return_val_if_fail (nadi_uuid_valid (staff), FALSE);
  if (!nadi_profile_lock (self, error))
    return FALSE;
  account = need_account (self, id, NULL, error);
  if (account == NULL)
    return FALSE;
  if (account->staff != NULL)
    return g_str_equal (account->staff, staff) || nadi_profile_fail (error, NADI_PROFILE_ERROR_EXISTS, "This account is enrolled already");
  account->staff = g_strdup (staff);
  if (nadi_profile_save (self, error))
    return TRUE;
  g_clear_pointer (&account->staff, g_free);
  return FALSE;
}

/* --- bundles ------------------------------------------------------------------------------------------------- */

static char *
bundle_name (const char *account)
{
  return g_strconcat ("staff/", account, ".bundle", NULL);
}

static gboolean
write_bundle (NadiProfile *self, const char *account, const NadiBundle *bundle, const char *passphrase, const NadiKdfCost *cost,
              NadiSecret *secret, NadiRandom *random, GError **error)
{
  g_autofree char *name = bundle_name (account);
  g_autofree char *context = g_strconcat (self->id, "/", account, NULL);
  g_autofree char *text = nadi_bundle_seal (bundle, passphrase, secret, context, cost != NULL ? cost : &nadi_kdf_cost_default, random, error);

  return text != NULL && nadi_profile_write (self, name, text, strlen (text), error);
}

static NadiBundle *
read_bundle (NadiProfile *self, const char *account, const char *passphrase, NadiSecret *secret, GError **error)
{
  g_autofree char *name = bundle_name (account);
  g_autofree char *path = nadi_profile_path (self, name);
  g_autofree char *context = g_strconcat (self->id, "/", account, NULL);
  GError *local = NULL;
  g_autoptr (GBytes) bytes = nadi_file_read (path, MAX_BUNDLE, &local);

  if (bytes == NULL)
    {
      nadi_profile_fail_file (local, error);
      return NULL;
    }
  return nadi_bundle_open (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), passphrase, secret, context, error);
}

char *
nadi_profile_add_account (NadiProfile *self, const char *label, const NadiBundle *bundle, const char *passphrase,
                          const NadiKdfCost *cost, NadiKeyring *keyring, NadiRandom *random, GError **error)
{
  g_autoptr (NadiSecret) secret = NULL;
  g_autofree char *id = nadi_random_uuid (random);

  g_return_val_if_fail (strlen (label) <= MAX_LABEL && self->accounts->len < NADI_PROFILE_MAX_ACCOUNTS, NULL);
  if (!nadi_profile_lock (self, error))
    return NULL;
  secret = nadi_profile_device_secret (self, keyring, NULL, error);
  if (secret == NULL || !write_bundle (self, id, bundle, passphrase, cost, secret, random, error))
    return NULL;
  g_ptr_array_add (self->accounts, nadi_profile_account_new (id, NULL, label));
  if (!nadi_profile_save (self, error))
    {
      g_ptr_array_set_size (self->accounts, (gint) self->accounts->len - 1);
      return NULL;
    }
  return g_steal_pointer (&id);
}

gboolean
nadi_profile_prefer_account (NadiProfile *self, const char *id, GError **error)
{
  guint at = 0;

  if (!nadi_profile_lock (self, error) || need_account (self, id, &at, error) == NULL)
    return FALSE;
  g_ptr_array_insert (self->accounts, 0, g_ptr_array_steal_index (self->accounts, at));
  if (nadi_profile_save (self, error))
    return TRUE;
  g_ptr_array_insert (self->accounts, (gint) at, g_ptr_array_steal_index (self->accounts, 0));
  return FALSE;
}

gboolean
nadi_profile_remove_account (NadiProfile *self, const char *id, GError **error)
{
  g_autofree char *name = NULL, *path = NULL;
  NadiProfileAccount *account;
  guint at = 0;

  if (!nadi_profile_lock (self, error))
    return FALSE;
  account = need_account (self, id, &at, error);
  if (account == NULL)
    return FALSE;
  name = bundle_name (account->id);
  path = nadi_profile_path (self, name);
  g_ptr_array_steal_index (self->accounts, at);
  if (!nadi_profile_save (self, error))
    {
      g_ptr_array_insert (self->accounts, (gint) at, account);
      return FALSE;
    }
  nadi_profile_account_free (account);
  return g_unlink (path) == 0 || nadi_profile_fail (error, NADI_PROFILE_ERROR_FAILED, "The account's bundle could not be removed");
}

NadiBundle *
nadi_profile_unlock (NadiProfile *self, const char *id, const char *passphrase, NadiKeyring *keyring, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_profile_device_secret (self, keyring, cancellable, error);
  NadiProfileAccount *account;

  if (secret == NULL)
    return NULL;
  account = need_account (self, id, NULL, error);
  return account != NULL ? read_bundle (self, account->id, passphrase, secret, error) : NULL;
}

gboolean
nadi_profile_change_passphrase (NadiProfile *self, const char *id, const char *old_passphrase, const char *new_passphrase,
                                NadiKeyring *keyring, NadiRandom *random, GError **error)
{
  g_autoptr (NadiSecret) secret = NULL;
  g_autoptr (NadiBundle) bundle = NULL;

  if (!nadi_profile_lock (self, error))
    return FALSE;
  bundle = nadi_profile_unlock (self, id, old_passphrase, keyring, NULL, error);
  secret = bundle != NULL ? nadi_profile_device_secret (self, keyring, NULL, error) : NULL;
  return secret != NULL
         && write_bundle (self, find_account (self, id, NULL)->id, bundle, new_passphrase, NULL, secret, random, error);
}

gboolean
nadi_profile_save_bundle (NadiProfile *self, const char *id, const NadiBundle *bundle, const char *passphrase, NadiKeyring *keyring,
                          NadiRandom *random, GError **error)
{
  g_autoptr (NadiSecret) secret = NULL;
  g_autoptr (NadiBundle) before = NULL;

  if (!nadi_profile_lock (self, error))
    return FALSE;
  /* A slip of the finger here must not become the new passphrase. */
  before = nadi_profile_unlock (self, id, passphrase, keyring, NULL, error);
  secret = before != NULL ? nadi_profile_device_secret (self, keyring, NULL, error) : NULL;
  return secret != NULL && write_bundle (self, find_account (self, id, NULL)->id, bundle, passphrase, NULL, secret, random, error);
}
