/* The clock of the machine, behind the interface that everyone takes. */
#include "nadi-system-clock.h"

static gint64
system_now (NadiClock *clock)
{
  return g_get_real_time () / 1000;
}

static gint64
system_monotonic (NadiClock *clock)
{
  return g_get_monotonic_time ();
}

static NadiClock system_clock = { system_now, system_monotonic };

NadiClock *
nadi_system_clock (void)
{
  return &system_clock;
}
