/* The session: one person of one organisation at one device, from unlocking to locking. The one facade over cache, keyring,
 * outbox, net and sync; nothing above it knows them.
 *
 * This file: opening and closing, status, sync, live news, tasks, and how a main loop calls the rest. By concern:
 * nadi-session-setup.h (found, adopt, join, invite, admit), -patients.h, -charts.h (records and cases), -documents.h, -import.h, -proof.h
 * (receipts, sealed form).
 *
 * Threads. Every function blocks and may be called from any thread; calls wait for one another, but none waits for another's
 * network: reading and writing go on while a sync is under way. From a main loop use nadi_session_run_async(). The exceptions,
 * which never wait and may be called on the main loop: nadi_session_get_status(), nadi_session_find_patients(),
 * nadi_session_ref(), _unref().
 *
 * Saved. When a function that writes returns TRUE, its effect is durable on this device, sealed, and queued for the ledger;
 * the next sync sends it. When it fails nothing is half done.
 *
 * Errors: NADI_SESSION_ERROR, and those of cache, database, profile, keyring, net and sync. No personal data in any. */
#pragma once

#include <gio/gio.h>

#include "nadi-passphrase.h"
#include "nadi-session-error.h"
#include "nadi-source.h"

typedef struct _NadiSession NadiSession;
typedef struct _NadiTransport NadiTransport; /* client/net */
typedef struct _NadiKeyring NadiKeyring;     /* client/keyring */

/* A transport to a service; called for each connection that a session keeps (sync, live). anchor: PEM. (transfer full) */
typedef NadiTransport *(*NadiSessionConnect) (const char *service, const char *anchor, gpointer user_data, GError **error);

/* What a session stands on. Zero means the real thing: the system's clock, random source and keyring (as the profile says), HTTPS
 * with libsoup. All outlive the session; the struct itself is copied. */
typedef struct
{
  NadiClock *clock;
  NadiRandom *random;
  NadiKeyring *keyring;
  NadiSessionConnect connect;
  gpointer connect_data;
  const NadiKdfCost *kdf;    /* for new passphrases */
} NadiSessionOptions;

/* done of total; total 0: not known yet. stage is a literal: "sync", "fetch", "open", "send", "import", "keys", "wait". Called in
 * the thread that does the work. */
typedef void (*NadiSessionProgress) (const char *stage, guint64 done, guint64 total, gpointer user_data);

/* --- opening ---------------------------------------------------------------------------------------------------- */

/* staff: account or staff id; NULL: the profile's first account. Takes the profile's lock, derives keys (a second or so), opens
 * the cache and builds the search index; no network. Errors that each have their own sentence: NADI_PROFILE_ERROR_PASSPHRASE,
 * _MISSING, _BUSY, _REPLACED, _NETWORK; NADI_KEYRING_ERROR_LOCKED, _MISSING; NADI_SESSION_ERROR_NOT_ENROLLED;
 * NADI_CACHE_ERROR_DAMAGED, NADI_DATABASE_ERROR_DAMAGED (where what it reads is damaged). A cache that is older than the keyring remembers is synced anew. */
NadiSession *nadi_session_open (const char *folder, const char *staff, const char *passphrase,
                                const NadiSessionOptions *options, GCancellable *cancellable, GError **error);
/* Locks: ends news, puts the head into the keyring, wipes keys, closes the cache, gives the profile's lock back. Calls after it fail
 * with NADI_SESSION_ERROR_CLOSED. Idempotent. */
void nadi_session_close (NadiSession *session);
NadiSession *nadi_session_ref (NadiSession *session);
/* The last one closes. */
void nadi_session_unref (NadiSession *session);

/* The accounts of a profile, for the unlock page. */
typedef struct
{
  char *id;                  /* account */
  char *staff;               /* on the ledger; NULL until enrolled */
  char *label;
} NadiSessionAccount;

void nadi_session_account_free (NadiSessionAccount *account);
/* Array of NadiSessionAccount, the one that is asked for first in front. Needs no passphrase. */
GPtrArray *nadi_session_list_accounts (const char *folder, GError **error);
/* It is asked for first from now on. account: as for nadi_session_open(). Needs no passphrase; NADI_PROFILE_ERROR_BUSY while somebody is
 * signed in. */
gboolean nadi_session_prefer_account (const char *folder, const char *account, GError **error);
/* The person's own bundle is sealed anew; nobody else's. */
gboolean nadi_session_change_passphrase (NadiSession *session, const char *old_passphrase, const char *new_passphrase, GError **error);

/* Reads every page of what is stored on this device, in small parts, so that other calls go on: about two seconds for 100,000 patients.
 * Opening does not wait for that; a watch does it by itself. NADI_DATABASE_ERROR_DAMAGED: a byte changed. */
gboolean nadi_session_check (NadiSession *session, GCancellable *cancellable, GError **error);

/* --- status ----------------------------------------------------------------------------------------------------- */

typedef enum
{
  NADI_SAVED_ALL,            /* outbox empty, and the last event proven */
  NADI_SAVED_WAITING,        /* things to send or to be confirmed */
  NADI_SAVED_UNREACHABLE,    /* no connection; work goes on */
  NADI_SAVED_UNKNOWN,        /* the service is there, and does not know this device or person: not admitted yet, or removed */
  NADI_SAVED_UNCONFIRMED,    /* the service is there, a quorum of validators is not */
  NADI_SAVED_STOPPED,        /* the ledger contradicted itself; evidence is kept; nothing is written */
} NadiSavedState;

/* "saved", "waiting", "unreachable", "unknown", "unconfirmed", "stopped"; static. */
const char *nadi_saved_state_word (NadiSavedState state);

typedef struct
{
  char *network;             /* the network's name */
  char *clinic;              /* name; NULL before the first sync */
  char *clinic_id;
  char *kind;                /* "hospital", "clinic", …; NULL before the first sync */
  char *staff;               /* name; NULL before the first sync */
  char *staff_id;
  char *device_id;
  char **roles;              /* "doctor", "reception", …; empty before the first sync */
  gboolean demo;
  NadiSavedState saved;
  char *stopped;             /* sync's word for what contradicted ("fork", "rollback", …), else NULL */
  guint unsent;              /* not admitted yet */
  guint unconfirmed;         /* admitted, not proven yet */
  guint tasks;               /* refused things that a person must look at */
  guint damaged;             /* records that are not what their author signed */
  gboolean decayed;          /* the file on this device is not what was written to it (nadi_session_check()) */
  guint patients;
  guint64 head_size;         /* leaves of the newest tree that was verified */
  gint64 head_time;          /* its block's time, ms; 0 for none */
  gint64 freshness;          /* when the quorum last confirmed it, ms; 0 for none */
  gint64 clock_offset;       /* the service's clock minus ours, ms; 0 while they agree within a minute */
  gint64 last_contact;       /* the service's last good answer, ms of our clock; 0 for none in this sitting */
} NadiSessionStatus;

/* Never fails, never waits. (transfer full) */
NadiSessionStatus *nadi_session_get_status (NadiSession *session);
void nadi_session_status_free (NadiSessionStatus *status);

/* TRUE if the person has one of the roles, comma separated: "doctor,nurse". */
gboolean nadi_session_has_role (NadiSession *session, const char *roles);

/* --- sync ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 events;            /* new in our streams, verified */
  guint patients;            /* new or changed */
  guint records;             /* new versions that were opened */
  guint damaged;             /* that were not what their author signed */
  guint missing;             /* named by proven events, and not or no longer whole at the service */
  guint sent;                /* admitted now */
  guint confirmed;           /* of ours, proven now */
  guint refused;             /* became tasks */
} NadiSyncReport;

/* Pulls, checks, opens, then sends what waits, and pulls once more if something was sent. report may be NULL and is filled as far as
 * it went, also on an error. Errors: NADI_NET_ERROR_* (nothing is lost, the next sync goes on), NADI_SYNC_ERROR_QUORUM, _STALE
 * (what waits was sent nevertheless), other NADI_SYNC_ERROR_* (integrity: the session is stopped). */
gboolean nadi_session_sync (NadiSession *session, NadiSyncReport *report, NadiSessionProgress progress, gpointer user_data,
                            GCancellable *cancellable, GError **error);

/* Until nothing waits any more or timeout_ms have passed (NADI_SESSION_ERROR_WAITING). */
gboolean nadi_session_sync_until_saved (NadiSession *session, guint timeout_ms, GCancellable *cancellable, GError **error);

/* --- news ------------------------------------------------------------------------------------------------------- */

typedef enum
{
  NADI_NEWS_PATIENT,         /* a new chart */
  NADI_NEWS_RECORD,          /* a new record */
  NADI_NEWS_AMENDED,
  NADI_NEWS_RETRACTED,
  NADI_NEWS_STATUS,          /* nothing came; ask nadi_session_get_status() again */
} NadiNewsKind;

/* "patient", "record", "amended", "retracted", "status"; static. */
const char *nadi_news_kind_word (NadiNewsKind kind);

/* Text members may be NULL where this role can't know. */
typedef struct
{
  NadiNewsKind kind;
  char *patient;             /* id */
  char *number;              /* 14 digits */
  char *name;
  char *type;                /* FHIR resource type */
  char *summary;             /* one line */
  char *author;              /* name */
  char *organisation;        /* the author's, name */
  gint64 time;               /* the author's claim, ms */
  char *record;
  char *version;
  char *event;
} NadiNews;

void nadi_news_free (NadiNews *news);

/* In the watch's own thread; news belongs to the watch. */
typedef void (*NadiNewsFunc) (const NadiNews *news, gpointer user_data);

typedef struct _NadiWatch NadiWatch;

/* Listens to the service, syncs when one of our streams grows (and every 60 s), and tells of what others added since. own: tell of
 * this device's own things too. */
NadiWatch *nadi_session_watch (NadiSession *session, gboolean own, NadiNewsFunc func, gpointer user_data, GError **error);
/* Ends the thread and waits for it. Not from within the callback. */
void nadi_watch_stop (NadiWatch *watch);

/* --- tasks ------------------------------------------------------------------------------------------------------ */

/* Something the ledger refused, with what was typed. */
typedef struct
{
  gint64 id;
  gint64 time;               /* ms */
  char *form;                /* "patient", "case", "record", "import", "setup" */
  char *patient;             /* id or NULL */
  char *reason;              /* the contract's word: "role", "owner", … */
  char *detail;
  char *event;               /* id */
  GBytes *typed;             /* FHIR JSON of what was typed, or NULL */
  guint place;               /* for nadi_session_restore_task() */
  GBytes *refused;           /* the same */
} NadiTask;

void nadi_task_free (NadiTask *task);
/* Array of NadiTask, oldest first. */
GPtrArray *nadi_session_list_tasks (NadiSession *session, GError **error);
/* What was typed, as lines for a person: the first says what it is about. NULL when nothing of it is kept. Pure. (transfer full) */
char *nadi_task_describe (const NadiTask *task);
/* Looked at: it goes. */
gboolean nadi_session_remove_task (NadiSession *session, gint64 id, GError **error);
/* Not done after all: a task of nadi_session_list_tasks() that was removed stands there again. */
gboolean nadi_session_restore_task (NadiSession *session, const NadiTask *task, GError **error);

/* --- from a main loop ------------------------------------------------------------------------------------------- */

/* Runs in a worker thread. data is the caller's. */
typedef gboolean (*NadiSessionWork) (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* callback comes in the caller's thread-default main context; source object is NULL. session may be NULL (opening, setting up).
 * data is freed in the worker's or the caller's thread after the callback. */
void nadi_session_run_async (NadiSession *session, NadiSessionWork work, gpointer data, GDestroyNotify free_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* *data (may be NULL): what was given to run_async(), good until result goes. */
gboolean nadi_session_run_finish (GAsyncResult *result, gpointer *data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSession, nadi_session_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSessionAccount, nadi_session_account_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSessionStatus, nadi_session_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNews, nadi_news_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiWatch, nadi_watch_stop)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTask, nadi_task_free)
