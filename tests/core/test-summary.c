/* The summary of a chart. */
#include "nadi-summary.h"

#define TODAY 20000

static NadiCase *
add_case (GPtrArray *cases, gint32 day)
{
  NadiCase *visit = nadi_case_new ();

  visit->id = g_strdup_printf ("case-%u", cases->len);
  visit->start = nadi_day_to_time (day) + 9 * 3600000;
  g_ptr_array_add (cases, visit);
  return visit;
}

static GPtrArray *
new_cases (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
}

static void
add_problem (NadiCase *visit, const char *text, const char *code, NadiProblemStatus status)
{
  NadiProblem *problem = nadi_case_add_problem (visit);

  problem->text = g_strdup (text);
  problem->code = g_strdup (code);
  problem->status = status;
}

static void
add_medicine (NadiCase *visit, const char *medicine, const char *dose, guint days, gboolean stopped)
{
  NadiPrescription *line = nadi_case_add_prescription (visit);

  line->medicine = g_strdup (medicine);
  line->dose = g_strdup (dose);
  line->days = days;
  line->stopped = stopped;
}

static void
add_result (NadiCase *visit, const char *text, const char *code, const char *value, const char *unit, gboolean abnormal)
{
  NadiResult *result = nadi_case_add_result (visit);

  result->text = g_strdup (text);
  result->code = g_strdup (code);
  result->value = g_strdup (value);
  result->unit = g_strdup (unit);
  result->abnormal = abnormal;
}

static void
set_vital (NadiCase *visit, NadiVitalKind kind, gint32 value, NadiUnit unit)
{
  visit->vitals.at[kind] = (NadiVital) { TRUE, value, unit };
}

static const NadiSummaryProblem *
problem_at (NadiSummary *summary, guint i)
{
  g_assert_cmpuint (nadi_summary_problems (summary)->len, >, i);
  return &g_array_index (nadi_summary_problems (summary), NadiSummaryProblem, i);
}

static void
test_empty (void)
{
  g_autoptr (NadiSummary) summary = nadi_summary_new (NULL, NULL, NULL, NULL, TODAY);
  NadiSummaryCounts counts = nadi_summary_counts (summary);

  g_assert_null (nadi_summary_patient (summary));
  g_assert_cmpuint (counts.cases + counts.problems + counts.medicines + counts.allergies + counts.results + counts.measurements, ==, 0);
}

static void
test_problems (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;
  NadiCase *visit;

  /* Newest first, as a session gives them: the order of the array must not matter. */
  visit = add_case (cases, TODAY - 2);
  add_problem (visit, "Diabetes, type 2", "E11.9", NADI_PROBLEM_ACTIVE);
  add_problem (visit, "Migraine", NULL, NADI_PROBLEM_RESOLVED);
  visit = add_case (cases, TODAY - 50);
  add_problem (visit, "migraine", NULL, NADI_PROBLEM_ACTIVE);
  add_problem (visit, "Cough", NULL, NADI_PROBLEM_ACTIVE);
  visit = add_case (cases, TODAY - 700);
  add_problem (visit, "Sugar disease", "E11.9", NADI_PROBLEM_ACTIVE);
  visit = add_case (cases, TODAY - 1);
  visit->in_error = TRUE;
  add_problem (visit, "Somebody else's", NULL, NADI_PROBLEM_ACTIVE);

  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);
  g_assert_cmpuint (nadi_summary_problems (summary)->len, ==, 2);
  g_assert_cmpstr (problem_at (summary, 0)->text, ==, "Diabetes, type 2");
  g_assert_true (problem_at (summary, 0)->chronic);
  g_assert_cmpuint (problem_at (summary, 0)->times, ==, 2);
  g_assert_cmpint (nadi_date_first_day (&problem_at (summary, 0)->since), ==, TODAY - 700);
  g_assert_cmpint (problem_at (summary, 0)->last, ==, TODAY - 2);
  g_assert_cmpstr (problem_at (summary, 1)->text, ==, "Cough");
  g_assert_false (problem_at (summary, 1)->chronic);
  g_assert_cmpuint (nadi_summary_counts (summary).cases, ==, 3);
}

static void
test_came_back (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;

  add_problem (add_case (cases, TODAY - 900), "Sciatica", "M54.3", NADI_PROBLEM_ACTIVE);
  add_problem (add_case (cases, TODAY - 800), "Sciatica", "M54.3", NADI_PROBLEM_RESOLVED);
  add_problem (add_case (cases, TODAY - 3), "Sciatica", "M54.3", NADI_PROBLEM_ACTIVE);
  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);
  g_assert_cmpuint (nadi_summary_problems (summary)->len, ==, 1);
  g_assert_cmpint (nadi_date_first_day (&problem_at (summary, 0)->since), ==, TODAY - 3);
  g_assert_false (problem_at (summary, 0)->chronic);
}

static void
test_onset (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;
  NadiCase *visit = add_case (cases, TODAY);

  add_problem (visit, "Backache", NULL, NADI_PROBLEM_ACTIVE);
  ((NadiProblem *) g_ptr_array_index (visit->problems, 0))->onset = (NadiDate) { 2009, 0, 0, NADI_DATE_YEAR };
  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);
  g_assert_cmpint (problem_at (summary, 0)->since.precision, ==, NADI_DATE_YEAR);
  g_assert_cmpuint (problem_at (summary, 0)->since.year, ==, 2009);
  g_assert_true (problem_at (summary, 0)->chronic);
}

static void
test_medicines (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;
  const NadiSummaryMedicine *medicine;
  NadiCase *visit;

  visit = add_case (cases, TODAY - 400);
  add_medicine (visit, "Metformin 500 mg", "1-0-1", 0, FALSE);
  add_medicine (visit, "Atenolol 25 mg", "1-0-0", 0, FALSE);
  visit = add_case (cases, TODAY - 100);
  add_medicine (visit, "metformin 500 MG", "1-1-1", 0, FALSE);
  add_medicine (visit, "Atenolol 25 mg", "1-0-0", 0, TRUE);
  visit = add_case (cases, TODAY - 4);
  add_medicine (visit, "Amoxicillin 500 mg", "1-1-1", 5, FALSE);
  add_medicine (visit, "Paracetamol 500 mg", "1-0-1", 4, FALSE);
  add_medicine (visit, "", "", 0, FALSE);
  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);

  /* The fifth day of five is today; the fourth of four was yesterday. */
  g_assert_cmpuint (nadi_summary_medicines (summary)->len, ==, 2);
  medicine = &g_array_index (nadi_summary_medicines (summary), NadiSummaryMedicine, 0);
  g_assert_cmpstr (medicine->medicine, ==, "Amoxicillin 500 mg");
  g_assert_cmpint (medicine->until, ==, TODAY);
  medicine = &g_array_index (nadi_summary_medicines (summary), NadiSummaryMedicine, 1);
  g_assert_cmpstr (medicine->dose, ==, "1-1-1");
  g_assert_cmpint (medicine->until, ==, G_MAXINT32);
}

static void
test_results (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (GPtrArray) loose = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;
  const NadiSummaryResult *result;
  NadiCase *visit;

  add_result (add_case (cases, TODAY - 9), "HbA1c", "4548-4", "7.1", "%", TRUE);
  visit = add_case (cases, TODAY - 30);
  add_result (visit, "Glycated haemoglobin", "4548-4", "6.2", "%", FALSE);
  add_result (visit, "Widal", NULL, "negative", NULL, FALSE);
  add_result (visit, "No value", NULL, NULL, NULL, FALSE);
  visit = add_case (loose, TODAY - 1);
  g_clear_pointer (&visit->id, g_free);
  add_result (visit, "Haemoglobin", "718-7", "8.2", "g/dL", TRUE);
  summary = nadi_summary_new (NULL, cases, loose, NULL, TODAY);

  g_assert_cmpuint (nadi_summary_results (summary)->len, ==, 3);
  g_assert_cmpuint (nadi_summary_counts (summary).abnormal, ==, 2);
  g_assert_cmpuint (nadi_summary_counts (summary).cases, ==, 2);
  result = &g_array_index (nadi_summary_results (summary), NadiSummaryResult, 0);
  g_assert_cmpstr (result->text, ==, "Haemoglobin");
  g_assert_null (result->before);
  result = &g_array_index (nadi_summary_results (summary), NadiSummaryResult, 1);
  g_assert_cmpstr (result->value, ==, "7.1");
  g_assert_cmpstr (result->before, ==, "6.2");
  g_assert_true (result->abnormal);
  g_assert_cmpuint (result->times, ==, 2);
}

static void
test_vitals (void)
{
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;
  const NadiVitalSeries *series;

  set_vital (add_case (cases, TODAY - 1), NADI_VITAL_GLUCOSE, 100000, NADI_UNIT_MG_DL);
  set_vital (add_case (cases, TODAY - 5), NADI_VITAL_GLUCOSE, 7800, NADI_UNIT_MMOL_L);
  set_vital (add_case (cases, TODAY - 3), NADI_VITAL_PULSE, 88000, NADI_UNIT_PER_MINUTE);
  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);
  series = nadi_summary_vital (summary, NADI_VITAL_GLUCOSE);
  g_assert_cmpint (series->unit, ==, NADI_UNIT_MG_DL);
  g_assert_cmpuint (series->points->len, ==, 2);
  g_assert_cmpint (g_array_index (series->points, NadiVitalPoint, 0).value, ==, 140525);
  g_assert_cmpint (g_array_index (series->points, NadiVitalPoint, 1).value, ==, 100000);
  g_assert_true (g_array_index (series->points, NadiVitalPoint, 1).visit == g_ptr_array_index (cases, 0));
  g_assert_cmpuint (nadi_summary_counts (summary).measurements, ==, 3);
  g_assert_cmpuint (nadi_summary_vital (summary, NADI_VITAL_WEIGHT)->points->len, ==, 0);
}

static void
add_allergy (GPtrArray *allergies, const char *substance, gboolean high_risk, gboolean resolved)
{
  NadiAllergy *allergy = nadi_allergy_new ();

  allergy->substance = g_strdup (substance);
  allergy->high_risk = high_risk;
  allergy->resolved = resolved;
  g_ptr_array_add (allergies, allergy);
}

static void
test_allergies (void)
{
  g_autoptr (GPtrArray) allergies = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_allergy_free);
  g_autoptr (NadiSummary) summary = NULL;
  GPtrArray *shown;

  add_allergy (allergies, "Dust", FALSE, FALSE);
  add_allergy (allergies, "penicillin", FALSE, FALSE);
  add_allergy (allergies, "Penicillin", TRUE, FALSE);
  add_allergy (allergies, "Milk", TRUE, TRUE);
  summary = nadi_summary_new (NULL, NULL, NULL, allergies, TODAY);
  shown = nadi_summary_allergies (summary);
  g_assert_cmpuint (shown->len, ==, 2);
  g_assert_cmpstr (((NadiAllergy *) g_ptr_array_index (shown, 0))->substance, ==, "Penicillin");
  g_assert_cmpstr (((NadiAllergy *) g_ptr_array_index (shown, 1))->substance, ==, "Dust");
}

static void
test_chronic_codes (void)
{
  g_assert_true (nadi_icd10_is_chronic ("E11"));
  g_assert_true (nadi_icd10_is_chronic ("I10"));
  g_assert_true (nadi_icd10_is_chronic ("C50.9"));
  g_assert_false (nadi_icd10_is_chronic ("A90"));
  g_assert_false (nadi_icd10_is_chronic ("E15"));
  g_assert_false (nadi_icd10_is_chronic ("diabetes"));
  g_assert_false (nadi_icd10_is_chronic (NULL));
}

/* More cases than a chart will ever have, each with its own of everything. */
static void
test_many (void)
{
  const guint n = 16000;
  g_autoptr (GPtrArray) cases = new_cases ();
  g_autoptr (NadiSummary) summary = NULL;

  for (guint i = 0; i < n; i++)
    {
      NadiCase *visit = add_case (cases, TODAY - (gint32) i);
      g_autofree char *text = g_strdup_printf ("Problem %u", i % 200);
      g_autofree char *medicine = g_strdup_printf ("Medicine %u", i);

      add_problem (visit, text, NULL, NADI_PROBLEM_ACTIVE);
      add_medicine (visit, medicine, "1-0-1", 0, FALSE);
      add_result (visit, medicine, NULL, "5", "g/L", FALSE);
      set_vital (visit, NADI_VITAL_PULSE, 80000, NADI_UNIT_PER_MINUTE);
    }
  summary = nadi_summary_new (NULL, cases, NULL, NULL, TODAY);
  g_assert_cmpuint (nadi_summary_counts (summary).medicines, ==, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/empty", test_empty);
  g_test_add_func ("/summary/problems", test_problems);
  g_test_add_func ("/summary/came-back", test_came_back);
  g_test_add_func ("/summary/onset", test_onset);
  g_test_add_func ("/summary/medicines", test_medicines);
  g_test_add_func ("/summary/results", test_results);
  g_test_add_func ("/summary/vitals", test_vitals);
  g_test_add_func ("/summary/allergies", test_allergies);
  g_test_add_func ("/summary/chronic-codes", test_chronic_codes);
  g_test_add_func ("/summary/many", test_many);
  return g_test_run ();
}
