/* Private to client/session: which records a case is made of. */
#pragma once

#include "nadi-fhir-resource.h"

/* Array of NadiFhirResource of those that could be opened; opened (of NadiOpened) goes on to own them. */
GPtrArray *nadi_session_resources_of (GPtrArray *opened);
/* The Encounter itself, or what points to it. */
gboolean nadi_session_case_has (NadiFhirResource *resource, const char *id);

/* Of opened, an array of NadiOpened, those that could be read and are the case's. They stay opened's. (transfer container) */
GPtrArray *nadi_session_case_parts (GPtrArray *opened, const char *id);
