/* Events: signed once, read back strictly, kept as the bytes that were signed. */
#include "nadi-event.h"

#include <string.h>

#include "nadi-merkle.h"
#include "nadi-uuid.h"
#include "nadi-wire-private.h"

#define MAX_TYPE_LENGTH 64
#define MAX_ORIGIN_LENGTH 255
/* RFC 7493 §2.2: integers that every JSON reader gets right. */
#define MAX_NUMBER ((G_GINT64_CONSTANT (1) << 53) - 1)

struct _NadiEvent
{
  gatomicrefcount references;
  GBytes *bytes;
  NadiJws *jws; /* without its payload, which node has */
  JsonNode *node;
  JsonObject *payload; /* of node, as everything below */
  NadiActor actor;
  const char *type;
  const char *id;
  const char *origin;
  const char *device;
  gint64 seq;
  gint64 time;
  char *signer;
};

static gboolean
is_type (const char *type)
{
  gsize length = strspn (type, "abcdefghijklmnopqrstuvwxyz_.");
  return length > 0 && length <= MAX_TYPE_LENGTH && type[length] == '\0';
}

/* A member of the actor, borrowed from the tree. */
static gboolean
read_uuid (JsonObject *object, const char *member, char **value, GError **error)
{
  const char *text;
  if (!nadi_json_get_string (object, member, &text, error))
    return FALSE;
  if (!nadi_uuid_valid (text))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "An event's actor has an id that is none");
  *value = (char *) text;
  return TRUE;
}

static gboolean
read_actor (NadiEvent *event, GError **error)
{
  JsonObject *object;
  if (!nadi_json_get_object (event->payload, "actor", &object, error))
    return FALSE;

  NadiActor *actor = &event->actor;
  guint n = json_object_get_size (object);
  if (n == 2)
    {
      if (!read_uuid (object, "org", &actor->org, error)
          || !read_uuid (object, "staff", &actor->staff, error))
        return FALSE;
      event->signer = g_strconcat (actor->org, "/", actor->staff, NULL);
      return TRUE;
    }
  if (n == 1 && json_object_has_member (object, "patient"))
    {
      if (!read_uuid (object, "patient", &actor->patient, error))
        return FALSE;
      event->signer = g_strconcat ("patient/", actor->patient, NULL);
      return TRUE;
    }
  if (n == 1 && nadi_json_get_boolean (object, "operator", &actor->is_operator, NULL) && actor->is_operator)
    {
      event->signer = g_strdup ("operator");
      return TRUE;
    }
  return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "An event's actor is of no known kind");
}

static gboolean
read_common_members (NadiEvent *event, GError **error)
{
  JsonObject *payload = event->payload;
  if (!nadi_json_get_string (payload, "type", &event->type, error)
      || !nadi_json_get_string (payload, "id", &event->id, error)
      || !nadi_json_get_string (payload, "origin", &event->origin, error) || !read_actor (event, error)
      || !nadi_json_get_string (payload, "device", &event->device, error)
      || !nadi_json_get_int (payload, "seq", 0, MAX_NUMBER, &event->seq, error)
      || !nadi_json_get_int (payload, "time", 0, MAX_NUMBER, &event->time, error))
    return FALSE;

  gsize origin_length = strlen (event->origin);
  gboolean device_valid
      = event->actor.is_operator ? strcmp (event->device, "service") == 0 : nadi_uuid_valid (event->device);
  if (!is_type (event->type) || !nadi_uuid_valid (event->id) || !device_valid || origin_length == 0
      || origin_length > MAX_ORIGIN_LENGTH)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT,
                           "An event's common members are not what they must be");
  return TRUE;
}

NadiEvent *
nadi_event_parse (const char *jws, gsize length, GError **error)
{
  g_autoptr (NadiEvent) event = g_new0 (NadiEvent, 1);
  g_atomic_ref_count_init (&event->references);
  event->jws = nadi_jws_parse (jws, length, NADI_EVENT_MAX_SIZE, NADI_EVENT_TYP, error);
  if (event->jws == NULL)
    return NULL;
  event->payload = nadi_json_load_object (event->jws->payload, event->jws->payload_length,
                                          NADI_EVENT_MAX_SIZE, &event->node, error);
  if (event->payload == NULL || !read_common_members (event, error))
    return NULL;
  g_clear_pointer (&event->jws->payload, g_free);
  event->bytes = g_bytes_new (jws, length);
  return g_steal_pointer (&event);
}

NadiEvent *
nadi_event_ref (NadiEvent *event)
{
  g_atomic_ref_count_inc (&event->references);
  return event;
}

void
nadi_event_unref (NadiEvent *event)
{
  if (!g_atomic_ref_count_dec (&event->references))
    return;
  g_clear_pointer (&event->bytes, g_bytes_unref);
  g_clear_pointer (&event->jws, nadi_jws_free);
  g_clear_pointer (&event->node, json_node_unref);
  g_free (event->signer);
  g_free (event);
}

GBytes *
nadi_event_bytes (NadiEvent *event)
{
  return event->bytes;
}

const char *
nadi_event_type (NadiEvent *event)
{
  return event->type;
}

const char *
nadi_event_id (NadiEvent *event)
{
  return event->id;
}

const char *
nadi_event_origin (NadiEvent *event)
{
  return event->origin;
}

const NadiActor *
nadi_event_actor (NadiEvent *event)
{
  return &event->actor;
}

const char *
nadi_event_device (NadiEvent *event)
{
  return event->device;
}

gint64
nadi_event_seq (NadiEvent *event)
{
  return event->seq;
}

gint64
nadi_event_time (NadiEvent *event)
{
  return event->time;
}

const char *
nadi_event_kid (NadiEvent *event)
{
  return event->jws->kid;
}

JsonObject *
nadi_event_payload (NadiEvent *event)
{
  return event->payload;
}

const char *
nadi_event_signer (NadiEvent *event)
{
  return event->signer;
}

void
nadi_event_leaf_hash (NadiEvent *event, NadiHash *hash)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (event->bytes, &length);
  nadi_merkle_leaf (bytes, length, hash);
}

gboolean
nadi_event_verify (NadiEvent *event, const NadiVerifyKey *key, GError **error)
{
  return nadi_jws_verify (event->jws, g_bytes_get_data (event->bytes, NULL), key, error);
}

static void
write_actor (NadiJsonWriter *writer, const NadiActor *actor)
{
  nadi_json_name (writer, "actor");
  nadi_json_begin_object (writer);
  if (actor->is_operator)
    nadi_json_put_boolean (writer, "operator", TRUE);
  else if (actor->patient != NULL)
    nadi_json_put_string (writer, "patient", actor->patient);
  else
    {
      nadi_json_put_string (writer, "org", actor->org);
      nadi_json_put_string (writer, "staff", actor->staff);
    }
  nadi_json_end_object (writer);
}

NadiJsonWriter *
nadi_event_begin (const NadiEventHead *head, NadiRandom *random)
{
  g_autofree char *fresh = head->id == NULL ? nadi_random_uuid (random) : NULL;
  NadiJsonWriter *writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "type", head->type);
  nadi_json_put_string (writer, "id", fresh != NULL ? fresh : head->id);
  nadi_json_put_string (writer, "origin", head->origin);
  write_actor (writer, head->actor);
  nadi_json_put_string (writer, "device", head->device);
  nadi_json_put_int (writer, "seq", head->seq);
  nadi_json_put_int (writer, "time", head->time);
  return writer;
}

char *
nadi_event_sign (NadiJsonWriter *writer, NadiSigningKey *key, GError **error)
{
  g_autoptr (NadiJsonWriter) owned = writer;
  gsize length;
  nadi_json_end_object (writer);
  g_autofree char *payload = nadi_json_writer_finish (writer, &length);
  g_autofree char *jws = nadi_jws_sign (NADI_EVENT_TYP, key, payload, length);
  if (strlen (jws) > NADI_EVENT_MAX_SIZE)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "An event is too large");
      return NULL;
    }
  return g_steal_pointer (&jws);
}
