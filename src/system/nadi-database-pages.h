/* Private to src/system. The SQLite VFS that puts a checksum on every page of the main file and checks it, and the frames
 * of the write-ahead log, whenever a whole page is read.
 *
 * A page is 4096 bytes; its last 16 (SQLite's reserved space) are the first 16 of SHA-256(page number, u32 big-endian ||
 * the other 4080 bytes). A page whose checksum does not hold is SQLITE_IOERR_DATA. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

#define NADI_PAGE_SIZE 4096
#define NADI_PAGE_RESERVED 16

/* Name of the VFS that stands on base (NULL for SQLite's default); registered at the first call. NULL: no such base. The
 * name is static. Any thread. */
const char *nadi_pages_vfs (const char *base);

/* Reads that many pages of the main file from the offset on, and moves it; SQLITE_OK while there may be more, SQLITE_DONE at the end,
 * SQLITE_IOERR_DATA for a page that does not hold or a file that does not end with a page, or the error of the read. */
int nadi_pages_check (sqlite3 *connection, gint64 *offset, guint pages);
