/* Trends of vital signs. */
#include "nadi-trend.h"

#define TODAY 20000

static NadiSummary *
make_summary (gint32 birth_year)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  static const gint32 pressures[][2] = { { 150000, 95000 }, { 120000, 80000 }, { 85000, 60000 }, { 130000, 95000 } };

  patient->birth = (NadiDate) { (guint16) birth_year, 0, 0, birth_year != 0 ? NADI_DATE_YEAR : NADI_DATE_NONE };
  for (guint i = 0; i < G_N_ELEMENTS (pressures); i++)
    {
      NadiCase *visit = nadi_case_new ();

      visit->id = g_strdup_printf ("case-%u", i);
      visit->start = nadi_day_to_time (TODAY - 10 + (gint32) i);
      visit->vitals.at[NADI_VITAL_SYSTOLIC] = (NadiVital) { TRUE, pressures[i][0], NADI_UNIT_MMHG };
      visit->vitals.at[NADI_VITAL_DIASTOLIC] = (NadiVital) { i != 2, pressures[i][1], NADI_UNIT_MMHG };
      g_ptr_array_add (cases, visit);
    }
  return nadi_summary_new (patient, cases, NULL, NULL, TODAY);
}

static const NadiTrendPoint *
point_at (const NadiTrend *trend, guint i)
{
  return &g_array_index (trend->points, NadiTrendPoint, i);
}

static void
test_pressure (void)
{
  g_autoptr (NadiSummary) summary = make_summary (1970);
  g_autoptr (NadiTrend) trend = nadi_trend_new (summary, NADI_SIGN_PRESSURE, TODAY);

  g_assert_cmpuint (nadi_sign_count (summary, NADI_SIGN_PRESSURE), ==, 4);
  g_assert_cmpuint (nadi_sign_count (summary, NADI_SIGN_PULSE), ==, 0);
  g_assert_cmpuint (trend->points->len, ==, 4);
  g_assert_cmpuint (trend->n_bands, ==, 2);
  g_assert_cmpint (trend->lowest, ==, 60000);
  g_assert_cmpint (trend->highest, ==, 150000);
  g_assert_true (point_at (trend, 0)->paired);
  g_assert_cmpint (point_at (trend, 0)->second, ==, 95000);
  g_assert_false (point_at (trend, 2)->paired);
  g_assert_cmpint (point_at (trend, 0)->place, ==, NADI_TARGET_ABOVE);
  g_assert_cmpint (point_at (trend, 1)->place, ==, NADI_TARGET_WITHIN);
  g_assert_cmpint (point_at (trend, 2)->place, ==, NADI_TARGET_BELOW);
  /* The systolic is well, the diastolic is not. */
  g_assert_cmpint (point_at (trend, 3)->place, ==, NADI_TARGET_ABOVE);
}

/* Nobody tells a child's blood pressure by an adult's. */
static void
test_no_target (void)
{
  static const gint32 years[] = { 2022, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autoptr (NadiSummary) summary = make_summary (years[i]);
      g_autoptr (NadiTrend) trend = nadi_trend_new (summary, NADI_SIGN_PRESSURE, TODAY);

      g_assert_cmpuint (trend->n_bands, ==, 0);
      g_assert_cmpint (point_at (trend, 0)->place, ==, NADI_TARGET_UNKNOWN);
    }
}

static void
test_target_units (void)
{
  const NadiDate birth = { 1970, 0, 0, NADI_DATE_YEAR };
  NadiTrendBand band;

  g_assert_true (nadi_vital_target (NADI_VITAL_GLUCOSE, NADI_UNIT_MMOL_L, &birth, TODAY, &band));
  g_assert_cmpint (band.high, ==, 7800);
  g_assert_false (nadi_vital_target (NADI_VITAL_WEIGHT, NADI_UNIT_KG, &birth, TODAY, &band));
  g_assert_true (nadi_vital_target (NADI_VITAL_TEMPERATURE, NADI_UNIT_CELSIUS, NULL, TODAY, &band));
}

static void
check_values (gint32 low, gint32 high, guint most)
{
  g_autoptr (GArray) marks = nadi_trend_value_marks (low, high, most);

  g_assert_cmpuint (marks->len, >=, 2);
  g_assert_cmpuint (marks->len, <=, most + 1);
  g_assert_cmpint (g_array_index (marks, gint32, 0), <=, low);
  g_assert_cmpint (g_array_index (marks, gint32, marks->len - 1), >=, high);
}

static void
test_value_marks (void)
{
  g_autoptr (GArray) marks = nadi_trend_value_marks (60000, 150000, 6);

  g_assert_cmpuint (marks->len, ==, 6);
  g_assert_cmpint (g_array_index (marks, gint32, 0), ==, 60000);
  g_assert_cmpint (g_array_index (marks, gint32, 1), ==, 80000);
  check_values (36100, 39400, 5);
  check_values (5, 5, 4);
  check_values (-300, 700, 4);
  check_values (0, G_MAXINT32 - 1, 8);
  check_values (1, 2, 1);
}

static void
check_days (gint32 first, gint32 last, guint most, NadiMarkKind kind)
{
  NadiMarkKind got;
  g_autoptr (GArray) marks = nadi_trend_day_marks (first, last, most, &got);

  g_assert_cmpint (got, ==, kind);
  g_assert_cmpuint (marks->len, <=, most);
  for (guint i = 0; i < marks->len; i++)
    {
      const gint32 day = g_array_index (marks, gint32, i);

      g_assert_cmpint (day, >=, first);
      g_assert_cmpint (day, <=, last);
      g_assert_true (i == 0 || day > g_array_index (marks, gint32, i - 1));
    }
}

static void
test_day_marks (void)
{
  check_days (TODAY, TODAY, 5, NADI_MARK_DAY);
  check_days (TODAY - 30, TODAY, 6, NADI_MARK_DAY);
  check_days (TODAY - 300, TODAY, 6, NADI_MARK_MONTH);
  check_days (TODAY - 3000, TODAY, 6, NADI_MARK_YEAR);
  check_days (-50000, TODAY, 4, NADI_MARK_YEAR);
  check_days (TODAY - 300, TODAY, 1, NADI_MARK_YEAR);
}

static void
test_csv (void)
{
  g_autoptr (NadiSummary) summary = make_summary (1970);
  g_autoptr (NadiTrend) trend = nadi_trend_new (summary, NADI_SIGN_PRESSURE, TODAY);
  g_autofree char *csv = nadi_trend_to_csv (trend);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "date,systolic,diastolic,unit,target");
  g_assert_cmpstr (lines[1], ==, "2024-09-24T00:00:00Z,150,95,mmHg,above");
  g_assert_cmpstr (lines[3], ==, "2024-09-26T00:00:00Z,85,,mmHg,below");
  g_assert_cmpstr (lines[5], ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/pressure", test_pressure);
  g_test_add_func ("/trend/no-target", test_no_target);
  g_test_add_func ("/trend/target-units", test_target_units);
  g_test_add_func ("/trend/value-marks", test_value_marks);
  g_test_add_func ("/trend/day-marks", test_day_marks);
  g_test_add_func ("/trend/csv", test_csv);
  return g_test_run ();
}
