/* Drawing a trend. Texts are laid out once, when the size is known. */
#include "nadi-trend-drawing.h"

#include <glib/gi18n.h>
#include <pango/pangocairo.h>

#include "nadi-format.h"

#define GAP 6
#define RADIUS 4.5

typedef struct
{
  PangoLayout *layout;
  int width;
  int height;
  double at;                 /* y of a value, x of a day */
} Mark;

struct _NadiTrendDrawing
{
  const NadiTrend *trend;
  gboolean rtl;
  int width;
  guint first;
  double left, right, top, bottom;   /* of the field that points lie in */
  gint32 low, high;                  /* values at bottom and top */
  gint64 begin, end;                 /* times at the start and the end */
  GArray *values;                    /* of Mark */
  GArray *days;                      /* of Mark */
  PangoLayout *unit;
};

static void
clear_mark (gpointer data)
{
  g_clear_object (&((Mark *) data)->layout);
}

static Mark
make_mark (PangoContext *context, const char *text)
{
  Mark mark = { pango_layout_new (context), 0, 0, 0 };

  pango_layout_set_text (mark.layout, text, -1);
  pango_layout_get_pixel_size (mark.layout, &mark.width, &mark.height);
  return mark;
}

/* --- layout ------------------------------------------------------------------------------------------------------- */

static double
y_of (const NadiTrendDrawing *self, gint64 value)
{
  double share = self->high > self->low ? (double) (value - self->low) / ((double) self->high - self->low) : 0.5;

  return self->bottom - share * (self->bottom - self->top);
}

static double
x_of (const NadiTrendDrawing *self, gint64 time)
{
  double share = self->end > self->begin ? (double) (time - self->begin) / (double) (self->end - self->begin) : 0.5;

  /* Points at the ends have room beside them. */
  share = 0.02 + share * 0.96;
  return self->rtl ? self->right - share * (self->right - self->left) : self->left + share * (self->right - self->left);
}

static int
add_values (NadiTrendDrawing *self, PangoContext *context, int height)
{
  g_autoptr (GArray) marks = nadi_trend_value_marks (self->trend->lowest, self->trend->highest, (guint) CLAMP (height / 48, 2, 10));
  int widest = 0;

  self->low = g_array_index (marks, gint32, 0);
  self->high = g_array_index (marks, gint32, marks->len - 1);
  for (guint i = 0; i < marks->len; i++)
    {
      g_autofree char *text = nadi_format_thousandths (g_array_index (marks, gint32, i));
      Mark mark = make_mark (context, text);

      mark.at = g_array_index (marks, gint32, i);
      widest = MAX (widest, mark.width);
      g_array_append_val (self->values, mark);
    }
  return widest;
}

static char *
day_text (gint32 day, NadiMarkKind kind)
{
  NadiDate date;
  g_autoptr (GDateTime) moment = NULL;
  char *text;

  nadi_date_from_day (day, &date);
  moment = g_date_time_new_utc (date.year, date.month, date.day, 0, 0, 0);
  if (moment == NULL)
    return g_strdup ("");
  if (kind == NADI_MARK_YEAR)
    text = g_date_time_format (moment, "%Y");
  else if (kind == NADI_MARK_MONTH)
    /* Translators: a short month and its year on an axis. */
    text = g_date_time_format (moment, _("%b %Y"));
  else
    /* Translators: day and short month on an axis. */
    text = g_date_time_format (moment, _("%-d %b"));
  return text != NULL ? text : g_strdup ("");
}

static void
add_days (NadiTrendDrawing *self, PangoContext *context, int widest)
{
  NadiMarkKind kind;
  guint most = (guint) MAX ((self->right - self->left) / (widest + 2 * GAP), 1);
  g_autoptr (GArray) marks = nadi_trend_day_marks (nadi_day_from_time (self->begin), nadi_day_from_time (self->end), most, &kind);

  for (guint i = 0; i < marks->len; i++)
    {
      gint32 day = g_array_index (marks, gint32, i);
      g_autofree char *text = day_text (day, kind);
      Mark mark = make_mark (context, text);

      mark.at = x_of (self, CLAMP (nadi_day_to_time (day), self->begin, self->end));
      g_array_append_val (self->days, mark);
    }
}

NadiTrendDrawing *
nadi_trend_drawing_new (const NadiTrend *trend, PangoContext *context, int width, int height, gboolean rtl, GTimeZone *zone)
{
  NadiTrendDrawing *self = g_new0 (NadiTrendDrawing, 1);
  guint n = trend->points->len;
  Mark sample = make_mark (context, "00 Mmm 0000");
  int widest;

  self->trend = trend;
  self->width = width;
  self->rtl = rtl;
  self->first = n > NADI_TREND_MOST_POINTS ? n - NADI_TREND_MOST_POINTS : 0;
  self->values = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->days = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->values, clear_mark);
  g_array_set_clear_func (self->days, clear_mark);
  self->unit = pango_layout_new (context);
  pango_layout_set_text (self->unit, nadi_unit_label (trend->unit), -1);
  if (n > 0)
    {
      self->begin = g_array_index (trend->points, NadiTrendPoint, self->first).time;
      self->end = g_array_index (trend->points, NadiTrendPoint, n - 1).time;
    }
  widest = add_values (self, context, height);
  self->top = sample.height + 2 * GAP;
  self->bottom = MAX (height - sample.height - 2 * GAP, self->top + 1);
  self->left = rtl ? GAP : widest + 2 * GAP;
  self->right = MAX (rtl ? width - widest - 2 * GAP : width - GAP, self->left + 1);
  for (guint i = 0; i < self->values->len; i++)
    g_array_index (self->values, Mark, i).at = y_of (self, (gint64) g_array_index (self->values, Mark, i).at);
  if (n > 0)
    add_days (self, context, sample.width);
  clear_mark (&sample);
  return self;
}

void
nadi_trend_drawing_free (NadiTrendDrawing *self)
{
  g_array_unref (self->values);
  g_array_unref (self->days);
  g_object_unref (self->unit);
  g_free (self);
}

guint
nadi_trend_drawing_first (const NadiTrendDrawing *self)
{
  return self->first;
}

void
nadi_trend_drawing_locate (const NadiTrendDrawing *self, guint i, double *x, double *above, double *below)
{
  const NadiTrendPoint *point = &g_array_index (self->trend->points, NadiTrendPoint, i);

  *x = x_of (self, point->time);
  *above = y_of (self, point->value);
  *below = point->paired ? y_of (self, point->second) : *above;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static void
set_colour (cairo_t *cairo, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cairo, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static void
draw_text (cairo_t *cairo, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static void
draw_bands (const NadiTrendDrawing *self, cairo_t *cairo, const NadiTrendColours *colours)
{
  set_colour (cairo, &colours->band, 0.16);
  for (guint i = 0; i < self->trend->n_bands; i++)
    {
      double top = y_of (self, self->trend->bands[i].high), bottom = y_of (self, self->trend->bands[i].low);

      cairo_rectangle (cairo, self->left, top, self->right - self->left, bottom - top);
      cairo_fill (cairo);
    }
}

static void
draw_axes (const NadiTrendDrawing *self, cairo_t *cairo, const NadiTrendColours *colours)
{
  int width, height;

  cairo_set_line_width (cairo, 1);
  for (guint i = 0; i < self->values->len; i++)
    {
      const Mark *mark = &g_array_index (self->values, Mark, i);
      double y = (int) mark->at + 0.5;

      set_colour (cairo, &colours->text, 0.15);
      cairo_move_to (cairo, self->left, y);
      cairo_line_to (cairo, self->right, y);
      cairo_stroke (cairo);
      set_colour (cairo, &colours->text, 0.7);
      draw_text (cairo, mark->layout, self->rtl ? self->right + GAP : self->left - GAP - mark->width, mark->at - mark->height / 2.0);
    }
  set_colour (cairo, &colours->text, 0.7);
  for (guint i = 0; i < self->days->len; i++)
    {
      const Mark *mark = &g_array_index (self->days, Mark, i);
      double x = CLAMP (mark->at - mark->width / 2.0, self->left, MAX (self->right - mark->width, self->left));

      cairo_move_to (cairo, (int) mark->at + 0.5, self->bottom);
      cairo_line_to (cairo, (int) mark->at + 0.5, self->bottom + 4);
      cairo_stroke (cairo);
      draw_text (cairo, mark->layout, x, self->bottom + GAP);
    }
  pango_layout_get_pixel_size (self->unit, &width, &height);
  draw_text (cairo, self->unit, self->rtl ? MIN (self->right + GAP, self->width - width) : MAX (self->left - GAP - width, 0),
             MAX (self->top - height - GAP - height / 2.0, 0));
}

static void
draw_line (const NadiTrendDrawing *self, cairo_t *cairo, const NadiTrendColours *colours, gboolean second)
{
  double x, above, below;

  set_colour (cairo, &colours->line, 0.6);
  cairo_set_line_width (cairo, 2);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cairo);
  for (guint i = self->first; i < self->trend->points->len; i++)
    {
      if (second && !g_array_index (self->trend->points, NadiTrendPoint, i).paired)
        continue;
      nadi_trend_drawing_locate (self, i, &x, &above, &below);
      cairo_line_to (cairo, x, second ? below : above);
    }
  cairo_stroke (cairo);
}

static void
draw_shape (cairo_t *cairo, double x, double y, gboolean outside)
{
  double r = outside ? RADIUS * 1.4 : RADIUS;

  cairo_new_path (cairo);
  if (!outside)
    cairo_arc (cairo, x, y, r, 0, 2 * G_PI);
  else
    {
      cairo_move_to (cairo, x, y - r);
      cairo_line_to (cairo, x + r, y);
      cairo_line_to (cairo, x, y + r);
      cairo_line_to (cairo, x - r, y);
      cairo_close_path (cairo);
    }
  cairo_fill (cairo);
}

void
nadi_trend_draw_point (cairo_t *cairo, const NadiTrendPoint *point, double x, double above, double below, const NadiTrendColours *colours)
{
  gboolean outside = point->place == NADI_TARGET_ABOVE || point->place == NADI_TARGET_BELOW;

  set_colour (cairo, outside ? &colours->outside : &colours->line, 1);
  if (point->paired)
    {
      cairo_set_line_width (cairo, 2);
      cairo_move_to (cairo, x, above);
      cairo_line_to (cairo, x, below);
      cairo_stroke (cairo);
      draw_shape (cairo, x, below, outside);
    }
  draw_shape (cairo, x, above, outside);
}

void
nadi_trend_drawing_draw (const NadiTrendDrawing *self, cairo_t *cairo, const NadiTrendColours *colours, gboolean points)
{
  draw_bands (self, cairo, colours);
  draw_axes (self, cairo, colours);
  draw_line (self, cairo, colours, FALSE);
  if (self->trend->sign == NADI_SIGN_PRESSURE)
    draw_line (self, cairo, colours, TRUE);
  for (guint i = self->first; points && i < self->trend->points->len; i++)
    {
      double x, above, below;

      nadi_trend_drawing_locate (self, i, &x, &above, &below);
      nadi_trend_draw_point (cairo, &g_array_index (self->trend->points, NadiTrendPoint, i), x, above, below, colours);
    }
}
