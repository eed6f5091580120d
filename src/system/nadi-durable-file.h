/* Files that survive a power cut: written to a temporary name in the same folder, fsynced, renamed, folder fsynced. */
#pragma once

#include <gio/gio.h>

#include "nadi-error.h"

/* mode e.g. 0600. Replaces atomically. Errors: G_IO_ERROR (NO_SPACE also for a quota or a limit on files' size,
 * permission …). */
gboolean nadi_file_write_durable (const char *path, const guint8 *data, gsize length, int mode, GError **error);
/* The first half of it, for who puts many files in their places at once: a file of a new name, which takes the place of the
 * six X at the end of the pattern. With sync its content is durable, its name not yet. Nothing of it is left on an error. */
gboolean nadi_file_write_new (char *pattern, const guint8 *data, gsize length, int mode, gboolean sync, GError **error);
/* At most limit bytes, regular files only, no symbolic link. */
GBytes *nadi_file_read (const char *path, gsize limit, GError **error);
/* Creates the folder (0700) with its parents. */
gboolean nadi_folder_make (const char *path, GError **error);
/* A rename or a new name is only durable once the folder that holds it is: syncs the names in it, not the files. */
gboolean nadi_folder_sync (const char *folder, GError **error);
/* Syncs everything, contents and names, of the file system that the folder lies on. */
gboolean nadi_folder_sync_all (const char *folder, GError **error);
/* An exclusive lock on path for as long as the descriptor is open: one writer per folder. -1: NADI_DATABASE_ERROR_BUSY. */
int nadi_file_lock (const char *path, GError **error);
