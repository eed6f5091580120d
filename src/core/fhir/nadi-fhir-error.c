/* The error domain of core/fhir and the names of its refusals. */
#include "nadi-fhir-error.h"

G_DEFINE_QUARK (nadi-fhir-error-quark, nadi_fhir_error)

const char *
nadi_fhir_error_name (gint code)
{
  static const char *const names[] = {
    "json",  "too-large", "no-resource", "type-not-kept", "missing",   "type",   "value",       "date",
    "code",  "choice",    "empty",       "invariant",     "duplicate", "method", "bundle-type", "subject",
  };
  guint index = ((guint) code & 0xFF) - 1;

  return index < G_N_ELEMENTS (names) ? names[index] : "unknown";
}
