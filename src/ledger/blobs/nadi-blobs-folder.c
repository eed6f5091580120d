/* Writing many small files with few waits for the disk. */
#include "nadi-blobs-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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
  NadiBlobsError code = saved == ENOSPC || saved == EDQUOT || saved == EFBIG ? NADI_BLOBS_ERROR_FULL : NADI_BLOBS_ERROR_FAILED;

  g_set_error (error, NADI_BLOBS_ERROR, code, "%s: %s", what, g_strerror (saved));
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
  g_autoptr (GError) cause = NULL;

  if (!nadi_folder_make (fresh, &cause))
    {
      g_set_error_literal (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_FAILED, cause->message);
      return FALSE;
    }
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
write_all (int fd, GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static gboolean
write_one (const char *folder, GBytes *data, gboolean sync, char **name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "new", "XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_WRONLY | O_CLOEXEC, 0600);
  gboolean written;
  int saved;

  if (fd < 0)
    return fail_errno (error, errno, "Could not create a content");
  *name = g_steal_pointer (&path);
  written = write_all (fd, data) && (!sync || fsync (fd) == 0);
  saved = errno;
  if (close (fd) != 0 && written)
    {
      written = FALSE;
      saved = errno;
    }
  return written || fail_errno (error, saved, "Could not write a content");
}

/* Everything of the file system that the folder lies on; since Linux 5.8 it also says when that failed. */
static gboolean
sync_all (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;
  int saved;

  if (fd < 0)
    return fail_errno (error, errno, "Could not open the folder of contents");
  synced = syncfs (fd) == 0;
  saved = errno;
  close (fd);
  return synced || fail_errno (error, saved, "Could not sync the folder of contents");
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
sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;
  int saved;

  if (fd < 0)
    return fail_errno (error, errno, "Could not open the folder of contents");
  synced = fsync (fd) == 0;
  saved = errno;
  close (fd);
  return synced || fail_errno (error, saved, "Could not sync the folder of contents");
}

static gboolean
place_one (const char *folder, const char *name, const char *cid, gboolean sync, GError **error)
{
  g_autofree char *path = nadi_blobs_folder_path (folder, cid);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) cause = NULL;

  if (!nadi_folder_make (parent, &cause))
    {
      NadiBlobsError code = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? NADI_BLOBS_ERROR_FULL
                                                                                      : NADI_BLOBS_ERROR_FAILED;

      g_set_error_literal (error, NADI_BLOBS_ERROR, code, cause->message);
      return FALSE;
    }
  if (rename (name, path) != 0)
    return fail_errno (error, errno, "Could not put a content in its place");
  return !sync || sync_folder (parent, error);
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
