/* What tests of widgets share: one that is shown and goes, finding what is in it, the order of Tab, waiting for the main loop. */
#pragma once

#include <adwaita.h>

/* gtk_init, style and templates, text in a pinned locale. For main(), before g_test_add. */
void nadi_test_widgets_init (int *argc, char ***argv);

/* For g_test_add_data_func(), with a widget's get_type function: makes one, shows it in a window, draws it, and takes it down:
 * nothing of it may be left. */
void nadi_test_lives (gconstpointer get_type);

/* Until condition holds; fails the test after a minute. */
void nadi_test_wait (gboolean (*condition) (gpointer data), gpointer data);
/* Until the main loop has nothing left to do. */
void nadi_test_settle (void);

/* The first below root, itself included, with this id in its template, or that is of this type; NULL if there is none. */
GtkWidget *nadi_test_find (GtkWidget *root, const char *id);
GtkWidget *nadi_test_find_type (GtkWidget *root, GType type);

/* For eyes: the window as it is drawn, as name.png in the folder that NADI_PICTURES names; nothing if it names none.
 * NADI_PICTURES_RTL and NADI_PICTURES_LARGE turn the whole program round, and make its text twice as large. */
void nadi_test_picture (GtkWidget *window, const char *name);

/* Names (gtk_buildable_get_buildable_id, or the type's name) of what Tab visits from the first on, separated by spaces. Fails if Shift+Tab
 * does not come back the same way. (transfer full) */
char *nadi_test_tab_order (GtkWidget *root);

/* Every widget below root that a person can act on and that has no spoken name, described; "" for none. (transfer full) */
char *nadi_test_unnamed (GtkWidget *root);
