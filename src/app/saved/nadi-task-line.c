/* A refused thing, as a row. */
#include "nadi-task-line.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-saved-text.h"
#include "nadi-ui.h"

struct _NadiTaskLine
{
  GtkListBoxRow parent_instance;
  NadiTask *task;

  GtkLabel *title;
  GtkLabel *when;
  GtkLabel *about;
  GtkLabel *advice;
  GtkWidget *typed_expander;
  GtkLabel *typed;
  GtkWidget *open;
  GtkWidget *done;
};

enum
{
  OPEN,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiTaskLine, nadi_task_line, GTK_TYPE_LIST_BOX_ROW)

static void
on_open_clicked (NadiTaskLine *self)
{
  g_signal_emit (self, signals[OPEN], 0);
}

static void
on_done_clicked (NadiTaskLine *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

const NadiTask *
nadi_task_line_get_task (NadiTaskLine *self)
{
  return self->task;
}

NadiTask *
nadi_task_line_steal_task (NadiTaskLine *self)
{
  return g_steal_pointer (&self->task);
}

static void
nadi_task_line_finalize (GObject *object)
{
  g_clear_pointer (&NADI_TASK_LINE (object)->task, nadi_task_free);
  G_OBJECT_CLASS (nadi_task_line_parent_class)->finalize (object);
}

static void
nadi_task_line_class_init (NadiTaskLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nadi_task_line_finalize;
  signals[OPEN] = g_signal_new ("open", NADI_TYPE_TASK_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", NADI_TYPE_TASK_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-task-line");
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, title);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, when);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, about);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, advice);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, typed_expander);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, typed);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, open);
  gtk_widget_class_bind_template_child (widget_class, NadiTaskLine, done);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_done_clicked);
}

static void
nadi_task_line_init (NadiTaskLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

NadiTaskLine *
nadi_task_line_new (NadiTask *task, const char *patient, gint64 now, GTimeZone *zone)
{
  NadiTaskLine *self = g_object_new (NADI_TYPE_TASK_LINE, NULL);
  const char *form = nadi_refusal_form (task->form);
  g_autofree char *when = nadi_format_moment (task->time, now, zone);
  g_autofree char *typed = nadi_task_describe (task);
  /* Translators: what was being written, and of whom: "Case of Asha Rao". */
  g_autofree char *about = patient != NULL ? g_strdup_printf (_("%s of %s"), form, patient) : g_strdup (form);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", about, nadi_refusal_title (task->reason));

  self->task = task;
  gtk_label_set_text (self->title, nadi_refusal_title (task->reason));
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->about, about);
  gtk_label_set_text (self->advice, nadi_refusal_advice (task->reason));
  nadi_ui_set_label (self->typed, typed);
  gtk_widget_set_visible (self->typed_expander, typed != NULL && typed[0] != '\0');
  gtk_widget_set_visible (self->open, task->patient != NULL);
  nadi_ui_set_name (GTK_WIDGET (self), spoken);
  return self;
}
