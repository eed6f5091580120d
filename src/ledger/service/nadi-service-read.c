/* GET /v1/state, /v1/streams/<id>, /v1/receipts/<id>, /v1/live. */
#include <string.h>

#include "nadi-service-private.h"
#include "nadi-uuid.h"

#define MAX_KEYS 64
#define MAX_STREAMS 64

/* The values of a repeated parameter, 1 … max of them and each once; NULL otherwise. (transfer full) */
static char **
repeated (NadiHttpRequest *request, const char *name, guint max)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < nadi_http_request_n_parameters (request); i++)
    {
      const char *value = nadi_http_request_parameter_value (request, i);

      if (!g_str_equal (nadi_http_request_parameter_name (request, i), name))
        continue;
      if (*value == '\0' || !g_hash_table_add (seen, (gpointer) value) || g_hash_table_size (seen) > max)
        return NULL;
      g_strv_builder_add (values, value);
    }
  return g_hash_table_size (seen) > 0 ? g_strv_builder_end (values) : NULL;
}

static gboolean
may_read_all (NadiService *service, NadiView *view, const NadiCaller *caller, NadiReadKind kind, char **names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (!nadi_service_may_read (service, nadi_view_admitted_map (view), caller, kind, names[i]))
      return FALSE;
  return TRUE;
}

void
nadi_service_on_state (NadiHttpRequest *request, gpointer data)
{
  static const char *const parameters[] = { "from", "key", NULL };
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_READS);
  g_auto (GStrv) keys = NULL;
  g_autofree char *answer = NULL;
  GError *error = NULL;
  guint64 from;

  if (caller == NULL)
    return;
  keys = repeated (request, "key", MAX_KEYS);
  if (keys == NULL || !nadi_http_request_only_parameters (request, parameters, "key")
      || !nadi_http_request_parameter_number (request, "from", G_MAXINT64, 0, &from))
    {
      nadi_service_reply_malformed (request, "One to 64 different keys, and from.");
      return;
    }
  if (!may_read_all (service, view, caller, NADI_READ_STATE, keys))
    {
      nadi_service_reply_not_found (request);
      return;
    }
  answer = nadi_view_state_answer (view, (const char *const *) keys, from, &error);
  if (answer == NULL)
    nadi_service_reply_error (request, error);
  else
    nadi_service_reply_text (request, "application/json", answer);
}

void
nadi_service_on_stream (NadiHttpRequest *request, gpointer data)
{
  static const char *const parameters[] = { "after", "limit", "from", NULL };
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_READS);
  const char *stream;
  g_autoptr (GBytes) page = NULL;
  GError *error = NULL;
  guint64 after, limit, from;

  if (caller == NULL)
    return;
  if (!nadi_http_request_only_parameters (request, parameters, NULL)
      || !nadi_http_request_parameter_number (request, "after", G_MAXINT64, 0, &after)
      || !nadi_http_request_parameter_number (request, "limit", NADI_VIEW_MAX_PAGE_ENTRIES, 0, &limit)
      || !nadi_http_request_parameter_number (request, "from", G_MAXINT64, 0, &from))
    {
      nadi_service_reply_malformed (request, "after, limit (at most 4096) and from are numbers.");
      return;
    }
  stream = nadi_http_request_segment (request);
  if (!nadi_service_may_read (service, nadi_view_admitted_map (view), caller, NADI_READ_STREAM, stream))
    {
      nadi_service_reply_not_found (request);
      return;
    }
  page = nadi_view_stream_page (view, stream, after, (guint) limit, from, &error);
  if (page == NULL)
    nadi_service_reply_error (request, error);
  else
    nadi_http_request_reply (request, 200, "application/vnd.nadi.stream", page, NULL);
}

static gboolean
may_read_stream (NadiService *service, NadiMap *state, const NadiCaller *caller, const char *kind, const char *id)
{
  g_autofree char *stream = g_strconcat (kind, ":", id, NULL);

  return nadi_service_may_read (service, state, caller, NADI_READ_STREAM, stream);
}

/* An event may be read by whoever may read one of the streams that it is in, and by the device that sent it: it has the
 * bytes. The streams follow from actor and members as in the contract's table. */
static gboolean
may_read_event (NadiService *service, NadiMap *state, const NadiCaller *caller, NadiEvent *event)
{
  const NadiActor *actor = nadi_event_actor (event);
  JsonObject *payload = nadi_event_payload (event);
  const char *type = nadi_event_type (event), *id = NULL;

  if (g_strcmp0 (nadi_event_device (event), caller->device) == 0 && g_strcmp0 (actor->org, caller->org) == 0)
    return TRUE;
  if (actor->org != NULL && may_read_stream (service, state, caller, "o", actor->org))
    return TRUE;
  if (actor->patient != NULL && may_read_stream (service, state, caller, "p", actor->patient))
    return TRUE;
  if (nadi_json_get_string (payload, "shelf", &id, NULL) && may_read_stream (service, state, caller, "h", id))
    return TRUE;
  if (nadi_json_get_string (payload, "patient", &id, NULL) && may_read_stream (service, state, caller, "p", id))
    return TRUE;
  return (g_str_has_prefix (type, "network.") || g_str_has_prefix (type, "org."))
         && nadi_service_may_read (service, state, caller, NADI_READ_STREAM, "n");
}

/* Who waits for which receipt. */
typedef struct
{
  NadiCaller *caller;
  NadiEvent *event;
} Awaited;

static void
awaited_free (gpointer data)
{
  Awaited *awaited = data;

  nadi_caller_free (awaited->caller);
  nadi_event_unref (awaited->event);
  g_free (awaited);
}

static gboolean
try_receipt (NadiService *service, NadiHttpRequest *request, gpointer data, gboolean last)
{
  Awaited *awaited = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  NadiMap *state = nadi_view_admitted_map (view);
  g_autofree char *receipt = NULL;
  GError *error = NULL;

  if (!nadi_service_still_knows (service, state, awaited->caller)
      || !may_read_event (service, state, awaited->caller, awaited->event))
    {
      nadi_service_reply_not_found (request);
      return TRUE;
    }
  receipt = nadi_view_receipt (view, nadi_event_id (awaited->event), &error);
  if (receipt != NULL)
    {
      nadi_service_reply_text (request, "text/plain; charset=utf-8", receipt);
      return TRUE;
    }
  if (!g_error_matches (error, NADI_LOG_ERROR, NADI_LOG_ERROR_NOT_FINAL))
    {
      nadi_service_reply_error (request, error);
      return TRUE;
    }
  g_error_free (error);
  if (last)
    nadi_http_request_reply_problem (request, 409, "not-final", "The event is not confirmed by a quorum yet.", NULL, NULL);
  return last;
}

void
nadi_service_on_receipt (NadiHttpRequest *request, gpointer data)
{
  static const char *const parameters[] = { "wait", NULL };
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_READS);
  const char *id;
  g_autoptr (NadiEvent) event = NULL;
  Awaited *awaited;
  guint64 index, wait;

  if (caller == NULL)
    return;
  id = nadi_http_request_segment (request);
  if (!nadi_uuid_valid (id) || !nadi_http_request_only_parameters (request, parameters, NULL)
      || !nadi_http_request_parameter_number (request, "wait", G_MAXINT32, 0, &wait))
    {
      nadi_service_reply_malformed (request, "The id of an event, and wait in milliseconds.");
      return;
    }
  event = nadi_view_event (view, id, &index, NULL);
  if (event == NULL || !may_read_event (service, nadi_view_admitted_map (view), caller, event))
    {
      nadi_service_reply_not_found (request);
      return;
    }
  awaited = g_new0 (Awaited, 1);
  awaited->caller = g_steal_pointer (&caller);
  awaited->event = g_steal_pointer (&event);
  nadi_watch_wait (service->watch, request, try_receipt, awaited, awaited_free, wait);
}

void
nadi_service_on_live (NadiHttpRequest *request, gpointer data)
{
  static const char *const parameters[] = { "stream", NULL };
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_READS);
  g_auto (GStrv) streams = NULL;

  if (caller == NULL)
    return;
  streams = repeated (request, "stream", MAX_STREAMS);
  if (streams == NULL || !nadi_http_request_only_parameters (request, parameters, "stream"))
    {
      nadi_service_reply_malformed (request, "One to 64 different streams.");
      return;
    }
  if (!may_read_all (service, view, caller, NADI_READ_STREAM, streams))
    {
      nadi_service_reply_not_found (request);
      return;
    }
  nadi_watch_follow (service->watch, nadi_http_request_stream (request), g_steal_pointer (&caller),
                     g_steal_pointer (&streams));
}
