/* A profile whose files were changed, swapped or cut off, on a full disk and in a killed program: it says what is wrong. */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-checked-json.h"
#include "nadi-random-system.h"
#include "nadi-test-profile.h"
#include "nadi-test.h"
#include "nadi-wire-fixture.h"

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
path_of (NadiTestProfile *fixture, const char *account)
{
  g_autofree char *name = g_strconcat ("staff/", account, ".bundle", NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_bundle_flips (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
  g_autofree char *path = path_of (fixture, account), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize i = 0; i < length; i += i < 200 ? 1 : 37)
    {
      text[i] ^= 1;
      put_file (path, text, (gssize) length);
      nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED);
      text[i] ^= 1;
    }
  put_file (path, text, (gssize) length - 1);
  nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED);
  g_assert_cmpint (g_unlink (path), ==, 0);
  nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_MISSING);
}

/* Someone who can write the folder puts one account's file in another's place. */
static void
test_swapped_bundles (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *first = nadi_test_profile_add (fixture, profile, "A"), *second = nadi_test_profile_add (fixture, profile, "B");
  g_autofree char *from = path_of (fixture, first), *to = path_of (fixture, second), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  put_file (to, text, (gssize) length);
  nadi_test_assert_refused (fixture, profile, second, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
}

/* SECURITY 8: refused before any work. The files are whole: only their costs are senseless. */
static void
test_costs (NadiTestProfile *fixture, gconstpointer data)
{
  static const gint64 costs[][3] = { { 65535, 3, 1 }, { 65536, 2, 1 }, { 65536, 3, 2 }, { 65536, 3, 0 }, { 1048577, 3, 1 },
                                     { 65536, 11, 1 }, { 4294967295, 3, 1 }, { 65536, 4294967295, 1 }, { 0, 0, 0 }, { 8, 1, 1 } };
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
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
      start = nadi_test_cpu_time ();
      nadi_test_assert_refused (fixture, profile, account, NADI_TEST_PASSPHRASE, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_COST);
      g_assert_cmpint (nadi_test_cpu_time () - start, <, 100000);
    }
}

static void
test_profile_flips (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
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
test_network_replaced (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
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
change_on_full_disk (NadiTestProfile *fixture, NadiProfile *profile, const char *account)
{
  struct rlimit limit = { 100, 100 };

  signal (SIGXFSZ, SIG_IGN);
  if (setrlimit (RLIMIT_FSIZE, &limit) != 0)
    return 2;
  if (nadi_profile_change_passphrase (profile, account, NADI_TEST_PASSPHRASE, "new", fixture->keyring, nadi_random_system (), NULL))
    return 3;
  return nadi_profile_add_account (profile, "more", fixture->bundle, NADI_TEST_PASSPHRASE, NULL, fixture->keyring, nadi_random_system (), NULL) == NULL ? 0 : 4;
}

static void
test_full_disk (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture), again = NULL;
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
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
  nadi_test_assert_opens (fixture, again, account, NADI_TEST_PASSPHRASE);
}

static void
change_for_ever (NadiTestProfile *fixture, NadiProfile *profile, const char *account)
{
  while (nadi_profile_change_passphrase (profile, account, "one", "two", fixture->keyring, nadi_random_system (), NULL)
         && nadi_profile_change_passphrase (profile, account, "two", "one", fixture->keyring, nadi_random_system (), NULL))
    ;
  _exit (1);
}

static void
test_killed (NadiTestProfile *fixture, gconstpointer data)
{
  g_autoptr (NadiProfile) profile = nadi_test_profile_create (fixture);
  g_autofree char *account = nadi_test_profile_add (fixture, profile, "Doctor");
  guint rounds = g_getenv ("NADI_FULL") != NULL ? 50 : 4;

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (NadiBundle) one = NULL, two = NULL;
      pid_t child;
      int status;

      g_assert_true (i > 0 || nadi_profile_change_passphrase (profile, account, NADI_TEST_PASSPHRASE, "one", fixture->keyring, nadi_random_system (), NULL));
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

#define ADD(name, test) g_test_add ("/profile/" name, NadiTestProfile, NULL, nadi_test_profile_set_up, test, nadi_test_profile_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("bundle-flipped", test_bundle_flips);
  ADD ("bundles-swapped", test_swapped_bundles);
  ADD ("costs", test_costs);
  ADD ("profile-flipped", test_profile_flips);
  ADD ("network-replaced", test_network_replaced);
  ADD ("full-disk", test_full_disk);
  ADD ("killed", test_killed);
  return g_test_run ();
}
