/* Wycheproof's JWE cases. They are in the compact serialisation, which Nadi does not have, so each must be refused as it
 * stands and as general JSON with its header unchanged.
 *
 * In the cases whose algorithms are Nadi's, the wrapped key is then put, byte for byte, into a JWE of Nadi's form: iv
 * and tag of A256GCMKW move from the protected header to the recipient's, and the content is sealed again under the
 * same content key, since the additional authenticated data changes with the header. That one must give the case's
 * result. */
#include "nadi-jwe.h"

#include <string.h>

#include "nadi-aead.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-jwk.h"
#include "nadi-test.h"

#define CASES 139
#define CASES_WITHIN 3
#define ID "0b4c0000-0000-4000-8000-000000000001"
#define RECORD_HEADER                                                                                        \
  "{\"enc\":\"A256GCM\",\"typ\":\"nadi-record\",\"patient\":\"" ID "\",\"shelf\":\"" ID "\",\"epoch\":1,"    \
  "\"record\":\"" ID "\",\"version\":\"" ID "\"}"
#define BOX_HEADER "{\"enc\":\"A256GCM\",\"typ\":\"nadi-box\"}"

typedef struct
{
  guint outside;   /* refused for their algorithms, valid elsewhere or not */
  guint malformed; /* no compact JWE at all */
  guint within;
} Counts;

static const guint8 dummy_key[32] = { 1 };

static gboolean
is_refused (const char *text, NadiRsaPrivate *rsa)
{
  const NadiRecordBinding binding = { ID, ID, 1, ID, ID };
  g_autofree char *kid = nadi_symmetric_kid (dummy_key);
  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (text, strlen (text), NULL);
  g_autoptr (NadiSecret) record
      = nadi_jwe_open_record (text, strlen (text), "nadi-record", &binding, kid, dummy_key, NULL);
  g_autoptr (NadiSecret) box = rsa != NULL ? nadi_jwe_open_box (text, strlen (text), rsa, NULL) : NULL;
  return info == NULL && record == NULL && box == NULL;
}

static char *
general (const char *protected_text, const char *recipient_header, const char *encrypted_key, const char *iv,
         const char *ciphertext, const char *tag)
{
  return g_strdup_printf ("{\"protected\":\"%s\",\"recipients\":[{\"header\":%s,\"encrypted_key\":\"%s\"}],"
                          "\"iv\":\"%s\",\"ciphertext\":\"%s\",\"tag\":\"%s\"}",
                          protected_text, recipient_header, encrypted_key, iv, ciphertext, tag);
}

/* The key of a group, under the name that Nadi gives it. */
static NadiRsaPrivate *
rsa_of (JsonObject *group)
{
  static const char *const parts[] = { "n", "e", "d", "p", "q", "dp", "dq", "qi" };
  JsonObject *key = json_object_get_object_member (group, "private");
  if (strcmp (json_object_get_string_member (key, "kty"), "RSA") != 0)
    return NULL;
  g_autoptr (NadiRsaPublic) public_key
      = nadi_rsa_public_from_text (json_object_get_string_member (key, "n"), NULL);
  if (public_key == NULL)
    return NULL;
  g_autofree char *kid = nadi_rsa_public_kid (public_key);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "keys");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "kty", "RSA");
  nadi_json_put_string (writer, "kid", kid);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    nadi_json_put_string (writer, parts[i], json_object_get_string_member (key, parts[i]));
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);
  gsize length;
  g_autofree char *text = nadi_json_writer_finish (writer, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_parse (text, length, &error);
  g_assert_no_error (error);
  return nadi_rsa_private_ref (nadi_jwk_set_get (set, 0)->rsa);
}

static NadiSecret *
open_bytes (const guint8 *key, const char *iv, const char *aad, const char *ciphertext, const char *tag)
{
  g_autoptr (NadiAead) aead = nadi_aead_new (key);
  g_autoptr (GBytes) text = nadi_base64url_decode (ciphertext, -1, NULL);
  guint8 nonce[12], tag_bytes[16];
  if (text == NULL || !nadi_base64url_decode_into (iv, -1, nonce, sizeof nonce, NULL)
      || !nadi_base64url_decode_into (tag, -1, tag_bytes, sizeof tag_bytes, NULL))
    return NULL;
  g_autoptr (NadiSecret) plaintext = nadi_secret_new (g_bytes_get_size (text));
  if (!nadi_aead_open (aead, nonce, (const guint8 *) aad, strlen (aad), g_bytes_get_data (text, NULL),
                       g_bytes_get_size (text), tag_bytes, nadi_secret_data (plaintext), NULL))
    return NULL;
  return g_steal_pointer (&plaintext);
}

/* The content key, unwrapped with the primitives alone. */
static NadiSecret *
unwrap (JsonObject *header, const char *encrypted_key, const guint8 *key, NadiRsaPrivate *rsa)
{
  if (rsa == NULL)
    return open_bytes (key, json_object_get_string_member (header, "iv"), "", encrypted_key,
                       json_object_get_string_member (header, "tag"));
  g_autoptr (GBytes) wrapped = nadi_base64url_decode (encrypted_key, -1, NULL);
  return nadi_rsa_oaep_decrypt (rsa, NULL, 0, g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped),
                                NULL);
}

/* pt sealed under the content key with a header of Nadi's; the key as the case wrapped it. */
static char *
rebuild (JsonObject *header, const char *encrypted_key, const char *kid, NadiSecret *content_key, GBytes *pt,
         gboolean is_box)
{
  const char *own = is_box ? BOX_HEADER : RECORD_HEADER;
  g_autofree char *protected_text = nadi_base64url_encode ((const guint8 *) own, strlen (own));
  g_autofree char *recipient
      = is_box ? g_strdup_printf ("{\"alg\":\"RSA-OAEP-256\",\"kid\":\"%s\"}", kid)
               : g_strdup_printf ("{\"alg\":\"A256GCMKW\",\"kid\":\"%s\",\"iv\":\"%s\",\"tag\":\"%s\"}", kid,
                                  json_object_get_string_member (header, "iv"),
                                  json_object_get_string_member (header, "tag"));
  const guint8 iv[12] = { 9 };
  guint8 tag[16];
  gsize length = g_bytes_get_size (pt);
  g_autofree guint8 *ciphertext = g_malloc (length);
  g_autoptr (NadiAead) aead = nadi_aead_new (nadi_secret_data (content_key));
  nadi_aead_seal (aead, iv, (const guint8 *) protected_text, strlen (protected_text),
                  g_bytes_get_data (pt, NULL), length, ciphertext, tag);
  g_autofree char *iv_text = nadi_base64url_encode (iv, sizeof iv);
  g_autofree char *ciphertext_text = nadi_base64url_encode (ciphertext, length);
  g_autofree char *tag_text = nadi_base64url_encode (tag, sizeof tag);
  return general (protected_text, recipient, encrypted_key, iv_text, ciphertext_text, tag_text);
}

static gboolean
holds (NadiSecret *plaintext, GBytes *pt)
{
  return plaintext != NULL && nadi_secret_size (plaintext) == g_bytes_get_size (pt)
         && memcmp (nadi_secret_data (plaintext), g_bytes_get_data (pt, NULL), g_bytes_get_size (pt)) == 0;
}

static gboolean
run_within (JsonObject *header, char *const *parts, JsonObject *group, NadiRsaPrivate *rsa, GBytes *pt,
            gboolean must_hold)
{
  const NadiRecordBinding binding = { ID, ID, 1, ID, ID };
  guint8 key[32] = { 0 };
  if (rsa == NULL
      && !nadi_base64url_decode_into (
          json_object_get_string_member (json_object_get_object_member (group, "private"), "k"), -1, key, 32,
          NULL))
    return !must_hold;

  g_autoptr (NadiSecret) content_key = unwrap (header, parts[1], key, rsa);
  g_autoptr (NadiSecret) content = content_key != NULL ? open_bytes (nadi_secret_data (content_key), parts[2],
                                                                     parts[0], parts[3], parts[4])
                                                       : NULL;
  if (holds (content, pt) != must_hold)
    return FALSE;
  if (content_key == NULL)
    content_key = nadi_secret_new (32);

  g_autofree char *kid
      = rsa != NULL ? nadi_rsa_public_kid (nadi_rsa_private_public (rsa)) : nadi_symmetric_kid (key);
  g_autofree char *text = rebuild (header, parts[1], kid, content_key, pt, rsa != NULL);
  g_autoptr (NadiSecret) opened
      = rsa != NULL ? nadi_jwe_open_box (text, strlen (text), rsa, NULL)
                    : nadi_jwe_open_record (text, strlen (text), "nadi-record", &binding, kid, key, NULL);
  return holds (opened, pt) == must_hold;
}

static JsonNode *
header_of (const char *text)
{
  g_autoptr (GBytes) bytes = nadi_base64url_decode (text, -1, NULL);
  if (bytes == NULL)
    return NULL;
  g_autoptr (JsonNode) node
      = nadi_json_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 65536, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
has_our_algorithms (JsonObject *header)
{
  const char *alg, *enc;
  return nadi_json_get_string (header, "alg", &alg, NULL) && nadi_json_get_string (header, "enc", &enc, NULL)
         && (strcmp (alg, "A256GCMKW") == 0 || strcmp (alg, "RSA-OAEP-256") == 0)
         && strcmp (enc, "A256GCM") == 0;
}

static gboolean
run_case (JsonObject *group, JsonObject *test, gboolean must_hold, gpointer data)
{
  Counts *counts = data;
  const char *jwe = json_object_get_string_member (test, "jwe");
  g_autoptr (NadiRsaPrivate) rsa = rsa_of (group);
  if (!is_refused (jwe, rsa))
    return FALSE;

  g_auto (GStrv) parts = g_strsplit (jwe, ".", -1);
  g_autoptr (JsonNode) node = g_strv_length (parts) == 5 ? header_of (parts[0]) : NULL;
  if (node == NULL)
    {
      counts->malformed++;
      return TRUE;
    }
  JsonObject *header = json_node_get_object (node);
  g_autofree char *recipient = json_to_string (node, FALSE);
  g_autofree char *converted = general (parts[0], recipient, parts[1], parts[2], parts[3], parts[4]);
  g_autofree char *plain = general (parts[0], "{\"alg\":\"RSA-OAEP-256\",\"kid\":\"x\"}", parts[1], parts[2],
                                    parts[3], parts[4]);
  if (!is_refused (converted, rsa) || !is_refused (plain, rsa))
    return FALSE;
  if (!has_our_algorithms (header))
    {
      counts->outside++;
      return TRUE;
    }
  counts->within++;
  g_autoptr (GBytes) pt = nadi_test_member_bytes (test, "pt");
  return run_within (header, parts, group, rsa, pt, must_hold);
}

static void
test_cases (void)
{
  Counts counts = { 0 };
  nadi_test_wycheproof ("json_web_encryption_test.json", CASES, run_case, &counts);
  if (counts.within + counts.outside + counts.malformed == 0)
    return; /* skipped: the folder is not there */
  g_test_message (
      "%u with other algorithms and %u that are no compact JWE refused, %u within the profile opened",
      counts.outside, counts.malformed, counts.within);
  g_assert_cmpuint (counts.within, ==, CASES_WITHIN);
  g_assert_cmpuint (counts.within + counts.outside + counts.malformed, ==, CASES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jwe-wycheproof/cases", test_cases);
  return g_test_run ();
}
