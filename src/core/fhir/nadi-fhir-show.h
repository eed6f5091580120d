/* Private to core/fhir: any element as a short piece of text, with its type taken from the schema. */
#pragma once

#include <glib.h>

#include "nadi-fhir-schema.h"
#include "nadi-json-tree.h"

/* All give text that the caller owns, exactly as the source has it, or NULL if there is nothing to say. */

/* text, else a coding's display, else its code. */
char *nadi_fhir_concept_text (const NadiJsonValue *concept);
/* A decimal member as written by the shortest text that is the same double. */
char *nadi_fhir_number_text (const NadiJsonValue *object, const char *member);
/* The value[x] of an Observation or component, with its unit. */
char *nadi_fhir_value_text (const NadiJsonValue *object);
/* An element of a known shape; lists joined with ", ". */
char *nadi_fhir_element_text (const NadiFhirElement *element, const NadiJsonValue *node);
