/* The column beside the timeline: problems, medicines, allergies and the latest results; at the desk, who the patient is. */
#pragma once

#include <adwaita.h>

#include "nadi-session-chart.h"

#define NADI_TYPE_CHART_ASIDE (nadi_chart_aside_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartAside, nadi_chart_aside, NADI, CHART_ASIDE, GtkWidget)

/* Problems and the like lead to their case by "chart.show" (case id). chart: NULL empties it; not kept. */
void nadi_chart_aside_show (NadiChartAside *aside, const NadiSessionChart *chart, gint32 today);
