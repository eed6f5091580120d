/* In and out: when the window locks by itself, what is warned of before, and where the same person goes on afterwards. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

#include "nadi-action-table.h"
#include "nadi-settings.h"

/* --- nobody is there ---------------------------------------------------------------------------------------------- */

static void
on_warn (NadiWindow *self, guint seconds)
{
  g_autofree char *text = g_strdup_printf (ngettext ("Nobody seems to be here: locking in %u second", "Nobody seems to be here: locking in %u seconds", seconds), seconds);

  gtk_label_set_text (self->idle_label, text);
  gtk_revealer_set_reveal_child (self->idle_warning, TRUE);
}

static void
on_stay (NadiWindow *self)
{
  gtk_revealer_set_reveal_child (self->idle_warning, FALSE);
}

static void
on_stay_clicked (NadiWindow *self)
{
  nadi_idle_touch (self->idle);
}

/* --- where the person was ----------------------------------------------------------------------------------------- */

/* Before anything is taken down. */
static void
on_locking (NadiWindow *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);

  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->place_of, g_free);
  if (status == NULL)
    return;
  self->place = nadi_window_get_place (self);
  self->place_of = g_strdup (status->staff_id);
}

/* --- the lock's keys in every window ------------------------------------------------------------------------------ */

static gboolean
on_lock_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  nadi_desk_lock (NADI_DESK (user_data));
  return TRUE;
}

/* A form over this window has no win.lock; its keys lock nevertheless. */
static void
add_lock_key (NadiWindow *self, GtkWidget *window)
{
  static const char added[] = "nadi-lock-key";
  g_auto (GStrv) keys = nadi_action_keys (nadi_action_find ("win.lock"));
  GtkShortcutController *controller;

  if (NADI_IS_WINDOW (window) || g_object_get_data (G_OBJECT (window), added) != NULL)
    return;
  controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());
  for (guint i = 0; keys[i] != NULL; i++)
    gtk_shortcut_controller_add_shortcut (controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i]),
                                                                         gtk_callback_action_new (on_lock_key, g_object_ref (self->desk), g_object_unref)));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (controller), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (controller));
  g_object_set_data (G_OBJECT (window), added, controller);
}

static void
on_toplevels_changed (NadiWindow *self, guint position, guint removed, guint added, GListModel *toplevels)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      add_lock_key (self, window);
    }
}

/* --- windows over this one ---------------------------------------------------------------------------------------- */

/* A form over this window, or a question over a form. */
static gboolean
is_over (NadiWindow *self, GtkWindow *window)
{
  while (window != NULL && window != GTK_WINDOW (self))
    window = gtk_window_get_transient_for (window);
  return window != NULL;
}

static gboolean
is_alive (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels) && !found; i++)
    {
      g_autoptr (GtkWindow) one = g_list_model_get_item (toplevels, i);

      found = one == window;
    }
  return found;
}

/* A form that is half filled is not thrown away: it waits out of sight for the person who filled it. */
void
nadi_window_hide_forms (NadiWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (window != GTK_WINDOW (self) && is_over (self, window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        g_ptr_array_add (self->hidden, g_steal_pointer (&window));
    }
  for (guint i = 0; i < self->hidden->len; i++)
    gtk_widget_set_visible (self->hidden->pdata[i], FALSE);
}

static void
show_forms (NadiWindow *self, gboolean same_person)
{
  for (guint i = 0; i < self->hidden->len; i++)
    {
      /* One that closed itself when the desk locked stays closed. */
      if (!is_alive (self->hidden->pdata[i]))
        continue;
      if (same_person)
        gtk_window_present (self->hidden->pdata[i]);
      else
        gtk_window_destroy (self->hidden->pdata[i]);
    }
  g_ptr_array_set_size (self->hidden, 0);
}

void
nadi_window_go_on (NadiWindow *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  g_autofree char *place = g_steal_pointer (&self->place);
  g_autofree char *place_of = g_steal_pointer (&self->place_of);
  gboolean same_person = status != NULL && place_of != NULL && g_str_equal (place_of, status->staff_id);

  /* What one person had open is not the next one's business. */
  if (same_person && place != NULL)
    nadi_window_go_to_place (self, place);
  show_forms (self, same_person);
}

/* --- set up ------------------------------------------------------------------------------------------------------- */

void
nadi_window_lock_opened (NadiWindow *self)
{
  nadi_idle_start (self->idle, nadi_settings_lock_minutes ());
}

/* What was copied in these windows is not for the next one who sits here; what came from another program stays there. */
static void
forget_copied (NadiWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GdkClipboard *clipboards[] = { gdk_display_get_clipboard (display), gdk_display_get_primary_clipboard (display) };

  for (guint i = 0; i < G_N_ELEMENTS (clipboards); i++)
    if (gdk_clipboard_is_local (clipboards[i]))
      gdk_clipboard_set_content (clipboards[i], NULL);
}

void
nadi_window_lock_locked (NadiWindow *self)
{
  forget_copied (self);
  nadi_idle_stop (self->idle);
  gtk_revealer_set_reveal_child (self->idle_warning, FALSE);
}

void
nadi_window_init_lock (NadiWindow *self)
{
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  self->idle = nadi_idle_new (self->desk);
  g_signal_connect_object (self->idle, "warn", G_CALLBACK (on_warn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "stay", G_CALLBACK (on_stay), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (nadi_desk_lock), self->desk, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle_stay, "clicked", G_CALLBACK (on_stay_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "locking", G_CALLBACK (on_locking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_toplevels_changed), self, G_CONNECT_SWAPPED);
  if (nadi_settings_lock_with_screen ())
    {
      self->screen_lock = nadi_screen_lock_new ();
      g_signal_connect_object (self->screen_lock, "locked", G_CALLBACK (nadi_desk_lock), self->desk, G_CONNECT_SWAPPED);
    }
}

void
nadi_window_dispose_lock (NadiWindow *self)
{
  if (self->hidden != NULL)
    show_forms (self, FALSE);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);
  g_clear_object (&self->idle);
  g_clear_object (&self->screen_lock);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->place_of, g_free);
}
