/* The default store: one SQLite file (src/system/nadi-database.h), one connection that writes and several that read. */
#pragma once

#include "nadi-store.h"

/* Creates the file when it is not there. vfs: an SQLite VFS to stand on, NULL for the default.
 * Errors: NADI_STORE_ERROR, whatever the cause. */
NadiStore *nadi_store_sqlite_open (const char *path, const char *vfs, GError **error);
