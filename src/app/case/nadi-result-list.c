/* Tests and results. */
#include "nadi-result-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-case-draft.h"
#include "nadi-case-row.h"
#include "nadi-format.h"
#include "nadi-result-line.h"
#include "nadi-ui.h"

struct _NadiResultList
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *rows;
  GtkWidget *entry;
  NadiCase *held;            /* its results are those of the rows */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiResultList, nadi_result_list, GTK_TYPE_WIDGET)

static void show_rows (NadiResultList *self);

static void
on_remove (NadiResultList *self, GtkWidget *button)
{
  g_ptr_array_remove_index (self->held->results, nadi_case_row_place (button));
  gtk_widget_grab_focus (self->entry);
  show_rows (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
show_rows (NadiResultList *self)
{
  nadi_case_rows_clear (self->rows);
  for (guint i = 0; i < self->held->results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (self->held->results, i);
      g_autofree char *name = g_strdup_printf (_("Remove %s"), result->text);
      g_autofree char *value = nadi_format_result (result->value, result->unit, result->abnormal);
      GtkWidget *row = nadi_case_row_new (result->text, NULL);

      nadi_case_row_add_chip (row, value, result->abnormal ? "abnormal" : NULL);
      nadi_case_row_add_button (row, "edit-delete-symbolic", name, G_CALLBACK (on_remove), self, i);
      gtk_box_append (GTK_BOX (self->rows), row);
    }
  gtk_widget_set_visible (self->rows, self->held->results->len > 0);
}

/* --- the entry ---------------------------------------------------------------------------------------------------- */

void
nadi_result_list_take_pending (NadiResultList *self)
{
  NadiResult read = { 0 };
  NadiResult *result;

  if (!nadi_result_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &read, NULL))
    return;
  result = nadi_case_add_result (self->held);
  *result = read;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_rows (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_changed (NadiResultList *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

void
nadi_result_list_show (NadiResultList *self, GPtrArray *results, const char *pending)
{
  g_ptr_array_set_size (self->held->results, 0);
  for (guint i = 0; i < results->len; i++)
    nadi_case_copy_result (self->held, g_ptr_array_index (results, i), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), pending);
  show_rows (self);
}

void
nadi_result_list_collect (NadiResultList *self, NadiCase *visit)
{
  for (guint i = 0; i < self->held->results->len; i++)
    nadi_case_copy_result (visit, g_ptr_array_index (self->held->results, i), TRUE);
}

const char *
nadi_result_list_get_pending (NadiResultList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
nadi_result_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (NADI_RESULT_LIST (widget)->entry);
}

static void
nadi_result_list_dispose (GObject *object)
{
  NadiResultList *self = NADI_RESULT_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->held, nadi_case_unref);
  G_OBJECT_CLASS (nadi_result_list_parent_class)->dispose (object);
}

static void
nadi_result_list_class_init (NadiResultListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_result_list_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_result_list_grab_focus);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", NADI_TYPE_RESULT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_result_list_init (NadiResultList *self)
{
  self->held = nadi_case_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->rows, "card");
  gtk_widget_set_visible (self->rows, FALSE);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Hb 9.2 g/dL !  or  Chest X-ray"));
  nadi_ui_set_name (self->entry, _("Tests and results"));
  nadi_ui_set_description (self->entry, _("An exclamation mark at the end says abnormal"));
  gtk_box_append (GTK_BOX (self->box), self->rows);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (nadi_result_list_take_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
