/* The state map: in any order of changes it has what an oracle has, and the root that the definition gives. */
#include "nadi-digest.h"
#include "nadi-map.h"
#include "nadi-source.h"
#include "nadi-test-map.h"

static void
test_small (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (NadiMap) one = NULL;
  g_autoptr (NadiMap) none = NULL;
  g_autoptr (GHashTable) model = nadi_test_model_new ();
  g_autoptr (GBytes) value = g_bytes_new_static ("v", 1);
  NadiHash root, zero = { { 0 } }, path, value_hash, leaf;

  nadi_test_assert_map (map, model);
  nadi_map_root (map, &root);
  g_assert_true (nadi_hash_equal (&root, &zero));

  one = nadi_map_fork (map);
  nadi_map_set (one, "k", value);
  nadi_map_root (one, &root);
  nadi_sha256 ((const guint8 *) "k", 1, &path);
  nadi_sha256 ((const guint8 *) "v", 1, &value_hash);
  nadi_test_map_hash (4, &path, &value_hash, &leaf);
  g_assert_true (nadi_hash_equal (&root, &leaf));
  g_assert_true (nadi_map_lookup (one, "k") == value);
  g_assert_null (nadi_map_lookup (map, "k"));

  none = nadi_map_fork (one);
  nadi_map_set (none, "other", NULL);
  nadi_map_set (none, "k", NULL);
  nadi_test_assert_map (none, model);
}

/* A value without bytes is a value. */
static void
test_empty_value (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (GBytes) value = g_bytes_new (NULL, 0);
  g_autoptr (GHashTable) model = nadi_test_model_new ();

  nadi_map_set (map, "", value);
  g_hash_table_insert (model, g_strdup (""), g_bytes_ref (value));
  nadi_test_assert_map (map, model);
}

static void
test_random_changes (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (GHashTable) model = nadi_test_model_new ();
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 3);
  for (guint round = 0; round < 300; round++)
    {
      NadiMap *next;

      for (guint64 i = nadi_random_below (&random.random, 20); i > 0; i--)
        nadi_test_map_change (map, model, &random.random, 1 + round);
      nadi_test_assert_map (map, model);
      next = nadi_map_fork (map);
      nadi_map_unref (map);
      map = next;
    }
}

static void
shuffle (char **keys, guint n, NadiRandom *random)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = nadi_random_below (random, i);
      char *swap = keys[i - 1];

      keys[i - 1] = keys[j];
      keys[j] = swap;
    }
}

/* In any order, with other keys that come and go in between, the root is that of the set. */
static void
assert_order_free (char **keys, guint n_kept, guint n, NadiRandom *random)
{
  g_autoptr (GHashTable) model = nadi_test_model_new ();
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) value = g_bytes_new_static ("v", 1);
  g_autofree char **order = g_memdup2 (keys, n * sizeof *keys);

  for (guint i = 0; i < n_kept; i++)
    {
      g_hash_table_add (kept, keys[i]);
      g_hash_table_insert (model, g_strdup (keys[i]), g_bytes_ref (value));
    }
  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (NadiMap) map = nadi_map_new ();

      shuffle (order, n, random);
      for (guint i = 0; i < n; i++)
        nadi_map_set (map, order[i], value);
      shuffle (order, n, random);
      for (guint i = 0; i < n; i++)
        if (!g_hash_table_contains (kept, order[i]))
          nadi_map_set (map, order[i], NULL);
      nadi_test_assert_map (map, model);
    }
}

static void
test_order (void)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 4);
  for (guint i = 0; i < 60; i++)
    g_ptr_array_add (keys, g_strdup_printf ("k%u", i));
  for (guint n = 1; n < 7; n++)
    for (guint n_kept = 0; n_kept <= n; n_kept++)
      assert_order_free ((char **) keys->pdata, n_kept, n, &random.random);
  assert_order_free ((char **) keys->pdata, 23, 60, &random.random);
}

typedef struct
{
  NadiHash path;
  guint number;
} Numbered;

static guint
common_bits (const NadiHash *a, const NadiHash *b)
{
  guint n = 0;

  while (n < 256 && ((a->bytes[n / 8] ^ b->bytes[n / 8]) & (0x80 >> n % 8)) == 0)
    n++;
  return n;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (NadiHash));
}

/* Keys whose paths have 22 bits and more in common lie below long rows of branches with one child. */
static void
test_deep (void)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Numbered));
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  NadiSeededRandom random;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *key = g_strdup_printf ("deep/%u", i);
      Numbered numbered = { .number = i };

      nadi_sha256 ((const guint8 *) key, strlen (key), &numbered.path);
      g_array_append_val (all, numbered);
    }
  g_array_sort (all, compare_paths);
  for (guint i = 1; i < all->len && keys->len < 20; i++)
    {
      Numbered *numbered = &g_array_index (all, Numbered, i);

      if (common_bits (&numbered[-1].path, &numbered->path) < 22)
        continue;
      g_ptr_array_add (keys, g_strdup_printf ("deep/%u", numbered[-1].number));
      g_ptr_array_add (keys, g_strdup_printf ("deep/%u", numbered->number));
    }
  g_assert_cmpuint (keys->len, ==, 20);

  nadi_seeded_random_init (&random, 5);
  for (guint n = 1; n <= keys->len; n++)
    assert_order_free ((char **) keys->pdata, n / 2, n, &random.random);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/small", test_small);
  g_test_add_func ("/map/empty-value", test_empty_value);
  g_test_add_func ("/map/random-changes", test_random_changes);
  g_test_add_func ("/map/order", test_order);
  g_test_add_func ("/map/deep", test_deep);
  return g_test_run ();
}
