/* What every store promises, asked of each implementation. */
#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-test-vfs.h"
#include "nadi-test.h"

typedef struct
{
  char *folder;              /* NULL: in memory */
  NadiStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (!GPOINTER_TO_INT (sqlite))
    {
      fixture->store = nadi_store_memory_new ();
      return;
    }
  fixture->folder = g_dir_make_tmp ("nadi-store-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "log.db", NULL);
  fixture->store = nadi_store_sqlite_open (path, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer sqlite)
{
  static const char *const files[] = { "log.db", "log.db-wal", "log.db-shm" };

  nadi_store_close (fixture->store);
  for (guint i = 0; fixture->folder != NULL && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, files[i], NULL);

      g_unlink (path);
    }
  if (fixture->folder != NULL)
    g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static GBytes *
entry (guint64 index)
{
  g_autofree char *text = g_strdup_printf ("entry %" G_GUINT64_FORMAT, index);

  return g_bytes_new (text, strlen (text));
}

/* n entries from first, and the checkpoint "size N". */
static gboolean
append (NadiStore *store, guint64 first, guint n, guint64 forget_below, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *note = g_strdup_printf ("size %" G_GUINT64_FORMAT, first + n);
  NadiStoreBatch batch = { .expected_size = first, .n_entries = n, .checkpoint = note, .forget_below = forget_below };

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (entries, entry (first + i));
  batch.entries = (GBytes *const *) entries->pdata;
  return nadi_store_commit (store, &batch, error);
}

static void
assert_entries (GPtrArray *entries, guint64 first, guint n)
{
  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) expected = entry (first + i);

      g_assert_true (g_bytes_equal (g_ptr_array_index (entries, i), expected));
    }
}

static guint64
size_of (NadiStore *store)
{
  g_autoptr (GError) error = NULL;
  guint64 size = G_MAXUINT64;

  g_assert_true (nadi_store_size (store, &size, &error));
  g_assert_no_error (error);
  return size;
}

static void
test_append (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) some = NULL, all = NULL, none = NULL;

  g_assert_cmpuint (size_of (fixture->store), ==, 0);
  g_assert_true (append (fixture->store, 0, 3, 0, &error));
  g_assert_true (append (fixture->store, 3, 2, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (size_of (fixture->store), ==, 5);
  some = nadi_store_read (fixture->store, 2, 2, &error);
  assert_entries (some, 2, 2);
  all = nadi_store_read (fixture->store, 0, 5, &error);
  assert_entries (all, 0, 5);
  none = nadi_store_read (fixture->store, 5, 0, &error);
  assert_entries (none, 5, 0);
  g_assert_null (nadi_store_read (fixture->store, 4, 2, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  g_assert_null (nadi_store_read (fixture->store, G_MAXUINT64, 2, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
}

static void
test_conflict (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) found = NULL;
  NadiStoreItem item = { "key", value };
  GBytes *entries[] = { value };
  NadiStoreBatch batch = { .expected_size = 7, .entries = entries, .n_entries = 1, .checkpoint = "note", .items = &item, .n_items = 1 };

  g_assert_true (append (fixture->store, 0, 3, 0, &error));
  g_assert_false (append (fixture->store, 2, 1, 0, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  g_assert_false (append (fixture->store, 4, 1, 0, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  /* Nothing of a batch that conflicts is there. */
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  g_assert_true (nadi_store_get (fixture->store, "key", &found, &error));
  g_assert_null (found);
  g_assert_cmpuint (size_of (fixture->store), ==, 3);
  g_assert_true (append (fixture->store, 3, 1, 0, &error));
}

static void
test_senseless (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (NADI_STORE_MAX_ENTRY + 1), NADI_STORE_MAX_ENTRY + 1);
  g_autoptr (GBytes) largest = g_bytes_new_from_bytes (large, 0, NADI_STORE_MAX_ENTRY);
  GBytes *entries[] = { empty };
  NadiStoreBatch batch = { .entries = entries, .n_entries = 1, .checkpoint = "note" };
  g_autoptr (GPtrArray) back = NULL;

  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  entries[0] = large;
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  entries[0] = largest;
  batch.checkpoint = NULL;
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  batch.checkpoint = "note";
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  back = nadi_store_read (fixture->store, 0, 1, &error);
  g_assert_true (g_bytes_equal (g_ptr_array_index (back, 0), largest));
}

static void
test_read_list (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  const guint64 indexes[] = { 4, 0, 2, 2 }, beyond[] = { 0, 5 };
  g_autoptr (GPtrArray) all = NULL, two = NULL, one = NULL, none = NULL;
  g_autoptr (GBytes) fourth = entry (4), second = entry (2);

  g_assert_true (append (fixture->store, 0, 5, 0, &error));
  all = nadi_store_read_list (fixture->store, indexes, 4, 1000, &error);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_true (g_bytes_equal (g_ptr_array_index (all, 0), fourth));
  g_assert_true (g_bytes_equal (g_ptr_array_index (all, 3), second));
  two = nadi_store_read_list (fixture->store, indexes, 4, 2 * strlen ("entry 0"), &error);
  g_assert_cmpuint (two->len, ==, 2);
  one = nadi_store_read_list (fixture->store, indexes, 4, 1, &error);
  g_assert_cmpuint (one->len, ==, 1);
  none = nadi_store_read_list (fixture->store, indexes, 0, 1, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (nadi_store_read_list (fixture->store, beyond, 2, 1000, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
}

typedef struct
{
  guint64 first;
  guint calls;
  gboolean refuse;
} Sealing;

static char *
seal (GPtrArray *stored, gpointer user_data, GError **error)
{
  Sealing *sealing = user_data;

  sealing->calls++;
  assert_entries (stored, sealing->first, 2);
  if (sealing->refuse)
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED, "refused");
      return NULL;
    }
  return g_strdup ("sealed");
}

static void
test_seal (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = entry (0), second = entry (1);
  g_autoptr (NadiStoreCheckpoint) checkpoint = NULL;
  GBytes *entries[] = { first, second };
  Sealing sealing = { .refuse = TRUE };
  NadiStoreBatch batch = { .entries = entries, .n_entries = 2, .seal = seal, .seal_data = &sealing };

  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (size_of (fixture->store), ==, 0);
  sealing.refuse = FALSE;
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  g_assert_cmpuint (sealing.calls, ==, 2);
  g_assert_true (nadi_store_checkpoint_below (fixture->store, G_MAXUINT64, &checkpoint, &error));
  g_assert_cmpstr (checkpoint->note, ==, "sealed");
  g_assert_cmpuint (checkpoint->size, ==, 2);
}

static NadiStoreCheckpoint *
checkpoint_below (NadiStore *store, guint64 below)
{
  g_autoptr (GError) error = NULL;
  NadiStoreCheckpoint *checkpoint;

  g_assert_true (nadi_store_checkpoint_below (store, below, &checkpoint, &error));
  g_assert_no_error (error);
  return checkpoint;
}

static void
test_checkpoints (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  const NadiStoreCosignature lines[] = { { 5, "b", "line b\n" }, { 5, "a", "line a\n" }, { 4, "a", "lost\n" } };
  const NadiStoreCosignature again = { 5, "b", "later b\n" };
  NadiStoreBatch batch = { .cosignatures = lines, .n_cosignatures = 3 };
  NadiStoreBatch renewal = { .cosignatures = &again, .n_cosignatures = 1 };
  g_autoptr (NadiStoreCheckpoint) empty = checkpoint_below (fixture->store, G_MAXUINT64);
  g_autoptr (NadiStoreCheckpoint) newest = NULL, middle = NULL, oldest = NULL, none = NULL, left = NULL;

  g_assert_null (empty);
  g_assert_true (append (fixture->store, 0, 3, 0, &error));
  g_assert_true (append (fixture->store, 3, 2, 0, &error));
  g_assert_true (append (fixture->store, 5, 2, 0, &error));
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  g_assert_true (nadi_store_commit (fixture->store, &renewal, &error));
  newest = checkpoint_below (fixture->store, G_MAXUINT64);
  g_assert_cmpuint (newest->size, ==, 7);
  g_assert_cmpstr (newest->note, ==, "size 7");
  g_assert_cmpuint (newest->cosignatures->len, ==, 0);
  middle = checkpoint_below (fixture->store, 7);
  g_assert_cmpuint (middle->size, ==, 5);
  g_assert_cmpuint (middle->cosignatures->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (middle->cosignatures, 0), ==, "line a\n");
  g_assert_cmpstr (g_ptr_array_index (middle->cosignatures, 1), ==, "later b\n");
  oldest = checkpoint_below (fixture->store, 5);
  g_assert_cmpuint (oldest->size, ==, 3);
  none = checkpoint_below (fixture->store, 3);
  g_assert_null (none);
  /* What is forgotten goes with its cosignatures. */
  g_assert_true (append (fixture->store, 7, 1, 7, &error));
  left = checkpoint_below (fixture->store, 7);
  g_assert_null (left);
  g_assert_cmpuint (size_of (fixture->store), ==, 8);
}

static void
test_items (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) one = g_bytes_new_static ("1", 1), two = g_bytes_new_static ("2", 1), empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) found = NULL, replaced = NULL, absent = NULL, nothing = NULL;
  g_auto (GStrv) keys = NULL, none = NULL;

  g_assert_true (nadi_store_put_once (fixture->store, "enrol/b", one, &error));
  g_assert_false (nadi_store_put_once (fixture->store, "enrol/b", two, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_EXISTS);
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &found, &error));
  g_assert_true (g_bytes_equal (found, one));
  g_assert_true (nadi_store_put (fixture->store, "enrol/b", two, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &replaced, &error));
  g_assert_true (g_bytes_equal (replaced, two));
  g_assert_true (nadi_store_put (fixture->store, "enrol/a", empty, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/a", &nothing, &error));
  g_assert_true (g_bytes_equal (nothing, empty));
  g_assert_true (nadi_store_put (fixture->store, "enrom", one, &error));
  g_assert_true (nadi_store_put (fixture->store, "enro", one, &error));
  keys = nadi_store_list (fixture->store, "enrol/", &error);
  g_assert_cmpuint (g_strv_length (keys), ==, 2);
  g_assert_cmpstr (keys[0], ==, "enrol/a");
  g_assert_cmpstr (keys[1], ==, "enrol/b");
  g_assert_true (nadi_store_put (fixture->store, "enrol/b", NULL, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &absent, &error));
  g_assert_null (absent);
  none = nadi_store_list (fixture->store, "z", &error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_no_error (error);
}

/* Readers see whole batches while a writer appends. */
static gpointer
read_all_the_time (gpointer store)
{
  guint64 size = 0;

  while (size < 200)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = NULL;

      size = size_of (store);
      g_assert_cmpuint (size % 2, ==, 0);
      entries = nadi_store_read (store, 0, (guint) size, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (entries->len, ==, size);
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  GThread *readers[3];

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", read_all_the_time, fixture->store);
  for (guint64 i = 0; i < 200; i += 2)
    g_assert_true (append (fixture->store, i, 2, i, &error));
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
}

/* --- SQLite alone ----------------------------------------------------------------------------------------------------- */

static void
test_reopen (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("store-reopen");
  NadiStore *store = nadi_store_sqlite_open ("log", "store-reopen", &error);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_no_error (error);
  g_assert_true (append (store, 0, 4, 0, &error));
  nadi_store_close (store);
  store = nadi_store_sqlite_open ("log", "store-reopen", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size_of (store), ==, 4);
  entries = nadi_store_read (store, 0, 4, &error);
  assert_entries (entries, 0, 4);
  g_assert_true (nadi_store_check (store, &error));
  nadi_store_close (store);
}

/* The disk fails at the first call, the second, … until an append goes through: each time it is all there or not at all,
 * reading goes on, and the next append works. */
static void
test_faults (gconstpointer fault)
{
  g_autoptr (GError) error = NULL;
  const char *name = g_intern_string (g_test_get_path ());
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new (name);
  NadiStore *store = nadi_store_sqlite_open ("log", name, &error);
  guint64 size = 0;
  guint refused = 0;

  g_assert_no_error (error);
  for (guint n = 1;; n++)
    {
      gboolean appended, struck;
      g_autoptr (GPtrArray) entries = NULL;

      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, n, (NadiTestFault) GPOINTER_TO_INT (fault), TRUE);
      appended = append (store, size, 40, 0, &error);
      struck = nadi_test_vfs_clear_fault (vfs);
      g_assert_true (appended == (error == NULL));
      if (!appended)
        {
          g_assert_true (error->domain == NADI_STORE_ERROR);
          g_assert_true (error->code == NADI_STORE_ERROR_FULL || error->code == NADI_STORE_ERROR_FAILED);
          g_clear_error (&error);
          refused++;
        }
      else
        size += 40;
      g_assert_cmpuint (size_of (store), ==, size);
      entries = nadi_store_read (store, 0, (guint) size, &error);
      assert_entries (entries, 0, (guint) size);
      if (!struck)
        break;
    }
  g_assert_cmpuint (refused, >, 0);
  g_assert_true (append (store, size, 1, 0, &error));
  nadi_store_close (store);
}

/* The power goes at some change of the disk, and what was not synced arrives whole, in part or not at all: every acknowledged
 * append is there, and nothing half done. */
static void
cut_power (NadiTestVfs *vfs, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  NadiStore *store = nadi_store_sqlite_open ("log", "store-power", &error);
  g_autoptr (NadiStoreCheckpoint) newest = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  guint64 acknowledged, size;

  g_assert_no_error (error);
  acknowledged = size_of (store);
  nadi_test_vfs_stop_after (vfs, 1 + (guint) (seed * 7 % 60));
  while (append (store, acknowledged, 1 + (guint) (seed % 30), acknowledged, &error))
    acknowledged += 1 + seed % 30;
  g_assert_true (error->domain == NADI_STORE_ERROR);
  g_clear_error (&error);
  nadi_store_close (store);
  nadi_test_vfs_power_cut (vfs, seed);
  store = nadi_store_sqlite_open ("log", "store-power", &error);
  g_assert_no_error (error);
  size = size_of (store);
  /* The one that was on its way may be there whole. */
  g_assert_true (size == acknowledged || size == acknowledged + 1 + seed % 30);
  entries = nadi_store_read (store, 0, (guint) size, &error);
  assert_entries (entries, 0, (guint) size);
  newest = checkpoint_below (store, G_MAXUINT64);
  g_assert_cmpuint (newest != NULL ? newest->size : 0, ==, size);
  if (seed % 20 == 0)
    g_assert_true (nadi_store_check (store, &error));
  g_assert_no_error (error);
  nadi_store_close (store);
}

static void
test_power_cut (void)
{
  guint seeds = g_getenv ("NADI_FULL") != NULL ? 10000 : 300;
  NadiTestVfs *vfs = nadi_test_vfs_new ("store-power");

  for (guint64 seed = 0; seed < seeds; seed++)
    {
      if (seed % 25 == 24)
        {
          nadi_test_vfs_free (vfs);
          vfs = nadi_test_vfs_new ("store-power");
        }
      cut_power (vfs, seed);
    }
  nadi_test_vfs_free (vfs);
}

/* One changed byte in any page, read by an ordinary start or not, keeps the store from being used. */
static void
test_changed_byte (void)
{
  g_autoptr (GError) error = NULL;
  NadiTestVfs *vfs = nadi_test_vfs_new ("store-byte");
  NadiStore *store = nadi_store_sqlite_open ("log", "store-byte", &error);
  g_autoptr (GBytes) good = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length;

  g_assert_no_error (error);
  g_assert_true (append (store, 0, 400, 0, &error));
  g_assert_true (nadi_store_check_pages (store, &error));
  nadi_store_close (store);
  good = nadi_test_vfs_contents (vfs, "log");
  bytes = g_memdup2 (g_bytes_get_data (good, &length), g_bytes_get_size (good));
  g_assert_cmpuint (length, >, 4 * 4096);
  for (gsize at = 0; at < length; at += 997)
    {
      g_autoptr (GBytes) bad = NULL;

      bytes[at] ^= 0x01;
      bad = g_bytes_new (bytes, length);
      bytes[at] ^= 0x01;
      nadi_test_vfs_set_contents (vfs, "log", bad);
      store = nadi_store_sqlite_open ("log", "store-byte", &error);
      g_assert_true (store == NULL || !nadi_store_check_pages (store, &error));
      nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      nadi_store_close (store);
    }
  nadi_test_vfs_free (vfs);
}

/* A read that fails says so, and the next one is right again. */
static void
test_read_faults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("store-read");
  NadiStore *store = nadi_store_sqlite_open ("log", "store-read", &error);
  guint failures = 0;
  gboolean struck = TRUE;

  g_assert_true (append (store, 0, 400, 0, &error));
  for (guint n = 1; struck; n++)
    {
      g_autoptr (GPtrArray) entries = NULL, again = NULL;

      /* Nothing is left of what the connections read before. */
      nadi_store_close (store);
      store = nadi_store_sqlite_open ("log", "store-read", &error);
      g_assert_no_error (error);
      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_READ | NADI_TEST_CALL_OPEN, n, NADI_TEST_FAULT_IO, FALSE);
      entries = nadi_store_read (store, 0, 400, &error);
      struck = nadi_test_vfs_clear_fault (vfs);
      if (entries == NULL)
        {
          g_assert_true (error->domain == NADI_STORE_ERROR);
          g_clear_error (&error);
          failures++;
        }
      else
        assert_entries (entries, 0, 400);
      again = nadi_store_read (store, 0, 400, &error);
      g_assert_no_error (error);
      assert_entries (again, 0, 400);
    }
  g_assert_cmpuint (failures, >, 3);
  nadi_store_close (store);
}

static void
test_foreign_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("store-foreign");
  g_autoptr (GBytes) text = g_bytes_new_static ("this is not a database, though it is long enough to be one", 58);

  nadi_test_vfs_set_contents (vfs, "log", text);
  g_assert_null (nadi_store_sqlite_open ("log", "store-foreign", &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED);
}

static void
add (const char *name, gpointer sqlite, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/store/%s/%s", sqlite != NULL ? "sqlite" : "memory", name);

  g_test_add (path, Fixture, sqlite, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int sqlite = 0; sqlite < 2; sqlite++)
    {
      add ("append", GINT_TO_POINTER (sqlite), test_append);
      add ("conflict", GINT_TO_POINTER (sqlite), test_conflict);
      add ("senseless", GINT_TO_POINTER (sqlite), test_senseless);
      add ("read-list", GINT_TO_POINTER (sqlite), test_read_list);
      add ("seal", GINT_TO_POINTER (sqlite), test_seal);
      add ("checkpoints", GINT_TO_POINTER (sqlite), test_checkpoints);
      add ("items", GINT_TO_POINTER (sqlite), test_items);
      add ("threads", GINT_TO_POINTER (sqlite), test_threads);
    }
  g_test_add_func ("/store/sqlite/reopen", test_reopen);
  g_test_add_data_func ("/store/sqlite/faults/io", GINT_TO_POINTER (NADI_TEST_FAULT_IO), test_faults);
  g_test_add_data_func ("/store/sqlite/faults/full", GINT_TO_POINTER (NADI_TEST_FAULT_FULL), test_faults);
  g_test_add_data_func ("/store/sqlite/faults/short", GINT_TO_POINTER (NADI_TEST_FAULT_SHORT), test_faults);
  g_test_add_func ("/store/sqlite/power-cut", test_power_cut);
  g_test_add_func ("/store/sqlite/changed-byte", test_changed_byte);
  g_test_add_func ("/store/sqlite/faults/read", test_read_faults);
  g_test_add_func ("/store/sqlite/foreign-file", test_foreign_file);
  return g_test_run ();
}
