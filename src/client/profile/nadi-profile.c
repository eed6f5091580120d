/* A profile's life: made, opened, locked, its accounts added and unlocked. */
#include "nadi-profile.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "nadi-database.h"
#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-profile-private.h"
#include "nadi-uuid.h"

#define DEVICE_SECRET_SIZE 32
#define MAX_BUNDLE 16384
#define MAX_LABEL 100
#define CHECK_INFO "nadi-device-check"

G_DEFINE_QUARK (nadi-profile-error-quark, nadi_profile_error)

static gboolean
fail (GError **error, NadiProfileError code, const char *message)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, code, message);
  return FALSE;
}

char *
nadi_profile_path (NadiProfile *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

NadiProfileAccount *
nadi_profile_account_new (const char *id, const char *staff, const char *label)
{
  NadiProfileAccount *account = g_new0 (NadiProfileAccount, 1);

  account->id = g_strdup (id);
  account->staff = g_strdup (staff);
  account->label = g_strdup (label);
  return account;
}

static void
account_free (gpointer data)
{
  NadiProfileAccount *account = data;

  g_free (account->id);
  g_free (account->staff);
  g_free (account->label);
  g_free (account);
}

NadiProfile *
nadi_profile_alloc (const char *folder)
{
  NadiProfile *self = g_new0 (NadiProfile, 1);

  self->folder = g_strdup (folder);
  self->cache_path = nadi_profile_path (self, "cache.db");
  self->lock = -1;
  self->accounts = g_ptr_array_new_with_free_func (account_free);
  return self;
}

void
nadi_profile_release (NadiProfile *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

void
nadi_profile_free (NadiProfile *self)
{
  if (self == NULL)
    return;
  nadi_profile_release (self);
  g_free (self->folder);
  g_free (self->cache_path);
  g_free (self->id);
  g_free (self->org);
  g_free (self->device);
  g_ptr_array_unref (self->accounts);
  g_clear_pointer (&self->network_bytes, g_bytes_unref);
  g_clear_pointer (&self->network, nadi_network_free);
  g_free (self);
}

gboolean
nadi_profile_lock (NadiProfile *self, GError **error)
{
  g_autofree char *path = nadi_profile_path (self, "lock");
  GError *local = NULL;

  if (self->lock >= 0)
    return TRUE;
  self->lock = nadi_file_lock (path, &local);
  if (self->lock >= 0)
    return TRUE;
  if (!g_error_matches (local, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_BUSY))
    return nadi_profile_fail_file (local, error);
  g_error_free (local);
  return fail (error, NADI_PROFILE_ERROR_BUSY, "Another program works on this profile");
}

/* --- the device secret --------------------------------------------------------------------------------------- */

static void
check_of (NadiSecret *secret, guint8 out[NADI_PROFILE_CHECK_SIZE])
{
  g_autoptr (NadiSecret) check = nadi_hkdf_sha256 (nadi_secret_data (secret), nadi_secret_size (secret), NULL, 0, CHECK_INFO,
                                                   strlen (CHECK_INFO), NADI_PROFILE_CHECK_SIZE);

  memcpy (out, nadi_secret_data (check), NADI_PROFILE_CHECK_SIZE);
}

static NadiSecret *
device_secret (NadiProfile *self, NadiKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_keyring_lookup (keyring, self->id, NADI_KEYRING_DEVICE_SECRET, cancellable, error);
  guint8 check[NADI_PROFILE_CHECK_SIZE];

  if (secret == NULL)
    return NULL;
  check_of (secret, check);
  if (nadi_secret_size (secret) != DEVICE_SECRET_SIZE || !nadi_equal_secret (check, self->check, sizeof check))
    {
      fail (error, NADI_PROFILE_ERROR_REPLACED, "The keyring holds the secret of another device");
      return NULL;
    }
  return g_steal_pointer (&secret);
}

/* --- making and opening -------------------------------------------------------------------------------------- */

static gboolean
need_new (NadiProfile *self, GError **error)
{
  g_autofree char *path = nadi_profile_path (self, "profile.json");

  return !g_file_test (path, G_FILE_TEST_EXISTS) || fail (error, NADI_PROFILE_ERROR_EXISTS, "This folder has a profile already");
}

static gboolean
make_folders (NadiProfile *self, GError **error)
{
  g_autofree char *staff = nadi_profile_path (self, "staff");
  GError *local = NULL;

  return nadi_folder_make (staff, &local) || nadi_profile_fail_file (local, error);
}

/* The file that makes a folder a profile comes last. */
static gboolean
write_new (NadiProfile *self, GError **error)
{
  return nadi_profile_write (self, "network.json", g_bytes_get_data (self->network_bytes, NULL), g_bytes_get_size (self->network_bytes), error)
         && nadi_profile_save (self, error);
}

NadiProfile *
nadi_profile_create (const char *folder, const char *network, gsize network_length, NadiSecretPlace place, gboolean demo,
                     NadiKeyring *keyring, NadiRandom *random, GError **error)
{
  g_autoptr (NadiProfile) self = nadi_profile_alloc (folder);
  g_autoptr (NadiSecret) secret = NULL;

  if (!nadi_profile_set_network (self, network, network_length, error) || !make_folders (self, error)
      || !nadi_profile_lock (self, error) || !need_new (self, error))
    return NULL;
  self->id = nadi_random_uuid (random);
  self->place = place;
  self->demo = demo;
  secret = nadi_secret_new_random (random, DEVICE_SECRET_SIZE);
  check_of (secret, self->check);
  if (!nadi_keyring_store (keyring, self->id, NADI_KEYRING_DEVICE_SECRET, secret, NULL, error))
    return NULL;
  if (!write_new (self, error))
    {
      nadi_keyring_clear (keyring, self->id, NADI_KEYRING_DEVICE_SECRET, NULL, NULL);
      return NULL;
    }
  return g_steal_pointer (&self);
}

NadiProfile *
nadi_profile_open (const char *folder, GError **error)
{
  g_autoptr (NadiProfile) self = nadi_profile_alloc (folder);

  return nadi_profile_load (self, error) ? g_steal_pointer (&self) : NULL;
}

/* --- what it says -------------------------------------------------------------------------------------------- */

const char *
nadi_profile_id (NadiProfile *self)
{
  return self->id;
}

const char *
nadi_profile_folder (NadiProfile *self)
{
  return self->folder;
}

const char *
nadi_profile_cache_path (NadiProfile *self)
{
  return self->cache_path;
}

const NadiNetwork *
nadi_profile_network (NadiProfile *self)
{
  return self->network;
}

GBytes *
nadi_profile_network_bytes (NadiProfile *self)
{
  return self->network_bytes;
}

const char *
nadi_profile_org (NadiProfile *self)
{
  return self->org;
}

const char *
nadi_profile_device (NadiProfile *self)
{
  return self->device;
}

gboolean
nadi_profile_is_demo (NadiProfile *self)
{
  return self->demo;
}

NadiSecretPlace
nadi_profile_secret_place (NadiProfile *self)
{
  return self->place;
}

NadiKeyring *
nadi_profile_keyring (NadiProfile *self)
{
  g_autofree char *path = nadi_profile_path (self, "plain-secrets");

  switch (self->place)
    {
    case NADI_SECRET_PLACE_KEYRING:
      return nadi_keyring_secret_service_new ();
    case NADI_SECRET_PLACE_FILE:
      return nadi_keyring_plain_file_new (path);
    case NADI_SECRET_PLACE_MEMORY:
    default:
      return NULL;
    }
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

/* --- changing it --------------------------------------------------------------------------------------------- */

static NadiProfileAccount *
need_account (NadiProfile *self, const char *id, guint *at, GError **error)
{
  NadiProfileAccount *account = find_account (self, id, at);

  if (account == NULL)
    fail (error, NADI_PROFILE_ERROR_MISSING, "There is no such account on this device");
  return account;
}

gboolean
nadi_profile_set_enrolled (NadiProfile *self, const char *org, const char *device, GError **error)
{
  g_return_val_if_fail (nadi_uuid_valid (org) && nadi_uuid_valid (device), FALSE);
  if (!nadi_profile_lock (self, error))
    return FALSE;
  if (self->org != NULL || self->device != NULL)
    {
      return (g_strcmp0 (self->org, org) == 0 && g_strcmp0 (self->device, device) == 0)
             || fail (error, NADI_PROFILE_ERROR_EXISTS, "This device is enrolled already");
    }
  self->org = g_strdup (org);
  self->device = g_strdup (device);
  if (nadi_profile_save (self, error))
    return TRUE;
  g_clear_pointer (&self->org, g_free);
  g_clear_pointer (&self->device, g_free);
  return FALSE;
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
    return g_str_equal (account->staff, staff) || fail (error, NADI_PROFILE_ERROR_EXISTS, "This account is enrolled already");
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
  secret = device_secret (self, keyring, NULL, error);
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
  account_free (account);
  return g_unlink (path) == 0 || fail (error, NADI_PROFILE_ERROR_FAILED, "The account's bundle could not be removed");
}

NadiBundle *
nadi_profile_unlock (NadiProfile *self, const char *id, const char *passphrase, NadiKeyring *keyring, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (NadiSecret) secret = device_secret (self, keyring, cancellable, error);
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
  secret = bundle != NULL ? device_secret (self, keyring, NULL, error) : NULL;
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
  secret = before != NULL ? device_secret (self, keyring, NULL, error) : NULL;
  return secret != NULL && write_bundle (self, find_account (self, id, NULL)->id, bundle, passphrase, NULL, secret, random, error);
}
