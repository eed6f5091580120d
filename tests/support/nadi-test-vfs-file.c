/* Open files on the disk in memory: reading and writing, locks, and the log's index. */
#include "nadi-test-vfs-private.h"

#include <string.h>

static int
test_close (sqlite3_file *file)
{
  NadiTestFile *self = (NadiTestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  g_ptr_array_remove (self->node->handles, self);
  if ((self->flags & SQLITE_OPEN_DELETEONCLOSE) != 0)
    nadi_test_node_remove (self->node, TRUE);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static int
test_read (sqlite3_file *file, void *data, int amount, sqlite3_int64 offset)
{
  NadiTestFile *self = (NadiTestFile *) file;
  GByteArray *bytes = self->node->current;
  gsize available;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = nadi_test_vfs_gate (self->vfs, NADI_TEST_CALL_READ, &cut);
  if (rc == SQLITE_OK)
    {
      available = (gsize) offset < bytes->len ? MIN ((gsize) amount, bytes->len - (gsize) offset) : 0;
      if (available > 0)
        memcpy (data, bytes->data + offset, available);
      memset ((guint8 *) data + available, 0, (gsize) amount - available);
      rc = available < (gsize) amount ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
    }
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_write (sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset)
{
  NadiTestFile *self = (NadiTestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = nadi_test_vfs_gate (self->vfs, NADI_TEST_CALL_WRITE, &cut);
  if (rc == SQLITE_OK || cut)
    nadi_test_node_write (self->node, data, (gsize) amount, (gsize) offset);
  else if (self->vfs->fault == NADI_TEST_FAULT_SHORT && !self->vfs->stopped)
    nadi_test_node_write (self->node, data, (gsize) amount / 2, (gsize) offset);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  NadiTestFile *self = (NadiTestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = nadi_test_vfs_gate (self->vfs, NADI_TEST_CALL_TRUNCATE, &cut);
  if (rc == SQLITE_OK || cut)
    nadi_test_node_truncate (self->node, (gsize) size);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_sync (sqlite3_file *file, int flags)
{
  NadiTestFile *self = (NadiTestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = nadi_test_vfs_gate (self->vfs, NADI_TEST_CALL_SYNC, &cut);
  if (rc == SQLITE_OK)
    nadi_test_node_sync (self->node);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = ((NadiTestFile *) file)->node->current->len;
  return SQLITE_OK;
}

/* The highest lock that anyone else has on the file. */
static int
others_level (NadiTestFile *self)
{
  int level = SQLITE_LOCK_NONE;

  for (guint i = 0; i < self->node->handles->len; i++)
    {
      NadiTestFile *other = self->node->handles->pdata[i];

      if (other != self)
        level = MAX (level, other->level);
    }
  return level;
}

static int
test_lock (sqlite3_file *file, int level)
{
  NadiTestFile *self = (NadiTestFile *) file;
  int highest = level == SQLITE_LOCK_SHARED ? SQLITE_LOCK_RESERVED
                : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_SHARED : SQLITE_LOCK_NONE;
  int rc = SQLITE_OK;

  g_rec_mutex_lock (&self->vfs->mutex);
  if (level > self->level)
    {
      if (others_level (self) > highest)
        rc = SQLITE_BUSY;
      else
        self->level = level;
    }
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_unlock (sqlite3_file *file, int level)
{
  NadiTestFile *self = (NadiTestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  self->level = MIN (self->level, level);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static int
test_check_reserved (sqlite3_file *file, int *result)
{
  NadiTestFile *self = (NadiTestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  *result = MAX (self->level, others_level (self)) >= SQLITE_LOCK_RESERVED;
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static int
test_control (sqlite3_file *file, int operation, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
test_sector_size (sqlite3_file *file)
{
  return 4096;
}

static int
test_characteristics (sqlite3_file *file)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- the log's index ----------------------------------------------------------------------------------------- */

static int
test_shm_map (sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
  NadiTestFile *self = (NadiTestFile *) file;
  GPtrArray *regions = self->node->shared_memory;

  g_rec_mutex_lock (&self->vfs->mutex);
  while (extend && regions->len <= (guint) region)
    g_ptr_array_add (regions, g_malloc0 ((gsize) size));
  *memory = (guint) region < regions->len ? regions->pdata[region] : NULL;
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static gboolean
shm_conflict (NadiTestFile *self, guint mask, gboolean exclusive)
{
  for (guint i = 0; i < self->node->handles->len; i++)
    {
      NadiTestFile *other = self->node->handles->pdata[i];

      if (other == self)
        continue;
      if ((other->exclusive & mask) != 0 || (exclusive && (other->shared & mask) != 0))
        return TRUE;
    }
  return FALSE;
}

static int
test_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  NadiTestFile *self = (NadiTestFile *) file;
  guint mask = ((1u << n) - 1) << offset;
  gboolean exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  guint *held = exclusive ? &self->exclusive : &self->shared;
  int rc = SQLITE_OK;

  g_rec_mutex_lock (&self->vfs->mutex);
  if ((flags & SQLITE_SHM_UNLOCK) != 0)
    *held &= ~mask;
  else if (shm_conflict (self, mask, exclusive))
    rc = SQLITE_BUSY;
  else
    *held |= mask;
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static void
test_shm_barrier (sqlite3_file *file)
{
  NadiTestFile *self = (NadiTestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  g_rec_mutex_unlock (&self->vfs->mutex);
}

static int
test_shm_unmap (sqlite3_file *file, int remove)
{
  NadiTestFile *self = (NadiTestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  self->shared = self->exclusive = 0;
  if (self->node->handles->len <= 1)
    g_ptr_array_set_size (self->node->shared_memory, 0);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

const sqlite3_io_methods nadi_test_file_methods = {
  .iVersion = 2,
  .xClose = test_close,
  .xRead = test_read,
  .xWrite = test_write,
  .xTruncate = test_truncate,
  .xSync = test_sync,
  .xFileSize = test_file_size,
  .xLock = test_lock,
  .xUnlock = test_unlock,
  .xCheckReservedLock = test_check_reserved,
  .xFileControl = test_control,
  .xSectorSize = test_sector_size,
  .xDeviceCharacteristics = test_characteristics,
  .xShmMap = test_shm_map,
  .xShmLock = test_shm_lock,
  .xShmBarrier = test_shm_barrier,
  .xShmUnmap = test_shm_unmap,
};
