/* Private to core/fhir: what the writers of a case share. */
#pragma once


#include "nadi-fhir-build.h"
#include "nadi-fhir-case.h"
#include "nadi-json-tree.h"

#define NADI_FHIR_NOTES "11506-3"
#define NADI_FHIR_PLAN "18776-5"
#define NADI_FHIR_ENTERED_IN_ERROR "entered-in-error"

/* A record of a case as the model alone would write it; not checked yet. */
typedef struct
{
  NadiFhirType type;
  char *id;
  char *text; /* compact JSON */
} NadiFhirDraft;

/* A case on its way into records: the ids that its parts have or were given. */
typedef struct
{
  const NadiCase *visit;
  GPtrArray *drafts; /* of NadiFhirDraft */
  GHashTable *ids;   /* used ids, owned */
} NadiFhirCaseWriter;

/* All records of a case, the Encounter first. visit->id must be set. (element-type NadiFhirDraft, transfer full) */
GPtrArray *nadi_fhir_case_draft (const NadiCase *visit);

/* own, if there is one; else an id that follows from the case, the kind of part and its content, and that no other
 * part has. (transfer full) */
char *nadi_fhir_part_id (NadiFhirCaseWriter *self, const char *own, const char *kind, const char *content);

/* subject, encounter, and the practitioner under `by` (in a list if by_list). */
void nadi_fhir_put_context (NadiJsonWriter *writer, const NadiCase *visit, const char *by, gboolean by_list);
/* Of an Observation: the same, and when. */
void nadi_fhir_put_observed (NadiJsonWriter *writer, const NadiCase *visit);
/* code and valueQuantity of a vital sign. */
void nadi_fhir_put_measured (NadiJsonWriter *writer, NadiVitalKind kind, const NadiVital *vital);
/* An Observation's status in this case; static. */
const char *nadi_fhir_observation_status (const NadiCase *visit);

/* Each appends to the drafts. */
void nadi_fhir_write_observations (NadiFhirCaseWriter *self);
void nadi_fhir_write_prescriptions (NadiFhirCaseWriter *self);

/* Ends the object and keeps it. Takes the writer. */
void nadi_fhir_add_draft (NadiFhirCaseWriter *self, NadiFhirType type, const char *id, NadiJsonWriter *writer);

/* What a record of a case is to the model. */
typedef enum
{
  NADI_FHIR_PART_NONE, /* nothing of it is in a NadiCase */
  NADI_FHIR_PART_PROBLEM,
  NADI_FHIR_PART_PRESCRIPTION,
  NADI_FHIR_PART_RESULT,
  NADI_FHIR_PART_VITALS, /* from here on: without a place for an id in the model */
  NADI_FHIR_PART_NOTES,
  NADI_FHIR_PART_PLAN,
} NadiFhirPart;

/* object is resource's tree. has_notes, has_plan: they were met before; further ones are results. */
NadiFhirPart nadi_fhir_part_of (const NadiFhirResource *resource, const NadiJsonValue *object, gboolean has_notes, gboolean has_plan);
