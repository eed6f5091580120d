/* Files that survive a power cut: written to a temporary name in the same folder, fsynced, renamed, folder fsynced. */
#pragma once

#include <gio/gio.h>

#include "nadi-error.h"

/* mode e.g. 0600. Replaces atomically. Errors: G_IO_ERROR (no space, permission …). */
gboolean nadi_file_write_durable (const char *path, const guint8 *data, gsize length, int mode, GError **error);
/* At most limit bytes, regular files only, no symbolic link. */
GBytes *nadi_file_read (const char *path, gsize limit, GError **error);
/* Creates the folder (0700) with its parents. */
gboolean nadi_folder_make (const char *path, GError **error);
/* An exclusive lock on path for as long as the descriptor is open: one writer per folder. -1: NADI_DATABASE_ERROR_BUSY. */
int nadi_file_lock (const char *path, GError **error);
