/* What the cache keeps beside records: patients, keys, notes and values; and that a transaction is whole. */
#include "nadi-cache-patients.h"
#include "nadi-cache-values.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

/* --- patients ------------------------------------------------------------------------------------------------ */

static void
test_patients (NadiTestCache *fixture, gconstpointer data)
{
  NadiCachePatient patient = { NADI_TEST_ID_A, "12345678901234", "Zoë Kāle", "zoe kale", "झोई काळे", "9812345678", "IN-MH", -9000, 20449, 2, 1, 0x8003 };
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
  nadi_test_cache_reopen (fixture, FALSE);
  all = nadi_cache_load_patients (fixture->cache, &fixture->error);
  g_assert_cmpuint (nadi_cache_patients_count (all), ==, 3001);
  found = nadi_cache_patients_get (all, 0);
  g_assert_cmpstr (found->patient, ==, NADI_TEST_ID_A);
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
  g_assert_true (nadi_cache_get_patient (fixture->cache, NADI_TEST_ID_A, &one, &fixture->error));
  g_assert_cmpuint (nadi_cache_patients_count (one), ==, 1);
  g_assert_cmpstr (nadi_cache_patients_get (one, 0)->name, ==, "Changed");
  g_assert_true (nadi_cache_remove_patient (fixture->cache, NADI_TEST_ID_A, &fixture->error));
  g_assert_true (nadi_cache_get_patient (fixture->cache, NADI_TEST_ID_A, &none, &fixture->error));
  g_assert_null (none);
}

/* --- keys, notes, values ------------------------------------------------------------------------------------- */

static void
test_keys (NadiTestCache *fixture, gconstpointer data)
{
  g_autoptr (NadiCacheKeyRow) second = NULL, newest = NULL, none = NULL;
  g_autoptr (GPtrArray) all = NULL;

  for (gint64 epoch = 3; epoch >= 1; epoch--)
    {
      g_autoptr (NadiSecret) key = nadi_secret_new (32);
      g_autofree char *kid = g_strdup_printf ("kid%d", (int) epoch);

      nadi_secret_data (key)[0] = (guint8) epoch;
      g_assert_true (nadi_cache_put_key (fixture->cache, epoch == 2 ? NADI_COMPARTMENT_DESK : NADI_COMPARTMENT_CLINICAL,
                                         NADI_CACHE_KEY_SHELF, NADI_TEST_ID_C, epoch, kid, key, &fixture->error));
    }
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, NADI_TEST_ID_C, 2, &second, &fixture->error));
  g_assert_cmpstr (second->kid, ==, "kid2");
  g_assert_cmpuint (nadi_secret_data (second->secret)[0], ==, 2);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_ROLE, NADI_TEST_ID_C, 2, &none, &fixture->error));
  g_assert_null (none);
  g_assert_true (nadi_cache_list_keys (fixture->cache, NADI_CACHE_KEY_SHELF, NADI_TEST_ID_C, &all, &fixture->error));
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((NadiCacheKeyRow *) all->pdata[0])->epoch, ==, 1);
  g_assert_cmpint (((NadiCacheKeyRow *) all->pdata[2])->epoch, ==, 3);
  g_assert_true (nadi_cache_get_key (fixture->cache, NADI_CACHE_KEY_SHELF, NADI_TEST_ID_C, -1, &newest, &fixture->error));
  g_assert_cmpint (newest->epoch, ==, 3);
}

static void
test_notes (NadiTestCache *fixture, gconstpointer data)
{
  g_autoptr (GBytes) typed = g_bytes_new_static ("{\"problem\":\"cough\"}", 19);
  NadiCacheNote draft = { .compartment = NADI_COMPARTMENT_CLINICAL, .kind = NADI_CACHE_NOTE_DRAFT, .time = 5, .form = (char *) "case",
                          .patient = (char *) NADI_TEST_ID_A, .typed = typed };
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
  g_assert_cmpstr (((NadiCacheNote *) both->pdata[0])->patient, ==, NADI_TEST_ID_A);
  g_assert_true (g_bytes_equal (((NadiCacheNote *) both->pdata[0])->typed, typed));
  g_assert_null (((NadiCacheNote *) both->pdata[1])->typed);

  nadi_test_cache_reopen (fixture, FALSE);
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
test_values (NadiTestCache *fixture, gconstpointer data)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GBytes) value = NULL, empty = NULL;

  nadi_test_cache_put_value (fixture, "staff", "one", "A");
  nadi_test_cache_put_value (fixture, "staff", "two", "B");
  nadi_test_cache_put_value (fixture, "org", "one", "C");
  nadi_test_cache_put_value (fixture, "staff", "none", "");
  nadi_test_cache_put_value (fixture, "staff", "one", "D");
  nadi_test_cache_put_value (fixture, "staff", "two", NULL);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", "one", &value, &fixture->error));
  nadi_test_assert_bytes (value, "D");
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", "none", &empty, &fixture->error));
  nadi_test_assert_bytes (empty, "");
  g_clear_pointer (&value, g_bytes_unref);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_CLINICAL, "staff", "one", &value, &fixture->error));
  g_assert_null (value);
  g_assert_true (nadi_cache_each_value (fixture->cache, NADI_COMPARTMENT_DESK, "staff", collect_value, all, &fixture->error));
  g_assert_cmpstr (all->str, ==, "one=D none= ");
}

/* --- transactions -------------------------------------------------------------------------------------------- */

static void
test_transactions (NadiTestCache *fixture, gconstpointer data)
{
  NadiCachePatient wrong = { NADI_TEST_ID_A, NULL };
  g_autoptr (GBytes) value = NULL;

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_cache_begin (fixture->cache, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE);
  nadi_test_cache_put_value (fixture, "k", "n", "kept");
  nadi_cache_rollback (fixture->cache);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "k", "n", &value, &fixture->error));
  g_assert_null (value);
  g_assert_false (nadi_cache_commit (fixture->cache, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE);

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_cache_put_patient (fixture->cache, &wrong, &fixture->error)); /* refused before any write */
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);
  nadi_test_cache_put_value (fixture, "k", "n", "kept");
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));
  nadi_test_cache_reopen (fixture, FALSE);
  g_assert_true (nadi_cache_get_value (fixture->cache, NADI_COMPARTMENT_DESK, "k", "n", &value, &fixture->error));
  nadi_test_assert_bytes (value, "kept");
}

#define ADD(name, test) g_test_add ("/cache/" name, NadiTestCache, NULL, nadi_test_cache_set_up, test, nadi_test_cache_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("patients", test_patients);
  ADD ("keys", test_keys);
  ADD ("notes", test_notes);
  ADD ("values", test_values);
  ADD ("transactions", test_transactions);
  return g_test_run ();
}
