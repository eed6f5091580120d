/* The VFS above the disk in memory: counting calls, failing the one that was asked for, locks, and the log's index. */
#include "nadi-test-vfs.h"

#include <sqlite3.h>
#include <string.h>

#include "nadi-test-disk.h"

struct _NadiTestVfs
{
  sqlite3_vfs vfs;
  GRecMutex mutex;
  NadiTestDisk disk;
  guint serial;             /* of files without a name, and of random numbers */

  guint calls;              /* which ones count */
  guint countdown;          /* 0: none will fail */
  NadiTestFault fault;
  gboolean lasting;
  gboolean struck;

  guint power_countdown;
  gboolean stopped;
};

typedef struct
{
  sqlite3_file file;
  NadiTestVfs *vfs;
  NadiTestNode *node;
  int flags;
  int level;                /* SQLITE_LOCK_* */
  guint shared, exclusive;  /* bit masks of the index's locks */
} TestFile;

/* --- faults -------------------------------------------------------------------------------------------------- */

static int
error_of (NadiTestCalls call, NadiTestFault fault)
{
  if (fault != NADI_TEST_FAULT_IO && (call == NADI_TEST_CALL_WRITE || call == NADI_TEST_CALL_OPEN))
    return call == NADI_TEST_CALL_OPEN ? SQLITE_CANTOPEN : SQLITE_FULL;
  switch (call)
    {
    case NADI_TEST_CALL_OPEN:
      return SQLITE_CANTOPEN;
    case NADI_TEST_CALL_READ:
      return SQLITE_IOERR_READ;
    case NADI_TEST_CALL_WRITE:
      return SQLITE_IOERR_WRITE;
    case NADI_TEST_CALL_SYNC:
      return SQLITE_IOERR_FSYNC;
    case NADI_TEST_CALL_TRUNCATE:
      return SQLITE_IOERR_TRUNCATE;
    case NADI_TEST_CALL_DELETE:
    default:
      return SQLITE_IOERR_DELETE;
    }
}

/* *cut: the power goes in the middle of this very call. */
static int
gate (NadiTestVfs *self, NadiTestCalls call, gboolean *cut)
{
  *cut = FALSE;
  if (self->stopped)
    return error_of (call, NADI_TEST_FAULT_IO);
  if (self->power_countdown > 0 && (call & NADI_TEST_CALL_CHANGES) != 0 && --self->power_countdown == 0)
    {
      self->stopped = TRUE;
      *cut = TRUE;
      return error_of (call, NADI_TEST_FAULT_IO);
    }
  if (self->countdown == 0 || (call & self->calls) == 0)
    return SQLITE_OK;
  if (self->countdown > 1)
    {
      self->countdown--;
      return SQLITE_OK;
    }
  if (!self->lasting)
    self->countdown = 0;
  self->struck = TRUE;
  return error_of (call, self->fault);
}

/* --- files --------------------------------------------------------------------------------------------------- */

static int
test_close (sqlite3_file *file)
{
  TestFile *self = (TestFile *) file;

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
  TestFile *self = (TestFile *) file;
  GByteArray *bytes = self->node->current;
  gsize available;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = gate (self->vfs, NADI_TEST_CALL_READ, &cut);
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
  TestFile *self = (TestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = gate (self->vfs, NADI_TEST_CALL_WRITE, &cut);
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
  TestFile *self = (TestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = gate (self->vfs, NADI_TEST_CALL_TRUNCATE, &cut);
  if (rc == SQLITE_OK || cut)
    nadi_test_node_truncate (self->node, (gsize) size);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_sync (sqlite3_file *file, int flags)
{
  TestFile *self = (TestFile *) file;
  gboolean cut;
  int rc;

  g_rec_mutex_lock (&self->vfs->mutex);
  rc = gate (self->vfs, NADI_TEST_CALL_SYNC, &cut);
  if (rc == SQLITE_OK)
    nadi_test_node_sync (self->node);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return rc;
}

static int
test_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = ((TestFile *) file)->node->current->len;
  return SQLITE_OK;
}

/* The highest lock that anyone else has on the file. */
static int
others_level (TestFile *self)
{
  int level = SQLITE_LOCK_NONE;

  for (guint i = 0; i < self->node->handles->len; i++)
    {
      TestFile *other = self->node->handles->pdata[i];

      if (other != self)
        level = MAX (level, other->level);
    }
  return level;
}

static int
test_lock (sqlite3_file *file, int level)
{
  TestFile *self = (TestFile *) file;
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
  TestFile *self = (TestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  self->level = MIN (self->level, level);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static int
test_check_reserved (sqlite3_file *file, int *result)
{
  TestFile *self = (TestFile *) file;

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
  TestFile *self = (TestFile *) file;
  GPtrArray *regions = self->node->shared_memory;

  g_rec_mutex_lock (&self->vfs->mutex);
  while (extend && regions->len <= (guint) region)
    g_ptr_array_add (regions, g_malloc0 ((gsize) size));
  *memory = (guint) region < regions->len ? regions->pdata[region] : NULL;
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static gboolean
shm_conflict (TestFile *self, guint mask, gboolean exclusive)
{
  for (guint i = 0; i < self->node->handles->len; i++)
    {
      TestFile *other = self->node->handles->pdata[i];

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
  TestFile *self = (TestFile *) file;
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
  TestFile *self = (TestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  g_rec_mutex_unlock (&self->vfs->mutex);
}

static int
test_shm_unmap (sqlite3_file *file, int remove)
{
  TestFile *self = (TestFile *) file;

  g_rec_mutex_lock (&self->vfs->mutex);
  self->shared = self->exclusive = 0;
  if (self->node->handles->len <= 1)
    g_ptr_array_set_size (self->node->shared_memory, 0);
  g_rec_mutex_unlock (&self->vfs->mutex);
  return SQLITE_OK;
}

static const sqlite3_io_methods test_methods = {
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

/* --- the VFS ------------------------------------------------------------------------------------------------- */

static int
open_node (NadiTestVfs *self, const char *name, TestFile *file, int flags)
{
  g_autofree char *anonymous = NULL;
  gboolean create = (flags & SQLITE_OPEN_CREATE) != 0;
  gboolean cut;
  int rc = gate (self, NADI_TEST_CALL_OPEN, &cut);

  if (rc != SQLITE_OK)
    return rc;
  if (name == NULL)
    name = anonymous = g_strdup_printf ("anonymous-%u", ++self->serial);
  file->node = nadi_test_disk_node (&self->disk, name, create);
  if (file->node == NULL)
    return SQLITE_CANTOPEN;
  g_ptr_array_add (file->node->handles, file);
  return SQLITE_OK;
}

static int
test_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  NadiTestVfs *self = vfs->pAppData;
  TestFile *test_file = (TestFile *) file;
  int rc;

  memset (test_file, 0, sizeof *test_file);
  test_file->vfs = self;
  test_file->flags = flags;
  g_rec_mutex_lock (&self->mutex);
  rc = open_node (self, name, test_file, flags);
  g_rec_mutex_unlock (&self->mutex);
  if (rc == SQLITE_OK)
    file->pMethods = &test_methods;
  if (rc == SQLITE_OK && out_flags != NULL)
    *out_flags = flags;
  return rc;
}

static int
delete_node (NadiTestVfs *self, const char *name, gboolean durable)
{
  NadiTestNode *node = nadi_test_disk_node (&self->disk, name, FALSE);
  gboolean cut;
  int rc;

  if (node == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  rc = gate (self, NADI_TEST_CALL_DELETE, &cut);
  if (rc == SQLITE_OK || cut)
    nadi_test_node_remove (node, durable && !cut);
  return rc;
}

static int
test_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  NadiTestVfs *self = vfs->pAppData;
  int rc;

  g_rec_mutex_lock (&self->mutex);
  rc = delete_node (self, name, sync != 0);
  g_rec_mutex_unlock (&self->mutex);
  return rc;
}

static int
test_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  NadiTestVfs *self = vfs->pAppData;
  NadiTestNode *node;

  g_rec_mutex_lock (&self->mutex);
  node = nadi_test_disk_node (&self->disk, name, FALSE);
  /* As in the unix VFS, an empty file does not count as a hot journal. */
  *result = node != NULL && (flags != SQLITE_ACCESS_EXISTS || node->current->len > 0);
  g_rec_mutex_unlock (&self->mutex);
  return SQLITE_OK;
}

static int
test_full_pathname (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  g_strlcpy (out, name, (gsize) size);
  return SQLITE_OK;
}

static int
test_randomness (sqlite3_vfs *vfs, int size, char *out)
{
  NadiTestVfs *self = vfs->pAppData;

  for (int i = 0; i < size; i++)
    out[i] = (char) (self->serial++ * 2654435761u >> 24);
  return size;
}

static int
test_sleep (sqlite3_vfs *vfs, int microseconds)
{
  g_usleep ((gulong) MIN (microseconds, 1000));
  return microseconds;
}

static int
test_current_time (sqlite3_vfs *vfs, double *days)
{
  *days = 2461041.5;
  return SQLITE_OK;
}

NadiTestVfs *
nadi_test_vfs_new (const char *name)
{
  NadiTestVfs *self = g_new0 (NadiTestVfs, 1);

  g_rec_mutex_init (&self->mutex);
  nadi_test_disk_init (&self->disk);
  self->vfs = (sqlite3_vfs) {
    .iVersion = 1,
    .szOsFile = sizeof (TestFile),
    .mxPathname = 512,
    .zName = name,
    .pAppData = self,
    .xOpen = test_open,
    .xDelete = test_delete,
    .xAccess = test_access,
    .xFullPathname = test_full_pathname,
    .xRandomness = test_randomness,
    .xSleep = test_sleep,
    .xCurrentTime = test_current_time,
  };
  sqlite3_vfs_register (&self->vfs, 0);
  return self;
}

void
nadi_test_vfs_free (NadiTestVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  nadi_test_disk_clear (&self->disk);
  g_rec_mutex_clear (&self->mutex);
  g_free (self);
}

void
nadi_test_vfs_fail (NadiTestVfs *self, guint calls, guint nth, NadiTestFault fault, gboolean lasting)
{
  self->calls = calls;
  self->countdown = nth;
  self->fault = fault;
  self->lasting = lasting;
  self->struck = FALSE;
}

gboolean
nadi_test_vfs_clear_fault (NadiTestVfs *self)
{
  gboolean struck = self->struck;

  self->countdown = 0;
  self->struck = FALSE;
  return struck;
}

void
nadi_test_vfs_stop_after (NadiTestVfs *self, guint nth)
{
  self->power_countdown = nth;
}

gboolean
nadi_test_vfs_stopped (NadiTestVfs *self)
{
  return self->stopped;
}

void
nadi_test_vfs_power_cut (NadiTestVfs *self, guint64 seed)
{
  nadi_test_disk_power_cut (&self->disk, seed);
  self->power_countdown = 0;
  self->stopped = FALSE;
}

GBytes *
nadi_test_vfs_contents (NadiTestVfs *self, const char *name)
{
  NadiTestNode *node = nadi_test_disk_node (&self->disk, name, FALSE);

  return node != NULL ? g_bytes_new (node->current->data, node->current->len) : NULL;
}

void
nadi_test_vfs_set_contents (NadiTestVfs *self, const char *name, GBytes *contents)
{
  NadiTestNode *node = nadi_test_disk_node (&self->disk, name, TRUE);

  nadi_test_node_truncate (node, 0);
  if (contents != NULL)
    nadi_test_node_write (node, g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), 0);
  node->exists = contents != NULL;
  nadi_test_node_sync (node);
}

GBytes *
nadi_test_vfs_everything (NadiTestVfs *self)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->disk.nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      NadiTestNode *node = value;

      g_byte_array_append (all, node->current->data, node->current->len);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}
