/* A trend laid out for a size and drawn with Cairo: band, axes, line, and (on paper) the points. The same on the screen and in a file. */
#pragma once

#include <gdk/gdk.h>

#include "nadi-trend.h"

/* Points that are drawn at most: the newest. A table has them all. */
#define NADI_TREND_MOST_POINTS 400

typedef struct
{
  GdkRGBA text;
  GdkRGBA line;
  GdkRGBA band;              /* of the target; drawn thin */
  GdkRGBA outside;           /* points outside the target */
} NadiTrendColours;

typedef struct _NadiTrendDrawing NadiTrendDrawing;

/* trend and context outlive it. rtl: time runs from right to left. */
NadiTrendDrawing *nadi_trend_drawing_new (const NadiTrend *trend, PangoContext *context, int width, int height, gboolean rtl, GTimeZone *zone);
void nadi_trend_drawing_free (NadiTrendDrawing *drawing);

/* The first point that is drawn, an index of trend->points; all after it are. */
guint nadi_trend_drawing_first (const NadiTrendDrawing *drawing);
/* Where a point lies. below: of its second value, the same as above when it has none. */
void nadi_trend_drawing_locate (const NadiTrendDrawing *drawing, guint point, double *x, double *above, double *below);

/* points: draw them too; a screen has a widget for each. */
void nadi_trend_drawing_draw (const NadiTrendDrawing *drawing, cairo_t *cairo, const NadiTrendColours *colours, gboolean points);
/* One point at x, from above to below: a dot within the target, a diamond outside it. */
void nadi_trend_draw_point (cairo_t *cairo, const NadiTrendPoint *point, double x, double above, double below, const NadiTrendColours *colours);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTrendDrawing, nadi_trend_drawing_free)
