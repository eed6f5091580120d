/* Sealing and opening of records (A256GCMKW under a shelf key) and key boxes (RSA-OAEP-256 for role keys). */
#include "nadi-jwe.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-jwe-private.h"
#include "nadi-jwk.h"
#include "nadi-wire-private.h"

#define CONTENT_KEY_SIZE NADI_AEAD_KEY_SIZE

/* Why is nobody's affair: a forger learns nothing from it. */
static NadiSecret *
refused (GError **error)
{
  nadi_wire_fail (error, NADI_WIRE_ERROR_REFUSED, "A sealed text does not open");
  return NULL;
}

/* The text of a protected header, base64url. */
static char *
finish_header (NadiJsonWriter *writer)
{
  gsize length;
  g_autofree char *json = nadi_json_writer_finish (writer, &length);
  return nadi_base64url_encode ((const guint8 *) json, length);
}

static char *
record_header (const char *typ, const NadiRecordBinding *binding)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "enc", "A256GCM");
  nadi_json_put_string (writer, "typ", typ);
  nadi_json_put_string (writer, "patient", binding->patient);
  nadi_json_put_string (writer, "shelf", binding->shelf);
  nadi_json_put_int (writer, "epoch", binding->epoch);
  nadi_json_put_string (writer, "record", binding->record);
  nadi_json_put_string (writer, "version", binding->version);
  nadi_json_end_object (writer);
  return finish_header (writer);
}

static char *
box_header (void)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "enc", "A256GCM");
  nadi_json_put_string (writer, "typ", "nadi-box");
  nadi_json_end_object (writer);
  return finish_header (writer);
}

/* The members after `recipients`, and the end of the JWE. */
static char *
finish_jwe (NadiJsonWriter *writer, NadiRandom *random, NadiSecret *content_key, const char *protected_text,
            const guint8 *plaintext, gsize length)
{
  guint8 iv[NADI_AEAD_NONCE_SIZE], tag[NADI_AEAD_TAG_SIZE];
  g_autofree guint8 *ciphertext = g_malloc (MAX (length, 1));
  g_autoptr (NadiAead) aead = nadi_aead_new (nadi_secret_data (content_key));
  nadi_random_fill (random, iv, sizeof iv);
  nadi_aead_seal (aead, iv, (const guint8 *) protected_text, strlen (protected_text), plaintext, length,
                  ciphertext, tag);
  nadi_json_put_base64url (writer, "iv", iv, sizeof iv);
  nadi_json_put_base64url (writer, "ciphertext", ciphertext, length);
  nadi_json_put_base64url (writer, "tag", tag, sizeof tag);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

/* RFC 7518 §4.7: no additional authenticated data. */
static void
write_record_recipient (NadiJsonWriter *writer, NadiRandom *random, const char *kid, const guint8 key[32],
                        NadiSecret *content_key)
{
  guint8 iv[NADI_AEAD_NONCE_SIZE], tag[NADI_AEAD_TAG_SIZE], wrapped[CONTENT_KEY_SIZE];
  g_autoptr (NadiAead) aead = nadi_aead_new (key);
  nadi_random_fill (random, iv, sizeof iv);
  nadi_aead_seal (aead, iv, NULL, 0, nadi_secret_data (content_key), CONTENT_KEY_SIZE, wrapped, tag);
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "header");
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "alg", "A256GCMKW");
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_put_base64url (writer, "iv", iv, sizeof iv);
  nadi_json_put_base64url (writer, "tag", tag, sizeof tag);
  nadi_json_end_object (writer);
  nadi_json_put_base64url (writer, "encrypted_key", wrapped, sizeof wrapped);
  nadi_json_end_object (writer);
}

char *
nadi_jwe_seal_record (NadiRandom *random, const char *typ, const NadiRecordBinding *binding, const char *kid,
                      const guint8 key[32], const guint8 *plaintext, gsize length)
{
  g_autoptr (NadiSecret) content_key = nadi_secret_new_random (random, CONTENT_KEY_SIZE);
  g_autofree char *protected_text = record_header (typ, binding);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "protected", protected_text);
  nadi_json_name (writer, "recipients");
  nadi_json_begin_array (writer);
  write_record_recipient (writer, random, kid, key, content_key);
  nadi_json_end_array (writer);
  return finish_jwe (writer, random, content_key, protected_text, plaintext, length);
}

static gboolean
write_box_recipient (NadiJsonWriter *writer, NadiRsaPublic *recipient, NadiSecret *content_key,
                     GError **error)
{
  g_autoptr (GBytes) wrapped
      = nadi_rsa_oaep_encrypt (recipient, NULL, 0, nadi_secret_data (content_key), CONTENT_KEY_SIZE, error);
  if (wrapped == NULL)
    return FALSE;
  g_autofree char *kid = nadi_rsa_public_kid (recipient);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (wrapped, &length);
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "header");
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "alg", "RSA-OAEP-256");
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_end_object (writer);
  nadi_json_put_base64url (writer, "encrypted_key", bytes, length);
  nadi_json_end_object (writer);
  return TRUE;
}

char *
nadi_jwe_seal_box (NadiRandom *random, NadiRsaPublic *const *recipients, guint n_recipients,
                   const guint8 *plaintext, gsize length, GError **error)
{
  g_return_val_if_fail (n_recipients >= 1 && n_recipients <= NADI_JWE_MAX_RECIPIENTS, NULL);
  g_autoptr (NadiSecret) content_key = nadi_secret_new_random (random, CONTENT_KEY_SIZE);
  g_autofree char *protected_text = box_header ();
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "protected", protected_text);
  nadi_json_name (writer, "recipients");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < n_recipients; i++)
    if (!write_box_recipient (writer, recipients[i], content_key, error))
      return NULL;
  nadi_json_end_array (writer);
  return finish_jwe (writer, random, content_key, protected_text, plaintext, length);
}

static NadiSecret *
open_content (const NadiJwe *jwe, NadiSecret *content_key, GError **error)
{
  gsize length;
  const guint8 *ciphertext = g_bytes_get_data (jwe->ciphertext, &length);
  g_autoptr (NadiSecret) plaintext = nadi_secret_new (length);
  g_autoptr (NadiAead) aead = nadi_aead_new (nadi_secret_data (content_key));
  if (!nadi_aead_open (aead, jwe->iv, (const guint8 *) jwe->protected_text, strlen (jwe->protected_text),
                       ciphertext, length, jwe->tag, nadi_secret_data (plaintext), NULL))
    return refused (error);
  return g_steal_pointer (&plaintext);
}

static gboolean
has_text (JsonObject *header, const char *member, const char *expected)
{
  const char *text;
  return nadi_json_get_optional_string (header, member, &text, NULL) && g_strcmp0 (text, expected) == 0;
}

static gboolean
is_bound_to (const NadiJwe *jwe, const char *typ, const NadiRecordBinding *binding)
{
  gint64 epoch;
  return strcmp (jwe->typ, typ) == 0 && has_text (jwe->header, "patient", binding->patient)
         && has_text (jwe->header, "shelf", binding->shelf)
         && nadi_json_get_int (jwe->header, "epoch", binding->epoch, binding->epoch, &epoch, NULL)
         && has_text (jwe->header, "record", binding->record)
         && has_text (jwe->header, "version", binding->version);
}

/* The kid commits to the key, so that one ciphertext can't be made to open under two. */
static gboolean
is_named (const NadiJweRecipient *recipient, const char *kid, const guint8 key[32])
{
  g_autofree char *actual = nadi_symmetric_kid (key);
  return strcmp (recipient->kid, kid) == 0 && strcmp (actual, kid) == 0;
}

NadiSecret *
nadi_jwe_open_record (const char *text, gsize length, const char *typ, const NadiRecordBinding *binding,
                      const char *kid, const guint8 key[32], GError **error)
{
  g_autoptr (NadiJwe) jwe = nadi_jwe_read (text, length, error);
  if (jwe == NULL)
    return NULL;
  if (jwe->form != NADI_JWE_RECORD || !is_bound_to (jwe, typ, binding))
    return refused (error);
  const NadiJweRecipient *recipient = jwe->recipients->pdata[0];
  if (!is_named (recipient, kid, key))
    return refused (error);

  g_autoptr (NadiSecret) content_key = nadi_secret_new (CONTENT_KEY_SIZE);
  g_autoptr (NadiAead) aead = nadi_aead_new (key);
  if (!nadi_aead_open (aead, recipient->iv, NULL, 0, g_bytes_get_data (recipient->encrypted_key, NULL),
                       CONTENT_KEY_SIZE, recipient->tag, nadi_secret_data (content_key), NULL))
    return refused (error);
  return open_content (jwe, content_key, error);
}

NadiSecret *
nadi_jwe_open_box (const char *text, gsize length, NadiRsaPrivate *key, GError **error)
{
  g_autoptr (NadiJwe) jwe = nadi_jwe_read (text, length, error);
  if (jwe == NULL)
    return NULL;
  if (jwe->form != NADI_JWE_KEY_BOX)
    return refused (error);
  g_autofree char *kid = nadi_rsa_public_kid (nadi_rsa_private_public (key));
  for (guint i = 0; i < jwe->recipients->len; i++)
    {
      const NadiJweRecipient *recipient = jwe->recipients->pdata[i];
      if (strcmp (recipient->kid, kid) != 0)
        continue;
      gsize size;
      const guint8 *wrapped = g_bytes_get_data (recipient->encrypted_key, &size);
      g_autoptr (NadiSecret) content_key = nadi_rsa_oaep_decrypt (key, NULL, 0, wrapped, size, NULL);
      if (content_key == NULL || nadi_secret_size (content_key) != CONTENT_KEY_SIZE)
        return refused (error);
      return open_content (jwe, content_key, error);
    }
  return refused (error);
}
