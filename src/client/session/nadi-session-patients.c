/* Patients: register, show, correct. */
#include "nadi-session-patients.h"

#include "nadi-fhir-figures.h"
#include "nadi-fhir-patient.h"
#include "nadi-session-records.h"
#include "nadi-session-write.h"

#define DESK "doctor,nurse,reception"

/* --- registering -------------------------------------------------------------------------------------------------- */

static gboolean
write_chart (NadiSession *self, const NadiPatient *patient, NadiFhirResource *resource, GError **error)
{
  const NadiNewVersion about = { .patient = patient->id, .form = "patient", .keep_typed = TRUE };

  return nadi_session_write_register (self, patient->id, patient->number.digits, "patient", error) &&
         nadi_session_write_version (self, &about, resource, NULL, error);
}

gboolean
nadi_session_add_patient (NadiSession *self, NadiPatient *patient, NadiPatientRow **row, GError **error)
{
  g_autoptr (NadiFhirResource) resource = NULL;
  gboolean good;

  if (nadi_person_name_empty (&patient->name) && nadi_person_name_empty (&patient->name_local))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "a patient needs a name", error);
  if (!nadi_session_lock_to_write (self, DESK, error))
    return FALSE;
  g_free (patient->id);
  patient->id = nadi_random_uuid (self->random);
  if (!nadi_patient_number_valid (&patient->number))
    nadi_patient_number_make (self->random, &patient->number);
  resource = nadi_fhir_patient_write (patient, NULL, error);
  good = resource != NULL && nadi_session_write_begin (self, error) &&
         nadi_session_write_end (self, write_chart (self, patient, resource, error), error);
  nadi_session_unlock (self);
  if (good && row != NULL)
    *row = nadi_session_lookup_patient (self, patient->id);
  return good;
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

/* The newest current identity record, and which versions stand there. */
static NadiFhirResource *
find_identity (GPtrArray *opened, GStrvBuilder *heads, char **record)
{
  NadiFhirResource *resource = NULL;

  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource == NULL || nadi_fhir_resource_get_type (one->resource) != NADI_FHIR_PATIENT)
        continue;
      if (*record != NULL && !g_str_equal (*record, one->row->record))
        continue;
      if (*record == NULL)
        *record = g_strdup (one->row->record);
      g_strv_builder_add (heads, one->row->version);
      resource = one->resource;
    }
  return resource;
}

static void
take_figures (NadiPatient *patient, GPtrArray *opened)
{
  NadiFhirFigureDays days = NADI_FHIR_FIGURE_DAYS_INIT;

  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource != NULL && nadi_fhir_resource_get_type (one->resource) == NADI_FHIR_OBSERVATION)
        nadi_fhir_take_figure (patient, one->resource, &days);
    }
}

NadiPatient *
nadi_session_get_patient (NadiSession *self, const char *id, GError **error)
{
  g_autoptr (GStrvBuilder) heads = g_strv_builder_new ();
  g_autoptr (GPtrArray) opened = NULL;
  g_autofree char *record = NULL;
  NadiFhirResource *resource = NULL;
  NadiPatient *patient = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, id, FALSE, error);
  if (opened != NULL)
    {
      resource = find_identity (opened, heads, &record);
      if (resource == NULL)
        nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
      else
        patient = nadi_fhir_patient_read (resource, error);
    }
  if (patient != NULL)
    take_figures (patient, opened);
  nadi_session_unlock (self);
  return patient;
}

/* --- correcting --------------------------------------------------------------------------------------------------- */

static gboolean
update (NadiSession *self, const char *id, const NadiPatient *patient, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) opened = nadi_session_open_current (self, id, error);
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autofree char *record = NULL;
  g_auto (GStrv) heads = NULL;
  NadiFhirResource *base;
  NadiNewVersion about = { .patient = id, .form = "patient", .keep_typed = TRUE };

  if (opened == NULL)
    return FALSE;
  base = find_identity (opened, builder, &record);
  if (base == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
  resource = nadi_fhir_patient_write (patient, base, error);
  if (resource == NULL)
    return FALSE;
  heads = g_strv_builder_end (builder);
  about.record = record;
  about.replaces = (const char *const *) heads;
  return nadi_session_write_begin (self, error) &&
         nadi_session_write_end (self, nadi_session_write_version (self, &about, resource, NULL, error), error);
}

gboolean
nadi_session_update_patient (NadiSession *self, const char *id, const NadiPatient *patient, GError **error)
{
  gboolean good;

  if (!nadi_session_lock_to_write (self, DESK, error))
    return FALSE;
  good = update (self, id, patient, error);
  nadi_session_unlock (self);
  return good;
}
