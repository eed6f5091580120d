/* HTTPS with libsoup. */
#include "nadi-soup-transport.h"

#include <libsoup/soup.h>

#define CONNECT_AND_SILENCE_SECONDS 20

typedef struct
{
  NadiTransport transport;
  SoupSession *session;
  GTlsCertificate *anchor;
  char *service;
  char *authority;
  gint64 time;
} SoupTransport;

/* One exchange: why the connection was given up, if we did. */
typedef struct
{
  SoupTransport *owner;
  GCancellable *cancellable;
  gboolean old_tls;
  gboolean wrong_certificate;
  gboolean wrong_dates;
} Exchange;

static const char *
transport_authority (NadiTransport *transport)
{
  return ((SoupTransport *) transport)->authority;
}

/* Time has passed since the ledger's time was learned, so that it can show a certificate to have run out, and never that one is
 * not good yet: what is left then is a machine whose clock has to be set. */
static gboolean
judge_dates (SoupTransport *self, GTlsCertificate *certificate, gboolean *run_out)
{
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);

  *run_out = from == NULL || until == NULL || (self->time != 0 && self->time > g_date_time_to_unix (until));
  return !*run_out && self->time != 0 && g_date_time_to_unix (from) <= self->time;
}

/* The chain is checked against the network's own authority and nothing else: the system's authorities are never
 * asked. Faults of date alone are judged by the ledger's time when there is one. */
static gboolean
on_message_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags ignored, gpointer data)
{
  Exchange *exchange = data;
  SoupTransport *self = exchange->owner;
  g_autoptr (GSocketConnectable) identity = g_network_address_parse_uri (self->service, 443, NULL);
  const GTlsCertificateFlags dates = G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED;
  GTlsCertificateFlags faults = g_tls_certificate_verify (certificate, identity, self->anchor);

  gboolean run_out = TRUE;

  if (faults != 0 && (faults & ~dates) == 0 && judge_dates (self, certificate, &run_out))
    faults = 0;
  exchange->wrong_dates = faults != 0 && !run_out;
  exchange->wrong_certificate = faults != 0 && run_out;
  return faults == 0;
}

/* Runs after the handshake and before a byte of the request is written. */
static void
on_message_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer data)
{
  Exchange *exchange = data;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection))
    return;
  if (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)) != G_TLS_PROTOCOL_VERSION_TLS_1_3)
    {
      exchange->old_tls = TRUE;
      g_cancellable_cancel (exchange->cancellable);
    }
}

static SoupMessage *
message_for (SoupTransport *self, const NadiTransportRequest *request, Exchange *exchange)
{
  g_autofree char *uri = g_strconcat (self->service, request->target, NULL);
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_ENCODED, NULL);
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (parsed == NULL)
    return NULL;
  message = soup_message_new_from_uri (request->method, parsed);
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  if (request->content_digest != NULL)
    soup_message_headers_append (headers, "Content-Digest", request->content_digest);
  if (request->signature_input != NULL)
    {
      soup_message_headers_append (headers, "Signature-Input", request->signature_input);
      soup_message_headers_append (headers, "Signature", request->signature);
    }
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_message_accept_certificate), exchange);
  g_signal_connect (message, "network-event", G_CALLBACK (on_message_network_event), exchange);
  return message;
}

/* Says in Nadi's words why soup failed. */
static void
explain (const Exchange *exchange, GCancellable *cancellable, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;

  if (exchange->old_tls)
    g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_CERTIFICATE, "the service does not speak TLS 1.3");
  else if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (exchange->wrong_dates)
    g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_CLOCK, "the certificate is not valid on this machine's date");
  else if (exchange->wrong_certificate || g_error_matches (owned, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_CERTIFICATE,
                         "the certificate is not one of this network's service");
  else
    g_set_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE, "the service can't be reached: %s", owned->message);
}

static void
on_outer_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

/* Sends and gives the answer's body as a stream, with status and headers on *message_out. */
static GInputStream *
send (SoupTransport *self, const NadiTransportRequest *request, GCancellable *cancellable, SoupMessage **message_out, GError **error)
{
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  Exchange exchange = { .owner = self, .cancellable = inner };
  g_autoptr (SoupMessage) message = message_for (self, request, &exchange);
  g_autoptr (GError) cause = NULL;
  GInputStream *stream;
  gulong link = 0;

  if (message == NULL)
    {
      g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_REQUEST, "this is no address");
      return NULL;
    }
  if (cancellable != NULL)
    link = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled), g_object_ref (inner), g_object_unref);
  stream = soup_session_send (self->session, message, inner, &cause);
  g_cancellable_disconnect (cancellable, link);
  g_signal_handlers_disconnect_by_data (message, &exchange);
  if (stream == NULL)
    {
      explain (&exchange, cancellable, g_steal_pointer (&cause), error);
      return NULL;
    }
  *message_out = g_steal_pointer (&message);
  return stream;
}

static gint64
date_of (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/* Reads to the end, but never more than limit bytes. */
static GBytes *
read_all (GInputStream *stream, gsize limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 buffer[65536];

  for (;;)
    {
      g_autoptr (GError) cause = NULL;
      gssize n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, &cause);

      if (n < 0)
        {
          Exchange none = { 0 };
          explain (&none, cancellable, g_steal_pointer (&cause), error);
          return NULL;
        }
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if ((gsize) n > limit - body->len)
        {
          g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_ANSWER, "the answer is larger than it may be");
          return NULL;
        }
      g_byte_array_append (body, buffer, (guint) n);
    }
}

static gboolean
transport_exchange (NadiTransport *transport, const NadiTransportRequest *request, gsize limit,
                    NadiTransportAnswer *answer, GCancellable *cancellable, GError **error)
{
  SoupTransport *self = (SoupTransport *) transport;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = send (self, request, cancellable, &message, error);
  g_autoptr (GBytes) body = NULL;

  if (stream == NULL)
    return FALSE;
  body = read_all (stream, limit, cancellable, error);
  if (body == NULL)
    return FALSE;
  answer->status = soup_message_get_status (message);
  answer->date = date_of (message);
  answer->body = g_steal_pointer (&body);
  return TRUE;
}

static GInputStream *
transport_stream (NadiTransport *transport, const NadiTransportRequest *request, GCancellable *cancellable, GError **error)
{
  SoupTransport *self = (SoupTransport *) transport;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = send (self, request, cancellable, &message, error);

  if (stream == NULL)
    return NULL;
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    {
      g_set_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNAUTHORISED, "the service answered %u",
                   (guint) soup_message_get_status (message));
      return NULL;
    }
  return g_steal_pointer (&stream);
}

static void
transport_free (NadiTransport *transport)
{
  SoupTransport *self = (SoupTransport *) transport;

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->anchor);
  g_free (self->service);
  g_free (self->authority);
  g_free (self);
}

/* As RFC 9110 §4.2.3 and RFC 9421 §2.2.3 have it: without the scheme's own port, and with the brackets that GUri takes off an
 * IPv6 address (RFC 3986 §3.2.2). */
static char *
authority_of (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  const char *before = is_ipv6 ? "[" : "", *after = is_ipv6 ? "]" : "";
  int port = g_uri_get_port (uri);

  if (port > 0 && port != 443)
    return g_strdup_printf ("%s%s%s:%d", before, host, after, port);
  return g_strconcat (before, host, after, NULL);
}

NadiTransport *
nadi_soup_transport_new (const char *service, const char *anchor, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (service, SOUP_HTTP_URI_FLAGS, error);
  g_autoptr (GTlsCertificate) certificate = NULL;
  SoupTransport *self;

  if (uri == NULL)
    return NULL;
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_host (uri) == NULL)
    {
      g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_REQUEST, "the service's address does not begin with https://");
      return NULL;
    }
  certificate = g_tls_certificate_new_from_pem (anchor, -1, error);
  if (certificate == NULL)
    return NULL;

  self = g_new0 (SoupTransport, 1);
  self->transport.authority = transport_authority;
  self->transport.exchange = transport_exchange;
  self->transport.stream = transport_stream;
  self->transport.free = transport_free;
  self->service = g_strdup (service);
  self->anchor = g_steal_pointer (&certificate);
  self->authority = authority_of (uri);
  self->session = soup_session_new_with_options ("timeout", CONNECT_AND_SILENCE_SECONDS,
                                                 "idle-timeout", 60,
                                                 "max-conns", 4,
                                                 "max-conns-per-host", 4,
                                                 "user-agent", "nadi",
                                                 NULL);
  /* No authority is trusted by default: every certificate comes to on_message_accept_certificate(). */
  soup_session_set_tls_database (self->session, NULL);
  return &self->transport;
}

void
nadi_soup_transport_set_time (NadiTransport *transport, gint64 time)
{
  ((SoupTransport *) transport)->time = time;
}
