/* Withdrawing a case, and putting a contested one right. */
#include "nadi-session-case-whole.h"

#include "nadi-fhir-case.h"
#include "nadi-session-case-private.h"
#include "nadi-session-records.h"
#include "nadi-session-write.h"

#define CLINICIANS "doctor,nurse"

static const NadiOpened *
encounter_of (GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (parts, i);

      if (nadi_fhir_resource_get_type (one->resource) == NADI_FHIR_ENCOUNTER)
        return one;
    }
  return NULL;
}

/* --- withdrawing -------------------------------------------------------------------------------------------------- */

/* The case's notes as a record that says nothing but why. */
static NadiFhirResource *
reason_resource (const NadiOpened *encounter, const char *reason, GError **error)
{
  NadiFhirResource *one[] = { encounter->resource };
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read (one, 1);
  g_autoptr (GPtrArray) resources = NULL;
  NadiCase empty = { 0 };
  g_autoptr (NadiCase) parts = nadi_case_new ();
  const NadiCase *visit;

  if (cases->len == 0)
    {
      nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
      return NULL;
    }
  visit = g_ptr_array_index (cases, 0);
  empty = *parts;
  empty.id = visit->id;
  empty.patient = visit->patient;
  empty.start = visit->start;
  empty.practitioner = visit->practitioner;
  empty.practitioner_name = visit->practitioner_name;
  empty.notes = (char *) reason;
  resources = nadi_fhir_case_write (&empty, error);
  return resources != NULL ? nadi_fhir_resource_ref (g_ptr_array_index (resources, resources->len - 1)) : NULL;
}

/* Writes the reason over the notes that are there, and withdraws it. */
static gboolean
write_reason (NadiSession *self, const char *patient, GPtrArray *parts, NadiFhirResource *reason, GPtrArray *replaced, GError **error)
{
  NadiNewVersion about = { .patient = patient, .form = "case", .keep_typed = TRUE };
  g_autoptr (GPtrArray) heads = g_ptr_array_new ();
  g_autoptr (NadiCacheRecord) row = NULL;

  for (guint i = 0; i < parts->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (parts, i);

      if (nadi_fhir_resource_get_type (one->resource) != nadi_fhir_resource_get_type (reason) ||
          !g_str_equal (nadi_fhir_resource_get_id (one->resource), nadi_fhir_resource_get_id (reason)))
        continue;
      about.record = one->row->record;
      g_ptr_array_add (heads, one->row->version);
      g_ptr_array_add (replaced, one);
    }
  g_ptr_array_add (heads, NULL);
  about.replaces = heads->len > 1 ? (const char *const *) heads->pdata : NULL;
  return nadi_session_write_version (self, &about, reason, &row, error) && nadi_session_write_retraction (self, row, "case", error);
}

static gboolean
withdraw (NadiSession *self, const char *patient, GPtrArray *parts, NadiFhirResource *reason, GError **error)
{
  g_autoptr (GPtrArray) replaced = g_ptr_array_new ();

  if (reason != NULL && !write_reason (self, patient, parts, reason, replaced, error))
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (parts, i);

      if (!g_ptr_array_find (replaced, one, NULL) && !nadi_session_write_retraction (self, one->row, "case", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
retract (NadiSession *self, const char *patient, const char *id, const char *reason, GError **error)
{
  g_autoptr (GPtrArray) opened = nadi_session_open_current (self, patient, error);
  g_autoptr (GPtrArray) parts = opened != NULL ? nadi_session_case_parts (opened, id) : NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  const NadiOpened *encounter;

  if (opened == NULL)
    return FALSE;
  encounter = encounter_of (parts);
  if (encounter == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
  if (reason != NULL)
    {
      resource = reason_resource (encounter, reason, error);
      if (resource == NULL)
        return FALSE;
    }
  return nadi_session_write_begin (self, error) &&
         nadi_session_write_end (self, withdraw (self, patient, parts, resource, error), error);
}

gboolean
nadi_session_retract_case (NadiSession *self, const char *patient, const char *id, const char *reason, GError **error)
{
  gboolean good;

  if (!nadi_session_lock_to_write (self, CLINICIANS, error))
    return FALSE;
  good = retract (self, patient, id, reason, error);
  nadi_session_unlock (self);
  return good;
}

/* --- putting right ------------------------------------------------------------------------------------------------ */

/* One contested record: its current versions, oldest first, and the one that stands. */
static gboolean
settle (NadiSession *self, const char *patient, GPtrArray *heads, const char *const *side, GError **error)
{
  const NadiOpened *chosen = g_ptr_array_index (heads, 0);
  NadiNewVersion about = { .patient = patient, .form = "case", .keep_typed = TRUE };
  g_autoptr (GPtrArray) replaces = g_ptr_array_new ();

  for (guint i = 0; i < heads->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (heads, i);

      g_ptr_array_add (replaces, one->row->version);
      if (g_strv_contains (side, one->row->version))
        chosen = one;
    }
  g_ptr_array_add (replaces, NULL);
  about.record = chosen->row->record;
  about.replaces = (const char *const *) replaces->pdata;
  return nadi_session_write_version (self, &about, chosen->resource, NULL, error);
}

static GPtrArray *
heads_of (GPtrArray *parts, const char *record)
{
  GPtrArray *heads = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (parts, i);

      if (g_str_equal (one->row->record, record))
        g_ptr_array_add (heads, one);
    }
  return heads;
}

static gboolean
settle_all (NadiSession *self, const char *patient, GPtrArray *parts, const char *const *side, guint *settled, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < parts->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (parts, i);
      g_autoptr (GPtrArray) heads = heads_of (parts, one->row->record);

      if (heads->len < 2 || !g_hash_table_add (seen, one->row->record))
        continue;
      if (!settle (self, patient, heads, side, error))
        return FALSE;
      (*settled)++;
    }
  return *settled > 0 || nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "nothing of this case is contested", error);
}

gboolean
nadi_session_resolve_case (NadiSession *self, const char *patient, const char *id, const char *const *side, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  guint settled = 0;
  gboolean good = FALSE;

  if (!nadi_session_lock_to_write (self, CLINICIANS, error))
    return FALSE;
  opened = nadi_session_open_current (self, patient, error);
  if (opened != NULL)
    {
      parts = nadi_session_case_parts (opened, id);
      good = nadi_session_write_begin (self, error) &&
             nadi_session_write_end (self, settle_all (self, patient, parts, side, &settled, error), error);
    }
  nadi_session_unlock (self);
  return good;
}
