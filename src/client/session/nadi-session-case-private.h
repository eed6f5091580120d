/* Private to client/session: which records a case is made of. */
#pragma once

#include "nadi-fhir-resource.h"

/* The Encounter itself, or what points to it. */
gboolean nadi_session_case_has (NadiFhirResource *resource, const char *id);
