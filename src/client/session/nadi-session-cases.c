/* Cases: several records as one visit. */
#include "nadi-session-case-private.h"
#include "nadi-session-records.h"

#include <string.h>

#include "nadi-fhir-case.h"
#include "nadi-session-write.h"

#define CLINICIANS "doctor,nurse"

/* --- reading ------------------------------------------------------------------------------------------------------ */

GPtrArray *
nadi_session_resources_of (GPtrArray *opened)
{
  GPtrArray *resources = g_ptr_array_new ();

  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource != NULL)
        g_ptr_array_add (resources, one->resource);
    }
  return resources;
}

GPtrArray *
nadi_session_list_cases (NadiSession *self, const char *patient, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) resources = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, FALSE, error);
  nadi_session_unlock (self);
  if (opened == NULL)
    return NULL;
  resources = nadi_session_resources_of (opened);
  return nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);
}

gboolean
nadi_session_case_has (NadiFhirResource *resource, const char *id)
{
  const char *reference = nadi_fhir_resource_get_encounter (resource);
  g_autofree char *encounter = NULL;

  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_ENCOUNTER)
    return g_str_equal (nadi_fhir_resource_get_id (resource), id);
  encounter = reference != NULL ? nadi_fhir_reference_id (reference, NADI_FHIR_ENCOUNTER) : NULL;
  return g_strcmp0 (encounter, id) == 0;
}

GPtrArray *
nadi_session_case_parts (GPtrArray *opened, const char *id)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; i < opened->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource != NULL && nadi_session_case_has (one->resource, id))
        g_ptr_array_add (parts, one);
    }
  return parts;
}

static GPtrArray *
infos_of (NadiSession *self, GPtrArray *opened, const char *id)
{
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);

  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource != NULL && nadi_session_case_has (one->resource, id))
        g_ptr_array_add (infos, nadi_session_info_of (self, one->row, one->resource));
    }
  return infos;
}

static NadiCase *
find_case (GPtrArray *cases, const char *id)
{
  for (guint i = 0; i < cases->len; i++)
    {
      NadiCase *visit = g_ptr_array_index (cases, i);

      if (g_strcmp0 (visit->id, id) == 0)
        return nadi_case_ref (visit);
    }
  return NULL;
}

NadiCase *
nadi_session_get_case (NadiSession *self, const char *patient, const char *id, GPtrArray **records, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) resources = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  NadiCase *visit;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, FALSE, error);
  if (opened != NULL)
    infos = infos_of (self, opened, id);
  nadi_session_unlock (self);
  if (opened == NULL)
    return NULL;
  resources = nadi_session_resources_of (opened);
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);
  visit = find_case (cases, id);
  if (visit == NULL)
    nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
  else if (records != NULL)
    *records = g_steal_pointer (&infos);
  return visit;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

char *
nadi_session_logical_id (GPtrArray *opened, const char *patient)
{
  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);

      if (one->resource != NULL && nadi_fhir_resource_get_type (one->resource) == NADI_FHIR_PATIENT)
        return g_strdup (nadi_fhir_resource_get_id (one->resource));
    }
  return g_strdup (patient);
}

/* What the caller left open. The texts belong to whoever calls, or to the session. */
typedef struct
{
  NadiCase visit;            /* members are borrowed */
  char *id;
  char *subject;
  char *clinic;
  char *name;
} Filled;

static void
filled_clear (Filled *filled)
{
  g_free (filled->id);
  g_free (filled->subject);
  g_free (filled->clinic);
  g_free (filled->name);
}

static gboolean
fill_case (NadiSession *self, const char *patient, Filled *filled, GError **error)
{
  g_autoptr (GPtrArray) opened = nadi_session_open_current (self, patient, error);
  NadiCase *visit = &filled->visit;

  if (opened == NULL)
    return FALSE;
  if (opened->len == 0)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
  filled->subject = nadi_session_logical_id (opened, patient);
  filled->id = visit->id != NULL ? g_strdup (visit->id) : nadi_random_uuid (self->random);
  g_mutex_lock (&self->status_lock);
  filled->clinic = g_strdup (self->clinic);
  filled->name = g_strdup (self->name);
  g_mutex_unlock (&self->status_lock);
  visit->id = filled->id;
  visit->patient = filled->subject;
  if (visit->organisation == NULL)
    visit->organisation = self->org;
  if (visit->organisation_name == NULL)
    visit->organisation_name = filled->clinic;
  if (visit->practitioner == NULL)
    visit->practitioner = self->staff;
  if (visit->practitioner_name == NULL)
    visit->practitioner_name = filled->name;
  if (visit->start == 0)
    visit->start = nadi_session_now (self);
  return TRUE;
}

static gboolean
write_all (NadiSession *self, const char *patient, GPtrArray *resources, GPtrArray *rows, GError **error)
{
  const NadiNewVersion about = { .patient = patient, .form = "case", .keep_typed = TRUE };

  for (guint i = 0; i < resources->len; i++)
    {
      NadiCacheRecord *row = NULL;

      if (!nadi_session_write_version (self, &about, g_ptr_array_index (resources, i), &row, error))
        return FALSE;
      g_ptr_array_add (rows, row);
    }
  return TRUE;
}

static gboolean
add_case (NadiSession *self, const char *patient, const NadiCase *visit, GPtrArray *infos, GError **error)
{
  g_autoptr (GPtrArray) resources = nadi_fhir_case_write (visit, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_cache_record_free);

  if (resources == NULL || !nadi_session_write_begin (self, error) ||
      !nadi_session_write_end (self, write_all (self, patient, resources, rows, error), error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (infos, nadi_session_info_of (self, g_ptr_array_index (rows, i), g_ptr_array_index (resources, i)));
  return TRUE;
}

char *
nadi_session_make_case_id (NadiSession *self, GError **error)
{
  char *id;

  if (!nadi_session_lock (self, error))
    return NULL;
  id = nadi_random_uuid (self->random);
  nadi_session_unlock (self);
  return id;
}

gboolean
nadi_session_add_case (NadiSession *self, const char *patient, const NadiCase *visit, char **id, GPtrArray **records, GError **error)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  Filled filled = { .visit = *visit };
  gboolean good;

  if (!nadi_session_lock_to_write (self, CLINICIANS, error))
    return FALSE;
  good = fill_case (self, patient, &filled, error) && add_case (self, patient, &filled.visit, infos, error);
  nadi_session_unlock (self);
  if (good && id != NULL)
    *id = g_steal_pointer (&filled.id);
  if (good && records != NULL)
    *records = g_steal_pointer (&infos);
  filled_clear (&filled);
  return good;
}
