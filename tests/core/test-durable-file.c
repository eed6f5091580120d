/* Durable files: whole or not at all, of the mode asked for, and read without being led astray. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-database.h"
#include "nadi-durable-file.h"
#include "nadi-system-clock.h"
#include "nadi-test.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("nadi-file-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing is left over */
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_write_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = NULL;
  struct stat info;

  g_assert_true (nadi_file_write_durable (fixture->path, (const guint8 *) "first", 5, 0600, &error));
  g_assert_true (nadi_file_write_durable (fixture->path, (const guint8 *) "second", 6, 0640, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  read = nadi_file_read (fixture->path, 6, &error);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "second", 6);
  g_assert_null (nadi_file_read (fixture->path, 5, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *inside = g_build_filename (fixture->path, "inside", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_file_read (fixture->path, 10, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (nadi_file_write_durable (fixture->path, (const guint8 *) "", 0, 0600, &error));
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_assert_null (nadi_file_read (link, 10, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (nadi_file_read (pipe, 10, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_null (nadi_file_read (fixture->folder, 10, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_false (nadi_file_write_durable (inside, (const guint8 *) "x", 1, 0600, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_unlink (link);
  g_unlink (pipe);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pattern = g_build_filename (fixture->folder, "XXXXXX", NULL), *nowhere = g_build_filename (fixture->path, "XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = NULL;
  struct stat info;

  g_assert_true (nadi_file_write_new (pattern, (const guint8 *) "new", 3, 0640, FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (g_str_has_suffix (pattern, "XXXXXX"));
  g_assert_cmpint (g_stat (pattern, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  read = nadi_file_read (pattern, 3, &error);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "new", 3);
  g_unlink (pattern);
  g_assert_false (nadi_file_write_new (nowhere, (const guint8 *) "x", 1, 0600, TRUE, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (nadi_folder_sync (fixture->folder, &error));
  g_assert_true (nadi_folder_sync_all (fixture->folder, &error));
  g_assert_false (nadi_folder_sync (fixture->path, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (nadi_folder_sync_all (fixture->path, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A limit on files' size stands for a full disk: it is called that, the old file stays, and tear_down() finds nothing more. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *large = g_malloc0 (60000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = NULL;
  struct rlimit before, limit;

  g_assert_true (nadi_file_write_durable (fixture->path, (const guint8 *) "old", 3, 0600, &error));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (nadi_file_write_durable (fixture->path, large, 60000, 0600, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  read = nadi_file_read (fixture->path, 3, &error);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "old", 3);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_build_filename (fixture->folder, "one", "two", NULL);
  g_autofree char *parent = g_path_get_dirname (deep);
  g_autofree char *below_file = g_build_filename (fixture->path, "one", NULL);
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (nadi_folder_make (deep, &error));
  g_assert_true (nadi_folder_make (deep, &error));
  g_assert_cmpint (g_stat (parent, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_true (nadi_file_write_durable (fixture->path, (const guint8 *) "x", 1, 0600, &error));
  g_assert_false (nadi_folder_make (fixture->path, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_false (nadi_folder_make (below_file, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_rmdir (deep);
  g_rmdir (parent);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int lock = nadi_file_lock (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (nadi_file_lock (fixture->path, &error), ==, -1);
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_BUSY);
  close (lock);
  lock = nadi_file_lock (fixture->path, &error);
  g_assert_no_error (error);
  close (lock);
}

static void
test_clock (void)
{
  NadiClock *clock = nadi_system_clock ();
  gint64 before = nadi_clock_monotonic (clock);

  g_assert_cmpint (ABS (nadi_clock_now (clock) - g_get_real_time () / 1000), <, 60000);
  g_assert_cmpint (nadi_clock_monotonic (clock), >=, before);
}

#define ADD(name, test) g_test_add ("/durable-file/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("write-read", test_write_read);
  ADD ("refused", test_refused);
  ADD ("new", test_new);
  ADD ("full", test_full);
  ADD ("folder", test_folder);
  ADD ("lock", test_lock);
  g_test_add_func ("/system-clock", test_clock);
  return g_test_run ();
}
