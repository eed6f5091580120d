/* What anyone, a validator, or whoever sits at the machine may ask. */
#include "nadi-service-private.h"

#define FRESH_SECONDS 600

static void
reply_network (NadiService *service, NadiHttpRequest *request)
{
  nadi_http_request_reply (request, 200, "application/json", service->options.network_json, NULL);
}

static void
reply_checkpoint (NadiService *service, NadiHttpRequest *request)
{
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  const char *checkpoint = nadi_view_checkpoint (view);

  if (checkpoint != NULL)
    nadi_service_reply_text (request, "text/plain; charset=utf-8", checkpoint);
  else
    nadi_http_request_reply_problem (request, 404, "no-checkpoint", "Nothing is confirmed by a quorum yet.", NULL, NULL);
}

static void
reply_tile (NadiHttpRequest *request, NadiView *view)
{
  NadiTilePath path;
  g_autoptr (GBytes) tile = NULL;
  GError *error = NULL;

  if (!nadi_tile_path_parse (nadi_http_request_path (request), &path, NULL))
    {
      nadi_service_reply_malformed (request, "A path as tlog-tiles has them.");
      return;
    }
  tile = nadi_view_tile (view, &path, &error);
  if (tile != NULL)
    nadi_http_request_reply (request, 200, "application/octet-stream", tile, NULL);
  else
    nadi_service_reply_error (request, error);
}

void
nadi_service_on_network (NadiHttpRequest *request, gpointer data)
{
  if (nadi_service_admit_unsigned (data, request))
    reply_network (data, request);
}

void
nadi_service_on_checkpoint (NadiHttpRequest *request, gpointer data)
{
  if (nadi_service_admit_unsigned (data, request))
    reply_checkpoint (data, request);
}

void
nadi_service_on_tile (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_VALIDATES);

  if (caller != NULL)
    reply_tile (request, view);
}

void
nadi_service_on_admin_network (NadiHttpRequest *request, gpointer data)
{
  reply_network (data, request);
}

void
nadi_service_on_admin_checkpoint (NadiHttpRequest *request, gpointer data)
{
  reply_checkpoint (data, request);
}

void
nadi_service_on_admin_tile (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);

  reply_tile (request, view);
}

void
nadi_service_on_health (NadiHttpRequest *request, gpointer data)
{
  nadi_service_reply_text (request, "text/plain; charset=utf-8", "ok\n");
}

/* Ready: a quorum has confirmed the newest block, lately. */
void
nadi_service_on_ready (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  gint64 age = nadi_clock_now (service->options.clock) / 1000 - nadi_view_freshness (view);

  if (nadi_view_size (view) > 0 && age <= FRESH_SECONDS)
    nadi_service_reply_text (request, "text/plain; charset=utf-8", "ready\n");
  else
    nadi_service_reply_later (request, 503, "not-ready", "No quorum of validators has confirmed anything lately.", 1);
}

static void
add_metric (GString *text, const char *name, const char *type, const char *help, guint64 value)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n%s %" G_GUINT64_FORMAT "\n", name, help, name, type, name, value);
}

static void
add_log_metrics (GString *text, NadiService *service)
{
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  NadiLogCounts counts;

  nadi_log_counts (service->options.log, &counts);
  add_metric (text, "nadi_log_entries", "gauge", "Entries that are durable.", nadi_view_admitted_size (view));
  add_metric (text, "nadi_log_final_entries", "gauge", "Entries that a quorum has confirmed.", nadi_view_size (view));
  add_metric (text, "nadi_log_freshness_seconds", "gauge", "Unix time of the quorum-th newest cosignature.",
              (guint64) MAX (nadi_view_freshness (view), 0));
  add_metric (text, "nadi_log_blocks_total", "counter", "Blocks made since the start.", counts.blocks);
  add_metric (text, "nadi_log_events_total", "counter", "Events admitted since the start.", counts.events);
  add_metric (text, "nadi_log_refused_total", "counter", "Events refused since the start.", counts.refused);
  add_metric (text, "nadi_log_store_errors_total", "counter", "Blocks that could not be stored.", counts.store_errors);
  add_metric (text, "nadi_log_waiting", "gauge", "Events that wait for the sequencer.", counts.waiting);
  add_metric (text, "nadi_blobs_swept_total", "counter", "Sealed contents that were dropped since the start: nobody named them.",
              nadi_room_swept (service->room));
  add_metric (text, "nadi_blobs", "gauge", "Sealed contents that are stored.", nadi_blobs_count (service->options.blobs));
}

static void
add_http_metrics (GString *text, NadiService *service)
{
  NadiHttpStatistics statistics;

  nadi_http_server_statistics (service->server, &statistics);
  add_metric (text, "nadi_http_connections", "gauge", "Open connections.", statistics.connections);
  add_metric (text, "nadi_http_streams", "gauge", "Open streams of events.", statistics.streams);
  g_string_append (text, "# HELP nadi_http_answers_total Answers by the first digit of their status; 0: cut without one.\n"
                         "# TYPE nadi_http_answers_total counter\n");
  for (guint i = 0; i < G_N_ELEMENTS (statistics.answers); i++)
    g_string_append_printf (text, "nadi_http_answers_total{class=\"%u\"} %" G_GUINT64_FORMAT "\n", i, statistics.answers[i]);
}

void
nadi_service_on_metrics (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (GString) text = g_string_new (NULL);

  add_log_metrics (text, service);
  add_http_metrics (text, service);
  if (service->options.metrics != NULL)
    service->options.metrics (text, service->options.metrics_data);
  nadi_service_reply_text (request, "text/plain; version=0.0.4; charset=utf-8", text->str);
}
