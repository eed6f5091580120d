/* The field of a trend: axes and target band that it draws itself, and a widget for each point. The arrow keys walk from point to point in
 * the order of time, Home and End to the ends; Tab comes to the point that had the focus last, the newest at first. */
#pragma once

#include <gtk/gtk.h>

#include "nadi-trend-drawing.h"

#define NADI_TYPE_VITALS_PLOT (nadi_vitals_plot_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsPlot, nadi_vitals_plot, NADI, VITALS_PLOT, GtkWidget)

/* Signal: point (const char *spoken) — it has the focus now. */

/* trend: NULL empties it; outlives what is shown. */
void nadi_vitals_plot_show (NadiVitalsPlot *plot, const NadiTrend *trend, GTimeZone *zone);
/* The theme's colours, for a widget. */
void nadi_vitals_plot_colours (GtkWidget *widget, NadiTrendColours *colours);
