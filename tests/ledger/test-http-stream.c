/* Server-sent events: order, heartbeat, slow clients, clients that go, the end. */
#include <string.h>

#include "nadi-test-server.h"

#define GET_EVENTS "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"

static void
quick (NadiHttpConfig *config)
{
  config->heartbeat_ms = 100;
}

/* The answer's head, and then events without their chunk framing. */
static void
skip_head (NadiTestClient *client)
{
  g_autoptr (NadiTestReply) head = nadi_test_client_answer (client, FALSE);
  g_autofree char *type = nadi_test_reply_header (head, "Content-Type");

  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (type, ==, "text/event-stream");
}

/* Reads until text has come; gives everything before and with it. */
static char *
read_until (NadiTestClient *client, const char *text)
{
  GString *all = g_string_new (NULL);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (strstr (all->str, text) == NULL && g_get_monotonic_time () < end)
    {
      g_autoptr (GString) more = nadi_test_client_read (client, 1, 1000);

      g_string_append (all, more->str);
    }
  g_assert_nonnull (strstr (all->str, text));
  return g_string_free (all, FALSE);
}

static void
test_events (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  g_autofree char *all = NULL;
  const char *at;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  skip_head (client);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *data = g_strdup_printf ("{\"n\":%u}", i);

      g_assert_true (nadi_http_stream_send (stream, "head", data));
      if (i % 10 == 0)
        g_usleep (500);
    }
  all = read_until (client, "{\"n\":199}\n\n");
  at = all;
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *event = g_strdup_printf ("event: head\ndata: {\"n\":%u}\n\n", i);

      at = strstr (at, event);
      g_assert_nonnull (at);
    }
  nadi_http_stream_close (stream);
  g_free (read_until (client, "\r\n0\r\n\r\n"));
  g_assert_false (nadi_http_stream_send (stream, "head", "{}"));
  g_assert_false (nadi_http_stream_is_open (stream));
}

static void
test_heartbeat (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, quick);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  gint64 start = g_get_monotonic_time ();
  guint beats = 0;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  skip_head (client);
  while (beats < 4)
    {
      g_free (read_until (client, ":\n\n"));
      beats++;
    }
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 250000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5000000);
}

/* Who does not read is cut, and the publisher learns of it. */
static void
test_slow_client (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  g_autofree char *data = g_strnfill (8000, 'x');
  guint sent = 0;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  while (nadi_http_stream_send (stream, "head", data) && sent < 100000)
    sent++;
  g_test_message ("%u events of 8 kB before the client was dropped", sent);
  g_assert_cmpuint (sent, <, 100000);
  g_assert_false (nadi_http_stream_is_open (stream));
  g_assert_true (nadi_test_client_closed (client, 5000));
}

static void
test_client_without_pulse (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, quick);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  g_autofree char *data = g_strnfill (8000, 'x');
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  /* Fills the sockets' buffers, but never the queue: only the keeper can notice. */
  while (nadi_http_stream_is_open (stream) && g_get_monotonic_time () < end)
    {
      NadiHttpStatistics statistics;

      nadi_http_server_statistics (server->server, &statistics);
      if (statistics.streams == 0)
        break;
      nadi_http_stream_send (stream, "head", data);
      g_usleep (1000);
    }
  g_assert_false (nadi_http_stream_is_open (stream));
}

static void
test_client_goes (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, quick);
  NadiTestClient *client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  NadiHttpStatistics statistics;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  skip_head (client);
  nadi_test_client_free (client);
  do
    {
      g_usleep (10000);
      nadi_http_server_statistics (server->server, &statistics);
    }
  while (statistics.streams > 0 && g_get_monotonic_time () < end);
  g_assert_cmpuint (statistics.streams, ==, 0);
  g_assert_cmpuint (statistics.connections, ==, 0);
  g_assert_false (nadi_http_stream_send (stream, "head", "{}"));
}

static void
test_stop (void)
{
  NadiTestServer *server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  NadiHttpStream *stream;
  g_autofree char *all = NULL;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  nadi_http_stream_send (stream, "head", "{\"last\":true}");
  nadi_test_server_free (server);
  skip_head (client);
  all = read_until (client, "\r\n0\r\n\r\n"); /* what waited was sent, and the answer has an end */
  g_assert_nonnull (strstr (all, "{\"last\":true}"));
  g_assert_true (nadi_test_client_closed (client, 2000));
  g_assert_false (nadi_http_stream_send (stream, "head", "{}"));
  nadi_http_stream_unref (stream); /* outlives its server */
}

typedef struct
{
  NadiHttpStream *stream;
  guint n;
} Publisher;

static gpointer
publish (gpointer data)
{
  Publisher *publisher = data;

  for (guint i = 0; i < publisher->n; i++)
    {
      nadi_http_stream_send (publisher->stream, "head", "{\"stream\":\"h\",\"count\":1}");
      if (i % 16 == 0)
        g_usleep (200);
    }
  return NULL;
}

static void
test_many_publishers (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autoptr (NadiHttpStream) stream = NULL;
  GThread *threads[4];
  Publisher publisher;
  g_autofree char *all = NULL;
  guint found = 0;

  nadi_test_client_send (client, GET_EVENTS, -1);
  stream = nadi_test_server_stream (server);
  publisher = (Publisher) { stream, 500 };
  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("publish", publish, &publisher);
  skip_head (client);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  nadi_http_stream_send (stream, "last", "{}");
  all = read_until (client, "event: last\n");
  for (const char *at = strstr (all, "event: head\n"); at != NULL; at = strstr (at + 1, "event: head\n"))
    found++;
  g_assert_cmpuint (found, >=, 1990); /* a chunk's border may fall into the word */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/http/stream/events", GINT_TO_POINTER (FALSE), test_events);
  g_test_add_data_func ("/http/stream/events-tls", GINT_TO_POINTER (TRUE), test_events);
  g_test_add_func ("/http/stream/heartbeat", test_heartbeat);
  g_test_add_data_func ("/http/stream/slow-client", GINT_TO_POINTER (FALSE), test_slow_client);
  g_test_add_data_func ("/http/stream/slow-client-tls", GINT_TO_POINTER (TRUE), test_slow_client);
  g_test_add_func ("/http/stream/client-without-pulse", test_client_without_pulse);
  g_test_add_func ("/http/stream/client-goes", test_client_goes);
  g_test_add_func ("/http/stream/stop", test_stop);
  g_test_add_func ("/http/stream/many-publishers", test_many_publishers);
  return g_test_run ();
}
