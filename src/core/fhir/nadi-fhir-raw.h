/* Private to core/fhir: walks JSON text without building a tree, so that numbers stay digit for digit and a
 * large bundle costs one index entry per resource.
 *
 * Only for text that nadi_json_scan() has accepted; even so no step leaves the span. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *start;
  const char *end;
} NadiFhirSpan;

/* What a walk through an object or array has left. */
typedef struct
{
  const char *at;
  const char *end;
} NadiFhirWalk;

/* The value without the white space around it. */
NadiFhirSpan nadi_fhir_span_trim (NadiFhirSpan span);
/* FALSE unless span is an object (array). */
gboolean nadi_fhir_walk_object (NadiFhirSpan span, NadiFhirWalk *walk);
gboolean nadi_fhir_walk_array (NadiFhirSpan span, NadiFhirWalk *walk);
/* name is the text between the quotes, as it stands. */
gboolean nadi_fhir_next_member (NadiFhirWalk *walk, NadiFhirSpan *name, NadiFhirSpan *value);
gboolean nadi_fhir_next_element (NadiFhirWalk *walk, NadiFhirSpan *value);

/* TRUE if a member's name, unescaped, is the given ASCII name. */
gboolean nadi_fhir_span_is_name (NadiFhirSpan name, const char *expected);
/* The unescaped text of a string value, NULL for any other value. (transfer full) */
char *nadi_fhir_span_string (NadiFhirSpan value);

/* Told each reference of a resource; gives the one to write instead, or NULL to keep it. (transfer full) */
typedef char *(*NadiFhirResolve) (const char *reference, gpointer data);

/* The value is an object that has a member of that name. */
gboolean nadi_fhir_span_has (NadiFhirSpan value, const char *name);

/* Writes the object compactly: no white space outside strings, everything else byte for byte, except that a
 * member "reference" gets what resolve says. If id is not NULL and the object has no "id" of its own, it is put
 * behind resourceType. references, if given, gets each reference once, as written. NULL unless value is an
 * object with a resourceType first or later. (transfer full) */
GString *nadi_fhir_compact (NadiFhirSpan value, const char *id, NadiFhirResolve resolve, gpointer data, GPtrArray *references);
