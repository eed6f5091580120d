/* Whether anybody still sits in front of the windows: keys, pointer and touch in any window of the program count. By the desk's clock, so
 * that a computer that slept has been idle meanwhile.
 *
 * Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "nadi-desk.h"

#define NADI_TYPE_IDLE (nadi_idle_get_type ())
G_DECLARE_FINAL_TYPE (NadiIdle, nadi_idle, NADI, IDLE, GObject)

#define NADI_IDLE_WARNING 30 /* seconds */

/* Signals:
 *   warn (guint seconds)   so many are left; every second, from NADI_IDLE_WARNING down
 *   stay                   somebody is there after all, after a warning
 *   idle                   nobody is */

NadiIdle *nadi_idle_new (NadiDesk *desk);
/* minutes 0: never. Counts from now. */
void nadi_idle_start (NadiIdle *idle, guint minutes);
void nadi_idle_stop (NadiIdle *idle);
/* As if a key had been pressed. */
void nadi_idle_touch (NadiIdle *idle);
/* What the timer does each time; for tests with a clock of their own. */
void nadi_idle_check (NadiIdle *idle);
