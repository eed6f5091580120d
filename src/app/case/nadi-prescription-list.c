/* Prescriptions. */
#include "nadi-prescription-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-case-draft.h"
#include "nadi-case-row.h"
#include "nadi-completion-entry.h"
#include "nadi-format.h"
#include "nadi-model-error.h"
#include "nadi-prescription-line.h"
#include "nadi-prescription-warning.h"
#include "nadi-ui.h"

struct _NadiPrescriptionList
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *rows;
  GtkWidget *preview;        /* what the line is understood as, with its warnings */
  NadiCompletionEntry *entry;
  GPtrArray *allergies;
  GPtrArray *running;
  NadiCase *held;            /* its prescriptions are those of the rows */
  GPtrArray *reasons;        /* of char *, one for each */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiPrescriptionList, nadi_prescription_list, GTK_TYPE_WIDGET)

static void show_rows (NadiPrescriptionList *self);

/* --- words and warnings ------------------------------------------------------------------------------------------- */

char *
nadi_prescription_words (const NadiPrescription *line)
{
  return g_strdup (line->dose != NULL && line->dose[0] != '\0' ? line->dose : _("no dose said"));
}

/* TRUE if the very same product runs already: it goes on, which is nothing to warn of. */
static gboolean
continues (NadiPrescriptionList *self, const char *medicine)
{
  return self->running != NULL && g_ptr_array_find_with_equal_func (self->running, medicine, g_str_equal, NULL);
}

/* Against what runs, and the other rows; the row itself (at) left out. */
static GPtrArray *
warnings_for (NadiPrescriptionList *self, const char *medicine, guint at)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  for (guint i = 0; self->running != NULL && i < self->running->len; i++)
    if (!g_str_equal (g_ptr_array_index (self->running, i), medicine))
      g_ptr_array_add (others, g_ptr_array_index (self->running, i));
  for (guint i = 0; i < self->held->prescriptions->len; i++)
    {
      const NadiPrescription *other = g_ptr_array_index (self->held->prescriptions, i);

      if (i != at && !other->stopped)
        g_ptr_array_add (others, other->medicine);
    }
  return nadi_medicine_warnings (medicine, self->allergies, others);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static void
tell_changed (NadiPrescriptionList *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
remove_at (NadiPrescriptionList *self, guint at)
{
  g_ptr_array_remove_index (self->held->prescriptions, at);
  g_ptr_array_remove_index (self->reasons, at);
}

static void
on_remove (NadiPrescriptionList *self, GtkWidget *button)
{
  guint at = nadi_case_row_place (button);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  remove_at (self, at);
  show_rows (self);
  tell_changed (self);
}

/* Back into the line. */
static void
on_edit (NadiPrescriptionList *self, GtkWidget *button)
{
  guint at = nadi_case_row_place (button);
  g_autofree char *line = nadi_prescription_format (g_ptr_array_index (self->held->prescriptions, at));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  remove_at (self, at);
  nadi_completion_entry_set_text (self->entry, line);
  show_rows (self);
  tell_changed (self);
}

static void
on_reason (NadiPrescriptionList *self, GtkEditable *entry)
{
  guint at = nadi_case_row_place (GTK_WIDGET (entry));
  char **reason = (char **) &g_ptr_array_index (self->reasons, at);

  g_free (*reason);
  *reason = g_strdup (gtk_editable_get_text (entry));
  tell_changed (self);
}

static GtkWidget *
make_reason (NadiPrescriptionList *self, guint at)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), g_ptr_array_index (self->reasons, at));
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Why all the same? This goes into the note"));
  nadi_ui_set_name (entry, _("Reason"));
  g_object_set_data (G_OBJECT (entry), "nadi-place", GUINT_TO_POINTER (at));
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_reason), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
make_row (NadiPrescriptionList *self, guint at)
{
  const NadiPrescription *line = g_ptr_array_index (self->held->prescriptions, at);
  g_autoptr (GPtrArray) warnings = warnings_for (self, line->medicine, at);
  g_autofree char *words = nadi_prescription_words (line);
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), line->medicine);
  g_autofree char *edit = g_strdup_printf (_("Change %s"), line->medicine);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = nadi_case_row_new (line->medicine, NULL);

  nadi_case_row_add_chip (row, words, "facts");
  if (continues (self, line->medicine))
    nadi_case_row_add_chip (row, _("goes on"), NULL);
  if (line->stopped)
    nadi_case_row_add_chip (row, _("stopped"), NULL);
  nadi_case_row_add_button (row, "document-edit-symbolic", edit, G_CALLBACK (on_edit), self, at);
  nadi_case_row_add_button (row, "edit-delete-symbolic", remove, G_CALLBACK (on_remove), self, at);
  gtk_box_append (GTK_BOX (all), row);
  if (warnings->len > 0)
    {
      GtkWidget *below = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

      gtk_widget_add_css_class (below, "case-warnings");
      for (guint i = 0; i < warnings->len; i++)
        gtk_box_append (GTK_BOX (below), nadi_prescription_warning_new (g_ptr_array_index (warnings, i)));
      gtk_box_append (GTK_BOX (below), make_reason (self, at));
      gtk_box_append (GTK_BOX (all), below);
    }
  return all;
}

static void
show_rows (NadiPrescriptionList *self)
{
  nadi_case_rows_clear (self->rows);
  for (guint i = 0; i < self->held->prescriptions->len; i++)
    gtk_box_append (GTK_BOX (self->rows), make_row (self, i));
  gtk_widget_set_visible (self->rows, self->held->prescriptions->len > 0);
}

/* --- the entry ---------------------------------------------------------------------------------------------------- */

static GPtrArray *
find (const char *text, gpointer user_data)
{
  gsize length = nadi_prescription_medicine_length (text);
  g_autofree char *medicine = g_strndup (text, length);
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *lines;

  /* Only while the medicine itself is being written. */
  if (length == 0 || text[length + strspn (text + length, " ")] != '\0')
    return NULL;
  found = nadi_medicine_search (medicine, NADI_COMPLETION_LINES);
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_completion_free);
  for (guint i = 0; i < found->len; i++)
    {
      const NadiMedicineMatch *match = g_ptr_array_index (found, i);
      g_autofree char *line = g_strconcat (match->product, " ", NULL);

      if (g_str_equal (match->product, medicine))
        {
          g_ptr_array_set_size (lines, 0);
          break;
        }
      g_ptr_array_add (lines, nadi_completion_new (match->product, match->medicine->dose, NULL, line));
    }
  return lines;
}

static void
show_preview (NadiPrescriptionList *self)
{
  const char *text = nadi_completion_entry_get_text (self->entry);
  NadiPrescription read = { 0 };
  g_autoptr (GError) error = NULL;
  GtkWidget *label;
  g_autofree char *medicine = NULL, *plain = NULL, *words = NULL, *usual = NULL, *said = NULL;
  const NadiMedicine *known;

  nadi_case_rows_clear (self->preview);
  gtk_widget_set_visible (self->preview, FALSE);
  if (text[0] == '\0' || !nadi_prescription_parse (text, &read, NULL, &error))
    return;
  known = nadi_medicine_find (read.medicine);
  medicine = nadi_format_isolate (read.medicine);
  plain = nadi_prescription_words (&read);
  words = nadi_format_isolate (plain);
  usual = known != NULL ? nadi_format_isolate (known->dose) : NULL;
  if (known != NULL)
    /* Translators: a medicine, how it is to be taken, and the usual dose. */
    said = g_strdup_printf (_("%s, %s. Usual: %s"), medicine, words, usual);
  else
    said = g_strdup_printf (_("%s, %s. Not in the list of medicines"), medicine, words);
  label = gtk_label_new (said);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "facts");
  gtk_box_append (GTK_BOX (self->preview), label);
  {
    g_autoptr (GPtrArray) warnings = warnings_for (self, read.medicine, G_MAXUINT);

    for (guint i = 0; i < warnings->len; i++)
      gtk_box_append (GTK_BOX (self->preview), nadi_prescription_warning_new (g_ptr_array_index (warnings, i)));
  }
  gtk_widget_set_visible (self->preview, TRUE);
  g_free (read.medicine);
  g_free (read.dose);
}

static void
show_trouble (NadiPrescriptionList *self, const GError *error)
{
  const char *text;
  GtkWidget *label;

  switch (error->code)
    {
    case NADI_MODEL_ERROR_DUPLICATE: text = _("How often or how long is said twice"); break;
    case NADI_MODEL_ERROR_RANGE: text = _("That is more often or longer than can be meant"); break;
    case NADI_MODEL_ERROR_NUMBER: text = _("A number is missing or nothing"); break;
    case NADI_MODEL_ERROR_LENGTH: text = _("The line is too long"); break;
    default: text = _("Name the medicine first: para 500 1-0-1 5d after food"); break;
    }
  nadi_case_rows_clear (self->preview);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (self->preview), label);
  gtk_widget_set_visible (self->preview, TRUE);
}

static void
on_changed (NadiPrescriptionList *self)
{
  show_preview (self);
  tell_changed (self);
}

static void
on_taken (NadiPrescriptionList *self, const NadiCompletion *line)
{
  nadi_completion_entry_set_text (self->entry, line->text);
}

gboolean
nadi_prescription_list_take_pending (NadiPrescriptionList *self)
{
  const char *text = nadi_completion_entry_get_text (self->entry);
  NadiPrescription read = { 0 };
  g_autoptr (GError) error = NULL;

  if (text[strspn (text, " ")] == '\0')
    return TRUE;
  if (!nadi_prescription_parse (text, &read, NULL, &error))
    {
      show_trouble (self, error);
      return FALSE;
    }
  *nadi_case_add_prescription (self->held) = read;
  g_ptr_array_add (self->reasons, g_strdup (""));
  nadi_completion_entry_set_text (self->entry, "");
  show_rows (self);
  tell_changed (self);
  return TRUE;
}

static void
on_entered (NadiPrescriptionList *self)
{
  nadi_prescription_list_take_pending (self);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

void
nadi_prescription_list_set_context (NadiPrescriptionList *self, GPtrArray *allergies, GPtrArray *running)
{
  g_clear_pointer (&self->allergies, g_ptr_array_unref);
  g_clear_pointer (&self->running, g_ptr_array_unref);
  self->allergies = allergies != NULL ? g_ptr_array_ref (allergies) : NULL;
  self->running = running != NULL ? g_ptr_array_ref (running) : NULL;
  show_rows (self);
}

void
nadi_prescription_list_show (NadiPrescriptionList *self, GPtrArray *prescriptions, GPtrArray *reasons, const char *pending)
{
  g_ptr_array_set_size (self->held->prescriptions, 0);
  g_ptr_array_set_size (self->reasons, 0);
  for (guint i = 0; i < prescriptions->len; i++)
    {
      nadi_case_copy_prescription (self->held, g_ptr_array_index (prescriptions, i), TRUE);
      g_ptr_array_add (self->reasons, g_strdup (i < reasons->len ? g_ptr_array_index (reasons, i) : ""));
    }
  nadi_completion_entry_set_text (self->entry, pending);
  show_rows (self);
}

static gboolean
is_there (NadiPrescriptionList *self, const char *medicine)
{
  for (guint i = 0; i < self->held->prescriptions->len; i++)
    if (g_strcmp0 (((NadiPrescription *) g_ptr_array_index (self->held->prescriptions, i))->medicine, medicine) == 0)
      return TRUE;
  return FALSE;
}

guint
nadi_prescription_list_repeat (NadiPrescriptionList *self, GPtrArray *prescriptions)
{
  guint added = 0;

  for (guint i = 0; i < prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (prescriptions, i);

      if (line->stopped || is_there (self, line->medicine))
        continue;
      nadi_case_copy_prescription (self->held, line, FALSE);
      g_ptr_array_add (self->reasons, g_strdup (""));
      added++;
    }
  show_rows (self);
  if (added > 0)
    tell_changed (self);
  return added;
}

void
nadi_prescription_list_collect (NadiPrescriptionList *self, NadiCase *visit, GPtrArray *reasons)
{
  for (guint i = 0; i < self->held->prescriptions->len; i++)
    {
      nadi_case_copy_prescription (visit, g_ptr_array_index (self->held->prescriptions, i), TRUE);
      g_ptr_array_add (reasons, g_strdup (g_ptr_array_index (self->reasons, i)));
    }
}

const char *
nadi_prescription_list_get_pending (NadiPrescriptionList *self)
{
  return nadi_completion_entry_get_text (self->entry);
}

static GtkWidget *
first_empty_reason (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget))[0] == '\0' ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = first_empty_reason (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
nadi_prescription_list_ask_reason (NadiPrescriptionList *self)
{
  GtkWidget *entry = first_empty_reason (self->rows);

  return entry != NULL && gtk_widget_grab_focus (entry);
}

char *
nadi_prescription_list_reasons_text (NadiPrescriptionList *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->held->prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (self->held->prescriptions, i);
      g_autoptr (GPtrArray) warnings = warnings_for (self, line->medicine, i);
      const char *reason = g_ptr_array_index (self->reasons, i);
      g_autofree char *warning = NULL;

      if (warnings->len == 0 || reason[0] == '\0')
        continue;
      warning = nadi_prescription_warning_text (g_ptr_array_index (warnings, 0));
      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: a medicine, the warning about it, and the reason to give it all the same. */
      g_string_append_printf (text, _("%s in spite of “%s”: %s"), line->medicine, warning, reason);
    }
  return g_string_free (text, text->len == 0);
}

static gboolean
nadi_prescription_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_PRESCRIPTION_LIST (widget)->entry));
}

static void
nadi_prescription_list_dispose (GObject *object)
{
  NadiPrescriptionList *self = NADI_PRESCRIPTION_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->allergies, g_ptr_array_unref);
  g_clear_pointer (&self->running, g_ptr_array_unref);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->held, nadi_case_unref);
  G_OBJECT_CLASS (nadi_prescription_list_parent_class)->dispose (object);
}

static void
nadi_prescription_list_class_init (NadiPrescriptionListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_prescription_list_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_prescription_list_grab_focus);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", NADI_TYPE_PRESCRIPTION_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_prescription_list_init (NadiPrescriptionList *self)
{
  self->held = nadi_case_new ();
  self->reasons = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->rows, "card");
  gtk_widget_set_visible (self->rows, FALSE);
  self->preview = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_visible (self->preview, FALSE);
  self->entry = g_object_new (NADI_TYPE_COMPLETION_ENTRY, NULL);
  nadi_completion_entry_set_up (self->entry, _("Prescription"), "para 500 1-0-1 5d", FALSE, find, self);
  gtk_box_append (GTK_BOX (self->box), self->rows);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (self->box), self->preview);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (self->entry, "taken", G_CALLBACK (on_taken), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "entered", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
