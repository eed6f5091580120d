/* The peer client: calls, limits, signatures; and case 24: a server that is not who it should be gets no byte of a request. */
#include <string.h>

#include "nadi-peer.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"
#include "nadi-test-listener.h"
#include "nadi-test-server.h"
#include "nadi-test.h"

static NadiPeer *
peer_of (guint16 port, const char *host, const char *anchor, guint total_ms)
{
  g_autofree char *url = g_strdup_printf ("https://%s:%u", host, port);
  g_autoptr (GError) error = NULL;
  NadiPeerConfig config = { .url = url, .anchor = anchor, .clock = nadi_system_clock (),
                            .random = nadi_random_system (), .total_ms = total_ms };
  NadiPeer *peer = nadi_peer_new (&config, &error);

  g_assert_no_error (error);
  return peer;
}

static void
test_calls (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiPeer) peer = peer_of (server->port, "127.0.0.1", server->authority->certificate, 0);
  g_autoptr (GBytes) body = g_bytes_new ("some bytes", 10);
  NadiHttpStatistics statistics;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiPeerAnswer) get = nadi_peer_get (peer, "/item/a?b=c", 100, &error);
      g_autoptr (NadiPeerAnswer) post = nadi_peer_post (peer, "/echo", "text/plain", body, 100, &error);
      g_autoptr (NadiPeerAnswer) missing = nadi_peer_get (peer, "/nothing", 4096, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (get->status, ==, 200);
      g_assert_cmpmem (g_bytes_get_data (get->body, NULL), g_bytes_get_size (get->body), "GET a ?b=c", 10);
      g_assert_cmpuint (post->status, ==, 200);
      g_assert_cmpstr (post->content_type, ==, "text/plain");
      g_assert_true (g_bytes_equal (post->body, body));
      g_assert_cmpuint (missing->status, ==, 404);
    }
  nadi_http_server_statistics (server->server, &statistics);
  g_assert_cmpuint (statistics.connections, <=, 1);
}

static void
test_too_large (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiPeer) peer = peer_of (server->port, "127.0.0.1", server->authority->certificate, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiPeerAnswer) fits = NULL;

  g_assert_null (nadi_peer_get (peer, "/large", (4 << 20) - 1, &error));
  nadi_test_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_TOO_LARGE);
  fits = nadi_peer_get (peer, "/large", 4 << 20, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (fits->body), ==, 4 << 20);
}

static void
test_time_out (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiPeer) peer = peer_of (server->port, "127.0.0.1", server->authority->certificate, 300);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_null (nadi_peer_get (peer, "/hold", 100, &error));
  g_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  nadi_http_request_reply (nadi_test_server_held (server), 200, NULL, NULL, NULL);
}

static gpointer
cancel_soon (gpointer peer)
{
  g_usleep (200000);
  nadi_peer_cancel (peer);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiPeer) peer = peer_of (server->port, "127.0.0.1", server->authority->certificate, 60000);
  GThread *thread = g_thread_new ("cancel", cancel_soon, peer);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_null (nadi_peer_get (peer, "/hold", 100, &error));
  nadi_test_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_null (nadi_peer_get (peer, "/hello", 100, &error));
  nadi_test_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE);
  nadi_http_request_reply (nadi_test_server_held (server), 200, NULL, NULL, NULL);
}

static void
test_nobody (void)
{
  guint16 port;
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiPeer) peer = NULL;
  NadiTestServer *server = nadi_test_server_new (TRUE, NULL);
  g_autofree char *anchor = g_strdup (server->authority->certificate);

  port = server->port;
  nadi_test_server_free (server);
  peer = peer_of (port, "127.0.0.1", anchor, 0);
  g_assert_null (nadi_peer_get (peer, "/hello", 100, &error));
  g_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE);
}

static void
test_addresses (void)
{
  const char *const urls[] = { "http://127.0.0.1:1", "https://", "https://host/path", "ftp://host", "host",
                               "https://host?x", "https://u@host" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      NadiPeerConfig config = { .url = urls[i], .anchor = "", .clock = nadi_system_clock (),
                                .random = nadi_random_system () };
      g_autoptr (GError) error = NULL;

      g_assert_null (nadi_peer_new (&config, &error));
      g_assert_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_ADDRESS);
    }
}

/* seconds: from now to the certificate's end. anchored: under the authority that the peer has pinned. */
static void
check_tls (const char *name, gint64 seconds, gboolean anchored, const char *priorities, gboolean good)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *const names[] = { name, NULL };
  g_autoptr (NadiCertificate) pinned = nadi_certificate_new_authority ("Pinned", now - 7200, now + 7200, NULL);
  g_autoptr (NadiCertificate) other = nadi_certificate_new_authority ("Other", now - 7200, now + 7200, NULL);
  g_autoptr (NadiCertificate) server = nadi_certificate_new_server (anchored ? pinned : other, names, now - 3600,
                                                                    now + seconds, NULL);
  g_autoptr (NadiPeer) peer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new ("the request", 11);
  int expected = good ? NADI_PEER_ERROR_UNREACHABLE : NADI_PEER_ERROR_TLS;
  g_autoptr (NadiTestListener) listener = NULL;

  listener = nadi_test_listener_new (server, priorities);
  peer = peer_of (nadi_test_listener_port (listener), "127.0.0.1", pinned->certificate, 3000);
  g_assert_null (nadi_peer_post (peer, "/v1/events", "text/plain", body, 100, &error));
  g_assert_error (error, NADI_PEER_ERROR, expected);
  nadi_test_listener_stop (listener);
  g_assert_cmpuint (nadi_test_listener_connections (listener), >, 0);
  if (good)
    g_assert_cmpuint (nadi_test_listener_received (listener), >, 0);
  else
    g_assert_cmpuint (nadi_test_listener_received (listener), ==, 0);
}

#define TLS_1_3 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

static void
test_tls_good (void)
{
  check_tls ("127.0.0.1", 3600, TRUE, TLS_1_3, TRUE); /* so that the others fail for their own reason */
}

static void
test_tls_wrong_name (void)
{
  check_tls ("127.0.0.2", 3600, TRUE, TLS_1_3, FALSE);
  check_tls ("ledger.example", 3600, TRUE, TLS_1_3, FALSE);
}

static void
test_tls_wrong_authority (void)
{
  check_tls ("127.0.0.1", 3600, FALSE, TLS_1_3, FALSE);
}

static void
test_tls_expired (void)
{
  check_tls ("127.0.0.1", -60, TRUE, TLS_1_3, FALSE);
}

static void
test_tls_version (void)
{
  check_tls ("127.0.0.1", 3600, TRUE, "NORMAL:-VERS-ALL:+VERS-TLS1.2", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/peer/calls", test_calls);
  g_test_add_func ("/peer/too-large", test_too_large);
  g_test_add_func ("/peer/time-out", test_time_out);
  g_test_add_func ("/peer/cancel", test_cancel);
  g_test_add_func ("/peer/nobody", test_nobody);
  g_test_add_func ("/peer/addresses", test_addresses);
  g_test_add_func ("/peer/tls/good", test_tls_good);
  g_test_add_func ("/peer/tls/wrong-name", test_tls_wrong_name);
  g_test_add_func ("/peer/tls/wrong-authority", test_tls_wrong_authority);
  g_test_add_func ("/peer/tls/expired", test_tls_expired);
  g_test_add_func ("/peer/tls/version", test_tls_version);
  return g_test_run ();
}
