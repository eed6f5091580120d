/* What libmicrohttpd calls, on its two threads, and how it is started. */
#include "nadi-http-private.h"

#include <string.h>

#include "nadi-json.h"

static void
log_request (NadiHttpServer *server, NadiHttpRequest *request, guint status)
{
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autofree char *line = NULL;
  g_autofree char *route = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *time_text = NULL;
  g_autofree char *cause = NULL;

  if (server->config.log == NULL)
    return;
  g_mutex_lock (&server->lock);
  cause = g_strdup (request->cause);
  g_mutex_unlock (&server->lock);
  time = g_date_time_new_from_unix_utc (nadi_clock_now (server->config.clock) / 1000);
  time_text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;
  if (request->route != NULL)
    route = g_strdup_printf ("%s %s", request->route->method, request->route->path);
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "time", time_text);
  nadi_json_put_string (writer, "route", route);
  nadi_json_put_int (writer, "status", status);
  nadi_json_put_int (writer, "us", nadi_http_now () - request->started);
  if (request->answer != NULL && request->answer->support != NULL)
    nadi_json_put_string (writer, "support", request->answer->support);
  if (cause != NULL)
    nadi_json_put_string (writer, "cause", cause);
  nadi_json_end_object (writer);
  line = nadi_json_writer_finish (writer, NULL);
  server->config.log (line, server->config.log_data);
}

static enum MHD_Result
on_accept (void *server, const struct sockaddr *address, socklen_t length)
{
  return nadi_http_connections_admit (server, address) ? MHD_YES : MHD_NO;
}

static void
on_connection (void *server, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode code)
{
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      const union MHD_ConnectionInfo *fd = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
      const union MHD_ConnectionInfo *address = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

      *context = nadi_http_connections_add (server, fd->connect_fd, address->client_addr);
    }
  else
    g_clear_pointer ((NadiHttpConnection **) context, nadi_http_connections_remove);
}

static void *
on_target (void *server, const char *target, struct MHD_Connection *mhd)
{
  const union MHD_ConnectionInfo *context = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return nadi_http_request_new (context->socket_context, mhd, target);
}

/* Nothing is decoded by libmicrohttpd: the target's one form is checked as it was sent. */
static size_t
on_unescape (void *server, struct MHD_Connection *mhd, char *text)
{
  return strlen (text);
}

static enum MHD_Result
queue_answer (NadiHttpRequest *request, struct MHD_Connection *mhd)
{
  gboolean queued;

  g_mutex_lock (&request->server->lock);
  request->phase = NADI_HTTP_PHASE_SENDING;
  g_mutex_unlock (&request->server->lock);
  if (request->stream != NULL)
    {
      request->sent_status = MHD_HTTP_OK;
      nadi_http_connection_deadline (request->connection, 0);
      queued = nadi_http_answer_queue_stream (request->stream, request->server, mhd);
    }
  else
    {
      request->sent_status = request->answer->status;
      nadi_http_connection_deadline (request->connection, request->server->config.send_ms);
      queued = nadi_http_answer_queue (request->answer, request->server, mhd);
    }
  return queued ? MHD_YES : MHD_NO;
}

static enum MHD_Result
begin_request (NadiHttpRequest *request, struct MHD_Connection *mhd, const char *method, const char *version)
{
  NadiHttpServer *server = request->server;

  request->answer = nadi_http_head_check (request, mhd, method, version);
  if (request->answer != NULL)
    return queue_answer (request, mhd);
  request->phase = NADI_HTTP_PHASE_BODY;
  nadi_http_connection_deadline (request->connection, server->config.body_ms);
  if (request->expected > 0)
    {
      request->data = g_try_malloc (request->expected);
      if (request->data == NULL)
        return MHD_NO;
    }
  return MHD_YES;
}

/* FALSE cuts the connection. */
static gboolean
take_body (NadiHttpRequest *request, const char *data, gsize size)
{
  NadiHttpServer *server = request->server;
  gboolean fits;

  if (size > request->expected - request->received)
    return FALSE;
  g_mutex_lock (&server->lock);
  fits = size <= server->config.max_body_bytes - server->body_bytes;
  if (fits)
    server->body_bytes += size;
  g_mutex_unlock (&server->lock);
  if (!fits)
    return FALSE;
  memcpy (request->data + request->received, data, size);
  request->received += size;
  return TRUE;
}

/* The request is complete: to a handler's thread, and the connection sleeps until there is an answer. */
static enum MHD_Result
hand_over (NadiHttpRequest *request, struct MHD_Connection *mhd)
{
  NadiHttpServer *server = request->server;
  gboolean accepted;

  if (request->received != request->expected)
    return MHD_NO;
  if (request->route->body_limit > 0)
    request->body = g_bytes_new_take (g_steal_pointer (&request->data), request->received);
  nadi_http_connection_deadline (request->connection, 0);
  g_mutex_lock (&server->lock);
  accepted = !server->stopping && g_thread_pool_unprocessed (server->handlers) < server->config.max_waiting;
  if (accepted)
    {
      request->phase = NADI_HTTP_PHASE_HANDLING;
      g_hash_table_add (server->requests, request);
      MHD_suspend_connection (mhd);
      g_thread_pool_push (server->handlers, nadi_http_request_ref (request), NULL);
    }
  g_mutex_unlock (&server->lock);
  if (accepted)
    return MHD_YES;
  request->answer = nadi_http_answer_problem (server, 503, "busy", "The service is busy.", "Try again in a moment.",
                                              (const char *const[]) { "Retry-After", "1", NULL });
  return queue_answer (request, mhd);
}

static enum MHD_Result
on_request (void *server, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
            const char *data, size_t *size, void **context)
{
  NadiHttpRequest *request = *context;

  switch (request->phase)
    {
    case NADI_HTTP_PHASE_HEAD:
      return begin_request (request, mhd, method, version);
    case NADI_HTTP_PHASE_BODY:
      if (*size == 0)
        return hand_over (request, mhd);
      if (!take_body (request, data, *size))
        return MHD_NO;
      *size = 0;
      return MHD_YES;
    case NADI_HTTP_PHASE_ANSWERED:
      return queue_answer (request, mhd);
    case NADI_HTTP_PHASE_HANDLING:
    case NADI_HTTP_PHASE_SENDING:
    default:
      return MHD_YES;
    }
}

static void
on_completed (void *data, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code)
{
  NadiHttpServer *server = data;
  NadiHttpRequest *request = *context;
  const union MHD_ConnectionInfo *status = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_HTTP_STATUS);
  guint answered = request->sent_status;

  *context = NULL;
  if (answered == 0 && status != NULL)
    answered = status->http_status;
  if (request->stream != NULL)
    nadi_http_stream_detach (request->stream);
  log_request (server, request, answered);
  nadi_http_connection_deadline (request->connection, server->config.idle_ms);
  g_mutex_lock (&server->lock);
  request->mhd = NULL;
  request->connection = NULL;
  if (request->phase == NADI_HTTP_PHASE_HANDLING)
    request->phase = NADI_HTTP_PHASE_SENDING;
  g_hash_table_remove (server->requests, request);
  server->body_bytes -= request->received;
  server->statistics.answers[answered / 100 % 6]++;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  nadi_http_request_unref (request);
}

/* poll(), not epoll: libmicrohttpd 0.9.75 with epoll turns in circles for as long as a TLS handshake waits for its client, so
 * that one byte of one cost two thirds of a core until its deadline. tests/ledger/test-http-limits.c measures it. */
gboolean
nadi_http_daemon_start (NadiHttpServer *server, const NadiCertificate *certificate, int fd)
{
  const struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, certificate != NULL ? certificate->certificate : NULL },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, certificate != NULL ? certificate->key : NULL },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) "SECURE128:-VERS-ALL:+VERS-TLS1.3" },
    { MHD_OPTION_END, 0, NULL },
  };
  const struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
  unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_SUPPRESS_DATE_NO_CLOCK;

  if (certificate != NULL)
    flags |= MHD_USE_TLS;
  server->daemon = MHD_start_daemon (
      flags, server->port, on_accept, server, on_request, server,
      MHD_OPTION_LISTEN_SOCKET, fd,
      MHD_OPTION_THREAD_POOL_SIZE, 2u,
      MHD_OPTION_CONNECTION_LIMIT, server->config.max_connections,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) 40960,
      MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t) 4096,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
      MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
      MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
      MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, server,
      MHD_OPTION_ARRAY, certificate != NULL ? tls : none,
      MHD_OPTION_END);
  return server->daemon != NULL;
}
