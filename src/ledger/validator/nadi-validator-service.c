/* Routes of a validator, and how it pulls entries. */
#include "nadi-validator-service.h"

#include <string.h>

#include "nadi-log-error.h"
#include "nadi-tiles.h"

#define ADD_CHECKPOINT_LIMIT (NADI_NOTE_MAX_SIZE + 8192)
#define TILE_ENTRIES 256
#define LARGEST_BUNDLE (TILE_ENTRIES * (2u + NADI_STORE_MAX_ENTRY))

struct _NadiValidatorService
{
  NadiValidator *validator;
  NadiPeer *peer;
  NadiHttpServer *server;
};

static gboolean
take_entry (const guint8 *entry, gsize length, gpointer user_data, GError **error)
{
  g_ptr_array_add (user_data, g_bytes_new (entry, length));
  return TRUE;
}

/* Entries first … first + count - 1 of one tile: a bundle of the widest width that is needed. */
static gboolean
fetch_tile (NadiPeer *peer, guint64 first, guint count, GPtrArray *entries, GError **error)
{
  guint skip = (guint) (first % TILE_ENTRIES);
  NadiTilePath path = { .entries = TRUE, .n = first / TILE_ENTRIES, .width = skip + count };
  g_autofree char *target = nadi_tile_path_print (&path);
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_get (peer, target, LARGEST_BUNDLE, error);
  g_autoptr (GPtrArray) bundle = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize length;
  const guint8 *data;

  if (answer == NULL)
    return FALSE;
  if (answer->status != 200)
    {
      g_set_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE, "the service answered %u to a request for entries",
                   answer->status);
      return FALSE;
    }
  data = g_bytes_get_data (answer->body, &length);
  if (!nadi_bundle_read (data, length, take_entry, bundle, error))
    return FALSE;
  if (bundle->len != path.width)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY, "the service sent another number of entries than was asked for");
      return FALSE;
    }
  for (guint i = skip; i < bundle->len; i++)
    g_ptr_array_add (entries, g_bytes_ref (g_ptr_array_index (bundle, i)));
  return TRUE;
}

static GPtrArray *
fetch (guint64 first, guint count, gpointer user_data, GError **error)
{
  NadiValidatorService *self = user_data;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  while (entries->len < count)
    {
      guint64 next = first + entries->len;
      guint room = TILE_ENTRIES - (guint) (next % TILE_ENTRIES);

      if (!fetch_tile (self->peer, next, MIN (room, count - entries->len), entries, error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}

static void
on_add_checkpoint (NadiHttpRequest *request, gpointer user_data)
{
  NadiValidatorService *self = user_data;
  GBytes *body = nadi_http_request_body (request);
  g_auto (NadiValidatorAnswer) answer = { 0 };
  g_autoptr (GBytes) text = NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : "";

  nadi_validator_add_checkpoint (self->validator, data, length, &answer);
  text = g_bytes_new (answer.body, strlen (answer.body));
  nadi_http_request_reply (request, answer.status, answer.content_type, text, NULL);
}

static void
on_checkpoint (NadiHttpRequest *request, gpointer user_data)
{
  NadiValidatorService *self = user_data;
  g_autofree char *note = nadi_validator_checkpoint (self->validator);
  g_autoptr (GBytes) text = note != NULL ? g_bytes_new (note, strlen (note)) : NULL;

  if (text == NULL)
    nadi_http_request_reply_problem (request, 404, "no-checkpoint", "This validator has not cosigned anything yet", NULL, NULL);
  else
    nadi_http_request_reply (request, 200, "text/plain; charset=utf-8", text, NULL);
}

static const NadiHttpRoute routes[] = {
  { "POST", "/add-checkpoint", ADD_CHECKPOINT_LIMIT, on_add_checkpoint },
  { "GET", "/checkpoint", 0, on_checkpoint },
};

NadiValidatorService *
nadi_validator_service_new (const NadiValidatorServiceOptions *options, GError **error)
{
  g_autoptr (NadiValidatorService) self = g_new0 (NadiValidatorService, 1);
  g_autofree char *keyid = g_strconcat ("validator/", options->name->name, NULL);
  NadiPeerConfig peer = {
    .url = options->network->service,
    .anchor = options->network->anchor,
    .keyid = keyid,
    .key = options->key,
    .clock = options->clock,
    .random = options->random,
  };
  NadiValidatorOptions validator = {
    .store = options->store,
    .network = options->network,
    .name = options->name,
    .key = options->key,
    .clock = options->clock,
    .fetch = fetch,
    .fetch_data = self,
    .has_signed = options->has_signed,
    .leave_mark = options->leave_mark,
    .mark_data = options->mark_data,
  };
  NadiHttpConfig config;

  self->peer = nadi_peer_new (&peer, error);
  if (self->peer == NULL)
    return NULL;
  self->validator = nadi_validator_open (&validator, error);
  if (self->validator == NULL)
    return NULL;
  nadi_http_config_init (&config, options->clock, options->random);
  config.address = options->address;
  config.port = options->port;
  config.certificate = options->certificate;
  config.log = options->log_line;
  self->server = nadi_http_server_new (&config, routes, G_N_ELEMENTS (routes), self, error);
  if (self->server == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
nadi_validator_service_free (NadiValidatorService *self)
{
  if (self == NULL)
    return;
  if (self->peer != NULL)
    nadi_peer_cancel (self->peer);
  g_clear_pointer (&self->server, nadi_http_server_free);
  g_clear_pointer (&self->validator, nadi_validator_close);
  g_clear_pointer (&self->peer, nadi_peer_free);
  g_free (self);
}

guint16
nadi_validator_service_port (NadiValidatorService *self)
{
  return nadi_http_server_port (self->server);
}

guint64
nadi_validator_service_size (NadiValidatorService *self)
{
  return nadi_validator_size (self->validator);
}
