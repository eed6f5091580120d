/* The demo's window. */
#include "nadi-demo-window.h"

#include <glib/gi18n.h>

#include "nadi-demo.h"
#include "nadi-ui.h"

struct _NadiDemoWindow
{
  AdwApplicationWindow parent_instance;
  char *folder;
  char *ledger, *ctl;
  GPtrArray *people;         /* NadiDemoPerson, in the order of the rows */
  GCancellable *cancellable;

  GtkStack *stack;
  GtkBox *clinics;
  AdwStatusPage *failed;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (NadiDemoWindow, nadi_demo_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- who ---------------------------------------------------------------------------------------------------------- */

static void
on_row_activated (AdwActionRow *row, NadiDemoWindow *self)
{
  const NadiDemoPerson *person = g_object_get_data (G_OBJECT (row), "person");

  g_signal_emit (self, chosen_signal, 0, person->folder, NADI_DEMO_PASSPHRASE);
}

static GtkWidget *
make_row (NadiDemoWindow *self, NadiDemoPerson *person)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", nadi_demo_role_word (person->role), person->name, person->clinic);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), nadi_demo_role_word (person->role));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), person->name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "person", person);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated), self, 0);
  nadi_ui_set_name (row, spoken);
  return row;
}

static void
show_people (NadiDemoWindow *self)
{
  AdwPreferencesGroup *group = NULL;
  const char *clinic = NULL;
  GtkWidget *first = NULL, *row;

  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = nadi_demo_list_people (self->folder);
  for (guint i = 0; i < self->people->len; i++)
    {
      NadiDemoPerson *person = g_ptr_array_index (self->people, i);

      if (g_strcmp0 (clinic, person->clinic) != 0)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, person->clinic);
          gtk_widget_set_hexpand (GTK_WIDGET (group), TRUE);
          gtk_box_append (self->clinics, GTK_WIDGET (group));
          clinic = person->clinic;
        }
      row = make_row (self, person);
      adw_preferences_group_add (group, row);
      if (first == NULL)
        first = row;
    }
  gtk_stack_set_visible_child_name (self->stack, self->people->len > 0 ? "who" : "failed");
  if (first != NULL)
    gtk_widget_grab_focus (first);
}

/* --- making ------------------------------------------------------------------------------------------------------- */

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean good = nadi_demo_prepare_finish (result, &error);
  NadiDemoWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = NADI_DEMO_WINDOW (user_data);
  if (good)
    {
      show_people (self);
      return;
    }
  g_message ("demo: %s", error->message);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
prepare (NadiDemoWindow *self, gboolean reset)
{
  if (self->ledger == NULL || self->ctl == NULL)
    {
      adw_status_page_set_description (self->failed, _("The programs nadi-ledger and nadictl are not installed here. Install the whole of Nadi, then try again."));
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "making");
  nadi_demo_prepare_async (self->folder, self->ledger, self->ctl, reset, self->cancellable, on_prepared, self);
}

static void
on_again_clicked (NadiDemoWindow *self)
{
  prepare (self, FALSE);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_demo_window_dispose (GObject *object)
{
  NadiDemoWindow *self = NADI_DEMO_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (nadi_demo_window_parent_class)->dispose (object);
}

static void
nadi_demo_window_finalize (GObject *object)
{
  NadiDemoWindow *self = NADI_DEMO_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self->ledger);
  g_free (self->ctl);
  G_OBJECT_CLASS (nadi_demo_window_parent_class)->finalize (object);
}

static void
nadi_demo_window_class_init (NadiDemoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_demo_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = nadi_demo_window_finalize;
  chosen_signal = g_signal_new ("chosen", NADI_TYPE_DEMO_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-demo-window");
  gtk_widget_class_bind_template_child (widget_class, NadiDemoWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiDemoWindow, clinics);
  gtk_widget_class_bind_template_child (widget_class, NadiDemoWindow, failed);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
}

static void
nadi_demo_window_init (NadiDemoWindow *self)
{
  nadi_ui_init (gtk_widget_get_display (GTK_WIDGET (self)));
  self->cancellable = g_cancellable_new ();
  self->folder = nadi_demo_get_folder ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

NadiDemoWindow *
nadi_demo_window_new (GtkApplication *application, const char *ledger, const char *ctl, gboolean reset)
{
  NadiDemoWindow *self = g_object_new (NADI_TYPE_DEMO_WINDOW, "application", application, NULL);

  self->ledger = g_strdup (ledger);
  self->ctl = g_strdup (ctl);
  prepare (self, reset);
  return self;
}
