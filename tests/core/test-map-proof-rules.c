/* Proofs of the state map written by hand, whose hashes lead to the root they are checked against: only a rule
 * refuses them. */
#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-map.h"

static NadiHash
path_of (const char *key)
{
  NadiHash path;

  nadi_sha256 ((const guint8 *) key, strlen (key), &path);
  return path;
}

static NadiHash
pair (guint8 prefix, NadiHash first, NadiHash second)
{
  NadiHash hash;
  NadiPart parts[] = { { &prefix, 1 }, { &first, 32 }, { &second, 32 } };

  nadi_sha256_parts (parts, 3, &hash);
  return hash;
}

/* node (hash, other) or node (other, hash), as the key's bit at depth wants it */
static NadiHash
branch (const char *key, guint depth, NadiHash hash, NadiHash other)
{
  gboolean right = path_of (key).bytes[depth / 8] >> (7 - depth % 8) & 1;

  return right ? pair (5, other, hash) : pair (5, hash, other);
}

static gboolean
accepts_bytes (NadiHash root, const char *const *keys, const guint8 *proof, gsize length)
{
  g_autoptr (GError) error = NULL;
  GBytes *values[2] = { NULL };
  gboolean holds = nadi_map_check_proof (proof, length, &root, keys, values, &error);

  if (!holds)
    g_assert_error (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_FORMAT);
  g_clear_pointer (&values[0], g_bytes_unref);
  g_clear_pointer (&values[1], g_bytes_unref);
  return holds;
}

static gboolean
accepts (NadiHash root, const char *const *keys, const char *hex)
{
  g_autoptr (GBytes) proof = nadi_hex_decode (hex, -1, NULL);

  g_assert_nonnull (proof);
  return accepts_bytes (root, keys, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
}

static char *
hex_of (NadiHash hash)
{
  return nadi_hex_encode (hash.bytes, sizeof hash);
}

static const NadiHash zero;
static const NadiHash some = { { 7 } };

static void
test_one_encoding (void)
{
  const char *keys[] = { "k", NULL };
  g_autofree char *some_hex = hex_of (some);
  g_autofree char *good = g_strconcat ("01" "0001" "80", some_hex, NULL);
  g_autofree char *bits = g_strconcat ("01" "0001" "81", some_hex, NULL);
  g_autofree char *long_depth = g_strconcat ("01" "008100" "80", some_hex, NULL);
  g_autofree char *version = g_strconcat ("02" "0001" "80", some_hex, NULL);
  g_autofree char *kind = g_strconcat ("01" "0301" "80", some_hex, NULL);
  g_autofree char *zero_hex = hex_of (zero);
  g_autofree char *written_out = g_strconcat ("01" "0002" "c0", zero_hex, some_hex, NULL);
  NadiHash root = branch ("k", 0, zero, some);

  g_assert_true (accepts (zero, keys, "01" "0000"));
  g_assert_true (accepts (root, keys, good));
  g_assert_false (accepts (root, keys, bits));
  g_assert_false (accepts (root, keys, long_depth));
  g_assert_false (accepts (root, keys, version));
  g_assert_false (accepts (root, keys, kind));
  g_assert_false (accepts (branch ("k", 0, branch ("k", 1, zero, zero), some), keys, written_out));
}

/* Subtrees with at most one leaf between them are one subtree. */
static void
test_parted (void)
{
  const char *keys[] = { "k", NULL };
  NadiHash value_hash, leaf;

  nadi_sha256 ((const guint8 *) "v", 1, &value_hash);
  leaf = pair (4, path_of ("k"), value_hash);
  g_assert_true (accepts (leaf, keys, "01" "0200" "00" "01" "76"));
  g_assert_false (accepts (branch ("k", 0, leaf, zero), keys, "01" "0201" "00" "01" "76" "00"));
  g_assert_false (accepts (branch ("k", 0, zero, zero), keys, "01" "0001" "00"));
}

/* "k" begins with bit 1, "b" with 0. */
static void
test_parted_between_ends (void)
{
  const char *keys[] = { "k", "b", NULL };
  NadiHash value_hash, leaf;

  g_assert_cmpuint (path_of ("k").bytes[0] >> 7, ==, 1);
  g_assert_cmpuint (path_of ("b").bytes[0] >> 7, ==, 0);
  nadi_sha256 ((const guint8 *) "v", 1, &value_hash);
  leaf = pair (4, path_of ("k"), value_hash);
  g_assert_true (accepts (leaf, keys, "01" "0200" "01" "01" "76"));
  g_assert_false (accepts (pair (5, zero, leaf), keys, "01" "0001" "0201" "00" "01" "76"));
  g_assert_false (accepts (pair (5, zero, zero), keys, "01" "0001" "0001"));
  leaf = pair (4, path_of ("b"), value_hash);
  g_assert_true (accepts (leaf, keys, "01" "0200" "00" "01" "76"));
  g_assert_false (accepts (pair (5, leaf, zero), keys, "01" "0201" "00" "01" "76" "0001"));
  /* The second end may not hold the first. */
  g_assert_false (accepts (zero, keys, "01" "0001" "0000"));
}

/* A leaf can't be shown where it does not belong, nor as a stranger when it was asked for. */
static void
test_false_absence (void)
{
  const char *keys[] = { "k", NULL };
  NadiHash value_hash, path = path_of ("k"), leaf, far;
  g_autofree char *path_hex = hex_of (path);
  g_autofree char *value_hex = NULL, *some_hex = hex_of (some), *far_hex = NULL, *hidden = NULL, *misplaced = NULL;

  nadi_sha256 ((const guint8 *) "v", 1, &value_hash);
  value_hex = hex_of (value_hash);
  leaf = pair (4, path, value_hash);
  hidden = g_strconcat ("01" "0100", path_hex, value_hex, NULL);
  g_assert_false (accepts (leaf, keys, hidden));

  far = path;
  far.bytes[0] ^= 0x80;
  far_hex = hex_of (far);
  misplaced = g_strconcat ("01" "0101", far_hex, value_hex, "80", some_hex, NULL);
  g_assert_false (accepts (branch ("k", 0, pair (4, far, value_hash), some), keys, misplaced));
  g_assert_false (accepts (leaf, keys, "01" "0200" "01" "01" "76"));
}

/* The deepest ends that keys can have cost no more than 256 hashes a key; deeper ones are refused. */
static void
test_depth (void)
{
  const char *keys[] = { "k", NULL };
  g_autoptr (GString) hex = g_string_new ("01" "008002");
  NadiHash hash = zero;

  for (guint depth = 256; depth > 0; depth--)
    hash = branch ("k", depth - 1, hash, depth == 256 ? some : zero);
  g_string_append (hex, "80");
  for (guint i = 1; i < 32; i++)
    g_string_append (hex, "00");
  for (guint i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", some.bytes[i]);
  g_assert_true (accepts (hash, keys, hex->str));
  g_assert_false (accepts (hash, keys, "01" "008102"));
  g_assert_false (accepts (hash, keys, "01" "00ffffffffffffffff7f"));
  g_assert_false (accepts (hash, keys, "01" "00ffffffffffffffffff01"));
  g_assert_false (accepts (hash, keys, "01" "0200" "00" "ffffffffffffffff7f"));
}

/* Complete but for its depth: a reader that followed it would leave the path. */
static void
test_beyond_the_path (void)
{
  const char *keys[] = { "k", NULL };
  guint depth = 100 * 1000;
  g_autoptr (GByteArray) proof = g_byte_array_new ();

  g_byte_array_append (proof, (const guint8 *) "\001\000", 2);
  nadi_write_varint (proof, depth);
  nadi_write_u8 (proof, 0x80);
  for (guint i = 1; i < depth / 8; i++)
    nadi_write_u8 (proof, 0);
  g_byte_array_append (proof, some.bytes, sizeof some);
  g_assert_false (accepts_bytes (some, keys, proof->data, proof->len));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-proof-rules/one-encoding", test_one_encoding);
  g_test_add_func ("/map-proof-rules/parted", test_parted);
  g_test_add_func ("/map-proof-rules/parted-between-ends", test_parted_between_ends);
  g_test_add_func ("/map-proof-rules/false-absence", test_false_absence);
  g_test_add_func ("/map-proof-rules/depth", test_depth);
  g_test_add_func ("/map-proof-rules/beyond-the-path", test_beyond_the_path);
  return g_test_run ();
}
