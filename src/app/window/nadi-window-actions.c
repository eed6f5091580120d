/* What the window's actions do, and when they may be done. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

#include "nadi-action-table.h"

static void
do_patients (NadiWindow *self)
{
  adw_view_stack_set_visible_child_name (self->pages, "patients");
  nadi_patients_page_focus_search (self->patients);
}

static void
do_undo (NadiWindow *self)
{
  if (!nadi_undo_step (nadi_notices_get_undo (self->notices)))
    nadi_notices_tell (self->notices, _("There is nothing to undo"));
}

static void
do_lock (NadiWindow *self)
{
  nadi_desk_lock (self->desk);
}

static const struct
{
  const char *name;
  void (*act) (NadiWindow *self);
} acts[] = {
  { "win.patients", do_patients },
  { "win.undo", do_undo },
  { "win.lock", do_lock },
};

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, name))
      acts[i].act (NADI_WINDOW (widget));
}

void
nadi_window_class_install_actions (GtkWidgetClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (klass, acts[i].name, NULL, on_action);
}

void
nadi_window_update_actions (NadiWindow *self)
{
  NadiSession *session = nadi_desk_get_session (self->desk);

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      const NadiAction *action = nadi_action_find (acts[i].name);
      gboolean allowed = session != NULL ? action->roles == NULL || nadi_session_has_role (session, action->roles)
                                         : (action->flags & NADI_ACTION_WHEN_LOCKED) != 0;

      gtk_widget_action_set_enabled (GTK_WIDGET (self), acts[i].name, allowed);
    }
}

GMenuModel *
nadi_window_make_menu (void)
{
  GMenu *menu = g_menu_new ();
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if (actions[i].flags & NADI_ACTION_IN_MENU)
      g_menu_append (menu, nadi_action_title (&actions[i]), actions[i].name);
  return G_MENU_MODEL (menu);
}
