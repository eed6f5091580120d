/* Names and texts of public keys, and names of symmetric ones. */
#include "nadi-jwk.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-wire-private.h"

static char *
digest_to_text (const NadiPart *parts, guint n_parts)
{
  NadiHash hash;
  nadi_sha256_parts (parts, n_parts, &hash);
  return nadi_hash_to_text (&hash);
}

/* RFC 7638 §3: the required members, in lexicographic order, without white space. */
static char *
thumbprint (const char *before, const char *value, const char *after)
{
  const NadiPart parts[]
      = { { before, strlen (before) }, { value, strlen (value) }, { after, strlen (after) } };
  return digest_to_text (parts, G_N_ELEMENTS (parts));
}

char *
nadi_verify_key_kid (const NadiVerifyKey *key)
{
  g_autofree char *x = nadi_verify_key_to_text (key);
  return thumbprint ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"", x, "\"}");
}

char *
nadi_rsa_public_kid (NadiRsaPublic *key)
{
  g_autofree char *n = nadi_rsa_public_to_text (key);
  return thumbprint ("{\"e\":\"AQAB\",\"kty\":\"RSA\",\"n\":\"", n, "\"}");
}

char *
nadi_symmetric_kid (const guint8 key[32])
{
  const NadiPart parts[] = { { "nadi-key", strlen ("nadi-key") }, { key, 32 } };
  return digest_to_text (parts, G_N_ELEMENTS (parts));
}

char *
nadi_verify_key_to_text (const NadiVerifyKey *key)
{
  return nadi_base64url_encode (key->bytes, sizeof key->bytes);
}

gboolean
nadi_verify_key_from_text (const char *text, NadiVerifyKey *key, GError **error)
{
  return nadi_base64url_decode_into (text, -1, key->bytes, sizeof key->bytes, error);
}

char *
nadi_rsa_public_to_text (NadiRsaPublic *key)
{
  g_autoptr (GBytes) modulus = nadi_rsa_public_modulus (key);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (modulus, &length);
  return nadi_base64url_encode (bytes, length);
}

NadiRsaPublic *
nadi_rsa_public_from_text (const char *text, GError **error)
{
  g_autoptr (GBytes) modulus = nadi_base64url_decode (text, -1, error);
  if (modulus == NULL)
    return NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (modulus, &length);
  return nadi_rsa_public_new (bytes, length, error);
}
