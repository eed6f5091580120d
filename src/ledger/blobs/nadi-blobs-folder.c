/* Writing many small files with few waits for the disk. */
#include "nadi-blobs-folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "nadi-cid.h"
#include "nadi-durable-file.h"

/* An address begins with "bafkrei" and two bits more that are the same in all of them. */
#define FIRST_FREE_CHARACTER 8
/* More files than this are cheaper to sync with their whole file system. */
#define MAX_SINGLE_SYNCS 4

static gboolean
fail_errno (GError **error, int saved, const char *what)
{
  NadiBlobsError code = saved == ENOSPC || saved == EDQUOT ? NADI_BLOBS_ERROR_FULL : NADI_BLOBS_ERROR_FAILED;

  g_set_error (error, NADI_BLOBS_ERROR, code, "%s: %s", what, g_strerror (saved));
  return FALSE;
}

/* What nadi-durable-file.h reports, in the blobs' own terms. Takes cause. */
static gboolean
fail_file (GError *cause, GError **error)
{
  g_autoptr (GError) taken = cause;
  NadiBlobsError code = g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? NADI_BLOBS_ERROR_FULL : NADI_BLOBS_ERROR_FAILED;

  g_set_error_literal (error, NADI_BLOBS_ERROR, code, taken->message);
  return FALSE;
}

char *
nadi_blobs_folder_path (const char *folder, const char *cid)
{
  const char first[] = { cid[FIRST_FREE_CHARACTER], 0 };
  const char second[] = { cid[FIRST_FREE_CHARACTER + 1], 0 };

  return g_build_filename (folder, first, second, cid, NULL);
}

/* --- opening --------------------------------------------------------------------------------------------------------- */

static gboolean
empty_folder (const char *path, GError **error)
{
  DIR *stream = opendir (path);
  struct dirent *entry;

  if (stream == NULL)
    return fail_errno (error, errno, "Could not open the folder of contents");
  while ((entry = readdir (stream)) != NULL)
    {
      if (entry->d_name[0] != '.' && unlinkat (dirfd (stream), entry->d_name, 0) != 0)
        {
          fail_errno (error, errno, "Could not remove an unfinished content");
          closedir (stream);
          return FALSE;
        }
    }
  closedir (stream);
  return TRUE;
}

gboolean
nadi_blobs_folder_make (const char *folder, GError **error)
{
  g_autofree char *fresh = g_build_filename (folder, "new", NULL);
  GError *cause = NULL;

  if (!nadi_folder_make (fresh, &cause))
    return fail_file (cause, error);
  return empty_folder (fresh, error);
}

static gboolean
list_level (const char *path, guint depth, NadiBlobsFolderFile file, gpointer user_data, GError **error)
{
  DIR *stream = opendir (path);
  struct dirent *entry;
  gboolean listed = TRUE;

  if (stream == NULL)
    return fail_errno (error, errno, "Could not list the folder of contents");
  while (listed && (entry = readdir (stream)) != NULL)
    {
      g_autofree char *below = NULL;
      NadiHash hash;

      if (depth == 0)
        {
          if (nadi_cid_parse (entry->d_name, &hash, NULL))
            file (&hash, user_data);
          continue;
        }
      if (strlen (entry->d_name) != 1 || entry->d_name[0] == '.')
        continue;
      below = g_build_filename (path, entry->d_name, NULL);
      listed = list_level (below, depth - 1, file, user_data, error);
    }
  closedir (stream);
  return listed;
}

gboolean
nadi_blobs_folder_list (const char *folder, NadiBlobsFolderFile file, gpointer user_data, GError **error)
{
  return list_level (folder, 2, file, user_data, error);
}

/* --- writing --------------------------------------------------------------------------------------------------------- */

static gboolean
write_one (const char *folder, GBytes *data, gboolean sync, char **name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "new", "XXXXXX", NULL);
  GError *cause = NULL;

  if (!nadi_file_write_new (path, g_bytes_get_data (data, NULL), g_bytes_get_size (data), 0600, sync, &cause))
    return fail_file (cause, error);
  *name = g_steal_pointer (&path);
  return TRUE;
}

static gboolean
sync_all (const char *folder, GError **error)
{
  GError *cause = NULL;

  return nadi_folder_sync_all (folder, &cause) || fail_file (cause, error);
}

gboolean
nadi_blobs_folder_write (const char *folder, GBytes *const *data, guint n_data, char **names, GError **error)
{
  gboolean single = n_data <= MAX_SINGLE_SYNCS, written = TRUE;

  for (guint i = 0; i < n_data && written; i++)
    written = write_one (folder, data[i], single, &names[i], error);
  if (written && !single)
    written = sync_all (folder, error);
  for (guint i = 0; i < n_data && !written; i++)
    {
      if (names[i] != NULL)
        (void) unlink (names[i]);
      g_clear_pointer (&names[i], g_free);
    }
  return written;
}

static gboolean
place_one (const char *folder, const char *name, const char *cid, gboolean sync, GError **error)
{
  g_autofree char *path = nadi_blobs_folder_path (folder, cid);
  g_autofree char *parent = g_path_get_dirname (path);
  GError *cause = NULL;

  if (!nadi_folder_make (parent, &cause))
    return fail_file (cause, error);
  if (rename (name, path) != 0)
    return fail_errno (error, errno, "Could not put a content in its place");
  return !sync || nadi_folder_sync (parent, &cause) || fail_file (cause, error);
}

gboolean
nadi_blobs_folder_place (const char *folder, char *const *names, char *const *cids, guint n, GError **error)
{
  gboolean single = n <= MAX_SINGLE_SYNCS, placed = TRUE;

  for (guint i = 0; i < n; i++)
    {
      if (placed)
        placed = place_one (folder, names[i], cids[i], single, error);
      if (!placed)
        (void) unlink (names[i]);
    }
  return placed && (single || sync_all (folder, error));
}
