/* A clinic's desks in tests. */
#include "nadi-test-clinic.h"

#define PATIENCE_MS 30000

static char *
open_clinic (NadiTestWorld *world, guint clinic, NadiSession **administrator)
{
  char *folder = nadi_test_world_adopt (world, clinic);

  *administrator = nadi_test_world_open (folder);
  nadi_test_sync (*administrator);
  return folder;
}

NadiTestClinic *
nadi_test_clinic_new (guint staff)
{
  NadiTestClinic *clinic = g_new0 (NadiTestClinic, 1);
  g_autoptr (NadiSession) admin = NULL;

  clinic->world = nadi_test_world_new ();
  clinic->admin = open_clinic (clinic->world, 0, &admin);
  if (staff & NADI_TEST_DOCTOR)
    clinic->doctor = nadi_test_world_join (clinic->world, admin, "Dev Doctor", "doctor");
  if (staff & NADI_TEST_NURSE)
    clinic->nurse = nadi_test_world_join (clinic->world, admin, "Nila Nurse", "nurse");
  if (staff & NADI_TEST_RECEPTION)
    clinic->reception = nadi_test_world_join (clinic->world, admin, "Rita Desk", "reception");
  if (staff & NADI_TEST_OTHER)
    {
      g_autoptr (NadiSession) elsewhere = NULL;
      g_autofree char *folder = open_clinic (clinic->world, 1, &elsewhere);

      clinic->other = nadi_test_world_join (clinic->world, elsewhere, "Omar Other", "doctor");
    }
  return clinic;
}

void
nadi_test_clinic_free (NadiTestClinic *clinic)
{
  nadi_test_world_free (clinic->world);
  g_free (clinic->admin);
  g_free (clinic->doctor);
  g_free (clinic->nurse);
  g_free (clinic->reception);
  g_free (clinic->other);
  g_free (clinic);
}

void
nadi_test_sync (NadiSession *session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, PATIENCE_MS, NULL, &error);
  g_assert_no_error (error);
}

char *
nadi_test_add_patient (NadiSession *session, const char *name)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (GError) error = NULL;

  nadi_person_name_set (&patient->name, name);
  nadi_session_add_patient (session, patient, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (patient->id);
}

void
nadi_test_assert_no_tasks (NadiSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tasks = nadi_session_list_tasks (session, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < tasks->len; i++)
    {
      const NadiTask *task = g_ptr_array_index (tasks, i);

      g_test_message ("task: %s, refused: %s (%s)", task->form, task->reason, task->detail);
    }
  g_assert_cmpuint (tasks->len, ==, 0);
}
