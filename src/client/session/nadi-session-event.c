/* Transactions, and events on their way into the outbox. */
#include "nadi-session-index.h"
#include "nadi-session-write.h"

#include <string.h>

gboolean
nadi_session_write_begin (NadiSession *self, GError **error)
{
  return nadi_cache_begin (self->cache, error);
}

gboolean
nadi_session_write_end (NadiSession *self, gboolean good, GError **error)
{
  if (!good)
    {
      nadi_cache_rollback (self->cache);
      g_hash_table_remove_all (self->changed);
      return FALSE;
    }
  if (!nadi_cache_commit (self->cache, error))
    {
      g_hash_table_remove_all (self->changed);
      return FALSE;
    }
  nadi_session_index_flush (self);
  nadi_session_count (self);
  return TRUE;
}

NadiJsonWriter *
nadi_session_event_begin (NadiSession *self, const char *type, char **id, GError **error)
{
  const NadiActor actor = { .org = self->org, .staff = self->staff };
  NadiEventHead head = { .type = type, .origin = self->network->origin, .actor = &actor, .device = self->device };

  if (!nadi_outbox_next_seq (self->outbox, &head.seq, error))
    return NULL;
  *id = nadi_random_uuid (self->random);
  head.id = *id;
  head.time = nadi_session_now (self);
  return nadi_event_begin (&head, self->random);
}

gboolean
nadi_session_event_end (NadiSession *self, NadiJsonWriter *writer, const char *id, const NadiWritePurpose *purpose, GError **error)
{
  g_autofree char *jws = nadi_event_sign (writer, self->bundle->sign, error);
  g_autoptr (GBytes) event = NULL;
  NadiOutboxItem item = { 0 };

  if (jws == NULL)
    return FALSE;
  event = g_bytes_new (jws, strlen (jws));
  item.event_id = (char *) id;
  item.event = event;
  item.form = (char *) purpose->form;
  item.patient = (char *) purpose->patient;
  item.compartment = purpose->compartment;
  item.typed = purpose->typed;
  item.cids = (char **) purpose->cids;
  return nadi_outbox_add (self->outbox, &item, error);
}

/* Own members, in the order in which they were signed. */
static void
copy_members (NadiJsonWriter *writer, JsonObject *payload)
{
  static const char *const common[] = { "type", "id", "origin", "actor", "device", "seq", "time", NULL };
  g_autoptr (GList) members = json_object_get_members (payload);

  for (GList *at = members; at != NULL; at = at->next)
    {
      g_autofree char *text = NULL;

      if (g_strv_contains (common, at->data))
        continue;
      text = json_to_string (json_object_get_member (payload, at->data), FALSE);
      nadi_json_put_raw (writer, at->data, text);
    }
}

gboolean
nadi_session_is_own (NadiSession *self, NadiEvent *event)
{
  return g_strcmp0 (nadi_event_signer (event), self->signer) == 0;
}

char *
nadi_session_event_again (NadiSession *self, NadiEvent *event, GError **error)
{
  NadiEventHead head = { .type = nadi_event_type (event), .id = nadi_event_id (event), .origin = nadi_event_origin (event),
                         .actor = nadi_event_actor (event), .device = nadi_event_device (event), .time = nadi_event_time (event) };
  NadiJsonWriter *writer;

  if (!nadi_outbox_next_seq (self->outbox, &head.seq, error))
    return NULL;
  writer = nadi_event_begin (&head, self->random);
  copy_members (writer, nadi_event_payload (event));
  return nadi_event_sign (writer, self->bundle->sign, error);
}
