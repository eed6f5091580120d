/* Demo charts: the same every time, whole, and spread as people are. */
#include "nadi-chart-generator.h"

#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-bundle.h"
#include "nadi-fhir-case.h"
#include "nadi-icd10.h"

#define TODAY 20780 /* 2026-11-23 */
#define CHARTS 400

static const char *const doctors[] = { "d1", "d2", NULL };
static const char *const doctor_names[] = { "Dr. One", "Dr. Two", NULL };
static const NadiChartClinic clinic = { "o1", "Clinic One", doctors, doctor_names, "Maharashtra" };

static char *
all_bytes (const NadiChart *chart)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < chart->resources->len; i++)
    g_string_append_printf (out, "%s\n", nadi_fhir_resource_get_json (chart->resources->pdata[i]));
  return g_string_free (out, FALSE);
}

static void
test_same_again (void)
{
  g_autoptr (NadiChartGenerator) one = nadi_chart_generator_new (7, TODAY);
  g_autoptr (NadiChartGenerator) two = nadi_chart_generator_new (7, TODAY);
  g_autoptr (NadiChartGenerator) other = nadi_chart_generator_new (8, TODAY);
  for (guint64 index = 0; index < 50; index++)
    {
      g_autoptr (NadiChart) a = nadi_chart_generator_make (one, index, &clinic, NULL);
      g_autoptr (NadiChart) between = nadi_chart_generator_make (two, index + 1, &clinic, NULL);
      g_autoptr (NadiChart) b = nadi_chart_generator_make (two, index, &clinic, NULL);
      g_autoptr (NadiChart) c = nadi_chart_generator_make (other, index, &clinic, NULL);
      g_autofree char *bytes_a = all_bytes (a), *bytes_b = all_bytes (b), *bytes_c = all_bytes (c), *bytes_between = all_bytes (between);
      g_assert_cmpstr (bytes_a, ==, bytes_b);
      g_assert_cmpstr (bytes_a, !=, bytes_c);
      g_assert_cmpstr (bytes_a, !=, bytes_between);
    }
}

/* Every reference leads to a resource of the chart or to the clinic; every resource reads again; dates are in the window. */
static void
check_chart (const NadiChart *chart, GHashTable *ids)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) cases = nadi_fhir_cases_read ((NadiFhirResource *const *) chart->resources->pdata, chart->resources->len);
  NadiFhirType last = NADI_FHIR_PATIENT;
  g_assert_cmpuint (cases->len, ==, chart->n_cases);
  g_assert_cmpuint (chart->n_cases, >=, 1);
  g_assert_true (nadi_patient_number_valid (&chart->patient->number));
  for (guint i = 0; i < chart->resources->len; i++)
    {
      NadiFhirResource *resource = chart->resources->pdata[i];
      NadiFhirType type = nadi_fhir_resource_get_type (resource);
      gint32 day;
      g_assert_true (g_hash_table_add (names, nadi_fhir_source_key (type, nadi_fhir_resource_get_id (resource), NULL)));
      g_assert_true (g_hash_table_add (ids, g_strdup (nadi_fhir_resource_get_id (resource))));
      g_assert_cmpint (type, >=, last);
      last = type;
      if (nadi_fhir_resource_get_day (resource, &day))
        g_assert_true (day <= TODAY && day >= TODAY - NADI_CHART_DAYS);
      else
        g_assert_cmpint (type, ==, NADI_FHIR_PATIENT);
    }
  for (guint i = 0; i < chart->resources->len; i++)
    {
      g_auto (GStrv) references = nadi_fhir_resource_list_references (chart->resources->pdata[i]);

      for (char **r = references; *r != NULL; r++)
        g_assert_true (g_hash_table_contains (names, *r) || g_str_has_prefix (*r, "Practitioner/d") || g_str_equal (*r, "Organization/o1"));
    }
  for (guint i = 0; i < cases->len; i++)
    {
      const NadiCase *visit = cases->pdata[i];
      const NadiProblem *problem = visit->problems->pdata[0];
      g_assert_nonnull (nadi_icd10_find (problem->code));
      g_assert_true (visit->vitals.at[NADI_VITAL_PULSE].known);
      for (guint kind = 0; kind < NADI_N_VITALS; kind++)
        g_assert_true (!visit->vitals.at[kind].known || nadi_vital_in_range ((NadiVitalKind) kind, visit->vitals.at[kind].unit, visit->vitals.at[kind].value));
    }
}

static void
test_whole (void)
{
  g_autoptr (NadiChartGenerator) generator = nadi_chart_generator_new (1, TODAY);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint64 index = 0; index < CHARTS; index++)
    {
      g_autoptr (NadiChart) chart = nadi_chart_generator_make (generator, index, &clinic, NULL);
      check_chart (chart, ids);
    }
}

static void
test_spread (void)
{
  g_autoptr (NadiChartGenerator) generator = nadi_chart_generator_new (1, TODAY);
  guint female = 0, local = 0, about = 0, home = 0, children = 0, cases = 0, cluster = 0, allergies = 0, medications = 0, results = 0;
  for (guint64 index = 0; index < CHARTS; index++)
    {
      g_autoptr (NadiChart) chart = nadi_chart_generator_make (generator, index, &clinic, NULL);
      const NadiPatient *patient = chart->patient;
      NadiAge age;
      female += patient->sex == NADI_SEX_FEMALE;
      local += !nadi_person_name_empty (&patient->name_local);
      about += patient->birth.precision == NADI_DATE_YEAR;
      home += g_str_equal (patient->address.region, "Maharashtra");
      children += nadi_age_at (&patient->birth, TODAY, &age) && age.years < 18;
      cases += chart->n_cases;
      for (guint i = 0; i < chart->resources->len; i++)
        {
          const char *json = nadi_fhir_resource_get_json (chart->resources->pdata[i]);
          NadiFhirType type = nadi_fhir_resource_get_type (chart->resources->pdata[i]);
          g_autofree char *code = g_strdup_printf ("\"code\":\"%s\"", nadi_chart_generator_get_cluster_code (generator));
          cluster += type == NADI_FHIR_CONDITION && strstr (json, code) != NULL;
          allergies += type == NADI_FHIR_ALLERGY_INTOLERANCE;
          medications += type == NADI_FHIR_MEDICATION_REQUEST;
          results += type == NADI_FHIR_DIAGNOSTIC_REPORT;
        }
    }
  g_test_message ("cases %u, cluster %u of %s in %s", cases, cluster, nadi_chart_generator_get_cluster_code (generator),
                  nadi_chart_generator_get_cluster_city (generator));
  g_assert_true (female > CHARTS * 2 / 5 && female < CHARTS * 2 / 3);
  g_assert_cmpuint (local, >, CHARTS / 3);
  g_assert_true (about > CHARTS / 20 && about < CHARTS / 2);
  g_assert_true (home > CHARTS * 3 / 4 && home < CHARTS);
  g_assert_true (children > CHARTS / 8 && children < CHARTS / 2);
  g_assert_true (cases > CHARTS * 5 / 4 && cases < CHARTS * 5 / 2);
  g_assert_true (cluster > cases / 50 && cluster < cases / 3);
  g_assert_cmpuint (allergies, >, CHARTS / 25);
  g_assert_cmpuint (medications, >, cases);
  g_assert_cmpuint (results, >, cases / 6);
}

static void
test_given_number (void)
{
  g_autoptr (NadiChartGenerator) generator = nadi_chart_generator_new (1, TODAY);
  g_autoptr (NadiChart) own = nadi_chart_generator_make (generator, 3, &clinic, NULL);
  g_autoptr (NadiChart) given = NULL;
  NadiPatientNumber number;
  g_assert_true (nadi_patient_number_parse ("00000000079444", &number, NULL));
  given = nadi_chart_generator_make (generator, 3, &clinic, &number);
  g_assert_cmpstr (given->patient->number.digits, ==, "00000000079444");
  g_assert_cmpstr (given->patient->id, ==, own->patient->id);
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (given->resources->pdata[0]), "00000000079444"));
  g_assert_cmpuint (given->resources->len, ==, own->resources->len);
}

static void
test_directory (void)
{
  g_autoptr (GPtrArray) resources = nadi_chart_generator_make_directory (&clinic);
  g_assert_cmpuint (resources->len, ==, 3);
  for (guint i = 0; i < resources->len; i++)
    g_assert_cmpint (nadi_fhir_resource_get_section (resources->pdata[i]), ==, NADI_SECTION_DIRECTORY);
}

static void
test_icd10 (void)
{
  gsize length;
  const NadiIcd10 *list = nadi_icd10_list (&length);
  g_autoptr (GPtrArray) by_code = nadi_icd10_search ("a9", 10);
  g_autoptr (GPtrArray) by_name = nadi_icd10_search ("Deng", 10);
  g_autoptr (GPtrArray) by_words = nadi_icd10_search ("press high", 1);
  g_autoptr (GPtrArray) none = nadi_icd10_search ("", 10);
  for (gsize i = 1; i < length; i++)
    g_assert_cmpstr (list[i - 1].code, <, list[i].code);
  g_assert_cmpuint (by_code->len, ==, 10);
  g_assert_cmpuint (by_name->len, ==, 5);
  g_assert_cmpstr (((const NadiIcd10 *) by_name->pdata[0])->code, ==, "A90");
  g_assert_cmpstr (((const NadiIcd10 *) by_words->pdata[0])->code, ==, "I10");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (nadi_icd10_find ("A90")->notifiable);
  g_assert_null (nadi_icd10_find ("A90.9"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/same-again", test_same_again);
  g_test_add_func ("/demo/whole", test_whole);
  g_test_add_func ("/demo/spread", test_spread);
  g_test_add_func ("/demo/given-number", test_given_number);
  g_test_add_func ("/demo/directory", test_directory);
  g_test_add_func ("/model/icd10", test_icd10);
  return g_test_run ();
}
