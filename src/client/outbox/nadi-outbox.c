/* The queue: rows of the cache's file, in the cache's transactions. */
#include "nadi-outbox.h"

#include "nadi-cache-codec.h"
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-outbox-private.h"

#define NO_LEAF ((gint64) -1)
#define N_CLEAR 4
#define COLUMNS "compartment, token, state, leaf, value, id"
/* The device's last number lies among the named values. */
#define SEQ_KIND "outbox"
#define SEQ_NAME "seq"

G_DEFINE_QUARK (nadi-outbox-error-quark, nadi_outbox_error)

gboolean
nadi_outbox_fail (GError **error, NadiOutboxError code, const char *message)
{
  g_set_error_literal (error, NADI_OUTBOX_ERROR, code, message);
  return FALSE;
}

static gboolean
need_transaction (NadiOutbox *self, GError **error)
{
  return nadi_cache_in_transaction (self->cache)
         || nadi_outbox_fail (error, NADI_OUTBOX_ERROR_TRANSACTION, "The outbox is written inside a transaction only");
}

void
nadi_outbox_item_free (NadiOutboxItem *item)
{
  if (item == NULL)
    return;
  g_free (item->event_id);
  g_clear_pointer (&item->event, g_bytes_unref);
  g_free (item->form);
  g_free (item->patient);
  g_clear_pointer (&item->typed, g_bytes_unref);
  g_strfreev (item->cids);
  g_free (item);
}

NadiOutbox *
nadi_outbox_new (NadiCache *cache)
{
  NadiOutbox *self = g_new0 (NadiOutbox, 1);

  self->cache = cache;
  return self;
}

void
nadi_outbox_free (NadiOutbox *self)
{
  g_free (self);
}

/* --- the device's numbers ------------------------------------------------------------------------------------ */

static gboolean
load_seq (NadiOutbox *self, gint64 *seq, GError **error)
{
  g_autoptr (GBytes) value = NULL;

  *seq = 0;
  if (!nadi_cache_get_value (self->cache, NADI_COMPARTMENT_DESK, SEQ_KIND, SEQ_NAME, &value, error))
    return FALSE;
  if (value != NULL && g_bytes_get_size (value) != 8)
    return nadi_cache_fail_damaged ("named", error);
  if (value != NULL)
    *seq = (gint64) nadi_load_u64 (g_bytes_get_data (value, NULL));
  return TRUE;
}

static gboolean
save_seq (NadiOutbox *self, gint64 seq, GError **error)
{
  guint8 value[8];

  nadi_store_u64 (value, (guint64) seq);
  return nadi_cache_put_value (self->cache, NADI_COMPARTMENT_DESK, SEQ_KIND, SEQ_NAME, value, sizeof value, error);
}

gboolean
nadi_outbox_next_seq (NadiOutbox *self, gint64 *seq, GError **error)
{
  if (!need_transaction (self, error) || !load_seq (self, seq, error))
    return FALSE;
  return save_seq (self, ++*seq, error);
}

gboolean
nadi_outbox_raise_seq (NadiOutbox *self, gint64 accepted, GError **error)
{
  gint64 seq;

  if (!load_seq (self, &seq, error))
    return FALSE;
  return seq >= accepted || save_seq (self, accepted, error);
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

void
nadi_outbox_event_token (NadiOutbox *self, const char *event_id, NadiCacheToken *token)
{
  nadi_cache_token (self->cache, NADI_COMPARTMENT_DESK, "outbox", event_id, token);
}

#define INSERT "INSERT INTO outbox (compartment, token, state, leaf, value) VALUES (?, ?, ?, ?, ?)"

static gboolean
write_item (NadiOutbox *self, const NadiOutboxItem *item, const char *sql, GError **error)
{
  GByteArray *value = g_byte_array_sized_new (256 + (guint) g_bytes_get_size (item->event));
  NadiCacheToken token;
  NadiCacheRow row;

  nadi_cache_write_text (value, item->event_id);
  nadi_cache_write_text (value, item->form);
  nadi_cache_write_text (value, item->patient);
  nadi_cache_write_data (value, g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event));
  nadi_outbox_event_token (self, item->event_id, &token);
  nadi_cache_row_start (&row, self->cache, "outbox", sql);
  nadi_cache_row_int (&row, item->compartment);
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_int (&row, item->state);
  nadi_cache_row_int (&row, item->state == NADI_OUTBOX_QUEUED ? NO_LEAF : (gint64) item->index);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, value->data, value->len);
  nadi_cache_buffer_free (value);
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_outbox_rewrite_item (NadiOutbox *self, const NadiOutboxItem *item, GError **error)
{
  return write_item (self, item,
                     INSERT " ON CONFLICT (token) DO UPDATE SET state = excluded.state, leaf = excluded.leaf, value = excluded.value",
                     error);
}

static gboolean
decode_item (NadiSecret *value, NadiOutboxItem *item, GError **error)
{
  NadiCursor cursor;

  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  item->event_id = nadi_cache_read_text (&cursor);
  item->form = nadi_cache_read_text (&cursor);
  item->patient = nadi_cache_read_text (&cursor);
  item->event = nadi_cache_read_data (&cursor);
  return (nadi_cursor_finished (&cursor) && item->event_id != NULL && item->event != NULL)
         || nadi_cache_fail_damaged ("outbox", error);
}

static NadiOutboxItem *
open_item (NadiOutbox *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (NadiSecret) value = nadi_cache_open_secret (self->cache, statement, "outbox", N_CLEAR, NADI_COMPARTMENT_DESK, error);
  g_autoptr (NadiOutboxItem) item = NULL;
  NadiCacheToken token;

  if (value == NULL)
    return NULL;
  item = g_new0 (NadiOutboxItem, 1);
  item->compartment = (NadiCompartment) sqlite3_column_int64 (statement, 0);
  item->state = (NadiOutboxState) sqlite3_column_int64 (statement, 2);
  item->index = item->state == NADI_OUTBOX_QUEUED ? NADI_CACHE_NO_INDEX : (guint64) sqlite3_column_int64 (statement, 3);
  item->order = sqlite3_column_int64 (statement, N_CLEAR + 1);
  if (!decode_item (value, item, error))
    return NULL;
  nadi_outbox_event_token (self, item->event_id, &token);
  if (!nadi_cache_get_typed (self->cache, &token, &item->typed, error)
      || !nadi_outbox_list_cids (self, &token, item->state == NADI_OUTBOX_ADMITTED, &item->cids, error))
    return NULL;
  return g_steal_pointer (&item);
}

static void
free_item (gpointer item)
{
  nadi_outbox_item_free (item);
}

gboolean
nadi_outbox_list (NadiOutbox *self, NadiOutboxState state, guint limit, GPtrArray **items, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->cache->database,
                                                     "SELECT " COLUMNS " FROM outbox WHERE state = ? ORDER BY id LIMIT ?");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_item);
  int step;

  *items = NULL;
  sqlite3_bind_int (statement, 1, state);
  sqlite3_bind_int64 (statement, 2, limit == 0 ? -1 : (gint64) limit);
  while ((step = nadi_database_step (self->cache->database, statement, error)) == 1)
    {
      NadiOutboxItem *item = open_item (self, statement, error);

      if (item == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (found, item);
    }
  if (step < 0)
    return FALSE;
  *items = g_steal_pointer (&found);
  return TRUE;
}

gboolean
nadi_outbox_get (NadiOutbox *self, const char *event_id, NadiOutboxItem **item, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->cache->database, "SELECT " COLUMNS " FROM outbox WHERE token = ?");
  NadiCacheToken token;
  int step;

  *item = NULL;
  nadi_outbox_event_token (self, event_id, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  step = nadi_database_step (self->cache->database, statement, error);
  if (step != 1)
    return step == 0;
  *item = open_item (self, statement, error);
  sqlite3_reset (statement);
  return *item != NULL;
}

/* --- adding -------------------------------------------------------------------------------------------------- */

static gboolean
add_item (NadiOutbox *self, const NadiOutboxItem *item, GError **error)
{
  NadiOutboxItem fresh = *item;
  g_autoptr (NadiOutboxItem) before = NULL;
  NadiCacheToken token;

  if (!nadi_outbox_get (self, item->event_id, &before, error))
    return FALSE;
  if (before != NULL)
    return nadi_outbox_fail (error, NADI_OUTBOX_ERROR_EXISTS, "This event is in the outbox already");
  fresh.state = NADI_OUTBOX_QUEUED;
  nadi_outbox_event_token (self, item->event_id, &token);
  if (!write_item (self, &fresh, INSERT, error) || !nadi_cache_put_typed (self->cache, item->compartment, &token, item->typed, error))
    return FALSE;
  for (guint i = 0; item->cids != NULL && item->cids[i] != NULL; i++)
    {
      if (!nadi_outbox_add_blob (self, &token, item->cids[i], error))
        return FALSE;
    }
  return nadi_cache_put_event (self->cache, item->event_id, g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event),
                               NADI_CACHE_NO_INDEX, error);
}

gboolean
nadi_outbox_add (NadiOutbox *self, const NadiOutboxItem *item, GError **error)
{
  gboolean entered;

  if (!need_transaction (self, error) || !nadi_cache_enter (self->cache, &entered, error))
    return FALSE;
  return nadi_cache_leave (self->cache, entered, add_item (self, item, error), error);
}

/* --- what there is ------------------------------------------------------------------------------------------ */

gboolean
nadi_outbox_has_blobs (NadiOutbox *self, const char *event_id, gboolean *has, GError **error)
{
  g_auto (GStrv) cids = NULL;
  NadiCacheToken token;

  nadi_outbox_event_token (self, event_id, &token);
  if (!nadi_outbox_list_cids (self, &token, TRUE, &cids, error))
    return FALSE;
  *has = cids[0] != NULL;
  for (guint i = 0; *has && cids[i] != NULL; i++)
    if (!nadi_cache_has_blob (self->cache, cids[i], has, error))
      return FALSE;
  return TRUE;
}

static gboolean
count_state (NadiOutbox *self, NadiOutboxState state, guint *count, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->cache->database, "SELECT count(*) FROM outbox WHERE state = ?");

  sqlite3_bind_int (statement, 1, state);
  if (nadi_database_step (self->cache->database, statement, error) != 1)
    return FALSE;
  *count = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
nadi_outbox_count (NadiOutbox *self, NadiOutboxCounts *counts, GError **error)
{
  return count_state (self, NADI_OUTBOX_QUEUED, &counts->queued, error)
         && count_state (self, NADI_OUTBOX_ADMITTED, &counts->admitted, error)
         && nadi_cache_count_notes (self->cache, NADI_CACHE_NOTE_TASK, &counts->tasks, error);
}
