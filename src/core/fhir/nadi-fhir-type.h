/* The twelve resource types of FHIR R4 (4.0.1) that Nadi keeps. */
#pragma once

#include <glib.h>

/* In the order in which an import writes them: whoever is pointed to comes before who points. */
typedef enum
{
  NADI_FHIR_PATIENT,
  NADI_FHIR_ORGANIZATION,
  NADI_FHIR_PRACTITIONER,
  NADI_FHIR_ENCOUNTER,
  NADI_FHIR_CONDITION,
  NADI_FHIR_ALLERGY_INTOLERANCE,
  NADI_FHIR_PROCEDURE,
  NADI_FHIR_IMMUNIZATION,
  NADI_FHIR_OBSERVATION,
  NADI_FHIR_MEDICATION_REQUEST,
  NADI_FHIR_DIAGNOSTIC_REPORT,
  NADI_FHIR_DOCUMENT_REFERENCE,
} NadiFhirType;

#define NADI_FHIR_N_TYPES 12

/* "Patient", …; static. */
const char *nadi_fhir_type_name (NadiFhirType type);
gboolean nadi_fhir_type_from_name (const char *name, NadiFhirType *type);
