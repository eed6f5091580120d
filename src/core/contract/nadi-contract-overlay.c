/* Changes over a map, and an arena for the texts of one call. */
#include "nadi-contract-overlay.h"

#include <string.h>

#include "nadi-contract.h"

#define BLOCK_SIZE 8192

typedef struct _Block Block;
struct _Block
{
  Block *older;
  gsize used;
  gsize size;
  guint8 data[];
};

struct _NadiOverlay
{
  NadiMap *map;
  GPtrArray *changes;
  GHashTable *places;        /* key -> place in changes + 1; lookups only, its order reaches nothing */
  Block *blocks;
};

static void
change_free (gpointer data)
{
  NadiChange *change = data;

  g_free (change->key);
  g_clear_pointer (&change->value, g_bytes_unref);
  g_free (change);
}

NadiOverlay *
nadi_overlay_new (NadiMap *map)
{
  NadiOverlay *overlay = g_new0 (NadiOverlay, 1);

  overlay->map = nadi_map_ref (map);
  overlay->changes = g_ptr_array_new_with_free_func (change_free);
  overlay->places = g_hash_table_new (g_str_hash, g_str_equal);
  return overlay;
}

NadiOverlay *
nadi_overlay_new_over (NadiOverlay *overlay)
{
  return nadi_overlay_new (overlay->map);
}

void
nadi_overlay_free (NadiOverlay *overlay)
{
  g_hash_table_unref (overlay->places);
  g_clear_pointer (&overlay->changes, g_ptr_array_unref);
  nadi_map_unref (overlay->map);
  while (overlay->blocks != NULL)
    {
      Block *block = overlay->blocks;

      overlay->blocks = block->older;
      g_free (block);
    }
  g_free (overlay);
}

static NadiChange *
find_change (NadiOverlay *overlay, const char *key)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (overlay->places, key));

  return place == 0 ? NULL : g_ptr_array_index (overlay->changes, place - 1);
}

GBytes *
nadi_overlay_get (NadiOverlay *overlay, const char *key)
{
  NadiChange *change = find_change (overlay, key);

  return change != NULL ? change->value : nadi_map_lookup (overlay->map, key);
}

gboolean
nadi_overlay_has (NadiOverlay *overlay, const char *key)
{
  return nadi_overlay_get (overlay, key) != NULL;
}

void
nadi_overlay_set (NadiOverlay *overlay, const char *key, GBytes *value)
{
  NadiChange *change = find_change (overlay, key);

  if (change == NULL)
    {
      change = g_new0 (NadiChange, 1);
      change->key = g_strdup (key);
      g_ptr_array_add (overlay->changes, change);
      g_hash_table_insert (overlay->places, change->key, GUINT_TO_POINTER (overlay->changes->len));
    }
  g_clear_pointer (&change->value, g_bytes_unref);
  change->value = value;
}

GPtrArray *
nadi_overlay_take_changes (NadiOverlay *overlay)
{
  GPtrArray *changes = overlay->changes;

  g_hash_table_remove_all (overlay->places);
  overlay->changes = g_ptr_array_new_with_free_func (change_free);
  return changes;
}

gpointer
nadi_overlay_alloc (NadiOverlay *overlay, gsize size)
{
  Block *block = overlay->blocks;
  gpointer memory;

  size = (size + 7) & ~(gsize) 7;
  if (block == NULL || block->size - block->used < size)
    {
      gsize capacity = MAX (size, BLOCK_SIZE);

      block = g_malloc (sizeof *block + capacity);
      block->older = overlay->blocks;
      block->used = 0;
      block->size = capacity;
      overlay->blocks = block;
    }
  memory = block->data + block->used;
  block->used += size;
  memset (memory, 0, size);
  return memory;
}

char *
nadi_overlay_copy (NadiOverlay *overlay, const char *text, gsize length)
{
  char *copy = nadi_overlay_alloc (overlay, length + 1);

  memcpy (copy, text, length);
  return copy;
}

const char *
nadi_overlay_path (NadiOverlay *overlay, const char *first, ...)
{
  gsize length = strlen (first);
  const char *part;
  char *path, *end;
  va_list parts;

  va_start (parts, first);
  while ((part = va_arg (parts, const char *)) != NULL)
    length += 1 + strlen (part);
  va_end (parts);
  path = nadi_overlay_alloc (overlay, length + 1);
  end = g_stpcpy (path, first);
  va_start (parts, first);
  while ((part = va_arg (parts, const char *)) != NULL)
    {
      *end++ = '/';
      end = g_stpcpy (end, part);
    }
  va_end (parts);
  return path;
}
