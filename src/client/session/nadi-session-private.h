/* Private to client/session: what a session holds, and the rules by which its parts may touch it.
 *
 * Locks, always taken in this order: net_lock (whoever talks to the service: net, sync, store), lock (cache, outbox, bundle and
 * all below "under lock"), index_lock (search index), status_lock (what the status shows). Nothing waits for the network while
 * it holds any but net_lock. Functions of the private headers expect `lock` to be held unless they say otherwise. */
#pragma once

#include "nadi-cache-patients.h"
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-cache-values.h"
#include "nadi-event.h"
#include "nadi-net.h"
#include "nadi-outbox.h"
#include "nadi-profile.h"
#include "nadi-session.h"
#include "nadi-sync.h"

typedef struct _NadiPatientIndex NadiPatientIndex;

/* A NadiSyncStore that keeps what sync gives it until its stream is through, then writes it into the cache at once: the cache is
 * never locked while sync waits for an answer. */
typedef struct
{
  NadiSyncStore store;
  NadiSession *session;
  GPtrArray *entries;        /* of the stream under way */
  NadiTrustedHead trusted;
  NadiStreamHead cursor;
  char *stream;
  gboolean has_trusted;
} NadiSessionStore;

/* What the service did not give is not asked for at each sync again. */
typedef struct
{
  gint64 after;              /* up to this place in the cache's list all were asked for */
  gint64 since;              /* monotonic µs when that began; 0 for never */
} NadiAsked;

struct _NadiSession
{
  gatomicrefcount references;
  GMutex net_lock;
  GMutex lock;
  GMutex index_lock;
  GMutex status_lock;

  /* Set at open, never changed. */
  NadiClock *clock;
  NadiRandom *random;
  NadiSessionConnect connect;
  gpointer connect_data;
  NadiProfile *profile;
  const NadiNetwork *network;
  NadiKeyring *keyring;
  gboolean owns_keyring;
  char *account;
  char *org;
  char *staff;
  char *device;
  char *signer;              /* "<org>/<staff>" */
  char *stream;              /* "o:<org>" */
  char *seal_kid;

  /* Under net_lock. */
  NadiNet *net;
  NadiSync *sync;
  NadiSessionStore store;
  gint64 state_read;         /* monotonic µs when our own state was last proven; 0 for never */
  NadiAsked boxes;
  NadiAsked records;

  /* Under lock. */
  gboolean closed;
  NadiBundle *bundle;
  NadiCache *cache;
  NadiOutbox *outbox;
  GHashTable *role_keys;     /* kid → NadiRsaPrivate: of our roles, opened in this sitting */
  GHashTable *reads;         /* shelves whose reading is recorded in this sitting */
  GPtrArray *fresh;          /* versions that the digest met and nobody has told of; NULL while nobody listens */
  GHashTable *changed;       /* patients whose rows changed since the search index was brought up to date */
  gint64 head_stored;        /* monotonic µs when the keyring last got the head */

  /* Under index_lock. */
  NadiPatientIndex *index;

  /* Under status_lock. */
  char *clinic;
  char *kind;
  char *name;
  char **roles;
  char *stopped;
  gboolean decayed;
  gboolean unreachable;
  gboolean unknown;          /* the service does not know this device or person */
  gboolean unconfirmed;
  guint queued;
  guint admitted;
  guint tasks;
  guint damaged;
  NadiTrustedHead head;
  gint64 last_contact;
  gint64 clock_offset;       /* ms: the service's clock minus ours */
};

/* Sets the error and gives FALSE. message: for a log, no personal data. */
gboolean nadi_session_fail (NadiSessionError code, const char *message, GError **error);

/* Takes `lock`; FALSE (not taken) when the session is closed. */
gboolean nadi_session_lock (NadiSession *self, GError **error);
void nadi_session_unlock (NadiSession *self);
/* The same, for those who write: refuses when the session is stopped, or the person has none of the roles. */
gboolean nadi_session_lock_to_write (NadiSession *self, const char *roles, GError **error);

/* The session's time as the service would have it, ms. Any thread. */
gint64 nadi_session_now (NadiSession *self);

/* --- nadi-session-status.c --- */

/* Counts the outbox again for the status. */
void nadi_session_count (NadiSession *self);
/* What the contact with the service came to: NULL is good. Any lock or none. */
void nadi_session_note_contact (NadiSession *self, const GError *error);
void nadi_session_note_head (NadiSession *self, const NadiTrustedHead *head);
/* From the book: clinic, name, roles. */
gboolean nadi_session_load_self (NadiSession *self, GError **error);

/* --- nadi-session-store.c --- */

void nadi_session_store_init (NadiSessionStore *store, NadiSession *self);
void nadi_session_store_clear (NadiSessionStore *store);

/* --- nadi-session-net.c --- */

/* A transport as the options say. Any lock or none. */
NadiTransport *nadi_session_new_transport (NadiSessionConnect connect, gpointer connect_data, const NadiNetwork *network, GError **error);
/* What `net` has learned of the service's clock. Under net_lock. */
void nadi_session_note_clock (NadiSession *self);
/* Signed by device and person. Under net_lock or lock: a session that is closed has no keys. */
NadiNet *nadi_session_new_net (NadiSession *self, GError **error);

