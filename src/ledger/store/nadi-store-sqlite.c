/* The store in one SQLite file. */
#include "nadi-store-sqlite.h"

#include "nadi-store-statements.h"

#define APPLICATION_ID 0x4e61644cu /* "NadL" */
#define MAX_IDLE_READERS 4

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
    reader = nadi_database_open (self->path, APPLICATION_ID, nadi_store_migrations, self->vfs, error);
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

/* --- the store ---------------------------------------------------------------------------------------------------- */

static gboolean
sqlite_commit (NadiStore *store, const NadiStoreBatch *batch, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  GError *cause = NULL;

  if (!nadi_database_begin (self->writer, &cause))
    return pass_on (cause, error);
  if (!nadi_store_write_batch (self->writer, batch, &cause))
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
  done = nadi_store_query_item (self->writer, key, &there, &cause)
         && (there == NULL || fail (&cause, NADI_STORE_ERROR_EXISTS, "The key is there already"))
         && nadi_store_write_item (self->writer, &item, &cause);
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
      nadi_store_query_size (reader, size, &cause);
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
      entries = nadi_store_query_range (reader, first, count, &cause);
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
      entries = nadi_store_query_list (reader, indexes, n_indexes, max_bytes, &cause);
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
      nadi_store_query_checkpoint (reader, below, checkpoint, &cause);
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
      nadi_store_query_item (reader, key, value, &cause);
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
      keys = nadi_store_query_keys (reader, prefix, &cause);
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
sqlite_check_pages (NadiStore *store, GError **error)
{
  SqliteStore *self = (SqliteStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->writing);
  GError *cause = NULL;

  close_readers (self);
  return nadi_database_check_pages (self->writer, &cause) || pass_on (cause, error);
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
    .check_pages = sqlite_check_pages,
    .check = sqlite_check,
    .close = sqlite_close,
  };
  GError *cause = NULL;
  NadiDatabase *writer = nadi_database_open (path, APPLICATION_ID, nadi_store_migrations, vfs, &cause);
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
