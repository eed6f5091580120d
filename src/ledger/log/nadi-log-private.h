/* What the parts of the log share. */
#pragma once

#include "nadi-head.h"
#include "nadi-log.h"
#include "nadi-view-private.h"

/* A submission on its way through the sequencer. */
typedef struct
{
  NadiLogItem *items;
  guint n_items;
  NadiLogResult *results;
  GError *error;             /* of the submission as a whole */
  NadiLogDone done;
  gpointer user_data;
} NadiSubmission;

typedef struct
{
  char *line;                /* NULL: this validator has not cosigned this head */
  gint64 time;               /* Unix seconds */
  gboolean stored;           /* durably */
} NadiCosignature;

/* A head and who cosigned it. */
typedef struct
{
  NadiHead *head;
  NadiCosignature *cosignatures; /* one place for each of the log's validators, in their order */
  guint n_cosignatures;
  GPtrArray *streams;        /* that its block changed (char *) */
} NadiTrackedHead;

/* More heads than this without a quorum are not kept: validators are only ever asked for the newest. */
#define NADI_LOG_MAX_TRACKED 1024
#define NADI_LOG_MAX_WAITING 4096 /* events in the queue */

typedef struct
{
  guint id;
  NadiLogListener functions;
  gpointer user_data;
} NadiListening;

struct _NadiLog
{
  NadiStore *store;
  NadiBlobs *blobs;
  NadiClock *clock;
  NadiSigningKey *key;
  NadiNoteKey *log_key;
  GPtrArray *validators;     /* NadiNoteKey */
  guint quorum;
  NadiChain *chain;          /* written by the log's thread alone */
  GThread *thread;

  GMutex mutex;              /* guards all that follows; never held while anything else is waited for */
  GCond wake;
  GQueue submissions;        /* NadiSubmission */
  gboolean cosigned;         /* cosignatures have come since the thread looked last */
  gboolean closing;
  GPtrArray *tracked;        /* NadiTrackedHead: the final one first, if there is one, then every later one */
  gboolean has_final;
  gboolean has_quorum_time;
  gint64 quorum_lead;        /* a quorum's Unix time less our monotonic clock, ms: the greatest that cosignatures have shown */
  NadiView *view;
  NadiLogCounts counts;

  GMutex listening;          /* held while listeners are called */
  GPtrArray *listeners;      /* NadiListening */
  guint last_listener;
};

/* --- nadi-log-finality.c: with the mutex held, except where said ---------------------------------------------------- */

NadiTrackedHead *nadi_tracked_head_new (NadiLog *log, NadiHead *head, GPtrArray *streams);
void nadi_tracked_head_free (NadiTrackedHead *tracked);
NadiTrackedHead *nadi_log_newest (NadiLog *log);
/* Adds a head; the oldest without a quorum makes room when there are too many. */
void nadi_log_track (NadiLog *log, NadiTrackedHead *tracked);
/* The newest head with a quorum that is later than the final one; NULL when there is none. */
NadiTrackedHead *nadi_log_candidate (NadiLog *log);
/* Makes it the final one and gives the streams that changed since the one before. */
GPtrArray *nadi_log_advance (NadiLog *log, NadiTrackedHead *candidate);
/* Puts a new view in place. */
void nadi_log_refresh_view (NadiLog *log);
/* FALSE when now (Unix ms) is further ahead of the time that a quorum has told, and what has passed since, than validators take in a
 * block: they would refuse it and all that follow, and a block can't be taken back. TRUE while no quorum has told any. */
gboolean nadi_log_may_date (NadiLog *log, gint64 now);
/* Which validator's line this is over this head, and its time; -1 and an error for nobody's. Without the mutex. */
int nadi_log_check_line (NadiLog *log, NadiHead *head, const char *line, gint64 *time, GError **error);
/* Keeps the line when it is newer than the one there is. TRUE when it was. */
gboolean nadi_tracked_head_add (NadiTrackedHead *tracked, int validator, const char *line, gint64 time, gboolean stored);
guint nadi_tracked_head_count (NadiTrackedHead *tracked);

/* --- nadi-log-seal.c ------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiChain *chain;          /* its block is closed */
  const NadiNoteKey *log_key;
  NadiSigningKey *key;
  char *note;                /* (owned) the checkpoint that was made, for the caller */
} NadiSeal;

/* A NadiStoreSeal with a NadiSeal: signs the checkpoint of the chain's closed block. */
char *nadi_log_seal (GPtrArray *stored, gpointer seal, GError **error);

/* --- nadi-log-admit.c ------------------------------------------------------------------------------------------------ */

void nadi_submission_free (NadiSubmission *submission);
/* Calls done and frees. */
void nadi_submission_answer (NadiSubmission *submission);
/* The content addresses that an event names and that must be stored before it counts (transfer full). */
char **nadi_log_contents (NadiEvent *event);
/* A NadiChainCondition with the NadiBlobs: they are all there. */
gboolean nadi_log_has_contents (NadiEvent *event, NadiMap *state, gpointer blobs, GError **error);
/* Tries every event of a submission on the chain's open block, and sets results or error. In the log's thread. */
void nadi_log_admit (NadiLog *log, NadiSubmission *submission, guint *admitted, guint *refused);

/* --- nadi-log-load.c: before the thread runs ------------------------------------------------------------------------- */

gboolean nadi_log_load (NadiLog *log, const NadiNetwork *network, NadiLogProgress progress, gpointer user_data, GError **error);

/* --- nadi-log-sequencer.c -------------------------------------------------------------------------------------------- */

gpointer nadi_log_run (gpointer log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTrackedHead, nadi_tracked_head_free)
