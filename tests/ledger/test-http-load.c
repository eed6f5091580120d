/* Case 29: while others misbehave, a well-behaved client's 99th percentile at most doubles (with room for a busy machine). */
#include <stdlib.h>
#include <string.h>

#include "nadi-test-server.h"

#define REQUESTS 1500
#define GET_HELLO "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"

static int
compare (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* Microseconds. */
static gint64
p99 (NadiTestServer *server)
{
  g_autoptr (NadiTestClient) client = nadi_test_server_client (server, NULL);
  g_autofree gint64 *times = g_new (gint64, REQUESTS);

  for (guint i = 0; i < REQUESTS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (NadiTestReply) answer = nadi_test_client_ask (client, GET_HELLO);

      g_assert_cmpuint (answer->status, ==, 200);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, REQUESTS, sizeof *times, compare);
  return times[REQUESTS * 99 / 100];
}

typedef struct
{
  NadiTestServer *server;
  gint stop;                 /* atomic */
  guint rounds;
} Attack;

/* 200 connections that say a byte now and then, each the next one of something that would be good if it ever ended. */
static gpointer
slow_connections (gpointer data)
{
  Attack *attack = data;
  static const char plain[] = "GET /hello HTTP/1.1 ";
  static const char hello[] = "\x16\x03\x01\x02\x40\x01\x02\x03\x04\x05";
  const char *words = attack->server->certificate != NULL ? hello : plain;
  NadiTestClient *clients[200];

  for (guint i = 0; i < 200; i++)
    clients[i] = nadi_test_client_new (attack->server->port, "127.0.0.2");
  while (!g_atomic_int_get (&attack->stop))
    {
      for (guint i = 0; i < 200; i++)
        nadi_test_client_send (clients[i], words + attack->rounds % 10, 1);
      attack->rounds++;
      g_usleep (200000);
    }
  for (guint i = 0; i < 200; i++)
    nadi_test_client_free (clients[i]);
  return NULL;
}

/* Announced or chunked hundreds of megabytes, and heads that contradict themselves, each as fast as ten a second. */
static gpointer
bad_requests (gpointer data)
{
  Attack *attack = data;
  const char *const heads[] = {
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 419430400\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 419430400\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
  };
  g_autofree char *piece = g_strnfill (65536, '1');

  while (!g_atomic_int_get (&attack->stop))
    {
      g_autoptr (NadiTestClient) client = nadi_test_server_client (attack->server, "127.0.0.3");

      nadi_test_client_send (client, heads[attack->rounds++ % G_N_ELEMENTS (heads)], -1);
      for (guint i = 0; i < 64 && nadi_test_client_send (client, piece, 65536); i++)
        ;
      g_usleep (100000);
    }
  return NULL;
}

/* TRUE when the 99th percentile at most doubled. Both cores are shared with whoever else runs tests: two milliseconds of that
 * are not the server's. */
static gboolean
withstands (NadiTestServer *server, const char *name, GThreadFunc attacker)
{
  Attack attack = { .server = server };
  gint64 before, during, after;
  GThread *thread;

  p99 (server);
  before = p99 (server);
  thread = g_thread_new (name, attacker, &attack);
  g_usleep (300000);
  during = p99 (server);
  g_atomic_int_set (&attack.stop, 1);
  g_thread_join (thread);
  after = p99 (server);
  g_assert_cmpuint (attack.rounds, >, 0);
  g_test_message ("%s: p99 %d us before, %d us during, %d us after", name, (int) before, (int) during, (int) after);
  return during <= 2 * MAX (before, after) + 2000;
}

static void
measure (NadiTestServer *server, const char *name, GThreadFunc attacker)
{
  guint attempts = 1;

  while (!withstands (server, name, attacker))
    g_assert_cmpuint (++attempts, <=, 3); /* a machine that is busy with something else is not so three times */
}

static void
test_slow_connections (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);

  measure (server, "200 slow connections", slow_connections);
}

static void
test_bad_requests (gconstpointer tls)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (GPOINTER_TO_INT (tls), NULL);

  measure (server, "bad requests", bad_requests);
}

/* One handler that is slow keeps nobody else waiting. */
static void
test_held_requests (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (FALSE, NULL);
  NadiTestClient *clients[100];
  gint64 time;

  for (guint i = 0; i < 100; i++)
    {
      clients[i] = nadi_test_server_client (server, NULL);
      nadi_test_client_send (clients[i], "GET /later HTTP/1.1\r\nHost: x\r\n\r\n", -1);
    }
  time = p99 (server);
  g_test_message ("p99 %d us", (int) time);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (NadiTestReply) answer = nadi_test_client_answer (clients[i], TRUE);

      g_assert_cmpuint (answer->status, ==, 200);
      nadi_test_client_free (clients[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/http/load/slow-connections", GINT_TO_POINTER (FALSE), test_slow_connections);
  g_test_add_data_func ("/http/load/slow-connections-tls", GINT_TO_POINTER (TRUE), test_slow_connections);
  g_test_add_data_func ("/http/load/bad-requests", GINT_TO_POINTER (FALSE), test_bad_requests);
  g_test_add_data_func ("/http/load/bad-requests-tls", GINT_TO_POINTER (TRUE), test_bad_requests);
  g_test_add_func ("/http/load/held-requests", test_held_requests);
  return g_test_run ();
}
