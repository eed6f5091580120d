/* Any bytes as a proof of the state map: refused, or they give the values that the map holds. */
#include <stdint.h>

#include "nadi-map.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char *const keys[] = { "key/1", "key/2", "key/63", "absent/1", "absent/2", NULL };

#define N_KEYS (G_N_ELEMENTS (keys) - 1)

static NadiMap *
make_map (void)
{
  NadiMap *map = nadi_map_new ();

  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);
      g_autoptr (GBytes) value = g_bytes_new (key, strlen (key));

      nadi_map_set (map, key, value);
    }
  nadi_map_freeze (map);
  return map;
}

static void
check (const uint8_t *data, size_t size, NadiMap *map, const NadiHash *root)
{
  GBytes *values[N_KEYS];

  if (!nadi_map_check_proof (data, size, root, keys, values, NULL))
    return;
  for (guint i = 0; i < N_KEYS; i++)
    {
      GBytes *held = nadi_map_lookup (map, keys[i]);

      g_assert_true ((held == NULL) == (values[i] == NULL));
      if (held != NULL)
        g_assert_true (g_bytes_equal (held, values[i]));
      g_clear_pointer (&values[i], g_bytes_unref);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static NadiMap *map;
  static GBytes *right;
  static NadiHash root;

  if (map == NULL)
    {
      map = make_map ();
      nadi_map_root (map, &root);
      right = nadi_map_prove (map, keys);
    }
  check (data, size, map, &root);

  /* The input laid over the right proof: deeper than bytes made up from nothing would come. */
  if (size > 0)
    {
      gsize length = g_bytes_get_size (right);
      g_autofree guint8 *mixed = g_memdup2 (g_bytes_get_data (right, NULL), length);

      for (gsize i = 0; i < size && i < length; i++)
        mixed[i] ^= data[i];
      check (mixed, length, map, &root);
    }
  return 0;
}
