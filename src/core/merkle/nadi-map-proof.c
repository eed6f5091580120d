/* Proofs of the state map: what several keys hold, or that they hold nothing, in one compact form.
 *
 * The map. path = SHA-256 (key text); bit 0 is the most significant bit of its first byte. The subtree of
 * depth d that a path leads to holds all leaves whose paths agree with it in their first d bits. The hash of
 * a subtree is 32 zero bytes without leaves; SHA-256 (04 || path || SHA-256 (value)) with one leaf; otherwise
 * SHA-256 (05 || hash of the subtree of bit 0 || hash of that of bit 1), one level deeper. The root is the
 * hash of the subtree of depth 0.
 *
 * Ends. Following a queried path down from depth 0, the walk ends at the first subtree that has at most one
 * leaf. Several queried paths may come to the same end; it then answers for all of them: at most one of them
 * is the leaf's path and has its value, the others are absent.
 *
 * The form. varint is unsigned LEB128 in its shortest form, at most 9 bytes. The queried keys' paths,
 * without duplicates, stand in ascending order.
 *
 *   proof    = version ends bitmap hashes
 *   version  = 01
 *   ends     = one end after the other, in the order of the paths; each answers for the first path that has
 *              no answer yet and for every following one that agrees with it in the first `depth` bits
 *   end      = kind depth contents
 *   kind     = 00 no leaf | 01 a leaf with a path that was not asked for | 02 a leaf that was asked for
 *   depth    = varint, 0 … 256
 *   contents = of 00: nothing
 *              of 01: its path (32 bytes) || SHA-256 (value); the path agrees with the first one that the end
 *                     answers for in the first `depth` bits and is none of the queried
 *              of 02: varint, which of the paths that the end answers for is the leaf's, counted from 0;
 *                     varint, the value's length; the value
 *   bitmap   = a bit for each sibling, 0 for one without leaves; from the most significant bit of the first
 *              byte; filled with zero bits to whole bytes
 *   hashes   = 32 bytes, not all zero, for each sibling whose bit is 1
 *
 * Siblings. A subtree that lies between the root and an end, on the way of a queried path, has two subtrees
 * below it. If only one of them is on the way of a queried path, the other is a sibling. Their order is that
 * of a walk that does, from depth 0: everything below the subtree of bit 0 if a queried path goes there; then
 * below that of bit 1 if one goes there; then the sibling if there is one. For one key this is the order from
 * the leaf up. With E ends of depths d[0] … d[E-1], and c[i] bits common to the paths of end i and end i+1,
 * there are d[0] + sum of (d[i+1] - c[i]) - 2 (E - 1) siblings.
 *
 * Refused besides what does not parse: an end no deeper than what it shares with the one before (it would
 * hold it), two subtrees side by side that have at most one leaf between them (they would be one end), bytes
 * after the hashes, another root. A map has exactly one proof for a set of keys.
 *
 * tests/core has an example (test-map-proof.c) and a second implementation (check-map-proof.py). */
#include "nadi-map.h"

#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-map-node.h"

#define VERSION 1
#define MAX_SIZE (16 * 1024 * 1024)

typedef enum
{
  END_EMPTY = 0,
  END_OTHER_LEAF = 1,
  END_LEAF = 2,
} EndKind;

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, NADI_HASH_SIZE);
}

static GArray *
paths_of (const char *const *keys, gsize n_keys)
{
  GArray *paths = g_array_new (FALSE, FALSE, sizeof (NadiHash));

  for (gsize i = 0; i < n_keys; i++)
    {
      NadiHash path;

      nadi_map_path (keys[i], &path);
      g_array_append_val (paths, path);
    }
  return paths;
}

static void
sort_paths (GArray *paths)
{
  guint kept = 0;

  g_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    {
      const NadiHash *path = &g_array_index (paths, NadiHash, i);

      if (kept == 0 || !nadi_hash_equal (path, &g_array_index (paths, NadiHash, kept - 1)))
        g_array_index (paths, NadiHash, kept++) = *path;
    }
  g_array_set_size (paths, kept);
}

/* How many leading bits two paths have in common. */
static guint
common_bits (const NadiHash *a, const NadiHash *b)
{
  for (guint i = 0; i < NADI_HASH_SIZE; i++)
    if (a->bytes[i] != b->bytes[i])
      return 8 * i + __builtin_clz (a->bytes[i] ^ b->bytes[i]) - (8 * sizeof (guint) - 8);
  return NADI_MAP_DEPTH;
}

/* Writing */

typedef struct
{
  GByteArray *ends; /* with the version before them */
  GByteArray *bitmap;
  GByteArray *hashes;
  gsize n_siblings;
} ProofWriter;

static void
write_leaf (ProofWriter *writer, const NadiMapLeaf *leaf, guint depth, const NadiHash *paths, gsize n_paths)
{
  const NadiHash *asked = bsearch (&leaf->path, paths, n_paths, sizeof (NadiHash), compare_paths);
  gsize length;
  const guint8 *value = g_bytes_get_data (leaf->value, &length);

  nadi_write_u8 (writer->ends, asked != NULL ? END_LEAF : END_OTHER_LEAF);
  nadi_write_varint (writer->ends, depth);
  if (asked != NULL)
    {
      nadi_write_varint (writer->ends, asked - paths);
      nadi_write_varint (writer->ends, length);
      g_byte_array_append (writer->ends, value, length);
    }
  else
    {
      NadiHash value_hash;

      nadi_sha256 (value, length, &value_hash);
      g_byte_array_append (writer->ends, leaf->path.bytes, NADI_HASH_SIZE);
      g_byte_array_append (writer->ends, value_hash.bytes, NADI_HASH_SIZE);
    }
}

static void
write_sibling (ProofWriter *writer, NadiMapNode *sibling)
{
  if (writer->n_siblings % 8 == 0)
    nadi_write_u8 (writer->bitmap, 0);
  if (sibling != NULL)
    {
      writer->bitmap->data[writer->n_siblings / 8] |= 0x80 >> writer->n_siblings % 8;
      g_byte_array_append (writer->hashes, nadi_map_node_hash (sibling)->bytes, NADI_HASH_SIZE);
    }
  writer->n_siblings++;
}

/* The first of the sorted paths that has bit 1 at depth. */
static gsize
partition (const NadiHash *paths, gsize n_paths, guint depth)
{
  gsize low = 0, high = n_paths;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (nadi_map_bit (&paths[middle], depth))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static void
write_subtree (ProofWriter *writer, NadiMapNode *node, guint depth, const NadiHash *paths, gsize n_paths)
{
  if (node == NULL)
    {
      nadi_write_u8 (writer->ends, END_EMPTY);
      nadi_write_varint (writer->ends, depth);
    }
  else if (node->is_leaf)
    write_leaf (writer, nadi_map_leaf (node), depth, paths, n_paths);
  else
    {
      NadiMapNode **child = nadi_map_branch (node)->child;
      gsize n_left = partition (paths, n_paths, depth);

      if (n_left > 0)
        write_subtree (writer, child[0], depth + 1, paths, n_left);
      if (n_left < n_paths)
        write_subtree (writer, child[1], depth + 1, paths + n_left, n_paths - n_left);
      if (n_left == 0 || n_left == n_paths)
        write_sibling (writer, child[n_left == 0 ? 0 : 1]);
    }
}

GBytes *
nadi_map_prove (NadiMap *map, const char *const *keys)
{
  g_autoptr (GByteArray) ends = g_byte_array_new ();
  g_autoptr (GByteArray) bitmap = g_byte_array_new ();
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  ProofWriter writer = { ends, bitmap, hashes, 0 };
  g_autoptr (GArray) paths = NULL;
  NadiMapNode *root;

  g_return_val_if_fail (keys[0] != NULL, NULL);
  g_return_val_if_fail (nadi_map_frozen_root (map, &root), NULL);

  paths = paths_of (keys, g_strv_length ((char **) keys));
  sort_paths (paths);
  nadi_write_u8 (ends, VERSION);
  write_subtree (&writer, root, 0, (const NadiHash *) paths->data, paths->len);

  g_byte_array_append (ends, bitmap->data, bitmap->len);
  g_byte_array_append (ends, hashes->data, hashes->len);
  if (ends->len >= MAX_SIZE)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&ends));
}

/* Checking */

/* A subtree whose hash is known. */
typedef struct
{
  NadiHash hash;
  enum
  {
    NO_LEAF,
    ONE_LEAF,
    UNKNOWN, /* some leaves; a sibling does not say how many */
  } leaves;
} Subtree;

typedef struct
{
  Subtree subtree;
  guint depth;
  const NadiHash *path; /* the first that it answers for */
} End;

typedef struct
{
  NadiCursor cursor;
  const NadiHash *paths; /* sorted */
  gsize n_paths;
  GBytes **found; /* by path */
  GArray *ends;
  const guint8 *bitmap;
  gsize n_siblings;
  gsize next_sibling;
  GError **error;
} ProofReader;

static gboolean
refuse (ProofReader *reader, const char *reason)
{
  g_set_error_literal (reader->error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_FORMAT, reason);
  return FALSE;
}

static gboolean
read_other_leaf (ProofReader *reader, End *end)
{
  NadiHash path, value_hash;

  nadi_cursor_read_hash (&reader->cursor, &path);
  if (!nadi_cursor_read_hash (&reader->cursor, &value_hash))
    return refuse (reader, "map proof is cut short");
  if (common_bits (&path, end->path) < end->depth)
    return refuse (reader, "map proof has a leaf in a place that is not its own");
  if (bsearch (&path, reader->paths, reader->n_paths, sizeof (NadiHash), compare_paths) != NULL)
    return refuse (reader, "map proof hides the value of a key");
  nadi_map_hash_leaf (&path, &value_hash, &end->subtree.hash);
  end->subtree.leaves = ONE_LEAF;
  return TRUE;
}

/* first, n_paths: those that the end answers for. */
static gboolean
read_leaf (ProofReader *reader, End *end, gsize first, gsize n_paths)
{
  guint64 which, length;
  const guint8 *value;
  NadiHash value_hash;

  if (!nadi_cursor_read_varint (&reader->cursor, &which) || !nadi_cursor_read_varint (&reader->cursor, &length)
      || length > nadi_cursor_left (&reader->cursor)
      || !nadi_cursor_read_bytes (&reader->cursor, length, &value))
    return refuse (reader, "map proof is cut short");
  if (which >= n_paths)
    return refuse (reader, "map proof has the value of a key that was not asked for");
  nadi_sha256 (value, length, &value_hash);
  nadi_map_hash_leaf (&reader->paths[first + which], &value_hash, &end->subtree.hash);
  end->subtree.leaves = ONE_LEAF;
  reader->found[first + which] = g_bytes_new (value, length);
  return TRUE;
}

/* Reads the end that answers for the path at *next, and moves *next behind the last that it answers for. */
static gboolean
read_end (ProofReader *reader, gsize *next)
{
  End end = { .path = &reader->paths[*next] };
  gsize first = *next;
  guint8 kind;
  guint64 depth;
  guint shared = 0;

  if (!nadi_cursor_read_u8 (&reader->cursor, &kind) || !nadi_cursor_read_varint (&reader->cursor, &depth))
    return refuse (reader, "map proof is cut short");
  if (depth > NADI_MAP_DEPTH)
    return refuse (reader, "map proof is too deep");
  if (first > 0)
    {
      shared = common_bits (end.path - 1, end.path);
      if (depth <= shared)
        return refuse (reader, "map proof has an end that holds another");
    }

  end.depth = depth;
  reader->n_siblings += depth - shared;
  while (*next < reader->n_paths && common_bits (end.path, &reader->paths[*next]) >= depth)
    (*next)++;

  if (kind == END_OTHER_LEAF && !read_other_leaf (reader, &end))
    return FALSE;
  if (kind == END_LEAF && !read_leaf (reader, &end, first, *next - first))
    return FALSE;
  if (kind > END_LEAF)
    return refuse (reader, "map proof has an end of unknown kind");
  g_array_append_val (reader->ends, end);
  return TRUE;
}

static gboolean
read_ends_and_bitmap (ProofReader *reader)
{
  guint8 version;
  gsize size;

  if (!nadi_cursor_read_u8 (&reader->cursor, &version) || version != VERSION)
    return refuse (reader, "map proof is of an unknown version");
  for (gsize next = 0; next < reader->n_paths;)
    if (!read_end (reader, &next))
      return FALSE;

  reader->n_siblings -= 2 * (reader->ends->len - 1);
  size = (reader->n_siblings + 7) / 8;
  if (!nadi_cursor_read_bytes (&reader->cursor, size, &reader->bitmap))
    return refuse (reader, "map proof is cut short");
  if (reader->n_siblings % 8 != 0 && (reader->bitmap[size - 1] & (0xff >> reader->n_siblings % 8)) != 0)
    return refuse (reader, "map proof has superfluous bits");
  return TRUE;
}

static gboolean
read_sibling (ProofReader *reader, Subtree *sibling)
{
  static const NadiHash empty;
  gsize i = reader->next_sibling++;

  if ((reader->bitmap[i / 8] & (0x80 >> i % 8)) == 0)
    {
      *sibling = (Subtree) { .leaves = NO_LEAF };
      return TRUE;
    }
  if (!nadi_cursor_read_hash (&reader->cursor, &sibling->hash))
    return refuse (reader, "map proof is cut short");
  if (nadi_hash_equal (&sibling->hash, &empty))
    return refuse (reader, "map proof writes out an empty sibling");
  sibling->leaves = UNKNOWN;
  return TRUE;
}

/* side: the bit that leads to subtree. */
static gboolean
join (ProofReader *reader, Subtree *subtree, guint side, const Subtree *other)
{
  if ((subtree->leaves == NO_LEAF && other->leaves != UNKNOWN)
      || (other->leaves == NO_LEAF && subtree->leaves != UNKNOWN))
    return refuse (reader, "map proof parts what is one subtree");
  if (side == 0)
    nadi_map_hash_branch (&subtree->hash, &other->hash, &subtree->hash);
  else
    nadi_map_hash_branch (&other->hash, &subtree->hash, &subtree->hash);
  subtree->leaves = UNKNOWN;
  return TRUE;
}

/* Left subtrees that wait for the one to their right, each deeper than the one before. */
typedef struct
{
  Subtree subtree[NADI_MAP_DEPTH];
  guint depth[NADI_MAP_DEPTH]; /* of the branch above */
  guint n;
} Waiting;

/* Climbs from an end to the branch that it shares with the next end (at depth meeting; -1 after the last),
 * taking in siblings and the subtrees that waited for this one. */
static gboolean
climb (ProofReader *reader, const End *end, int meeting, Waiting *waiting)
{
  Subtree subtree = end->subtree;

  for (int depth = (int) end->depth - 1; depth > meeting; depth--)
    {
      Subtree sibling;

      if (waiting->n > 0 && waiting->depth[waiting->n - 1] == (guint) depth)
        sibling = waiting->subtree[--waiting->n];
      else if (!read_sibling (reader, &sibling))
        return FALSE;
      if (!join (reader, &subtree, nadi_map_bit (end->path, depth), &sibling))
        return FALSE;
    }
  waiting->subtree[waiting->n] = subtree;
  waiting->depth[waiting->n] = meeting;
  waiting->n++;
  return TRUE;
}

static gboolean
check (ProofReader *reader, const NadiHash *root)
{
  Waiting waiting = { .n = 0 };

  if (!read_ends_and_bitmap (reader))
    return FALSE;
  for (guint i = 0; i < reader->ends->len; i++)
    {
      const End *end = &g_array_index (reader->ends, End, i);
      int meeting = i + 1 < reader->ends->len ? (int) common_bits (end->path, end[1].path) : -1;

      if (!climb (reader, end, meeting, &waiting))
        return FALSE;
    }

  if (!nadi_cursor_finished (&reader->cursor))
    return refuse (reader, "map proof has superfluous bytes");
  if (!nadi_hash_equal (&waiting.subtree[0].hash, root))
    {
      g_set_error_literal (reader->error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF,
                           "map proof does not lead to the root");
      return FALSE;
    }
  return TRUE;
}

/* Gives each key what was found for its path. */
static void
hand_out (const ProofReader *reader, GArray *asked, GBytes **values)
{
  for (guint i = 0; i < asked->len; i++)
    {
      const NadiHash *path = bsearch (&g_array_index (asked, NadiHash, i), reader->paths, reader->n_paths,
                                      sizeof (NadiHash), compare_paths);
      GBytes *value = reader->found[path - reader->paths];

      if (value != NULL)
        values[i] = g_bytes_ref (value);
    }
}

gboolean
nadi_map_check_proof (const guint8 *proof, gsize length, const NadiHash *root, const char *const *keys,
                      GBytes **values, GError **error)
{
  ProofReader reader = { .error = error };
  gsize n_keys = g_strv_length ((char **) keys);
  g_autoptr (GArray) asked = paths_of (keys, n_keys);
  g_autoptr (GArray) paths = g_array_copy (asked);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (End));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean holds;

  for (gsize i = 0; i < n_keys; i++)
    values[i] = NULL;
  if (n_keys == 0)
    return refuse (&reader, "map proof of nothing");
  if (length >= MAX_SIZE)
    return refuse (&reader, "map proof is too large");

  sort_paths (paths);
  g_ptr_array_set_size (found, paths->len);
  nadi_cursor_init (&reader.cursor, proof, length);
  reader.paths = (const NadiHash *) paths->data;
  reader.n_paths = paths->len;
  reader.found = (GBytes **) found->pdata;
  reader.ends = ends;

  holds = check (&reader, root);
  if (holds)
    hand_out (&reader, asked, values);
  return holds;
}
