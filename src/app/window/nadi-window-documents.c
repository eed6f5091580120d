/* Documents and paper: what leaves the screen, and what is shown as it was brought. */
#include "nadi-document-page.h"
#include "nadi-document-strip.h"
#include "nadi-print-window.h"
#include "nadi-window-private.h"

#include <glib/gi18n.h>

static void
on_printed (NadiNotices *notices)
{
  nadi_notices_tell (notices, _("Sent to the printer"));
}

void
nadi_window_print (NadiWindow *self, NadiSessionChart *chart, const char *visit)
{
  NadiPrintWindow *print = nadi_print_window_new (GTK_WINDOW (self), self->desk, chart, visit);

  g_signal_connect_object (print, "printed", G_CALLBACK (on_printed), self->notices, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (print));
}

void
nadi_window_open_document (NadiWindow *self, const char *record, const char *title)
{
  GtkWidget *page = nadi_document_page_new ();
  const char *shown = title != NULL && title[0] != '\0' ? title : _("Document");

  nadi_document_page_set_desk (NADI_DOCUMENT_PAGE (page), self->desk);
  nadi_window_push (self, page, shown);
  nadi_document_page_show (NADI_DOCUMENT_PAGE (page), record, shown);
}

GtkWidget *
nadi_window_make_documents (NadiWindow *self, const char *patient, const char *visit)
{
  GtkWidget *strip = nadi_document_strip_new ();

  nadi_document_strip_set_desk (NADI_DOCUMENT_STRIP (strip), self->desk);
  g_signal_connect_object (strip, "open-document", G_CALLBACK (nadi_window_open_document), self, G_CONNECT_SWAPPED);
  if (visit != NULL)
    nadi_document_strip_show (NADI_DOCUMENT_STRIP (strip), patient, visit, TRUE);
  else
    nadi_document_strip_show_new (NADI_DOCUMENT_STRIP (strip), patient, TRUE);
  return strip;
}
