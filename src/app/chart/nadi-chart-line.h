/* One line of the timeline, which opens in place. */
#pragma once

#include <adwaita.h>

#include "nadi-chart-item.h"

#define NADI_TYPE_CHART_LINE (nadi_chart_line_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartLine, nadi_chart_line, NADI, CHART_LINE, GtkWidget)

GtkWidget *nadi_chart_line_new (void);
/* Shows the item and follows it until the next call; NULL: nothing. today, zone: where the clinic is. */
void nadi_chart_line_bind (NadiChartLine *line, NadiChartItem *item, gint32 today, GTimeZone *zone);
/* NULL while it shows nothing. (transfer none) */
NadiChartItem *nadi_chart_line_get_item (NadiChartLine *line);
