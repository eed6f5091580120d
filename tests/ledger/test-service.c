/* Who may ask, and what a request does: signatures, replays, events sent again, rates, the administration listener. */
#include <string.h>

#include "nadi-test-service.h"

#include "nadi-http-signature.h"
#include "nadi-random-system.h"
#include "nadi-store-sqlite.h"
#include "nadi-test-vfs.h"

static void
assert_status (NadiTestReply *reply, guint status)
{
  if (reply->status != status)
    {
      g_autofree char *text = nadi_test_reply_text (reply);

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (reply->status, ==, status);
}

static guint64
size_of (NadiTestService *test)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log->log);

  return nadi_view_admitted_size (view);
}

static NadiTestOrg *
org (NadiTestService *test, guint i)
{
  return &test->log->people->orgs[i];
}

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

  assert_status (network, 200);
  g_assert_true (g_bytes_equal (network->body, test->network_json));
  assert_status (checkpoint, 200);
  checked = nadi_checkpoint_check (g_bytes_get_data (checkpoint->body, NULL), g_bytes_get_size (checkpoint->body),
                                   test->log->network, NULL, NULL);
  g_assert_nonnull (checked);
  g_assert_cmpuint (checked->size, ==, size_of (test));
  for (guint i = 0; i < G_N_ELEMENTS (signed_only); i++)
    {
      gboolean has_body = !g_str_equal (signed_only[i].method, "GET");
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, NULL, NULL, signed_only[i].method,
                                                               signed_only[i].target, has_body ? body : NULL);

      g_test_message ("%s", signed_only[i].target);
      assert_status (reply, 401);
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
      assert_status (reply, cases[i].status);
      g_assert_true (nadi_test_reply_contains (reply, cases[i].contains));
    }
  for (guint i = 0; i < G_N_ELEMENTS (admin_only); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, org (test, 0)->doctor, admin_only[i]);

      assert_status (reply, 404);
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
  assert_status (stale, 503);
  nadi_test_service_finalise (test); /* the same size again, with later times: soon */
  for (guint i = 0; i < 500 && (fresh == NULL || fresh->status != 200); i++)
    {
      g_clear_pointer (&fresh, nadi_test_reply_free);
      g_usleep (10000);
      fresh = nadi_test_service_ask_admin (test, "GET", "/readyz", NULL);
    }
  assert_status (fresh, 200);
}

/* Case 19: the answer is lost and the client sends again, with new signatures and with the same bytes. */
static void
test_sent_again (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (GString) request = nadi_test_service_request (test, doctor, NULL, "POST", "/v1/events",
                                                           nadi_event_bytes (event), 0);
  g_autoptr (NadiTestReply) first = nadi_test_service_send (test, request);
  guint64 size = size_of (test);
  g_autofree char *expected = g_strdup_printf ("{\"results\":[{\"id\":\"%s\",\"index\":%u}]}", nadi_event_id (event),
                                               (guint) size - 2);

  assert_status (first, 200);
  g_assert_true (nadi_test_reply_contains (first, expected));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (NadiTestReply) replayed = nadi_test_service_send (test, request);
      g_autoptr (NadiTestReply) again = nadi_test_service_post_event (test, doctor, event);

      assert_status (replayed, 200);
      assert_status (again, 200);
      g_assert_true (g_bytes_equal (first->body, replayed->body));
      g_assert_true (g_bytes_equal (first->body, again->body));
    }
  g_assert_cmpuint (size_of (test), ==, size);
}

static void
test_same_id_other_bytes (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autofree char *members = g_strdup_printf ("{'shelves':['%s'],'purpose':'CAREMGT','offline':false}",
                                              test->log->shelves[0]);
  g_autoptr (NadiEvent) other = nadi_test_event_as (test->log->people, doctor, NADI_TEST_ORIGIN, "access.read",
                                                    nadi_event_id (event), ++doctor->seq, members);
  g_autoptr (NadiTestReply) first = nadi_test_service_post_event (test, doctor, event);
  guint64 size = size_of (test);
  g_autoptr (NadiTestReply) second = nadi_test_service_post_event (test, doctor, other);

  assert_status (first, 200);
  assert_status (second, 422);
  g_assert_true (nadi_test_reply_contains (second, "urn:nadi:problem:conflict"));
  g_assert_cmpuint (size_of (test), ==, size);
}

/* Case 12: signed yesterday, kept back, and brought today. */
static void
test_old_event (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autoptr (NadiEvent) yesterday = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiEvent) today = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiTestReply) first = nadi_test_service_post_event (test, doctor, today);
  guint64 size = size_of (test);
  g_autoptr (NadiTestReply) second = nadi_test_service_post_event (test, doctor, yesterday);

  assert_status (first, 200);
  assert_status (second, 200);
  g_assert_true (nadi_test_reply_contains (second, "\"refused\":\"seq\""));
  g_assert_cmpuint (size_of (test), ==, size);
}

static void
test_many_events (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
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
  assert_status (reply, 200);
  object = nadi_json_load_object (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body), 1 << 20, &node, NULL);
  g_assert_true (nadi_json_get_array (object, "results", &results, NULL));
  g_assert_cmpuint (json_array_get_length (results), ==, NADI_LOG_MAX_SUBMISSION);
  for (guint i = 0; i < NADI_LOG_MAX_SUBMISSION; i++)
    g_assert_true (json_object_has_member (json_array_get_object_element (results, i), i == 100 ? "refused" : "index"));
  g_string_append (lines, "abc.def.ghi\n");
  too_many = nadi_test_service_post (test, doctor, "/v1/events", lines->str);
  assert_status (too_many, 400);
}

/* Case 12: what was signed for one request does not do for another. */
static void
test_retargeted (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor, *nurse = org (test, 0)->nurse;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autofree char *other_id = g_strdup_printf ("%s/%s", nurse->actor.org, nurse->device);
  g_autofree char *own_id = g_strdup_printf ("%s/%s", doctor->actor.org, doctor->device);
  g_autofree char *own_shelf = g_strdup_printf ("/v1/streams/h:%s", test->log->shelves[0]);
  g_autofree char *other_shelf = g_strdup_printf ("/v1/streams/h:%s", test->log->shelves[1]);
  g_autofree char *get = g_strdup_printf ("%s?after=0", own_shelf);
  const struct
  {
    const char *method, *target;
    gboolean body;
    const char *from, *to;
  } cases[] = {
    { "GET", get, FALSE, own_shelf, other_shelf },
    { "GET", get, FALSE, "?after=0", "?after=1" },
    { "GET", get, FALSE, "?after=0", "" },
    { "GET", get, FALSE, "GET ", "HEAD " },
    { "GET", get, FALSE, own_id, other_id },
    { "GET", get, FALSE, "created=", "created=1" },
    { "GET", get, FALSE, "nonce=\"", "nonce=\"A" },
    { "GET", get, FALSE, "\"@query\"", "\"@path\"" },
    { "POST", "/v1/events", TRUE, "/v1/events", "/v1/blobs" },
    { "POST", "/v1/events", TRUE, "\r\n\r\ney", "\r\n\r\neY" },
    { "POST", "/v1/events", TRUE, "Content-Digest", "X-Content-Digest" },
    { "POST", "/v1/events", TRUE, " \"content-digest\"", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, doctor, doctor, cases[i].method, cases[i].target,
                                                               cases[i].body ? nadi_event_bytes (event) : NULL, 0);
      g_autoptr (NadiTestReply) reply = NULL;

      g_assert_cmpuint (g_string_replace (request, cases[i].from, cases[i].to, 1), ==, 1);
      reply = nadi_test_service_send (test, request);
      g_test_message ("case %u", i);
      assert_status (reply, 401);
    }
}

/* The same signature on a body of the same length: the digest no longer fits. */
static void
test_other_body (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (GString) request = nadi_test_service_request (test, doctor, NULL, "POST", "/v1/events",
                                                           nadi_event_bytes (event), 0);
  guint64 size = size_of (test);

  for (guint i = 0; i < 20; i++)
    {
      gsize at = request->len - 1 - i * 7;
      char kept = request->str[at];
      g_autoptr (NadiTestReply) reply = NULL;

      request->str[at] = kept == 'A' ? 'B' : 'A';
      reply = nadi_test_service_send (test, request);
      request->str[at] = kept;
      assert_status (reply, 401);
    }
  g_assert_cmpuint (size_of (test), ==, size);
}

static void
test_replayed (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autofree char *cid = NULL;
  g_autoptr (NadiEvent) event = nadi_test_service_record (test, 0, "sealed", &cid);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (GBytes) content = g_bytes_new ("sealed", 6);
  g_autofree char *opening = g_strdup_printf ("{\"id\":\"00112233445566778899aabbccddeeff\",\"expires\":%" G_GINT64_FORMAT "}",
                                              test->log->clock.time + 60000);
  g_autoptr (GBytes) mailbox = g_bytes_new (opening, strlen (opening));
  g_autoptr (NadiTestReply) admitted = nadi_test_service_post_event (test, doctor, event);
  const struct
  {
    const char *method, *target;
    GBytes *body;
    guint status;
  } cases[] = {
    { "GET", target, NULL, 200 }, { "PUT", target, content, 204 }, { "POST", "/v1/enrol", mailbox, 204 },
  };

  assert_status (admitted, 200);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, doctor, doctor, cases[i].method, cases[i].target,
                                                               cases[i].body, 0);
      g_autoptr (NadiTestReply) first = nadi_test_service_send (test, request);
      g_autoptr (NadiTestReply) second = nadi_test_service_send (test, request);

      assert_status (first, cases[i].status);
      assert_status (second, 401);
    }
}

static void
test_created (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const struct
  {
    gint64 created;
    guint status;
  } cases[] = { { -301, 401 }, { -300, 200 }, { 0, 200 }, { 300, 200 }, { 301, 401 }, { 86400, 401 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, org (test, 0)->doctor, NULL, "GET", "/v1/streams/n",
                                                               NULL, cases[i].created);
      g_autoptr (NadiTestReply) reply = nadi_test_service_send (test, request);

      assert_status (reply, cases[i].status);
    }
}

static void
test_strangers (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestNetwork *people = test->log->people;
  NadiTestSigner *stranger = nadi_test_staff_new (people, org (test, 0)->id);
  NadiTestSigner *doctor = org (test, 0)->doctor, *other = org (test, 1)->doctor;
  const struct
  {
    NadiTestSigner *device, *person;
    guint status;
  } cases[] = {
    { doctor, NULL, 200 },   { doctor, doctor, 200 },   { doctor, org (test, 0)->nurse, 200 }, { stranger, NULL, 401 },
    { doctor, stranger, 401 }, { stranger, doctor, 401 }, { doctor, other, 401 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, cases[i].device, cases[i].person, "GET",
                                                               "/v1/streams/n", NULL);

      g_test_message ("case %u", i);
      assert_status (reply, cases[i].status);
    }
}

static void
test_other_device (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (NadiTestReply) colleague = nadi_test_service_post_event (test, org (test, 0)->nurse, event);
  g_autoptr (NadiTestReply) own = nadi_test_service_post_event (test, org (test, 0)->doctor, event);

  assert_status (colleague, 200);
  g_assert_true (nadi_test_reply_contains (colleague, "\"refused\":\"device\""));
  g_assert_true (nadi_test_reply_contains (own, "\"index\":"));
}

static void
test_removed_device (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestOrg *clinic = org (test, 0);
  g_autoptr (NadiTestReply) before = nadi_test_service_get (test, clinic->nurse, "/v1/streams/n");
  g_autoptr (NadiEvent) removal = nadi_test_event (test->log->people, clinic->admin, "device.remove",
                                                   "{'subject':'%s','compromised':null}", clinic->nurse->device);
  g_autoptr (NadiTestReply) removed = nadi_test_service_post_event (test, clinic->admin, removal);
  g_autoptr (NadiTestReply) after = nadi_test_service_get (test, clinic->nurse, "/v1/streams/n");

  assert_status (before, 200);
  g_assert_true (nadi_test_reply_contains (removed, "\"index\":"));
  assert_status (after, 401);
}

static void
test_operator (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestNetwork *people = test->log->people;
  g_autoptr (NadiEvent) event = nadi_test_event (people, people->op, "org.suspend", "{'org':'%s','suspended':true}",
                                                 org (test, 3)->id);
  g_autoptr (NadiEvent) record = nadi_test_log_record (test->log, 0);
  g_autofree char *text = g_strndup (g_bytes_get_data (nadi_event_bytes (event), NULL), g_bytes_get_size (nadi_event_bytes (event)));
  g_autofree char *record_text
      = g_strndup (g_bytes_get_data (nadi_event_bytes (record), NULL), g_bytes_get_size (nadi_event_bytes (record)));
  g_autoptr (NadiTestReply) public = nadi_test_service_post_event (test, org (test, 0)->doctor, event);
  g_autoptr (NadiTestReply) admin = nadi_test_service_ask_admin (test, "POST", "/v1/events", text);
  g_autoptr (NadiTestReply) staff = nadi_test_service_ask_admin (test, "POST", "/v1/events", record_text);

  g_assert_true (nadi_test_reply_contains (public, "\"refused\":\"device\""));
  g_assert_true (nadi_test_reply_contains (admin, "\"index\":"));
  g_assert_true (nadi_test_reply_contains (staff, "\"refused\":\"device\""));
}

/* keyid "validator/<name>", signed with the key that cosigns. */
static NadiTestReply *
ask_as_validator (NadiTestService *test, const char *name, NadiSigningKey *key, const char *target)
{
  NadiHttpMessage message = { .method = "GET", .authority = test->host, .path = target, .query = "?" };
  g_autofree char *keyid = g_strconcat ("validator/", name, NULL);
  NadiHttpSigner signer = { .device_id = keyid, .device = key };
  g_autoptr (NadiHttpSignature) signature = nadi_http_sign (&message, &signer, test->log->clock.time / 1000,
                                                            nadi_random_system ());
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_printf (request, "GET %s HTTP/1.1\r\nHost: %s\r\nSignature-Input: %s\r\nSignature: %s\r\n\r\n", target,
                   test->host, signature->signature_input, signature->signature);
  return nadi_test_service_send (test, request);
}

static void
test_validators (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiNetworkValidator *validator = g_ptr_array_index (test->log->network->validators, 1);
  const char *name = validator->key->name, *target = "/tile/entries/000.p/5";
  g_autoptr (NadiTestReply) good = ask_as_validator (test, name, test->log->people->validators[1], target);
  g_autoptr (NadiTestReply) other_key = ask_as_validator (test, name, test->log->people->validators[2], target);
  g_autoptr (NadiTestReply) nobody = ask_as_validator (test, "v9.example", test->log->people->validators[1], target);
  g_autoptr (NadiTestReply) elsewhere = ask_as_validator (test, name, test->log->people->validators[1], "/v1/streams/n");
  g_autoptr (NadiTestReply) device = nadi_test_service_get (test, org (test, 0)->doctor, target);
  g_autoptr (NadiTestReply) admin = nadi_test_service_ask_admin (test, "GET", target, NULL);

  assert_status (good, 200);
  assert_status (other_key, 401);
  assert_status (nobody, 401);
  assert_status (elsewhere, 401);
  assert_status (device, 401);
  g_assert_true (g_bytes_equal (good->body, admin->body));
}

/* All but the last validator, as network.update has them. */
static char *
fewer_validators (NadiTestService *test)
{
  GPtrArray *validators = test->log->network->validators;
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i + 1 < validators->len; i++)
    {
      NadiNetworkValidator *validator = g_ptr_array_index (validators, i);
      g_autofree char *key = nadi_note_key_print (validator->key);

      g_string_append_printf (text, "%s{'name':'%s','key':'%s','org':'%s'}", i > 0 ? "," : "", validator->key->name, key,
                              validator->org);
    }
  g_string_append_c (text, ']');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
drop_last_validator (NadiTestService *test)
{
  NadiTestNetwork *people = test->log->people;
  g_autofree char *validators = fewer_validators (test), *anchor = nadi_test_hash (people), *id = NULL;
  NadiEvent *update = nadi_test_event (people, people->op, "network.update",
                                       "{'validators':%s,'quorum':3,'anchor':'%s'}", validators, anchor);

  id = g_strdup (nadi_event_id (update));
  nadi_test_log_admit (test->log, update);
  for (guint i = 0; i < 3; i++)
    nadi_test_log_admit (test->log, nadi_test_event (people, org (test, i)->admin, "approve", "{'event':'%s'}", id));
}

/* The log's network without its last validator; what is in it stays the log's. */
static NadiNetwork shorter;

static void
shorten_network (NadiServiceOptions *options)
{
  shorter = *options->network;
  shorter.validators = g_ptr_array_copy (options->network->validators, NULL, NULL);
  g_ptr_array_set_free_func (shorter.validators, NULL);
  g_ptr_array_remove_index (shorter.validators, 3);
  options->network = &shorter;
}

/* The old quorum must cosign the block that drops one of it: until that is final, and as long as network.json names it, it
 * reads; then no more. */
static void
test_dropped_validator (gconstpointer pinned)
{
  NadiTestService *test = nadi_test_service_new (GPOINTER_TO_INT (pinned) ? NULL : shorten_network);
  const char *name = ((NadiNetworkValidator *) g_ptr_array_index (test->log->network->validators, 3))->key->name;
  const char *target = "/tile/entries/000.p/5";
  NadiSigningKey *key = test->log->people->validators[3], *other = test->log->people->validators[2];
  g_autoptr (NadiTestReply) admitted = NULL, impostor = NULL, final = NULL;

  drop_last_validator (test);
  admitted = ask_as_validator (test, name, key, target);
  assert_status (admitted, 200);
  impostor = ask_as_validator (test, name, other, target);
  assert_status (impostor, 401);
  nadi_test_service_finalise (test);
  final = ask_as_validator (test, name, key, target);
  assert_status (final, GPOINTER_TO_INT (pinned) ? 200 : 401);
  nadi_test_service_free (test);
  g_clear_pointer (&shorter.validators, g_ptr_array_unref);
}

static void
slow_down (NadiServiceOptions *options)
{
  options->device_rate = 1;
  options->address_rate = 1;
}

static void
test_rates (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  g_autoptr (NadiTestReply) last = NULL;
  g_autoptr (NadiTestReply) nurse = NULL;
  g_autofree char *retry = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, doctor, "/v1/streams/n");

      assert_status (reply, 200);
    }
  last = nadi_test_service_get (test, doctor, "/v1/streams/n");
  assert_status (last, 429);
  retry = nadi_test_reply_header (last, "Retry-After");
  g_assert_cmpstr (retry, ==, "1");
  nurse = nadi_test_service_get (test, org (test, 0)->nurse, "/v1/streams/n");
  assert_status (nurse, 200);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, NULL, NULL, "GET", "/checkpoint", NULL);

      assert_status (reply, 200);
    }
  g_clear_pointer (&last, nadi_test_reply_free);
  last = nadi_test_service_ask (test, NULL, NULL, "GET", "/checkpoint", NULL);
  assert_status (last, 429);
}

/* Signatures that do not hold are soon not looked at any more; a colleague behind the same address notices nothing. */
static void
test_failure_rate (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestSigner *nurse = org (test, 0)->nurse;
  g_autoptr (NadiTestReply) last = NULL, good = NULL, colleague = NULL;

  for (guint i = 0; i < 11; i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, nurse, NULL, "GET", "/v1/streams/n", NULL, 0);

      g_string_replace (request, "streams/n", "streams/m", 1);
      g_clear_pointer (&last, nadi_test_reply_free);
      last = nadi_test_service_send (test, request);
      assert_status (last, i < 10 ? 401 : 429);
    }
  good = nadi_test_service_get (test, nurse, "/v1/streams/n");
  assert_status (good, 429);
  colleague = nadi_test_service_get (test, org (test, 0)->doctor, "/v1/streams/n");
  assert_status (colleague, 200);
}

/* Requests that nobody known has signed count for their address, whatever device they claim; signed ones from it go on. */
static void
test_unknown_rate (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestNetwork *people = test->log->people;
  g_autofree char *large = g_strnfill (1 << 20, 'x');
  g_autoptr (GBytes) body = g_bytes_new (large, 1 << 20);
  g_autoptr (NadiTestReply) colleague = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *claimed = nadi_test_uuid (people);
      g_autoptr (GString) request = nadi_test_service_request (test, i % 2 == 0 ? org (test, 0)->nurse : NULL, NULL, "POST",
                                                               "/v1/events", body, 0);
      g_autoptr (NadiTestReply) reply = NULL;

      g_string_replace (request, org (test, 0)->nurse->device, claimed, 0);
      reply = nadi_test_service_send (test, request);
      assert_status (reply, i < 10 ? 401 : 429);
    }
  colleague = nadi_test_service_get (test, org (test, 0)->doctor, "/v1/streams/n");
  assert_status (colleague, 200);
}

/* Every change to the disk fails, from the Nth on: a clear answer, reading goes on, and what was refused comes again. */
static void
test_full_disk (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("service-full");
  NadiTestService *test = nadi_test_service_new_on (nadi_store_sqlite_open ("log", "service-full", NULL), NULL);
  NadiTestSigner *doctor = org (test, 0)->doctor;
  guint failures = 0;
  gboolean struck = TRUE;

  for (guint n = 1; struck; n++)
    {
      g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
      guint64 size = size_of (test);
      g_autoptr (NadiTestReply) reply = NULL, read = NULL, again = NULL;

      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, n, NADI_TEST_FAULT_FULL, TRUE);
      reply = nadi_test_service_post_event (test, doctor, event);
      read = nadi_test_service_get (test, doctor, "/v1/streams/n");
      struck = nadi_test_vfs_clear_fault (vfs);
      assert_status (read, 200);
      if (reply->status != 200)
        {
          assert_status (reply, 503);
          g_assert_true (nadi_test_reply_contains (reply, "Retry-After: "));
          g_assert_true (nadi_test_reply_contains (reply, "urn:nadi:problem:out-of-space")
                         || nadi_test_reply_contains (reply, "urn:nadi:problem:unavailable"));
          g_assert_cmpuint (size_of (test), ==, size);
          failures++;
        }
      again = nadi_test_service_post_event (test, doctor, event);
      assert_status (again, 200);
      g_assert_true (nadi_test_reply_contains (again, "\"index\":"));
      g_assert_cmpuint (size_of (test), ==, size + 2);
    }
  g_test_message ("%u places failed", failures);
  g_assert_cmpuint (failures, >, 0);
  nadi_test_service_free (test);
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
  g_test_add_func ("/service/signature/retargeted", test_retargeted);
  g_test_add_func ("/service/signature/other-body", test_other_body);
  g_test_add_func ("/service/signature/replayed", test_replayed);
  g_test_add_func ("/service/signature/created", test_created);
  g_test_add_func ("/service/signature/strangers", test_strangers);
  g_test_add_func ("/service/signature/removed-device", test_removed_device);
  g_test_add_func ("/service/validators", test_validators);
  g_test_add_data_func ("/service/validators/dropped", GINT_TO_POINTER (FALSE), test_dropped_validator);
  g_test_add_data_func ("/service/validators/dropped-but-named", GINT_TO_POINTER (TRUE), test_dropped_validator);
  g_test_add_func ("/service/rates", test_rates);
  g_test_add_func ("/service/failure-rate", test_failure_rate);
  g_test_add_func ("/service/unknown-rate", test_unknown_rate);
  g_test_add_func ("/service/full-disk", test_full_disk);
  return g_test_run ();
}
