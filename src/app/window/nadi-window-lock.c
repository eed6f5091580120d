/* In and out: when the window locks by itself, what is warned of before, and where the same person goes on afterwards. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

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

void
nadi_window_go_on (NadiWindow *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  g_autofree char *place = g_steal_pointer (&self->place);
  g_autofree char *place_of = g_steal_pointer (&self->place_of);

  /* What one person had open is not the next one's business. */
  if (place != NULL && status != NULL && g_strcmp0 (place_of, status->staff_id) == 0)
    nadi_window_go_to_place (self, place);
}

/* --- set up ------------------------------------------------------------------------------------------------------- */

void
nadi_window_lock_opened (NadiWindow *self)
{
  nadi_idle_start (self->idle, nadi_settings_lock_minutes ());
}

void
nadi_window_lock_locked (NadiWindow *self)
{
  nadi_idle_stop (self->idle);
  gtk_revealer_set_reveal_child (self->idle_warning, FALSE);
}

void
nadi_window_init_lock (NadiWindow *self)
{
  self->idle = nadi_idle_new (self->desk);
  g_signal_connect_object (self->idle, "warn", G_CALLBACK (on_warn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "stay", G_CALLBACK (on_stay), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (nadi_desk_lock), self->desk, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle_stay, "clicked", G_CALLBACK (on_stay_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "locking", G_CALLBACK (on_locking), self, G_CONNECT_SWAPPED);
  if (nadi_settings_lock_with_screen ())
    {
      self->screen_lock = nadi_screen_lock_new ();
      g_signal_connect_object (self->screen_lock, "locked", G_CALLBACK (nadi_desk_lock), self->desk, G_CONNECT_SWAPPED);
    }
}

void
nadi_window_dispose_lock (NadiWindow *self)
{
  g_clear_object (&self->idle);
  g_clear_object (&self->screen_lock);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->place_of, g_free);
}
