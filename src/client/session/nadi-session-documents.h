/* Documents of a chart: pictures and PDFs, in sealed pieces that the service and nobody else of the network can put together.
 *
 * What a document is comes from its bytes (nadi-media.h), never from its name. Its record comes like every other; its pieces stay at
 * the service until somebody opens it, and from then on here. */
#pragma once

#include "nadi-document.h"
#include "nadi-session-charts.h"

typedef struct
{
  NadiDocument *document;
  NadiRecordInfo *info;      /* of its current version */
} NadiDocumentRow;

void nadi_document_row_free (NadiDocumentRow *row);

/* The chart's current documents, newest first. visit: those of this case only, or NULL. Array of NadiDocumentRow. The read is recorded. */
GPtrArray *nadi_session_list_documents (NadiSession *session, const char *patient, const char *visit, GError **error);

/* Checks, seals and queues it, all or nothing: killed in the middle, there is no document. title: for people; NULL or "" for none;
 * longer ones are cut. visit: the id of a case, which need not be written yet, or NULL. progress tells "seal" in bytes. *info may be NULL.
 * Errors: NADI_MEDIA_ERROR_*; NADI_SESSION_ERROR_ROLE, _NOT_FOUND, _KEYS, _STOPPED. */
gboolean nadi_session_add_document (NadiSession *session, const char *patient, const char *visit, const char *title, GBytes *bytes,
                                    NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, NadiRecordInfo **info,
                                    GError **error);

/* The whole document: every piece is what its record says, or there is an error and nothing else. Pieces that are not here are fetched
 * first; progress tells "pieces". The bytes are wiped when they go. *document may be NULL. Errors: those of nadi_session_read_record();
 * NADI_SESSION_ERROR_PIECES, _DAMAGED; NADI_NET_ERROR_*. (transfer full) */
GBytes *nadi_session_get_document (NadiSession *session, const char *version_or_record, NadiDocument **document,
                                   NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDocumentRow, nadi_document_row_free)
