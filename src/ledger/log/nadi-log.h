/* The log: store, chain, sequencer and views behind one door. One thread of its own makes the blocks; every function may be
 * called from any thread. */
#pragma once

#include <glib.h>

#include "nadi-blobs.h"
#include "nadi-view.h"

typedef struct _NadiLog NadiLog;

typedef struct
{
  NadiStore *store;          /* both must outlive the log */
  NadiBlobs *blobs;          /* NULL: events are admitted without asking for their contents (tests) */
  NadiClock *clock;
  const NadiNetwork *network; /* copied from; origin, log key, genesis, validators, quorum */
  NadiSigningKey *key;       /* of network->log */
} NadiLogOptions;

typedef void (*NadiLogProgress) (guint64 done, guint64 total, gpointer user_data);

/* Makes block 0 of an empty store from the founding events (network.genesis first): all of them are admitted or none.
 * Gives the checkpoint. network->genesis and validators' URLs need not be known yet: only origin, log and key are used. */
char *nadi_log_found (const NadiLogOptions *options, NadiEvent *const *events, guint n_events, GError **error);

/* Rebuilds chain and state from the stored entries and compares them with the stored checkpoint and with network->genesis before
 * anything is served. progress may be NULL. Errors: NADI_STORE_ERROR, NADI_LOG_ERROR. */
NadiLog *nadi_log_open (const NadiLogOptions *options, NadiLogProgress progress, gpointer user_data, GError **error);
/* Ends the thread after the block in hand; submissions still waiting are answered with NADI_LOG_ERROR_BUSY. */
void nadi_log_close (NadiLog *log);

/* (transfer full) The newest view; never NULL. */
NadiView *nadi_log_view (NadiLog *log);

/* --- Submitting ---------------------------------------------------------------------------------------------------- */

#define NADI_LOG_MAX_SUBMISSION 256

typedef struct
{
  NadiEvent *event;          /* NULL: error says why these bytes are no event, or are refused already */
  gboolean verified;         /* the signature holds under key; if not, the sequencer looks again (a key that is being admitted) */
  NadiVerifyKey key;
  GError *error;             /* (owned) refused before it reached the log; its result repeats it */
} NadiLogItem;

void nadi_log_item_clear (NadiLogItem *item);

/* Parses one event and verifies its signature against the admitted state: the costly part, for the caller's own thread. Never
 * fails: what is wrong is in the item, and comes back as its result. */
void nadi_log_prepare (NadiView *view, const char *jws, gsize length, NadiLogItem *item);

typedef struct
{
  guint64 index;
  const GError *error;       /* NULL: admitted (or admitted before) at index; else why it was refused */
} NadiLogResult;

/* Called once, in the log's thread: be quick, don't call nadi_log_close(). error set (then results is NULL): nothing of this
 * submission was admitted: NADI_STORE_ERROR (full disk …: try again), NADI_LOG_ERROR_BUSY, NADI_LOG_ERROR_CLOCK (this clock is more
 * than a minute ahead of a quorum's), or NADI_LOG_ERROR_CONFLICT (422). */
typedef void (*NadiLogDone) (const NadiLogResult *results, guint n_results, const GError *error, gpointer user_data);

/* At most NADI_LOG_MAX_SUBMISSION items, in order; their contents are taken over (the array stays the caller's, cleared). done is
 * called when every admitted event is durable, possibly before this returns. */
void nadi_log_submit (NadiLog *log, NadiLogItem *items, guint n_items, NadiLogDone done, gpointer user_data);

/* --- Finality ------------------------------------------------------------------------------------------------------ */

/* A validator's line over the checkpoint of this size (an admitted one, or the final one again: a later time replaces an earlier).
 * Verified in the caller's thread. When a quorum is there and durable, final moves forward and listeners hear of it.
 * Errors: NADI_LOG_ERROR_COSIGNATURE, NADI_LOG_ERROR_UNKNOWN (size is neither; older ones no longer matter). */
gboolean nadi_log_add_cosignature (NadiLog *log, guint64 size, const char *line, GError **error);

typedef struct
{
  /* A new block is durable and its checkpoint signed: ask the validators. */
  void (*admitted) (NadiView *view, gpointer user_data);
  /* The final head moved, or its cosignatures were renewed (then streams is empty). streams: NULL-terminated, those that changed since
   * the final head before. */
  void (*final) (NadiView *view, const char *const *streams, gpointer user_data);
} NadiLogListener;

/* Called in the log's thread: be quick. Either function may be NULL. */
guint nadi_log_listen (NadiLog *log, const NadiLogListener *listener, gpointer user_data);
/* When it returns, the listener is not being called and never will be again. Not from within a listener. */
void nadi_log_unlisten (NadiLog *log, guint id);

typedef struct
{
  guint64 blocks;            /* made since the start */
  guint64 events;            /* admitted */
  guint64 refused;
  guint64 store_errors;
  guint waiting;             /* events in the queue */
} NadiLogCounts;
void nadi_log_counts (NadiLog *log, NadiLogCounts *counts);

/* TRUE when an event that counts, or one that waits, has named this content. */
gboolean nadi_log_names (NadiLog *log, const char *cid);
/* Drops contents that no event names, counting or waiting for its approval, and that nobody has stored or asked for in the last older_than ms.
 * Gives how many were dropped. Takes long: for a thread of the caller's. */
guint nadi_log_sweep (NadiLog *log, gint64 older_than);

/* --- Checking everything ------------------------------------------------------------------------------------------- */

/* fsck: the store's own form, every entry, signature, block, state root, checkpoint, cosignature, and every blob's hash
 * (blobs may be NULL), and that named contents are there. found is called with a plain sentence for each thing that is wrong.
 * Gives the number of findings; -1 and an error when it could not look. */
typedef void (*NadiLogFound) (const char *sentence, gpointer user_data);
int nadi_log_check (NadiStore *store, NadiBlobs *blobs, const NadiNetwork *network, NadiLogProgress progress,
                    NadiLogFound found, gpointer user_data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiLog, nadi_log_close)
