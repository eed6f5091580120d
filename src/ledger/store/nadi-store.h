/* Where the log keeps its bytes: entries in their order, the signed checkpoint of every block that is not final yet,
 * their cosignatures, and a small area of keys and values (enrolment mailboxes, settings, a validator's own state).
 *
 * An interface with several implementations (nadi-store-memory.h, nadi-store-sqlite.h). What a store promises:
 * - a batch is committed whole or not at all, and is durable when nadi_store_commit() returns TRUE;
 * - after an error the store is as before, may go on being read, and takes batches again when the cause is gone;
 * - every function may be called from any thread; commits and puts wait for one another, reads do not wait for them. */
#pragma once

#include <glib.h>

#include "nadi-error.h"

#define NADI_STORE_ERROR (nadi_store_error_quark ())
GQuark nadi_store_error_quark (void);

typedef enum
{
  NADI_STORE_ERROR_FAILED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),
  NADI_STORE_ERROR_FULL = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),            /* no space: nothing was stored, reading goes on */
  NADI_STORE_ERROR_BUSY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 3),            /* another process has it */
  NADI_STORE_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4),  /* what is stored is not what was stored */
  NADI_STORE_ERROR_CONFLICT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 5),   /* the size is not the expected one: another writer */
  NADI_STORE_ERROR_NEWER = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 6),      /* made by a newer version of Nadi */
  NADI_STORE_ERROR_EXISTS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7),     /* nadi_store_put_once(): the key is there */
  NADI_STORE_ERROR_RANGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 8),       /* entries that are not there; a senseless batch */
} NadiStoreError;

#define NADI_STORE_MAX_ENTRY 65535

/* Cosignature line of a validator; one per size and name, a later one replaces it. */
typedef struct
{
  guint64 size;
  const char *name;
  const char *line;          /* with its LF */
} NadiStoreCosignature;

typedef struct
{
  const char *key;
  GBytes *value;             /* NULL removes */
} NadiStoreItem;

/* Called inside the transaction with the new entries as they are read back from the store, before they count. Gives the
 * signed checkpoint to be stored with them (transfer full); NULL and an error undoes everything. */
typedef char *(*NadiStoreSeal) (GPtrArray *stored, gpointer user_data, GError **error);

/* All parts are optional; zero-initialise. */
typedef struct
{
  guint64 expected_size;     /* looked at when there are entries */
  GBytes *const *entries;    /* each 1 … NADI_STORE_MAX_ENTRY bytes */
  guint n_entries;
  const char *checkpoint;    /* signed note of size expected_size + n_entries */
  NadiStoreSeal seal;        /* instead of checkpoint */
  gpointer seal_data;
  const NadiStoreCosignature *cosignatures;
  guint n_cosignatures;
  const NadiStoreItem *items;
  guint n_items;
  guint64 forget_below;      /* checkpoints (and cosignatures) of smaller sizes are dropped */
} NadiStoreBatch;

typedef struct
{
  guint64 size;
  char *note;                /* signed by the log alone */
  GPtrArray *cosignatures;   /* lines with their LF (char *), in the order of names */
} NadiStoreCheckpoint;

void nadi_store_checkpoint_free (NadiStoreCheckpoint *checkpoint);

typedef struct _NadiStore NadiStore;

gboolean nadi_store_commit (NadiStore *store, const NadiStoreBatch *batch, GError **error);

gboolean nadi_store_size (NadiStore *store, guint64 *size, GError **error);
/* Exactly count entries from first (GBytes); NADI_STORE_ERROR_RANGE if there are fewer. */
GPtrArray *nadi_store_read (NadiStore *store, guint64 first, guint count, GError **error);
/* Entries by their indexes, in that order; stops before max_bytes is passed, but gives one at least. */
GPtrArray *nadi_store_read_list (NadiStore *store, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error);

/* The checkpoint of the greatest size below the given one (G_MAXUINT64: the newest). *checkpoint is NULL when there is none. */
gboolean nadi_store_checkpoint_below (NadiStore *store, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error);

/* *value is NULL when the key is absent. */
gboolean nadi_store_get (NadiStore *store, const char *key, GBytes **value, GError **error);
gboolean nadi_store_put (NadiStore *store, const char *key, GBytes *value, GError **error);       /* NULL removes */
gboolean nadi_store_put_once (NadiStore *store, const char *key, GBytes *value, GError **error);  /* NADI_STORE_ERROR_EXISTS */
/* Keys that begin with prefix, sorted (NULL-terminated, transfer full). */
char **nadi_store_list (NadiStore *store, const char *prefix, GError **error);

/* Reads all bytes once, in their order, and checks them against their checksums: for every start, about a second for 1 GB. */
gboolean nadi_store_check_pages (NadiStore *store, GError **error);
/* Reads everything and checks the form it is stored in (pages, structure); the log's own proofs are nadi_log_check()'s. */
gboolean nadi_store_check (NadiStore *store, GError **error);
void nadi_store_close (NadiStore *store);

/* What an implementation gives; the functions above check arguments and call these. */
typedef struct
{
  gboolean (*commit) (NadiStore *store, const NadiStoreBatch *batch, GError **error);
  gboolean (*size) (NadiStore *store, guint64 *size, GError **error);
  GPtrArray *(*read) (NadiStore *store, guint64 first, guint count, GError **error);
  GPtrArray *(*read_list) (NadiStore *store, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error);
  gboolean (*checkpoint_below) (NadiStore *store, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error);
  gboolean (*get) (NadiStore *store, const char *key, GBytes **value, GError **error);
  gboolean (*put_once) (NadiStore *store, const char *key, GBytes *value, GError **error);
  char **(*list) (NadiStore *store, const char *prefix, GError **error);
  gboolean (*check_pages) (NadiStore *store, GError **error);    /* NULL: keeps nothing that could decay */
  gboolean (*check) (NadiStore *store, GError **error);
  void (*close) (NadiStore *store);
} NadiStoreClass;

struct _NadiStore
{
  const NadiStoreClass *klass;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiStore, nadi_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiStoreCheckpoint, nadi_store_checkpoint_free)
