/* The window. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

#include "nadi-saved-text.h"
#include "nadi-session-patients.h"
#include "nadi-settings.h"
#include "nadi-ui.h"

G_DEFINE_FINAL_TYPE (NadiWindow, nadi_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- the header --------------------------------------------------------------------------------------------------- */

/* Once in a sitting; the page of what is saved goes on saying it. */
static void
tell_clock (NadiWindow *self, const NadiSessionStatus *status)
{
  g_autofree char *wrong = self->clock_told ? NULL : nadi_saved_clock_text (status);
  g_autofree char *text = NULL;

  if (wrong == NULL)
    return;
  self->clock_told = TRUE;
  /* Translators: %s is "12 days ahead" or "2 hours behind". */
  text = g_strdup_printf (_("This computer's clock is %s"), wrong);
  nadi_notices_tell_action (self->notices, text, _("What is saved"), "win.saved-state");
}

static void
on_status_changed (NadiWindow *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  g_autofree char *text = NULL;

  if (status == NULL)
    return;
  text = nadi_saved_text (status, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
  gtk_label_set_text (self->saved_label, text);
  gtk_label_set_width_chars (self->saved_label, (int) MIN (g_utf8_strlen (text, -1), 10));
  gtk_image_set_from_icon_name (self->saved_icon, nadi_saved_icon (status));
  nadi_ui_set_name (GTK_WIDGET (self->saved), text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->saved), "waiting");
  gtk_widget_remove_css_class (GTK_WIDGET (self->saved), "stopped");
  if (status->saved == NADI_SAVED_STOPPED)
    gtk_widget_add_css_class (GTK_WIDGET (self->saved), "stopped");
  else if (status->saved != NADI_SAVED_ALL)
    gtk_widget_add_css_class (GTK_WIDGET (self->saved), "waiting");
  nadi_ui_set_label (self->who, status->staff);
  gtk_label_set_width_chars (self->who, (int) MIN (g_utf8_strlen (status->staff != NULL ? status->staff : "", -1), 18));
  nadi_ui_set_label (self->clinic, status->clinic);
  gtk_widget_set_visible (self->demo_strip, status->demo);
  nadi_window_update_actions (self);
  tell_clock (self, status);
}

/* --- in and out --------------------------------------------------------------------------------------------------- */

static void
show_wanted (NadiWindow *self)
{
  g_autofree char *wanted = g_steal_pointer (&self->wanted);
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (NadiPatientRow) row = NULL;

  if (wanted == NULL || session == NULL)
    return;
  row = nadi_session_lookup_patient (session, wanted);
  if (row != NULL)
    {
      nadi_patients_page_select (self->patients, row->id);
      nadi_window_open_chart (self, row->id);
    }
  else
    nadi_notices_tell (self->notices, _("That patient is not here"));
}

static void
on_opened (NadiWindow *self)
{
  gtk_stack_set_visible_child_name (self->root, "work");
  adw_view_stack_set_visible_child_name (self->pages, "patients");
  on_status_changed (self);
  nadi_window_lock_opened (self);
  nadi_patients_page_focus_search (self->patients);
  nadi_window_go_on (self);
  show_wanted (self);
  nadi_window_import_opened (self);
}

static void
show_unlock (NadiWindow *self)
{
  gtk_stack_set_visible_child_name (self->root, "unlock");
  nadi_unlock_page_reset (self->unlock);
}

static void
on_demo_wanted (NadiWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.demo", NULL);
}

static void
make_first (NadiWindow *self)
{
  self->first = g_object_new (NADI_TYPE_FIRST_RUN_PAGE, "vexpand", TRUE, NULL);
  nadi_first_run_page_set_desk (self->first, self->desk);
  g_signal_connect_object (self->first, "demo-wanted", G_CALLBACK (on_demo_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->first, "ready", G_CALLBACK (show_unlock), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->first_place, GTK_WIDGET (self->first));
}

/* Where a person comes in: the unlock page, or, while there is nothing to unlock, the first-run page. */
static void
show_door (NadiWindow *self)
{
  if (!nadi_first_run_page_is_wanted (self->desk))
    {
      show_unlock (self);
      return;
    }
  if (self->first == NULL)
    make_first (self);
  gtk_stack_set_visible_child_name (self->root, "first");
  nadi_first_run_page_reset (self->first);
}

static void
on_locked (NadiWindow *self)
{
  self->clock_told = FALSE;
  nadi_undo_clear (nadi_notices_get_undo (self->notices));
  nadi_notices_forget (self->notices);
  nadi_window_lock_locked (self);
  nadi_window_import_locked (self);
  nadi_window_close_palette (self);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  nadi_window_hide_forms (self);
  nadi_window_go_home (self);
  show_door (self);
  nadi_window_update_actions (self);
}

void
nadi_window_show_patient (NadiWindow *self, const char *patient)
{
  g_free (self->wanted);
  self->wanted = g_strdup (patient);
  show_wanted (self);
}

NadiDesk *
nadi_window_get_desk (NadiWindow *self)
{
  return self->desk;
}

/* --- closing ------------------------------------------------------------------------------------------------------ */

static gboolean
nadi_window_close_request (GtkWindow *window)
{
  NadiWindow *self = NADI_WINDOW (window);
  NadiWindowSize size;

  size.maximized = gtk_window_is_maximized (window);
  gtk_window_get_default_size (window, &size.width, &size.height);
  nadi_settings_set_size (&size);
  /* While the pages are there: they save what is half typed. */
  nadi_desk_lock (self->desk);
  return GTK_WINDOW_CLASS (nadi_window_parent_class)->close_request (window);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_window_dispose (GObject *object)
{
  NadiWindow *self = NADI_WINDOW (object);

  nadi_window_close_palette (self);
  nadi_window_dispose_lock (self);
  nadi_window_import_locked (self);
  nadi_window_dispose_pages (self);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->import_path, g_free);
  G_OBJECT_CLASS (nadi_window_parent_class)->dispose (object);
}

static void
nadi_window_class_init (NadiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_NOTICES);
  g_type_ensure (NADI_TYPE_UNLOCK_PAGE);
  g_type_ensure (NADI_TYPE_PATIENTS_PAGE);
  G_OBJECT_CLASS (klass)->dispose = nadi_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = nadi_window_close_request;
  nadi_ui_class_set_template (widget_class, "nadi-window");
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, notices);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, root);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, unlock);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, first_place);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, title);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, depth);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, patients);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, back);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, saved);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, saved_label);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, saved_icon);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, who);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, clinic);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, demo_strip);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, idle_stay);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, idle_label);
  gtk_widget_class_bind_template_child (widget_class, NadiWindow, idle_warning);
  nadi_window_class_install_actions (widget_class);
}

static void
nadi_window_init (NadiWindow *self)
{
  g_autoptr (GMenuModel) menu = nadi_window_make_menu ();

  nadi_ui_init (gtk_widget_get_display (GTK_WIDGET (self)));
  nadi_window_init_pages (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_window_add_last_keys (self);
  gtk_menu_button_set_menu_model (self->menu, menu);
  nadi_ui_set_name (GTK_WIDGET (self->menu), _("Main menu"));
  nadi_ui_set_name (GTK_WIDGET (self->saved), _("What is saved"));
  nadi_ui_set_name (GTK_WIDGET (self->back), _("Go back"));
}

NadiWindow *
nadi_window_new (GtkApplication *application, NadiDesk *desk)
{
  NadiWindow *self = g_object_new (NADI_TYPE_WINDOW, "application", application, NULL);
  NadiWindowSize size = nadi_settings_get_size ();

  self->desk = g_object_ref (desk);
  gtk_window_set_default_size (GTK_WINDOW (self), size.width, size.height);
  if (size.maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  nadi_window_init_lock (self);
  nadi_unlock_page_set_desk (self->unlock, desk);
  nadi_patients_page_set_desk (self->patients, desk);
  g_signal_connect_object (desk, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "status-changed", G_CALLBACK (on_status_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->patients, "open-chart", G_CALLBACK (nadi_window_open_chart), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->patients, "selected", G_CALLBACK (nadi_window_update_actions), self, G_CONNECT_SWAPPED);
  on_locked (self);
  return self;
}
