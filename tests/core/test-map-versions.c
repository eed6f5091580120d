/* Versions of the state map: forked, frozen, dropped in any order, and read by other threads while the next is written. */
#include "nadi-map.h"
#include "nadi-source.h"
#include "nadi-test-map.h"

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
      models[i] = nadi_test_model_new ();
      nadi_map_freeze (maps[i]);
    }
  for (guint round = 0; round < 400; round++)
    {
      guint from = nadi_random_below (&random.random, VERSIONS);
      guint to = nadi_random_below (&random.random, VERSIONS);
      NadiMap *fork = nadi_map_fork (maps[from]);
      GHashTable *model = nadi_test_model_copy (models[from]);

      /* Sometimes what was forked is dropped first, so that its nodes become the fork's own. */
      if (round % 2 == 0)
        g_clear_pointer (&maps[to], nadi_map_unref);
      for (guint64 i = nadi_random_below (&random.random, 30); i > 0; i--)
        nadi_test_map_change (fork, model, &random.random, 80);
      g_clear_pointer (&maps[to], nadi_map_unref);
      g_hash_table_unref (models[to]);
      maps[to] = fork;
      models[to] = model;
      nadi_map_freeze (fork);
      for (guint i = 0; i < VERSIONS; i++)
        nadi_test_assert_map (maps[i], models[i]);
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
  g_autoptr (GBytes) value = nadi_test_map_value (number);

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
  g_test_add_func ("/map/versions", test_versions);
  g_test_add_func ("/map/references", test_references);
  g_test_add_func ("/map/drop", test_drop);
  g_test_add_func ("/map/threads", test_threads);
  return g_test_run ();
}
