/* One line of a table without a table: children beside one another, the first takes what is left. When the first would be narrower
 * than its share of readable letters, whole columns are left out, the last named in the order of importance first; so that on a small
 * window or in large letters nothing is cut.
 *
 * All lines of a list have the same columns, because each child but the first has the same width in all of them (width-chars and
 * max-width-chars). Give the first one a minimum by `nadi_column_layout_new()`. */
#pragma once

#include <gtk/gtk.h>

#define NADI_TYPE_COLUMN_LAYOUT (nadi_column_layout_get_type ())
G_DECLARE_FINAL_TYPE (NadiColumnLayout, nadi_column_layout, NADI, COLUMN_LAYOUT, GtkLayoutManager)

/* spacing: pixels. first_chars: letters of the first column that must have room. leaving: places of children (from 0), ended by -1,
 * in the order in which they are left out; static. (transfer full) */
GtkLayoutManager *nadi_column_layout_new (int spacing, int first_chars, const int *leaving);
