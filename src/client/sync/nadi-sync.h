/* Sync: what the service says, checked before it is kept.
 *
 * The checks are those of the design's section 5: the checkpoint is signed by the log and cosigned by a quorum, not older
 * than ten minutes (by the service's clock, or by what a quorum told and the time passed since, whichever is later: this
 * machine's own clock may be years off), not behind the last one seen and consistent with it; the block leaf is its last leaf; the stream's head
 * is proven in that block's state root; and the entries chain from our cursor to exactly that head. Nothing is kept
 * unless all of it holds; what does not hold is kept aside as evidence. Blocking; one thread at a time. */
#pragma once

#include <gio/gio.h>

#include "nadi-evidence.h"
#include "nadi-net.h"
#include "nadi-stream-head.h"

#define NADI_SYNC_ERROR (nadi_sync_error_quark ())
GQuark nadi_sync_error_quark (void);

typedef enum
{
  NADI_SYNC_ERROR_QUORUM = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),         /* too few cosignatures: waiting for confirmation */
  NADI_SYNC_ERROR_STALE = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),          /* nobody confirmed anything for ten minutes */
  NADI_SYNC_ERROR_FORMAT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 3),  /* an answer that is none */
  NADI_SYNC_ERROR_UNSIGNED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4),/* not signed by the log, or a bad signature */
  NADI_SYNC_ERROR_ROLLBACK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 5),/* older than what was seen before */
  NADI_SYNC_ERROR_FORK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 6),    /* another history than what was seen before */
  NADI_SYNC_ERROR_BLOCK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 7),   /* block leaf or state is not the checkpoint's */
  NADI_SYNC_ERROR_ENTRIES = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 8), /* entries altered, missing, repeated or out of order */
  NADI_SYNC_ERROR_STREAM = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 9),  /* another stream than the one asked for */
} NadiSyncError;

/* Where verified things go. All calls come from the thread that syncs; begin … commit enclose one stream's sync. */
typedef struct _NadiSyncStore NadiSyncStore;
struct _NadiSyncStore
{
  gboolean (*begin) (NadiSyncStore *store, GError **error);
  gboolean (*commit) (NadiSyncStore *store, GError **error);
  void (*rollback) (NadiSyncStore *store);
  /* size 0 and count 0 (nadi_stream_start()) when there is none yet. */
  gboolean (*load_trusted) (NadiSyncStore *store, NadiTrustedHead *trusted, GError **error);
  gboolean (*save_trusted) (NadiSyncStore *store, const NadiTrustedHead *trusted, GError **error);
  gboolean (*load_cursor) (NadiSyncStore *store, const char *stream, NadiStreamHead *cursor, GError **error);
  gboolean (*save_cursor) (NadiSyncStore *store, const char *stream, const NadiStreamHead *cursor, GError **error);
  /* position counts from 0 within the stream. */
  gboolean (*add_entry) (NadiSyncStore *store, const char *stream, guint64 position, const guint8 *entry, gsize length,
                         const NadiHash *leaf, GError **error);
  /* Outside any transaction. answer is what the service sent. */
  void (*keep_evidence) (NadiSyncStore *store, const char *error_word, GBytes *answer);
};

typedef struct _NadiSync NadiSync;

/* Everything handed in outlives the sync. */
NadiSync *nadi_sync_new (const NadiNetwork *network, NadiNet *net, NadiSyncStore *store, NadiClock *clock);
void nadi_sync_free (NadiSync *sync);

typedef void (*NadiSyncProgress) (const char *stream, guint64 done, guint64 total, gpointer user_data);

/* Brings one stream up to the newest final checkpoint. *added (may be NULL): how many entries came. */
gboolean nadi_sync_stream (NadiSync *sync, const char *stream, guint64 *added, NadiSyncProgress progress, gpointer user_data,
                           GCancellable *cancellable, GError **error);

/* Proven values of the newest final state: values[i] is a new GBytes, or NULL for a key proven absent. At most 64 keys. */
gboolean nadi_sync_state (NadiSync *sync, const char *const *keys, GBytes **values, GCancellable *cancellable, GError **error);

/* What was last proven. */
gboolean nadi_sync_trusted (NadiSync *sync, NadiTrustedHead *trusted, GError **error);

/* "quorum", "stale", "rollback", …: short stable words for scripts and the evidence's name. */
const char *nadi_sync_error_word (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSync, nadi_sync_free)
