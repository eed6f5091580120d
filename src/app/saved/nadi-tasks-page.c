/* The page of refused things. */
#include "nadi-tasks-page.h"

#include <glib/gi18n.h>

#include "nadi-notices.h"
#include "nadi-session-patients.h"
#include "nadi-task-line.h"
#include "nadi-ui.h"

struct _NadiTasksPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;

  GtkStack *stack;
  GtkListBox *list;
};

static guint open_chart_signal;

G_DEFINE_FINAL_TYPE (NadiTasksPage, nadi_tasks_page, GTK_TYPE_WIDGET)

static void load (NadiTasksPage *self);

static void
tell_error (NadiTasksPage *self, const GError *error)
{
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (notices != NULL)
    nadi_notices_tell_error (notices, error);
}

/* --- done, and not done after all --------------------------------------------------------------------------------- */

/* One task put away or taken back. The page may be gone when it is taken back; then the window's notices stay the owner. */
typedef struct
{
  NadiDesk *desk;
  GWeakRef page;
  NadiTask *task;
} Act;

static Act *
act_new (NadiTasksPage *self, NadiTask *task)
{
  Act *act = g_new0 (Act, 1);

  act->desk = g_object_ref (self->desk);
  g_weak_ref_init (&act->page, self);
  act->task = task;
  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->desk);
  g_weak_ref_clear (&act->page);
  g_clear_pointer (&act->task, nadi_task_free);
  g_free (act);
}

static gboolean
restore (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return nadi_session_restore_task (session, ((Act *) data)->task, error);
}

static void
on_restored (gpointer owner, gpointer data, const GError *error)
{
  Act *act = data;
  g_autoptr (NadiTasksPage) page = g_weak_ref_get (&act->page);

  if (page != NULL && error == NULL)
    load (page);
  nadi_desk_refresh (NADI_DESK (owner));
}

static void
take_back (gpointer data)
{
  Act *act = data;
  Act *again = g_new0 (Act, 1);
  g_autoptr (NadiTasksPage) page = g_weak_ref_get (&act->page);

  again->desk = g_object_ref (act->desk);
  g_weak_ref_init (&again->page, page);
  again->task = g_steal_pointer (&act->task);
  if (nadi_desk_is_open (again->desk))
    nadi_desk_run (again->desk, restore, again, act_free, NULL, again->desk, on_restored);
  else
    act_free (again);
}

static gboolean
put_away (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return nadi_session_remove_task (session, ((Act *) data)->task->id, error);
}

static void
on_put_away (gpointer owner, gpointer data, const GError *error)
{
  NadiTasksPage *self = NADI_TASKS_PAGE (owner);
  Act *act = data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (error != NULL)
    tell_error (self, error);
  else if (notices != NULL)
    nadi_notices_tell_undo (notices, _("Put away"), take_back, act_new (self, g_steal_pointer (&act->task)), act_free);
  load (self);
  nadi_desk_refresh (self->desk);
}

static void
on_line_done (NadiTaskLine *line, NadiTasksPage *self)
{
  if (nadi_task_line_get_task (line) == NULL || !nadi_desk_is_open (self->desk))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (line), FALSE);
  nadi_desk_run (self->desk, put_away, act_new (self, nadi_task_line_steal_task (line)), act_free, NULL, self, on_put_away);
}

static void
on_line_open (NadiTaskLine *line, NadiTasksPage *self)
{
  const NadiTask *task = nadi_task_line_get_task (line);

  if (task != NULL && task->patient != NULL)
    g_signal_emit (self, open_chart_signal, 0, task->patient);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *tasks;
} Loading;

static void
loading_free (gpointer data)
{
  g_clear_pointer (&((Loading *) data)->tasks, g_ptr_array_unref);
  g_free (data);
}

static gboolean
list_tasks (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return (((Loading *) data)->tasks = nadi_session_list_tasks (session, error)) != NULL;
}

static char *
name_of (NadiTasksPage *self, const char *patient)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (NadiPatientRow) row = patient != NULL && session != NULL ? nadi_session_lookup_patient (session, patient) : NULL;

  return row != NULL ? g_strdup (row->name) : NULL;
}

static void
on_loaded (gpointer owner, gpointer data, const GError *error)
{
  NadiTasksPage *self = NADI_TASKS_PAGE (owner);
  GPtrArray *tasks = ((Loading *) data)->tasks;
  GtkListBoxRow *row;
  GtkRoot *root;

  /* Locked while they were read. */
  if (!nadi_desk_is_open (self->desk))
    return;
  if (error != NULL)
    {
      tell_error (self, error);
      return;
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_set_free_func (tasks, NULL);
  for (guint i = 0; i < tasks->len; i++)
    {
      NadiTask *task = g_ptr_array_index (tasks, i);
      g_autofree char *name = name_of (self, task->patient);
      NadiTaskLine *line = nadi_task_line_new (task, name, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));

      g_signal_connect_object (line, "done", G_CALLBACK (on_line_done), self, 0);
      g_signal_connect_object (line, "open", G_CALLBACK (on_line_open), self, 0);
      gtk_list_box_append (self->list, GTK_WIDGET (line));
    }
  gtk_stack_set_visible_child_name (self->stack, tasks->len > 0 ? "list" : "empty");
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
load (NadiTasksPage *self)
{
  if (nadi_desk_is_open (self->desk))
    nadi_desk_run (self->desk, list_tasks, g_new0 (Loading, 1), loading_free, NULL, self, on_loaded);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_tasks_page_dispose (GObject *object)
{
  NadiTasksPage *self = NADI_TASKS_PAGE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_tasks_page_parent_class)->dispose (object);
}

static void
nadi_tasks_page_class_init (NadiTasksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_tasks_page_dispose;
  open_chart_signal = g_signal_new ("open-chart", NADI_TYPE_TASKS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-tasks-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiTasksPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiTasksPage, list);
}

static void
nadi_tasks_page_init (NadiTasksPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Things to look at"));
}

NadiTasksPage *
nadi_tasks_page_new (NadiDesk *desk)
{
  NadiTasksPage *self = g_object_new (NADI_TYPE_TASKS_PAGE, NULL);

  self->desk = g_object_ref (desk);
  load (self);
  return self;
}
