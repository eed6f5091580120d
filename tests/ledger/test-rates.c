/* Token buckets and the memory for nonces, under a clock that stands until it is moved. */
#include "nadi-nonces.h"
#include "nadi-rates.h"

typedef struct
{
  NadiClock clock;
  gint64 time;
} HandClock;

static gint64
hand_clock_monotonic (NadiClock *clock)
{
  return ((HandClock *) clock)->time;
}

static void
test_bucket (void)
{
  HandClock clock = { { NULL, hand_clock_monotonic }, 1000000 };
  g_autoptr (NadiRates) rates = nadi_rates_new (10, 5, &clock.clock);
  guint wait = 99;

  for (guint i = 0; i < 5; i++)
    {
      g_assert_true (nadi_rates_allows (rates, "a"));
      g_assert_true (nadi_rates_take (rates, "a", &wait));
      g_assert_cmpuint (wait, ==, 0);
    }
  g_assert_false (nadi_rates_allows (rates, "a"));
  g_assert_false (nadi_rates_take (rates, "a", &wait));
  g_assert_cmpuint (wait, ==, 1);
  g_assert_true (nadi_rates_take (rates, "b", NULL)); /* another's bucket */
  clock.time += 99999;
  g_assert_false (nadi_rates_take (rates, "a", NULL));
  clock.time += 1;
  g_assert_true (nadi_rates_take (rates, "a", NULL));
  g_assert_false (nadi_rates_take (rates, "a", NULL));
  clock.time += G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC; /* fills up, and no further */
  for (guint i = 0; i < 5; i++)
    g_assert_true (nadi_rates_take (rates, "a", NULL));
  g_assert_false (nadi_rates_take (rates, "a", NULL));
}

static void
test_many_names (void)
{
  HandClock clock = { { NULL, hand_clock_monotonic }, 1000000 };
  g_autoptr (NadiRates) rates = nadi_rates_new (1, 1, &clock.clock);

  g_assert_true (nadi_rates_take (rates, "victim", NULL));
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_assert_true (nadi_rates_take (rates, name, NULL));
    }
  g_assert_false (nadi_rates_take (rates, "victim", NULL)); /* an empty bucket is not swept away */
}

static void
test_nonces (void)
{
  g_autoptr (NadiNonces) nonces = nadi_nonces_new ();

  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "n", 1000), ==, NADI_NONCE_FRESH);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "n", 1000), ==, NADI_NONCE_SEEN);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "m", 1000), ==, NADI_NONCE_FRESH);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/c", "n", 1000), ==, NADI_NONCE_FRESH);
  /* Signed 300 s ahead of the service's clock, it is young for 600 s. */
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "n", 1000 + 2 * NADI_NONCES_WINDOW), ==, NADI_NONCE_SEEN);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "n", 1001 + 2 * NADI_NONCES_WINDOW), ==, NADI_NONCE_FRESH);
}

static void
test_too_many_nonces (void)
{
  g_autoptr (NadiNonces) nonces = nadi_nonces_new ();

  for (guint i = 0; i < NADI_NONCES_MAX; i++)
    {
      char nonce[16];

      g_snprintf (nonce, sizeof nonce, "%u", i);
      if (nadi_nonces_take (nonces, "a/b", nonce, 1000) != NADI_NONCE_FRESH)
        g_assert_not_reached ();
    }
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "one more", 1000), ==, NADI_NONCE_FULL);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "0", 1000), ==, NADI_NONCE_SEEN);
  g_assert_cmpint (nadi_nonces_take (nonces, "a/b", "one more", 2000), ==, NADI_NONCE_FRESH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rates/bucket", test_bucket);
  g_test_add_func ("/rates/many-names", test_many_names);
  g_test_add_func ("/nonces/window", test_nonces);
  g_test_add_func ("/nonces/too-many", test_too_many_nonces);
  return g_test_run ();
}
