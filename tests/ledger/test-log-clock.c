/* A service whose clock jumps ahead of its validators' makes no block: it could never be cosigned, nor any after it. */
#include "nadi-store-memory.h"
#include "nadi-test-log.h"

#define SECONDS (NADI_TEST_TIME / 1000)
#define MINUTE 60000
#define MONTH (G_GINT64_CONSTANT (30) * 24 * 60 * MINUTE)
#define YEAR (G_GINT64_CONSTANT (365) * 24 * 60 * MINUTE)

/* A wall clock that can be set without time passing. */
typedef struct
{
  NadiClock clock;
  gint64 time;
  gint64 passed;             /* ms */
} SetClock;

static gint64
set_clock_now (NadiClock *clock)
{
  return ((SetClock *) clock)->time + ((SetClock *) clock)->passed;
}

static gint64
set_clock_monotonic (NadiClock *clock)
{
  return ((SetClock *) clock)->passed * 1000;
}

static NadiLog *
open_log (NadiTestLog *test, SetClock *clock)
{
  g_autoptr (GError) error = NULL;
  NadiLogOptions options;
  NadiLog *log;

  nadi_test_log_options (test, &options);
  options.clock = &clock->clock;
  log = nadi_log_open (&options, NULL, NULL, &error);
  g_assert_no_error (error);
  return log;
}

/* Whether the log takes a record. */
static gboolean
takes (NadiTestLog *test)
{
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0);
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_submit (test, &event, 1, &answer);
  if (answer.error == NULL)
    {
      g_assert_no_error (answer.errors[0]);
      return TRUE;
    }
  g_assert_error (answer.error, NADI_LOG_ERROR, NADI_LOG_ERROR_CLOCK);
  return FALSE;
}

static void
renew (NadiTestLog *test, gint64 seconds)
{
  nadi_test_log_finalise (test, 4, seconds);
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (NadiView) view = nadi_log_view (test->log);

      if (nadi_view_freshness (view) == seconds)
        return;
      g_usleep (1000);
    }
  g_assert_not_reached ();
}

static guint64
size_of (NadiTestLog *test)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log);

  return nadi_view_admitted_size (view);
}

static void
test_ahead (void)
{
  SetClock clock = { { set_clock_now, set_clock_monotonic }, NADI_TEST_TIME, 0 };
  g_autoptr (NadiTestLog) test = nadi_test_log_new (51, nadi_store_memory_new ());
  guint64 size;

  test->log = open_log (test, &clock);
  nadi_test_log_set_up (test); /* no quorum has told a time yet: there is nothing to compare with */
  renew (test, SECONDS);
  g_assert_true (takes (test));
  size = size_of (test);
  clock.time += YEAR;
  g_assert_false (takes (test));
  clock.time -= YEAR - MINUTE - 1;
  g_assert_false (takes (test));
  g_assert_cmpuint (size_of (test), ==, size);
  clock.time -= MINUTE + 1;
  g_assert_true (takes (test));
  clock.passed += 60 * MINUTE; /* validators are away for an hour that the monotonic clock has seen too */
  g_assert_true (takes (test));
  clock.time += MINUTE;
  g_assert_true (takes (test));
  clock.time += 1;
  g_assert_false (takes (test));
  renew (test, SECONDS + 3662);
  g_assert_true (takes (test));
  clock.time -= YEAR; /* behind: blocks are dated after their predecessors in any case */
  g_assert_true (takes (test));
}

/* What was stored tells the time before the pause: until a quorum has told it again, nothing is dated. */
static void
test_start (void)
{
  SetClock clock = { { set_clock_now, set_clock_monotonic }, NADI_TEST_TIME, 0 };
  g_autoptr (NadiTestLog) test = nadi_test_log_new (52, nadi_store_memory_new ());

  test->log = open_log (test, &clock);
  nadi_test_log_set_up (test);
  renew (test, SECONDS);
  nadi_test_log_close (test);
  clock.time += MINUTE / 2;
  test->log = open_log (test, &clock);
  g_assert_true (takes (test));
  nadi_test_log_close (test);
  clock.time += MONTH;
  test->log = open_log (test, &clock);
  g_assert_false (takes (test));
  renew (test, SECONDS + 30);
  g_assert_false (takes (test));
  renew (test, (NADI_TEST_TIME + MONTH) / 1000 + 30);
  g_assert_true (takes (test));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-clock/ahead", test_ahead);
  g_test_add_func ("/log-clock/start", test_start);
  return g_test_run ();
}
