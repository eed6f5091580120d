/* Onto paper: on the usual printer without a question, or on one that is chosen in GTK's dialog.
 *
 * The usual printer is not left to GtkPrintOperation: that looks for it once more, and GTK 4.8.3 crashes in doing so when it is one of CUPS. */
#include "nadi-print-window-private.h"

#include <glib/gi18n.h>

#include "nadi-ui.h"

/* How long somebody who has pressed Print waits for the list of printers before being asked for one. */
#define PATIENCE_MS 1500

/* What is left to printers and their queues may come after the window has gone. */
static GWeakRef *
new_weak (NadiPrintWindow *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
on_printed (NadiPrintWindow *self, const GError *error)
{
  gtk_widget_set_sensitive (self->print, TRUE);
  if (error != NULL)
    {
      nadi_ui_set_label (self->trouble, _("The printer could not be reached. Choose another, or save it as a PDF."));
      return;
    }
  g_signal_emit_by_name (self, "printed");
  gtk_window_close (GTK_WINDOW (self));
}

static GtkPageSetup *
new_page_setup (NadiPrintWindow *self)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  gboolean a5 = gtk_drop_down_get_selected (self->size) == 1;
  GtkPaperSize *size = gtk_paper_size_new (a5 ? GTK_PAPER_NAME_A5 : GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, size);
  gtk_paper_size_free (size);
  return setup;
}

/* --- the usual printer: without a question ------------------------------------------------------------------------ */

static void
on_sent (GtkPrintJob *job, gpointer data, const GError *error)
{
  g_autoptr (NadiPrintWindow) self = g_weak_ref_get (data);

  if (self != NULL && self->preview != NULL)
    on_printed (self, error);
}

static gboolean
draw_job (NadiPrintWindow *self, GtkPrintJob *job, GError **error)
{
  cairo_surface_t *surface = gtk_print_job_get_surface (job, error);
  cairo_status_t status;
  cairo_t *cr;

  if (surface == NULL)
    return FALSE;
  cr = cairo_create (surface);
  for (guint i = 0; i < nadi_paper_count_pages (self->paper); i++)
    {
      nadi_paper_draw (self->paper, i, cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static void
send_job (NadiPrintWindow *self)
{
  g_autoptr (GtkPageSetup) setup = new_page_setup (self);
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autoptr (GtkPrintJob) job = NULL;
  g_autoptr (GError) error = NULL;

  /* No name of a patient in the printer's queue. */
  gtk_print_settings_set_paper_size (settings, gtk_page_setup_get_paper_size (setup));
  job = gtk_print_job_new ("Nadi", self->printer, settings, setup);
  if (draw_job (self, job, &error))
    gtk_print_job_send (job, on_sent, new_weak (self), weak_free);
  else
    on_printed (self, error);
}

static void
on_details (NadiPrintWindow *self, gboolean good, GtkPrinter *printer)
{
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_func (printer, on_details, self);
  if (good)
    send_job (self);
  else
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "the printer says nothing of itself");
      on_printed (self, error);
    }
}

static void
print_on_usual (NadiPrintWindow *self)
{
  gtk_widget_set_sensitive (self->print, FALSE);
  if (gtk_printer_has_details (self->printer))
    {
      send_job (self);
      return;
    }
  g_signal_connect_object (self->printer, "details-acquired", G_CALLBACK (on_details), self, G_CONNECT_SWAPPED);
  gtk_printer_request_details (self->printer);
}

/* --- another printer: GTK's dialog -------------------------------------------------------------------------------- */

static void
on_draw_page (NadiPrintWindow *self, GtkPrintContext *context, int page, GtkPrintOperation *operation)
{
  nadi_paper_draw (self->paper, (guint) page, gtk_print_context_get_cairo_context (context));
}

static void
on_done (NadiPrintWindow *self, GtkPrintOperationResult result, GtkPrintOperation *operation)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY || error != NULL)
    on_printed (self, error);
}

void
nadi_print_window_choose_printer (NadiPrintWindow *self)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = new_page_setup (self);

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, (int) nadi_paper_count_pages (self->paper));
  gtk_print_operation_set_job_name (operation, "Nadi");
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (on_draw_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), NULL);
}

/* --- which printer ------------------------------------------------------------------------------------------------ */

static void
print_or_ask (NadiPrintWindow *self)
{
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->printer != NULL)
    print_on_usual (self);
  else
    nadi_print_window_choose_printer (self);
}

static gboolean
on_waited (gpointer data)
{
  NadiPrintWindow *self = data;

  self->waiting = 0;
  print_or_ask (self);
  return G_SOURCE_REMOVE;
}

void
nadi_print_window_print (NadiPrintWindow *self)
{
  if (self->printer != NULL || self->knows_printers)
    print_or_ask (self);
  else if (self->waiting == 0)
    self->waiting = g_timeout_add (PATIENCE_MS, on_waited, self);
}

/* TRUE: no more are looked at. */
static gboolean
on_printer (GtkPrinter *printer, gpointer data)
{
  g_autoptr (NadiPrintWindow) self = g_weak_ref_get (data);

  if (self != NULL && self->printer == NULL && gtk_printer_is_default (printer) && !gtk_printer_is_virtual (printer))
    self->printer = g_object_ref (printer);
  return self == NULL || self->printer != NULL;
}

/* The list has ended, or was long enough. */
static void
on_printers_known (gpointer data)
{
  g_autoptr (NadiPrintWindow) self = g_weak_ref_get (data);

  if (self != NULL)
    self->knows_printers = TRUE;
  if (self != NULL && self->waiting != 0)
    print_or_ask (self);
  weak_free (data);
}

/* Their list comes bit by bit, from the network too. */
void
nadi_print_window_look_for_printer (NadiPrintWindow *self)
{
  gtk_enumerate_printers (on_printer, new_weak (self), on_printers_known, FALSE);
}
