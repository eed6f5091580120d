/* Private to core/fhir: checks a parsed resource against the tables and the rules between elements. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "nadi-fhir-error.h"

/* A walk over one resource: the path of the element it stands on, for the message. */
typedef struct
{
  GString *path;
  GError **error;
} NadiFhirCheck;

/* type names one of the twelve resource types. Members that the standard does not know are passed over.
 * Error: one of NADI_FHIR_ERROR, with the element's path. */
gboolean nadi_fhir_check_resource (const char *type, JsonObject *resource, GError **error);

/* Sets the error to "<name of code>: <path>[.<element>]"; FALSE. */
gboolean nadi_fhir_refuse (NadiFhirCheck *check, NadiFhirError code, const char *element);

/* The rules between elements of one structure (R4's invariants of severity "error" that need no terminology). */
gboolean nadi_fhir_check_rules (NadiFhirCheck *check, const char *structure, JsonObject *object);

/* One primitive value; the format alone. */
gboolean nadi_fhir_check_primitive (NadiFhirCheck *check, guint primitive, JsonNode *node);

/* TRUE if a coding of the CodeableConcept has the system and one of the code. NULL concept: FALSE. */
gboolean nadi_fhir_has_coding (JsonObject *concept, const char *system, const char *code);

/* Members that may be missing or of another type: NULL then. */
JsonObject *nadi_fhir_object (JsonObject *object, const char *member);
JsonArray *nadi_fhir_array (JsonObject *object, const char *member);
const char *nadi_fhir_string (JsonObject *object, const char *member);
/* The n-th element, NULL if it is no object or there is none. */
JsonObject *nadi_fhir_nth (JsonArray *array, guint n);
guint nadi_fhir_length (JsonArray *array);
/* The strings of a checked list with `between` between them; NULL if there are none. (transfer full) */
char *nadi_fhir_join (JsonObject *object, const char *member, const char *between);
