/* The workstation's window: locked, it shows the unlock page; open, the pages of the person's role, with the header that says what
 * is saved. It connects the pages to one another; what they do is theirs. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_WINDOW (nadi_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiWindow, nadi_window, NADI, WINDOW, AdwApplicationWindow)

NadiWindow *nadi_window_new (GtkApplication *application, NadiDesk *desk);
NadiDesk *nadi_window_get_desk (NadiWindow *window);
/* id or number; opens the chart as soon as somebody has signed in. */
void nadi_window_show_patient (NadiWindow *window, const char *patient);
