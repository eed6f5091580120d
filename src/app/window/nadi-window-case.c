/* Cases and their conflicts, over the chart of whom they are about. */
#include <glib/gi18n.h>

#include "nadi-case-page.h"
#include "nadi-chart-page.h"
#include "nadi-conflict-page.h"
#include "nadi-document-strip.h"
#include "nadi-window-private.h"
#include "nadi-withdrawn-page.h"

/* Back on the chart, which shows what was written. */
static void
on_done (NadiWindow *self, const char *patient)
{
  g_autofree char *key = g_strconcat ("chart/", patient, NULL);
  GtkWidget *page;

  if (!nadi_window_return_to (self, key))
    nadi_window_go_back (self);
  page = nadi_window_get_page (self);
  if (NADI_IS_CHART_PAGE (page))
    nadi_chart_page_refresh (NADI_CHART_PAGE (page));
}

static void
on_open_case (NadiWindow *self, const char *patient, const char *id)
{
  g_autofree char *who = g_strdup (patient);
  g_autofree char *what = g_strdup (id);

  nadi_window_go_back (self);
  nadi_window_open_case (self, who, what);
}

static void
on_reopen (gpointer owner, const char *patient, const char *id)
{
  nadi_window_open_case (owner, patient, id);
}

void
nadi_window_open_case (NadiWindow *self, const char *patient, const char *id)
{
  g_autofree char *key = g_strdup_printf ("case/%s/%s", patient, id != NULL ? id : "");
  NadiCasePage *page;
  GtkWidget *documents;

  if (nadi_window_return_to (self, key))
    return;
  page = g_object_new (NADI_TYPE_CASE_PAGE, NULL);
  nadi_case_page_set_desk (page, self->desk);
  nadi_case_page_set_reopen (page, on_reopen, self);
  g_signal_connect_object (page, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-patient", G_CALLBACK (nadi_window_open_chart), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-conflict", G_CALLBACK (nadi_window_open_conflict), self, G_CONNECT_SWAPPED);
  nadi_window_push_key (self, GTK_WIDGET (page), id != NULL ? _("Amend the case") : _("New case"), key);
  documents = nadi_window_make_documents (self, patient, id);
  if (id == NULL)
    {
      g_signal_connect_object (page, "identified", G_CALLBACK (nadi_document_strip_set_visit), documents, G_CONNECT_SWAPPED);
      g_signal_connect_object (documents, "changed", G_CALLBACK (nadi_case_page_keep_id), page, G_CONNECT_SWAPPED);
    }
  nadi_case_page_set_documents (page, documents);
  nadi_case_page_open (page, patient, id);
}

void
nadi_window_new_case (NadiWindow *self)
{
  g_autofree char *patient = g_strdup (nadi_window_get_patient (self));

  if (patient != NULL)
    nadi_window_open_case (self, patient, NULL);
}

void
nadi_window_open_conflict (NadiWindow *self, const char *patient, const char *id)
{
  NadiConflictPage *page = g_object_new (NADI_TYPE_CONFLICT_PAGE, NULL);

  nadi_conflict_page_set_desk (page, self->desk);
  g_signal_connect_object (page, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-case", G_CALLBACK (on_open_case), self, G_CONNECT_SWAPPED);
  nadi_window_push_key (self, GTK_WIDGET (page), _("Two versions of a case"), NULL);
  nadi_conflict_page_open (page, patient, id);
}

void
nadi_window_open_withdrawn (NadiWindow *self, const char *patient, const char *version)
{
  NadiWithdrawnPage *page = g_object_new (NADI_TYPE_WITHDRAWN_PAGE, NULL);

  nadi_withdrawn_page_set_desk (page, self->desk);
  nadi_window_push_key (self, GTK_WIDGET (page), _("Withdrawn case"), NULL);
  nadi_withdrawn_page_open (page, patient, version);
}
