/* From a durable block to a final one: cosignatures, quorum, who hears of it, and what a restart keeps. */
#include "nadi-test-log.h"

#include "nadi-test.h"

#define SECONDS (NADI_TEST_TIME / 1000)

static void
test_quorum (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (7);
  g_autoptr (NadiView) view = NULL, later = NULL, last = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = nadi_test_log_cosign (test, 3, SECONDS + 9), *early = NULL, *broken = NULL;
  guint64 size;

  nadi_test_log_finalise (test, 2, SECONDS);
  /* The same two again are not three. */
  nadi_test_log_finalise (test, 2, SECONDS + 1);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  view = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (view), ==, 0);
  size = nadi_view_admitted_size (view) - 2;
  broken = g_strdup (line);
  broken[strlen (broken) - 8] ^= 1;
  g_assert_false (nadi_log_add_cosignature (test->log, size, broken, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size, "nonsense\n", &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size + 2, line, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size + 1, line, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  /* An older block than the newest becomes final. */
  g_assert_true (nadi_log_add_cosignature (test->log, size, line, &error));
  nadi_test_log_wait_final (test, size);
  later = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (later), ==, size);
  g_assert_cmpint (nadi_view_freshness (later), ==, SECONDS + 1);
  nadi_test_log_finalise (test, 3, SECONDS + 20);
  last = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (last), ==, size + 2);
  g_assert_cmpint (nadi_view_freshness (last), ==, SECONDS + 20);
  g_assert_cmpstr (nadi_view_checkpoint (last), ==, nadi_view_admitted_checkpoint (last));
  /* What was final before is nobody's business any more. */
  early = nadi_test_log_cosign (test, 3, SECONDS + 30);
  g_assert_false (nadi_log_add_cosignature (test->log, size, early, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
}

typedef struct
{
  gint admitted;
  gint final;
  gint renewed;
  GMutex mutex;
  GPtrArray *streams;
} Heard;

static void
on_admitted (NadiView *view, gpointer user_data)
{
  g_atomic_int_inc (&((Heard *) user_data)->admitted);
}

static void
on_final (NadiView *view, const char *const *streams, gpointer user_data)
{
  Heard *heard = user_data;

  g_mutex_lock (&heard->mutex);
  for (guint i = 0; streams[i] != NULL; i++)
    g_ptr_array_add (heard->streams, g_strdup (streams[i]));
  g_mutex_unlock (&heard->mutex);
  g_atomic_int_inc (streams[0] != NULL ? &heard->final : &heard->renewed);
}

static void
wait_for (gint *counter, gint value)
{
  for (guint i = 0; g_atomic_int_get (counter) < value; i++)
    {
      g_assert_cmpuint (i, <, 20000);
      g_usleep (500);
    }
}

static gboolean
heard_of (Heard *heard, const char *prefix, const char *id)
{
  g_autofree char *stream = g_strconcat (prefix, id, NULL);

  return g_ptr_array_find_with_equal_func (heard->streams, stream, g_str_equal, NULL);
}

static void
test_listeners (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (8);
  Heard heard = { .streams = g_ptr_array_new_with_free_func (g_free) };
  const NadiLogListener listener = { on_admitted, on_final };
  guint id;

  g_mutex_init (&heard.mutex);
  nadi_test_log_finalise (test, 3, SECONDS);
  /* Answered after the listeners of what came before. */
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  id = nadi_log_listen (test->log, &listener, &heard);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  nadi_test_log_admit (test, nadi_test_log_record (test, 2));
  wait_for (&heard.admitted, 2);
  g_assert_cmpint (g_atomic_int_get (&heard.final), ==, 0);
  nadi_test_log_finalise (test, 3, SECONDS + 5);
  wait_for (&heard.final, 1);
  g_mutex_lock (&heard.mutex);
  g_assert_true (heard_of (&heard, "h:", test->shelves[0]));
  g_assert_true (heard_of (&heard, "h:", test->shelves[2]));
  g_assert_true (heard_of (&heard, "o:", test->people->orgs[2].id));
  g_assert_false (heard_of (&heard, "h:", test->shelves[1]));
  g_mutex_unlock (&heard.mutex);
  nadi_test_log_finalise (test, 4, SECONDS + 60);
  wait_for (&heard.renewed, 1);
  nadi_log_unlisten (test->log, id);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  g_assert_cmpint (g_atomic_int_get (&heard.admitted), ==, 2);
  g_ptr_array_unref (heard.streams);
  g_mutex_clear (&heard.mutex);
}

/* Closed and opened again: the same heads, the same answers, and it goes on. */
static void
test_reopen (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (9);
  g_autoptr (NadiView) before = NULL, after = NULL;
  g_autofree char *receipt = NULL, *again = NULL;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0);
  g_autoptr (GError) error = NULL;
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_admit (test, nadi_event_ref (event));
  nadi_test_log_finalise (test, 4, SECONDS);
  nadi_test_log_admit (test, nadi_test_log_record (test, 1));
  nadi_test_log_finalise (test, 2, SECONDS + 1);
  before = nadi_log_view (test->log);
  receipt = nadi_view_receipt (before, nadi_event_id (event), &error);
  g_assert_no_error (error);
  nadi_test_log_close (test);
  nadi_test_log_open (test);
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (after), ==, nadi_view_size (before));
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
  g_assert_cmpstr (nadi_view_admitted_checkpoint (after), ==, nadi_view_admitted_checkpoint (before));
  g_assert_cmpstr (nadi_view_checkpoint (after), ==, nadi_view_checkpoint (before));
  again = nadi_view_receipt (after, nadi_event_id (event), &error);
  g_assert_cmpstr (receipt, ==, again);
  nadi_test_log_submit (test, &event, 1, &answer);
  g_assert_no_error (answer.errors[0]);
  nadi_test_log_admit (test, nadi_test_log_record (test, 2));
  nadi_test_log_finalise (test, 3, SECONDS + 2);
}

/* The validators are away for more blocks than heads are kept: what was final stays so, over a restart too, and when they are back
 * nothing that changed meanwhile is forgotten. */
static void
test_long_absence (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (15);
  Heard heard = { .streams = g_ptr_array_new_with_free_func (g_free) };
  const NadiLogListener listener = { NULL, on_final };
  g_autoptr (NadiView) before = NULL, after = NULL, last = NULL;
  guint id;

  g_mutex_init (&heard.mutex);
  nadi_test_log_finalise (test, 3, SECONDS);
  nadi_test_log_admit (test, nadi_test_log_record (test, 3));
  before = nadi_log_view (test->log);
  id = nadi_log_listen (test->log, &listener, &heard);
  for (guint i = 0; i < 1100; i++)
    nadi_test_log_admit (test, nadi_test_log_record (test, i % 3));
  nadi_test_log_finalise (test, 3, SECONDS + 1);
  wait_for (&heard.final, 1);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    g_assert_true (heard_of (&heard, "h:", test->shelves[i]));
  nadi_log_unlisten (test->log, id);
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (after), ==, nadi_view_admitted_size (before) + 2 * 1100);

  for (guint i = 0; i < 1100; i++)
    nadi_test_log_admit (test, nadi_test_log_record (test, i % 3));
  nadi_test_log_close (test);
  nadi_test_log_open (test);
  last = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (last), ==, nadi_view_size (after));
  g_assert_cmpuint (nadi_view_admitted_size (last), ==, nadi_view_size (after) + 2 * 1100);
  nadi_test_log_finalise (test, 3, SECONDS + 2);
  g_ptr_array_unref (heard.streams);
  g_mutex_clear (&heard.mutex);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-final/quorum", test_quorum);
  g_test_add_func ("/log-final/listeners", test_listeners);
  g_test_add_func ("/log-final/reopen", test_reopen);
  g_test_add_func ("/log-final/long-absence", test_long_absence);
  return g_test_run ();
}
