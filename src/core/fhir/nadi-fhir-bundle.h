/* A file of FHIR resources: a Bundle, one resource, or NDJSON (bulk data), read one resource at a time.
 *
 * Opening scans the text once and keeps an index of where each resource lies; no tree of the whole is built. The
 * resources come in the order in which an import writes them: patients, organisations, practitioners, then what
 * points to them (NadiFhirType), and what can't be taken last; within a type in the file's order. References
 * between resources of the file become "Type/id" (from urn:uuid:…, urn:oid:… or the full address of an entry);
 * conditional references ("Practitioner?identifier=…") and everything else stay. The same file gives the same
 * bytes every time. Nothing is ever fetched. After opening, any number of threads may read. */
#pragma once

#include <glib.h>

#include "nadi-fhir-resource.h"

typedef enum
{
  NADI_FHIR_FORMAT_BUNDLE,
  NADI_FHIR_FORMAT_RESOURCE,
  NADI_FHIR_FORMAT_NDJSON,
} NadiFhirFormat;

/* Zero means the default. */
typedef struct
{
  gsize max_bytes;   /* of the file; default 1 GiB */
  guint max_entries; /* default 100,000 */
} NadiFhirLimits;

typedef struct _NadiFhirBundle NadiFhirBundle;

/* bytes is referenced and must not change (a mapped file is fine). limits may be NULL. A byte-order mark is
 * passed over. Bundles of type transaction, batch, collection, searchset and document are taken.
 * Errors, for the file as a whole: NADI_FHIR_ERROR_JSON, _TOO_LARGE, _NO_RESOURCE, _BUNDLE_TYPE, _TYPE. */
NadiFhirBundle *nadi_fhir_bundle_open (GBytes *bytes, const NadiFhirLimits *limits, GError **error);
void nadi_fhir_bundle_free (NadiFhirBundle *bundle);

NadiFhirFormat nadi_fhir_bundle_get_format (const NadiFhirBundle *bundle);
/* How many there are, with those that will be refused: position runs from 0 to this - 1. */
guint nadi_fhir_bundle_get_length (const NadiFhirBundle *bundle);

/* The resource at a position of the import order, or why it is not taken. A refusal concerns this one alone.
 * Errors: NADI_FHIR_ERROR. (transfer full) */
NadiFhirResource *nadi_fhir_bundle_read (const NadiFhirBundle *bundle, guint position, GError **error);

/* What the resource calls itself ("Claim"), "?" if that is no type's name. Static for the bundle's life. */
const char *nadi_fhir_bundle_get_type_name (const NadiFhirBundle *bundle, guint position);
/* Its place in the file from 0: the entry or the line. */
guint nadi_fhir_bundle_get_index (const NadiFhirBundle *bundle, guint position);
/* The base address that its full URL names ("http://example.org/fhir"), NULL if it names none. (transfer full) */
char *nadi_fhir_bundle_get_source (const NadiFhirBundle *bundle, guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFhirBundle, nadi_fhir_bundle_free)
