/* From submission to final head: what is answered, when, and that a refusal or a failing disk leaves nothing behind. */
#include "nadi-test-log.h"

#include "nadi-cid.h"
#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

#define SECONDS (NADI_TEST_TIME / 1000)

static NadiTestLog *
start (guint64 seed)
{
  NadiTestLog *test = nadi_test_log_new (seed, nadi_store_memory_new ());

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  return test;
}

static void
test_founding (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_new (1, nadi_store_memory_new ());
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;
  g_autoptr (NadiView) view = NULL;
  NadiLogOptions options;

  nadi_test_log_options (test, &options);
  again = nadi_log_found (&options, (NadiEvent *const *) test->people->genesis->pdata, test->people->genesis->len, &error);
  g_assert_null (again);
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  nadi_test_log_open (test);
  view = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (view), ==, test->people->genesis->len + 1);
  g_assert_cmpuint (nadi_view_size (view), ==, 0);
  g_assert_null (nadi_view_checkpoint (view));
  g_assert_null (nadi_view_evidence (view, 0, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_NOT_FINAL);
}

static void
test_founding_refused (void)
{
  g_autoptr (NadiTestNetwork) people = nadi_test_network_new (1);
  g_autoptr (NadiNetwork) network = nadi_test_network_facts (people);
  g_autoptr (NadiStore) store = nadi_store_memory_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  NadiFixedClock clock;
  NadiLogOptions options = { .store = store, .clock = &clock.clock, .network = network, .key = people->log };
  guint64 size = 1;

  nadi_fixed_clock_init (&clock, NADI_TEST_TIME);
  /* Without the genesis in front nobody is admitted. */
  note = nadi_log_found (&options, (NadiEvent *const *) people->genesis->pdata + 1, people->genesis->len - 1, &error);
  g_assert_null (note);
  g_assert_nonnull (error);
  g_assert_true (nadi_store_size (store, &size, NULL));
  g_assert_cmpuint (size, ==, 0);
}

static void
test_open_refuses (void)
{
  g_autoptr (NadiTestLog) test = nadi_test_log_new (1, nadi_store_memory_new ());
  g_autoptr (NadiStore) empty = nadi_store_memory_new ();
  g_autoptr (GError) error = NULL;
  NadiLogOptions options;

  nadi_test_log_options (test, &options);
  options.store = empty;
  g_assert_null (nadi_log_open (&options, NULL, NULL, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT);
  options.store = test->store;
  test->network->genesis.bytes[3] ^= 1;
  g_assert_null (nadi_log_open (&options, NULL, NULL, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT);
}

static void
test_admit (void)
{
  g_autoptr (NadiTestLog) test = start (2);
  g_autoptr (NadiView) before = nadi_log_view (test->log), after = NULL;
  NadiEvent *events[8];
  g_auto (NadiTestAnswer) answer;
  NadiLogCounts counts;

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    events[i] = nadi_test_log_record (test, i % NADI_TEST_ORGS);
  nadi_test_log_submit (test, events, G_N_ELEMENTS (events), &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.n_results, ==, G_N_ELEMENTS (events));
  after = nadi_log_view (test->log);
  /* One submission, one block: the events in their order, then the leaf. */
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      guint64 index;
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiEvent) back = nadi_view_event (after, nadi_event_id (events[i]), &index, &error);

      g_assert_no_error (answer.errors[i]);
      g_assert_cmpuint (answer.indexes[i], ==, nadi_view_admitted_size (before) + i);
      g_assert_cmpuint (index, ==, answer.indexes[i]);
      g_assert_true (g_bytes_equal (nadi_event_bytes (back), nadi_event_bytes (events[i])));
      nadi_event_unref (events[i]);
    }
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before) + G_N_ELEMENTS (events) + 1);
  /* The view taken before has not moved. */
  g_assert_cmpuint (nadi_view_admitted_size (before), ==, answer.indexes[0]);
  nadi_log_counts (test->log, &counts);
  g_assert_cmpuint (counts.waiting, ==, 0);
  g_assert_cmpuint (counts.refused, ==, 0);
}

static void
test_again (void)
{
  g_autoptr (NadiTestLog) test = start (3);
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0), other = nadi_test_log_record (test, 0);
  g_autoptr (NadiView) before = NULL, after = NULL;
  NadiEvent *both[] = { event, other }, *mixed[] = { event, other, event };
  g_auto (NadiTestAnswer) first, second, third;

  nadi_test_log_submit (test, &event, 1, &first);
  g_assert_no_error (first.errors[0]);
  before = nadi_log_view (test->log);
  /* Its number is used up by now, but the same bytes are the same event: five times, one effect. */
  for (guint i = 0; i < 5; i++)
    {
      g_auto (NadiTestAnswer) again;

      nadi_test_log_submit (test, &event, 1, &again);
      g_assert_no_error (again.errors[0]);
      g_assert_cmpuint (again.indexes[0], ==, first.indexes[0]);
    }
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
  nadi_test_log_submit (test, both, 2, &second);
  g_assert_cmpuint (second.indexes[0], ==, first.indexes[0]);
  g_assert_cmpuint (second.indexes[1], ==, nadi_view_admitted_size (after));
  nadi_test_log_submit (test, mixed, 3, &third);
  g_assert_cmpuint (third.indexes[1], ==, second.indexes[1]);
  g_assert_cmpuint (third.indexes[2], ==, first.indexes[0]);
}

static void
test_again_in_one_block (void)
{
  g_autoptr (NadiTestLog) test = start (3);
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0);
  NadiEvent *twice[] = { event, event };
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_submit (test, twice, 2, &answer);
  g_assert_no_error (answer.errors[0]);
  g_assert_no_error (answer.errors[1]);
  g_assert_cmpuint (answer.indexes[0], ==, answer.indexes[1]);
}

/* The same id with other bytes. */
static NadiEvent *
imitate (NadiTestLog *test, NadiEvent *event)
{
  g_autoptr (NadiEvent) other = nadi_test_log_record (test, 0);
  g_autofree char *cid = nadi_test_cid (test->people), *record = nadi_test_uuid (test->people);
  g_autofree char *json = g_strdup_printf ("{\"tags\":[\"%s\"]}", record);

  return nadi_test_event_as (test->people, test->people->orgs[0].doctor, NADI_TEST_ORIGIN, "number.reserve",
                             nadi_event_id (event), nadi_event_seq (other) + 1, json);
}

static void
test_conflict (void)
{
  g_autoptr (NadiTestLog) test = start (4);
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0), imitation = imitate (test, event);
  g_autoptr (NadiEvent) innocent = nadi_test_log_record (test, 1);
  NadiEvent *mixed[] = { innocent, imitation }, *both[] = { event, imitation };
  g_autoptr (NadiView) before = NULL, after = NULL;
  g_auto (NadiTestAnswer) first, second, third, fourth;

  /* In one submission. */
  nadi_test_log_submit (test, both, 2, &first);
  g_assert_error (first.error, NADI_LOG_ERROR, NADI_LOG_ERROR_CONFLICT);
  g_assert_cmpuint (first.n_results, ==, 0);
  nadi_test_log_submit (test, &event, 1, &second);
  g_assert_no_error (second.errors[0]);
  before = nadi_log_view (test->log);
  /* Later: nothing of the submission is admitted. */
  nadi_test_log_submit (test, mixed, 2, &third);
  g_assert_error (third.error, NADI_LOG_ERROR, NADI_LOG_ERROR_CONFLICT);
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
  nadi_test_log_submit (test, &innocent, 1, &fourth);
  g_assert_no_error (fourth.errors[0]);
}

static void
test_refusals (void)
{
  g_autoptr (NadiTestLog) test = start (5);
  g_autoptr (NadiEvent) old = nadi_test_log_record (test, 0), young = nadi_test_log_record (test, 0);
  g_autoptr (NadiView) view = nadi_log_view (test->log), unchanged = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *forged = NULL;
  gsize length;
  const char *text = g_bytes_get_data (nadi_event_bytes (young), &length);
  NadiLogItem items[3] = { 0 };
  g_auto (NadiTestAnswer) first, second, third;

  /* No event, a broken signature: refused before the log's thread sees them. */
  nadi_log_prepare (view, "no event", 8, &items[0]);
  g_assert_nonnull (items[0].error);
  forged = g_strndup (text, length);
  forged[length - 10] = forged[length - 10] == 'A' ? 'B' : 'A';
  nadi_log_prepare (view, forged, length, &items[1]);
  g_assert_error (items[1].error, NADI_LOG_ERROR, NADI_LOG_ERROR_SIGNATURE);
  g_assert_cmpstr (nadi_log_error_word (items[1].error), ==, "signature");
  nadi_log_prepare (view, text, length, &items[2]);
  g_assert_no_error (items[2].error);
  g_assert_true (items[2].verified);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    nadi_log_item_clear (&items[i]);

  nadi_test_log_submit (test, &young, 1, &first);
  g_assert_no_error (first.errors[0]);
  unchanged = nadi_log_view (test->log);
  nadi_test_log_submit (test, &old, 1, &second);
  g_assert_error (second.errors[0], NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_SEQ);
  g_assert_cmpstr (nadi_log_error_word (second.errors[0]), ==, "seq");
  g_clear_pointer (&view, nadi_view_unref);
  view = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (view), ==, nadi_view_admitted_size (unchanged));
  g_assert_null (nadi_view_receipt (view, nadi_event_id (old), &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);

  /* A submission of nothing is answered too. */
  nadi_test_log_submit (test, NULL, 0, &third);
  g_assert_no_error (third.error);
  g_assert_cmpuint (third.n_results, ==, 0);
}

/* Someone admitted by an event of the same submission: the caller can't know the key yet, the sequencer does. */
static void
test_admitted_signer (void)
{
  g_autoptr (NadiTestLog) test = start (6);
  NadiTestOrg *org = &test->people->orgs[0];
  NadiTestSigner *fresh = nadi_test_staff_new (test->people, org->id);
  g_autofree char *tag = nadi_test_hash (test->people);
  g_autoptr (NadiEvent) staff = nadi_test_staff_admit (test->people, org->admin, fresh, "Somebody New", "['reception']");
  g_autoptr (NadiEvent) device = nadi_test_device_admit (test->people, org->admin, fresh, "workstation");
  g_autoptr (NadiEvent) act = nadi_test_event (test->people, fresh, "number.reserve", "{'tags':['%s']}", tag);
  NadiEvent *events[] = { staff, device, act };
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_auto (NadiTestAnswer) answer;
  NadiLogItem item;
  gsize length;
  const char *text = g_bytes_get_data (nadi_event_bytes (act), &length);

  nadi_log_prepare (view, text, length, &item);
  g_assert_no_error (item.error);
  g_assert_false (item.verified);
  nadi_log_item_clear (&item);
  nadi_test_log_submit (test, events, G_N_ELEMENTS (events), &answer);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    g_assert_no_error (answer.errors[i]);
}

/* --- final ------------------------------------------------------------------------------------------------------------ */

static void
test_quorum (void)
{
  g_autoptr (NadiTestLog) test = start (7);
  g_autoptr (NadiView) view = NULL, later = NULL, last = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = nadi_test_log_cosign (test, 3, SECONDS + 9), *early = NULL, *broken = NULL;
  guint64 size;

  nadi_test_log_finalise (test, 2, SECONDS);
  /* The same two again are not three. */
  nadi_test_log_finalise (test, 2, SECONDS + 1);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  view = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (view), ==, 0);
  size = nadi_view_admitted_size (view) - 2;
  broken = g_strdup (line);
  broken[strlen (broken) - 8] ^= 1;
  g_assert_false (nadi_log_add_cosignature (test->log, size, broken, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size, "nonsense\n", &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size + 2, line, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_COSIGNATURE);
  g_assert_false (nadi_log_add_cosignature (test->log, size + 1, line, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  /* An older block than the newest becomes final. */
  g_assert_true (nadi_log_add_cosignature (test->log, size, line, &error));
  nadi_test_log_wait_final (test, size);
  later = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (later), ==, size);
  g_assert_cmpint (nadi_view_freshness (later), ==, SECONDS + 1);
  nadi_test_log_finalise (test, 3, SECONDS + 20);
  last = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (last), ==, size + 2);
  g_assert_cmpint (nadi_view_freshness (last), ==, SECONDS + 20);
  g_assert_cmpstr (nadi_view_checkpoint (last), ==, nadi_view_admitted_checkpoint (last));
  /* What was final before is nobody's business any more. */
  early = nadi_test_log_cosign (test, 3, SECONDS + 30);
  g_assert_false (nadi_log_add_cosignature (test->log, size, early, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
}

typedef struct
{
  gint admitted;
  gint final;
  gint renewed;
  GMutex mutex;
  GPtrArray *streams;
} Heard;

static void
on_admitted (NadiView *view, gpointer user_data)
{
  g_atomic_int_inc (&((Heard *) user_data)->admitted);
}

static void
on_final (NadiView *view, const char *const *streams, gpointer user_data)
{
  Heard *heard = user_data;

  g_mutex_lock (&heard->mutex);
  for (guint i = 0; streams[i] != NULL; i++)
    g_ptr_array_add (heard->streams, g_strdup (streams[i]));
  g_mutex_unlock (&heard->mutex);
  g_atomic_int_inc (streams[0] != NULL ? &heard->final : &heard->renewed);
}

static void
wait_for (gint *counter, gint value)
{
  for (guint i = 0; g_atomic_int_get (counter) < value; i++)
    {
      g_assert_cmpuint (i, <, 20000);
      g_usleep (500);
    }
}

static gboolean
heard_of (Heard *heard, const char *prefix, const char *id)
{
  g_autofree char *stream = g_strconcat (prefix, id, NULL);

  return g_ptr_array_find_with_equal_func (heard->streams, stream, g_str_equal, NULL);
}

static void
test_listeners (void)
{
  g_autoptr (NadiTestLog) test = start (8);
  Heard heard = { .streams = g_ptr_array_new_with_free_func (g_free) };
  const NadiLogListener listener = { on_admitted, on_final };
  guint id;

  g_mutex_init (&heard.mutex);
  nadi_test_log_finalise (test, 3, SECONDS);
  /* Answered after the listeners of what came before. */
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  id = nadi_log_listen (test->log, &listener, &heard);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  nadi_test_log_admit (test, nadi_test_log_record (test, 2));
  wait_for (&heard.admitted, 2);
  g_assert_cmpint (g_atomic_int_get (&heard.final), ==, 0);
  nadi_test_log_finalise (test, 3, SECONDS + 5);
  wait_for (&heard.final, 1);
  g_mutex_lock (&heard.mutex);
  g_assert_true (heard_of (&heard, "h:", test->shelves[0]));
  g_assert_true (heard_of (&heard, "h:", test->shelves[2]));
  g_assert_true (heard_of (&heard, "o:", test->people->orgs[2].id));
  g_assert_false (heard_of (&heard, "h:", test->shelves[1]));
  g_mutex_unlock (&heard.mutex);
  nadi_test_log_finalise (test, 4, SECONDS + 60);
  wait_for (&heard.renewed, 1);
  nadi_log_unlisten (test->log, id);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  g_assert_cmpint (g_atomic_int_get (&heard.admitted), ==, 2);
  g_ptr_array_unref (heard.streams);
  g_mutex_clear (&heard.mutex);
}

/* Closed and opened again: the same heads, the same answers, and it goes on. */
static void
test_reopen (void)
{
  g_autoptr (NadiTestLog) test = start (9);
  g_autoptr (NadiView) before = NULL, after = NULL;
  g_autofree char *receipt = NULL, *again = NULL;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 0);
  g_autoptr (GError) error = NULL;
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_admit (test, nadi_event_ref (event));
  nadi_test_log_finalise (test, 4, SECONDS);
  nadi_test_log_admit (test, nadi_test_log_record (test, 1));
  nadi_test_log_finalise (test, 2, SECONDS + 1);
  before = nadi_log_view (test->log);
  receipt = nadi_view_receipt (before, nadi_event_id (event), &error);
  g_assert_no_error (error);
  nadi_test_log_close (test);
  nadi_test_log_open (test);
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_size (after), ==, nadi_view_size (before));
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
  g_assert_cmpstr (nadi_view_admitted_checkpoint (after), ==, nadi_view_admitted_checkpoint (before));
  g_assert_cmpstr (nadi_view_checkpoint (after), ==, nadi_view_checkpoint (before));
  again = nadi_view_receipt (after, nadi_event_id (event), &error);
  g_assert_cmpstr (receipt, ==, again);
  nadi_test_log_submit (test, &event, 1, &answer);
  g_assert_no_error (answer.errors[0]);
  nadi_test_log_admit (test, nadi_test_log_record (test, 2));
  nadi_test_log_finalise (test, 3, SECONDS + 2);
}

/* --- contents, limits, threads ---------------------------------------------------------------------------------------- */

static void
test_contents (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nadi-log-XXXXXX", &error);
  g_autofree char *tidy = g_strdup_printf ("rm -r '%s'", folder), *cid = NULL, *record = NULL, *version = NULL;
  g_autoptr (NadiTestLog) test = start (10);
  g_autoptr (NadiBlobs) blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  g_autoptr (GBytes) content = g_bytes_new_static ("sealed", 6);
  g_autoptr (NadiEvent) event = NULL, key = NULL;
  g_auto (NadiTestAnswer) refused, admitted, boxed;

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
  key = nadi_test_shelf_key (test->people, test->people->orgs[0].doctor, &test->people->orgs[0], test->shelves[0], NULL,
                             "encounters", 2, NULL);
  nadi_test_log_submit (test, &key, 1, &boxed);
  g_assert_error (boxed.errors[0], NADI_LOG_ERROR, NADI_LOG_ERROR_BLOB);
  nadi_test_log_close (test);
  test->blobs = NULL;
  g_assert_true (g_spawn_command_line_sync (tidy, NULL, NULL, NULL, NULL));
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
  g_autoptr (NadiTestLog) test = start (11);
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
  g_autoptr (NadiTestLog) test = start (12);
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
  g_autoptr (NadiTestLog) test = start (13);
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
  g_test_add_func ("/log/founding", test_founding);
  g_test_add_func ("/log/founding-refused", test_founding_refused);
  g_test_add_func ("/log/open-refuses", test_open_refuses);
  g_test_add_func ("/log/admit", test_admit);
  g_test_add_func ("/log/again", test_again);
  g_test_add_func ("/log/again-in-one-block", test_again_in_one_block);
  g_test_add_func ("/log/conflict", test_conflict);
  g_test_add_func ("/log/refusals", test_refusals);
  g_test_add_func ("/log/admitted-signer", test_admitted_signer);
  g_test_add_func ("/log/quorum", test_quorum);
  g_test_add_func ("/log/listeners", test_listeners);
  g_test_add_func ("/log/reopen", test_reopen);
  g_test_add_func ("/log/contents", test_contents);
  g_test_add_func ("/log/limit", test_limit);
  g_test_add_func ("/log/busy", test_busy);
  g_test_add_func ("/log/threads", test_threads);
  g_test_add_func ("/log/full-disk", test_full_disk);
  return g_test_run ();
}
