/* Hashes of RFC 6962 §2.1, and the verifiers of RFC 9162 §2.1.3.2 and §2.1.4.2. */
#include "nadi-merkle.h"

#include "nadi-digest.h"

G_DEFINE_QUARK (nadi-merkle-error-quark, nadi_merkle_error)

#define LEAF_PREFIX 0x00
#define NODE_PREFIX 0x01

void
nadi_merkle_leaf (const guint8 *entry, gsize length, NadiHash *out)
{
  const guint8 prefix = LEAF_PREFIX;
  NadiPart parts[] = { { &prefix, 1 }, { entry, length } };

  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), out);
}

void
nadi_merkle_node (const NadiHash *left, const NadiHash *right, NadiHash *out)
{
  guint8 message[1 + 2 * NADI_HASH_SIZE];

  message[0] = NODE_PREFIX;
  memcpy (message + 1, left->bytes, NADI_HASH_SIZE);
  memcpy (message + 1 + NADI_HASH_SIZE, right->bytes, NADI_HASH_SIZE);
  nadi_sha256 (message, sizeof message, out);
}

void
nadi_merkle_empty (NadiHash *out)
{
  nadi_sha256 ((const guint8 *) "", 0, out);
}

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF, reason);
  return FALSE;
}

/* Where a verifier stands between a leaf and the root: the node's number at its level, and that of the
 * last node there (fn and sn of RFC 9162). */
typedef struct
{
  guint64 node;
  guint64 last;
} Position;

static void
climb (Position *position)
{
  position->node >>= 1;
  position->last >>= 1;
}

/* TRUE when the next hash of the proof stands to the left. Climbs past the levels at which the last node
 * has no sibling, so that the caller has one level left to climb. */
static gboolean
sibling_is_left (Position *position)
{
  if ((position->node & 1) == 0 && position->node != position->last)
    return FALSE;
  while ((position->node & 1) == 0 && position->node != 0)
    climb (position);
  return TRUE;
}

gboolean
nadi_merkle_check_inclusion (guint64 index, guint64 size, const NadiHash *leaf, const NadiHash *proof,
                             gsize n_proof, const NadiHash *root, GError **error)
{
  Position position = { index, size - 1 };
  NadiHash hash = *leaf;

  if (index >= size)
    return refuse (error, "inclusion proof of a leaf outside the tree");

  for (gsize i = 0; i < n_proof; i++)
    {
      if (position.last == 0)
        return refuse (error, "inclusion proof is too long");
      if (sibling_is_left (&position))
        nadi_merkle_node (&proof[i], &hash, &hash);
      else
        nadi_merkle_node (&hash, &proof[i], &hash);
      climb (&position);
    }

  if (position.last != 0)
    return refuse (error, "inclusion proof is too short");
  if (!nadi_hash_equal (&hash, root))
    return refuse (error, "inclusion proof does not lead to the root");
  return TRUE;
}

static gboolean
check_same_size (const NadiHash *root1, const NadiHash *root2, gsize n_proof, GError **error)
{
  if (n_proof != 0)
    return refuse (error, "consistency proof between equal sizes is not empty");
  if (!nadi_hash_equal (root1, root2))
    return refuse (error, "two roots for one size");
  return TRUE;
}

gboolean
nadi_merkle_check_consistency (guint64 size1, guint64 size2, const NadiHash *root1, const NadiHash *root2,
                               const NadiHash *proof, gsize n_proof, GError **error)
{
  Position position = { size1 - 1, size2 - 1 };
  NadiHash old, new;
  gsize next = 0;

  if (size1 == 0 || size1 > size2)
    return refuse (error, "consistency proof between sizes that have none");
  if (size1 == size2)
    return check_same_size (root1, root2, n_proof, error);
  if (n_proof == 0)
    return refuse (error, "consistency proof is empty");

  /* When the old tree is one complete subtree, its root is known and left out of the proof. */
  old = new = (size1 & (size1 - 1)) == 0 ? *root1 : proof[next++];
  while (position.node & 1)
    climb (&position);

  for (; next < n_proof; next++)
    {
      if (position.last == 0)
        return refuse (error, "consistency proof is too long");
      if (sibling_is_left (&position))
        {
          nadi_merkle_node (&proof[next], &old, &old);
          nadi_merkle_node (&proof[next], &new, &new);
        }
      else
        nadi_merkle_node (&new, &proof[next], &new);
      climb (&position);
    }

  if (position.last != 0)
    return refuse (error, "consistency proof is too short");
  if (!nadi_hash_equal (&old, root1) || !nadi_hash_equal (&new, root2))
    return refuse (error, "consistency proof does not lead to the roots");
  return TRUE;
}
