/* Private to client/session: a document's bytes into sealed pieces and back. Expects `lock`. */
#pragma once

#include "nadi-document.h"
#include "nadi-session-write.h"

/* How far: bytes of all. */
typedef struct
{
  NadiSessionProgress progress;
  const char *stage;
  gpointer user_data;
  GCancellable *cancellable;
} NadiPieceWork;

/* Seals the bytes for that version on that place, puts them into the cache and names them in the document. Inside a transaction. */
gboolean nadi_session_seal_pieces (NadiSession *self, const NadiPlace *place, const NadiNewVersion *about, const guint8 *data, gsize length,
                                   NadiDocument *document, const NadiPieceWork *work, GError **error);

/* The pieces that are not in the cache, or no longer whole there. (transfer full) */
char **nadi_session_lacking_pieces (NadiSession *self, const NadiDocument *document, GError **error);

/* All of them, each checked against the record's word: PIECES, DAMAGED. row: of a version of the document's record. (transfer full) */
GBytes *nadi_session_open_pieces (NadiSession *self, const NadiCacheRecord *row, const NadiDocument *document, const NadiPieceWork *work,
                                  GError **error);

/* The document's content addresses. (transfer full) */
char **nadi_session_piece_cids (const NadiDocument *document);
/* Seals the document of row, which was never admitted, once more for the place that it has now; *resource is the one to write instead.
 * Inside a transaction. */
gboolean nadi_session_reseal_document (NadiSession *self, const NadiCacheRecord *row, const NadiNewVersion *about, NadiFhirResource **resource,
                                       char ***cids, GError **error);
