/* The listener of tests about TLS. */
#include "nadi-test-listener.h"

#include <gio/gio.h>
#include <gnutls/gnutls.h>
#include <string.h>

struct _NadiTestListener
{
  GSocketListener *listener;
  GThread *thread;
  guint16 port;
  const char *priorities;
  gnutls_certificate_credentials_t credentials;
  gint received;             /* atomic: application bytes */
  gint connections;          /* atomic */
  GCancellable *stop;
};

static void
listen_once (NadiTestListener *listener, int fd)
{
  gnutls_session_t session;
  char buffer[1024];
  gssize got = GNUTLS_E_AGAIN;
  int result;

  gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL);
  gnutls_priority_set_direct (session, listener->priorities, NULL);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, listener->credentials);
  gnutls_transport_set_int (session, fd);
  gnutls_handshake_set_timeout (session, 3000);
  gnutls_record_set_timeout (session, 3000);
  do
    result = gnutls_handshake (session);
  while (result < 0 && !gnutls_error_is_fatal (result));
  if (result == 0)
    do
      got = gnutls_record_recv (session, buffer, sizeof buffer);
    while (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
  if (got > 0)
    g_atomic_int_add (&listener->received, (gint) got);
  gnutls_deinit (session);
}

static gpointer
listener_run (gpointer data)
{
  NadiTestListener *listener = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (listener->listener, NULL, listener->stop, NULL)) != NULL)
    {
      GSocket *socket = g_socket_connection_get_socket (connection);

      g_atomic_int_inc (&listener->connections);
      g_socket_set_blocking (socket, TRUE);
      listen_once (listener, g_socket_get_fd (socket));
      g_object_unref (connection);
    }
  return NULL;
}

NadiTestListener *
nadi_test_listener_new (NadiCertificate *certificate, const char *priorities)
{
  const gnutls_datum_t cert = { (guint8 *) certificate->certificate, (guint) strlen (certificate->certificate) };
  const gnutls_datum_t key = { (guint8 *) certificate->key, (guint) strlen (certificate->key) };
  NadiTestListener *listener = g_new0 (NadiTestListener, 1);

  listener->priorities = priorities;
  listener->stop = g_cancellable_new ();
  listener->listener = g_socket_listener_new ();
  listener->port = g_socket_listener_add_any_inet_port (listener->listener, NULL, NULL);
  gnutls_certificate_allocate_credentials (&listener->credentials);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem (listener->credentials, &cert, &key, GNUTLS_X509_FMT_PEM), ==, 0);
  listener->thread = g_thread_new ("listener", listener_run, listener);
  return listener;
}

guint16
nadi_test_listener_port (NadiTestListener *listener)
{
  return listener->port;
}

void
nadi_test_listener_stop (NadiTestListener *listener)
{
  if (listener->thread == NULL)
    return;
  g_cancellable_cancel (listener->stop);
  g_thread_join (listener->thread);
  listener->thread = NULL;
}

guint
nadi_test_listener_connections (NadiTestListener *listener)
{
  return (guint) g_atomic_int_get (&listener->connections);
}

guint
nadi_test_listener_received (NadiTestListener *listener)
{
  return (guint) g_atomic_int_get (&listener->received);
}

void
nadi_test_listener_free (NadiTestListener *listener)
{
  nadi_test_listener_stop (listener);
  g_object_unref (listener->stop);
  g_object_unref (listener->listener);
  gnutls_certificate_free_credentials (listener->credentials);
  g_free (listener);
}
