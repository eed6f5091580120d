/* RFC 6962 hashes, and the published proofs of transparency-dev/merkle, good and bad. */
#include <json-glib/json-glib.h>

#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-merkle.h"
#include "nadi-test.h"

/* Its roots are words instead of hashes, and it still wants to be accepted. */
#define LEFT_OUT "sizes-are-equal-one-and-proof-is-empty.json"

#define PUBLISHED_OF_EACH_KIND 98

static void
assert_hash (const NadiHash *hash, const char *hex)
{
  g_autofree char *text = nadi_hex_encode (hash->bytes, NADI_HASH_SIZE);

  g_assert_cmpstr (text, ==, hex);
}

static void
test_hashes (void)
{
  NadiHash empty, leaf, other, node;

  nadi_merkle_empty (&empty);
  assert_hash (&empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  nadi_merkle_leaf ((const guint8 *) "", 0, &leaf);
  assert_hash (&leaf, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  nadi_merkle_leaf ((const guint8 *) "L123456", 7, &other);
  assert_hash (&other, "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  nadi_merkle_leaf ((const guint8 *) "", 1, &other);
  assert_hash (&other, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
  nadi_merkle_node (&leaf, &other, &node);
  assert_hash (&node, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

typedef struct
{
  NadiHash *hashes;
  gsize n;
} Proof;

static gboolean
decode_hash (JsonNode *node, NadiHash *hash)
{
  g_autoptr (GBytes) bytes = nadi_base64_decode (json_node_get_string (node), -1, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) != NADI_HASH_SIZE)
    return FALSE;
  memcpy (hash->bytes, g_bytes_get_data (bytes, NULL), NADI_HASH_SIZE);
  return TRUE;
}

static gboolean
decode_member (JsonObject *object, const char *member, NadiHash *hash)
{
  g_assert_true (json_object_has_member (object, member));
  return decode_hash (json_object_get_member (object, member), hash);
}

/* As the wrappers of the wire formats do: a hash of another length is refused. */
static GArray *
decode_proof (JsonObject *object)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  JsonArray *array;

  if (json_object_get_null_member (object, "proof"))
    return g_steal_pointer (&proof);
  array = json_object_get_array_member (object, "proof");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      NadiHash hash;

      if (!decode_hash (json_array_get_element (array, i), &hash))
        return NULL;
      g_array_append_val (proof, hash);
    }
  return g_steal_pointer (&proof);
}

/* From the text: one of the numbers is 2^64 - 1, which JSON's readers make a double of. */
static guint64
decode_number (const char *text, const char *member)
{
  g_autofree char *name = g_strdup_printf ("\"%s\": ", member);
  const char *at = strstr (text, name);

  g_assert_nonnull (at);
  at += strlen (name);
  g_assert_true (g_ascii_isdigit (*at));
  return g_ascii_strtoull (at, NULL, 10);
}

static gboolean
accept_inclusion (JsonObject *object, const char *text)
{
  g_autoptr (GArray) proof = decode_proof (object);
  g_autoptr (GError) error = NULL;
  NadiHash leaf, root;
  gboolean accepted;

  if (!decode_member (object, "leafHash", &leaf) || !decode_member (object, "root", &root) || proof == NULL)
    return FALSE;
  accepted = nadi_merkle_check_inclusion (decode_number (text, "leafIdx"), decode_number (text, "treeSize"),
                                          &leaf, (NadiHash *) proof->data, proof->len, &root, &error);
  if (!accepted)
    g_assert_error (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
  return accepted;
}

static gboolean
accept_consistency (JsonObject *object, const char *text)
{
  g_autoptr (GArray) proof = decode_proof (object);
  g_autoptr (GError) error = NULL;
  NadiHash root1, root2;
  gboolean accepted;

  if (!decode_member (object, "root1", &root1) || !decode_member (object, "root2", &root2) || proof == NULL)
    return FALSE;
  accepted = nadi_merkle_check_consistency (decode_number (text, "size1"), decode_number (text, "size2"), &root1,
                                            &root2, (NadiHash *) proof->data, proof->len, &error);
  if (!accepted)
    g_assert_error (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
  return accepted;
}

typedef struct
{
  gboolean (*accept) (JsonObject *object, const char *text);
  guint files;
  guint run;
  guint left_out;
  guint accepted;
} Vectors;

static void
run_vector (Vectors *vectors, const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  gsize length;
  gboolean accepted;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  object = nadi_json_load_object (text, length, 1 << 20, &node, &error);
  g_assert_no_error (error);
  accepted = vectors->accept (object, text);
  if (accepted == json_object_get_boolean_member (object, "wantErr"))
    g_error ("%s: %s", path, accepted ? "accepted" : "refused");
  vectors->run++;
  vectors->accepted += accepted;
}

static void
run_folder (Vectors *vectors, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          run_folder (vectors, path);
          continue;
        }
      vectors->files++;
      if (g_str_equal (name, LEFT_OUT))
        vectors->left_out++;
      else
        run_vector (vectors, path);
    }
}

static void
run_vectors (Vectors *vectors, const char *kind, guint left_out)
{
  g_autofree char *published = nadi_test_vector_folder ();
  g_autofree char *folder = NULL;

  folder = g_build_filename (published, "merkle", "testdata", kind, NULL);
  run_folder (vectors, folder);
  g_test_message ("%s: %u files, %u run, %u accepted", kind, vectors->files, vectors->run, vectors->accepted);
  g_assert_cmpuint (vectors->files, >=, PUBLISHED_OF_EACH_KIND);
  g_assert_cmpuint (vectors->left_out, ==, left_out);
  g_assert_cmpuint (vectors->run + vectors->left_out, ==, vectors->files);
  g_assert_cmpuint (vectors->accepted, >, 0);
}

static void
test_inclusion_vectors (void)
{
  Vectors vectors = { .accept = accept_inclusion };

  run_vectors (&vectors, "inclusion", 0);
}

static void
test_consistency_vectors (void)
{
  Vectors vectors = { .accept = accept_consistency };

  run_vectors (&vectors, "consistency", 1);
}

/* Sizes near 2^64 must neither overflow nor loop. */
static void
test_extreme_sizes (void)
{
  NadiHash hash = { { 1 } };
  NadiHash proof[NADI_MERKLE_MAX_PROOF + 1] = { 0 };

  for (gsize n = 0; n <= G_N_ELEMENTS (proof); n++)
    {
      g_assert_false (nadi_merkle_check_inclusion (G_MAXUINT64 - 1, G_MAXUINT64, &hash, proof, n, &hash, NULL));
      g_assert_false (nadi_merkle_check_inclusion (0, G_MAXUINT64, &hash, proof, n, &hash, NULL) && n > 0);
      g_assert_false (nadi_merkle_check_consistency (1, G_MAXUINT64, &hash, &hash, proof, n, NULL));
      g_assert_false (nadi_merkle_check_consistency (G_MAXUINT64 - 1, G_MAXUINT64, &hash, &hash, proof, n, NULL));
    }
  g_assert_false (nadi_merkle_check_inclusion (0, 0, &hash, NULL, 0, &hash, NULL));
  g_assert_false (nadi_merkle_check_consistency (0, 0, &hash, &hash, NULL, 0, NULL));
  g_assert_true (nadi_merkle_check_inclusion (0, 1, &hash, NULL, 0, &hash, NULL));
  g_assert_true (nadi_merkle_check_consistency (1, 1, &hash, &hash, NULL, 0, NULL));
}

/* Hashes beyond the root are refused even if they lead to what is called the root. */
static void
test_too_long (void)
{
  NadiHash proof[] = { { { 1 } }, { { 2 } }, { { 3 } }, { { 4 } } };
  NadiHash leaf = { { 5 } }, root, old, new;

  nadi_merkle_node (&proof[0], &leaf, &root);
  g_assert_false (nadi_merkle_check_inclusion (0, 1, &leaf, proof, 1, &root, NULL));

  /* Three leaves and four: the third, the fourth, the root of the first two. */
  nadi_merkle_node (&proof[2], &proof[0], &old);
  nadi_merkle_node (&proof[0], &proof[1], &new);
  nadi_merkle_node (&proof[2], &new, &new);
  g_assert_true (nadi_merkle_check_consistency (3, 4, &old, &new, proof, 3, NULL));
  nadi_merkle_node (&proof[3], &old, &old);
  nadi_merkle_node (&proof[3], &new, &new);
  g_assert_false (nadi_merkle_check_consistency (3, 4, &old, &new, proof, 4, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merkle/hashes", test_hashes);
  g_test_add_func ("/merkle/inclusion-vectors", test_inclusion_vectors);
  g_test_add_func ("/merkle/consistency-vectors", test_consistency_vectors);
  g_test_add_func ("/merkle/too-long", test_too_long);
  g_test_add_func ("/merkle/extreme-sizes", test_extreme_sizes);
  return g_test_run ();
}
