/* The tree against RFC 6962 §2.1 written down as it stands there: recursive and slow. */
#include "nadi-source.h"
#include "nadi-tree.h"

#define ALL_SIZES 520     /* every size up to here: past two tiles */
#define EXHAUSTIVE 40     /* every proof of every size up to here */
#define LARGE 3000
#define TILED 70000

static NadiHash
leaf_hash (guint64 i)
{
  NadiHash hash;

  nadi_merkle_leaf ((const guint8 *) &i, sizeof i, &hash);
  return hash;
}

static NadiTree *
tree_of (guint64 size)
{
  NadiTree *tree = nadi_tree_new ();

  for (guint64 i = 0; i < size; i++)
    {
      NadiHash hash = leaf_hash (i);

      nadi_tree_append (tree, &hash);
    }
  return tree;
}

static guint64
naive_split (guint64 n)
{
  guint64 k = 1;

  while (2 * k < n)
    k *= 2;
  return k;
}

/* MTH (D[begin:end]) */
static NadiHash
naive_root (guint64 begin, guint64 end)
{
  NadiHash left, right, hash;

  if (end - begin == 1)
    return leaf_hash (begin);
  left = naive_root (begin, begin + naive_split (end - begin));
  right = naive_root (begin + naive_split (end - begin), end);
  nadi_merkle_node (&left, &right, &hash);
  return hash;
}

static void
naive_add (GArray *proof, guint64 begin, guint64 end)
{
  NadiHash hash = naive_root (begin, end);

  g_array_append_val (proof, hash);
}

/* PATH (m, D[begin:end]), m counted from begin */
static void
naive_path (GArray *proof, guint64 m, guint64 begin, guint64 end)
{
  guint64 k = naive_split (end - begin);

  if (end - begin == 1)
    return;
  if (m < k)
    {
      naive_path (proof, m, begin, begin + k);
      naive_add (proof, begin + k, end);
    }
  else
    {
      naive_path (proof, m - k, begin + k, end);
      naive_add (proof, begin, begin + k);
    }
}

/* SUBPROOF (m, D[begin:end], b) */
static void
naive_subproof (GArray *proof, guint64 m, guint64 begin, guint64 end, gboolean b)
{
  guint64 k = naive_split (end - begin);

  if (m == end - begin)
    {
      if (!b)
        naive_add (proof, begin, end);
    }
  else if (m <= k)
    {
      naive_subproof (proof, m, begin, begin + k, b);
      naive_add (proof, begin + k, end);
    }
  else
    {
      naive_subproof (proof, m - k, begin + k, end, FALSE);
      naive_add (proof, begin, begin + k);
    }
}

static void
assert_same_proof (GArray *a, GArray *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof (NadiHash), b->data, b->len * sizeof (NadiHash));
}

static void
assert_root (NadiTree *tree, guint64 size)
{
  NadiHash root, expected = naive_root (0, size);

  nadi_tree_root (tree, size, &root);
  g_assert_true (nadi_hash_equal (&root, &expected));
}

static void
check_inclusion (NadiTree *tree, guint64 index, guint64 size)
{
  g_autoptr (GArray) proof = nadi_tree_inclusion (tree, index, size);
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  NadiHash *hashes = (NadiHash *) proof->data;
  NadiHash leaf, root;

  naive_path (expected, index, 0, size);
  assert_same_proof (proof, expected);
  nadi_tree_leaf (tree, index, &leaf);
  nadi_tree_root (tree, size, &root);
  g_assert_true (nadi_merkle_check_inclusion (index, size, &leaf, hashes, proof->len, &root, NULL));

  g_assert_false (nadi_merkle_check_inclusion (index, size, &root, hashes, proof->len, &root, NULL) && size > 1);
  g_assert_false (nadi_merkle_check_inclusion (index ^ 1, size, &leaf, hashes, proof->len, &root, NULL));
  if (proof->len == 0)
    return;
  g_assert_false (nadi_merkle_check_inclusion (index, size, &leaf, hashes, proof->len - 1, &root, NULL));
  hashes[(index + size) % proof->len].bytes[index % 32] ^= 1 << size % 8;
  g_assert_false (nadi_merkle_check_inclusion (index, size, &leaf, hashes, proof->len, &root, NULL));
}

static void
check_consistency (NadiTree *tree, guint64 size1, guint64 size2)
{
  g_autoptr (GArray) proof = nadi_tree_consistency (tree, size1, size2);
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  NadiHash *hashes = (NadiHash *) proof->data;
  NadiHash root1, root2, wrong = { { 0 } };

  naive_subproof (expected, size1, 0, size2, TRUE);
  assert_same_proof (proof, expected);
  nadi_tree_root (tree, size1, &root1);
  nadi_tree_root (tree, size2, &root2);
  g_assert_true (nadi_merkle_check_consistency (size1, size2, &root1, &root2, hashes, proof->len, NULL));

  g_assert_false (nadi_merkle_check_consistency (size1, size2, &wrong, &root2, hashes, proof->len, NULL));
  g_assert_false (nadi_merkle_check_consistency (size1, size2, &root1, &wrong, hashes, proof->len, NULL));
  if (proof->len == 0)
    return;
  g_assert_false (nadi_merkle_check_consistency (size1, size2, &root1, &root2, hashes, proof->len - 1, NULL));
  hashes[(size1 + size2) % proof->len].bytes[size1 % 32] ^= 1 << size2 % 8;
  g_assert_false (nadi_merkle_check_consistency (size1, size2, &root1, &root2, hashes, proof->len, NULL));
}

static void
test_empty (void)
{
  g_autoptr (NadiTree) tree = nadi_tree_new ();
  NadiHash root, expected;

  nadi_merkle_empty (&expected);
  nadi_tree_root (tree, 0, &root);
  g_assert_true (nadi_hash_equal (&root, &expected));
  g_assert_cmpuint (nadi_tree_size (tree), ==, 0);
  g_assert_null (nadi_tree_tile (tree, 0, 0, 1));
}

static void
test_roots (void)
{
  g_autoptr (NadiTree) tree = tree_of (LARGE);

  g_assert_cmpuint (nadi_tree_size (tree), ==, LARGE);
  for (guint64 size = 1; size <= ALL_SIZES; size++)
    assert_root (tree, size);
  for (guint64 size = ALL_SIZES; size <= LARGE; size += 97)
    assert_root (tree, size);
  assert_root (tree, 2048);
  assert_root (tree, LARGE);
}

static void
test_proofs (void)
{
  g_autoptr (NadiTree) tree = tree_of (LARGE);
  NadiSeededRandom random;

  for (guint64 size = 1; size <= EXHAUSTIVE; size++)
    for (guint64 i = 0; i < size; i++)
      {
        check_inclusion (tree, i, size);
        check_consistency (tree, i + 1, size);
      }
  nadi_seeded_random_init (&random, 1);
  for (guint i = 0; i < 100; i++)
    {
      guint64 size = 1 + nadi_random_below (&random.random, LARGE);

      check_inclusion (tree, nadi_random_below (&random.random, size), size);
      check_consistency (tree, 1 + nadi_random_below (&random.random, size), size);
    }
}

static void
test_no_old_tree (void)
{
  g_autoptr (NadiTree) tree = tree_of (5);
  g_autoptr (GArray) proof = nadi_tree_consistency (tree, 0, 5);

  g_assert_cmpuint (proof->len, ==, 0);
}

/* What is appended after a truncation takes the place of what was dropped. */
static void
test_truncate (void)
{
  g_autoptr (NadiTree) tree = nadi_tree_new ();
  NadiSeededRandom random;
  NadiHash wrong = { { 0xff } };

  nadi_seeded_random_init (&random, 2);
  for (guint i = 0; i < 40; i++)
    {
      guint64 kept = nadi_tree_size (tree);
      guint64 more = nadi_random_below (&random.random, 300);

      for (guint64 j = 0; j < more; j++)
        nadi_tree_append (tree, &wrong);
      nadi_tree_truncate (tree, kept);
      g_assert_cmpuint (nadi_tree_size (tree), ==, kept);
      for (guint64 j = 0; j < more; j++)
        {
          NadiHash hash = leaf_hash (kept + j);

          nadi_tree_append (tree, &hash);
        }
      if (nadi_tree_size (tree) > 0)
        assert_root (tree, nadi_tree_size (tree));
    }
  nadi_tree_truncate (tree, 1);
  assert_root (tree, 1);
  nadi_tree_truncate (tree, 0);
  g_assert_null (nadi_tree_tile (tree, 0, 0, 1));
}

static void
check_tile (NadiTree *tree, guint level, guint64 n, guint width)
{
  g_autoptr (GBytes) tile = nadi_tree_tile (tree, level, n, width);
  guint64 span = G_GUINT64_CONSTANT (1) << (8 * level);
  const NadiHash *hashes;

  g_assert_nonnull (tile);
  g_assert_cmpuint (g_bytes_get_size (tile), ==, width * 32);
  hashes = g_bytes_get_data (tile, NULL);
  for (guint i = 0; i < width; i++)
    {
      guint64 first = (n * 256 + i) * span;
      NadiHash expected = naive_root (first, first + span);

      g_assert_true (nadi_hash_equal (&hashes[i], &expected));
    }
}

static void
assert_no_tile (NadiTree *tree, guint level, guint64 n, guint width)
{
  g_assert_null (nadi_tree_tile (tree, level, n, width));
}

/* The example of the specification: 273 full tiles and 112 hashes, one and 17, 1. */
static void
test_tiles (void)
{
  g_autoptr (NadiTree) tree = tree_of (TILED);

  check_tile (tree, 0, 0, 256);
  check_tile (tree, 0, 0, 7);
  check_tile (tree, 0, 272, 256);
  check_tile (tree, 0, 273, 112);
  check_tile (tree, 0, 273, 1);
  assert_no_tile (tree, 0, 273, 113);
  assert_no_tile (tree, 0, 274, 1);
  check_tile (tree, 1, 0, 256);
  check_tile (tree, 1, 1, 17);
  assert_no_tile (tree, 1, 1, 18);
  check_tile (tree, 2, 0, 1);
  assert_no_tile (tree, 2, 0, 2);
  assert_no_tile (tree, 3, 0, 1);
  assert_no_tile (tree, 0, 0, 0);
  assert_no_tile (tree, 0, 0, 257);
  assert_no_tile (tree, 0, G_MAXUINT64, 256);
  assert_no_tile (tree, 0, G_GUINT64_CONSTANT (1) << 56, 256);
  assert_no_tile (tree, 7, 0, 1);
  assert_no_tile (tree, 8, 0, 1);
  assert_no_tile (tree, G_MAXUINT, 0, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/empty", test_empty);
  g_test_add_func ("/tree/roots", test_roots);
  g_test_add_func ("/tree/proofs", test_proofs);
  g_test_add_func ("/tree/no-old-tree", test_no_old_tree);
  g_test_add_func ("/tree/truncate", test_truncate);
  g_test_add_func ("/tree/tiles", test_tiles);
  return g_test_run ();
}
