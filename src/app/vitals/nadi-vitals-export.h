/* A trend as a picture or a table in a file. */
#pragma once

#include "nadi-trend-drawing.h"

/* Black on white; title above. NULL with error set. (transfer full) */
GBytes *nadi_vitals_export_png (const NadiTrend *trend, PangoContext *context, const char *title, GTimeZone *zone, GError **error);
GBytes *nadi_vitals_export_svg (const NadiTrend *trend, PangoContext *context, const char *title, GTimeZone *zone, GError **error);
