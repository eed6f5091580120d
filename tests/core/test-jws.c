/* Key names, and JWS in its one form. */
#include "nadi-jws.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-hash.h"
#include "nadi-jwk.h"
#include "nadi-test.h"

/* RFC 8037 appendix A: key, thumbprint (A.3). */
#define RFC8037_SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define RFC8037_KID "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

static NadiSigningKey *
rfc8037_key (void)
{
  g_autoptr (GBytes) seed = nadi_test_unhex (RFC8037_SEED);
  return nadi_signing_key_from_seed (g_bytes_get_data (seed, NULL));
}

static void
test_thumbprints (void)
{
  g_autoptr (NadiSigningKey) key = rfc8037_key ();
  g_autofree char *kid = nadi_verify_key_kid (nadi_signing_key_public (key));
  g_assert_cmpstr (kid, ==, RFC8037_KID);

  /* RFC 7638 §3.1. */
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiRsaPublic) rsa
      = nadi_rsa_public_from_text ("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPF"
                                   "FxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhM"
                                   "stn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
                                   "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5"
                                   "hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
                                   "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                                   &error);
  g_assert_no_error (error);
  g_autofree char *rsa_kid = nadi_rsa_public_kid (rsa);
  g_assert_cmpstr (rsa_kid, ==, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  g_autofree char *modulus = nadi_rsa_public_to_text (rsa);
  g_assert_true (g_str_has_prefix (modulus, "0vx7ago"));

  /* SHA-256 of "nadi-key" and 32 zero bytes. */
  const guint8 zero[32] = { 0 };
  g_autofree char *symmetric = nadi_symmetric_kid (zero);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  NadiHash hash;
  gsize size = sizeof hash.bytes;
  g_checksum_update (sum, (const guchar *) "nadi-key", 8);
  g_checksum_update (sum, zero, sizeof zero);
  g_checksum_get_digest (sum, hash.bytes, &size);
  g_autofree char *expected = nadi_hash_to_text (&hash);
  g_assert_cmpstr (symmetric, ==, expected);
}

static void
test_key_texts (void)
{
  g_autoptr (NadiSigningKey) key = rfc8037_key ();
  g_autofree char *text = nadi_verify_key_to_text (nadi_signing_key_public (key));
  g_assert_cmpstr (text, ==, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  NadiVerifyKey back;
  g_assert_true (nadi_verify_key_from_text (text, &back, NULL));
  g_assert_cmpmem (back.bytes, 32, nadi_signing_key_public (key)->bytes, 32);
  g_assert_false (nadi_verify_key_from_text ("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp", &back, NULL));
  g_assert_false (nadi_verify_key_from_text ("", &back, NULL));
  g_assert_null (nadi_rsa_public_from_text ("AQAB", NULL));
  g_assert_null (nadi_rsa_public_from_text ("=", NULL));
}

static void
test_round_trip (void)
{
  g_autoptr (NadiSigningKey) key = rfc8037_key ();
  g_autofree char *text = nadi_jws_sign ("nadi-test", key, "{\"a\":1}", 7);
  g_autofree char *header = nadi_base64url_encode (
      (const guint8 *) "{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}",
      strlen ("{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}"));
  g_assert_true (g_str_has_prefix (text, header));

  g_autoptr (GError) error = NULL;
  g_autoptr (NadiJws) jws = nadi_jws_parse (text, strlen (text), 1024, "nadi-test", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (jws->kid, ==, RFC8037_KID);
  g_assert_cmpstr (jws->payload, ==, "{\"a\":1}");
  g_assert_cmpuint (jws->payload_length, ==, 7);
  g_assert_true (nadi_jws_verify (jws, text, nadi_signing_key_public (key), &error));

  NadiVerifyKey other = *nadi_signing_key_public (key);
  other.bytes[0] ^= 1;
  g_assert_false (nadi_jws_verify (jws, text, &other, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);

  g_autofree char *empty = nadi_jws_sign ("nadi-test", key, "", 0);
  g_autoptr (NadiJws) none = nadi_jws_parse (empty, strlen (empty), 1024, "nadi-test", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->payload_length, ==, 0);
}

static char *
with_header (const char *header)
{
  g_autofree char *encoded = nadi_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *signature = g_strnfill (86, 'A');
  return g_strconcat (encoded, ".e30.", signature, NULL);
}

static void
test_foreign_headers (void)
{
  static const char *const headers[] = {
    "{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-other\"}",
    "{\"alg\":\"none\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}",
    "{\"alg\":\"HS256\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}",
    "{\"alg\":\"ES256\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}",
    "{\"alg\":\"EdDSA\",\"typ\":\"nadi-test\",\"kid\":\"" RFC8037_KID "\"}",
    "{ \"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\",\"crit\":[\"b64\"]}",
    "{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\",\"jwk\":{}}",
    "{\"alg\":\"EdDSA\",\"kid\":\"short\",\"typ\":\"nadi-test\"}",
    "{\"alg\":\"EdDSA\",\"kid\":\"kPrK/qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\",\"typ\":\"nadi-test\"}",
    /* not canonical: the last character of a kid has two bits that encode nothing */
    "{\"alg\":\"EdDSA\",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l\",\"typ\":\"nadi-test\"}",
    "{}",
    "",
  };
  g_autofree char *good
      = with_header ("{\"alg\":\"EdDSA\",\"kid\":\"" RFC8037_KID "\",\"typ\":\"nadi-test\"}");
  g_autoptr (NadiJws) jws = nadi_jws_parse (good, strlen (good), 1024, "nadi-test", NULL);
  g_assert_nonnull (jws);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = with_header (headers[i]);
      g_assert_null (nadi_jws_parse (text, strlen (text), 1024, "nadi-test", &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_ALGORITHM);
    }
}

static void
test_malformed (void)
{
  g_autoptr (NadiSigningKey) key = rfc8037_key ();
  g_autofree char *text = nadi_jws_sign ("nadi-test", key, "{\"a\":1}", 7);
  gsize length = strlen (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_jws_parse (text, length, length - 1, "nadi-test", &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
  for (gsize n = 0; n < length; n++)
    g_assert_null (nadi_jws_parse (text, n, 1024, "nadi-test", NULL));

  /* Whatever is changed, it either is no JWS of this form any more or does not verify. */
  for (gsize i = 0; i < length; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *changed = g_memdup2 (text, length);
        changed[i] ^= (char) (1 << bit);
        g_autoptr (NadiJws) jws = nadi_jws_parse (changed, length, 1024, "nadi-test", NULL);
        g_assert_true (jws == NULL || !nadi_jws_verify (jws, changed, nadi_signing_key_public (key), NULL));
      }

  static const char *const tails[] = { "=", "\n", ".", "A", " " };
  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autofree char *longer = g_strconcat (text, tails[i], NULL);
      g_assert_null (nadi_jws_parse (longer, strlen (longer), 1024, "nadi-test", NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jws/thumbprints", test_thumbprints);
  g_test_add_func ("/jws/key-texts", test_key_texts);
  g_test_add_func ("/jws/round-trip", test_round_trip);
  g_test_add_func ("/jws/foreign-headers", test_foreign_headers);
  g_test_add_func ("/jws/malformed", test_malformed);
  return g_test_run ();
}
