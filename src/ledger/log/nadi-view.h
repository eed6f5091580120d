/* What a reader sees: one unchanging picture of the log, with everything that proves it. A view is taken from the log for
 * one answer (nadi_log_view()), kept as long as the answer takes, and unreferenced. Refcounted, thread-safe.
 *
 * Two heads are in it: the **final** one (newest checkpoint with a quorum), from which clients are answered, and the
 * **admitted** one (newest durable checkpoint, signed by the log alone), which validators are asked to cosign and against which
 * submissions are verified. Functions that need a final head fail with NADI_LOG_ERROR_NOT_FINAL while there is none. */
#pragma once

#include <glib.h>

#include "nadi-chain.h"
#include "nadi-evidence.h"
#include "nadi-network.h"
#include "nadi-tiles.h"

typedef struct _NadiView NadiView;

NadiView *nadi_view_ref (NadiView *view);
void nadi_view_unref (NadiView *view);

/* --- The final head ------------------------------------------------------------------------------------------------ */

guint64 nadi_view_size (NadiView *view);               /* 0: nothing is final yet */
/* Signed note with its cosignatures; NULL when nothing is final. (transfer none) */
const char *nadi_view_checkpoint (NadiView *view);
const NadiBlock *nadi_view_block (NadiView *view);     /* NULL when nothing is final */
gint64 nadi_view_freshness (NadiView *view);           /* Unix seconds: the quorum-th newest cosignature; 0 without */
NadiMap *nadi_view_map (NadiView *view);               /* frozen (transfer none); NULL when nothing is final */
guint64 nadi_view_stream_count (NadiView *view, const char *stream);

/* from: the tree size that the caller knows, 0 for none. NADI_LOG_ERROR_RANGE when it is beyond the final size. */
NadiEvidence *nadi_view_evidence (NadiView *view, guint64 from, GError **error);
/* Body of GET /v1/state: keys NULL-terminated, as asked for. */
char *nadi_view_state_answer (NadiView *view, const char *const *keys, guint64 from, GError **error);

#define NADI_VIEW_MAX_PAGE_ENTRIES 4096
#define NADI_VIEW_MAX_PAGE_BYTES (4 * 1024 * 1024)
/* Body of GET /v1/streams/<id>: at most limit entries (0: as many as a page holds) after the first `after` of the stream. A stream
 * that is not there gives an empty page and the proof of its absence. NADI_LOG_ERROR_RANGE when after is beyond its end. */
GBytes *nadi_view_stream_page (NadiView *view, const char *stream, guint64 after, guint limit, guint64 from, GError **error);
/* tlog-proof. NADI_LOG_ERROR_UNKNOWN (404), NADI_LOG_ERROR_NOT_FINAL (409). */
char *nadi_view_receipt (NadiView *view, const char *event_id, GError **error);
/* The streams that a committed event belongs to are the contract's; its bytes, for may_read: */
NadiEvent *nadi_view_event (NadiView *view, const char *event_id, guint64 *index, GError **error);

/* --- The admitted head --------------------------------------------------------------------------------------------- */

guint64 nadi_view_admitted_size (NadiView *view);
const char *nadi_view_admitted_checkpoint (NadiView *view);  /* note; cosigned when it is the final one too */
NadiMap *nadi_view_admitted_map (NadiView *view);            /* frozen (transfer none) */
gint64 nadi_view_admitted_time (NadiView *view);             /* ms, of its block */
/* Between sizes up to the admitted one (GArray of NadiHash, transfer full). */
GArray *nadi_view_consistency (NadiView *view, guint64 size1, guint64 size2, GError **error);
/* Tiles and entry bundles of the admitted tree. NADI_LOG_ERROR_UNKNOWN when the tree does not have it. */
GBytes *nadi_view_tile (NadiView *view, const NadiTilePath *path, GError **error);
/* Raw entries of the admitted tree, each checked against its leaf hash. */
GPtrArray *nadi_view_entries (NadiView *view, guint64 first, guint count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiView, nadi_view_unref)
