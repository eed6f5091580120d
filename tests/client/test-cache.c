/* The cache does what it says: what is put is found again, by everyone who has the key and nobody else. */
#include "nadi-cache-patients.h"
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-cache-values.h"
#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

#define ID_A "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define ID_B "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"
#define ID_C "5f0e1d2c-3b4a-4596-8778-695a4b3c2d1e"

typedef struct
{
  NadiTestVfs *vfs;
  NadiCache *cache;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->vfs = nadi_test_vfs_new ("cache");
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  g_assert_no_error (fixture->error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_no_error (fixture->error);
  g_assert_true (nadi_cache_check (fixture->cache, &fixture->error));
  g_assert_no_error (fixture->error);
  nadi_cache_close (fixture->cache);
  nadi_test_vfs_free (fixture->vfs);
}

static void
reopen (Fixture *fixture, gboolean clinical)
{
  nadi_cache_close (fixture->cache);
  fixture->cache = nadi_test_cache_open ("cache", clinical, &fixture->error);
  g_assert_no_error (fixture->error);
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
}

/* --- trusted head -------------------------------------------------------------------------------------------- */

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  NadiTrustedHead head = { .size = 7, .freshness = 1767225600, .block_time = 1767225600123 }, found;

  g_assert_true (nadi_cache_load_trusted (fixture->cache, &found, &fixture->error));
  g_assert_cmpuint (found.size, ==, 0);
  head.root.bytes[5] = 9;
  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_load_trusted (fixture->cache, &found, &fixture->error));
  g_assert_cmpmem (&found, sizeof found, &head, sizeof head);
}

/* The file of yesterday in the place of today's: the keyring's memory is newer. */
static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  NadiTrustedHead head = { .size = 7 }, found;
  g_autoptr (NadiSecret) remembered = NULL, broken = NULL, again = NULL;
  g_autoptr (GBytes) yesterday = NULL;

  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  nadi_cache_close (fixture->cache);
  yesterday = nadi_test_vfs_contents (fixture->vfs, "d");
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  head.size = 9;
  head.root.bytes[0] = 1;
  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  remembered = nadi_cache_head_encode (fixture->cache, &fixture->error);
  g_assert_true (nadi_cache_check_head (fixture->cache, remembered, NULL, &fixture->error));

  nadi_cache_close (fixture->cache);
  nadi_test_vfs_set_contents (fixture->vfs, "d", yesterday);
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  g_assert_false (nadi_cache_check_head (fixture->cache, remembered, &found, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_ROLLBACK);
  g_assert_cmpuint (found.size, ==, 9);
  g_assert_cmpuint (found.root.bytes[0], ==, 1);

  g_assert_true (nadi_cache_forget_synced (fixture->cache, &found, &fixture->error));
  again = nadi_cache_head_encode (fixture->cache, &fixture->error);
  g_assert_true (nadi_cache_check_head (fixture->cache, again, NULL, &fixture->error));
  broken = nadi_secret_new (12);
  g_assert_false (nadi_cache_check_head (fixture->cache, broken, NULL, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED);
}

/* --- streams ------------------------------------------------------------------------------------------------- */

static void
add_entry (Fixture *fixture, const char *stream, guint64 position, const char *id, const char *event)
{
  g_assert_true (nadi_cache_add_entry (fixture->cache, stream, position, id, (const guint8 *) event, strlen (event), &fixture->error));
  g_assert_no_error (fixture->error);
}

static gboolean
collect (guint64 position, GBytes *event, gpointer user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%u:%.*s ", (guint) position, (int) g_bytes_get_size (event), (const char *) g_bytes_get_data (event, NULL));
  return position < 3;
}

static char *
entries (Fixture *fixture, const char *stream, guint64 position, guint limit)
{
  GString *text = g_string_new (NULL);

  g_assert_true (nadi_cache_each_entry (fixture->cache, stream, position, limit, collect, text, &fixture->error));
  return g_string_free (text, FALSE);
}

static void
test_streams (Fixture *fixture, gconstpointer data)
{
  g_autofree char *all = NULL, *some = NULL, *other = NULL, *none = NULL;
  g_autoptr (GBytes) event = NULL;
  NadiStreamHead cursor, start;
  guint64 index;

  nadi_stream_start ("o:a", &start);
  g_assert_true (nadi_cache_load_cursor (fixture->cache, "o:a", &cursor, &fixture->error));
  g_assert_cmpmem (&cursor, sizeof cursor, &start, sizeof start);
  cursor.count = 5;
  cursor.hash.bytes[31] = 77;
  g_assert_true (nadi_cache_save_cursor (fixture->cache, "o:a", &cursor, &fixture->error));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("event-%u", i);
      g_autofree char *text = g_strdup_printf ("jws%u", i);

      add_entry (fixture, "o:a", i, id, text);
    }
  add_entry (fixture, "p:b", 0, "event-3", "jws3");
  add_entry (fixture, "o:a", 2, "event-2", "jws2"); /* again is harmless */
  g_assert_false (nadi_cache_add_entry (fixture->cache, "o:a", 2, "event-9", (const guint8 *) "jws9", 4, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);

  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_load_cursor (fixture->cache, "o:a", &start, &fixture->error));
  g_assert_cmpmem (&cursor, sizeof cursor, &start, sizeof start);
  all = entries (fixture, "o:a", 0, 100);
  g_assert_cmpstr (all, ==, "0:jws0 1:jws1 2:jws2 3:jws3 ");
  some = entries (fixture, "o:a", 1, 2);
  g_assert_cmpstr (some, ==, "1:jws1 2:jws2 ");
  other = entries (fixture, "p:b", 0, 10);
  g_assert_cmpstr (other, ==, "0:jws3 ");
  none = entries (fixture, "p:none", 0, 10);
  g_assert_cmpstr (none, ==, "");

  g_assert_true (nadi_cache_get_event (fixture->cache, "event-3", &event, &index, &fixture->error));
  assert_bytes (event, "jws3");
  g_assert_cmpuint (index, ==, NADI_CACHE_NO_INDEX);
  g_clear_pointer (&event, g_bytes_unref);
  g_assert_true (nadi_cache_set_event_index (fixture->cache, "event-3", 12345, &fixture->error));
  g_assert_true (nadi_cache_get_event (fixture->cache, "event-3", &event, &index, &fixture->error));
  g_assert_cmpuint (index, ==, 12345);
  g_clear_pointer (&event, g_bytes_unref);
  g_assert_true (nadi_cache_get_event (fixture->cache, "event-77", &event, &index, &fixture->error));
  g_assert_null (event);
}

/* What the stream brings is what counts, not what this device once had under the same id. */
static void
test_stream_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) event = NULL;

  g_assert_true (nadi_cache_put_event (fixture->cache, "e", (const guint8 *) "old", 3, 8, &fixture->error));
  add_entry (fixture, "o:a", 0, "e", "newer");
  g_assert_true (nadi_cache_get_event (fixture->cache, "e", &event, NULL, &fixture->error));
  assert_bytes (event, "newer");
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  guint64 position;

  g_assert_true (nadi_cache_set_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", 4, &fixture->error));
  g_assert_true (nadi_cache_set_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:a", 9, &fixture->error));
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 4);
  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:a", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 9);
  g_assert_false (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", &position, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:b", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 0);
}

/* --- records ------------------------------------------------------------------------------------------------- */

static char *cids[] = { (char *) "bafkreione", (char *) "bafkreitwo", NULL };
static char *replaced[] = { (char *) ID_C, NULL };

static NadiCacheRecord
sample (NadiCompartment compartment, const char *version)
{
  NadiCacheRecord record = { .compartment = compartment, .version = (char *) version, .record = (char *) ID_B,
                             .patient = (char *) ID_A, .shelf = (char *) ID_C, .section = (char *) "encounters", .epoch = 3,
                             .state = NADI_CACHE_STATE_OPENED, .type = (char *) "Condition", .date = 20450,
                             .author = (char *) "org/staff", .event = (char *) "event-1", .time = 1767225600000,
                             .cids = cids, .replaces = replaced };

  record.commitment.bytes[3] = 5;
  return record;
}

static void
assert_same (const NadiCacheRecord *a, const NadiCacheRecord *b)
{
  g_assert_cmpint (a->compartment, ==, b->compartment);
  g_assert_cmpstr (a->version, ==, b->version);
  g_assert_cmpstr (a->record, ==, b->record);
  g_assert_cmpstr (a->patient, ==, b->patient);
  g_assert_cmpstr (a->shelf, ==, b->shelf);
  g_assert_cmpstr (a->section, ==, b->section);
  g_assert_cmpint (a->epoch, ==, b->epoch);
  g_assert_cmpint (a->status, ==, b->status);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpstr (a->type, ==, b->type);
  g_assert_cmpint (a->date, ==, b->date);
  g_assert_cmpstr (a->author, ==, b->author);
  g_assert_cmpstr (a->event, ==, b->event);
  g_assert_cmpint (a->time, ==, b->time);
  g_assert_true (g_strv_equal ((const char *const *) a->cids, (const char *const *) b->cids));
  g_assert_true (nadi_hash_equal (&a->commitment, &b->commitment));
}

static void
put_record (Fixture *fixture, const NadiCacheRecord *record, const char *resource)
{
  g_assert_true (nadi_cache_put_record (fixture->cache, record, (const guint8 *) resource, resource != NULL ? strlen (resource) : 0, &fixture->error));
  g_assert_no_error (fixture->error);
}

static guint
count_records (Fixture *fixture, NadiCacheKey key, const char *value)
{
  g_autoptr (GPtrArray) records = NULL;

  g_assert_true (nadi_cache_list_records (fixture->cache, key, value, 0, &records, &fixture->error));
  g_assert_no_error (fixture->error);
  return records->len;
}

static void
test_records (Fixture *fixture, gconstpointer data)
{
  NadiCacheRecord record = sample (NADI_COMPARTMENT_CLINICAL, "v1"), bare = { .version = (char *) "v2", .record = (char *) ID_B,
    .shelf = (char *) ID_C, .cids = cids, .date = NADI_CACHE_NO_DAY };
  g_autoptr (NadiCacheRecord) found = NULL, copy = NULL;
  g_autoptr (NadiSecret) resource = NULL;
  g_autoptr (GPtrArray) limited = NULL;

  put_record (fixture, &record, "{\"resourceType\":\"Condition\"}");
  put_record (fixture, &bare, NULL);
  reopen (fixture, TRUE);
  g_assert_true (nadi_cache_get_record (fixture->cache, "v1", &found, &fixture->error));
  assert_same (found, &record);
  g_assert_true (g_strv_equal ((const char *const *) found->replaces, (const char *const *) replaced));
  copy = nadi_cache_record_copy (found);
  assert_same (copy, &record);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v1", &resource, &fixture->error));
  g_assert_cmpmem (nadi_secret_data (resource), nadi_secret_size (resource), "{\"resourceType\":\"Condition\"}", 28);
  g_clear_pointer (&resource, nadi_secret_unref);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v2", &resource, &fixture->error));
  g_assert_null (resource);

  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, ID_A), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, ID_B), ==, 0);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_RECORD, ID_B), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_SHELF, ID_C), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_DAY, "20450"), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_CID, "bafkreione"), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_STATE, "0"), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_STATE, "2"), ==, 1);
  g_assert_true (nadi_cache_list_records (fixture->cache, NADI_CACHE_BY_RECORD, ID_B, 1, &limited, &fixture->error));
  g_assert_cmpuint (limited->len, ==, 1);
}

static void
test_record_changes (Fixture *fixture, gconstpointer data)
{
  NadiCacheRecord record = sample (NADI_COMPARTMENT_CLINICAL, "v1"), wrong = { .version = (char *) "v" };
  g_autoptr (NadiCacheRecord) found = NULL, gone = NULL;
  g_autoptr (NadiSecret) resource = NULL;

  put_record (fixture, &record, "one");
  g_assert_true (nadi_cache_set_record_status (fixture->cache, "v1", NADI_CACHE_STATUS_REPLACED, &fixture->error));
  g_assert_true (nadi_cache_set_record_state (fixture->cache, "v1", NADI_CACHE_STATE_DAMAGED, &fixture->error));
  g_assert_true (nadi_cache_get_record (fixture->cache, "v1", &found, &fixture->error));
  record.status = NADI_CACHE_STATUS_REPLACED;
  record.state = NADI_CACHE_STATE_DAMAGED;
  assert_same (found, &record);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v1", &resource, &fixture->error));
  g_assert_nonnull (resource);
  g_clear_pointer (&resource, nadi_secret_unref);

  g_assert_true (nadi_cache_remove_record (fixture->cache, "v1", &fixture->error));
  g_assert_true (nadi_cache_get_record (fixture->cache, "v1", &gone, &fixture->error));
  g_assert_null (gone);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v1", &resource, &fixture->error));
  g_assert_null (resource);
  g_assert_false (nadi_cache_set_record_state (fixture->cache, "v1", NADI_CACHE_STATE_OPENED, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
  g_assert_false (nadi_cache_put_record (fixture->cache, &wrong, NULL, 0, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
}

/* Reception's sitting in the cache that doctors use too. */
static void
test_compartments (Fixture *fixture, gconstpointer data)
{
  NadiCacheRecord clinical = sample (NADI_COMPARTMENT_CLINICAL, "v1"), desk = sample (NADI_COMPARTMENT_DESK, "v2");
  g_autoptr (NadiSecret) resource = NULL, key = nadi_secret_new (32);
  g_autoptr (NadiCacheRecord) found = NULL;
  g_autoptr (NadiCacheKeyRow) row = NULL;
  g_autoptr (GBytes) value = NULL;

  put_record (fixture, &clinical, "clinical");
  put_record (fixture, &desk, "desk");
  g_assert_true (nadi_cache_put_key (fixture->cache, NADI_COMPARTMENT_CLINICAL, NADI_CACHE_KEY_SHELF, ID_A, 1, "kid", key, &fixture->error));
  reopen (fixture, FALSE);
  g_assert_false (nadi_cache_has_compartment (fixture->cache, NADI_COMPARTMENT_CLINICAL));
  g_assert_true (nadi_cache_get_record (fixture->cache, "v1", &found, &fixture->error));
  g_assert_null (found);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v1", &resource, &fixture->error));
  g_assert_null (resource);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, ID_A), ==, 1);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, ID_A, -1, &row, &fixture->error));
  g_assert_null (row);
  g_assert_false (nadi_cache_put_record (fixture->cache, &clinical, NULL, 0, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
  g_assert_false (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_CLINICAL, "k", "n", &value, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiSecret) right = nadi_secret_new (32), wrong = nadi_secret_new (32);

  nadi_secret_data (wrong)[0] = 99;
  memset (nadi_secret_data (right), 0xd5, 32);
  nadi_cache_close (fixture->cache);
  g_assert_null (nadi_cache_open ("d", wrong, NULL, nadi_random_system (), "cache", &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_KEY);
  g_assert_null (nadi_cache_open ("d", right, wrong, nadi_random_system (), "cache", &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_KEY);
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
}

/* --- sources and blobs --------------------------------------------------------------------------------------- */

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  NadiCacheSource source = { (char *) "r", (char *) "v", (char *) "e", { { 1, 2, 3 } } };
  g_autoptr (NadiCacheSource) found = NULL, none = NULL;

  g_assert_true (nadi_cache_put_source (fixture->cache, NADI_COMPARTMENT_DESK, "urn:x|1", &source, &fixture->error));
  source.version = (char *) "v2";
  g_assert_true (nadi_cache_put_source (fixture->cache, NADI_COMPARTMENT_DESK, "urn:x|1", &source, &fixture->error));
  g_assert_true (nadi_cache_get_source (fixture->cache, NADI_COMPARTMENT_DESK, "urn:x|1", &found, &fixture->error));
  g_assert_cmpstr (found->version, ==, "v2");
  g_assert_cmpstr (found->event, ==, "e");
  g_assert_true (nadi_hash_equal (&found->digest, &source.digest));
  g_assert_true (nadi_cache_get_source (fixture->cache, NADI_COMPARTMENT_CLINICAL, "urn:x|1", &none, &fixture->error));
  g_assert_null (none);
}

static void
test_blobs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *own = nadi_cid_of ((const guint8 *) "own", 3), *fetched = nadi_cid_of ((const guint8 *) "fetched", 7);
  g_autoptr (GBytes) blob = NULL;
  gboolean has;

  g_assert_true (nadi_cache_put_blob (fixture->cache, own, (const guint8 *) "own", 3, TRUE, &fixture->error));
  g_assert_true (nadi_cache_put_blob (fixture->cache, own, (const guint8 *) "own", 3, FALSE, &fixture->error));
  g_assert_true (nadi_cache_put_blob (fixture->cache, fetched, (const guint8 *) "fetched", 7, FALSE, &fixture->error));
  g_assert_true (nadi_cache_get_blob (fixture->cache, fetched, &blob, &fixture->error));
  assert_bytes (blob, "fetched");
  g_clear_pointer (&blob, g_bytes_unref);
  g_assert_true (nadi_cache_drop_fetched_blobs (fixture->cache, &fixture->error));
  g_assert_true (nadi_cache_has_blob (fixture->cache, fetched, &has, &fixture->error));
  g_assert_false (has);
  g_assert_true (nadi_cache_has_blob (fixture->cache, own, &has, &fixture->error));
  g_assert_true (has);
  g_assert_true (nadi_cache_put_blob (fixture->cache, fetched, (const guint8 *) "other", 5, FALSE, &fixture->error));
  g_assert_false (nadi_cache_get_blob (fixture->cache, fetched, &blob, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED);
}

/* --- patients ------------------------------------------------------------------------------------------------ */

static void
test_patients (Fixture *fixture, gconstpointer data)
{
  NadiCachePatient patient = { ID_A, "12345678901234", "Zoë Kāle", "zoe kale", "झोई काळे", "9812345678", "IN-MH", -9000, 20449, 2, 1, 0x8003 };
  g_autofree char *long_name = g_strnfill (256, 'n');
  g_autoptr (NadiCachePatients) all = NULL, one = NULL, none = NULL;
  const NadiCachePatient *found;

  g_assert_true (nadi_cache_put_patient (fixture->cache, &patient, &fixture->error));
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);
      NadiCachePatient other = { id, "", "Someone", "someone", "", "", "", NADI_CACHE_NO_DAY, NADI_CACHE_NO_DAY, 0, 0, 0 };

      g_assert_true (nadi_cache_in_transaction (fixture->cache) || nadi_cache_begin (fixture->cache, &fixture->error));
      g_assert_true (nadi_cache_put_patient (fixture->cache, &other, &fixture->error));
    }
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));
  reopen (fixture, FALSE);
  all = nadi_cache_load_patients (fixture->cache, &fixture->error);
  g_assert_cmpuint (nadi_cache_patients_count (all), ==, 3001);
  found = nadi_cache_patients_get (all, 0);
  g_assert_cmpstr (found->patient, ==, ID_A);
  g_assert_cmpstr (found->number, ==, "12345678901234");
  g_assert_cmpstr (found->name, ==, "Zoë Kāle");
  g_assert_cmpstr (found->folded, ==, "zoe kale");
  g_assert_cmpstr (found->native, ==, "झोई काळे");
  g_assert_cmpstr (found->phone, ==, "9812345678");
  g_assert_cmpstr (found->place, ==, "IN-MH");
  g_assert_cmpint (found->birth, ==, -9000);
  g_assert_cmpint (found->last_visit, ==, 20449);
  g_assert_cmpint (found->birth_precision, ==, 2);
  g_assert_cmpint (found->sex, ==, 1);
  g_assert_cmpint (found->flags, ==, 0x8003);
  g_assert_cmpint (nadi_cache_patients_get (all, 3000)->birth, ==, NADI_CACHE_NO_DAY);

  patient.name = long_name;
  g_assert_false (nadi_cache_put_patient (fixture->cache, &patient, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
  patient.name = NULL;
  g_assert_false (nadi_cache_put_patient (fixture->cache, &patient, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
  patient.name = "Changed";
  g_assert_true (nadi_cache_put_patient (fixture->cache, &patient, &fixture->error));
  g_assert_true (nadi_cache_get_patient (fixture->cache, ID_A, &one, &fixture->error));
  g_assert_cmpuint (nadi_cache_patients_count (one), ==, 1);
  g_assert_cmpstr (nadi_cache_patients_get (one, 0)->name, ==, "Changed");
  g_assert_true (nadi_cache_remove_patient (fixture->cache, ID_A, &fixture->error));
  g_assert_true (nadi_cache_get_patient (fixture->cache, ID_A, &none, &fixture->error));
  g_assert_null (none);
}

/* --- keys, notes, values ------------------------------------------------------------------------------------- */

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiCacheKeyRow) second = NULL, newest = NULL, none = NULL;
  g_autoptr (GPtrArray) all = NULL;

  for (gint64 epoch = 3; epoch >= 1; epoch--)
    {
      g_autoptr (NadiSecret) key = nadi_secret_new (32);
      g_autofree char *kid = g_strdup_printf ("kid%d", (int) epoch);

      nadi_secret_data (key)[0] = (guint8) epoch;
      g_assert_true (nadi_cache_put_key (fixture->cache, epoch == 2 ? NADI_COMPARTMENT_DESK : NADI_COMPARTMENT_CLINICAL,
                                         NADI_CACHE_KEY_SHELF, ID_C, epoch, kid, key, &fixture->error));
    }
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, ID_C, 2, &second, &fixture->error));
  g_assert_cmpstr (second->kid, ==, "kid2");
  g_assert_cmpuint (nadi_secret_data (second->secret)[0], ==, 2);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_ROLE, ID_C, 2, &none, &fixture->error));
  g_assert_null (none);
  g_assert_true (nadi_cache_list_keys (fixture->cache, NADI_CACHE_KEY_SHELF, ID_C, &all, &fixture->error));
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((NadiCacheKeyRow *) all->pdata[0])->epoch, ==, 1);
  g_assert_cmpint (((NadiCacheKeyRow *) all->pdata[2])->epoch, ==, 3);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, ID_C, -1, &newest, &fixture->error));
  g_assert_cmpint (newest->epoch, ==, 3);
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) typed = g_bytes_new_static ("{\"problem\":\"cough\"}", 19);
  NadiCacheNote draft = { .compartment = NADI_COMPARTMENT_CLINICAL, .kind = NADI_CACHE_NOTE_DRAFT, .time = 5, .form = (char *) "case",
                          .patient = (char *) ID_A, .typed = typed };
  NadiCacheNote desk = { .kind = NADI_CACHE_NOTE_DRAFT, .form = (char *) "patient" };
  g_autoptr (GPtrArray) both = NULL, one = NULL, tasks = NULL;
  guint count;

  g_assert_true (nadi_cache_put_note (fixture->cache, &draft, &fixture->error));
  g_assert_true (nadi_cache_put_note (fixture->cache, &desk, &fixture->error));
  g_assert_cmpint (draft.id, !=, desk.id);
  draft.time = 6;
  g_assert_true (nadi_cache_put_note (fixture->cache, &draft, &fixture->error));
  g_assert_true (nadi_cache_list_notes (fixture->cache, NADI_CACHE_NOTE_DRAFT, &both, &fixture->error));
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpint (((NadiCacheNote *) both->pdata[0])->id, ==, draft.id);
  g_assert_cmpint (((NadiCacheNote *) both->pdata[0])->time, ==, 6);
  g_assert_cmpstr (((NadiCacheNote *) both->pdata[0])->patient, ==, ID_A);
  g_assert_true (g_bytes_equal (((NadiCacheNote *) both->pdata[0])->typed, typed));
  g_assert_null (((NadiCacheNote *) both->pdata[1])->typed);

  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_list_notes (fixture->cache, NADI_CACHE_NOTE_DRAFT, &one, &fixture->error));
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (nadi_cache_list_notes (fixture->cache, NADI_CACHE_NOTE_TASK, &tasks, &fixture->error));
  g_assert_cmpuint (tasks->len, ==, 0);
  g_assert_true (nadi_cache_count_notes (fixture->cache, NADI_CACHE_NOTE_DRAFT, &count, &fixture->error));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (nadi_cache_remove_note (fixture->cache, draft.id, &fixture->error));
  g_assert_true (nadi_cache_remove_note (fixture->cache, draft.id, &fixture->error));
  g_assert_true (nadi_cache_count_notes (fixture->cache, NADI_CACHE_NOTE_DRAFT, &count, &fixture->error));
  g_assert_cmpuint (count, ==, 1);
}

static gboolean
collect_value (const char *name, GBytes *data, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=%.*s ", name, (int) g_bytes_get_size (data), (const char *) g_bytes_get_data (data, NULL));
  return TRUE;
}

static void
put_value (Fixture *fixture, const char *kind, const char *name, const char *value)
{
  g_assert_true (nadi_cache_put_value (fixture->cache, NADI_COMPARTMENT_DESK, kind, name, (const guint8 *) value,
                                       value != NULL ? strlen (value) : 0, &fixture->error));
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GBytes) value = NULL, empty = NULL;

  put_value (fixture, "staff", "one", "A");
  put_value (fixture, "staff", "two", "B");
  put_value (fixture, "org", "one", "C");
  put_value (fixture, "staff", "none", "");
  put_value (fixture, "staff", "one", "D");
  put_value (fixture, "staff", "two", NULL);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", "one", &value, &fixture->error));
  assert_bytes (value, "D");
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", "none", &empty, &fixture->error));
  assert_bytes (empty, "");
  g_clear_pointer (&value, g_bytes_unref);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_CLINICAL, "staff", "one", &value, &fixture->error));
  g_assert_null (value);
  g_assert_true (nadi_cache_each_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", collect_value, all, &fixture->error));
  g_assert_cmpstr (all->str, ==, "one=D none= ");
}

/* --- transactions -------------------------------------------------------------------------------------------- */

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  NadiCachePatient wrong = { ID_A, NULL };
  g_autoptr (GBytes) value = NULL;

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_cache_begin (fixture->cache, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE);
  put_value (fixture, "k", "n", "kept");
  nadi_cache_rollback (fixture->cache);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "k", "n", &value, &fixture->error));
  g_assert_null (value);
  g_assert_false (nadi_cache_commit (fixture->cache, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE);

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_cache_put_patient (fixture->cache, &wrong, &fixture->error)); /* refused before any write */
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
  put_value (fixture, "k", "n", "kept");
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));
  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "k", "n", &value, &fixture->error));
  assert_bytes (value, "kept");
}

#define ADD(name, test) g_test_add ("/cache/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("trusted-head", test_trusted);
  ADD ("rollback", test_rollback);
  ADD ("streams", test_streams);
  ADD ("stream-wins", test_stream_wins);
  ADD ("marks", test_marks);
  ADD ("records", test_records);
  ADD ("record-changes", test_record_changes);
  ADD ("compartments", test_compartments);
  ADD ("wrong-key", test_wrong_key);
  ADD ("sources", test_sources);
  ADD ("blobs", test_blobs);
  ADD ("patients", test_patients);
  ADD ("keys", test_keys);
  ADD ("notes", test_notes);
  ADD ("values", test_values);
  ADD ("transactions", test_transactions);
  return g_test_run ();
}
