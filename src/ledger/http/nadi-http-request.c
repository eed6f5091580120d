/* A request from its first byte to its one answer; phases and locks: nadi-http-private.h. */
#include "nadi-http-private.h"

#include <string.h>

NadiHttpRequest *
nadi_http_request_new (NadiHttpConnection *connection, struct MHD_Connection *mhd, const char *target)
{
  NadiHttpRequest *request = g_new0 (NadiHttpRequest, 1);

  g_atomic_ref_count_init (&request->refs);
  request->server = nadi_http_server_ref (connection->server);
  request->connection = connection;
  request->mhd = mhd;
  request->started = nadi_http_now ();
  request->target_text = g_strdup (target);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_strlcpy (request->peer, connection->peer, sizeof request->peer);
  return request;
}

NadiHttpRequest *
nadi_http_request_ref (NadiHttpRequest *request)
{
  g_atomic_ref_count_inc (&request->refs);
  return request;
}

void
nadi_http_request_unref (NadiHttpRequest *request)
{
  if (!g_atomic_ref_count_dec (&request->refs))
    return;
  g_clear_pointer (&request->target, nadi_http_target_free);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_clear_pointer (&request->answer, nadi_http_answer_free);
  g_clear_pointer (&request->stream, nadi_http_stream_unref);
  g_hash_table_unref (request->headers);
  g_free (request->target_text);
  g_free (request->method);
  g_free (request->authority);
  g_free (request->segment);
  g_free (request->cause);
  g_free (request->data);
  nadi_http_server_unref (request->server);
  g_free (request);
}

const char *
nadi_http_request_method (NadiHttpRequest *request)
{
  return request->method;
}

const char *
nadi_http_request_authority (NadiHttpRequest *request)
{
  return request->authority;
}

const char *
nadi_http_request_path (NadiHttpRequest *request)
{
  return request->target->path;
}

const char *
nadi_http_request_query (NadiHttpRequest *request)
{
  return request->target->query;
}

const char *
nadi_http_request_segment (NadiHttpRequest *request)
{
  return request->segment;
}

const char *
nadi_http_request_header (NadiHttpRequest *request, const char *name)
{
  return g_hash_table_lookup (request->headers, name);
}

GBytes *
nadi_http_request_body (NadiHttpRequest *request)
{
  return request->body;
}

const char *
nadi_http_request_peer (NadiHttpRequest *request)
{
  return request->peer;
}

static NadiHttpParameter *
parameter (NadiHttpRequest *request, guint i)
{
  return &g_array_index (request->target->parameters, NadiHttpParameter, i);
}

guint
nadi_http_request_n_parameters (NadiHttpRequest *request)
{
  return request->target->parameters->len;
}

const char *
nadi_http_request_parameter_name (NadiHttpRequest *request, guint i)
{
  return parameter (request, i)->name;
}

const char *
nadi_http_request_parameter_value (NadiHttpRequest *request, guint i)
{
  return parameter (request, i)->value;
}

gboolean
nadi_http_request_only_parameters (NadiHttpRequest *request, const char *const *names, const char *repeatable)
{
  for (guint i = 0; i < request->target->parameters->len; i++)
    {
      const char *name = parameter (request, i)->name;

      if (!g_strv_contains (names, name))
        return FALSE;
      if (g_strcmp0 (name, repeatable) == 0)
        continue;
      for (guint j = 0; j < i; j++)
        if (g_str_equal (parameter (request, j)->name, name))
          return FALSE;
    }
  return TRUE;
}

const char *
nadi_http_request_parameter (NadiHttpRequest *request, const char *name)
{
  for (guint i = 0; i < request->target->parameters->len; i++)
    if (g_str_equal (parameter (request, i)->name, name))
      return parameter (request, i)->value;
  return NULL;
}

gboolean
nadi_http_request_parameter_number (NadiHttpRequest *request, const char *name, guint64 max, guint64 fallback,
                                    guint64 *value)
{
  const char *text = nadi_http_request_parameter (request, name);

  *value = fallback;
  if (text == NULL)
    return TRUE;
  if (strspn (text, "0123456789") != strlen (text) || (text[0] == '0' && text[1] != '\0'))
    return FALSE;
  return g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

void
nadi_http_request_note_cause (NadiHttpRequest *request, const char *cause)
{
  g_mutex_lock (&request->server->lock);
  g_free (request->cause);
  request->cause = g_strdup (cause);
  g_mutex_unlock (&request->server->lock);
}

gboolean
nadi_http_request_settle (NadiHttpRequest *request, NadiHttpAnswer *answer, NadiHttpStream *stream)
{
  if (request->phase != NADI_HTTP_PHASE_HANDLING)
    {
      g_clear_pointer (&answer, nadi_http_answer_free);
      return FALSE;
    }
  request->answer = answer;
  request->stream = stream != NULL ? nadi_http_stream_ref (stream) : NULL;
  request->phase = NADI_HTTP_PHASE_ANSWERED;
  if (request->mhd != NULL)
    MHD_resume_connection (request->mhd);
  return TRUE;
}

static void
settle (NadiHttpRequest *request, NadiHttpAnswer *answer)
{
  NadiHttpServer *server = request->server;

  g_mutex_lock (&server->lock);
  nadi_http_request_settle (request, answer, NULL);
  g_mutex_unlock (&server->lock);
  nadi_http_request_unref (request);
}

void
nadi_http_request_reply (NadiHttpRequest *request, guint status, const char *content_type, GBytes *body,
                         const char *const *headers)
{
  settle (request, nadi_http_answer_new (status, content_type, body, headers));
}

void
nadi_http_request_reply_problem (NadiHttpRequest *request, guint status, const char *code, const char *title,
                                 const char *detail, const char *const *headers)
{
  settle (request, nadi_http_answer_problem (request->server, status, code, title, detail, headers));
}

NadiHttpStream *
nadi_http_request_stream (NadiHttpRequest *request)
{
  NadiHttpServer *server = request->server;
  NadiHttpStream *stream;

  g_mutex_lock (&server->lock);
  stream = nadi_http_stream_new (server, request->connection);
  if (nadi_http_request_settle (request, NULL, stream))
    {
      g_ptr_array_add (server->streams, nadi_http_stream_ref (stream));
      server->wake = MIN (server->wake, stream->next_beat);
      g_cond_broadcast (&server->changed);
    }
  else
    {
      stream->connection = NULL;
      stream->closed = TRUE;
    }
  g_mutex_unlock (&server->lock);
  nadi_http_request_unref (request);
  return stream;
}
