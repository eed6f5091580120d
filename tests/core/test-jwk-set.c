/* Sets of keys, both ways, and with python3-jwcrypto. */
#include "nadi-jwk.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-test-program.h"
#include "nadi-test.h"

static NadiJwkSet *
parse_text (const char *text, GError **error)
{
  return nadi_jwk_set_parse (text, strlen (text), error);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 31);
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_new ();
  g_autoptr (NadiSecret) first = nadi_secret_new_random (&random.random, 32);
  g_autoptr (NadiSecret) second = nadi_secret_new_random (&random.random, 32);
  g_autoptr (NadiRsaPrivate) rsa = nadi_rsa_private_generate (2048, &error);
  g_assert_no_error (error);
  nadi_jwk_set_add_symmetric (set, 1, first);
  nadi_jwk_set_add_rsa (set, 7, rsa);
  nadi_jwk_set_add_symmetric (set, 2, second);

  g_autoptr (NadiSecret) text = nadi_jwk_set_print (set);
  const char *json = (const char *) nadi_secret_data (text);
  g_autoptr (NadiJwkSet) back = nadi_jwk_set_parse (json, nadi_secret_size (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_jwk_set_size (back), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (nadi_jwk_set_get (back, i)->kid, ==, nadi_jwk_set_get (set, i)->kid);
      g_assert_cmpint (nadi_jwk_set_get (back, i)->epoch, ==, nadi_jwk_set_get (set, i)->epoch);
    }
  const NadiJwkEntry *entry = nadi_jwk_set_get (back, 2);
  g_assert_cmpmem (nadi_secret_data (entry->symmetric), 32, nadi_secret_data (second), 32);
  g_assert_null (entry->rsa);
  g_autoptr (NadiSecret) der = nadi_rsa_private_to_der (rsa);
  g_autoptr (NadiSecret) der_back = nadi_rsa_private_to_der (nadi_jwk_set_get (back, 1)->rsa);
  g_assert_cmpmem (nadi_secret_data (der), nadi_secret_size (der), nadi_secret_data (der_back),
                   nadi_secret_size (der_back));

  g_autoptr (NadiSecret) again = nadi_jwk_set_print (back);
  g_assert_cmpmem (nadi_secret_data (again), nadi_secret_size (again), json, nadi_secret_size (text));
}

static void
test_jwcrypto_reads (void)
{
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 32);
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_new ();
  g_autoptr (NadiSecret) key = nadi_secret_new_random (&random.random, 32);
  g_autoptr (NadiRsaPrivate) rsa = nadi_rsa_private_generate (3072, &error);
  g_assert_no_error (error);
  nadi_jwk_set_add_symmetric (set, 1, key);
  nadi_jwk_set_add_rsa (set, 2, rsa);
  g_autoptr (NadiSecret) text = nadi_jwk_set_print (set);
  g_autofree char *encoded = nadi_base64url_encode (nadi_secret_data (text), nadi_secret_size (text));
  g_autofree char *request = g_strdup_printf ("{\"command\":\"set\",\"set\":\"%s\"}", encoded);
  g_autoptr (JsonNode) answer = nadi_test_program_ask ("jwcrypto-peer.py", request);
  JsonArray *keys = json_node_get_array (answer);
  g_assert_cmpuint (json_array_get_length (keys), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonArray *one = json_array_get_array_element (keys, i);
      const char *kid = json_array_get_string_element (one, 1);
      g_assert_cmpstr (json_array_get_string_element (one, 2), ==, kid);
      g_assert_true (strcmp (kid, nadi_jwk_set_get (set, 0)->kid) == 0
                     || strcmp (kid, nadi_jwk_set_get (set, 1)->kid) == 0);
    }
}

static void
test_jwcrypto_writes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer
      = nadi_test_program_ask ("jwcrypto-peer.py", "{\"command\":\"rsa\",\"count\":3,\"bits\":2048}");
  g_autofree char *text = json_to_string (answer, TRUE);
  g_autoptr (NadiJwkSet) set = parse_text (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_jwk_set_size (set), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const NadiJwkEntry *entry = nadi_jwk_set_get (set, i);
      g_autoptr (GBytes) sealed = nadi_rsa_oaep_encrypt (nadi_rsa_private_public (entry->rsa), NULL, 0,
                                                         (const guint8 *) "message", 7, &error);
      gsize length;
      const guint8 *bytes = g_bytes_get_data (sealed, &length);
      g_autoptr (NadiSecret) opened = nadi_rsa_oaep_decrypt (entry->rsa, NULL, 0, bytes, length, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (nadi_secret_data (opened), nadi_secret_size (opened), "message", 7);

      g_autoptr (NadiSecret) jwk = nadi_rsa_private_to_jwk (entry->rsa);
      g_autofree char *single = g_strdup_printf ("{\"keys\":[%.*s]}", (int) nadi_secret_size (jwk),
                                                 (const char *) nadi_secret_data (jwk));
      g_autoptr (NadiJwkSet) back = parse_text (single, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (nadi_jwk_set_get (back, 0)->kid, ==, entry->kid);
    }

  /* A number of one key in another: no key, or another name. */
  JsonArray *keys = json_object_get_array_member (json_node_get_object (answer), "keys");
  static const char *const parts[] = { "n", "d", "p", "q", "kid" };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (JsonNode) copy = json_node_copy (answer);
      g_autofree char *original = json_to_string (copy, FALSE);
      const char *ours = json_object_get_string_member (json_array_get_object_element (keys, 0), parts[i]);
      const char *theirs = json_object_get_string_member (json_array_get_object_element (keys, 1), parts[i]);
      g_auto (GStrv) pieces = g_strsplit (original, ours, 2);
      g_autofree char *changed = g_strjoinv (theirs, pieces);
      g_assert_null (parse_text (changed, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
}

/* "AAAA…" is 32 zero bytes; its kid as python3-cryptography computes SHA-256("nadi-key" || 00…). */
#define ZERO_KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void
test_forms (void)
{
  const guint8 zero[32] = { 0 };
  g_autofree char *kid = nadi_symmetric_kid (zero);
  static const char *const good[] = {
    "{\"keys\":[]}",
    " { \"keys\" : [ { \"kty\" : \"oct\" , \"kid\" : \"%s\" , \"k\" : \"" ZERO_KEY "\" } ] } ",
    "{\"keys\":[{\"k\":\"" ZERO_KEY
    "\",\"kty\":\"oct\",\"kid\":\"%s\",\"use\":\"enc\",\"key_ops\":[\"a\",{\"]\":\"}\"}]}]}",
    "{\"extra\":[1,{\"keys\":[{}]}],\"keys\":[{\"k\":\"" ZERO_KEY
    "\",\"kty\":\"oct\",\"kid\":\"%s\",\"epoch\":3}]}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) parts = g_strsplit (good[i], "%s", 2);
      g_autofree char *text = g_strjoinv (kid, parts);
      g_autoptr (NadiJwkSet) set = parse_text (text, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (nadi_jwk_set_size (set), ==, i == 0 ? 0 : 1);
    }

  static const char *const bad[] = {
    "",
    "[]",
    "\"keys\"",
    "{}",
    "{\"keys\":{}}",
    "{\"keys\":\"[]\"}",
    "{\"keys\":[1]}",
    "{\"keys\":[\"{\"]}",
    "{\"keys\":[[]]}",
    "{\"keys\":[{}]}",
    "{\"keys\":[],\"keys\":[]}",
    "{\"k\\u0065ys\":[]}",
    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"AAAA\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"" ZERO_KEY "A\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"\\u0041AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]"
    "}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":[\"" ZERO_KEY "\"]}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"epoch\":\"1\",\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"epoch\":-1,\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"epoch\":1.5,\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"%s\",\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"OKP\",\"kid\":\"%s\",\"k\":\"" ZERO_KEY "\"}]}",
    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQAB\",\"p\":\"AQAB\","
    "\"q\":\"AQAB\",\"dp\":\"AQAB\",\"dq\":\"AQAB\",\"qi\":\"AQAB\"}]}",
    "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"" ZERO_KEY "\"}]",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) parts = g_strsplit (bad[i], "%s", 2);
      g_autofree char *text = g_strjoinv (kid, parts);
      g_assert_null (parse_text (text, &error));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jwk-set/round-trip", test_round_trip);
  g_test_add_func ("/jwk-set/jwcrypto-reads", test_jwcrypto_reads);
  g_test_add_func ("/jwk-set/jwcrypto-writes", test_jwcrypto_writes);
  g_test_add_func ("/jwk-set/forms", test_forms);
  return g_test_run ();
}
