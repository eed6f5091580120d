/* Proofs of the state map: right ones, every kind of wrong one, and a second implementation to agree with. */
#include <glib/gstdio.h>

#include "nadi-cursor.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-map.h"
#include "nadi-source.h"

#define MAX_KEYS 40

static NadiMap *
map_of (guint n)
{
  NadiMap *map = nadi_map_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);
      g_autofree char *text = g_strnfill (i % 200, 'a' + i % 26);
      g_autoptr (GBytes) value = g_bytes_new (text, i % 200);

      nadi_map_set (map, key, value);
    }
  nadi_map_freeze (map);
  return map;
}

/* Keys below n are there, those from n on are not. */
static char **
some_keys (NadiRandom *random, guint n, guint n_keys)
{
  char **keys = g_new0 (char *, n_keys + 1);

  for (guint i = 0; i < n_keys; i++)
    keys[i] = g_strdup_printf ("key/%" G_GUINT64_FORMAT, nadi_random_below (random, 2 * n + 2));
  return keys;
}

static void
clear_values (GBytes **values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_clear_pointer (&values[i], g_bytes_unref);
}

static gboolean
check_bytes (const guint8 *proof, gsize length, const NadiHash *root, const char *const *keys, GBytes **values,
             int *code)
{
  g_autoptr (GError) error = NULL;
  gboolean holds = nadi_map_check_proof (proof, length, root, keys, values, &error);

  if (holds)
    {
      g_assert_no_error (error);
      return TRUE;
    }
  g_assert_nonnull (error);
  g_assert_true (error->domain == NADI_MERKLE_ERROR);
  g_assert_true (error->code == NADI_MERKLE_ERROR_PROOF || error->code == NADI_MERKLE_ERROR_FORMAT);
  for (guint i = 0; keys[i] != NULL; i++)
    g_assert_null (values[i]);
  if (code != NULL)
    *code = error->code;
  return FALSE;
}

/* Copied to its exact length, so that a sanitizer sees a read past the end. */
static gboolean
refused (const guint8 *proof, gsize length, const NadiHash *root, const char *const *keys)
{
  g_autofree guint8 *copy = g_memdup2 (proof, length);
  GBytes *values[MAX_KEYS] = { NULL };

  if (!check_bytes (copy, length, root, keys, values, NULL))
    return TRUE;
  clear_values (values, g_strv_length ((char **) keys));
  return FALSE;
}

static void
assert_proves (NadiMap *map, const char *const *keys)
{
  g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
  GBytes *values[MAX_KEYS];
  NadiHash root, wrong;

  nadi_map_root (map, &root);
  g_assert_true (check_bytes (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &root, keys, values, NULL));
  for (guint i = 0; keys[i] != NULL; i++)
    {
      GBytes *expected = nadi_map_lookup (map, keys[i]);

      g_assert_true ((expected == NULL) == (values[i] == NULL));
      if (expected != NULL)
        g_assert_true (g_bytes_equal (expected, values[i]));
    }
  clear_values (values, g_strv_length ((char **) keys));
  wrong = root;
  wrong.bytes[31] ^= 1;
  g_assert_true (refused (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &wrong, keys));
}

static void
test_single (void)
{
  for (guint n = 0; n < 60; n++)
    {
      g_autoptr (NadiMap) map = map_of (n);

      for (guint i = 0; i < n + 20; i++)
        {
          g_autofree char *key = g_strdup_printf ("key/%u", i);

          assert_proves (map, (const char *[]) { key, NULL });
        }
    }
}

static void
test_several (void)
{
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 1);
  for (guint round = 0; round < 400; round++)
    {
      guint n = nadi_random_below (&random.random, round + 1);
      g_autoptr (NadiMap) map = map_of (n);
      g_auto (GStrv) keys = some_keys (&random.random, n, 1 + nadi_random_below (&random.random, MAX_KEYS - 1));

      assert_proves (map, (const char *const *) keys);
    }
}

/* One proof for a set of keys, in whatever order and however often each is named. */
static void
test_order_and_duplicates (void)
{
  g_autoptr (NadiMap) map = map_of (50);
  const char *keys[] = { "key/1", "key/2", "absent", NULL };
  const char *others[] = { "absent", "key/2", "key/1", "key/2", "absent", NULL };
  g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
  g_autoptr (GBytes) other = nadi_map_prove (map, others);
  g_autoptr (GBytes) single = nadi_map_prove (map, (const char *[]) { "key/1", NULL });
  g_autoptr (GBytes) twice = nadi_map_prove (map, (const char *[]) { "key/1", "key/1", NULL });

  g_assert_true (g_bytes_equal (proof, other));
  g_assert_true (g_bytes_equal (single, twice));
  assert_proves (map, others);
}

/* A proof says nothing of keys it was not made for. */
static void
test_other_keys (void)
{
  g_autoptr (NadiMap) map = map_of (50);
  const char *keys[] = { "key/1", "key/2", NULL };
  const char *fewer[] = { "key/1", NULL };
  const char *more[] = { "key/1", "key/2", "key/3", NULL };
  const char *other[] = { "key/1", "key/4", NULL };
  const char *none[] = { NULL };
  g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
  const guint8 *bytes = g_bytes_get_data (proof, NULL);
  gsize length = g_bytes_get_size (proof);
  NadiHash root;

  nadi_map_root (map, &root);
  g_assert_true (refused (bytes, length, &root, fewer));
  g_assert_true (refused (bytes, length, &root, more));
  g_assert_true (refused (bytes, length, &root, other));
  g_assert_true (refused (bytes, length, &root, none));
  g_assert_true (refused (NULL, 0, &root, none));
  g_assert_true (refused (NULL, 0, &root, keys));
}

/* Every bit flipped, every length cut, a byte added at the end: refused, since there is one proof only. */
static void
assert_no_other_bytes (NadiMap *map, const char *const *keys)
{
  g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
  gsize length = g_bytes_get_size (proof);
  g_autofree guint8 *bytes = g_malloc0 (length + 1);
  NadiHash root;

  nadi_map_root (map, &root);
  memcpy (bytes, g_bytes_get_data (proof, NULL), length);
  g_assert_false (refused (bytes, length, &root, keys));
  g_assert_true (refused (bytes, length + 1, &root, keys));
  for (gsize i = 0; i < length; i++)
    {
      g_assert_true (refused (bytes, i, &root, keys));
      for (guint bit = 0; bit < 8; bit++)
        {
          bytes[i] ^= 1 << bit;
          g_assert_true (refused (bytes, length, &root, keys));
          bytes[i] ^= 1 << bit;
        }
    }
}

static void
test_changed_bytes (void)
{
  NadiSeededRandom random;

  nadi_seeded_random_init (&random, 2);
  for (guint n = 0; n < 30; n++)
    {
      g_autoptr (NadiMap) map = map_of (n);
      g_auto (GStrv) keys = some_keys (&random.random, n, 1 + n % 5);

      assert_no_other_bytes (map, (const char *const *) keys);
    }
}

static void
test_too_large (void)
{
  gsize length = 16 * 1024 * 1024;
  g_autoptr (GByteArray) proof = g_byte_array_new ();
  g_autoptr (NadiMap) map = nadi_map_new ();
  const char *keys[] = { "k", NULL };
  GBytes *values[1];
  g_autoptr (GBytes) value = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GError) error = NULL;
  NadiHash root;

  nadi_map_set (map, "k", value);
  nadi_map_root (map, &root);
  g_assert_null (nadi_map_prove (map, keys));

  g_byte_array_append (proof, (const guint8 *) "\001\002\000\000", 4);
  nadi_write_varint (proof, length);
  g_byte_array_append (proof, g_bytes_get_data (value, NULL), length);
  g_assert_false (nadi_map_check_proof (proof->data, proof->len, &root, keys, values, &error));
  g_assert_error (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_FORMAT);
}

static void
test_error_codes (void)
{
  g_autoptr (NadiMap) map = map_of (9);
  const char *keys[] = { "key/1", NULL };
  g_autoptr (GBytes) proof = nadi_map_prove (map, keys);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (proof, &length);
  GBytes *values[1];
  NadiHash root;
  int code = 0;

  nadi_map_root (map, &root);
  g_assert_false (check_bytes (bytes, length - 1, &root, keys, values, &code));
  g_assert_cmpint (code, ==, NADI_MERKLE_ERROR_FORMAT);
  root.bytes[0] ^= 1;
  g_assert_false (check_bytes (bytes, length, &root, keys, values, &code));
  g_assert_cmpint (code, ==, NADI_MERKLE_ERROR_PROOF);
}

/* An example to hold other implementations against: a, b, c, d have the values 1, 2, 3, 4. Asked for: "x", whose
 * place c has, and "a", alone behind bit 1. */
static void
test_example (void)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  const char *keys[] = { "a", "x", NULL };
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *hex = NULL, *root_hex = NULL;
  NadiHash root;

  for (guint i = 0; i < 4; i++)
    {
      char key[] = { 'a' + i, '\0' };
      char digit = '1' + i;
      g_autoptr (GBytes) value = g_bytes_new (&digit, 1);

      nadi_map_set (map, key, value);
    }
  nadi_map_root (map, &root);
  root_hex = nadi_hex_encode (root.bytes, sizeof root);
  g_assert_cmpstr (root_hex, ==, "0f7912ad1571114f980ba95a64062e3640c622276b3103280444280220f8bfe6");
  proof = nadi_map_prove (map, keys);
  hex = nadi_hex_encode (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  g_assert_cmpstr (hex, ==,
                   "01"
                   "01" "04"
                   "2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6"
                   "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
                   "02" "01" "00" "01" "31"
                   "c0"
                   "1cf12f496a1c40ba3f4cc13c6cfec35c54403a759cdf20625d20c861e04436ce"
                   "7e0c922a2d031eee1bbfed8a704b156219588d78c38110cf3cd7ad695d5825d1");
}

/* The second implementation, in Python, makes roots and proofs again and must get the same bytes. */

static void
write_case (FILE *file, GHashTable *map, const char *const *keys, const NadiHash *root, const guint8 *proof,
            gsize length, GBytes **values)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *root_hex = nadi_hex_encode (root->bytes, sizeof *root);
  g_autofree char *proof_hex = nadi_hex_encode (proof, length);
  g_autofree char *line = NULL;
  GHashTableIter iter;
  gpointer key, value;

  nadi_json_begin_object (writer);
  nadi_json_name (writer, "map");
  nadi_json_begin_object (writer);
  g_hash_table_iter_init (&iter, map);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autofree char *hex = nadi_hex_encode (g_bytes_get_data (value, NULL), g_bytes_get_size (value));

      nadi_json_put_string (writer, key, hex);
    }
  nadi_json_end_object (writer);
  nadi_json_put_strings (writer, "keys", keys);
  nadi_json_put_string (writer, "root", root_hex);
  nadi_json_put_string (writer, "proof", proof_hex);
  nadi_json_put_boolean (writer, "good", values != NULL);
  nadi_json_name (writer, "values");
  nadi_json_begin_array (writer);
  for (guint i = 0; values != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *hex = NULL;

      if (values[i] != NULL)
        hex = nadi_hex_encode (g_bytes_get_data (values[i], NULL), g_bytes_get_size (values[i]));
      nadi_json_string (writer, hex);
    }
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);
  line = nadi_json_writer_finish (writer, NULL);
  fprintf (file, "%s\n", line);
}

static void
fill_both (NadiMap *map, GHashTable *model, NadiRandom *random, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char *key = g_strdup_printf ("key/%u", i);
      guint8 bytes[64];
      gsize length = nadi_random_below (random, sizeof bytes);
      GBytes *value;

      nadi_random_fill (random, bytes, sizeof bytes);
      value = g_bytes_new (bytes, length);
      nadi_map_set (map, key, value);
      g_hash_table_insert (model, key, value);
    }
}

static void
write_good_and_bad (FILE *file, NadiRandom *random, guint n)
{
  g_autoptr (NadiMap) map = nadi_map_new ();
  g_autoptr (GHashTable) model = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                        (GDestroyNotify) g_bytes_unref);
  g_auto (GStrv) keys = some_keys (random, n, 1 + nadi_random_below (random, 8));
  const char *const *asked = (const char *const *) keys;
  g_autoptr (GBytes) proof = NULL;
  g_autofree guint8 *bad = NULL;
  GBytes *values[MAX_KEYS];
  NadiHash root;
  gsize length;

  fill_both (map, model, random, n);
  nadi_map_root (map, &root);
  proof = nadi_map_prove (map, asked);
  bad = g_memdup2 (g_bytes_get_data (proof, &length), g_bytes_get_size (proof));
  g_assert_true (check_bytes (bad, length, &root, asked, values, NULL));
  write_case (file, model, asked, &root, bad, length, values);
  clear_values (values, g_strv_length (keys));

  bad[nadi_random_below (random, length)] ^= 1 << nadi_random_below (random, 8);
  write_case (file, model, asked, &root, bad, length, NULL);
}

static void
test_second_implementation (void)
{
  g_autofree char *name = NULL, *output = NULL;
  int descriptor = g_file_open_tmp ("nadi-map-proof-XXXXXX", &name, NULL);
  const char *arguments[] = { "/usr/bin/python3", NADI_TEST_FOLDER "/check-map-proof.py", name, NULL };
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  FILE *file;
  int status;

  g_assert_cmpint (descriptor, >=, 0);
  file = fdopen (descriptor, "w");
  nadi_seeded_random_init (&random, 3);
  for (guint round = 0; round < 300; round++)
    write_good_and_bad (file, &random.random, nadi_random_below (&random.random, 1 + round / 3));
  g_assert_cmpint (fclose (file), ==, 0);

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_cmpstr (output, ==, "300 300\n");
  g_remove (name);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-proof/single", test_single);
  g_test_add_func ("/map-proof/several", test_several);
  g_test_add_func ("/map-proof/order-and-duplicates", test_order_and_duplicates);
  g_test_add_func ("/map-proof/other-keys", test_other_keys);
  g_test_add_func ("/map-proof/changed-bytes", test_changed_bytes);
  g_test_add_func ("/map-proof/too-large", test_too_large);
  g_test_add_func ("/map-proof/error-codes", test_error_codes);
  g_test_add_func ("/map-proof/example", test_example);
  g_test_add_func ("/map-proof/second-implementation", test_second_implementation);
  return g_test_run ();
}
