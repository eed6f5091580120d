/* A long chart. */
#include "nadi-bench-chart.h"

#include "nadi-session-charts.h"

static NadiCase *
some_case (guint i)
{
  NadiCase *visit = nadi_case_new ();
  NadiPrescription *line = nadi_case_add_prescription (visit);
  NadiResult *result = nadi_case_add_result (visit);

  visit->start = nadi_day_to_time (20000 + (gint32) i);
  nadi_case_add_problem (visit)->text = g_strdup_printf ("Problem %u", i % 20);
  line->medicine = g_strdup_printf ("Medicine %u", i % 30);
  result->text = g_strdup ("HbA1c");
  result->value = g_strdup ("8.1");
  visit->vitals.at[NADI_VITAL_PULSE] = (NadiVital) { TRUE, 88000, NADI_UNIT_PER_MINUTE };
  return visit;
}

char *
nadi_bench_add_chart (NadiSession *session, const char *name, guint cases)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;

  nadi_person_name_set (&patient->name, name);
  nadi_session_add_patient (session, patient, &row, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < cases; i++)
    {
      g_autoptr (NadiCase) visit = some_case (i);

      nadi_session_add_case (session, row->id, visit, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return g_strdup (row->id);
}
