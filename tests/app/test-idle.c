/* Idle time by a clock of the test's own: warned of, taken back, and over. */
#include "nadi-idle.h"
#include "nadi-test-widgets.h"

typedef struct
{
  NadiFixedClock clock;
  NadiDesk *desk;
  NadiIdle *idle;
  guint left, stays, idles;
} Fixture;

static void
on_warn (Fixture *fixture, guint seconds)
{
  fixture->left = seconds;
}

static void
on_stay (Fixture *fixture)
{
  fixture->stays++;
}

static void
on_idle (Fixture *fixture)
{
  fixture->idles++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiSessionOptions options = { .clock = &fixture->clock.clock };

  nadi_fixed_clock_init (&fixture->clock, 1000000000);
  fixture->desk = nadi_desk_new ("no-such-profile", &options);
  fixture->idle = nadi_idle_new (fixture->desk);
  g_signal_connect_swapped (fixture->idle, "warn", G_CALLBACK (on_warn), fixture);
  g_signal_connect_swapped (fixture->idle, "stay", G_CALLBACK (on_stay), fixture);
  g_signal_connect_swapped (fixture->idle, "idle", G_CALLBACK (on_idle), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->idle);
  g_assert_finalize_object (fixture->desk);
}

static void
after (Fixture *fixture, gint64 seconds)
{
  fixture->clock.time += seconds * 1000;
  nadi_idle_check (fixture->idle);
}

static void
test_warns_and_ends (Fixture *fixture, gconstpointer data)
{
  nadi_idle_start (fixture->idle, 1);
  after (fixture, 29);
  g_assert_cmpuint (fixture->left, ==, 0);
  after (fixture, 1);
  g_assert_cmpuint (fixture->left, ==, 30);
  after (fixture, 20);
  g_assert_cmpuint (fixture->left, ==, 10);
  g_assert_cmpuint (fixture->idles, ==, 0);
  after (fixture, 10);
  g_assert_cmpuint (fixture->idles, ==, 1);
  after (fixture, 100);
  g_assert_cmpuint (fixture->idles, ==, 1);
  g_assert_cmpuint (fixture->stays, ==, 0);
}

static void
test_stays (Fixture *fixture, gconstpointer data)
{
  nadi_idle_start (fixture->idle, 1);
  after (fixture, 40);
  nadi_idle_touch (fixture->idle);
  g_assert_cmpuint (fixture->stays, ==, 1);
  after (fixture, 59);
  g_assert_cmpuint (fixture->idles, ==, 0);
  nadi_idle_touch (fixture->idle);
  nadi_idle_touch (fixture->idle);
  g_assert_cmpuint (fixture->stays, ==, 2);
}

/* Slept: there was no time to warn. Set back: nobody is thrown out, and the count begins anew. */
static void
test_clock_jumps (Fixture *fixture, gconstpointer data)
{
  nadi_idle_start (fixture->idle, 5);
  after (fixture, -86400);
  after (fixture, 200);
  g_assert_cmpuint (fixture->idles, ==, 0);
  after (fixture, 8 * 3600);
  g_assert_cmpuint (fixture->idles, ==, 1);
}

static void
test_never (Fixture *fixture, gconstpointer data)
{
  nadi_idle_start (fixture->idle, 0);
  after (fixture, 86400);
  nadi_idle_start (fixture->idle, 1);
  nadi_idle_stop (fixture->idle);
  after (fixture, 86400);
  g_assert_cmpuint (fixture->idles, ==, 0);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add ("/idle/warns-and-ends", Fixture, NULL, set_up, test_warns_and_ends, tear_down);
  g_test_add ("/idle/stays", Fixture, NULL, set_up, test_stays, tear_down);
  g_test_add ("/idle/clock-jumps", Fixture, NULL, set_up, test_clock_jumps, tear_down);
  g_test_add ("/idle/never", Fixture, NULL, set_up, test_never, tear_down);
  return g_test_run ();
}
