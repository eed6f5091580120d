/* What is there, and what may be believed of it. */
#include "nadi-blobs.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nadi-blobs-folder.h"
#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-random-system.h"

typedef struct
{
  NadiHash hash;
  gint64 touched;            /* ms: stored or asked for since the start; 0 not */
  gboolean damaged;          /* found so at the last read: to be stored again */
} Known;

struct _NadiBlobs
{
  char *folder;
  NadiClock *clock;
  GMutex mutex;              /* guards known; never held while the disk is waited for */
  GHashTable *known;         /* of Known by hash */
  GRWLock placing;           /* readers put files in their places, the writer removes one */
};

G_DEFINE_QUARK (nadi-blobs-error-quark, nadi_blobs_error)

/* Who stores contents chooses their hashes, so the table's hash is keyed with a secret of this process. */
static guint
hash_known (gconstpointer key)
{
  static guint64 secret[2];
  static gsize once;
  guint64 words[2];
  unsigned __int128 product;

  if (g_once_init_enter (&once))
    {
      nadi_random_fill (nadi_random_system (), (guint8 *) secret, sizeof secret);
      g_once_init_leave (&once, 1);
    }
  memcpy (words, key, sizeof words);
  product = (unsigned __int128) (words[0] ^ secret[0]) * (words[1] ^ secret[1]);
  return (guint) ((guint64) product ^ (guint64) (product >> 64));
}

static gboolean
equal_known (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, NADI_HASH_SIZE) == 0;
}

static gboolean
fail (GError **error, NadiBlobsError code, const char *what)
{
  g_set_error_literal (error, NADI_BLOBS_ERROR, code, what);
  return FALSE;
}

static gboolean
parse_address (const char *cid, NadiHash *hash, GError **error)
{
  return nadi_cid_parse (cid, hash, NULL) || fail (error, NADI_BLOBS_ERROR_ADDRESS, "Not a content address");
}

/* --- opening --------------------------------------------------------------------------------------------------------- */

/* With the mutex held. */
static void
add_known (NadiBlobs *self, const NadiHash *hash, gint64 touched)
{
  Known *known = g_hash_table_lookup (self->known, hash);

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      known->hash = *hash;
      g_hash_table_add (self->known, known);
    }
  known->touched = touched;
  known->damaged = FALSE;
}

static void
on_listed (const NadiHash *hash, gpointer user_data)
{
  add_known (user_data, hash, 0);
}

NadiBlobs *
nadi_blobs_open (const char *folder, NadiClock *clock, GError **error)
{
  g_autoptr (NadiBlobs) self = g_new0 (NadiBlobs, 1);

  self->folder = g_strdup (folder);
  self->clock = clock;
  g_mutex_init (&self->mutex);
  g_rw_lock_init (&self->placing);
  self->known = g_hash_table_new_full (hash_known, equal_known, g_free, NULL);
  if (!nadi_blobs_folder_make (folder, error) || !nadi_blobs_folder_list (folder, on_listed, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
nadi_blobs_close (NadiBlobs *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->known);
  g_rw_lock_clear (&self->placing);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);
  g_free (self);
}

guint
nadi_blobs_count (NadiBlobs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->known);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
nadi_blobs_list (NadiBlobs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *cids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &known, NULL))
    g_ptr_array_add (cids, nadi_cid_from_hash (&((Known *) known)->hash));
  g_ptr_array_sort (cids, compare_texts);
  g_ptr_array_add (cids, NULL);
  return (char **) g_ptr_array_free (cids, FALSE);
}

/* --- reading --------------------------------------------------------------------------------------------------------- */

static gboolean
touch (NadiBlobs *self, const NadiHash *hash)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Known *known = g_hash_table_lookup (self->known, hash);

  if (known == NULL || known->damaged)
    return FALSE;
  known->touched = nadi_clock_now (self->clock);
  return TRUE;
}

gboolean
nadi_blobs_has (NadiBlobs *self, const char *cid)
{
  NadiHash hash;

  return nadi_cid_parse (cid, &hash, NULL) && touch (self, &hash);
}

static gboolean
is_known (NadiBlobs *self, const NadiHash *hash)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_contains (self->known, hash);
}

static gboolean
fail_damaged (NadiBlobs *self, const NadiHash *hash, const char *cid, const char *what, GError **error)
{
  Known *known;

  g_mutex_lock (&self->mutex);
  known = g_hash_table_lookup (self->known, hash);
  if (known != NULL)
    known->damaged = TRUE;
  g_mutex_unlock (&self->mutex);
  g_set_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_DAMAGED, "The content %s %s", cid, what);
  return FALSE;
}

static gboolean
fail_reading (NadiBlobs *self, const NadiHash *hash, const char *cid, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return fail_damaged (self, hash, cid, "is gone", error);
  if (g_error_matches (owned, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE))
    return fail_damaged (self, hash, cid, "has grown", error);
  return fail (error, NADI_BLOBS_ERROR_FAILED, owned->message);
}

GBytes *
nadi_blobs_get (NadiBlobs *self, const char *cid, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  GError *cause = NULL;
  NadiHash hash, found;
  gsize length;
  const guint8 *data;

  if (!parse_address (cid, &hash, error))
    return NULL;
  if (!is_known (self, &hash))
    {
      fail (error, NADI_BLOBS_ERROR_NOT_FOUND, "There is no such content");
      return NULL;
    }
  path = nadi_blobs_folder_path (self->folder, cid);
  bytes = nadi_file_read (path, NADI_BLOBS_MAX_SIZE, &cause);
  if (bytes == NULL)
    {
      fail_reading (self, &hash, cid, cause, error);
      return NULL;
    }
  data = g_bytes_get_data (bytes, &length);
  nadi_sha256 (data, length, &found);
  if (!nadi_hash_equal (&found, &hash))
    {
      fail_damaged (self, &hash, cid, "is damaged", error);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/* --- writing --------------------------------------------------------------------------------------------------------- */

static gboolean
hash_blob (GBytes *data, NadiHash *hash, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (data, &length);

  if (length > NADI_BLOBS_MAX_SIZE)
    return fail (error, NADI_BLOBS_ERROR_TOO_LARGE, "The content is over its limit of 1 MiB");
  nadi_sha256 (bytes, length, hash);
  return TRUE;
}

/* New ones of these, written and in their places. */
static gboolean
store_new (NadiBlobs *self, GPtrArray *data, GArray *hashes, GError **error)
{
  g_autoptr (GPtrArray) cids = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) names = g_new0 (char *, data->len + 1);
  g_autoptr (GRWLockReaderLocker) locker = NULL;
  g_autoptr (GMutexLocker) known = NULL;
  gint64 now = nadi_clock_now (self->clock);

  if (!nadi_blobs_folder_write (self->folder, (GBytes *const *) data->pdata, data->len, names, error))
    return FALSE;
  for (guint i = 0; i < hashes->len; i++)
    g_ptr_array_add (cids, nadi_cid_from_hash (&g_array_index (hashes, NadiHash, i)));
  locker = g_rw_lock_reader_locker_new (&self->placing);
  if (!nadi_blobs_folder_place (self->folder, names, (char *const *) cids->pdata, data->len, error))
    return FALSE;
  known = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < hashes->len; i++)
    add_known (self, &g_array_index (hashes, NadiHash, i), now);
  return TRUE;
}

gboolean
nadi_blobs_put_many (NadiBlobs *self, GBytes *const *data, guint n_data, GError **error)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (NadiHash));

  for (guint i = 0; i < n_data; i++)
    {
      NadiHash hash;

      if (!hash_blob (data[i], &hash, error))
        return FALSE;
      if (touch (self, &hash))
        continue;
      g_ptr_array_add (fresh, data[i]);
      g_array_append_val (hashes, hash);
    }
  return fresh->len == 0 || store_new (self, fresh, hashes, error);
}

gboolean
nadi_blobs_put (NadiBlobs *self, const char *cid, GBytes *data, GError **error)
{
  NadiHash expected, hash;

  if (cid != NULL)
    {
      if (!parse_address (cid, &expected, error) || !hash_blob (data, &hash, error))
        return FALSE;
      if (!nadi_hash_equal (&hash, &expected))
        return fail (error, NADI_BLOBS_ERROR_MISMATCH, "These bytes have another content address");
    }
  return nadi_blobs_put_many (self, &data, 1, error);
}

/* --- sweeping -------------------------------------------------------------------------------------------------------- */

/* Nobody puts a file in its place while one is removed: a file stored again just now would go with the old one. */
static gboolean
drop (NadiBlobs *self, const char *cid, gint64 before)
{
  g_autoptr (GRWLockWriterLocker) placing = g_rw_lock_writer_locker_new (&self->placing);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *path = nadi_blobs_folder_path (self->folder, cid);
  NadiHash hash;
  Known *known;

  nadi_cid_parse (cid, &hash, NULL);
  known = g_hash_table_lookup (self->known, &hash);
  if (known == NULL || known->touched >= before || unlink (path) != 0)
    return FALSE;
  g_hash_table_remove (self->known, &hash);
  return TRUE;
}

static gboolean
is_old (NadiBlobs *self, const char *cid, gint64 before)
{
  g_autofree char *path = nadi_blobs_folder_path (self->folder, cid);
  struct stat info;

  return stat (path, &info) == 0 && (gint64) info.st_mtime * 1000 < before;
}

guint
nadi_blobs_sweep (NadiBlobs *self, gint64 older_than, NadiBlobsNamed named, gpointer user_data)
{
  g_auto (GStrv) cids = nadi_blobs_list (self);
  gint64 before = nadi_clock_now (self->clock) - older_than;
  guint dropped = 0;

  for (guint i = 0; cids[i] != NULL; i++)
    {
      if (is_old (self, cids[i], before) && !named (cids[i], user_data))
        dropped += drop (self, cids[i], before);
    }
  return dropped;
}
