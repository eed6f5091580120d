/* One clinic's desks and another clinic, on a real service. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-patients.h"
#include "nadi-test-world.h"

typedef struct
{
  NadiTestWorld *world;
  char *admin[2];
  char *doctor;
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

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/session/saved-and-seen", test_saved_and_seen);
  result = g_test_run ();
  tear_down ();
  return result;
}
