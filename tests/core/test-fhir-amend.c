/* What an amendment of a case leaves alone: everything that the model does not hold. */
#include <string.h>

#include "nadi-fhir-bundle.h"
#include "nadi-fhir-case.h"
#include "nadi-fhir-raw.h"
#include "nadi-test.h"

/* --- records and cases -------------------------------------------------------------------------------------------- */

static NadiFhirResource *
take (const char *json)
{
  g_autoptr (GError) error = NULL;
  NadiFhirResource *resource = nadi_fhir_resource_new (json, strlen (json), &error);

  g_assert_no_error (error);
  return resource;
}

static GPtrArray *
new_chart (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
}

/* A visit as another program wrote it: nearly every record holds something that a NadiCase does not. */
static const char *const foreign[] = {
  "{\"resourceType\":\"Encounter\",\"id\":\"e1\",\"meta\":{\"versionId\":\"3\",\"profile\":[\"http://example.org/visit\"]},"
  "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">old</div>\"},"
  "\"extension\":[{\"url\":\"http://example.org/ward\",\"valueString\":\"7 \\u0042\"},"
  "{\"url\":\"https://nadihealth.org/fhir/StructureDefinition/follow-up\",\"valueDate\":\"2026-12-07\",\"id\":\"x1\"}],"
  "\"identifier\":[{\"value\":\"V-17\"}],\"status\":\"finished\",\"class\":{\"code\":\"IMP\"},"
  "\"type\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"32485007\"}],\"text\":\"Admission\"}],"
  "\"subject\":{\"reference\":\"Patient/p1\",\"display\":\"A. Person\"},"
  "\"participant\":[{\"type\":[{\"text\":\"surgeon\"}],\"period\":{\"start\":\"2026-11-01\"},"
  "\"individual\":{\"reference\":\"Practitioner/d1\",\"display\":\"Dr. One\"}},{\"individual\":{\"display\":\"Dr. Two\"}}],"
  "\"period\":{\"start\":\"2026-11-01T10:00:00+05:30\",\"end\":\"2026-11-02T09:30:00.000+05:30\",\"id\":\"t\"},"
  "\"reasonCode\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"386661006\"}],\"text\":\"fever\",\"id\":\"r\"},{\"text\":\"rash\"}],"
  "\"diagnosis\":[{\"condition\":{\"reference\":\"Condition/c1\"},\"rank\":1,\"use\":{\"text\":\"admission\"}}],"
  "\"hospitalization\":{\"dischargeDisposition\":{\"text\":\"home\"}},\"length\":{\"value\":23.50,\"unit\":\"h\"},"
  "\"somethingNew\":{\"deep\":[1.10,{}]},\"serviceProvider\":{\"reference\":\"Organization/o9\"}}",

  "{\"resourceType\":\"Condition\",\"id\":\"c1\",\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
  "condition-clinical\",\"code\":\"resolved\"}]},\"severity\":{\"text\":\"severe\"},\"code\":{\"coding\":[{\"system\":"
  "\"http://hl7.org/fhir/sid/icd-10\",\"code\":\"A90\"},{\"system\":\"http://snomed.info/sct\",\"code\":\"38362002\"}],"
  "\"text\":\"Dengue\"},\"bodySite\":[{\"text\":\"skin\"}],\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":{\"reference\":"
  "\"Encounter/e1\"},\"onsetPeriod\":{\"start\":\"2026-10-28\"},\"abatementDateTime\":\"2026-11-09\",\"note\":[{\"text\":\"seen\"}]}",

  "{\"resourceType\":\"Observation\",\"id\":\"v1\",\"status\":\"amended\",\"category\":[{\"coding\":[{\"system\":"
  "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"vital-signs\"}]}],\"code\":{\"coding\":[{\"system\":"
  "\"http://loinc.org\",\"code\":\"85353-1\"}]},\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":{\"reference\":\"Encounter/e1\"},"
  "\"effectivePeriod\":{\"start\":\"2026-11-01T11:00:00Z\"},\"performer\":[{\"reference\":\"Organization/lab\"}],"
  "\"device\":{\"display\":\"monitor 4\"},\"component\":["
  "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8480-6\"}]},\"valueQuantity\":{\"value\":150.0,\"unit\":\"mmHg\","
  "\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"},\"interpretation\":[{\"text\":\"high\"}]},"
  "{\"code\":{\"text\":\"Mood\"},\"valueString\":\"calm\"},"
  "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]},\"valueQuantity\":{\"value\":88,\"unit\":\"beats\","
  "\"system\":\"http://unitsofmeasure.org\",\"code\":\"/min\",\"extension\":[{\"url\":\"http://example.org/lead\",\"valueInteger\":2}]}}]}",

  "{\"resourceType\":\"Observation\",\"id\":\"n1\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\","
  "\"code\":\"11506-3\"}]},\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":{\"reference\":\"Encounter/e1\"},"
  "\"valueString\":\"slept well\",\"bodySite\":{\"text\":\"whole\"}}",

  "{\"resourceType\":\"Observation\",\"id\":\"l1\",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
  "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"laboratory\"}]}],\"code\":{\"text\":\"Platelets\"},"
  "\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":{\"reference\":\"Encounter/e1\"},\"effectiveDateTime\":\"2026-11-01\","
  "\"valueQuantity\":{\"value\":95.50,\"comparator\":\"<\",\"unit\":\"k\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"10*3/uL\"},"
  "\"interpretation\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation\","
  "\"code\":\"LL\"}]}],\"method\":{\"text\":\"counter\"},\"referenceRange\":[{\"low\":{\"value\":150.00}}]}",

  "{\"resourceType\":\"MedicationRequest\",\"id\":\"m1\",\"status\":\"active\",\"statusReason\":{\"text\":\"pain\"},\"intent\":\"plan\","
  "\"medicationCodeableConcept\":{\"coding\":[{\"code\":\"161\"}],\"text\":\"Paracetamol\"},\"subject\":{\"reference\":\"Patient/p1\"},"
  "\"encounter\":{\"reference\":\"Encounter/e1\"},\"dosageInstruction\":[{\"sequence\":1,\"text\":\"1-1-1\",\"timing\":{\"repeat\":"
  "{\"boundsDuration\":{\"value\":5,\"unit\":\"d\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"d\"},\"frequency\":3,\"period\":1.0,"
  "\"periodUnit\":\"d\",\"when\":[\"PC\"]},\"code\":{\"text\":\"TID\"}},\"route\":{\"text\":\"by mouth\"},\"doseAndRate\":[{\"doseQuantity\":"
  "{\"value\":500,\"unit\":\"mg\"}}]},{\"text\":\"then stop\"}],\"dispenseRequest\":{\"numberOfRepeatsAllowed\":2}}",

  "{\"resourceType\":\"Procedure\",\"id\":\"x1\",\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":"
  "{\"reference\":\"Encounter/e1\"},\"code\":{\"text\":\"Drip\"}}",
  "{\"resourceType\":\"Immunization\",\"id\":\"i1\",\"status\":\"completed\",\"vaccineCode\":{\"text\":\"Td\"},\"patient\":{\"reference\":"
  "\"Patient/p1\"},\"encounter\":{\"reference\":\"Encounter/e1\"},\"occurrenceDateTime\":\"2026-11-01\"}",
};

static GPtrArray *
foreign_chart (void)
{
  GPtrArray *chart = new_chart ();

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    g_ptr_array_add (chart, take (foreign[i]));
  return chart;
}

static NadiCase *
read_case (GPtrArray *chart, guint i)
{
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) chart->pdata, chart->len);

  g_assert_cmpuint (i, <, cases->len);
  return nadi_case_ref (cases->pdata[i]);
}

static GPtrArray *
amend (const NadiCase *visit, GPtrArray *chart)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *changes = nadi_fhir_case_amend (visit, (NadiFhirResource *const *) chart->pdata, chart->len, &error);

  g_assert_no_error (error);
  return changes;
}

static void
set_text (char **member, const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

static const NadiFhirChange *
change_of (GPtrArray *changes, const char *id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const NadiFhirChange *change = changes->pdata[i];

      if (change->base != NULL && g_str_equal (nadi_fhir_resource_get_id (change->base), id))
        return change;
    }
  return NULL;
}

static const char *
json_of (GPtrArray *changes, const char *id)
{
  const NadiFhirChange *change = change_of (changes, id);

  g_assert_nonnull (change);
  g_assert_nonnull (change->resource);
  return nadi_fhir_resource_get_json (change->resource);
}

/* The resource as it was, with the one piece of text exchanged. */
static void
assert_only (GPtrArray *changes, const char *id, const char *old, const char *new)
{
  const NadiFhirChange *change = change_of (changes, id);
  const char *was, *at;
  g_autofree char *expected = NULL;

  g_assert_nonnull (change);
  was = nadi_fhir_resource_get_json (change->base);
  at = strstr (was, old);
  g_assert_nonnull (at);
  expected = g_strdup_printf ("%.*s%s%s", (int) (at - was), was, new, at + strlen (old));
  g_assert_cmpstr (nadi_fhir_resource_get_json (change->resource), ==, expected);
}

/* --- what changes ------------------------------------------------------------------------------------------------- */

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = amend (visit, chart);

  g_assert_true (visit->vitals.at[NADI_VITAL_PULSE].known);
  g_assert_cmpuint (visit->prescriptions->len, ==, 1);
  g_assert_cmpuint (changes->len, ==, 0);
  /* What a caller leaves open is not taken away. */
  set_text (&visit->practitioner, NULL);
  set_text (&visit->practitioner_name, NULL);
  set_text (&visit->organisation, NULL);
  set_text (&visit->patient, NULL);
  visit->start = 0;
  g_ptr_array_unref (g_steal_pointer (&changes));
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 0);
}

static void
test_encounter (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;
  const char *json;

  g_assert_true (nadi_date_parse ("2026-12-14", &visit->follow_up, NULL));
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 1);
  json = json_of (changes, "e1");
  g_assert_nonnull (strstr (json, "{\"url\":\"http://example.org/ward\",\"valueString\":\"7 \\u0042\"},{\"url\":"));
  g_assert_nonnull (strstr (json, "\"valueDate\":\"2026-12-14\",\"id\":\"x1\"}]"));
  g_assert_nonnull (strstr (json, "\"length\":{\"value\":23.50,\"unit\":\"h\"},\"somethingNew\":{\"deep\":[1.10,{}]}"));
  g_assert_null (strstr (json, "xhtml"));

  set_text (&visit->symptoms, "fever for a week");
  set_text (&visit->practitioner, "d2");
  set_text (&visit->practitioner_name, "Dr. New");
  g_ptr_array_unref (g_steal_pointer (&changes));
  changes = amend (visit, chart);
  json = json_of (changes, "e1");
  g_assert_nonnull (strstr (json, "\"reasonCode\":[{\"id\":\"r\",\"text\":\"fever for a week\"},{\"text\":\"rash\"}]"));
  g_assert_nonnull (strstr (json, "{\"type\":[{\"text\":\"surgeon\"}],\"period\":{\"start\":\"2026-11-01\"},\"individual\":{\"reference\":"
                                  "\"Practitioner/d2\",\"display\":\"Dr. New\"}},{\"individual\":{\"display\":\"Dr. Two\"}}]"));
  g_assert_nonnull (strstr (json, "\"diagnosis\":[{\"condition\":{\"reference\":\"Condition/c1\"},\"rank\":1,"));
  g_assert_nonnull (strstr (json, "\"period\":{\"start\":\"2026-11-01T10:00:00+05:30\",\"end\":\"2026-11-02T09:30:00.000+05:30\",\"id\":\"t\"}"));
  /* The laboratory stays the laboratory. */
  g_assert_null (change_of (changes, "v1"));
  g_assert_null (change_of (changes, "l1"));
}

static void
test_problem (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;
  NadiProblem *problem = visit->problems->pdata[0];

  g_assert_cmpint (problem->status, ==, NADI_PROBLEM_RESOLVED);
  problem->status = NADI_PROBLEM_ACTIVE;
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_null (strstr (json_of (changes, "c1"), "abatement"));
  g_assert_nonnull (strstr (json_of (changes, "c1"), "\"onsetPeriod\":{\"start\":\"2026-10-28\"}"));
  g_assert_nonnull (strstr (json_of (changes, "c1"), "38362002"));

  g_ptr_array_unref (g_steal_pointer (&changes));
  problem->status = NADI_PROBLEM_RESOLVED;
  set_text (&problem->text, "Malaria");
  set_text (&problem->code, "B54");
  g_assert_true (nadi_date_parse ("2026-10", &problem->onset, NULL));
  changes = amend (visit, chart);
  g_assert_nonnull (strstr (json_of (changes, "c1"), "B54"));
  g_assert_null (strstr (json_of (changes, "c1"), "38362002"));
  g_assert_null (strstr (json_of (changes, "c1"), "onsetPeriod"));
  g_assert_nonnull (strstr (json_of (changes, "c1"), "\"onsetDateTime\":\"2026-10\""));
  g_assert_nonnull (strstr (json_of (changes, "c1"), "\"severity\":{\"text\":\"severe\"}"));
  g_assert_nonnull (strstr (json_of (changes, "c1"), "\"abatementDateTime\":\"2026-11-09\",\"note\":[{\"text\":\"seen\"}]"));
}

static void
test_vitals (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;
  const char *json;

  visit->vitals.at[NADI_VITAL_PULSE].value = 92000;
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 1);
  json = json_of (changes, "v1");
  g_assert_nonnull (strstr (json, "\"valueQuantity\":{\"extension\":[{\"url\":\"http://example.org/lead\",\"valueInteger\":2}],\"value\":92,"));
  g_assert_nonnull (strstr (json, "\"value\":150.0,"));
  g_assert_nonnull (strstr (json, "{\"code\":{\"text\":\"Mood\"},\"valueString\":\"calm\"}"));
  g_assert_nonnull (strstr (json, "\"interpretation\":[{\"text\":\"high\"}]"));
  g_assert_nonnull (strstr (json, "\"device\":{\"display\":\"monitor 4\"}"));
  g_assert_nonnull (strstr (json, "\"status\":\"amended\""));

  /* The other pressure goes into the same panel; one that is gone leaves it. */
  g_ptr_array_unref (g_steal_pointer (&changes));
  visit->vitals.at[NADI_VITAL_PULSE].known = FALSE;
  visit->vitals.at[NADI_VITAL_DIASTOLIC] = (NadiVital) { TRUE, 95000, NADI_UNIT_MMHG };
  visit->vitals.at[NADI_VITAL_WEIGHT] = (NadiVital) { TRUE, 62500, NADI_UNIT_KG };
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 2);
  json = json_of (changes, "v1");
  g_assert_null (strstr (json, "8867-4"));
  g_assert_nonnull (strstr (json, "8462-4"));
  g_assert_nonnull (strstr (json, "Mood"));
}

static void
test_withdrawn (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;

  set_text (&visit->notes, NULL);
  g_ptr_array_set_size (visit->prescriptions, 0);
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_null (change_of (changes, "n1")->resource);
  g_assert_null (change_of (changes, "m1")->resource);
}

static void
test_texts (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;
  NadiResult *result = visit->results->pdata[0];

  set_text (&visit->notes, "slept \"badly\"");
  set_text (&result->value, "120.25");
  changes = amend (visit, chart);
  g_assert_cmpuint (changes->len, ==, 2);
  assert_only (changes, "n1", "slept well", "slept \\\"badly\\\"");
  g_assert_null (strstr (json_of (changes, "l1"), "comparator"));
  g_assert_null (strstr (json_of (changes, "l1"), "\"LL\""));
  g_assert_nonnull (strstr (json_of (changes, "l1"), "\"value\":120.25"));
  g_assert_nonnull (strstr (json_of (changes, "l1"), "\"method\":{\"text\":\"counter\"},\"referenceRange\":[{\"low\":{\"value\":150.00}}]"));
}

static void
test_prescription (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = read_case (chart, 0);
  g_autoptr (GPtrArray) changes = NULL;
  NadiPrescription *line = visit->prescriptions->pdata[0];
  const char *json;

  line->days = 7;
  changes = amend (visit, chart);
  json = json_of (changes, "m1");
  g_assert_nonnull (strstr (json, "\"value\":7,"));
  g_assert_nonnull (strstr (json, "\"frequency\":3,\"period\":1.0,\"periodUnit\":\"d\",\"when\":[\"PC\"]}"));
  g_assert_nonnull (strstr (json, "\"route\":{\"text\":\"by mouth\"},\"doseAndRate\":[{\"doseQuantity\":{\"value\":500,\"unit\":\"mg\"}}]}"));
  g_assert_nonnull (strstr (json, "{\"text\":\"then stop\"}],\"dispenseRequest\":{\"numberOfRepeatsAllowed\":2}"));

  g_ptr_array_unref (g_steal_pointer (&changes));
  set_text (&line->dose, "1-0-1");
  line->times_per_day = 2;
  line->stopped = TRUE;
  changes = amend (visit, chart);
  json = json_of (changes, "m1");
  g_assert_null (strstr (json, "TID"));
  g_assert_null (strstr (json, "\"PC\""));
  g_assert_null (strstr (json, "500"));
  g_assert_null (strstr (json, "statusReason"));
  g_assert_nonnull (strstr (json, "\"route\":{\"text\":\"by mouth\"}"));
  g_assert_nonnull (strstr (json, "\"intent\":\"plan\",\"medicationCodeableConcept\":{\"coding\":[{\"code\":\"161\"}]"));
}

static void
test_refused (void)
{
  g_autoptr (GPtrArray) chart = foreign_chart ();
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;

  visit->id = g_strdup ("other");
  g_assert_null (nadi_fhir_case_amend (visit, (NadiFhirResource *const *) chart->pdata, chart->len, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_MISSING);
}

/* --- samples ------------------------------------------------------------------------------------------------------ */

static GPtrArray *
read_file (const char *path)
{
  GPtrArray *chart = new_chart ();
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  g_autoptr (NadiFhirBundle) bundle = nadi_fhir_bundle_open (bytes, NULL, NULL);

  for (guint i = 0; bundle != NULL && i < nadi_fhir_bundle_get_length (bundle); i++)
    {
      NadiFhirResource *resource = nadi_fhir_bundle_read (bundle, i, NULL);

      if (resource != NULL)
        g_ptr_array_add (chart, resource);
    }
  return chart;
}

/* Each member's text as it stands. */
static GHashTable *
members_of (NadiFhirResource *resource)
{
  GHashTable *members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *json = nadi_fhir_resource_get_json (resource);
  NadiFhirSpan name, value;
  NadiFhirWalk walk;

  g_assert_true (nadi_fhir_walk_object ((NadiFhirSpan) { json, json + strlen (json) }, &walk));
  while (nadi_fhir_next_member (&walk, &name, &value))
    g_hash_table_insert (members, g_strndup (name.start, (gsize) (name.end - name.start)),
                         g_strndup (value.start, (gsize) (value.end - value.start)));
  return members;
}

/* All but these, and the narrative, are as they were. */
static void
assert_kept (const NadiFhirChange *change, const char *const *but)
{
  g_autoptr (GHashTable) was = members_of (change->base);
  g_autoptr (GHashTable) is = members_of (change->resource);
  GHashTableIter iter;
  gpointer name, value;
  guint differ = 0;

  g_hash_table_iter_init (&iter, was);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      differ += g_strcmp0 (value, g_hash_table_lookup (is, name)) != 0 && !g_str_equal (name, "text");
      if (!g_strv_contains (but, name) && !g_str_equal (name, "text"))
        g_assert_cmpstr (value, ==, g_hash_table_lookup (is, name));
    }
  g_assert_cmpuint (g_hash_table_size (is), <=, g_hash_table_size (was));
  g_assert_cmpuint (differ, >, 0);
}

/* Every visit of the file: read and written back changes nothing; changed, nothing else is. */
static void
check_file (const char *path)
{
  static const char *const visit_members[] = { "period", NULL };
  static const char *const value_members[] = { "valueQuantity", "interpretation", NULL };
  g_autoptr (GPtrArray) chart = read_file (path);
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) chart->pdata, chart->len);
  guint touched = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      NadiCase *visit = cases->pdata[i];
      g_autoptr (GPtrArray) none = amend (visit, chart);
      g_autoptr (GPtrArray) some = NULL;
      NadiVital *weight = &visit->vitals.at[NADI_VITAL_WEIGHT];

      g_assert_cmpuint (none->len, ==, 0);
      if (visit->end == 0)
        continue;
      touched += weight->known;
      visit->end += 60000;
      weight->value += 1000;
      some = amend (visit, chart);
      g_assert_cmpuint (some->len, ==, 1 + weight->known);
      assert_kept (some->pdata[0], visit_members);
      if (weight->known)
        assert_kept (some->pdata[1], value_members);
    }
  g_test_message ("%u visits, %u of them with a weight", cases->len, touched);
}

static void
test_samples (void)
{
  g_autofree char *folder = nadi_test_sample_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint files = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_str_has_suffix (name, ".json") || strstr (name, "Information") != NULL)
        continue;
      check_file (path);
      files++;
    }
  g_assert_cmpuint (files, >=, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir-amend/nothing", test_nothing);
  g_test_add_func ("/fhir-amend/encounter", test_encounter);
  g_test_add_func ("/fhir-amend/problem", test_problem);
  g_test_add_func ("/fhir-amend/vital-signs", test_vitals);
  g_test_add_func ("/fhir-amend/withdrawn", test_withdrawn);
  g_test_add_func ("/fhir-amend/texts", test_texts);
  g_test_add_func ("/fhir-amend/prescription", test_prescription);
  g_test_add_func ("/fhir-amend/refused", test_refused);
  g_test_add_func ("/fhir-amend/samples", test_samples);
  return g_test_run ();
}
