/* Private to core/fhir: what the writers of a case share. */
#pragma once

#include "nadi-fhir-build.h"
#include "nadi-fhir-case.h"

#define NADI_FHIR_NOTES "11506-3"
#define NADI_FHIR_PLAN "18776-5"
#define NADI_FHIR_ENTERED_IN_ERROR "entered-in-error"

/* A case on its way into records: the ids that its parts have or were given. */
typedef struct
{
  const NadiCase *visit;
  GPtrArray *records; /* of NadiFhirResource */
  GHashTable *ids;    /* used ids, owned */
} NadiFhirCaseWriter;

/* own, if there is one; else an id that follows from the case, the kind of part and its content, and that no other
 * part has. (transfer full) */
char *nadi_fhir_part_id (NadiFhirCaseWriter *self, const char *own, const char *kind, const char *content);

/* subject, encounter, and the practitioner under `by` (in a list if by_list). */
void nadi_fhir_put_context (NadiJsonWriter *writer, const NadiCase *visit, const char *by, gboolean by_list);

/* Each appends to the records; FALSE with error set. */
gboolean nadi_fhir_write_observations (NadiFhirCaseWriter *self, GError **error);
gboolean nadi_fhir_write_prescriptions (NadiFhirCaseWriter *self, GError **error);

/* Takes the resource if it is there. */
gboolean nadi_fhir_add_record (NadiFhirCaseWriter *self, NadiFhirResource *resource);
