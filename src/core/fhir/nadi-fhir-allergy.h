/* NadiAllergy and the FHIR resource AllergyIntolerance, both ways. */
#pragma once

#include "nadi-allergy.h"
#include "nadi-fhir-resource.h"

/* NULL if the resource is no AllergyIntolerance. (transfer full) */
NadiAllergy *nadi_fhir_allergy_read (const NadiFhirResource *resource);

/* id, patient and substance must be set. Errors: NADI_FHIR_ERROR. */
NadiFhirResource *nadi_fhir_allergy_write (const NadiAllergy *allergy, GError **error);
