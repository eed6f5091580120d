/* The client's sealed cache: one SQLite file per profile, in which nothing can be read without a compartment's key.
 *
 * Every value is sealed with AES-256-GCM; the associated data is the table, the row's key and every other column of the row,
 * so that a value can't be moved. Names, ids and days are looked up by HMAC. What stays readable: how many rows there are,
 * their sizes, positions in streams, and small state numbers.
 *
 * Two compartments, each with its own key: what reception may know lies in `desk`, all else in `clinical`. Without the
 * clinical key its rows can be neither found nor opened; asking for them is NADI_CACHE_ERROR_CLOSED.
 *
 * Errors: NADI_DATABASE_ERROR_* pass through (FULL: nothing was done, what is stored stays readable); NADI_CACHE_ERROR_*
 * below. A getter that finds nothing gives TRUE and NULL. Ids are UUID text; days count from 1970-01-01 UTC.
 *
 * This file has opening, transactions, and the trusted head; the contents are in nadi-cache-streams.h, -records.h,
 * -patients.h and -values.h. A cache belongs to one thread at a time (the client's ordered worker). */
#pragma once

#include <glib.h>

#include "nadi-database.h"
#include "nadi-evidence.h"
#include "nadi-secret.h"

#define NADI_CACHE_ERROR (nadi_cache_error_quark ())
GQuark nadi_cache_error_quark (void);

typedef enum
{
  NADI_CACHE_ERROR_KEY = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 1),       /* this key is not the compartment's */
  NADI_CACHE_ERROR_CLOSED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 2),    /* the compartment is not open in this sitting */
  NADI_CACHE_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 3), /* a sealed value does not open; the message names the table */
  NADI_CACHE_ERROR_ROLLBACK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4),/* older than the head in the keyring */
  NADI_CACHE_ERROR_STATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 5),      /* no transaction, or one too many */
  NADI_CACHE_ERROR_RANGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 6),      /* ids that are none, positions with a gap, values too long */
} NadiCacheError;

typedef enum
{
  NADI_COMPARTMENT_DESK = 0,
  NADI_COMPARTMENT_CLINICAL = 1,
} NadiCompartment;

#define NADI_COMPARTMENT_KEY_SIZE 32
#define NADI_CACHE_NO_DAY G_MININT32

typedef struct _NadiCache NadiCache;

/* Opens or makes the file. desk and clinical: 32 bytes each; clinical may be NULL. vfs as in nadi_database_open(). The first
 * key that a compartment meets becomes its key. */
NadiCache *nadi_cache_open (const char *path, NadiSecret *desk, NadiSecret *clinical, NadiRandom *random, const char *vfs,
                            GError **error);
void nadi_cache_close (NadiCache *cache);
gboolean nadi_cache_has_compartment (NadiCache *cache, NadiCompartment compartment);

/* Every page of the file: decay is noticed here even where nothing reads it. In parts of so many pages; offset and all as
 * nadi_database_check_some() has them. No transaction may be open. */
gboolean nadi_cache_check_some (NadiCache *cache, guint pages, gint64 *offset, gboolean *all, GError **error);
/* Gives back memory that much work at once has taken up. */
void nadi_cache_shrink (NadiCache *cache);
/* Every page, SQLite's structure, and every sealed value of the open compartments. Takes time in proportion to the file. */
gboolean nadi_cache_check (NadiCache *cache, GError **error);

/* Several writes as one: durable when commit returns TRUE, undone otherwise. A write outside is a transaction of its own.
 * No nesting. After a write inside failed, roll back. */
gboolean nadi_cache_begin (NadiCache *cache, GError **error);
gboolean nadi_cache_commit (NadiCache *cache, GError **error);
void nadi_cache_rollback (NadiCache *cache);
gboolean nadi_cache_in_transaction (NadiCache *cache);

/* The last verified head. size 0 when there is none. Each save raises the counter. */
gboolean nadi_cache_load_trusted (NadiCache *cache, NadiTrustedHead *trusted, GError **error);
gboolean nadi_cache_save_trusted (NadiCache *cache, const NadiTrustedHead *trusted, GError **error);

/* For the keyring, every 10 minutes and at lock: counter and head. (transfer full) NULL on an error. */
NadiSecret *nadi_cache_head_encode (NadiCache *cache, GError **error);
/* Compares what the keyring remembers with the cache. NADI_CACHE_ERROR_ROLLBACK if the cache is older (its file was replaced by
 * a copy): then *trusted (may be NULL) is the keyring's head, from which to sync again after nadi_cache_forget_synced().
 * A head that is no head: NADI_CACHE_ERROR_DAMAGED. */
gboolean nadi_cache_check_head (NadiCache *cache, NadiSecret *remembered, NadiTrustedHead *trusted, GError **error);
/* Drops cursors, entries and marks, and sets the trusted head, in one transaction; then store nadi_cache_head_encode() in the
 * keyring. Events by id, records, keys, blobs, outbox and notes stay. */
gboolean nadi_cache_forget_synced (NadiCache *cache, const NadiTrustedHead *trusted, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCache, nadi_cache_close)
