/* Leaves and branches of the state map: holders, copies for writing, hashes. */
#include "nadi-map-node.h"

#include "nadi-digest.h"

#define LEAF_PREFIX 0x04
#define BRANCH_PREFIX 0x05

/* Nodes that the dropping thread frees itself: some 20 ms. A version of a million keys has 2.4 million. */
#define DROP_AT_ONCE 65536

static const NadiHash empty_hash;

static void
node_init (NadiMapNode *node, gboolean is_leaf)
{
  node->holders = 1;
  node->is_leaf = is_leaf;
  node->dirty = TRUE;
}

NadiMapBranch *
nadi_map_branch_new (void)
{
  NadiMapBranch *branch = g_new (NadiMapBranch, 1);

  node_init (&branch->node, FALSE);
  branch->child[0] = branch->child[1] = NULL;
  return branch;
}

NadiMapNode *
nadi_map_leaf_new (const NadiHash *path, GBytes *value)
{
  NadiMapLeaf *leaf = g_new (NadiMapLeaf, 1);

  node_init (&leaf->node, TRUE);
  leaf->path = *path;
  leaf->value = g_bytes_ref (value);
  return &leaf->node;
}

NadiMapNode *
nadi_map_node_ref (NadiMapNode *node)
{
  if (node != NULL)
    g_atomic_int_inc (&node->holders);
  return node;
}

/* Frees what nobody holds any more. With rest, stops after DROP_AT_ONCE nodes and adds to rest those that are
 * still to be freed: a few on each level. */
static void
release (NadiMapNode *node, guint *freed, GPtrArray *rest)
{
  while (node != NULL && g_atomic_int_dec_and_test (&node->holders))
    {
      NadiMapNode *next = NULL;

      if (rest != NULL && (*freed)++ >= DROP_AT_ONCE)
        {
          node->holders = 1;
          g_ptr_array_add (rest, node);
          return;
        }
      if (node->is_leaf)
        g_bytes_unref (nadi_map_leaf (node)->value);
      else
        {
          release (nadi_map_branch (node)->child[0], freed, rest);
          next = nadi_map_branch (node)->child[1];
        }
      g_free (node);
      node = next;
    }
}

void
nadi_map_node_unref (NadiMapNode *node)
{
  release (node, NULL, NULL);
}

static gpointer
free_rest (gpointer data)
{
  g_ptr_array_unref (data);
  return NULL;
}

void
nadi_map_node_drop (NadiMapNode *node)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_map_node_unref);
  guint freed = 0;
  GThread *thread = NULL;

  release (node, &freed, rest);
  if (rest->len > 0)
    thread = g_thread_try_new ("nadi-map-drop", free_rest, rest, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    g_ptr_array_unref (rest);
}

NadiMapBranch *
nadi_map_branch_own (NadiMapNode **slot)
{
  NadiMapBranch *shared = nadi_map_branch (*slot);
  NadiMapBranch *own;

  if (g_atomic_int_get (&shared->node.holders) == 1)
    {
      shared->node.dirty = TRUE;
      return shared;
    }
  own = nadi_map_branch_new ();
  own->child[0] = nadi_map_node_ref (shared->child[0]);
  own->child[1] = nadi_map_node_ref (shared->child[1]);
  nadi_map_node_unref (&shared->node);
  *slot = &own->node;
  return own;
}

NadiMapLeaf *
nadi_map_node_find (NadiMapNode *node, const NadiHash *path)
{
  for (guint depth = 0; node != NULL && !node->is_leaf; depth++)
    node = nadi_map_branch (node)->child[nadi_map_bit (path, depth)];
  if (node == NULL || !nadi_hash_equal (&nadi_map_leaf (node)->path, path))
    return NULL;
  return nadi_map_leaf (node);
}

void
nadi_map_path (const char *key, NadiHash *path)
{
  nadi_sha256 ((const guint8 *) key, strlen (key), path);
}

static void
hash_pair (guint8 prefix, const NadiHash *first, const NadiHash *second, NadiHash *out)
{
  guint8 message[1 + 2 * NADI_HASH_SIZE];

  message[0] = prefix;
  memcpy (message + 1, first->bytes, NADI_HASH_SIZE);
  memcpy (message + 1 + NADI_HASH_SIZE, second->bytes, NADI_HASH_SIZE);
  nadi_sha256 (message, sizeof message, out);
}

void
nadi_map_hash_leaf (const NadiHash *path, const NadiHash *value_hash, NadiHash *out)
{
  hash_pair (LEAF_PREFIX, path, value_hash, out);
}

void
nadi_map_hash_branch (const NadiHash *left, const NadiHash *right, NadiHash *out)
{
  hash_pair (BRANCH_PREFIX, left, right, out);
}

const NadiHash *
nadi_map_node_hash (NadiMapNode *node)
{
  if (node == NULL)
    return &empty_hash;
  return node->is_leaf ? &nadi_map_leaf (node)->hash : &nadi_map_branch (node)->hash;
}

static void
seal_leaf (NadiMapLeaf *leaf)
{
  NadiHash value_hash;
  gsize length;
  const guint8 *value = g_bytes_get_data (leaf->value, &length);

  nadi_sha256 (value, length, &value_hash);
  nadi_map_hash_leaf (&leaf->path, &value_hash, &leaf->hash);
}

void
nadi_map_node_seal (NadiMapNode *node)
{
  if (node == NULL || !node->dirty)
    return;
  if (node->is_leaf)
    seal_leaf (nadi_map_leaf (node));
  else
    {
      NadiMapBranch *branch = nadi_map_branch (node);

      nadi_map_node_seal (branch->child[0]);
      nadi_map_node_seal (branch->child[1]);
      nadi_map_hash_branch (nadi_map_node_hash (branch->child[0]), nadi_map_node_hash (branch->child[1]),
                            &branch->hash);
    }
  node->dirty = FALSE;
}
