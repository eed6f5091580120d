/* Blobs and events to the service and back. */
#include "nadi-session-net.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-soup-transport.h"

#define LARGEST_ARCHIVE (1u << 20)
/* What a header of an archive and the lengths and addresses of its blocks may take beside the blocks. */
#define ARCHIVE_BLOCKS (LARGEST_ARCHIVE - 64 * 1024)
#define MOST_FETCHED 256
#define LARGEST_FETCH (6u << 20)
#define LARGEST_RESULTS (1u << 20)
#define LARGEST_WORD 4096

NadiTransport *
nadi_session_new_transport (NadiSessionConnect connect, gpointer connect_data, const NadiNetwork *network, GError **error)
{
  if (connect != NULL)
    return connect (network->service, network->anchor, connect_data, error);
  return nadi_soup_transport_new (network->service, network->anchor, error);
}

NadiNet *
nadi_session_new_net (NadiSession *self, GError **error)
{
  NadiTransport *transport = NULL;
  g_autofree char *device_id = g_strdup_printf ("%s/%s", self->org, self->device);
  NadiHttpSigner signer = { device_id, NULL, self->signer, NULL };
  gint64 offset;
  NadiNet *net;

  if (self->bundle == NULL)
    nadi_session_fail (NADI_SESSION_ERROR_CLOSED, "the session is closed", error);
  else
    transport = nadi_session_new_transport (self->connect, self->connect_data, self->network, error);
  if (transport == NULL)
    return NULL;
  g_mutex_lock (&self->status_lock);
  if (self->connect == NULL)
    nadi_soup_transport_set_time (transport, self->head.block_time / 1000);
  offset = self->clock_offset / 1000;
  g_mutex_unlock (&self->status_lock);
  signer.device = self->bundle->device;
  signer.person = self->bundle->sign;
  net = nadi_net_new (transport, &signer, self->clock, self->random);
  nadi_net_set_clock_offset (net, offset);
  return net;
}

void
nadi_session_note_clock (NadiSession *self)
{
  if (self->net == NULL)
    return;
  g_mutex_lock (&self->status_lock);
  self->clock_offset = nadi_net_clock_offset (self->net) * 1000;
  g_mutex_unlock (&self->status_lock);
}

GBytes *
nadi_session_request (NadiSession *self, const char *method, const char *target, const char *content_type, GBytes *body,
                      gsize limit, GCancellable *cancellable, GError **error)
{
  GBytes *answer = nadi_net_request (self->net, method, target, content_type, body, limit, cancellable, error);

  nadi_session_note_clock (self);
  g_mutex_lock (&self->status_lock);
  if (answer != NULL)
    self->last_contact = nadi_clock_now (self->clock);
  g_mutex_unlock (&self->status_lock);
  return answer;
}

/* --- blobs from the service --------------------------------------------------------------------------------------- */

typedef struct
{
  NadiSession *session;
  guint got;
} Fetch;

static gboolean
take_block (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  Fetch *fetch = user_data;
  g_autofree char *cid = nadi_cid_from_hash (hash);

  if (!nadi_cache_put_blob (fetch->session->cache, cid, data, length, TRUE, error))
    return FALSE;
  fetch->got++;
  return TRUE;
}

static gboolean
store_archive (NadiSession *self, GBytes *archive, guint *got, GError **error)
{
  Fetch fetch = { self, 0 };
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  gboolean good = FALSE;

  if (!nadi_session_lock (self, error))
    return FALSE;
  if (nadi_cache_begin (self->cache, error))
    {
      good = nadi_car_read (data, length, take_block, &fetch, error);
      if (good)
        good = nadi_cache_commit (self->cache, error);
      else
        nadi_cache_rollback (self->cache);
    }
  nadi_session_unlock (self);
  *got += good ? fetch.got : 0;
  return good;
}

static GBytes *
fetch_body (const char *const *cids, guint n)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gsize length;
  char *text;

  nadi_json_begin_object (writer);
  nadi_json_name (writer, "cids");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < n; i++)
    nadi_json_string (writer, cids[i]);
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  return g_bytes_new_take (text, length);
}

gboolean
nadi_session_fetch_blobs (NadiSession *self, const char *const *cids, guint *got, GCancellable *cancellable, GError **error)
{
  guint total = g_strv_length ((char **) cids);
  guint came = 0;

  for (guint from = 0; from < total; from += MOST_FETCHED)
    {
      g_autoptr (GBytes) body = fetch_body (cids + from, MIN (MOST_FETCHED, total - from));
      g_autoptr (GBytes) archive =
        nadi_session_request (self, "POST", "/v1/blobs/fetch", "application/json", body, LARGEST_FETCH, cancellable, error);

      if (archive == NULL || !store_archive (self, archive, &came, error))
        return FALSE;
    }
  if (got != NULL)
    *got = came;
  return TRUE;
}

/* --- blobs to the service ----------------------------------------------------------------------------------------- */

static gboolean
load_blob (NadiSession *self, const char *cid, GBytes **blob, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_get_blob (self->cache, cid, blob, error);
  nadi_session_unlock (self);
  if (good && *blob == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_DAMAGED, "a blob that is to be sent is not in the cache", error);
  return good;
}

static gboolean
note_sent (NadiSession *self, GPtrArray *sent, GError **error)
{
  gboolean good;

  g_ptr_array_add (sent, NULL);
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_outbox_blobs_sent (self->outbox, (const char *const *) sent->pdata, error);
  nadi_session_unlock (self);
  g_ptr_array_set_size (sent, 0);
  return good;
}

static gboolean
send_archive (NadiSession *self, GByteArray **archive, GPtrArray *sent, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (sent->len == 0)
    return TRUE;
  body = g_byte_array_free_to_bytes (*archive);
  *archive = nadi_car_new ();
  answer = nadi_session_request (self, "POST", "/v1/blobs", "application/vnd.ipld.car", body, LARGEST_WORD, cancellable, error);
  return answer != NULL && note_sent (self, sent, error);
}

/* One that would fill an archive goes by itself. */
static gboolean
send_large (NadiSession *self, const char *cid, GBytes *blob, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (GBytes) answer =
    nadi_session_request (self, "PUT", target, "application/octet-stream", blob, LARGEST_WORD, cancellable, error);

  if (answer == NULL)
    return FALSE;
  g_ptr_array_add (sent, (gpointer) cid);
  return note_sent (self, sent, error);
}

gboolean
nadi_session_upload_blobs (NadiSession *self, const char *const *cids, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) archive = nadi_car_new ();
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  gsize filled = 0;

  for (guint i = 0; cids[i] != NULL; i++)
    {
      g_autoptr (GBytes) blob = NULL;
      gsize length;

      if (!load_blob (self, cids[i], &blob, error))
        return FALSE;
      length = g_bytes_get_size (blob);
      if (length > ARCHIVE_BLOCKS)
        {
          if (!send_large (self, cids[i], blob, cancellable, error))
            return FALSE;
          continue;
        }
      if (filled + length > ARCHIVE_BLOCKS)
        {
          if (!send_archive (self, &archive, sent, cancellable, error))
            return FALSE;
          filled = 0;
        }
      nadi_car_add (archive, g_bytes_get_data (blob, NULL), length);
      g_ptr_array_add (sent, (gpointer) cids[i]);
      filled += length;
    }
  return send_archive (self, &archive, sent, cancellable, error);
}

/* --- events ------------------------------------------------------------------------------------------------------- */

static void
result_free (gpointer data)
{
  NadiEventResult *result = data;

  g_free (result->id);
  g_free (result->refused);
  g_free (result->detail);
  g_free (result);
}

static gboolean
fail_answer (GError **error)
{
  g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_ANSWER, "the answer to events has no sensible form");
  return FALSE;
}

static gboolean
read_result (JsonNode *node, NadiEventResult *result)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *text;
  gint64 index;

  if (object == NULL || !nadi_json_get_string (object, "id", &text, NULL))
    return FALSE;
  result->id = g_strdup (text);
  if (json_object_has_member (object, "index"))
    {
      result->admitted = nadi_json_get_int (object, "index", 0, G_MAXINT64, &index, NULL);
      result->index = result->admitted ? (guint64) index : 0;
      return result->admitted;
    }
  if (!nadi_json_get_string (object, "refused", &text, NULL))
    return FALSE;
  result->refused = g_strdup (text);
  if (nadi_json_get_optional_string (object, "detail", &text, NULL))
    result->detail = g_strdup (text);
  return TRUE;
}

static GPtrArray *
read_results (GBytes *answer, guint expected, GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (result_free);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), LARGEST_RESULTS, &node, NULL);
  JsonArray *array;

  if (object == NULL || !nadi_json_get_array (object, "results", &array, NULL) || json_array_get_length (array) != expected)
    {
      fail_answer (error);
      return NULL;
    }
  for (guint i = 0; i < expected; i++)
    {
      NadiEventResult *result = g_new0 (NadiEventResult, 1);

      g_ptr_array_add (results, result);
      if (!read_result (json_array_get_element (array, i), result))
        {
          fail_answer (error);
          return NULL;
        }
    }
  return g_steal_pointer (&results);
}

GPtrArray *
nadi_session_post_events (NadiSession *self, GPtrArray *events, GCancellable *cancellable, GError **error)
{
  GByteArray *lines = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) answer = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      GBytes *event = g_ptr_array_index (events, i);

      g_byte_array_append (lines, g_bytes_get_data (event, NULL), (guint) g_bytes_get_size (event));
      g_byte_array_append (lines, (const guint8 *) "\n", 1);
    }
  body = g_byte_array_free_to_bytes (lines);
  answer = nadi_session_request (self, "POST", "/v1/events", "text/plain", body, LARGEST_RESULTS, cancellable, error);
  return answer != NULL ? read_results (answer, events->len, error) : NULL;
}
