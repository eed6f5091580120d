/* Records and key boxes: round trips, python3-jwcrypto on the other side, and everything that must be refused. */
#include "nadi-jwe-fixture.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-jwk.h"
#include "nadi-test-program.h"
#include "nadi-test.h"

static NadiSecret *
open_box (NadiJweFixture *f, const char *text, guint i, GError **error)
{
  return nadi_jwe_open_box (text, strlen (text), f->rsa[i], error);
}

static void
assert_holds (NadiSecret *secret, const char *text)
{
  g_assert_nonnull (secret);
  g_assert_cmpmem (nadi_secret_data (secret), nadi_secret_size (secret), text, strlen (text));
}

static void
test_record (NadiJweFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) plaintext = nadi_jwe_fixture_open (f, f->record, &nadi_jwe_fixture_binding, &error);
  g_assert_no_error (error);
  assert_holds (plaintext, NADI_JWE_CONTENT);

  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (f->record, strlen (f->record), &error);
  g_assert_no_error (error);
  g_assert_cmpint (info->form, ==, NADI_JWE_RECORD);
  g_assert_cmpstr (info->recipients[0], ==, f->kid);
  g_assert_null (info->recipients[1]);
  g_assert_cmpstr (info->protected_header, ==,
                   "{\"enc\":\"A256GCM\",\"typ\":\"nadi-record\",\"patient\":\"" NADI_JWE_PATIENT
                   "\",\"shelf\":\"" NADI_JWE_SHELF "\",\"epoch\":3,\"record\":\"" NADI_JWE_RECORD_ID "\",\"version\":\"" NADI_JWE_VERSION
                   "\"}");

  /* Without a patient, without content, and a piece of a document. */
  const NadiRecordBinding directory = { NULL, NADI_JWE_SHELF, 0, NADI_JWE_RECORD_ID, NADI_JWE_VERSION };
  g_autofree char *piece
      = nadi_jwe_seal_record (&f->random.random, "nadi-piece", &directory, f->kid, f->key, NULL, 0);
  g_autoptr (NadiSecret) empty
      = nadi_jwe_open_record (piece, strlen (piece), "nadi-piece", &directory, f->kid, f->key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_secret_size (empty), ==, 0);
  g_assert_null (
      nadi_jwe_open_record (piece, strlen (piece), "nadi-record", &directory, f->kid, f->key, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

static void
test_large_record (NadiJweFixture *f, gconstpointer data)
{
  gsize size = 1024 * 1024;
  g_autofree guint8 *plaintext = g_malloc (size);
  nadi_random_fill (&f->random.random, plaintext, size);
  g_autofree char *text
      = nadi_jwe_seal_record (&f->random.random, "nadi-piece", &nadi_jwe_fixture_binding, f->kid, f->key, plaintext, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) back
      = nadi_jwe_open_record (text, strlen (text), "nadi-piece", &nadi_jwe_fixture_binding, f->kid, f->key, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (back), nadi_secret_size (back), plaintext, size);
}

static void
test_box (NadiJweFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (f->box, strlen (f->box), &error);
  g_assert_no_error (error);
  g_assert_cmpint (info->form, ==, NADI_JWE_KEY_BOX);
  g_assert_cmpuint (g_strv_length (info->recipients), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NadiSecret) plaintext = open_box (f, f->box, i, &error);
      g_assert_no_error (error);
      assert_holds (plaintext, NADI_JWE_CONTENT);
      g_autofree char *kid = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[i]));
      g_assert_cmpstr (info->recipients[i], ==, kid);
    }
  g_autoptr (NadiRsaPrivate) stranger = nadi_rsa_private_generate (2048, NULL);
  g_assert_null (nadi_jwe_open_box (f->box, strlen (f->box), stranger, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  /* One form is not the other. */
  g_assert_null (open_box (f, f->record, 0, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  g_assert_null (nadi_jwe_fixture_open (f, f->box, &nadi_jwe_fixture_binding, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

static JsonNode *
ask (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *request = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return nadi_test_program_ask ("jwcrypto-peer.py", request);
}

/* python3-jwcrypto opens jwe with this JWK and finds plaintext. */
static void
assert_peer_opens (const char *jwe, const char *jwk, const char *plaintext)
{
  g_autoptr (JsonNode) text = json_node_init_string (json_node_alloc (), jwe);
  g_autofree char *quoted = json_to_string (text, FALSE);
  g_autoptr (JsonNode) answer = ask ("{\"command\":\"open\",\"jwe\":%s,\"key\":%s}", quoted, jwk);
  g_autofree char *expected = nadi_base64url_encode ((const guint8 *) plaintext, strlen (plaintext));
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (answer), "plaintext"), ==, expected);
}

static void
test_jwcrypto_opens (NadiJweFixture *f, gconstpointer data)
{
  g_autofree char *key = nadi_base64url_encode (f->key, sizeof f->key);
  g_autofree char *oct = g_strdup_printf ("{\"kty\":\"oct\",\"k\":\"%s\"}", key);
  assert_peer_opens (f->record, oct, NADI_JWE_CONTENT);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NadiSecret) jwk = nadi_rsa_private_to_jwk (f->rsa[i]);
      g_autofree char *text = g_strndup ((const char *) nadi_secret_data (jwk), nadi_secret_size (jwk));
      assert_peer_opens (f->box, text, NADI_JWE_CONTENT);
    }
}

static void
check_peer_record (JsonObject *record)
{
  g_autoptr (GError) error = NULL;
  JsonObject *header = json_object_get_object_member (record, "header");
  JsonNode *patient = json_object_get_member (header, "patient");
  const NadiRecordBinding bound
      = { JSON_NODE_HOLDS_NULL (patient) ? NULL : json_node_get_string (patient),
          json_object_get_string_member (header, "shelf"), json_object_get_int_member (header, "epoch"),
          json_object_get_string_member (header, "record"),
          json_object_get_string_member (header, "version") };
  guint8 key[32];
  g_assert_true (
      nadi_base64url_decode_into (json_object_get_string_member (record, "key"), -1, key, 32, NULL));
  g_autofree char *kid = nadi_symmetric_kid (key);
  const char *jwe = json_object_get_string_member (record, "jwe");
  g_autoptr (NadiSecret) content
      = nadi_jwe_open_record (jwe, strlen (jwe), "nadi-record", &bound, kid, key, &error);
  g_assert_no_error (error);
  g_autofree char *encoded = nadi_base64url_encode (nadi_secret_data (content), nadi_secret_size (content));
  g_assert_cmpstr (encoded, ==, json_object_get_string_member (record, "content"));

  g_autofree char *resource = NULL;
  gsize length;
  guint8 salt[32];
  NadiHash commitment;
  g_assert_true (nadi_record_content_parse ((const char *) nadi_secret_data (content),
                                            nadi_secret_size (content), &resource, &length, salt, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (resource, ==, json_object_get_string_member (record, "resource"));
  nadi_record_commitment (resource, length, salt, &commitment);
  g_autofree char *text = nadi_hash_to_text (&commitment);
  g_assert_cmpstr (text, ==, json_object_get_string_member (record, "commitment"));
}

static void
test_jwcrypto_seals_records (NadiJweFixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) answer = ask ("{\"command\":\"records\",\"count\":60}");
  JsonArray *records = json_node_get_array (answer);
  g_assert_cmpuint (json_array_get_length (records), ==, 60);
  for (guint i = 0; i < 60; i++)
    check_peer_record (json_array_get_object_element (records, i));
}

static char *
public_jwk (NadiRsaPrivate *key)
{
  g_autofree char *n = nadi_rsa_public_to_text (nadi_rsa_private_public (key));
  return g_strdup_printf ("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"%s\"}", n);
}

static void
test_jwcrypto_seals_boxes (NadiJweFixture *f, gconstpointer data)
{
  g_autofree char *first = public_jwk (f->rsa[0]);
  g_autofree char *second = public_jwk (f->rsa[1]);
  g_autoptr (JsonNode) answer
      = ask ("{\"command\":\"boxes\",\"count\":20,\"recipients\":[%s,%s]}", first, second);
  JsonArray *boxes = json_node_get_array (answer);
  g_assert_cmpuint (json_array_get_length (boxes), ==, 20);
  for (guint i = 0; i < 20; i++)
    {
      JsonObject *box = json_array_get_object_element (boxes, i);
      JsonArray *keys = json_object_get_array_member (box, "keys");
      const char *jwe = json_object_get_string_member (box, "jwe");
      for (guint who = 0; who < 2; who++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (NadiSecret) content = open_box (f, jwe, who, &error);
          if (who == 1 && i % 2 == 1)
            {
              g_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
              continue;
            }
          g_assert_no_error (error);
          g_autoptr (NadiJwkSet) set = nadi_jwk_set_parse ((const char *) nadi_secret_data (content),
                                                           nadi_secret_size (content), &error);
          g_assert_no_error (error);
          g_assert_cmpuint (nadi_jwk_set_size (set), ==, json_array_get_length (keys));
          for (guint k = 0; k < nadi_jwk_set_size (set); k++)
            {
              const NadiJwkEntry *entry = nadi_jwk_set_get (set, k);
              g_autofree char *text = nadi_base64url_encode (nadi_secret_data (entry->symmetric), 32);
              g_assert_cmpstr (text, ==, json_array_get_string_element (keys, k));
              g_assert_cmpint (entry->epoch, ==, k);
            }
        }
    }
}

static void
test_content (void)
{
  guint8 salt[32], salt_back[32];
  memset (salt, 5, sizeof salt);
  static const char resource[] = "{\"a\":\"\\\"\\\\ \303\251 \342\200\250\"}\n\t\b\f\r\001\177/";
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) content = nadi_record_content_print (resource, strlen (resource), salt);
  g_autofree char *text = g_strndup ((const char *) nadi_secret_data (content), nadi_secret_size (content));
  g_assert_cmpstr (text, ==,
                   "{\"resource\":\"{\\\"a\\\":\\\"\\\\\\\"\\\\\\\\ \303\251 "
                   "\342\200\250\\\"}\\n\\t\\b\\f\\r\\u0001\177/\","
                   "\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\"}");
  g_autofree char *back = NULL;
  gsize length;
  g_assert_true (nadi_record_content_parse (text, strlen (text), &back, &length, salt_back, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (back, length, resource, strlen (resource));
  g_assert_cmpmem (salt_back, 32, salt, 32);

  NadiHash one, two;
  nadi_record_commitment (back, length, salt, &one);
  salt[0] ^= 1;
  nadi_record_commitment (back, length, salt, &two);
  g_assert_false (nadi_hash_equal (&one, &two));

  static const char *const bad[] = {
    "{\"resource\":\"x\"}",
    "{\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\"}",
    "{\"resource\":{},\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\"}",
    "{\"resource\":\"x\",\"salt\":\"BQU\"}",
    "{\"resource\":\"x\",\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQV\"}",
    "{\"resource\":\"x\",\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\",\"more\":1}",
    "{\"resource\":\"\\u0000\",\"salt\":\"BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\"}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *none = NULL;
      g_assert_false (nadi_record_content_parse (bad[i], strlen (bad[i]), &none, &length, salt, &error));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
      g_clear_error (&error);
    }
}

#define ADD(name, function) \
  g_test_add ("/jwe/" name, NadiJweFixture, GUINT_TO_POINTER (41), nadi_jwe_fixture_set_up, function, nadi_jwe_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("record", test_record);
  ADD ("large-record", test_large_record);
  ADD ("box", test_box);
  ADD ("jwcrypto-opens", test_jwcrypto_opens);
  ADD ("jwcrypto-seals-records", test_jwcrypto_seals_records);
  ADD ("jwcrypto-seals-boxes", test_jwcrypto_seals_boxes);
  g_test_add_func ("/jwe/content", test_content);
  return g_test_run ();
}
