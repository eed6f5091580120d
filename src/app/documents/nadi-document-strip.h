/* The documents of a case or a chart side by side: pictures and PDFs to open, and a place to add more from a file, by dropping or by
 * pasting them. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_DOCUMENT_STRIP (nadi_document_strip_get_type ())
G_DECLARE_FINAL_TYPE (NadiDocumentStrip, nadi_document_strip, NADI, DOCUMENT_STRIP, GtkWidget)

/* Signals:
 *   open-document (const char *record, const char *title)   a person wants to see it (NadiDocumentPage)
 *   changed                                                  something was added or taken back */

GtkWidget *nadi_document_strip_new (void);
/* Once. */
void nadi_document_strip_set_desk (NadiDocumentStrip *strip, NadiDesk *desk);
/* patient: id; NULL empties it. visit: a case's id, which need not be signed yet: what is added belongs to it, and only its own are shown;
 * NULL: all of the chart. With one, a button shows all of the chart too. writable: whether documents can be added. */
void nadi_document_strip_show (NadiDocumentStrip *strip, const char *patient, const char *visit, gboolean writable);
/* For a case that is not signed yet: its own, and what was added in the last twelve hours and belongs to no case. */
void nadi_document_strip_show_new (NadiDocumentStrip *strip, const char *patient, gboolean writable);
/* After show_new: the id that the case will have. What is added from now on belongs to it. */
void nadi_document_strip_set_visit (NadiDocumentStrip *strip, const char *visit);
/* Once more from the session, after news. */
void nadi_document_strip_refresh (NadiDocumentStrip *strip);
guint nadi_document_strip_count (NadiDocumentStrip *strip);
/* The file picker, as the button does. */
void nadi_document_strip_choose (NadiDocumentStrip *strip);
/* As a drop does. */
void nadi_document_strip_add_file (NadiDocumentStrip *strip, GFile *file);
