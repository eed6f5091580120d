/* RFC 9421 in the one form of src/DESIGN.md. The reader takes out the few values that vary, writes the header that they
 * make, and wants it to be the header that came. */
#include "nadi-http-signature.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-source.h"
#include "nadi-uuid.h"
#include "nadi-wire-private.h"

#define NONCE_SIZE 16
#define MAX_KEYID_LENGTH 128
#define MAX_AUTHORITY_LENGTH 255
#define MAX_TARGET_LENGTH 16384
#define SIGNATURE_TEXT_LENGTH 88 /* base64 of 64 bytes */
#define VALIDATOR_PREFIX "validator/"
#define PATIENT_PREFIX "patient/"

/* RFC 9530 §2. */
static char *
digest_of (const NadiHttpMessage *message)
{
  NadiHash hash;
  nadi_sha256 (message->body, message->body_length, &hash);
  g_autofree char *text = nadi_base64_encode (hash.bytes, sizeof hash.bytes);
  return g_strconcat ("sha-256=:", text, ":", NULL);
}

/* RFC 9421 §2.3: the components covered and the parameters, as they stand in Signature-Input and in the base. */
static char *
parameters (gboolean has_body, gint64 created, const char *nonce, const char *keyid)
{
  return g_strdup_printf ("(\"@method\" \"@authority\" \"@path\" \"@query\"%s);created=%" G_GINT64_FORMAT
                          ";nonce=\"%s\";keyid=\"%s\";alg=\"ed25519\";tag=\"nadi\"",
                          has_body ? " \"content-digest\"" : "", created, nonce, keyid);
}

/* RFC 9421 §2.5. */
static char *
signature_base (const NadiHttpMessage *message, const char *content_digest, const char *signature_params)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "\"@method\": %s\n\"@authority\": %s\n", message->method, message->authority);
  g_string_append_printf (out, "\"@path\": %s\n\"@query\": %s\n", message->path, message->query);
  if (content_digest != NULL)
    g_string_append_printf (out, "\"content-digest\": %s\n", content_digest);
  g_string_append_printf (out, "\"@signature-params\": %s", signature_params);
  return g_string_free (out, FALSE);
}

static char *
sign_base (const char *base, NadiSigningKey *key)
{
  NadiSignature signature;
  nadi_sign (key, (const guint8 *) base, strlen (base), &signature);
  return nadi_base64_encode (signature.bytes, sizeof signature.bytes);
}

NadiHttpSignature *
nadi_http_sign (const NadiHttpMessage *message, const NadiHttpSigner *signer, gint64 created,
                NadiRandom *random)
{
  guint8 nonce[NONCE_SIZE];
  nadi_random_fill (random, nonce, sizeof nonce);
  g_autofree char *nonce_text = nadi_base64url_encode (nonce, sizeof nonce);

  NadiHttpSignature *result = g_new0 (NadiHttpSignature, 1);
  result->content_digest = message->body != NULL ? digest_of (message) : NULL;

  g_autofree char *device_params = parameters (message->body != NULL, created, nonce_text, signer->device_id);
  g_autofree char *device_base = signature_base (message, result->content_digest, device_params);
  g_autofree char *device = sign_base (device_base, signer->device);
  if (signer->person_id == NULL)
    {
      result->signature_input = g_strconcat ("device=", device_params, NULL);
      result->signature = g_strconcat ("device=:", device, ":", NULL);
      return result;
    }

  g_autofree char *person_params = parameters (message->body != NULL, created, nonce_text, signer->person_id);
  g_autofree char *person_base = signature_base (message, result->content_digest, person_params);
  g_autofree char *person = sign_base (person_base, signer->person);
  result->signature_input = g_strconcat ("device=", device_params, ", person=", person_params, NULL);
  result->signature = g_strconcat ("device=:", device, ":, person=:", person, ":", NULL);
  return result;
}

void
nadi_http_signature_free (NadiHttpSignature *signature)
{
  g_free (signature->content_digest);
  g_free (signature->signature_input);
  g_free (signature->signature);
  g_free (signature);
}

/* Nothing that could end a line of the signature base, or stand for another request in it. */
static gboolean
is_plain (const char *text, gsize max)
{
  gsize length = strnlen (text, max + 1);
  for (gsize i = 0; i < length; i++)
    if (text[i] <= ' ' || text[i] > '~')
      return FALSE;
  return length > 0 && length <= max;
}

static gboolean
is_signable (const NadiHttpMessage *message)
{
  return is_plain (message->method, 16)
         && strspn (message->method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen (message->method)
         && is_plain (message->authority, MAX_AUTHORITY_LENGTH) && is_plain (message->path, MAX_TARGET_LENGTH)
         && message->path[0] == '/' && strchr (message->path, '?') == NULL
         && is_plain (message->query, MAX_TARGET_LENGTH) && message->query[0] == '?';
}

/* <uuid>/<uuid> */
static gboolean
is_pair_of_ids (const char *keyid)
{
  g_auto (GStrv) parts = g_strsplit (keyid, "/", 3);
  return g_strv_length (parts) == 2 && nadi_uuid_valid (parts[0]) && nadi_uuid_valid (parts[1]);
}

static gboolean
is_device_id (const char *keyid)
{
  if (g_str_has_prefix (keyid, VALIDATOR_PREFIX))
    return keyid[strlen (VALIDATOR_PREFIX)] != '\0';
  return is_pair_of_ids (keyid);
}

static gboolean
is_person_id (const char *keyid)
{
  if (g_str_has_prefix (keyid, PATIENT_PREFIX))
    return nadi_uuid_valid (keyid + strlen (PATIENT_PREFIX));
  return is_pair_of_ids (keyid);
}

/* What stands between the first occurrence of before and the quotation mark after it; *at moves behind that. */
static char *
take_quoted (const char **at, const char *before, gsize max)
{
  const char *start = *at == NULL ? NULL : strstr (*at, before);
  if (start == NULL)
    return NULL;
  start += strlen (before);
  gsize length = strcspn (start, "\"\\");
  if (length == 0 || length > max || start[length] != '"')
    return NULL;
  *at = start + length + 1;
  g_autofree char *text = g_strndup (start, length);
  return is_plain (text, max) ? g_steal_pointer (&text) : NULL;
}

static gboolean
take_created (const char *input, gint64 *created)
{
  const char *start = strstr (input, ";created=");
  if (start == NULL)
    return FALSE;
  start += strlen (";created=");
  NadiLine digits = { start, strspn (start, "0123456789") };
  guint64 value;
  if (digits.length > 12 || !nadi_line_to_number (&digits, &value))
    return FALSE;
  *created = (gint64) value;
  return TRUE;
}

static gboolean
is_nonce (const char *text)
{
  guint8 nonce[NONCE_SIZE];
  return nadi_base64url_decode_into (text, -1, nonce, sizeof nonce, NULL);
}

/* Signature-Input: the values that vary, then the comparison with the header that they make. */
static gboolean
read_input (NadiHttpClaim *claim, const NadiHttpMessage *message, const char *content_digest,
            const char *input)
{
  const char *at = input;
  if (!take_created (input, &claim->created)
      || (claim->nonce = take_quoted (&at, ";nonce=\"", 2 * NONCE_SIZE)) == NULL || !is_nonce (claim->nonce)
      || (claim->device_id = take_quoted (&at, ";keyid=\"", MAX_KEYID_LENGTH)) == NULL
      || !is_device_id (claim->device_id))
    return FALSE;
  claim->person_id = take_quoted (&at, ";keyid=\"", MAX_KEYID_LENGTH);
  if (claim->person_id != NULL && !is_person_id (claim->person_id))
    return FALSE;

  gboolean has_body = message->body != NULL;
  g_autofree char *device = parameters (has_body, claim->created, claim->nonce, claim->device_id);
  g_autofree char *person = claim->person_id == NULL
                                ? NULL
                                : parameters (has_body, claim->created, claim->nonce, claim->person_id);
  g_autofree char *expected = person == NULL ? g_strconcat ("device=", device, NULL)
                                             : g_strconcat ("device=", device, ", person=", person, NULL);
  if (strcmp (expected, input) != 0)
    return FALSE;
  claim->device_base = signature_base (message, content_digest, device);
  claim->person_base = person == NULL ? NULL : signature_base (message, content_digest, person);
  return TRUE;
}

/* `device=:…:`; *at moves behind it. */
static gboolean
take_signature (const char **at, const char *before, NadiSignature *signature)
{
  if (!g_str_has_prefix (*at, before))
    return FALSE;
  const char *start = *at + strlen (before);
  if (strnlen (start, SIGNATURE_TEXT_LENGTH + 1) <= SIGNATURE_TEXT_LENGTH
      || start[SIGNATURE_TEXT_LENGTH] != ':')
    return FALSE;
  g_autoptr (GBytes) bytes = nadi_base64_decode (start, SIGNATURE_TEXT_LENGTH, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) != sizeof signature->bytes)
    return FALSE;
  memcpy (signature->bytes, g_bytes_get_data (bytes, NULL), sizeof signature->bytes);
  *at = start + SIGNATURE_TEXT_LENGTH + 1;
  return TRUE;
}

static gboolean
read_signatures (NadiHttpClaim *claim, const char *text)
{
  return take_signature (&text, "device=:", &claim->device)
         && (claim->person_id == NULL || take_signature (&text, ", person=:", &claim->person))
         && *text == '\0';
}

gboolean
nadi_http_claim_check_body (const NadiHttpMessage *message, const char *content_digest)
{
  if (message->body == NULL || content_digest == NULL)
    return message->body == NULL && content_digest == NULL;
  g_autofree char *expected = digest_of (message);
  return strcmp (expected, content_digest) == 0;
}

NadiHttpClaim *
nadi_http_claim_read (const NadiHttpMessage *message, const char *content_digest,
                      const char *signature_input, const char *signature, GError **error)
{
  g_autoptr (NadiHttpClaim) claim = g_new0 (NadiHttpClaim, 1);
  if (signature_input == NULL || signature == NULL)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_UNSIGNED, "A request without signature");
      return NULL;
    }
  if ((message->body == NULL) != (content_digest == NULL))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A request with a body or a digest, but not both");
      return NULL;
    }
  if (!is_signable (message) || !read_input (claim, message, content_digest, signature_input)
      || !read_signatures (claim, signature))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A request's signature is not of Nadi's form");
      return NULL;
    }
  return g_steal_pointer (&claim);
}

NadiHttpClaim *
nadi_http_claim_parse (const NadiHttpMessage *message, const char *content_digest,
                       const char *signature_input, const char *signature, GError **error)
{
  g_autoptr (NadiHttpClaim) claim = nadi_http_claim_read (message, content_digest, signature_input, signature, error);

  if (claim != NULL && !nadi_http_claim_check_body (message, content_digest))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A request whose body is not the one that was signed");
      return NULL;
    }
  return g_steal_pointer (&claim);
}

static gboolean
holds (const char *base, const NadiVerifyKey *key, const NadiSignature *signature)
{
  return nadi_verify (key, (const guint8 *) base, strlen (base), signature);
}

gboolean
nadi_http_claim_verify (const NadiHttpClaim *claim, const NadiVerifyKey *device, const NadiVerifyKey *person,
                        GError **error)
{
  if ((person == NULL) != (claim->person_id == NULL) || !holds (claim->device_base, device, &claim->device)
      || (person != NULL && !holds (claim->person_base, person, &claim->person)))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_REFUSED, "A request's signature does not hold");
  return TRUE;
}

void
nadi_http_claim_free (NadiHttpClaim *claim)
{
  g_free (claim->device_id);
  g_free (claim->person_id);
  g_free (claim->nonce);
  g_free (claim->device_base);
  g_free (claim->person_base);
  g_free (claim);
}
