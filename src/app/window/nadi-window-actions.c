/* What the window's actions do, and when they may be done.
 *
 * Keys and menus reach an action of the window; the page in front does it if its class has installed an action of that name, else
 * the window itself. What neither can do just now is disabled. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

#include "nadi-action-table.h"
#include "nadi-passphrase-window.h"
#include "nadi-saved-page.h"
#include "nadi-staff-window.h"
#include "nadi-tasks-page.h"

/* --- what the window does itself ---------------------------------------------------------------------------------- */

static void
do_patients (NadiWindow *self)
{
  nadi_window_go_home (self);
  adw_view_stack_set_visible_child_name (self->pages, "patients");
  nadi_patients_page_focus_search (self->patients);
}

static void
do_back (NadiWindow *self)
{
  nadi_window_go_back (self);
}

static gboolean
can_go_back (NadiWindow *self)
{
  return self->levels.length > 0;
}

static void
do_undo (NadiWindow *self)
{
  nadi_notices_go_on (self->notices);
  if (!nadi_undo_step (nadi_notices_get_undo (self->notices)))
    nadi_notices_tell (self->notices, _("There is nothing to undo"));
}

static void
do_lock (NadiWindow *self)
{
  nadi_desk_lock (self->desk);
}

static void
on_passphrase_changed (NadiWindow *self)
{
  nadi_notices_tell (self->notices, _("Your new passphrase counts from now on"));
}

static void
do_passphrase (NadiWindow *self)
{
  if (self->dialog == NULL)
    {
      g_set_weak_pointer (&self->dialog, GTK_WINDOW (nadi_passphrase_window_new (GTK_WINDOW (self), self->desk)));
      g_signal_connect_object (self->dialog, "changed", G_CALLBACK (on_passphrase_changed), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->dialog);
}

static void
do_staff (NadiWindow *self)
{
  if (self->dialog == NULL)
    g_set_weak_pointer (&self->dialog, GTK_WINDOW (nadi_staff_window_new (GTK_WINDOW (self), self->desk)));
  gtk_window_present (self->dialog);
}

static void
do_open_chart (NadiWindow *self)
{
  g_autofree char *patient = g_strdup (nadi_window_get_patient (self));

  if (patient != NULL)
    nadi_window_open_chart (self, patient);
}

static gboolean
has_patient (NadiWindow *self)
{
  return nadi_window_get_patient (self) != NULL;
}

static void
do_tasks (NadiWindow *self)
{
  NadiTasksPage *page;

  if (nadi_window_return_to (self, "tasks"))
    return;
  page = nadi_tasks_page_new (self->desk);
  g_signal_connect_object (page, "open-chart", G_CALLBACK (nadi_window_open_chart), self, G_CONNECT_SWAPPED);
  nadi_window_push_key (self, GTK_WIDGET (page), _("Things to look at"), "tasks");
}

static void
do_saved_state (NadiWindow *self)
{
  NadiSavedPage *page;

  if (nadi_window_return_to (self, "saved"))
    return;
  page = nadi_saved_page_new (self->desk);
  g_signal_connect_object (page, "open-tasks", G_CALLBACK (do_tasks), self, G_CONNECT_SWAPPED);
  nadi_window_push_key (self, GTK_WIDGET (page), _("What is saved"), "saved");
}

static const struct
{
  const char *name;
  void (*act) (NadiWindow *self);
  gboolean (*can) (NadiWindow *self); /* NULL: always */
} acts[] = {
  { "win.search", nadi_window_open_palette, NULL },
  { "win.patients", do_patients, NULL },
  { "win.back", do_back, can_go_back },
  { "win.undo", do_undo, NULL },
  { "win.lock", do_lock, NULL },
  { "win.passphrase", do_passphrase, NULL },
  { "win.staff", do_staff, NULL },
  { "win.saved-state", do_saved_state, NULL },
  { "win.tasks", do_tasks, NULL },
  { "win.import", nadi_window_open_import, NULL },
  { "win.open-chart", do_open_chart, has_patient },
  { "win.new-case", nadi_window_new_case, has_patient },
  { "win.new-patient", nadi_window_register_patient, NULL },
  { "win.edit-patient", nadi_window_correct_patient, has_patient },
};

/* --- who does it -------------------------------------------------------------------------------------------------- */

static gboolean
page_has (GtkWidget *page, const char *name)
{
  GtkWidgetClass *klass = page != NULL ? GTK_WIDGET_GET_CLASS (page) : NULL;
  const GVariantType *parameter;
  const char *found, *property;
  GType owner;

  for (guint i = 0; klass != NULL && gtk_widget_class_query_action (klass, i, &owner, &found, &parameter, &property); i++)
    if (g_str_equal (found, name))
      return TRUE;
  return FALSE;
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  nadi_window_act (NADI_WINDOW (widget), name);
}

void
nadi_window_act (NadiWindow *self, const char *name)
{
  GtkWidget *page = nadi_window_get_page (self);

  if (page_has (page, name))
    {
      gtk_widget_activate_action_variant (page, name, NULL);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, name))
      {
        acts[i].act (self);
        return;
      }
  gtk_widget_activate_action_variant (GTK_WIDGET (self), name, NULL);
}

static gboolean
can_do (NadiWindow *self, const char *name)
{
  if (page_has (nadi_window_get_page (self), name))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, name))
      return acts[i].can == NULL || acts[i].can (self);
  return FALSE;
}

static gboolean
may_do (NadiSession *session, const NadiAction *action)
{
  if (session == NULL)
    return (action->flags & NADI_ACTION_WHEN_LOCKED) != 0;
  return action->roles == NULL || nadi_session_has_role (session, action->roles);
}

void
nadi_window_update_actions (NadiWindow *self)
{
  NadiSession *session = self->desk != NULL ? nadi_desk_get_session (self->desk) : NULL;
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if (g_str_has_prefix (actions[i].name, "win."))
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, may_do (session, &actions[i]) && can_do (self, actions[i].name));
}

const char **
nadi_window_list_possible (NadiWindow *self)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if ((actions[i].flags & NADI_ACTION_IN_PALETTE) && may_do (session, &actions[i])
        && (!g_str_has_prefix (actions[i].name, "win.") || can_do (self, actions[i].name)))
      g_ptr_array_add (names, (gpointer) actions[i].name);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_steal (names, NULL);
}

void
nadi_window_class_install_actions (GtkWidgetClass *klass)
{
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if (g_str_has_prefix (actions[i].name, "win."))
      gtk_widget_class_install_action (klass, actions[i].name, NULL, on_action);
}

/* Keys that whatever has the focus may want first; the others are the application's. */
void
nadi_window_add_last_keys (NadiWindow *self)
{
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    {
      g_auto (GStrv) keys = nadi_action_keys (&actions[i]);

      for (guint k = 0; (actions[i].flags & NADI_ACTION_KEYS_LAST) && keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k]),
                                                                             gtk_named_action_new (actions[i].name)));
    }
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

GMenuModel *
nadi_window_make_menu (void)
{
  GMenu *menu = g_menu_new ();
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    if (actions[i].flags & NADI_ACTION_IN_MENU)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (nadi_action_title (&actions[i]), actions[i].name);

        /* What somebody's role never lets them do is not shown to them. */
        if (actions[i].roles != NULL)
          g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
        g_menu_append_item (menu, item);
      }
  return G_MENU_MODEL (menu);
}
