/* Staff and devices, for administrators: who works here, who is invited; whoever used a code is admitted while the window is open.
 *
 * Main thread only. */
#pragma once

#include "nadi-desk.h"

#include <adwaita.h>

#define NADI_TYPE_STAFF_WINDOW (nadi_staff_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiStaffWindow, nadi_staff_window, NADI, STAFF_WINDOW, AdwWindow)

/* The desk is open. */
NadiStaffWindow *nadi_staff_window_new (GtkWindow *parent, NadiDesk *desk);
