/* Mailboxes of enrolment: a request, a reply, each once, by whom, for how long; and bodies that are malformed. */
#include <string.h>

#include "nadi-test-service.h"

#include "nadi-enrolment.h"
#include "nadi-random-system.h"

static NadiTestReply *
open_mailbox (NadiTestService *test, NadiTestSigner *signer, const char *id, gint64 life)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"expires\":%" G_GINT64_FORMAT "}", id,
                                           test->log->clock.time + life);

  return nadi_test_service_post (test, signer, "/v1/enrol", text);
}

static char *
box (const char *id, const char *label)
{
  return g_strdup_printf ("/v1/enrol/%s/%s", id, label);
}

/* The five steps of src/DESIGN.md, with the messages of nadi-enrolment.h. */
static void
test_enrolment (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *admin = nadi_test_service_org (test, 0)->admin;
  g_autoptr (NadiEnrolment) code = nadi_enrolment_new (nadi_random_system (), test->log->network);
  g_autofree char *request_box = box (code->mailbox, "request"), *reply_box = box (code->mailbox, "reply");
  g_autofree char *request = nadi_enrolment_seal (code, "request", "{\"type\":\"enrol.request\"}");
  g_autofree char *answer = nadi_enrolment_seal (code, "reply", "{\"type\":\"enrol.reply\"}");
  g_autofree char *opened = NULL, *opened_reply = NULL;
  g_autoptr (NadiTestReply) early = NULL, opening = NULL, twice = NULL, none = NULL, asked = NULL, overwritten = NULL,
                            other = NULL, other_reply = NULL, read = NULL, not_yet = NULL, answered = NULL, got = NULL;

  early = nadi_test_service_put (test, NULL, request_box, request, strlen (request));
  nadi_test_assert_status (early, 404);
  opening = open_mailbox (test, admin, code->mailbox, 3600000);
  nadi_test_assert_status (opening, 204);
  twice = open_mailbox (test, admin, code->mailbox, 3600000);
  nadi_test_assert_status (twice, 409);
  none = nadi_test_service_get (test, admin, request_box);
  nadi_test_assert_status (none, 409);
  asked = nadi_test_service_put (test, NULL, request_box, request, strlen (request));
  nadi_test_assert_status (asked, 204);
  overwritten = nadi_test_service_put (test, NULL, request_box, answer, strlen (answer));
  nadi_test_assert_status (overwritten, 409);
  other = nadi_test_service_get (test, nadi_test_service_org (test, 1)->admin, request_box);
  nadi_test_assert_status (other, 404);
  other_reply = nadi_test_service_put (test, nadi_test_service_org (test, 1)->admin, reply_box, answer, strlen (answer));
  nadi_test_assert_status (other_reply, 404);
  read = nadi_test_service_get (test, admin, request_box);
  nadi_test_assert_status (read, 200);
  opened = nadi_enrolment_open (code, "request", g_bytes_get_data (read->body, NULL), g_bytes_get_size (read->body), NULL);
  g_assert_cmpstr (opened, ==, "{\"type\":\"enrol.request\"}");
  not_yet = nadi_test_service_ask (test, NULL, NULL, "GET", reply_box, NULL);
  nadi_test_assert_status (not_yet, 409);
  answered = nadi_test_service_put (test, admin, reply_box, answer, strlen (answer));
  nadi_test_assert_status (answered, 204);
  got = nadi_test_service_ask (test, NULL, NULL, "GET", reply_box, NULL);
  nadi_test_assert_status (got, 200);
  opened_reply = nadi_enrolment_open (code, "reply", g_bytes_get_data (got->body, NULL), g_bytes_get_size (got->body), NULL);
  g_assert_cmpstr (opened_reply, ==, "{\"type\":\"enrol.reply\"}");
}

typedef struct
{
  NadiTestService *test;
  const char *target, *text;
} Reply;

static gpointer
answer_later (gpointer data)
{
  Reply *reply = data;
  NadiTestSigner *admin = nadi_test_service_org (reply->test, 0)->admin;
  g_autoptr (GBytes) body = g_bytes_new (reply->text, strlen (reply->text));
  g_autoptr (GString) request = nadi_test_service_request (reply->test, admin, NULL, "PUT", reply->target, body, 0);
  g_autoptr (NadiTestReply) answered = NULL;

  g_usleep (150000);
  answered = nadi_test_service_send (reply->test, request);
  nadi_test_assert_status (answered, 204);
  return NULL;
}

static void
test_wait_for_reply (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const char *id = "00112233445566778899aabbccddeeff", *text = "{\"body\":\"x\",\"mac\":\"y\"}";
  g_autofree char *reply_box = box (id, "reply"), *waiting = g_strconcat (reply_box, "?wait=20000", NULL);
  g_autoptr (NadiTestReply) opening = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 3600000);
  Reply reply = { test, reply_box, text };
  GThread *thread = g_thread_new ("reply", answer_later, &reply);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NadiTestReply) got = nadi_test_service_ask (test, NULL, NULL, "GET", waiting, NULL);

  g_thread_join (thread);
  nadi_test_assert_status (opening, 204);
  nadi_test_assert_status (got, 200);
  g_assert_true (nadi_test_reply_contains (got, text));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_mailbox_limits (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const char *id = "00112233445566778899aabbccddeeff";
  g_autofree char *request_box = box (id, "request");
  g_autofree char *large = g_strnfill (8193, 'x');
  const struct
  {
    const char *id;
    gint64 life;
    guint status;
  } openings[] = {
    { "short", 1000, 400 },
    { "00112233445566778899AABBCCDDEEFF", 1000, 400 },
    { id, 0, 400 },
    { id, -1000, 400 },
    { id, G_GINT64_CONSTANT (7) * 24 * 3600 * 1000 + 1, 400 },
    { id, 60000, 204 },
  };
  const char *const messages[] = { "", "[]", "{}", "{\"body\":\"x\"}", "{\"body\":\"x\",\"mac\":1}",
                                   "{\"body\":\"x\",\"mac\":\"y\",\"more\":1}", "{\"body\":\"x\",\"mac\":\"y\"} " "x" };
  g_autoptr (NadiTestReply) too_large = NULL, late = NULL, again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (NadiTestReply) reply = open_mailbox (test, nadi_test_service_org (test, 0)->admin, openings[i].id, openings[i].life);

      g_test_message ("opening %u", i);
      nadi_test_assert_status (reply, openings[i].status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_put (test, NULL, request_box, messages[i], strlen (messages[i]));

      g_test_message ("message %u", i);
      nadi_test_assert_status (reply, 400);
    }
  too_large = nadi_test_service_put (test, NULL, request_box, large, 8193);
  nadi_test_assert_status (too_large, 413);
  test->log->clock.time += 60001;
  late = nadi_test_service_put (test, NULL, request_box, "{\"body\":\"x\",\"mac\":\"y\"}", 22);
  nadi_test_assert_status (late, 404);
  again = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 60000); /* swept away first */
  nadi_test_assert_status (again, 204);
}

static void
test_many_mailboxes (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiTestReply) full = NULL, other = NULL, later = NULL;

  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *id = g_strdup_printf ("%032x", i);
      g_autoptr (NadiTestReply) reply = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 60000);

      nadi_test_assert_status (reply, 204);
    }
  full = open_mailbox (test, nadi_test_service_org (test, 0)->admin, "ffffffffffffffffffffffffffffffff", 60000);
  nadi_test_assert_status (full, 429);
  other = open_mailbox (test, nadi_test_service_org (test, 1)->admin, "fffffffffffffffffffffffffffffffe", 60000);
  nadi_test_assert_status (other, 204);
  test->log->clock.time += 60001;
  later = open_mailbox (test, nadi_test_service_org (test, 0)->admin, "ffffffffffffffffffffffffffffffff", 60000);
  nadi_test_assert_status (later, 204);
}

/* Case 28: bodies that are no JSON, to every route that takes JSON or events; each refused within 50 ms (sanitizers and a busy
 * machine are given ten times that). */
static void
test_malformed_bodies (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *admin = nadi_test_service_org (test, 0)->admin;
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *request_box = box ("00112233445566778899aabbccddeeff", "request");
  g_autofree char *reply_box = box ("00112233445566778899aabbccddeeff", "reply");
  const char *const bodies[] = { "{\"cids\":[],\"cids\":[]}", "{\"id\":1e999}", "{\"cids\":[\"\xff\"]}", "{\"cids\":[\"\\ud800\"]}",
                                 "{\"cids\":[\"\\u0000\"]}", "{\"body\":\"\\ud800\",\"mac\":\"\"}", "[[[[", "nul" };
  const struct
  {
    const char *method, *target;
    gsize limit;
    NadiTestSigner *signer;
  } routes[] = {
    { "POST", "/v1/events", 1 << 20, admin },       { "POST", "/v1/blobs/fetch", 1 << 20, admin },
    { "POST", "/v1/blobs", 1 << 20, admin },        { "POST", "/v1/enrol", 8192, admin },
    { "PUT", request_box, 8192, NULL },             { "PUT", reply_box, 8192, admin },
  };
  g_autoptr (NadiTestReply) opening = open_mailbox (test, admin, "00112233445566778899aabbccddeeff", 60000);
  gint64 slowest = 0;

  nadi_test_assert_status (opening, 204);
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    for (guint j = 0; j <= G_N_ELEMENTS (bodies); j++)
      {
        gboolean many = j == G_N_ELEMENTS (bodies);
        const char *text = many ? brackets : bodies[j];
        g_autoptr (GBytes) body = g_bytes_new (text, many ? MIN (1000000, routes[i].limit) : strlen (text));
        gint64 start = g_get_monotonic_time ();
        g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, routes[i].signer, NULL, routes[i].method,
                                                                 routes[i].target, body);

        slowest = MAX (slowest, g_get_monotonic_time () - start);
        nadi_test_assert_status (reply, 400);
      }
  g_test_message ("slowest refusal %.1f ms", (double) slowest / 1000);
  g_assert_cmpint (slowest, <, 500000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/enrol/whole", test_enrolment);
  g_test_add_func ("/service/enrol/wait-for-reply", test_wait_for_reply);
  g_test_add_func ("/service/enrol/limits", test_mailbox_limits);
  g_test_add_func ("/service/enrol/many", test_many_mailboxes);
  g_test_add_func ("/service/malformed-bodies", test_malformed_bodies);
  return g_test_run ();
}
