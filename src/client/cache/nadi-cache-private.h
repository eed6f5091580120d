/* Private to the cache and the outbox: rows whose value is sealed under everything else that stands in them.
 *
 * Every table with sealed values has its clear columns first and `value` last; the associated data is the table's name and
 * the clear columns in their order. A row is written with NadiCacheRow and opened with nadi_cache_open_*(), from a SELECT
 * that names the same columns in the same order. */
#pragma once

#include "nadi-aead.h"
#include "nadi-cache.h"

#define NADI_CACHE_APPLICATION_ID 0x4e414449 /* "NADI" */
#define NADI_CACHE_TOKEN_SIZE 16

extern const char *const nadi_cache_migrations[];

typedef struct
{
  NadiAead *aead;            /* NULL: closed */
  NadiSecret *lookup;        /* HMAC key */
} NadiCacheSeal;

struct _NadiCache
{
  NadiDatabase *database;
  NadiRandom *random;
  NadiCacheSeal seals[2];
  gboolean in_transaction;
  gboolean failed;           /* a write inside the transaction went wrong */
};

typedef struct
{
  guint8 bytes[NADI_CACHE_TOKEN_SIZE];
} NadiCacheToken;

/* HMAC of a name under the compartment's look-up key; domain keeps equal names of different things apart. */
void nadi_cache_token (NadiCache *cache, NadiCompartment compartment, const char *domain, const char *name, NadiCacheToken *token);

/* NADI_CACHE_ERROR_CLOSED. */
gboolean nadi_cache_need (NadiCache *cache, NadiCompartment compartment, GError **error);

/* --- writing ------------------------------------------------------------------------------------------------- */

/* A transaction of its own unless one is open: enter, write, leave with what came of it. */
gboolean nadi_cache_enter (NadiCache *cache, gboolean *entered, GError **error);
gboolean nadi_cache_leave (NadiCache *cache, gboolean entered, gboolean good, GError **error);

typedef struct
{
  NadiCache *cache;
  sqlite3_stmt *statement;
  int column;
  GByteArray *associated;
} NadiCacheRow;

/* sql: an INSERT whose parameters are the clear columns and then the value. */
void nadi_cache_row_start (NadiCacheRow *row, NadiCache *cache, const char *table, const char *sql);
void nadi_cache_row_int (NadiCacheRow *row, gint64 value);
void nadi_cache_row_token (NadiCacheRow *row, const NadiCacheToken *token); /* NULL: null */
void nadi_cache_row_seal (NadiCacheRow *row, NadiCompartment compartment, const guint8 *data, gsize length);
/* Steps and ends the row. */
gboolean nadi_cache_row_run (NadiCacheRow *row, GError **error);

/* --- reading ------------------------------------------------------------------------------------------------- */

/* The value after n_clear clear columns of the current row. NADI_CACHE_ERROR_DAMAGED names the table. */
NadiSecret *nadi_cache_open_secret (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear,
                                    NadiCompartment compartment, GError **error);
GBytes *nadi_cache_open_bytes (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear,
                               NadiCompartment compartment, GError **error);
/* Into a buffer with room for nadi_cache_sealed_length() bytes. */
gsize nadi_cache_sealed_length (sqlite3_stmt *statement, int n_clear);
gboolean nadi_cache_open_into (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear,
                               NadiCompartment compartment, guint8 *buffer, GError **error);
/* FALSE with the error of a value that opened and is not what the table holds. */
gboolean nadi_cache_fail_damaged (const char *table, GError **error);
