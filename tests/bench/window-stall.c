/* Does the window still answer while records come in? A watchdog that comes after all painting looks how long it was kept waiting, without
 * what the main thread waited for a processor; meanwhile the window imports a file, and then follows a colleague who imports one.
 */
#include "window-stall.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "nadi-bench.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"
#include "nadi-test-world.h"
#include "nadi-window-private.h"

#define PATIENTS 1500
#define RECORDS 2            /* of each */
#define EVERY_MS 5
#define MOST_MS 100.0
#define PATIENCE_US (180 * G_USEC_PER_SEC)

typedef struct
{
  double *stalls;            /* ms */
  guint n, room;
  gint64 last;               /* µs */
  gint64 waited;             /* ns, of the main thread, then */
} Dog;

static gint64
read_waited (void)
{
  g_autofree char *text = NULL;
  gint64 ran, waited = 0;

  if (g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &ran, &waited);
  return waited;
}

static gboolean
on_look (gpointer data)
{
  Dog *dog = data;
  gint64 now = g_get_monotonic_time (), waited = read_waited ();

  if (dog->n == dog->room)
    dog->stalls = g_renew (double, dog->stalls, dog->room = dog->room * 2 + 1000);
  dog->stalls[dog->n++] = MAX ((double) (now - dog->last) / 1e3 - (double) (waited - dog->waited) / 1e6 - EVERY_MS, 0);
  dog->last = now;
  dog->waited = waited;
  return G_SOURCE_CONTINUE;
}

static guint
release (Dog *dog)
{
  *dog = (Dog) { .last = g_get_monotonic_time (), .waited = read_waited () };
  return g_timeout_add_full (GDK_PRIORITY_REDRAW + 5, EVERY_MS, on_look, dog, NULL);
}

static gboolean
say (Dog *dog, const char *what, gint64 begun)
{
  double middle = nadi_bench_median (dog->stalls, dog->n), worst = dog->stalls[dog->n - 1];

  g_print ("  %-34s %5.1f s, kept waiting %.1f ms in the middle, %.1f in 99 of 100, %.1f at most; limit %.0f: %.2f of the bar\n", what,
           (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC, middle, dog->stalls[dog->n * 99 / 100], worst, MOST_MS, worst / MOST_MS);
  g_free (dog->stalls);
  return worst <= MOST_MS;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static char *
write_bundle (const char *folder, const char *name)
{
  char *path = g_strdup_printf ("%s/%s.ndjson", folder, name);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  for (guint i = 0; i < PATIENTS; i++)
    {
      fprintf (file, "{\"resourceType\":\"Patient\",\"id\":\"%s-%u\",\"gender\":\"female\",\"birthDate\":\"19%02u-03-0%u\",\"name\":[{\"family\":\"Rao%u\",\"given\":[\"Meena\"]}]}\n",
               name, i, 30 + i % 70, 1 + i % 9, i % 97);
      for (guint j = 0; j < RECORDS; j++)
        fprintf (file, "{\"resourceType\":\"Condition\",\"id\":\"%s-%u-%u\",\"subject\":{\"reference\":\"Patient/%s-%u\"},\"code\":{\"text\":\"Problem %u\"},\"recordedDate\":\"2026-02-03\"}\n",
                 name, i, j, name, i, j);
    }
  g_assert_cmpint (fclose (file), ==, 0);
  return path;
}

typedef struct
{
  const char *folder;
  const char *path;
} Colleague;

static gpointer
run_colleague (gpointer data)
{
  Colleague *colleague = data;
  g_autoptr (NadiSession) session = nadi_test_world_open (colleague->folder);
  g_autoptr (GError) error = NULL;

  nadi_session_import (session, colleague->path, NULL, TRUE, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  nadi_session_sync_until_saved (session, 120000, NULL, NULL);
  return NULL;
}

/* --- the window --------------------------------------------------------------------------------------------------- */

static void
run_while (gboolean (*goes_on) (NadiWindow *window), NadiWindow *window, const char *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (goes_on (window))
    {
      g_main_context_iteration (NULL, TRUE);
      if (g_get_monotonic_time () > end)
        g_error ("not seen: %s", what);
    }
}

static gboolean
is_closed (NadiWindow *window)
{
  return !nadi_desk_is_open (window->desk);
}

static gboolean
is_importing (NadiWindow *window)
{
  return nadi_import_job_is_running (window->import_job);
}

static guint wanted;         /* patients */

static gboolean
lacks_theirs (NadiWindow *window)
{
  return nadi_session_count_patients (nadi_desk_get_session (window->desk)) < wanted;
}

static gboolean
measure_import (NadiWindow *window, const char *path)
{
  gint64 begun = g_get_monotonic_time ();
  Dog dog;
  guint source = release (&dog);

  nadi_window_import (window, path);
  run_while (is_importing, window, "the end of the import");
  g_source_remove (source);
  return say (&dog, "while this window imports", begun);
}

static gboolean
measure_sync (NadiWindow *window, Colleague *colleague)
{
  gint64 begun = g_get_monotonic_time ();
  Dog dog;
  guint source = release (&dog);
  GThread *thread = g_thread_new ("colleague", run_colleague, colleague);

  wanted = nadi_session_count_patients (nadi_desk_get_session (window->desk)) + PATIENTS;
  nadi_window_go_back (window);
  run_while (lacks_theirs, window, "the colleague's patients");
  g_source_remove (source);
  g_thread_join (thread);
  return say (&dog, "while a colleague's records come", begun);
}

gboolean
nadi_bench_stalls (NadiTestWorld *world, const char *ours, const char *theirs)
{
  g_autofree char *first = write_bundle (world->folder, "ours");
  g_autofree char *second = write_bundle (world->folder, "theirs");
  g_autoptr (NadiDesk) desk = nadi_desk_new (ours, NULL);
  Colleague colleague = { theirs, second };
  NadiWindow *window;
  gboolean good;

  adw_init ();
  window = nadi_window_new (NULL, desk);
  gtk_window_present (GTK_WINDOW (window));
  nadi_desk_open (desk, NULL, NADI_TEST_PASSPHRASE, window, NULL);
  run_while (is_closed, window, "signed in");
  g_print ("  %u patients; %u more with %u records, twice\n", nadi_session_count_patients (nadi_desk_get_session (desk)), PATIENTS, PATIENTS * RECORDS);
  good = measure_import (window, first);
  good = measure_sync (window, &colleague) && good;
  gtk_window_destroy (GTK_WINDOW (window));
  return good;
}
