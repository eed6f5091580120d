/* What strip and page do in threads: add, fetch, decode, take back. Each ends in nadi_desk_run()'s done with one of these as data. */
#pragma once

#include <gio/gio.h>

#include "nadi-desk.h"
#include "nadi-picture.h"
#include "nadi-session-documents.h"

/* Fetching and decoding one document, or a page of it. */
typedef struct
{
  char *record;
  guint page;
  guint most_side;
  GBytes *bytes;             /* given, or fetched */
  NadiDocument *document;    /* NULL when bytes were given */
  NadiPicture *picture;
} NadiDocumentLook;

NadiDocumentLook *nadi_document_look_new (const char *record, GBytes *bytes, guint page, guint most_side);
void nadi_document_look_free (gpointer look);
gboolean nadi_document_look (NadiSession *session, gpointer look, GCancellable *cancellable, GError **error);

/* Adding one: a file, or a picture from the clipboard. */
typedef struct
{
  char *patient;
  char *visit;
  char *title;
  GFile *file;
  GdkTexture *texture;
  NadiRecordInfo *info;      /* afterwards */
} NadiDocumentAdd;

NadiDocumentAdd *nadi_document_add_new (const char *patient, const char *visit, GFile *file, GdkTexture *texture, const char *title);
void nadi_document_add_free (gpointer add);
gboolean nadi_document_add (NadiSession *session, gpointer add, GCancellable *cancellable, GError **error);

/* A chart's documents. */
typedef struct
{
  char *patient;
  GPtrArray *rows;           /* of NadiDocumentRow */
} NadiDocumentList;

NadiDocumentList *nadi_document_list_new (const char *patient);
void nadi_document_list_free (gpointer list);
gboolean nadi_document_list (NadiSession *session, gpointer list, GCancellable *cancellable, GError **error);

/* data: a record's id, (transfer none). */
gboolean nadi_document_retract (NadiSession *session, gpointer record, GCancellable *cancellable, GError **error);
