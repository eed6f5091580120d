/* Sources of imported resources, and sealed blobs by their content address. */
#include "nadi-cache-codec.h"
#include "nadi-cache-private.h"
#include "nadi-cache-records.h"
#include "nadi-cid.h"

void
nadi_cache_source_free (NadiCacheSource *source)
{
  if (source == NULL)
    return;
  g_free (source->record);
  g_free (source->version);
  g_free (source->event);
  g_free (source);
}

gboolean
nadi_cache_put_source (NadiCache *self, NadiCompartment compartment, const char *source, const NadiCacheSource *value, GError **error)
{
  GByteArray *out;
  NadiCacheToken token;
  NadiCacheRow row;
  gboolean entered;

  if (!nadi_cache_need (self, compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  out = g_byte_array_sized_new (256);
  nadi_cache_write_text (out, value->record);
  nadi_cache_write_text (out, value->version);
  nadi_cache_write_text (out, value->event);
  g_byte_array_append (out, value->digest.bytes, NADI_HASH_SIZE);
  nadi_cache_token (self, compartment, "source", source, &token);
  nadi_cache_row_start (&row, self, "source", "INSERT INTO source (compartment, token, value) VALUES (?, ?, ?)"
                                              " ON CONFLICT (compartment, token) DO UPDATE SET value = excluded.value");
  nadi_cache_row_int (&row, compartment);
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_seal (&row, compartment, out->data, out->len);
  nadi_cache_buffer_free (out);
  return nadi_cache_leave (self, entered, nadi_cache_row_run (&row, error), error);
}

static NadiCacheSource *
decode_source (NadiSecret *value, GError **error)
{
  g_autoptr (NadiCacheSource) source = g_new0 (NadiCacheSource, 1);
  NadiCursor cursor;

  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  source->record = nadi_cache_read_text (&cursor);
  source->version = nadi_cache_read_text (&cursor);
  source->event = nadi_cache_read_text (&cursor);
  nadi_cursor_read_hash (&cursor, &source->digest);
  if (!nadi_cursor_finished (&cursor))
    {
      nadi_cache_fail_damaged ("source", error);
      return NULL;
    }
  return g_steal_pointer (&source);
}

gboolean
nadi_cache_get_source (NadiCache *self, NadiCompartment compartment, const char *source, NadiCacheSource **value, GError **error)
{
  g_autoptr (NadiSecret) opened = NULL;
  sqlite3_stmt *statement;
  NadiCacheToken token;
  int step;

  *value = NULL;
  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  nadi_cache_token (self, compartment, "source", source, &token);
  statement = nadi_database_statement (self->database, "SELECT compartment, token, value FROM source WHERE compartment = ? AND token = ?");
  sqlite3_bind_int (statement, 1, compartment);
  nadi_bind_blob (statement, 2, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  opened = nadi_cache_open_secret (self, statement, "source", 2, compartment, error);
  sqlite3_reset (statement);
  if (opened != NULL)
    *value = decode_source (opened, error);
  return *value != NULL;
}

/* --- blobs --------------------------------------------------------------------------------------------------- */

gboolean
nadi_cache_put_blob (NadiCache *self, const char *cid, const guint8 *data, gsize length, gboolean own, GError **error)
{
  NadiCacheToken token;
  NadiCacheRow row;
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  /* What was own stays own, whoever fetches it again. */
  nadi_cache_row_start (&row, self, "blob", "INSERT INTO blob (token, own, value) VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE"
                                            " SET own = excluded.own, value = excluded.value WHERE own <= excluded.own");
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_int (&row, own != FALSE);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, data, length);
  return nadi_cache_leave (self, entered, nadi_cache_row_run (&row, error), error);
}

gboolean
nadi_cache_get_blob (NadiCache *self, const char *cid, GBytes **data, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT token, own, value FROM blob WHERE token = ?");
  g_autoptr (GBytes) blob = NULL;
  g_autofree char *found = NULL;
  NadiCacheToken token;
  int step;

  *data = NULL;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  blob = nadi_cache_open_bytes (self, statement, "blob", 2, NADI_COMPARTMENT_DESK, error);
  sqlite3_reset (statement);
  if (blob == NULL)
    return FALSE;
  found = nadi_cid_of (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
  if (g_strcmp0 (found, cid) != 0)
    return nadi_cache_fail_damaged ("blob", error);
  *data = g_steal_pointer (&blob);
  return TRUE;
}

gboolean
nadi_cache_has_blob (NadiCache *self, const char *cid, gboolean *has, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT 1 FROM blob WHERE token = ?");
  NadiCacheToken token;
  int step;

  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->database, statement, error);
  *has = step == 1;
  if (step == 1)
    sqlite3_reset (statement);
  return step >= 0;
}

gboolean
nadi_cache_drop_fetched_blobs (NadiCache *self, GError **error)
{
  gboolean entered, good;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  good = nadi_database_run (self->database, nadi_database_statement (self->database, "DELETE FROM blob WHERE own = 0"), error);
  return nadi_cache_leave (self, entered, good, error);
}
