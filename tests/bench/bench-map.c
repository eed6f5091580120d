/* Medians of the state map and the tree: how long a set, a freeze, a look-up, a proof take, by size. */
#include <malloc.h>

#include "nadi-bench.h"
#include "nadi-digest.h"
#include "nadi-map.h"
#include "nadi-tree.h"

#define ROUNDS 21
#define BLOCK 2000    /* keys that a block of 256 events changes */
#define SAMPLES 5000  /* look-ups and proofs a round */

static double
since (gint64 start)
{
  return g_get_monotonic_time () - start;
}

static void
report (const char *what, guint size, double microseconds, const char *each)
{
  g_print ("%-34s %8u %12.3f us %s\n", what, size, microseconds, each);
}

static char *
key_of (guint i)
{
  return g_strdup_printf ("version/%u/record", i);
}

static GBytes *
value_of (guint i)
{
  char *text = g_strdup_printf ("{\"record\":%u,\"state\":\"current\"}", i);

  return g_bytes_new_take (text, strlen (text));
}

static void
set (NadiMap *map, const char *key, guint value)
{
  g_autoptr (GBytes) bytes = value_of (value);

  nadi_map_set (map, key, bytes);
}

static gsize
heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* keys: the texts, outside of what is measured */
static NadiMap *
build_map (char **keys, guint size)
{
  g_autofree GBytes **values = g_new (GBytes *, size);
  NadiMap *map = nadi_map_new ();
  gsize before;
  gint64 start;

  for (guint i = 0; i < size; i++)
    values[i] = value_of (i);
  before = heap ();
  start = g_get_monotonic_time ();
  for (guint i = 0; i < size; i++)
    nadi_map_set (map, keys[i], values[i]);
  report ("map: set a new key", size, since (start) / size, "each");
  start = g_get_monotonic_time ();
  nadi_map_freeze (map);
  report ("map: freeze all", size, since (start) / size, "a key");
  g_print ("%-34s %8u %12.1f bytes a key beyond GBytes and value\n", "map: memory", size,
           (double) (heap () - before) / size);
  for (guint i = 0; i < size; i++)
    g_bytes_unref (values[i]);
  return map;
}

/* One block after the other, each a fork of the last. */
static NadiMap *
bench_blocks (NadiMap *map, char **keys, guint size, GRand *random)
{
  double sets[ROUNDS], freezes[ROUNDS], drops[ROUNDS];

  for (guint round = 0; round < ROUNDS; round++)
    {
      NadiMap *next = nadi_map_fork (map);
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < BLOCK; i++)
        set (next, keys[g_rand_int_range (random, 0, size)], size + round);
      sets[round] = since (start) / BLOCK;
      start = g_get_monotonic_time ();
      nadi_map_freeze (next);
      freezes[round] = since (start);
      start = g_get_monotonic_time ();
      nadi_map_unref (map);
      drops[round] = since (start);
      map = next;
    }
  report ("map: change a key of a fork", size, nadi_bench_median (sets, ROUNDS), "each");
  report ("map: freeze 2,000 changes", size, nadi_bench_median (freezes, ROUNDS), "a block");
  report ("map: drop the version before", size, nadi_bench_median (drops, ROUNDS), "a block");
  return map;
}

static void
bench_lookups (NadiMap *map, char **keys, guint size, GRand *random)
{
  double lookups[ROUNDS], hashes[ROUNDS];
  NadiHash hash;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < SAMPLES; i++)
        g_assert_nonnull (nadi_map_lookup (map, keys[g_rand_int_range (random, 0, size)]));
      lookups[round] = since (start) / SAMPLES;
      start = g_get_monotonic_time ();
      for (guint i = 0; i < SAMPLES; i++)
        {
          const char *key = keys[g_rand_int_range (random, 0, size)];

          nadi_sha256 ((const guint8 *) key, strlen (key), &hash);
        }
      hashes[round] = since (start) / SAMPLES;
    }
  report ("map: look-up with its SHA-256", size, nadi_bench_median (lookups, ROUNDS), "each");
  report ("map: that SHA-256 alone", size, nadi_bench_median (hashes, ROUNDS), "each");
}

static void
bench_proofs (NadiMap *map, char **keys, guint size, guint n_keys, GRand *random)
{
  double proves[ROUNDS], checks[ROUNDS];
  gsize bytes = 0;
  NadiHash root;

  nadi_map_root (map, &root);
  for (guint round = 0; round < ROUNDS; round++)
    {
      proves[round] = checks[round] = 0;
      for (guint sample = 0; sample < 100; sample++)
        {
          const char *asked[65] = { NULL };
          GBytes *values[64];
          g_autoptr (GBytes) proof = NULL;
          gint64 start;

          for (guint i = 0; i < n_keys; i++)
            asked[i] = keys[g_rand_int_range (random, 0, size)];
          start = g_get_monotonic_time ();
          proof = nadi_map_prove (map, asked);
          proves[round] += since (start) / 100;
          start = g_get_monotonic_time ();
          g_assert_true (nadi_map_check_proof (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &root, asked,
                                               values, NULL));
          checks[round] += since (start) / 100;
          bytes += g_bytes_get_size (proof);
          for (guint i = 0; i < n_keys; i++)
            g_bytes_unref (values[i]);
        }
    }
  g_print ("proofs of %u key%s, %" G_GSIZE_FORMAT " bytes each:\n", n_keys, n_keys > 1 ? "s" : "",
           bytes / ROUNDS / 100);
  report ("map: prove", size, nadi_bench_median (proves, ROUNDS), "each");
  report ("map: check a proof", size, nadi_bench_median (checks, ROUNDS), "each");
}

static void
bench_map (guint size)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  char **texts;
  NadiMap *map;
  gint64 start;

  for (guint i = 0; i < size; i++)
    g_ptr_array_add (keys, key_of (i));
  texts = (char **) keys->pdata;
  map = build_map (texts, size);
  map = bench_blocks (map, texts, size, random);
  bench_lookups (map, texts, size, random);
  bench_proofs (map, texts, size, 1, random);
  bench_proofs (map, texts, size, 64, random);
  start = g_get_monotonic_time ();
  nadi_map_unref (map);
  report ("map: drop the last version", size, since (start), "in all");
}

static void
bench_tree (guint size)
{
  g_autoptr (NadiTree) tree = nadi_tree_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  double roots[ROUNDS], inclusions[ROUNDS], consistencies[ROUNDS];
  NadiHash hash = { { 0 } };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < size; i++)
    {
      memcpy (hash.bytes, &i, sizeof i);
      nadi_tree_append (tree, &hash);
    }
  report ("tree: append", size, since (start) / size, "each");
  for (guint round = 0; round < ROUNDS; round++)
    {
      start = g_get_monotonic_time ();
      for (guint i = 0; i < 100; i++)
        nadi_tree_root (tree, g_rand_int_range (random, 1, size), &hash);
      roots[round] = since (start) / 100;
      start = g_get_monotonic_time ();
      for (guint i = 0; i < 100; i++)
        g_array_unref (nadi_tree_inclusion (tree, g_rand_int_range (random, 0, size), size));
      inclusions[round] = since (start) / 100;
      start = g_get_monotonic_time ();
      for (guint i = 0; i < 100; i++)
        g_array_unref (nadi_tree_consistency (tree, g_rand_int_range (random, 1, size), size));
      consistencies[round] = since (start) / 100;
    }
  report ("tree: root at an earlier size", size, nadi_bench_median (roots, ROUNDS), "each");
  report ("tree: inclusion proof", size, nadi_bench_median (inclusions, ROUNDS), "each");
  report ("tree: consistency proof", size, nadi_bench_median (consistencies, ROUNDS), "each");
}

int
main (void)
{
  for (guint size = 10000; size <= 1000000; size *= 10)
    bench_map (size);
  bench_tree (1000000);
  return 0;
}
