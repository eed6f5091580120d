/* The state map against an oracle that knows nothing of nodes: a list of leaves, sorted by path, hashed by
 * the definition. */
#include "nadi-digest.h"
#include "nadi-map.h"
#include "nadi-source.h"

typedef struct
{
  NadiHash path;
  NadiHash hash;
} OracleLeaf;

static void
oracle_hash (guint8 prefix, const NadiHash *first, const NadiHash *second, NadiHash *out)
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
      oracle_hash (5, &left, &right, hash);
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
      oracle_hash (4, &leaf.path, &value_hash, &leaf.hash);
      g_array_append_val (leaves, leaf);
    }
  g_array_sort (leaves, compare_leaves);
  oracle_subtree ((OracleLeaf *) leaves->data, leaves->len, 0, root);
}

static GHashTable *
model_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

static GHashTable *
model_copy (GHashTable *model)
{
  GHashTable *copy = model_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_bytes_ref (value));
  return copy;
}

static GBytes *
value_of (guint64 number)
{
  char *text = g_strdup_printf ("value %" G_GUINT64_FORMAT, number);

  return g_bytes_new_take (text, strlen (text));
}

static void
assert_map (NadiMap *map, GHashTable *model)
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

static void
change (NadiMap *map, GHashTable *model, NadiRandom *random, guint64 n_keys)
{
  g_autofree char *key = g_strdup_printf ("key/%" G_GUINT64_FORMAT, nadi_random_below (random, n_keys));

  if (nadi_random_below (random, 5) < 2)
    {
      nadi_map_set (map, key, NULL);
      g_hash_table_remove (model, key);
    }
  else
    {
      g_autoptr (GBytes) value = value_of (nadi_random_below (random, 100));

      nadi_map_set (map, key, value);
      g_hash_table_insert (model, g_steal_pointer (&key), g_steal_pointer (&value));
    }
}

static void
test_small (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (NadiMap) one = NULL;
  g_autoptr (NadiMap) none = NULL;
  g_autoptr (GHashTable) model = model_new ();
  g_autoptr (GBytes) value = g_bytes_new_static ("v", 1);
  NadiHash root, zero = { { 0 } }, path, value_hash, leaf;

  assert_map (map, model);
  nadi_map_root (map, &root);
  g_assert_true (nadi_hash_equal (&root, &zero));

  one = nadi_map_fork (map);
  nadi_map_set (one, "k", value);
  nadi_map_root (one, &root);
  nadi_sha256 ((const guint8 *) "k", 1, &path);
  nadi_sha256 ((const guint8 *) "v", 1, &value_hash);
  oracle_hash (4, &path, &value_hash, &leaf);
  g_assert_true (nadi_hash_equal (&root, &leaf));
  g_assert_true (nadi_map_lookup (one, "k") == value);
  g_assert_null (nadi_map_lookup (map, "k"));

  none = nadi_map_fork (one);
  nadi_map_set (none, "other", NULL);
  nadi_map_set (none, "k", NULL);
  assert_map (none, model);
}

/* A value without bytes is a value. */
static void
test_empty_value (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (GBytes) value = g_bytes_new (NULL, 0);
  g_autoptr (GHashTable) model = model_new ();

  nadi_map_set (map, "", value);
  g_hash_table_insert (model, g_strdup (""), g_bytes_ref (value));
  assert_map (map, model);
}

static void
test_random_changes (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (GHashTable) model = model_new ();
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 3);
  for (guint round = 0; round < 300; round++)
    {
      NadiMap *next;

      for (guint64 i = nadi_random_below (&random.random, 20); i > 0; i--)
        change (map, model, &random.random, 1 + round);
      assert_map (map, model);
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
  g_autoptr (GHashTable) model = model_new ();
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
      assert_map (map, model);
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
  g_array_sort (all, compare_leaves);
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

#define VERSIONS 12

/* Versions that fork from each other, are written and dropped in any order, each with its own model. */
static void
test_versions (void)
{
  NadiMap *maps[VERSIONS] = { NULL };
  GHashTable *models[VERSIONS] = { NULL };
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 6);
  for (guint i = 0; i < VERSIONS; i++)
    {
      maps[i] = nadi_map_new ();
      models[i] = model_new ();
      nadi_map_freeze (maps[i]);
    }
  for (guint round = 0; round < 400; round++)
    {
      guint from = nadi_random_below (&random.random, VERSIONS);
      guint to = nadi_random_below (&random.random, VERSIONS);
      NadiMap *fork = nadi_map_fork (maps[from]);
      GHashTable *model = model_copy (models[from]);

      /* Sometimes what was forked is dropped first, so that its nodes become the fork's own. */
      if (round % 2 == 0)
        g_clear_pointer (&maps[to], nadi_map_unref);
      for (guint64 i = nadi_random_below (&random.random, 30); i > 0; i--)
        change (fork, model, &random.random, 80);
      g_clear_pointer (&maps[to], nadi_map_unref);
      g_hash_table_unref (models[to]);
      maps[to] = fork;
      models[to] = model;
      nadi_map_freeze (fork);
      for (guint i = 0; i < VERSIONS; i++)
        assert_map (maps[i], models[i]);
    }
  for (guint i = 0; i < VERSIONS; i++)
    {
      nadi_map_unref (maps[i]);
      g_hash_table_unref (models[i]);
    }
}

static void
test_references (void)
{
  NadiMap *map = nadi_map_new ();
  g_autoptr (GBytes) value = g_bytes_new_static ("v", 1);

  nadi_map_set (map, "k", value);
  g_assert_true (nadi_map_ref (map) == map);
  nadi_map_unref (map);
  g_assert_true (nadi_map_lookup (map, "k") == value);
  nadi_map_unref (map);
  nadi_map_unref (NULL);
}

#define MANY 60000

/* Most of a large version is freed behind the back of who drops it; what another version shares must stay. */
static void
test_drop (void)
{
  NadiMap *map = nadi_map_new ();
  NadiMap *fork;
  g_autoptr (GBytes) value = g_bytes_new_static ("v", 1);
  NadiHash root, again;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);

      nadi_map_set (map, key, value);
    }
  nadi_map_root (map, &root);
  fork = nadi_map_fork (map);
  nadi_map_set (fork, "key/0", NULL);
  nadi_map_freeze (fork);
  nadi_map_unref (map);

  map = nadi_map_fork (fork);
  nadi_map_unref (fork);
  nadi_map_set (map, "key/0", value);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);

      g_assert_true (nadi_map_lookup (map, key) == value);
    }
  nadi_map_root (map, &again);
  g_assert_true (nadi_hash_equal (&root, &again));
  nadi_map_unref (map);
}

#define SHARED_KEYS 300

typedef struct
{
  GMutex lock;
  NadiMap *newest; /* frozen */
  gboolean done;
} Shared;

static NadiMap *
shared_ref (Shared *shared, gboolean *done)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shared->lock);

  *done = shared->done;
  return nadi_map_ref (shared->newest);
}

/* Every key of a version has the version's number: a reader that saw another would have seen a write. */
static gpointer
read_versions (gpointer data)
{
  gboolean done = FALSE;

  while (!done)
    {
      g_autoptr (NadiMap) map = shared_ref (data, &done);
      GBytes *number = nadi_map_lookup (map, "key/0");
      const char *keys[] = { "key/1", "key/299", "absent", NULL };
      g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
      GBytes *values[3];
      NadiHash root;

      for (guint i = 0; i < SHARED_KEYS; i++)
        {
          g_autofree char *key = g_strdup_printf ("key/%u", i);

          g_assert_true (g_bytes_equal (nadi_map_lookup (map, key), number));
        }
      nadi_map_root (map, &root);
      g_assert_true (nadi_map_check_proof (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &root, keys,
                                           values, NULL));
      g_assert_true (g_bytes_equal (values[0], number) && g_bytes_equal (values[1], number) && values[2] == NULL);
      g_bytes_unref (values[0]);
      g_bytes_unref (values[1]);
    }
  return NULL;
}

static NadiMap *
write_version (NadiMap *map, guint number)
{
  g_autoptr (GBytes) value = value_of (number);

  for (guint i = 0; i < SHARED_KEYS; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);

      nadi_map_set (map, key, value);
    }
  nadi_map_freeze (map);
  return map;
}

static void
test_threads (void)
{
  Shared shared = { .newest = write_version (nadi_map_new (), 0) };
  GThread *readers[3];

  g_mutex_init (&shared.lock);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", read_versions, &shared);
  for (guint number = 1; number <= 200; number++)
    {
      NadiMap *next = write_version (nadi_map_fork (shared.newest), number);
      NadiMap *old;

      g_mutex_lock (&shared.lock);
      old = shared.newest;
      shared.newest = next;
      shared.done = number == 200;
      g_mutex_unlock (&shared.lock);
      nadi_map_unref (old);
    }
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
  nadi_map_unref (shared.newest);
  g_mutex_clear (&shared.lock);
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
  g_test_add_func ("/map/versions", test_versions);
  g_test_add_func ("/map/references", test_references);
  g_test_add_func ("/map/drop", test_drop);
  g_test_add_func ("/map/threads", test_threads);
  return g_test_run ();
}
