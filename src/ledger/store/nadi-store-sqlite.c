/* The store in one SQLite file. */
#include "nadi-store-sqlite.h"

#include "nadi-database.h"

#define APPLICATION_ID 0x4e61644cu /* "NadL" */
#define MAX_IDLE_READERS 4

static const char *const migrations[] = {
  "CREATE TABLE entry (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
  "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;"
  "CREATE TABLE cosignature (size INTEGER NOT NULL REFERENCES checkpoint (size) ON DELETE CASCADE,"
  "  name TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, name)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE item (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;",
  NULL,
};

typedef struct
{
  NadiStore store;
  char *path;
  char *vfs;
  GMutex writing;            /* whoever holds it may use writer */
  NadiDatabase *writer;
  GMutex pooling;            /* guards readers */
  GQueue readers;            /* idle connections */
} SqliteStore;

/* --- errors ------------------------------------------------------------------------------------------------------ */

static NadiStoreError
code_of (const GError *error)
{
  if (error->domain != NADI_DATABASE_ERROR)
    return NADI_STORE_ERROR_FAILED;
  switch (error->code)
    {
    case NADI_DATABASE_ERROR_FULL:
      return NADI_STORE_ERROR_FULL;
    case NADI_DATABASE_ERROR_BUSY:
      return NADI_STORE_ERROR_BUSY;
    case NADI_DATABASE_ERROR_DAMAGED:
      return NADI_STORE_ERROR_DAMAGED;
    case NADI_DATABASE_ERROR_NEWER:
      return NADI_STORE_ERROR_NEWER;
    default:
      return NADI_STORE_ERROR_FAILED;
    }
}

/* Callers of a store know one domain, whatever stands below. */
static gboolean
pass_on (GError *cause, GError **error)
{
  if (cause->domain == NADI_DATABASE_ERROR)
    g_set_error_literal (error, NADI_STORE_ERROR, code_of (cause), cause->message);
  else
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  g_error_free (cause);
  return FALSE;
}

static gboolean
fail (GError **error, NadiStoreError code, const char *what)
{
  g_set_error_literal (error, NADI_STORE_ERROR, code, what);
  return FALSE;
}

/* --- connections ------------------------------------------------------------------------------------------------- */

static NadiDatabase *
take_reader (SqliteStore *self, GError **error)
{
  NadiDatabase *reader;

  g_mutex_lock (&self->pooling);
  reader = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->pooling);
  if (reader == NULL)
    reader = nadi_database_open (self->path, APPLICATION_ID, migrations, self->vfs, error);
  return reader;
}

static void
give_reader (SqliteStore *self, NadiDatabase *reader)
{
  g_mutex_lock (&self->pooling);
  if (self->readers.length < MAX_IDLE_READERS)
    g_queue_push_head (&self->readers, g_steal_pointer (&reader));
  g_mutex_unlock (&self->pooling);
  nadi_database_close (reader);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static gboolean
query_size (NadiDatabase *database, guint64 *size, GError **error)
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

static GPtrArray *
query_range (NadiDatabase *database, guint64 first, guint count, GError **error)
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
      guint64 size = 0;

      if (query_size (database, &size, error))
        fail (error, first + count <= size ? NADI_STORE_ERROR_DAMAGED : NADI_STORE_ERROR_RANGE, "Entries that are not there");
      return NULL;
    }
  return g_steal_pointer (&entries);
}

static GPtrArray *
query_list (NadiDatabase *database, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
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
        fail (error, NADI_STORE_ERROR_RANGE, "Entries that are not there");
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
    g_ptr_array_add (checkpoint->cosignatures, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  return stepped == 0;
}

static gboolean
query_checkpoint (NadiDatabase *database, guint64 below, NadiStoreCheckpoint **out, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT size, note FROM checkpoint WHERE size < ?1"
                                                               " ORDER BY size DESC LIMIT 1");
  g_autoptr (NadiStoreCheckpoint) checkpoint = NULL;
  int stepped;

  sqlite3_bind_int64 (statement, 1, (gint64) below);
  stepped = nadi_database_step (database, statement, error);
  if (stepped != 1)
    return stepped == 0;
  checkpoint = g_new0 (NadiStoreCheckpoint, 1);
  checkpoint->size = (guint64) sqlite3_column_int64 (statement, 0);
  checkpoint->note = g_strdup ((const char *) sqlite3_column_text (statement, 1));
  checkpoint->cosignatures = g_ptr_array_new_with_free_func (g_free);
  sqlite3_reset (statement);
  if (!query_cosignatures (database, checkpoint, error))
    return FALSE;
  *out = g_steal_pointer (&checkpoint);
  return TRUE;
}

static gboolean
query_item (NadiDatabase *database, const char *key, GBytes **value, GError **error)
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

static char **
query_keys (NadiDatabase *database, const char *prefix, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT name FROM item WHERE name >= ?1 ORDER BY name");
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  int stepped;

  sqlite3_bind_text (statement, 1, prefix, -1, SQLITE_STATIC);
  while ((stepped = nadi_database_step (database, statement, error)) == 1)
    {
      const char *key = (const char *) sqlite3_column_text (statement, 0);

      if (!g_str_has_prefix (key, prefix))
        break;
      g_ptr_array_add (keys, g_strdup (key));
    }
  sqlite3_reset (statement);
  if (stepped < 0)
    return NULL;
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}

/* --- writing: self->writing is held ------------------------------------------------------------------------------- */

static gboolean
write_entries (NadiDatabase *database, const NadiStoreBatch *batch, GError **error)
{
  guint64 size;

  if (!query_size (database, &size, error))
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
      g_autoptr (GPtrArray) stored = query_range (database, batch->expected_size, batch->n_entries, error);

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

static gboolean
write_item (NadiDatabase *database, const NadiStoreItem *item, GError **error)
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

static gboolean
write_batch (NadiDatabase *database, const NadiStoreBatch *batch, GError **error)
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
      if (!write_item (database, &batch->items[i], error))
        return FALSE;
    }
  return batch->forget_below == 0 || write_forgetting (database, batch->forget_below, error);
}

/* --- the store ---------------------------------------------------------------------------------------------------- */

static gboolean
sqlite_commit (NadiStore *store, const NadiStoreBatch *batch, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  GError *cause = NULL;

  if (!nadi_database_begin (self->writer, &cause))
    return pass_on (cause, error);
  if (!write_batch (self->writer, batch, &cause))
    {
      nadi_database_rollback (self->writer);
      return pass_on (cause, error);
    }
  return nadi_database_commit (self->writer, &cause) || pass_on (cause, error);
}

static gboolean
sqlite_put_once (NadiStore *store, const char *key, GBytes *value, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  NadiStoreItem item = { key, value };
  g_autoptr (GBytes) there = NULL;
  GError *cause = NULL;
  gboolean done;

  if (!nadi_database_begin (self->writer, &cause))
    return pass_on (cause, error);
  done = query_item (self->writer, key, &there, &cause)
         && (there == NULL || fail (&cause, NADI_STORE_ERROR_EXISTS, "The key is there already"))
         && write_item (self->writer, &item, &cause);
  if (!done)
    {
      nadi_database_rollback (self->writer);
      return pass_on (cause, error);
    }
  return nadi_database_commit (self->writer, &cause) || pass_on (cause, error);
}

static gboolean
sqlite_size (NadiStore *store, guint64 *size, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);

  if (reader != NULL)
    {
      query_size (reader, size, &cause);
      give_reader (self, reader);
    }
  return cause == NULL || pass_on (cause, error);
}

static GPtrArray *
sqlite_read (NadiStore *store, guint64 first, guint count, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);
  GPtrArray *entries = NULL;

  if (reader != NULL)
    {
      entries = query_range (reader, first, count, &cause);
      give_reader (self, reader);
    }
  if (cause != NULL)
    pass_on (cause, error);
  return entries;
}

static GPtrArray *
sqlite_read_list (NadiStore *store, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);
  GPtrArray *entries = NULL;

  if (reader != NULL)
    {
      entries = query_list (reader, indexes, n_indexes, max_bytes, &cause);
      give_reader (self, reader);
    }
  if (cause != NULL)
    pass_on (cause, error);
  return entries;
}

static gboolean
sqlite_checkpoint_below (NadiStore *store, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);

  if (reader != NULL)
    {
      query_checkpoint (reader, below, checkpoint, &cause);
      give_reader (self, reader);
    }
  return cause == NULL || pass_on (cause, error);
}

static gboolean
sqlite_get (NadiStore *store, const char *key, GBytes **value, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);

  if (reader != NULL)
    {
      query_item (reader, key, value, &cause);
      give_reader (self, reader);
    }
  return cause == NULL || pass_on (cause, error);
}

static char **
sqlite_list (NadiStore *store, const char *prefix, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  GError *cause = NULL;
  NadiDatabase *reader = take_reader (self, &cause);
  char **keys = NULL;

  if (reader != NULL)
    {
      keys = query_keys (reader, prefix, &cause);
      give_reader (self, reader);
    }
  if (cause != NULL)
    pass_on (cause, error);
  return keys;
}

static void
close_readers (SqliteStore *self)
{
  NadiDatabase *reader;

  g_mutex_lock (&self->pooling);
  while ((reader = g_queue_pop_head (&self->readers)) != NULL)
    nadi_database_close (reader);
  g_mutex_unlock (&self->pooling);
}

static gboolean
count_entries (NadiDatabase *database, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT count (*), coalesce (max (position) + 1, 0) FROM entry");
  int stepped = nadi_database_step (database, statement, error);
  gboolean complete;

  if (stepped != 1)
    return FALSE;
  complete = sqlite3_column_int64 (statement, 0) == sqlite3_column_int64 (statement, 1);
  sqlite3_reset (statement);
  return complete || fail (error, NADI_STORE_ERROR_DAMAGED, "Entries are missing from the middle of the log");
}

static gboolean
sqlite_check (NadiStore *store, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  GError *cause = NULL;

  close_readers (self);
  if (nadi_database_check (self->writer, &cause))
    count_entries (self->writer, &cause);
  return cause == NULL || pass_on (cause, error);
}

static void
sqlite_close (NadiStore *store)
{
  SqliteStore *self = (SqliteStore *) store;

  close_readers (self);
  nadi_database_close (self->writer);
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->pooling);
  g_free (self->path);
  g_free (self->vfs);
  g_free (self);
}

NadiStore *
nadi_store_sqlite_open (const char *path, const char *vfs, GError **error)
{
  static const NadiStoreClass klass = {
    .commit = sqlite_commit,
    .size = sqlite_size,
    .read = sqlite_read,
    .read_list = sqlite_read_list,
    .checkpoint_below = sqlite_checkpoint_below,
    .get = sqlite_get,
    .put_once = sqlite_put_once,
    .list = sqlite_list,
    .check = sqlite_check,
    .close = sqlite_close,
  };
  GError *cause = NULL;
  NadiDatabase *writer = nadi_database_open (path, APPLICATION_ID, migrations, vfs, &cause);
  SqliteStore *self;

  if (writer == NULL)
    {
      pass_on (cause, error);
      return NULL;
    }
  self = g_new0 (SqliteStore, 1);
  self->store.klass = &klass;
  self->path = g_strdup (path);
  self->vfs = g_strdup (vfs);
  self->writer = writer;
  g_mutex_init (&self->writing);
  g_mutex_init (&self->pooling);
  g_queue_init (&self->readers);
  return &self->store;
}
