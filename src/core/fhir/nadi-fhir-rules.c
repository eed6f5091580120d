/* Rules between elements: R4's invariants of severity "error" that a structure can be judged by alone. */
#include "nadi-fhir-check.h"

#include <string.h>

#include "nadi-fhir-time.h"

#define CONDITION_VERIFICATION "http://terminology.hl7.org/CodeSystem/condition-ver-status"
#define CONDITION_CLINICAL "http://terminology.hl7.org/CodeSystem/condition-clinical"
#define ALLERGY_VERIFICATION "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"

static gboolean
has (const NadiJsonValue *object, const char *member)
{
  return nadi_json_find (object, member) != NULL;
}

/* Any member of a choice: the base name with a type behind it. */
static gboolean
has_choice (const NadiJsonValue *object, const char *base)
{
  for (guint i = 0; i < object->n; i++)
    {
      const char *member = object->items[i].name;
      if (g_str_has_prefix (member, base) && g_ascii_isupper (member[strlen (base)]))
        return TRUE;
    }
  return FALSE;
}

/* per-1: start is not after end. Where one is less precise only what both say is compared. */
static const char *
check_period (const NadiJsonValue *object)
{
  const char *start = nadi_fhir_string (object, "start");
  const char *end = nadi_fhir_string (object, "end");
  gboolean start_has_time = FALSE, end_has_time = FALSE;
  gint64 from, to;

  if (start == NULL || end == NULL || !nadi_fhir_parse_date_time (start, &from, NULL, &start_has_time) ||
      !nadi_fhir_parse_date_time (end, &to, NULL, &end_has_time))
    return NULL;
  if (start_has_time && end_has_time)
    return from <= to ? NULL : "end";
  return strncmp (start, end, MIN (strcspn (start, "T"), strcspn (end, "T"))) <= 0 ? NULL : "end";
}

/* ext-1 */
static const char *
check_extension (const NadiJsonValue *object)
{
  return has (object, "extension") != has_choice (object, "value") ? NULL : "value[x]";
}

/* cpt-2 */
static const char *
check_contact_point (const NadiJsonValue *object)
{
  return has (object, "value") && !has (object, "system") ? "system" : NULL;
}

/* qty-3 */
static const char *
check_quantity (const NadiJsonValue *object)
{
  return has (object, "code") && !has (object, "system") ? "system" : NULL;
}

/* att-1 */
static const char *
check_attachment (const NadiJsonValue *object)
{
  return has (object, "data") && !has (object, "contentType") ? "contentType" : NULL;
}

static gboolean
is_negative (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && nadi_json_value_as_double (value) < 0;
}

/* tim-1, tim-2, tim-4, tim-5 */
static const char *
check_repeat (const NadiJsonValue *object)
{
  if (is_negative (object, "duration") || is_negative (object, "period"))
    return is_negative (object, "duration") ? "duration" : "period";
  if (has (object, "duration") && !has (object, "durationUnit"))
    return "durationUnit";
  return has (object, "period") && !has (object, "periodUnit") ? "periodUnit" : NULL;
}

/* pat-1 */
static const char *
check_patient_contact (const NadiJsonValue *object)
{
  gboolean reachable = has (object, "name") || has (object, "telecom") || has (object, "address") ||
                       has (object, "organization");

  return reachable ? NULL : "name";
}

/* org-1 */
static const char *
check_organization (const NadiJsonValue *object)
{
  return has (object, "identifier") || has (object, "name") ? NULL : "name";
}

/* obs-6 */
static const char *
check_observation (const NadiJsonValue *object)
{
  return has (object, "dataAbsentReason") && has_choice (object, "value") ? "dataAbsentReason" : NULL;
}

/* obs-3 */
static const char *
check_reference_range (const NadiJsonValue *object)
{
  return has (object, "low") || has (object, "high") || has (object, "text") ? NULL : "low";
}

/* con-4: what is abated is inactive, resolved or in remission; con-5: what was entered in error has no status. */
static const char *
check_condition (const NadiJsonValue *object)
{
  const NadiJsonValue *verification = nadi_fhir_object (object, "verificationStatus");
  const NadiJsonValue *clinical = nadi_fhir_object (object, "clinicalStatus");
  gboolean in_error = nadi_fhir_has_coding (verification, CONDITION_VERIFICATION, "entered-in-error");
  gboolean over = nadi_fhir_has_coding (clinical, CONDITION_CLINICAL, "inactive") ||
                  nadi_fhir_has_coding (clinical, CONDITION_CLINICAL, "resolved") ||
                  nadi_fhir_has_coding (clinical, CONDITION_CLINICAL, "remission");

  if (has_choice (object, "abatement") && !over)
    return "clinicalStatus";
  return in_error && clinical != NULL ? "clinicalStatus" : NULL;
}

/* ait-1, ait-2: a clinical status exactly unless the record was entered in error. */
static const char *
check_allergy (const NadiJsonValue *object)
{
  const NadiJsonValue *verification = nadi_fhir_object (object, "verificationStatus");
  gboolean in_error = nadi_fhir_has_coding (verification, ALLERGY_VERIFICATION, "entered-in-error");

  return in_error == has (object, "clinicalStatus") ? "clinicalStatus" : NULL;
}

static const struct
{
  const char *structure;
  const char *(*broken) (const NadiJsonValue *object); /* the element at fault, or NULL */
} rules[] = {
  { "AllergyIntolerance", check_allergy },
  { "Attachment", check_attachment },
  { "Condition", check_condition },
  { "ContactPoint", check_contact_point },
  { "Extension", check_extension },
  { "Observation", check_observation },
  { "Observation.component", check_observation },
  { "Observation.referenceRange", check_reference_range },
  { "Organization", check_organization },
  { "Patient.contact", check_patient_contact },
  { "Period", check_period },
  { "Quantity", check_quantity },
  { "Timing.repeat", check_repeat },
};

gboolean
nadi_fhir_check_rules (NadiFhirCheck *check, const char *structure, const NadiJsonValue *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const char *at_fault = g_str_equal (rules[i].structure, structure) ? rules[i].broken (object) : NULL;
      if (at_fault != NULL)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_INVARIANT, at_fault);
    }
  return TRUE;
}
