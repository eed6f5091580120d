/* A profile's life: made, opened, locked, enrolled. */
#include "nadi-profile.h"

#include <string.h>
#include <unistd.h>

#include "nadi-database.h"
#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-profile-private.h"
#include "nadi-uuid.h"

#define DEVICE_SECRET_SIZE 32
#define CHECK_INFO "nadi-device-check"

G_DEFINE_QUARK (nadi-profile-error-quark, nadi_profile_error)

gboolean
nadi_profile_fail (GError **error, NadiProfileError code, const char *message)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, code, message);
  return FALSE;
}

char *
nadi_profile_path (NadiProfile *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

NadiProfile *
nadi_profile_alloc (const char *folder)
{
  NadiProfile *self = g_new0 (NadiProfile, 1);

  self->folder = g_strdup (folder);
  self->cache_path = nadi_profile_path (self, "cache.db");
  self->lock = -1;
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_profile_account_free);
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
  return nadi_profile_fail (error, NADI_PROFILE_ERROR_BUSY, "Another program works on this profile");
}

/* --- the device secret --------------------------------------------------------------------------------------- */

static void
check_of (NadiSecret *secret, guint8 out[NADI_PROFILE_CHECK_SIZE])
{
  g_autoptr (NadiSecret) check = nadi_hkdf_sha256 (nadi_secret_data (secret), nadi_secret_size (secret), NULL, 0, CHECK_INFO,
                                                   strlen (CHECK_INFO), NADI_PROFILE_CHECK_SIZE);

  memcpy (out, nadi_secret_data (check), NADI_PROFILE_CHECK_SIZE);
}

NadiSecret *
nadi_profile_device_secret (NadiProfile *self, NadiKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_keyring_lookup (keyring, self->id, NADI_KEYRING_DEVICE_SECRET, cancellable, error);
  guint8 check[NADI_PROFILE_CHECK_SIZE];

  if (secret == NULL)
    return NULL;
  check_of (secret, check);
  if (nadi_secret_size (secret) != DEVICE_SECRET_SIZE || !nadi_equal_secret (check, self->check, sizeof check))
    {
      nadi_profile_fail (error, NADI_PROFILE_ERROR_REPLACED, "The keyring holds the secret of another device");
      return NULL;
    }
  return g_steal_pointer (&secret);
}

/* --- making and opening -------------------------------------------------------------------------------------- */

static gboolean
need_new (NadiProfile *self, GError **error)
{
  g_autofree char *path = nadi_profile_path (self, "profile.json");

  return !g_file_test (path, G_FILE_TEST_EXISTS) || nadi_profile_fail (error, NADI_PROFILE_ERROR_EXISTS, "This folder has a profile already");
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

/* --- enrolment ---------------------------------------------------------------------------------------------- */

gboolean
nadi_profile_set_enrolled (NadiProfile *self, const char *org, const char *device, GError **error)
{
  g_return_val_if_fail (nadi_uuid_valid (org) && nadi_uuid_valid (device), FALSE);
  if (!nadi_profile_lock (self, error))
    return FALSE;
  if (self->org != NULL || self->device != NULL)
    {
      return (g_strcmp0 (self->org, org) == 0 && g_strcmp0 (self->device, device) == 0)
             || nadi_profile_fail (error, NADI_PROFILE_ERROR_EXISTS, "This device is enrolled already");
    }
  self->org = g_strdup (org);
  self->device = g_strdup (device);
  if (nadi_profile_save (self, error))
    return TRUE;
  g_clear_pointer (&self->org, g_free);
  g_clear_pointer (&self->device, g_free);
  return FALSE;
}
