/* Records in the cache, with their resources, sources and blobs: found under everything they are looked up by, one compartment
 * without the other. */
#include "nadi-cache-records.h"
#include "nadi-cache-values.h"
#include "nadi-cid.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

static char *cids[] = { (char *) "bafkreione", (char *) "bafkreitwo", NULL };
static char *replaced[] = { (char *) NADI_TEST_ID_C, NULL };

static NadiCacheRecord
sample (NadiCompartment compartment, const char *version)
{
  NadiCacheRecord record = { .compartment = compartment, .version = (char *) version, .record = (char *) NADI_TEST_ID_B,
                             .patient = (char *) NADI_TEST_ID_A, .shelf = (char *) NADI_TEST_ID_C, .section = (char *) "encounters", .epoch = 3,
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
put_record (NadiTestCache *fixture, const NadiCacheRecord *record, const char *resource)
{
  g_assert_true (nadi_cache_put_record (fixture->cache, record, (const guint8 *) resource, resource != NULL ? strlen (resource) : 0, &fixture->error));
  g_assert_no_error (fixture->error);
}

static guint
count_records (NadiTestCache *fixture, NadiCacheKey key, const char *value)
{
  g_autoptr (GPtrArray) records = NULL;

  g_assert_true (nadi_cache_list_records (fixture->cache, key, value, 0, &records, &fixture->error));
  g_assert_no_error (fixture->error);
  return records->len;
}

static void
test_records (NadiTestCache *fixture, gconstpointer data)
{
  NadiCacheRecord record = sample (NADI_COMPARTMENT_CLINICAL, "v1"), bare = { .version = (char *) "v2", .record = (char *) NADI_TEST_ID_B,
    .shelf = (char *) NADI_TEST_ID_C, .cids = cids, .date = NADI_CACHE_NO_DAY };
  g_autoptr (NadiCacheRecord) found = NULL, copy = NULL;
  g_autoptr (NadiSecret) resource = NULL;
  g_autoptr (GPtrArray) limited = NULL;

  put_record (fixture, &record, "{\"resourceType\":\"Condition\"}");
  put_record (fixture, &bare, NULL);
  nadi_test_cache_reopen (fixture, TRUE);
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

  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, NADI_TEST_ID_A), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, NADI_TEST_ID_B), ==, 0);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_RECORD, NADI_TEST_ID_B), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_SHELF, NADI_TEST_ID_C), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_DAY, "20450"), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_CID, "bafkreione"), ==, 2);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_STATE, "0"), ==, 1);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_STATE, "2"), ==, 1);
  g_assert_true (nadi_cache_list_records (fixture->cache, NADI_CACHE_BY_RECORD, NADI_TEST_ID_B, 1, &limited, &fixture->error));
  g_assert_cmpuint (limited->len, ==, 1);
}

static void
test_record_changes (NadiTestCache *fixture, gconstpointer data)
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
test_compartments (NadiTestCache *fixture, gconstpointer data)
{
  NadiCacheRecord clinical = sample (NADI_COMPARTMENT_CLINICAL, "v1"), desk = sample (NADI_COMPARTMENT_DESK, "v2");
  g_autoptr (NadiSecret) resource = NULL, key = nadi_secret_new (32);
  g_autoptr (NadiCacheRecord) found = NULL;
  g_autoptr (NadiCacheKeyRow) row = NULL;
  g_autoptr (GBytes) value = NULL;

  put_record (fixture, &clinical, "clinical");
  put_record (fixture, &desk, "desk");
  g_assert_true (nadi_cache_put_key (fixture->cache, NADI_COMPARTMENT_CLINICAL, NADI_CACHE_KEY_SHELF, NADI_TEST_ID_A, 1, "kid", key, &fixture->error));
  nadi_test_cache_reopen (fixture, FALSE);
  g_assert_false (nadi_cache_has_compartment (fixture->cache, NADI_COMPARTMENT_CLINICAL));
  g_assert_true (nadi_cache_get_record (fixture->cache, "v1", &found, &fixture->error));
  g_assert_null (found);
  g_assert_true (nadi_cache_get_resource (fixture->cache, "v1", &resource, &fixture->error));
  g_assert_null (resource);
  g_assert_cmpuint (count_records (fixture, NADI_CACHE_BY_PATIENT, NADI_TEST_ID_A), ==, 1);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, NADI_TEST_ID_A, -1, &row, &fixture->error));
  g_assert_null (row);
  g_assert_false (nadi_cache_put_record (fixture->cache, &clinical, NULL, 0, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
  g_assert_false (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_CLINICAL, "k", "n", &value, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
}

/* --- sources and blobs --------------------------------------------------------------------------------------- */

static void
test_sources (NadiTestCache *fixture, gconstpointer data)
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
test_blobs (NadiTestCache *fixture, gconstpointer data)
{
  g_autofree char *own = nadi_cid_of ((const guint8 *) "own", 3), *fetched = nadi_cid_of ((const guint8 *) "fetched", 7);
  g_autoptr (GBytes) blob = NULL;
  gboolean has;

  g_assert_true (nadi_cache_put_blob (fixture->cache, own, (const guint8 *) "own", 3, TRUE, &fixture->error));
  g_assert_true (nadi_cache_put_blob (fixture->cache, own, (const guint8 *) "own", 3, FALSE, &fixture->error));
  g_assert_true (nadi_cache_put_blob (fixture->cache, fetched, (const guint8 *) "fetched", 7, FALSE, &fixture->error));
  g_assert_true (nadi_cache_get_blob (fixture->cache, fetched, &blob, &fixture->error));
  nadi_test_assert_bytes (blob, "fetched");
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

#define ADD(name, test) g_test_add ("/cache/" name, NadiTestCache, NULL, nadi_test_cache_set_up, test, nadi_test_cache_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("records", test_records);
  ADD ("record-changes", test_record_changes);
  ADD ("compartments", test_compartments);
  ADD ("sources", test_sources);
  ADD ("blobs", test_blobs);
  return g_test_run ();
}
