/* Clock and random source, handed over at construction so that a whole network can run in one process
 * under a virtual clock from a seed. Both may be used from any thread. */
#pragma once

#include <glib.h>

typedef struct _NadiClock NadiClock;
struct _NadiClock
{
  gint64 (*now) (NadiClock *clock);       /* Unix time in milliseconds */
  gint64 (*monotonic) (NadiClock *clock); /* microseconds, never goes back */
};

static inline gint64
nadi_clock_now (NadiClock *clock)
{
  return clock->now (clock);
}

static inline gint64
nadi_clock_monotonic (NadiClock *clock)
{
  return clock->monotonic (clock);
}

typedef struct _NadiRandom NadiRandom;
struct _NadiRandom
{
  void (*fill) (NadiRandom *random, guint8 *buffer, gsize length); /* never fails: aborts instead */
};

static inline void
nadi_random_fill (NadiRandom *random, guint8 *buffer, gsize length)
{
  random->fill (random, buffer, length);
}

/* A new version 4 UUID. */
char *nadi_random_uuid (NadiRandom *random);

/* Deterministic sources for tests, the simulator and the demo generator. */
typedef struct
{
  NadiClock clock;
  gint64 time;      /* ms */
} NadiFixedClock;
void nadi_fixed_clock_init (NadiFixedClock *clock, gint64 time);

typedef struct
{
  NadiRandom random;
  guint64 state[4]; /* xoshiro256** */
  GMutex lock;
} NadiSeededRandom;
void nadi_seeded_random_init (NadiSeededRandom *random, guint64 seed); /* not for keys of real people */
/* Uniform in 0 … bound - 1. */
guint64 nadi_random_below (NadiRandom *random, guint64 bound);
