/* The page of a case on a real session: drafts, what is missing, signing and taking back, amending, withdrawing, two versions. */
#include <string.h>

#include "nadi-case-page.h"
#include "nadi-completion-entry.h"
#include "nadi-conflict-page.h"
#include "nadi-desk.h"
#include "nadi-notices.h"
#include "nadi-prescription-list.h"
#include "nadi-problem-list.h"
#include "nadi-result-list.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-drafts.h"
#include "nadi-session-patients.h"
#include "nadi-test-widgets.h"
#include "nadi-test-world.h"
#include "nadi-ui.h"
#include "nadi-vitals-entry.h"

static NadiTestWorld *world;
static NadiDesk *desk;
static char *nurse_folder;
static char *patient;

static gboolean
on_late (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Longer than nadi_test_wait(): keys are derived and cases written, on machines that have more to do. */
static void
wait_for (gboolean (*condition) (gpointer data), gpointer data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (90, on_late, &late);

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  g_assert_true (condition (data));
}

/* --- the desk ----------------------------------------------------------------------------------------------------- */

static gboolean
is_open (gpointer data)
{
  return nadi_desk_is_open (desk);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

static void
set_up (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *admin_folder = NULL;
  g_autoptr (NadiPatient) person = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;

  world = nadi_test_world_new ();
  admin_folder = nadi_test_world_adopt (world, 0);
  {
    g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);

    nadi_session_sync (admin, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
    nurse_folder = nadi_test_world_join (world, admin, "Nila Nurse", "nurse");
  }
  desk = nadi_desk_new (folder, NULL);
  nadi_desk_open (desk, NULL, NADI_TEST_PASSPHRASE, desk, on_opened);
  wait_for (is_open, NULL);
  nadi_session_sync_until_saved (nadi_desk_get_session (desk), 15000, NULL, &error);
  g_assert_no_error (error);
  nadi_person_name_set (&person->name, "Meena Kulkarni");
  person->sex = NADI_SEX_FEMALE;
  nadi_session_add_patient (nadi_desk_get_session (desk), person, &row, &error);
  g_assert_no_error (error);
  patient = g_strdup (row->id);
}

/* --- the page in a window ----------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWidget *window;
  NadiNotices *notices;
  NadiCasePage *page;
  char *done;
  char *reopened;
} Shown;

static void
on_done (Shown *shown, const char *who)
{
  g_free (shown->done);
  shown->done = g_strdup (who);
}

static gboolean
is_ready (gpointer data)
{
  return nadi_case_page_is_ready (data);
}

static gboolean
is_kept (gpointer data)
{
  return nadi_case_page_is_kept (data);
}

static gboolean
is_done (gpointer data)
{
  return ((Shown *) data)->done != NULL;
}

static void
on_reopen (gpointer owner, const char *who, const char *id)
{
  g_object_set_data_full (owner, "reopened", g_strdup (who), g_free);
}

/* For looking at: NADI_PICTURES names a folder. */
static void
picture (Shown *shown, const char *name)
{
  const char *folder = g_getenv ("NADI_PICTURES");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s.png", folder, name) : NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  gint64 until = g_get_monotonic_time () + 300000;

  if (path == NULL)
    return;
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  paintable = gtk_widget_paintable_new (shown->window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable), gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (shown->window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

static void
show (Shown *shown, const char *id)
{
  memset (shown, 0, sizeof *shown);
  shown->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 1280, 800);
  shown->notices = g_object_new (NADI_TYPE_NOTICES, NULL);
  shown->page = g_object_new (NADI_TYPE_CASE_PAGE, NULL);
  nadi_case_page_set_desk (shown->page, desk);
  nadi_case_page_set_reopen (shown->page, on_reopen, shown->notices);
  g_signal_connect_swapped (shown->page, "done", G_CALLBACK (on_done), shown);
  g_object_set (shown->notices, "content", shown->page, NULL);
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->notices));
  gtk_window_present (GTK_WINDOW (shown->window));
  nadi_case_page_open (shown->page, patient, id);
  wait_for (is_ready, shown->page);
}

static void
close_page (Shown *shown)
{
  gpointer seen = shown->page;

  g_object_add_weak_pointer (G_OBJECT (shown->page), &seen);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (shown->done);
}

static GtkWidget *
find_below (GtkWidget *widget, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_below (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
find (Shown *shown, const char *id)
{
  GtkWidget *found = find_below (GTK_WIDGET (shown->page), id);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
first_of (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = first_of (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_into (Shown *shown, const char *id, const char *text)
{
  GtkWidget *widget = find (shown, id);

  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (first_of (widget, GTK_TYPE_ENTRY)), text);
}

static const char *
label (Shown *shown, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find (shown, id)));
}

static gboolean
trouble (Shown *shown)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (find (shown, "trouble")));
}

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

/* Taken from the list with Enter, as a person does: four keys of a word and one more. */
static void
take_first (Shown *shown, const char *id, const char *typed)
{
  GtkWidget *entry = first_of (find (shown, id), GTK_TYPE_ENTRY);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean stopped = FALSE;

  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !stopped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Return, 0, 0, &stopped);
    }
  g_assert_true (stopped);
}

static void
add_allergy (void)
{
  static const char text[] = "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"pen\",\"patient\":{\"reference\":\"Patient/%s\"},"
                             "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\","
                             "\"code\":\"active\"}]},\"criticality\":\"high\",\"code\":{\"text\":\"Penicillin\"}}";
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (GError) error = NULL;

  g_string_replace (json, "%s", patient, 1);
  resource = nadi_fhir_resource_new (json->str, json->len, &error);
  g_assert_no_error (error);
  nadi_session_add_record (nadi_desk_get_session (desk), patient, resource, NULL, &error);
  g_assert_no_error (error);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

/* What is typed is kept at a pause, comes back in another page, and goes when it is emptied. */
static void
test_draft (void)
{
  Shown shown;
  g_autoptr (NadiDraft) draft = NULL;
  g_autoptr (NadiDraft) gone = NULL;

  show (&shown, NULL);
  g_assert_cmpstr (label (&shown, "draft_state"), ==, "");
  type_into (&shown, "vitals", "150/95 p88 zz");
  type_into (&shown, "symptoms", "fever for three days");
  type_into (&shown, "prescriptions", "para 500 1-0");
  g_assert_cmpstr (label (&shown, "draft_state"), ==, "Not saved yet");
  wait_for (is_kept, shown.page);
  g_assert_true (g_str_has_prefix (label (&shown, "draft_state"), "Draft saved "));
  draft = draft_of ("case");
  g_assert_nonnull (draft);
  close_page (&shown);

  show (&shown, NULL);
  g_assert_cmpstr (nadi_vitals_entry_get_text (find (&shown, "vitals")), ==, "150/95 p88 zz");
  g_assert_cmpstr (nadi_prescription_list_get_pending (find (&shown, "prescriptions")), ==, "para 500 1-0");
  g_assert_true (g_str_has_prefix (label (&shown, "draft_state"), "Draft saved "));
  picture (&shown, "vitals-error");
  type_into (&shown, "vitals", "");
  type_into (&shown, "symptoms", "");
  type_into (&shown, "prescriptions", "");
  nadi_case_page_save_draft (shown.page);
  wait_for (is_kept, shown.page);
  gone = draft_of ("case");
  g_assert_null (gone);
  close_page (&shown);
}

static void
test_missing (void)
{
  Shown shown;
  guint before = count_cases ();

  show (&shown, NULL);
  picture (&shown, "empty");
  g_assert_false (trouble (&shown));
  g_assert_true (nadi_case_page_act (shown.page, "win.case-sign"));
  g_assert_true (trouble (&shown));
  g_assert_cmpstr (label (&shown, "trouble_title"), ==, "What is it about?");
  type_into (&shown, "problems", "own words");
  type_into (&shown, "vitals", "150/95 q");
  nadi_case_page_act (shown.page, "win.case-sign");
  g_assert_cmpstr (label (&shown, "trouble_title"), ==, "A vital sign is not understood");
  type_into (&shown, "vitals", "15095p88g142");
  type_into (&shown, "prescriptions", "1-0-1");
  nadi_case_page_act (shown.page, "win.case-sign");
  g_assert_cmpstr (label (&shown, "trouble_title"), ==, "A prescription is not understood");
  type_into (&shown, "prescriptions", "para 500 1-0-1 5d");
  type_into (&shown, "follow_up", "+2x");
  nadi_case_page_act (shown.page, "win.case-sign");
  g_assert_cmpstr (label (&shown, "trouble_title"), ==, "When to come again is not understood");
  g_assert_cmpuint (count_cases (), ==, before);
  g_assert_false (nadi_case_page_act (shown.page, "win.lock"));
  close_page (&shown);
  g_assert_true (nadi_session_remove_draft (nadi_desk_get_session (desk), patient, "case", NULL));
}

static char *
sign_one (Shown *shown, const char *problem)
{
  g_autoptr (GPtrArray) cases = NULL;

  take_first (shown, "problems", problem);
  g_assert_cmpuint (nadi_problem_list_size (find (shown, "problems")), ==, 1);
  type_into (shown, "symptoms", "fever for three days, pain behind the eyes");
  type_into (shown, "vitals", "15095p88g142");
  type_into (shown, "findings", "rash on both arms");
  type_into (shown, "prescriptions", "para 500 1-0-1 5d after food");
  type_into (shown, "results", "Platelets 95 10*3/uL !");
  type_into (shown, "plan", "fluids, rest, blood count tomorrow");
  type_into (shown, "follow_up", "+2w");
  nadi_case_page_act (shown->page, "win.case-sign");
  wait_for (is_done, shown);
  cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);
  return g_strdup (((NadiCase *) g_ptr_array_index (cases, 0))->id);
}

static gboolean
is_reopened (gpointer data)
{
  return g_object_get_data (data, "reopened") != NULL;
}

static void
test_sign_and_undo (void)
{
  Shown shown;
  g_autofree char *id = NULL;
  g_autoptr (NadiCase) visit = NULL;
  g_autoptr (NadiDraft) none = NULL, back = NULL;
  guint before = count_cases ();

  show (&shown, NULL);
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
  wait_for (is_reopened, shown.notices);
  g_assert_cmpuint (count_cases (), ==, before);
  back = draft_of ("case");
  g_assert_nonnull (back);
  close_page (&shown);

  show (&shown, NULL);
  g_assert_cmpuint (nadi_problem_list_size (find (&shown, "problems")), ==, 1);
  picture (&shown, "draft");
  nadi_case_page_act (shown.page, "win.case-sign");
  wait_for (is_done, &shown);
  g_assert_cmpuint (count_cases (), ==, before + 1);
  close_page (&shown);
}

/* The last case beside it; its plan in one key; an allergy is said, asked about, and goes into the note. */
static void
test_repeat_and_warn (void)
{
  Shown shown;
  NadiCase *visit;
  g_autoptr (GPtrArray) cases = NULL;

  add_allergy ();
  show (&shown, NULL);
  g_assert_cmpstr (label (&shown, "patient_allergies"), ==, "⚠ Allergy: Penicillin");
  g_assert_true (gtk_widget_get_visible (find (&shown, "repeat")));
  nadi_case_page_act (shown.page, "win.case-repeat");
  nadi_case_page_act (shown.page, "win.case-repeat");
  type_into (&shown, "problems", "tonsillitis again");
  type_into (&shown, "prescriptions", "amox 500 tds 7d");
  picture (&shown, "completion");
  nadi_case_page_act (shown.page, "win.case-sign");
  g_assert_true (trouble (&shown));
  g_assert_null (shown.done);
  picture (&shown, "warnings");
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (shown.window)), GTK_TYPE_ENTRY)), "tolerated twice since");
  nadi_case_page_act (shown.page, "win.case-sign");
  wait_for (is_done, &shown);
  close_page (&shown);
  cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);
  visit = g_ptr_array_index (cases, 0);
  g_assert_cmpuint (visit->prescriptions->len, ==, 2);
  g_assert_nonnull (strstr (visit->notes, "tolerated twice since"));
  g_assert_nonnull (strstr (visit->notes, "Penicillin"));
  g_assert_cmpstr (visit->plan, ==, "fluids, rest, blood count tomorrow");
}

static void
test_amend_and_withdraw (void)
{
  Shown shown;
  g_autofree char *id = NULL;
  g_autoptr (NadiCase) visit = NULL;
  guint before = count_cases ();

  {
    g_autoptr (GPtrArray) cases = nadi_session_list_cases (nadi_desk_get_session (desk), patient, NULL);
    id = g_strdup (((NadiCase *) g_ptr_array_index (cases, 0))->id);
  }
  show (&shown, id);
  picture (&shown, "amend");
  type_into (&shown, "plan", "see the ear doctor");
  nadi_case_page_act (shown.page, "win.case-sign");
  nadi_case_page_act (shown.page, "win.case-sign");
  wait_for (is_done, &shown);
  close_page (&shown);
  visit = nadi_session_get_case (nadi_desk_get_session (desk), patient, id, NULL, NULL);
  g_assert_cmpstr (visit->plan, ==, "see the ear doctor");
  g_assert_cmpuint (count_cases (), ==, before);

  show (&shown, id);
  nadi_case_page_act (shown.page, "win.case-retract");
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (find (&shown, "withdrawing"))));
  g_signal_emit_by_name (find (&shown, "withdraw_now"), "clicked");
  g_assert_true (trouble (&shown));
  picture (&shown, "withdraw");
  gtk_editable_set_text (GTK_EDITABLE (find (&shown, "reason")), "another patient's");
  g_signal_emit_by_name (find (&shown, "withdraw_now"), "clicked");
  wait_for (is_done, &shown);
  close_page (&shown);
  g_assert_cmpuint (count_cases (), ==, before - 1);
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

static void
sync_well (NadiSession *session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, 15000, NULL, &error);
  g_assert_no_error (error);
}

static void
test_conflict (void)
{
  g_autoptr (NadiSession) nurse = nadi_test_world_open (nurse_folder);
  NadiSession *doctor = nadi_desk_get_session (desk);
  g_autoptr (GPtrArray) cases = nadi_session_list_cases (doctor, patient, NULL);
  const char *id = ((NadiCase *) g_ptr_array_index (cases, 0))->id;
  g_autoptr (GPtrArray) sides = NULL;
  Shown shown = { 0 };
  NadiConflictPage *page;
  gpointer seen;

  sync_well (doctor);
  sync_well (nurse);
  change (doctor, id, "rash on both arms and the chest");
  change (nurse, id, "no rash seen at noon");
  sync_well (doctor);
  sync_well (nurse);
  sync_well (doctor);
  show (&shown, id);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (find (&shown, "conflict"))));
  close_page (&shown);

  memset (&shown, 0, sizeof shown);
  shown.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (shown.window), 1280, 800);
  page = g_object_new (NADI_TYPE_CONFLICT_PAGE, NULL);
  seen = page;
  g_object_add_weak_pointer (G_OBJECT (page), &seen);
  nadi_conflict_page_set_desk (page, desk);
  g_signal_connect_swapped (page, "done", G_CALLBACK (on_done), &shown);
  gtk_window_set_child (GTK_WINDOW (shown.window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (shown.window));
  nadi_conflict_page_open (page, patient, id);
  wait_for (both_there, page);
  picture (&shown, "conflict");
  g_signal_emit_by_name (find_below (GTK_WIDGET (page), "choose_second"), "clicked");
  wait_for (is_done, &shown);
  gtk_window_destroy (GTK_WINDOW (shown.window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (shown.done);
  sides = nadi_session_list_case_sides (doctor, patient, id, NULL);
  g_assert_cmpuint (sides->len, ==, 1);
}

/* --- for those who don't see or point ----------------------------------------------------------------------------- */

static void
test_names_and_tab (void)
{
  Shown shown;
  g_autofree char *unnamed = NULL;
  g_autofree char *order = NULL;

  show (&shown, NULL);
  unnamed = nadi_test_unnamed (GTK_WIDGET (shown.page));
  g_assert_cmpstr (unnamed, ==, "");
  order = nadi_test_tab_order (GTK_WIDGET (shown.page));
  g_test_message ("%s", order);
  g_assert_nonnull (strstr (order, "problems symptoms vitals findings prescriptions results plan follow_up"));
  close_page (&shown);
}

static gboolean
is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* Locked: nothing stays on the screen. */
static void
test_locked (void)
{
  Shown shown;

  show (&shown, NULL);
  type_into (&shown, "symptoms", "secret");
  nadi_case_page_save_draft (shown.page);
  wait_for (is_kept, shown.page);
  nadi_desk_lock (desk);
  {
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (find (&shown, "symptoms"));
    g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);
  }
  g_assert_cmpstr (label (&shown, "patient_name"), ==, "");
  close_page (&shown);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  set_up ();
  g_test_add_func ("/case-page/draft", test_draft);
  g_test_add_func ("/case-page/missing", test_missing);
  g_test_add_func ("/case-page/sign-and-undo", test_sign_and_undo);
  g_test_add_func ("/case-page/repeat-and-warn", test_repeat_and_warn);
  g_test_add_func ("/case-page/amend-and-withdraw", test_amend_and_withdraw);
  g_test_add_func ("/case-page/conflict", test_conflict);
  g_test_add_func ("/case-page/names-and-tab", test_names_and_tab);
  g_test_add_func ("/case-page/locked", test_locked);
  result = g_test_run ();
  /* Work that was under way holds the desk until it has ended. */
  nadi_test_wait (is_alone, desk);
  g_assert_finalize_object (g_steal_pointer (&desk));
  nadi_test_world_free (world);
  g_free (nurse_folder);
  g_free (patient);
  return result;
}
