/* Paths and entry bundles of tlog-tiles. */
#include "nadi-tiles.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-wire-private.h"

#define MAX_LEVEL 5
#define FULL_WIDTH 256
/* A tile's number, so that 256 leaves a tile still count in 64 bits. */
#define MAX_N (G_MAXUINT64 >> 8)
#define MAX_PATH_LENGTH 64

/* Groups of three digits, all but the last with an x: 1234067 is x001/x234/067. */
static void
print_number (GString *out, guint64 n)
{
  guint64 divisor = 1;
  while (n / divisor >= 1000)
    divisor *= 1000;
  for (; divisor > 1; divisor /= 1000)
    g_string_append_printf (out, "x%03u/", (guint) (n / divisor % 1000));
  g_string_append_printf (out, "%03u", (guint) (n % 1000));
}

char *
nadi_tile_path_print (const NadiTilePath *tile)
{
  GString *out = g_string_new ("/tile/");
  if (tile->entries)
    g_string_append (out, "entries/");
  else
    g_string_append_printf (out, "%u/", tile->level);
  print_number (out, tile->n);
  if (tile->width < FULL_WIDTH)
    g_string_append_printf (out, ".p/%u", tile->width);
  return g_string_free (out, FALSE);
}

static gboolean
read_width (const char *suffix, guint *width)
{
  if (!g_str_has_prefix (suffix, ".p/"))
    return FALSE;
  NadiLine line = { suffix + strlen (".p/"), strlen (suffix) - strlen (".p/") };
  guint64 value;
  if (!nadi_line_to_number (&line, &value) || value == 0 || value >= FULL_WIDTH)
    return FALSE;
  *width = (guint) value;
  return TRUE;
}

/* Reads more than is allowed; the caller prints what was read and compares. */
static gboolean
read_path (const char *path, NadiTilePath *tile)
{
  const char *at = path + strlen ("/tile/");
  *tile = (NadiTilePath){ .entries = g_str_has_prefix (at, "entries/"), .width = FULL_WIDTH };
  if (tile->entries)
    at += strlen ("entries/");
  else if (*at >= '0' && *at <= '0' + MAX_LEVEL && at[1] == '/')
    {
      tile->level = (guint) (*at - '0');
      at += 2;
    }
  else
    return FALSE;

  for (; *at != '\0' && *at != '.'; at++)
    if (*at >= '0' && *at <= '9')
      {
        tile->n = tile->n * 10 + (guint64) (*at - '0');
        if (tile->n > MAX_N)
          return FALSE;
      }
  return *at == '\0' || read_width (at, &tile->width);
}

gboolean
nadi_tile_path_parse (const char *path, NadiTilePath *tile, GError **error)
{
  if (g_str_has_prefix (path, "/tile/") && strnlen (path, MAX_PATH_LENGTH) < MAX_PATH_LENGTH
      && read_path (path, tile))
    {
      g_autofree char *printed = nadi_tile_path_print (tile);
      if (strcmp (printed, path) == 0)
        return TRUE;
    }
  return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not the path of a tile");
}

void
nadi_bundle_add (GByteArray *bundle, const guint8 *entry, gsize length)
{
  g_return_if_fail (length <= G_MAXUINT16);
  nadi_write_u16 (bundle, (guint16) length);
  g_byte_array_append (bundle, entry, (guint) length);
}

gboolean
nadi_bundle_read (const guint8 *bundle, gsize length, NadiBundleEntry entry, gpointer user_data,
                  GError **error)
{
  NadiCursor cursor;
  nadi_cursor_init (&cursor, bundle, length);
  while (nadi_cursor_left (&cursor) > 0)
    {
      guint16 size;
      const guint8 *bytes;
      if (!nadi_cursor_read_u16 (&cursor, &size) || !nadi_cursor_read_bytes (&cursor, size, &bytes))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "An entry bundle ends inside an entry");
      if (!entry (bytes, size, user_data, error))
        return FALSE;
    }
  return TRUE;
}
