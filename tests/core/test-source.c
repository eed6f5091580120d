/* Deterministic clock and random source. */
#include "nadi-source.h"

#include <string.h>

#include "nadi-uuid.h"

static void
test_clock (void)
{
  NadiFixedClock clock;
  nadi_fixed_clock_init (&clock, 1700000000123);
  g_assert_cmpint (nadi_clock_now (&clock.clock), ==, 1700000000123);
  gint64 before = nadi_clock_monotonic (&clock.clock);
  clock.time += 5;
  g_assert_cmpint (nadi_clock_now (&clock.clock), ==, 1700000000128);
  g_assert_cmpint (nadi_clock_monotonic (&clock.clock) - before, ==, 5000);
}

static void
test_seeded (void)
{
  NadiSeededRandom one, same, other;
  guint8 a[41], b[41], c[41];
  nadi_seeded_random_init (&one, 7);
  nadi_seeded_random_init (&same, 7);
  nadi_seeded_random_init (&other, 8);
  nadi_random_fill (&one.random, a, sizeof a);
  nadi_random_fill (&same.random, b, sizeof b);
  nadi_random_fill (&other.random, c, sizeof c);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  g_assert_true (memcmp (a, c, sizeof a) != 0);
}

/* xoshiro256** with the state 1, 2, 3, 4: the first words of the authors' C code. */
static void
test_generator (void)
{
  static const guint64 expected[] = { 11520, 0, 1509978240, G_GUINT64_CONSTANT (1215971899390074240) };
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 0);
  for (guint64 i = 0; i < 4; i++)
    random.state[i] = i + 1;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint64 word;
      nadi_random_fill (&random.random, (guint8 *) &word, sizeof word);
      g_assert_cmpuint (GUINT64_FROM_LE (word), ==, expected[i]);
    }
}

static void
test_below (void)
{
  NadiSeededRandom random;
  guint seen[6] = { 0 };
  nadi_seeded_random_init (&random, 1);
  for (guint i = 0; i < 6000; i++)
    {
      guint64 value = nadi_random_below (&random.random, 6);
      g_assert_cmpuint (value, <, 6);
      seen[value]++;
    }
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (seen[i], >, 800);
  g_assert_cmpuint (nadi_random_below (&random.random, 1), ==, 0);
}

/* A source whose first word lies in the incomplete last range must be asked again. */
static void
fill_high_then_low (NadiRandom *random, guint8 *buffer, gsize length)
{
  NadiSeededRandom *self = (NadiSeededRandom *) random;
  memset (buffer, self->state[0]++ == 0 ? 0xff : 0, length);
}

static void
test_below_rejects (void)
{
  NadiSeededRandom random = { .random.fill = fill_high_then_low };
  g_assert_cmpuint (nadi_random_below (&random.random, 10), ==, 0);
  g_assert_cmpuint (random.state[0], ==, 2);
}

static void
test_uuid (void)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 1);
  g_autofree char *one = nadi_random_uuid (&random.random);
  g_autofree char *other = nadi_random_uuid (&random.random);
  g_assert_true (nadi_uuid_valid (one));
  g_assert_cmpint (one[14], ==, '4');
  g_assert_cmpstr (one, !=, other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/clock", test_clock);
  g_test_add_func ("/source/seeded", test_seeded);
  g_test_add_func ("/source/generator", test_generator);
  g_test_add_func ("/source/below", test_below);
  g_test_add_func ("/source/below-rejects", test_below_rejects);
  g_test_add_func ("/source/uuid", test_uuid);
  return g_test_run ();
}
