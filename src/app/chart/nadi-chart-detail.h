/* The whole of a line: a case with everything that was written in it, or why a record can't be shown. */
#pragma once

#include <adwaita.h>

#include "nadi-session-chart.h"

/* Buttons in it activate "chart.open-case" (case id) and "chart.open-conflict" (record), which the page has. Copies what it shows. */
GtkWidget *nadi_chart_detail_new (const NadiChartRow *row, gint32 today, GTimeZone *zone);
