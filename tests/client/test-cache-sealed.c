/* Nothing can be read in the cache's files; nothing sealed can be changed, moved or re-labelled unnoticed. */
#include <glib/gstdio.h>

#include "nadi-cache-patients.h"
#include "nadi-cache-private.h"
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-cache-values.h"
#include "nadi-cid.h"
#include "nadi-encoding.h"
#include "nadi-outbox.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

#define MARK "Quetzalcoatl"
#define PATIENT "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"

/* Two rows in every table, all of whose texts have the marker or the patient's id in them. */
static void
fill_streams (NadiCache *cache, const char *n, GError **error)
{
  g_autofree char *stream = g_strconcat ("p:" PATIENT, n, NULL), *event = g_strconcat (PATIENT "-event", n, NULL), *text = g_strconcat (MARK, n, NULL);
  NadiTrustedHead trusted = { .size = 5 };
  NadiStreamHead head = { .count = 1 };

  g_assert_true (nadi_cache_save_trusted (cache, &trusted, error));
  g_assert_true (nadi_cache_save_cursor (cache, stream, &head, error));
  g_assert_true (nadi_cache_add_entry (cache, stream, 0, event, (const guint8 *) text, strlen (text), error));
  g_assert_true (nadi_cache_set_mark (cache, NADI_COMPARTMENT_CLINICAL, stream, 1, error));
}

static void
fill_records (NadiCache *cache, const char *n, GError **error)
{
  g_autofree char *id = g_strconcat (PATIENT, n, NULL), *text = g_strconcat (MARK, n, NULL);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) text, strlen (text));
  char *cids[] = { cid, NULL }, *replaces[] = { id, NULL };
  NadiCacheRecord record = { .compartment = NADI_COMPARTMENT_CLINICAL, .version = id, .record = id, .patient = (char *) PATIENT,
                             .shelf = id, .section = (char *) "encounters" MARK, .type = (char *) "Condition" MARK,
                             .author = (char *) "org/" MARK, .event = id, .cids = cids, .replaces = replaces, .date = 20000 };
  NadiCacheSource source = { id, id, (char *) MARK, { { 0 } } };
  NadiCachePatient patient = { id, "12345678901234", MARK, MARK, MARK, "9812345678", "IN-MH", 1, 2, 0, 0, 0 };

  g_assert_true (nadi_cache_put_record (cache, &record, (const guint8 *) text, strlen (text), error));
  g_assert_true (nadi_cache_put_source (cache, NADI_COMPARTMENT_CLINICAL, text, &source, error));
  g_assert_true (nadi_cache_put_blob (cache, cid, (const guint8 *) text, strlen (text), TRUE, error));
  g_assert_true (nadi_cache_put_patient (cache, &patient, error));
}

static void
fill_values (NadiCache *cache, const char *n, GError **error)
{
  g_autofree char *name = g_strconcat (PATIENT, n, NULL), *text = g_strconcat (MARK, n, NULL);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) text, strlen (text));
  g_autoptr (NadiSecret) key = nadi_secret_new_copy ((const guint8 *) MARK MARK MARK, 32);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (NadiOutbox) outbox = nadi_outbox_new (cache);
  char *cids[] = { cid, NULL };
  NadiCacheNote note = { .compartment = NADI_COMPARTMENT_CLINICAL, .kind = NADI_CACHE_NOTE_TASK, .form = (char *) MARK,
                         .patient = (char *) PATIENT, .reason = (char *) MARK, .event = bytes, .typed = bytes };
  NadiOutboxItem item = { .event_id = name, .event = bytes, .form = (char *) MARK, .patient = (char *) PATIENT,
                          .compartment = NADI_COMPARTMENT_CLINICAL, .typed = bytes, .cids = cids };
  gint64 seq;

  g_assert_true (nadi_cache_put_key (cache, NADI_COMPARTMENT_CLINICAL, NADI_CACHE_KEY_SHELF, name, 1, MARK, key, error));
  g_assert_true (nadi_cache_put_value (cache, NADI_COMPARTMENT_DESK, MARK, name, (const guint8 *) text, strlen (text), error));
  g_assert_true (nadi_cache_put_note (cache, &note, error));
  g_assert_true (nadi_cache_begin (cache, error));
  g_assert_true (nadi_outbox_next_seq (outbox, &seq, error));
  g_assert_true (nadi_outbox_add (outbox, &item, error));
  g_assert_true (nadi_cache_commit (cache, error));
}

static NadiCache *
open_filled (const char *vfs)
{
  g_autoptr (GError) error = NULL;
  NadiCache *cache = nadi_test_cache_open (vfs, TRUE, &error);

  for (guint i = 1; i <= 2; i++)
    {
      const char *n = i == 1 ? "-one" : "-two";

      fill_streams (cache, n, &error);
      fill_records (cache, n, &error);
      fill_values (cache, n, &error);
    }
  g_assert_no_error (error);
  g_assert_true (nadi_cache_check (cache, &error));
  return cache;
}

/* --- marker scan --------------------------------------------------------------------------------------------- */

static void
assert_nothing_readable (GBytes *files)
{
  static const char *const markers[] = { MARK, PATIENT, "Condition", "encounters", "bafkrei", "12345678901234", "9812345678", "IN-MH", "p:0b4c" };
  g_autoptr (GBytes) raw = nadi_test_unhex ("0b4c1f6e5d7a4c399a581f2e3d4c5b6a");
  gsize length;
  const char *data = g_bytes_get_data (files, &length);

  /* The scan finds what is there. */
  g_assert_nonnull (memmem (data, length, "CREATE TABLE", 12));
  for (guint i = 0; i < G_N_ELEMENTS (markers); i++)
    g_assert_null (memmem (data, length, markers[i], strlen (markers[i])));
  g_assert_null (memmem (data, length, g_bytes_get_data (raw, NULL), 16));
}

static void
test_markers (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-markers");
  g_autoptr (NadiCache) cache = open_filled ("sealed-markers");
  g_autoptr (GBytes) open = NULL, closed = NULL, log = NULL;
  g_autoptr (GError) error = NULL;

  fill_records (cache, "-three", &error);
  fill_values (cache, "-three", &error); /* after the check has emptied the log: in the log alone */
  g_assert_true (nadi_cache_remove_note (cache, 1, &error));
  log = nadi_test_vfs_contents (vfs, "d-wal");
  g_assert_cmpuint (g_bytes_get_size (log), >, 4096);
  open = nadi_test_vfs_everything (vfs);
  assert_nothing_readable (open);
  g_clear_pointer (&cache, nadi_cache_close);
  closed = nadi_test_vfs_everything (vfs);
  assert_nothing_readable (closed);
}

/* The same in real files, with what lies in the folder for temporary files. */
static void
test_real_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nadi-sealed-XXXXXX", NULL), *path = g_build_filename (folder, "cache.db", NULL);
  g_autoptr (NadiSecret) key = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCache) cache = NULL;
  const char *name;
  guint files = 0;
  GDir *dir;

  g_setenv ("SQLITE_TMPDIR", folder, TRUE);
  cache = nadi_cache_open (path, key, key, nadi_random_system (), NULL, &error);
  g_assert_no_error (error);
  fill_streams (cache, "", &error);
  fill_records (cache, "", &error);
  fill_values (cache, "", &error);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL), *contents = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (file, &contents, &length, NULL));
      g_byte_array_append (all, (const guint8 *) contents, (guint) length);
      files++;
    }
  g_dir_close (dir);
  g_assert_cmpuint (files, ==, 3); /* the database, its log, the log's index: nothing else was made */
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  assert_nothing_readable (bytes);
  g_clear_pointer (&cache, nadi_cache_close);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* --- changes ------------------------------------------------------------------------------------------------- */

static const char *const tables[] = { "stream", "mark", "entry", "event", "record", "resource", "source", "blob", "patient", "key",
                                      "named", "typed", "note", "outbox", "outbox_blob" };

static void
assert_named (NadiCache *cache, const char *table)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", table);
  g_autoptr (GError) error = NULL;

  g_assert_false (nadi_cache_check (cache, &error));
  g_assert_error (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, quoted));
  /* The message is for a log: it tells the table, not whose row. */
  g_assert_null (strstr (error->message, PATIENT));
}

/* As someone with a tool for SQLite would do it, page checksums and all. */
static void
execute (NadiDatabase *intruder, const char *sql)
{
  sqlite3_stmt *any = nadi_database_statement (intruder, "SELECT 1");
  char *message = NULL;
  int rc = sqlite3_exec (sqlite3_db_handle (any), sql, NULL, NULL, &message);

  if (rc != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static NadiDatabase *
open_intruder (const char *vfs)
{
  g_autoptr (GError) error = NULL;
  NadiDatabase *intruder = nadi_database_open ("d", NADI_CACHE_APPLICATION_ID, nadi_cache_migrations, vfs, &error);

  g_assert_no_error (error);
  return intruder;
}

static GBytes *
first_value (NadiDatabase *intruder, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT value FROM %s ORDER BY value LIMIT 1", table);
  sqlite3_stmt *statement = NULL;
  GBytes *value;

  g_assert_cmpint (sqlite3_prepare_v2 (sqlite3_db_handle (nadi_database_statement (intruder, "SELECT 1")), sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = nadi_column_bytes (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static void
replace_value (NadiDatabase *intruder, const char *table, GBytes *from, const guint8 *to, gsize length)
{
  g_autofree char *old_hex = nadi_hex_encode (g_bytes_get_data (from, NULL), g_bytes_get_size (from));
  g_autofree char *new_hex = nadi_hex_encode (to, length), *sql = NULL;

  sql = g_strdup_printf ("UPDATE %s SET value = x'%s' WHERE value = x'%s'", table, new_hex, old_hex);
  execute (intruder, sql);
}

static void
flip_every_byte (NadiCache *cache, NadiDatabase *intruder, const char *table)
{
  g_autoptr (GBytes) value = first_value (intruder, table);
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (value, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) changed = NULL;

      copy[i] ^= (guint8) (1 << i % 8);
      changed = g_bytes_new (copy, length);
      replace_value (intruder, table, value, copy, length);
      assert_named (cache, table);
      replace_value (intruder, table, changed, data, length);
    }
  g_assert_true (nadi_cache_check (cache, &error));
  g_assert_no_error (error);
}

static void
test_flips (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-flips");
  g_autoptr (NadiCache) cache = open_filled ("sealed-flips");
  g_autoptr (NadiDatabase) intruder = open_intruder ("sealed-flips");

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    flip_every_byte (cache, intruder, tables[i]);
}

/* Two rows of a table change places: each value is whole, and in the wrong one. */
static void
test_swapped (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-swapped");
  g_autoptr (NadiCache) cache = open_filled ("sealed-swapped");
  g_autoptr (NadiDatabase) intruder = open_intruder ("sealed-swapped");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *swap = g_strdup_printf ("CREATE TABLE swap AS SELECT (SELECT min (value) FROM %1$s) AS a, (SELECT max (value) FROM %1$s) AS b;"
                                               "UPDATE %1$s SET value = CASE value WHEN (SELECT a FROM swap) THEN (SELECT b FROM swap)"
                                               " ELSE (SELECT a FROM swap) END WHERE value IN ((SELECT a FROM swap), (SELECT b FROM swap));"
                                               "DROP TABLE swap", tables[i]);

      execute (intruder, swap);
      assert_named (cache, tables[i]);
      execute (intruder, swap);
      g_assert_true (nadi_cache_check (cache, &error));
      g_assert_no_error (error);
    }
}

/* What stands readable beside a value is under its seal too. */
static void
test_relabelled (void)
{
  static const struct
  {
    const char *table, *change, *back;
  } changes[] = {
    { "record", "UPDATE record SET state = 2", "UPDATE record SET state = 0" },
    { "record", "UPDATE record SET patient = shelf", NULL },
    { "record", "UPDATE record SET day = NULL", NULL },
    { "record", "UPDATE record SET compartment = 0", NULL },
    { "record", "UPDATE record SET compartment = 7", NULL },
    { "event", "UPDATE event SET leaf = 12", "UPDATE event SET leaf = -1" },
    { "blob", "UPDATE blob SET own = 0", "UPDATE blob SET own = 1" },
    { "key", "UPDATE key SET epoch = epoch + 1", "UPDATE key SET epoch = epoch - 1" },
    { "entry", "UPDATE entry SET position = position + 1", "UPDATE entry SET position = position - 1" },
    { "note", "UPDATE note SET kind = 0", "UPDATE note SET kind = 1" },
    { "outbox", "UPDATE outbox SET state = 1", "UPDATE outbox SET state = 0" },
    { "outbox_blob", "UPDATE outbox_blob SET sent = 1", "UPDATE outbox_blob SET sent = 0" },
    { "named", "UPDATE named SET kind = name", NULL },
    { "typed", "UPDATE typed SET compartment = 0", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-labels");
      g_autoptr (NadiCache) cache = open_filled ("sealed-labels");
      g_autoptr (NadiDatabase) intruder = open_intruder ("sealed-labels");
      g_autoptr (GError) error = NULL;

      execute (intruder, changes[i].change);
      assert_named (cache, changes[i].table);
      if (changes[i].back != NULL)
        {
          execute (intruder, changes[i].back);
          g_assert_true (nadi_cache_check (cache, &error));
          g_assert_no_error (error);
        }
    }
}

/* The getters notice it themselves, not the check alone: a damaged row is never shown. */
static void
test_getters (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-getters");
  g_autoptr (NadiCache) cache = open_filled ("sealed-getters");
  g_autoptr (NadiDatabase) intruder = open_intruder ("sealed-getters");
  g_autoptr (NadiOutbox) outbox = nadi_outbox_new (cache);
  const char *id = PATIENT "-one";
  g_autoptr (NadiCacheRecord) record = NULL;
  g_autoptr (NadiCacheSource) source = NULL;
  g_autoptr (NadiCachePatients) patients = NULL;
  g_autoptr (NadiCacheKeyRow) key = NULL;
  g_autoptr (NadiOutboxItem) item = NULL;
  g_autoptr (NadiSecret) resource = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  NadiTrustedHead trusted;
  NadiStreamHead head;
  guint64 mark;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE %s SET value = substr (value, 1, length (value) - 1)", tables[i]);

      execute (intruder, sql);
      execute (intruder, "UPDATE meta SET value = substr (value, 1, length (value) - 1) WHERE name = 'trusted'");
    }
#define ASSERT_DAMAGED(call)                                                                                          \
  g_assert_false (call);                                                                                              \
  nadi_test_assert_error (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED)

  ASSERT_DAMAGED (nadi_cache_load_trusted (cache, &trusted, &error));
  ASSERT_DAMAGED (nadi_cache_load_cursor (cache, "p:" PATIENT "-one", &head, &error));
  ASSERT_DAMAGED (nadi_cache_get_mark (cache, NADI_COMPARTMENT_CLINICAL, "p:" PATIENT "-one", &mark, &error));
  ASSERT_DAMAGED (nadi_cache_get_event (cache, PATIENT "-event-one", &bytes, NULL, &error));
  ASSERT_DAMAGED (nadi_cache_each_entry (cache, "p:" PATIENT "-one", 0, 9, NULL, NULL, &error));
  ASSERT_DAMAGED (nadi_cache_get_record (cache, id, &record, &error));
  ASSERT_DAMAGED (nadi_cache_get_resource (cache, id, &resource, &error));
  ASSERT_DAMAGED (nadi_cache_list_records (cache, NADI_CACHE_BY_PATIENT, PATIENT, 0, &list, &error));
  ASSERT_DAMAGED (nadi_cache_get_source (cache, NADI_COMPARTMENT_CLINICAL, MARK "-one", &source, &error));
  ASSERT_DAMAGED (nadi_cache_load_patients (cache, &error) != NULL);
  ASSERT_DAMAGED (nadi_cache_get_patient (cache, id, &patients, &error));
  ASSERT_DAMAGED (nadi_cache_get_key (cache, NADI_CACHE_KEY_SHELF, id, 1, &key, &error));
  ASSERT_DAMAGED (nadi_cache_list_notes (cache, NADI_CACHE_NOTE_TASK, &list, &error));
  ASSERT_DAMAGED (nadi_cache_get_value (cache, NADI_COMPARTMENT_DESK, MARK, id, &bytes, &error));
  ASSERT_DAMAGED (nadi_cache_each_value (cache, NADI_COMPARTMENT_DESK, MARK, NULL, NULL, &error));
  ASSERT_DAMAGED (nadi_outbox_get (outbox, id, &item, &error));
  ASSERT_DAMAGED (nadi_outbox_list (outbox, NADI_OUTBOX_QUEUED, 0, &list, &error));
}

/* A flipped byte of the file that no tool has smoothed over: the page's checksum notices. */
static void
test_file_flips (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("sealed-file");
  g_autoptr (NadiCache) cache = open_filled ("sealed-file");
  g_autoptr (GBytes) file = NULL;
  const guint8 *data;
  gsize length;

  g_clear_pointer (&cache, nadi_cache_close);
  file = nadi_test_vfs_contents (vfs, "d");
  data = g_bytes_get_data (file, &length);
  for (gsize at = 0; at < length; at += 509)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;

      copy[at] ^= 0x40;
      changed = g_bytes_new (copy, length);
      nadi_test_vfs_set_contents (vfs, "d", changed);
      nadi_test_vfs_set_contents (vfs, "d-wal", NULL);
      cache = nadi_test_cache_open ("sealed-file", TRUE, &error);
      g_assert_true (cache == NULL || !nadi_cache_check (cache, &error));
      g_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
      g_clear_pointer (&cache, nadi_cache_close);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/sealed/markers", test_markers);
  g_test_add_func ("/cache/sealed/real-files", test_real_files);
  g_test_add_func ("/cache/sealed/flipped", test_flips);
  g_test_add_func ("/cache/sealed/swapped", test_swapped);
  g_test_add_func ("/cache/sealed/relabelled", test_relabelled);
  g_test_add_func ("/cache/sealed/getters", test_getters);
  g_test_add_func ("/cache/sealed/file-flipped", test_file_flips);
  return g_test_run ();
}
