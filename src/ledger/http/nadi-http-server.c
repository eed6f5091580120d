/* The life of the server: listening, the threads that run handlers, stopping. */
#include "nadi-http-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

#define DRAIN_MS 3000

void
nadi_http_config_init (NadiHttpConfig *config, NadiClock *clock, NadiRandom *random)
{
  *config = (NadiHttpConfig) {
    .address = "127.0.0.1",
    .clock = clock,
    .random = random,
    .max_connections = 1024,
    .max_per_address = 256,
    .max_waiting = 512,
    .handler_threads = 4,
    .max_body_bytes = 128u << 20,
    .head_ms = 10000,
    .body_ms = 60000,
    .idle_ms = 60000,
    .send_ms = 120000,
    .heartbeat_ms = 15000,
  };
}

void
nadi_http_log_stderr (const char *line, gpointer data)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  ssize_t written = write (STDERR_FILENO, text, strlen (text)); /* one call, so that lines stay whole */

  (void) written;
}

NadiHttpServer *
nadi_http_server_ref (NadiHttpServer *server)
{
  g_atomic_ref_count_inc (&server->refs);
  return server;
}

void
nadi_http_server_unref (NadiHttpServer *server)
{
  if (!g_atomic_ref_count_dec (&server->refs))
    return;
  g_hash_table_unref (server->connections);
  g_hash_table_unref (server->addresses);
  g_hash_table_unref (server->requests);
  g_ptr_array_unref (server->streams);
  g_mutex_clear (&server->lock);
  g_cond_clear (&server->changed);
  g_free (server->authority);
  g_free (server->routes);
  g_free (server);
}

/* A handler's thread */

static void
run_handler (gpointer data, gpointer user_data)
{
  NadiHttpServer *server = user_data;
  NadiHttpRequest *request = data;
  gboolean wanted;

  g_mutex_lock (&server->lock);
  wanted = request->phase == NADI_HTTP_PHASE_HANDLING;
  g_mutex_unlock (&server->lock);
  if (wanted)
    request->route->handler (request, server->user_data);
  else
    nadi_http_request_unref (request);
}

/* Start and stop */

static int
listen_on (const NadiHttpConfig *config, guint16 *port, GError **error)
{
  const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                  .ai_family = AF_UNSPEC,
                                  .ai_socktype = SOCK_STREAM };
  g_autofree char *service = g_strdup_printf ("%u", config->port);
  struct addrinfo *found = NULL;
  struct sockaddr_storage bound;
  socklen_t length = sizeof bound;
  int fd = -1;

  if (getaddrinfo (config->address, service, &hints, &found) == 0)
    fd = socket (found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &(int) { 1 }, sizeof (int));
  if (fd < 0 || bind (fd, found->ai_addr, found->ai_addrlen) != 0 || listen (fd, 1024) != 0
      || getsockname (fd, (struct sockaddr *) &bound, &length) != 0)
    {
      g_set_error (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_ADDRESS, "can't listen on port %u: %s", config->port,
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      g_clear_pointer (&found, freeaddrinfo);
      return -1;
    }
  freeaddrinfo (found);
  *port = g_ntohs (bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) (void *) &bound)->sin6_port
                                               : ((struct sockaddr_in *) (void *) &bound)->sin_port);
  return fd;
}

static gboolean
is_loopback (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

NadiHttpServer *
nadi_http_server_new (const NadiHttpConfig *config, const NadiHttpRoute *routes, guint n_routes, gpointer user_data,
                      GError **error)
{
  g_autoptr (NadiHttpServer) server = NULL;
  guint16 port = 0;
  int fd;

  if (config->certificate == NULL && !is_loopback (config->address))
    {
      g_set_error_literal (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_PLAIN, "plain HTTP is for loopback only");
      return NULL;
    }
  fd = listen_on (config, &port, error);
  if (fd < 0)
    return NULL;
  server = g_new0 (NadiHttpServer, 1);
  g_atomic_ref_count_init (&server->refs);
  server->config = *config;
  server->config.address = NULL;
  server->config.certificate = NULL;
  server->routes = g_memdup2 (routes, n_routes * sizeof *routes);
  server->n_routes = n_routes;
  server->user_data = user_data;
  server->port = port;
  if (config->own_authority)
    server->authority = g_strdup_printf (strchr (config->address, ':') != NULL ? "[%s]:%u" : "%s:%u", config->address, port);
  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  server->connections = g_hash_table_new (NULL, NULL);
  server->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  server->requests = g_hash_table_new (NULL, NULL);
  server->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_http_stream_unref);
  server->wake = G_MAXINT64;
  server->handlers = g_thread_pool_new (run_handler, server, (int) config->handler_threads, TRUE, NULL);
  server->keeper = g_thread_new ("nadi-http-keep", nadi_http_keeper_run, server);
  if (!nadi_http_daemon_start (server, config->certificate, fd))
    {
      close (fd);
      g_set_error_literal (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_TLS,
                           "can't start the HTTP server: key or certificate is not usable");
      return NULL;
    }
  return g_steal_pointer (&server);
}

guint16
nadi_http_server_port (NadiHttpServer *server)
{
  return server->port;
}

void
nadi_http_server_set_authority (NadiHttpServer *server, const char *authority)
{
  g_mutex_lock (&server->lock);
  g_free (server->authority);
  server->authority = g_strdup (authority);
  g_mutex_unlock (&server->lock);
}

/* Answers every request that waits with 503, and ends every stream. The lock is held. */
static void
settle_all (NadiHttpServer *server)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, server->requests);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      NadiHttpAnswer *answer;

      if (((NadiHttpRequest *) key)->phase != NADI_HTTP_PHASE_HANDLING)
        continue;
      answer = nadi_http_answer_problem (server, 503, "stopping", "The service is stopping.", "Try again in a moment.", NULL);
      answer->close = TRUE;
      nadi_http_request_settle (key, answer, NULL);
    }
  for (guint i = 0; i < server->streams->len; i++)
    nadi_http_stream_close (server->streams->pdata[i]);
}

void
nadi_http_server_stop (NadiHttpServer *server)
{
  gint64 end = nadi_http_now () + DRAIN_MS * 1000;
  MHD_socket fd = MHD_INVALID_SOCKET;

  g_mutex_lock (&server->lock);
  if (server->stopping)
    {
      g_mutex_unlock (&server->lock);
      return;
    }
  server->stopping = TRUE;
  g_cond_broadcast (&server->changed);
  settle_all (server);
  g_mutex_unlock (&server->lock);

  if (server->daemon != NULL)
    fd = MHD_quiesce_daemon (server->daemon);
  if (fd != MHD_INVALID_SOCKET)
    close (fd);
  g_mutex_lock (&server->lock);
  while (g_hash_table_size (server->requests) + server->streams->len > 0)
    if (!g_cond_wait_until (&server->changed, &server->lock, end))
      break;
  g_mutex_unlock (&server->lock);
  g_thread_join (g_steal_pointer (&server->keeper));
  g_thread_pool_free (g_steal_pointer (&server->handlers), FALSE, TRUE);
  g_clear_pointer (&server->daemon, MHD_stop_daemon);
}

void
nadi_http_server_free (NadiHttpServer *server)
{
  nadi_http_server_stop (server);
  nadi_http_server_unref (server);
}

void
nadi_http_server_statistics (NadiHttpServer *server, NadiHttpStatistics *statistics)
{
  g_mutex_lock (&server->lock);
  *statistics = server->statistics;
  statistics->connections = g_hash_table_size (server->connections);
  statistics->streams = server->streams->len;
  g_mutex_unlock (&server->lock);
}
