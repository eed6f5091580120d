/* A person at the real window, timed: signs in, types into the search and the palette, opens a chart. What a figure says of time is
 * without what the threads on the way waited for a processor (/proc/.../schedstat): others may be at work on the machine.
 *
 *   window-typist PROFILE PATIENTS CHART    on a display; prints a line for each bar; the exit says whether all hold
 */
#include <stdio.h>
#include <stdlib.h>

#include "nadi-bench.h"
#include "nadi-palette.h"
#include "nadi-chart-page.h"
#include "nadi-passphrase.h"
#include "nadi-session-patients.h"
#include "nadi-ui.h"
#include "nadi-window-private.h"

#define PASSPHRASE "nine green lamps"
#define ROUNDS 5
#define MOST_KEYS 200
#define PATIENCE_US (30 * G_USEC_PER_SEC)

typedef struct
{
  NadiDesk *desk;
  NadiWindow *window;
  const char *chart;
  guint patients;
  gboolean slow;             /* a bar was missed */
  struct Watch *turning;     /* turns when the session has opened */
} Bench;

/* --- clocks ------------------------------------------------------------------------------------------------------- */

/* Of a thread so far, ns: how long it ran, and how long it waited for a processor. */
typedef struct
{
  gint64 ran;
  gint64 waited;
} Spent;

/* thread's number → Spent. */
static GHashTable *
read_spent (void)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/schedstat", name);
      g_autofree char *text = NULL;
      Spent *spent = g_new0 (Spent, 1);

      if (g_file_get_contents (path, &text, NULL, NULL))
        sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &spent->ran, &spent->waited);
      g_hash_table_insert (all, g_strdup (name), spent);
    }
  return all;
}

typedef struct Watch
{
  gint64 begun;              /* µs */
  gint64 left_out;           /* ns */
  GHashTable *spent;
} Watch;

static void
watch_begin (Watch *watch)
{
  watch->left_out = 0;
  watch->spent = read_spent ();
  watch->begun = g_get_monotonic_time ();
}

/* What the main thread (ours) and the thread that worked most beside it have waited since the watch began or turned, ns. */
static void
read_waits (const Watch *watch, gint64 *ours, gint64 *worker)
{
  g_autoptr (GHashTable) now = read_spent ();
  g_autofree char *self = g_strdup_printf ("%d", getpid ());
  gint64 most = -1;
  GHashTableIter iter;
  gpointer thread, value;

  *ours = *worker = 0;
  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &thread, &value))
    {
      const Spent *old = g_hash_table_lookup (watch->spent, thread), *spent = value;
      gint64 ran = spent->ran - (old != NULL ? old->ran : 0), waited = spent->waited - (old != NULL ? old->waited : 0);

      if (g_str_equal (thread, self))
        *ours = waited;
      else if (ran > most)
        {
          most = ran;
          *worker = waited;
        }
    }
}

/* Up to here the main loop waited for a thread. */
static void
watch_turn (Watch *watch)
{
  gint64 ours, worker;

  read_waits (watch, &ours, &worker);
  watch->left_out += worker;
  g_hash_table_unref (watch->spent);
  watch->spent = read_spent ();
}

/* ms since it began. */
static double
watch_end (Watch *watch)
{
  gint64 wall = g_get_monotonic_time () - watch->begun, ours, worker;

  read_waits (watch, &ours, &worker);
  g_clear_pointer (&watch->spent, g_hash_table_unref);
  return (double) wall / 1e3 - (double) (watch->left_out + ours) / 1e6;
}

/* The same where a thread worked in between, and the main loop did nothing meanwhile. */
static double
watch_end_with_worker (Watch *watch)
{
  gint64 wall = g_get_monotonic_time () - watch->begun, ours, worker;

  read_waits (watch, &ours, &worker);
  g_clear_pointer (&watch->spent, g_hash_table_unref);
  return (double) wall / 1e3 - (double) (ours + worker) / 1e6;
}

/* --- what shows --------------------------------------------------------------------------------------------------- */

static void
settle (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
on_after_paint (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

static void
run_until (gboolean *done, const char *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!*done)
    {
      g_main_context_iteration (NULL, TRUE);
      if (g_get_monotonic_time () > end)
        g_error ("not seen: %s", what);
    }
}

/* The next frame of the window stands on the screen. */
static void
run_until_painted (GtkWidget *window)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);

  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
  run_until (&painted, "a frame");
  g_signal_handler_disconnect (clock, handler);
}

static void
mark (gboolean *done)
{
  *done = TRUE;
}

static GtkWidget *
find_below (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_below (child, type);
  return found;
}

static void
say (Bench *bench, const char *what, double *figures, gsize n, double limit)
{
  double middle = nadi_bench_median (figures, n), worst = figures[n - 1];

  g_print ("  %7u patients  %-34s %7.1f ms, at most %7.1f: %4.2f of the bar (worst %.1f)\n", bench->patients, what, middle, limit, middle / limit, worst);
  bench->slow |= middle > limit;
}

static void
say_memory (Bench *bench, const char *when)
{
  g_autofree char *text = NULL;
  guint resident = 0, share = 0;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return;
  sscanf (strstr (text, "\nRss:"), "\nRss: %u", &resident);
  sscanf (strstr (text, "\nPss:"), "\nPss: %u", &share);
  g_print ("  %7u patients  %-34s %7.1f MB resident, %.1f MB proportional\n", bench->patients, when, resident / 1024.0, share / 1024.0);
}

/* --- signing in --------------------------------------------------------------------------------------------------- */

static double
median_of_stretch (void)
{
  static const guint8 salt[16];
  double times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      Watch watch;
      g_autoptr (NadiSecret) key = NULL;

      watch_begin (&watch);
      key = nadi_passphrase_stretch (PASSPHRASE, salt, sizeof salt, &nadi_kdf_cost_default, 32, NULL);
      times[i] = watch_end (&watch);
    }
  return nadi_bench_median (times, ROUNDS);
}

/* The first that the main loop does after the session has opened; connected before the window was. */
static void
on_opened (Bench *bench)
{
  if (bench->turning != NULL)
    watch_turn (bench->turning);
  bench->turning = NULL;
}

static double
sign_in (Bench *bench)
{
  GtkWidget *entry = find_below (GTK_WIDGET (bench->window->unlock), GTK_TYPE_PASSWORD_ENTRY);
  gboolean opened = FALSE;
  double time;
  gulong handler;
  Watch watch;

  gtk_editable_set_text (GTK_EDITABLE (entry), PASSPHRASE);
  settle (200);
  handler = g_signal_connect_swapped (bench->desk, "opened", G_CALLBACK (mark), &opened);
  watch_begin (&watch);
  bench->turning = &watch;
  g_signal_emit_by_name (entry, "activate");
  run_until (&opened, "signed in");
  run_until_painted (GTK_WIDGET (bench->window));
  time = watch_end (&watch);
  g_signal_handler_disconnect (bench->desk, handler);
  return time;
}

static void
measure_sign_in (Bench *bench)
{
  double times[ROUNDS], stretch = median_of_stretch ();

  for (guint i = 0; i < ROUNDS; i++)
    {
      if (i > 0)
        {
          nadi_desk_lock (bench->desk);
          settle (1500);
        }
      times[i] = sign_in (bench);
      if (i == 0)
        {
          g_print ("  %7u patients  the first time, from the disk            %7.1f ms; key derivation alone %.1f ms\n", bench->patients, times[0], stretch);
          say_memory (bench, "memory after signing in");
        }
    }
  say (bench, "Enter to list (derivation + 300)", times, ROUNDS, stretch + 300);
}

/* --- typing ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  double found[MOST_KEYS];
  double painted[MOST_KEYS];
  guint n;
} Keys;

/* Each letter as it is typed. */
static void
type_keys (Keys *keys, GtkWidget *window, GtkWidget *entry, const char *query)
{
  for (const char *at = query; *at != '\0' && keys->n < MOST_KEYS; at = g_utf8_next_char (at))
    {
      gboolean found = FALSE;
      int end = (int) g_utf8_pointer_to_offset (query, at);
      gulong handler = g_signal_connect_data (entry, "search-changed", G_CALLBACK (mark), &found, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
      Watch one, both;

      watch_begin (&one);
      watch_begin (&both);
      gtk_editable_insert_text (GTK_EDITABLE (entry), at, (int) (g_utf8_next_char (at) - at), &end);
      run_until (&found, "found");
      keys->found[keys->n] = watch_end (&one);
      run_until_painted (window);
      keys->painted[keys->n++] = watch_end (&both);
      g_signal_handler_disconnect (entry, handler);
      settle (120);
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  settle (100);
}

static const char *const queries[] = { "sunita", "kulk mee", "s d", "98200", "4711", "सुनी", "9/5/1984", "zzz" };

static void
measure_search (Bench *bench)
{
  GtkWidget *entry = find_below (GTK_WIDGET (bench->window->patients), GTK_TYPE_SEARCH_ENTRY);
  Keys keys = { .n = 0 };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    type_keys (&keys, GTK_WIDGET (bench->window), entry, queries[i]);
  say (bench, "keystroke to result", keys.found, keys.n, 16);
  say (bench, "keystroke to painted", keys.painted, keys.n, 33);
}

static void
measure_palette (Bench *bench)
{
  double times[ROUNDS];
  Keys keys = { .n = 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      Watch watch;

      watch_begin (&watch);
      nadi_window_open_palette (bench->window);
      run_until_painted (GTK_WIDGET (bench->window->palette));
      times[i] = watch_end (&watch);
      settle (100);
      if (i == 0)
        for (guint j = 0; j < G_N_ELEMENTS (queries); j++)
          type_keys (&keys, GTK_WIDGET (bench->window->palette), find_below (GTK_WIDGET (bench->window->palette), GTK_TYPE_SEARCH_ENTRY), queries[j]);
      nadi_window_close_palette (bench->window);
      settle (100);
    }
  say (bench, "Ctrl+K to painted", times, ROUNDS, 100);
  say (bench, "its keystroke to painted", keys.painted, keys.n, 100);
}

/* --- the chart and the look for duplicates -------------------------------------------------------------------------- */

static void
measure_chart (Bench *bench)
{
  double times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      gboolean loaded = FALSE;
      gulong handler;
      GtkWidget *page;
      Watch watch;

      watch_begin (&watch);
      nadi_window_open_chart (bench->window, bench->chart);
      page = nadi_window_get_page (bench->window);
      handler = g_signal_connect_swapped (page, "loaded", G_CALLBACK (mark), &loaded);
      run_until (&loaded, "the chart");
      run_until_painted (GTK_WIDGET (bench->window));
      times[i] = watch_end_with_worker (&watch);
      g_signal_handler_disconnect (page, handler);
      settle (300);
      nadi_window_go_back (bench->window);
      settle (200);
    }
  say (bench, "chart of 1,000 records to painted", times, ROUNDS, 100);
}

static void
measure_likely (Bench *bench)
{
  static const char *const names[] = { "Sunita Kulkarni", "Meena Anil Deshpande", "Rahan", "सुनीता देशपांडे", "Ramma Sharshi" };
  double times[G_N_ELEMENTS (names) * ROUNDS];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (NadiPatient) typed = nadi_patient_new ();
      g_autoptr (GPtrArray) likely = NULL;
      Watch watch;

      nadi_person_name_set (&typed->name, names[i % G_N_ELEMENTS (names)]);
      nadi_date_parse ("1984-05-09", &typed->birth, NULL);
      typed->phone = g_strdup ("+91 98200 12345");
      watch_begin (&watch);
      likely = nadi_session_find_likely (nadi_desk_get_session (bench->desk), typed, NULL, 6);
      times[n++] = watch_end (&watch);
    }
  say (bench, "look for likely duplicates", times, n, 50);
}

int
main (int argc, char **argv)
{
  Bench bench = { .patients = argc > 3 ? (guint) atoi (argv[2]) : 0, .chart = argc > 3 ? argv[3] : NULL };

  if (argc != 4)
    return 2;
  adw_init ();
  bench.desk = nadi_desk_new (argv[1], NULL);
  g_signal_connect_swapped (bench.desk, "opened", G_CALLBACK (on_opened), &bench);
  bench.window = nadi_window_new (NULL, bench.desk);
  gtk_window_present (GTK_WINDOW (bench.window));
  settle (1000);
  measure_sign_in (&bench);
  settle (1000);
  measure_search (&bench);
  measure_palette (&bench);
  measure_chart (&bench);
  measure_likely (&bench);
  say_memory (&bench, "memory in the end");
  gtk_window_destroy (GTK_WINDOW (bench.window));
  settle (100);
  g_object_unref (bench.desk);
  return bench.slow ? 1 : 0;
}
