/* One document as a small card: its picture, its name, and when it was added. Clicked, it opens. */
#pragma once

#include <adwaita.h>

#include "nadi-session-documents.h"

#define NADI_TYPE_DOCUMENT_ITEM (nadi_document_item_get_type ())
G_DECLARE_FINAL_TYPE (NadiDocumentItem, nadi_document_item, NADI, DOCUMENT_ITEM, GtkButton)

/* row: taken. */
NadiDocumentItem *nadi_document_item_new (NadiDocumentRow *row);
const NadiDocumentRow *nadi_document_item_get_row (NadiDocumentItem *item);
/* NULL: there is no picture of it; what it is stands there in words. */
void nadi_document_item_set_texture (NadiDocumentItem *item, GdkTexture *texture);
/* Its contents are damaged or missing: said, not shown. */
void nadi_document_item_set_broken (NadiDocumentItem *item, const char *reason);

/* What to call a document: its title, or what it is. (transfer full) */
char *nadi_document_item_title (const NadiDocument *document);
/* "PDF", "Picture", "Document". Static. */
const char *nadi_document_item_kind (const NadiDocument *document);
