/* The help, in a window of its own: pages on the side, the chosen one beside them. Needs no other program. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_HELP_WINDOW (nadi_help_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiHelpWindow, nadi_help_window, NADI, HELP_WINDOW, AdwWindow)

NadiHelpWindow *nadi_help_window_new (GtkWindow *parent);
/* topic: of nadi_help_find(). */
void nadi_help_window_show_topic (NadiHelpWindow *window, const char *topic);
/* All keys of the table of actions, as GTK shows them. (transfer full), floating */
GtkWindow *nadi_help_make_shortcuts (GtkWindow *parent);
