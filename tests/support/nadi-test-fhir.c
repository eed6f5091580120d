/* Taken and refused. */
#include "nadi-test-fhir.h"

#include <string.h>

NadiFhirResource *
nadi_test_fhir_take (const char *json)
{
  g_autoptr (GError) error = NULL;
  NadiFhirResource *resource = nadi_fhir_resource_new (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_nonnull (resource);
  return resource;
}

void
nadi_test_fhir_refused (const char *json, gint code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_resource_new (json, strlen (json), &error));
  g_assert_error (error, NADI_FHIR_ERROR, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}
