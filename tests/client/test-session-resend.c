/* Contents that the service dropped before their event came: they go again by themselves. */
#include <string.h>

#include "nadi-blobs.h"
#include "nadi-cache-private.h"
#include "nadi-session-charts.h"
#include "nadi-session-net.h"
#include "nadi-session-sync.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

static char *
add_chart (NadiSession *session, const char *name)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  char *patient = nadi_test_add_patient (session, name);

  nadi_case_add_problem (visit)->text = g_strdup ("Mumps");
  nadi_session_add_case (session, patient, visit, NULL, NULL, &error);
  g_assert_no_error (error);
  return patient;
}

static GHashTable *
queued_cids (NadiSession *session)
{
  GHashTable *cids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) items = NULL;

  g_assert_true (nadi_outbox_list (session->outbox, NADI_OUTBOX_QUEUED, 0, &items, NULL));
  for (guint i = 0; i < items->len; i++)
    {
      const NadiOutboxItem *item = g_ptr_array_index (items, i);

      for (guint j = 0; item->cids != NULL && item->cids[j] != NULL; j++)
        g_hash_table_add (cids, g_strdup (item->cids[j]));
    }
  return cids;
}

static gboolean
is_spared (const char *cid, gpointer data)
{
  return !g_hash_table_contains (data, cid);
}

/* What happens to a desk that lost its network between contents and events, and found it after eight days. */
static GHashTable *
upload_and_sweep (NadiSession *session)
{
  GHashTable *cids = queued_cids (session);
  g_auto (GStrv) list = (char **) g_hash_table_get_keys_as_array (cids, NULL);
  g_autoptr (GHashTable) left = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; list[i] != NULL; i++)
    list[i] = g_strdup (list[i]);
  g_mutex_lock (&session->net_lock);
  g_assert_true (nadi_session_connect (session, NULL));
  nadi_session_upload_blobs (session, (const char *const *) list, NULL, &error);
  g_mutex_unlock (&session->net_lock);
  g_assert_no_error (error);
  left = queued_cids (session);
  g_assert_cmpuint (g_hash_table_size (left), ==, 0);
  g_assert_cmpuint (nadi_blobs_sweep (clinic->world->blobs, -1000, is_spared, cids), ==, g_hash_table_size (cids));
  return cids;
}

static void
check_saved (NadiSession *session, const char *patient)
{
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (session);
  status = nadi_session_get_status (session);
  g_assert_cmpuint (status->tasks, ==, 0);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  nadi_test_sync (nurse);
  cases = nadi_session_list_cases (nurse, patient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_cmpstr (nadi_case_title (g_ptr_array_index (cases, 0)), ==, "Mumps");
}

static void
test_swept (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GHashTable) cids = NULL;
  g_autofree char *patient = NULL;

  nadi_test_sync (doctor);
  patient = add_chart (doctor, "Swept Person");
  cids = upload_and_sweep (doctor);
  g_assert_cmpuint (g_hash_table_size (cids), >=, 4);
  check_saved (doctor, patient);
}

static void
drop_from_cache (NadiSession *session, const char *cid)
{
  sqlite3_stmt *statement = nadi_database_statement (session->cache->database, "DELETE FROM blob WHERE token = ?");
  NadiCacheToken token;

  nadi_cache_token (session->cache, NADI_COMPARTMENT_DESK, "blob", cid, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  g_assert_true (nadi_database_run (session->cache->database, statement, NULL));
}

/* A record's ciphertext is gone here too: it is sealed again from what it holds. */
static void
test_sealed_again (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) cids = NULL;
  g_autofree char *patient = NULL;
  gboolean has = TRUE;
  guint dropped = 0;

  nadi_test_sync (doctor);
  patient = add_chart (doctor, "Sealed Again");
  cids = upload_and_sweep (doctor);
  g_assert_true (nadi_cache_list_records (doctor->cache, NADI_CACHE_BY_PATIENT, patient, 0, &rows, NULL));
  for (guint i = 0; i < rows->len; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);

      drop_from_cache (doctor, row->cids[0]);
      g_assert_true (nadi_cache_has_blob (doctor->cache, row->cids[0], &has, NULL));
      g_assert_false (has);
      dropped++;
    }
  g_assert_cmpuint (dropped, >=, 3);
  check_saved (doctor, patient);
}

/* Nothing left to send: it becomes a task, with what was typed. */
static void
test_impossible (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GHashTable) cids = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *second = NULL;
  GHashTableIter iter;
  gpointer cid;
  guint typed = 0;

  nadi_test_sync (doctor);
  patient = add_chart (doctor, "Lost Person");
  cids = upload_and_sweep (doctor);
  g_hash_table_iter_init (&iter, cids);
  while (g_hash_table_iter_next (&iter, &cid, NULL))
    drop_from_cache (doctor, cid);
  g_assert_true (nadi_session_sync (doctor, NULL, NULL, NULL, NULL, NULL));
  tasks = nadi_session_list_tasks (doctor, NULL);
  g_assert_cmpuint (tasks->len, >=, 1);
  for (guint i = 0; i < tasks->len; i++)
    {
      const NadiTask *task = g_ptr_array_index (tasks, i);

      typed += task->typed != NULL;
      g_assert_true (nadi_session_remove_task (doctor, task->id, NULL));
    }
  g_assert_cmpuint (typed, >=, 1);
  /* And nothing is stuck behind it. */
  second = add_chart (doctor, "Next Person");
  check_saved (doctor, second);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-resend/swept", test_swept);
  g_test_add_func ("/session-resend/sealed-again", test_sealed_again);
  g_test_add_func ("/session-resend/impossible", test_impossible);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
