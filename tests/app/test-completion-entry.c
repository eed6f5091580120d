/* The completing entry: what it offers, and what each key does. */
#include "nadi-completion-entry.h"
#include "nadi-test-widgets.h"

static GPtrArray *
find (const char *text, gpointer user_data)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_completion_free);

  for (guint i = 0; i < GPOINTER_TO_UINT (user_data); i++)
    {
      g_autofree char *title = g_strdup_printf ("%s %u", text, i);
      g_ptr_array_add (lines, nadi_completion_new (title, NULL, NULL, title));
    }
  return lines;
}

typedef struct
{
  GtkWidget *window;
  NadiCompletionEntry *entry;
  char *taken;
  guint entered;
} Fixture;

static void
on_taken (Fixture *fixture, const NadiCompletion *line)
{
  g_free (fixture->taken);
  fixture->taken = g_strdup (line->text);
}

static void
on_entered (Fixture *fixture)
{
  fixture->entered++;
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->entry = g_object_new (NADI_TYPE_COMPLETION_ENTRY, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->entry));
  g_signal_connect_swapped (fixture->entry, "taken", G_CALLBACK (on_taken), fixture);
  g_signal_connect_swapped (fixture->entry, "entered", G_CALLBACK (on_entered), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  nadi_test_wait (is_mapped, fixture->entry);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->entry));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer seen = fixture->entry;

  g_object_add_weak_pointer (G_OBJECT (fixture->entry), &seen);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (fixture->taken);
}

static GtkWidget *
inner (Fixture *fixture)
{
  return gtk_widget_get_first_child (GTK_WIDGET (fixture->entry));
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (inner (fixture)), text);
}

/* As if the key came from the keyboard. */
static gboolean
press (Fixture *fixture, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (inner (fixture));
  gboolean stopped = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !stopped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &stopped);
    }
  return stopped;
}

static void
test_takes (Fixture *fixture, gconstpointer data)
{
  nadi_completion_entry_set_up (fixture->entry, "Name", "", FALSE, find, GUINT_TO_POINTER (20));
  type (fixture, "a");
  g_assert_true (nadi_completion_entry_is_open (fixture->entry));
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpstr (fixture->taken, ==, "a 0");
  g_assert_false (nadi_completion_entry_is_open (fixture->entry));
  g_assert_false (press (fixture, GDK_KEY_Return));
  type (fixture, "b");
  g_assert_true (press (fixture, GDK_KEY_Down));
  g_assert_true (press (fixture, GDK_KEY_Down));
  g_assert_true (press (fixture, GDK_KEY_Tab));
  g_assert_cmpstr (fixture->taken, ==, "b 2");
  type (fixture, "c");
  g_assert_true (press (fixture, GDK_KEY_Up));
  g_assert_true (press (fixture, GDK_KEY_Return));
  /* At most eight. */
  g_assert_cmpstr (fixture->taken, ==, "c 7");
}

static void
test_as_typed (Fixture *fixture, gconstpointer data)
{
  nadi_completion_entry_set_up (fixture->entry, "Name", "", TRUE, find, GUINT_TO_POINTER (3));
  type (fixture, "own words");
  g_assert_true (press (fixture, GDK_KEY_Up));
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpstr (fixture->taken, ==, "own words");
}

static void
test_closes (Fixture *fixture, gconstpointer data)
{
  nadi_completion_entry_set_up (fixture->entry, "Name", "", FALSE, find, GUINT_TO_POINTER (3));
  type (fixture, "a");
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_false (nadi_completion_entry_is_open (fixture->entry));
  g_assert_false (press (fixture, GDK_KEY_Escape));
  g_signal_emit_by_name (inner (fixture), "activate");
  g_assert_cmpuint (fixture->entered, ==, 1);
  g_assert_null (fixture->taken);
  type (fixture, "");
  g_assert_false (nadi_completion_entry_is_open (fixture->entry));
  nadi_completion_entry_set_text (fixture->entry, "quiet");
  g_assert_false (nadi_completion_entry_is_open (fixture->entry));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  nadi_completion_entry_set_up (fixture->entry, "Name", "", FALSE, find, GUINT_TO_POINTER (0));
  type (fixture, "a");
  g_assert_false (nadi_completion_entry_is_open (fixture->entry));
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add ("/completion-entry/takes", Fixture, NULL, set_up, test_takes, tear_down);
  g_test_add ("/completion-entry/as-typed", Fixture, NULL, set_up, test_as_typed, tear_down);
  g_test_add ("/completion-entry/closes", Fixture, NULL, set_up, test_closes, tear_down);
  g_test_add ("/completion-entry/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  return g_test_run ();
}
