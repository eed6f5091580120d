/* A visit that another program wrote, amended here: what Nadi has no field for is still there, for both desks. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

#define ABOUT "\"subject\":{\"reference\":\"Patient/p1\"},\"encounter\":{\"reference\":\"Encounter/e1\"}"

static const char bundle[] =
  "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
  "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Foreign Chart\"}]}},"
  "{\"resource\":{\"resourceType\":\"Encounter\",\"id\":\"e1\",\"identifier\":[{\"value\":\"V-17\"}],\"status\":\"finished\",\"class\":"
  "{\"code\":\"IMP\"},\"subject\":{\"reference\":\"Patient/p1\"},\"period\":{\"start\":\"2026-01-01T10:00:00+05:30\",\"end\":"
  "\"2026-01-01T10:30:00+05:30\"},\"length\":{\"value\":30.50},\"unknownMember\":{\"kept\":[1.10]}}},"
  "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"c1\"," ABOUT ",\"severity\":{\"text\":\"severe\"},\"code\":{\"text\":\"Gout\"}}},"
  "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\"," ABOUT ",\"code\":{\"coding\":[{\"system\":"
  "\"http://loinc.org\",\"code\":\"8867-4\"}]},\"valueQuantity\":{\"value\":88.0,\"unit\":\"beats\",\"system\":"
  "\"http://unitsofmeasure.org\",\"code\":\"/min\"},\"device\":{\"display\":\"monitor 4\"}}},"
  "{\"resource\":{\"resourceType\":\"Procedure\",\"id\":\"x1\",\"status\":\"completed\"," ABOUT ",\"code\":{\"text\":\"Drip\"}}},"
  "{\"resource\":{\"resourceType\":\"DiagnosticReport\",\"id\":\"d1\",\"status\":\"final\"," ABOUT ",\"code\":{\"text\":\"Panel\"}}}]}";

static void
import_visit (NadiSession *session)
{
  g_autofree char *path = g_build_filename (clinic->world->folder, "visit.json", NULL);
  g_autoptr (NadiImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, bundle, -1, NULL));
  nadi_session_import (session, path, NULL, TRUE, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->taken, ==, 6);
}

/* What a desk has of one resource: its one current version. */
static char *
json_of (NadiSession *session, const char *patient, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = nadi_session_list_records (session, patient, NULL, FALSE, &error);
  char *json = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);
      g_autoptr (NadiFhirResource) resource = NULL;

      if (g_strcmp0 (info->resource_id, id) != 0)
        continue;
      g_assert_cmpint (info->proof, ==, NADI_PROOF_PROVEN);
      g_assert_null (json);
      resource = nadi_session_read_record (session, info->version, NULL, &error);
      g_assert_no_error (error);
      json = g_strdup (nadi_fhir_resource_get_json (resource));
    }
  return json;
}

static void
amend_visit (NadiSession *session, const char *patient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCase) visit = nadi_session_get_case (session, patient, "e1", NULL, &error);

  g_assert_no_error (error);
  visit->vitals.at[NADI_VITAL_PULSE].value = 92000;
  visit->plan = g_strdup ("Rest");
  g_assert_true (nadi_date_parse ("2026-12-14", &visit->follow_up, NULL));
  nadi_session_amend_case (session, patient, visit, &error);
  g_assert_no_error (error);
}

static void
test_foreign (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  static const char *const untouched[] = { "c1", "x1", "d1" };
  g_auto (GStrv) before = g_new0 (char *, G_N_ELEMENTS (untouched) + 1);
  NadiSession *const desks[] = { doctor, nurse };

  nadi_test_sync (doctor);
  import_visit (doctor);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  found = nadi_session_find_patients (nurse, "foreign", 5, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  patient = g_strdup (((NadiPatientRow *) g_ptr_array_index (found, 0))->id);
  for (guint i = 0; i < G_N_ELEMENTS (untouched); i++)
    before[i] = json_of (doctor, patient, untouched[i]);
  amend_visit (nurse, patient);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
  for (guint desk = 0; desk < G_N_ELEMENTS (desks); desk++)
    {
      g_autofree char *visit = json_of (desks[desk], patient, "e1");
      g_autofree char *pulse = json_of (desks[desk], patient, "o1");

      g_assert_nonnull (strstr (visit, "\"length\":{\"value\":30.50},\"unknownMember\":{\"kept\":[1.10]}"));
      g_assert_nonnull (strstr (visit, "\"start\":\"2026-01-01T10:00:00+05:30\""));
      g_assert_nonnull (strstr (visit, "2026-12-14"));
      g_assert_nonnull (strstr (pulse, "\"value\":92,"));
      g_assert_nonnull (strstr (pulse, "\"device\":{\"display\":\"monitor 4\"}"));
      for (guint i = 0; i < G_N_ELEMENTS (untouched); i++)
        {
          g_autofree char *after = json_of (desks[desk], patient, untouched[i]);

          g_assert_cmpstr (after, ==, before[i]);
        }
    }
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_cmpstr (((NadiCase *) g_ptr_array_index (cases, 0))->plan, ==, "Rest");
}

static void
test_unknown (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GPtrArray) found = nadi_session_find_patients (doctor, "foreign", 5, NULL);
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;

  visit->id = g_strdup ("nowhere");
  g_assert_false (nadi_session_amend_case (doctor, ((NadiPatientRow *) g_ptr_array_index (found, 0))->id, visit, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-amend/foreign", test_foreign);
  g_test_add_func ("/session-amend/unknown", test_unknown);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
