/* A profile folder: made once, opened by who has both the passphrase and the device secret, and clear about what is wrong. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-checked-json.h"
#include "nadi-profile.h"
#include "nadi-random-system.h"
#include "nadi-test.h"
#include "nadi-wire-fixture.h"

#define ORG "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define DEVICE "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"
#define STAFF "5f0e1d2c-3b4a-4596-8778-695a4b3c2d1e"
#define PASSPHRASE "correct horse battery"

typedef struct
{
  char *folder;
  char *network;
  NadiKeyring *keyring;
  NadiBundle *bundle;
  GError *error;
} Fixture;

/* One for all: making an RSA key takes its time. */
static NadiRsaPrivate *rsa;

static NadiBundle *
make_bundle (gboolean clinical)
{
  NadiBundle *bundle = g_new0 (NadiBundle, 1);

  bundle->sign = nadi_signing_key_new (nadi_random_system ());
  bundle->seal = nadi_rsa_private_ref (rsa);
  bundle->device = nadi_signing_key_new (nadi_random_system ());
  bundle->desk = nadi_secret_new_random (nadi_random_system (), 32);
  bundle->clinical = clinical ? nadi_secret_new_random (nadi_random_system (), 32) : NULL;
  return bundle;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiWireFixture) wire = nadi_wire_fixture_new (7);
  g_autofree char *base = g_dir_make_tmp ("nadi-profile-XXXXXX", NULL);

  fixture->folder = g_build_filename (base, "profile", NULL);
  fixture->network = nadi_network_print (wire->network);
  fixture->keyring = nadi_keyring_memory_new ();
  fixture->bundle = make_bundle (TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base = g_path_get_dirname (fixture->folder);

  g_assert_no_error (fixture->error);
  nadi_test_remove_tree (base);
  nadi_keyring_free (fixture->keyring);
  nadi_bundle_free (fixture->bundle);
  g_free (fixture->folder);
  g_free (fixture->network);
}

static NadiProfile *
create (Fixture *fixture)
{
  NadiProfile *profile = nadi_profile_create (fixture->folder, fixture->network, strlen (fixture->network), NADI_SECRET_PLACE_MEMORY,
                                              TRUE, fixture->keyring, nadi_random_system (), &fixture->error);

  g_assert_no_error (fixture->error);
  return profile;
}

static char *
add_account (Fixture *fixture, NadiProfile *profile, const char *label)
{
  char *id = nadi_profile_add_account (profile, label, fixture->bundle, PASSPHRASE, NULL, fixture->keyring, nadi_random_system (), &fixture->error);

  g_assert_no_error (fixture->error);
  return id;
}

static void
assert_opens (Fixture *fixture, NadiProfile *profile, const char *account, const char *passphrase)
{
  g_autoptr (NadiBundle) bundle = nadi_profile_unlock (profile, account, passphrase, fixture->keyring, NULL, &fixture->error);
  g_autoptr (NadiSecret) before = NULL, after = NULL;

  g_assert_no_error (fixture->error);
  before = nadi_rsa_private_to_der (fixture->bundle->seal);
  after = nadi_rsa_private_to_der (bundle->seal);
  g_assert_cmpmem (nadi_secret_data (before), nadi_secret_size (before), nadi_secret_data (after), nadi_secret_size (after));
  g_assert_cmpmem (nadi_signing_key_public (bundle->sign), 32, nadi_signing_key_public (fixture->bundle->sign), 32);
  g_assert_cmpmem (nadi_signing_key_public (bundle->device), 32, nadi_signing_key_public (fixture->bundle->device), 32);
  g_assert_cmpmem (nadi_secret_data (bundle->desk), 32, nadi_secret_data (fixture->bundle->desk), 32);
  g_assert_cmpint (bundle->clinical != NULL, ==, fixture->bundle->clinical != NULL);
  if (bundle->clinical != NULL)
    g_assert_cmpmem (nadi_secret_data (bundle->clinical), 32, nadi_secret_data (fixture->bundle->clinical), 32);
}

#define ASSERT_REFUSED(fixture, profile, account, passphrase, domain_, code_)                                         \
  G_STMT_START                                                                                                        \
  {                                                                                                                   \
    g_assert_null (nadi_profile_unlock (profile, account, passphrase, (fixture)->keyring, NULL, &(fixture)->error));  \
    nadi_test_assert_error ((fixture)->error, domain_, code_);                                                        \
  }                                                                                                                   \
  G_STMT_END

/* --- life ---------------------------------------------------------------------------------------------------- */

static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Reception 1");
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
  assert_opens (fixture, profile, account, PASSPHRASE);
  assert_opens (fixture, profile, STAFF, PASSPHRASE);
}

static void
test_exists_missing_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = NULL, second = NULL;

  g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  profile = create (fixture);
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
test_bad_network (Fixture *fixture, gconstpointer data)
{
  g_assert_null (nadi_profile_create (fixture->folder, "{}", 2, NADI_SECRET_PLACE_MEMORY, TRUE, fixture->keyring, nadi_random_system (), &fixture->error));
  g_assert_nonnull (fixture->error);
  g_clear_error (&fixture->error);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_plain_file_place (Fixture *fixture, gconstpointer data)
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
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture), again = NULL;
  g_autofree char *first = add_account (fixture, profile, "Doctor");
  g_autofree char *second = NULL;

  nadi_bundle_free (fixture->bundle);
  fixture->bundle = make_bundle (FALSE);
  second = add_account (fixture, profile, "Reception");
  assert_opens (fixture, profile, second, PASSPHRASE);
  g_assert_true (nadi_profile_remove_account (profile, first, &fixture->error));
  ASSERT_REFUSED (fixture, profile, first, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  g_assert_false (nadi_profile_remove_account (profile, first, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
  again = nadi_profile_open (fixture->folder, &fixture->error);
  g_assert_cmpuint (nadi_profile_n_accounts (again), ==, 1);
  assert_opens (fixture, again, second, PASSPHRASE);
}

static void
test_passphrases (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");

  ASSERT_REFUSED (fixture, profile, account, "wrong", NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  ASSERT_REFUSED (fixture, profile, account, "", NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_false (nadi_profile_change_passphrase (profile, account, "wrong", "new", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_true (nadi_profile_change_passphrase (profile, account, PASSPHRASE, "new", fixture->keyring, nadi_random_system (), &fixture->error));
  assert_opens (fixture, profile, account, "new");
  ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);

  g_clear_pointer (&fixture->bundle->clinical, nadi_secret_unref);
  g_assert_false (nadi_profile_save_bundle (profile, account, fixture->bundle, "slip", fixture->keyring, nadi_random_system (), &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_true (nadi_profile_save_bundle (profile, account, fixture->bundle, "new", fixture->keyring, nadi_random_system (), &fixture->error));
  assert_opens (fixture, profile, account, "new");
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
test_device_secret (Fixture *fixture, gconstpointer data)
{
  NadiKeyring locked = { .lookup = lookup_locked };
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  g_autoptr (NadiSecret) other = nadi_secret_new_random (nadi_random_system (), 32);

  g_assert_null (nadi_profile_unlock (profile, account, PASSPHRASE, &locked, NULL, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  g_assert_true (nadi_keyring_store (fixture->keyring, nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, other, NULL, &fixture->error));
  ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_REPLACED);
  g_assert_true (nadi_keyring_clear (fixture->keyring, nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, NULL, &fixture->error));
  ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
}

/* --- damage -------------------------------------------------------------------------------------------------- */

/* Without the wait for the disk that g_file_set_contents() has. (In place, an older and longer file would keep its tail.) */
static void
put_file (const char *path, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static char *
path_of (Fixture *fixture, const char *account)
{
  g_autofree char *name = g_strconcat ("staff/", account, ".bundle", NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_bundle_flips (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  g_autofree char *path = path_of (fixture, account), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize i = 0; i < length; i += i < 200 ? 1 : 37)
    {
      text[i] ^= 1;
      put_file (path, text, (gssize) length);
      ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED);
      text[i] ^= 1;
    }
  put_file (path, text, (gssize) length - 1);
  ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED);
  g_assert_cmpint (g_unlink (path), ==, 0);
  ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
}

/* Someone who can write the folder puts one account's file in another's place. */
static void
test_swapped_bundles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *first = add_account (fixture, profile, "A"), *second = add_account (fixture, profile, "B");
  g_autofree char *from = path_of (fixture, first), *to = path_of (fixture, second), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  put_file (to, text, (gssize) length);
  ASSERT_REFUSED (fixture, profile, second, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
}

/* SECURITY 8: refused before any work. The files are whole: only their costs are senseless. */
static void
test_costs (Fixture *fixture, gconstpointer data)
{
  static const gint64 costs[][3] = { { 65535, 3, 1 }, { 65536, 2, 1 }, { 65536, 3, 2 }, { 65536, 3, 0 }, { 1048577, 3, 1 },
                                     { 65536, 11, 1 }, { 4294967295, 3, 1 }, { 65536, 4294967295, 1 }, { 0, 0, 0 }, { 8, 1, 1 } };
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  g_autofree char *path = path_of (fixture, account), *box = g_strnfill (2000, 'A');

  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      NadiJsonWriter *writer = nadi_checked_json_begin ();
      g_autofree char *text = NULL;
      gint64 start;

      nadi_json_put_int (writer, "memory", costs[i][0]);
      nadi_json_put_int (writer, "passes", costs[i][1]);
      nadi_json_put_int (writer, "lanes", costs[i][2]);
      nadi_json_put_base64url (writer, "salt", (const guint8 *) "0123456789abcdef", 16);
      nadi_json_put_string (writer, "box", box);
      text = nadi_checked_json_finish (writer);
      put_file (path, text, -1);
      start = g_get_monotonic_time ();
      ASSERT_REFUSED (fixture, profile, account, PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_COST);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 100000);
    }
}

static void
test_profile_flips (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  g_autofree char *path = g_build_filename (fixture->folder, "profile.json", NULL), *text = NULL, *newer = NULL;
  NadiJsonWriter *writer;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      text[i] ^= 2;
      put_file (path, text, (gssize) length);
      g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
      nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED);
      text[i] ^= 2;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "nadi", 2);
  newer = nadi_checked_json_finish (writer);
  put_file (path, newer, -1);
  g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_NEWER);
}

static void
test_network_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autoptr (NadiWireFixture) other = nadi_wire_fixture_new (8);
  g_autofree char *path = g_build_filename (fixture->folder, "network.json", NULL), *text = nadi_network_print (other->network);

  put_file (path, text, -1);
  g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_NETWORK);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (nadi_profile_open (fixture->folder, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_NETWORK);
}

/* --- a full disk, a killed program --------------------------------------------------------------------------- */

static int
change_on_full_disk (Fixture *fixture, NadiProfile *profile, const char *account)
{
  struct rlimit limit = { 100, 100 };

  signal (SIGXFSZ, SIG_IGN);
  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    return 2;
  if (nadi_profile_change_passphrase (profile, account, PASSPHRASE, "new", fixture->keyring, nadi_random_system (), NULL))
    return 3;
  return nadi_profile_add_account (profile, "more", fixture->bundle, PASSPHRASE, NULL, fixture->keyring, nadi_random_system (), NULL) == NULL ? 0 : 4;
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture), again = NULL;
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (change_on_full_disk (fixture, profile, account));
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  again = nadi_profile_open (fixture->folder, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (nadi_profile_n_accounts (again), ==, 1);
  assert_opens (fixture, again, account, PASSPHRASE);
}

static void
change_for_ever (Fixture *fixture, NadiProfile *profile, const char *account)
{
  while (nadi_profile_change_passphrase (profile, account, "one", "two", fixture->keyring, nadi_random_system (), NULL)
         && nadi_profile_change_passphrase (profile, account, "two", "one", fixture->keyring, nadi_random_system (), NULL))
    ;
  _exit (1);
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = create (fixture);
  g_autofree char *account = add_account (fixture, profile, "Doctor");
  guint rounds = g_getenv ("NADI_FULL") != NULL ? 50 : 4;

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (NadiBundle) one = NULL, two = NULL;
      pid_t child;
      int status;

      g_assert_true (i > 0 || nadi_profile_change_passphrase (profile, account, PASSPHRASE, "one", fixture->keyring, nadi_random_system (), NULL));
      child = fork ();
      if (child == 0)
        change_for_ever (fixture, profile, account);
      g_usleep (150000 + i * 61000);
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status));
      one = nadi_profile_unlock (profile, account, "one", fixture->keyring, NULL, NULL);
      two = nadi_profile_unlock (profile, account, "two", fixture->keyring, NULL, NULL);
      g_assert_true ((one != NULL) != (two != NULL));
      if (two != NULL)
        g_assert_true (nadi_profile_change_passphrase (profile, account, "two", "one", fixture->keyring, nadi_random_system (), NULL));
    }
}

#define ADD(name, test) g_test_add ("/profile/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rsa = nadi_rsa_private_generate (2048, NULL);
  ADD ("life", test_life);
  ADD ("exists-missing-busy", test_exists_missing_busy);
  ADD ("bad-network", test_bad_network);
  ADD ("plain-file-place", test_plain_file_place);
  ADD ("accounts", test_accounts);
  ADD ("passphrases", test_passphrases);
  ADD ("device-secret", test_device_secret);
  ADD ("bundle-flipped", test_bundle_flips);
  ADD ("bundles-swapped", test_swapped_bundles);
  ADD ("costs", test_costs);
  ADD ("profile-flipped", test_profile_flips);
  ADD ("network-replaced", test_network_replaced);
  ADD ("full-disk", test_full_disk);
  ADD ("killed", test_killed);
  status = g_test_run ();
  nadi_rsa_private_unref (rsa);
  return status;
}
