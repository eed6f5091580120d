/* Decoders: gdk-pixbuf for JPEG and PNG, poppler for PDF. */
#include "nadi-picture-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <poppler.h>

void
nadi_picture_free (NadiPicture *picture)
{
  if (picture == NULL)
    return;
  g_clear_object (&picture->texture);
  g_free (picture);
}

static NadiPicture *
take (GdkTexture *texture, guint page, guint n_pages)
{
  NadiPicture *picture = g_new0 (NadiPicture, 1);

  picture->texture = texture;
  picture->page = page;
  picture->n_pages = n_pages;
  return picture;
}

/* Decoders' own words stay here: they may quote what they read. */
static gpointer
fail_damaged (GError **error)
{
  g_set_error_literal (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_DAMAGED, "the decoder found the document damaged");
  return NULL;
}

/* --- JPEG and PNG ------------------------------------------------------------------------------------------------- */

/* A JPEG is decoded to less at once: a thumbnail needs no more memory than itself. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  int most = GPOINTER_TO_INT (data);
  double scale = MIN (1.0, (double) most / MAX (width, height));

  gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
}

static NadiPicture *
decode (GBytes *bytes, NadiMedia media, guint most_side, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (nadi_media_type (media), NULL);
  g_autoptr (GdkPixbuf) upright = NULL;
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return fail_damaged (error);
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), GINT_TO_POINTER ((int) most_side));
  if (!gdk_pixbuf_loader_write_bytes (loader, bytes, NULL))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return fail_damaged (error);
    }
  if (!gdk_pixbuf_loader_close (loader, NULL))
    return fail_damaged (error);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  upright = pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
  if (upright == NULL)
    return fail_damaged (error);
  return take (gdk_texture_new_for_pixbuf (upright), 0, 1);
}

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

static GBytes *
pixels_of (cairo_surface_t *surface, NadiPageFigures *figures)
{
  int stride = cairo_image_surface_get_stride (surface);

  figures->width = (guint32) cairo_image_surface_get_width (surface);
  figures->height = (guint32) cairo_image_surface_get_height (surface);
  cairo_surface_flush (surface);
  /* Four bytes a pixel: no line is longer than its pixels. */
  return (guint32) stride == figures->width * 4 ? g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * figures->height) : NULL;
}

static GBytes *
draw_page (PopplerPage *page, guint most_side, NadiPageFigures *figures)
{
  double width, height, scale;
  cairo_surface_t *surface;
  GBytes *pixels = NULL;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  if (!(width >= 1 && height >= 1 && width < 1e6 && height < 1e6))
    return NULL;
  scale = most_side / MAX (width, height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    pixels = pixels_of (surface, figures);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixels;
}

/* poppler keeps state that documents share: one thread at a time. */
static GMutex poppler_lock;

GBytes *
nadi_picture_render_pdf (GBytes *bytes, guint number, guint most_side, NadiPageFigures *figures)
{
  PopplerDocument *document;
  PopplerPage *page = NULL;
  GBytes *pixels = NULL;
  int n_pages = 0;

  g_mutex_lock (&poppler_lock);
  document = poppler_document_new_from_bytes (bytes, NULL, NULL);
  if (document != NULL)
    n_pages = poppler_document_get_n_pages (document);
  if (n_pages > 0)
    {
      figures->n_pages = (guint32) n_pages;
      figures->page = MIN (number, (guint) n_pages - 1);
      page = poppler_document_get_page (document, (int) figures->page);
    }
  if (page != NULL)
    pixels = draw_page (page, most_side, figures);
  g_clear_object (&page);
  g_clear_object (&document);
  g_mutex_unlock (&poppler_lock);
  return pixels;
}

static NadiPicture *
draw_pdf (GBytes *bytes, guint number, guint most_side, GError **error)
{
  NadiPageFigures figures;
  g_autoptr (GBytes) pixels = nadi_picture_render_apart (bytes, number, most_side, &figures);

  if (pixels == NULL)
    return fail_damaged (error);
  return take (gdk_memory_texture_new ((int) figures.width, (int) figures.height, GDK_MEMORY_DEFAULT, pixels, (gsize) figures.width * 4),
               figures.page, figures.n_pages);
}

NadiPicture *
nadi_picture_new (GBytes *bytes, guint page, guint most_side, GError **error)
{
  guint side = CLAMP (most_side, 1, NADI_PICTURE_MOST_SIDE);
  NadiMedia media;

  if (!nadi_media_check (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &media, error))
    return NULL;
  return media == NADI_MEDIA_PDF ? draw_pdf (bytes, page, side, error) : decode (bytes, media, side, error);
}
