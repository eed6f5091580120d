/* What is refused as soon as the head is there, before one byte of a body is taken. Each of these answers ends the
 * connection: after a head that is not what it should be, nobody knows where the next request begins. */
#include "nadi-http-private.h"

#include <string.h>

#define MAX_HEADERS 64

static const char *const kept_headers[] = { "content-type", "content-digest", "signature-input", "signature" };

typedef struct
{
  NadiHttpRequest *request;
  guint n_headers;
  guint n_host;
  guint n_content_length;
  guint n_transfer_encoding;
  char *content_length;
  gboolean malformed;
} HeaderScan;

static void
keep_header (HeaderScan *scan, const char *name, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept_headers); i++)
    {
      if (g_ascii_strcasecmp (name, kept_headers[i]) != 0)
        continue;
      if (!g_hash_table_insert (scan->request->headers, (gpointer) kept_headers[i], g_strdup (value)))
        scan->malformed = TRUE;
    }
}

static enum MHD_Result
scan_header (void *data, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value,
             size_t value_size)
{
  HeaderScan *scan = data;

  if (value == NULL)
    value = "";
  if (strlen (name) != name_size || strlen (value) != value_size || ++scan->n_headers > MAX_HEADERS)
    {
      scan->malformed = TRUE;
      return MHD_NO;
    }
  if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_HOST) == 0)
    {
      scan->n_host++;
      g_free (scan->request->authority);
      scan->request->authority = g_ascii_strdown (value, -1);
    }
  else if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0)
    {
      scan->n_content_length++;
      g_free (scan->content_length);
      scan->content_length = g_strdup (value);
    }
  else if (g_ascii_strcasecmp (name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
    scan->n_transfer_encoding++;
  else
    keep_header (scan, name, value);
  return MHD_YES;
}

static gboolean
host_fits (const char *host)
{
  gsize length = strlen (host);

  return length > 0 && length <= 255
         && strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]") == length;
}

static NadiHttpAnswer *
refuse (NadiHttpRequest *request, guint status, const char *code, const char *title, const char *const *headers)
{
  NadiHttpAnswer *answer = nadi_http_answer_problem (request->server, status, code, title, NULL, headers);

  answer->close = TRUE;
  return answer;
}

static NadiHttpAnswer *
check_headers (NadiHttpRequest *request, const HeaderScan *scan)
{
  if (scan->n_headers > MAX_HEADERS)
    return refuse (request, 431, "head-too-large", "The request has too many headers.", NULL);
  if (scan->malformed)
    return refuse (request, 400, "malformed-head", "A header is malformed or stands twice.", NULL);
  if (scan->n_host != 1 || !host_fits (request->authority))
    return refuse (request, 400, "bad-host", "A request names its host once.", NULL);
  /* RFC 9112 §6.1: both together ought to be handled as an error. */
  if (scan->n_transfer_encoding > 0 && scan->n_content_length > 0)
    return refuse (request, 400, "bad-length", "Content-Length and Transfer-Encoding exclude each other.", NULL);
  if (scan->n_content_length > 1)
    return refuse (request, 400, "bad-length", "Content-Length stands twice.", NULL);
  if (scan->n_transfer_encoding > 0)
    return refuse (request, 411, "length-required", "A body is announced with its length.", NULL);
  return NULL;
}

static NadiHttpAnswer *
check_route (NadiHttpRequest *request)
{
  NadiHttpServer *server = request->server;
  g_autofree char *allow = NULL;
  const char *headers[] = { MHD_HTTP_HEADER_ALLOW, NULL, NULL };
  gboolean misdirected;

  g_mutex_lock (&server->lock);
  misdirected = server->authority != NULL && !g_str_equal (server->authority, request->authority);
  g_mutex_unlock (&server->lock);
  if (misdirected)
    return refuse (request, 421, "misdirected", "This service has another name.", NULL);
  request->route = nadi_http_route_find (server->routes, server->n_routes, request->method, request->target->path,
                                         &request->segment, &allow);
  if (request->route != NULL)
    return NULL;
  if (allow == NULL)
    return refuse (request, 404, "not-found", "There is nothing at this path.", NULL);
  headers[1] = allow;
  return refuse (request, 405, "method-not-allowed", "This path does not have this method.", headers);
}

static NadiHttpAnswer *
check_length (NadiHttpRequest *request, const char *content_length)
{
  guint64 length = 0;

  if (content_length == NULL && request->route->body_limit > 0)
    return refuse (request, 411, "length-required", "A body is announced with its length.", NULL);
  if (content_length != NULL
      && (strspn (content_length, "0123456789") != strlen (content_length)
          || !g_ascii_string_to_unsigned (content_length, 10, 0, G_MAXINT64, &length, NULL)))
    return refuse (request, 400, "bad-length", "Content-Length is not a number.", NULL);
  if (length > 0 && request->route->body_limit == 0)
    return refuse (request, 400, "unexpected-body", "This request has no body.", NULL);
  if (length > request->route->body_limit)
    return refuse (request, 413, "body-too-large", "The body is larger than this path takes.", NULL);
  request->expected = (gsize) length;
  return NULL;
}

NadiHttpAnswer *
nadi_http_head_check (NadiHttpRequest *request, struct MHD_Connection *mhd, const char *method, const char *version)
{
  const union MHD_ConnectionInfo *head = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  HeaderScan scan = { .request = request };
  g_autofree char *content_length = NULL;
  NadiHttpAnswer *answer;

  request->method = g_strdup (method);
  if (!g_str_equal (version, MHD_HTTP_VERSION_1_1))
    return refuse (request, 505, "http-version", "This service speaks HTTP/1.1.", NULL);
  if (head == NULL || head->header_size > NADI_HTTP_MAX_HEAD)
    return refuse (request, 431, "head-too-large", "The head of the request is too large.", NULL);
  MHD_get_connection_values_n (mhd, MHD_HEADER_KIND, scan_header, &scan);
  content_length = scan.content_length;
  answer = check_headers (request, &scan);
  if (answer != NULL)
    return answer;
  request->target = nadi_http_target_parse (request->target_text, strlen (request->target_text), NULL);
  if (request->target == NULL)
    return refuse (request, 400, "bad-target", "Path or query is not in the form that is accepted.", NULL);
  answer = check_route (request);
  if (answer != NULL)
    return answer;
  return check_length (request, content_length);
}
