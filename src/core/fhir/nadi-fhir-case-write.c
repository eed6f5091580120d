/* From a case to its records: the Encounter and its problems. */
#include <string.h>

#include "nadi-fhir-case-private.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-time.h"

#define ACT_CODE NADI_FHIR_TERMINOLOGY "v3-ActCode"
#define PARTICIPATION NADI_FHIR_TERMINOLOGY "v3-ParticipationType"
#define CLINICAL NADI_FHIR_TERMINOLOGY "condition-clinical"
#define VERIFICATION NADI_FHIR_TERMINOLOGY "condition-ver-status"
#define CONDITION_CATEGORY NADI_FHIR_TERMINOLOGY "condition-category"

char *
nadi_fhir_part_id (NadiFhirCaseWriter *self, const char *own, const char *kind, const char *content)
{
  char *id = own != NULL ? g_strdup (own) : NULL;

  for (guint n = 0; id == NULL || (own == NULL && g_hash_table_contains (self->ids, id)); n++)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%u", self->visit->id, kind, content != NULL ? content : "", n);
      g_free (id);
      id = nadi_fhir_id_from_content (text, strlen (text));
    }
  g_hash_table_add (self->ids, g_strdup (id));
  return id;
}

void
nadi_fhir_add_draft (NadiFhirCaseWriter *self, NadiFhirType type, const char *id, NadiJsonWriter *writer)
{
  NadiFhirDraft *draft = g_new0 (NadiFhirDraft, 1);

  nadi_json_end_object (writer);
  draft->type = type;
  draft->id = g_strdup (id);
  draft->text = nadi_json_writer_finish (writer, NULL);
  nadi_json_writer_free (writer);
  g_ptr_array_add (self->drafts, draft);
}

static void
draft_free (gpointer data)
{
  NadiFhirDraft *draft = data;

  g_free (draft->id);
  g_free (draft->text);
  g_free (draft);
}

void
nadi_fhir_put_context (NadiJsonWriter *writer, const NadiCase *visit, const char *by, gboolean by_list)
{
  nadi_fhir_put_reference (writer, "subject", NADI_FHIR_PATIENT, visit->patient, NULL);
  nadi_fhir_put_reference (writer, "encounter", NADI_FHIR_ENCOUNTER, visit->id, NULL);
  if (!by_list)
    {
      nadi_fhir_put_reference (writer, by, NADI_FHIR_PRACTITIONER, visit->practitioner, visit->practitioner_name);
      return;
    }
  if (visit->practitioner == NULL && !nadi_fhir_has_text (visit->practitioner_name))
    return;
  nadi_json_name (writer, by);
  nadi_json_begin_array (writer);
  nadi_fhir_write_reference (writer, NADI_FHIR_PRACTITIONER, visit->practitioner, visit->practitioner_name);
  nadi_json_end_array (writer);
}

static void
put_participant (NadiJsonWriter *writer, const NadiCase *visit)
{
  if (visit->practitioner == NULL && !nadi_fhir_has_text (visit->practitioner_name))
    return;
  nadi_json_name (writer, "participant");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  nadi_fhir_put_concepts (writer, "type", PARTICIPATION, "ATND", "attender", NULL);
  nadi_fhir_put_reference (writer, "individual", NADI_FHIR_PRACTITIONER, visit->practitioner, visit->practitioner_name);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
}

static void
put_period (NadiJsonWriter *writer, const NadiCase *visit)
{
  nadi_json_name (writer, "period");
  nadi_json_begin_object (writer);
  nadi_fhir_put_time (writer, "start", visit->start);
  if (visit->end != 0)
    nadi_fhir_put_time (writer, "end", visit->end);
  nadi_json_end_object (writer);
}

static void
put_follow_up (NadiJsonWriter *writer, const NadiDate *date)
{
  g_autofree char *text = nadi_date_to_text (date);

  if (text == NULL)
    return;
  nadi_json_name (writer, "extension");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "url", NADI_FHIR_FOLLOW_UP);
  nadi_json_put_string (writer, "valueDate", text);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
}

static void
put_diagnoses (NadiJsonWriter *writer, const NadiCase *visit, const GPtrArray *ids)
{
  if (ids->len == 0)
    return;
  nadi_json_name (writer, "diagnosis");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < ids->len; i++)
    {
      nadi_json_begin_object (writer);
      nadi_fhir_put_reference (writer, "condition", NADI_FHIR_CONDITION, ids->pdata[i], NULL);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

static void
write_encounter (NadiFhirCaseWriter *self, const GPtrArray *problem_ids)
{
  const NadiCase *visit = self->visit;
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_ENCOUNTER, visit->id);
  const char *status = visit->in_error ? NADI_FHIR_ENTERED_IN_ERROR : visit->end != 0 ? "finished" : "in-progress";

  put_follow_up (writer, &visit->follow_up);
  nadi_json_put_string (writer, "status", status);
  nadi_json_name (writer, "class");
  nadi_fhir_write_coding (writer, ACT_CODE, "AMB", "ambulatory");
  if (nadi_fhir_has_text (visit->kind))
    nadi_fhir_put_concepts (writer, "type", NULL, NULL, NULL, visit->kind);
  nadi_fhir_put_reference (writer, "subject", NADI_FHIR_PATIENT, visit->patient, NULL);
  put_participant (writer, visit);
  put_period (writer, visit);
  if (nadi_fhir_has_text (visit->symptoms))
    nadi_fhir_put_concepts (writer, "reasonCode", NULL, NULL, NULL, visit->symptoms);
  put_diagnoses (writer, visit, problem_ids);
  nadi_fhir_put_reference (writer, "serviceProvider", NADI_FHIR_ORGANIZATION, visit->organisation, visit->organisation_name);
  nadi_fhir_add_draft (self, NADI_FHIR_ENCOUNTER, visit->id, writer);
}

static void
write_problem (NadiFhirCaseWriter *self, const NadiProblem *problem, const char *id)
{
  const NadiCase *visit = self->visit;
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_CONDITION, id);
  g_autofree char *onset = nadi_date_to_text (&problem->onset);

  if (!visit->in_error)
    nadi_fhir_put_concept (writer, "clinicalStatus", CLINICAL, problem->status == NADI_PROBLEM_RESOLVED ? "resolved" : "active", NULL, NULL);
  nadi_fhir_put_concept (writer, "verificationStatus", VERIFICATION, visit->in_error ? NADI_FHIR_ENTERED_IN_ERROR : "confirmed", NULL, NULL);
  nadi_fhir_put_concepts (writer, "category", CONDITION_CATEGORY, "encounter-diagnosis", "Encounter Diagnosis", NULL);
  nadi_fhir_put_concept (writer, "code", nadi_fhir_has_text (problem->code) ? NADI_FHIR_ICD10 : NULL, problem->code, NULL, problem->text);
  nadi_fhir_put_context (writer, visit, "recorder", FALSE);
  nadi_fhir_put_text (writer, "onsetDateTime", onset);
  nadi_fhir_put_time (writer, "recordedDate", visit->start);
  nadi_fhir_add_draft (self, NADI_FHIR_CONDITION, id, writer);
}

static void
note_id (NadiFhirCaseWriter *self, const char *id)
{
  if (id != NULL)
    g_hash_table_add (self->ids, g_strdup (id));
}

/* Ids that parts brought along are taken: no new part may get one of them. */
static void
note_own_ids (NadiFhirCaseWriter *self)
{
  const NadiCase *visit = self->visit;

  for (guint i = 0; i < visit->problems->len; i++)
    note_id (self, ((const NadiProblem *) visit->problems->pdata[i])->id);
  for (guint i = 0; i < visit->prescriptions->len; i++)
    note_id (self, ((const NadiPrescription *) visit->prescriptions->pdata[i])->id);
  for (guint i = 0; i < visit->results->len; i++)
    note_id (self, ((const NadiResult *) visit->results->pdata[i])->id);
}

static GPtrArray *
give_problem_ids (NadiFhirCaseWriter *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->visit->problems->len; i++)
    {
      const NadiProblem *problem = self->visit->problems->pdata[i];
      g_autofree char *content = g_strdup_printf ("%s\n%s", problem->code != NULL ? problem->code : "", problem->text);
      g_ptr_array_add (ids, nadi_fhir_part_id (self, problem->id, "problem", content));
    }
  return ids;
}

GPtrArray *
nadi_fhir_case_draft (const NadiCase *visit)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_free);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) problem_ids = NULL;
  NadiFhirCaseWriter self = { visit, drafts, ids };

  note_own_ids (&self);
  problem_ids = give_problem_ids (&self);
  write_encounter (&self, problem_ids);
  for (guint i = 0; i < problem_ids->len; i++)
    write_problem (&self, visit->problems->pdata[i], problem_ids->pdata[i]);
  nadi_fhir_write_observations (&self);
  nadi_fhir_write_prescriptions (&self);
  return drafts;
}

GPtrArray *
nadi_fhir_case_write (const NadiCase *visit, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  g_autoptr (GPtrArray) drafts = NULL;

  if (visit->id == NULL || !nadi_fhir_id_valid (visit->id))
    {
      g_set_error_literal (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_VALUE, "value: Encounter.id");
      return NULL;
    }
  drafts = nadi_fhir_case_draft (visit);
  for (guint i = 0; i < drafts->len; i++)
    {
      const NadiFhirDraft *draft = drafts->pdata[i];
      NadiFhirResource *resource = nadi_fhir_resource_new (draft->text, strlen (draft->text), error);

      if (resource == NULL)
        return NULL;
      g_ptr_array_add (records, resource);
    }
  return g_steal_pointer (&records);
}
