/* A chart in one look, on a real service. */
#include "nadi-fhir-allergy.h"
#include "nadi-session-chart.h"
#include "nadi-test-clinic.h"

#define TODAY 20700

static NadiTestClinic *clinic;

static NadiCase *
full_case (const char *problem)
{
  NadiCase *visit = nadi_case_new ();
  NadiPrescription *line = nadi_case_add_prescription (visit);
  NadiResult *result = nadi_case_add_result (visit);
  NadiProblem *named = nadi_case_add_problem (visit);

  named->text = g_strdup (problem);
  named->code = g_strdup ("E11.9");
  line->medicine = g_strdup ("Metformin 500 mg tablet");
  line->dose = g_strdup ("1-0-1");
  result->text = g_strdup ("HbA1c");
  result->value = g_strdup ("8.1");
  result->unit = g_strdup ("%");
  result->abnormal = TRUE;
  visit->vitals.at[NADI_VITAL_PULSE] = (NadiVital) { TRUE, 88000, NADI_UNIT_PER_MINUTE };
  return visit;
}

static char *
add_case (NadiSession *session, const char *patient, const char *problem)
{
  g_autoptr (NadiCase) visit = full_case (problem);
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  nadi_session_add_case (session, patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
add_allergy (NadiSession *session, const char *patient)
{
  g_autoptr (NadiAllergy) allergy = nadi_allergy_new ();
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (GError) error = NULL;

  allergy->id = g_uuid_string_random ();
  allergy->patient = g_strdup (patient);
  allergy->substance = g_strdup ("Penicillin");
  allergy->high_risk = TRUE;
  resource = nadi_fhir_allergy_write (allergy, &error);
  g_assert_no_error (error);
  nadi_session_add_record (session, patient, resource, NULL, &error);
  g_assert_no_error (error);
}

static NadiSessionChart *
look (NadiSession *session, const char *patient)
{
  g_autoptr (GError) error = NULL;
  NadiSessionChart *chart = nadi_session_get_chart (session, patient, TODAY, &error);

  g_assert_no_error (error);
  g_assert_nonnull (chart);
  return chart;
}

static const NadiChartRow *
find_row (const NadiSessionChart *chart, const char *key)
{
  for (guint i = 0; i < chart->rows->len; i++)
    {
      const NadiChartRow *row = g_ptr_array_index (chart->rows, i);

      if (g_str_equal (row->key, key))
        return row;
    }
  return NULL;
}

static guint
unsent (NadiSession *session)
{
  g_autoptr (NadiSessionStatus) status = nadi_session_get_status (session);

  return status->unsent;
}

static void
test_whole (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Meena Kulkarni");
  g_autofree char *id = add_case (doctor, patient, "Diabetes");
  g_autoptr (NadiSessionChart) before = NULL;
  g_autoptr (NadiSessionChart) after = NULL;
  const NadiChartRow *row, *proven;
  NadiSummaryCounts counts;

  add_allergy (doctor, patient);
  before = look (doctor, patient);
  g_assert_true (before->clinical);
  g_assert_nonnull (before->patient);
  g_assert_cmpuint (before->rows->len, ==, 2);
  row = find_row (before, id);
  g_assert_cmpint (row->kind, ==, NADI_CHART_CASE);
  g_assert_cmpint (row->proof, ==, NADI_PROOF_UNSENT);
  g_assert_cmpuint (row->parts->len, ==, 5);
  g_assert_cmpstr (row->info->author, ==, "Dev Doctor");
  g_assert_cmpuint (row->sections, ==, 1u << NADI_SECTION_ENCOUNTERS | 1u << NADI_SECTION_MEDICATIONS | 1u << NADI_SECTION_RESULTS);
  g_assert_null (before->newest_event);
  counts = nadi_summary_counts (before->summary);
  g_assert_cmpuint (counts.problems, ==, 1);
  g_assert_cmpuint (counts.medicines, ==, 1);
  g_assert_cmpuint (counts.allergies, ==, 1);
  g_assert_cmpuint (counts.abnormal, ==, 1);
  g_assert_cmpuint (counts.measurements, ==, 1);

  nadi_test_sync (doctor);
  after = look (doctor, patient);
  proven = find_row (after, id);
  g_assert_cmpint (proven->proof, ==, NADI_PROOF_PROVEN);
  g_assert_cmpuint (proven->content, ==, row->content);
  g_assert_cmpuint (proven->mark, !=, row->mark);
  g_assert_nonnull (after->newest_event);
  g_assert_cmpuint (after->validators, ==, NADI_TEST_PENS);
  g_assert_cmpuint (after->quorum, ==, 3);
  g_assert_cmpuint (after->head_size, >, 0);
  g_assert_cmpint (after->freshness, >, 0);
  g_assert_cmpuint (after->damaged + after->missing + after->contested, ==, 0);
}

/* However often one looks, each shelf is recorded once in a sitting. */
static void
test_read_once (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Ravi Shinde");
  g_autofree char *id = add_case (doctor, patient, "Cough");
  g_autoptr (NadiSessionChart) first = NULL;
  g_autoptr (NadiSessionChart) second = NULL;
  guint recorded;

  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  g_assert_cmpuint (unsent (nurse), ==, 0);
  first = look (nurse, patient);
  recorded = unsent (nurse);
  g_assert_cmpuint (recorded, >, 0);
  second = look (nurse, patient);
  g_assert_cmpuint (unsent (nurse), ==, recorded);
  g_assert_nonnull (find_row (second, id));
}

static void
test_reception (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Usha Patil");
  g_autofree char *id = add_case (doctor, patient, "Fever");
  g_autoptr (NadiSessionChart) chart = NULL;
  g_autoptr (NadiSessionChart) none = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  nadi_test_sync (desk);
  chart = look (desk, patient);
  g_assert_false (chart->clinical);
  g_assert_nonnull (chart->patient);
  g_assert_cmpuint (chart->rows->len, ==, 0);
  g_assert_cmpuint (nadi_summary_counts (chart->summary).problems, ==, 0);
  none = nadi_session_get_chart (desk, "3f9c1e52-7a0b-4c1d-9e55-0123456789ab", TODAY, &error);
  g_assert_null (none);
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
}

static void
amend (NadiSession *session, const char *patient, const char *id, const char *symptoms)
{
  g_autoptr (NadiCase) visit = NULL;
  g_autoptr (GError) error = NULL;

  visit = nadi_session_get_case (session, patient, id, NULL, &error);
  g_assert_no_error (error);
  g_free (visit->symptoms);
  visit->symptoms = g_strdup (symptoms);
  nadi_session_amend_case (session, patient, visit, &error);
  g_assert_no_error (error);
}

static void
test_versions (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Anil More");
  g_autofree char *id = add_case (doctor, patient, "Asthma");
  g_autoptr (NadiSessionChart) amended = NULL;
  g_autoptr (NadiSessionChart) contested = NULL;
  g_autoptr (NadiSessionChart) retracted = NULL;
  g_autoptr (GError) error = NULL;
  const NadiChartRow *row;

  amend (doctor, patient, id, "wheezing");
  amended = look (doctor, patient);
  row = find_row (amended, id);
  g_assert_cmpuint (row->versions->len, ==, 1);
  g_assert_false (row->contested);
  g_assert_cmpstr (row->visit->symptoms, ==, "wheezing");

  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  amend (doctor, patient, id, "wheezing at night");
  amend (nurse, patient, id, "wheezing in the morning");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
  contested = look (doctor, patient);
  g_assert_cmpuint (contested->rows->len, ==, 1);
  row = find_row (contested, id);
  g_assert_true (row->contested);
  g_assert_cmpuint (contested->contested, ==, 1);

  for (guint i = 0; i < row->parts->len; i++)
    {
      const NadiRecordInfo *part = g_ptr_array_index (row->parts, i);

      nadi_session_retract_record (doctor, part->version, &error);
      g_assert_no_error (error);
    }
  retracted = look (doctor, patient);
  g_assert_null (find_row (retracted, id));
  g_assert_cmpuint (retracted->cases->len, ==, 0);
  g_assert_cmpuint (retracted->rows->len, ==, 1);
  g_assert_cmpint (((NadiChartRow *) g_ptr_array_index (retracted->rows, 0))->kind, ==, NADI_CHART_RETRACTED);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE | NADI_TEST_RECEPTION);
  g_test_add_func ("/session-chart/whole", test_whole);
  g_test_add_func ("/session-chart/read-once", test_read_once);
  g_test_add_func ("/session-chart/reception", test_reception);
  g_test_add_func ("/session-chart/versions", test_versions);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
