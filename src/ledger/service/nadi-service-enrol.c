/* Enrolment mailboxes (src/DESIGN.md "Enrolment"): a place for one request and one reply, both authenticated by a code that
 * the service never sees. They lie in the store's area of keys: enrol/<id>, enrol/<id>/request, enrol/<id>/reply. */
#include <string.h>

#include "nadi-service-private.h"

#define MAX_LIFE_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)
#define ID_LENGTH 32
#define MAX_OPEN_PER_ORG 64
#define PREFIX "enrol/"

typedef struct
{
  char *org;
  gint64 expires;            /* Unix milliseconds */
} Mailbox;

static void
mailbox_clear (Mailbox *mailbox)
{
  g_free (mailbox->org);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mailbox, mailbox_clear)

static gboolean
id_fits (const char *id)
{
  return id != NULL && strlen (id) == ID_LENGTH && strspn (id, "0123456789abcdef") == ID_LENGTH;
}

static gboolean
parse_mailbox (GBytes *stored, Mailbox *mailbox)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), 4096, &node, NULL);
  const char *org;

  if (object == NULL || !nadi_json_get_string (object, "org", &org, NULL)
      || !nadi_json_get_int (object, "expires", 0, G_MAXINT64, &mailbox->expires, NULL))
    return FALSE;
  mailbox->org = g_strdup (org);
  return TRUE;
}

static GBytes *
print_mailbox (const char *org, gint64 expires)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gsize length = 0;
  char *json;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "org", org);
  nadi_json_put_int (writer, "expires", expires);
  nadi_json_end_object (writer);
  json = nadi_json_writer_finish (writer, &length);
  return g_bytes_new_take (json, length);
}

/* 1 open, 0 no such mailbox (or its time is over), -1 and an error. */
static int
load_mailbox (NadiService *service, const char *id, Mailbox *mailbox, GError **error)
{
  g_autofree char *key = g_strconcat (PREFIX, id, NULL);
  g_autoptr (GBytes) stored = NULL;

  if (!id_fits (id))
    return 0;
  if (!nadi_store_get (service->options.store, key, &stored, error))
    return -1;
  return stored != NULL && parse_mailbox (stored, mailbox)
         && mailbox->expires > nadi_clock_now (service->options.clock);
}

/* Drops what is over; counts what this organisation still has open. */
static gboolean
sweep (NadiService *service, const char *org, guint *open, GError **error)
{
  NadiStore *store = service->options.store;
  g_auto (GStrv) keys = nadi_store_list (store, PREFIX, error);

  *open = 0;
  if (keys == NULL)
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *id = keys[i] + strlen (PREFIX);
      g_auto (Mailbox) mailbox = { 0 };
      g_autofree char *request = g_strconcat (keys[i], "/request", NULL);
      g_autofree char *reply = g_strconcat (keys[i], "/reply", NULL);
      const NadiStoreItem items[] = { { keys[i] }, { request }, { reply } };
      const NadiStoreBatch batch = { .items = items, .n_items = G_N_ELEMENTS (items) };
      int found;

      if (strchr (id, '/') != NULL)
        continue;
      found = load_mailbox (service, id, &mailbox, error);
      if (found < 0 || (found == 0 && !nadi_store_commit (store, &batch, error)))
        return FALSE;
      *open += found > 0 && g_str_equal (mailbox.org, org);
    }
  return TRUE;
}

/* {"id":…,"expires":ms} */
static gboolean
parse_opening (GBytes *body, gint64 now, char **id, gint64 *expires)
{
  static const char *const members[] = { "id", "expires", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *text;

  object = nadi_json_load_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), 4096, &node, NULL);
  if (object == NULL || !nadi_json_only_members (object, members, NULL)
      || !nadi_json_get_string (object, "id", &text, NULL) || !id_fits (text)
      || !nadi_json_get_int (object, "expires", now + 1, now + MAX_LIFE_MS, expires, NULL))
    return FALSE;
  *id = g_strdup (text);
  return TRUE;
}

/* Once per key: 204, or 409 when there is one already. */
static void
put_once (NadiService *service, NadiHttpRequest *request, const char *key, GBytes *value)
{
  GError *error = NULL;

  if (nadi_store_put_once (service->options.store, key, value, &error))
    {
      nadi_watch_poke (service->watch);
      nadi_http_request_reply (request, 204, NULL, NULL, NULL);
    }
  else if (g_error_matches (error, NADI_STORE_ERROR, NADI_STORE_ERROR_EXISTS))
    {
      g_error_free (error);
      nadi_http_request_reply_problem (request, 409, "exists", "This mailbox has been used.",
                                       "Begin again with a new code.", NULL);
    }
  else
    nadi_service_reply_error (request, error);
}

void
nadi_service_on_open_mailbox (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_ONCE);
  g_autofree char *id = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GBytes) value = NULL;
  GError *error = NULL;
  gint64 expires;
  guint open;

  if (caller == NULL)
    return;
  if (!parse_opening (nadi_http_request_body (request), nadi_clock_now (service->options.clock), &id, &expires))
    {
      nadi_service_reply_malformed (request, "id and expires, at most seven days from now.");
      return;
    }
  if (!sweep (service, caller->org, &open, &error))
    {
      nadi_service_reply_error (request, error);
      return;
    }
  if (open >= MAX_OPEN_PER_ORG)
    {
      nadi_service_reply_later (request, 429, "too-many-mailboxes", "This organisation has too many codes open.", 3600);
      return;
    }
  key = g_strconcat (PREFIX, id, NULL);
  value = print_mailbox (caller->org, expires);
  put_once (service, request, key, value);
}

/* {"body":"…","mac":"…"}: form only, for the service has no key. */
static gboolean
is_message (GBytes *body)
{
  static const char *const members[] = { "body", "mac", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *text;

  object = nadi_json_load_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), 8192, &node, NULL);
  return object != NULL && nadi_json_only_members (object, members, NULL)
         && nadi_json_get_string (object, "body", &text, NULL) && nadi_json_get_string (object, "mac", &text, NULL);
}

/* org NULL: anyone. FALSE: answered. */
static gboolean
find_mailbox (NadiService *service, NadiHttpRequest *request, const char *org)
{
  g_auto (Mailbox) mailbox = { 0 };
  GError *error = NULL;
  int found = load_mailbox (service, nadi_http_request_segment (request), &mailbox, &error);

  if (found > 0 && (org == NULL || g_str_equal (mailbox.org, org)))
    return TRUE;
  if (found < 0)
    nadi_service_reply_error (request, error);
  else
    nadi_service_reply_not_found (request);
  return FALSE;
}

static void
put_message (NadiService *service, NadiHttpRequest *request, const char *label)
{
  g_autofree char *key = g_strconcat (PREFIX, nadi_http_request_segment (request), "/", label, NULL);

  if (is_message (nadi_http_request_body (request)))
    put_once (service, request, key, nadi_http_request_body (request));
  else
    nadi_service_reply_malformed (request, "An object with body and mac.");
}

/* key: of the message that is waited for. */
static gboolean
try_message (NadiService *service, NadiHttpRequest *request, gpointer key, gboolean last)
{
  g_autoptr (GBytes) message = NULL;
  GError *error = NULL;

  if (!nadi_store_get (service->options.store, key, &message, &error))
    nadi_service_reply_error (request, error);
  else if (message != NULL)
    nadi_http_request_reply (request, 200, "application/json", message, NULL);
  else if (last)
    nadi_http_request_reply_problem (request, 409, "not-yet", "The other side has not written yet.", NULL, NULL);
  else
    return FALSE;
  return TRUE;
}

static void
get_message (NadiService *service, NadiHttpRequest *request, const char *label)
{
  static const char *const parameters[] = { "wait", NULL };
  guint64 wait;

  if (!nadi_http_request_only_parameters (request, parameters, NULL)
      || !nadi_http_request_parameter_number (request, "wait", G_MAXINT32, 0, &wait))
    nadi_service_reply_malformed (request, "wait in milliseconds.");
  else
    nadi_watch_wait (service->watch, request, try_message,
                     g_strconcat (PREFIX, nadi_http_request_segment (request), "/", label, NULL), g_free, wait);
}

void
nadi_service_on_put_enrol_request (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;

  if (nadi_service_admit_unsigned (service, request) && find_mailbox (service, request, NULL))
    put_message (service, request, "request");
}

void
nadi_service_on_get_enrol_request (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_READS);

  if (caller != NULL && find_mailbox (service, request, caller->org))
    get_message (service, request, "request");
}

void
nadi_service_on_put_enrol_reply (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_ONCE);

  if (caller != NULL && find_mailbox (service, request, caller->org))
    put_message (service, request, "reply");
}

void
nadi_service_on_get_enrol_reply (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;

  if (nadi_service_admit_unsigned (service, request) && find_mailbox (service, request, NULL))
    get_message (service, request, "reply");
}
