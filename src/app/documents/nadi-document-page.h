/* One document, large: zoomed and moved by keys or pointer, a PDF page by page.
 *
 *   + - 0 1        larger, smaller, whole, as many pixels as it has
 *   arrows         moved, where it is larger than the window
 *   Page Up/Down   a PDF's pages; Home and End the first and the last */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_DOCUMENT_PAGE (nadi_document_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiDocumentPage, nadi_document_page, NADI, DOCUMENT_PAGE, GtkWidget)

GtkWidget *nadi_document_page_new (void);
/* Once. */
void nadi_document_page_set_desk (NadiDocumentPage *page, NadiDesk *desk);
/* record: id of a document's record; the read is recorded. title: what it is called, for what is spoken. */
void nadi_document_page_show (NadiDocumentPage *page, const char *record, const char *title);
/* Bytes that are already here. */
void nadi_document_page_show_bytes (NadiDocumentPage *page, GBytes *bytes, const char *title);
/* From 0; n_pages 0 while nothing is shown. */
guint nadi_document_page_get_place (NadiDocumentPage *page, guint *n_pages);
/* In hundredths; 0: as large as the window allows. */
guint nadi_document_page_get_zoom (NadiDocumentPage *page);
