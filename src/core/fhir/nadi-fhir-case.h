/* A case and the records it is made of (FORMATS.md, "FHIR codes").
 *
 * Encounter: status, class AMB, participant ATND, period, reasonCode.text for the symptoms, the follow-up day as
 * extension https://nadihealth.org/fhir/StructureDefinition/follow-up. Condition per problem (category
 * encounter-diagnosis, ICD-10). Observation per vital sign (category vital-signs; blood pressure as panel 85354-9),
 * per result (category laboratory), for the notes (11506-3) and for the plan (18776-5). MedicationRequest per
 * prescription. All name the Encounter. */
#pragma once

#include "nadi-case.h"
#include "nadi-fhir-resource.h"

/* The records of a case, the Encounter first. visit->id, ->patient and ->start must be set. A part without id gets one
 * that follows from the case and the part's text, so that the same case gives the same bytes; parts that were read
 * from records keep theirs. Vital signs, notes and plan have ids that follow from the case alone: writing them again
 * replaces them. Errors: NADI_FHIR_ERROR. (element-type NadiFhirResource, transfer full) */
GPtrArray *nadi_fhir_case_write (const NadiCase *visit, GError **error);

/* The cases among n resources of one chart, newest first; parts stand in the order of the resources. What belongs to
 * no Encounter that is there is passed over, and so is a second version of an Encounter, notes or a plan. (element-type NadiCase, transfer full) */
GPtrArray *nadi_fhir_cases_read (NadiFhirResource *const *resources, guint n);

/* A Condition, Observation or MedicationRequest by itself, as a case without id that has this one part and starts on its day (start 0 if it
 * names none). NULL for every other type. (transfer full) */
NadiCase *nadi_fhir_part_read (const NadiFhirResource *resource);

/* One record that an amendment changes. */
typedef struct
{
  NadiFhirResource *base;     /* as it is; NULL: there is none yet */
  NadiFhirResource *resource; /* as it will be, with base's id; NULL: withdrawn */
} NadiFhirChange;

void nadi_fhir_change_free (NadiFhirChange *change);

/* What must be written so that the case that nadi_fhir_cases_read() makes of n resources of a chart becomes visit (of the same
 * id). A record changes only where visit says something else than was read from it; all that the model does not hold stays
 * as it is, digit for digit: members, further elements of lists, whole records that are no part of a NadiCase. When something
 * is changed, what says the same in another way goes with it, since it would say what was: the codings beside a text, a
 * comparator or an interpretation beside a value, a structured dose beside a dose's text, a narrative. A visit can't move to
 * another patient; a member that visit leaves open (practitioner, organisation, start) stays. Of two resources with one
 * type and id the first counts. Empty: nothing changes. Errors: NADI_FHIR_ERROR; _MISSING when the case is not among them.
 * (element-type NadiFhirChange, transfer full) */
GPtrArray *nadi_fhir_case_amend (const NadiCase *visit, NadiFhirResource *const *resources, guint n, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFhirChange, nadi_fhir_change_free)
