/* A case and its records, both ways; figures; and what is shown of any type. */
#include "nadi-fhir-case.h"

#include <string.h>

#include "nadi-fhir-allergy.h"
#include "nadi-fhir-describe.h"
#include "nadi-fhir-figures.h"
#include "nadi-test-fhir.h"

#define START G_GINT64_CONSTANT (1795426200000)

static NadiCase *
make_case (void)
{
  NadiCase *visit = nadi_case_new ();
  NadiProblem *problem;
  NadiPrescription *line;
  NadiResult *result;
  visit->id = g_strdup ("e1");
  visit->patient = g_strdup ("p1");
  visit->organisation = g_strdup ("o1");
  visit->organisation_name = g_strdup ("Ward \"7\" <b>");
  visit->practitioner = g_strdup ("d1");
  visit->practitioner_name = g_strdup ("Dr. आशा");
  visit->start = START;
  visit->end = START + 900000;
  visit->symptoms = g_strdup ("fever, \\ rash\nsince Monday");
  g_assert_true (nadi_vitals_parse ("150/95 p88 t38.4 g142 s98 w62.5 h170 r16", NADI_UNIT_MG_DL, &visit->vitals, NULL, NULL));
  problem = nadi_case_add_problem (visit);
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  g_assert_true (nadi_date_parse ("2026-11", &problem->onset, NULL));
  problem = nadi_case_add_problem (visit);
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  problem->status = NADI_PROBLEM_RESOLVED;
  line = nadi_case_add_prescription (visit);
  line->medicine = g_strdup ("Paracetamol 500 mg tablet");
  line->dose = g_strdup ("1-1-1 after food");
  line->times_per_day = 3;
  line->days = 5;
  line = nadi_case_add_prescription (visit);
  line->medicine = g_strdup ("Oral rehydration salts");
  line->as_needed = TRUE;
  line->stopped = TRUE;
  result = nadi_case_add_result (visit);
  result->text = g_strdup ("Platelets");
  result->code = g_strdup ("777-3");
  result->value = g_strdup ("95.50");
  result->unit = g_strdup ("10*3/uL");
  result->abnormal = TRUE;
  result = nadi_case_add_result (visit);
  result->text = g_strdup ("NS1 antigen");
  result->value = g_strdup ("Positive");
  visit->notes = g_strdup ("<script>drink</script>");
  visit->plan = g_strdup ("Rest");
  g_assert_true (nadi_date_parse ("2026-12-07", &visit->follow_up, NULL));
  return visit;
}

static GPtrArray *
write_case (const NadiCase *visit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = nadi_fhir_case_write (visit, &error);
  g_assert_no_error (error);
  return records;
}

static void
assert_same_case (const NadiCase *a, const NadiCase *b)
{
  g_assert_cmpstr (a->patient, ==, b->patient);
  g_assert_cmpstr (a->organisation, ==, b->organisation);
  g_assert_cmpstr (a->organisation_name, ==, b->organisation_name);
  g_assert_cmpstr (a->practitioner, ==, b->practitioner);
  g_assert_cmpstr (a->practitioner_name, ==, b->practitioner_name);
  g_assert_cmpint (a->start, ==, b->start);
  g_assert_cmpint (a->end, ==, b->end);
  g_assert_cmpstr (a->symptoms, ==, b->symptoms);
  g_assert_cmpmem (&a->vitals, sizeof a->vitals, &b->vitals, sizeof b->vitals);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_cmpstr (a->plan, ==, b->plan);
  g_assert_true (nadi_date_equal (&a->follow_up, &b->follow_up));
  g_assert_cmpuint (a->problems->len, ==, b->problems->len);
  for (guint i = 0; i < a->problems->len; i++)
    {
      const NadiProblem *x = a->problems->pdata[i], *y = b->problems->pdata[i];
      g_assert_cmpstr (x->text, ==, y->text);
      g_assert_cmpstr (x->code, ==, y->code);
      g_assert_cmpint (x->status, ==, y->status);
      g_assert_true (nadi_date_equal (&x->onset, &y->onset));
    }
  g_assert_cmpuint (a->prescriptions->len, ==, b->prescriptions->len);
  for (guint i = 0; i < a->prescriptions->len; i++)
    {
      const NadiPrescription *x = a->prescriptions->pdata[i], *y = b->prescriptions->pdata[i];
      g_assert_cmpstr (x->medicine, ==, y->medicine);
      g_assert_cmpstr (x->dose, ==, y->dose);
      g_assert_cmpuint (x->times_per_day, ==, y->times_per_day);
      g_assert_cmpuint (x->days, ==, y->days);
      g_assert_true (x->as_needed == y->as_needed && x->stopped == y->stopped);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (NadiCase) visit = make_case ();
  g_autoptr (GPtrArray) records = write_case (visit);
  g_autoptr (GPtrArray) same = write_case (visit);
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) records->pdata, records->len);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const NadiCase *read = cases->pdata[0];
  const NadiResult *platelets = read->results->pdata[0], *antigen = read->results->pdata[1];
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_cmpuint (records->len, ==, 1 + 2 + 8 + 2 + 2 + 2);
  assert_same_case (visit, read);
  g_assert_cmpstr (nadi_case_title (read), ==, "Dengue fever");
  g_assert_cmpstr (platelets->code, ==, "777-3");
  g_assert_cmpstr (platelets->value, ==, "95.5");
  g_assert_cmpstr (platelets->unit, ==, "10*3/uL");
  g_assert_true (platelets->abnormal && !antigen->abnormal);
  g_assert_cmpstr (antigen->value, ==, "Positive");
  again = write_case (read);
  g_assert_cmpuint (again->len, ==, records->len);
  for (guint i = 0; i < records->len; i++)
    {
      const char *json = nadi_fhir_resource_get_json (records->pdata[i]);
      g_assert_cmpstr (json, ==, nadi_fhir_resource_get_json (same->pdata[i]));
      g_assert_cmpstr (nadi_fhir_resource_get_id (records->pdata[i]), ==, nadi_fhir_resource_get_id (again->pdata[i]));
      g_assert_true (g_hash_table_add (keys, g_strdup (nadi_fhir_resource_get_id (records->pdata[i]))));
      g_assert_cmpstr (nadi_fhir_resource_get_subject (records->pdata[i]), ==, "Patient/p1");
    }
}

static NadiFhirResource *
find_code (GPtrArray *records, const char *code)
{
  for (guint i = 0; i < records->len; i++)
    {
      if (strstr (nadi_fhir_resource_get_json (records->pdata[i]), code) != NULL)
        return records->pdata[i];
    }
  g_assert_not_reached ();
}

/* The codes and units of the published table, to the letter. */
static void
test_codes (void)
{
  static const struct
  {
    const char *code;
    const char *value;
  } expected[] = {
    { "\"85354-9\"", "\"8480-6\"" },
    { "\"85354-9\"", "\"valueQuantity\":{\"value\":95,\"unit\":\"mmHg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"}" },
    { "\"8867-4\"", "\"code\":\"/min\"" },
    { "\"8310-5\"", "\"value\":38.4,\"unit\":\"°C\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"Cel\"" },
    { "\"2339-0\"", "\"code\":\"mg/dL\"" },
    { "\"2708-6\"", "\"code\":\"%\"" },
    { "\"9279-1\"", "\"code\":\"/min\"" },
    { "\"29463-7\"", "\"value\":62.5,\"unit\":\"kg\"" },
    { "\"8302-2\"", "\"code\":\"cm\"" },
    { "\"A90\"", "\"system\":\"http://hl7.org/fhir/sid/icd-10\"" },
    { "\"Encounter\"", "\"code\":\"ATND\"" },
    { "\"Encounter\"", "\"code\":\"AMB\"" },
    { "\"777-3\"", "\"value\":95.50" },
  };
  g_autoptr (NadiCase) visit = make_case ();
  g_autoptr (GPtrArray) records = write_case (visit);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char *json = nadi_fhir_resource_get_json (find_code (records, expected[i].code));
      g_assert_nonnull (strstr (json, expected[i].value));
    }
  g_assert_cmpint (nadi_fhir_resource_get_section (find_code (records, "777-3")), ==, NADI_SECTION_RESULTS);
  g_assert_cmpint (nadi_fhir_resource_get_section (find_code (records, "8867-4")), ==, NADI_SECTION_ENCOUNTERS);
  g_assert_cmpint (nadi_fhir_resource_get_section (find_code (records, "Paracetamol")), ==, NADI_SECTION_MEDICATIONS);
}

static void
test_mmol (void)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GPtrArray) records = NULL;
  visit->id = g_strdup ("e");
  visit->patient = g_strdup ("p");
  g_assert_true (nadi_vitals_parse ("g7.8mmol", NADI_UNIT_MG_DL, &visit->vitals, NULL, NULL));
  records = write_case (visit);
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (records->pdata[1]), "\"15074-8\""));
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (records->pdata[1]), "\"code\":\"mmol/L\""));
}

/* A new part never gets the id of one that was there, and a kept part keeps its own. */
static void
test_amended_ids (void)
{
  g_autoptr (NadiCase) visit = make_case ();
  g_autoptr (GPtrArray) records = write_case (visit);
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) records->pdata, records->len);
  NadiCase *read = cases->pdata[0];
  g_autofree char *kept = g_strdup (((NadiProblem *) read->problems->pdata[1])->id);
  g_autoptr (GPtrArray) amended = NULL;
  NadiProblem *problem;
  g_ptr_array_remove_index (read->problems, 0);
  problem = nadi_case_add_problem (read);
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  amended = write_case (read);
  g_assert_cmpstr (nadi_fhir_resource_get_id (amended->pdata[1]), ==, kept);
  g_assert_cmpstr (nadi_fhir_resource_get_id (amended->pdata[2]), !=, kept);
}

static void
test_in_error (void)
{
  g_autoptr (NadiCase) visit = make_case ();
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  visit->in_error = TRUE;
  records = write_case (visit);
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) records->pdata, records->len);
  g_assert_true (((NadiCase *) cases->pdata[0])->in_error);
  for (guint i = 0; i < records->len; i++)
    g_assert_nonnull (strstr (nadi_fhir_resource_get_json (records->pdata[i]), "entered-in-error"));
}

static void
test_refused (void)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_case_write (visit, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_VALUE);
  g_clear_error (&error);
  visit->id = g_strdup ("e");
  g_assert_null (nadi_fhir_case_write (visit, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_SUBJECT);
  g_clear_error (&error);
  visit->patient = g_strdup ("p");
  nadi_case_add_problem (visit)->text = g_strdup (" ");
  g_assert_null (nadi_fhir_case_write (visit, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_EMPTY);
}

#define OBSERVATION(id, more) "{\"resourceType\":\"Observation\",\"id\":\"" id "\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"}," \
                              "\"encounter\":{\"reference\":\"http://a/Encounter/e\"}," more "}"
#define LOINC(code) "{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"" code "\"}]}"
#define QUANTITY(value, code) "{\"value\":" value ",\"system\":\"http://unitsofmeasure.org\",\"code\":\"" code "\"}"

static void
test_foreign_records (void)
{
  static const char *const jsons[] = {
    OBSERVATION ("1", "\"code\":" LOINC ("55284-4") ",\"component\":[{\"code\":" LOINC ("8480-6") ",\"valueQuantity\":" QUANTITY (
      "131.4567", "mm[Hg]") "},{\"code\":" LOINC ("8462-4") ",\"valueQuantity\":" QUANTITY ("80", "mm[Hg]") "}]"),
    OBSERVATION ("2", "\"code\":" LOINC ("8310-5") ",\"valueQuantity\":" QUANTITY ("98.6", "[degF]")),
    OBSERVATION ("3", "\"code\":" LOINC ("29463-7") ",\"valueQuantity\":" QUANTITY ("3250", "g")),
    OBSERVATION ("4", "\"code\":" LOINC ("8302-2") ",\"valueQuantity\":" QUANTITY ("1e300", "cm")),
    OBSERVATION ("5", "\"code\":" LOINC ("59408-5") ",\"valueQuantity\":" QUANTITY ("97", "%")),
    OBSERVATION ("6", "\"code\":" LOINC ("8867-4") ",\"valueString\":\"fast\""),
    "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p\"},"
    "\"type\":[{\"coding\":[{\"display\":\"Check up\"}]}],\"period\":{\"start\":\"2020-01\"}}",
    "{\"resourceType\":\"Encounter\",\"id\":\"f\",\"status\":\"planned\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p\"}}",
    "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"status\":\"completed\",\"intent\":\"order\",\"medicationReference\":{\"display\":\"X\"},"
    "\"subject\":{\"reference\":\"Patient/p\"},\"encounter\":{\"reference\":\"Encounter/e\"}}",
    "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p\"},\"encounter\":{\"reference\":\"Encounter/none\"}}",
  };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  g_autoptr (GPtrArray) cases = NULL;
  g_autofree char *line = NULL;
  const NadiCase *visit;
  for (guint i = 0; i < G_N_ELEMENTS (jsons); i++)
    g_ptr_array_add (records, nadi_test_fhir_take (jsons[i]));
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) records->pdata, records->len);
  g_assert_cmpuint (cases->len, ==, 2);
  visit = cases->pdata[0];
  line = nadi_vitals_format (&visit->vitals);
  g_assert_cmpstr (visit->id, ==, "e");
  g_assert_cmpstr (line, ==, "131.457/80 t37 s97 w3.25");
  g_assert_cmpstr (nadi_case_title (visit), ==, "Check up");
  g_assert_cmpuint (visit->results->len, ==, 2);
  g_assert_cmpuint (visit->problems->len, ==, 0);
  g_assert_cmpstr (((NadiPrescription *) visit->prescriptions->pdata[0])->medicine, ==, "X");
  g_assert_true (((NadiPrescription *) visit->prescriptions->pdata[0])->stopped);
}

/* Two people amended the plan; another record of the kind is what some sources have, and no version of it. */
static void
test_two_versions (void)
{
  static const char *const jsons[] = {
    "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/p\"}}",
    OBSERVATION ("plan", "\"code\":" LOINC ("18776-5") ",\"valueString\":\"Rest\""),
    OBSERVATION ("plan", "\"code\":" LOINC ("18776-5") ",\"valueString\":\"Rest, and water\""),
    OBSERVATION ("notes", "\"code\":" LOINC ("11506-3") ",\"valueString\":\"Clear\""),
    OBSERVATION ("notes", "\"code\":" LOINC ("11506-3") ",\"valueString\":\"Clear chest\""),
    OBSERVATION ("other", "\"code\":" LOINC ("18776-5") ",\"valueString\":\"Referred\""),
  };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  g_autoptr (GPtrArray) cases = NULL;
  const NadiCase *visit;

  for (guint i = 0; i < G_N_ELEMENTS (jsons); i++)
    g_ptr_array_add (records, nadi_test_fhir_take (jsons[i]));
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) records->pdata, records->len);
  g_assert_cmpuint (cases->len, ==, 1);
  visit = cases->pdata[0];
  g_assert_cmpstr (visit->plan, ==, "Rest");
  g_assert_cmpstr (visit->notes, ==, "Clear");
  g_assert_cmpuint (visit->results->len, ==, 1);
  g_assert_cmpstr (((NadiResult *) visit->results->pdata[0])->value, ==, "Referred");
}

static void
test_figures (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatient) read = nadi_patient_new ();
  g_autoptr (GPtrArray) now = NULL;
  g_autoptr (GPtrArray) before = NULL;
  NadiFhirFigureDays days = NADI_FHIR_FIGURE_DAYS_INIT;
  patient->id = g_strdup ("p");
  patient->height = 150000;
  before = nadi_fhir_write_figures (patient, START - 86400000, NULL);
  patient->height = 170500;
  patient->weight = 62500;
  patient->blood_group = NADI_BLOOD_AB;
  patient->rhesus = NADI_RHESUS_NEGATIVE;
  now = nadi_fhir_write_figures (patient, START, NULL);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpuint (now->len, ==, 4);
  for (guint i = 0; i < now->len; i++)
    g_assert_true (nadi_fhir_take_figure (read, now->pdata[i], &days));
  g_assert_false (nadi_fhir_take_figure (read, before->pdata[0], &days));
  g_assert_cmpint (read->height, ==, 170500);
  g_assert_cmpint (read->weight, ==, 62500);
  g_assert_cmpint (read->blood_group, ==, NADI_BLOOD_AB);
  g_assert_cmpint (read->rhesus, ==, NADI_RHESUS_NEGATIVE);
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (now->pdata[2]), "\"883-9\""));
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (now->pdata[3]), "\"10331-7\""));
  g_assert_cmpint (nadi_fhir_resource_get_section (now->pdata[0]), ==, NADI_SECTION_ENCOUNTERS);
  g_assert_cmpint (nadi_fhir_resource_get_section (now->pdata[2]), ==, NADI_SECTION_RESULTS);
}

static void
test_allergy (void)
{
  g_autoptr (NadiAllergy) allergy = nadi_allergy_new ();
  g_autoptr (NadiAllergy) read = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiFhirResource) other = nadi_test_fhir_take ("{\"resourceType\":\"Patient\",\"id\":\"p\"}");
  g_autoptr (GError) error = NULL;
  allergy->id = g_strdup ("a");
  allergy->patient = g_strdup ("p");
  allergy->substance = g_strdup ("Penicillin");
  allergy->reaction = g_strdup ("Rash");
  allergy->kind = NADI_ALLERGY_MEDICATION;
  allergy->high_risk = TRUE;
  g_assert_true (nadi_date_parse ("2026-11-23", &allergy->recorded, NULL));
  resource = nadi_fhir_allergy_write (allergy, &error);
  g_assert_no_error (error);
  read = nadi_fhir_allergy_read (resource);
  g_assert_cmpstr (read->id, ==, "a");
  g_assert_cmpstr (read->patient, ==, "p");
  g_assert_cmpstr (read->substance, ==, "Penicillin");
  g_assert_cmpstr (read->reaction, ==, "Rash");
  g_assert_cmpint (read->kind, ==, NADI_ALLERGY_MEDICATION);
  g_assert_true (read->high_risk && !read->resolved);
  g_assert_true (nadi_date_equal (&read->recorded, &allergy->recorded));
  g_assert_null (nadi_fhir_allergy_read (other));
  g_clear_pointer (&allergy->substance, g_free);
  g_assert_null (nadi_fhir_allergy_write (allergy, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_EMPTY);
}

static void
test_foreign_allergies (void)
{
  g_autoptr (NadiFhirResource) refuted = nadi_test_fhir_take (
    "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"a\",\"patient\":{\"reference\":\"Patient/p\"},\"category\":[null],\"_category\":[{\"id\":"
    "\"x\"}],\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\",\"code\":\"active\"}]},"
    "\"verificationStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification\",\"code\":\"refuted\"}]}}");
  g_autoptr (NadiAllergy) read = nadi_fhir_allergy_read (refuted);
  g_assert_true (read->resolved);
  g_assert_cmpstr (read->substance, ==, "");
  g_assert_null (read->reaction);
  g_assert_cmpint (read->kind, ==, NADI_ALLERGY_KIND_UNKNOWN);
}

static void
assert_shown (const char *json, const char *title, const char *label, const char *value)
{
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (json);
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);
  g_assert_cmpstr (summary->title, ==, title);
  for (guint i = 0; i < summary->lines->len; i++)
    {
      const NadiFhirLine *line = &g_array_index (summary->lines, NadiFhirLine, i);
      if (g_strcmp0 (line->label, label) == 0 && g_str_equal (line->value, value))
        return;
    }
  g_assert_null (value);
}

static void
test_describe (void)
{
  assert_shown ("{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"given\":[\"Asha\"],\"family\":\"Rao\"}],\"birthDate\":\"1984\"}",
                "Asha Rao", "Born", "1984");
  assert_shown ("{\"resourceType\":\"Patient\",\"id\":\"p\"}", "", NULL, NULL);
  assert_shown (OBSERVATION ("1", "\"code\":{\"text\":\"x\"},\"valueQuantity\":{\"value\":7.25,\"unit\":\"mg/dL\",\"comparator\":\"<\"}"),
                "x", "Value", "<7.25 mg/dL");
  assert_shown (OBSERVATION ("1", "\"code\":{\"coding\":[{\"code\":\"y\"}]},\"component\":[{\"code\":{\"text\":\"a\"},\"valueBoolean\":true}]"),
                "y", NULL, "a: yes");
  assert_shown (OBSERVATION ("1", "\"code\":{\"text\":\"x\"},\"valueRange\":{\"low\":{\"value\":1},\"high\":{\"value\":2}}"), "x", "Value",
                "1 – 2");
  assert_shown (OBSERVATION ("1", "\"code\":{\"text\":\"a\\u001b[31m\\nb\"},\"valueString\":\"<b>\\u202ex\""), "a [31m b", "Value",
                "<b>\xEF\xBF\xBDx");
  assert_shown ("{\"resourceType\":\"Immunization\",\"id\":\"a\",\"status\":\"completed\",\"vaccineCode\":{\"text\":\"BCG\"},"
                "\"patient\":{\"reference\":\"Patient/p\"},\"occurrenceString\":\"at birth\"}",
                "BCG", "When", "at birth");
  assert_shown ("{\"resourceType\":\"MedicationRequest\",\"id\":\"a\",\"status\":\"active\",\"intent\":\"order\",\"medicationReference\":{\"reference\":"
                "\"#m\"},\"subject\":{\"reference\":\"Patient/p\"},\"dosageInstruction\":[{\"text\":\"1-0-1\"},{\"text\":\"0-0-1\"}]}",
                "#m", "Dose", "1-0-1, 0-0-1");
}

static void
test_describe_long (void)
{
  g_autofree char *x = g_strnfill (10000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"text\":\"%s\"}]}", x);
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (json);
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);
  g_assert_cmpint (g_utf8_strlen (summary->title, -1), ==, 201);
}

static void
test_icd10_shape (void)
{
  static const char *const good[] = { "A90", "J45.9", "C4A", "S72.001A", "Z99.89" };
  static const char *const bad[] = { "", "A", "A9", "a90", "A90.", "A90.12345", "90A", "A90 ", "A9 0", "A90.1-" };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (nadi_icd10_shaped (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nadi_icd10_shaped (bad[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/case/round-trip", test_round_trip);
  g_test_add_func ("/fhir/case/codes", test_codes);
  g_test_add_func ("/fhir/case/mmol", test_mmol);
  g_test_add_func ("/fhir/case/amended-ids", test_amended_ids);
  g_test_add_func ("/fhir/case/in-error", test_in_error);
  g_test_add_func ("/fhir/case/refused", test_refused);
  g_test_add_func ("/fhir/case/foreign", test_foreign_records);
  g_test_add_func ("/fhir/case/two-versions", test_two_versions);
  g_test_add_func ("/fhir/case/figures", test_figures);
  g_test_add_func ("/fhir/allergy/both-ways", test_allergy);
  g_test_add_func ("/fhir/allergy/foreign", test_foreign_allergies);
  g_test_add_func ("/fhir/describe/types", test_describe);
  g_test_add_func ("/fhir/describe/long", test_describe_long);
  g_test_add_func ("/model/icd10-shape", test_icd10_shape);
  return g_test_run ();
}
