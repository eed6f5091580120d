/* Files that are either the old ones or the new ones after a power cut. */
#include "nadi-durable-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nadi-database.h"

/* A path may hold a person's name, so no message does. A quota and a limit on files' size are a full disk to whoever writes. */
static gboolean
fail_errno (GError **error, int saved, const char *what)
{
  GIOErrorEnum code = saved == EDQUOT || saved == EFBIG ? G_IO_ERROR_NO_SPACE : g_io_error_from_errno (saved);

  g_set_error (error, G_IO_ERROR, (gint) code, "%s: %s", what, g_strerror (saved));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, MIN (length, (gsize) 1 << 20));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static int
open_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    fail_errno (error, errno, "Could not open the folder");
  return fd;
}

gboolean
nadi_folder_sync (const char *folder, GError **error)
{
  int fd = open_folder (folder, error);
  gboolean done;
  int saved;

  if (fd < 0)
    return FALSE;
  done = fsync (fd) == 0;
  saved = errno;
  close (fd);
  /* Some file systems can't sync a folder and say so: they have nothing to lose there. */
  if (!done && saved != EINVAL && saved != EROFS)
    return fail_errno (error, saved, "Could not sync the folder");
  return TRUE;
}

gboolean
nadi_folder_sync_all (const char *folder, GError **error)
{
  int fd = open_folder (folder, error);
  gboolean done;
  int saved;

  if (fd < 0)
    return FALSE;
  done = syncfs (fd) == 0; /* since Linux 5.8 it also says when that failed */
  saved = errno;
  close (fd);
  return done || fail_errno (error, saved, "Could not sync the file system");
}

gboolean
nadi_file_write_new (char *pattern, const guint8 *data, gsize length, int mode, gboolean sync, GError **error)
{
  int fd = g_mkstemp_full (pattern, O_WRONLY | O_CLOEXEC, 0600);
  gboolean done;
  int saved;

  if (fd < 0)
    return fail_errno (error, errno, "Could not create a file");
  done = write_all (fd, data, length) && fchmod (fd, (mode_t) mode) == 0 && (!sync || fsync (fd) == 0);
  saved = errno;
  if (close (fd) != 0 && done)
    {
      done = FALSE;
      saved = errno;
    }
  if (done)
    return TRUE;
  (void) unlink (pattern);
  return fail_errno (error, saved, "Could not write a file");
}

gboolean
nadi_file_write_durable (const char *path, const guint8 *data, gsize length, int mode, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *fresh = g_build_filename (folder, ".nadi-new-XXXXXX", NULL);

  if (!nadi_file_write_new (fresh, data, length, mode, TRUE, error))
    return FALSE;
  if (rename (fresh, path) != 0)
    {
      int saved = errno;

      (void) unlink (fresh);
      return fail_errno (error, saved, "Could not write a file");
    }
  return nadi_folder_sync (folder, error);
}

static GBytes *
read_open_file (int fd, gsize limit, GError **error)
{
  struct stat info;
  g_autofree guint8 *data = NULL;
  gsize size, got = 0;

  if (fstat (fd, &info) != 0)
    {
      fail_errno (error, errno, "Could not look at a file");
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "Not a regular file");
      return NULL;
    }
  size = (gsize) info.st_size;
  if (size > limit)
    {
      g_set_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE, "File is over its limit of %" G_GSIZE_FORMAT " bytes", limit);
      return NULL;
    }
  data = g_try_malloc (size + 1);
  if (data == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Not enough memory to read a file");
      return NULL;
    }
  while (got < size)
    {
      gssize n = read (fd, data + got, size - got);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail_errno (error, errno, "Could not read a file");
          return NULL;
        }
      if (n == 0)
        break;
      got += (gsize) n;
    }
  return g_bytes_new_take (g_steal_pointer (&data), got);
}

GBytes *
nadi_file_read (const char *path, gsize limit, GError **error)
{
  /* O_NONBLOCK: a FIFO in a file's place must not hang the reader. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  GBytes *bytes;

  if (fd < 0)
    {
      fail_errno (error, errno, "Could not open a file");
      return NULL;
    }
  bytes = read_open_file (fd, limit, error);
  close (fd);
  return bytes;
}

gboolean
nadi_folder_make (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  struct stat info;

  if (stat (path, &info) == 0)
    {
      if (S_ISDIR (info.st_mode))
        return TRUE;
      return fail_errno (error, ENOTDIR, "Could not create a folder");
    }
  if (errno != ENOENT)
    return fail_errno (error, errno, "Could not create a folder");
  if (!nadi_folder_make (parent, error))
    return FALSE;
  if (mkdir (path, 0700) != 0 && errno != EEXIST)
    return fail_errno (error, errno, "Could not create a folder");
  return nadi_folder_sync (parent, error);
}

int
nadi_file_lock (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      fail_errno (error, errno, "Could not open the lock");
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_BUSY, "Another process is using this folder");
      else
        fail_errno (error, errno, "Could not take the lock");
      close (fd);
      return -1;
    }
  return fd;
}
