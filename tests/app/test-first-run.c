/* The first-run page and what follows from it: codes while they are typed, the order of Tab, names; and joining and founding through the
 * page's own functions on a real service. */
#include <glib/gstdio.h>
#include <string.h>

#include "nadi-code-text.h"
#include "nadi-first-run-page.h"
#include "nadi-found-form.h"
#include "nadi-import-text.h"
#include "nadi-field.h"
#include "nadi-invite-pane.h"
#include "nadi-join-form.h"
#include "nadi-keyring.h"
#include "nadi-role-text.h"
#include "nadi-staff-window.h"
#include "nadi-test-widgets.h"
#include "nadi-test-world.h"

/* --- codes -------------------------------------------------------------------------------------------------------- */

static void
check_group (const char *typed, int cursor, const char *grouped, int after)
{
  g_autofree char *text = nadi_code_text_group (typed, &cursor);

  g_assert_cmpstr (text, ==, grouped);
  g_assert_cmpint (cursor, ==, after);
}

static void
test_code_text (void)
{
  check_group ("", 0, "", 0);
  check_group ("abcd", 4, "ABCD", 4);
  check_group ("abcde", 5, "ABCD-E", 6);
  check_group ("ab cd-e", 7, "ABCD-E", 6);
  check_group ("ABXCD-E", 3, "ABXC-DE", 3);
  check_group ("  é—ab", 6, "AB", 2);
  check_group ("0123456789012345678901234567890123456789", 40, "0123-4567-8901-2345-6789-0123-4567-8901-2", 41);
  g_assert_cmpuint (nadi_code_text_count ("ab-cd é*"), ==, 5);
  g_assert_cmpuint (nadi_code_text_count ("0123-4567-8901-2345-6789-0123-4567-8901-2"), ==, NADI_CODE_LENGTH);
}

static GtkEditable *
entry_of (gpointer page, GType type, const char *id)
{
  return nadi_field_get_entry (NADI_FIELD (gtk_widget_get_template_child (GTK_WIDGET (page), type, id)));
}

static GtkWidget *
child_of (gpointer page, GType type, const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (page), type, id));
}

static void
test_code_entry (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *form = g_object_new (NADI_TYPE_JOIN_FORM, NULL);
  GtkEditable *code = entry_of (form, NADI_TYPE_JOIN_FORM, "code");
  int position = 0;

  gtk_window_set_child (GTK_WINDOW (window), form);
  gtk_editable_insert_text (code, "abcdefg", -1, &position);
  g_assert_cmpstr (gtk_editable_get_text (code), ==, "ABCD-EFG");
  g_assert_cmpint (position, ==, 8);
  position = 2;
  gtk_editable_insert_text (code, "x", 1, &position);
  g_assert_cmpstr (gtk_editable_get_text (code), ==, "ABXC-DEFG");
  g_assert_cmpint (position, ==, 3);
  /* The hyphen goes with the character before it. */
  gtk_editable_delete_text (code, 4, 5);
  g_assert_cmpstr (gtk_editable_get_text (code), ==, "ABXD-EFG");
  gtk_editable_delete_text (code, 0, 1);
  g_assert_cmpstr (gtk_editable_get_text (code), ==, "BXDE-FG");
  gtk_editable_delete_text (code, 0, -1);
  g_assert_cmpstr (gtk_editable_get_text (code), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

/* --- widgets ------------------------------------------------------------------------------------------------------ */

static void
check_page (GType type, const char *order)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = g_object_new (type, NULL);
  g_autofree char *tabs = NULL;
  g_autofree char *unnamed = NULL;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_settle ();
  tabs = nadi_test_tab_order (page);
  unnamed = nadi_test_unnamed (page);
  g_assert_cmpstr (tabs, ==, order);
  g_assert_cmpstr (unnamed, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

static void
test_tab_order (void)
{
  check_page (NADI_TYPE_FIRST_RUN_PAGE, "join set_up demo");
}

static void
test_roles (void)
{
  const char *const roles[] = { "doctor", "nurse", NULL };
  g_autofree char *text = nadi_roles_text (roles);
  g_autofree char *paper = nadi_invite_pane_paper ("Hill & Sea", "Asha", "ABCD-EFGH");

  g_assert_cmpstr (text, ==, "Doctor, Nurse");
  g_assert_cmpstr (nadi_role_name ("never heard of"), ==, "never heard of");
  g_assert_nonnull (strstr (paper, "ABCD-EFGH"));
  g_assert_nonnull (strstr (paper, "Hill & Sea"));
}

/* --- reports of imports ------------------------------------------------------------------------------------------- */

static void
free_reason (gpointer data)
{
  g_free (((NadiImportReason *) data)->reason);
  g_free (data);
}

static GPtrArray *
one_reason (const char *word)
{
  GPtrArray *reasons = g_ptr_array_new_with_free_func (free_reason);
  NadiImportReason *reason = g_new0 (NadiImportReason, 1);

  reason->reason = g_strdup (word);
  reason->count = 2;
  g_ptr_array_add (reasons, reason);
  return reasons;
}

static void
test_report (void)
{
  g_autoptr (GPtrArray) reasons = one_reason ("date");
  g_autoptr (GPtrArray) unreadable = one_reason ("json");
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  NadiImportLine line = { (char *) "Patient", 3, 1, 4, 2, reasons };
  NadiImportLine hostile = { (char *) "=HYPERLINK(\"x\")\n", 0, 0, 0, 2, reasons };
  NadiImportReport report = { .files = 1, .unreadable = unreadable, .lines = lines };
  g_autofree char *text = NULL;
  g_autofree char *csv = NULL;

  g_ptr_array_add (lines, &line);
  g_ptr_array_add (lines, &hostile);
  text = nadi_import_report_text (&report);
  csv = nadi_import_report_csv (&report);
  g_assert_nonnull (strstr (text, "Patients\t3\t1\t4\t2\t\n"));
  g_assert_nonnull (strstr (text, "Patients\t\t\t\t2\tA date can’t be right\n"));
  g_assert_nonnull (strstr (csv, "\"Patients\",\"3\",\"1\",\"4\",\"2\",\"\"\r\n"));
  g_assert_nonnull (strstr (csv, "\"'=HYPERLINK(\"\"x\"\") \","));
  g_assert_nonnull (strstr (csv, "\"Whole files\""));
}

static void
test_reasons (void)
{
  static const char *const known[] = { "json", "too-large", "no-resource", "type-not-kept", "missing", "type", "value", "date", "code", "choice", "empty", "invariant",
                                       "duplicate", "method", "bundle-type", "subject", "patient-unknown", "role", NULL };

  for (guint i = 0; known[i] != NULL; i++)
    g_assert_cmpstr (nadi_import_reason_name (known[i]), !=, known[i]);
  g_assert_cmpstr (nadi_import_reason_name ("new"), ==, "new");
}

/* --- on a real service -------------------------------------------------------------------------------------------- */

/* One for all: founders' keys take their time. */
static NadiTestWorld *world;
static char *admin_folder;

typedef struct
{
  NadiDesk *desk;
  GtkWidget *window;
  NadiFirstRunPage *page;
  NadiSession *admin;
} Run;

static void
spin_until (gboolean (*condition) (Run *run), Run *run)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!condition (run) && g_get_monotonic_time () < end)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (10000);
    }
  g_assert_true (condition (run));
}

static const char *
shown (Run *run)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (child_of (run->page, NADI_TYPE_FIRST_RUN_PAGE, "stack")));
}

static gboolean
is_waiting (Run *run)
{
  return g_str_equal (shown (run), "join-wait");
}

static gboolean
is_stopped (Run *run)
{
  GtkWidget *wait = child_of (run->page, NADI_TYPE_FIRST_RUN_PAGE, "join_wait");

  return gtk_widget_get_visible (child_of (wait, g_type_from_name ("NadiJoinWait"), "go_on"));
}

static gboolean
is_open (Run *run)
{
  return nadi_desk_is_open (run->desk);
}

static gboolean
may_join (Run *run)
{
  GtkWidget *form = child_of (run->page, NADI_TYPE_FIRST_RUN_PAGE, "join_form");

  return gtk_widget_get_sensitive (child_of (form, NADI_TYPE_JOIN_FORM, "join"));
}

static void
show_page (Run *run)
{
  run->window = gtk_window_new ();
  run->page = g_object_new (NADI_TYPE_FIRST_RUN_PAGE, NULL);
  nadi_first_run_page_set_desk (run->page, run->desk);
  gtk_window_set_child (GTK_WINDOW (run->window), GTK_WIDGET (run->page));
  gtk_window_present (GTK_WINDOW (run->window));
  nadi_first_run_page_reset (run->page);
}

static void
close_page (Run *run)
{
  gtk_window_destroy (GTK_WINDOW (run->window));
  nadi_test_settle ();
}

static void
type_passphrase (GtkWidget *form, GType type)
{
  GtkWidget *passphrase = child_of (form, type, "passphrase");
  GType passphrase_type = g_type_from_name ("NadiNewPassphrase");

  gtk_editable_set_text (entry_of (passphrase, passphrase_type, "fresh"), NADI_TEST_PASSPHRASE " of ours");
  gtk_editable_set_text (entry_of (passphrase, passphrase_type, "again"), NADI_TEST_PASSPHRASE " of ours");
}

static void
type_join (Run *run, const char *code)
{
  GtkWidget *form = child_of (run->page, NADI_TYPE_FIRST_RUN_PAGE, "join_form");
  g_autofree char *path = g_build_filename (world->folder, "given-network.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, world->network_json, -1, &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (child_of (form, NADI_TYPE_JOIN_FORM, "network"), "chosen", file);
  gtk_editable_set_text (entry_of (form, NADI_TYPE_JOIN_FORM, "code"), code);
  gtk_editable_set_text (entry_of (form, NADI_TYPE_JOIN_FORM, "name"), "Nila Nurse");
  type_passphrase (form, NADI_TYPE_JOIN_FORM);
}

static void
test_join (void)
{
  const char *const roles[] = { "nurse", NULL };
  g_autofree char *folder = g_build_filename (world->folder, "joiner", NULL);
  g_autofree char *secrets = g_build_filename (world->folder, "joiner-secrets", NULL);
  g_autofree char *code = NULL;
  NadiKeyring *keyring = nadi_keyring_plain_file_new (secrets);
  const NadiSessionOptions options = { .keyring = keyring };
  g_autoptr (GError) error = NULL;
  Run run = { .desk = nadi_desk_new (folder, &options), .admin = nadi_test_world_open (admin_folder) };
  GtkWidget *wait;
  guint admitted = 0;

  g_assert_true (nadi_session_sync (run.admin, NULL, NULL, NULL, NULL, NULL));
  nadi_session_invite (run.admin, "Nila Nurse", roles, &code, NULL, NULL, &error);
  g_assert_no_error (error);
  show_page (&run);
  g_assert_cmpstr (shown (&run), ==, "start");
  g_signal_emit_by_name (child_of (run.page, NADI_TYPE_FIRST_RUN_PAGE, "join"), "clicked");
  type_join (&run, code);
  spin_until (may_join, &run);
  g_signal_emit_by_name (child_of (child_of (run.page, NADI_TYPE_FIRST_RUN_PAGE, "join_form"), NADI_TYPE_JOIN_FORM, "join"), "clicked");
  spin_until (is_waiting, &run);
  /* Stopped, closed, and gone on with in another window. */
  g_signal_emit_by_name (child_of (child_of (run.page, NADI_TYPE_FIRST_RUN_PAGE, "join_wait"), g_type_from_name ("NadiJoinWait"), "stop"), "clicked");
  spin_until (is_stopped, &run);
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_JOINING);
  close_page (&run);
  show_page (&run);
  g_assert_cmpstr (shown (&run), ==, "join-wait");
  wait = child_of (run.page, NADI_TYPE_FIRST_RUN_PAGE, "join_wait");
  gtk_editable_set_text (entry_of (wait, g_type_from_name ("NadiJoinWait"), "passphrase"), NADI_TEST_PASSPHRASE " of ours");
  g_signal_emit_by_name (child_of (wait, g_type_from_name ("NadiJoinWait"), "go_on"), "clicked");
  while (admitted == 0)
    {
      nadi_test_settle ();
      g_assert_true (nadi_session_admit_waiting (run.admin, &admitted, NULL, NULL));
    }
  spin_until (is_open, &run);
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_READY);
  g_assert_true (nadi_session_has_role (nadi_desk_get_session (run.desk), "nurse"));
  close_page (&run);
  nadi_session_unref (run.admin);
  g_object_unref (run.desk);
  nadi_keyring_free (keyring);
}

/* What the service never took leaves nothing behind, and what was typed stays. */
static void
test_join_refused (void)
{
  const char *const roles[] = { "nurse", NULL };
  g_autofree char *folder = g_build_filename (world->folder, "refused", NULL);
  g_autofree char *code = NULL;
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  const NadiProfilePlan first = { .folder = folder, .passphrase = NADI_TEST_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_session_sync (admin, NULL, NULL, NULL, NULL, NULL));
  nadi_session_invite (admin, "Nila Nurse", roles, &code, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_EMPTY);
  g_assert_false (nadi_setup_begin_join (&first, world->network_json, strlen (world->network_json), code, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_WAITING);
  g_clear_error (&error);
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_JOINING);
  g_assert_false (nadi_setup_begin_join (&first, world->network_json, strlen (world->network_json), code, 0, NULL, NULL, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "profile-exists");
  g_clear_error (&error);
  g_assert_true (nadi_setup_abandon (&first, &error));
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_EMPTY);
  /* The mailbox holds the request of keys that are gone. */
  g_assert_false (nadi_setup_begin_join (&first, world->network_json, strlen (world->network_json), code, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CODE_UNKNOWN);
  g_clear_error (&error);
  /* A profile that belongs to a clinic is never given up. */
  g_assert_false (nadi_setup_abandon (&(NadiProfilePlan) { .folder = admin_folder, .file_secret = TRUE }, &error));
  g_assert_cmpint (nadi_setup_state (admin_folder), ==, NADI_SETUP_READY);
}

static void
test_found (void)
{
  const char *const roles[] = { "administrator", NULL };
  g_autofree char *folder = g_build_filename (world->folder, "founder", NULL);
  const NadiProfilePlan plan = { .folder = folder, .passphrase = NADI_TEST_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };
  g_autofree char *public = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_setup_found (&plan, "clinic", "Hill Clinic", "Hema Admin", roles, &public, &error));
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_FOUNDING);
  again = nadi_setup_founding_file (folder, &error);
  g_assert_cmpstr (again, ==, public);
  g_assert_true (nadi_setup_finish_founding (&plan, world->network_json, strlen (world->network_json), &error));
  g_assert_cmpint (nadi_setup_state (folder), ==, NADI_SETUP_READY);
  g_assert_null (nadi_setup_founding_file (folder, NULL));
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/first-run/code-text", test_code_text);
  g_test_add_func ("/first-run/code-entry", test_code_entry);
  g_test_add_data_func ("/first-run/page", nadi_first_run_page_get_type, nadi_test_lives);
  g_test_add_data_func ("/first-run/invite-pane", nadi_invite_pane_get_type, nadi_test_lives);
  g_test_add_func ("/first-run/tab-order", test_tab_order);
  g_test_add_func ("/first-run/roles", test_roles);
  g_test_add_func ("/first-run/report", test_report);
  g_test_add_func ("/first-run/reasons", test_reasons);
  g_test_add_func ("/first-run/found", test_found);
  g_test_add_func ("/first-run/join-refused", test_join_refused);
  g_test_add_func ("/first-run/join", test_join);
  world = nadi_test_world_new ();
  admin_folder = nadi_test_world_adopt (world, 0);
  result = g_test_run ();
  nadi_test_world_free (world);
  g_free (admin_folder);
  return result;
}
