/* The log of the test network, and its validators' pens. */
#include "nadi-test-log.h"

#include "nadi-store-memory.h"

#define PATIENCE_US (30 * G_TIME_SPAN_SECOND)

NadiTestLog *
nadi_test_log_new (guint64 seed, NadiStore *store)
{
  NadiTestLog *test = g_new0 (NadiTestLog, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  NadiLogOptions options;
  guint64 size;

  test->people = nadi_test_network_new (seed);
  test->network = nadi_test_network_facts (test->people);
  test->store = store;
  nadi_fixed_clock_init (&test->clock, NADI_TEST_TIME);
  nadi_test_log_options (test, &options);
  g_assert_true (nadi_store_size (store, &size, &error));
  if (size > 0)
    return test;
  note = nadi_log_found (&options, (NadiEvent *const *) test->people->genesis->pdata, test->people->genesis->len, &error);
  g_assert_no_error (error);
  g_assert_nonnull (note);
  return test;
}

void
nadi_test_log_options (NadiTestLog *test, NadiLogOptions *options)
{
  *options = (NadiLogOptions) {
    .store = test->store,
    .blobs = test->blobs,
    .clock = &test->clock.clock,
    .network = test->network,
    .key = test->people->log,
  };
}

void
nadi_test_log_open (NadiTestLog *test)
{
  g_autoptr (GError) error = NULL;
  NadiLogOptions options;

  nadi_test_log_options (test, &options);
  test->log = nadi_log_open (&options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (test->log);
}

void
nadi_test_log_close (NadiTestLog *test)
{
  g_clear_pointer (&test->log, nadi_log_close);
}

void
nadi_test_log_free (NadiTestLog *test)
{
  if (test == NULL)
    return;
  nadi_test_log_close (test);
  nadi_store_close (test->store);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    g_free (test->shelves[i]);
  nadi_network_free (test->network);
  nadi_test_network_free (test->people);
  g_free (test);
}

void
nadi_test_log_set_up (NadiTestLog *test)
{
  for (guint i = 0; i < test->people->setup->len; i++)
    nadi_test_log_admit (test, nadi_event_ref (g_ptr_array_index (test->people->setup, i)));
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      NadiTestOrg *org = &test->people->orgs[i];
      g_autofree char *patient = nadi_test_uuid (test->people);

      test->shelves[i] = nadi_test_uuid (test->people);
      nadi_test_log_admit (test, nadi_test_patient_register (test->people, org->reception, patient));
      nadi_test_log_admit (test, nadi_test_shelf_key (test->people, org->doctor, org, test->shelves[i], patient,
                                                      "encounters", 1, NULL));
    }
}

NadiTestLog *
nadi_test_log_start (guint64 seed)
{
  NadiTestLog *test = nadi_test_log_new (seed, nadi_store_memory_new ());

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  return test;
}

NadiEvent *
nadi_test_log_record (NadiTestLog *test, guint org)
{
  g_autofree char *record = nadi_test_uuid (test->people), *version = nadi_test_uuid (test->people);
  g_autofree char *cid = nadi_test_cid (test->people);

  return nadi_test_record_add (test->people, test->people->orgs[org].doctor, test->shelves[org], 1, record, version, cid);
}

/* --- submitting ------------------------------------------------------------------------------------------------------ */

void
nadi_test_answer_init (NadiTestAnswer *answer)
{
  memset (answer, 0, sizeof *answer);
  g_mutex_init (&answer->mutex);
  g_cond_init (&answer->cond);
}

void
nadi_test_answer_clear (NadiTestAnswer *answer)
{
  for (guint i = 0; i < answer->n_results; i++)
    g_clear_error (&answer->errors[i]);
  g_clear_error (&answer->error);
  g_mutex_clear (&answer->mutex);
  g_cond_clear (&answer->cond);
}

void
nadi_test_answer_wait (NadiTestAnswer *answer)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&answer->mutex);
  while (!answer->done)
    g_assert_true (g_cond_wait_until (&answer->cond, &answer->mutex, until));
  g_mutex_unlock (&answer->mutex);
}

static void
on_done (const NadiLogResult *results, guint n_results, const GError *error, gpointer user_data)
{
  NadiTestAnswer *answer = user_data;

  g_mutex_lock (&answer->mutex);
  g_assert_false (answer->done);
  answer->done = TRUE;
  answer->n_results = n_results;
  for (guint i = 0; i < n_results; i++)
    {
      answer->indexes[i] = results[i].index;
      answer->errors[i] = results[i].error != NULL ? g_error_copy (results[i].error) : NULL;
    }
  answer->error = error != NULL ? g_error_copy (error) : NULL;
  g_cond_signal (&answer->cond);
  g_mutex_unlock (&answer->mutex);
}

void
nadi_test_log_send (NadiTestLog *test, NadiEvent *const *events, guint n_events, NadiTestAnswer *answer)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autofree NadiLogItem *items = g_new0 (NadiLogItem, n_events);

  for (guint i = 0; i < n_events; i++)
    {
      gsize length;
      const char *text = g_bytes_get_data (nadi_event_bytes (events[i]), &length);

      nadi_log_prepare (view, text, length, &items[i]);
    }
  nadi_log_submit (test->log, items, n_events, on_done, answer);
}

void
nadi_test_log_submit (NadiTestLog *test, NadiEvent *const *events, guint n_events, NadiTestAnswer *answer)
{
  nadi_test_answer_init (answer);
  nadi_test_log_send (test, events, n_events, answer);
  nadi_test_answer_wait (answer);
}

guint64
nadi_test_log_admit (NadiTestLog *test, NadiEvent *event)
{
  g_autoptr (NadiEvent) owned = event;
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_submit (test, &owned, 1, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.n_results, ==, 1);
  g_assert_no_error (answer.errors[0]);
  return answer.indexes[0];
}

/* --- cosigning ------------------------------------------------------------------------------------------------------- */

static char *
cosign_view (NadiTestLog *test, NadiView *view, guint validator, gint64 time)
{
  const char *checkpoint = nadi_view_admitted_checkpoint (view);
  g_autoptr (NadiNote) note = nadi_note_parse (checkpoint, strlen (checkpoint), NULL);
  NadiNetworkValidator *named = g_ptr_array_index (test->network->validators, validator);

  return nadi_note_cosign (note->text, named->key, test->people->validators[validator], time);
}

char *
nadi_test_log_cosign (NadiTestLog *test, guint validator, gint64 time)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log);

  return cosign_view (test, view, validator, time);
}

void
nadi_test_log_wait_final (NadiTestLog *test, guint64 size)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (NadiView) view = nadi_log_view (test->log);

      if (nadi_view_size (view) >= size)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (500);
    }
}

void
nadi_test_log_finalise (NadiTestLog *test, guint n, gint64 time)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  guint64 size = nadi_view_admitted_size (view);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = cosign_view (test, view, i, time);

      g_assert_true (nadi_log_add_cosignature (test->log, size, line, &error));
      g_assert_no_error (error);
    }
  if (n >= test->network->quorum)
    nadi_test_log_wait_final (test, size);
}
