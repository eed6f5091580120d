/* One clinic's desks and another clinic, on a real service. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"
#include "nadi-session-proof.h"
#include "nadi-net-error.h"
#include "nadi-test-world.h"

typedef struct
{
  NadiTestWorld *world;
  char *admin[2];
  char *doctor;
  char *nurse;
  char *reception;
  char *other;               /* a doctor of the other clinic */
} Fixture;

static Fixture fixture;

static void
set_up (void)
{
  fixture.world = nadi_test_world_new ();
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NadiSession) admin = NULL;
      g_autoptr (GError) error = NULL;

      fixture.admin[i] = nadi_test_world_adopt (fixture.world, i);
      admin = nadi_test_world_open (fixture.admin[i]);
      nadi_session_sync (admin, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      if (i == 0)
        {
          fixture.doctor = nadi_test_world_join (fixture.world, admin, "Dev Doctor", "doctor");
          fixture.nurse = nadi_test_world_join (fixture.world, admin, "Nila Nurse", "nurse");
          fixture.reception = nadi_test_world_join (fixture.world, admin, "Rita Desk", "reception");
        }
      else
        fixture.other = nadi_test_world_join (fixture.world, admin, "Omar Other", "doctor");
    }
}

static void
tear_down (void)
{
  nadi_test_world_free (fixture.world);
  for (guint i = 0; i < 2; i++)
    g_free (fixture.admin[i]);
  g_free (fixture.doctor);
  g_free (fixture.nurse);
  g_free (fixture.reception);
  g_free (fixture.other);
}

static void
sync_well (NadiSession *session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, 15000, NULL, &error);
  g_assert_no_error (error);
}

static void
test_saved_and_seen (void)
{
  g_autoptr (NadiSession) desk = nadi_test_world_open (fixture.reception);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiSession) other = nadi_test_world_open (fixture.other);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (NadiPatient) shown = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  sync_well (desk);
  nadi_person_name_set (&patient->name, "Meena Kulkarni");
  patient->phone = g_strdup ("+91 98200 12345");
  patient->sex = NADI_SEX_FEMALE;
  nadi_session_add_patient (desk, patient, &row, &error);
  g_assert_no_error (error);
  sync_well (desk);
  status = nadi_session_get_status (desk);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  g_assert_cmpuint (status->tasks, ==, 0);
  sync_well (doctor);
  found = nadi_session_find_patients (doctor, "kul", 10, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((NadiPatientRow *) g_ptr_array_index (found, 0))->id, ==, patient->id);
  shown = nadi_session_get_patient (doctor, patient->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (shown->phone, ==, "+91 98200 12345");
  sync_well (other);
  none = nadi_session_find_patients (other, "", 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static NadiPatientRow *
add_patient (NadiSession *session, const char *name)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (GError) error = NULL;
  NadiPatientRow *row = NULL;

  nadi_person_name_set (&patient->name, name);
  nadi_session_add_patient (session, patient, &row, &error);
  g_assert_no_error (error);
  g_assert_nonnull (row);
  return row;
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
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (fixture.nurse);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiCase) visit = some_case ("Dengue fever");
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };
  NadiWatch *watch;
  gint64 until;

  g_mutex_init (&heard.mutex);
  g_cond_init (&heard.cond);
  sync_well (doctor);
  row = add_patient (doctor, "Ravi Shinde");
  sync_well (doctor);
  sync_well (nurse);
  watch = nadi_session_watch (nurse, FALSE, on_news, &heard, &error);
  g_assert_no_error (error);
  g_usleep (500 * 1000);
  nadi_session_add_case (doctor, row->id, visit, NULL, &records, &error);
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
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (fixture.nurse);
  g_autoptr (NadiSession) desk = nadi_test_world_open (fixture.reception);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiPatientRow) at_desk = NULL;
  g_autoptr (NadiCase) visit = some_case ("Typhoid");
  g_autoptr (NadiCase) seen = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) desk_records = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  sync_well (doctor);
  row = add_patient (doctor, "Usha Patil");
  nadi_session_add_case (doctor, row->id, visit, &id, NULL, &error);
  g_assert_no_error (error);
  sync_well (doctor);
  sync_well (nurse);
  seen = nadi_session_get_case (nurse, row->id, id, &records, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nadi_case_title (seen), ==, "Typhoid");
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);

      g_assert_cmpint (info->proof, ==, NADI_PROOF_PROVEN);
      g_assert_cmpstr (info->author, ==, "Dev Doctor");
      g_assert_cmpstr (info->organisation, ==, "Lotus Hospital");
    }
  sync_well (desk);
  at_desk = nadi_session_lookup_patient (desk, row->number);
  g_assert_nonnull (at_desk);
  g_assert_cmpint (at_desk->last_visit, !=, G_MININT32);
  desk_records = nadi_session_list_records (desk, row->id, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (desk_records->len, ==, 1);
  g_assert_cmpstr (((NadiRecordInfo *) g_ptr_array_index (desk_records, 0))->type, ==, "Patient");
  g_assert_false (nadi_session_add_case (desk, row->id, visit, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_ROLE);
}

static void
print_tasks (NadiSession *session)
{
  g_autoptr (GPtrArray) tasks = nadi_session_list_tasks (session, NULL);

  for (guint i = 0; i < tasks->len; i++)
    {
      const NadiTask *task = g_ptr_array_index (tasks, i);

      g_test_message ("task: %s, refused: %s (%s)", task->form, task->reason, task->detail);
    }
}

/* Two desks make the same shelf at the same time, and two versions of one record: both are kept. */
static void
test_side_by_side (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (fixture.nurse);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiCase) one = some_case ("Malaria");
  g_autoptr (NadiCase) other = some_case ("Anaemia");
  g_autoptr (NadiPatient) by_doctor = NULL;
  g_autoptr (NadiPatient) by_nurse = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) identity = NULL;
  g_autoptr (GError) error = NULL;
  NadiSection section = NADI_SECTION_IDENTITY;

  sync_well (doctor);
  row = add_patient (doctor, "Sunil Gaikwad");
  sync_well (doctor);
  sync_well (nurse);
  g_assert_true (nadi_session_add_case (doctor, row->id, one, NULL, NULL, NULL));
  g_assert_true (nadi_session_add_case (nurse, row->id, other, NULL, NULL, NULL));
  by_doctor = nadi_session_get_patient (doctor, row->id, NULL);
  by_nurse = nadi_session_get_patient (nurse, row->id, NULL);
  by_doctor->phone = g_strdup ("111111");
  by_nurse->phone = g_strdup ("222222");
  g_assert_true (nadi_session_update_patient (doctor, row->id, by_doctor, NULL));
  g_assert_true (nadi_session_update_patient (nurse, row->id, by_nurse, NULL));
  sync_well (doctor);
  sync_well (nurse);
  sync_well (doctor);
  status = nadi_session_get_status (nurse);
  print_tasks (nurse);
  g_assert_cmpuint (status->tasks, ==, 0);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  cases = nadi_session_list_cases (doctor, row->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 2);
  identity = nadi_session_list_records (doctor, row->id, &section, FALSE, &error);
  g_assert_cmpuint (identity->len, ==, 2);
  g_assert_true (((NadiRecordInfo *) g_ptr_array_index (identity, 0))->contested);
}

/* No service, no quorum: work goes on, nothing is lost, the header says what it is. */
static void
test_outages (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiPatientRow) second = NULL;
  g_autoptr (NadiSessionStatus) gone = NULL;
  g_autoptr (NadiSessionStatus) unconfirmed = NULL;
  g_autoptr (NadiSessionStatus) back = NULL;
  g_autoptr (GError) error = NULL;

  sync_well (doctor);
  nadi_test_world_stop (fixture.world);
  row = add_patient (doctor, "Offline Person");
  g_assert_false (nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE);
  g_clear_error (&error);
  gone = nadi_session_get_status (doctor);
  g_assert_cmpint (gone->saved, ==, NADI_SAVED_UNREACHABLE);
  g_assert_cmpuint (gone->unsent, ==, 3);
  nadi_session_close (doctor);
  nadi_session_unref (g_steal_pointer (&doctor));
  doctor = nadi_test_world_open (fixture.doctor);
  nadi_test_world_start (fixture.world);
  nadi_test_world_set_pens (fixture.world, 2);
  second = add_patient (doctor, "Unconfirmed Person");
  nadi_session_sync (doctor, NULL, NULL, NULL, NULL, NULL);
  unconfirmed = nadi_session_get_status (doctor);
  g_assert_cmpuint (unconfirmed->unsent, ==, 0);
  g_assert_cmpuint (unconfirmed->unconfirmed, ==, 6);
  nadi_test_world_set_pens (fixture.world, NADI_TEST_PENS);
  sync_well (doctor);
  back = nadi_session_get_status (doctor);
  g_assert_cmpint (back->saved, ==, NADI_SAVED_ALL);
}

#define BUNDLE                                                                                                        \
  "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["                                                  \
  "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"c1\",\"subject\":{\"reference\":\"Patient/p1\"},"           \
  "\"code\":{\"text\":\"%s\"},\"recordedDate\":\"2026-01-02\"}},"                                                     \
  "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Imported Person\"}]}},"            \
  "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"d1\",\"name\":[{\"text\":\"Dr. Elsewhere\"}]}},"         \
  "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"c2\",\"subject\":{\"reference\":\"Patient/nobody\"},"       \
  "\"code\":{\"text\":\"x\"}}},"                                                                                      \
  "{\"resource\":{\"resourceType\":\"Claim\",\"id\":\"k\"}}]}"

static NadiImportReport *
import_bundle (NadiSession *session, const char *condition)
{
  g_autofree char *text = g_strdup_printf (BUNDLE, condition);
  g_autofree char *path = g_build_filename (fixture.world->folder, "bundle.json", NULL);
  g_autoptr (GError) error = NULL;
  NadiImportReport *report = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  nadi_session_import (session, path, NULL, TRUE, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->complete);
  return report;
}

static void
test_import (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (fixture.nurse);
  g_autoptr (NadiImportReport) first = NULL;
  g_autoptr (NadiImportReport) second = NULL;
  g_autoptr (NadiImportReport) changed = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) directory = NULL;
  g_autoptr (GError) error = NULL;
  NadiSection section = NADI_SECTION_ENCOUNTERS;
  const NadiPatientRow *row;

  sync_well (doctor);
  first = import_bundle (doctor, "Sprain");
  g_assert_cmpuint (first->taken, ==, 3);
  g_assert_cmpuint (first->refused, ==, 2);
  second = import_bundle (doctor, "Sprain");
  g_assert_true (second->nothing_new);
  g_assert_cmpuint (second->unchanged, ==, 3);
  changed = import_bundle (doctor, "Fracture");
  g_assert_cmpuint (changed->amended, ==, 1);
  sync_well (doctor);
  sync_well (nurse);
  found = nadi_session_find_patients (nurse, "imported", 5, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  row = g_ptr_array_index (found, 0);
  g_assert_cmpuint (strlen (row->number), ==, 14);
  records = nadi_session_list_records (nurse, row->id, &section, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_nonnull (strstr (((NadiRecordInfo *) g_ptr_array_index (records, 0))->summary, "Fracture"));
  directory = nadi_session_list_directory (nurse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (directory->len, ==, 1);
}

static char *
samples_folder (void)
{
  const char *named = g_getenv ("NADI_SAMPLES");
  g_autofree char *path =
    named != NULL ? g_strdup (named) : g_build_filename (NADI_TEST_FOLDER, "..", "..", "..", "shared", "samples", "fhir-r4", NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

/* Real files, twice: the second time there is nothing new; and the other desk has what the first took. */
static void
test_samples (void)
{
  g_autofree char *path = samples_folder ();
  g_autoptr (NadiSession) doctor = NULL;
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (NadiImportReport) first = NULL;
  g_autoptr (NadiImportReport) second = NULL;
  g_autoptr (NadiImportReport) elsewhere = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  guint64 records = 0;

  if (path == NULL)
    {
      g_test_skip ("no samples here");
      return;
    }
  doctor = nadi_test_world_open (fixture.doctor);
  nurse = nadi_test_world_open (fixture.nurse);
  sync_well (doctor);
  nadi_session_import (doctor, path, NULL, TRUE, NULL, NULL, &first, NULL, &error);
  g_assert_no_error (error);
  nadi_session_import (doctor, path, NULL, TRUE, NULL, NULL, &second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->taken, >, 100);
  g_assert_true (second->nothing_new);
  g_assert_cmpuint (second->unchanged, ==, first->taken + first->unchanged);
  g_assert_cmpuint (second->refused, ==, first->refused);
  sync_well (doctor);
  status = nadi_session_get_status (doctor);
  print_tasks (doctor);
  g_assert_cmpuint (status->tasks, ==, 0);
  sync_well (nurse);
  nadi_session_import (nurse, path, NULL, TRUE, NULL, NULL, &elsewhere, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (elsewhere->nothing_new);
  found = nadi_session_find_patients (nurse, "", 1000, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const NadiPatientRow *row = g_ptr_array_index (found, i);
      g_autoptr (GPtrArray) list = nadi_session_list_records (nurse, row->id, NULL, FALSE, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < list->len; j++)
        g_assert_cmpint (((NadiRecordInfo *) g_ptr_array_index (list, j))->proof, ==, NADI_PROOF_PROVEN);
      records += list->len;
    }
  g_test_message ("%" G_GUINT64_FORMAT " taken, %" G_GUINT64_FORMAT " refused, %" G_GUINT64_FORMAT " in charts", first->taken,
                  first->refused, records);
}

static void
test_receipt (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (fixture.doctor);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (NadiReceiptInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const NadiRecordInfo *record;

  sync_well (doctor);
  row = add_patient (doctor, "Proven Person");
  sync_well (doctor);
  records = nadi_session_list_records (doctor, row->id, NULL, FALSE, &error);
  g_assert_no_error (error);
  record = g_ptr_array_index (records, 0);
  text = nadi_session_get_receipt (doctor, record->event, 5000, NULL, &error);
  g_assert_no_error (error);
  info = nadi_proof_verify (text, strlen (text), fixture.world->network_json, strlen (fixture.world->network_json), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->version, ==, record->version);
  for (gsize i = 0; i < strlen (text); i += 7)
    {
      g_autofree char *changed = g_strdup (text);

      changed[i] ^= 1;
      g_assert_null (nadi_proof_verify (changed, strlen (changed), fixture.world->network_json,
                                        strlen (fixture.world->network_json), NULL));
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/session/saved-and-seen", test_saved_and_seen);
  g_test_add_func ("/session/news", test_news);
  g_test_add_func ("/session/cases", test_cases);
  g_test_add_func ("/session/side-by-side", test_side_by_side);
  g_test_add_func ("/session/outages", test_outages);
  g_test_add_func ("/session/import", test_import);
  g_test_add_func ("/session/samples", test_samples);
  g_test_add_func ("/session/receipt", test_receipt);
  result = g_test_run ();
  tear_down ();
  return result;
}
