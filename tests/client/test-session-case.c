/* A case as a whole: drafts, withdrawing, what it was before, two who change it at once; and a clinic's list of diagnoses. */
#include <string.h>

#include "nadi-case-draft.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-chart.h"
#include "nadi-session-drafts.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

static char *
add_case (NadiSession *session, const char *patient)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  visit->symptoms = g_strdup ("fever for three days");
  visit->notes = g_strdup ("rash on the arms");
  nadi_case_add_problem (visit)->text = g_strdup ("Dengue fever");
  nadi_case_add_prescription (visit)->medicine = g_strdup ("Paracetamol 500 mg tablet");
  g_assert_true (nadi_vitals_parse ("150/95 p88", NADI_UNIT_MG_DL, &visit->vitals, NULL, NULL));
  nadi_session_add_case (session, patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

/* --- drafts ------------------------------------------------------------------------------------------------------- */

static void
test_drafts (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GBytes) first = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (GBytes) second = g_bytes_new_static ("{\"a\":2}", 7);
  g_autofree char *patient = NULL;
  g_autoptr (NadiDraft) none = NULL, read = NULL;
  g_autoptr (GPtrArray) all = NULL, few = NULL;
  g_autoptr (GError) error = NULL;
  gint64 time = 0;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Draft Person");
  g_assert_true (nadi_session_get_draft (doctor, patient, "case", &none, &error));
  g_assert_null (none);
  g_assert_true (nadi_session_put_draft (doctor, patient, "case", first, NULL, &error));
  g_assert_true (nadi_session_put_draft (doctor, patient, "case", second, &time, &error));
  g_assert_true (nadi_session_put_draft (doctor, patient, "case/x", first, NULL, &error));
  g_assert_no_error (error);
  /* Locked and opened again: it is there, the later one. */
  nadi_session_close (doctor);
  nadi_session_unref (g_steal_pointer (&doctor));
  doctor = nadi_test_world_open (clinic->doctor);
  g_assert_true (nadi_session_get_draft (doctor, patient, "case", &read, &error));
  g_assert_nonnull (read);
  g_assert_true (g_bytes_equal (read->typed, second));
  g_assert_cmpint (read->time, ==, time);
  g_assert_cmpstr (read->patient, ==, patient);
  all = nadi_session_list_drafts (doctor, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (nadi_session_remove_draft (doctor, patient, "case", &error));
  g_assert_true (nadi_session_remove_draft (doctor, patient, "case", &error));
  few = nadi_session_list_drafts (doctor, patient, &error);
  g_assert_cmpuint (few->len, ==, 1);
  g_assert_cmpstr (((NadiDraft *) g_ptr_array_index (few, 0))->form, ==, "case/x");
}

static void
test_drafts_are_clinical (void)
{
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autoptr (GBytes) typed = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (nadi_session_put_draft (desk, "p", "case", typed, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "closed");
}

static void
test_codes (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GBytes) text = g_bytes_new_static ("A90;Our dengue\n", 15);
  g_autoptr (GBytes) bad = g_bytes_new_static ("A90;Our dengue\nfever\n", 21);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (NadiCodeList) none = NULL, list = NULL, still = NULL, gone = NULL;
  g_autoptr (GError) error = NULL;
  guint size = 0, line = 0;

  g_assert_true (nadi_session_get_codes (doctor, &none, &error));
  g_assert_null (none);
  g_assert_true (nadi_session_import_codes (doctor, text, &size, NULL, &error));
  g_assert_cmpuint (size, ==, 1);
  g_assert_true (nadi_session_get_codes (doctor, &list, &error));
  g_assert_cmpstr (nadi_code_name (list, "A90"), ==, "Our dengue");
  g_assert_false (nadi_session_import_codes (doctor, bad, NULL, &line, &error));
  g_assert_cmpuint (line, ==, 2);
  g_clear_error (&error);
  g_assert_true (nadi_session_get_codes (doctor, &still, &error));
  g_assert_nonnull (still);
  g_assert_true (nadi_session_import_codes (doctor, nothing, NULL, NULL, &error));
  g_assert_true (nadi_session_get_codes (doctor, &gone, &error));
  g_assert_null (gone);
}

/* --- the whole case ----------------------------------------------------------------------------------------------- */

static void
test_versions (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = NULL;
  g_autofree char *id = NULL;
  g_autoptr (NadiCase) visit = NULL;
  g_autoptr (GPtrArray) one = NULL, two = NULL;
  g_autoptr (GError) error = NULL;
  const NadiCaseVersion *newest, *oldest;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Version Person");
  id = add_case (doctor, patient);
  one = nadi_session_list_case_versions (doctor, patient, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  visit = nadi_session_get_case (doctor, patient, id, NULL, &error);
  g_assert_no_error (error);
  g_free (visit->notes);
  visit->notes = g_strdup ("no rash");
  g_usleep (5200 * 1000);
  g_assert_true (nadi_session_amend_case (doctor, patient, visit, &error));
  g_assert_no_error (error);
  two = nadi_session_list_case_versions (doctor, patient, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (two->len, ==, 2);
  newest = g_ptr_array_index (two, 0);
  oldest = g_ptr_array_index (two, 1);
  g_assert_true (newest->current);
  g_assert_false (oldest->current);
  g_assert_cmpstr (newest->visit->notes, ==, "no rash");
  g_assert_cmpstr (oldest->visit->notes, ==, "rash on the arms");
  g_assert_cmpuint (oldest->visit->prescriptions->len, ==, 1);
  g_assert_cmpuint (newest->visit->prescriptions->len, ==, 1);
  g_assert_cmpstr (newest->author, ==, "Dev Doctor");
  g_assert_cmpint (newest->time, >, oldest->time);
  g_assert_null (nadi_session_list_case_versions (doctor, patient, "nothing", &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
}

static void
test_retract (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = NULL;
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) cases = NULL, seen = NULL, versions = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Withdrawn Person");
  id = add_case (doctor, patient);
  other = add_case (doctor, patient);
  g_assert_true (nadi_session_retract_case (doctor, patient, id, "wrong patient", &error));
  g_assert_no_error (error);
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_cmpstr (((NadiCase *) g_ptr_array_index (cases, 0))->id, ==, other);
  versions = nadi_session_list_case_versions (doctor, patient, id, &error);
  g_assert_no_error (error);
  g_assert_false (((NadiCaseVersion *) g_ptr_array_index (versions, 0))->current);
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (versions, 0))->visit->notes, ==, "wrong patient");
  g_assert_true (nadi_session_retract_case (doctor, patient, other, NULL, &error));
  g_assert_false (nadi_session_retract_case (doctor, patient, other, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  nadi_test_sync (doctor);
  status = nadi_session_get_status (doctor);
  g_assert_cmpuint (status->tasks, ==, 0);
  nadi_test_sync (nurse);
  seen = nadi_session_list_cases (nurse, patient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 0);
}

/* Signed, taken back, and signed again under the id that its documents name. */
static void
test_signed_again (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = NULL;
  g_autoptr (NadiCase) visit = nadi_case_new (), read = NULL;
  g_autoptr (NadiSessionChart) chart = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Signed Again");
  visit->id = g_uuid_string_random ();
  visit->symptoms = g_strdup ("cough");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = NULL;

      g_assert_true (nadi_session_add_case (doctor, patient, visit, &id, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, visit->id);
      nadi_test_sync (doctor);
      if (i == 0)
        g_assert_true (nadi_session_retract_case (doctor, patient, id, NULL, &error));
    }
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_cmpuint (cases->len, ==, 1);
  read = nadi_session_get_case (doctor, patient, visit->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->symptoms, ==, "cough");
  chart = nadi_session_get_chart (doctor, patient, 20700, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chart->cases->len, ==, 1);
  for (guint i = 0; i < chart->rows->len; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (((NadiChartRow *) g_ptr_array_index (chart->rows, i))->key, !=, ((NadiChartRow *) g_ptr_array_index (chart->rows, j))->key);
}

static void
change_plan (NadiSession *session, const char *patient, const char *id, const char *notes)
{
  g_autoptr (NadiCase) visit = nadi_session_get_case (session, patient, id, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_free (visit->notes);
  visit->notes = g_strdup (notes);
  nadi_session_amend_case (session, patient, visit, &error);
  g_assert_no_error (error);
}

static void
test_contested (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) calm = NULL, sides = NULL, after = NULL;
  g_autoptr (NadiCase) settled = NULL;
  g_autoptr (GError) error = NULL;
  const NadiCaseVersion *side = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Contested Person");
  id = add_case (doctor, patient);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  calm = nadi_session_list_case_sides (doctor, patient, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calm->len, ==, 1);
  g_assert_cmpuint (g_strv_length (((NadiCaseVersion *) g_ptr_array_index (calm, 0))->versions), ==, 0);
  change_plan (doctor, patient, id, "the doctor's word");
  change_plan (nurse, patient, id, "the nurse's word");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
  sides = nadi_session_list_case_sides (doctor, patient, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sides->len, ==, 2);
  for (guint i = 0; i < sides->len; i++)
    if (g_str_equal (((NadiCaseVersion *) g_ptr_array_index (sides, i))->author, "Nila Nurse"))
      side = g_ptr_array_index (sides, i);
  g_assert_nonnull (side);
  g_assert_cmpstr (side->visit->notes, ==, "the nurse's word");
  g_assert_cmpuint (side->visit->problems->len, ==, 1);
  g_assert_true (nadi_session_resolve_case (doctor, patient, id, (const char *const *) side->versions, &error));
  g_assert_no_error (error);
  after = nadi_session_list_case_sides (doctor, patient, id, &error);
  g_assert_cmpuint (after->len, ==, 1);
  settled = nadi_session_get_case (doctor, patient, id, NULL, &error);
  g_assert_cmpstr (settled->notes, ==, "the nurse's word");
  g_assert_false (nadi_session_resolve_case (doctor, patient, id, (const char *const *) side->versions, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
  nadi_test_sync (doctor);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE | NADI_TEST_RECEPTION);
  g_test_add_func ("/session-case/drafts", test_drafts);
  g_test_add_func ("/session-case/drafts-are-clinical", test_drafts_are_clinical);
  g_test_add_func ("/session-case/codes", test_codes);
  g_test_add_func ("/session-case/versions", test_versions);
  g_test_add_func ("/session-case/retract", test_retract);
  g_test_add_func ("/session-case/signed-again", test_signed_again);
  g_test_add_func ("/session-case/contested", test_contested);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
