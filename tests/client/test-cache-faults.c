/* Saving a record (row, resource, blob, search row, event in the queue, number) on disks that fail, fill up or lose power, and in a
 * program that is killed: all of it is there or nothing, and what was reported as saved is there. */
#include "nadi-cache-patients.h"
#include "nadi-cache-records.h"
#include "nadi-cid.h"
#include "nadi-outbox.h"
#include "nadi-source.h"
#include "nadi-test-cache.h"
#include "nadi-test-killed.h"
#include "nadi-test.h"

static char *
resource_of (gint64 seq)
{
  g_autofree char *padding = g_strnfill ((gsize) (seq * 131 % 3000), 'x');

  return g_strdup_printf ("{\"resourceType\":\"Condition\",\"id\":\"%d\",\"note\":\"%s\"}", (int) seq, padding);
}

static gboolean
write_parts (NadiCache *cache, NadiOutbox *outbox, gint64 seq, const char *resource, GError **error)
{
  g_autofree char *version = g_strdup_printf ("v%d", (int) seq), *event = g_strdup_printf ("e%d", (int) seq);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) resource, strlen (resource));
  g_autoptr (GBytes) bytes = g_bytes_new (event, strlen (event)), typed = g_bytes_new (resource, strlen (resource));
  char *cids[] = { cid, NULL };
  NadiCacheRecord record = { .compartment = NADI_COMPARTMENT_CLINICAL, .version = version, .record = version, .patient = version,
                             .shelf = version, .state = NADI_CACHE_STATE_OPENED, .cids = cids, .date = 20000 };
  NadiCachePatient patient = { version, "", "Name", "name", "", "", "", 0, 20000, 0, 0, 0 };
  NadiOutboxItem item = { .event_id = event, .event = bytes, .form = (char *) "case", .compartment = NADI_COMPARTMENT_CLINICAL,
                          .typed = typed, .cids = cids };

  return nadi_cache_put_blob (cache, cid, (const guint8 *) resource, strlen (resource), TRUE, error)
         && nadi_cache_put_record (cache, &record, (const guint8 *) resource, strlen (resource), error)
         && nadi_cache_put_patient (cache, &patient, error) && nadi_outbox_add (outbox, &item, error);
}

/* As the header of the outbox says it is done. */
static gboolean
save (NadiCache *cache, GError **error)
{
  g_autoptr (NadiOutbox) outbox = nadi_outbox_new (cache);
  g_autofree char *resource = NULL;
  gint64 seq;

  if (!nadi_cache_begin (cache, error))
    return FALSE;
  if (nadi_outbox_next_seq (outbox, &seq, error))
    {
      resource = resource_of (seq);
      if (write_parts (cache, outbox, seq, resource, error))
        return nadi_cache_commit (cache, error);
    }
  nadi_cache_rollback (cache);
  return FALSE;
}

static void
verify_one (NadiCache *cache, NadiOutbox *outbox, gint64 seq, const NadiOutboxItem *item)
{
  g_autofree char *version = g_strdup_printf ("v%d", (int) seq), *event = g_strdup_printf ("e%d", (int) seq);
  g_autofree char *resource = resource_of (seq);
  g_autoptr (NadiCachePatients) patient = NULL;
  g_autoptr (NadiSecret) found = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (item->event_id, ==, event);
  g_assert_cmpmem (g_bytes_get_data (item->typed, NULL), g_bytes_get_size (item->typed), resource, strlen (resource));
  g_assert_true (nadi_cache_get_resource (cache, version, &found, &error));
  g_assert_cmpmem (nadi_secret_data (found), nadi_secret_size (found), resource, strlen (resource));
  g_assert_true (nadi_cache_get_blob (cache, item->cids[0], &blob, &error));
  g_assert_cmpuint (g_bytes_get_size (blob), ==, strlen (resource));
  g_assert_true (nadi_cache_get_patient (cache, version, &patient, &error));
  g_assert_nonnull (patient);
  g_assert_no_error (error);
}

/* How many saves there are; every part of each, and nothing of any other. */
static gint64
verify (NadiCache *cache)
{
  g_autoptr (NadiOutbox) outbox = nadi_outbox_new (cache);
  g_autoptr (NadiCachePatients) patients = NULL;
  g_autoptr (GPtrArray) items = NULL, records = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_outbox_list (outbox, NADI_OUTBOX_QUEUED, 0, &items, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    verify_one (cache, outbox, i + 1, items->pdata[i]);
  g_assert_true (nadi_cache_list_records (cache, NADI_CACHE_BY_STATE, "2", 0, &records, &error));
  g_assert_cmpuint (records->len, ==, items->len);
  patients = nadi_cache_load_patients (cache, &error);
  g_assert_cmpuint (nadi_cache_patients_count (patients), ==, items->len);
  return items->len;
}

static gint64
verify_whole (NadiCache *cache)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_cache_check (cache, &error));
  g_assert_no_error (error);
  return verify (cache);
}

static void
every_nth (const char *name, NadiTestFault fault, gboolean lasting)
{
  guint n;

  for (n = 1;; n++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new (name);
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiCache) cache = nadi_test_cache_open (name, TRUE, &error);
      gboolean good, struck;

      g_assert_true (save (cache, &error));
      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, n, fault, lasting);
      good = save (cache, &error);
      if (!good)
        {
          g_assert_true (error->domain == NADI_DATABASE_ERROR);
          g_assert_true (error->code == NADI_DATABASE_ERROR_FAILED
                         || (error->code == NADI_DATABASE_ERROR_FULL && fault != NADI_TEST_FAULT_IO));
          /* What was stored can be read while the disk is as it is. */
          g_assert_cmpint (verify (cache), ==, 1);
        }
      struck = nadi_test_vfs_clear_fault (vfs);
      g_clear_error (&error);
      g_assert_true (save (cache, &error));
      g_assert_cmpint (verify_whole (cache), ==, good ? 3 : 2);
      g_clear_pointer (&cache, nadi_cache_close);
      if (!struck)
        break;
    }
  g_test_message ("%u calls", n);
  g_assert_cmpuint (n, >, 5);
}

static void
test_every_call (void)
{
  every_nth ("cache-io", NADI_TEST_FAULT_IO, FALSE);
  every_nth ("cache-io-lasting", NADI_TEST_FAULT_IO, TRUE);
  every_nth ("cache-full", NADI_TEST_FAULT_FULL, TRUE);
  every_nth ("cache-short", NADI_TEST_FAULT_SHORT, FALSE);
}

/* A disk that is full says so, in those words. */
static void
test_full (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("cache-no-space");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCache) cache = nadi_test_cache_open ("cache-no-space", TRUE, &error);

  nadi_test_vfs_fail (vfs, NADI_TEST_CALL_WRITE, 1, NADI_TEST_FAULT_FULL, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (save (cache, &error));
      nadi_test_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_FULL);
    }
  g_assert_cmpint (verify (cache), ==, 0);
  nadi_test_vfs_clear_fault (vfs);
  g_assert_true (save (cache, &error));
  g_assert_cmpint (verify_whole (cache), ==, 1);
  g_clear_pointer (&cache, nadi_cache_close);
}

static gint64
save_until_power_cut (const char *name, NadiTestVfs *vfs, NadiRandom *random)
{
  gint64 done = 0;

  nadi_test_vfs_stop_after (vfs, 1 + (guint) nadi_random_below (random, 1500));
  while (!nadi_test_vfs_stopped (vfs))
    {
      g_autoptr (NadiCache) cache = nadi_test_cache_open (name, TRUE, NULL);

      for (guint i = 0; cache != NULL && i < 4 && save (cache, NULL); i++)
        done++;
    }
  return done;
}

static void
test_power_cuts (void)
{
  guint seeds = g_getenv ("NADI_FULL") != NULL ? 2000 : 60;
  gint64 kept = 0;

  for (guint seed = 1; seed <= seeds; seed++)
    {
      g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("cache-power");
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiCache) cache = NULL;
      NadiSeededRandom random;
      gint64 done, found;

      nadi_seeded_random_init (&random, seed);
      done = save_until_power_cut ("cache-power", vfs, &random.random);
      nadi_test_vfs_power_cut (vfs, seed);
      cache = nadi_test_cache_open ("cache-power", TRUE, &error);
      g_assert_no_error (error);
      found = verify_whole (cache);
      g_assert_true (found == done || found == done + 1);
      g_clear_pointer (&cache, nadi_cache_close);
      kept += done;
    }
  g_test_message ("%u power cuts, %" G_GINT64_FORMAT " saves reported, none lost", seeds, kept);
}

/* --- killed -------------------------------------------------------------------------------------------------- */

static gpointer
open_file (const char *path, GError **error)
{
  g_autoptr (NadiSecret) desk = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);

  return nadi_cache_open (path, desk, desk, nadi_random_system (), NULL, error);
}

static gboolean
save_one (gpointer cache)
{
  return save (cache, NULL);
}

static gint64
count_saves (gpointer cache)
{
  return verify_whole (cache);
}

static void
close_file (gpointer cache)
{
  nadi_cache_close (cache);
}

static void
test_killed (void)
{
  const NadiTestWorker worker = { open_file, save_one, count_saves, close_file };

  nadi_test_survive_kills (&worker, 3, g_getenv ("NADI_FULL") != NULL ? 200 : 15, 5000, 80000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/faults/every-call", test_every_call);
  g_test_add_func ("/cache/faults/full", test_full);
  g_test_add_func ("/cache/faults/power-cuts", test_power_cuts);
  g_test_add_func ("/cache/faults/killed", test_killed);
  return g_test_run ();
}
