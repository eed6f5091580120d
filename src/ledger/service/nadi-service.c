/* The service's life, and its two tables of routes. */
#include "nadi-service.h"

#include "nadi-http-target.h"
#include "nadi-service-private.h"

#define MIB (1024u * 1024u)
/* A CAR has up to 1 MiB of blocks, and with each its length and address. */
#define CAR_LIMIT (MIB + 256 * 1024)
#define MESSAGE_LIMIT 8192
#define DAY_MS (24 * 60 * 60 * 1000)

static const NadiHttpRoute routes[] = {
  { "POST", "/v1/events", MIB, nadi_service_on_events },
  { "GET", "/v1/state", 0, nadi_service_on_state },
  { "GET", "/v1/streams/<stream>", 0, nadi_service_on_stream },
  { "GET", "/v1/receipts/<event>", 0, nadi_service_on_receipt },
  { "GET", "/v1/live", 0, nadi_service_on_live },
  { "POST", "/v1/blobs/fetch", MIB, nadi_service_on_fetch_blobs },
  { "POST", "/v1/blobs", CAR_LIMIT, nadi_service_on_put_blobs },
  { "PUT", "/v1/blobs/<cid>", NADI_BLOBS_MAX_SIZE, nadi_service_on_put_blob },
  { "GET", "/v1/blobs/<cid>", 0, nadi_service_on_get_blob },
  { "POST", "/v1/enrol", MESSAGE_LIMIT, nadi_service_on_open_mailbox },
  { "PUT", "/v1/enrol/<mailbox>/request", MESSAGE_LIMIT, nadi_service_on_put_enrol_request },
  { "GET", "/v1/enrol/<mailbox>/request", 0, nadi_service_on_get_enrol_request },
  { "PUT", "/v1/enrol/<mailbox>/reply", MESSAGE_LIMIT, nadi_service_on_put_enrol_reply },
  { "GET", "/v1/enrol/<mailbox>/reply", 0, nadi_service_on_get_enrol_reply },
  { "GET", "/v1/network", 0, nadi_service_on_network },
  { "GET", "/checkpoint", 0, nadi_service_on_checkpoint },
  { "GET", "/tile/*", 0, nadi_service_on_tile },
};

static const NadiHttpRoute admin_routes[] = {
  { "GET", "/healthz", 0, nadi_service_on_health },
  { "GET", "/readyz", 0, nadi_service_on_ready },
  { "GET", "/metrics", 0, nadi_service_on_metrics },
  { "POST", "/v1/events", MIB, nadi_service_on_operator_events },
  { "POST", "/v1/blobs", CAR_LIMIT, nadi_service_on_operator_blobs },
  { "GET", "/v1/network", 0, nadi_service_on_admin_network },
  { "GET", "/checkpoint", 0, nadi_service_on_admin_checkpoint },
  { "GET", "/tile/*", 0, nadi_service_on_admin_tile },
};

/* The Host that is answered is what clients are told in network.json; on a port of no choice, where the listener is. */
static NadiHttpServer *
start_public (NadiService *service, GError **error)
{
  const NadiServiceOptions *options = &service->options;
  g_autofree char *authority = NULL;
  NadiHttpConfig config;
  NadiHttpServer *server;

  nadi_http_config_init (&config, options->clock, options->random);
  if (options->address != NULL)
    config.address = options->address;
  config.port = options->port;
  config.own_authority = TRUE;
  config.certificate = options->certificate;
  if (options->max_connections > 0)
    config.max_connections = options->max_connections;
  if (options->max_per_address > 0)
    config.max_per_address = options->max_per_address;
  config.log = options->log_line;
  config.log_data = options->log_data;
  server = nadi_http_server_new (&config, routes, G_N_ELEMENTS (routes), service, error);
  if (server == NULL)
    return NULL;
  authority = options->port != 0 ? nadi_http_authority_of_url (options->network->service) : NULL;
  if (authority != NULL)
    nadi_http_server_set_authority (server, authority);
  return server;
}

/* Its own Host only, so that no page in a browser on the machine reaches it under a name of its own. */
static NadiHttpServer *
start_admin (NadiService *service, GError **error)
{
  NadiHttpConfig config;

  nadi_http_config_init (&config, service->options.clock, service->options.random);
  config.port = service->options.admin_port;
  config.own_authority = TRUE;
  config.handler_threads = 2;
  return nadi_http_server_new (&config, admin_routes, G_N_ELEMENTS (admin_routes), service, error);
}

static void
set_defaults (NadiServiceOptions *options)
{
  if (options->check_ms == 0)
    options->check_ms = 15000;
  if (options->unnamed_bytes == 0)
    options->unnamed_bytes = G_GUINT64_CONSTANT (2) << 30;
  if (options->keep_unnamed_ms == 0)
    options->keep_unnamed_ms = 7 * DAY_MS;
  if (options->first_sweep_ms == 0)
    options->first_sweep_ms = 10 * 60 * 1000;
  if (options->sweep_ms == 0)
    options->sweep_ms = DAY_MS;
}

NadiService *
nadi_service_start (const NadiServiceOptions *options, GError **error)
{
  g_autoptr (NadiService) service = g_new0 (NadiService, 1);
  guint device_rate = options->device_rate > 0 ? options->device_rate : 200;
  guint address_rate = options->address_rate > 0 ? options->address_rate : 20;

  service->options = *options;
  service->options.network_json = g_bytes_ref (options->network_json);
  set_defaults (&service->options);
  service->nonces = nadi_nonces_new ();
  service->device_rates = nadi_rates_new (device_rate, 10 * device_rate, options->clock);
  service->address_rates = nadi_rates_new (address_rate, 10 * address_rate, options->clock);
  service->failure_rates = nadi_rates_new (address_rate, 10 * address_rate, options->clock);
  service->watch = nadi_watch_new (service);
  service->room = nadi_room_new (service);
  service->server = start_public (service, error);
  if (service->server == NULL)
    return NULL;
  service->admin = start_admin (service, error);
  if (service->admin == NULL)
    return NULL;
  service->options.address = NULL;
  service->options.certificate = NULL;
  return g_steal_pointer (&service);
}

guint16
nadi_service_port (NadiService *service)
{
  return nadi_http_server_port (service->server);
}

guint16
nadi_service_admin_port (NadiService *service)
{
  return nadi_http_server_port (service->admin);
}

void
nadi_service_stop (NadiService *service)
{
  if (service->server != NULL)
    nadi_http_server_stop (service->server);
  if (service->admin != NULL)
    nadi_http_server_stop (service->admin);
  nadi_watch_free (service->watch);
  nadi_room_free (service->room);
  g_clear_pointer (&service->server, nadi_http_server_free);
  g_clear_pointer (&service->admin, nadi_http_server_free);
  nadi_rates_free (service->device_rates);
  nadi_rates_free (service->address_rates);
  nadi_rates_free (service->failure_rates);
  nadi_nonces_free (service->nonces);
  g_bytes_unref (service->options.network_json);
  g_free (service);
}
