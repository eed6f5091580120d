/* The header has one form only, written without white space, so it is compared and not parsed:
 * `{"alg":"EdDSA","kid":"<43 characters>","typ":"<typ>"}`. */
#include "nadi-jws.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-jwk.h"
#include "nadi-wire-private.h"

#define KID_LENGTH 43
#define MAX_TYP_LENGTH 32
#define MAX_HEADER_LENGTH 160
#define SIGNATURE_LENGTH 86 /* base64url of 64 bytes */

static const char before_kid[] = "{\"alg\":\"EdDSA\",\"kid\":\"";
static const char before_typ[] = "\",\"typ\":\"";
static const char after_typ[] = "\"}";

static gsize
base64url_length (gsize n)
{
  return n / 3 * 4 + (n % 3 == 0 ? 0 : n % 3 + 1);
}

/* Bytes that n canonical characters stand for. */
static gsize
decoded_length (gsize n)
{
  return n / 4 * 3 + (n % 4 == 0 ? 0 : n % 4 - 1);
}

char *
nadi_jws_sign (const char *typ, NadiSigningKey *key, const char *payload, gsize length)
{
  g_return_val_if_fail (strlen (typ) <= MAX_TYP_LENGTH, NULL);
  g_autofree char *kid = nadi_verify_key_kid (nadi_signing_key_public (key));
  g_autofree char *header = g_strconcat (before_kid, kid, before_typ, typ, after_typ, NULL);
  g_autofree char *header_text = nadi_base64url_encode ((const guint8 *) header, strlen (header));
  g_autofree char *payload_text = nadi_base64url_encode ((const guint8 *) payload, length);
  g_autofree char *signed_text = g_strconcat (header_text, ".", payload_text, NULL);
  NadiSignature signature;
  nadi_sign (key, (const guint8 *) signed_text, strlen (signed_text), &signature);
  g_autofree char *signature_text = nadi_base64url_encode (signature.bytes, sizeof signature.bytes);
  return g_strconcat (signed_text, ".", signature_text, NULL);
}

/* Compares *at with expected and moves on. */
static gboolean
take (const char **at, const char *expected, gsize length)
{
  if (memcmp (*at, expected, length) != 0)
    return FALSE;
  *at += length;
  return TRUE;
}

static gboolean
read_header (const char *text, gsize length, const char *typ, char **kid)
{
  char header[MAX_HEADER_LENGTH];
  gsize typ_length = strlen (typ);
  gsize size = strlen (before_kid) + KID_LENGTH + strlen (before_typ) + typ_length + strlen (after_typ);
  if (length != base64url_length (size)
      || !nadi_base64url_decode_into (text, (gssize) length, (guint8 *) header, size, NULL))
    return FALSE;

  const char *at = header;
  if (!take (&at, before_kid, strlen (before_kid)))
    return FALSE;
  const char *name = at;
  NadiHash canonical;
  at += KID_LENGTH;
  if (!nadi_base64url_decode_into (name, KID_LENGTH, canonical.bytes, sizeof canonical.bytes, NULL)
      || !take (&at, before_typ, strlen (before_typ)) || !take (&at, typ, typ_length)
      || !take (&at, after_typ, strlen (after_typ)))
    return FALSE;
  *kid = g_strndup (name, KID_LENGTH);
  return TRUE;
}

NadiJws *
nadi_jws_parse (const char *text, gsize length, gsize limit, const char *typ, GError **error)
{
  g_return_val_if_fail (strlen (typ) <= MAX_TYP_LENGTH, NULL);
  if (length > limit)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "A signed message is too large");
      return NULL;
    }
  const char *dot = length == 0 ? NULL : memchr (text, '.', length);
  if (dot == NULL || length - (gsize) (dot - text) < 2 + SIGNATURE_LENGTH
      || text[length - SIGNATURE_LENGTH - 1] != '.')
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a compact JWS");
      return NULL;
    }

  g_autoptr (NadiJws) jws = g_new0 (NadiJws, 1);
  if (!read_header (text, (gsize) (dot - text), typ, &jws->kid))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_ALGORITHM, "A JWS header outside the profile");
      return NULL;
    }
  jws->typ = g_strdup (typ);
  jws->signed_length = length - SIGNATURE_LENGTH - 1;

  const char *payload = dot + 1;
  gsize n = jws->signed_length - (gsize) (payload - text);
  jws->payload_length = decoded_length (n);
  jws->payload = g_try_malloc (jws->payload_length + 1);
  if (jws->payload == NULL
      || !nadi_base64url_decode_into (payload, (gssize) n, (guint8 *) jws->payload, jws->payload_length, NULL)
      || !nadi_base64url_decode_into (text + length - SIGNATURE_LENGTH, SIGNATURE_LENGTH,
                                      jws->signature.bytes, sizeof jws->signature.bytes, NULL))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A JWS that is not base64url");
      return NULL;
    }
  jws->payload[jws->payload_length] = '\0';
  return g_steal_pointer (&jws);
}

gboolean
nadi_jws_verify (const NadiJws *jws, const char *text, const NadiVerifyKey *key, GError **error)
{
  g_autofree char *kid = nadi_verify_key_kid (key);
  if (strcmp (kid, jws->kid) != 0
      || !nadi_verify (key, (const guint8 *) text, jws->signed_length, &jws->signature))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_REFUSED, "A signature does not hold");
  return TRUE;
}

void
nadi_jws_free (NadiJws *jws)
{
  g_free (jws->kid);
  g_free (jws->typ);
  g_free (jws->payload);
  g_free (jws);
}
