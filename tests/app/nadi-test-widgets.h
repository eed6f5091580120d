/* What tests of widgets share: one that is shown and goes, the order of Tab, waiting for the main loop. */
#pragma once

#include <adwaita.h>

/* gtk_init, style and templates, text in a pinned locale. For main(), before g_test_add. */
void nadi_test_widgets_init (int *argc, char ***argv);

/* Makes a widget of the type, shows it in a window, draws it, and takes it down: nothing of it may be left. */
void nadi_test_widget_lives (GType type);

/* Until condition holds; fails the test after a minute. */
void nadi_test_wait (gboolean (*condition) (gpointer data), gpointer data);
/* Until the main loop has nothing left to do. */
void nadi_test_settle (void);

/* Names (gtk_buildable_get_buildable_id, or the type's name) of what Tab visits from the first on, separated by spaces. (transfer full) */
char *nadi_test_tab_order (GtkWidget *root);

/* Every widget below root that a person can act on and that has no spoken name, described; "" for none. (transfer full) */
char *nadi_test_unnamed (GtkWidget *root);
