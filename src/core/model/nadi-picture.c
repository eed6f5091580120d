/* Headers of pictures. */
#include "nadi-picture.h"

#include <string.h>

#include "nadi-cursor.h"

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_PICTURE, "no JPEG or PNG, or cut off");
  return FALSE;
}

static gboolean
read_png (NadiCursor *cursor, NadiPictureInfo *info)
{
  guint32 length, type;

  info->kind = NADI_PICTURE_PNG;
  return nadi_cursor_read_u32 (cursor, &length) && nadi_cursor_read_u32 (cursor, &type) && length == 13 && type == 0x49484452 /* IHDR */ &&
         nadi_cursor_read_u32 (cursor, &info->width) && nadi_cursor_read_u32 (cursor, &info->height);
}

/* SOF0 … SOF15, without DHT, JPG and DAC, which stand between them. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* T.81 B.2.2: length, precision, lines, samples per line. */
static gboolean
read_frame (NadiCursor *cursor, NadiPictureInfo *info)
{
  guint16 length, height, width;
  guint8 precision;

  if (!nadi_cursor_read_u16 (cursor, &length) || !nadi_cursor_read_u8 (cursor, &precision) || !nadi_cursor_read_u16 (cursor, &height) ||
      !nadi_cursor_read_u16 (cursor, &width))
    return FALSE;
  info->width = width;
  info->height = height;
  return TRUE;
}

/* Marker segments up to the first frame header. After the start of a scan there is none. */
static gboolean
read_jpeg (NadiCursor *cursor, NadiPictureInfo *info)
{
  info->kind = NADI_PICTURE_JPEG;
  for (;;)
    {
      const guint8 *skipped;
      guint16 length;
      guint8 marker;

      if (!nadi_cursor_read_u8 (cursor, &marker) || marker != 0xFF)
        return FALSE;
      while (marker == 0xFF)
        if (!nadi_cursor_read_u8 (cursor, &marker))
          return FALSE;
      if (is_frame (marker))
        return read_frame (cursor, info);
      if (marker == 0xD9 || marker == 0xDA || marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8))
        return FALSE;
      if (!nadi_cursor_read_u16 (cursor, &length) || length < 2 || !nadi_cursor_read_bytes (cursor, length - 2, &skipped))
        return FALSE;
    }
}

gboolean
nadi_picture_read (const guint8 *data, gsize length, NadiPictureInfo *info, GError **error)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
  static const guint8 jpeg[] = { 0xFF, 0xD8 };
  NadiCursor cursor;
  gboolean good = FALSE;

  memset (info, 0, sizeof *info);
  if (length >= sizeof png && memcmp (data, png, sizeof png) == 0)
    {
      nadi_cursor_init (&cursor, data + sizeof png, length - sizeof png);
      good = read_png (&cursor, info);
    }
  else if (length >= sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    {
      nadi_cursor_init (&cursor, data + sizeof jpeg, length - sizeof jpeg);
      good = read_jpeg (&cursor, info);
    }
  if (!good)
    return refuse (error);
  if (info->width > 0 && info->height > 0)
    return TRUE;
  g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_PICTURE_SIZE, "a picture without pixels");
  return FALSE;
}

gboolean
nadi_picture_check (const guint8 *data, gsize length, guint32 most_side, guint64 most_pixels, NadiPictureInfo *info, GError **error)
{
  if (!nadi_picture_read (data, length, info, error))
    return FALSE;
  if (info->width <= most_side && info->height <= most_side && (guint64) info->width * info->height <= most_pixels)
    return TRUE;
  g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_PICTURE_SIZE, "a picture of too many pixels");
  return FALSE;
}
