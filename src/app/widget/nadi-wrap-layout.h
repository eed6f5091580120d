/* Children beside one another in reading order; those that have no room go on in the next line.
 *
 * Each child has its natural width, or the whole line when that is narrower. What is left of a line goes to its children that expand. */
#pragma once

#include <gtk/gtk.h>

#define NADI_TYPE_WRAP_LAYOUT (nadi_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (NadiWrapLayout, nadi_wrap_layout, NADI, WRAP_LAYOUT, GtkLayoutManager)

/* Pixels between children of a line. (The object's property "spacing", and between lines "line-spacing".) (transfer full) */
GtkLayoutManager *nadi_wrap_layout_new (guint spacing, guint line_spacing);
