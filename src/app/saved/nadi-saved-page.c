/* The page of what is saved. */
#include "nadi-saved-page.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-saved-text.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

struct _NadiSavedPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *meaning;
  GtkButton *try_now;
  GtkSpinner *spinner;
  GtkLabel *outcome;
  GtkWidget *unsent_row, *unconfirmed_row, *contact_row, *confirmed_row, *clock_row, *height_row, *tasks_row, *damaged_row;
  GtkLabel *unsent, *unconfirmed, *contact, *confirmed, *clock, *height, *tasks, *damaged;
};

static guint open_tasks_signal;

G_DEFINE_FINAL_TYPE (NadiSavedPage, nadi_saved_page, GTK_TYPE_WIDGET)

/* value: taken. A row is spoken as its title and its value. */
static void
show_fact (GtkWidget *row, GtkLabel *label, char *value)
{
  g_autofree char *spoken = g_strdup_printf ("%s: %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), value);

  gtk_label_set_text (label, value);
  nadi_ui_set_name (row, spoken);
  g_free (value);
}

static char *
moment (NadiSavedPage *self, gint64 ms)
{
  return ms > 0 ? nadi_format_moment (ms, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk)) : g_strdup (_("not since signing in"));
}

static void
show_status (NadiSavedPage *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  g_autofree char *text = NULL;
  g_autofree char *clock = NULL;

  if (status == NULL)
    return;
  text = nadi_saved_text (status, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
  gtk_image_set_from_icon_name (self->icon, nadi_saved_icon (status));
  gtk_label_set_text (self->title, text);
  gtk_label_set_text (self->meaning, nadi_saved_meaning (status));
  show_fact (self->unsent_row, self->unsent, g_strdup_printf ("%u", status->unsent));
  show_fact (self->unconfirmed_row, self->unconfirmed, g_strdup_printf ("%u", status->unconfirmed));
  show_fact (self->contact_row, self->contact, moment (self, status->last_contact));
  show_fact (self->confirmed_row, self->confirmed, moment (self, status->freshness));
  show_fact (self->height_row, self->height, g_strdup_printf ("%'" G_GUINT64_FORMAT, status->head_size));
  show_fact (self->tasks_row, self->tasks, g_strdup_printf ("%u", status->tasks));
  show_fact (self->damaged_row, self->damaged, g_strdup_printf ("%u", status->damaged));
  gtk_widget_set_visible (self->damaged_row, status->damaged > 0);
  clock = nadi_saved_clock_text (status);
  gtk_widget_set_visible (self->clock_row, clock != NULL);
  if (clock != NULL)
    show_fact (self->clock_row, self->clock, g_steal_pointer (&clock));
}

/* --- trying now --------------------------------------------------------------------------------------------------- */

static void
set_trying (NadiSavedPage *self, gboolean trying)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), trying);
  gtk_spinner_set_spinning (self->spinner, trying);
}

static gboolean
sync_now (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return nadi_session_sync (session, NULL, NULL, NULL, cancellable, error);
}

static void
on_tried (gpointer owner, gpointer data, const GError *error)
{
  NadiSavedPage *self = NADI_SAVED_PAGE (owner);

  set_trying (self, FALSE);
  if (error == NULL)
    nadi_ui_set_label (self->outcome, _("The service has answered."));
  else
    nadi_ui_set_label (self->outcome, nadi_sentence_title (nadi_sentence_find (nadi_session_error_word (error))));
  nadi_desk_refresh (self->desk);
}

static void
on_try_now_clicked (NadiSavedPage *self)
{
  if (gtk_spinner_get_spinning (self->spinner) || !nadi_desk_is_open (self->desk))
    return;
  set_trying (self, TRUE);
  nadi_ui_set_label (self->outcome, NULL);
  nadi_desk_run (self->desk, sync_now, NULL, NULL, NULL, self, on_tried);
}

static void
on_tasks_activated (NadiSavedPage *self)
{
  g_signal_emit (self, open_tasks_signal, 0);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static gboolean
nadi_saved_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_SAVED_PAGE (widget)->try_now));
}

static void
nadi_saved_page_dispose (GObject *object)
{
  NadiSavedPage *self = NADI_SAVED_PAGE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_saved_page_parent_class)->dispose (object);
}

static void
nadi_saved_page_class_init (NadiSavedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_saved_page_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_saved_page_grab_focus);
  open_tasks_signal = g_signal_new ("open-tasks", NADI_TYPE_SAVED_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-saved-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, icon);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, title);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, meaning);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, try_now);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, unsent_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, unconfirmed_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, contact_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, confirmed_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, height_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, tasks_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, damaged_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, clock_row);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, unsent);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, unconfirmed);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, contact);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, confirmed);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, height);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, tasks);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, damaged);
  gtk_widget_class_bind_template_child (widget_class, NadiSavedPage, clock);
  gtk_widget_class_bind_template_callback (widget_class, on_try_now_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_tasks_activated);
}

static void
nadi_saved_page_init (NadiSavedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

NadiSavedPage *
nadi_saved_page_new (NadiDesk *desk)
{
  NadiSavedPage *self = g_object_new (NADI_TYPE_SAVED_PAGE, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "status-changed", G_CALLBACK (show_status), self, G_CONNECT_SWAPPED);
  show_status (self);
  return self;
}
