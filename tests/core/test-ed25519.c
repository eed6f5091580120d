/* Ed25519: RFC 8032's examples, the Wycheproof cases, and what must not verify. */
#include "nadi-ed25519.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-random-system.h"
#include "nadi-test.h"

static void
check_example (const char *seed_hex, const char *public_hex, const char *message_hex,
               const char *signature_hex)
{
  g_autoptr (GBytes) seed = nadi_test_unhex (seed_hex);
  g_autoptr (GBytes) message = nadi_test_unhex (message_hex);
  g_autoptr (NadiSigningKey) key = nadi_signing_key_from_seed (g_bytes_get_data (seed, NULL));
  const NadiVerifyKey *public_key = nadi_signing_key_public (key);
  g_autofree char *public_text = nadi_hex_encode (public_key->bytes, 32);
  g_assert_cmpstr (public_text, ==, public_hex);

  NadiSignature signature;
  nadi_sign (key, g_bytes_get_data (message, NULL), g_bytes_get_size (message), &signature);
  g_autofree char *signature_text = nadi_hex_encode (signature.bytes, 64);
  g_assert_cmpstr (signature_text, ==, signature_hex);
  g_assert_true (
      nadi_verify (public_key, g_bytes_get_data (message, NULL), g_bytes_get_size (message), &signature));
}

/* RFC 8032 §7.1, tests 1 to 3. */
static void
test_examples (void)
{
  check_example (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
      "d25bf5f0595bbe24655141438e7a100b");
  check_example (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
      "387b2eaeb4302aeeb00d291612bb0c00");
  check_example (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
      "4a7c15e9716ed28dc027beceea1ec40a");
}

static gboolean
run_verify (JsonObject *group, JsonObject *test, gboolean must_hold, gpointer user_data)
{
  NadiVerifyKey key;
  NadiSignature signature;
  g_autoptr (GBytes) point
      = nadi_test_member_bytes (json_object_get_object_member (group, "publicKey"), "pk");
  g_autoptr (GBytes) message = nadi_test_member_bytes (test, "msg");
  g_autoptr (GBytes) given = nadi_test_member_bytes (test, "sig");
  g_assert_cmpuint (g_bytes_get_size (point), ==, sizeof key.bytes);
  /* A signature of another length can't be expressed: it is refused where it is decoded. */
  if (g_bytes_get_size (given) != sizeof signature.bytes)
    return !must_hold;
  memcpy (key.bytes, g_bytes_get_data (point, NULL), sizeof key.bytes);
  memcpy (signature.bytes, g_bytes_get_data (given, NULL), sizeof signature.bytes);
  return nadi_verify (&key, g_bytes_get_data (message, NULL), g_bytes_get_size (message), &signature)
         == must_hold;
}

static void
test_wycheproof (void)
{
  nadi_test_wycheproof ("ed25519_test.json", 151, run_verify, NULL);
}

static void
test_flipped (void)
{
  static const guint8 message[] = "a message";
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (nadi_random_system ());
  NadiSignature signature;
  nadi_sign (key, message, sizeof message, &signature);
  for (guint i = 0; i < 64 * 8; i++)
    {
      NadiSignature flipped = signature;
      flipped.bytes[i / 8] ^= (guint8) (1 << i % 8);
      g_assert_false (nadi_verify (nadi_signing_key_public (key), message, sizeof message, &flipped));
    }
  for (guint i = 0; i < 32 * 8; i++)
    {
      NadiVerifyKey flipped = *nadi_signing_key_public (key);
      flipped.bytes[i / 8] ^= (guint8) (1 << i % 8);
      g_assert_false (nadi_verify (&flipped, message, sizeof message, &signature));
    }
  for (guint i = 0; i < sizeof message; i++)
    g_assert_false (nadi_verify (nadi_signing_key_public (key), message, i, &signature));
}

/* y = 2 lies on no point of the curve; p + 1 is a second spelling of y = 1. */
static void
test_bad_keys (void)
{
  NadiVerifyKey none = { { 2 } };
  NadiVerifyKey second_spelling;
  NadiSignature signature = { { 1 } }; /* R is the neutral point, S is 0 */
  memset (second_spelling.bytes, 0xff, 32);
  second_spelling.bytes[0] = 0xee;
  second_spelling.bytes[31] = 0x7f;
  g_assert_false (nadi_verify (&none, (const guint8 *) "m", 1, &signature));
  g_assert_false (nadi_verify (&second_spelling, (const guint8 *) "m", 1, &signature));
}

/* A key of order 8 or less, with R = 0 + a point of small order and S = 0: without a look at the key, one
 * message in eight at least would verify. */
static void
test_small_order (void)
{
  static const char *const keys[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  };
  NadiSignature signature = { { 1 } };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      NadiVerifyKey key;
      g_autoptr (GBytes) bytes = nadi_test_unhex (keys[i]);
      memcpy (key.bytes, g_bytes_get_data (bytes, NULL), sizeof key.bytes);
      for (guint message = 0; message < 100; message++)
        g_assert_false (nadi_verify (&key, (const guint8 *) &message, sizeof message, &signature));
    }
}

static void
test_seed (void)
{
  NadiSeededRandom random, same;
  nadi_seeded_random_init (&random, 5);
  nadi_seeded_random_init (&same, 5);
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (&random.random);
  g_autoptr (NadiSigningKey) other = nadi_signing_key_new (&random.random);
  g_autoptr (NadiSigningKey) again = nadi_signing_key_new (&same.random);
  g_autoptr (NadiSecret) seed = nadi_signing_key_seed (key);
  g_autoptr (NadiSigningKey) from_seed = nadi_signing_key_from_seed (nadi_secret_data (seed));
  g_assert_cmpmem (nadi_signing_key_public (key), 32, nadi_signing_key_public (again), 32);
  g_assert_cmpmem (nadi_signing_key_public (key), 32, nadi_signing_key_public (from_seed), 32);
  g_assert_true (memcmp (nadi_signing_key_public (key), nadi_signing_key_public (other), 32) != 0);
}

static gpointer
sign_and_verify (gpointer data)
{
  NadiSigningKey *key = data;
  for (guint i = 0; i < 200; i++)
    {
      NadiSignature signature;
      nadi_sign (key, (const guint8 *) &i, sizeof i, &signature);
      g_assert_true (nadi_verify (nadi_signing_key_public (key), (const guint8 *) &i, sizeof i, &signature));
    }
  nadi_signing_key_unref (key);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (nadi_random_system ());
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("sign", sign_and_verify, nadi_signing_key_ref (key));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ed25519/examples", test_examples);
  g_test_add_func ("/ed25519/wycheproof", test_wycheproof);
  g_test_add_func ("/ed25519/flipped", test_flipped);
  g_test_add_func ("/ed25519/bad-keys", test_bad_keys);
  g_test_add_func ("/ed25519/small-order", test_small_order);
  g_test_add_func ("/ed25519/seed", test_seed);
  g_test_add_func ("/ed25519/threads", test_threads);
  return g_test_run ();
}
