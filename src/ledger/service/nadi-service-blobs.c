/* Sealed contents: PUT and GET /v1/blobs/<cid>, POST /v1/blobs (a CAR of many), POST /v1/blobs/fetch. */
#include "nadi-cid.h"
#include "nadi-service-private.h"

#define MAX_FETCH 1024
#define MAX_FETCH_BYTES (4u << 20)

static NadiCaller *
identify_reader (NadiService *service, NadiHttpRequest *request, NadiView *view)
{
  return nadi_service_identify (service, request, nadi_view_admitted_map (view), NADI_CALLER_ONCE);
}

/* Whoever may still post events may bring the contents that they name. */
static NadiCaller *
identify_writer (NadiService *service, NadiHttpRequest *request, NadiView *view)
{
  return nadi_service_identify (service, request, nadi_view_admitted_map (view), NADI_CALLER_ONCE | NADI_CALLER_POSTS);
}

/* org NULL: the operator, who is charged for nothing. FALSE: answered. */
static gboolean
take_room (NadiService *service, NadiHttpRequest *request, const char *org, const NadiRoomItem *items, guint n_items)
{
  if (org == NULL || nadi_room_take (service->room, org, items, n_items))
    return TRUE;
  nadi_service_reply_later (request, 507, "too-much-unnamed",
                            "This organisation has stored too much that none of its events names.", 60);
  return FALSE;
}

static void
reply_not_stored (NadiService *service, NadiHttpRequest *request, const char *org, const NadiRoomItem *items, guint n_items,
                  GError *error)
{
  if (org != NULL)
    nadi_room_give_back (service->room, org, items, n_items);
  nadi_service_reply_error (request, error);
}

void
nadi_service_on_put_blob (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = identify_writer (service, request, view);
  GError *error = NULL;
  NadiRoomItem item;
  GBytes *body;

  if (caller == NULL)
    return;
  body = nadi_http_request_body (request);
  item = (NadiRoomItem){ nadi_http_request_segment (request), g_bytes_get_size (body) };
  if (!take_room (service, request, caller->org, &item, 1))
    return;
  if (nadi_blobs_put (service->options.blobs, item.cid, body, &error))
    nadi_http_request_reply (request, 204, NULL, NULL, NULL);
  else
    reply_not_stored (service, request, caller->org, &item, 1, error);
}

/* NULL: not there, not allowed, or damaged; only the last is told apart. */
static GBytes *
read_blob (NadiService *service, NadiView *view, const NadiCaller *caller, const char *cid, GError **error)
{
  if (!nadi_service_may_read (service, nadi_view_admitted_map (view), caller, NADI_READ_BLOB, cid))
    {
      g_set_error_literal (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_NOT_FOUND, "not there, or not allowed");
      return NULL;
    }
  return nadi_blobs_get (service->options.blobs, cid, error);
}

void
nadi_service_on_get_blob (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = identify_reader (service, request, view);
  g_autoptr (GBytes) blob = NULL;
  GError *error = NULL;

  if (caller == NULL)
    return;
  blob = read_blob (service, view, caller, nadi_http_request_segment (request), &error);
  if (blob != NULL)
    nadi_http_request_reply (request, 200, "application/octet-stream", blob, NULL);
  else if (g_error_matches (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      nadi_service_reply_not_found (request);
    }
  else
    nadi_service_reply_error (request, error);
}

typedef struct
{
  GPtrArray *blobs;          /* GBytes */
  GPtrArray *cids;           /* char * */
  GArray *items;             /* NadiRoomItem */
  gsize size;
} Cargo;

static void
cargo_init (Cargo *cargo)
{
  cargo->blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  cargo->cids = g_ptr_array_new_with_free_func (g_free);
  cargo->items = g_array_new (FALSE, FALSE, sizeof (NadiRoomItem));
}

static void
cargo_clear (Cargo *cargo)
{
  g_ptr_array_unref (cargo->blobs);
  g_ptr_array_unref (cargo->cids);
  g_array_unref (cargo->items);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cargo, cargo_clear)

static gboolean
take_block (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  Cargo *cargo = user_data;
  NadiRoomItem item = { nadi_cid_from_hash (hash), length };

  g_ptr_array_add (cargo->cids, (gpointer) item.cid);
  g_array_append_val (cargo->items, item);
  cargo->size += length;
  if (cargo->size > NADI_BLOBS_MAX_SIZE)
    {
      g_set_error_literal (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_TOO_LARGE, "more than 1 MiB of blocks");
      return FALSE;
    }
  g_ptr_array_add (cargo->blobs, g_bytes_new (data, length));
  return TRUE;
}

static void
reply_stored (NadiHttpRequest *request, guint n_stored)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "stored", n_stored);
  nadi_json_end_object (writer);
  nadi_service_reply_json (request, writer);
}

/* org NULL: the operator. */
static void
store_archive (NadiService *service, NadiHttpRequest *request, const char *org)
{
  g_auto (Cargo) cargo = { 0 };
  GBytes *body = nadi_http_request_body (request);
  const NadiRoomItem *items;
  GError *error = NULL;

  cargo_init (&cargo);
  if (!nadi_car_read (g_bytes_get_data (body, NULL), g_bytes_get_size (body), take_block, &cargo, NULL))
    {
      nadi_service_reply_malformed (request, "A CARv1 of at most 1 MiB of blocks, each with the address of its bytes.");
      return;
    }
  items = (const NadiRoomItem *) (gpointer) cargo.items->data;
  if (!take_room (service, request, org, items, cargo.items->len))
    return;
  if (nadi_blobs_put_many (service->options.blobs, (GBytes *const *) cargo.blobs->pdata, cargo.blobs->len, &error))
    reply_stored (request, cargo.blobs->len);
  else
    reply_not_stored (service, request, org, items, cargo.items->len, error);
}

void
nadi_service_on_put_blobs (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = identify_writer (service, request, view);

  if (caller != NULL)
    store_archive (service, request, caller->org);
}

/* The boxes of an organisation that the operator proposes come with its founding statement. */
void
nadi_service_on_operator_blobs (NadiHttpRequest *request, gpointer data)
{
  store_archive (data, request, NULL);
}

/* {"cids":[…]} and nothing else. (transfer full) */
static char **
parse_cids (GBytes *body)
{
  static const char *const members[] = { "cids", NULL };
  g_autoptr (JsonNode) node = NULL;
  char **cids = NULL;
  JsonObject *object;

  object = nadi_json_load_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), 1 << 20, &node, NULL);
  if (object == NULL || !nadi_json_only_members (object, members, NULL)
      || !nadi_json_get_strings (object, "cids", MAX_FETCH, &cids, NULL))
    return NULL;
  return cids;
}

/* What may not be read, is not there or is damaged is left out; what would make the answer too long is too, from there to the
 * end: whoever misses something asks for it alone. */
void
nadi_service_on_fetch_blobs (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = identify_reader (service, request, view);
  g_auto (GStrv) cids = NULL;
  g_autoptr (GByteArray) car = NULL;
  g_autoptr (GBytes) body = NULL;

  if (caller == NULL)
    return;
  cids = parse_cids (nadi_http_request_body (request));
  if (cids == NULL)
    {
      nadi_service_reply_malformed (request, "An object with cids, at most 1024 of them.");
      return;
    }
  car = nadi_car_new ();
  for (guint i = 0; cids[i] != NULL; i++)
    {
      g_autoptr (GBytes) blob = read_blob (service, view, caller, cids[i], NULL);

      if (blob == NULL)
        continue;
      if (car->len + g_bytes_get_size (blob) > MAX_FETCH_BYTES)
        break;
      nadi_car_add (car, g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
    }
  body = g_byte_array_free_to_bytes (g_steal_pointer (&car));
  nadi_http_request_reply (request, 200, "application/vnd.ipld.car", body, NULL);
}
