/* Private to core/fhir: checks a parsed resource against the tables and the rules between elements. */
#pragma once

#include <glib.h>

#include "nadi-fhir-error.h"
#include "nadi-json-tree.h"

/* A walk over one resource: the path of the element it stands on, for the message. */
typedef struct
{
  GString *path;
  GError **error;
} NadiFhirCheck;

/* type names one of the twelve resource types. Members that the standard does not know are passed over.
 * Error: one of NADI_FHIR_ERROR, with the element's path. */
gboolean nadi_fhir_check_resource (const char *type, const NadiJsonValue *resource, GError **error);

/* Sets the error to "<name of code>: <path>[.<element>]"; FALSE. */
gboolean nadi_fhir_refuse (NadiFhirCheck *check, NadiFhirError code, const char *element);

/* The rules between elements of one structure (R4's invariants of severity "error" that need no terminology). */
gboolean nadi_fhir_check_rules (NadiFhirCheck *check, const char *structure, const NadiJsonValue *object);

/* One primitive value; the format alone. */
gboolean nadi_fhir_check_primitive (NadiFhirCheck *check, guint primitive, const NadiJsonValue *node);

/* TRUE if a coding of the CodeableConcept has the system and one of the code. NULL concept: FALSE. */
gboolean nadi_fhir_has_coding (const NadiJsonValue *concept, const char *system, const char *code);

/* Members that may be missing or of another kind: NULL then. */
const NadiJsonValue *nadi_fhir_object (const NadiJsonValue *object, const char *member);
const NadiJsonValue *nadi_fhir_array (const NadiJsonValue *object, const char *member);
const char *nadi_fhir_string (const NadiJsonValue *object, const char *member);
/* The n-th element, NULL if it is no object or there is none. */
const NadiJsonValue *nadi_fhir_nth (const NadiJsonValue *array, guint n);
guint nadi_fhir_length (const NadiJsonValue *array);
/* TRUE if it has a member that is true. */
gboolean nadi_fhir_is_true (const NadiJsonValue *object, const char *member);
/* The strings of a checked list with `between` between them; NULL if there are none. (transfer full) */
char *nadi_fhir_join (const NadiJsonValue *object, const char *member, const char *between);
