/* One measurement in a trend: small, focusable, with a spoken label. It draws itself and has no children. */
#pragma once

#include <gtk/gtk.h>

#include "nadi-trend-drawing.h"

#define NADI_TYPE_VITALS_POINT (nadi_vitals_point_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsPoint, nadi_vitals_point, NADI, VITALS_POINT, GtkWidget)

/* Room around the mark on each side, for the finger and the ring of the focus. */
#define NADI_VITALS_POINT_ROOM 12

/* Clicked or Enter: activates "chart.show" with the id of the visit. spoken: "9 May 2026, 150/95 mmHg, above the target". */
GtkWidget *nadi_vitals_point_new (const NadiTrendPoint *point, const char *spoken);
const NadiTrendPoint *nadi_vitals_point_get (NadiVitalsPoint *point);
