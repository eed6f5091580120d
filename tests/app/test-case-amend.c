/* A case that was signed: amended, withdrawn, and two versions of it beside each other. */
#include "nadi-conflict-page.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-chart.h"
#include "nadi-test-case.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-widgets.h"
#include "nadi-withdrawn-page.h"

#include <string.h>

static NadiTestClinic *clinic;
static NadiDesk *desk;
static char *patient;

static guint
count_cases (void)
{
  g_autoptr (GPtrArray) cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);

  return cases->len;
}

static char *
add_case (const char *medicine)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  nadi_case_add_problem (visit)->text = g_strdup ("Tonsillitis");
  visit->notes = g_strdup ("rash on both arms");
  nadi_case_add_prescription (visit)->medicine = g_strdup (medicine);
  nadi_session_add_case (nadi_desk_get_session (desk), patient, visit, &id, NULL, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_amend_and_withdraw (void)
{
  NadiTestCase shown;
  g_autofree char *id = add_case ("Amoxicillin 500 mg capsule");
  g_autoptr (NadiCase) visit = NULL;
  guint before = count_cases ();

  nadi_test_add_allergy (nadi_desk_get_session (desk), patient);
  nadi_test_case_show (&shown, desk, patient, id);
  nadi_test_picture (shown.window, "amend");
  nadi_test_case_type (&shown, "plan", "see the ear doctor");
  /* An allergy is asked about again. */
  nadi_test_case_sign (&shown);
  g_assert_true (nadi_test_case_is_in_trouble (&shown));
  nadi_test_case_sign (&shown);
  nadi_test_case_wait_done (&shown);
  nadi_test_case_close (&shown);
  visit = nadi_session_get_case (nadi_desk_get_session (desk), patient, id, NULL, NULL);
  g_assert_cmpstr (visit->plan, ==, "see the ear doctor");
  g_assert_cmpuint (count_cases (), ==, before);

  nadi_test_case_show (&shown, desk, patient, id);
  nadi_case_page_act (shown.page, "win.case-retract");
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (nadi_test_case_find (&shown, "withdrawing"))));
  g_signal_emit_by_name (nadi_test_case_find (&shown, "withdraw_now"), "clicked");
  g_assert_true (nadi_test_case_is_in_trouble (&shown));
  nadi_test_picture (shown.window, "withdraw");
  gtk_editable_set_text (GTK_EDITABLE (nadi_test_case_find (&shown, "reason")), "another patient's");
  g_signal_emit_by_name (nadi_test_case_find (&shown, "withdraw_now"), "clicked");
  nadi_test_case_wait_done (&shown);
  nadi_test_case_close (&shown);
  g_assert_cmpuint (count_cases (), ==, before - 1);
}

/* --- what was withdrawn ------------------------------------------------------------------------------------------- */

static gboolean
has_versions (gpointer data)
{
  return nadi_withdrawn_page_count (data) > 0;
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* Who looks at what was withdrawn reads all of it, and why. */
static void
test_withdrawn (void)
{
  NadiSession *session = nadi_desk_get_session (desk);
  g_autofree char *id = add_case ("Cefixime 200 mg tablet");
  g_autoptr (NadiSessionChart) chart = NULL;
  NadiWithdrawnPage *page = g_object_new (NADI_TYPE_WITHDRAWN_PAGE, NULL);
  GtkWidget *window = gtk_window_new ();
  const char *version = NULL;
  g_autofree char *unnamed = NULL;

  g_assert_true (nadi_session_retract_case (session, patient, id, "of the bed beside it", NULL));
  chart = nadi_session_get_chart (session, patient, nadi_desk_today (desk), NULL);
  for (guint i = 0; i < chart->rows->len && version == NULL; i++)
    {
      const NadiChartRow *row = g_ptr_array_index (chart->rows, i);
      gboolean withdrawn = row->kind == NADI_CHART_RETRACTED && g_str_equal (row->info->type, "Encounter");
      g_autofree char *of = withdrawn ? nadi_session_find_case_of (session, row->info->version, NULL) : NULL;

      /* Another one was withdrawn on the same day. */
      if (g_strcmp0 (of, id) == 0)
        version = row->info->version;
    }
  g_assert_nonnull (version);
  nadi_withdrawn_page_set_desk (page, desk);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_present (GTK_WINDOW (window));
  nadi_withdrawn_page_open (page, patient, version);
  nadi_test_wait (has_versions, page);
  nadi_test_picture (window, "withdrawn");
  g_assert_true (says (GTK_WIDGET (page), "of the bed beside it"));
  g_assert_true (says (GTK_WIDGET (page), "Cefixime 200 mg tablet"));
  unnamed = nadi_test_unnamed (GTK_WIDGET (page));
  g_assert_cmpstr (unnamed, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

/* --- two versions ------------------------------------------------------------------------------------------------- */

static gboolean
both_there (gpointer data)
{
  return nadi_conflict_page_is_ready (data);
}

static void
change (NadiSession *session, const char *id, const char *notes)
{
  g_autoptr (NadiCase) visit = nadi_session_get_case (session, patient, id, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_free (visit->notes);
  visit->notes = g_strdup (notes);
  nadi_session_amend_case (session, patient, visit, &error);
  g_assert_no_error (error);
}

/* Two desks amend the same case before they hear of each other. */
static void
amend_at_once (const char *id)
{
  NadiSession *doctor = nadi_desk_get_session (desk);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);

  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  change (doctor, id, "rash on both arms and the chest");
  change (nurse, id, "no rash seen at noon");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
}

static void
on_done (gboolean *done)
{
  *done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return *(gboolean *) data;
}

static void
choose_second (const char *id)
{
  GtkWidget *window = gtk_window_new ();
  NadiConflictPage *page = g_object_new (NADI_TYPE_CONFLICT_PAGE, NULL);
  gpointer seen = page;
  gboolean done = FALSE;

  g_object_add_weak_pointer (G_OBJECT (page), &seen);
  nadi_conflict_page_set_desk (page, desk);
  g_signal_connect_swapped (page, "done", G_CALLBACK (on_done), &done);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  nadi_conflict_page_open (page, patient, id);
  nadi_test_wait (both_there, page);
  nadi_test_picture (window, "conflict");
  g_signal_emit_by_name (nadi_test_find (GTK_WIDGET (page), "choose_second"), "clicked");
  nadi_test_wait (is_done, &done);
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

static void
test_conflict (void)
{
  g_autofree char *id = add_case ("Paracetamol 500 mg tablet");
  g_autoptr (GPtrArray) sides = NULL;
  NadiTestCase shown;

  amend_at_once (id);
  nadi_test_case_show (&shown, desk, patient, id);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (nadi_test_case_find (&shown, "conflict"))));
  nadi_test_case_close (&shown);
  choose_second (id);
  sides = nadi_session_list_case_sides (nadi_desk_get_session (desk), patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 1);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  desk = nadi_test_desk_open (clinic->doctor);
  nadi_test_sync (nadi_desk_get_session (desk));
  patient = nadi_test_add_patient (nadi_desk_get_session (desk), "Meena Kulkarni");
  g_test_add_func ("/case-amend/amend-and-withdraw", test_amend_and_withdraw);
  g_test_add_func ("/case-amend/withdrawn", test_withdrawn);
  g_test_add_func ("/case-amend/conflict", test_conflict);
  result = g_test_run ();
  nadi_test_desk_close (desk);
  nadi_test_clinic_free (clinic);
  g_free (patient);
  return result;
}
