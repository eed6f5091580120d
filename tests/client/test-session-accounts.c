/* One desk, several people: each with keys under a passphrase of their own, one device and one cache. */
#include <string.h>

#include "nadi-profile-error.h"
#include "nadi-session-charts.h"
#include "nadi-session-private.h"
#include "nadi-test-clinic.h"

#define DOCTOR_PASSPHRASE "seven red boats"

static NadiTestClinic *clinic;

typedef struct
{
  NadiSession *colleague;
  const char *label;
  const char *passphrase;
  const char *code;
  GError *error;
} Adding;

static gpointer
run_add (gpointer data)
{
  Adding *adding = data;

  nadi_session_add_account (adding->colleague, adding->label, adding->passphrase, adding->code, 60000, NULL, NULL, NULL, &adding->error);
  return NULL;
}

/* Gives what went wrong. */
static GError *
add_person (NadiSession *colleague, const char *name, const char *role, const char *label, const char *passphrase)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  const char *const roles[] = { role, NULL };
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  Adding adding = { colleague, label, passphrase, NULL, NULL };
  GThread *thread;
  guint admitted = 0;

  nadi_session_invite (admin, name, roles, &code, NULL, NULL, &error);
  g_assert_no_error (error);
  adding.code = code;
  thread = g_thread_new ("add", run_add, &adding);
  for (guint i = 0; i < 600 && admitted == 0; i++)
    {
      nadi_session_admit_waiting (admin, &admitted, NULL, &error);
      g_assert_no_error (error);
      if (admitted == 0)
        g_usleep (100 * 1000);
    }
  g_thread_join (thread);
  return adding.error;
}

static NadiSession *
sign_in (const char *account, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  NadiSession *session = nadi_session_open (clinic->reception, account, passphrase, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static char *
account_of (const char *label)
{
  g_autoptr (GPtrArray) accounts = nadi_session_list_accounts (clinic->reception, NULL);

  for (guint i = 0; i < accounts->len; i++)
    if (g_str_equal (((NadiSessionAccount *) g_ptr_array_index (accounts, i))->label, label))
      return g_strdup (((NadiSessionAccount *) g_ptr_array_index (accounts, i))->id);
  g_assert_not_reached ();
}

static char *
add_chart (NadiSession *session, const char *name)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;

  nadi_person_name_set (&patient->name, name);
  nadi_session_add_patient (session, patient, &row, &error);
  g_assert_no_error (error);
  return g_strdup (row->id);
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

/* A doctor joins at the reception's device, with what was done there before already in the shared cache. */
static void
test_second (void)
{
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) doctor = NULL;
  g_autoptr (NadiSessionStatus) at_desk = nadi_session_get_status (desk);
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *account = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *unsent = NULL;

  nadi_test_sync (desk);
  patient = add_chart (desk, "Shared Chart");
  nadi_test_sync (desk);
  nadi_test_sync (nurse);
  add_case (nurse, patient, "Gout");
  nadi_test_sync (nurse);
  nadi_test_sync (desk);
  error = add_person (desk, "Dev Doctor", "doctor", "Doctor", DOCTOR_PASSPHRASE);
  g_assert_no_error (error);
  g_assert_null (desk->bundle->clinical);
  /* Reception leaves something unsent. */
  unsent = add_chart (desk, "Left Unsent");
  nadi_session_unref (g_steal_pointer (&desk));

  account = account_of ("Doctor");
  doctor = sign_in (account, DOCTOR_PASSPHRASE);
  g_assert_nonnull (doctor->bundle->clinical);
  nadi_test_sync (doctor);
  status = nadi_session_get_status (doctor);
  g_assert_cmpstr (status->staff, ==, "Dev Doctor");
  g_assert_cmpstr (status->device_id, ==, at_desk->device_id);
  g_assert_cmpuint (status->tasks, ==, 0);
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_cmpstr (nadi_case_title (g_ptr_array_index (cases, 0)), ==, "Gout");
  add_case (doctor, unsent, "Measles");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  records = nadi_session_list_records (nurse, unsent, NULL, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);

      g_assert_cmpstr (info->author, ==, g_str_equal (info->type, "Patient") ? "Rita Desk" : "Dev Doctor");
      g_assert_cmpint (info->proof, ==, NADI_PROOF_PROVEN);
    }
}

/* Nobody opens another's account, and reception has nothing clinical after the doctor has worked. */
static void
test_apart (void)
{
  g_autofree char *account = account_of ("Doctor");
  g_autoptr (NadiSession) desk = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_session_open (clinic->reception, account, NADI_TEST_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (nadi_session_open (clinic->reception, NULL, DOCTOR_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  desk = nadi_test_world_open (clinic->reception);
  nadi_test_sync (desk);
  found = nadi_session_find_patients (desk, "shared", 5, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  records = nadi_session_list_records (desk, ((NadiPatientRow *) g_ptr_array_index (found, 0))->id, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
}

static void
test_prefer (void)
{
  g_autofree char *account = account_of ("Doctor");
  g_autoptr (NadiSession) session = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;

  accounts = nadi_session_list_accounts (clinic->reception, NULL);
  first = g_strdup (((NadiSessionAccount *) g_ptr_array_index (accounts, 0))->id);
  g_assert_false (nadi_session_prefer_account (clinic->reception, "nobody", &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  nadi_session_prefer_account (clinic->reception, account, &error);
  g_assert_no_error (error);
  session = sign_in (NULL, DOCTOR_PASSPHRASE);
  g_assert_false (nadi_session_prefer_account (clinic->reception, first, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_BUSY);
  g_clear_error (&error);
  nadi_session_unref (g_steal_pointer (&session));
  nadi_session_prefer_account (clinic->reception, first, &error);
  g_assert_no_error (error);
}

/* One's own passphrase changes, the colleague's stays. */
static void
test_passphrase (void)
{
  g_autofree char *account = account_of ("Doctor");
  g_autoptr (NadiSession) session = sign_in (account, DOCTOR_PASSPHRASE);
  g_autoptr (GError) error = NULL;

  g_assert_false (nadi_session_change_passphrase (session, "wrong", "new words here", &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  nadi_session_change_passphrase (session, DOCTOR_PASSPHRASE, "new words here", &error);
  g_assert_no_error (error);
  nadi_session_unref (g_steal_pointer (&session));
  g_assert_null (nadi_session_open (clinic->reception, account, DOCTOR_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  session = sign_in (account, "new words here");
  nadi_session_unref (g_steal_pointer (&session));
  session = nadi_test_world_open (clinic->reception);
}

/* The clinical key is a clinician's to hand on; a label is one person's. */
static void
test_third (void)
{
  g_autofree char *account = account_of ("Doctor");
  g_autoptr (NadiSession) desk = nadi_test_world_open (clinic->reception);
  g_autoptr (NadiSession) doctor = NULL;
  g_autoptr (NadiSession) third = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) refused = add_person (desk, "Nobody Yet", "nurse", "Nurse", "some passphrase");
  g_autoptr (GError) error = NULL;
  g_autofree char *nurse = NULL;

  g_assert_error (refused, NADI_SESSION_ERROR, NADI_SESSION_ERROR_COLLEAGUE);
  nadi_session_unref (g_steal_pointer (&desk));
  doctor = sign_in (account, "new words here");
  error = add_person (doctor, "Nora Night", "nurse", "Night nurse", "night passphrase");
  g_assert_no_error (error);
  g_assert_false (nadi_session_add_account (doctor, "Night nurse", "x", "0000", 0, NULL, NULL, NULL, &error));
  g_clear_error (&error);
  nadi_session_unref (g_steal_pointer (&doctor));
  nurse = account_of ("Night nurse");
  third = sign_in (nurse, "night passphrase");
  nadi_test_sync (third);
  found = nadi_session_find_patients (third, "shared", 5, NULL);
  cases = nadi_session_list_cases (third, ((NadiPatientRow *) g_ptr_array_index (found, 0))->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 1);
}

/* Closed, it stands in nobody's way, whoever still holds it. */
static void
test_closed_while_held (void)
{
  g_autoptr (NadiSession) held = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSession) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_session_open (clinic->nurse, NULL, NADI_TEST_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_BUSY);
  nadi_session_close (held);
  next = nadi_test_world_open (clinic->nurse);
  nadi_session_close (held);
  g_assert_null (nadi_session_open (clinic->nurse, NULL, NADI_TEST_PASSPHRASE, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_NURSE | NADI_TEST_RECEPTION);
  g_test_add_func ("/session-accounts/closed-while-held", test_closed_while_held);
  g_test_add_func ("/session-accounts/second", test_second);
  g_test_add_func ("/session-accounts/apart", test_apart);
  g_test_add_func ("/session-accounts/prefer", test_prefer);
  g_test_add_func ("/session-accounts/passphrase", test_passphrase);
  g_test_add_func ("/session-accounts/third", test_third);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
