/* Opening records: nothing is shown that is not what its author signed. */
#include "nadi-session-open-record.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-fhir-patient.h"
#include "nadi-jwe.h"
#include "nadi-json.h"
#include "nadi-session-book.h"
#include "nadi-session-index.h"
#include "nadi-session-keys.h"

#define LARGEST_HEADER 4096

char *
nadi_session_damage_of (NadiSession *self, const char *version)
{
  char *reason = NULL;

  return nadi_book_get_text (self->cache, "damage", version, &reason, NULL) ? reason : NULL;
}

/* --- the author's event ------------------------------------------------------------------------------------------- */

static gboolean
load_event (NadiSession *self, const char *id, NadiEvent **event, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  *event = NULL;
  if (!nadi_cache_get_event (self->cache, id, &bytes, NULL, error))
    return FALSE;
  if (bytes != NULL)
    *event = nadi_event_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  return TRUE;
}

static gboolean
names_text (NadiEvent *event, const char *member, const char *expected)
{
  const char *text;

  return nadi_json_get_string (nadi_event_payload (event), member, &text, NULL) && g_strcmp0 (text, expected) == 0;
}

static gboolean
names_cids (NadiEvent *event, char **cids)
{
  g_auto (GStrv) named = NULL;

  return nadi_json_get_strings (nadi_event_payload (event), "cids", 128, &named, NULL) &&
         g_strv_equal ((const char *const *) named, (const char *const *) cids);
}

static gboolean
is_signed (NadiSession *self, NadiEvent *event)
{
  g_autoptr (NadiBookStaff) staff = NULL;

  if (!nadi_book_get_staff (self->cache, nadi_event_signer (event), &staff, NULL) || staff == NULL)
    return FALSE;
  for (guint i = 0; staff->keys[i] != NULL; i++)
    {
      NadiVerifyKey key;
      g_autofree char *kid = NULL;

      if (!nadi_verify_key_from_text (staff->keys[i], &key, NULL))
        continue;
      kid = nadi_verify_key_kid (&key);
      if (g_str_equal (kid, nadi_event_kid (event)))
        return nadi_event_verify (event, &key, NULL);
    }
  return FALSE;
}

/* "signature" unless the author's own event says exactly this. */
static gboolean
check_author (NadiSession *self, const NadiCacheRecord *row, const char **problem, GError **error)
{
  g_autoptr (NadiEvent) event = NULL;
  g_autoptr (NadiEvent) reseal = NULL;
  g_autofree char *reseal_id = NULL;
  g_autofree char *commitment = nadi_hash_to_text (&row->commitment);

  if (!load_event (self, row->event, &event, error) || !nadi_book_get_text (self->cache, "reseal", row->version, &reseal_id, error) ||
      (reseal_id != NULL && !load_event (self, reseal_id, &reseal, error)))
    return FALSE;
  *problem = "signature";
  if (event == NULL || (reseal_id != NULL && reseal == NULL))
    return TRUE;
  if (!names_text (event, "version", row->version) || !names_text (event, "record", row->record) ||
      !names_text (event, "shelf", row->shelf) || !names_text (event, "commitment", commitment) ||
      g_strcmp0 (nadi_event_signer (event), row->author) != 0 || !names_cids (reseal != NULL ? reseal : event, row->cids))
    return TRUE;
  if (is_signed (self, event) && (reseal == NULL || is_signed (self, reseal)))
    *problem = NULL;
  return TRUE;
}

/* --- the ciphertext ----------------------------------------------------------------------------------------------- */

/* Whose ciphertext it says it is; for the name of what is wrong, after it has not opened. */
static gboolean
is_bound (GBytes *blob, const NadiRecordBinding *binding)
{
  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *header = NULL;
  const char *record, *version, *shelf;

  if (info != NULL)
    header = nadi_json_load_object (info->protected_header, strlen (info->protected_header), LARGEST_HEADER, &node, NULL);
  return header != NULL && nadi_json_get_string (header, "record", &record, NULL) && g_str_equal (record, binding->record) &&
         nadi_json_get_string (header, "version", &version, NULL) && g_str_equal (version, binding->version) &&
         nadi_json_get_string (header, "shelf", &shelf, NULL) && g_str_equal (shelf, binding->shelf);
}

static NadiFhirResource *
open_content (const NadiCacheRecord *row, GBytes *blob, const char *kid, NadiSecret *key, const char **problem)
{
  const NadiRecordBinding binding = { row->patient, row->shelf, row->epoch, row->record, row->version };
  g_autoptr (NadiSecret) content =
    nadi_jwe_open_record (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), "nadi-record", &binding, kid, nadi_secret_data (key), NULL);
  g_autofree char *text = NULL;
  NadiFhirResource *resource;
  guint8 salt[32];
  gsize length;
  NadiHash commitment;

  *problem = is_bound (blob, &binding) ? "content" : "binding";
  if (content == NULL ||
      !nadi_record_content_parse ((const char *) nadi_secret_data (content), nadi_secret_size (content), &text, &length, salt, NULL))
    return NULL;
  nadi_record_commitment (text, length, salt, &commitment);
  *problem = "commitment";
  if (!nadi_hash_equal (&commitment, &row->commitment))
    return NULL;
  resource = nadi_fhir_resource_new (text, length, NULL);
  *problem = resource != NULL ? NULL : "content";
  nadi_wipe (text, length);
  return resource;
}

static gboolean
mark_damaged (NadiSession *self, NadiCacheRecord *row, const char *problem, GError **error)
{
  row->state = NADI_CACHE_STATE_DAMAGED;
  g_mutex_lock (&self->status_lock);
  self->damaged++;
  g_mutex_unlock (&self->status_lock);
  return nadi_book_put_text (self->cache, "damage", row->version, problem, error) &&
         nadi_cache_set_record_state (self->cache, row->version, NADI_CACHE_STATE_DAMAGED, error);
}

/* A blob of the cache that no longer is its address: the service may still have it whole. */
static gboolean
load_blob (NadiSession *self, NadiCacheRecord *row, GBytes **blob, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (nadi_cache_get_blob (self->cache, row->cids[0], blob, &failure))
    return TRUE;
  if (g_error_matches (failure, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED))
    nadi_cache_set_record_state (self->cache, row->version, NADI_CACHE_STATE_WANTED, NULL);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What an import on this desk would meet again: the same thing, whoever brought it. */
static gboolean
remember_source (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource, GError **error)
{
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);
  g_autofree char *key = nadi_fhir_source_key (nadi_fhir_resource_get_type (resource), nadi_fhir_resource_get_id (resource), NULL);
  NadiCacheSource source = { row->record, row->version, row->event, { { 0 } } };

  nadi_sha256 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &source.digest);
  return nadi_cache_put_source (self->cache, row->compartment, key, &source, error);
}

static gboolean
keep_opened (NadiSession *self, NadiCacheRecord *row, const NadiBookShelf *shelf, NadiFhirResource *resource, GError **error)
{
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);
  NadiSection section;

  row->state = NADI_CACHE_STATE_OPENED;
  g_free (row->type);
  row->type = g_strdup (nadi_fhir_type_name (nadi_fhir_resource_get_type (resource)));
  if (nadi_session_section_of (self, shelf, &section))
    {
      g_free (row->section);
      row->section = g_strdup (nadi_section_name (section));
    }
  if (!nadi_cache_put_record (self->cache, row, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error) ||
      (row->status == NADI_CACHE_STATUS_CURRENT && !remember_source (self, row, resource, error)))
    return FALSE;
  if (row->status == NADI_CACHE_STATUS_CURRENT && row->patient != NULL && g_str_equal (row->type, "Patient"))
    {
      g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (resource, NULL);

      return patient == NULL || nadi_session_put_row (self, patient, row->patient, error);
    }
  return TRUE;
}

static gboolean
open_sealed (NadiSession *self, NadiCacheRecord *row, NadiFhirResource **resource, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (NadiSecret) key = NULL;
  const NadiBookEpoch *epoch;
  const char *problem;

  if (!nadi_book_get_shelf (self->cache, row->shelf, &shelf, error) || !load_blob (self, row, &blob, error))
    return FALSE;
  epoch = shelf != NULL ? nadi_book_shelf_epoch (shelf, row->epoch) : NULL;
  if (blob == NULL || epoch == NULL)
    return TRUE;
  if (!nadi_session_shelf_key (self, shelf, row->epoch, &key, error) || !check_author (self, row, &problem, error))
    return FALSE;
  if (problem != NULL)
    return mark_damaged (self, row, problem, error);
  if (key == NULL)
    return TRUE;
  *resource = open_content (row, blob, epoch->kid, key, &problem);
  if (*resource == NULL)
    return mark_damaged (self, row, problem, error);
  if (keep_opened (self, row, shelf, *resource, error))
    return TRUE;
  g_clear_pointer (resource, nadi_fhir_resource_unref);
  return FALSE;
}

gboolean
nadi_session_open_version (NadiSession *self, NadiCacheRecord *row, NadiFhirResource **resource, GError **error)
{
  g_autoptr (NadiSecret) stored = NULL;

  *resource = NULL;
  if (row->state == NADI_CACHE_STATE_DAMAGED)
    return TRUE;
  if (row->state != NADI_CACHE_STATE_OPENED)
    return open_sealed (self, row, resource, error);
  if (!nadi_cache_get_resource (self->cache, row->version, &stored, error))
    return FALSE;
  if (stored == NULL)
    return open_sealed (self, row, resource, error);
  *resource = nadi_fhir_resource_new ((const char *) nadi_secret_data (stored), nadi_secret_size (stored), NULL);
  return *resource != NULL || nadi_session_fail (NADI_SESSION_ERROR_DAMAGED, "a stored resource does not read back", error);
}
