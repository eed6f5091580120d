/* Answers that many routes give. */
#include <string.h>

#include "nadi-service-private.h"

void
nadi_service_reply_text (NadiHttpRequest *request, const char *content_type, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  nadi_http_request_reply (request, 200, content_type, body, NULL);
}

void
nadi_service_reply_json (NadiHttpRequest *request, NadiJsonWriter *writer)
{
  gsize length = 0;
  char *json = nadi_json_writer_finish (writer, &length);
  g_autoptr (GBytes) body = g_bytes_new_take (json, length);

  nadi_http_request_reply (request, 200, "application/json", body, NULL);
}

void
nadi_service_reply_not_found (NadiHttpRequest *request)
{
  nadi_http_request_reply_problem (request, 404, "not-found", "There is nothing here that you may read.", NULL, NULL);
}

void
nadi_service_reply_malformed (NadiHttpRequest *request, const char *detail)
{
  nadi_http_request_reply_problem (request, 400, "malformed", "The request is not in the form that is accepted.", detail,
                                   NULL);
}

void
nadi_service_reply_later (NadiHttpRequest *request, guint status, const char *code, const char *title, guint seconds)
{
  g_autofree char *wait = g_strdup_printf ("%u", MAX (seconds, 1));
  const char *headers[] = { "Retry-After", wait, NULL };

  nadi_http_request_reply_problem (request, status, code, title, "Try again a little later.", headers);
}

/* The log's own words for what it can't give. FALSE: not one of them. */
static gboolean
reply_log_error (NadiHttpRequest *request, const GError *error)
{
  switch (error->code)
    {
    case NADI_LOG_ERROR_CONFLICT:
      nadi_http_request_reply_problem (request, 422, "conflict", "An event's id came with other bytes before.",
                                       "Give the event a new id.", NULL);
      return TRUE;
    case NADI_LOG_ERROR_BUSY:
      nadi_service_reply_later (request, 503, "busy", "Too much is waiting.", 1);
      return TRUE;
    case NADI_LOG_ERROR_CLOCK:
      nadi_service_reply_later (request, 503, "clock", "The service's clock is ahead of its validators'.", 30);
      return TRUE;
    case NADI_LOG_ERROR_NOT_FINAL:
      nadi_service_reply_later (request, 503, "not-final", "Nothing is confirmed by a quorum yet.", 1);
      return TRUE;
    case NADI_LOG_ERROR_RANGE:
      nadi_http_request_reply_problem (request, 400, "range", "The cursor or size is beyond the end.", NULL, NULL);
      return TRUE;
    case NADI_LOG_ERROR_UNKNOWN:
      nadi_service_reply_not_found (request);
      return TRUE;
    default:
      return FALSE;
    }
}

void
nadi_service_reply_error (NadiHttpRequest *request, GError *error)
{
  NadiErrorClass class = nadi_error_class (error);

  if (class != NADI_ERROR_CLASS_INPUT && class != NADI_ERROR_CLASS_REFUSED)
    nadi_http_request_note_cause (request, error->message);
  if (error->domain == NADI_LOG_ERROR && reply_log_error (request, error))
    ;
  else if (g_error_matches (error, NADI_STORE_ERROR, NADI_STORE_ERROR_FULL)
           || g_error_matches (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_FULL))
    nadi_service_reply_later (request, 503, "out-of-space", "The service has no space left.", 60);
  else if (class == NADI_ERROR_CLASS_INPUT)
    nadi_service_reply_malformed (request, error->message);
  else if (class == NADI_ERROR_CLASS_INTEGRITY)
    nadi_http_request_reply_problem (request, 500, "damaged", "What is stored here is not what was stored.",
                                     "The operator of the service must look at it.", NULL);
  else
    nadi_service_reply_later (request, 503, "unavailable", "The service can't do this at the moment.", 5);
  g_error_free (error);
}
