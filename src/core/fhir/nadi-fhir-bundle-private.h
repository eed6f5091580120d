/* Private to core/fhir: the index of a file of resources. */
#pragma once

#include "nadi-fhir-bundle.h"
#include "nadi-fhir-raw.h"

#define NADI_FHIR_TYPE_NAME_LIMIT 40

typedef struct
{
  NadiFhirSpan resource;  /* start NULL if there is none */
  const char *type_name;  /* interned per bundle; "?" if it is none */
  char *id;               /* its own, its full URL's, or made from its content; NULL if it can't be named */
  char *full_url;         /* or NULL */
  gint refusal;           /* NADI_FHIR_ERROR_… known before it is parsed, or 0 */
  guint rank;             /* NadiFhirType; NADI_FHIR_N_TYPES for what is not taken */
} NadiFhirEntry;

struct _NadiFhirBundle
{
  GBytes *bytes;
  NadiFhirFormat format;
  GArray *entries;      /* of NadiFhirEntry, in the file's order */
  guint *order;         /* import order: index of the entry */
  GHashTable *by_url;   /* full URL to index + 1 */
  GHashTable *by_name;  /* "Type/id" to index + 1 */
  GHashTable *types;    /* the type names */
};

/* The base, type and id of "base/Type/id[/_history/…]", or the id of a urn:uuid: or urn:oid:. NULL if the address
 * names no id. (transfer full) */
char *nadi_fhir_full_url_id (const char *full_url, const char *type_name);

/* Appends an entry for a resource (start NULL if none). full_url is taken over. */
void nadi_fhir_bundle_add (NadiFhirBundle *bundle, NadiFhirSpan resource, char *full_url, gint refusal);

/* After the last: tells duplicates and settles the import order. */
void nadi_fhir_bundle_settle (NadiFhirBundle *bundle);
