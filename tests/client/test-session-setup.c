/* Founding, joining and opening: what goes wrong has an error of its own, and nothing is left half done. */
#include <string.h>

#include "nadi-enrolment.h"
#include "nadi-net-error.h"
#include "nadi-profile-error.h"
#include "nadi-random-system.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

/* A code of this network that no administrator gave out. */
static char *
make_code (void)
{
  g_autoptr (NadiNetwork) network = nadi_network_parse (clinic->world->network_json, strlen (clinic->world->network_json), NULL);
  g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_new (nadi_random_system (), network);

  return nadi_enrolment_print (enrolment);
}

static NadiProfilePlan
plan_of (char **folder, const char *name)
{
  *folder = g_build_filename (clinic->world->folder, name, NULL);
  return (NadiProfilePlan) { .folder = *folder, .passphrase = NADI_TEST_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };
}

static gboolean
join (const NadiProfilePlan *plan, const char *code, guint wait_ms, GError **error)
{
  return nadi_setup_join (plan, clinic->world->network_json, strlen (clinic->world->network_json), code, wait_ms, NULL, NULL, NULL, error);
}

static void
test_codes (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  const char *const roles[] = { "reception", NULL };
  g_autofree char *code = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *changed_network = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *unknown = make_code ();
  g_autoptr (GError) error = NULL;
  const NadiProfilePlan plan = plan_of (&folder, "codes");

  nadi_session_invite (admin, "Code Person", roles, &code, NULL, NULL, &error);
  g_assert_no_error (error);
  wrong = g_strdup (code);
  wrong[2] = wrong[2] == '7' ? '8' : '7';
  g_assert_false (join (&plan, wrong, 0, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CODE);
  g_clear_error (&error);
  g_assert_false (nadi_setup_check_code ("{}", 2, code, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NETWORK_FILE);
  g_clear_error (&error);
  changed_network = g_strdup (clinic->world->network_json);
  *strstr (changed_network, "World") = 'X';
  g_assert_false (nadi_setup_check_code (changed_network, strlen (changed_network), code, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CODE_NETWORK);
  g_clear_error (&error);
  g_assert_false (join (&plan, unknown, 0, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CODE_UNKNOWN);
  g_clear_error (&error);
  g_assert_false (join (&plan, code, 0, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_WAITING);
  g_clear_error (&error);
  g_assert_null (nadi_session_open (folder, NULL, NADI_TEST_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NOT_ENROLLED);
}

static void
test_no_network (void)
{
  g_autofree char *code = make_code ();
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  const NadiProfilePlan plan = plan_of (&folder, "no-network");

  nadi_test_world_stop (clinic->world);
  g_assert_false (join (&plan, code, 0, &error));
  g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE);
  nadi_test_world_start (clinic->world);
}

static void
test_passphrase (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) admin = NULL;

  g_assert_null (nadi_session_open (clinic->admin, NULL, "wrong", NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_assert_cmpstr (nadi_session_error_word (error), ==, "passphrase");
  g_clear_error (&error);
  admin = nadi_test_world_open (clinic->admin);
  g_assert_null (nadi_session_open (clinic->admin, NULL, NADI_TEST_PASSPHRASE, NULL, NULL, &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_BUSY);
  g_clear_error (&error);
  nadi_session_close (admin);
  g_assert_false (nadi_session_sync (admin, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CLOSED);
}

/* An administrator neither registers nor reads. */
static void
test_administrator (void)
{
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (GPtrArray) staff = NULL;
  g_autoptr (GError) error = NULL;

  nadi_person_name_set (&patient->name, "Nobody");
  g_assert_false (nadi_session_add_patient (admin, patient, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_ROLE);
  g_clear_error (&error);
  staff = nadi_session_list_staff (admin, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (staff->len, ==, 1);
  g_assert_cmpstr (((NadiStaffRow *) g_ptr_array_index (staff, 0))->name, ==, "Asha Admin");
}

static void
test_founding (void)
{
  const char *const roles[] = { "administrator", "doctor", NULL };
  g_autofree char *folder = NULL;
  g_autofree char *public = NULL;
  g_autoptr (NadiFounder) founder = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  NadiProfilePlan plan = plan_of (&folder, "founded");

  nadi_setup_found (&plan, "clinic", "Hill Clinic", "Hema Admin", roles, &public, &error);
  g_assert_no_error (error);
  founder = nadi_founder_parse (public, strlen (public), &error);
  g_assert_no_error (error);
  g_assert_null (founder->sign);
  plan.passphrase = "wrong";
  g_assert_false (nadi_setup_finish_founding (&plan, clinic->world->network_json, strlen (clinic->world->network_json), &error));
  g_assert_error (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  plan.passphrase = NADI_TEST_PASSPHRASE;
  nadi_setup_finish_founding (&plan, clinic->world->network_json, strlen (clinic->world->network_json), &error);
  g_assert_no_error (error);
  accounts = nadi_session_list_accounts (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((NadiSessionAccount *) g_ptr_array_index (accounts, 0))->staff, ==, founder->founding->staff);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (0);
  g_test_add_func ("/session-setup/codes", test_codes);
  g_test_add_func ("/session-setup/no-network", test_no_network);
  g_test_add_func ("/session-setup/passphrase", test_passphrase);
  g_test_add_func ("/session-setup/administrator", test_administrator);
  g_test_add_func ("/session-setup/founding", test_founding);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
