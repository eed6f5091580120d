/* Versions, retractions, reads. */
#include "nadi-session-write.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-jwe.h"
#include "nadi-fhir-patient.h"
#include "nadi-session-index.h"
#include "nadi-session-keys.h"

#define PURPOSE_CARE "CAREMGT"

/* --- versions ----------------------------------------------------------------------------------------------------- */

static char *
seal (NadiSession *self, const NadiPlace *place, const NadiCacheRecord *row, NadiFhirResource *resource, NadiHash *commitment)
{
  const NadiRecordBinding binding = { row->patient, row->shelf, row->epoch, row->record, row->version };
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);
  g_autoptr (NadiSecret) salt = nadi_secret_new_random (self->random, 32);
  g_autoptr (NadiSecret) content =
    nadi_record_content_print (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), nadi_secret_data (salt));

  nadi_record_commitment (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), nadi_secret_data (salt), commitment);
  return nadi_jwe_seal_record (self->random, "nadi-record", &binding, place->kid, nadi_secret_data (place->key),
                               nadi_secret_data (content), nadi_secret_size (content));
}

static NadiCacheRecord *
new_row (NadiSession *self, const NadiNewVersion *about, const NadiPlace *place, NadiSection section, NadiFhirResource *resource)
{
  NadiCacheRecord *row = g_new0 (NadiCacheRecord, 1);

  row->compartment = nadi_session_compartment_of (place->shelf->section);
  row->version = about->version != NULL ? g_strdup (about->version) : nadi_random_uuid (self->random);
  row->record = about->record != NULL ? g_strdup (about->record) : nadi_random_uuid (self->random);
  row->patient = g_strdup (about->patient);
  row->shelf = g_strdup (place->shelf->id);
  row->section = g_strdup (nadi_section_name (section));
  row->epoch = place->epoch;
  row->status = NADI_CACHE_STATUS_CURRENT;
  row->state = NADI_CACHE_STATE_OPENED;
  row->type = g_strdup (nadi_fhir_type_name (nadi_fhir_resource_get_type (resource)));
  if (!nadi_fhir_resource_get_day (resource, &row->date))
    row->date = NADI_CACHE_NO_DAY;
  row->author = g_strdup (self->signer);
  row->time = nadi_session_now (self);
  row->cids = g_strdupv ((char **) about->pieces);
  row->replaces = about->replaces != NULL && about->replaces[0] != NULL ? g_strdupv ((char **) about->replaces) : NULL;
  return row;
}

static void
put_version_members (NadiJsonWriter *writer, const NadiCacheRecord *row)
{
  nadi_json_put_string (writer, "shelf", row->shelf);
  nadi_json_put_int (writer, "epoch", row->epoch);
  nadi_json_put_string (writer, "record", row->record);
  nadi_json_put_string (writer, "version", row->version);
  nadi_json_name (writer, "date");
  if (row->date == NADI_CACHE_NO_DAY)
    nadi_json_null (writer);
  else
    nadi_json_int (writer, row->date);
  nadi_json_put_strings (writer, "cids", (const char *const *) row->cids);
  nadi_json_put_hash (writer, "commitment", row->commitment.bytes);
  if (row->replaces != NULL)
    nadi_json_put_strings (writer, "replaces", (const char *const *) row->replaces);
}

static gboolean
sign_version (NadiSession *self, NadiCacheRecord *row, const char *form, GBytes *typed, GError **error)
{
  NadiWritePurpose purpose = { form, row->patient, row->compartment, typed, (const char *const *) row->cids };
  NadiJsonWriter *writer =
    nadi_session_event_begin (self, row->replaces != NULL ? "record.amend" : "record.add", &row->event, error);

  if (writer == NULL)
    return FALSE;
  put_version_members (writer, row);
  return nadi_session_event_end (self, writer, row->event, &purpose, error);
}

static gboolean
replace_old (NadiSession *self, const NadiCacheRecord *row, GError **error)
{
  for (guint i = 0; row->replaces != NULL && row->replaces[i] != NULL; i++)
    if (!nadi_cache_set_record_status (self->cache, row->replaces[i], NADI_CACHE_STATUS_REPLACED, error))
      return FALSE;
  return TRUE;
}

/* What the desk finds people by. */
static gboolean
follow (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource, GError **error)
{
  if (row->patient == NULL)
    return TRUE;
  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_PATIENT)
    {
      g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (resource, error);

      return patient != NULL && nadi_session_put_row (self, patient, row->patient, error);
    }
  return row->date == NADI_CACHE_NO_DAY || nadi_session_put_visit (self, row->patient, row->date, error);
}

/* The contract's window for days; what lies outside has no day. */
static void
check_day (NadiCacheRecord *row)
{
  if (row->date != NADI_CACHE_NO_DAY && (row->date < -62091 || row->date > 120529))
    row->date = NADI_CACHE_NO_DAY;
}

/* Takes cid. */
static void
put_first_cid (NadiCacheRecord *row, char *cid)
{
  guint n = row->cids != NULL ? g_strv_length (row->cids) : 0;
  char **cids = g_new0 (char *, n + 2);

  cids[0] = cid;
  for (guint i = 0; i < n; i++)
    cids[i + 1] = row->cids[i];
  g_free (row->cids);
  row->cids = cids;
}

gboolean
nadi_session_write_sealed (NadiSession *self, NadiCacheRecord *row, NadiFhirResource *resource, const char *sealed, gsize length,
                           const char *form, gboolean keep_typed, GError **error)
{
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);

  check_day (row);
  put_first_cid (row, nadi_cid_of ((const guint8 *) sealed, length));
  return nadi_cache_put_blob (self->cache, row->cids[0], (const guint8 *) sealed, length, TRUE, error) &&
         sign_version (self, row, form, keep_typed ? bytes : NULL, error) &&
         nadi_cache_put_record (self->cache, row, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error) &&
         replace_old (self, row, error) && follow (self, row, resource, error);
}

gboolean
nadi_session_write_version (NadiSession *self, const NadiNewVersion *about, NadiFhirResource *resource, NadiCacheRecord **result, GError **error)
{
  NadiSection section = nadi_fhir_resource_get_section (resource);
  g_auto (NadiPlace) place = { 0 };
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autofree char *sealed = NULL;

  if (!nadi_session_write_place (self, about->patient, section, about->form, &place, error))
    return FALSE;
  row = new_row (self, about, &place, section, resource);
  sealed = seal (self, &place, row, resource, &row->commitment);
  if (!nadi_session_write_sealed (self, row, resource, sealed, strlen (sealed), about->form, about->keep_typed, error))
    return FALSE;
  if (result != NULL)
    *result = g_steal_pointer (&row);
  return TRUE;
}

gboolean
nadi_session_write_retraction (NadiSession *self, const NadiCacheRecord *row, const char *form, GError **error)
{
  NadiWritePurpose purpose = { .form = form, .patient = row->patient, .compartment = row->compartment };
  g_autofree char *id = NULL;
  NadiJsonWriter *writer = nadi_session_event_begin (self, "record.retract", &id, error);

  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "shelf", row->shelf);
  nadi_json_put_string (writer, "version", row->version);
  return nadi_session_event_end (self, writer, id, &purpose, error) &&
         nadi_cache_set_record_status (self->cache, row->version, NADI_CACHE_STATUS_RETRACTED, error);
}

/* --- reads -------------------------------------------------------------------------------------------------------- */

static gboolean
sign_read (NadiSession *self, GPtrArray *shelves, GError **error)
{
  NadiWritePurpose purpose = { .form = "read", .compartment = NADI_COMPARTMENT_DESK };
  g_autofree char *id = NULL;
  NadiJsonWriter *writer = nadi_session_event_begin (self, "access.read", &id, error);
  gboolean offline;

  if (writer == NULL)
    return FALSE;
  g_mutex_lock (&self->status_lock);
  offline = self->unreachable || self->unknown;
  g_mutex_unlock (&self->status_lock);
  nadi_json_name (writer, "shelves");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < shelves->len; i++)
    nadi_json_string (writer, g_ptr_array_index (shelves, i));
  nadi_json_end_array (writer);
  nadi_json_put_string (writer, "purpose", PURPOSE_CARE);
  nadi_json_put_boolean (writer, "offline", offline);
  return nadi_session_event_end (self, writer, id, &purpose, error);
}

gboolean
nadi_session_write_read (NadiSession *self, GPtrArray *shelves, GError **error)
{
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();

  for (guint i = 0; i < shelves->len; i++)
    if (!g_hash_table_contains (self->reads, g_ptr_array_index (shelves, i)))
      g_ptr_array_add (unread, g_ptr_array_index (shelves, i));
  if (unread->len == 0)
    return TRUE;
  if (!nadi_session_write_begin (self, error) || !nadi_session_write_end (self, sign_read (self, unread, error), error))
    return FALSE;
  for (guint i = 0; i < unread->len; i++)
    g_hash_table_add (self->reads, g_strdup (g_ptr_array_index (unread, i)));
  return TRUE;
}
