/* Pictures of a trend, with Cairo's own surfaces. */
#include "nadi-vitals-export.h"

#include <cairo-svg.h>
#include <gio/gio.h>
#include <pango/pangocairo.h>

#define WIDTH 960
#define HEIGHT 480
#define MARGIN 24
/* A picture for paper and slides. */
#define PNG_SCALE 2

static const NadiTrendColours paper = {
  .text = { 0, 0, 0, 1 },
  .line = { 0.10f, 0.37f, 0.71f, 1 },
  .band = { 0.15f, 0.64f, 0.41f, 1 },
  .outside = { 0.75f, 0.11f, 0.16f, 1 },
};

static void
draw (cairo_t *cairo, const NadiTrend *trend, PangoContext *context, const char *title, GTimeZone *zone)
{
  g_autoptr (PangoLayout) heading = pango_layout_new (context);
  gboolean rtl = pango_context_get_base_dir (context) == PANGO_DIRECTION_RTL;
  g_autoptr (NadiTrendDrawing) drawing = NULL;
  int height;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  pango_layout_set_text (heading, title, -1);
  pango_layout_set_width (heading, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_get_pixel_size (heading, NULL, &height);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_move_to (cairo, MARGIN, MARGIN);
  pango_cairo_show_layout (cairo, heading);
  cairo_translate (cairo, MARGIN, MARGIN + height);
  drawing = nadi_trend_drawing_new (trend, context, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - height, rtl, zone);
  nadi_trend_drawing_draw (drawing, cairo, &paper, TRUE);
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
finish (GByteArray *bytes, cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}

GBytes *
nadi_vitals_export_png (const NadiTrend *trend, PangoContext *context, const char *title, GTimeZone *zone, GError **error)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH * PNG_SCALE, HEIGHT * PNG_SCALE);
  cairo_t *cairo = cairo_create (surface);
  GByteArray *bytes = g_byte_array_new ();
  cairo_status_t status;

  cairo_scale (cairo, PNG_SCALE, PNG_SCALE);
  draw (cairo, trend, context, title, zone);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, on_write, bytes);
  cairo_surface_destroy (surface);
  return finish (bytes, status, error);
}

GBytes *
nadi_vitals_export_svg (const NadiTrend *trend, PangoContext *context, const char *title, GTimeZone *zone, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (on_write, bytes, WIDTH, HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  cairo_status_t status;

  draw (cairo, trend, context, title, zone);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish (bytes, status, error);
}
