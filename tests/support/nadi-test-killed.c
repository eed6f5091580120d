/* Killed at work: a byte through a pipe for each piece that was reported as done, so that the count outlives the child. */
#include "nadi-test-killed.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-source.h"

static G_NORETURN void
work_for_ever (const NadiTestWorker *worker, const char *path, int report)
{
  gpointer database = worker->open (path, NULL);

  while (database != NULL && worker->work (database) && write (report, "x", 1) == 1)
    ;
  _exit (1);
}

/* How many pieces were reported as done. */
static gint64
work_and_kill (const NadiTestWorker *worker, const char *path, gulong microseconds)
{
  int ends[2], status;
  char bytes[4096];
  gint64 reported = 0;
  gssize n;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (ends[0]);
      work_for_ever (worker, path, ends[1]);
    }
  close (ends[1]);
  g_usleep (microseconds);
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  while ((n = read (ends[0], bytes, sizeof bytes)) > 0)
    reported += n;
  close (ends[0]);
  return reported;
}

void
nadi_test_survive_kills (const NadiTestWorker *worker, guint64 seed, guint rounds, guint least, guint spread)
{
  g_autofree char *folder = g_dir_make_tmp ("nadi-killed-XXXXXX", NULL), *path = g_build_filename (folder, "killed.db", NULL);
  NadiSeededRandom random;
  gint64 expected = 0;

  nadi_seeded_random_init (&random, seed);
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      gpointer database;
      gint64 found;

      expected += work_and_kill (worker, path, least + (gulong) nadi_random_below (&random.random, spread));
      database = worker->open (path, &error);
      g_assert_no_error (error);
      found = worker->count (database);
      g_assert_true (found == expected || found == expected + 1);
      worker->close (database);
      expected = found;
    }
  g_test_message ("killed %u times, %" G_GINT64_FORMAT " pieces kept", rounds, expected);
  nadi_test_remove_database (path);
}

void
nadi_test_remove_database (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      (void) g_unlink (name);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}
