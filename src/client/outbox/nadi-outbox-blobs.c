/* Which blobs each event of the queue needs at the service before itself. */
#include <string.h>

#include "nadi-cache-records.h"
#include "nadi-outbox-private.h"

static gboolean
write_blob (NadiOutbox *self, const NadiCacheToken *event, const char *cid, gboolean sent, GError **error)
{
  NadiCacheToken token;
  NadiCacheRow row;

  nadi_cache_token (self->cache, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  nadi_cache_row_start (&row, self->cache, "outbox_blob",
                        "INSERT INTO outbox_blob (event, cid, sent, value) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (event, cid) DO UPDATE SET sent = excluded.sent, value = excluded.value");
  nadi_cache_row_token (&row, event);
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_int (&row, sent);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, (const guint8 *) cid, strlen (cid));
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_outbox_add_blob (NadiOutbox *self, const NadiCacheToken *event, const char *cid, GError **error)
{
  gboolean has;

  if (!nadi_cache_has_blob (self->cache, cid, &has, error))
    return FALSE;
  if (!has)
    return nadi_outbox_fail (error, NADI_OUTBOX_ERROR_BLOB, "A blob that the event needs is not in the cache");
  return write_blob (self, event, cid, FALSE, error);
}

gboolean
nadi_outbox_list_cids (NadiOutbox *self, const NadiCacheToken *event, gboolean all, char ***cids, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->cache->database, "SELECT event, cid, sent, value FROM outbox_blob WHERE event = ?");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  int step;

  nadi_bind_blob (statement, 1, event->bytes, sizeof event->bytes);
  while ((step = nadi_database_step (self->cache->database, statement, error)) == 1)
    {
      g_autoptr (NadiSecret) value = nadi_cache_open_secret (self->cache, statement, "outbox_blob", 3, NADI_COMPARTMENT_DESK, error);

      if (value == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      if (all || sqlite3_column_int (statement, 2) == 0)
        g_ptr_array_add (found, g_strndup ((const char *) nadi_secret_data (value), nadi_secret_size (value)));
    }
  if (step < 0)
    return FALSE;
  g_ptr_array_add (found, NULL);
  *cids = (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
  return TRUE;
}

/* Several events may need one blob. */
static gboolean
blob_sent (NadiOutbox *self, const char *cid, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->cache->database, "SELECT event FROM outbox_blob WHERE cid = ? AND sent = 0");
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (NadiCacheToken));
  NadiCacheToken token;
  int step;

  nadi_cache_token (self->cache, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  while ((step = nadi_database_step (self->cache->database, statement, error)) == 1)
    {
      if (sqlite3_column_bytes (statement, 0) == NADI_CACHE_TOKEN_SIZE)
        g_array_append_vals (events, sqlite3_column_blob (statement, 0), 1);
    }
  for (guint i = 0; step == 0 && i < events->len; i++)
    {
      if (!write_blob (self, &g_array_index (events, NadiCacheToken, i), cid, TRUE, error))
        return FALSE;
    }
  return step == 0;
}

gboolean
nadi_outbox_blobs_sent (NadiOutbox *self, const char *const *cids, GError **error)
{
  gboolean entered, good = TRUE;

  if (!nadi_cache_enter (self->cache, &entered, error))
    return FALSE;
  for (guint i = 0; good && cids[i] != NULL; i++)
    good = blob_sent (self, cids[i], error);
  return nadi_cache_leave (self->cache, entered, good, error);
}
