/* The client's HTTPS: answers, limits, cancelling, and SECURITY's case 24: a server that is not the network's own gets no
 * byte of a request. */
#include <string.h>

#include "nadi-net.h"
#include "nadi-random-system.h"
#include "nadi-soup-transport.h"
#include "nadi-system-clock.h"
#include "nadi-test-listener.h"
#include "nadi-test-server.h"
#include "nadi-test.h"

static NadiNet *
net_of (guint16 port, const char *anchor)
{
  g_autofree char *service = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autoptr (GError) error = NULL;
  NadiTransport *transport = nadi_soup_transport_new (service, anchor, &error);

  g_assert_no_error (error);
  return nadi_net_new (transport, NULL, nadi_system_clock (), nadi_random_system ());
}

static void
test_requests (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiNet) net = net_of (server->port, server->authority->certificate);
  g_autoptr (GBytes) body = g_bytes_new ("some bytes", 10);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) get = nadi_net_get (net, "/item/a?b=c", 100, NULL, &error);
      g_autoptr (GBytes) post = nadi_net_request (net, "POST", "/echo", "text/plain", body, 100, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (get, NULL), g_bytes_get_size (get), "GET a ?b=c", 10);
      g_assert_true (g_bytes_equal (post, body));
    }
  g_assert_null (nadi_net_get (net, "/nothing", 4096, NULL, &error));
  nadi_test_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND);
  g_assert_null (nadi_net_get (net, "/large", (4 << 20) - 1, NULL, &error));
  nadi_test_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_ANSWER);
}

static void
test_nobody (void)
{
  NadiTestServer *server = nadi_test_server_new (TRUE, NULL);
  g_autofree char *anchor = g_strdup (server->authority->certificate);
  guint16 port = server->port;
  g_autoptr (NadiNet) net = net_of (port, anchor);
  g_autoptr (GError) error = NULL;

  nadi_test_server_free (server);
  g_assert_null (nadi_net_get (net, "/hello", 100, NULL, &error));
  g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (200000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Before, during and after a call. */
static void
test_cancel (void)
{
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);
  g_autoptr (NadiNet) net = net_of (server->port, server->authority->certificate);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 begin = g_get_monotonic_time ();

  g_assert_null (nadi_net_get (net, "/hold", 100, cancellable, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_null (nadi_net_get (net, "/hello", 100, cancellable, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = nadi_net_get (net, "/hello", 100, NULL, &error);
  g_assert_no_error (error);
  nadi_http_request_reply (nadi_test_server_held (server), 200, NULL, NULL, NULL);
}

#define GOOD NADI_NET_ERROR_UNREACHABLE /* the listener says nothing */
#define BAD NADI_NET_ERROR_CERTIFICATE

/* begin, end: of the certificate, seconds from now. ledger_time: what the transport is told of the time, seconds from now; 0 for
 * nothing. */
static void
check_tls (const char *name, gint64 begin, gint64 end, gboolean anchored, const char *priorities, gint64 ledger_time, NadiNetError expected)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *const names[] = { name, NULL };
  g_autoptr (NadiCertificate) pinned = nadi_certificate_new_authority ("Pinned", now - 720000, now + 720000, NULL);
  g_autoptr (NadiCertificate) other = nadi_certificate_new_authority ("Other", now - 720000, now + 720000, NULL);
  g_autoptr (NadiCertificate) certificate =
    nadi_certificate_new_server (anchored ? pinned : other, names, now + begin, now + end, NULL);
  g_autoptr (NadiTestListener) listener = nadi_test_listener_new (certificate, priorities);
  g_autoptr (NadiNet) net = net_of (nadi_test_listener_port (listener), pinned->certificate);
  g_autoptr (GBytes) body = g_bytes_new ("the request", 11);
  g_autoptr (GError) error = NULL;

  if (ledger_time != 0)
    nadi_soup_transport_set_time (nadi_net_transport (net), now + ledger_time);
  g_assert_null (nadi_net_request (net, "POST", "/v1/events", "text/plain", body, 100, NULL, &error));
  g_assert_error (error, NADI_NET_ERROR, (int) expected);
  g_clear_pointer (&net, nadi_net_free);
  nadi_test_listener_stop (listener);
  g_assert_cmpuint (nadi_test_listener_connections (listener), >, 0);
  if (expected == GOOD)
    g_assert_cmpuint (nadi_test_listener_received (listener), >, 0);
  else
    g_assert_cmpuint (nadi_test_listener_received (listener), ==, 0);
}

#define TLS_1_3 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS_1_2 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

static void
test_tls_good (void)
{
  check_tls ("127.0.0.1", -3600, 3600, TRUE, TLS_1_3, 0, GOOD); /* so that the others fail for their own reason */
}

static void
test_tls_wrong_name (void)
{
  check_tls ("127.0.0.2", -3600, 3600, TRUE, TLS_1_3, 0, BAD);
  check_tls ("ledger.example", -3600, 3600, TRUE, TLS_1_3, 0, BAD);
}

static void
test_tls_wrong_authority (void)
{
  check_tls ("127.0.0.1", -3600, 3600, FALSE, TLS_1_3, 0, BAD);
}

static void
test_tls_dates (void)
{
  /* Without the ledger's time: the machine's clock may be what is wrong. Nothing is sent, and that is said. */
  check_tls ("127.0.0.1", -3600, -60, TRUE, TLS_1_3, 0, NADI_NET_ERROR_CLOCK);
  check_tls ("127.0.0.1", 3600, 7200, TRUE, TLS_1_3, 0, NADI_NET_ERROR_CLOCK);
  /* The ledger's time says that the machine's clock is wrong … */
  check_tls ("127.0.0.1", -3600, -60, TRUE, TLS_1_3, -1800, GOOD);
  check_tls ("127.0.0.1", 3600, 7200, TRUE, TLS_1_3, 5400, GOOD);
  /* … or is too old to know (a certificate that was made since) … */
  check_tls ("127.0.0.1", 3600, 7200, TRUE, TLS_1_3, -720000, NADI_NET_ERROR_CLOCK);
  check_tls ("127.0.0.1", -3600, -60, TRUE, TLS_1_3, -7200, NADI_NET_ERROR_CLOCK);
  /* … or that the certificate has really run out; and it forgives nothing else. */
  check_tls ("127.0.0.1", -3600, -60, TRUE, TLS_1_3, -30, BAD);
  check_tls ("127.0.0.2", -3600, -60, TRUE, TLS_1_3, 0, BAD);
  check_tls ("127.0.0.2", -3600, -60, TRUE, TLS_1_3, -1800, BAD);
  check_tls ("127.0.0.1", -3600, -60, FALSE, TLS_1_3, -1800, BAD);
}

static void
test_tls_version (void)
{
  check_tls ("127.0.0.1", -3600, 3600, TRUE, TLS_1_2, 0, BAD);
}

static void
test_addresses (void)
{
  const char *const services[] = { "http://127.0.0.1:1", "ftp://host", "nonsense" };
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nadi_soup_transport_new (services[i], server->authority->certificate, &error));
      g_assert_nonnull (error);
    }
}

/* What is signed as the authority is what stands in the Host header. */
static void
test_authority (void)
{
  const struct
  {
    const char *service, *authority;
  } cases[] = {
    { "https://[::1]:8443", "[::1]:8443" },
    { "https://[2001:db8::1]", "[2001:db8::1]" },
    { "https://[2001:db8::1]:443", "[2001:db8::1]" },
    { "https://127.0.0.1:8443", "127.0.0.1:8443" },
    { "https://ledger.example", "ledger.example" },
    { "https://ledger.example:443", "ledger.example" },
  };
  g_autoptr (NadiTestServer) server = nadi_test_server_new (TRUE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiTransport) transport = nadi_soup_transport_new (cases[i].service, server->authority->certificate, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (transport->authority (transport), ==, cases[i].authority);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/requests", test_requests);
  g_test_add_func ("/transport/nobody", test_nobody);
  g_test_add_func ("/transport/cancel", test_cancel);
  g_test_add_func ("/transport/addresses", test_addresses);
  g_test_add_func ("/transport/authority", test_authority);
  g_test_add_func ("/transport/tls/good", test_tls_good);
  g_test_add_func ("/transport/tls/wrong-name", test_tls_wrong_name);
  g_test_add_func ("/transport/tls/wrong-authority", test_tls_wrong_authority);
  g_test_add_func ("/transport/tls/dates", test_tls_dates);
  g_test_add_func ("/transport/tls/version", test_tls_version);
  return g_test_run ();
}
