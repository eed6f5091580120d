/* Killed at work: a byte through a pipe for each piece that was reported as done, so that the count outlives the child. */
#include "nadi-test-killed.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static G_NORETURN void
work_for_ever (const char *path, NadiTestOpen open, NadiTestWork work, int report)
{
  gpointer subject = open (path);

  while (subject != NULL && work (subject) && write (report, "x", 1) == 1)
    ;
  _exit (1);
}

gint64
nadi_test_work_killed (const char *path, NadiTestOpen open, NadiTestWork work, gulong microseconds)
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
      work_for_ever (path, open, work, ends[1]);
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
