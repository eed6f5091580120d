/* The log under load, at its limits, and on a disk that fails: contents that are missing, many senders, a full queue, no space. */
#include "nadi-test-log.h"

#include "nadi-cid.h"
#include "nadi-store-sqlite.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

#define SECONDS (NADI_TEST_TIME / 1000)

static void
test_contents (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nadi-log-XXXXXX", &error);
  g_autofree char *cid = NULL, *record = NULL, *version = NULL;
  g_autoptr (NadiTestLog) test = nadi_test_log_start (10);
  g_autoptr (NadiBlobs) blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  g_autoptr (GBytes) content = g_bytes_new_static ("sealed", 6), stray = g_bytes_new_static ("stray", 5);
  g_autoptr (NadiEvent) event = NULL;
  g_auto (NadiTestAnswer) refused, admitted;

  g_assert_no_error (error);
  nadi_test_log_close (test);
  test->blobs = blobs;
  nadi_test_log_open (test);
  cid = nadi_cid_of ((const guint8 *) "sealed", 6);
  record = nadi_test_uuid (test->people);
  version = nadi_test_uuid (test->people);
  event = nadi_test_record_add (test->people, test->people->orgs[0].doctor, test->shelves[0], 1, record, version, cid);
  nadi_test_log_submit (test, &event, 1, &refused);
  g_assert_error (refused.errors[0], NADI_LOG_ERROR, NADI_LOG_ERROR_BLOB);
  g_assert_cmpstr (nadi_log_error_word (refused.errors[0]), ==, "blob");
  g_assert_true (nadi_blobs_put (blobs, cid, content, &error));
  nadi_test_log_submit (test, &event, 1, &admitted);
  g_assert_no_error (admitted.errors[0]);
  /* What an event names is swept by nobody; what none does goes, when it is old. */
  g_assert_true (nadi_blobs_put (blobs, NULL, stray, &error));
  g_assert_cmpuint (nadi_log_sweep (test->log, 0), ==, 0);
  nadi_test_log_close (test);
  nadi_blobs_close (blobs);
  test->clock.time += G_GINT64_CONSTANT (1000) * 60 * 60 * 24 * 365 * 100;
  blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  test->blobs = blobs;
  nadi_test_log_open (test);
  g_assert_cmpuint (nadi_log_sweep (test->log, 1000), ==, 1);
  g_assert_true (nadi_blobs_has (blobs, cid));
  nadi_test_log_close (test);
  test->blobs = NULL;
  nadi_test_remove_tree (folder);
}

/* What waits for approval is kept; and if it is lost all the same, the event can't be made to count without it. */
static void
test_approved_contents (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nadi-log-XXXXXX", &error), *other = g_dir_make_tmp ("nadi-log-XXXXXX", &error);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "sealed", 6);
  g_autoptr (NadiTestLog) test = nadi_test_log_start (12);
  g_autoptr (NadiBlobs) blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  g_autoptr (GBytes) content = g_bytes_new_static ("sealed", 6);
  NadiTestOrg *org = &test->people->orgs[0];
  g_autoptr (NadiEvent) late = NULL, approval = NULL;
  g_auto (NadiTestAnswer) waiting, refused, admitted;

  nadi_test_log_close (test);
  test->blobs = blobs;
  nadi_test_log_open (test);
  nadi_test_log_admit (test, nadi_test_event (test->people, org->admin, "staff.remove", "{'staff':'%s','compromised':null}",
                                              org->doctor->actor.staff));
  g_assert_true (nadi_blobs_put (blobs, cid, content, &error));
  late = nadi_test_record_add (test->people, org->doctor, test->shelves[0], 1, NULL, NULL, cid);
  nadi_test_log_submit (test, &late, 1, &waiting);
  g_assert_no_error (waiting.errors[0]);
  test->clock.time += G_GINT64_CONSTANT (1000) * 60 * 60 * 24 * 20;
  g_assert_cmpuint (nadi_log_sweep (test->log, 1000), ==, 0);
  g_assert_true (nadi_blobs_has (blobs, cid));
  nadi_test_log_close (test);
  nadi_blobs_close (blobs);
  test->blobs = blobs = nadi_blobs_open (other, &test->clock.clock, &error);
  nadi_test_log_open (test);
  approval = nadi_test_approve (test->people, org->nurse, nadi_event_id (late));
  nadi_test_log_submit (test, &approval, 1, &refused);
  g_assert_error (refused.errors[0], NADI_LOG_ERROR, NADI_LOG_ERROR_BLOB);
  g_assert_true (nadi_blobs_put (blobs, cid, content, &error));
  nadi_test_log_submit (test, &approval, 1, &admitted);
  g_assert_no_error (admitted.errors[0]);
  nadi_test_log_close (test);
  test->blobs = NULL;
  nadi_test_remove_tree (folder);
  nadi_test_remove_tree (other);
}

typedef struct
{
  NadiTestLog *test;
  GPtrArray *events;
  guint64 last;
} Sender;

static gpointer
send_all (gpointer user_data)
{
  Sender *sender = user_data;

  for (guint i = 0; i < sender->events->len; i++)
    {
      NadiEvent *event = g_ptr_array_index (sender->events, i);
      guint64 index = nadi_test_log_admit (sender->test, nadi_event_ref (event));

      /* What one sender sends in order stands in that order. */
      g_assert_true (i == 0 || index > sender->last);
      sender->last = index;
    }
  return NULL;
}

static gpointer
read_all (gpointer user_data)
{
  Sender *sender = user_data;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (NadiView) view = nadi_log_view (sender->test->log);
      g_autofree char *stream = g_strconcat ("o:", sender->test->people->orgs[i % 4].id, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) page = nadi_view_stream_page (view, stream, 0, 0, i % nadi_view_size (view), &error);
      g_autoptr (NadiStreamPage) parsed = NULL;

      g_assert_no_error (error);
      parsed = nadi_stream_page_parse (page, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (parsed->entries->len, ==, nadi_view_stream_count (view, stream));
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (11);
  Sender senders[NADI_TEST_ORGS + 2] = { 0 };
  GThread *threads[G_N_ELEMENTS (senders)];
  NadiLogCounts counts;

  nadi_test_log_finalise (test, 3, SECONDS);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    {
      senders[i].test = test;
      senders[i].events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
      for (guint k = 0; i < NADI_TEST_ORGS && k < 60; k++)
        g_ptr_array_add (senders[i].events, nadi_test_log_record (test, i));
    }
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    threads[i] = g_thread_new ("sender", i < NADI_TEST_ORGS ? send_all : read_all, &senders[i]);
  for (guint i = 0; i < 20; i++)
    nadi_test_log_finalise (test, 2 + i % 3, SECONDS + i);
  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    {
      g_thread_join (threads[i]);
      g_ptr_array_unref (senders[i].events);
    }
  nadi_test_log_finalise (test, 4, SECONDS + 100);
  nadi_log_counts (test->log, &counts);
  g_assert_cmpuint (counts.refused, ==, 0);
}

/* More than a block holds, sent at once: whole submissions go into one block each, in order. */
static void
test_limit (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (12);
  g_autoptr (NadiView) before = nadi_log_view (test->log), after = NULL;
  NadiTestAnswer answers[3];
  NadiEvent *events[200];

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (events); k++)
        events[k] = nadi_test_log_record (test, i);
      nadi_test_answer_init (&answers[i]);
      nadi_test_log_send (test, events, G_N_ELEMENTS (events), &answers[i]);
      for (guint k = 0; k < G_N_ELEMENTS (events); k++)
        nadi_event_unref (events[k]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      nadi_test_answer_wait (&answers[i]);
      for (guint k = 0; k < G_N_ELEMENTS (events); k++)
        {
          g_assert_no_error (answers[i].errors[k]);
          g_assert_cmpuint (answers[i].indexes[k], ==, answers[i].indexes[0] + k);
        }
      nadi_test_answer_clear (&answers[i]);
    }
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before) + 3 * 200 + 3);
}

typedef struct
{
  gint done;
  gint busy;
} Busy;

static void
on_busy_done (const NadiLogResult *results, guint n_results, const GError *error, gpointer user_data)
{
  Busy *busy = user_data;

  if (error != NULL)
    {
      g_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY);
      g_atomic_int_inc (&busy->busy);
    }
  g_atomic_int_inc (&busy->done);
}

/* The queue has an end, and what waits at closing is told so; everything is answered once. */
static void
test_busy (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_start (13);
  g_autofree NadiLogItem *items = g_new0 (NadiLogItem, 40 * 200);
  Busy busy = { 0 };

  for (guint i = 0; i < 40 * 200; i++)
    {
      items[i].event = nadi_test_log_record (test, 0);
      items[i].verified = TRUE;
      items[i].key = *nadi_signing_key_public (test->people->orgs[0].doctor->key);
    }
  for (guint i = 0; i < 40; i++)
    nadi_log_submit (test->log, items + i * 200, 200, on_busy_done, &busy);
  nadi_test_log_close (test);
  g_assert_cmpint (busy.done, ==, 40);
  g_assert_cmpint (busy.busy, >, 0);
  g_assert_cmpint (busy.busy, <, 40);
}

/* --- the disk --------------------------------------------------------------------------------------------------------- */

/* The disk is full at the first write, the second, …: the submission fails as a whole and leaves nothing, reading goes on,
 * and the same submission goes through as soon as there is space. */
static void
test_full_disk (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("log-full");
  g_autoptr (GError) error = NULL;
  NadiStore *store = nadi_store_sqlite_open ("log", "log-full", &error);
  NadiTestLog *test = nadi_test_log_new (14, store);
  guint failures = 0;
  gboolean struck = TRUE;

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  nadi_test_log_finalise (test, 3, SECONDS);
  for (guint n = 1; struck; n++)
    {
      NadiEvent *events[] = { nadi_test_log_record (test, 0), nadi_test_log_record (test, 1) };
      g_autoptr (NadiView) before = nadi_log_view (test->log), after = NULL;
      g_auto (NadiTestAnswer) answer;

      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, n, NADI_TEST_FAULT_FULL, TRUE);
      nadi_test_log_submit (test, events, 2, &answer);
      struck = nadi_test_vfs_clear_fault (vfs);
      after = nadi_log_view (test->log);
      if (answer.error != NULL)
        {
          g_autofree char *stream = g_strconcat ("h:", test->shelves[0], NULL);
          g_autoptr (GBytes) page = nadi_view_stream_page (after, stream, 0, 0, 0, &error);
          g_auto (NadiTestAnswer) again;

          g_assert_no_error (error);
          g_assert_true (answer.error->domain == NADI_STORE_ERROR);
          g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
          failures++;
          nadi_test_log_submit (test, events, 2, &again);
          g_assert_no_error (again.error);
          g_assert_cmpuint (again.indexes[0], ==, nadi_view_admitted_size (before));
        }
      nadi_event_unref (events[0]);
      nadi_event_unref (events[1]);
    }
  g_assert_cmpuint (failures, >, 0);
  /* A quorum counts when it is stored, and is tried again. */
  nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, 1, NADI_TEST_FAULT_FULL, TRUE);
  {
    g_autoptr (NadiView) before = nadi_log_view (test->log), after = NULL;

    for (guint i = 0; i < 3; i++)
      {
        g_autofree char *line = nadi_test_log_cosign (test, i, SECONDS + 50);

        g_assert_true (nadi_log_add_cosignature (test->log, nadi_view_admitted_size (before), line, &error));
      }
    for (guint i = 0;; i++)
      {
        NadiLogCounts counts;

        nadi_log_counts (test->log, &counts);
        if (counts.store_errors > failures)
          break;
        g_assert_cmpuint (i, <, 20000);
        g_usleep (500);
      }
    after = nadi_log_view (test->log);
    g_assert_cmpuint (nadi_view_size (after), ==, nadi_view_size (before));
  }
  nadi_test_vfs_clear_fault (vfs);
  nadi_test_log_finalise (test, 4, SECONDS + 51);
  nadi_test_log_free (test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-load/contents", test_contents);
  g_test_add_func ("/log-load/approved-contents", test_approved_contents);
  g_test_add_func ("/log-load/limit", test_limit);
  g_test_add_func ("/log-load/busy", test_busy);
  g_test_add_func ("/log-load/threads", test_threads);
  g_test_add_func ("/log-load/full-disk", test_full_disk);
  return g_test_run ();
}
