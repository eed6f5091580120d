/* Small pieces that the parts of a chart are built of. All widgets are floating. */
#pragma once

#include <adwaita.h>

/* A label that starts at the line's start, wraps and can be selected. css: class names with spaces between, or NULL. */
GtkWidget *nadi_chart_label (const char *text, const char *css);
/* The title above a group. */
GtkWidget *nadi_chart_heading (const char *text);
/* A title and a value in the next row of a grid of two columns; nothing when value is NULL or empty. */
void nadi_chart_fact (GtkGrid *grid, const char *title, const char *value);
/* A grid for nadi_chart_fact(). title_chars: letters that the column of titles is wide at least; 0: as its titles need. */
GtkWidget *nadi_chart_facts (int title_chars);
/* Letters of the day in front of a line of the timeline; an open line's titles stand below it. */
#define NADI_CHART_DAY_CHARS 12
/* A chip: a small word on a tinted ground. icon may be NULL. */
GtkWidget *nadi_chart_chip (const char *icon, const char *text, const char *css);
/* A button that activates an action with a string. */
GtkWidget *nadi_chart_button (const char *label, const char *action, const char *target);
/* All children go. */
void nadi_chart_empty_box (GtkBox *box);
