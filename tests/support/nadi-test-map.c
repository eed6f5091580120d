/* The oracle and its models. */
#include "nadi-test-map.h"

#include "nadi-digest.h"

typedef struct
{
  NadiHash path;
  NadiHash hash;
} OracleLeaf;

void
nadi_test_map_hash (guint8 prefix, const NadiHash *first, const NadiHash *second, NadiHash *out)
{
  NadiPart parts[] = { { &prefix, 1 }, { first, 32 }, { second, 32 } };

  nadi_sha256_parts (parts, 3, out);
}

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (NadiHash));
}

static void
oracle_subtree (const OracleLeaf *leaves, gsize n, guint depth, NadiHash *hash)
{
  NadiHash left, right;
  gsize n_left = 0;

  if (n == 0)
    memset (hash, 0, sizeof *hash);
  else if (n == 1)
    *hash = leaves[0].hash;
  else
    {
      while (n_left < n && !(leaves[n_left].path.bytes[depth / 8] & (0x80 >> depth % 8)))
        n_left++;
      oracle_subtree (leaves, n_left, depth + 1, &left);
      oracle_subtree (leaves + n_left, n - n_left, depth + 1, &right);
      nadi_test_map_hash (5, &left, &right, hash);
    }
}

/* model: key -> GBytes */
static void
oracle_root (GHashTable *model, NadiHash *root)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (OracleLeaf));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      OracleLeaf leaf;
      NadiHash value_hash;

      nadi_sha256 (key, strlen (key), &leaf.path);
      nadi_sha256 (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &value_hash);
      nadi_test_map_hash (4, &leaf.path, &value_hash, &leaf.hash);
      g_array_append_val (leaves, leaf);
    }
  g_array_sort (leaves, compare_leaves);
  oracle_subtree ((OracleLeaf *) leaves->data, leaves->len, 0, root);
}

GHashTable *
nadi_test_model_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

GHashTable *
nadi_test_model_copy (GHashTable *model)
{
  GHashTable *copy = nadi_test_model_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_bytes_ref (value));
  return copy;
}

GBytes *
nadi_test_map_value (guint64 number)
{
  char *text = g_strdup_printf ("value %" G_GUINT64_FORMAT, number);

  return g_bytes_new_take (text, strlen (text));
}

void
nadi_test_assert_map (NadiMap *map, GHashTable *model)
{
  NadiHash root, expected;
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (nadi_map_size (map), ==, g_hash_table_size (model));
  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GBytes *found = nadi_map_lookup (map, key);

      g_assert_nonnull (found);
      g_assert_true (g_bytes_equal (found, value));
    }
  g_assert_null (nadi_map_lookup (map, "not there"));
  nadi_map_root (map, &root);
  oracle_root (model, &expected);
  g_assert_true (nadi_hash_equal (&root, &expected));
}

void
nadi_test_map_change (NadiMap *map, GHashTable *model, NadiRandom *random, guint64 n_keys)
{
  g_autofree char *key = g_strdup_printf ("key/%" G_GUINT64_FORMAT, nadi_random_below (random, n_keys));

  if (nadi_random_below (random, 5) < 2)
    {
      nadi_map_set (map, key, NULL);
      g_hash_table_remove (model, key);
    }
  else
    {
      g_autoptr (GBytes) value = nadi_test_map_value (nadi_random_below (random, 100));

      nadi_map_set (map, key, value);
      g_hash_table_insert (model, g_steal_pointer (&key), g_steal_pointer (&value));
    }
}
