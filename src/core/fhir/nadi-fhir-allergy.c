/* Allergies from and to records. */
#include "nadi-fhir-allergy.h"

#include <string.h>

#include "nadi-fhir-build.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-show.h"

#define CLINICAL NADI_FHIR_TERMINOLOGY "allergyintolerance-clinical"
#define VERIFICATION NADI_FHIR_TERMINOLOGY "allergyintolerance-verification"

static const char *const kinds[] = { NULL, "food", "medication", "environment", "biologic" };

static gboolean
is_over (const NadiJsonValue *object)
{
  const NadiJsonValue *clinical = nadi_fhir_object (object, "clinicalStatus");
  const NadiJsonValue *verification = nadi_fhir_object (object, "verificationStatus");

  return nadi_fhir_has_coding (clinical, CLINICAL, "resolved") || nadi_fhir_has_coding (clinical, CLINICAL, "inactive") ||
         nadi_fhir_has_coding (verification, VERIFICATION, "refuted") ||
         nadi_fhir_has_coding (verification, VERIFICATION, "entered-in-error");
}

static NadiAllergyKind
read_kind (const NadiJsonValue *object)
{
  const NadiJsonValue *categories = nadi_fhir_array (object, "category");
  const char *code = nadi_fhir_length (categories) > 0 && categories->items[0].kind == NADI_JSON_STRING ? categories->items[0].text : NULL;

  for (guint i = 1; code != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i], code))
        return (NadiAllergyKind) i;
    }
  return NADI_ALLERGY_KIND_UNKNOWN;
}

NadiAllergy *
nadi_fhir_allergy_read (const NadiFhirResource *resource)
{
  const NadiJsonValue *object, *reaction;
  NadiAllergy *allergy;
  gint32 day;

  if (nadi_fhir_resource_get_type (resource) != NADI_FHIR_ALLERGY_INTOLERANCE)
    return NULL;
  object = nadi_fhir_resource_get_object (resource);
  reaction = nadi_fhir_nth (nadi_fhir_array (object, "reaction"), 0);
  allergy = nadi_allergy_new ();
  allergy->id = g_strdup (nadi_fhir_resource_get_id (resource));
  allergy->patient = nadi_fhir_reference_id (nadi_fhir_resource_get_subject (resource), NADI_FHIR_PATIENT);
  allergy->substance = nadi_fhir_concept_text (nadi_fhir_object (object, "code"));
  if (allergy->substance == NULL)
    allergy->substance = nadi_fhir_concept_text (nadi_fhir_object (reaction, "substance"));
  if (allergy->substance == NULL)
    allergy->substance = g_strdup ("");
  allergy->reaction = nadi_fhir_concept_text (nadi_fhir_nth (nadi_fhir_array (reaction, "manifestation"), 0));
  allergy->kind = read_kind (object);
  allergy->high_risk = g_strcmp0 (nadi_fhir_string (object, "criticality"), "high") == 0;
  allergy->resolved = is_over (object);
  if (nadi_fhir_resource_get_day (resource, &day))
    nadi_date_from_day (day, &allergy->recorded);
  return allergy;
}

static void
put_reaction (NadiJsonWriter *writer, const char *reaction)
{
  if (!nadi_fhir_has_text (reaction))
    return;
  nadi_json_name (writer, "reaction");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  nadi_fhir_put_concepts (writer, "manifestation", NULL, NULL, NULL, reaction);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
}

NadiFhirResource *
nadi_fhir_allergy_write (const NadiAllergy *allergy, GError **error)
{
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_ALLERGY_INTOLERANCE, allergy->id);
  g_autofree char *recorded = nadi_date_to_text (&allergy->recorded);
  const char *const category[] = { kinds[allergy->kind], NULL };

  nadi_fhir_put_concept (writer, "clinicalStatus", CLINICAL, allergy->resolved ? "resolved" : "active", NULL, NULL);
  nadi_fhir_put_concept (writer, "verificationStatus", VERIFICATION, "confirmed", NULL, NULL);
  if (allergy->kind != NADI_ALLERGY_KIND_UNKNOWN)
    nadi_json_put_strings (writer, "category", category);
  nadi_json_put_string (writer, "criticality", allergy->high_risk ? "high" : "low");
  nadi_fhir_put_concept (writer, "code", NULL, NULL, NULL, allergy->substance);
  nadi_fhir_put_reference (writer, "patient", NADI_FHIR_PATIENT, allergy->patient, NULL);
  nadi_fhir_put_text (writer, "recordedDate", recorded);
  put_reaction (writer, allergy->reaction);
  return nadi_fhir_finish (writer, error);
}
