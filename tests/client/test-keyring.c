/* The keyrings that need no desktop, and the desktop's when there is none. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "nadi-keyring.h"
#include "nadi-test.h"

#define PROFILE "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define OTHER "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"

static NadiSecret *
secret_of (const char *text)
{
  return nadi_secret_new_copy ((const guint8 *) text, strlen (text));
}

static void
store (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, const char *text)
{
  g_autoptr (NadiSecret) secret = secret_of (text);
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_keyring_store (keyring, profile, item, secret, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_found (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) secret = nadi_keyring_lookup (keyring, profile, item, NULL, &error);

  if (text == NULL)
    {
      nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
      g_assert_null (secret);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (secret), nadi_secret_size (secret), text, strlen (text));
}

static void
try_keyring (NadiKeyring *keyring)
{
  g_autoptr (GError) error = NULL;

  assert_found (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL);
  store (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, "one");
  store (keyring, PROFILE, NADI_KEYRING_TREE_HEAD, "two");
  store (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, "three");
  store (keyring, PROFILE, NADI_KEYRING_TREE_HEAD, "four");
  assert_found (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, "one");
  assert_found (keyring, PROFILE, NADI_KEYRING_TREE_HEAD, "four");
  assert_found (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, "three");
  assert_found (keyring, OTHER, NADI_KEYRING_TREE_HEAD, NULL);
  g_assert_true (nadi_keyring_clear (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  assert_found (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL);
  assert_found (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, "three");
  g_assert_false (nadi_keyring_clear (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
  g_assert_true (nadi_keyring_unlock (keyring, NULL, &error));
}

static void
test_memory (void)
{
  g_autoptr (NadiKeyring) keyring = nadi_keyring_memory_new ();

  try_keyring (keyring);
}

typedef struct
{
  char *folder;
  char *path;
  NadiKeyring *keyring;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("nadi-keyring-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "plain-secrets", NULL);
  fixture->keyring = nadi_keyring_plain_file_new (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_keyring_free (fixture->keyring);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiKeyring) again = nadi_keyring_plain_file_new (fixture->path);
  struct stat info;

  try_keyring (fixture->keyring);
  assert_found (again, PROFILE, NADI_KEYRING_TREE_HEAD, "four");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
write_file (Fixture *fixture, const char *text, gsize length)
{
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents_full (fixture->path, text, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
assert_damaged (Fixture *fixture)
{
  g_autoptr (NadiSecret) secret = secret_of ("new");
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_keyring_lookup (fixture->keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_DAMAGED);
  /* And nothing is written over what may still be saved by hand. */
  g_assert_false (nadi_keyring_store (fixture->keyring, PROFILE, NADI_KEYRING_SESSION, secret, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_DAMAGED);
}

static void
test_file_flips (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize length;

  store (fixture->keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, "0123456789abcdef0123456789abcdef");
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      text[i] ^= 4;
      write_file (fixture, text, length);
      assert_damaged (fixture);
      text[i] ^= 4;
    }
  for (gsize i = 0; i < length; i++)
    {
      write_file (fixture, text, i);
      assert_damaged (fixture);
    }
  write_file (fixture, text, length);
  assert_found (fixture->keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, "0123456789abcdef0123456789abcdef");
}

static void
test_file_no_folder (void)
{
  g_autoptr (NadiKeyring) keyring = nadi_keyring_plain_file_new ("/nonexistent/folder/plain-secrets");
  g_autoptr (NadiSecret) secret = secret_of ("x");
  g_autoptr (GError) error = NULL;

  g_assert_false (nadi_keyring_store (keyring, PROFILE, NADI_KEYRING_SESSION, secret, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_FAILED);
}

static void
test_no_bus (void)
{
  g_autoptr (NadiKeyring) keyring = nadi_keyring_secret_service_new ();
  g_autoptr (NadiSecret) secret = secret_of ("x");
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_keyring_lookup (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_UNAVAILABLE);
  g_assert_false (nadi_keyring_store (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, secret, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_UNAVAILABLE);
  g_assert_false (nadi_keyring_clear (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_UNAVAILABLE);
  g_assert_false (nadi_keyring_unlock (keyring, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/memory", test_memory);
  g_test_add ("/keyring/plain-file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/keyring/plain-file-flipped", Fixture, NULL, set_up, test_file_flips, tear_down);
  g_test_add_func ("/keyring/plain-file-no-folder", test_file_no_folder);
  g_test_add_func ("/keyring/no-bus", test_no_bus);
  return g_test_run ();
}
