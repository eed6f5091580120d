/* Sealing and opening values under the other columns of their row. */
#include "nadi-cache-private.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-digest.h"

#define BOX_OVERHEAD (NADI_AEAD_NONCE_SIZE + NADI_AEAD_TAG_SIZE)

void
nadi_cache_token (NadiCache *cache, NadiCompartment compartment, const char *domain, const char *name, NadiCacheToken *token)
{
  NadiSecret *lookup = cache->seals[compartment].lookup;
  /* The NUL between them keeps domain and name apart. */
  NadiPart parts[] = { { domain, strlen (domain) + 1 }, { name, strlen (name) } };
  NadiHash hash;

  nadi_hmac_sha256 (nadi_secret_data (lookup), nadi_secret_size (lookup), parts, G_N_ELEMENTS (parts), &hash);
  memcpy (token->bytes, hash.bytes, NADI_CACHE_TOKEN_SIZE);
}

gboolean
nadi_cache_need (NadiCache *cache, NadiCompartment compartment, GError **error)
{
  if (nadi_cache_has_compartment (cache, compartment))
    return TRUE;
  g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED, "This part of the cache is not open for this person");
  return FALSE;
}

gboolean
nadi_cache_fail_damaged (const char *table, GError **error)
{
  g_set_error (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED, "A sealed value in the cache's table \"%s\" has been changed", table);
  return FALSE;
}

/* --- associated data: one tag byte per column, so that no two rows give the same bytes ---------------------------- */

static void
associate_int (GByteArray *associated, gint64 value)
{
  nadi_write_u8 (associated, 'i');
  nadi_write_u64 (associated, (guint64) value);
}

static void
associate_blob (GByteArray *associated, const void *data, gsize length)
{
  if (data == NULL)
    {
      nadi_write_u8 (associated, 'n');
      return;
    }
  nadi_write_u8 (associated, 'b');
  nadi_write_u32 (associated, (guint32) length);
  g_byte_array_append (associated, data, (guint) length);
}

static GByteArray *
associate_table (const char *table)
{
  GByteArray *associated = g_byte_array_sized_new (160);

  associate_blob (associated, table, strlen (table));
  return associated;
}

static GByteArray *
associate_columns (sqlite3_stmt *statement, const char *table, int n_clear)
{
  GByteArray *associated = associate_table (table);

  for (int i = 0; i < n_clear; i++)
    {
      if (sqlite3_column_type (statement, i) == SQLITE_INTEGER)
        associate_int (associated, sqlite3_column_int64 (statement, i));
      else
        associate_blob (associated, sqlite3_column_blob (statement, i), (gsize) sqlite3_column_bytes (statement, i));
    }
  return associated;
}

/* --- writing ------------------------------------------------------------------------------------------------- */

void
nadi_cache_row_start (NadiCacheRow *row, NadiCache *cache, const char *table, const char *sql)
{
  row->cache = cache;
  row->statement = nadi_database_statement (cache->database, sql);
  row->column = 1;
  row->associated = associate_table (table);
}

void
nadi_cache_row_int (NadiCacheRow *row, gint64 value)
{
  sqlite3_bind_int64 (row->statement, row->column++, value);
  associate_int (row->associated, value);
}

void
nadi_cache_row_token (NadiCacheRow *row, const NadiCacheToken *token)
{
  if (token != NULL)
    sqlite3_bind_blob (row->statement, row->column++, token->bytes, NADI_CACHE_TOKEN_SIZE, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (row->statement, row->column++);
  associate_blob (row->associated, token != NULL ? token->bytes : NULL, NADI_CACHE_TOKEN_SIZE);
}

void
nadi_cache_row_seal (NadiCacheRow *row, NadiCompartment compartment, const guint8 *data, gsize length)
{
  guint8 *box = g_malloc (length + BOX_OVERHEAD);
  guint8 *text = box + NADI_AEAD_NONCE_SIZE;

  nadi_random_fill (row->cache->random, box, NADI_AEAD_NONCE_SIZE);
  nadi_aead_seal (row->cache->seals[compartment].aead, box, row->associated->data, row->associated->len, data, length, text,
                  text + length);
  sqlite3_bind_blob64 (row->statement, row->column++, box, length + BOX_OVERHEAD, g_free);
}

gboolean
nadi_cache_row_run (NadiCacheRow *row, GError **error)
{
  gboolean good = nadi_database_run (row->cache->database, row->statement, error);

  /* The sealed value need not wait in memory for the statement's next use. */
  sqlite3_clear_bindings (row->statement);
  g_clear_pointer (&row->associated, g_byte_array_unref);
  return good;
}

/* --- reading ------------------------------------------------------------------------------------------------- */

gsize
nadi_cache_sealed_length (sqlite3_stmt *statement, int n_clear)
{
  gsize length = (gsize) sqlite3_column_bytes (statement, n_clear);

  return length >= BOX_OVERHEAD ? length - BOX_OVERHEAD : 0;
}

gboolean
nadi_cache_open_into (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear, NadiCompartment compartment,
                      guint8 *buffer, GError **error)
{
  g_autoptr (GByteArray) associated = associate_columns (statement, table, n_clear);
  const guint8 *box = sqlite3_column_blob (statement, n_clear);
  gsize size = (gsize) sqlite3_column_bytes (statement, n_clear);
  const guint8 *text;

  if (box == NULL || size < BOX_OVERHEAD)
    return nadi_cache_fail_damaged (table, error);
  text = box + NADI_AEAD_NONCE_SIZE;
  size -= BOX_OVERHEAD;
  if (!nadi_aead_open (cache->seals[compartment].aead, box, associated->data, associated->len, text, size, text + size,
                       buffer, NULL))
    return nadi_cache_fail_damaged (table, error);
  return TRUE;
}

NadiSecret *
nadi_cache_open_secret (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear, NadiCompartment compartment,
                        GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_secret_new (nadi_cache_sealed_length (statement, n_clear));

  if (!nadi_cache_open_into (cache, statement, table, n_clear, compartment, nadi_secret_data (secret), error))
    return NULL;
  return g_steal_pointer (&secret);
}

GBytes *
nadi_cache_open_bytes (NadiCache *cache, sqlite3_stmt *statement, const char *table, int n_clear, NadiCompartment compartment,
                       GError **error)
{
  gsize length = nadi_cache_sealed_length (statement, n_clear);
  g_autofree guint8 *data = g_malloc (length + 1);

  if (!nadi_cache_open_into (cache, statement, table, n_clear, compartment, data, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}
