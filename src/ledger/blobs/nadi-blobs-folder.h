/* The files below NadiBlobs: <folder>/<a>/<b>/<cid>, where a and b are characters of the address, and <folder>/new/ for what is
 * being written. Errors: NADI_BLOBS_ERROR_FULL, _FAILED. Thread-safe. */
#pragma once

#include "nadi-blobs.h"
#include "nadi-hash.h"

/* Makes the folder and empties its new/. */
gboolean nadi_blobs_folder_make (const char *folder, GError **error);
/* Calls back for every file that has a content address for its name. */
typedef void (*NadiBlobsFolderFile) (const NadiHash *hash, gpointer user_data);
gboolean nadi_blobs_folder_list (const char *folder, NadiBlobsFolderFile file, gpointer user_data, GError **error);
char *nadi_blobs_folder_path (const char *folder, const char *cid);

/* Writes the files beside their places, durably: names (out) of n_data files that were not there. None on an error. */
gboolean nadi_blobs_folder_write (const char *folder, GBytes *const *data, guint n_data, char **names, GError **error);
/* Moves them to their places, durably. */
gboolean nadi_blobs_folder_place (const char *folder, char *const *names, char *const *cids, guint n, GError **error);
