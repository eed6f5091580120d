/* The database on a disk that fails, fills up, or loses power, and in a process that is killed. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-database.h"
#include "nadi-source.h"
#include "nadi-test-items.h"
#include "nadi-test-killed.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

static const char *const schema[] = { NADI_TEST_ITEMS_SCHEMA, NULL };

static NadiDatabase *
open_items (const char *vfs, GError **error)
{
  return nadi_database_open ("d", NADI_TEST_ITEMS_APPLICATION, schema, vfs, error);
}

/* Checkpoints come into play as well, small as the log is. */
static gboolean
operate (const char *vfs, gint64 *done, GError **error)
{
  g_autoptr (NadiDatabase) database = open_items (vfs, error);

  if (database == NULL)
    return FALSE;
  for (int i = 0; i < 3; i++)
    {
      if (!nadi_test_items_add (database, error))
        return FALSE;
      ++*done;
    }
  return nadi_database_check (database, error);
}

static void
assert_usable (const char *vfs, gint64 at_least)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = open_items (vfs, &error);
  gint64 found;

  g_assert_no_error (error);
  found = nadi_test_items_verify (database, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found, >=, at_least);
  /* What could not be reported as done may have been done, but never more than one transaction. */
  g_assert_cmpint (found, <=, at_least + 1);
  g_assert_true (nadi_test_items_add (database, &error));
  g_assert_true (nadi_database_check (database, &error));
  g_assert_no_error (error);
  g_clear_pointer (&database, nadi_database_close);
}

static void
every_nth (const char *name, NadiTestFault fault, gboolean lasting)
{
  guint n;

  for (n = 1;; n++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new (name);
      g_autoptr (GError) error = NULL;
      gint64 done = 0;
      gboolean good;

      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_ANY, n, fault, lasting);
      good = operate (name, &done, &error);
      if (!nadi_test_vfs_clear_fault (vfs))
        {
          g_assert_no_error (error);
          break;
        }
      if (!good && fault != NADI_TEST_FAULT_IO)
        g_assert_true (error->code == NADI_DATABASE_ERROR_FULL || error->code == NADI_DATABASE_ERROR_FAILED);
      else if (!good)
        g_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_FAILED);
      assert_usable (name, done);
    }
  g_test_message ("%u calls", n);
  g_assert_cmpuint (n, >, 40);
}

static void
test_every_call (void)
{
  every_nth ("faults-io", NADI_TEST_FAULT_IO, FALSE);
  every_nth ("faults-io-lasting", NADI_TEST_FAULT_IO, TRUE);
  every_nth ("faults-full", NADI_TEST_FAULT_FULL, FALSE);
  every_nth ("faults-short", NADI_TEST_FAULT_SHORT, TRUE);
}

/* While the disk is full, what was stored can be read, and the connection goes on when space is back. */
static void
test_full_stays_readable (void)
{
  for (guint n = 1;; n++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("faults-stay");
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiDatabase) database = open_items ("faults-stay", &error);
      gboolean good;

      g_assert_true (nadi_test_items_add (database, &error));
      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_WRITE, n, n % 2 ? NADI_TEST_FAULT_FULL : NADI_TEST_FAULT_SHORT, TRUE);
      good = nadi_test_items_add (database, &error);
      if (!good)
        {
          nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_FULL);
          g_assert_cmpint (nadi_test_items_verify (database, &error), ==, 1);
          g_assert_no_error (error);
        }
      if (!nadi_test_vfs_clear_fault (vfs))
        break;
      g_assert_true (nadi_test_items_add (database, &error));
      g_assert_cmpint (nadi_test_items_verify (database, &error), ==, good ? 3 : 2);
      g_assert_true (nadi_database_check (database, &error));
      g_assert_no_error (error);
      g_clear_pointer (&database, nadi_database_close);
    }
}

/* Transactions until the power goes; how many were reported as done. */
static gint64
work_until_power_cut (const char *vfs_name, NadiTestVfs *vfs, NadiRandom *random)
{
  gint64 done = 0;

  nadi_test_vfs_stop_after (vfs, 1 + (guint) nadi_random_below (random, 160));
  while (!nadi_test_vfs_stopped (vfs))
    {
      g_autoptr (NadiDatabase) database = open_items (vfs_name, NULL);

      for (guint i = 0; database != NULL && i < 12; i++)
        {
          if (!nadi_test_items_add (database, NULL))
            break;
          done++;
        }
      /* Every other round ends with a checkpoint by closing, this one in the middle of things. */
      if (database != NULL && nadi_random_below (random, 2) == 0)
        nadi_database_check (database, NULL);
    }
  return done;
}

static void
test_power_cuts (void)
{
  guint seeds = g_getenv ("NADI_FULL") != NULL ? 10000 : 200;
  gint64 kept = 0;

  for (guint seed = 1; seed <= seeds; seed++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("faults-power");
      NadiSeededRandom random;
      gint64 done;

      nadi_seeded_random_init (&random, seed);
      done = work_until_power_cut ("faults-power", vfs, &random.random);
      nadi_test_vfs_power_cut (vfs, seed);
      assert_usable ("faults-power", done);
      kept += done;
    }
  g_test_message ("%u power cuts, %" G_GINT64_FORMAT " transactions reported, none lost", seeds, kept);
  g_assert_cmpint (kept, >, seeds);
}

static gpointer
open_file (const char *path, GError **error)
{
  return nadi_database_open (path, NADI_TEST_ITEMS_APPLICATION, schema, NULL, error);
}

static gboolean
add_one (gpointer database)
{
  return nadi_test_items_add (database, NULL);
}

static gint64
count_items (gpointer database)
{
  g_autoptr (GError) error = NULL;
  gint64 found = nadi_test_items_verify (database, &error);

  g_assert_no_error (error);
  g_assert_true (nadi_database_check (database, &error));
  return found;
}

static void
close_file (gpointer database)
{
  nadi_database_close (database);
}

static void
test_kill (void)
{
  const NadiTestWorker worker = { open_file, add_one, count_items, close_file };

  nadi_test_survive_kills (&worker, 9, g_getenv ("NADI_FULL") != NULL ? 300 : 25, 2000, 60000);
}

/* In the child, under a limit on the size of files. */
static int
fill_up (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = open_file (path, &error);
  struct rlimit limit;
  gint64 done = 0;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = 200 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (nadi_test_items_add (database, &error))
    done++;
  if (!g_error_matches (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_FULL))
    return 2;
  g_clear_error (&error);
  if (nadi_test_items_verify (database, &error) != done)
    return 3;
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  if (!nadi_test_items_add (database, &error) || nadi_test_items_verify (database, &error) != done + 1)
    return 4;
  return nadi_database_check (database, &error) ? 0 : 5;
}

static void
test_file_size_limit (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nadi-faults-XXXXXX", NULL), *path = g_build_filename (folder, "items.db", NULL);
  int status;
  pid_t child;

  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (fill_up (path));
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  nadi_test_remove_database (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/faults/every-call", test_every_call);
  g_test_add_func ("/database/faults/full-stays-readable", test_full_stays_readable);
  g_test_add_func ("/database/faults/power-cuts", test_power_cuts);
  g_test_add_func ("/database/faults/killed", test_kill);
  g_test_add_func ("/database/faults/file-size-limit", test_file_size_limit);
  return g_test_run ();
}
