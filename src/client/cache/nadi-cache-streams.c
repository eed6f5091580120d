/* Streams: a cursor each, entries that name their event, and the events themselves, once each. */
#include "nadi-cache-streams.h"

#include <string.h>

#include "nadi-cache-private.h"
#include "nadi-cursor.h"

#define CURSOR_SIZE NADI_STREAM_HEAD_SIZE
/* SQLite has no unsigned integers; the largest index of a leaf fits well below. */
#define NO_LEAF ((gint64) -1)

static gboolean
fail_range (GError **error, const char *message)
{
  g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE, message);
  return FALSE;
}

/* Runs one row as a transaction of its own unless one is open. */
static gboolean
run_alone (NadiCache *self, NadiCacheRow *row, gboolean entered, GError **error)
{
  return nadi_cache_leave (self, entered, nadi_cache_row_run (row, error), error);
}

/* --- cursors and marks --------------------------------------------------------------------------------------- */

gboolean
nadi_cache_load_cursor (NadiCache *self, const char *stream, NadiStreamHead *cursor, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT token, value FROM stream WHERE token = ?");
  NadiCacheToken token;
  guint8 value[CURSOR_SIZE];
  gboolean good;
  int step;

  nadi_stream_start (stream, cursor);
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "stream", stream, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  good = nadi_cache_sealed_length (statement, 1) == CURSOR_SIZE
           ? nadi_cache_open_into (self, statement, "stream", 1, NADI_COMPARTMENT_DESK, value, error)
           : nadi_cache_fail_damaged ("stream", error);
  sqlite3_reset (statement);
  if (good && !nadi_stream_head_decode (value, sizeof value, cursor))
    return nadi_cache_fail_damaged ("stream", error);
  return good;
}

gboolean
nadi_cache_save_cursor (NadiCache *self, const char *stream, const NadiStreamHead *cursor, GError **error)
{
  NadiCacheToken token;
  NadiCacheRow row;
  guint8 value[CURSOR_SIZE];
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "stream", stream, &token);
  nadi_stream_head_encode (cursor, value);
  nadi_cache_row_start (&row, self, "stream", "INSERT INTO stream (token, value) VALUES (?, ?)"
                                              " ON CONFLICT (token) DO UPDATE SET value = excluded.value");
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, value, sizeof value);
  return run_alone (self, &row, entered, error);
}

gboolean
nadi_cache_get_mark (NadiCache *self, NadiCompartment compartment, const char *stream, guint64 *position, GError **error)
{
  sqlite3_stmt *statement;
  NadiCacheToken token;
  guint8 value[8];
  gboolean good;
  int step;

  *position = 0;
  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  nadi_cache_token (self, compartment, "mark", stream, &token);
  statement = nadi_database_statement (self->database, "SELECT compartment, token, value FROM mark WHERE compartment = ? AND token = ?");
  sqlite3_bind_int (statement, 1, compartment);
  nadi_bind_blob (statement, 2, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  good = nadi_cache_sealed_length (statement, 2) == sizeof value
           ? nadi_cache_open_into (self, statement, "mark", 2, compartment, value, error)
           : nadi_cache_fail_damaged ("mark", error);
  sqlite3_reset (statement);
  if (good)
    *position = nadi_load_u64 (value);
  return good;
}

gboolean
nadi_cache_set_mark (NadiCache *self, NadiCompartment compartment, const char *stream, guint64 position, GError **error)
{
  NadiCacheToken token;
  NadiCacheRow row;
  guint8 value[8];
  gboolean entered;

  if (!nadi_cache_need (self, compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  nadi_cache_token (self, compartment, "mark", stream, &token);
  nadi_store_u64 (value, position);
  nadi_cache_row_start (&row, self, "mark", "INSERT INTO mark (compartment, token, value) VALUES (?, ?, ?)"
                                            " ON CONFLICT (compartment, token) DO UPDATE SET value = excluded.value");
  nadi_cache_row_int (&row, compartment);
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_seal (&row, compartment, value, sizeof value);
  return run_alone (self, &row, entered, error);
}

/* --- events -------------------------------------------------------------------------------------------------- */

static gint64
leaf_column (guint64 index)
{
  return index == NADI_CACHE_NO_INDEX ? NO_LEAF : (gint64) index;
}

static gboolean
insert_event (NadiCache *self, const char *sql, const NadiCacheToken *token, const guint8 *event, gsize length, guint64 index,
              GError **error)
{
  NadiCacheRow row;

  nadi_cache_row_start (&row, self, "event", sql);
  nadi_cache_row_token (&row, token);
  nadi_cache_row_int (&row, leaf_column (index));
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, event, length);
  return nadi_cache_row_run (&row, error);
}

static const char event_keep[] = "INSERT INTO event (token, leaf, value) VALUES (?, ?, ?) ON CONFLICT (token) DO NOTHING";
static const char event_replace[] = "INSERT INTO event (token, leaf, value) VALUES (?, ?, ?)"
                                    " ON CONFLICT (token) DO UPDATE SET leaf = excluded.leaf, value = excluded.value";

static gboolean
load_event (NadiCache *self, const NadiCacheToken *token, GBytes **event, guint64 *index, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT token, leaf, value FROM event WHERE token = ?");
  int step;

  *event = NULL;
  nadi_bind_blob (statement, 1, token->bytes, sizeof token->bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  *event = nadi_cache_open_bytes (self, statement, "event", 2, NADI_COMPARTMENT_DESK, error);
  if (index != NULL)
    *index = sqlite3_column_int64 (statement, 1) == NO_LEAF ? NADI_CACHE_NO_INDEX : (guint64) sqlite3_column_int64 (statement, 1);
  sqlite3_reset (statement);
  return *event != NULL;
}

gboolean
nadi_cache_get_event (NadiCache *self, const char *event_id, GBytes **event, guint64 *index, GError **error)
{
  NadiCacheToken token;

  if (index != NULL)
    *index = NADI_CACHE_NO_INDEX;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "event", event_id, &token);
  return load_event (self, &token, event, index, error);
}

gboolean
nadi_cache_put_event (NadiCache *self, const char *event_id, const guint8 *event, gsize length, guint64 index, GError **error)
{
  NadiCacheToken token;
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "event", event_id, &token);
  return nadi_cache_leave (self, entered, insert_event (self, event_replace, &token, event, length, index, error), error);
}

gboolean
nadi_cache_set_event_index (NadiCache *self, const char *event_id, guint64 index, GError **error)
{
  g_autoptr (GBytes) event = NULL;

  if (!nadi_cache_get_event (self, event_id, &event, NULL, error))
    return FALSE;
  if (event == NULL)
    return fail_range (error, "This event is not in the cache");
  return nadi_cache_put_event (self, event_id, g_bytes_get_data (event, NULL), g_bytes_get_size (event), index, error);
}

/* --- entries ------------------------------------------------------------------------------------------------- */

static void
entry_query (NadiCache *self, sqlite3_stmt *statement, const NadiCacheToken *stream, guint64 position, gint64 limit)
{
  nadi_bind_blob (statement, 1, stream->bytes, sizeof stream->bytes);
  sqlite3_bind_int64 (statement, 2, (gint64) position);
  sqlite3_bind_int64 (statement, 3, limit);
}

#define ENTRIES "SELECT stream, position, value FROM entry WHERE stream = ? AND position >= ? ORDER BY position LIMIT ?"

static gboolean
open_entry (NadiCache *self, sqlite3_stmt *statement, NadiCacheToken *event, GError **error)
{
  if (nadi_cache_sealed_length (statement, 2) != sizeof event->bytes)
    return nadi_cache_fail_damaged ("entry", error);
  return nadi_cache_open_into (self, statement, "entry", 2, NADI_COMPARTMENT_DESK, event->bytes, error);
}

/* The place is taken: by the same event, or is this one another? */
static gboolean
same_entry (NadiCache *self, const NadiCacheToken *stream, guint64 position, const NadiCacheToken *event, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, ENTRIES);
  NadiCacheToken found;
  gboolean good = FALSE;

  entry_query (self, statement, stream, position, 1);
  if (nadi_database_step (self->database, statement, error) != 1)
    return FALSE;
  if (open_entry (self, statement, &found, error))
    good = memcmp (found.bytes, event->bytes, sizeof found.bytes) == 0
           || fail_range (error, "Another event has this place in the stream");
  sqlite3_reset (statement);
  return good;
}

static gboolean
add_entry (NadiCache *self, const NadiCacheToken *stream, guint64 position, const NadiCacheToken *event, GError **error)
{
  NadiCacheRow row;

  nadi_cache_row_start (&row, self, "entry", "INSERT INTO entry (stream, position, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  nadi_cache_row_token (&row, stream);
  nadi_cache_row_int (&row, (gint64) position);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, event->bytes, sizeof event->bytes);
  if (!nadi_cache_row_run (&row, error))
    return FALSE;
  return sqlite3_changes (sqlite3_db_handle (row.statement)) == 1
         || same_entry (self, stream, position, event, error);
}

/* What the ledger has under an id wins over what we had: an event that was signed again after the cache was restored. */
static gboolean
keep_event (NadiCache *self, const NadiCacheToken *token, const guint8 *event, gsize length, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, event_keep);
  g_autoptr (GBytes) before = NULL;

  if (!insert_event (self, event_keep, token, event, length, NADI_CACHE_NO_INDEX, error))
    return FALSE;
  if (sqlite3_changes (sqlite3_db_handle (statement)) == 1)
    return TRUE;
  if (!load_event (self, token, &before, NULL, error))
    return FALSE;
  if (before != NULL && g_bytes_get_size (before) == length && memcmp (g_bytes_get_data (before, NULL), event, length) == 0)
    return TRUE;
  return insert_event (self, event_replace, token, event, length, NADI_CACHE_NO_INDEX, error);
}

gboolean
nadi_cache_add_entry (NadiCache *self, const char *stream, guint64 position, const char *event_id, const guint8 *event,
                      gsize length, GError **error)
{
  NadiCacheToken stream_token, event_token;
  gboolean entered, good;

  if (position > G_MAXINT64)
    return fail_range (error, "No stream is that long");
  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "stream", stream, &stream_token);
  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "event", event_id, &event_token);
  good = keep_event (self, &event_token, event, length, error)
         && add_entry (self, &stream_token, position, &event_token, error);
  return nadi_cache_leave (self, entered, good, error);
}

/* The tokens of a page first: the callback may write, and a write ends the reading of a statement. */
static gboolean
read_page (NadiCache *self, const NadiCacheToken *stream, guint64 position, guint limit, GArray *tokens, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, ENTRIES);
  int step;

  entry_query (self, statement, stream, position, limit);
  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      NadiCacheToken token;

      /* A place without an entry: whoever deleted it had no key, but could delete. */
      if ((guint64) sqlite3_column_int64 (statement, 1) != position + tokens->len)
        step = nadi_cache_fail_damaged ("entry", error) - 1;
      else if (!open_entry (self, statement, &token, error))
        step = -1;
      if (step < 0)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      g_array_append_val (tokens, token);
    }
  return step == 0;
}

gboolean
nadi_cache_each_entry (NadiCache *self, const char *stream, guint64 position, guint limit, NadiCacheEntryFunc callback,
                       gpointer user_data, GError **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (NadiCacheToken));
  NadiCacheToken stream_token;

  nadi_cache_token (self, NADI_COMPARTMENT_DESK, "stream", stream, &stream_token);
  if (!read_page (self, &stream_token, position, limit, tokens, error))
    return FALSE;
  for (guint i = 0; i < tokens->len; i++)
    {
      g_autoptr (GBytes) event = NULL;

      if (!load_event (self, &g_array_index (tokens, NadiCacheToken, i), &event, NULL, error))
        return FALSE;
      if (event == NULL)
        return nadi_cache_fail_damaged ("event", error);
      if (!callback (position + i, event, user_data))
        break;
    }
  return TRUE;
}
