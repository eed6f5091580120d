/* Records in their sealed form, out and in. */
#include "nadi-session-proof.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-jwe.h"
#include "nadi-session-keys.h"
#include "nadi-session-patients.h"
#include "nadi-session-records.h"
#include "nadi-session-write.h"
#include "nadi-uuid.h"

#define LARGEST_SEALED (1u << 20)
#define LARGEST_HEADER 4096

/* --- out ---------------------------------------------------------------------------------------------------------- */

static char *
text_of (GBytes *blob)
{
  return g_strndup (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
}

/* Our role keys that a box is for, each once. */
static gboolean
collect_roles (NadiSession *self, const NadiBookEpoch *epoch, GHashTable *keys, GError **error)
{
  for (guint i = 0; epoch->recipients[i] != NULL; i++)
    {
      NadiRsaPrivate *key;

      if (!nadi_session_role_private (self, epoch->recipients[i], &key, error))
        return FALSE;
      if (key != NULL)
        g_hash_table_insert (keys, g_strdup (epoch->recipients[i]), key);
    }
  return TRUE;
}

static gboolean
put_shelf (NadiSession *self, NadiJsonWriter *writer, const NadiBookShelf *shelf, GHashTable *keys, GError **error)
{
  const NadiBookEpoch *last = nadi_book_shelf_last (shelf);
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (GBytes) box = NULL;
  g_autofree char *text = NULL;
  NadiSection section;

  if (last == NULL || !nadi_session_section_of (self, shelf, &section))
    return TRUE;
  if (!nadi_session_shelf_key (self, shelf, last->epoch, &key, error) ||
      !nadi_cache_get_blob (self->cache, last->boxes[0], &box, error))
    return FALSE;
  if (key == NULL || box == NULL)
    return TRUE;
  text = text_of (box);
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "shelf", shelf->id);
  nadi_json_put_string (writer, "section", nadi_section_name (section));
  nadi_json_put_int (writer, "epoch", last->epoch);
  nadi_json_put_string (writer, "kid", last->kid);
  nadi_json_put_raw (writer, "keyBox", text);
  nadi_json_put_string (writer, "keyBoxCid", last->boxes[0]);
  nadi_json_end_object (writer);
  return collect_roles (self, last, keys, error);
}

static gboolean
put_record (NadiSession *self, NadiJsonWriter *writer, const NadiOpened *opened, GError **error)
{
  const NadiCacheRecord *row = opened->row;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (NadiJweInfo) info = NULL;
  g_autofree char *text = NULL;

  if (opened->resource == NULL)
    return TRUE;
  if (!nadi_cache_get_blob (self->cache, row->cids[0], &blob, error))
    return FALSE;
  if (blob == NULL)
    return TRUE;
  text = text_of (blob);
  info = nadi_jwe_inspect (text, strlen (text), error);
  if (info == NULL)
    return FALSE;
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "record", row->record);
  nadi_json_put_string (writer, "version", row->version);
  nadi_json_put_string (writer, "type", row->type);
  nadi_json_put_string (writer, "section", row->section);
  nadi_json_put_string (writer, "shelf", row->shelf);
  nadi_json_put_int (writer, "epoch", row->epoch);
  nadi_json_put_string (writer, "event", row->event);
  nadi_json_put_hash (writer, "commitment", row->commitment.bytes);
  nadi_json_put_string (writer, "cid", row->cids[0]);
  nadi_json_put_raw (writer, "protected", info->protected_header);
  nadi_json_put_raw (writer, "sealed", text);
  nadi_json_end_object (writer);
  return TRUE;
}

static void
put_keys (NadiJsonWriter *writer, GHashTable *keys)
{
  GHashTableIter iter;
  gpointer key;

  nadi_json_name (writer, "keys");
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "keys");
  nadi_json_begin_array (writer);
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    {
      g_autoptr (NadiSecret) jwk = nadi_rsa_private_to_jwk (key);
      char *text = g_strndup ((const char *) nadi_secret_data (jwk), nadi_secret_size (jwk));

      nadi_json_raw (writer, text);
      nadi_wipe (text, nadi_secret_size (jwk));
      g_free (text);
    }
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);
}

static gboolean
put_chart (NadiSession *self, NadiJsonWriter *writer, const NadiPatientRow *patient, gboolean export_keys, GError **error)
{
  g_autoptr (GPtrArray) opened = nadi_session_open_chart (self, patient->id, FALSE, error);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) shelves = NULL;

  if (opened == NULL || !nadi_book_get_chart (self->cache, patient->id, &shelves, error))
    return FALSE;
  nadi_json_put_string (writer, "patient", patient->id);
  nadi_json_put_string (writer, "number", patient->number);
  nadi_json_name (writer, "shelves");
  nadi_json_begin_array (writer);
  for (guint i = 0; shelves[i] != NULL; i++)
    {
      g_autoptr (NadiBookShelf) shelf = NULL;

      if (!nadi_book_get_shelf (self->cache, shelves[i], &shelf, error))
        return FALSE;
      if (shelf != NULL && !shelf->lost && !put_shelf (self, writer, shelf, keys, error))
        return FALSE;
    }
  nadi_json_end_array (writer);
  nadi_json_name (writer, "records");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < opened->len; i++)
    if (!put_record (self, writer, g_ptr_array_index (opened, i), error))
      return FALSE;
  nadi_json_end_array (writer);
  if (export_keys)
    put_keys (writer, keys);
  return TRUE;
}

char *
nadi_session_seal_info (NadiSession *self, const char *id, gboolean export_keys, GError **error)
{
  g_autoptr (NadiPatientRow) patient = nadi_session_lookup_patient (self, id);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gboolean good;

  if (export_keys && !nadi_profile_is_demo (self->profile))
    {
      nadi_session_fail (NADI_SESSION_ERROR_EXPORT, "keys leave demo profiles only", error);
      return NULL;
    }
  if (patient == NULL)
    {
      nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
      return NULL;
    }
  if (!nadi_session_lock (self, error))
    return NULL;
  nadi_json_begin_object (writer);
  good = put_chart (self, writer, patient, export_keys, error);
  nadi_session_unlock (self);
  if (!good)
    return NULL;
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

/* --- in ----------------------------------------------------------------------------------------------------------- */

/* What a sealed record says of itself. */
typedef struct
{
  NadiJweInfo *info;
  JsonNode *node;
  NadiRecordBinding binding;
} Claim;

static void
claim_clear (Claim *claim)
{
  g_clear_pointer (&claim->info, nadi_jwe_info_free);
  g_clear_pointer (&claim->node, json_node_unref);
}

static gboolean
fail_sealed (const char *why, GError **error)
{
  return nadi_session_fail (NADI_SESSION_ERROR_SEALED, why, error);
}

static gboolean
read_claim (Claim *claim, const char *text, gsize length, GError **error)
{
  NadiRecordBinding *binding = &claim->binding;
  JsonObject *header = NULL;

  if (length > LARGEST_SEALED)
    return fail_sealed ("a sealed record is larger than it may be", error);
  claim->info = nadi_jwe_inspect (text, length, NULL);
  if (claim->info != NULL && claim->info->form == NADI_JWE_RECORD)
    header = nadi_json_load_object (claim->info->protected_header, strlen (claim->info->protected_header), LARGEST_HEADER, &claim->node, NULL);
  if (header == NULL || !nadi_json_get_optional_string (header, "patient", &binding->patient, NULL) ||
      !nadi_json_get_string (header, "shelf", &binding->shelf, NULL) ||
      !nadi_json_get_int (header, "epoch", 1, G_MAXINT32, &binding->epoch, NULL) ||
      !nadi_json_get_string (header, "record", &binding->record, NULL) || !nadi_uuid_valid (binding->record) ||
      !nadi_json_get_string (header, "version", &binding->version, NULL) || !nadi_uuid_valid (binding->version))
    return fail_sealed ("this is no sealed record", error);
  return TRUE;
}

/* The shelf must be ours, with this patient, and the epoch its present one. */
static gboolean
find_place (NadiSession *self, const Claim *claim, NadiBookShelf **shelf, NadiSecret **key, GError **error)
{
  const NadiBookEpoch *last;
  g_autoptr (NadiCacheRecord) known = NULL;

  if (!nadi_book_get_shelf (self->cache, claim->binding.shelf, shelf, error) ||
      !nadi_cache_get_record (self->cache, claim->binding.version, &known, error))
    return FALSE;
  last = *shelf != NULL ? nadi_book_shelf_last (*shelf) : NULL;
  if (last == NULL || (*shelf)->lost || g_strcmp0 ((*shelf)->patient, claim->binding.patient) != 0)
    return fail_sealed ("the record names no shelf of this chart that is ours", error);
  if (claim->binding.epoch != last->epoch || g_strcmp0 (claim->info->recipients[0], last->kid) != 0)
    return fail_sealed ("the record is not sealed under the shelf's present key", error);
  if (known != NULL)
    return fail_sealed ("this version is there already", error);
  if (!nadi_session_shelf_key (self, *shelf, last->epoch, key, error))
    return FALSE;
  return *key != NULL || nadi_session_fail (NADI_SESSION_ERROR_CLOSED, "no key opens this shelf for this role", error);
}

static NadiFhirResource *
open_sealed (const Claim *claim, NadiSecret *key, const char *text, gsize length, NadiHash *commitment, GError **error)
{
  g_autoptr (NadiSecret) content =
    nadi_jwe_open_record (text, length, "nadi-record", &claim->binding, claim->info->recipients[0], nadi_secret_data (key), NULL);
  g_autofree char *resource = NULL;
  NadiFhirResource *result;
  guint8 salt[32];
  gsize resource_length;

  if (content == NULL || !nadi_record_content_parse ((const char *) nadi_secret_data (content), nadi_secret_size (content), &resource,
                                                     &resource_length, salt, NULL))
    {
      fail_sealed ("the record does not open under the shelf's key", error);
      return NULL;
    }
  nadi_record_commitment (resource, resource_length, salt, commitment);
  result = nadi_fhir_resource_new (resource, resource_length, error);
  nadi_wipe (resource, resource_length);
  return result;
}

static gboolean
check_section (NadiSession *self, const NadiBookShelf *shelf, NadiFhirResource *resource, NadiSection *section, GError **error)
{
  if (!nadi_session_section_of (self, shelf, section) || *section != nadi_fhir_resource_get_section (resource))
    return fail_sealed ("the resource belongs to another section than its shelf", error);
  if (nadi_session_compartment_of (shelf->section) == NADI_COMPARTMENT_CLINICAL && !nadi_session_has_role (self, "doctor,nurse"))
    return nadi_session_fail (NADI_SESSION_ERROR_ROLE, "this person's role may not do that", error);
  return TRUE;
}

static NadiCacheRecord *
row_of (NadiSession *self, const Claim *claim, const NadiBookShelf *shelf, NadiSection section, NadiFhirResource *resource,
        const NadiHash *commitment)
{
  NadiCacheRecord *row = g_new0 (NadiCacheRecord, 1);

  row->compartment = nadi_session_compartment_of (shelf->section);
  row->version = g_strdup (claim->binding.version);
  row->record = g_strdup (claim->binding.record);
  row->patient = g_strdup (shelf->patient);
  row->shelf = g_strdup (shelf->id);
  row->section = g_strdup (nadi_section_name (section));
  row->epoch = claim->binding.epoch;
  row->state = NADI_CACHE_STATE_OPENED;
  row->type = g_strdup (nadi_fhir_type_name (nadi_fhir_resource_get_type (resource)));
  row->date = NADI_CACHE_NO_DAY;
  nadi_fhir_resource_get_day (resource, &row->date);
  row->author = g_strdup (self->signer);
  row->time = nadi_session_now (self);
  row->commitment = *commitment;
  return row;
}

static gboolean
submit (NadiSession *self, const Claim *claim, const char *text, gsize length, char **event, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiCacheRecord) row = NULL;
  NadiHash commitment;
  NadiSection section;

  if (!find_place (self, claim, &shelf, &key, error))
    return FALSE;
  resource = open_sealed (claim, key, text, length, &commitment, error);
  if (resource == NULL || !check_section (self, shelf, resource, &section, error))
    return FALSE;
  row = row_of (self, claim, shelf, section, resource, &commitment);
  if (!nadi_session_write_begin (self, error) ||
      !nadi_session_write_end (self, nadi_session_write_sealed (self, row, resource, text, length, "record", TRUE, error), error))
    return FALSE;
  if (event != NULL)
    *event = g_strdup (row->event);
  return TRUE;
}

gboolean
nadi_session_submit_sealed (NadiSession *self, const char *text, gsize length, char **event, GError **error)
{
  Claim claim = { 0 };
  gboolean good;

  if (!read_claim (&claim, text, length, error) || !nadi_session_lock_to_write (self, "doctor,nurse,reception", error))
    {
      claim_clear (&claim);
      return FALSE;
    }
  good = submit (self, &claim, text, length, event, error);
  nadi_session_unlock (self);
  claim_clear (&claim);
  return good;
}
