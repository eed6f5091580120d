/* Deterministic clock and random source, and what every random source can do. */
#include "nadi-source.h"

#include <string.h>

#include "nadi-uuid.h"

char *
nadi_random_uuid (NadiRandom *random)
{
  guint8 bytes[16];
  char text[NADI_UUID_TEXT_SIZE];
  nadi_random_fill (random, bytes, sizeof bytes);
  nadi_uuid_from_random (bytes, text);
  return g_strdup (text);
}

guint64
nadi_random_below (NadiRandom *random, guint64 bound)
{
  g_return_val_if_fail (bound > 0, 0);

  /* Values from the incomplete last range would make small results likelier. */
  guint64 excess = (G_MAXUINT64 % bound + 1) % bound;
  guint64 value;
  do
    nadi_random_fill (random, (guint8 *) &value, sizeof value);
  while (GUINT64_FROM_LE (value) > G_MAXUINT64 - excess);
  return GUINT64_FROM_LE (value) % bound;
}

static gint64
fixed_clock_now (NadiClock *clock)
{
  return __atomic_load_n (&((NadiFixedClock *) clock)->time, __ATOMIC_RELAXED);
}

static gint64
fixed_clock_monotonic (NadiClock *clock)
{
  return fixed_clock_now (clock) * 1000;
}

void
nadi_fixed_clock_init (NadiFixedClock *clock, gint64 time)
{
  clock->clock.now = fixed_clock_now;
  clock->clock.monotonic = fixed_clock_monotonic;
  clock->time = time;
}

static guint64
rotate_left (guint64 value, guint bits)
{
  return value << bits | value >> (64 - bits);
}

/* xoshiro256** by Blackman and Vigna (public domain algorithm). */
static guint64
next_word (guint64 state[4])
{
  guint64 result = rotate_left (state[1] * 5, 7) * 9;
  guint64 shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate_left (state[3], 45);
  return result;
}

static void
seeded_random_fill (NadiRandom *random, guint8 *buffer, gsize length)
{
  NadiSeededRandom *self = (NadiSeededRandom *) random;
  g_mutex_lock (&self->lock);
  while (length > 0)
    {
      guint64 word = GUINT64_TO_LE (next_word (self->state));
      gsize part = MIN (length, sizeof word);
      memcpy (buffer, &word, part);
      buffer += part;
      length -= part;
    }
  g_mutex_unlock (&self->lock);
}

void
nadi_seeded_random_init (NadiSeededRandom *random, guint64 seed)
{
  random->random.fill = seeded_random_fill;
  g_mutex_init (&random->lock);
  /* SplitMix64, as its authors advise for filling the state: it is never all zero. */
  for (guint i = 0; i < G_N_ELEMENTS (random->state); i++)
    {
      seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      guint64 z = seed;
      z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      random->state[i] = z ^ z >> 31;
    }
}
