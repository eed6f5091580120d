/* What goes wrong while a case is being written: the disk is full, the service goes, somebody else signs the same case. Nothing typed is
 * lost, nothing signed is overwritten, and it is said. */
#include <string.h>

#include "nadi-session-case-whole.h"
#include "nadi-session-drafts.h"
#include "nadi-test-case.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-full-disk.h"
#include "nadi-test-widgets.h"

static NadiTestClinic *clinic;
static NadiDesk *desk;
static char *patient;

static NadiSession *
doctor (void)
{
  return nadi_desk_get_session (desk);
}

static gboolean
is_troubled (gpointer data)
{
  return nadi_test_case_is_in_trouble (data);
}

static char *
typed_in (NadiTestCase *shown, const char *id)
{
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (nadi_test_case_find (shown, id))), "text", &text, NULL);
  return text;
}

static guint
count_cases (void)
{
  g_autoptr (GPtrArray) cases = nadi_session_list_cases (doctor (), patient, NULL);

  return cases->len;
}

static char *
new_case (const char *symptoms, const char *notes, const char *plan)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  visit->symptoms = g_strdup (symptoms);
  visit->notes = g_strdup (notes);
  visit->plan = g_strdup (plan);
  nadi_session_add_case (doctor (), patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (doctor ());
  return id;
}

/* As another desk does it, and it arrives here. */
static void
nurse_writes (const char *id, const char *notes, const char *plan)
{
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiCase) visit = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (nurse);
  visit = nadi_session_get_case (nurse, patient, id, NULL, &error);
  g_assert_no_error (error);
  if (notes != NULL)
    {
      g_free (visit->notes);
      visit->notes = g_strdup (notes);
    }
  if (plan != NULL)
    {
      g_free (visit->plan);
      visit->plan = g_strdup (plan);
    }
  nadi_session_amend_case (nurse, patient, visit, &error);
  g_assert_no_error (error);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor ());
}

/* --- a full disk -------------------------------------------------------------------------------------------------- */

/* Said, and nothing typed goes; as soon as there is room it is kept without anybody doing anything. */
static void
test_full_disk (void)
{
  NadiTestCase shown;
  g_autoptr (NadiDraft) draft = NULL;
  g_autofree char *typed = NULL;
  guint before = count_cases ();

  nadi_test_case_show (&shown, desk, patient, NULL);
  nadi_test_disk_set_full (TRUE);
  nadi_test_case_type (&shown, "symptoms", "fever for three days");
  nadi_test_wait (is_troubled, &shown);
  g_assert_cmpuint (nadi_test_disk_refused (), >, 0);
  g_assert_cmpstr (nadi_test_case_label (&shown, "draft_state"), ==, "Draft not saved");
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "The disk is full");
  g_assert_false (nadi_case_page_is_kept (shown.page));
  nadi_test_case_type (&shown, "plan", "fluids");
  typed = typed_in (&shown, "symptoms");
  g_assert_cmpstr (typed, ==, "fever for three days");
  nadi_test_disk_set_full (FALSE);
  nadi_test_case_wait_kept (&shown);
  g_assert_true (g_str_has_prefix (nadi_test_case_label (&shown, "draft_state"), "Draft saved "));
  g_assert_false (is_troubled (&shown));
  g_assert_true (nadi_session_get_draft (doctor (), patient, "case", &draft, NULL));
  g_assert_nonnull (strstr (g_bytes_get_data (draft->typed, NULL), "fever for three days"));
  g_assert_nonnull (strstr (g_bytes_get_data (draft->typed, NULL), "fluids"));
  g_assert_cmpuint (count_cases (), ==, before);
  nadi_test_case_close (&shown);
}

/* Signing on a full disk writes nothing, says so, and works when there is room. Reading goes on meanwhile. */
static void
test_full_disk_at_signing (void)
{
  NadiTestCase shown;
  g_autofree char *typed = NULL;
  guint before = count_cases ();

  nadi_test_case_show (&shown, desk, patient, NULL);
  nadi_test_case_type (&shown, "symptoms", "cough at night");
  nadi_test_case_wait_kept (&shown);
  nadi_test_disk_set_full (TRUE);
  nadi_test_case_sign (&shown);
  nadi_test_wait (is_troubled, &shown);
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "The disk is full");
  g_assert_null (shown.done);
  typed = typed_in (&shown, "symptoms");
  g_assert_cmpstr (typed, ==, "cough at night");
  nadi_test_disk_set_full (FALSE);
  g_assert_cmpuint (count_cases (), ==, before);
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  g_assert_cmpuint (count_cases (), ==, before + 1);
  nadi_test_case_close (&shown);
  nadi_test_sync (doctor ());
}

/* --- the service -------------------------------------------------------------------------------------------------- */

static gboolean
is_unreachable (gpointer data)
{
  return nadi_desk_get_status (desk)->saved == NADI_SAVED_UNREACHABLE;
}

static gboolean
is_saved (gpointer data)
{
  return nadi_desk_get_status (desk)->saved == NADI_SAVED_ALL;
}

/* Gone in the middle of a case, and back: written, signed and sent without anybody doing more than that. */
static void
test_service_gone (void)
{
  NadiTestCase shown;

  nadi_test_case_show (&shown, desk, patient, NULL);
  nadi_test_case_type (&shown, "symptoms", "pain in the knee");
  nadi_test_world_stop (clinic->world);
  nadi_test_case_wait_kept (&shown);
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_wait (is_unreachable, NULL);
  g_assert_cmpuint (nadi_desk_get_status (desk)->unsent, >, 0);
  nadi_test_case_close (&shown);
  nadi_test_world_start (clinic->world);
  nadi_test_wait (is_saved, NULL);
  g_assert_cmpuint (nadi_desk_get_status (desk)->tasks, ==, 0);
}

/* --- two windows on one record ------------------------------------------------------------------------------------ */

/* What was changed while the form was open is not overwritten by what the form still says. */
static void
test_same_field (void)
{
  g_autofree char *id = new_case ("rash", "rash on the arms", "wait");
  g_autofree char *form = g_strconcat ("case/", id, NULL);
  g_autoptr (GPtrArray) sides = NULL;
  NadiTestCase shown;

  nadi_test_case_show (&shown, desk, patient, id);
  nurse_writes (id, "no rash seen at noon", NULL);
  nadi_test_case_type (&shown, "findings", "rash on the arms and the chest");
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_sync (doctor ());
  nadi_test_assert_no_tasks (doctor ());
  sides = nadi_session_list_case_sides (doctor (), patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 2);
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (sides, 0))->visit->notes, ==, "no rash seen at noon");
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (sides, 1))->visit->notes, ==, "rash on the arms and the chest");
  /* Taken back: what the other one wrote stays. */
  g_clear_pointer (&sides, g_ptr_array_unref);
  g_assert_true (nadi_undo_step (nadi_notices_get_undo (shown.notices)));
  nadi_test_settle ();
  for (guint i = 0; i < 600 && sides == NULL; i++)
    {
      g_autoptr (GPtrArray) found = nadi_session_list_case_sides (doctor (), patient, id, NULL);
      const char *last = ((NadiCaseVersion *) g_ptr_array_index (found, found->len - 1))->visit->notes;

      if (g_str_equal (last, "rash on the arms"))
        sides = g_steal_pointer (&found);
      g_usleep (10000);
      nadi_test_settle ();
    }
  g_assert_nonnull (sides);
  g_assert_cmpstr (((NadiCaseVersion *) g_ptr_array_index (sides, 0))->visit->notes, ==, "no rash seen at noon");
  nadi_test_case_close (&shown);
  nadi_test_sync (doctor ());
  nadi_test_assert_no_tasks (doctor ());
  g_assert_true (nadi_session_remove_draft (doctor (), patient, form, NULL));
}

/* Different fields come together. */
static void
test_other_field (void)
{
  g_autofree char *id = new_case ("fever", "temperature 38", "wait");
  g_autoptr (GPtrArray) sides = NULL;
  g_autoptr (NadiCase) visit = NULL;
  NadiTestCase shown;

  nadi_test_case_show (&shown, desk, patient, id);
  nurse_writes (id, NULL, "blood count");
  nadi_test_case_type (&shown, "findings", "temperature 39");
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_case_close (&shown);
  nadi_test_sync (doctor ());
  sides = nadi_session_list_case_sides (doctor (), patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 1);
  visit = nadi_session_get_case (doctor (), patient, id, NULL, NULL);
  g_assert_cmpstr (visit->notes, ==, "temperature 39");
  g_assert_cmpstr (visit->plan, ==, "blood count");
  nadi_test_assert_no_tasks (doctor ());
}

/* A draft that was left goes on from what its writer had seen, after a lock in between too. */
static void
test_old_draft (void)
{
  g_autofree char *id = new_case ("burn", "left hand", "cool it");
  g_autoptr (GPtrArray) sides = NULL;
  NadiTestCase shown;

  nadi_test_case_show (&shown, desk, patient, id);
  nadi_test_case_type (&shown, "findings", "left hand, second degree");
  nadi_test_case_wait_kept (&shown);
  nadi_test_case_close (&shown);
  nurse_writes (id, "right hand", NULL);
  nadi_test_case_show (&shown, desk, patient, id);
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_case_close (&shown);
  nadi_test_sync (doctor ());
  sides = nadi_session_list_case_sides (doctor (), patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 2);
}

/* Withdrawn by somebody else: said, and what was typed stays. */
static void
test_withdrawn (void)
{
  g_autofree char *id = new_case ("cold", "runny nose", "tea");
  g_autofree char *typed = NULL;
  g_autofree char *form = g_strconcat ("case/", id, NULL);
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (GError) error = NULL;
  NadiTestCase shown;

  nadi_test_case_show (&shown, desk, patient, id);
  nurse = nadi_test_world_open (clinic->nurse);
  nadi_test_sync (nurse);
  g_assert_true (nadi_session_retract_case (nurse, patient, id, "wrong patient", &error));
  nadi_test_sync (nurse);
  nadi_test_sync (doctor ());
  nadi_test_case_type (&shown, "findings", "runny nose and cough");
  nadi_test_case_sign (&shown);
  nadi_test_wait (is_troubled, &shown);
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "There is nothing like that here");
  typed = typed_in (&shown, "findings");
  g_assert_cmpstr (typed, ==, "runny nose and cough");
  nadi_test_case_close (&shown);
  nadi_session_remove_draft (doctor (), patient, form, NULL);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  desk = nadi_test_desk_open (clinic->doctor);
  nadi_test_sync (doctor ());
  patient = nadi_test_add_patient (doctor (), "Meena Kulkarni");
  nadi_test_sync (doctor ());
  g_test_add_func ("/faults/full-disk/typing", test_full_disk);
  g_test_add_func ("/faults/full-disk/signing", test_full_disk_at_signing);
  g_test_add_func ("/faults/service-gone", test_service_gone);
  g_test_add_func ("/faults/two-windows/same-field", test_same_field);
  g_test_add_func ("/faults/two-windows/other-field", test_other_field);
  g_test_add_func ("/faults/two-windows/old-draft", test_old_draft);
  g_test_add_func ("/faults/two-windows/withdrawn", test_withdrawn);
  result = g_test_run ();
  nadi_test_desk_close (desk);
  g_free (patient);
  nadi_test_clinic_free (clinic);
  return result;
}
