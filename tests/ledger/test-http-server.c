/* What the server answers, and what it refuses before a handler sees it: by the bytes on the socket. */
#include <string.h>

#include "nadi-test-server.h"

#include "nadi-problem.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"

static void
assert_problem (NadiTestReply *answer, guint status, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiProblem) problem = NULL;
  g_autofree char *type = nadi_test_reply_header (answer, "Content-Type");

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (type, ==, "application/problem+json");
  problem = nadi_problem_parse (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (problem->status, ==, status);
  g_assert_cmpstr (problem->code, ==, code);
}

static void
assert_text (NadiTestReply *answer, const char *text)
{
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), text, strlen (text));
}

static void
test_answers (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  const struct
  {
    const char *request, *text;
  } cases[] = {
    { GET ("/hello"), "hello" },
    { GET ("/item/abc?x=1"), "GET abc ?x=1" },
    { GET ("/later"), "later" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc", "abc" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "" },
    { "PUT /small HTTP/1.1\r\nHost: x\r\nContent-Length: 16\r\n\r\n0123456789abcdef", "0123456789abcdef" },
    { GET ("/hello"), "hello" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, cases[i].request);
      g_autofree char *date = nadi_test_reply_header (answer, "Date");
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      assert_text (answer, cases[i].text);
      g_assert_nonnull (date);
      g_assert_cmpuint (strlen (date), ==, 29);
      g_assert_true (g_str_has_suffix (date, " GMT"));
    }
}

static void
test_large (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (GString) request = g_string_new ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");
  gsize head = request->len;
  g_autoptr (NadiTestReply) echo = NULL;
  g_autoptr (NadiTestReply) large = NULL;

  g_string_set_size (request, head + 1048576);
  for (gsize i = head; i < request->len; i++)
    request->str[i] = (char) ('a' + i % 26);
  g_assert_true (nadi_test_client_send (client, request->str, (gssize) request->len));
  echo = nadi_test_client_answer (client, TRUE);
  g_assert_cmpmem (g_bytes_get_data (echo->body, NULL), g_bytes_get_size (echo->body), request->str + head, 1048576);
  large = nadi_test_client_ask (client, GET ("/large"));
  g_assert_cmpuint (g_bytes_get_size (large->body), ==, 4 << 20);
}

static void
test_head_request (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestReply) head = nadi_test_client_ask (client, "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  g_autoptr (NadiTestReply) next = NULL;
  g_autofree char *length = nadi_test_reply_header (head, "Content-Length");

  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (length, ==, "5");
  next = nadi_test_client_ask (client, GET ("/hello")); /* nothing of a body lies between */
  assert_text (next, "hello");
}

/* Refused by the head alone; each time the connection is closed, because nobody knows where a next request would begin. */
static void
test_refused_heads (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  const struct
  {
    const char *request;
    guint status;
    const char *code;
  } cases[] = {
    { GET ("/nothing"), 404, "not-found" },
    { GET ("/hello/"), 400, "bad-target" },
    { GET ("//hello"), 400, "bad-target" },
    { GET ("/x/../hello"), 400, "bad-target" },
    { GET ("/%68ello"), 400, "bad-target" },
    { GET ("/item/a%2fb"), 400, "bad-target" },
    { GET ("/item/a/b"), 404, "not-found" },
    { GET ("/hello?"), 200, NULL },
    { GET ("/hello?a"), 400, "bad-target" },
    { GET ("http://x/hello"), 400, "bad-target" },
    { "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method-not-allowed" },
    { "BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method-not-allowed" },
    { "BREW /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not-found" },
    { "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad-target" },
    { "GET /hello HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400, "bad-host" },
    { "GET /hello HTTP/1.1\r\nHost: x\r\nhOST: y\r\n\r\n", 400, "bad-host" },
    { "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "bad-host" },
    { "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400, "bad-host" },
    { "GET /hello HTTP/1.0\r\nHost: x\r\n\r\n", 505, "http-version" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\n\r\n", 411, "length-required" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 411,
      "length-required" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      400, "bad-length" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc", 400,
      "bad-length" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400, "bad-length" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400, "bad-length" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413, "body-too-large" },
    { "PUT /small HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n", 413, "body-too-large" },
    { "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 400, "unexpected-body" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nSignature: a\r\nSignature: b\r\n\r\nabc", 400,
      "malformed-head" },
    { "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Type: a\r\ncontent-type: b\r\n\r\nabc", 400,
      "malformed-head" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
      guint before = nadi_test_server_handled (server);
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, cases[i].request);

      g_test_message ("case %u", i);
      if (cases[i].code == NULL)
        {
          g_assert_cmpuint (answer->status, ==, cases[i].status);
          continue;
        }
      assert_problem (answer, cases[i].status, cases[i].code);
      g_assert_true (nadi_test_client_closed (client, 2000));
      g_assert_cmpuint (nadi_test_server_handled (server), ==, before);
    }
}

/* libmicrohttpd itself sees that these are not HTTP; it may close without a word, but nothing reaches a handler. */
static void
test_malformed (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  const char *const requests[] = {
    "GET /hello HTTP/1.1\r\n\r\n",
    "GET /hello\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
    "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n",
    "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3x\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n",
    "\r\n\r\n\r\n\r\nx\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, requests[i]);

      g_test_message ("%u: %u", i, answer->status);
      g_assert_true (answer->status == 0 || (answer->status >= 400 && answer->status <= 505));
      g_assert_true (nadi_test_client_closed (client, 2000));
    }
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

static void
test_allow (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, "PATCH /item/a HTTP/1.1\r\nHost: x\r\n\r\n");
  g_autofree char *allow = nadi_test_reply_header (answer, "Allow");

  g_assert_cmpuint (answer->status, ==, 405);
  g_assert_cmpstr (allow, ==, "GET, HEAD");
}

static void
test_authority (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  const struct
  {
    const char *host;
    guint status;
  } cases[] = { { "ledger.example:8443", 200 }, { "LEDGER.example:8443", 200 }, { "ledger.example", 421 },
                { "other.example:8443", 421 } };

  nadi_http_server_set_authority (server->server, "ledger.example:8443");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
      g_autofree char *request = g_strdup_printf ("GET /hello HTTP/1.1\r\nHost: %s\r\n\r\n", cases[i].host);
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, request);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
}

static void
test_head_size (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  const struct
  {
    guint size, status;
  } cases[] = { { 15000, 200 }, { 16384, 200 }, { 16385, 431 }, { 20000, 431 }, { 200000, 431 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
      g_autoptr (GString) request = g_string_new ("GET /hello HTTP/1.1\r\nHost: x\r\nX-Filler: ");
      g_autoptr (NadiTestReply) answer = NULL;

      while (request->len < cases[i].size - 4)
        g_string_append_c (request, 'a');
      g_string_append (request, "\r\n\r\n");
      nadi_test_client_send (client, request->str, (gssize) request->len);
      answer = nadi_test_client_answer (client, TRUE);
      g_test_message ("%u: %u", cases[i].size, answer->status);
      /* Whoever says far too much may be cut before the answer is read. */
      g_assert_true (answer->status == cases[i].status || (cases[i].size > 100000 && answer->status == 0));
    }
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 2);
}

static void
test_many_headers (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (GString) request = g_string_new ("GET /hello HTTP/1.1\r\nHost: x\r\n");
  g_autoptr (NadiTestReply) answer = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (request, "X-%u: y\r\n", i);
  g_string_append (request, "\r\n");
  answer = nadi_test_client_ask (client, request->str);
  g_assert_cmpuint (answer->status, ==, 431);
}

static void
test_log (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, "127.0.0.9");
  g_autoptr (NadiTestReply) good = nadi_test_client_ask (client, GET ("/item/secret-name?q=secret-value"));
  g_autoptr (NadiTestReply) bad = nadi_test_client_ask (client, GET ("/secret-path"));

  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpuint (bad->status, ==, 404);
  nadi_http_server_stop (server->server);
  g_assert_cmpuint (server->log->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const char *line = server->log->pdata[i];

      g_assert_null (strstr (line, "secret"));
      g_assert_null (strstr (line, "127.0.0"));
      g_assert_null (strchr (line, '\n'));
    }
  g_assert_nonnull (strstr (server->log->pdata[0], "\"route\":\"GET /item/<id>\",\"status\":200,\"us\":"));
  g_assert_nonnull (strstr (server->log->pdata[1], "\"route\":null,\"status\":404,"));
  g_assert_nonnull (strstr (server->log->pdata[1], "\"support\":\""));
}

static void
test_stop_with_waiting (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestReply) answer = NULL;
  NadiHttpRequest *held;

  nadi_test_client_send (client, GET ("/hold"), -1);
  held = nadi_test_server_held (server);
  nadi_http_server_stop (server->server);
  answer = nadi_test_client_answer (client, TRUE);
  assert_problem (answer, 503, "stopping");
  nadi_http_request_reply (held, 200, NULL, NULL, NULL); /* too late, and harmless */
}

typedef struct
{
  NadiTestClient *client;
  guint n;
} Caller;

/* Asks for everything, one after the other, until the server is gone. */
static gpointer
call_until_gone (gpointer data)
{
  const char *const requests[] = { GET ("/hello"), GET ("/later"), GET ("/large"), GET ("/events"), GET ("/nothing") };
  Caller *caller = data;

  for (guint i = caller->n; i < caller->n + 40; i++)
    {
      const char *request = requests[i % G_N_ELEMENTS (requests)];
      g_autoptr (GString) some = NULL;

      if (!nadi_test_client_send (caller->client, request, -1))
        break;
      some = nadi_test_client_read (caller->client, 2000, 5);
    }
  nadi_test_client_free (caller->client);
  return NULL;
}

/* Stopped at any moment, with requests in every phase: nothing hangs, and libmicrohttpd finds nothing suspended. */
static void
test_stop_under_load (gconstpointer tls)
{
  for (guint round = 0; round < 12; round++)
    {
      NadiTestServer *server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
      GThread *threads[8];
      Caller callers[8];
      gint64 start;

      for (guint i = 0; i < 8; i++)
        {
          callers[i] = (Caller) { nadi_test_server_client (server, NULL), i };
          threads[i] = g_thread_new ("call", call_until_gone, &callers[i]);
        }
      g_usleep (5000 + 7000 * round);
      start = g_get_monotonic_time ();
      nadi_http_server_stop (server->server);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 6 * G_USEC_PER_SEC);
      for (guint i = 0; i < 8; i++)
        g_thread_join (threads[i]);
      nadi_test_server_free (server);
    }
}

static void
test_answer_to_nobody (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  NadiTestClient *client = nadi_test_server_client (server, NULL);
  NadiHttpRequest *held;

  nadi_test_client_send (client, GET ("/hold"), -1);
  held = nadi_test_server_held (server);
  nadi_test_client_free (client);
  nadi_http_request_reply (held, 200, NULL, NULL, NULL);
}

static void
test_busy_configure (NadiHttpConfig *config)
{
  config->handler_threads = 1;
  config->max_waiting = 0;
}

static void
test_busy (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, test_busy_configure);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, GET ("/hello"));
  g_autofree char *retry = nadi_test_reply_header (answer, "Retry-After");

  assert_problem (answer, 503, "busy");
  g_assert_cmpstr (retry, ==, "1");
}

static void
test_plain_elsewhere (void)
{
  NadiHttpConfig config;
  g_autoptr (GError) error = NULL;

  nadi_http_config_init (&config, NULL, NULL);
  config.address = "0.0.0.0";
  g_assert_null (nadi_http_server_new (&config, NULL, 0, NULL, &error));
  g_assert_error (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_PLAIN);
}

static void
test_port_taken (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  NadiHttpConfig config;
  g_autoptr (GError) error = NULL;

  nadi_http_config_init (&config, NULL, NULL);
  config.port = server->port;
  g_assert_null (nadi_http_server_new (&config, NULL, 0, NULL, &error));
  g_assert_error (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_ADDRESS);
}

static void
test_tls_versions (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiTestClient) plain = NULL;
  g_autoptr (NadiTestReply) answer = NULL;

  g_assert_null (nadi_test_client_new_tls (server->port, NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.2"));
  g_assert_null (nadi_test_client_new_tls (server->port, NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1"));
  plain = nadi_test_client_new (server->port, NULL);
  answer = nadi_test_client_ask (plain, GET ("/hello"));
  g_assert_cmpuint (answer->status, ==, 0);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/http/server/answers", GINT_TO_POINTER (FALSE), test_answers);
  g_test_add_data_func ("/http/server/answers-tls", GINT_TO_POINTER (TRUE), test_answers);
  g_test_add_data_func ("/http/server/large", GINT_TO_POINTER (FALSE), test_large);
  g_test_add_data_func ("/http/server/large-tls", GINT_TO_POINTER (TRUE), test_large);
  g_test_add_func ("/http/server/head-request", test_head_request);
  g_test_add_func ("/http/server/refused-heads", test_refused_heads);
  g_test_add_func ("/http/server/malformed", test_malformed);
  g_test_add_func ("/http/server/allow", test_allow);
  g_test_add_func ("/http/server/authority", test_authority);
  g_test_add_func ("/http/server/head-size", test_head_size);
  g_test_add_func ("/http/server/many-headers", test_many_headers);
  g_test_add_func ("/http/server/log", test_log);
  g_test_add_func ("/http/server/stop-with-waiting", test_stop_with_waiting);
  g_test_add_data_func ("/http/server/stop-under-load", GINT_TO_POINTER (FALSE), test_stop_under_load);
  g_test_add_data_func ("/http/server/stop-under-load-tls", GINT_TO_POINTER (TRUE), test_stop_under_load);
  g_test_add_func ("/http/server/answer-to-nobody", test_answer_to_nobody);
  g_test_add_func ("/http/server/busy", test_busy);
  g_test_add_func ("/http/server/plain-elsewhere", test_plain_elsewhere);
  g_test_add_func ("/http/server/port-taken", test_port_taken);
  g_test_add_func ("/http/server/tls-versions", test_tls_versions);
  return g_test_run ();
}
