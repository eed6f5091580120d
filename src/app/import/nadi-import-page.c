/* The page of an import. */
#include "nadi-import-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-compat.h"
#include "nadi-field.h"
#include "nadi-import-text.h"
#include "nadi-notices.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

struct _NadiImportPage
{
  GtkWidget parent_instance;
  NadiImportJob *job;
  GSignalGroup *signals;

  GtkStack *stack;
  NadiField *label;
  GtkWidget *take_away;
  GtkProgressBar *bar;
  GtkLabel *progress;
  GtkLabel *outcome;
  GtkLabel *advice;
  AdwPreferencesGroup *lines;
  AdwPreferencesGroup *reasons;
  GPtrArray *rows;           /* of both groups */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (NadiImportPage, nadi_import_page, GTK_TYPE_WIDGET)

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static void
on_picked (gpointer owner, GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    g_signal_emit (owner, chosen_signal, 0, path);
}

static void
choose (NadiImportPage *self, NadiPickKind kind, const char *title)
{
  static const char *const patterns[] = { "*.json", "*.ndjson", "*.jsonl", NULL };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  nadi_pick_file_async (GTK_WINDOW (root), kind, title, kind == NADI_PICK_OPEN ? patterns : NULL, NULL, self, on_picked);
}

static void
on_choose_clicked (NadiImportPage *self)
{
  choose (self, NADI_PICK_OPEN, _("Choose a file to import"));
}

static void
on_folder_clicked (NadiImportPage *self)
{
  choose (self, NADI_PICK_FOLDER, _("Choose a folder to import"));
}

static void
on_stop_clicked (NadiImportPage *self)
{
  if (self->job != NULL)
    nadi_import_job_cancel (self->job);
}

static void
on_another_clicked (NadiImportPage *self)
{
  nadi_import_page_set_job (self, NULL);
}

/* A file or folder that is dropped onto the page; not while one is being imported. */
static gboolean
on_drop (NadiImportPage *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, G_TYPE_FILE) || (self->job != NULL && nadi_import_job_is_running (self->job)))
    return FALSE;
  on_picked (self, g_value_get_object (value));
  return TRUE;
}

char *
nadi_import_page_get_label (NadiImportPage *self)
{
  char *label = g_strstrip (g_strdup (nadi_field_get_text (self->label)));

  if (label[0] != '\0')
    return label;
  g_free (label);
  return NULL;
}

/* --- the report, taken away --------------------------------------------------------------------------------------- */

static void
on_copy_clicked (NadiImportPage *self)
{
  const NadiImportReport *report = self->job != NULL ? nadi_import_job_get_report (self->job) : NULL;
  g_autofree char *text = report != NULL ? nadi_import_report_text (report) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
on_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NadiImportPage) self = user_data;
  g_autoptr (GError) error = NULL;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) && notices != NULL)
    nadi_notices_tell_error (notices, error);
}

static void
on_save_picked (gpointer owner, GFile *file)
{
  NadiImportPage *self = NADI_IMPORT_PAGE (owner);
  const NadiImportReport *report = self->job != NULL ? nadi_import_job_get_report (self->job) : NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL || report == NULL)
    return;
  text = nadi_import_report_csv (report);
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_replaced, g_object_ref (self));
}

static void
on_save_clicked (NadiImportPage *self)
{
  nadi_pick_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NADI_PICK_SAVE, _("Save the report"), NULL, "import.csv", self, on_save_picked);
}

/* --- while it runs ------------------------------------------------------------------------------------------------ */

static char *
left_text (guint seconds)
{
  if (seconds == 0)
    return g_strdup ("");
  if (seconds < 90)
    return g_strdup_printf (ngettext ("about %u second left", "about %u seconds left", seconds), seconds);
  return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", (seconds + 30) / 60), (seconds + 30) / 60);
}

static void
show_progress (NadiImportPage *self)
{
  g_autofree char *count = NULL, *left = NULL, *text = NULL;
  guint64 done, total;
  guint seconds;

  nadi_import_job_get_progress (self->job, &done, &total, &seconds);
  if (total == 0)
    {
      gtk_progress_bar_pulse (self->bar);
      gtk_label_set_text (self->progress, _("Reading"));
      return;
    }
  gtk_progress_bar_set_fraction (self->bar, (double) done / (double) total);
  left = left_text (seconds);
  /* Translators: how many records of how many have been taken in. */
  count = g_strdup_printf (_("%u of %u"), (guint) done, (guint) total);
  text = left[0] != '\0' ? g_strdup_printf ("%s · %s", count, left) : g_steal_pointer (&count);
  gtk_label_set_text (self->progress, text);
}

/* --- the report --------------------------------------------------------------------------------------------------- */

static void
add_row (NadiImportPage *self, AdwPreferencesGroup *group, const char *title, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *spoken = g_strdup_printf ("%s: %s", title, detail);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  nadi_ui_set_name (row, spoken);
  adw_preferences_group_add (group, row);
  if (group == self->reasons)
    g_object_set_data (G_OBJECT (row), "group", group);
  g_ptr_array_add (self->rows, row);
}

static void
add_line (NadiImportPage *self, const NadiImportLine *line)
{
  g_autofree char *text = g_strdup_printf (_("%u new, %u changed, %u here before, %u not taken"), (guint) line->taken, (guint) line->amended,
                                           (guint) line->unchanged, (guint) line->refused);

  add_row (self, self->lines, nadi_import_type_name (line->type), text);
  for (guint i = 0; line->reasons != NULL && i < line->reasons->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (line->reasons, i);
      g_autofree char *count = g_strdup_printf ("%s: %" G_GUINT64_FORMAT, nadi_import_type_name (line->type), reason->count);

      add_row (self, self->reasons, nadi_import_reason_name (reason->reason), count);
    }
}

static const char *
outcome_text (NadiImportPage *self, const NadiImportReport *report)
{
  if (nadi_import_job_was_cancelled (self->job))
    return _("Stopped. What was taken in is saved; the same file goes on from here.");
  if (report == NULL || !report->complete)
    return _("The import did not come to its end");
  return report->nothing_new ? _("Everything in it was here before") : _("Imported");
}

static void
show_report (NadiImportPage *self)
{
  const NadiImportReport *report = nadi_import_job_get_report (self->job);
  const GError *error = nadi_import_job_get_error (self->job);
  const NadiSentence *sentence = error != NULL ? nadi_sentence_find (nadi_session_error_word (error)) : NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (g_object_get_data (self->rows->pdata[i], "group") != NULL ? self->reasons : self->lines, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  gtk_label_set_text (self->outcome, sentence != NULL ? nadi_sentence_title (sentence) : outcome_text (self, report));
  nadi_ui_set_label (self->advice, sentence != NULL ? nadi_sentence_advice (sentence) : NULL);
  for (guint i = 0; report != NULL && i < report->unreadable->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (report->unreadable, i);
      g_autofree char *count = g_strdup_printf (ngettext ("%u file", "%u files", (gulong) reason->count), (guint) reason->count);

      add_row (self, self->reasons, nadi_import_reason_name (reason->reason), count);
    }
  for (guint i = 0; report != NULL && i < report->lines->len; i++)
    add_line (self, g_ptr_array_index (report->lines, i));
  gtk_widget_set_visible (GTK_WIDGET (self->lines), report != NULL && report->lines->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), report != NULL && (report->refused > 0 || report->unreadable->len > 0));
  gtk_widget_set_visible (self->take_away, report != NULL && report->lines->len + report->unreadable->len > 0);
  gtk_stack_set_visible_child_name (self->stack, "report");
}

/* Where the keyboard is already it stays. */
static void
take_focus (NadiImportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_get_mapped (focus) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

void
nadi_import_page_set_job (NadiImportPage *self, NadiImportJob *job)
{
  g_set_object (&self->job, job);
  g_signal_group_set_target (self->signals, job);
  if (job == NULL)
    gtk_stack_set_visible_child_name (self->stack, "choose");
  else if (nadi_import_job_is_running (job))
    {
      gtk_stack_set_visible_child_name (self->stack, "running");
      show_progress (self);
    }
  else
    show_report (self);
  take_focus (self);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_import_page_dispose (GObject *object)
{
  NadiImportPage *self = NADI_IMPORT_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->job);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (nadi_import_page_parent_class)->dispose (object);
}

static void
nadi_import_page_class_init (NadiImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  G_OBJECT_CLASS (klass)->dispose = nadi_import_page_dispose;
  chosen_signal = g_signal_new ("chosen", NADI_TYPE_IMPORT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-import-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, label);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, take_away);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, bar);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, progress);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, advice);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, lines);
  gtk_widget_class_bind_template_child (widget_class, NadiImportPage, reasons);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_another_clicked);
}

static void
nadi_import_page_init (NadiImportPage *self)
{
  GtkDropTarget *target;

  self->rows = g_ptr_array_new ();
  self->signals = g_signal_group_new (NADI_TYPE_IMPORT_JOB);
  g_signal_group_connect_swapped (self->signals, "progress", G_CALLBACK (show_progress), self);
  g_signal_group_connect_swapped (self->signals, "done", G_CALLBACK (show_report), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  nadi_field_set_note (self->label, _("Two old programs may use the same numbers for different patients. Give each its name, and always the same one."));
  nadi_ui_set_name (GTK_WIDGET (self->bar), _("How far the import is"));
}

NadiImportPage *
nadi_import_page_new (void)
{
  return g_object_new (NADI_TYPE_IMPORT_PAGE, NULL);
}
