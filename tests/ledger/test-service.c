/* What a request does: what is open to all, the administration listener, and events, sent once, again, late, or by many. */
#include <string.h>

#include "nadi-test-service.h"

static void
test_unsigned (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiTestReply) network = nadi_test_service_ask (test, NULL, NULL, "GET", "/v1/network", NULL);
  g_autoptr (NadiTestReply) checkpoint = nadi_test_service_ask (test, NULL, NULL, "GET", "/checkpoint", NULL);
  g_autoptr (NadiCheckpoint) checked = NULL;
  g_autoptr (GBytes) body = g_bytes_new ("{}", 2);
  const struct
  {
    const char *method, *target;
  } signed_only[] = {
    { "POST", "/v1/events" }, { "GET", "/v1/state?key=net" }, { "GET", "/v1/streams/n" },
    { "GET", "/v1/receipts/00000000-0000-4000-8000-000000000000" }, { "GET", "/v1/live?stream=n" },
    { "POST", "/v1/blobs/fetch" }, { "POST", "/v1/blobs" }, { "PUT", "/v1/blobs/bafkrei" }, { "GET", "/v1/blobs/bafkrei" },
    { "POST", "/v1/enrol" }, { "GET", "/v1/enrol/00/request" }, { "PUT", "/v1/enrol/00/reply" }, { "GET", "/tile/0/000" },
  };

  nadi_test_assert_status (network, 200);
  g_assert_true (g_bytes_equal (network->body, test->network_json));
  nadi_test_assert_status (checkpoint, 200);
  checked = nadi_checkpoint_check (g_bytes_get_data (checkpoint->body, NULL), g_bytes_get_size (checkpoint->body),
                                   test->log->network, NULL, NULL);
  g_assert_nonnull (checked);
  g_assert_cmpuint (checked->size, ==, nadi_test_service_size (test));
  for (guint i = 0; i < G_N_ELEMENTS (signed_only); i++)
    {
      gboolean has_body = !g_str_equal (signed_only[i].method, "GET");
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, NULL, NULL, signed_only[i].method,
                                                               signed_only[i].target, has_body ? body : NULL);

      g_test_message ("%s", signed_only[i].target);
      nadi_test_assert_status (reply, 401);
    }
}

static void
test_admin (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const struct
  {
    const char *target;
    guint status;
    const char *contains;
  } cases[] = {
    { "/healthz", 200, "ok" },
    { "/readyz", 200, "ready" },
    { "/metrics", 200, "\nnadi_log_events_total " },
    { "/metrics", 200, "nadi_http_answers_total{class=\"2\"} " },
    { "/checkpoint", 200, NADI_TEST_ORIGIN },
    { "/v1/network", 200, "\"nadi\":1" },
    { "/tile/entries/000.p/1", 200, "eyJ" },
    { "/tile/0/000.p/1", 200, "" },
    { "/tile/9/000", 400, "malformed" },
    { "/tile/0/999", 404, "not-found" },
    { "/v1/state", 404, "not-found" },
  };
  const char *const admin_only[] = { "/healthz", "/readyz", "/metrics" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask_admin (test, "GET", cases[i].target, NULL);

      g_test_message ("%s", cases[i].target);
      nadi_test_assert_status (reply, cases[i].status);
      g_assert_true (nadi_test_reply_contains (reply, cases[i].contains));
    }
  for (guint i = 0; i < G_N_ELEMENTS (admin_only); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, admin_only[i]);

      nadi_test_assert_status (reply, 404);
    }
}

static void
test_ready (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiTestReply) stale = NULL;
  g_autoptr (NadiTestReply) fresh = NULL;

  test->log->clock.time += 11 * 60 * 1000;
  stale = nadi_test_service_ask_admin (test, "GET", "/readyz", NULL);
  nadi_test_assert_status (stale, 503);
  nadi_test_service_finalise (test); /* the same size again, with later times: soon */
  for (guint i = 0; i < 500 && (fresh == NULL || fresh->status != 200); i++)
    {
      g_clear_pointer (&fresh, nadi_test_reply_free);
      g_usleep (10000);
      fresh = nadi_test_service_ask_admin (test, "GET", "/readyz", NULL);
    }
  nadi_test_assert_status (fresh, 200);
}

/* Case 19: the answer is lost and the client sends again, with new signatures and with the same bytes. */
static void
test_sent_again (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (GString) request = nadi_test_service_request (test, doctor, NULL, "POST", "/v1/events",
                                                           nadi_event_bytes (event), 0);
  g_autoptr (NadiTestReply) first = nadi_test_service_send (test, request);
  guint64 size = nadi_test_service_size (test);
  g_autofree char *expected = g_strdup_printf ("{\"results\":[{\"id\":\"%s\",\"index\":%u}]}", nadi_event_id (event),
                                               (guint) size - 2);

  nadi_test_assert_status (first, 200);
  g_assert_true (nadi_test_reply_contains (first, expected));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (NadiTestReply) replayed = nadi_test_service_send (test, request);
      g_autoptr (NadiTestReply) again = nadi_test_service_post_event (test, doctor, event);

      nadi_test_assert_status (replayed, 200);
      nadi_test_assert_status (again, 200);
      g_assert_true (g_bytes_equal (first->body, replayed->body));
      g_assert_true (g_bytes_equal (first->body, again->body));
    }
  g_assert_cmpuint (nadi_test_service_size (test), ==, size);
}

static void
test_same_id_other_bytes (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autofree char *members = g_strdup_printf ("{'shelves':['%s'],'purpose':'CAREMGT','offline':false}",
                                              test->log->shelves[0]);
  g_autoptr (NadiEvent) other = nadi_test_event_as (test->log->people, doctor, NADI_TEST_ORIGIN, "access.read",
                                                    nadi_event_id (event), ++doctor->seq, members);
  g_autoptr (NadiTestReply) first = nadi_test_service_post_event (test, doctor, event);
  guint64 size = nadi_test_service_size (test);
  g_autoptr (NadiTestReply) second = nadi_test_service_post_event (test, doctor, other);

  nadi_test_assert_status (first, 200);
  nadi_test_assert_status (second, 422);
  g_assert_true (nadi_test_reply_contains (second, "urn:nadi:problem:conflict"));
  g_assert_cmpuint (nadi_test_service_size (test), ==, size);
}

/* Case 12: signed yesterday, kept back, and brought today. */
static void
test_old_event (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiEvent) yesterday = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiEvent) today = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiTestReply) first = nadi_test_service_post_event (test, doctor, today);
  guint64 size = nadi_test_service_size (test);
  g_autoptr (NadiTestReply) second = nadi_test_service_post_event (test, doctor, yesterday);

  nadi_test_assert_status (first, 200);
  nadi_test_assert_status (second, 200);
  g_assert_true (nadi_test_reply_contains (second, "\"refused\":\"seq\""));
  g_assert_cmpuint (nadi_test_service_size (test), ==, size);
}

static void
test_many_events (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (NadiTestReply) reply = NULL;
  g_autoptr (NadiTestReply) too_many = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *results;
  JsonObject *object;

  for (guint i = 0; i < NADI_LOG_MAX_SUBMISSION; i++)
    {
      g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);

      if (i == 100) /* no event at all: its own refusal, and nobody else's */
        g_string_append (lines, "abc.def.ghi\n");
      else
        g_string_append_printf (lines, "%.*s\n", (int) g_bytes_get_size (nadi_event_bytes (event)),
                                (const char *) g_bytes_get_data (nadi_event_bytes (event), NULL));
    }
  reply = nadi_test_service_post (test, doctor, "/v1/events", lines->str);
  nadi_test_assert_status (reply, 200);
  object = nadi_json_load_object (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body), 1 << 20, &node, NULL);
  g_assert_true (nadi_json_get_array (object, "results", &results, NULL));
  g_assert_cmpuint (json_array_get_length (results), ==, NADI_LOG_MAX_SUBMISSION);
  for (guint i = 0; i < NADI_LOG_MAX_SUBMISSION; i++)
    g_assert_true (json_object_has_member (json_array_get_object_element (results, i), i == 100 ? "refused" : "index"));
  g_string_append (lines, "abc.def.ghi\n");
  too_many = nadi_test_service_post (test, doctor, "/v1/events", lines->str);
  nadi_test_assert_status (too_many, 400);
}

static void
test_other_device (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiTestReply) colleague = nadi_test_service_post_event (test, nadi_test_service_org (test, 0)->nurse, event);
  g_autoptr (NadiTestReply) own = nadi_test_service_post_event (test, nadi_test_service_org (test, 0)->doctor, event);

  nadi_test_assert_status (colleague, 200);
  g_assert_true (nadi_test_reply_contains (colleague, "\"refused\":\"device\""));
  g_assert_true (nadi_test_reply_contains (own, "\"index\":"));
}

static void
test_operator (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestNetwork *people = test->log->people;
  g_autoptr (NadiEvent) event = nadi_test_event (people, people->op, "org.suspend", "{'org':'%s','suspended':true}",
                                                 nadi_test_service_org (test, 3)->id);
  g_autoptr (NadiEvent) record = nadi_test_log_record (test->log, 0);
  g_autofree char *text = g_strndup (g_bytes_get_data (nadi_event_bytes (event), NULL), g_bytes_get_size (nadi_event_bytes (event)));
  g_autofree char *record_text
      = g_strndup (g_bytes_get_data (nadi_event_bytes (record), NULL), g_bytes_get_size (nadi_event_bytes (record)));
  g_autoptr (NadiTestReply) public = nadi_test_service_post_event (test, nadi_test_service_org (test, 0)->doctor, event);
  g_autoptr (NadiTestReply) admin = nadi_test_service_ask_admin (test, "POST", "/v1/events", text);
  g_autoptr (NadiTestReply) staff = nadi_test_service_ask_admin (test, "POST", "/v1/events", record_text);

  g_assert_true (nadi_test_reply_contains (public, "\"refused\":\"device\""));
  g_assert_true (nadi_test_reply_contains (admin, "\"index\":"));
  g_assert_true (nadi_test_reply_contains (staff, "\"refused\":\"device\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/unsigned", test_unsigned);
  g_test_add_func ("/service/admin", test_admin);
  g_test_add_func ("/service/ready", test_ready);
  g_test_add_func ("/service/events/sent-again", test_sent_again);
  g_test_add_func ("/service/events/same-id-other-bytes", test_same_id_other_bytes);
  g_test_add_func ("/service/events/old-event", test_old_event);
  g_test_add_func ("/service/events/many", test_many_events);
  g_test_add_func ("/service/events/other-device", test_other_device);
  g_test_add_func ("/service/events/operator", test_operator);
  return g_test_run ();
}
