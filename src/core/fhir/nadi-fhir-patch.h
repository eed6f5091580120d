/* Private to core/fhir: carries a change of the model over to a resource that holds more than the model.
 *
 * before and after are what the model writes for the resource as it was read, and as it shall be: two JSON objects in the
 * model's own form. Where they are equal, base stays byte for byte; where they differ, base gets what after says. Elements of
 * lists go by their place, save extensions (by url) and diagnoses (by the condition's id); a null in a list of the model
 * stands for "nothing at this place". */
#pragma once

#include "nadi-fhir-resource.h"

/* base itself (a new reference) if nothing changes. Errors: NADI_FHIR_ERROR. (transfer full) */
NadiFhirResource *nadi_fhir_patch (NadiFhirResource *base, const char *before, const char *after, GError **error);
