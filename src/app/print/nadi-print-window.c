/* Preview, printer, PDF. */
#include "nadi-print-window-private.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-paper-forms.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

typedef enum
{
  PRESCRIPTION,
  CASE,
  SUMMARY,
} What;

G_DEFINE_FINAL_TYPE (NadiPrintWindow, nadi_print_window, ADW_TYPE_WINDOW)

/* --- the paper ---------------------------------------------------------------------------------------------------- */

/* The case of that id; for NULL the newest one. NULL if there is none. */
static NadiCase *
find_case (const NadiSessionChart *chart, const char *id)
{
  for (guint i = 0; i < chart->cases->len; i++)
    {
      NadiCase *visit = g_ptr_array_index (chart->cases, i);

      if (id == NULL || g_strcmp0 (visit->id, id) == 0)
        return visit;
    }
  return NULL;
}

/* In words, for whoever dispenses. NULL for none. (transfer full) */
static char *
list_allergies (NadiPrintWindow *self)
{
  GPtrArray *allergies = nadi_summary_allergies (self->chart->summary);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < allergies->len; i++)
    g_strv_builder_add (builder, ((const NadiAllergy *) g_ptr_array_index (allergies, i))->substance);
  names = g_strv_builder_end (builder);
  return names[0] != NULL ? g_strjoinv (", ", names) : NULL;
}

static What
get_what (NadiPrintWindow *self)
{
  return self->visit != NULL ? (What) gtk_drop_down_get_selected (self->what) : SUMMARY;
}

static NadiPaper *
new_paper (NadiPrintWindow *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);
  const NadiCase *visit = self->visit;
  g_autofree char *allergies = list_allergies (self);
  NadiPaperForm form = { .printed = nadi_desk_now (self->desk), .zone = nadi_desk_get_zone (self->desk) };

  form.sheet.size = gtk_drop_down_get_selected (self->size) == 1 ? NADI_PAPER_A5 : NADI_PAPER_A4;
  form.sheet.right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  form.head.clinic = status != NULL ? status->clinic : NULL;
  form.head.doctor = visit != NULL && visit->practitioner_name != NULL ? visit->practitioner_name : status != NULL ? status->staff : NULL;
  switch (get_what (self))
    {
    case PRESCRIPTION: return nadi_paper_new_prescription (&form, self->chart->patient, visit, allergies);
    case CASE: return nadi_paper_new_case (&form, self->chart->patient, visit);
    case SUMMARY:
    default: return nadi_paper_new_summary (&form, self->chart->patient, self->chart->summary);
    }
}

static void
show_page (NadiPrintWindow *self, guint page)
{
  guint n = nadi_print_window_count_pages (self);
  g_autofree char *text = NULL;

  self->page = MIN (page, n > 0 ? n - 1 : 0);
  text = g_strdup_printf (_("Page %u of %u"), self->page + 1, n);
  gtk_label_set_text (self->place, text);
  gtk_widget_set_visible (self->pages, n > 1);
  gtk_widget_set_sensitive (self->previous, self->page > 0);
  gtk_widget_set_sensitive (self->next, self->page + 1 < n);
  nadi_ui_set_name (GTK_WIDGET (self->preview), text);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

static void
write_paper (NadiPrintWindow *self)
{
  /* The template sets what its drop-downs begin with. */
  if (self->chart == NULL)
    return;
  g_clear_pointer (&self->paper, nadi_paper_free);
  self->paper = new_paper (self);
  show_page (self, 0);
}

guint
nadi_print_window_count_pages (NadiPrintWindow *self)
{
  return self->paper != NULL ? nadi_paper_count_pages (self->paper) : 0;
}

static void
draw_preview (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  NadiPrintWindow *self = data;
  double across, down, scale;

  if (self->paper == NULL)
    return;
  nadi_paper_get_size (self->paper, &across, &down);
  scale = MIN (width / across, height / down);
  cairo_translate (cr, (width - across * scale) / 2, (height - down * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, across, down);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  nadi_paper_draw (self->paper, self->page, cr);
}

static void
show_trouble (NadiPrintWindow *self, const GError *error)
{
  nadi_ui_set_label (self->trouble, nadi_sentence_title (nadi_sentence_find (nadi_session_error_word (error))));
}

/* --- PDF ---------------------------------------------------------------------------------------------------------- */

GBytes *
nadi_print_window_to_pdf (NadiPrintWindow *self, GError **error)
{
  return self->paper != NULL ? nadi_paper_to_pdf (self->paper, "Nadi", error) : NULL;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NadiPrintWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    gtk_window_close (GTK_WINDOW (self));
  else
    show_trouble (self, error);
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiPrintWindow *self = NADI_PRINT_WINDOW (owner);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = file != NULL ? nadi_print_window_to_pdf (self, &error) : NULL;

  if (error != NULL)
    show_trouble (self, error);
  if (bytes != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_saved, g_object_ref (self));
}

static void
do_save (NadiPrintWindow *self)
{
  static const char *const patterns[] = { "*.pdf", NULL };

  if (self->paper != NULL)
    nadi_pick_file_async (GTK_WINDOW (self), NADI_PICK_SAVE, _("Save as PDF"), patterns, _("document.pdf"), self, on_picked);
}

/* --- window ------------------------------------------------------------------------------------------------------- */

static void
go_previous (NadiPrintWindow *self)
{
  if (self->page > 0)
    show_page (self, self->page - 1);
}

static void
go_next (NadiPrintWindow *self)
{
  show_page (self, self->page + 1);
}

static void
nadi_print_window_dispose (GObject *object)
{
  NadiPrintWindow *self = NADI_PRINT_WINDOW (object);

  if (self->preview != NULL)
    gtk_drawing_area_set_draw_func (self->preview, NULL, NULL, NULL);
  self->preview = NULL;
  g_clear_pointer (&self->paper, nadi_paper_free);
  g_clear_handle_id (&self->waiting, g_source_remove);
  g_clear_pointer (&self->chart, nadi_session_chart_unref);
  g_clear_pointer (&self->visit, nadi_case_unref);
  g_clear_object (&self->printer);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_print_window_parent_class)->dispose (object);
}

static void
nadi_print_window_class_init (NadiPrintWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_print_window_dispose;
  g_signal_new ("printed", NADI_TYPE_PRINT_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-print-window");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, what);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, size);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, preview);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, place);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, previous);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, next);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, print);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, pdf);
  gtk_widget_class_bind_template_child (widget_class, NadiPrintWindow, trouble);
  gtk_widget_class_bind_template_callback (widget_class, write_paper);
  gtk_widget_class_bind_template_callback (widget_class, nadi_print_window_print);
  gtk_widget_class_bind_template_callback (widget_class, nadi_print_window_choose_printer);
  gtk_widget_class_bind_template_callback (widget_class, do_save);
  gtk_widget_class_bind_template_callback (widget_class, go_previous);
  gtk_widget_class_bind_template_callback (widget_class, go_next);
}

static void
nadi_print_window_init (NadiPrintWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self->what), _("Document"));
  nadi_ui_set_name (GTK_WIDGET (self->size), _("Paper size"));
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
}

/* A prescription is what is printed most; what a case has none of is printed as a whole. */
static What
usual_what (const NadiCase *visit)
{
  if (visit == NULL)
    return SUMMARY;
  return visit->prescriptions->len > 0 ? PRESCRIPTION : CASE;
}

NadiPrintWindow *
nadi_print_window_new (GtkWindow *parent, NadiDesk *desk, NadiSessionChart *chart, const char *visit)
{
  NadiPrintWindow *self = g_object_new (NADI_TYPE_PRINT_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  NadiCase *about = find_case (chart, visit);

  g_return_val_if_fail (chart->patient != NULL, self);
  self->desk = g_object_ref (desk);
  self->chart = nadi_session_chart_ref (chart);
  self->visit = about != NULL ? nadi_case_ref (about) : NULL;
  g_signal_connect_object (desk, "locked", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->what), about != NULL);
  gtk_drop_down_set_selected (self->what, visit != NULL ? usual_what (about) : SUMMARY);
  write_paper (self);
  gtk_widget_grab_focus (self->print);
  nadi_print_window_look_for_printer (self);
  return self;
}
