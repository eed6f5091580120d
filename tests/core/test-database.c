/* The database: opening, refusing what is not its own, and noticing every changed byte. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "nadi-database.h"
#include "nadi-test-items.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

#define APPLICATION NADI_TEST_ITEMS_APPLICATION
#define PAGE 4096

static const char *const one[] = { NADI_TEST_ITEMS_SCHEMA, NULL };
static const char *const two[] = { NADI_TEST_ITEMS_SCHEMA, "CREATE TABLE later (id INTEGER PRIMARY KEY)", NULL };

static gint64
query (NadiDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement = nadi_database_statement (database, sql);
  gint64 value;

  g_assert_cmpint (nadi_database_step (database, statement, &error), ==, 1);
  g_assert_no_error (error);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return value;
}

static void
test_open (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nadi-database-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "items.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = nadi_database_open (path, APPLICATION, one, NULL, &error);
  struct stat info;

  g_assert_no_error (error);
  g_assert_true (nadi_test_items_add (database, &error));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (query (database, "PRAGMA page_size"), ==, PAGE);
  g_assert_cmpint (query (database, "PRAGMA synchronous"), ==, 3);
  g_assert_cmpint (query (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (query (database, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (query (database, "PRAGMA temp_store"), ==, 2);
  g_assert_true (nadi_database_check (database, &error));
  g_assert_no_error (error);
  g_clear_pointer (&database, nadi_database_close);

  database = nadi_database_open (path, APPLICATION, two, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (nadi_test_items_verify (database, &error), ==, 1);
  g_assert_cmpint (query (database, "PRAGMA user_version"), ==, 2);
  g_clear_pointer (&database, nadi_database_close);

  g_assert_null (nadi_database_open (path, APPLICATION, one, NULL, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_NEWER);
  g_assert_null (nadi_database_open (path, APPLICATION + 1, two, NULL, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_database_open ("/nonexistent/folder/items.db", APPLICATION, one, NULL, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_FAILED);
}

static void
test_busy (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-busy");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) first = nadi_database_open ("d", APPLICATION, one, "database-busy", &error);
  g_autoptr (NadiDatabase) second = nadi_database_open ("d", APPLICATION, one, "database-busy", &error);

  g_assert_no_error (error);
  g_assert_true (nadi_database_begin (first, &error));
  g_assert_false (nadi_database_begin (second, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_BUSY);
  nadi_database_rollback (first);
  g_assert_true (nadi_test_items_add (second, &error));
  g_assert_cmpint (nadi_test_items_verify (first, &error), ==, 1);
  g_clear_pointer (&first, nadi_database_close);
  g_clear_pointer (&second, nadi_database_close);
}

/* A statement left in the middle must not keep a transaction from beginning on what another has written since. */
static void
test_half_read (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-half");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) first = nadi_database_open ("d", APPLICATION, one, "database-half", &error);
  g_autoptr (NadiDatabase) second = nadi_database_open ("d", APPLICATION, one, "database-half", &error);
  sqlite3_stmt *statement;

  g_assert_true (nadi_test_items_add (first, &error));
  statement = nadi_database_statement (first, "SELECT id FROM item");
  g_assert_cmpint (nadi_database_step (first, statement, &error), ==, 1);
  g_assert_true (nadi_test_items_add (second, &error));
  g_assert_true (nadi_test_items_add (first, &error));
  g_assert_no_error (error);
  g_assert_cmpint (nadi_test_items_verify (first, &error), ==, 3);
  g_clear_pointer (&first, nadi_database_close);
  g_clear_pointer (&second, nadi_database_close);
}

static void
test_foreign (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-foreign");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_bytes_new_take (g_strnfill (3 * PAGE, 'n'), 3 * PAGE);
  g_autoptr (GBytes) few = g_bytes_new_static ("short", 5);
  sqlite3 *plain;

  nadi_test_vfs_set_contents (vfs, "text", text);
  g_assert_null (nadi_database_open ("text", APPLICATION, one, "database-foreign", &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  nadi_test_vfs_set_contents (vfs, "few", few);
  g_assert_null (nadi_database_open ("few", APPLICATION, one, "database-foreign", &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);

  for (int page_size = 1024; page_size <= 8192; page_size *= 2)
    {
      g_autofree char *sql = g_strdup_printf ("PRAGMA page_size = %d; CREATE TABLE item (id, value)", page_size);
      g_autofree char *name = g_strdup_printf ("plain-%d", page_size);

      g_assert_cmpint (sqlite3_open_v2 (name, &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "database-foreign"), ==, 0);
      g_assert_cmpint (sqlite3_exec (plain, sql, NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (plain);
      g_assert_null (nadi_database_open (name, APPLICATION, one, "database-foreign", &error));
      nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
    }
}

/* A closed database of a few dozen pages: leaves, interior pages, overflow pages, free pages. */
static GBytes *
make_file (NadiTestVfs *vfs, const char *vfs_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = nadi_database_open ("made", APPLICATION, one, vfs_name, &error);
  GBytes *file;

  g_assert_no_error (error);
  for (int i = 0; i < 40; i++)
    g_assert_true (nadi_test_items_add (database, &error));
  g_assert_true (nadi_database_run (database, nadi_database_statement (database, "INSERT INTO spare VALUES (zeroblob (20000))"), &error));
  g_assert_true (nadi_database_run (database, nadi_database_statement (database, "DELETE FROM spare"), &error));
  g_assert_no_error (error);
  g_assert_cmpint (query (database, "PRAGMA freelist_count"), >, 2);
  g_clear_pointer (&database, nadi_database_close);
  file = nadi_test_vfs_contents (vfs, "made");
  g_assert_cmpuint (g_bytes_get_size (file), >, 30 * PAGE);
  g_assert_cmpuint (g_bytes_get_size (file) % PAGE, ==, 0);
  return file;
}

/* What is read is right, or nothing is: and the check always notices. */
static void
assert_noticed (const char *vfs_name, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = nadi_database_open ("d", APPLICATION, one, vfs_name, &error);
  gint64 found;

  if (database == NULL)
    {
      nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
      return;
    }
  found = nadi_test_items_verify (database, &error);
  if (found < 0)
    nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  else
    g_assert_cmpint (found, ==, expected);
  g_assert_false (nadi_database_check (database, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
}

static void
test_flips (void)
{
  static const gsize offsets[] = { 0, 1, 5, 16, 20, 24, 44, 96, 101, 700, 2048, 3500, 4079, 4080, 4088, 4095 };
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-flips");
  g_autoptr (GBytes) file = make_file (vfs, "database-flips");
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  for (gsize page = 0; page < length; page += PAGE)
    {
      for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, length);
          g_autoptr (GBytes) changed = NULL;

          copy[page + offsets[i]] ^= (guint8) (1 << (page / PAGE + i) % 8);
          changed = g_bytes_new (copy, length);
          nadi_test_vfs_set_contents (vfs, "d", changed);
          nadi_test_vfs_set_contents (vfs, "d-wal", NULL);
          assert_noticed ("database-flips", 40);
        }
    }
}

/* A page in another page's place has a good checksum for the wrong number. */
static void
test_swapped_pages (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-swap");
  g_autoptr (GBytes) file = make_file (vfs, "database-swap");
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  g_autofree guint8 *copy = g_memdup2 (data, length);
  g_autoptr (GBytes) changed = NULL;

  memcpy (copy + 7 * PAGE, data + 8 * PAGE, PAGE);
  memcpy (copy + 8 * PAGE, data + 7 * PAGE, PAGE);
  changed = g_bytes_new (copy, length);
  nadi_test_vfs_set_contents (vfs, "d", changed);
  assert_noticed ("database-swap", 40);
}

static void
test_truncated (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-truncated");
  g_autoptr (GBytes) file = make_file (vfs, "database-truncated");
  gsize length = g_bytes_get_size (file);

  for (gsize cut = 1; cut < length; cut += 997)
    {
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (file, 0, length - cut);

      nadi_test_vfs_set_contents (vfs, "d", rest);
      nadi_test_vfs_set_contents (vfs, "d-wal", NULL);
      assert_noticed ("database-truncated", 40);
    }
}

/* A frame of the log that decays while it is in use, which SQLite itself would believe. */
static void
test_log_flips (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-log");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) writer = nadi_database_open ("d", APPLICATION, one, "database-log", &error);
  g_autoptr (GBytes) log = NULL;
  const guint8 *data;
  gsize length;
  guint noticed = 0;

  for (int i = 0; i < 6; i++)
    g_assert_true (nadi_test_items_add (writer, &error));
  log = nadi_test_vfs_contents (vfs, "d-wal");
  data = g_bytes_get_data (log, &length);
  g_assert_cmpuint (length, >, 6 * PAGE);
  for (gsize at = 32; at < length; at += 331)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (NadiDatabase) reader = NULL;
      gint64 found = -1;

      copy[at] ^= 0x10;
      changed = g_bytes_new (copy, length);
      nadi_test_vfs_set_contents (vfs, "d-wal", changed);
      reader = nadi_database_open ("d", APPLICATION, one, "database-log", &error);
      if (reader != NULL)
        found = nadi_test_items_verify (reader, &error);
      if (found < 0)
        {
          nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
          noticed++;
        }
      else
        g_assert_cmpint (found, ==, 6);
      nadi_test_vfs_set_contents (vfs, "d-wal", log);
    }
  g_assert_cmpuint (noticed, >, 10);
  g_clear_pointer (&writer, nadi_database_close);
}

/* Rows of a page that was flipped are not shown to a connection that is already open either. */
static void
test_flip_while_open (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("database-open");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiDatabase) database = nadi_database_open ("d", APPLICATION, one, "database-open", &error);
  g_autoptr (GBytes) file = NULL, changed = NULL;
  gsize length;
  guint8 *copy;

  for (int i = 0; i < 40; i++)
    g_assert_true (nadi_test_items_add (database, &error));
  g_assert_true (nadi_database_check (database, &error));
  file = nadi_test_vfs_contents (vfs, "d");
  copy = g_memdup2 (g_bytes_get_data (file, &length), g_bytes_get_size (file));
  copy[9 * PAGE + 1234] ^= 1;
  changed = g_bytes_new_take (copy, length);
  nadi_test_vfs_set_contents (vfs, "d", changed);
  g_assert_false (nadi_database_check (database, &error));
  nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  g_clear_pointer (&database, nadi_database_close);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/open", test_open);
  g_test_add_func ("/database/no-folder", test_no_folder);
  g_test_add_func ("/database/busy", test_busy);
  g_test_add_func ("/database/half-read-statement", test_half_read);
  g_test_add_func ("/database/foreign", test_foreign);
  g_test_add_func ("/database/flipped-bytes", test_flips);
  g_test_add_func ("/database/swapped-pages", test_swapped_pages);
  g_test_add_func ("/database/truncated", test_truncated);
  g_test_add_func ("/database/flipped-log", test_log_flips);
  g_test_add_func ("/database/flipped-while-open", test_flip_while_open);
  return g_test_run ();
}
