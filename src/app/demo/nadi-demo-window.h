/* "Who do you want to be?": makes or starts the demo, then lists who can be played. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_DEMO_WINDOW (nadi_demo_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiDemoWindow, nadi_demo_window, NADI, DEMO_WINDOW, AdwApplicationWindow)

/* Signal: chosen (const char *folder, const char *passphrase) — of the person's profile. */

/* ledger, ctl: paths of the programs; NULL when they are not installed, which the window says. reset: throws the old demo away. */
NadiDemoWindow *nadi_demo_window_new (GtkApplication *application, const char *ledger, const char *ctl, gboolean reset);
