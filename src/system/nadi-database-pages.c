/* A VFS between SQLite and the disk that seals and checks pages; the passing-on of its other calls is at the end. */
#include "nadi-database-pages.h"

#include <errno.h>
#include <string.h>

#include "nadi-cursor.h"
#include "nadi-digest.h"

#define PAGE_BODY (NADI_PAGE_SIZE - NADI_PAGE_RESERVED)
/* SQLite never uses the page that its lock bytes fall on. */
#define LOCK_PAGE_OFFSET 0x40000000

/* https://www.sqlite.org/fileformat2.html#walformat */
#define WAL_HEADER 32
#define WAL_FRAME_HEADER 24
#define WAL_FRAME (WAL_FRAME_HEADER + NADI_PAGE_SIZE)

typedef struct
{
  sqlite3_vfs vfs;
  sqlite3_vfs *base;
  char *name;
} PagesVfs;

/* The base VFS's file follows in the same allocation. */
typedef struct
{
  sqlite3_file file;
  gboolean is_wal;
} PagesFile;

static inline sqlite3_file *
below (sqlite3_file *file)
{
  return (sqlite3_file *) ((PagesFile *) file + 1);
}

static inline sqlite3_vfs *
base_of (sqlite3_vfs *vfs)
{
  return ((PagesVfs *) vfs)->base;
}

static void
checksum_page (const guint8 *page, sqlite3_int64 offset, guint8 out[NADI_PAGE_RESERVED])
{
  guint32 number = GUINT32_TO_BE ((guint32) (offset / NADI_PAGE_SIZE + 1));
  NadiPart parts[] = { { &number, sizeof number }, { page, PAGE_BODY } };
  NadiHash hash;

  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &hash);
  memcpy (out, hash.bytes, NADI_PAGE_RESERVED);
}

static gboolean
page_holds (const guint8 *page, sqlite3_int64 offset)
{
  guint8 expected[NADI_PAGE_RESERVED];

  checksum_page (page, offset, expected);
  return memcmp (expected, page + PAGE_BODY, NADI_PAGE_RESERVED) == 0;
}

/* --- the write-ahead log ------------------------------------------------------------------------------------- */

static inline guint32
load_u32 (const guint8 *bytes, gboolean big_endian)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return big_endian ? GUINT32_FROM_BE (value) : GUINT32_FROM_LE (value);
}

/* "The checksum is computed by interpreting the input as an even number of unsigned 32-bit integers" */
static void
wal_checksum (const guint8 *data, gsize length, gboolean big_endian, guint32 sum[2])
{
  for (gsize i = 0; i < length; i += 8)
    {
      sum[0] += load_u32 (data + i, big_endian) + sum[1];
      sum[1] += load_u32 (data + i + 4, big_endian) + sum[0];
    }
}

/* SQLite checks frames only when it recovers a log; a frame that decays while the program runs would be believed and
 * written into the main file with a good checksum. Frames are chained: the sum goes on from the one before. */
static int
check_frame (sqlite3_file *log, const guint8 *page, sqlite3_int64 offset)
{
  sqlite3_int64 start = offset - WAL_FRAME_HEADER;
  gboolean first = start == WAL_HEADER;
  guint8 magic[4], before[8], header[WAL_FRAME_HEADER];
  gboolean big_endian;
  guint32 sum[2];
  int rc;

  rc = log->pMethods->xRead (log, magic, sizeof magic, 0);
  if (rc == SQLITE_OK)
    rc = log->pMethods->xRead (log, before, sizeof before, first ? 24 : start - WAL_FRAME + 16);
  if (rc == SQLITE_OK)
    rc = log->pMethods->xRead (log, header, sizeof header, start);
  if (rc != SQLITE_OK)
    return rc;

  big_endian = magic[3] & 1;
  sum[0] = load_u32 (before, TRUE);
  sum[1] = load_u32 (before + 4, TRUE);
  wal_checksum (header, 8, big_endian, sum);
  wal_checksum (page, NADI_PAGE_SIZE, big_endian, sum);
  if (sum[0] != load_u32 (header + 16, TRUE) || sum[1] != load_u32 (header + 20, TRUE))
    return SQLITE_IOERR_DATA;
  return SQLITE_OK;
}

/* --- files --------------------------------------------------------------------------------------------------- */

static int
pages_close (sqlite3_file *file)
{
  sqlite3_file *real = below (file);

  return real->pMethods != NULL ? real->pMethods->xClose (real) : SQLITE_OK;
}

static int
read_page (sqlite3_file *real, void *data, int amount, sqlite3_int64 offset)
{
  int rc = real->pMethods->xRead (real, data, amount, offset);

  /* SQLite takes a short read for zeros; a page that SQLite asks for has been written, or the file is still empty. */
  if (rc == SQLITE_IOERR_SHORT_READ)
    {
      sqlite3_int64 size = 0;

      if (real->pMethods->xFileSize (real, &size) == SQLITE_OK && size == 0)
        return rc;
      return SQLITE_IOERR_DATA;
    }
  if (rc == SQLITE_OK && (amount != NADI_PAGE_SIZE || offset % NADI_PAGE_SIZE != 0 || !page_holds (data, offset)))
    return SQLITE_IOERR_DATA;
  return rc;
}

static int
pages_read (sqlite3_file *file, void *data, int amount, sqlite3_int64 offset)
{
  sqlite3_file *real = below (file);
  int rc;

  if (!((PagesFile *) file)->is_wal)
    {
      /* The file header and its change counter are read by themselves; the page follows whole. */
      if (amount < 512)
        return real->pMethods->xRead (real, data, amount, offset);
      return read_page (real, data, amount, offset);
    }
  rc = real->pMethods->xRead (real, data, amount, offset);
  if (rc == SQLITE_OK && amount == NADI_PAGE_SIZE && offset >= WAL_HEADER
      && (offset - WAL_HEADER) % WAL_FRAME == WAL_FRAME_HEADER)
    rc = check_frame (real, data, offset);
  return rc;
}

/* SQLite only takes ENOSPC for a full disk; a quota and a limit on file sizes are no space too. */
static int
write_below (sqlite3_file *real, const void *data, int amount, sqlite3_int64 offset)
{
  int rc;

  errno = 0;
  rc = real->pMethods->xWrite (real, data, amount, offset);
  if (rc == SQLITE_IOERR_WRITE && (errno == EFBIG || errno == EDQUOT))
    return SQLITE_FULL;
  return rc;
}

static int
pages_write (sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset)
{
  sqlite3_file *real = below (file);
  guint8 page[NADI_PAGE_SIZE];

  if (((PagesFile *) file)->is_wal)
    return write_below (real, data, amount, offset);
  /* A file of another page size is not ours to write. */
  if (amount != NADI_PAGE_SIZE || offset % NADI_PAGE_SIZE != 0)
    return SQLITE_IOERR_DATA;
  memcpy (page, data, PAGE_BODY);
  checksum_page (page, offset, page + PAGE_BODY);
  return write_below (real, page, amount, offset);
}

static int
pages_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return below (file)->pMethods->xTruncate (below (file), size);
}

static int
pages_sync (sqlite3_file *file, int flags)
{
  return below (file)->pMethods->xSync (below (file), flags);
}

static int
pages_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return below (file)->pMethods->xFileSize (below (file), size);
}

static int
pages_lock (sqlite3_file *file, int level)
{
  return below (file)->pMethods->xLock (below (file), level);
}

static int
pages_unlock (sqlite3_file *file, int level)
{
  return below (file)->pMethods->xUnlock (below (file), level);
}

static int
pages_check_reserved (sqlite3_file *file, int *result)
{
  return below (file)->pMethods->xCheckReservedLock (below (file), result);
}

static int
pages_control (sqlite3_file *file, int operation, void *argument)
{
  return below (file)->pMethods->xFileControl (below (file), operation, argument);
}

static int
pages_sector_size (sqlite3_file *file)
{
  return below (file)->pMethods->xSectorSize (below (file));
}

static int
pages_characteristics (sqlite3_file *file)
{
  return below (file)->pMethods->xDeviceCharacteristics (below (file));
}

static int
pages_shm_map (sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
  return below (file)->pMethods->xShmMap (below (file), region, size, extend, memory);
}

static int
pages_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return below (file)->pMethods->xShmLock (below (file), offset, n, flags);
}

static void
pages_shm_barrier (sqlite3_file *file)
{
  below (file)->pMethods->xShmBarrier (below (file));
}

static int
pages_shm_unmap (sqlite3_file *file, int remove)
{
  return below (file)->pMethods->xShmUnmap (below (file), remove);
}

/* Version 2: shared memory for the log's index, no memory-mapped pages, which would pass the check by. */
static const sqlite3_io_methods pages_methods = {
  .iVersion = 2,
  .xClose = pages_close,
  .xRead = pages_read,
  .xWrite = pages_write,
  .xTruncate = pages_truncate,
  .xSync = pages_sync,
  .xFileSize = pages_file_size,
  .xLock = pages_lock,
  .xUnlock = pages_unlock,
  .xCheckReservedLock = pages_check_reserved,
  .xFileControl = pages_control,
  .xSectorSize = pages_sector_size,
  .xDeviceCharacteristics = pages_characteristics,
  .xShmMap = pages_shm_map,
  .xShmLock = pages_shm_lock,
  .xShmBarrier = pages_shm_barrier,
  .xShmUnmap = pages_shm_unmap,
};

/* --- the VFS ------------------------------------------------------------------------------------------------- */

static int
pages_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  sqlite3_vfs *base = base_of (vfs);
  PagesFile *pages = (PagesFile *) file;
  int rc;

  if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0)
    return base->xOpen (base, name, file, flags, out_flags);

  file->pMethods = NULL;
  below (file)->pMethods = NULL;
  pages->is_wal = (flags & SQLITE_OPEN_WAL) != 0;
  rc = base->xOpen (base, name, below (file), flags, out_flags);
  if (rc == SQLITE_OK)
    file->pMethods = &pages_methods;
  return rc;
}

static int
pages_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  return base_of (vfs)->xDelete (base_of (vfs), name, sync);
}

static int
pages_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  return base_of (vfs)->xAccess (base_of (vfs), name, flags, result);
}

static int
pages_full_pathname (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  return base_of (vfs)->xFullPathname (base_of (vfs), name, size, out);
}

static int
pages_randomness (sqlite3_vfs *vfs, int size, char *out)
{
  return base_of (vfs)->xRandomness (base_of (vfs), size, out);
}

static int
pages_sleep (sqlite3_vfs *vfs, int microseconds)
{
  return base_of (vfs)->xSleep (base_of (vfs), microseconds);
}

static int
pages_current_time (sqlite3_vfs *vfs, double *days)
{
  return base_of (vfs)->xCurrentTime (base_of (vfs), days);
}

static int
pages_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  return base_of (vfs)->xGetLastError != NULL ? base_of (vfs)->xGetLastError (base_of (vfs), size, out) : 0;
}

static PagesVfs *
pages_vfs_new (sqlite3_vfs *base)
{
  PagesVfs *self = g_new0 (PagesVfs, 1);

  self->name = g_strdup_printf ("nadi-pages-%s", base->zName);
  self->vfs = (sqlite3_vfs) {
    .iVersion = 1,
    .mxPathname = base->mxPathname,
    .zName = self->name,
    .xOpen = pages_open,
    .xDelete = pages_delete,
    .xAccess = pages_access,
    .xFullPathname = pages_full_pathname,
    .xRandomness = pages_randomness,
    .xSleep = pages_sleep,
    .xCurrentTime = pages_current_time,
    .xGetLastError = pages_last_error,
  };
  return self;
}

const char *
nadi_pages_vfs (const char *base_name)
{
  static GMutex mutex;
  static GHashTable *known; /* of PagesVfs by the base's name: SQLite keeps a VFS as long as the process */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  sqlite3_vfs *base = sqlite3_vfs_find (base_name);
  PagesVfs *self;

  if (base == NULL)
    return NULL;
  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self = g_hash_table_lookup (known, base->zName);
  if (self == NULL)
    {
      self = pages_vfs_new (base);
      g_hash_table_insert (known, g_strdup (base->zName), self);
      sqlite3_vfs_register (&self->vfs, 0);
    }
  /* A test may have taken its VFS away and registered another of the same name. */
  self->base = base;
  self->vfs.szOsFile = (int) sizeof (PagesFile) + base->szOsFile;
  return self->name;
}

int
nadi_pages_check (sqlite3 *connection, gint64 *offset, guint pages)
{
  guint8 page[NADI_PAGE_SIZE];
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0, end;
  int rc;

  rc = sqlite3_file_control (connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (rc != SQLITE_OK || file == NULL || file->pMethods != &pages_methods)
    return SQLITE_MISUSE;
  rc = pages_file_size (file, &size);
  if (rc == SQLITE_OK && size % NADI_PAGE_SIZE != 0)
    return SQLITE_IOERR_DATA;
  end = MIN (size, *offset + (gint64) pages * NADI_PAGE_SIZE);
  for (; rc == SQLITE_OK && *offset < end; *offset += NADI_PAGE_SIZE)
    {
      if (*offset != LOCK_PAGE_OFFSET)
        rc = read_page (below (file), page, NADI_PAGE_SIZE, *offset);
    }
  return rc == SQLITE_OK && *offset >= size ? SQLITE_DONE : rc;
}
