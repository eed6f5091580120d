/* Deadlines and numbers: who is slow, who sends too much, who comes too often. */
#include <string.h>
#include <time.h>

#include "nadi-test-server.h"

#define GET_HELLO "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"

static void
impatient (NadiHttpConfig *config)
{
  config->head_ms = 600;
  config->body_ms = 600;
  config->idle_ms = 600;
  config->send_ms = 600;
}

/* Sends one byte every 50 ms for at most three seconds; gives how long it was let. */
static gint64
trickle (NadiTestClient *client, const char *text)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 60; i++)
    {
      const char *next = i < strlen (text) ? text + i : "x";

      if (!nadi_test_client_send (client, next, 1) || nadi_test_client_closed (client, 50))
        break;
    }
  return (g_get_monotonic_time () - start) / 1000;
}

static void
assert_cut_after (gint64 ms, gint64 deadline)
{
  g_test_message ("cut after %d ms", (int) ms);
  g_assert_cmpint (ms, >=, deadline - 100);
  g_assert_cmpint (ms, <, deadline + 1500);
}

/* libmicrohttpd's own timeout would see something every 50 ms and wait for ever. */
static void
test_slow_head (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), impatient);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);

  assert_cut_after (trickle (client, "GET /hello HTTP/1.1\r\nHost: x\r\nX-Y: "), 600);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

static void
test_silent (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), impatient);
  g_autoptr (NadiTestClient) client = nadi_test_client_new (server->port, NULL); /* not even a handshake */
  gint64 start = g_get_monotonic_time ();

  g_assert_true (nadi_test_client_closed (client, 5000));
  assert_cut_after ((g_get_monotonic_time () - start) / 1000, 600);
}

static void
test_slow_body (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, impatient);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);

  nadi_test_client_send (client, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", -1);
  assert_cut_after (trickle (client, ""), 600);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

static void
test_idle (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, impatient);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, GET_HELLO);

  g_assert_cmpuint (answer->status, ==, 200);
  assert_cut_after (trickle (client, "GET /hello HTTP/1.1\r\nHost: x\r\nX-Y: "), 600);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 1);
}

static void
test_busy_connection_stays (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, impatient);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, GET_HELLO);

      g_assert_cmpuint (answer->status, ==, 200);
      g_usleep (250000);
    }
}

static void
test_slow_reader (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, impatient);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  NadiHttpStatistics statistics;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (guint i = 0; i < 4; i++) /* 16 MiB, more than the sockets' buffers hold */
    nadi_test_client_send (client, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  do
    {
      g_usleep (20000);
      nadi_http_server_statistics (server->server, &statistics);
    }
  while ((statistics.connections > 0 || nadi_test_server_handled (server) == 0) && g_get_monotonic_time () < end);
  g_assert_cmpuint (statistics.connections, ==, 0);
}

static void
one_each (NadiHttpConfig *config)
{
  config->max_per_address = 3;
}

static void
test_per_address (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, one_each);
  NadiTestClient *clients[3];
  g_autoptr (NadiTestClient) fourth = NULL;
  g_autoptr (NadiTestClient) other = NULL;
  g_autoptr (NadiTestReply) answer = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NadiTestReply) good = NULL;

      clients[i] = nadi_test_server_client (server, "127.0.0.2");
      good = nadi_test_client_ask (clients[i], GET_HELLO);
      g_assert_cmpuint (good->status, ==, 200);
    }
  fourth = nadi_test_server_client (server, "127.0.0.2");
  g_assert_true (nadi_test_client_closed (fourth, 2000));
  other = nadi_test_server_client (server, "127.0.0.3");
  answer = nadi_test_client_ask (other, GET_HELLO);
  g_assert_cmpuint (answer->status, ==, 200);
  for (guint i = 0; i < 3; i++)
    nadi_test_client_free (clients[i]);
  for (guint i = 0;; i++)
    {
      g_autoptr (NadiTestClient) again = nadi_test_server_client (server, "127.0.0.2");
      g_autoptr (NadiTestReply) good = nadi_test_client_ask (again, GET_HELLO);

      if (good->status == 200)
        break;
      g_assert_cmpuint (i, <, 100); /* the places become free as soon as the server has seen the ends */
      g_usleep (20000);
    }
}

static void
small_budget (NadiHttpConfig *config)
{
  config->max_body_bytes = 100000;
}

/* Many large bodies that never end: the one that would pass the limit of all together is cut, and the rest are not. */
static void
test_body_budget (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, small_budget);
  g_autoptr (NadiTestClient) first = nadi_test_server_client (server, NULL);
  g_autoptr (NadiTestClient) second = nadi_test_server_client (server, NULL);
  g_autofree char *part = g_strnfill (60000, 'x');
  g_autoptr (NadiTestReply) answer = NULL;

  nadi_test_client_send (first, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60001\r\n\r\n", -1);
  nadi_test_client_send (first, part, -1);
  g_usleep (300000);
  nadi_test_client_send (second, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 60001\r\n\r\n", -1);
  nadi_test_client_send (second, part, -1);
  g_assert_true (nadi_test_client_closed (second, 2000));
  nadi_test_client_send (first, "x", 1);
  answer = nadi_test_client_answer (first, TRUE);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 60001);
}

/* 400 MB announced: 413 at once. 400 MB in chunks: 411 at once. Either way the connection ends long before. */
static void
test_huge_body (gconstpointer chunked)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autofree char *piece = g_strnfill (65536, 'x');
  g_autoptr (NadiTestReply) answer = NULL;
  gsize sent = 0;
  gint64 start;

  nadi_test_client_send (client, GPOINTER_TO_INT (chunked)
                         ? "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                         : "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 419430400\r\n\r\n", -1);
  answer = nadi_test_client_answer (client, TRUE);
  g_assert_cmpuint (answer->status, ==, GPOINTER_TO_INT (chunked) ? 411 : 413);
  start = g_get_monotonic_time ();
  while (sent < 419430400)
    {
      if (GPOINTER_TO_INT (chunked) && !nadi_test_client_send (client, "10000\r\n", -1))
        break;
      if (!nadi_test_client_send (client, piece, 65536))
        break;
      sent += 65536;
    }
  g_test_message ("%.1f MB left before the end, %.3f s", (double) sent / 1e6, (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_cmpuint (sent, <, 40u << 20);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

/* Without waiting for the answer: whoever floods at once is cut too, and nothing is kept. */
static void
test_blind_flood (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (GString) flood = g_string_new ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  guint pieces = 0;

  while (flood->len < 600000)
    g_string_append (flood, "1\r\nx\r\n");
  while (pieces < 700 && nadi_test_client_send (client, flood->str, (gssize) flood->len))
    pieces++;
  g_assert_cmpuint (pieces, <, 100);
  g_assert_cmpuint (nadi_test_server_handled (server), ==, 0);
}

static const char *const malformed[] = { "{\"a\":1,\"a\":2}", "[1e999]", "[\"\xff\"]", "[\"\\ud800\"]", "[\"\\u0000\"]",
                                         "[1] [2]", "[/**/1]", "" };

static void
assert_refused_json (NadiTestClient *client, const char *body, gsize length, gint64 *slowest)
{
  g_autofree char *head = g_strdup_printf ("POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: %u\r\n\r\n", (guint) length);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NadiTestReply) answer = NULL;

  nadi_test_client_send (client, head, -1);
  nadi_test_client_send (client, body, (gssize) length);
  answer = nadi_test_client_answer (client, TRUE);
  g_assert_cmpuint (answer->status, ==, 400);
  *slowest = MAX (*slowest, g_get_monotonic_time () - start);
}

/* Case 28: as bodies, refused within 50 ms (with room for sanitizers and a busy machine). */
static void
test_malformed_json (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autofree char *brackets = g_strnfill (1000000, '[');
  gint64 slowest = 0;

  assert_refused_json (client, brackets, 1000000, &slowest);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    assert_refused_json (client, malformed[i], strlen (malformed[i]), &slowest);
  g_test_message ("slowest refusal %.1f ms", (double) slowest / 1000);
  g_assert_cmpint (slowest, <, 500000);
}

/* Of this process, microseconds. */
static gint64
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Who has begun something and stopped costs nothing while the server waits. */
static void
test_stalled_clients (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
  NadiTestClient *clients[20];
  gint64 before, spent;

  for (guint i = 0; i < 20; i++)
    {
      if (i % 2 == 0)
        clients[i] = nadi_test_client_new (server->port, NULL);
      else
        clients[i] = nadi_test_server_client (server, NULL);
      nadi_test_client_send (clients[i], i % 2 == 0 && GPOINTER_TO_INT (tls) ? "\x16\x03\x01" : "GET /h", -1);
    }
  g_usleep (100000);
  before = processor_time ();
  g_usleep (500000);
  spent = processor_time () - before;
  g_test_message ("%d us of processor time in half a second", (int) spent);
  g_assert_cmpint (spent, <, 50000);
  for (guint i = 0; i < 20; i++)
    nadi_test_client_free (clients[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/http/limits/slow-head", GINT_TO_POINTER (FALSE), test_slow_head);
  g_test_add_data_func ("/http/limits/slow-head-tls", GINT_TO_POINTER (TRUE), test_slow_head);
  g_test_add_data_func ("/http/limits/silent", GINT_TO_POINTER (FALSE), test_silent);
  g_test_add_data_func ("/http/limits/silent-tls", GINT_TO_POINTER (TRUE), test_silent);
  g_test_add_func ("/http/limits/slow-body", test_slow_body);
  g_test_add_func ("/http/limits/idle", test_idle);
  g_test_add_func ("/http/limits/busy-connection-stays", test_busy_connection_stays);
  g_test_add_func ("/http/limits/slow-reader", test_slow_reader);
  g_test_add_func ("/http/limits/per-address", test_per_address);
  g_test_add_func ("/http/limits/body-budget", test_body_budget);
  g_test_add_data_func ("/http/limits/huge-body", GINT_TO_POINTER (FALSE), test_huge_body);
  g_test_add_data_func ("/http/limits/huge-body-chunked", GINT_TO_POINTER (TRUE), test_huge_body);
  g_test_add_data_func ("/http/limits/stalled-clients", GINT_TO_POINTER (FALSE), test_stalled_clients);
  g_test_add_data_func ("/http/limits/stalled-clients-tls", GINT_TO_POINTER (TRUE), test_stalled_clients);
  g_test_add_func ("/http/limits/blind-flood", test_blind_flood);
  g_test_add_func ("/http/limits/malformed-json", test_malformed_json);
  return g_test_run ();
}
