/* The nodes that versions of a state map share. Only nadi-map*.c includes this.
 *
 * A branch has at least two leaves below it; a subtree with one leaf is that leaf, one without is NULL. So
 * the shape, and with it the hash, depends on the keys alone. A path is SHA-256 of a key's text, its bits
 * taken from the most significant; nothing lies deeper than 256, so recursion is bounded.
 *
 * A node that several versions reach has a holder more somewhere on the way to it, so a writer that copies
 * every held node on its way down may change what it then has in hand. Hashes are valid unless dirty; below
 * a clean node all is clean, and dirty nodes are reached from one unfrozen version only. */
#pragma once

#include <glib.h>

#include "nadi-map.h"

#define NADI_MAP_DEPTH (8 * NADI_HASH_SIZE)

/* Aligned as what it is the head of: a branch or a leaf. */
typedef struct
{
  _Alignas (gpointer) gint holders;
  guint8 is_leaf;
  guint8 dirty;
} NadiMapNode;

/* What a look-up reads comes first, so that a node costs it one line of the processor's cache. */
typedef struct
{
  NadiMapNode node;
  NadiMapNode *child[2]; /* by the path's next bit */
  NadiHash hash;
} NadiMapBranch;

typedef struct
{
  NadiMapNode node;
  NadiHash path;
  GBytes *value;
  NadiHash hash;
} NadiMapLeaf;

static inline guint
nadi_map_bit (const NadiHash *path, guint depth)
{
  return path->bytes[depth >> 3] >> (7 - (depth & 7)) & 1;
}

static inline NadiMapBranch *
nadi_map_branch (NadiMapNode *node)
{
  return (NadiMapBranch *) node;
}

static inline NadiMapLeaf *
nadi_map_leaf (NadiMapNode *node)
{
  return (NadiMapLeaf *) node;
}

NadiMapBranch *nadi_map_branch_new (void);
NadiMapNode *nadi_map_leaf_new (const NadiHash *path, GBytes *value);
NadiMapNode *nadi_map_node_ref (NadiMapNode *node);   /* NULL gives NULL */
void nadi_map_node_unref (NadiMapNode *node);         /* NULL does nothing */
/* The same for the root of a version, which may hold millions: most of them are then freed by a thread of
 * their own, so that nobody waits for it. */
void nadi_map_node_drop (NadiMapNode *root);

/* Makes the branch at *slot the writer's own, with a hash to be computed anew. */
NadiMapBranch *nadi_map_branch_own (NadiMapNode **slot);
/* The leaf at path, or NULL. */
NadiMapLeaf *nadi_map_node_find (NadiMapNode *node, const NadiHash *path);
/* Computes the hashes of what is dirty. */
void nadi_map_node_seal (NadiMapNode *node);

/* SHA-256 of a key's text. */
void nadi_map_path (const char *key, NadiHash *path);
void nadi_map_hash_leaf (const NadiHash *path, const NadiHash *value_hash, NadiHash *out);
void nadi_map_hash_branch (const NadiHash *left, const NadiHash *right, NadiHash *out);
/* The hash of a subtree: 32 zero bytes for NULL. Not of a dirty one. */
const NadiHash *nadi_map_node_hash (NadiMapNode *node);

/* FALSE if the version is not frozen. */
gboolean nadi_map_frozen_root (NadiMap *map, NadiMapNode **root);
