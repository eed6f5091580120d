/* What the code on paper derives, and the messages that it authenticates. */
#include "nadi-enrolment.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-source.h"
#include "nadi-wire-private.h"

#define SECRET_SIZE 10
#define FINGERPRINT_SIZE 10
#define MAILBOX_SIZE 16
#define MAC_KEY_SIZE 32
#define MAX_MESSAGE_LENGTH 65536

static NadiSecret *
derive (NadiSecret *code, const char *info, gsize length)
{
  return nadi_hkdf_sha256 (nadi_secret_data (code), SECRET_SIZE, NULL, 0, info, strlen (info), length);
}

/* Takes the code. */
static NadiEnrolment *
enrolment_from_code (NadiSecret *code)
{
  g_autoptr (NadiSecret) mailbox = derive (code, "nadi-enrol-id", MAILBOX_SIZE);
  NadiEnrolment *enrolment = g_new0 (NadiEnrolment, 1);
  enrolment->code = code;
  enrolment->mailbox = nadi_hex_encode (nadi_secret_data (mailbox), MAILBOX_SIZE);
  enrolment->mac_key = derive (code, "nadi-enrol-mac", MAC_KEY_SIZE);
  return enrolment;
}

NadiEnrolment *
nadi_enrolment_new (NadiRandom *random, const NadiNetwork *network)
{
  NadiSecret *code = nadi_secret_new (NADI_ENROLMENT_CODE_SIZE);
  nadi_random_fill (random, nadi_secret_data (code), SECRET_SIZE);
  memcpy (nadi_secret_data (code) + SECRET_SIZE, network->fingerprint.bytes, FINGERPRINT_SIZE);
  return enrolment_from_code (code);
}

NadiEnrolment *
nadi_enrolment_parse (const char *text, const NadiNetwork *network, GError **error)
{
  g_autoptr (NadiSecret) code = nadi_paper_code_parse (text, NADI_ENROLMENT_CODE_SIZE, error);
  if (code == NULL)
    return NULL;
  if (network != NULL
      && !nadi_equal_secret (nadi_secret_data (code) + SECRET_SIZE, network->fingerprint.bytes,
                             FINGERPRINT_SIZE))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "An enrolment code for another network");
      return NULL;
    }
  return enrolment_from_code (g_steal_pointer (&code));
}

char *
nadi_enrolment_print (NadiEnrolment *enrolment)
{
  return nadi_paper_code_print (nadi_secret_data (enrolment->code), NADI_ENROLMENT_CODE_SIZE);
}

void
nadi_enrolment_free (NadiEnrolment *enrolment)
{
  nadi_secret_unref (enrolment->code);
  nadi_secret_unref (enrolment->mac_key);
  g_free (enrolment->mailbox);
  g_free (enrolment);
}

/* HMAC-SHA-256(MAC key, label || 00 || body) */
static void
authenticate (NadiEnrolment *enrolment, const char *label, const char *body, NadiHash *mac)
{
  const NadiPart parts[] = { { label, strlen (label) + 1 }, { body, strlen (body) } };
  nadi_hmac_sha256 (nadi_secret_data (enrolment->mac_key), MAC_KEY_SIZE, parts, G_N_ELEMENTS (parts), mac);
}

char *
nadi_enrolment_seal (NadiEnrolment *enrolment, const char *label, const char *body)
{
  NadiHash mac;
  authenticate (enrolment, label, body, &mac);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "body", body);
  nadi_json_put_hash (writer, "mac", mac.bytes);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

char *
nadi_enrolment_open (NadiEnrolment *enrolment, const char *label, const char *message, gsize length,
                     GError **error)
{
  static const char *const members[] = { "body", "mac", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (message, length, MAX_MESSAGE_LENGTH, &node, error);
  const char *body, *mac;
  NadiHash claimed, actual;
  if (object == NULL || !nadi_json_only_members (object, members, error)
      || !nadi_json_get_string (object, "body", &body, error)
      || !nadi_json_get_string (object, "mac", &mac, error) || !nadi_hash_from_text (mac, &claimed, error))
    return NULL;
  authenticate (enrolment, label, body, &actual);
  if (!nadi_equal_secret (claimed.bytes, actual.bytes, sizeof actual.bytes))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_REFUSED,
                      "An enrolment message does not come from the code's holder");
      return NULL;
    }
  return g_strdup (body);
}
