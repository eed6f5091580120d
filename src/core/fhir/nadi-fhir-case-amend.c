/* A changed case, carried over to the records that it was read from. */
#include <string.h>

#include "nadi-fhir-case-private.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-patch.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-vital.h"

#define NOBODY (-1)
#define ITSELF (-1)

/* Where a vital sign was read: the record's place in `base`, and the component's in it (ITSELF: none). */
typedef struct
{
  gint record;
  gint component;
} Place;

typedef struct
{
  GPtrArray *base;           /* of NadiFhirResource: the Encounter and what points to it */
  NadiCase *before;
  NadiCase after;            /* members are borrowed */
  Place vitals[NADI_N_VITALS];
  gint notes;
  gint plan;
  GPtrArray *changes;
} Amendment;

void
nadi_fhir_change_free (NadiFhirChange *change)
{
  if (change == NULL)
    return;
  g_clear_pointer (&change->base, nadi_fhir_resource_unref);
  g_clear_pointer (&change->resource, nadi_fhir_resource_unref);
  g_free (change);
}

/* Takes resource. */
static void
add_change (Amendment *self, NadiFhirResource *base, NadiFhirResource *resource)
{
  NadiFhirChange *change = g_new0 (NadiFhirChange, 1);

  change->base = base != NULL ? nadi_fhir_resource_ref (base) : NULL;
  change->resource = resource;
  g_ptr_array_add (self->changes, change);
}

static gboolean
change_text (Amendment *self, NadiFhirResource *base, const char *before, const char *after, GError **error)
{
  NadiFhirResource *resource = nadi_fhir_patch (base, before, after, error);

  if (resource == NULL)
    return FALSE;
  if (resource == base)
    nadi_fhir_resource_unref (resource);
  else
    add_change (self, base, resource);
  return TRUE;
}

/* --- what the case was read from ---------------------------------------------------------------------------------- */

static NadiFhirResource *
find_base (Amendment *self, NadiFhirType type, const char *id)
{
  for (guint i = 0; i < self->base->len; i++)
    {
      NadiFhirResource *resource = self->base->pdata[i];

      if (nadi_fhir_resource_get_type (resource) == type && g_str_equal (nadi_fhir_resource_get_id (resource), id))
        return resource;
    }
  return NULL;
}

static gboolean
belongs (NadiFhirResource *resource, const char *id)
{
  const char *reference = nadi_fhir_resource_get_encounter (resource);
  g_autofree char *encounter = NULL;

  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_ENCOUNTER)
    return g_str_equal (nadi_fhir_resource_get_id (resource), id);
  encounter = reference != NULL ? nadi_fhir_reference_id (reference, NADI_FHIR_ENCOUNTER) : NULL;
  return g_strcmp0 (encounter, id) == 0;
}

static gboolean
collect (Amendment *self, const char *id, NadiFhirResource *const *resources, guint n, GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;

  for (guint i = 0; i < n; i++)
    if (belongs (resources[i], id) &&
        find_base (self, nadi_fhir_resource_get_type (resources[i]), nadi_fhir_resource_get_id (resources[i])) == NULL)
      g_ptr_array_add (self->base, resources[i]);
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) self->base->pdata, self->base->len);
  if (cases->len == 0)
    {
      g_set_error_literal (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_MISSING, "missing: Encounter");
      return FALSE;
    }
  self->before = nadi_case_ref (cases->pdata[0]);
  return TRUE;
}

static void
note_vital (Amendment *self, const NadiJsonValue *object, guint record, gint component)
{
  NadiVitalKind kind;
  NadiVital vital;

  if (nadi_fhir_read_vital (object, &kind, &vital))
    self->vitals[kind] = (Place) { (gint) record, component };
}

/* The same order and the same rules as reading has: the first notes and plan, the last of each vital sign. */
static void
note_places (Amendment *self)
{
  for (guint i = 0; i < NADI_N_VITALS; i++)
    self->vitals[i].record = NOBODY;
  self->notes = self->plan = NOBODY;
  for (guint i = 0; i < self->base->len; i++)
    {
      const NadiJsonValue *object = nadi_fhir_resource_get_object (self->base->pdata[i]);
      NadiFhirPart part = nadi_fhir_part_of (self->base->pdata[i], object, self->notes != NOBODY, self->plan != NOBODY);
      const NadiJsonValue *components = nadi_fhir_array (object, "component");

      if (part == NADI_FHIR_PART_NOTES)
        self->notes = (gint) i;
      else if (part == NADI_FHIR_PART_PLAN)
        self->plan = (gint) i;
      if (part != NADI_FHIR_PART_VITALS)
        continue;
      note_vital (self, object, i, ITSELF);
      for (guint j = 0; j < nadi_fhir_length (components); j++)
        note_vital (self, nadi_fhir_nth (components, j), i, (gint) j);
    }
}

/* --- vital signs, notes and plan ---------------------------------------------------------------------------------- */

static gint
kind_at (Amendment *self, guint record, gint component)
{
  for (gint kind = 0; kind < NADI_N_VITALS; kind++)
    if (self->vitals[kind].record == (gint) record && self->vitals[kind].component == component)
      return kind;
  return NOBODY;
}

/* A pressure that is new goes to the other one, where that stands in a panel. */
static gint
panel_of (Amendment *self, NadiVitalKind kind)
{
  NadiVitalKind other = kind == NADI_VITAL_SYSTOLIC ? NADI_VITAL_DIASTOLIC : NADI_VITAL_SYSTOLIC;

  if ((kind != NADI_VITAL_SYSTOLIC && kind != NADI_VITAL_DIASTOLIC) || self->vitals[kind].record != NOBODY ||
      self->vitals[other].component == ITSELF)
    return NOBODY;
  return self->vitals[other].record;
}

static void
put_components (Amendment *self, NadiJsonWriter *writer, guint record, guint n, const NadiCase *visit)
{
  nadi_json_name (writer, "component");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < n; i++)
    {
      gint kind = kind_at (self, record, (gint) i);

      if (kind != NOBODY && !visit->vitals.at[kind].known)
        {
          nadi_json_null (writer);
          continue;
        }
      nadi_json_begin_object (writer);
      if (kind != NOBODY)
        nadi_fhir_put_measured (writer, (NadiVitalKind) kind, &visit->vitals.at[kind]);
      nadi_json_end_object (writer);
    }
  for (guint kind = NADI_VITAL_SYSTOLIC; kind <= NADI_VITAL_DIASTOLIC; kind++)
    if (visit->vitals.at[kind].known && panel_of (self, (NadiVitalKind) kind) == (gint) record)
      {
        nadi_json_begin_object (writer);
        nadi_fhir_put_measured (writer, (NadiVitalKind) kind, &visit->vitals.at[kind]);
        nadi_json_end_object (writer);
      }
  nadi_json_end_array (writer);
}

/* The observation as the model would write it into this record's own form. */
static char *
draft_observation (Amendment *self, guint record, guint n_components, const NadiCase *visit)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gint kind = kind_at (self, record, ITSELF);

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "status", nadi_fhir_observation_status (visit));
  nadi_fhir_put_observed (writer, visit);
  if (kind != NOBODY && visit->vitals.at[kind].known)
    nadi_fhir_put_measured (writer, (NadiVitalKind) kind, &visit->vitals.at[kind]);
  if (n_components > 0)
    put_components (self, writer, record, n_components, visit);
  if (self->notes == (gint) record)
    nadi_fhir_put_text (writer, "valueString", visit->notes);
  if (self->plan == (gint) record)
    nadi_fhir_put_text (writer, "valueString", visit->plan);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

/* Something of the model was read from it, and the case has none of that any more, and nothing else is said in it. */
static gboolean
is_emptied (Amendment *self, guint record, guint n_components)
{
  gboolean held = FALSE, holds = FALSE;

  if (self->notes == (gint) record || self->plan == (gint) record)
    return !nadi_fhir_has_text (self->notes == (gint) record ? self->after.notes : self->after.plan);
  for (gint i = ITSELF; i < (gint) n_components; i++)
    {
      gint kind = kind_at (self, record, i);

      held |= kind != NOBODY;
      holds |= kind != NOBODY ? self->after.vitals.at[kind].known : i != ITSELF;
    }
  return held && !holds;
}

static gboolean
amend_observation (Amendment *self, guint record, GError **error)
{
  NadiFhirResource *base = self->base->pdata[record];
  const NadiJsonValue *object = nadi_fhir_resource_get_object (base);
  guint n = nadi_fhir_length (nadi_fhir_array (object, "component"));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (is_emptied (self, record, n))
    {
      add_change (self, base, NULL);
      return TRUE;
    }
  before = draft_observation (self, record, n, self->before);
  after = draft_observation (self, record, n, &self->after);
  return change_text (self, base, before, after, error);
}

static gboolean
amend_observations (Amendment *self, GError **error)
{
  for (guint i = 0; i < self->base->len; i++)
    {
      const NadiJsonValue *object = nadi_fhir_resource_get_object (self->base->pdata[i]);
      NadiFhirPart part = nadi_fhir_part_of (self->base->pdata[i], object, self->notes != (gint) i, self->plan != (gint) i);

      if (part >= NADI_FHIR_PART_VITALS && !amend_observation (self, i, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the other records -------------------------------------------------------------------------------------------- */

/* What stands in records of its own already is no part of the drafts. */
static GPtrArray *
draft (Amendment *self, const NadiCase *visit)
{
  NadiCase rest = *visit;

  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    if (self->vitals[kind].record != NOBODY || panel_of (self, (NadiVitalKind) kind) != NOBODY)
      rest.vitals.at[kind].known = FALSE;
  if (self->notes != NOBODY)
    rest.notes = NULL;
  if (self->plan != NOBODY)
    rest.plan = NULL;
  return nadi_fhir_case_draft (&rest);
}

static const NadiFhirDraft *
find_draft (GPtrArray *drafts, const NadiFhirDraft *like)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const NadiFhirDraft *other = drafts->pdata[i];

      if (other->type == like->type && g_str_equal (other->id, like->id))
        return other;
    }
  return NULL;
}

static gboolean
amend_draft (Amendment *self, GPtrArray *before, const NadiFhirDraft *draft, GError **error)
{
  NadiFhirResource *base = find_base (self, draft->type, draft->id);
  const NadiFhirDraft *was = find_draft (before, draft);
  NadiFhirResource *resource;

  if (base != NULL)
    return change_text (self, base, was != NULL ? was->text : "{}", draft->text, error);
  resource = nadi_fhir_resource_new (draft->text, strlen (draft->text), error);
  if (resource != NULL)
    add_change (self, NULL, resource);
  return resource != NULL;
}

static gboolean
amend_drafts (Amendment *self, GError **error)
{
  g_autoptr (GPtrArray) before = draft (self, self->before);
  g_autoptr (GPtrArray) after = draft (self, &self->after);

  for (guint i = 0; i < after->len; i++)
    if (find_draft (after, after->pdata[i]) == after->pdata[i] && !amend_draft (self, before, after->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < before->len; i++)
    {
      const NadiFhirDraft *was = before->pdata[i];

      if (find_draft (after, was) == NULL)
        add_change (self, find_base (self, was->type, was->id), NULL);
    }
  return TRUE;
}

/* What an amendment can't say stays. */
static void
fill_open (NadiCase *after, const NadiCase *before)
{
  after->patient = before->patient;
  if (after->start == 0)
    after->start = before->start;
  if (after->practitioner == NULL && after->practitioner_name == NULL)
    {
      after->practitioner = before->practitioner;
      after->practitioner_name = before->practitioner_name;
    }
  if (after->organisation == NULL && after->organisation_name == NULL)
    {
      after->organisation = before->organisation;
      after->organisation_name = before->organisation_name;
    }
}

GPtrArray *
nadi_fhir_case_amend (const NadiCase *visit, NadiFhirResource *const *resources, guint n, GError **error)
{
  g_autoptr (GPtrArray) base = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_change_free);
  g_autoptr (NadiCase) before = NULL;
  Amendment self = { .base = base, .after = *visit, .changes = changes };

  if (visit->id == NULL || !collect (&self, visit->id, resources, n, error))
    return NULL;
  before = self.before;
  fill_open (&self.after, before);
  note_places (&self);
  if (!amend_drafts (&self, error) || !amend_observations (&self, error))
    return NULL;
  return g_steal_pointer (&changes);
}
