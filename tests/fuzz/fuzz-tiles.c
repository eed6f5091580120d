/* Any bytes as the path of a tile and as an entry bundle. */
#include <string.h>

#include "nadi-tiles.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
on_entry (const guint8 *entry, gsize length, gpointer user_data, GError **error)
{
  nadi_bundle_add (user_data, entry, length);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  NadiTilePath tile;
  g_autofree char *path = g_strndup ((const char *) data, size);
  if (nadi_tile_path_parse (path, &tile, NULL))
    {
      g_autofree char *printed = nadi_tile_path_print (&tile);
      if (strcmp (printed, path) != 0 || tile.width == 0 || tile.width > 256 || tile.level > 5)
        g_error ("The path of a tile does not come back");
    }
  g_autoptr (GByteArray) again = g_byte_array_new ();
  if (nadi_bundle_read (data, size, on_entry, again, NULL)
      && (again->len != size || (size > 0 && memcmp (again->data, data, size) != 0)))
    g_error ("An entry bundle does not come back");
  return 0;
}
