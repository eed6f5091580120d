/* What the lists of a case share: a row with its words, chips beside them, and its buttons. */
#pragma once

#include <adwaita.h>

/* title wraps; detail (may be NULL) stands small beside it. */
GtkWidget *nadi_case_row_new (const char *title, const char *detail);
/* A word in a box; style: a css class or NULL. */
void nadi_case_row_add_chip (GtkWidget *row, const char *text, const char *style);
/* name: spoken, and the tooltip. clicked (owner, button): nadi_case_row_place() says of which row. */
void nadi_case_row_add_button (GtkWidget *row, const char *icon, const char *name, GCallback clicked, gpointer owner, guint at);
/* The place that a button was made for. */
guint nadi_case_row_place (GtkWidget *button);
void nadi_case_rows_clear (GtkWidget *box);
