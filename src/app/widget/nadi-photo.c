/* Photos: gdk-pixbuf behind the header's check. */
#include "nadi-photo.h"

#include <string.h>

#include "nadi-chosen-file.h"
#include "nadi-media.h"
#include "nadi-patient.h"

#define MOST_FILE (16 * 1024 * 1024)
/* Of what is shown: a photo from elsewhere may be larger than ours, not much. */
#define MOST_SHOWN 1024

/* The shorter side becomes NADI_PHOTO_SIDE; decoders that can, decode no more than that. */
static void
on_size (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  int shorter = MIN (width, height);

  if (shorter > NADI_PHOTO_SIDE)
    gdk_pixbuf_loader_set_size (loader, MAX ((int) ((gint64) width * NADI_PHOTO_SIDE / shorter), NADI_PHOTO_SIDE),
                                MAX ((int) ((gint64) height * NADI_PHOTO_SIDE / shorter), NADI_PHOTO_SIDE));
}

static GdkPixbuf *
decode (GBytes *bytes, NadiMedia media, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (media == NADI_MEDIA_PNG ? "png" : "jpeg", error);
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), NULL);
  if (!gdk_pixbuf_loader_write_bytes (loader, bytes, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

/* JPEG has no holes: they become white. */
static GdkPixbuf *
cut_square (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int side = MIN (width, height), kept = MIN (side, NADI_PHOTO_SIDE);
  g_autoptr (GdkPixbuf) square = gdk_pixbuf_new_subpixbuf (pixbuf, (width - side) / 2, (height - side) / 2, side, side);

  return gdk_pixbuf_composite_color_simple (square, kept, kept, GDK_INTERP_BILINEAR, 255, kept, 0xFFFFFF, 0xFFFFFF);
}

static GBytes *
encode (GdkPixbuf *pixbuf, GError **error)
{
  static const char *const qualities[] = { "88", "75", "60" };

  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      g_autofree char *data = NULL;
      gsize length;

      if (!gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "jpeg", error, "quality", qualities[i], NULL))
        return NULL;
      if (length <= NADI_PHOTO_MOST)
        return g_bytes_new_take (g_steal_pointer (&data), length);
    }
  g_set_error_literal (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_LARGE, "a photo that does not become small");
  return NULL;
}

/* Decoders fill what is missing with grey and say nothing: the end must be there. */
static gboolean
is_whole (GBytes *bytes, NadiMedia media)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, media == NADI_MEDIA_PNG ? "IEND" : "\xFF\xD9", media == NADI_MEDIA_PNG ? 4 : 2) != NULL;
}

GBytes *
nadi_photo_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = nadi_chosen_file_read (file, MOST_FILE, cancellable, error);
  g_autoptr (GdkPixbuf) whole = NULL, square = NULL;
  g_autoptr (GError) broken = NULL;
  NadiMedia media;

  if (bytes != NULL && g_bytes_get_size (bytes) > MOST_FILE)
    {
      g_set_error_literal (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_LARGE, "a file of too many bytes");
      return NULL;
    }
  if (bytes == NULL || !nadi_media_check (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &media, error))
    return NULL;
  whole = media != NADI_MEDIA_PDF && is_whole (bytes, media) ? decode (bytes, media, &broken) : NULL;
  square = whole != NULL ? cut_square (whole) : NULL;
  if (square == NULL)
    {
      g_set_error_literal (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_DAMAGED, "a picture that does not decode");
      return NULL;
    }
  return encode (square, error);
}

GBytes *
nadi_photo_from_pixbuf (GdkPixbuf *pixbuf, GError **error)
{
  g_autoptr (GdkPixbuf) square = cut_square (pixbuf);

  if (square != NULL)
    return encode (square, error);
  g_set_error_literal (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_DAMAGED, "a picture without a square in it");
  return NULL;
}

GdkPaintable *
nadi_photo_paintable (GBytes *photo)
{
  guint width, height;
  GdkTexture *texture;

  if (photo == NULL || !nadi_media_read_size (g_bytes_get_data (photo, NULL), g_bytes_get_size (photo), &width, &height, NULL) ||
      width > MOST_SHOWN || height > MOST_SHOWN)
    return NULL;
  texture = gdk_texture_new_from_bytes (photo, NULL);
  return texture != NULL ? GDK_PAINTABLE (texture) : NULL;
}
