/* Files of documents in tests. */
#include "nadi-test-files.h"

#include <cairo-pdf.h>

GBytes *
nadi_test_picture_file (const char *type, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < 3 * width; x++)
      pixels[y * gdk_pixbuf_get_rowstride (pixbuf) + x] = (guint8) ((x / 3) * 255 / width / (1 + x % 3) + y * 60 / height);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
nadi_test_pdf_file (guint pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, 595, 842);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < pages; i++)
    {
      g_autofree char *text = g_strdup_printf ("Discharge letter, page %u", i + 1);

      cairo_move_to (cr, 72, 100);
      cairo_set_font_size (cr, 28);
      cairo_show_text (cr, text);
      for (guint line = 0; line < 30; line++)
        cairo_rectangle (cr, 72, 140 + 20 * line, 420 - (line * 37) % 120, 6);
      cairo_fill (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
