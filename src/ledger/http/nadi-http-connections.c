/* Who is connected, how many from one address, and until when each may stay.
 *
 * libmicrohttpd's own timeout counts silence only, so that a byte a second stays open for ever; and it sees nothing of a
 * connection that it has suspended. So the keeper, one thread, looks at every deadline and shuts a socket down when
 * it has passed; libmicrohttpd meets the end of the stream and cleans up. */
#include "nadi-http-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static void
peer_key (const struct sockaddr *address, char key[NADI_HTTP_PEER_SIZE])
{
  g_strlcpy (key, "?", NADI_HTTP_PEER_SIZE);
  if (address->sa_family == AF_INET)
    inet_ntop (AF_INET, &((const struct sockaddr_in *) (const void *) address)->sin_addr, key, NADI_HTTP_PEER_SIZE);
  else if (address->sa_family == AF_INET6)
    {
      struct in6_addr in6 = ((const struct sockaddr_in6 *) (const void *) address)->sin6_addr;

      if (IN6_IS_ADDR_V4MAPPED (&in6))
        {
          inet_ntop (AF_INET, &in6.s6_addr[12], key, NADI_HTTP_PEER_SIZE);
          return;
        }
      memset (&in6.s6_addr[8], 0, 8); /* whoever has one address of a /64 has all of them */
      inet_ntop (AF_INET6, &in6, key, NADI_HTTP_PEER_SIZE);
    }
}

gboolean
nadi_http_connections_admit (NadiHttpServer *server, const struct sockaddr *address)
{
  char key[NADI_HTTP_PEER_SIZE];
  gboolean admitted;

  peer_key (address, key);
  g_mutex_lock (&server->lock);
  admitted = !server->stopping
             && GPOINTER_TO_UINT (g_hash_table_lookup (server->addresses, key)) < server->config.max_per_address;
  if (!admitted)
    server->statistics.answers[0]++;
  g_mutex_unlock (&server->lock);
  return admitted;
}

static void
count_address (NadiHttpServer *server, const char *key, int change)
{
  int count = GPOINTER_TO_INT (g_hash_table_lookup (server->addresses, key)) + change;

  if (count > 0)
    g_hash_table_insert (server->addresses, g_strdup (key), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (server->addresses, key);
}

NadiHttpConnection *
nadi_http_connections_add (NadiHttpServer *server, int fd, const struct sockaddr *address)
{
  NadiHttpConnection *connection = g_new0 (NadiHttpConnection, 1);

  connection->server = server;
  connection->fd = fd;
  peer_key (address, connection->peer);
  g_mutex_lock (&server->lock);
  g_hash_table_add (server->connections, connection);
  count_address (server, connection->peer, 1);
  g_mutex_unlock (&server->lock);
  nadi_http_connection_deadline (connection, server->config.head_ms);
  return connection;
}

void
nadi_http_connections_remove (NadiHttpConnection *connection)
{
  NadiHttpServer *server = connection->server;

  g_mutex_lock (&server->lock);
  g_hash_table_remove (server->connections, connection);
  count_address (server, connection->peer, -1);
  g_mutex_unlock (&server->lock);
  g_free (connection);
}

void
nadi_http_connection_deadline (NadiHttpConnection *connection, guint ms)
{
  NadiHttpServer *server = connection->server;
  gint64 deadline = ms > 0 ? nadi_http_now () + (gint64) ms * 1000 : 0;

  g_mutex_lock (&server->lock);
  connection->deadline = deadline;
  if (deadline != 0 && deadline < server->wake)
    {
      server->wake = deadline;
      g_cond_broadcast (&server->changed);
    }
  g_mutex_unlock (&server->lock);
}

void
nadi_http_connection_cut (NadiHttpConnection *connection)
{
  shutdown (connection->fd, SHUT_RDWR);
  connection->deadline = 0;
}

/* Cuts what is overdue; gives the next deadline. */
static gint64
reap (NadiHttpServer *server, gint64 now)
{
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, server->connections);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      NadiHttpConnection *connection = key;

      if (connection->deadline == 0)
        continue;
      if (connection->deadline <= now)
        nadi_http_connection_cut (connection);
      else
        next = MIN (next, connection->deadline);
    }
  return next;
}

static gint64
beat (NadiHttpServer *server, gint64 now)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < server->streams->len; i++)
    {
      NadiHttpStream *stream = server->streams->pdata[i];

      if (!nadi_http_stream_beat (stream, now) && stream->connection != NULL)
        nadi_http_connection_cut (stream->connection);
      next = MIN (next, stream->next_beat);
    }
  return next;
}

gpointer
nadi_http_keeper_run (gpointer data)
{
  NadiHttpServer *server = data;

  g_mutex_lock (&server->lock);
  while (!server->stopping)
    {
      gint64 now = nadi_http_now ();
      gint64 next = reap (server, now);

      next = MIN (next, beat (server, now));
      server->wake = next;
      while (!server->stopping && server->wake > nadi_http_now ())
        if (server->wake == G_MAXINT64)
          g_cond_wait (&server->changed, &server->lock);
        else
          g_cond_wait_until (&server->changed, &server->lock, server->wake);
    }
  g_mutex_unlock (&server->lock);
  return NULL;
}
