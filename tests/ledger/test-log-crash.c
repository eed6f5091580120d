/* Killed at any moment: every event that was answered is there, what was final stays final, and tree and state come out as
 * they were signed. The program starts itself with a folder and a round as arguments, and kills that. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "nadi-store-sqlite.h"
#include "nadi-test-log.h"
#include "nadi-test.h"

#define SEED 41
#define SECONDS (NADI_TEST_TIME / 1000)

static const char *program;

static NadiTestLog *
open_log (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "log.db", NULL);
  g_autoptr (GError) error = NULL;
  NadiStore *store = nadi_store_sqlite_open (path, NULL, &error);
  NadiTestLog *test;

  g_assert_no_error (error);
  test = nadi_test_log_new (SEED, store);
  nadi_test_log_open (test);
  return test;
}

/* --- the one that is killed -------------------------------------------------------------------------------------------- */

/* The set-up's events are the same in every round and are there after the first; those after it are each round's own. */
static void
begin_round (NadiTestLog *test, guint round)
{
  nadi_test_log_set_up (test);
  nadi_seeded_random_init (&test->people->random, 1000 + round);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    test->people->orgs[i].doctor->seq = 1000000 * (gint64) (round + 1);
}

static void
say (const char *what, const char *id, guint64 number)
{
  printf ("%s %s %" G_GUINT64_FORMAT "\n", what, id, number);
  fflush (stdout);
}

static int
run_child (const char *folder, guint round)
{
  g_autoptr (NadiTestLog) test = open_log (folder);

  begin_round (test, round);
  for (guint i = 0; i < 100000; i++)
    {
      NadiEvent *events[20];
      guint n = 1 + i * 7 % G_N_ELEMENTS (events);
      g_auto (NadiTestAnswer) answer;

      for (guint k = 0; k < n; k++)
        events[k] = nadi_test_log_record (test, k % NADI_TEST_ORGS);
      nadi_test_log_submit (test, events, n, &answer);
      for (guint k = 0; k < n; k++)
        {
          g_assert_no_error (answer.errors[k]);
          say ("event", nadi_event_id (events[k]), answer.indexes[k]);
          nadi_event_unref (events[k]);
        }
      if (i % 3 == 0)
        {
          g_autoptr (NadiView) view = NULL;

          nadi_test_log_finalise (test, 3 + i % 2, SECONDS + round * 1000 + i);
          view = nadi_log_view (test->log);
          say ("final", "size", nadi_view_size (view));
        }
    }
  return 0;
}

/* --- the one that looks ------------------------------------------------------------------------------------------------- */

typedef struct
{
  GHashTable *events;        /* guint64 * by id */
  guint64 final;
} Told;

/* Whole lines only: the last may have been cut. */
static void
note_lines (Told *told, GString *output)
{
  g_auto (GStrv) lines = g_strsplit (output->str, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
      guint64 number = g_ascii_strtoull (words[2], NULL, 10);

      if (g_str_equal (words[0], "event"))
        g_hash_table_insert (told->events, g_strdup (words[1]), g_memdup2 (&number, sizeof number));
      else if (g_str_equal (words[0], "final"))
        told->final = MAX (told->final, number);
    }
}

/* Lets it run until it has said some things, then kills it. */
static void
run_and_kill (Told *told, const char *folder, guint round, GRand *random)
{
  g_autofree char *number = g_strdup_printf ("%u", round);
  const char *argv[] = { program, "child", folder, number, NULL };
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize enough = (gsize) g_rand_int_range (random, 100, 8000);
  GPid child;
  int from_child, status;
  char buffer[256];
  gssize n;

  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child, NULL,
                                           &from_child, NULL, &error));
  g_assert_no_error (error);
  while (output->len < enough && (n = read (from_child, buffer, sizeof buffer)) > 0)
    g_string_append_len (output, buffer, n);
  g_usleep ((gulong) g_rand_int_range (random, 0, 3000));
  kill (child, SIGKILL);
  while ((n = read (from_child, buffer, sizeof buffer)) > 0)
    g_string_append_len (output, buffer, n);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  close (from_child);
  note_lines (told, output);
}

static void
on_found (const char *sentence, gpointer user_data)
{
  g_error ("%s", sentence);
}

static void
look (Told *told, const char *folder)
{
  g_autoptr (NadiTestLog) test = open_log (folder);
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer id, index;

  g_assert_cmpuint (nadi_view_size (view), >=, told->final);
  g_hash_table_iter_init (&iter, told->events);
  while (g_hash_table_iter_next (&iter, &id, &index))
    {
      guint64 found;
      g_autoptr (NadiEvent) event = nadi_view_event (view, id, &found, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (nadi_event_id (event), ==, id);
      g_assert_cmpuint (found, ==, *(guint64 *) index);
    }
  g_assert_cmpint (nadi_log_check (test->store, NULL, test->network, NULL, on_found, NULL, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_kill (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nadi-crash-XXXXXX", &error);
  Told told = { .events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  guint rounds = g_getenv ("NADI_FULL") != NULL ? 150 : 15;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  g_assert_no_error (error);
  for (guint round = 0; round < rounds; round++)
    {
      run_and_kill (&told, folder, round, random);
      if (round % 5 == 4 || round + 1 == rounds)
        look (&told, folder);
    }
  g_test_message ("%u kills, %u answered events, all there", rounds, g_hash_table_size (told.events));
  g_assert_cmpuint (g_hash_table_size (told.events), >, rounds);
  g_hash_table_unref (told.events);
  nadi_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "child"))
    return run_child (argv[2], (guint) atoi (argv[3]));
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-crash/kill", test_kill);
  return g_test_run ();
}
