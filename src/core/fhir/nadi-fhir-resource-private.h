/* Private to core/fhir: making a resource from a span of a larger text, and reading one again as a tree. */
#pragma once

#include "nadi-fhir-raw.h"
#include "nadi-fhir-resource.h"
#include "nadi-json-tree.h"

/* span holds one JSON value that nadi_json_scan() has accepted. id is for a resource without one of its own;
 * NULL makes one from the content. */
NadiFhirResource *nadi_fhir_resource_new_from_span (NadiFhirSpan span, const char *id, NadiFhirResolve resolve,
                                                    gpointer data, GError **error);

/* What it says, as the tree that was checked when it was made; only to be read, in any thread. (transfer none) */
const NadiJsonValue *nadi_fhir_resource_get_object (const NadiFhirResource *resource);

/* An id for content without one: version 8 UUID of the SHA-256 of the compact text. (transfer full) */
char *nadi_fhir_id_from_content (const char *text, gsize length);

gboolean nadi_fhir_id_valid (const char *id);

/* The earliest time of the resource's clinical event in ms; FALSE if none. */
gboolean nadi_fhir_event_time (NadiFhirType type, const NadiJsonValue *object, gint64 *time);
