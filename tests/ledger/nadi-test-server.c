/* The routes of the small server, and how tests wait for what they do. */
#include "nadi-test-server.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

static void
count (NadiTestServer *server)
{
  g_mutex_lock (&server->lock);
  server->n_handled++;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

static void
reply_text (NadiHttpRequest *request, guint status, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  nadi_http_request_reply (request, status, "text/plain", body, NULL);
}

static void
handle_hello (NadiHttpRequest *request, gpointer data)
{
  count (data);
  reply_text (request, 200, "hello");
}

static void
handle_item (NadiHttpRequest *request, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("%s %s %s", nadi_http_request_method (request),
                                           nadi_http_request_segment (request), nadi_http_request_query (request));

  count (data);
  reply_text (request, 200, text);
}

static void
handle_echo (NadiHttpRequest *request, gpointer data)
{
  g_autoptr (GBytes) body = g_bytes_ref (nadi_http_request_body (request));

  count (data);
  nadi_http_request_reply (request, 200, nadi_http_request_header (request, "content-type"), body, NULL);
}

static void
handle_json (NadiHttpRequest *request, gpointer data)
{
  GBytes *body = nadi_http_request_body (request);
  g_autoptr (JsonNode) node = NULL;

  count (data);
  node = nadi_json_load (g_bytes_get_data (body, NULL), g_bytes_get_size (body), 1 << 20, NULL);
  if (node != NULL)
    nadi_http_request_reply (request, 204, NULL, NULL, NULL);
  else
    nadi_http_request_reply_problem (request, 400, "malformed", "Not JSON.", NULL, NULL);
}

static void
handle_hold (NadiHttpRequest *request, gpointer data)
{
  NadiTestServer *server = data;

  g_mutex_lock (&server->lock);
  server->held = request;
  server->n_handled++;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

static gpointer
reply_later (gpointer data)
{
  g_usleep (20000);
  reply_text (data, 200, "later");
  return NULL;
}

static void
handle_later (NadiHttpRequest *request, gpointer data)
{
  count (data);
  g_thread_unref (g_thread_new ("later", reply_later, request));
}

static void
handle_events (NadiHttpRequest *request, gpointer data)
{
  NadiTestServer *server = data;
  NadiHttpStream *stream = nadi_http_request_stream (request);

  g_mutex_lock (&server->lock);
  server->stream = stream;
  server->n_handled++;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

static void
handle_large (NadiHttpRequest *request, gpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (4 << 20), 4 << 20);

  count (data);
  nadi_http_request_reply (request, 200, "application/octet-stream", body, NULL);
}

static const NadiHttpRoute routes[] = {
  { "GET", "/hello", 0, handle_hello },       { "GET", "/item/<id>", 0, handle_item },
  { "POST", "/echo", 1 << 20, handle_echo },  { "PUT", "/small", 16, handle_echo },
  { "POST", "/json", 1 << 20, handle_json },  { "GET", "/hold", 0, handle_hold },
  { "GET", "/later", 0, handle_later },       { "GET", "/events", 0, handle_events },
  { "GET", "/large", 0, handle_large },
};

static void
keep_line (const char *line, gpointer data)
{
  NadiTestServer *server = data;

  g_mutex_lock (&server->lock);
  g_ptr_array_add (server->log, g_strdup (line));
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

NadiTestServer *
nadi_test_server_new (gboolean tls, NadiTestServerConfigure configure)
{
  NadiTestServer *server = g_new0 (NadiTestServer, 1);
  const char *const names[] = { "127.0.0.1", "localhost", NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  NadiHttpConfig config;

  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  nadi_seeded_random_init (&server->random, 1);
  server->log = g_ptr_array_new_with_free_func (g_free);
  nadi_http_config_init (&config, nadi_system_clock (), nadi_random_system ());
  config.log = keep_line;
  config.log_data = server;
  if (tls)
    {
      server->authority = nadi_certificate_new_authority ("Test authority", now - 60, now + 3600, &error);
      g_assert_no_error (error);
      server->certificate = nadi_certificate_new_server (server->authority, names, now - 60, now + 3600, &error);
      g_assert_no_error (error);
      config.certificate = server->certificate;
    }
  if (configure != NULL)
    configure (&config);
  server->server = nadi_http_server_new (&config, routes, G_N_ELEMENTS (routes), server, &error);
  g_assert_no_error (error);
  server->port = nadi_http_server_port (server->server);
  return server;
}

void
nadi_test_server_free (NadiTestServer *server)
{
  nadi_http_server_free (server->server);
  g_clear_pointer (&server->authority, nadi_certificate_free);
  g_clear_pointer (&server->certificate, nadi_certificate_free);
  g_clear_pointer (&server->stream, nadi_http_stream_unref);
  g_ptr_array_unref (server->log);
  g_mutex_clear (&server->lock);
  g_cond_clear (&server->changed);
  g_free (server);
}

NadiTestClient *
nadi_test_server_client (NadiTestServer *server, const char *from)
{
  NadiTestClient *client = server->certificate != NULL ? nadi_test_client_new_tls (server->port, from, NULL)
                                                       : nadi_test_client_new (server->port, from);

  g_assert_nonnull (client);
  return client;
}

guint
nadi_test_server_handled (NadiTestServer *server)
{
  guint n;

  g_mutex_lock (&server->lock);
  n = server->n_handled;
  g_mutex_unlock (&server->lock);
  return n;
}

/* Waits for a field to be set, and takes it. */
static gpointer
take (NadiTestServer *server, gpointer *field)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  gpointer taken;

  g_mutex_lock (&server->lock);
  while (*field == NULL)
    g_assert_true (g_cond_wait_until (&server->changed, &server->lock, end));
  taken = g_steal_pointer (field);
  g_mutex_unlock (&server->lock);
  return taken;
}

NadiHttpRequest *
nadi_test_server_held (NadiTestServer *server)
{
  return take (server, (gpointer *) &server->held);
}

NadiHttpStream *
nadi_test_server_stream (NadiTestServer *server)
{
  return take (server, (gpointer *) &server->stream);
}
