/* From records to cases: each Encounter is one, and what points to it is part of it. */
#include <string.h>

#include "nadi-fhir-case-private.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-show.h"
#include "nadi-fhir-time.h"
#include "nadi-fhir-vital.h"

static gint64
read_time (const char *text)
{
  gint64 time;

  return text != NULL && nadi_fhir_parse_date_time (text, &time, NULL, NULL) ? time : 0;
}

/* "Practitioner/7" gives "7"; what can't be an id of that type stays NULL. */
static char *
read_id (const NadiJsonValue *reference, NadiFhirType type)
{
  const char *text = nadi_fhir_string (reference, "reference");

  return text != NULL ? nadi_fhir_reference_id (text, type) : NULL;
}

static void
read_follow_up (const NadiJsonValue *object, NadiDate *date)
{
  const NadiJsonValue *extensions = nadi_fhir_array (object, "extension");

  for (guint i = 0; i < nadi_fhir_length (extensions); i++)
    {
      const NadiJsonValue *extension = nadi_fhir_nth (extensions, i);
      const char *value = nadi_fhir_string (extension, "valueDate");
      if (value != NULL && g_strcmp0 (nadi_fhir_string (extension, "url"), NADI_FHIR_FOLLOW_UP) == 0)
        nadi_date_parse (value, date, NULL);
    }
}

static NadiCase *
read_encounter (const NadiFhirResource *resource, const NadiJsonValue *object)
{
  NadiCase *visit = nadi_case_new ();
  const NadiJsonValue *period = nadi_fhir_object (object, "period");
  const NadiJsonValue *doctor = nadi_fhir_object (nadi_fhir_nth (nadi_fhir_array (object, "participant"), 0), "individual");
  const NadiJsonValue *provider = nadi_fhir_object (object, "serviceProvider");

  visit->id = g_strdup (nadi_fhir_resource_get_id (resource));
  visit->patient = read_id (nadi_fhir_object (object, "subject"), NADI_FHIR_PATIENT);
  visit->start = read_time (nadi_fhir_string (period, "start"));
  visit->end = read_time (nadi_fhir_string (period, "end"));
  visit->in_error = g_strcmp0 (nadi_fhir_string (object, "status"), NADI_FHIR_ENTERED_IN_ERROR) == 0;
  visit->practitioner = read_id (doctor, NADI_FHIR_PRACTITIONER);
  visit->practitioner_name = g_strdup (nadi_fhir_string (doctor, "display"));
  visit->organisation = read_id (provider, NADI_FHIR_ORGANIZATION);
  visit->organisation_name = g_strdup (nadi_fhir_string (provider, "display"));
  visit->kind = nadi_fhir_concept_text (nadi_fhir_nth (nadi_fhir_array (object, "type"), 0));
  visit->symptoms = nadi_fhir_concept_text (nadi_fhir_nth (nadi_fhir_array (object, "reasonCode"), 0));
  read_follow_up (object, &visit->follow_up);
  return visit;
}

static void
read_onset (const NadiJsonValue *object, NadiDate *onset)
{
  const char *text = nadi_fhir_string (object, "onsetDateTime");
  g_autofree char *date = text != NULL ? g_strndup (text, strcspn (text, "T")) : NULL;

  if (date != NULL)
    nadi_date_parse (date, onset, NULL);
}

static void
read_problem (NadiCase *visit, const NadiFhirResource *resource, const NadiJsonValue *object)
{
  NadiProblem *problem = nadi_case_add_problem (visit);
  const NadiJsonValue *code = nadi_fhir_object (object, "code");
  const NadiJsonValue *status = nadi_fhir_object (object, "clinicalStatus");
  const NadiJsonValue *codings = nadi_fhir_array (code, "coding");
  static const char clinical[] = NADI_FHIR_TERMINOLOGY "condition-clinical";

  problem->id = g_strdup (nadi_fhir_resource_get_id (resource));
  problem->text = nadi_fhir_concept_text (code);
  if (problem->text == NULL)
    problem->text = g_strdup ("");
  for (guint i = 0; i < nadi_fhir_length (codings) && problem->code == NULL; i++)
    {
      const NadiJsonValue *coding = nadi_fhir_nth (codings, i);
      if (g_strcmp0 (nadi_fhir_string (coding, "system"), NADI_FHIR_ICD10) == 0)
        problem->code = g_strdup (nadi_fhir_string (coding, "code"));
    }
  if (nadi_fhir_has_coding (status, clinical, "resolved") || nadi_fhir_has_coding (status, clinical, "inactive") ||
      nadi_fhir_has_coding (status, clinical, "remission"))
    problem->status = NADI_PROBLEM_RESOLVED;
  read_onset (object, &problem->onset);
}

static guint
read_count (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *found = nadi_json_find (object, member);
  double value = found != NULL ? nadi_json_value_as_double (found) : 0;

  return value > 0 && value < 10000 ? (guint) value : 0;
}

static void
read_prescription (NadiCase *visit, const NadiFhirResource *resource, const NadiJsonValue *object)
{
  NadiPrescription *line = nadi_case_add_prescription (visit);
  const NadiJsonValue *dosage = nadi_fhir_nth (nadi_fhir_array (object, "dosageInstruction"), 0);
  const NadiJsonValue *repeat = nadi_fhir_object (nadi_fhir_object (dosage, "timing"), "repeat");
  const NadiJsonValue *bounds = nadi_fhir_object (repeat, "boundsDuration");
  const NadiJsonValue *reference = nadi_fhir_object (object, "medicationReference");
  const char *status = nadi_fhir_string (object, "status");

  line->id = g_strdup (nadi_fhir_resource_get_id (resource));
  line->medicine = reference != NULL ? g_strdup (nadi_fhir_string (reference, "display"))
                                     : nadi_fhir_concept_text (nadi_fhir_object (object, "medicationCodeableConcept"));
  line->dose = g_strdup (nadi_fhir_string (dosage, "text"));
  if (g_strcmp0 (nadi_fhir_string (repeat, "periodUnit"), "d") == 0 && read_count (repeat, "period") == 1)
    line->times_per_day = read_count (repeat, "frequency");
  if (g_strcmp0 (nadi_fhir_string (bounds, "code"), "d") == 0)
    line->days = read_count (bounds, "value");
  line->as_needed = nadi_fhir_is_true (dosage, "asNeededBoolean");
  line->stopped = g_strcmp0 (status, "active") != 0 && g_strcmp0 (status, "on-hold") != 0 && g_strcmp0 (status, "draft") != 0;
}

static gboolean
is_category (const NadiJsonValue *object, const char *code)
{
  const NadiJsonValue *categories = nadi_fhir_array (object, "category");

  for (guint i = 0; i < nadi_fhir_length (categories); i++)
    {
      if (nadi_fhir_has_coding (nadi_fhir_nth (categories, i), NADI_FHIR_CATEGORY, code))
        return TRUE;
    }
  return FALSE;
}

static void
read_result (NadiCase *visit, const NadiFhirResource *resource, const NadiJsonValue *object)
{
  NadiResult *result = nadi_case_add_result (visit);
  const NadiJsonValue *quantity = nadi_fhir_object (object, "valueQuantity");
  static const char system[] = NADI_FHIR_TERMINOLOGY "v3-ObservationInterpretation";
  const NadiJsonValue *interpretations = nadi_fhir_array (object, "interpretation");

  result->id = g_strdup (nadi_fhir_resource_get_id (resource));
  result->text = nadi_fhir_concept_text (nadi_fhir_object (object, "code"));
  result->code = g_strdup (nadi_fhir_loinc (nadi_fhir_object (object, "code")));
  result->value = quantity != NULL ? nadi_fhir_number_text (quantity, "value") : nadi_fhir_value_text (object);
  result->unit = g_strdup (quantity != NULL && nadi_fhir_string (quantity, "code") == NULL ? nadi_fhir_string (quantity, "unit")
                                                                                          : nadi_fhir_string (quantity, "code"));
  for (guint i = 0; i < nadi_fhir_length (interpretations); i++)
    {
      const NadiJsonValue *interpretation = nadi_fhir_nth (interpretations, i);
      if (interpretation != NULL && !nadi_fhir_has_coding (interpretation, system, "N"))
        result->abnormal = TRUE;
    }
}

/* Vital signs of any category but the laboratory's: a glucose from there is a result. */
static NadiFhirPart
part_of_observation (const NadiJsonValue *object, gboolean has_notes, gboolean has_plan)
{
  const char *loinc = nadi_fhir_loinc (nadi_fhir_object (object, "code"));
  NadiVitals vitals = { 0 };

  if (nadi_fhir_string (object, "valueString") != NULL && g_strcmp0 (loinc, NADI_FHIR_NOTES) == 0 && !has_notes)
    return NADI_FHIR_PART_NOTES;
  if (nadi_fhir_string (object, "valueString") != NULL && g_strcmp0 (loinc, NADI_FHIR_PLAN) == 0 && !has_plan)
    return NADI_FHIR_PART_PLAN;
  return is_category (object, "laboratory") || !nadi_fhir_take_vitals (&vitals, object) ? NADI_FHIR_PART_RESULT : NADI_FHIR_PART_VITALS;
}

NadiFhirPart
nadi_fhir_part_of (const NadiFhirResource *resource, const NadiJsonValue *object, gboolean has_notes, gboolean has_plan)
{
  switch (nadi_fhir_resource_get_type (resource))
    {
    case NADI_FHIR_CONDITION:
      return NADI_FHIR_PART_PROBLEM;
    case NADI_FHIR_OBSERVATION:
      return part_of_observation (object, has_notes, has_plan);
    case NADI_FHIR_MEDICATION_REQUEST:
      return NADI_FHIR_PART_PRESCRIPTION;
    default:
      return NADI_FHIR_PART_NONE;
    }
}

/* texts: ids of the records that notes and plans were read from. Another version of one of them says the same thing in other words, and is no
 * result beside it. */
static void
read_part (NadiCase *visit, const NadiFhirResource *resource, GHashTable *texts)
{
  const NadiJsonValue *object = nadi_fhir_resource_get_object (resource);
  NadiFhirPart part = nadi_fhir_part_of (resource, object, visit->notes != NULL, visit->plan != NULL);

  if (g_hash_table_contains (texts, nadi_fhir_resource_get_id (resource)))
    return;
  if (part == NADI_FHIR_PART_NOTES || part == NADI_FHIR_PART_PLAN)
    g_hash_table_add (texts, (gpointer) nadi_fhir_resource_get_id (resource));
  switch (part)
    {
    case NADI_FHIR_PART_PROBLEM:
      read_problem (visit, resource, object);
      break;
    case NADI_FHIR_PART_PRESCRIPTION:
      read_prescription (visit, resource, object);
      break;
    case NADI_FHIR_PART_RESULT:
      read_result (visit, resource, object);
      break;
    case NADI_FHIR_PART_VITALS:
      nadi_fhir_take_vitals (&visit->vitals, object);
      break;
    case NADI_FHIR_PART_NOTES:
      visit->notes = g_strdup (nadi_fhir_string (object, "valueString"));
      break;
    case NADI_FHIR_PART_PLAN:
      visit->plan = g_strdup (nadi_fhir_string (object, "valueString"));
      break;
    case NADI_FHIR_PART_NONE:
    default:
      break;
    }
}

static gint
compare_cases (gconstpointer a, gconstpointer b)
{
  const NadiCase *first = *(const NadiCase *const *) a, *second = *(const NadiCase *const *) b;

  if (first->start != second->start)
    return first->start > second->start ? -1 : 1;
  return strcmp (first->id, second->id);
}

GPtrArray *
nadi_fhir_cases_read (NadiFhirResource *const *resources, guint n)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    {
      NadiCase *visit;
      if (nadi_fhir_resource_get_type (resources[i]) != NADI_FHIR_ENCOUNTER ||
          g_hash_table_contains (by_id, nadi_fhir_resource_get_id (resources[i])))
        continue;
      visit = read_encounter (resources[i], nadi_fhir_resource_get_object (resources[i]));
      g_ptr_array_add (cases, visit);
      g_hash_table_insert (by_id, visit->id, visit);
    }
  for (guint i = 0; i < n; i++)
    {
      const char *reference = nadi_fhir_resource_get_encounter (resources[i]);
      g_autofree char *id = reference != NULL ? nadi_fhir_reference_id (reference, NADI_FHIR_ENCOUNTER) : NULL;
      NadiCase *visit = id != NULL ? g_hash_table_lookup (by_id, id) : NULL;
      if (visit != NULL)
        read_part (visit, resources[i], texts);
    }
  g_ptr_array_sort (cases, compare_cases);
  return cases;
}

NadiCase *
nadi_fhir_part_read (const NadiFhirResource *resource)
{
  NadiFhirType type = nadi_fhir_resource_get_type (resource);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  NadiCase *visit;
  gint32 day;

  if (type != NADI_FHIR_CONDITION && type != NADI_FHIR_OBSERVATION && type != NADI_FHIR_MEDICATION_REQUEST)
    return NULL;
  visit = nadi_case_new ();
  if (nadi_fhir_resource_get_day (resource, &day))
    visit->start = nadi_day_to_time (day);
  read_part (visit, resource, texts);
  return visit;
}
