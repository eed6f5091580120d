/* How many events a second the log takes (signatures, contract, state map, SQLite on disk), against what one core can verify;
 * and how long one event takes to be admitted. NADI_BENCH_EVENTS, NADI_BENCH_FOLDER. */
#include <glib/gstdio.h>

#include "nadi-bench.h"
#include "nadi-store-sqlite.h"
#include "nadi-system-clock.h"
#include "nadi-test-log.h"

#define SUBMISSION 64
#define OUTSTANDING 4 /* submissions of one sender on their way */
#define PROBES 400
#define RUNS 3

typedef struct
{
  NadiTestLog *test;
  GPtrArray *events;
  guint from, until;         /* in events */
  gint64 pause_us;           /* between submissions */
  GMutex mutex;
  GCond cond;
  guint outstanding;
} Sender;

static double
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e6;
}

/* --- the log ---------------------------------------------------------------------------------------------------------- */

static NadiTestLog *
start (const char *folder, guint run)
{
  g_autofree char *name = g_strdup_printf ("bench-%d-%u.db", (int) getpid (), run);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  NadiStore *store = nadi_store_sqlite_open (path, NULL, &error);
  NadiTestLog *test;

  g_assert_no_error (error);
  test = nadi_test_log_new (run + 1, store);
  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  return test;
}

static void
finish (NadiTestLog *test, const char *folder, guint run)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  nadi_test_log_free (test);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("bench-%d-%u.db%s", (int) getpid (), run, endings[i]);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
}

/* The first half by two organisations' doctors in turn, the second by the two others'. */
static GPtrArray *
make_events (NadiTestLog *test, guint n)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (events, nadi_test_log_record (test, (i < n / 2 ? 0 : 2) + i % 2));
  return events;
}

/* --- throughput ------------------------------------------------------------------------------------------------------- */

static void
on_done (const NadiLogResult *results, guint n_results, const GError *error, gpointer user_data)
{
  Sender *sender = user_data;

  g_assert_no_error (error);
  for (guint i = 0; i < n_results; i++)
    g_assert_no_error (results[i].error);
  g_mutex_lock (&sender->mutex);
  sender->outstanding--;
  g_cond_signal (&sender->cond);
  g_mutex_unlock (&sender->mutex);
}

static void
wait_below (Sender *sender, guint limit)
{
  g_mutex_lock (&sender->mutex);
  while (sender->outstanding >= limit)
    g_cond_wait (&sender->cond, &sender->mutex);
  sender->outstanding++;
  g_mutex_unlock (&sender->mutex);
}

static gpointer
send_events (gpointer user_data)
{
  Sender *sender = user_data;

  for (guint i = sender->from; i < sender->until; i += SUBMISSION)
    {
      guint n = MIN (SUBMISSION, sender->until - i);
      g_autoptr (NadiView) view = nadi_log_view (sender->test->log);
      NadiLogItem items[SUBMISSION];

      for (guint k = 0; k < n; k++)
        {
          gsize length;
          const char *text = g_bytes_get_data (nadi_event_bytes (g_ptr_array_index (sender->events, i + k)), &length);

          nadi_log_prepare (view, text, length, &items[k]);
        }
      wait_below (sender, OUTSTANDING);
      nadi_log_submit (sender->test->log, items, n, on_done, sender);
      if (sender->pause_us > 0)
        g_usleep ((gulong) sender->pause_us);
    }
  wait_below (sender, 1);
  return NULL;
}

static void
sender_init (Sender *sender, NadiTestLog *test, GPtrArray *events, guint from, guint until)
{
  *sender = (Sender) { .test = test, .events = events, .from = from, .until = until };
  g_mutex_init (&sender->mutex);
  g_cond_init (&sender->cond);
}

static double
throughput (NadiTestLog *test, GPtrArray *events, guint n_senders)
{
  Sender senders[2];
  GThread *threads[2];
  guint share = events->len / n_senders;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n_senders; i++)
    {
      sender_init (&senders[i], test, events, i * share, (i + 1) * share);
      threads[i] = g_thread_new ("sender", send_events, &senders[i]);
    }
  for (guint i = 0; i < n_senders; i++)
    g_thread_join (threads[i]);
  return n_senders * share / seconds_since (begin);
}

static double
verify_rate (GPtrArray *events, const NadiVerifyKey keys[2])
{
  guint n = MIN (events->len / 2, 4000);
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    g_assert_true (nadi_event_verify (g_ptr_array_index (events, i), &keys[i % 2], NULL));
  return n / seconds_since (begin);
}

static double
bench_throughput (const char *folder, guint n_events, guint n_senders, double *verify)
{
  double rates[RUNS], verified[RUNS];

  for (guint run = 0; run < RUNS; run++)
    {
      NadiTestLog *test = start (folder, run);
      g_autoptr (GPtrArray) events = make_events (test, n_events);
      NadiVerifyKey keys[2];

      for (guint i = 0; i < 2; i++)
        keys[i] = *nadi_signing_key_public (test->people->orgs[i].doctor->key);
      verified[run] = verify_rate (events, keys);
      rates[run] = throughput (test, events, n_senders);
      finish (test, folder, run);
    }
  *verify = nadi_bench_median (verified, RUNS);
  return nadi_bench_median (rates, RUNS);
}

/* --- start and check -------------------------------------------------------------------------------------------------- */

static void
on_found (const char *sentence, gpointer user_data)
{
  g_error ("%s", sentence);
}

static void
bench_start (const char *folder, guint n_events)
{
  NadiTestLog *test = start (folder, RUNS + 1);
  g_autoptr (GPtrArray) events = make_events (test, n_events);
  g_autoptr (GError) error = NULL;
  gint64 begin;

  throughput (test, events, 2);
  nadi_test_log_close (test);
  begin = g_get_monotonic_time ();
  nadi_test_log_open (test);
  g_print ("log: start, entries read back             %8.0f /s\n", n_events / seconds_since (begin));
  nadi_test_log_close (test);
  begin = g_get_monotonic_time ();
  g_assert_cmpint (nadi_log_check (test->store, NULL, test->network, NULL, on_found, NULL, &error), ==, 0);
  g_print ("log: fsck, with every signature           %8.0f /s\n", n_events / seconds_since (begin));
  finish (test, folder, RUNS + 1);
}

/* --- latency ---------------------------------------------------------------------------------------------------------- */

static void
probe (NadiTestLog *test, GPtrArray *probes, const char *what)
{
  g_autofree double *times = g_new (double, probes->len);
  double middle;

  for (guint i = 0; i < probes->len; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      nadi_test_log_admit (test, nadi_event_ref (g_ptr_array_index (probes, i)));
      times[i] = seconds_since (begin) * 1000;
      g_usleep (3000);
    }
  middle = nadi_bench_median (times, probes->len);
  g_print ("log: admitted, %-18s p50 %8.2f ms   p99 %8.2f ms\n", what, middle, times[probes->len * 99 / 100]);
}

static GPtrArray *
make_probes (NadiTestLog *test)
{
  GPtrArray *probes = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);

  for (guint i = 0; i < PROBES; i++)
    g_ptr_array_add (probes, nadi_test_log_record (test, 3));
  return probes;
}

static void
bench_latency (const char *folder, double rate)
{
  NadiTestLog *test = start (folder, RUNS);
  g_autoptr (GPtrArray) idle = make_probes (test), loaded = make_probes (test);
  g_autoptr (GPtrArray) events = make_events (test, 2 * (guint) (rate / 2 * PROBES * 0.02 / 64 + 1) * 64);
  Sender sender;
  GThread *thread;

  probe (test, idle, "idle");
  /* The first half is by others than the one who probes. */
  sender_init (&sender, test, events, 0, events->len / 2);
  sender.pause_us = (gint64) (1e6 * SUBMISSION / (rate / 2)) - (gint64) (1e6 * SUBMISSION / rate);
  thread = g_thread_new ("sender", send_events, &sender);
  probe (test, loaded, "half load");
  g_thread_join (thread);
  finish (test, folder, RUNS);
}

int
main (void)
{
  const char *folder = g_getenv ("NADI_BENCH_FOLDER"), *count = g_getenv ("NADI_BENCH_EVENTS");
  guint n_events = count != NULL ? (guint) g_ascii_strtoull (count, NULL, 10) : 20000;
  double verify, one, two;

  folder = folder != NULL ? folder : ".";
  one = bench_throughput (folder, n_events, 1, &verify);
  g_print ("log: Ed25519 of events, one core          %8.0f /s\n", verify);
  g_print ("log: admitted, one verifying thread       %8.0f /s   %5.1f %% of that\n", one, 100 * one / verify);
  two = bench_throughput (folder, n_events, 2, &verify);
  g_print ("log: admitted, two verifying threads      %8.0f /s   %5.1f %% of %.0f /s\n", two, 100 * two / verify, verify);
  bench_start (folder, n_events);
  bench_latency (folder, MAX (one, two));
  return 0;
}
