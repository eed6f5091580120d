/* Events that wait for approval: who has how many of them, and what has waited too long. */
#include <string.h>

#include "nadi-contract-call.h"

/* Claims are made by anyone with a key of their own, so they are counted where they are posted: nobody uses up a patient's. */
static const char *
waiting_key (NadiCall *call)
{
  const char *who = call->actor->patient != NULL ? call->org : nadi_event_signer (call->event);

  return nadi_overlay_path (call->state, "waiting", who, NULL);
}

static void
save (NadiCall *call, const char *key, const NadiWaitingState *waiting)
{
  if (waiting->events.n == 0)
    nadi_overlay_set (call->state, key, NULL);
  else
    nadi_state_save_waiting (call->state, key, waiting);
}

gboolean
nadi_call_lapsed (NadiCall *call, gint64 since)
{
  return call->time - since > NADI_PENDING_MS;
}

static gboolean
release_blobs (NadiCall *call, const char *id, NadiList blobs, GError **error)
{
  for (guint i = 0; i < blobs.n; i++)
    {
      const char *key = nadi_overlay_path (call->state, "blob", NADI_TEXT (blobs, i), NULL);
      NadiBlobState blob;

      if (!nadi_overlay_has (call->state, key))
        continue;
      if (!nadi_state_load_blob (call->state, key, &blob, error))
        return FALSE;
      /* Otherwise another event has named it since, which counts or waits still. */
      if (g_strcmp0 (blob.waiting, id) == 0)
        nadi_overlay_set (call->state, key, NULL);
    }
  return TRUE;
}

static gboolean
forget_lapsed (NadiCall *call, const char *id, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "pending", id, NULL);
  NadiPendingState pending;

  if (!nadi_overlay_has (call->state, key))
    return nadi_state_damaged (error);
  if (!nadi_state_load_pending (call->state, key, &pending, error) || !release_blobs (call, id, pending.blobs, error))
    return FALSE;
  nadi_overlay_set (call->state, key, NULL);
  return TRUE;
}

/* Takes those that lapsed off the list. */
static gboolean
drop_lapsed (NadiCall *call, NadiWaitingState *waiting, GError **error)
{
  NadiList left = { NULL, 0 };

  for (guint i = 0; i < waiting->events.n; i++)
    {
      const NadiWaitingEvent *event = NADI_ITEM (NadiWaitingEvent, waiting->events, i);

      if (!nadi_call_lapsed (call, event->time))
        left = nadi_list_with_item (call->state, left, event, sizeof *event);
      else if (!forget_lapsed (call, event->id, error))
        return FALSE;
    }
  waiting->events = left;
  return TRUE;
}

/* changes: what the event would have changed; of these the content addresses stay its owner's, marked with its id. */
static gboolean
hold_blobs (NadiCall *call, GPtrArray *changes, NadiPendingState *pending, GError **error)
{
  static const char prefix[] = "blob/";

  for (guint i = 0; i < changes->len; i++)
    {
      NadiChange *change = g_ptr_array_index (changes, i);
      NadiBlobState blob;

      if (!g_str_has_prefix (change->key, prefix))
        continue;
      nadi_overlay_set (call->state, change->key, g_bytes_ref (change->value));
      if (!nadi_state_load_blob (call->state, change->key, &blob, error))
        return FALSE;
      blob.waiting = nadi_event_id (call->event);
      nadi_state_save_blob (call->state, change->key, &blob);
      pending->blobs = nadi_list_with_text (call->state, pending->blobs, change->key + sizeof prefix - 1);
    }
  return TRUE;
}

gboolean
nadi_call_let_wait (NadiCall *call, GError **error)
{
  const char *id = nadi_event_id (call->event), *list_key = waiting_key (call);
  const char *key = nadi_overlay_path (call->state, "pending", id, NULL);
  gsize length;
  const char *jws = g_bytes_get_data (nadi_event_bytes (call->event), &length);
  NadiPendingState pending = { .time = call->time, .event = nadi_overlay_copy (call->state, jws, length) };
  g_autoptr (GPtrArray) changes = nadi_overlay_take_changes (call->state);
  NadiWaitingEvent event = { id, call->time };
  NadiWaitingState waiting;

  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The event is waiting already");
  if (!nadi_state_load_waiting_or_none (call->state, list_key, &waiting, error)
      || !drop_lapsed (call, &waiting, error))
    return FALSE;
  if (waiting.events.n >= NADI_MAX_PENDING)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many of this signer's events are waiting");
  if (!hold_blobs (call, changes, &pending, error))
    return FALSE;
  waiting.events = nadi_list_with_item (call->state, waiting.events, &event, sizeof event);
  save (call, list_key, &waiting);
  nadi_state_save_pending (call->state, key, &pending);
  return TRUE;
}

gboolean
nadi_call_end_waiting (NadiCall *call, NadiCall *approved, GError **error)
{
  const char *key = waiting_key (approved), *id = nadi_event_id (approved->event);
  NadiWaitingState waiting;
  NadiList left = { NULL, 0 };

  if (!nadi_state_load_waiting_or_none (call->state, key, &waiting, error))
    return FALSE;
  for (guint i = 0; i < waiting.events.n; i++)
    {
      const NadiWaitingEvent *event = NADI_ITEM (NadiWaitingEvent, waiting.events, i);

      if (!g_str_equal (event->id, id))
        left = nadi_list_with_item (call->state, left, event, sizeof *event);
    }
  if (left.n == waiting.events.n)
    return nadi_state_damaged (error);
  waiting.events = left;
  save (call, key, &waiting);
  nadi_overlay_set (call->state, nadi_overlay_path (call->state, "pending", id, NULL), NULL);
  return TRUE;
}

NadiEvent *
nadi_contract_pending (NadiMap *state, const char *id)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  NadiPendingState pending;

  if (!nadi_state_load_pending (overlay, nadi_overlay_path (overlay, "pending", id, NULL), &pending, NULL))
    return NULL;
  return nadi_event_parse (pending.event, strlen (pending.event), NULL);
}
