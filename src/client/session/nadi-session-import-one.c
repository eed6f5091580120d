/* One imported resource: met before, changed, or new; and whose chart it belongs to. */
#include "nadi-session-import-private.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-fhir-patient.h"
#include "nadi-session-keys.h"
#include "nadi-session-open-record.h"
#include "nadi-session-patients.h"
#include "nadi-session-write.h"

#define FORM "import"

void
nadi_import_run_init (NadiImportRun *run, NadiSession *session)
{
  run->session = session;
  run->met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
nadi_import_run_clear (NadiImportRun *run)
{
  g_hash_table_unref (run->met);
  g_hash_table_unref (run->opened);
}

typedef struct
{
  NadiImportRun *run;
  NadiSession *session;
  NadiFhirResource *resource;
  const char *source;
  char *key;
  NadiCompartment compartment;
  NadiHash digest;
} Item;

static gboolean
refuse (NadiImportCount *count, const char *reason)
{
  count->outcome = NADI_IMPORT_REFUSED;
  count->reason = reason;
  return TRUE;
}

/* --- what is known ------------------------------------------------------------------------------------------------ */

/* The version that this source became last; NULL if it never came, or the ledger refused it. */
static gboolean
find_known (NadiSession *self, NadiCompartment compartment, const char *key, NadiCacheSource **source, NadiCacheRecord **row, GError **error)
{
  *row = NULL;
  if (!nadi_cache_get_source (self->cache, compartment, key, source, error))
    return FALSE;
  return *source == NULL || nadi_cache_get_record (self->cache, (*source)->version, row, error);
}

static gboolean
remember (Item *item, const NadiCacheRecord *row, GError **error)
{
  const NadiCacheSource source = { row->record, row->version, row->event, item->digest };

  return nadi_cache_put_source (item->session->cache, item->compartment, item->key, &source, error);
}

/* The chart of the patient that a clinical resource names. */
static gboolean
find_chart (Item *item, char **patient, GError **error)
{
  const char *subject = nadi_fhir_resource_get_subject (item->resource);
  g_autofree char *id = subject != NULL ? nadi_fhir_reference_id (subject, NADI_FHIR_PATIENT) : NULL;
  g_autofree char *key = id != NULL ? nadi_fhir_source_key (NADI_FHIR_PATIENT, id, item->source) : NULL;
  g_autoptr (NadiCacheSource) source = NULL;
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiBookPatient) known = NULL;

  *patient = NULL;
  if (key == NULL)
    return TRUE;
  if (!find_known (item->session, NADI_COMPARTMENT_DESK, key, &source, &row, error))
    return FALSE;
  if (row != NULL)
    {
      *patient = g_strdup (row->patient);
      return TRUE;
    }
  /* What was written here calls a chart by its own id. */
  if (!nadi_book_get_patient (item->session->cache, id, &known, error))
    return FALSE;
  if (known != NULL)
    *patient = g_strdup (id);
  return TRUE;
}

/* --- patients ----------------------------------------------------------------------------------------------------- */

/* The same with a number of this network, if the source gave none. */
static NadiFhirResource *
with_number (NadiFhirResource *resource, NadiPatient *patient, const NadiPatientNumber *number)
{
  NadiFhirResource *numbered;

  if (nadi_patient_number_valid (&patient->number))
    return nadi_fhir_resource_ref (resource);
  patient->number = *number;
  numbered = nadi_fhir_patient_write (patient, resource, NULL);
  return numbered != NULL ? numbered : nadi_fhir_resource_ref (resource);
}

static gboolean
add_patient (Item *item, NadiPatient *patient, NadiImportCount *count, GError **error)
{
  NadiSession *self = item->session;
  g_autofree char *id = nadi_random_uuid (self->random);
  g_autoptr (NadiFhirResource) numbered = NULL;
  g_autoptr (NadiCacheRecord) row = NULL;
  const NadiNewVersion about = { .patient = id, .form = FORM };
  NadiPatientNumber number;

  nadi_patient_number_make (self->random, &number);
  numbered = with_number (item->resource, patient, &number);
  count->outcome = NADI_IMPORT_TAKEN;
  return nadi_session_write_register (self, id, patient->number.digits, FORM, error) &&
         nadi_session_write_version (self, &about, numbered, &row, error) && remember (item, row, error);
}

static gboolean
number_of (NadiSession *self, const char *chart, NadiPatientNumber *number)
{
  g_autoptr (NadiCachePatients) one = NULL;

  memset (number, 0, sizeof *number);
  if (!nadi_cache_get_patient (self->cache, chart, &one, NULL) || one == NULL)
    return FALSE;
  g_strlcpy (number->digits, nadi_cache_patients_get (one, 0)->number, sizeof number->digits);
  return nadi_patient_number_valid (number);
}

/* --- changed ------------------------------------------------------------------------------------------------------ */

static gboolean
list_heads (NadiSession *self, const char *record, GPtrArray **heads, GError **error)
{
  g_autoptr (GPtrArray) versions = NULL;

  *heads = g_ptr_array_new_with_free_func (g_free);
  if (!nadi_cache_list_records (self->cache, NADI_CACHE_BY_RECORD, record, 0, &versions, error))
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    {
      const NadiCacheRecord *version = g_ptr_array_index (versions, i);

      if (version->status == NADI_CACHE_STATUS_CURRENT)
        g_ptr_array_add (*heads, g_strdup (version->version));
    }
  g_ptr_array_add (*heads, NULL);
  return TRUE;
}

static gboolean
retract_heads (NadiSession *self, GPtrArray *heads, GError **error)
{
  for (guint i = 0; i + 1 < heads->len; i++)
    {
      g_autoptr (NadiCacheRecord) row = NULL;

      if (!nadi_cache_get_record (self->cache, g_ptr_array_index (heads, i), &row, error) || row == NULL ||
          !nadi_session_write_retraction (self, row, FORM, error))
        return FALSE;
    }
  return TRUE;
}

/* It says what a version that stands already says: another desk brought it. */
static gboolean
find_same (Item *item, GPtrArray *heads, NadiFhirResource *resource, NadiCacheRecord **same, GError **error)
{
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);

  *same = NULL;
  for (guint i = 0; i + 1 < heads->len && *same == NULL; i++)
    {
      g_autoptr (NadiSecret) stored = NULL;

      if (!nadi_cache_get_resource (item->session->cache, g_ptr_array_index (heads, i), &stored, error))
        return FALSE;
      if (stored != NULL && nadi_secret_size (stored) == g_bytes_get_size (bytes) &&
          memcmp (nadi_secret_data (stored), g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) == 0 &&
          !nadi_cache_get_record (item->session->cache, g_ptr_array_index (heads, i), same, error))
        return FALSE;
    }
  return TRUE;
}

/* On the same record where its section is the same, else taken off there and put where it belongs. */
static gboolean
amend (Item *item, const NadiCacheRecord *known, NadiFhirResource *resource, NadiImportCount *count, GError **error)
{
  NadiSession *self = item->session;
  const char *section = nadi_section_name (nadi_fhir_resource_get_section (resource));
  g_autoptr (GPtrArray) heads = NULL;
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiCacheRecord) same = NULL;
  NadiNewVersion about = { .patient = known->patient, .form = FORM };

  if (!list_heads (self, known->record, &heads, error) || !find_same (item, heads, resource, &same, error))
    return FALSE;
  if (same != NULL)
    {
      count->outcome = NADI_IMPORT_UNCHANGED;
      return remember (item, same, error);
    }
  if (heads->len > 1 && g_strcmp0 (known->section, section) == 0)
    {
      about.record = known->record;
      about.replaces = (const char *const *) heads->pdata;
    }
  else if (!retract_heads (self, heads, error))
    return FALSE;
  count->outcome = NADI_IMPORT_AMENDED;
  return nadi_session_write_version (self, &about, resource, &row, error) && remember (item, row, error);
}

static gboolean
import_patient (Item *item, const NadiCacheRecord *known, NadiImportCount *count, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (item->resource, &failure);
  g_autoptr (NadiFhirResource) numbered = NULL;
  NadiPatientNumber number;

  if (patient == NULL)
    return refuse (count, nadi_fhir_error_name (failure->code));
  if (known == NULL)
    return add_patient (item, patient, count, error);
  numbered = number_of (item->session, known->patient, &number) ? with_number (item->resource, patient, &number)
                                                                 : nadi_fhir_resource_ref (item->resource);
  return amend (item, known, numbered, count, error);
}

/* What other desks put into this chart, so that it is known for what it is. */
static gboolean
open_chart (Item *item, const char *patient, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (!g_hash_table_add (item->run->opened, g_strdup (patient)))
    return TRUE;
  if (!nadi_cache_list_records (item->session->cache, NADI_CACHE_BY_PATIENT, patient, 0, &rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      NadiCacheRecord *row = g_ptr_array_index (rows, i);
      g_autoptr (NadiFhirResource) resource = NULL;

      if (row->state == NADI_CACHE_STATE_SEALED && !nadi_session_open_version (item->session, row, &resource, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
import_other (Item *item, const NadiCacheRecord *known, NadiImportCount *count, GError **error)
{
  g_autofree char *patient = NULL;
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiCacheSource) source = NULL;
  g_autoptr (NadiCacheRecord) brought = NULL;
  NadiNewVersion about = { .form = FORM };

  if (known != NULL)
    return amend (item, known, item->resource, count, error);
  if (nadi_fhir_resource_get_section (item->resource) != NADI_SECTION_DIRECTORY)
    {
      if (!find_chart (item, &patient, error))
        return FALSE;
      if (patient == NULL)
        return refuse (count, "patient-unknown");
      if (!open_chart (item, patient, error) || !find_known (item->session, item->compartment, item->key, &source, &brought, error))
        return FALSE;
      if (brought != NULL && g_strcmp0 (brought->patient, patient) == 0)
        return amend (item, brought, item->resource, count, error);
    }
  about.patient = patient;
  count->outcome = NADI_IMPORT_TAKEN;
  return nadi_session_write_version (item->session, &about, item->resource, &row, error) && remember (item, row, error);
}

/* Under its source's name; else under its plain name, if it says just the same there. */
static gboolean
find_met_before (Item *item, NadiCacheSource **source, NadiCacheRecord **known, GError **error)
{
  g_autofree char *plain =
    nadi_fhir_source_key (nadi_fhir_resource_get_type (item->resource), nadi_fhir_resource_get_id (item->resource), NULL);

  if (!find_known (item->session, item->compartment, item->key, source, known, error))
    return FALSE;
  if (*known != NULL || g_str_equal (plain, item->key))
    return TRUE;
  g_clear_pointer (source, nadi_cache_source_free);
  if (!find_known (item->session, item->compartment, plain, source, known, error))
    return FALSE;
  if (*known != NULL && !nadi_hash_equal (&(*source)->digest, &item->digest))
    g_clear_pointer (known, nadi_cache_record_free);
  return TRUE;
}

gboolean
nadi_session_import_one (NadiImportRun *run, NadiFhirResource *resource, const char *source_label, NadiImportCount *count, GError **error)
{
  NadiSession *self = run->session;
  NadiFhirType type = nadi_fhir_resource_get_type (resource);
  NadiSection section = nadi_fhir_resource_get_section (resource);
  GBytes *bytes = nadi_fhir_resource_get_bytes (resource);
  g_autofree char *key = nadi_fhir_source_key (type, nadi_fhir_resource_get_id (resource), source_label);
  g_autoptr (NadiCacheSource) source = NULL;
  g_autoptr (NadiCacheRecord) known = NULL;
  Item item = { .run = run, .session = self, .resource = resource, .source = source_label, .key = key };
  gboolean desk = section == NADI_SECTION_IDENTITY || section == NADI_SECTION_DIRECTORY;

  count->type = nadi_fhir_type_name (type);
  count->reason = NULL;
  count->outcome = NADI_IMPORT_UNCHANGED;
  item.compartment = desk ? NADI_COMPARTMENT_DESK : NADI_COMPARTMENT_CLINICAL;
  nadi_sha256 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &item.digest);
  if (!desk && (!nadi_session_has_role (self, "doctor,nurse") || !nadi_cache_has_compartment (self->cache, NADI_COMPARTMENT_CLINICAL)))
    return refuse (count, "role");
  if (!g_hash_table_add (run->met, g_strdup (key)))
    return TRUE;
  if (!find_met_before (&item, &source, &known, error))
    return FALSE;
  if (known != NULL && nadi_hash_equal (&source->digest, &item.digest))
    return TRUE;
  return type == NADI_FHIR_PATIENT ? import_patient (&item, known, count, error) : import_other (&item, known, count, error);
}
