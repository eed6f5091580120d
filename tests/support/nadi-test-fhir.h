/* Resources that must be taken, and such as must not. */
#pragma once

#include "nadi-fhir-resource.h"

/* A resource that must be taken. (transfer full) */
NadiFhirResource *nadi_test_fhir_take (const char *json);
/* Asserts that it is not, with this NADI_FHIR_ERROR_… and message (NULL: any). */
void nadi_test_fhir_refused (const char *json, gint code, const char *message);
