/* The tree in memory: a list of hashes for every level, each the level below in pairs. */
#include "nadi-tree.h"

/* Hashes lie in the tiles of tlog-tiles: 256 to a piece, so that growing never moves what is there and a
 * full tile is served as it lies. Unlike tlog-tiles, every level is kept, not only each eighth. */
#define TILE_BITS 8
#define TILE_WIDTH (1 << TILE_BITS)
#define LEVELS 64

struct _NadiTree
{
  guint64 size;
  GPtrArray *levels[LEVELS]; /* of NadiHash[TILE_WIDTH]; NULL until the level has a hash */
};

NadiTree *
nadi_tree_new (void)
{
  return g_new0 (NadiTree, 1);
}

void
nadi_tree_free (NadiTree *tree)
{
  if (tree == NULL)
    return;
  for (guint level = 0; level < LEVELS; level++)
    g_clear_pointer (&tree->levels[level], g_ptr_array_unref);
  g_free (tree);
}

/* The root of leaves [index << level, (index + 1) << level). */
static NadiHash *
complete_subtree (NadiTree *tree, guint level, guint64 index)
{
  NadiHash *tile = g_ptr_array_index (tree->levels[level], index >> TILE_BITS);

  return &tile[index & (TILE_WIDTH - 1)];
}

static void
store (NadiTree *tree, guint level, guint64 index, const NadiHash *hash)
{
  if (tree->levels[level] == NULL)
    tree->levels[level] = g_ptr_array_new_with_free_func (g_free);
  if (index >> TILE_BITS == tree->levels[level]->len)
    g_ptr_array_add (tree->levels[level], g_new (NadiHash, TILE_WIDTH));
  *complete_subtree (tree, level, index) = *hash;
}

void
nadi_tree_append (NadiTree *tree, const NadiHash *leaf)
{
  guint64 index = tree->size++;
  NadiHash hash = *leaf;

  store (tree, 0, index, &hash);
  for (guint level = 1; index & 1; level++)
    {
      nadi_merkle_node (complete_subtree (tree, level - 1, index - 1), &hash, &hash);
      index >>= 1;
      store (tree, level, index, &hash);
    }
}

void
nadi_tree_truncate (NadiTree *tree, guint64 size)
{
  g_return_if_fail (size <= tree->size);

  tree->size = size;
  for (guint level = 0; level < LEVELS && tree->levels[level] != NULL; level++)
    {
      guint64 tiles = ((size >> level) + TILE_WIDTH - 1) >> TILE_BITS;

      g_ptr_array_set_size (tree->levels[level], MIN (tiles, tree->levels[level]->len));
    }
}

guint64
nadi_tree_size (NadiTree *tree)
{
  return tree->size;
}

/* The root of leaves [begin, end), where begin is a multiple of the smallest power of two that is not below
 * end - begin: the complete subtrees from the smallest, rightmost one to the largest. */
static void
subtree_root (NadiTree *tree, guint64 begin, guint64 end, NadiHash *root)
{
  guint level = __builtin_ctzll (end - begin);

  *root = *complete_subtree (tree, level, (end >> level) - 1);
  for (end -= G_GUINT64_CONSTANT (1) << level; end > begin; end -= G_GUINT64_CONSTANT (1) << level)
    {
      level = __builtin_ctzll (end - begin);
      nadi_merkle_node (complete_subtree (tree, level, (end >> level) - 1), root, root);
    }
}

void
nadi_tree_root (NadiTree *tree, guint64 size, NadiHash *root)
{
  g_return_if_fail (size <= tree->size);

  if (size == 0)
    nadi_merkle_empty (root);
  else
    subtree_root (tree, 0, size, root);
}

void
nadi_tree_leaf (NadiTree *tree, guint64 index, NadiHash *leaf)
{
  g_return_if_fail (index < tree->size);

  *leaf = *complete_subtree (tree, 0, index);
}

/* Proofs are found from the root down and read from the leaf up. */
static GArray *
reversed (GArray *proof)
{
  for (guint i = 0; i < proof->len / 2; i++)
    {
      NadiHash *low = &g_array_index (proof, NadiHash, i);
      NadiHash *high = &g_array_index (proof, NadiHash, proof->len - 1 - i);
      NadiHash swap = *low;

      *low = *high;
      *high = swap;
    }
  return proof;
}

static void
add_subtree (NadiTree *tree, guint64 begin, guint64 end, GArray *proof)
{
  NadiHash hash;

  subtree_root (tree, begin, end, &hash);
  g_array_append_val (proof, hash);
}

/* The largest power of two below n, for n > 1. */
static guint64
split_point (guint64 n)
{
  return G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (n - 1));
}

/* PATH (m, D[n]) of RFC 6962 §2.1.1. */
GArray *
nadi_tree_inclusion (NadiTree *tree, guint64 index, guint64 size)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  guint64 begin = 0, end = size;

  g_return_val_if_fail (index < size && size <= tree->size, NULL);

  while (end - begin > 1)
    {
      guint64 middle = begin + split_point (end - begin);

      if (index < middle)
        {
          add_subtree (tree, middle, end, proof);
          end = middle;
        }
      else
        {
          add_subtree (tree, begin, middle, proof);
          begin = middle;
        }
    }
  return reversed (g_steal_pointer (&proof));
}

/* PROOF (m, D[n]) of RFC 6962 §2.1.2. */
GArray *
nadi_tree_consistency (NadiTree *tree, guint64 size1, guint64 size2)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  guint64 begin = 0, end = size2;

  g_return_val_if_fail (size1 <= size2 && size2 <= tree->size, NULL);

  if (size1 == 0)
    return g_steal_pointer (&proof);
  while (end != size1)
    {
      guint64 middle = begin + split_point (end - begin);

      if (size1 <= middle)
        {
          add_subtree (tree, middle, end, proof);
          end = middle;
        }
      else
        {
          add_subtree (tree, begin, middle, proof);
          begin = middle;
        }
    }
  /* b of RFC 6962: with nothing to its left this subtree is the whole old tree, whose root is known. */
  if (begin != 0)
    add_subtree (tree, begin, end, proof);
  return reversed (g_steal_pointer (&proof));
}

GBytes *
nadi_tree_tile (NadiTree *tree, guint level, guint64 n, guint width)
{
  guint64 available;

  if (width < 1 || width > TILE_WIDTH || level >= LEVELS / TILE_BITS)
    return NULL;
  available = tree->size >> (level * TILE_BITS);
  if (n > available >> TILE_BITS || (n << TILE_BITS) + width > available)
    return NULL;
  return g_bytes_new (complete_subtree (tree, level * TILE_BITS, n << TILE_BITS), width * sizeof (NadiHash));
}
