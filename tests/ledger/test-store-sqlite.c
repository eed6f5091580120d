/* The store on SQLite alone: opened again, on disks that fail, fill up, lose power or change a byte. */
#include "nadi-store-sqlite.h"

#include "nadi-test-entries.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

static void
test_reopen (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("store-reopen");
  NadiStore *store = nadi_store_sqlite_open ("log", "store-reopen", &error);
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_no_error (error);
  g_assert_true (nadi_test_append (store, 0, 4, 0, &error));
  nadi_store_close (store);
  store = nadi_store_sqlite_open ("log", "store-reopen", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_test_store_size (store), ==, 4);
  entries = nadi_store_read (store, 0, 4, &error);
  nadi_test_assert_entries (entries, 0, 4);
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
      appended = nadi_test_append (store, size, 40, 0, &error);
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
      g_assert_cmpuint (nadi_test_store_size (store), ==, size);
      entries = nadi_store_read (store, 0, (guint) size, &error);
      nadi_test_assert_entries (entries, 0, (guint) size);
      if (!struck)
        break;
    }
  g_assert_cmpuint (refused, >, 0);
  g_assert_true (nadi_test_append (store, size, 1, 0, &error));
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
  acknowledged = nadi_test_store_size (store);
  nadi_test_vfs_stop_after (vfs, 1 + (guint) (seed * 7 % 60));
  while (nadi_test_append (store, acknowledged, 1 + (guint) (seed % 30), acknowledged, &error))
    acknowledged += 1 + seed % 30;
  g_assert_true (error->domain == NADI_STORE_ERROR);
  g_clear_error (&error);
  nadi_store_close (store);
  nadi_test_vfs_power_cut (vfs, seed);
  store = nadi_store_sqlite_open ("log", "store-power", &error);
  g_assert_no_error (error);
  size = nadi_test_store_size (store);
  /* The one that was on its way may be there whole. */
  g_assert_true (size == acknowledged || size == acknowledged + 1 + seed % 30);
  entries = nadi_store_read (store, 0, (guint) size, &error);
  nadi_test_assert_entries (entries, 0, (guint) size);
  newest = nadi_test_checkpoint_below (store, G_MAXUINT64);
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
  g_assert_true (nadi_test_append (store, 0, 400, 0, &error));
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

  g_assert_true (nadi_test_append (store, 0, 400, 0, &error));
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
        nadi_test_assert_entries (entries, 0, 400);
      again = nadi_store_read (store, 0, 400, &error);
      g_assert_no_error (error);
      nadi_test_assert_entries (again, 0, 400);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
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
