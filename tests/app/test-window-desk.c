/* The main window signed in on a real service: dialogs over the palette, what locks it, and who goes on afterwards. */
#include "nadi-field.h"
#include "nadi-session.h"
#include "nadi-settings.h"
#include "nadi-system-clock.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-widgets.h"
#include "nadi-trouble.h"
#include "nadi-window-private.h"

static NadiTestClinic *clinic;

/* The system's clock, and as much ahead of it as a test says. */
static struct
{
  NadiClock clock;
  gint64 ahead;              /* ms */
} clock_of_test;

static gint64
test_clock_now (NadiClock *clock)
{
  return nadi_clock_now (nadi_system_clock ()) + clock_of_test.ahead;
}

static gint64
test_clock_monotonic (NadiClock *clock)
{
  return nadi_clock_monotonic (nadi_system_clock ());
}

typedef struct
{
  NadiDesk *desk;
  NadiWindow *window;
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
set_up (Fixture *fixture, gconstpointer folder)
{
  const NadiSessionOptions options = { .clock = &clock_of_test.clock };

  clock_of_test.ahead = 0;
  fixture->desk = nadi_desk_new (*(char *const *) folder, &options);
  fixture->window = nadi_window_new (NULL, fixture->desk);
  gtk_window_present (GTK_WINDOW (fixture->window));
  nadi_test_wait (is_mapped, fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  nadi_test_wait (is_gone, &window);
  nadi_test_desk_close (fixture->desk);
}

static gboolean
is_open (gpointer desk)
{
  return nadi_desk_is_open (desk);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

static void
sign_in (Fixture *fixture)
{
  nadi_test_desk_sign_in (fixture->desk);
  nadi_test_settle ();
}

/* --- dialogs over the palette ------------------------------------------------------------------------------------- */

/* Typed, and nothing found. */
static void
search_in_vain (Fixture *fixture)
{
  nadi_window_open_palette (fixture->window);
  nadi_test_wait (is_mapped, fixture->window->palette);
  nadi_palette_search (fixture->window->palette, "qqqq");
  nadi_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (nadi_palette_get_found (fixture->window->palette)), ==, 0);
}

static void
close_soon (gpointer window)
{
  gtk_window_close (window);
  nadi_test_settle ();
}

/* The same action again and again, whatever is closed first. */
static void
test_over_palette (Fixture *fixture, gconstpointer data)
{
  static const char *const actions[] = { "win.staff", "win.import", "win.passphrase", "win.saved-state", "win.new-patient" };

  sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint order = 0; order < 3; order++)
      {
        search_in_vain (fixture);
        if (order == 2)
          close_soon (fixture->window->palette);
        gtk_widget_activate_action (GTK_WIDGET (fixture->window), actions[i], NULL);
        nadi_test_settle ();
        if (order == 0 && fixture->window->palette != NULL)
          close_soon (fixture->window->palette);
        if (fixture->window->dialog != NULL)
          close_soon (fixture->window->dialog);
        if (fixture->window->palette != NULL)
          close_soon (fixture->window->palette);
        g_assert_null (fixture->window->palette);
        g_assert_null (fixture->window->dialog);
        while (nadi_window_go_back (fixture->window))
          nadi_test_settle ();
      }
}

/* A key that is meant for the window, pressed in the palette's entry, and the palette goes while it is handled. */
static void
test_locks_over_palette (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  search_in_vain (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.staff", NULL);
  nadi_test_settle ();
  g_assert_nonnull (fixture->window->dialog);
  nadi_desk_lock (fixture->desk);
  nadi_test_settle ();
  g_assert_null (fixture->window->palette);
  g_assert_null (fixture->window->dialog);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->root), ==, "unlock");
}

/* Gone with everything over it. */
static void
test_closes_under_palette (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  search_in_vain (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.staff", NULL);
  nadi_test_settle ();
}

/* --- nobody is there ---------------------------------------------------------------------------------------------- */

static gboolean
warns (Fixture *fixture)
{
  return gtk_revealer_get_reveal_child (fixture->window->idle_warning);
}

static void
pass (Fixture *fixture, gint64 seconds)
{
  clock_of_test.ahead += seconds * 1000;
  nadi_idle_check (fixture->window->idle);
  nadi_test_settle ();
}

static const char *
root_of (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->window->root);
}

/* The strip counts down, is sent away by whoever is there, and in the end the window locks. Whoever comes back is where they were. */
static void
test_idle (Fixture *fixture, gconstpointer data)
{
  gint64 minutes = NADI_SETTINGS_LOCK_MINUTES;
  gpointer form;

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-patient", NULL);
  nadi_test_settle ();
  pass (fixture, minutes * 60 - 31);
  g_assert_false (warns (fixture));
  pass (fixture, 11);
  g_assert_true (warns (fixture));
  g_assert_cmpstr (gtk_label_get_text (fixture->window->idle_label), ==, "Nobody seems to be here: locking in 20 seconds");
  pass (fixture, 19);
  g_assert_cmpstr (gtk_label_get_text (fixture->window->idle_label), ==, "Nobody seems to be here: locking in 1 second");
  g_signal_emit_by_name (fixture->window->idle_stay, "clicked");
  g_assert_false (warns (fixture));
  g_assert_true (nadi_desk_is_open (fixture->desk));
  pass (fixture, minutes * 60 - 10);
  g_assert_true (warns (fixture));
  pass (fixture, 10);
  g_assert_false (nadi_desk_is_open (fixture->desk));
  g_assert_false (warns (fixture));
  g_assert_cmpstr (root_of (fixture), ==, "unlock");
  g_assert_cmpuint (fixture->window->hidden->len, ==, 1);
  form = g_ptr_array_index (fixture->window->hidden, 0);
  g_assert_false (gtk_widget_get_visible (form));
  sign_in (fixture);
  g_assert_cmpstr (root_of (fixture), ==, "work");
  g_assert_true (gtk_widget_get_visible (form));
  gtk_window_destroy (form);
  nadi_test_settle ();
}

static GtkWindow *
open_over (gpointer parent)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_present (window);
  return window;
}

/* What stands over a form goes out of sight with it and comes back; what closes itself at the lock does not come back. */
static void
test_forms (Fixture *fixture, gconstpointer data)
{
  GtkWindow *form, *question, *closing;
  gpointer seen;

  sign_in (fixture);
  form = open_over (fixture->window);
  question = open_over (form);
  closing = seen = open_over (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (closing), &seen);
  g_signal_connect_object (fixture->desk, "locked", G_CALLBACK (gtk_window_destroy), closing, G_CONNECT_SWAPPED);
  nadi_test_settle ();
  nadi_desk_lock (fixture->desk);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (form)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (question)));
  sign_in (fixture);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (form)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (question)));
  g_assert_null (seen);
  gtk_window_destroy (form);
  nadi_test_settle ();
}

/* --- sleep and the screen's lock ---------------------------------------------------------------------------------- */

static gboolean
is_locked (gpointer desk)
{
  return !nadi_desk_is_open (desk);
}

static void
on_name (GDBusConnection *bus, const char *name, gpointer owned)
{
  *(gboolean *) owned = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* Whoever may say it says that it begins. The test's system bus is its session bus. */
static void
test_screen (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *path, *member;
  } sources[] = {
    { "org.freedesktop.login1", "/org/freedesktop/login1", "PrepareForSleep" },
    { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "ActiveChanged" },
    { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "ActiveChanged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *interface = g_strconcat (sources[i].name, i == 0 ? ".Manager" : "", NULL);
      g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
      g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_sync (
        address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
      gboolean owned = FALSE;
      guint name = g_bus_own_name_on_connection (bus, sources[i].name, G_BUS_NAME_OWNER_FLAGS_NONE, on_name, NULL, &owned, NULL);

      nadi_test_wait (is_true, &owned);
      sign_in (fixture);
      g_assert_true (g_dbus_connection_emit_signal (bus, NULL, sources[i].path, interface, sources[i].member, g_variant_new ("(b)", FALSE), NULL));
      g_assert_true (g_dbus_connection_flush_sync (bus, NULL, NULL));
      nadi_test_settle ();
      g_assert_true (nadi_desk_is_open (fixture->desk));
      g_assert_true (g_dbus_connection_emit_signal (bus, NULL, sources[i].path, interface, sources[i].member, g_variant_new ("(b)", TRUE), NULL));
      nadi_test_wait (is_locked, fixture->desk);
      g_assert_cmpstr (root_of (fixture), ==, "unlock");
      g_bus_unown_name (name);
      g_dbus_connection_close_sync (bus, NULL, NULL);
    }
}

/* Two people may sit here one after the other: nothing of the first one's is there for the second one, not even on the clipboard. */
static void
test_clipboard (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  GdkClipboard *primary = gdk_display_get_primary_clipboard (gdk_display_get_default ());

  sign_in (fixture);
  gdk_clipboard_set_text (clipboard, "Meena Kulkarni");
  gdk_clipboard_set_text (primary, "Meena Kulkarni");
  nadi_desk_lock (fixture->desk);
  nadi_test_settle ();
  g_assert_null (gdk_clipboard_get_content (clipboard));
  g_assert_null (gdk_clipboard_get_content (primary));
}

/* --- another person ----------------------------------------------------------------------------------------------- */

#define SECOND_PASSPHRASE "seven red boats"

typedef struct
{
  NadiSession *colleague;
  char *code;
  GError *error;
} Adding;

static gpointer
run_add (gpointer data)
{
  Adding *adding = data;

  nadi_session_add_account (adding->colleague, "Second", SECOND_PASSPHRASE, adding->code, 60000, NULL, NULL, NULL, &adding->error);
  return NULL;
}

static void
add_second_person (void)
{
  static const char *const roles[] = { "doctor", NULL };
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  Adding adding = { .colleague = nadi_test_world_open (clinic->doctor) };
  guint admitted = 0;
  GThread *thread;

  g_assert_true (nadi_session_invite (admin, "Second Doctor", roles, &adding.code, NULL, NULL, NULL));
  thread = g_thread_new ("add", run_add, &adding);
  for (guint i = 0; i < 600 && admitted == 0; i++)
    {
      g_assert_true (nadi_session_admit_waiting (admin, &admitted, NULL, NULL));
      g_usleep (100 * 1000);
    }
  g_thread_join (thread);
  g_assert_no_error (adding.error);
  nadi_session_unref (adding.colleague);
  g_free (adding.code);
}

/* Locked by one, unlocked by another: what the first had open is not there, and is not there for the first again either. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autofree char *patient = NULL;
  const char *second;

  add_second_person ();
  sign_in (fixture);
  patient = nadi_test_add_patient (nadi_desk_get_session (fixture->desk), "Meena Kulkarni");
  nadi_window_open_chart (fixture->window, patient);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-patient", NULL);
  nadi_test_settle ();
  g_assert_cmpstr (nadi_window_get_patient (fixture->window), ==, patient);
  nadi_desk_lock (fixture->desk);
  nadi_test_settle ();
  g_assert_cmpstr (root_of (fixture), ==, "unlock");
  accounts = nadi_desk_list_accounts (fixture->desk, NULL);
  g_assert_cmpuint (accounts->len, ==, 2);
  second = ((NadiSessionAccount *) g_ptr_array_index (accounts, 1))->id;
  nadi_desk_open (fixture->desk, second, SECOND_PASSPHRASE, fixture->desk, on_opened);
  nadi_test_wait (is_open, fixture->desk);
  nadi_test_settle ();
  g_assert_cmpstr (root_of (fixture), ==, "work");
  g_assert_cmpuint (fixture->window->levels.length, ==, 0);
  g_assert_cmpuint (fixture->window->hidden->len, ==, 0);
  g_assert_cmpstr (nadi_desk_get_status (fixture->desk)->staff, ==, "Second Doctor");
  /* Back to the first one, who starts at the first page. */
  nadi_desk_lock (fixture->desk);
  sign_in (fixture);
  g_assert_cmpuint (fixture->window->levels.length, ==, 0);
}

/* --- the passphrase ----------------------------------------------------------------------------------------------- */

static gpointer
in_dialog (Fixture *fixture, const char *id)
{
  return nadi_test_find (GTK_WIDGET (fixture->window->dialog), id);
}

static void
type_passphrases (Fixture *fixture, const char *old, const char *fresh, const char *again)
{
  gtk_editable_set_text (nadi_field_get_entry (in_dialog (fixture, "old")), old);
  gtk_editable_set_text (nadi_field_get_entry (in_dialog (fixture, "fresh")), fresh);
  gtk_editable_set_text (nadi_field_get_entry (in_dialog (fixture, "again")), again);
}

static gboolean
may_change (Fixture *fixture)
{
  return gtk_widget_get_sensitive (in_dialog (fixture, "change"));
}

static gboolean
is_told (gpointer data)
{
  return nadi_field_has_error (in_dialog (data, "old"));
}

static gboolean
has_no_dialog (gpointer data)
{
  return ((Fixture *) data)->window->dialog == NULL;
}

static gboolean
opens_with (const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) session = nadi_session_open (clinic->nurse, NULL, passphrase, NULL, NULL, &error);

  if (session == NULL)
    g_assert_cmpstr (nadi_session_error_word (error), ==, "passphrase");
  return session != NULL;
}

/* Weak and differing ones can't be taken; a wrong old one changes nothing; the right one does, and the old one opens nothing any more. */
static void
test_passphrase (Fixture *fixture, gconstpointer data)
{
  static const char fresh[] = "copper tiger under lamp";

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.passphrase", NULL);
  nadi_test_settle ();
  type_passphrases (fixture, NADI_TEST_PASSPHRASE, "1234", "1234");
  g_assert_false (may_change (fixture));
  type_passphrases (fixture, NADI_TEST_PASSPHRASE, fresh, "copper tiger under lamb");
  g_assert_false (may_change (fixture));
  type_passphrases (fixture, "", fresh, fresh);
  g_assert_false (may_change (fixture));
  type_passphrases (fixture, "not the old one", fresh, fresh);
  g_assert_true (may_change (fixture));
  g_signal_emit_by_name (in_dialog (fixture, "change"), "clicked");
  nadi_test_wait (is_told, fixture);
  g_assert_false (nadi_trouble_is_shown (in_dialog (fixture, "trouble")));
  gtk_editable_set_text (nadi_field_get_entry (in_dialog (fixture, "old")), NADI_TEST_PASSPHRASE);
  g_assert_false (nadi_field_has_error (in_dialog (fixture, "old")));
  g_signal_emit_by_name (in_dialog (fixture, "change"), "clicked");
  nadi_test_wait (has_no_dialog, fixture);
  g_assert_true (nadi_desk_is_open (fixture->desk));
  nadi_desk_lock (fixture->desk);
  g_object_run_dispose (G_OBJECT (fixture->desk)); /* waits until the session is closed */
  g_assert_false (opens_with (NADI_TEST_PASSPHRASE));
  g_assert_true (opens_with (fresh));
}

int
main (int argc, char **argv)
{
  int result;

  /* Before anybody asks for the system's bus. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  clock_of_test.clock.now = test_clock_now;
  clock_of_test.clock.monotonic = test_clock_monotonic;
  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add ("/window-desk/over-palette", Fixture, &clinic->admin, set_up, test_over_palette, tear_down);
  g_test_add ("/window-desk/locks-over-palette", Fixture, &clinic->admin, set_up, test_locks_over_palette, tear_down);
  g_test_add ("/window-desk/closes-under-palette", Fixture, &clinic->admin, set_up, test_closes_under_palette, tear_down);
  g_test_add ("/window-desk/idle", Fixture, &clinic->doctor, set_up, test_idle, tear_down);
  g_test_add ("/window-desk/forms", Fixture, &clinic->doctor, set_up, test_forms, tear_down);
  g_test_add ("/window-desk/screen-and-sleep", Fixture, &clinic->doctor, set_up, test_screen, tear_down);
  g_test_add ("/window-desk/case-39-clipboard", Fixture, &clinic->doctor, set_up, test_clipboard, tear_down);
  g_test_add ("/window-desk/switch", Fixture, &clinic->doctor, set_up, test_switch, tear_down);
  g_test_add ("/window-desk/passphrase", Fixture, &clinic->nurse, set_up, test_passphrase, tear_down);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
