/* SQLite, opened the one way that Nadi opens it: WAL, synchronous EXTRA, foreign keys, secure delete, no mmap, temporary
 * data in memory, and a checksum on every page, so that one changed byte anywhere in the file is noticed when its page is
 * read. The checksum (16 bytes at the end of each page, the file's reserved space) is against decay and clumsy hands; what
 * must resist an attacker is sealed or proven above this. Frames of the write-ahead log are checked whenever they are
 * read, not only at recovery. The file is made with mode 0600.
 *
 * A NadiDatabase belongs to one thread at a time. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "nadi-error.h"

#define NADI_DATABASE_ERROR (nadi_database_error_quark ())
GQuark nadi_database_error_quark (void);

typedef enum
{
  NADI_DATABASE_ERROR_FAILED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),
  NADI_DATABASE_ERROR_FULL = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),          /* no space: what was stored stays readable */
  NADI_DATABASE_ERROR_BUSY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 3),          /* another process has it */
  NADI_DATABASE_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 4),/* a page's checksum or structure does not hold */
  NADI_DATABASE_ERROR_NEWER = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 5),    /* made by a newer version of Nadi */
} NadiDatabaseError;

typedef struct _NadiDatabase NadiDatabase;

/* migrations: SQL scripts, NULL-terminated; the file's user_version says how many have run, the rest run in one
 * transaction each. application_id tells a cache from a ledger. vfs: name of an SQLite VFS to stand on, NULL for the
 * default (tests hand in failing ones). */
NadiDatabase *nadi_database_open (const char *path, guint32 application_id, const char *const *migrations,
                                  const char *vfs, GError **error);
void nadi_database_close (NadiDatabase *database);

/* How many bytes of pages may stay in memory; 2 MB when this was never called. Taken up as pages are read. */
void nadi_database_set_page_cache (NadiDatabase *database, guint bytes);

/* Gives the pages that are kept in memory back to the system. */
void nadi_database_shrink (NadiDatabase *database);

/* Reads every page of the file and checks its checksum: about a second for 1 GB. */
gboolean nadi_database_check_pages (NadiDatabase *database, GError **error);
/* The same in parts, with other work between them: *offset is 0 at first and belongs to the check; *all: that was the last part. No
 * transaction may be open. */
gboolean nadi_database_check_some (NadiDatabase *database, guint pages, gint64 *offset, gboolean *all, GError **error);
/* Reads every page of the file and checks it, and SQLite's own structure. Takes time in proportion to the file. */
gboolean nadi_database_check (NadiDatabase *database, GError **error);

/* A cached prepared statement, reset and unbound, owned by the database; sql is a string literal (compared by address).
 * Aborts on SQL that does not compile: a programming error. NULL when the file could not be read for it: binding to NULL
 * does nothing, and stepping it gives the error. A SELECT that is left before its last row is closed when it is fetched
 * again, and when a transaction begins or ends. */
sqlite3_stmt *nadi_database_statement (NadiDatabase *database, const char *sql);
/* Steps once: 1 a row, 0 done, -1 error. */
int nadi_database_step (NadiDatabase *database, sqlite3_stmt *statement, GError **error);
/* Steps a statement that gives no row. */
gboolean nadi_database_run (NadiDatabase *database, sqlite3_stmt *statement, GError **error);

gboolean nadi_database_begin (NadiDatabase *database, GError **error);     /* BEGIN IMMEDIATE */
gboolean nadi_database_commit (NadiDatabase *database, GError **error);    /* rolls back itself when it fails */
void nadi_database_rollback (NadiDatabase *database);

/* Binding and reading blobs without copies; the statement must outlive neither. */
void nadi_bind_blob (sqlite3_stmt *statement, int index, const void *data, gsize length);
GBytes *nadi_column_bytes (sqlite3_stmt *statement, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDatabase, nadi_database_close)
