/* What the service gives, and that it proves itself: state, streams, receipts, and news as they come. */
#include <string.h>

#include "nadi-test-service.h"

#include "nadi-receipt.h"

static void
test_state (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *staff = g_strdup_printf ("staff/%s/%s", nadi_test_service_org (test, 1)->id, nadi_test_service_org (test, 1)->doctor->actor.staff);
  g_autofree char *target = g_strdup_printf ("/v1/state?key=net&key=%s&key=device/a/b", staff);
  g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, target);
  const char *keys[] = { "net", staff, "device/a/b", NULL };
  g_autoptr (NadiEvidence) evidence = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (GError) error = NULL;
  NadiTrustedHead head = { 0 };
  GBytes *values[3] = { NULL };
  NadiBlock block;

  nadi_test_assert_status (reply, 200);
  g_assert_true (nadi_state_answer_parse (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body), &evidence,
                                          &proof, &error));
  g_assert_no_error (error);
  g_assert_true (nadi_evidence_check (evidence, test->log->network, &head, test->cosigned, 600, &block, &error));
  g_assert_no_error (error);
  g_assert_true (nadi_map_check_proof (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &block.state, keys, values,
                                       &error));
  g_assert_no_error (error);
  g_assert_nonnull (values[0]);
  g_assert_nonnull (values[1]);
  g_assert_null (values[2]);
  g_bytes_unref (values[0]);
  g_bytes_unref (values[1]);
}

static void
test_stream (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *target = g_strconcat ("/v1/streams/h:", test->log->shelves[0], NULL);
  g_autofree char *next = g_strconcat (target, "?after=1&limit=2", NULL);
  g_autoptr (NadiStreamPage) page = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiTestReply) first = NULL, second = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);

      nadi_test_service_admit (test, nadi_test_service_org (test, 0)->doctor, event);
    }
  nadi_test_service_finalise (test);
  first = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, target);
  nadi_test_assert_status (first, 200);
  page = nadi_stream_page_parse (first->body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->entries->len, ==, 5); /* shelf.key and four records */
  second = nadi_test_service_get (test, nadi_test_service_org (test, 0)->nurse, next);
  rest = nadi_stream_page_parse (second->body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->entries->len, ==, 2);
  g_assert_cmpuint (rest->after, ==, 1);
}

static void
test_malformed (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const struct
  {
    const char *target;
    guint status;
  } cases[] = {
    { "/v1/state", 400 },
    { "/v1/state?key=", 400 },
    { "/v1/state?key=net&key=net", 400 },
    { "/v1/state?key=net&from=1&from=1", 400 },
    { "/v1/state?key=net&from=-1", 400 },
    { "/v1/state?key=net&from=01", 400 },
    { "/v1/state?key=net&from=99999999", 400 },
    { "/v1/state?key=net&other=1", 400 },
    { "/v1/state?key=nonsense", 404 },
    { "/v1/streams/n?after=99999", 400 },
    { "/v1/streams/n?limit=4097", 400 },
    { "/v1/streams/n?limit=1&limit=1", 400 },
    { "/v1/streams/nonsense", 404 },
    { "/v1/receipts/nonsense", 400 },
    { "/v1/receipts/00000000-0000-4000-8000-000000000000", 404 },
    { "/v1/receipts/00000000-0000-4000-8000-000000000000?wait=x", 400 },
    { "/v1/live", 400 },
    { "/v1/live?stream=n&stream=n", 400 },
    { "/v1/live?stream=nonsense", 404 },
    { "/v1/blobs/nonsense", 404 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, cases[i].target);

      g_test_message ("%s", cases[i].target);
      nadi_test_assert_status (reply, cases[i].status);
    }
}

static gpointer
finalise_later (gpointer data)
{
  g_usleep (150000);
  nadi_test_service_finalise (data);
  return NULL;
}

static void
test_receipt (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autofree char *target = g_strconcat ("/v1/receipts/", nadi_event_id (event), NULL);
  g_autofree char *short_wait = g_strconcat (target, "?wait=50", NULL);
  g_autofree char *long_wait = g_strconcat (target, "?wait=20000", NULL);
  g_autoptr (NadiTestReply) early = NULL, impatient = NULL, patient = NULL, own = NULL;
  g_autoptr (NadiReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  nadi_test_service_admit (test, doctor, event);
  early = nadi_test_service_get (test, doctor, target);
  nadi_test_assert_status (early, 409);
  impatient = nadi_test_service_get (test, doctor, short_wait);
  nadi_test_assert_status (impatient, 409);
  thread = g_thread_new ("finalise", finalise_later, test);
  patient = nadi_test_service_get (test, doctor, long_wait);
  g_thread_join (thread);
  nadi_test_assert_status (patient, 200);
  receipt = nadi_receipt_parse (g_bytes_get_data (patient->body, NULL), g_bytes_get_size (patient->body), &error);
  g_assert_no_error (error);
  g_assert_true (nadi_receipt_check (receipt, test->log->network, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (receipt->entry, nadi_event_bytes (event)));
  own = nadi_test_service_ask (test, doctor, NULL, "GET", target, NULL); /* the device that sent it, without a person */
  nadi_test_assert_status (own, 200);
}

/* What comes over the live connection until text is there, or seconds have passed. */
static char *
everything (NadiTestClient *client, const char *text, guint seconds)
{
  GString *all = g_string_new (NULL);
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;

  while (strstr (all->str, text) == NULL && g_get_monotonic_time () < end)
    {
      g_autoptr (GString) more = nadi_test_client_read (client, 1, 100);

      g_string_append (all, more->str);
    }
  return g_string_free (all, FALSE);
}

static gboolean
comes (NadiTestClient *client, const char *text, guint seconds)
{
  g_autofree char *all = everything (client, text, seconds);

  return strstr (all, text) != NULL;
}

static NadiTestClient *
open_live (NadiTestService *test, NadiTestSigner *signer, const char *stream)
{
  g_autofree char *target = g_strconcat ("/v1/live?stream=n&stream=", stream, NULL);
  g_autoptr (GString) request = nadi_test_service_request (test, signer, signer, "GET", target, NULL, 0);
  NadiTestClient *client = nadi_test_client_new_tls (nadi_service_port (test->service), NULL, NULL);
  g_autoptr (NadiTestReply) head = NULL;

  nadi_test_client_send (client, request->str, (gssize) request->len);
  head = nadi_test_client_answer (client, FALSE);
  nadi_test_assert_status (head, 200);
  return client;
}

static void
check_often (NadiServiceOptions *options)
{
  options->check_ms = 200;
}

static void
test_live (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *stream = g_strconcat ("h:", test->log->shelves[0], NULL);
  g_autoptr (NadiTestClient) doctor = open_live (test, nadi_test_service_org (test, 0)->doctor, stream);
  g_autoptr (NadiTestClient) nurse = open_live (test, nadi_test_service_org (test, 0)->nurse, stream);
  g_autofree char *first = g_strdup_printf ("event: head\ndata: {\"stream\":\"%s\",\"count\":1}\n\n", stream);
  g_autofree char *second = g_strdup_printf ("event: head\ndata: {\"stream\":\"%s\",\"count\":2}\n\n", stream);
  g_autofree char *third = g_strdup_printf ("\"%s\",\"count\":3}", stream);
  g_autoptr (NadiEvent) record = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiEvent) later = NULL;
  g_autoptr (NadiEvent) removal = NULL;
  g_autofree char *told = NULL;

  g_assert_true (comes (doctor, first, 5));
  nadi_test_service_admit (test, nadi_test_service_org (test, 0)->doctor, record);
  g_assert_false (comes (doctor, "count\":2", 1)); /* admitted is not final */
  nadi_test_service_finalise (test);
  g_assert_true (comes (doctor, second, 5));
  g_assert_true (comes (nurse, second, 5));

  removal = nadi_test_event (test->log->people, nadi_test_service_org (test, 0)->admin, "staff.remove", "{'staff':'%s','compromised':null}",
                             nadi_test_service_org (test, 0)->nurse->actor.staff);
  nadi_test_service_admit (test, nadi_test_service_org (test, 0)->admin, removal);
  later = nadi_test_log_record (test->log, 0);
  nadi_test_service_admit (test, nadi_test_service_org (test, 0)->doctor, later);
  nadi_test_service_finalise (test);
  g_assert_true (comes (doctor, third, 5));
  told = everything (nurse, "\r\n0\r\n\r\n", 5);
  g_assert_nonnull (strstr (told, "\r\n0\r\n\r\n")); /* removed: the answer has ended */
  g_assert_null (strstr (told, third));
}

static void
remove_nurse (NadiTestService *test)
{
  nadi_test_log_admit (test->log, nadi_test_event (test->log->people, nadi_test_service_org (test, 0)->admin, "staff.remove",
                                                   "{'staff':'%s','compromised':null}", nadi_test_service_org (test, 0)->nurse->actor.staff));
}

/* Case 38, on streams in which nothing happens: the answer ends with the block that removes the reader, whether it has a quorum
 * (data is 0) or has to wait for one (then at the next check). */
static void
test_live_idle (gconstpointer waits)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (GPOINTER_TO_INT (waits) ? check_often : NULL);
  g_autofree char *stream = g_strconcat ("h:", test->log->shelves[0], NULL), *told = NULL;
  g_autoptr (NadiTestClient) doctor = open_live (test, nadi_test_service_org (test, 0)->doctor, stream);
  g_autoptr (NadiTestClient) nurse = open_live (test, nadi_test_service_org (test, 0)->nurse, stream);

  g_assert_true (comes (doctor, stream, 5));
  g_assert_true (comes (nurse, stream, 5));
  remove_nurse (test);
  if (!GPOINTER_TO_INT (waits))
    nadi_test_service_finalise (test);
  g_assert_true (comes (nurse, "\r\n0\r\n\r\n", 5));
  told = everything (doctor, "\r\n0\r\n\r\n", 1);
  g_assert_null (strstr (told, "\r\n0\r\n\r\n"));
}

/* Who is removed while waiting for a receipt gets none. */
static void
test_receipt_of_removed (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *nurse = nadi_test_service_org (test, 0)->nurse;
  g_autoptr (NadiEvent) event = nadi_test_access_read (test->log->people, nurse, test->log->shelves[0]);
  g_autofree char *target = g_strconcat ("/v1/receipts/", nadi_event_id (event), "?wait=20000", NULL);
  g_autoptr (GString) request = nadi_test_service_request (test, nurse, nurse, "GET", target, NULL, 0);
  g_autoptr (NadiTestClient) client = nadi_test_client_new_tls (nadi_service_port (test->service), NULL, NULL);
  g_autoptr (GString) early = NULL;
  g_autoptr (NadiTestReply) reply = NULL;

  nadi_test_service_admit (test, nurse, event);
  nadi_test_client_send (client, request->str, (gssize) request->len);
  early = nadi_test_client_read (client, 1, 300);
  g_assert_cmpuint (early->len, ==, 0);
  remove_nurse (test);
  nadi_test_service_finalise (test);
  reply = nadi_test_client_answer (client, TRUE);
  nadi_test_assert_status (reply, 404);
}

static void
test_live_at_stop (void)
{
  NadiTestService *test = nadi_test_service_new (NULL);
  g_autofree char *stream = g_strconcat ("h:", test->log->shelves[0], NULL);
  g_autoptr (NadiTestClient) client = open_live (test, nadi_test_service_org (test, 0)->doctor, stream);

  nadi_test_service_free (test);
  g_assert_true (nadi_test_client_closed (client, 5000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/read/state", test_state);
  g_test_add_func ("/service/read/stream", test_stream);
  g_test_add_func ("/service/read/malformed", test_malformed);
  g_test_add_func ("/service/read/receipt", test_receipt);
  g_test_add_func ("/service/read/live", test_live);
  g_test_add_func ("/service/read/receipt-of-removed", test_receipt_of_removed);
  g_test_add_data_func ("/service/read/live-idle/final", GINT_TO_POINTER (FALSE), test_live_idle);
  g_test_add_data_func ("/service/read/live-idle/admitted", GINT_TO_POINTER (TRUE), test_live_idle);
  g_test_add_func ("/service/read/live-at-stop", test_live_at_stop);
  return g_test_run ();
}
