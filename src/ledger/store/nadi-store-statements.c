/* The SQL of the store in one SQLite file. */
#include "nadi-store-statements.h"

const char *const nadi_store_migrations[] = {
  "CREATE TABLE entry (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
  "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;"
  "CREATE TABLE cosignature (size INTEGER NOT NULL REFERENCES checkpoint (size) ON DELETE CASCADE,"
  "  name TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, name)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE item (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;",
  NULL,
};

static gboolean
fail (GError **error, NadiStoreError code, const char *what)
{
  g_set_error_literal (error, NADI_STORE_ERROR, code, what);
  return FALSE;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

/* The schema says that a text is never NULL; whoever has written the file by hand may not have. */
static gboolean
take_text (sqlite3_stmt *statement, int column, char **text, GError **error)
{
  *text = g_strdup ((const char *) sqlite3_column_text (statement, column));
  return *text != NULL || fail (error, NADI_STORE_ERROR_DAMAGED, "A text is missing from the store");
}

/* Fewer entries than were asked for: nobody's fault but the caller's, unless they should be there. */
static void
fail_missing (NadiDatabase *database, guint64 last, GError **error)
{
  guint64 size;

  if (nadi_store_query_size (database, &size, error))
    fail (error, last < size ? NADI_STORE_ERROR_DAMAGED : NADI_STORE_ERROR_RANGE, "Entries that are not there");
}

gboolean
nadi_store_query_size (NadiDatabase *database, guint64 *size, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT coalesce (max (position) + 1, 0) FROM entry");
  int stepped = nadi_database_step (database, statement, error);

  if (stepped == 1)
    {
      *size = (guint64) sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  return stepped == 1;
}

GPtrArray *
nadi_store_query_range (NadiDatabase *database, guint64 first, guint count, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database,
                                                     "SELECT position, bytes FROM entry"
                                                     " WHERE position >= ?1 AND position < ?2 ORDER BY position");
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  int stepped;

  sqlite3_bind_int64 (statement, 1, (gint64) first);
  sqlite3_bind_int64 (statement, 2, (gint64) (first + count));
  while ((stepped = nadi_database_step (database, statement, error)) == 1)
    {
      if ((guint64) sqlite3_column_int64 (statement, 0) != first + entries->len)
        break;
      g_ptr_array_add (entries, nadi_column_bytes (statement, 1));
    }
  sqlite3_reset (statement);
  if (stepped < 0)
    return NULL;
  if (entries->len != count)
    {
      fail_missing (database, first + count - 1, error);
      return NULL;
    }
  return g_steal_pointer (&entries);
}

GPtrArray *
nadi_store_query_list (NadiDatabase *database, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize total = 0;

  for (guint i = 0; i < n_indexes; i++)
    {
      sqlite3_stmt *statement = nadi_database_statement (database, "SELECT bytes FROM entry WHERE position = ?1");
      int stepped;

      sqlite3_bind_int64 (statement, 1, (gint64) indexes[i]);
      stepped = nadi_database_step (database, statement, error);
      if (stepped == 0)
        fail_missing (database, indexes[i], error);
      if (stepped != 1)
        return NULL;
      total += (gsize) sqlite3_column_bytes (statement, 0);
      if (total <= max_bytes || i == 0)
        g_ptr_array_add (entries, nadi_column_bytes (statement, 0));
      sqlite3_reset (statement);
      if (total > max_bytes)
        break;
    }
  return g_steal_pointer (&entries);
}

static gboolean
query_cosignatures (NadiDatabase *database, NadiStoreCheckpoint *checkpoint, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT line FROM cosignature WHERE size = ?1 ORDER BY name");
  int stepped;

  sqlite3_bind_int64 (statement, 1, (gint64) checkpoint->size);
  while ((stepped = nadi_database_step (database, statement, error)) == 1)
    {
      char *line;

      if (!take_text (statement, 0, &line, error))
        break;
      g_ptr_array_add (checkpoint->cosignatures, line);
    }
  sqlite3_reset (statement);
  return stepped == 0;
}

gboolean
nadi_store_query_checkpoint (NadiDatabase *database, guint64 below, NadiStoreCheckpoint **out, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT size, note FROM checkpoint WHERE size < ?1"
                                                               " ORDER BY size DESC LIMIT 1");
  g_autoptr (NadiStoreCheckpoint) checkpoint = NULL;
  gboolean noted;
  int stepped;

  sqlite3_bind_int64 (statement, 1, (gint64) below);
  stepped = nadi_database_step (database, statement, error);
  if (stepped != 1)
    return stepped == 0;
  checkpoint = g_new0 (NadiStoreCheckpoint, 1);
  checkpoint->size = (guint64) sqlite3_column_int64 (statement, 0);
  checkpoint->cosignatures = g_ptr_array_new_with_free_func (g_free);
  noted = take_text (statement, 1, &checkpoint->note, error);
  sqlite3_reset (statement);
  if (!noted || !query_cosignatures (database, checkpoint, error))
    return FALSE;
  *out = g_steal_pointer (&checkpoint);
  return TRUE;
}

gboolean
nadi_store_query_item (NadiDatabase *database, const char *key, GBytes **value, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT value FROM item WHERE name = ?1");
  int stepped;

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  stepped = nadi_database_step (database, statement, error);
  if (stepped == 1)
    {
      *value = nadi_column_bytes (statement, 0);
      sqlite3_reset (statement);
    }
  return stepped >= 0;
}

char **
nadi_store_query_keys (NadiDatabase *database, const char *prefix, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT name FROM item WHERE name >= ?1 AND name < ?2"
                                                               " ORDER BY name");
  g_autofree char *end = g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL); /* the last code point there is */
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  int stepped;

  sqlite3_bind_text (statement, 1, prefix, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, end, -1, SQLITE_STATIC);
  while ((stepped = nadi_database_step (database, statement, error)) == 1)
    {
      char *key;

      if (!take_text (statement, 0, &key, error))
        break;
      g_ptr_array_add (keys, key);
    }
  sqlite3_reset (statement);
  if (stepped != 0)
    return NULL;
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}

/* --- writing: inside a transaction ------------------------------------------------------------------------------------- */

static gboolean
write_entries (NadiDatabase *database, const NadiStoreBatch *batch, GError **error)
{
  guint64 size;

  if (!nadi_store_query_size (database, &size, error))
    return FALSE;
  if (size != batch->expected_size)
    return fail (error, NADI_STORE_ERROR_CONFLICT, "The log has another size than expected");
  for (guint i = 0; i < batch->n_entries; i++)
    {
      sqlite3_stmt *statement = nadi_database_statement (database, "INSERT INTO entry (position, bytes) VALUES (?1, ?2)");
      gsize length;
      const void *data = g_bytes_get_data (batch->entries[i], &length);

      sqlite3_bind_int64 (statement, 1, (gint64) (size + i));
      nadi_bind_blob (statement, 2, data, length);
      if (!nadi_database_run (database, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_checkpoint (NadiDatabase *database, const NadiStoreBatch *batch, GError **error)
{
  g_autofree char *sealed = NULL;
  sqlite3_stmt *statement;

  if (batch->seal != NULL)
    {
      g_autoptr (GPtrArray) stored = nadi_store_query_range (database, batch->expected_size, batch->n_entries, error);

      if (stored == NULL)
        return FALSE;
      sealed = batch->seal (stored, batch->seal_data, error);
      if (sealed == NULL)
        return FALSE;
    }
  statement = nadi_database_statement (database, "INSERT INTO checkpoint (size, note) VALUES (?1, ?2)");
  sqlite3_bind_int64 (statement, 1, (gint64) (batch->expected_size + batch->n_entries));
  sqlite3_bind_text (statement, 2, sealed != NULL ? sealed : batch->checkpoint, -1, SQLITE_STATIC);
  return nadi_database_run (database, statement, error);
}

/* A line for a checkpoint that is not kept any more says nothing new. */
static gboolean
write_cosignature (NadiDatabase *database, const NadiStoreCosignature *line, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "INSERT OR REPLACE INTO cosignature (size, name, line)"
                                                               " SELECT size, ?2, ?3 FROM checkpoint WHERE size = ?1");

  sqlite3_bind_int64 (statement, 1, (gint64) line->size);
  sqlite3_bind_text (statement, 2, line->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, line->line, -1, SQLITE_STATIC);
  return nadi_database_run (database, statement, error);
}

gboolean
nadi_store_write_item (NadiDatabase *database, const NadiStoreItem *item, GError **error)
{
  sqlite3_stmt *statement;

  if (item->value == NULL)
    {
      statement = nadi_database_statement (database, "DELETE FROM item WHERE name = ?1");
      sqlite3_bind_text (statement, 1, item->key, -1, SQLITE_STATIC);
    }
  else
    {
      gsize length;
      const void *data = g_bytes_get_data (item->value, &length);

      statement = nadi_database_statement (database, "INSERT OR REPLACE INTO item (name, value) VALUES (?1, ?2)");
      sqlite3_bind_text (statement, 1, item->key, -1, SQLITE_STATIC);
      nadi_bind_blob (statement, 2, data, length);
    }
  return nadi_database_run (database, statement, error);
}

static gboolean
write_forgetting (NadiDatabase *database, guint64 below, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "DELETE FROM checkpoint WHERE size < ?1");

  sqlite3_bind_int64 (statement, 1, (gint64) MIN (below, (guint64) G_MAXINT64));
  return nadi_database_run (database, statement, error);
}

gboolean
nadi_store_write_batch (NadiDatabase *database, const NadiStoreBatch *batch, GError **error)
{
  if (batch->n_entries > 0 && (!write_entries (database, batch, error) || !write_checkpoint (database, batch, error)))
    return FALSE;
  for (guint i = 0; i < batch->n_cosignatures; i++)
    {
      if (!write_cosignature (database, &batch->cosignatures[i], error))
        return FALSE;
    }
  for (guint i = 0; i < batch->n_items; i++)
    {
      if (!nadi_store_write_item (database, &batch->items[i], error))
        return FALSE;
    }
  return batch->forget_below == 0 || write_forgetting (database, batch->forget_below, error);
}
