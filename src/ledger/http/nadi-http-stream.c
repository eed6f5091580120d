/* Server-sent events: a bounded queue that one thread fills and libmicrohttpd empties. */
#include "nadi-http-private.h"

#include <string.h>

NadiHttpStream *
nadi_http_stream_new (NadiHttpServer *server, NadiHttpConnection *connection)
{
  NadiHttpStream *stream = g_new0 (NadiHttpStream, 1);

  g_atomic_ref_count_init (&stream->refs);
  stream->server = nadi_http_server_ref (server);
  stream->connection = connection;
  g_mutex_init (&stream->lock);
  stream->queue = g_byte_array_new ();
  stream->moved = nadi_http_now ();
  stream->next_beat = stream->moved + (gint64) server->config.heartbeat_ms * 1000;
  /* A first comment, so that the head leaves at once. */
  g_byte_array_append (stream->queue, (const guint8 *) ":\n\n", 3);
  return stream;
}

NadiHttpStream *
nadi_http_stream_ref (NadiHttpStream *stream)
{
  g_atomic_ref_count_inc (&stream->refs);
  return stream;
}

void
nadi_http_stream_unref (NadiHttpStream *stream)
{
  if (!g_atomic_ref_count_dec (&stream->refs))
    return;
  g_byte_array_unref (stream->queue);
  g_mutex_clear (&stream->lock);
  nadi_http_server_unref (stream->server);
  g_free (stream);
}

/* The stream's lock is held. */
static void
wake (NadiHttpStream *stream)
{
  if (stream->suspended && stream->mhd != NULL)
    {
      stream->suspended = FALSE;
      MHD_resume_connection (stream->mhd);
    }
}

/* The stream's lock is held. FALSE when there is no room. */
static gboolean
push (NadiHttpStream *stream, const char *text, gsize length)
{
  if (stream->closed || stream->dropped)
    return FALSE;
  if (stream->queue->len - stream->position + length > NADI_HTTP_STREAM_QUEUE)
    {
      stream->dropped = TRUE;
      wake (stream);
      return FALSE;
    }
  if (stream->position > 0 && stream->position == stream->queue->len)
    {
      g_byte_array_set_size (stream->queue, 0);
      stream->position = 0;
    }
  if (stream->queue->len == 0)
    stream->moved = nadi_http_now ();
  g_byte_array_append (stream->queue, (const guint8 *) text, (guint) length);
  wake (stream);
  return TRUE;
}

/* A client that does not read keeps libmicrohttpd waiting for its socket, so that the stream is never asked again: the
 * socket itself is ended. */
static void
cut (NadiHttpStream *stream)
{
  g_mutex_lock (&stream->server->lock);
  if (stream->connection != NULL)
    nadi_http_connection_cut (stream->connection);
  g_mutex_unlock (&stream->server->lock);
}

gboolean
nadi_http_stream_send (NadiHttpStream *stream, const char *event, const char *data)
{
  g_autofree char *text = NULL;
  gboolean sent, dropped;

  g_return_val_if_fail (strpbrk (event, "\r\n") == NULL && strpbrk (data, "\r\n") == NULL, FALSE);
  text = g_strdup_printf ("event: %s\ndata: %s\n\n", event, data);
  g_mutex_lock (&stream->lock);
  sent = push (stream, text, strlen (text));
  dropped = stream->dropped;
  g_mutex_unlock (&stream->lock);
  if (dropped)
    cut (stream);
  return sent;
}

gboolean
nadi_http_stream_is_open (NadiHttpStream *stream)
{
  gboolean open;

  g_mutex_lock (&stream->lock);
  open = !stream->closed && !stream->dropped;
  g_mutex_unlock (&stream->lock);
  return open;
}

void
nadi_http_stream_close (NadiHttpStream *stream)
{
  g_mutex_lock (&stream->lock);
  stream->closed = TRUE;
  wake (stream);
  g_mutex_unlock (&stream->lock);
}

/* libmicrohttpd's reader: gives what waits, suspends when nothing does. */
ssize_t
nadi_http_stream_read (gpointer data, uint64_t position, char *buffer, size_t size)
{
  NadiHttpStream *stream = data;
  gsize left;
  ssize_t given = 0;

  g_mutex_lock (&stream->lock);
  left = stream->queue->len - stream->position;
  if (stream->dropped)
    given = MHD_CONTENT_READER_END_WITH_ERROR;
  else if (left > 0)
    {
      given = (ssize_t) MIN (left, size);
      memcpy (buffer, stream->queue->data + stream->position, (gsize) given);
      stream->position += (gsize) given;
      stream->moved = nadi_http_now ();
      if (stream->position > NADI_HTTP_STREAM_QUEUE)
        {
          g_byte_array_remove_range (stream->queue, 0, (guint) stream->position);
          stream->position = 0;
        }
    }
  else if (stream->closed)
    given = MHD_CONTENT_READER_END_OF_STREAM;
  else
    {
      stream->suspended = TRUE;
      MHD_suspend_connection (stream->mhd);
    }
  g_mutex_unlock (&stream->lock);
  return given;
}

gboolean
nadi_http_stream_beat (NadiHttpStream *stream, gint64 now)
{
  gint64 heartbeat = (gint64) stream->server->config.heartbeat_ms * 1000;
  gboolean reading = TRUE;

  g_mutex_lock (&stream->lock);
  if (stream->next_beat <= now)
    {
      stream->next_beat = now + heartbeat;
      if (stream->queue->len > stream->position && now - stream->moved > 3 * heartbeat)
        stream->dropped = TRUE;
      else
        push (stream, ":\n\n", 3);
      reading = !stream->dropped;
    }
  g_mutex_unlock (&stream->lock);
  return reading;
}

void
nadi_http_stream_attach (NadiHttpStream *stream, struct MHD_Connection *mhd)
{
  g_mutex_lock (&stream->lock);
  stream->mhd = mhd;
  g_mutex_unlock (&stream->lock);
}

void
nadi_http_stream_detach (gpointer data)
{
  NadiHttpStream *stream = data;

  g_mutex_lock (&stream->server->lock);
  stream->connection = NULL;
  g_mutex_lock (&stream->lock);
  stream->mhd = NULL;
  stream->closed = TRUE;
  stream->suspended = FALSE;
  g_mutex_unlock (&stream->lock);
  g_ptr_array_remove_fast (stream->server->streams, stream); /* the caller has a reference of its own */
  g_cond_broadcast (&stream->server->changed);
  g_mutex_unlock (&stream->server->lock);
}
