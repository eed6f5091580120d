/* A profile folder: made once, opened by who has both the passphrase and the device secret. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "nadi-random-system.h"
#include "nadi-test-profile.h"
#include "nadi-test.h"

#define ORG "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define DEVICE "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"
#define STAFF "5f0e1d2c-3b4a-4596-8778-695a4b3c2d1e"

/* --- life ---------------------------------------------------------------------------------------------------- */

static void
test_life (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Reception 1");
  g_autofree char *file = g_build_filename (fixture->folder, "profile.json", NULL);
  g_autofree char *network = g_build_filename (fixture->folder, "network.json", NULL);
  g_autofree char *pinned = NULL;
  struct stat info;

  g_assert_null (nadi_profile_org (profile));
  g_assert_true (nadi_profile_set_enrolled (profile, ORG, DEVICE, &fixture->error));
  g_assert_true (nadi_profile_set_enrolled (profile, ORG, DEVICE, &fixture->error));
  g_assert_false (nadi_profile_set_enrolled (profile, DEVICE, ORG, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS);
  g_assert_true (nadi_profile_set_staff (profile, account, STAFF, &fixture->error));
  g_clear_pointer (&profile, nadi_profile_free);

  g_assert_cmpint (g_stat (fixture->folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (network, &pinned, NULL, NULL));
  g_assert_cmpstr (pinned, ==, fixture->network);

  profile = nadi_profile_open (fixture->folder, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (nadi_profile_org (profile), ==, ORG);
  g_assert_cmpstr (nadi_profile_device (profile), ==, DEVICE);
  g_assert_true (nadi_profile_is_demo (profile));
  g_assert_cmpint (nadi_profile_secret_place (profile), ==, NADI_SECRET_PLACE_MEMORY);
  g_assert_null (nadi_profile_keyring (profile));
  g_assert_nonnull (nadi_profile_network (profile)->origin);
  g_assert_cmpuint (g_bytes_get_size (nadi_profile_network_bytes (profile)), ==, strlen (fixture->network));
  g_assert_cmpuint (nadi_profile_n_accounts (profile), ==, 1);
  g_assert_cmpstr (nadi_profile_account (profile, 0)->label, ==, "Reception 1");
  g_assert_cmpstr (nadi_profile_find_account (profile, STAFF)->id, ==, account);
  nadi_test_assert_opens (fixture, profile, account, NADI_TEST_PASSPHRASE);
  nadi_test_assert_opens (fixture, profile, STAFF, NADI_TEST_PASSPHRASE);
}

static void
test_exists_missing_busy (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = NULL, second = NULL;

  g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  profile = nadi_test_profile_create (fixture);
  second = nadi_profile_open (fixture->folder, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_false (nadi_profile_lock (second, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_BUSY);
  g_assert_false (nadi_profile_set_enrolled (second, ORG, DEVICE, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_BUSY);
  g_clear_pointer (&profile, nadi_profile_free);
  g_assert_true (nadi_profile_lock (second, &fixture->error));
  g_clear_pointer (&second, nadi_profile_free);
  g_assert_null (nadi_profile_create (fixture->folder, fixture->network, strlen (fixture->network), NADI_SECRET_PLACE_MEMORY, TRUE,
                                      fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS);
}

static void
test_bad_network (NadiTestProfile *fixture, gconstpointer data)
{
  g_assert_null (nadi_profile_create (fixture->folder, "{}", 2, NADI_SECRET_PLACE_MEMORY, TRUE, fixture->keyring, nadi_random_system (), &fixture->error));
  g_assert_nonnull (fixture->error);
  g_clear_error (&fixture->error);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_plain_file_place (NadiTestProfile *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plain-secrets", NULL);
  g_autoptr (NadiKeyring) keyring = nadi_keyring_plain_file_new (path), own = NULL;
  g_autoptr (NadiProfile) profile = NULL;
  g_autoptr (NadiSecret) secret = NULL;

  profile = nadi_profile_create (fixture->folder, fixture->network, strlen (fixture->network), NADI_SECRET_PLACE_FILE, TRUE, keyring,
                                 nadi_random_system (), &fixture->error);
  g_assert_no_error (fixture->error);
  own = nadi_profile_keyring (profile);
  secret = nadi_keyring_lookup (own, nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, NULL, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (nadi_secret_size (secret), ==, 32);
}

/* --- accounts ------------------------------------------------------------------------------------------------ */

static void
test_accounts (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture), again = NULL;
  g_autofree char *first = nadi_test_profile_add (fixture, profile, "Doctor");
  g_autofree char *second = NULL;

  nadi_bundle_free (fixture->bundle);
  fixture->bundle = nadi_test_bundle (FALSE);
  second = nadi_test_profile_add (fixture, profile, "Reception");
  nadi_test_assert_opens (fixture, profile, second, NADI_TEST_PASSPHRASE);
  g_assert_true (nadi_profile_remove_account (profile, first, &fixture->error));
  nadi_test_assert_refused (fixture, profile, first, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  g_assert_false (nadi_profile_remove_account (profile, first, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  again = nadi_profile_open (fixture->folder, &fixture->error);
  g_assert_cmpuint (nadi_profile_n_accounts (again), ==, 1);
  nadi_test_assert_opens (fixture, again, second, NADI_TEST_PASSPHRASE);
}

static void
test_passphrases (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");

  nadi_test_assert_refused (fixture, profile, account, "wrong", NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  nadi_test_assert_refused (fixture, profile, account, "", NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_false (nadi_profile_change_passphrase (profile, account, "wrong", "new", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_true (nadi_profile_change_passphrase (profile, account, NADI_TEST_PASSPHRASE, "new", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_opens (fixture, profile, account, "new");
  nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);

  g_clear_pointer (&fixture->bundle->clinical, nadi_secret_unref);
  g_assert_false (nadi_profile_save_bundle (profile, account, fixture->bundle, "slip", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_true (nadi_profile_save_bundle (profile, account, fixture->bundle, "new", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_opens (fixture, profile, account, "new");
}

static gboolean
refuse_locked (GError **error)
{
  g_set_error_literal (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED, "locked");
  return FALSE;
}

static NadiSecret *
lookup_locked (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  refuse_locked (error);
  return NULL;
}

static void
test_device_secret (NadiTestProfile *fixture, gconstpointer data)
{
  NadiKeyring locked = { .lookup = lookup_locked };
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
  g_autoptr (NadiSecret) other = nadi_secret_new_random (nadi_random_system (), 32);

  g_assert_null (nadi_profile_unlock (profile, account, NADI_TEST_PASSPHRASE, &locked, NULL, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  g_assert_true (nadi_keyring_store (fixture->keyring, nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, other, NULL, &fixture->error));
  nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_REPLACED);
  g_assert_true (nadi_keyring_clear (fixture->keyring, nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, NULL, &fixture->error));
  nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
}

#define ADD(name, test) g_test_add ("/profile/" name, NadiTestProfile, NULL, nadi_test_profile_set_up, test, nadi_test_profile_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("life", test_life);
  ADD ("exists-missing-busy", test_exists_missing_busy);
  ADD ("bad-network", test_bad_network);
  ADD ("plain-file-place", test_plain_file_place);
  ADD ("accounts", test_accounts);
  ADD ("passphrases", test_passphrases);
  ADD ("device-secret", test_device_secret);
  return g_test_run ();
}
