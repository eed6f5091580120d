/* The band at the top of a chart: who it is, and what must be known before anything is prescribed. */
#pragma once

#include <adwaita.h>

#include "nadi-session-chart.h"

#define NADI_TYPE_CHART_HEAD (nadi_chart_head_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartHead, nadi_chart_head, NADI, CHART_HEAD, GtkWidget)

/* chart: NULL empties it; not kept. */
void nadi_chart_head_show (NadiChartHead *head, const NadiSessionChart *chart, gint32 today);
/* (transfer none) NULL removes it: initials stand there. */
void nadi_chart_head_set_photo (NadiChartHead *head, GdkPaintable *photo);
