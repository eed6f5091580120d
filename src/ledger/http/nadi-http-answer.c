/* Answers as libmicrohttpd wants them. */
#include "nadi-http-private.h"

#include <time.h>

#include "nadi-problem.h"

NadiHttpAnswer *
nadi_http_answer_new (guint status, const char *content_type, GBytes *body, const char *const *headers)
{
  NadiHttpAnswer *answer = g_new0 (NadiHttpAnswer, 1);

  answer->status = status;
  answer->content_type = g_strdup (content_type);
  answer->body = body != NULL ? g_bytes_ref (body) : NULL;
  answer->headers = g_strdupv ((char **) headers);
  return answer;
}

NadiHttpAnswer *
nadi_http_answer_problem (NadiHttpServer *server, guint status, const char *code, const char *title, const char *detail,
                          const char *const *headers)
{
  g_autoptr (NadiProblem) problem = nadi_problem_new (status, code, title, detail, server->config.random);
  char *json = nadi_problem_print (problem);
  g_autoptr (GBytes) body = g_bytes_new_take (json, strlen (json));
  NadiHttpAnswer *answer = nadi_http_answer_new (status, "application/problem+json", body, headers);

  answer->support = g_strdup (problem->support);
  return answer;
}

void
nadi_http_answer_free (NadiHttpAnswer *answer)
{
  g_free (answer->content_type);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_strfreev (answer->headers);
  g_free (answer->support);
  g_free (answer);
}

/* RFC 9110 §5.6.7, from the service's own clock: clients learn their offset from it. */
static void
add_date (struct MHD_Response *response, NadiClock *clock)
{
  static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
  static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  time_t now = (time_t) (nadi_clock_now (clock) / 1000);
  struct tm parts;
  g_autofree char *text = NULL;

  if (gmtime_r (&now, &parts) == NULL)
    return;
  text = g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday], parts.tm_mday,
                          months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  MHD_add_response_header (response, MHD_HTTP_HEADER_DATE, text);
}

static void
release_body (void *bytes)
{
  g_bytes_unref (bytes);
}

static struct MHD_Response *
response_of_body (GBytes *body)
{
  gsize size = 0;
  gconstpointer data = body != NULL ? g_bytes_get_data (body, &size) : NULL;

  if (size == 0)
    return MHD_create_response_from_buffer (0, (void *) "", MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls (size, (void *) data, release_body,
                                                                 g_bytes_ref (body));
}

gboolean
nadi_http_answer_queue (NadiHttpAnswer *answer, NadiHttpServer *server, struct MHD_Connection *mhd)
{
  struct MHD_Response *response = response_of_body (answer->body);
  enum MHD_Result queued;

  if (response == NULL)
    return FALSE;
  if (answer->content_type != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  for (guint i = 0; answer->headers != NULL && answer->headers[i] != NULL && answer->headers[i + 1] != NULL; i += 2)
    MHD_add_response_header (response, answer->headers[i], answer->headers[i + 1]);
  if (answer->close)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
  add_date (response, server->config.clock);
  queued = MHD_queue_response (mhd, answer->status, response);
  MHD_destroy_response (response);
  return queued == MHD_YES;
}

static void
release_stream (void *data)
{
  nadi_http_stream_detach (data);
  nadi_http_stream_unref (data);
}

gboolean
nadi_http_answer_queue_stream (NadiHttpStream *stream, NadiHttpServer *server, struct MHD_Connection *mhd)
{
  struct MHD_Response *response;
  enum MHD_Result queued;

  response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, 4096, nadi_http_stream_read,
                                                nadi_http_stream_ref (stream), release_stream);
  if (response == NULL)
    {
      nadi_http_stream_unref (stream);
      return FALSE;
    }
  nadi_http_stream_attach (stream, mhd);
  MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
  MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  add_date (response, server->config.clock);
  queued = MHD_queue_response (mhd, MHD_HTTP_OK, response);
  MHD_destroy_response (response);
  return queued == MHD_YES;
}
