/* The line at a chart's foot: how far what is shown reaches, who has confirmed it, and what is missing; behind it the facts. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"
#include "nadi-session-chart.h"

#define NADI_TYPE_CHART_FOOT (nadi_chart_foot_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartFoot, nadi_chart_foot, NADI, CHART_FOOT, GtkWidget)

/* Once. */
void nadi_chart_foot_set_desk (NadiChartFoot *foot, NadiDesk *desk);
/* chart: NULL empties it; not kept. */
void nadi_chart_foot_show (NadiChartFoot *foot, const NadiSessionChart *chart);
/* The same facts as the desk's status has them by now. */
void nadi_chart_foot_update (NadiChartFoot *foot);
