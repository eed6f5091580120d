/* References and source keys: text of the form [base/]Type/id[/_history/version]. */
#include <string.h>

#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-resource.h"

#define HISTORY "/_history/"

char *
nadi_fhir_reference_id (const char *reference, NadiFhirType type)
{
  g_autofree char *prefix = g_strdup_printf ("%s/", nadi_fhir_type_name (type));
  const char *history = strstr (reference, HISTORY);
  gsize length = history != NULL ? (gsize) (history - reference) : strlen (reference);
  g_autofree char *plain = g_strndup (reference, length);
  const char *slash = strrchr (plain, '/');
  gsize before = slash != NULL ? (gsize) (slash + 1 - plain) : 0;
  const char *start;

  if (before < strlen (prefix) || !nadi_fhir_id_valid (slash + 1))
    return NULL;
  start = plain + before - strlen (prefix);
  if (!g_str_has_prefix (start, prefix) || (start > plain && start[-1] != '/'))
    return NULL;
  return g_strdup (slash + 1);
}

char *
nadi_fhir_source_key (NadiFhirType type, const char *id, const char *source)
{
  return g_strdup_printf ("%s%s%s/%s", source != NULL ? source : "", source != NULL ? "|" : "",
                          nadi_fhir_type_name (type), id);
}
