/* The twin of a trend: the same measurements as a table, the newest first. */
#pragma once

#include <gtk/gtk.h>

#include "nadi-trend.h"

#define NADI_TYPE_VITALS_TABLE (nadi_vitals_table_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsTable, nadi_vitals_table, NADI, VITALS_TABLE, GtkWidget)

/* trend: NULL empties it; outlives what is shown. */
void nadi_vitals_table_show (NadiVitalsTable *table, const NadiTrend *trend, GTimeZone *zone);
