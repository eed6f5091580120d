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

/* Without the event of that id, and without those that lapsed, which are forgotten. id: NULL for none. */
static void
drop (NadiCall *call, NadiWaitingState *waiting, const char *id)
{
  NadiList left = { NULL, 0 };

  for (guint i = 0; i < waiting->events.n; i++)
    {
      const NadiWaitingEvent *event = NADI_ITEM (NadiWaitingEvent, waiting->events, i);

      if (g_strcmp0 (event->id, id) == 0 || nadi_call_lapsed (call, event->time))
        nadi_overlay_set (call->state, nadi_overlay_path (call->state, "pending", event->id, NULL), NULL);
      else
        left = nadi_list_with_item (call->state, left, event, sizeof *event);
    }
  waiting->events = left;
}

gboolean
nadi_call_lapsed (NadiCall *call, gint64 since)
{
  return call->time - since > NADI_PENDING_MS;
}

gboolean
nadi_call_let_wait (NadiCall *call, GError **error)
{
  const char *id = nadi_event_id (call->event), *list_key = waiting_key (call);
  const char *key = nadi_overlay_path (call->state, "pending", id, NULL);
  gsize length;
  const char *jws = g_bytes_get_data (nadi_event_bytes (call->event), &length);
  NadiPendingState pending = { call->time, { NULL, 0 }, nadi_overlay_copy (call->state, jws, length) };
  NadiWaitingEvent event = { id, call->time };
  NadiWaitingState waiting;

  nadi_overlay_forget (call->state);
  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The event is waiting already");
  if (!nadi_state_load_waiting_or_none (call->state, list_key, &waiting, error))
    return FALSE;
  drop (call, &waiting, NULL);
  if (waiting.events.n >= NADI_MAX_PENDING)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many of this signer's events are waiting");
  waiting.events = nadi_list_with_item (call->state, waiting.events, &event, sizeof event);
  save (call, list_key, &waiting);
  nadi_state_save_pending (call->state, key, &pending);
  return TRUE;
}

gboolean
nadi_call_end_waiting (NadiCall *call, NadiCall *approved, GError **error)
{
  const char *key = waiting_key (approved);
  NadiWaitingState waiting;
  guint n;

  if (!nadi_state_load_waiting_or_none (call->state, key, &waiting, error))
    return FALSE;
  n = waiting.events.n;
  drop (call, &waiting, nadi_event_id (approved->event));
  if (waiting.events.n == n)
    return nadi_state_damaged (error);
  save (call, key, &waiting);
  return TRUE;
}
