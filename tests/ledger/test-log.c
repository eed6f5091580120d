/* Submitting: what is answered, in which order, and that a refusal leaves nothing behind. */
#include "nadi-test-log.h"

#include "nadi-store-memory.h"
#include "nadi-test.h"

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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (2);
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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (3);
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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (3);
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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (4);
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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (5);
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
  g_autoptr (NadiTestLog) test = nadi_test_log_start (6);
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
  return g_test_run ();
}
