/* Somebody leaves: the others get the next epoch of the role keys, and what is written after opens with that alone. */
#include <string.h>

#include "nadi-net-error.h"
#include "nadi-session-book.h"
#include "nadi-session-charts.h"
#include "nadi-session-keys.h"
#include "nadi-session-private.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;
static char *leaving_folder; /* of another doctor */

static void
join_leaving (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);

  leaving_folder = nadi_test_world_join (clinic->world, admin, "Lata Leaving", "doctor");
}

static void
add_case (NadiSession *session, const char *patient, const char *problem)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;

  nadi_case_add_problem (visit)->text = g_strdup (problem);
  nadi_session_add_case (session, patient, visit, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_cases (NadiSession *session, const char *patient, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = nadi_session_list_cases (session, patient, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, n);
  nadi_test_assert_no_tasks (session);
}

static gint64
epoch_of (NadiSession *session, const char *role)
{
  g_autoptr (NadiBookRole) current = NULL;

  g_assert_true (nadi_book_get_current_role (session->cache, role, &current, NULL));
  return current != NULL ? current->epoch : 0;
}

/* The last epoch of the chart's clinical shelf, and whether this session's keys open it. */
static gint64
last_epoch (NadiSession *session, const char *patient, gboolean *opens)
{
  g_auto (GStrv) shelves = NULL;
  gint64 epoch = 0;

  *opens = FALSE;
  g_assert_true (nadi_book_get_chart (session->cache, patient, &shelves, NULL));
  for (guint i = 0; shelves[i] != NULL; i++)
    {
      g_autoptr (NadiBookShelf) shelf = NULL;
      g_autoptr (NadiSecret) key = NULL;

      g_assert_true (nadi_book_get_shelf (session->cache, shelves[i], &shelf, NULL));
      if (g_str_equal (shelf->section, "identity"))
        continue;
      epoch = nadi_book_shelf_last (shelf)->epoch;
      g_assert_true (nadi_session_shelf_key (session, shelf, epoch, &key, NULL));
      *opens = key != NULL;
    }
  return epoch;
}

static void
test_refused (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  g_assert_false (nadi_session_remove_staff (doctor, admin->staff, FALSE, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_ROLE);
  g_clear_error (&error);
  g_assert_false (nadi_session_remove_device (doctor, admin->device, FALSE, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_ROLE);
  g_clear_error (&error);
  g_assert_false (nadi_session_remove_staff (admin, admin->staff, FALSE, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_TYPED);
  g_clear_error (&error);
  g_assert_false (nadi_session_remove_device (admin, admin->device, FALSE, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_TYPED);
  g_clear_error (&error);
  g_assert_false (nadi_session_remove_staff (admin, "3f0e8a52-5d5e-4c38-9a0b-0d9a4b3c2d11", FALSE, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
}

/* Refused, and the window's header says why. */
static void
assert_unknown (NadiSession *session)
{
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (nadi_session_sync (session, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNAUTHORISED);
  status = nadi_session_get_status (session);
  g_assert_cmpstr (nadi_saved_state_word (status->saved), ==, "unknown");
}

static void
test_leaves (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) leaving = nadi_test_world_open (leaving_folder);
  g_autoptr (GPtrArray) staff = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  gboolean opens;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Kept Chart");
  add_case (doctor, patient, "Gout");
  nadi_test_sync (doctor);
  nadi_test_sync (leaving);
  assert_cases (leaving, patient, 1);
  nadi_test_sync (nurse);
  nadi_session_remove_staff (admin, leaving->staff, FALSE, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (admin);
  staff = nadi_session_list_staff (admin, NULL);
  g_assert_false (((NadiStaffRow *) g_ptr_array_index (staff, staff->len - 1))->active);

  /* The doctor has not heard of it and writes under the old key: it is sealed again without asking. */
  add_case (doctor, patient, "Scurvy");
  nadi_test_sync (doctor);
  g_assert_cmpint (epoch_of (doctor, "clinical"), ==, 2);
  g_assert_cmpint (last_epoch (doctor, patient, &opens), ==, 2);
  g_assert_true (opens);
  assert_cases (doctor, patient, 2);
  nadi_test_sync (nurse);
  assert_cases (nurse, patient, 2);

  assert_unknown (leaving);
  assert_cases (leaving, patient, 1);
}

/* Even with every event and box at hand, the keys of somebody who left open nothing new. */
static void
test_keys_alone (void)
{
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) leaving = nadi_test_world_open (leaving_folder);
  g_autoptr (GPtrArray) found = NULL;
  gboolean opens;
  const char *patient;

  nadi_test_sync (nurse);
  found = nadi_session_find_patients (nurse, "kept", 2, NULL);
  patient = ((NadiPatientRow *) g_ptr_array_index (found, 0))->id;
  g_assert_cmpint (last_epoch (nurse, patient, &opens), ==, 2);
  g_assert_true (opens);
  {
    g_auto (GStrv) shelves = NULL;

    g_assert_true (nadi_book_get_chart (nurse->cache, patient, &shelves, NULL));
    for (guint i = 0; shelves[i] != NULL; i++)
      {
        g_autoptr (NadiBookShelf) shelf = NULL;
        g_autoptr (NadiBookRole) role = NULL;
        const NadiBookEpoch *last;

        g_assert_true (nadi_book_get_shelf (nurse->cache, shelves[i], &shelf, NULL));
        last = nadi_book_shelf_last (shelf);
        for (guint j = 0; last->boxes[j] != NULL; j++)
          {
            g_autoptr (GBytes) blob = NULL;

            if (nadi_cache_get_blob (nurse->cache, last->boxes[j], &blob, NULL) && blob != NULL)
              g_assert_true (nadi_cache_put_blob (leaving->cache, last->boxes[j], g_bytes_get_data (blob, NULL),
                                                  g_bytes_get_size (blob), TRUE, NULL));
          }
        for (guint j = 0; last->recipients[j] != NULL && role == NULL; j++)
          if (nadi_book_get_role (nurse->cache, last->recipients[j], &role, NULL) && role != NULL)
            g_assert_true (nadi_book_put_role (leaving->cache, role, NULL));
        g_assert_true (nadi_book_put_shelf (leaving->cache, shelf, NULL));
      }
  }
  g_assert_cmpint (last_epoch (leaving, patient, &opens), ==, 2);
  g_assert_false (opens);
}

static void
test_renewed (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;

  nadi_session_renew_role_keys (admin, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (admin);
  nadi_test_sync (doctor);
  g_assert_cmpint (epoch_of (doctor, "clinical"), ==, 3);
  patient = nadi_test_add_patient (doctor, "Renewed Chart");
  add_case (doctor, patient, "Croup");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  assert_cases (nurse, patient, 1);
}

/* Nobody told the doctor: the new chart's keys are boxed to role keys that are over, and made again for those that are not. */
static void
test_unheard (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  gboolean opens;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Unheard Chart");
  add_case (doctor, patient, "Croup");
  nadi_session_renew_role_keys (admin, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (admin);
  nadi_test_sync (doctor);
  assert_cases (doctor, patient, 1);
  g_assert_cmpint (last_epoch (doctor, patient, &opens), ==, 1);
  g_assert_true (opens);
  nadi_test_sync (nurse);
  assert_cases (nurse, patient, 1);
}

/* Knows what another has proven, and has sent nothing meanwhile. */
static void
hear (NadiSession *session, NadiSession *from, const char *role)
{
  g_autoptr (NadiBookRole) current = NULL;

  g_assert_true (nadi_book_get_current_role (from->cache, role, &current, NULL));
  g_assert_true (nadi_book_put_current_role (session->cache, current, NULL));
}

/* The next epoch stands upon one that the ledger never took: both go, and there is a first one. */
static void
test_built_upon (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  gboolean opens;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Built Chart");
  add_case (doctor, patient, "Croup");
  nadi_session_renew_role_keys (admin, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (admin);
  nadi_test_sync (admin);
  hear (doctor, admin, "clinical");
  add_case (doctor, patient, "Measles");
  g_assert_cmpint (last_epoch (doctor, patient, &opens), ==, 2);
  nadi_test_sync (doctor);
  assert_cases (doctor, patient, 2);
  g_assert_cmpint (last_epoch (doctor, patient, &opens), ==, 1);
  g_assert_true (opens);
  nadi_test_sync (nurse);
  assert_cases (nurse, patient, 2);
}

static const NadiDeviceRow *
find_device (GPtrArray *devices, const char *id)
{
  for (guint i = 0; i < devices->len; i++)
    if (g_str_equal (((NadiDeviceRow *) g_ptr_array_index (devices, i))->id, id))
      return g_ptr_array_index (devices, i);
  g_assert_not_reached ();
}

static void
test_device (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (nurse);
  nadi_test_sync (admin);
  before = nadi_session_list_devices (admin, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 4);
  g_assert_true (find_device (before, nurse->device)->active);
  g_assert_true (find_device (before, admin->device)->own);
  g_assert_cmpstr (find_device (before, admin->device)->kind, ==, "workstation");
  g_assert_cmpstr (find_device (before, doctor->device)->person, ==, "Dev Doctor");
  g_assert_cmpint (find_device (before, doctor->device)->last, >, 0);
  nadi_session_remove_device (admin, nurse->device, TRUE, &error);
  g_assert_no_error (error);
  nadi_test_sync (admin);
  after = nadi_session_list_devices (admin, &error);
  g_assert_false (find_device (after, nurse->device)->active);
  g_assert_true (find_device (after, doctor->device)->active);
  assert_unknown (nurse);
  nadi_test_sync (doctor);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  join_leaving ();
  g_test_add_func ("/session-removal/refused", test_refused);
  g_test_add_func ("/session-removal/leaves", test_leaves);
  g_test_add_func ("/session-removal/keys-alone", test_keys_alone);
  g_test_add_func ("/session-removal/renewed", test_renewed);
  g_test_add_func ("/session-removal/unheard", test_unheard);
  g_test_add_func ("/session-removal/built-upon", test_built_upon);
  g_test_add_func ("/session-removal/device", test_device);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  g_free (leaving_folder);
  return result;
}
