/* Opening, migrating and checking the database file, and its prepared statements. */
#include "nadi-database.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "nadi-database-pages.h"

#define BUSY_TIMEOUT_MS 2000

struct _NadiDatabase
{
  sqlite3 *connection;
  GHashTable *statements; /* of sqlite3_stmt by the address of their SQL */
  int prepare_failure;    /* why the last statement could not be prepared; 0 otherwise */
};

G_DEFINE_QUARK (nadi-database-error-quark, nadi_database_error)

static NadiDatabaseError
classify (int rc)
{
  if (rc == SQLITE_IOERR_DATA || rc == SQLITE_IOERR_CORRUPTFS)
    return NADI_DATABASE_ERROR_DAMAGED;
  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      return NADI_DATABASE_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return NADI_DATABASE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return NADI_DATABASE_ERROR_DAMAGED;
    default:
      return NADI_DATABASE_ERROR_FAILED;
    }
}

static const char *
sentence (NadiDatabaseError code)
{
  switch (code)
    {
    case NADI_DATABASE_ERROR_FULL:
      return "No space is left for the database";
    case NADI_DATABASE_ERROR_BUSY:
      return "The database is in use";
    case NADI_DATABASE_ERROR_DAMAGED:
      return "The database is damaged, cut short, or not one of Nadi's";
    case NADI_DATABASE_ERROR_NEWER:
      return "The database was made by a newer version of Nadi";
    case NADI_DATABASE_ERROR_FAILED:
    default:
      return "The database could not be read or written";
    }
}

static gboolean
fail (NadiDatabase *self, int rc, GError **error)
{
  NadiDatabaseError code = classify (rc);

  g_set_error (error, NADI_DATABASE_ERROR, code, "%s (SQLite %d: %s)", sentence (code), rc, sqlite3_errstr (rc));
  return FALSE;
}

static gboolean
execute (NadiDatabase *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->connection, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || fail (self, rc, error);
}

static gboolean
query_int (NadiDatabase *self, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->connection, sql, -1, &statement, NULL);

  if (rc == SQLITE_OK)
    {
      rc = sqlite3_step (statement);
      if (rc == SQLITE_ROW)
        {
          *value = sqlite3_column_int64 (statement, 0);
          rc = SQLITE_OK;
        }
      else if (rc == SQLITE_DONE)
        rc = SQLITE_ERROR;
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_OK || fail (self, rc, error);
}

static gboolean
use_wal (NadiDatabase *self, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->connection, "PRAGMA journal_mode = WAL", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    rc = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "wal") == 0 ? SQLITE_OK : SQLITE_IOERR;
  sqlite3_finalize (statement);
  return rc == SQLITE_OK || fail (self, rc, error);
}

/* Pages never spill into the log before their commit: a spilled page is written there twice, and the frames in between
 * have no valid checksum. EXTRA is FULL, and syncs the folder when the rollback journal of a new file is deleted: if it
 * came back after a power cut, SQLite would undo the file's creation and throw away the log with all that it holds. */
static gboolean
configure (NadiDatabase *self, GError **error)
{
  int reserved = NADI_PAGE_RESERVED;

  sqlite3_extended_result_codes (self->connection, 1);
  sqlite3_busy_timeout (self->connection, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_file_control (self->connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  return execute (self,
                  "PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
                  "PRAGMA cache_spill = OFF; PRAGMA cell_size_check = ON; PRAGMA synchronous = EXTRA;"
                  "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON",
                  error)
         && use_wal (self, error);
}

/* The file as it is: ours, of a page size and reserve that the checksums fit. */
static gboolean
check_identity (NadiDatabase *self, guint32 application_id, gint64 *version, GError **error)
{
  gint64 found = 0, objects = 0, page_size = 0;
  int reserved = -1;

  if (!query_int (self, "PRAGMA application_id", &found, error)
      || !query_int (self, "PRAGMA user_version", version, error)
      || !query_int (self, "SELECT count(*) FROM sqlite_schema", &objects, error)
      || !query_int (self, "PRAGMA page_size", &page_size, error))
    return FALSE;
  sqlite3_file_control (self->connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  if (page_size != NADI_PAGE_SIZE || reserved != NADI_PAGE_RESERVED)
    return fail (self, SQLITE_NOTADB, error);
  if (*version == 0 && objects == 0 && found == 0)
    return TRUE;
  /* The pragma is a signed 32-bit number. */
  if ((guint32) found != application_id || *version <= 0)
    return fail (self, SQLITE_NOTADB, error);
  return TRUE;
}

static gboolean
migrate_one (NadiDatabase *self, const char *script, guint32 application_id, int version, GError **error)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                            (gint32) application_id, version);

  if (!nadi_database_begin (self, error))
    return FALSE;
  if (!execute (self, script, error) || !execute (self, marks, error))
    {
      nadi_database_rollback (self);
      return FALSE;
    }
  return nadi_database_commit (self, error);
}

static gboolean
migrate (NadiDatabase *self, guint32 application_id, const char *const *migrations, GError **error)
{
  gint64 version = 0;
  int known = (int) g_strv_length ((char **) migrations);

  if (!check_identity (self, application_id, &version, error))
    return FALSE;
  if (version > known)
    {
      g_set_error_literal (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_NEWER, sentence (NADI_DATABASE_ERROR_NEWER));
      return FALSE;
    }
  for (int i = (int) version; i < known; i++)
    {
      if (!migrate_one (self, migrations[i], application_id, i + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* SQLite would make the file readable for everyone; log and index take their mode from it. */
static gboolean
create_private (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      NadiDatabaseError code = errno == ENOSPC || errno == EDQUOT ? NADI_DATABASE_ERROR_FULL : NADI_DATABASE_ERROR_FAILED;

      if (errno == EEXIST)
        return TRUE;
      g_set_error (error, NADI_DATABASE_ERROR, code, "Could not create the database: %s", g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

NadiDatabase *
nadi_database_open (const char *path, guint32 application_id, const char *const *migrations, const char *vfs, GError **error)
{
  g_autoptr (NadiDatabase) self = g_new0 (NadiDatabase, 1);
  const char *pages = nadi_pages_vfs (vfs);
  int rc;

  g_return_val_if_fail (pages != NULL, NULL);

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  if (vfs == NULL && !create_private (path, error))
    return NULL;
  rc = sqlite3_open_v2 (path, &self->connection,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, pages);
  if (rc != SQLITE_OK)
    {
      fail (self, sqlite3_extended_errcode (self->connection), error);
      return NULL;
    }
  if (!configure (self, error) || !migrate (self, application_id, migrations, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
nadi_database_set_page_cache (NadiDatabase *self, guint bytes)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA cache_size = -%u", bytes / 1024);

  /* Where it fails the cache stays as it was, which is slower and nothing else. */
  sqlite3_exec (self->connection, sql, NULL, NULL, NULL);
}

void
nadi_database_close (NadiDatabase *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close (self->connection);
  g_free (self);
}

/* Pages that a crash tore during a checkpoint still stand in the log, so the log goes into the file first. */
static gboolean
flush_log (NadiDatabase *self, GError **error)
{
  int rc = sqlite3_wal_checkpoint_v2 (self->connection, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  return rc == SQLITE_OK || fail (self, rc, error);
}

static void
reset_all (NadiDatabase *self)
{
  GHashTableIter iter;
  gpointer statement;

  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    {
      if (sqlite3_stmt_busy (statement))
        sqlite3_reset (statement);
    }
}

/* integrity_check() counts a page that it can't read as a fault of the structure. Every page held a moment ago, so it is
 * the disk that fails. */
static int
read_verdict (const char *verdict)
{
  if (g_strcmp0 (verdict, "ok") == 0)
    return SQLITE_OK;
  if (verdict != NULL && (strstr (verdict, "failed to get page") != NULL || strstr (verdict, "unable to get the page") != NULL))
    return SQLITE_IOERR;
  return SQLITE_CORRUPT;
}

gboolean
nadi_database_check_some (NadiDatabase *self, guint pages, gint64 *offset, gboolean *all, GError **error)
{
  int rc;

  reset_all (self);
  if (*offset == 0 && !flush_log (self, error))
    return FALSE;
  rc = nadi_pages_check (self->connection, offset, pages);
  *all = rc == SQLITE_DONE;
  return *all || rc == SQLITE_OK || fail (self, rc, error);
}

gboolean
nadi_database_check_pages (NadiDatabase *self, GError **error)
{
  gint64 offset = 0;
  gboolean all;

  return nadi_database_check_some (self, G_MAXUINT, &offset, &all, error);
}

void
nadi_database_shrink (NadiDatabase *self)
{
  sqlite3_db_release_memory (self->connection);
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

gboolean
nadi_database_check (NadiDatabase *self, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc;

  if (!nadi_database_check_pages (self, error))
    return FALSE;
  /* What SQLite holds in its cache has not been read from the file. */
  sqlite3_db_release_memory (self->connection);
  rc = sqlite3_prepare_v2 (self->connection, "PRAGMA integrity_check(1)", -1, &statement, NULL);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    rc = read_verdict ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return rc == SQLITE_OK || fail (self, rc, error);
}

sqlite3_stmt *
nadi_database_statement (NadiDatabase *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  self->prepare_failure = SQLITE_OK;
  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  self->prepare_failure = sqlite3_prepare_v3 (self->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (self->prepare_failure == SQLITE_ERROR)
    g_error ("SQL does not compile: %s: %s", sqlite3_errmsg (self->connection), sql);
  if (statement != NULL)
    g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

int
nadi_database_step (NadiDatabase *self, sqlite3_stmt *statement, GError **error)
{
  int rc;

  if (statement == NULL)
    {
      fail (self, self->prepare_failure, error);
      return -1;
    }
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    return 1;
  if (rc != SQLITE_DONE)
    fail (self, rc, error);
  sqlite3_reset (statement);
  return rc == SQLITE_DONE ? 0 : -1;
}

gboolean
nadi_database_run (NadiDatabase *self, sqlite3_stmt *statement, GError **error)
{
  int stepped = nadi_database_step (self, statement, error);

  g_return_val_if_fail (stepped != 1, FALSE);
  return stepped == 0;
}

gboolean
nadi_database_begin (NadiDatabase *self, GError **error)
{
  /* A row half read would hold on to an old snapshot, on which nothing can be written. */
  reset_all (self);
  return execute (self, "BEGIN IMMEDIATE", error);
}

gboolean
nadi_database_commit (NadiDatabase *self, GError **error)
{
  reset_all (self);
  if (execute (self, "COMMIT", error))
    return TRUE;
  nadi_database_rollback (self);
  return FALSE;
}

void
nadi_database_rollback (NadiDatabase *self)
{
  reset_all (self);
  /* SQLite has rolled back by itself after some errors. */
  if (!sqlite3_get_autocommit (self->connection))
    sqlite3_exec (self->connection, "ROLLBACK", NULL, NULL, NULL);
}

void
nadi_bind_blob (sqlite3_stmt *statement, int index, const void *data, gsize length)
{
  /* SQLite binds NULL for a NULL pointer; an empty blob is not NULL. */
  if (length == 0)
    sqlite3_bind_zeroblob (statement, index, 0);
  else
    sqlite3_bind_blob64 (statement, index, data, length, SQLITE_STATIC);
}

GBytes *
nadi_column_bytes (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, column));
}
