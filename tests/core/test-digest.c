/* SHA-256, HMAC and HKDF: published examples and the Wycheproof cases. */
#include "nadi-digest.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-test.h"

static void
assert_hash (const NadiHash *hash, const char *expected)
{
  g_autofree char *hex = nadi_hex_encode (hash->bytes, sizeof hash->bytes);
  g_assert_cmpstr (hex, ==, expected);
}

/* FIPS 180-4's own examples. */
static void
test_sha256 (void)
{
  static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  NadiHash hash;
  nadi_sha256 (NULL, 0, &hash);
  assert_hash (&hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  nadi_sha256 ((const guint8 *) "abc", 3, &hash);
  assert_hash (&hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  nadi_sha256 ((const guint8 *) two_blocks, strlen (two_blocks), &hash);
  assert_hash (&hash, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* However a message is cut, its hash is that of the whole. */
static void
test_parts (void)
{
  gsize length = 2000;
  g_autofree guint8 *data = g_malloc (length);
  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 7);
  for (gsize total = 0; total <= length; total += total < 600 ? 37 : 350)
    for (gsize cut = 0; cut <= total; cut += 61)
      {
        NadiPart parts[] = { { data, cut }, { NULL, 0 }, { data + cut, total - cut } };
        NadiPart whole = { data, total };
        NadiHash expected, hash;
        nadi_sha256 (data, total, &expected);
        nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &hash);
        g_assert_true (nadi_hash_equal (&hash, &expected));
        nadi_hmac_sha256 ((const guint8 *) "key", 3, &whole, 1, &expected);
        nadi_hmac_sha256 ((const guint8 *) "key", 3, parts, G_N_ELEMENTS (parts), &hash);
        g_assert_true (nadi_hash_equal (&hash, &expected));
      }
  NadiHash hash;
  nadi_sha256_parts (NULL, 0, &hash);
  assert_hash (&hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 4231 §4.3 and §4.7 (a key longer than a block). */
static void
test_hmac (void)
{
  static const char text[] = "what do ya want for nothing?";
  static const char long_text[] = "Test Using Larger Than Block-Size Key - Hash Key First";
  guint8 long_key[131];
  NadiPart parts[] = { { text, 10 }, { text + 10, strlen (text) - 10 } };
  NadiPart part = { long_text, strlen (long_text) };
  NadiHash hash;
  nadi_hmac_sha256 ((const guint8 *) "Jefe", 4, parts, 2, &hash);
  assert_hash (&hash, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  memset (long_key, 0xaa, sizeof long_key);
  nadi_hmac_sha256 (long_key, sizeof long_key, &part, 1, &hash);
  assert_hash (&hash, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static gboolean
run_hkdf (JsonObject *group, JsonObject *test, gboolean must_hold, gpointer user_data)
{
  g_autoptr (GBytes) input = nadi_test_member_bytes (test, "ikm");
  g_autoptr (GBytes) salt = nadi_test_member_bytes (test, "salt");
  g_autoptr (GBytes) info = nadi_test_member_bytes (test, "info");
  g_autoptr (GBytes) expected = nadi_test_member_bytes (test, "okm");
  gsize size = (gsize) json_object_get_int_member (test, "size");
  g_autoptr (NadiSecret) output = nadi_hkdf_sha256 (
      g_bytes_get_data (input, NULL), g_bytes_get_size (input), g_bytes_get_data (salt, NULL),
      g_bytes_get_size (salt), g_bytes_get_data (info, NULL), g_bytes_get_size (info), size);
  if (output == NULL || !must_hold)
    return output == NULL && !must_hold;
  return g_bytes_get_size (expected) == size
         && memcmp (nadi_secret_data (output), g_bytes_get_data (expected, NULL), size) == 0;
}

static void
test_hkdf_wycheproof (void)
{
  nadi_test_wycheproof ("hkdf_sha256_test.json", 86, run_hkdf, NULL);
}

static void
test_hkdf_edges (void)
{
  static const guint8 zero[32];
  g_autoptr (NadiSecret) none = nadi_hkdf_sha256 (zero, 32, NULL, 0, NULL, 0, 0);
  g_autoptr (NadiSecret) without_salt = nadi_hkdf_sha256 (zero, 32, NULL, 0, "i", 1, 40);
  g_autoptr (NadiSecret) zero_salt = nadi_hkdf_sha256 (zero, 32, zero, 32, "i", 1, 40);
  g_autoptr (NadiSecret) other_info = nadi_hkdf_sha256 (zero, 32, zero, 32, "j", 1, 40);
  g_assert_cmpuint (nadi_secret_size (none), ==, 0);
  g_assert_true (nadi_equal_secret (nadi_secret_data (without_salt), nadi_secret_data (zero_salt), 40));
  g_assert_false (nadi_equal_secret (nadi_secret_data (other_info), nadi_secret_data (zero_salt), 40));
  g_assert_null (nadi_hkdf_sha256 (zero, 32, NULL, 0, NULL, 0, 255 * 32 + 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/sha256", test_sha256);
  g_test_add_func ("/digest/parts", test_parts);
  g_test_add_func ("/digest/hmac", test_hmac);
  g_test_add_func ("/digest/hkdf-wycheproof", test_hkdf_wycheproof);
  g_test_add_func ("/digest/hkdf-edges", test_hkdf_edges);
  return g_test_run ();
}
