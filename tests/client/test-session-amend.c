/* A visit that another program wrote, amended here: what Nadi has no field for is still there, for both desks. */
#include <string.h>

#include "nadi-session-case-whole.h"
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

/* --- what others wrote meanwhile ---------------------------------------------------------------------------------- */

static NadiCase *
see_case (NadiSession *session, const char *patient, const char *id, char ***seen)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  NadiCase *visit = nadi_session_get_case (session, patient, id, &records, &error);

  g_assert_no_error (error);
  *seen = g_new0 (char *, records->len + 1);
  for (guint i = 0; i < records->len; i++)
    (*seen)[i] = g_strdup (((NadiRecordInfo *) g_ptr_array_index (records, i))->version);
  return visit;
}

static char *
add_seen_case (NadiSession *session, const char *patient)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  nadi_case_add_problem (visit)->text = g_strdup ("Tonsillitis");
  visit->symptoms = g_strdup ("sore throat");
  nadi_case_add_prescription (visit)->medicine = g_strdup ("Paracetamol 500 mg tablet");
  nadi_session_add_case (session, patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (session);
  return id;
}

static void
amend_seen (NadiSession *session, const char *patient, NadiCase *visit, char **seen)
{
  g_autoptr (GError) error = NULL;

  nadi_session_amend_seen_case (session, patient, visit, (const char *const *) seen, NULL, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (session);
}

/* The nurse has the case before her, the doctor's amendment arrives, and she signs what she wrote beside the old one. */
static void
test_meanwhile (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Mira Meanwhile");
  g_autofree char *id = add_seen_case (doctor, patient);
  g_auto (GStrv) doctors = NULL, nurses = NULL;
  g_autoptr (NadiCase) doctors_visit = NULL, nurses_visit = NULL, now = NULL;
  g_autoptr (GPtrArray) sides = NULL;

  nadi_test_sync (nurse);
  doctors_visit = see_case (doctor, patient, id, &doctors);
  nurses_visit = see_case (nurse, patient, id, &nurses);
  g_free (doctors_visit->symptoms);
  doctors_visit->symptoms = g_strdup ("sore throat, worse at night");
  nadi_case_add_prescription (doctors_visit)->medicine = g_strdup ("Amoxicillin 500 mg capsule");
  amend_seen (doctor, patient, doctors_visit, doctors);
  nadi_test_sync (nurse);
  g_free (nurses_visit->symptoms);
  nurses_visit->symptoms = g_strdup ("sore throat, better by noon");
  amend_seen (nurse, patient, nurses_visit, nurses);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (nurse);
  now = nadi_session_get_case (doctor, patient, id, NULL, NULL);
  /* What she never saw is not taken away. */
  g_assert_cmpuint (now->prescriptions->len, ==, 2);
  sides = nadi_session_list_case_sides (doctor, patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 2);
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (sides, 0))->visit->symptoms, ==, "sore throat, worse at night");
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (sides, 1))->visit->symptoms, ==, "sore throat, better by noon");
}

/* A part that was withdrawn meanwhile is written anew when it was changed; a case that was withdrawn is told. */
static void
test_withdrawn_meanwhile (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = nadi_test_add_patient (doctor, "Vani Withdrawn");
  g_autofree char *id = add_seen_case (doctor, patient);
  g_auto (GStrv) doctors = NULL, nurses = NULL;
  g_autoptr (NadiCase) doctors_visit = NULL, nurses_visit = NULL, now = NULL;
  g_autoptr (GError) error = NULL;
  NadiPrescription *prescription;

  nadi_test_sync (nurse);
  doctors_visit = see_case (doctor, patient, id, &doctors);
  nurses_visit = see_case (nurse, patient, id, &nurses);
  g_ptr_array_set_size (doctors_visit->prescriptions, 0);
  amend_seen (doctor, patient, doctors_visit, doctors);
  nadi_test_sync (nurse);
  prescription = g_ptr_array_index (nurses_visit->prescriptions, 0);
  g_free (prescription->dose);
  prescription->dose = g_strdup ("1-1-1");
  amend_seen (nurse, patient, nurses_visit, nurses);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (nurse);
  now = nadi_session_get_case (doctor, patient, id, NULL, NULL);
  g_assert_cmpuint (now->prescriptions->len, ==, 1);
  g_assert_cmpstr (((NadiPrescription *) g_ptr_array_index (now->prescriptions, 0))->dose, ==, "1-1-1");
  nadi_session_retract_case (doctor, patient, id, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  g_assert_false (nadi_session_amend_seen_case (nurse, patient, nurses_visit, (const char *const *) nurses, NULL, NULL, &error));
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
  g_test_add_func ("/session-amend/meanwhile", test_meanwhile);
  g_test_add_func ("/session-amend/withdrawn-meanwhile", test_withdrawn_meanwhile);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
