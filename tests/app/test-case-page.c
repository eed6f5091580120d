/* A case as it is written: drafts, what is missing, signing and taking back, what is repeated and warned of. */
#include <string.h>

#include "nadi-prescription-list.h"
#include "nadi-problem-list.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-drafts.h"
#include "nadi-test-case.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-widgets.h"
#include "nadi-vitals-entry.h"

static NadiTestClinic *clinic;
static NadiDesk *desk;
static char *patient;

static guint
count_cases (void)
{
  g_autoptr (GPtrArray) cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);

  return cases->len;
}

static NadiDraft *
draft_of (const char *form)
{
  NadiDraft *draft = NULL;

  g_assert_true (nadi_session_get_draft (nadi_desk_get_session (desk), patient, form, &draft, NULL));
  return draft;
}

/* What is typed is kept at a pause, comes back in another page, and goes when it is emptied. */
static void
test_draft (void)
{
  NadiTestCase shown;
  g_autoptr (NadiDraft) draft = NULL;
  g_autoptr (NadiDraft) gone = NULL;

  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpstr (nadi_test_case_label (&shown, "draft_state"), ==, "");
  nadi_test_case_type (&shown, "vitals", "150/95 p88 zz");
  nadi_test_case_type (&shown, "symptoms", "fever for three days");
  nadi_test_case_type (&shown, "prescriptions", "para 500 1-0");
  g_assert_cmpstr (nadi_test_case_label (&shown, "draft_state"), ==, "Not saved yet");
  nadi_test_case_wait_kept (&shown);
  g_assert_true (g_str_has_prefix (nadi_test_case_label (&shown, "draft_state"), "Draft saved "));
  draft = draft_of ("case");
  g_assert_nonnull (draft);
  nadi_test_case_close (&shown);

  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpstr (nadi_vitals_entry_get_text (nadi_test_case_find (&shown, "vitals")), ==, "150/95 p88 zz");
  g_assert_cmpstr (nadi_prescription_list_get_pending (nadi_test_case_find (&shown, "prescriptions")), ==, "para 500 1-0");
  g_assert_true (g_str_has_prefix (nadi_test_case_label (&shown, "draft_state"), "Draft saved "));
  nadi_test_picture (shown.window, "vitals-error");
  nadi_test_case_type (&shown, "vitals", "");
  nadi_test_case_type (&shown, "symptoms", "");
  nadi_test_case_type (&shown, "prescriptions", "");
  nadi_case_page_save_draft (shown.page);
  nadi_test_case_wait_kept (&shown);
  gone = draft_of ("case");
  g_assert_null (gone);
  nadi_test_case_close (&shown);
}

static void
test_missing (void)
{
  NadiTestCase shown;
  guint before = count_cases ();

  nadi_test_case_show (&shown, desk, patient, NULL);
  nadi_test_picture (shown.window, "empty");
  g_assert_false (nadi_test_case_is_in_trouble (&shown));
  nadi_test_case_sign (&shown);
  g_assert_true (nadi_test_case_is_in_trouble (&shown));
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "What is it about?");
  nadi_test_case_type (&shown, "problems", "own words");
  nadi_test_case_type (&shown, "vitals", "150/95 q");
  nadi_test_case_sign (&shown);
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "A vital sign is not understood");
  nadi_test_case_type (&shown, "vitals", "15095p88g142");
  nadi_test_case_type (&shown, "prescriptions", "1-0-1");
  nadi_test_case_sign (&shown);
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "A prescription is not understood");
  nadi_test_case_type (&shown, "prescriptions", "para 500 1-0-1 5d");
  nadi_test_case_type (&shown, "follow_up", "+2x");
  nadi_test_case_sign (&shown);
  g_assert_cmpstr (nadi_test_case_label (&shown, "trouble_title"), ==, "When to come again is not understood");
  g_assert_cmpuint (count_cases (), ==, before);
  g_assert_false (nadi_case_page_act (shown.page, "win.lock"));
  nadi_test_case_close (&shown);
  g_assert_true (nadi_session_remove_draft (nadi_desk_get_session (desk), patient, "case", NULL));
}

static char *
sign_one (NadiTestCase *shown, const char *problem)
{
  g_autoptr (GPtrArray) cases = NULL;

  nadi_test_case_take (shown, "problems", problem);
  g_assert_cmpuint (nadi_problem_list_size (nadi_test_case_find (shown, "problems")), ==, 1);
  nadi_test_case_type (shown, "symptoms", "fever for three days, pain behind the eyes");
  nadi_test_case_type (shown, "vitals", "15095p88g142");
  nadi_test_case_type (shown, "findings", "rash on both arms");
  nadi_test_case_type (shown, "prescriptions", "para 500 1-0-1 5d after food");
  nadi_test_case_type (shown, "results", "Platelets 95 10*3/uL !");
  nadi_test_case_type (shown, "plan", "fluids, rest, blood count tomorrow");
  nadi_test_case_type (shown, "follow_up", "+2w");
  nadi_test_case_sign (shown);
  nadi_test_case_wait_done (shown);
  cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);
  return g_strdup (((NadiCase *) g_ptr_array_index (cases, 0))->id);
}

/* The id that documents name before the case is signed is the one that it gets; a draft keeps it, without a word, too. */
static void
test_new_id (void)
{
  NadiTestCase shown;
  g_autofree char *id = NULL, *said = NULL;
  g_autoptr (NadiDraft) draft = NULL;

  nadi_test_case_show (&shown, desk, patient, NULL);
  said = g_strdup (shown.identified);
  g_assert_true (g_uuid_string_is_valid (said));
  nadi_case_page_keep_id (shown.page);
  nadi_test_case_wait_kept (&shown);
  nadi_test_case_close (&shown);
  draft = draft_of ("case");
  g_assert_nonnull (draft);
  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpstr (shown.identified, ==, said);
  id = sign_one (&shown, "deng");
  g_assert_cmpstr (id, ==, said);
  nadi_test_case_close (&shown);
  /* The next one is another one. */
  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpstr (shown.identified, !=, said);
  nadi_test_case_close (&shown);
}

static void
test_sign_and_undo (void)
{
  NadiTestCase shown;
  g_autofree char *id = NULL;
  g_autoptr (NadiCase) visit = NULL;
  g_autoptr (NadiDraft) none = NULL, back = NULL;
  guint before = count_cases ();

  nadi_test_case_show (&shown, desk, patient, NULL);
  id = sign_one (&shown, "deng");
  g_assert_cmpstr (shown.done, ==, patient);
  g_assert_cmpuint (count_cases (), ==, before + 1);
  none = draft_of ("case");
  g_assert_null (none);
  visit = nadi_session_get_case (nadi_desk_get_session (desk), patient, id, NULL, NULL);
  g_assert_cmpstr (nadi_case_title (visit), ==, "Dengue fever");
  g_assert_cmpstr (((NadiProblem *) g_ptr_array_index (visit->problems, 0))->code, ==, "A90");
  g_assert_cmpint (visit->vitals.at[NADI_VITAL_SYSTOLIC].value, ==, 150000);
  g_assert_cmpstr (((NadiPrescription *) g_ptr_array_index (visit->prescriptions, 0))->medicine, ==, "Paracetamol 500 mg tablet");
  g_assert_true (((NadiResult *) g_ptr_array_index (visit->results, 0))->abnormal);
  g_assert_cmpint (nadi_date_first_day (&visit->follow_up), ==, nadi_desk_today (desk) + 14);
  /* Taken back: the case is gone, the draft is there, whoever shows pages was asked to open it. */
  g_assert_true (nadi_undo_step (nadi_notices_get_undo (shown.notices)));
  nadi_test_case_wait_reopened (&shown);
  g_assert_cmpuint (count_cases (), ==, before);
  back = draft_of ("case");
  g_assert_nonnull (back);
  nadi_test_case_close (&shown);

  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpuint (nadi_problem_list_size (nadi_test_case_find (&shown, "problems")), ==, 1);
  nadi_test_picture (shown.window, "draft");
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  g_assert_cmpuint (count_cases (), ==, before + 1);
  nadi_test_case_close (&shown);
}

/* The last case beside it; its plan in one key; an allergy is said, asked about, and goes into the note. */
static void
test_repeat_and_warn (void)
{
  NadiTestCase shown;
  NadiCase *visit;
  g_autoptr (GPtrArray) cases = NULL;

  nadi_test_add_allergy (nadi_desk_get_session (desk), patient);
  nadi_test_case_show (&shown, desk, patient, NULL);
  g_assert_cmpstr (nadi_test_case_label (&shown, "patient_allergies"), ==, "⚠ Allergy: Penicillin");
  g_assert_true (gtk_widget_get_visible (nadi_test_case_find (&shown, "repeat")));
  nadi_case_page_act (shown.page, "win.case-repeat");
  nadi_case_page_act (shown.page, "win.case-repeat");
  nadi_test_case_type (&shown, "problems", "tonsillitis again");
  nadi_test_case_type (&shown, "prescriptions", "amox 500 tds 7d");
  nadi_test_picture (shown.window, "completion");
  nadi_test_case_sign (&shown);
  g_assert_true (nadi_test_case_is_in_trouble (&shown));
  g_assert_null (shown.done);
  nadi_test_picture (shown.window, "warnings");
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (shown.window)), GTK_TYPE_ENTRY)), "tolerated twice since");
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_case_close (&shown);
  cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);
  visit = g_ptr_array_index (cases, 0);
  g_assert_cmpuint (visit->prescriptions->len, ==, 2);
  g_assert_nonnull (strstr (visit->notes, "tolerated twice since"));
  g_assert_nonnull (strstr (visit->notes, "Penicillin"));
  g_assert_cmpstr (visit->plan, ==, "fluids, rest, blood count tomorrow");
}

static void
test_names_and_tab (void)
{
  NadiTestCase shown;
  g_autofree char *unnamed = NULL;
  g_autofree char *order = NULL;

  nadi_test_case_show (&shown, desk, patient, NULL);
  unnamed = nadi_test_unnamed (GTK_WIDGET (shown.page));
  g_assert_cmpstr (unnamed, ==, "");
  order = nadi_test_tab_order (GTK_WIDGET (shown.page));
  g_test_message ("%s", order);
  g_assert_nonnull (strstr (order, "problems symptoms vitals findings prescriptions results plan follow_up"));
  nadi_test_case_close (&shown);
}

static gboolean
is_over (gpointer until)
{
  g_main_context_wakeup (NULL);
  return g_get_monotonic_time () > *(gint64 *) until;
}

/* Locked: nothing stays on the screen, and what was still being read does not come onto it. */
static void
test_locked (void)
{
  NadiTestCase shown;
  NadiCasePage *late = g_object_ref_sink (g_object_new (NADI_TYPE_CASE_PAGE, NULL));
  gint64 until;

  nadi_test_case_show (&shown, desk, patient, NULL);
  nadi_test_case_type (&shown, "symptoms", "secret");
  nadi_case_page_save_draft (shown.page);
  nadi_test_case_wait_kept (&shown);
  nadi_case_page_set_desk (late, desk);
  nadi_case_page_open (late, patient, NULL);
  nadi_desk_lock (desk);
  until = g_get_monotonic_time () + G_USEC_PER_SEC;
  nadi_test_wait (is_over, &until);
  g_assert_false (nadi_case_page_is_ready (late));
  g_assert_finalize_object (late);
  {
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (nadi_test_case_find (&shown, "symptoms"));
    g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  }
  g_assert_cmpstr (nadi_test_case_label (&shown, "patient_name"), ==, "");
  nadi_test_case_close (&shown);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR);
  desk = nadi_test_desk_open (clinic->doctor);
  nadi_test_sync (nadi_desk_get_session (desk));
  patient = nadi_test_add_patient (nadi_desk_get_session (desk), "Meena Kulkarni");
  g_test_add_func ("/case-page/draft", test_draft);
  g_test_add_func ("/case-page/missing", test_missing);
  g_test_add_func ("/case-page/sign-and-undo", test_sign_and_undo);
  g_test_add_func ("/case-page/new-id", test_new_id);
  g_test_add_func ("/case-page/repeat-and-warn", test_repeat_and_warn);
  g_test_add_func ("/case-page/names-and-tab", test_names_and_tab);
  g_test_add_func ("/case-page/locked", test_locked);
  result = g_test_run ();
  nadi_test_desk_close (desk);
  nadi_test_clinic_free (clinic);
  g_free (patient);
  return result;
}
