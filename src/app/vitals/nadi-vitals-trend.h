/* Vital signs over time: a choice of signs, their course with the target, the same as a table, and both as a file. */
#pragma once

#include <adwaita.h>

#include "nadi-trend.h"

#define NADI_TYPE_VITALS_TREND (nadi_vitals_trend_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsTrend, nadi_vitals_trend, NADI, VITALS_TREND, GtkWidget)

/* summary: NULL empties it. The sign that was chosen stays chosen if the next summary has it. */
void nadi_vitals_trend_show (NadiVitalsTrend *trend, NadiSummary *summary, gint32 today, GTimeZone *zone);
/* FALSE if nothing was ever measured. */
gboolean nadi_vitals_trend_choose (NadiVitalsTrend *trend, NadiSign sign);
gboolean nadi_vitals_trend_get_table (NadiVitalsTrend *trend);
/* T does the same. */
void nadi_vitals_trend_set_table (NadiVitalsTrend *trend, gboolean table);

/* To the point that had the focus last, or into the table. FALSE if there is nothing. */
gboolean nadi_vitals_trend_focus (NadiVitalsTrend *trend);

typedef enum
{
  NADI_EXPORT_PNG,
  NADI_EXPORT_SVG,
  NADI_EXPORT_CSV,
} NadiExportForm;

/* What a file of the present trend has in it; black on white, whatever the theme. NULL if there is no trend. (transfer full) */
GBytes *nadi_vitals_trend_export (NadiVitalsTrend *trend, NadiExportForm form, GError **error);
