/* What this device has done and the ledger has not confirmed: one first-in-first-out queue in the cache's own file, so that a
 * record's rows, its blobs and its event are saved in one transaction or not at all:
 *
 *   nadi_cache_begin(); nadi_outbox_next_seq(); … sign …; nadi_cache_put_blob(); nadi_cache_put_record();
 *   nadi_outbox_add(); nadi_cache_commit();              TRUE: the window may say "saved"
 *
 * If any step fails (a full disk: NADI_DATABASE_ERROR_FULL), nadi_cache_rollback(): nothing is half done, and the caller
 * still holds what was typed.
 *
 *   queued ──(service: admitted at index)──▶ admitted ──(receipt verified)──▶ gone
 *   queued ──(service: refused)──▶ gone, with a task (nadi-cache-values.h) that has what was typed
 *   queued ──(signed again)──▶ queued      only a queued event's bytes may change
 *   queued ──(the service dropped its blobs meanwhile)──▶ queued    with its blobs to be sent again
 *   admitted ──(service was restored from before it)──▶ queued
 *
 * Belongs to the cache's thread. */
#pragma once

#include "nadi-cache-values.h"
#include "nadi-cache.h"

#define NADI_OUTBOX_ERROR (nadi_outbox_error_quark ())
GQuark nadi_outbox_error_quark (void);

typedef enum
{
  NADI_OUTBOX_ERROR_TRANSACTION = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 1), /* only inside a transaction */
  NADI_OUTBOX_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 2),     /* no such event in the queue */
  NADI_OUTBOX_ERROR_STATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 3),       /* not a step of the table above */
  NADI_OUTBOX_ERROR_BLOB = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 4),        /* a blob to send is not in the cache */
  NADI_OUTBOX_ERROR_EXISTS = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 5),
} NadiOutboxError;

typedef enum
{
  NADI_OUTBOX_QUEUED = 0,
  NADI_OUTBOX_ADMITTED = 1,
} NadiOutboxState;

/* Text members may be NULL where said. */
typedef struct
{
  NadiOutboxState state;
  gint64 order;              /* place in the queue, given by the outbox */
  guint64 index;             /* leaf index once admitted */
  char *event_id;
  GBytes *event;             /* compact JWS */
  char *form;                /* what it is for: "case", "patient", "import" … */
  char *patient;             /* or NULL */
  NadiCompartment compartment; /* where typed lies, and the task if it is refused */
  GBytes *typed;             /* what the person typed, or NULL; NULL too when its compartment is closed */
  char **cids;               /* blobs that must be at the service before the event; those still to be sent */
} NadiOutboxItem;

void nadi_outbox_item_free (NadiOutboxItem *item);

typedef struct _NadiOutbox NadiOutbox;

/* The cache outlives it. */
NadiOutbox *nadi_outbox_new (NadiCache *cache);
void nadi_outbox_free (NadiOutbox *outbox);

/* The next number of this device, above every one it gave before. Inside a transaction only: a rollback takes it back. */
gboolean nadi_outbox_next_seq (NadiOutbox *outbox, gint64 *seq, GError **error);
/* The ledger proved that it has accepted up to this: later ones are above. */
gboolean nadi_outbox_raise_seq (NadiOutbox *outbox, gint64 accepted, GError **error);

/* Inside a transaction only. state, order and index are not looked at; every cid must be in the cache. */
gboolean nadi_outbox_add (NadiOutbox *outbox, const NadiOutboxItem *item, GError **error);

/* The oldest of a state, in order, at most limit. Array of NadiOutboxItem. */
gboolean nadi_outbox_list (NadiOutbox *outbox, NadiOutboxState state, guint limit, GPtrArray **items, GError **error);
gboolean nadi_outbox_get (NadiOutbox *outbox, const char *event_id, NadiOutboxItem **item, GError **error);

/* The service has these blobs. */
gboolean nadi_outbox_blobs_sent (NadiOutbox *outbox, const char *const *cids, GError **error);
gboolean nadi_outbox_set_admitted (NadiOutbox *outbox, const char *event_id, guint64 index, GError **error);
/* The receipt holds. The event leaves the queue; it stays in the cache by its id. */
gboolean nadi_outbox_set_final (NadiOutbox *outbox, const char *event_id, GError **error);
/* Signed again with a new seq: same id, other bytes. */
gboolean nadi_outbox_replace (NadiOutbox *outbox, const char *event_id, const guint8 *event, gsize length, GError **error);
/* The event leaves the queue and becomes a task. time in ms. *task (may be NULL): the note's id. */
gboolean nadi_outbox_set_refused (NadiOutbox *outbox, const char *event_id, const char *reason, const char *detail,
                                  gint64 time, gint64 *task, GError **error);
/* *has: the event is in the queue, needs blobs, and all of them are in the cache: nadi_outbox_requeue() sends them again. */
gboolean nadi_outbox_has_blobs (NadiOutbox *outbox, const char *event_id, gboolean *has, GError **error);
/* The service lost it (restored from a backup) or its blobs (swept): to be sent again, in its old place, blobs too. */
gboolean nadi_outbox_requeue (NadiOutbox *outbox, const char *event_id, GError **error);

typedef struct
{
  guint queued;
  guint admitted;
  guint tasks;
} NadiOutboxCounts;

/* "All saved" is three zeros and a verified receipt. Counts every compartment. */
gboolean nadi_outbox_count (NadiOutbox *outbox, NadiOutboxCounts *counts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiOutbox, nadi_outbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiOutboxItem, nadi_outbox_item_free)
