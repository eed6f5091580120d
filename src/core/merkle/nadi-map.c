/* Versions of the state map, and how a set or removal reshapes the trie. */
#include "nadi-map.h"

#include "nadi-map-node.h"

struct _NadiMap
{
  gint holders;
  gboolean frozen;
  guint64 size;
  NadiMapNode *root;
};

static NadiMap *
version_new (NadiMapNode *root, guint64 size)
{
  NadiMap *map = g_new (NadiMap, 1);

  map->holders = 1;
  map->frozen = FALSE;
  map->size = size;
  map->root = nadi_map_node_ref (root);
  return map;
}

/* Puts two leaves where one was, below as many branches as their paths have bits in common from depth on. */
static void
split_leaf (NadiMapNode **slot, guint depth, NadiMapNode *leaf)
{
  NadiMapNode *other = *slot;
  const NadiHash *path = &nadi_map_leaf (leaf)->path;
  const NadiHash *other_path = &nadi_map_leaf (other)->path;
  NadiMapBranch *branch = nadi_map_branch_new ();

  *slot = &branch->node;
  for (; nadi_map_bit (path, depth) == nadi_map_bit (other_path, depth); depth++)
    {
      NadiMapBranch *below = nadi_map_branch_new ();

      branch->child[nadi_map_bit (path, depth)] = &below->node;
      branch = below;
    }
  branch->child[nadi_map_bit (path, depth)] = leaf;
  branch->child[nadi_map_bit (other_path, depth)] = other;
}

static void
insert (NadiMap *map, const NadiHash *path, GBytes *value)
{
  NadiMapNode **slot = &map->root;
  NadiMapNode *leaf = nadi_map_leaf_new (path, value);
  guint depth = 0;

  for (; *slot != NULL && !(*slot)->is_leaf; depth++)
    slot = &nadi_map_branch_own (slot)->child[nadi_map_bit (path, depth)];

  if (*slot != NULL && !nadi_hash_equal (&nadi_map_leaf (*slot)->path, path))
    split_leaf (slot, depth, leaf);
  else
    {
      nadi_map_node_unref (*slot);
      *slot = leaf;
    }
}

/* A branch with one leaf left gives way to that leaf, and so does the branch above it if that is now such. */
static void
collapse (NadiMapNode **slots[], guint depth)
{
  while (depth-- > 0)
    {
      NadiMapBranch *branch = nadi_map_branch (*slots[depth]);
      NadiMapNode *left = branch->child[0];
      NadiMapNode *right = branch->child[1];

      if ((left != NULL && (right != NULL || !left->is_leaf)) || (right != NULL && !right->is_leaf))
        return;
      *slots[depth] = left != NULL ? left : right;
      g_free (branch);
    }
}

/* Of a path that is there. */
static void
remove_leaf (NadiMap *map, const NadiHash *path)
{
  NadiMapNode **slots[NADI_MAP_DEPTH + 1];
  guint depth = 0;

  slots[0] = &map->root;
  for (; !(*slots[depth])->is_leaf; depth++)
    slots[depth + 1] = &nadi_map_branch_own (slots[depth])->child[nadi_map_bit (path, depth)];

  g_clear_pointer (slots[depth], nadi_map_node_unref);
  collapse (slots, depth);
}

gboolean
nadi_map_frozen_root (NadiMap *map, NadiMapNode **root)
{
  *root = map->root;
  return map->frozen;
}

NadiMap *
nadi_map_new (void)
{
  return version_new (NULL, 0);
}

NadiMap *
nadi_map_ref (NadiMap *map)
{
  g_atomic_int_inc (&map->holders);
  return map;
}

void
nadi_map_unref (NadiMap *map)
{
  if (map == NULL || !g_atomic_int_dec_and_test (&map->holders))
    return;
  nadi_map_node_drop (map->root);
  g_free (map);
}

NadiMap *
nadi_map_fork (NadiMap *map)
{
  g_return_val_if_fail (map->frozen, NULL);

  return version_new (map->root, map->size);
}

void
nadi_map_freeze (NadiMap *map)
{
  if (map->frozen)
    return;
  nadi_map_node_seal (map->root);
  map->frozen = TRUE;
}

guint64
nadi_map_size (NadiMap *map)
{
  return map->size;
}

void
nadi_map_root (NadiMap *map, NadiHash *root)
{
  nadi_map_freeze (map);
  *root = *nadi_map_node_hash (map->root);
}

GBytes *
nadi_map_lookup (NadiMap *map, const char *key)
{
  NadiHash path;
  NadiMapLeaf *leaf;

  nadi_map_path (key, &path);
  leaf = nadi_map_node_find (map->root, &path);
  return leaf != NULL ? leaf->value : NULL;
}

void
nadi_map_set (NadiMap *map, const char *key, GBytes *value)
{
  NadiHash path;
  NadiMapLeaf *leaf;

  g_return_if_fail (!map->frozen);

  /* What would change nothing must not copy and hash a path. */
  nadi_map_path (key, &path);
  leaf = nadi_map_node_find (map->root, &path);
  if (value == NULL)
    {
      if (leaf == NULL)
        return;
      remove_leaf (map, &path);
      map->size--;
    }
  else if (leaf == NULL || !g_bytes_equal (leaf->value, value))
    {
      insert (map, &path, value);
      map->size += leaf == NULL;
    }
}
