/* SQLite's own way of putting something in the place of a system call. */
#include "nadi-test-full-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

static int is_full;
static int refused;

static gboolean
refuse (void)
{
  if (!g_atomic_int_get (&is_full))
    return FALSE;
  g_atomic_int_inc (&refused);
  errno = ENOSPC;
  return TRUE;
}

static ssize_t
write_or_refuse (int file, const void *data, size_t length)
{
  return refuse () ? -1 : write (file, data, length);
}

static ssize_t
pwrite_or_refuse (int file, const void *data, size_t length, off64_t offset)
{
  return refuse () ? -1 : pwrite64 (file, data, length, offset);
}

static int
fallocate_or_refuse (int file, off64_t offset, off64_t length)
{
  return refuse () ? ENOSPC : posix_fallocate (file, offset, length);
}

void
nadi_test_disk_set_full (gboolean full)
{
  static gsize installed;

  if (g_once_init_enter (&installed))
    {
      sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

      vfs->xSetSystemCall (vfs, "write", (sqlite3_syscall_ptr) (void (*) (void)) write_or_refuse);
      vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) (void (*) (void)) pwrite_or_refuse);
      vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) (void (*) (void)) pwrite_or_refuse);
      vfs->xSetSystemCall (vfs, "fallocate", (sqlite3_syscall_ptr) (void (*) (void)) fallocate_or_refuse);
      g_once_init_leave (&installed, 1);
    }
  g_atomic_int_set (&refused, 0);
  g_atomic_int_set (&is_full, full);
}

guint
nadi_test_disk_refused (void)
{
  return (guint) g_atomic_int_get (&refused);
}
