/* An append-only RFC 6962 tree that keeps the hash of every complete subtree in memory (64 bytes a leaf),
 * so that roots and proofs at any earlier size cost O(log² n) hashes. Not thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-merkle.h"

typedef struct _NadiTree NadiTree;

NadiTree *nadi_tree_new (void);
void nadi_tree_free (NadiTree *tree);
void nadi_tree_append (NadiTree *tree, const NadiHash *leaf);
/* Drops every leaf from size on: a block that could not be stored. */
void nadi_tree_truncate (NadiTree *tree, guint64 size);
guint64 nadi_tree_size (NadiTree *tree);
/* size at most nadi_tree_size(). */
void nadi_tree_root (NadiTree *tree, guint64 size, NadiHash *root);
void nadi_tree_leaf (NadiTree *tree, guint64 index, NadiHash *leaf);
/* Arrays of NadiHash. (transfer full) index < size <= nadi_tree_size(). */
GArray *nadi_tree_inclusion (NadiTree *tree, guint64 index, guint64 size);
/* size1 <= size2 <= nadi_tree_size(); no hashes when size1 is 0 or size2. */
GArray *nadi_tree_consistency (NadiTree *tree, guint64 size1, guint64 size2);
/* tlog-tiles: the hashes of tile n at level, width 1 … 256; NULL when the tree has not that many. */
GBytes *nadi_tree_tile (NadiTree *tree, guint level, guint64 n, guint width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTree, nadi_tree_free)
