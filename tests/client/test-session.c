/* One clinic's desks and another clinic, on a real service. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-proof.h"
#include "nadi-net-error.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

static void
test_saved_and_seen (void)
{
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) other = nadi_test_world_open (clinic->other);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (NadiPatient) shown = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (desk);
  nadi_person_name_set (&patient->name, "Meena Kulkarni");
  patient->phone = g_strdup ("+91 98200 12345");
  patient->sex = NADI_SEX_FEMALE;
  nadi_session_add_patient (desk, patient, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (desk);
  status = nadi_session_get_status (desk);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  g_assert_cmpuint (status->tasks, ==, 0);
  nadi_test_sync (doctor);
  found = nadi_session_find_patients (doctor, "kul", 10, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((NadiPatientRow *) g_ptr_array_index (found, 0))->id, ==, patient->id);
  shown = nadi_session_get_patient (doctor, patient->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (shown->phone, ==, "+91 98200 12345");
  nadi_test_sync (other);
  none = nadi_session_find_patients (other, "", 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static NadiCase *
some_case (const char *problem)
{
  NadiCase *visit = nadi_case_new ();

  visit->symptoms = g_strdup ("cough for a week");
  nadi_case_add_problem (visit)->text = g_strdup (problem);
  return visit;
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  char *summary;
  char *name;
} Heard;

static void
on_news (const NadiNews *news, gpointer data)
{
  Heard *heard = data;

  if (news->kind != NADI_NEWS_RECORD || g_strcmp0 (news->type, "Condition") != 0)
    return;
  g_mutex_lock (&heard->mutex);
  g_free (heard->summary);
  g_free (heard->name);
  heard->summary = g_strdup (news->summary);
  heard->name = g_strdup (news->name);
  g_cond_signal (&heard->cond);
  g_mutex_unlock (&heard->mutex);
}

/* What one desk adds is on another's screen within two seconds. */
static void
test_news (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = NULL;
  g_autoptr (NadiCase) visit = some_case ("Dengue fever");
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };
  NadiWatch *watch;
  gint64 until;

  g_mutex_init (&heard.mutex);
  g_cond_init (&heard.cond);
  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Ravi Shinde");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  watch = nadi_session_watch (nurse, FALSE, on_news, &heard, &error);
  g_assert_no_error (error);
  g_usleep (500 * 1000);
  nadi_session_add_case (doctor, patient, visit, NULL, &records, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, >=, 2);
  nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  until = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  g_mutex_lock (&heard.mutex);
  while (heard.summary == NULL && g_cond_wait_until (&heard.cond, &heard.mutex, until))
    continue;
  g_assert_nonnull (heard.summary);
  g_assert_nonnull (strstr (heard.summary, "Dengue fever"));
  g_assert_cmpstr (heard.name, ==, "Ravi Shinde");
  g_mutex_unlock (&heard.mutex);
  nadi_watch_stop (watch);
  g_free (heard.summary);
  g_free (heard.name);
  g_mutex_clear (&heard.mutex);
  g_cond_clear (&heard.cond);
}

/* A doctor reads what a nurse may read, reception sees that there was a visit and nothing of it. */
static void
test_cases (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autofree char *patient = NULL;
  g_autoptr (NadiPatientRow) at_desk = NULL;
  g_autoptr (NadiCase) visit = some_case ("Typhoid");
  g_autoptr (NadiCase) seen = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) desk_records = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Usha Patil");
  nadi_session_add_case (doctor, patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  seen = nadi_session_get_case (nurse, patient, id, &records, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nadi_case_title (seen), ==, "Typhoid");
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);

      g_assert_cmpint (info->proof, ==, NADI_PROOF_PROVEN);
      g_assert_cmpstr (info->author, ==, "Dev Doctor");
      g_assert_cmpstr (info->organisation, ==, "Lotus Hospital");
    }
  nadi_test_sync (desk);
  at_desk = nadi_session_lookup_patient (desk, patient);
  g_assert_nonnull (at_desk);
  g_assert_cmpint (at_desk->last_visit, !=, G_MININT32);
  desk_records = nadi_session_list_records (desk, patient, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (desk_records->len, ==, 1);
  g_assert_cmpstr (((NadiRecordInfo *) g_ptr_array_index (desk_records, 0))->type, ==, "Patient");
  g_assert_false (nadi_session_add_case (desk, patient, visit, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_ROLE);
}

/* Two desks make the same shelf at the same time, and two versions of one record: both are kept. */
static void
test_side_by_side (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = NULL;
  g_autoptr (NadiCase) one = some_case ("Malaria");
  g_autoptr (NadiCase) other = some_case ("Anaemia");
  g_autoptr (NadiPatient) by_doctor = NULL;
  g_autoptr (NadiPatient) by_nurse = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) identity = NULL;
  g_autoptr (GError) error = NULL;
  NadiSection section = NADI_SECTION_IDENTITY;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Sunil Gaikwad");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  g_assert_true (nadi_session_add_case (doctor, patient, one, NULL, NULL, NULL));
  g_assert_true (nadi_session_add_case (nurse, patient, other, NULL, NULL, NULL));
  by_doctor = nadi_session_get_patient (doctor, patient, NULL);
  by_nurse = nadi_session_get_patient (nurse, patient, NULL);
  by_doctor->phone = g_strdup ("111111");
  by_nurse->phone = g_strdup ("222222");
  g_assert_true (nadi_session_update_patient (doctor, patient, by_doctor, NULL));
  g_assert_true (nadi_session_update_patient (nurse, patient, by_nurse, NULL));
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
  status = nadi_session_get_status (nurse);
  nadi_test_assert_no_tasks (nurse);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 2);
  identity = nadi_session_list_records (doctor, patient, &section, FALSE, &error);
  g_assert_cmpuint (identity->len, ==, 2);
  g_assert_true (((NadiRecordInfo *) g_ptr_array_index (identity, 0))->contested);
}

/* No service, no quorum: work goes on, nothing is lost, the header says what it is. */
static void
test_outages (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = NULL;
  g_autofree char *second = NULL;
  g_autoptr (NadiSessionStatus) gone = NULL;
  g_autoptr (NadiSessionStatus) unconfirmed = NULL;
  g_autoptr (NadiSessionStatus) back = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  nadi_test_world_stop (clinic->world);
  patient = nadi_test_add_patient (doctor, "Offline Person");
  g_assert_false (nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE);
  g_clear_error (&error);
  gone = nadi_session_get_status (doctor);
  g_assert_cmpint (gone->saved, ==, NADI_SAVED_UNREACHABLE);
  g_assert_cmpuint (gone->unsent, ==, 3);
  nadi_session_close (doctor);
  nadi_session_unref (g_steal_pointer (&doctor));
  doctor = nadi_test_world_open (clinic->doctor);
  nadi_test_world_start (clinic->world);
  nadi_test_world_set_pens (clinic->world, 2);
  second = nadi_test_add_patient (doctor, "Unconfirmed Person");
  nadi_session_sync (doctor, NULL, NULL, NULL, NULL, NULL);
  unconfirmed = nadi_session_get_status (doctor);
  g_assert_cmpuint (unconfirmed->unsent, ==, 0);
  g_assert_cmpuint (unconfirmed->unconfirmed, ==, 6);
  nadi_test_world_set_pens (clinic->world, NADI_TEST_PENS);
  nadi_test_sync (doctor);
  back = nadi_session_get_status (doctor);
  g_assert_cmpint (back->saved, ==, NADI_SAVED_ALL);
}

static void
test_receipt (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (NadiReceiptInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const NadiRecordInfo *record;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Proven Person");
  nadi_test_sync (doctor);
  records = nadi_session_list_records (doctor, patient, NULL, FALSE, &error);
  g_assert_no_error (error);
  record = g_ptr_array_index (records, 0);
  text = nadi_session_get_receipt (doctor, record->event, 5000, NULL, &error);
  g_assert_no_error (error);
  info = nadi_proof_verify (text, strlen (text), clinic->world->network_json, strlen (clinic->world->network_json), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->version, ==, record->version);
  for (gsize i = 0; i < strlen (text); i += 7)
    {
      g_autofree char *changed = g_strdup (text);

      changed[i] ^= 1;
      g_assert_null (nadi_proof_verify (changed, strlen (changed), clinic->world->network_json,
                                        strlen (clinic->world->network_json), NULL));
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE | NADI_TEST_RECEPTION | NADI_TEST_OTHER);
  g_test_add_func ("/session/saved-and-seen", test_saved_and_seen);
  g_test_add_func ("/session/news", test_news);
  g_test_add_func ("/session/cases", test_cases);
  g_test_add_func ("/session/side-by-side", test_side_by_side);
  g_test_add_func ("/session/outages", test_outages);
  g_test_add_func ("/session/receipt", test_receipt);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
