/* State answers: {"evidence":{…},"state":"<base64url map proof>"}. */
#include "nadi-evidence.h"

#include "nadi-encoding.h"
#include "nadi-evidence-private.h"

/* A map proof stays below 16 MiB. */
#define MAX_ANSWER_LENGTH (24 * 1024 * 1024)

char *
nadi_state_answer_print (const NadiEvidence *evidence, const guint8 *proof, gsize proof_length)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "evidence");
  nadi_evidence_write (writer, evidence);
  nadi_json_put_base64url (writer, "state", proof, proof_length);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

gboolean
nadi_state_answer_parse (const char *json, gsize length, NadiEvidence **evidence, GBytes **proof,
                         GError **error)
{
  static const char *const members[] = { "evidence", "state", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, MAX_ANSWER_LENGTH, &node, error);
  JsonObject *evidence_object;
  const char *state;
  if (object == NULL || !nadi_json_only_members (object, members, error)
      || !nadi_json_get_object (object, "evidence", &evidence_object, error)
      || !nadi_json_get_string (object, "state", &state, error))
    return FALSE;
  g_autoptr (GBytes) bytes = nadi_base64url_decode (state, -1, error);
  if (bytes == NULL)
    return FALSE;
  *evidence = nadi_evidence_read (evidence_object, error);
  if (*evidence == NULL)
    return FALSE;
  *proof = g_steal_pointer (&bytes);
  return TRUE;
}
