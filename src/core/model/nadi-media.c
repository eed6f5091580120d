/* Kinds of files, and the headers of pictures. */
#include "nadi-media.h"

#include <string.h>

#include "nadi-cursor.h"

G_DEFINE_QUARK (nadi-media-error-quark, nadi_media_error)

static const guint8 png_start[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static const struct
{
  const char *type;
  const guint8 *start;
  gsize length;
} kinds[] = {
  [NADI_MEDIA_JPEG] = { "image/jpeg", (const guint8 *) "\xff\xd8\xff", 3 },
  [NADI_MEDIA_PNG] = { "image/png", png_start, sizeof png_start },
  [NADI_MEDIA_PDF] = { "application/pdf", (const guint8 *) "%PDF-", 5 },
};

NadiMedia
nadi_media_sniff (const guint8 *data, gsize length)
{
  for (guint i = NADI_MEDIA_JPEG; i <= NADI_MEDIA_PDF; i++)
    if (length >= kinds[i].length && memcmp (data, kinds[i].start, kinds[i].length) == 0)
      return (NadiMedia) i;
  return NADI_MEDIA_UNKNOWN;
}

const char *
nadi_media_type (NadiMedia media)
{
  return media <= NADI_MEDIA_PDF ? kinds[media].type : NULL;
}

NadiMedia
nadi_media_from_type (const char *type)
{
  for (guint i = NADI_MEDIA_JPEG; type != NULL && i <= NADI_MEDIA_PDF; i++)
    if (g_ascii_strcasecmp (kinds[i].type, type) == 0)
      return (NadiMedia) i;
  return NADI_MEDIA_UNKNOWN;
}

static gboolean
fail (NadiMediaError code, const char *message, GError **error)
{
  g_set_error_literal (error, NADI_MEDIA_ERROR, code, message);
  return FALSE;
}

/* --- headers ------------------------------------------------------------------------------------------------------ */

/* PNG 11.2.2: the first chunk is IHDR, 13 bytes long. */
static gboolean
read_png (NadiCursor *cursor, guint32 *width, guint32 *height)
{
  const guint8 *start, *name;
  guint32 length;

  return nadi_cursor_read_bytes (cursor, sizeof png_start, &start) && nadi_cursor_read_u32 (cursor, &length) && length == 13 &&
         nadi_cursor_read_bytes (cursor, 4, &name) && memcmp (name, "IHDR", 4) == 0 && nadi_cursor_read_u32 (cursor, width) &&
         nadi_cursor_read_u32 (cursor, height) && *width <= G_MAXINT32 && *height <= G_MAXINT32;
}

/* T.81 table B.1: start of frame, all but DHT, JPG and DAC. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* T.81 B.1.1.2: FF, any number of fill bytes FF, then the marker. */
static gboolean
next_marker (NadiCursor *cursor, guint8 *marker)
{
  if (!nadi_cursor_read_u8 (cursor, marker) || *marker != 0xff)
    return FALSE;
  do
    if (!nadi_cursor_read_u8 (cursor, marker))
      return FALSE;
  while (*marker == 0xff);
  return TRUE;
}

/* T.81 B.2.2. Everything in front of the frame is a segment with a length. */
static gboolean
read_jpeg (NadiCursor *cursor, guint32 *width, guint32 *height)
{
  const guint8 *skipped;
  guint8 marker, precision;
  guint16 length, lines, samples;

  if (!nadi_cursor_read_bytes (cursor, 2, &skipped))
    return FALSE;
  while (next_marker (cursor, &marker))
    {
      if (marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xda) || !nadi_cursor_read_u16 (cursor, &length) || length < 2)
        return FALSE;
      if (is_frame (marker))
        {
          if (!nadi_cursor_read_u8 (cursor, &precision) || !nadi_cursor_read_u16 (cursor, &lines) || !nadi_cursor_read_u16 (cursor, &samples))
            return FALSE;
          *width = samples;
          *height = lines;
          return TRUE;
        }
      if (!nadi_cursor_read_bytes (cursor, length - 2u, &skipped))
        return FALSE;
    }
  return FALSE;
}

gboolean
nadi_media_read_size (const guint8 *data, gsize length, guint *width, guint *height, GError **error)
{
  NadiMedia media = nadi_media_sniff (data, length);
  NadiCursor cursor;
  guint32 across = 0, down = 0;
  gboolean good;

  nadi_cursor_init (&cursor, data, length);
  if (media != NADI_MEDIA_PNG && media != NADI_MEDIA_JPEG)
    return fail (NADI_MEDIA_ERROR_UNKNOWN, "this is no picture", error);
  good = media == NADI_MEDIA_PNG ? read_png (&cursor, &across, &down) : read_jpeg (&cursor, &across, &down);
  if (!good || across == 0 || down == 0)
    return fail (NADI_MEDIA_ERROR_DAMAGED, "the picture has no sensible header", error);
  *width = across;
  *height = down;
  return TRUE;
}

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_space (guint8 c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\0';
}

/* ISO 32000-1, 7.3.5: a name's character may be written as # and two hexadecimal digits. TRUE, and *at is behind it, if this name is here. */
static gboolean
read_name (const guint8 *data, gsize length, gsize *at, const char *name)
{
  gsize i = *at;

  for (; *name != '\0'; name++)
    {
      if (i + 2 < length && data[i] == '#' && g_ascii_isxdigit ((char) data[i + 1]) && g_ascii_isxdigit ((char) data[i + 2]) &&
          g_ascii_xdigit_value ((char) data[i + 1]) * 16 + g_ascii_xdigit_value ((char) data[i + 2]) == *name)
        i += 3;
      else if (i < length && data[i] == (guint8) *name)
        i++;
      else
        return FALSE;
    }
  *at = i;
  return i < length && is_space (data[i]);
}

/* The number behind a name. One that stands elsewhere ("12 0 R") could be anything. */
static guint64
read_side (const guint8 *data, gsize length, gsize at)
{
  guint64 value = 0;
  gsize i = at;

  while (i < length && is_space (data[i]))
    i++;
  for (; i < length && g_ascii_isdigit ((char) data[i]) && value < G_MAXUINT32; i++)
    value = value * 10 + (data[i] - '0');
  while (i < length && is_space (data[i]))
    i++;
  if (i < length && g_ascii_isdigit ((char) data[i]))
    return G_MAXUINT32;
  return value;
}

/* Pictures are streams, and the dictionary of a stream stands in the file as it is (ISO 32000-1, 7.5.7): so the largest width and height
 * of any of them are found without reading a page. A megabyte of zeros, packed, would else become gigabytes. */
static gboolean
has_too_many_pixels (const guint8 *data, gsize length)
{
  guint64 width = 0, height = 0;

  for (const guint8 *slash = memchr (data, '/', length); slash != NULL;
       slash = memchr (slash + 1, '/', length - (gsize) (slash + 1 - data)))
    {
      gsize at = (gsize) (slash + 1 - data);

      if (read_name (data, length, &at, "Width"))
        width = MAX (width, read_side (data, length, at));
      else if (read_name (data, length, &at, "Height"))
        height = MAX (height, read_side (data, length, at));
    }
  return width * height > NADI_MEDIA_MOST_PDF_PIXELS;
}

gboolean
nadi_media_check (const guint8 *data, gsize length, NadiMedia *media, GError **error)
{
  NadiMedia found = nadi_media_sniff (data, length);
  guint width, height;

  if (found == NADI_MEDIA_UNKNOWN)
    return fail (NADI_MEDIA_ERROR_UNKNOWN, "the file is no JPEG, PNG or PDF", error);
  if (length > NADI_MEDIA_MOST_BYTES)
    return fail (NADI_MEDIA_ERROR_LARGE, "the file is larger than a document may be", error);
  if (found != NADI_MEDIA_PDF)
    {
      if (!nadi_media_read_size (data, length, &width, &height, error))
        return FALSE;
      if (width > NADI_MEDIA_MOST_SIDE || height > NADI_MEDIA_MOST_SIDE || (guint64) width * height > NADI_MEDIA_MOST_PIXELS)
        return fail (NADI_MEDIA_ERROR_PIXELS, "the picture has more pixels than can be shown", error);
    }
  else if (has_too_many_pixels (data, length))
    return fail (NADI_MEDIA_ERROR_PIXELS, "a picture in the PDF has more pixels than can be shown", error);
  if (media != NULL)
    *media = found;
  return TRUE;
}
