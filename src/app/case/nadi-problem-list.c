/* Problems. */
#include "nadi-problem-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-case-draft.h"
#include "nadi-case-row.h"
#include "nadi-completion-entry.h"
#include "nadi-icd10.h"
#include "nadi-ui.h"

struct _NadiProblemList
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *rows;
  NadiCompletionEntry *entry;
  NadiCodeList *own;
  NadiCase *held;            /* its problems are those of the rows */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiProblemList, nadi_problem_list, GTK_TYPE_WIDGET)

static void show_rows (NadiProblemList *self);

static void
on_remove (NadiProblemList *self, GtkWidget *button)
{
  g_ptr_array_remove_index (self->held->problems, nadi_case_row_place (button));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  show_rows (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
show_rows (NadiProblemList *self)
{
  nadi_case_rows_clear (self->rows);
  for (guint i = 0; i < self->held->problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (self->held->problems, i);
      const NadiIcd10 *known = problem->code != NULL ? nadi_icd10_find (problem->code) : NULL;
      g_autofree char *name = g_strdup_printf (_("Remove %s"), problem->text);
      GtkWidget *row = nadi_case_row_new (problem->text, problem->code);

      if (known != NULL && known->notifiable)
        nadi_case_row_add_chip (row, _("notifiable"), NULL);
      nadi_case_row_add_button (row, "edit-delete-symbolic", name, G_CALLBACK (on_remove), self, i);
      gtk_box_append (GTK_BOX (self->rows), row);
    }
  gtk_widget_set_visible (self->rows, self->held->problems->len > 0);
}

static void
add (NadiProblemList *self, const char *text, const char *code)
{
  NadiProblem *problem;

  for (guint i = 0; i < self->held->problems->len; i++)
    {
      const NadiProblem *other = g_ptr_array_index (self->held->problems, i);

      if (g_strcmp0 (other->code, code) == 0 && g_str_equal (other->text, text))
        return;
    }
  problem = nadi_case_add_problem (self->held);
  problem->text = g_strdup (text);
  problem->code = g_strdup (code);
  show_rows (self);
}

/* --- the entry ---------------------------------------------------------------------------------------------------- */

static GPtrArray *
find (const char *text, gpointer user_data)
{
  NadiProblemList *self = user_data;
  g_autoptr (GPtrArray) codes = nadi_code_search (self->own, text, NADI_COMPLETION_LINES - 1);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_completion_free);

  for (guint i = 0; i < codes->len; i++)
    {
      const NadiCode *code = g_ptr_array_index (codes, i);

      g_ptr_array_add (lines, nadi_completion_new (code->name, code->code, code->code, code->name));
    }
  return lines;
}

static void
on_taken (NadiProblemList *self, const NadiCompletion *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line->text));

  if (text[0] != '\0')
    add (self, text, line->key);
  nadi_completion_entry_set_text (self->entry, "");
  g_signal_emit (self, changed_signal, 0);
}

void
nadi_problem_list_take_pending (NadiProblemList *self)
{
  g_autofree char *text = g_strstrip (g_strdup (nadi_completion_entry_get_text (self->entry)));

  if (text[0] == '\0')
    return;
  add (self, text, NULL);
  nadi_completion_entry_set_text (self->entry, "");
  g_signal_emit (self, changed_signal, 0);
}

static void
on_changed (NadiProblemList *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

void
nadi_problem_list_set_codes (NadiProblemList *self, NadiCodeList *own)
{
  g_clear_pointer (&self->own, nadi_code_list_unref);
  self->own = own != NULL ? nadi_code_list_ref (own) : NULL;
}

void
nadi_problem_list_show (NadiProblemList *self, GPtrArray *problems, const char *pending)
{
  g_ptr_array_set_size (self->held->problems, 0);
  for (guint i = 0; i < problems->len; i++)
    nadi_case_copy_problem (self->held, g_ptr_array_index (problems, i), TRUE);
  nadi_completion_entry_set_text (self->entry, pending);
  show_rows (self);
}

void
nadi_problem_list_collect (NadiProblemList *self, NadiCase *visit)
{
  for (guint i = 0; i < self->held->problems->len; i++)
    nadi_case_copy_problem (visit, g_ptr_array_index (self->held->problems, i), TRUE);
}

const char *
nadi_problem_list_get_pending (NadiProblemList *self)
{
  return nadi_completion_entry_get_text (self->entry);
}

guint
nadi_problem_list_size (NadiProblemList *self)
{
  return self->held->problems->len;
}

static gboolean
nadi_problem_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_PROBLEM_LIST (widget)->entry));
}

static void
nadi_problem_list_dispose (GObject *object)
{
  NadiProblemList *self = NADI_PROBLEM_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->own, nadi_code_list_unref);
  g_clear_pointer (&self->held, nadi_case_unref);
  G_OBJECT_CLASS (nadi_problem_list_parent_class)->dispose (object);
}

static void
nadi_problem_list_class_init (NadiProblemListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_problem_list_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_problem_list_grab_focus);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", NADI_TYPE_PROBLEM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_problem_list_init (NadiProblemList *self)
{
  self->held = nadi_case_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->rows, "card");
  gtk_widget_set_visible (self->rows, FALSE);
  self->entry = g_object_new (NADI_TYPE_COMPLETION_ENTRY, NULL);
  nadi_completion_entry_set_up (self->entry, _("Problem or diagnosis"), _("Words or an ICD-10 code"), TRUE, find, self);
  /* The rows first: Tab goes on from the entry to the next field, and not over buttons that take away what was just typed. */
  gtk_box_append (GTK_BOX (self->box), self->rows);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->entry));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "taken", G_CALLBACK (on_taken), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "entered", G_CALLBACK (nadi_problem_list_take_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
