/* The VFS above the disk in memory: counting calls, failing the one that was asked for, and losing power. */
#include "nadi-test-vfs-private.h"

#include <string.h>

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

int
nadi_test_vfs_gate (NadiTestVfs *self, NadiTestCalls call, gboolean *cut)
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

/* --- the VFS ------------------------------------------------------------------------------------------------- */

static int
open_node (NadiTestVfs *self, const char *name, NadiTestFile *file, int flags)
{
  g_autofree char *anonymous = NULL;
  gboolean create = (flags & SQLITE_OPEN_CREATE) != 0;
  gboolean cut;
  int rc = nadi_test_vfs_gate (self, NADI_TEST_CALL_OPEN, &cut);

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
  NadiTestFile *test_file = (NadiTestFile *) file;
  int rc;

  memset (test_file, 0, sizeof *test_file);
  test_file->vfs = self;
  test_file->flags = flags;
  g_rec_mutex_lock (&self->mutex);
  rc = open_node (self, name, test_file, flags);
  g_rec_mutex_unlock (&self->mutex);
  if (rc == SQLITE_OK)
    file->pMethods = &nadi_test_file_methods;
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
  rc = nadi_test_vfs_gate (self, NADI_TEST_CALL_DELETE, &cut);
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
    .szOsFile = sizeof (NadiTestFile),
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
