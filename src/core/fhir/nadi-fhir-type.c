/* The twelve resource types and their names. */
#include "nadi-fhir-type.h"

static const char *const names[NADI_FHIR_N_TYPES] = {
  [NADI_FHIR_PATIENT] = "Patient",
  [NADI_FHIR_ORGANIZATION] = "Organization",
  [NADI_FHIR_PRACTITIONER] = "Practitioner",
  [NADI_FHIR_ENCOUNTER] = "Encounter",
  [NADI_FHIR_CONDITION] = "Condition",
  [NADI_FHIR_ALLERGY_INTOLERANCE] = "AllergyIntolerance",
  [NADI_FHIR_PROCEDURE] = "Procedure",
  [NADI_FHIR_IMMUNIZATION] = "Immunization",
  [NADI_FHIR_OBSERVATION] = "Observation",
  [NADI_FHIR_MEDICATION_REQUEST] = "MedicationRequest",
  [NADI_FHIR_DIAGNOSTIC_REPORT] = "DiagnosticReport",
  [NADI_FHIR_DOCUMENT_REFERENCE] = "DocumentReference",
};

const char *
nadi_fhir_type_name (NadiFhirType type)
{
  g_return_val_if_fail ((guint) type < NADI_FHIR_N_TYPES, NULL);
  return names[type];
}

gboolean
nadi_fhir_type_from_name (const char *name, NadiFhirType *type)
{
  for (guint i = 0; name != NULL && i < NADI_FHIR_N_TYPES; i++)
    {
      if (g_str_equal (names[i], name))
        {
          *type = (NadiFhirType) i;
          return TRUE;
        }
    }
  return FALSE;
}
