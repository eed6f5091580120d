/* Any file of resources: whatever is taken is taken again from its own bytes, and can be shown and read as a model. */
#include "nadi-fhir-allergy.h"
#include "nadi-fhir-bundle.h"
#include "nadi-fhir-case.h"
#include "nadi-fhir-describe.h"
#include "nadi-fhir-figures.h"
#include "nadi-fhir-patient.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
use_patient (const NadiFhirResource *resource)
{
  g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (resource, NULL);
  g_auto (GStrv) words = nadi_patient_search_words (patient);
  g_autoptr (NadiFhirResource) written = nadi_fhir_patient_write (patient, resource, NULL);

  g_assert_nonnull (words);
  if (written != NULL)
    g_assert_cmpstr (nadi_fhir_resource_get_id (written), ==, nadi_fhir_resource_get_id (resource));
}

static void
use_resource (NadiFhirResource *resource)
{
  gsize length;
  const char *json = g_bytes_get_data (nadi_fhir_resource_get_bytes (resource), &length);
  g_autoptr (NadiFhirResource) again = nadi_fhir_resource_new (json, length, NULL);
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiAllergy) allergy = nadi_fhir_allergy_read (resource);
  NadiFhirFigureDays days = NADI_FHIR_FIGURE_DAYS_INIT;

  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (nadi_fhir_resource_get_bytes (again), nadi_fhir_resource_get_bytes (resource)));
  g_assert_true (g_utf8_validate (summary->title, -1, NULL));
  g_assert_true (allergy == NULL || allergy->substance != NULL);
  nadi_fhir_take_figure (patient, resource, &days);
  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_PATIENT)
    use_patient (resource);
}

static void
use_cases (GPtrArray *resources)
{
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);

  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (GPtrArray) records = nadi_fhir_case_write (cases->pdata[i], NULL);
      g_assert_true (records == NULL || records->len > 0);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (NadiFhirBundle) bundle = nadi_fhir_bundle_open (bytes, NULL, NULL);
  g_autoptr (GPtrArray) resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);

  for (guint i = 0; bundle != NULL && i < nadi_fhir_bundle_get_length (bundle); i++)
    {
      g_autoptr (GError) error = NULL;
      NadiFhirResource *resource = nadi_fhir_bundle_read (bundle, i, &error);
      g_assert_true ((resource == NULL) == (error != NULL && error->domain == NADI_FHIR_ERROR));
      if (resource == NULL)
        continue;
      g_ptr_array_add (resources, resource);
      use_resource (resource);
    }
  use_cases (resources);
  return 0;
}
