/* The way of every event: form, network, signer, sequence, the rules of its type, then its changes or its waiting. */
#include "nadi-contract.h"

#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-stream-head.h"

G_DEFINE_QUARK (nadi-contract-error-quark, nadi_contract_error)

const char *
nadi_contract_error_word (const GError *error)
{
  if (error == NULL || error->domain != NADI_CONTRACT_ERROR)
    return "form";
  switch (error->code)
    {
    case NADI_CONTRACT_ERROR_ORIGIN:
      return "origin";
    case NADI_CONTRACT_ERROR_SIGNER:
      return "signer";
    case NADI_CONTRACT_ERROR_DEVICE:
      return "device";
    case NADI_CONTRACT_ERROR_SEQ:
      return "seq";
    case NADI_CONTRACT_ERROR_ROLE:
      return "role";
    case NADI_CONTRACT_ERROR_OWNER:
      return "owner";
    case NADI_CONTRACT_ERROR_UNKNOWN:
      return "unknown";
    case NADI_CONTRACT_ERROR_EXISTS:
      return "exists";
    case NADI_CONTRACT_ERROR_EPOCH:
      return "epoch";
    case NADI_CONTRACT_ERROR_RECIPIENT:
      return "recipient";
    case NADI_CONTRACT_ERROR_STATE:
      return "state";
    case NADI_CONTRACT_ERROR_LIMIT:
      return "limit";
    case NADI_CONTRACT_ERROR_DAMAGED:
      return "damaged";
    default:
      return "form";
    }
}

void
nadi_verdict_free (NadiVerdict *verdict)
{
  if (verdict == NULL)
    return;
  g_clear_pointer (&verdict->changes, g_ptr_array_unref);
  g_clear_pointer (&verdict->streams, g_ptr_array_unref);
  g_free (verdict);
}

/* Before genesis there is nothing to belong to; after it there is one origin. */
static gboolean
check_origin (NadiCall *call, GError **error)
{
  gboolean is_genesis = g_str_equal (nadi_event_type (call->event), "network.genesis");
  g_autoptr (GError) found = NULL;
  const char *origin;

  if (!nadi_state_load_origin (call->state, &origin, &found))
    {
      if (!g_error_matches (found, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_UNKNOWN))
        {
          g_propagate_error (error, g_steal_pointer (&found));
          return FALSE;
        }
      if (is_genesis && call->height == 0)
        return TRUE;
      return nadi_refuse (error, NADI_CONTRACT_ERROR_ORIGIN, "The network has no genesis yet");
    }
  if (!g_str_equal (origin, nadi_event_origin (call->event)))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_ORIGIN, "Made for another network");
  if (is_genesis)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The network has its genesis");
  return TRUE;
}

static const char *
seq_key (NadiCall *call)
{
  return nadi_overlay_path (call->state, "seq", nadi_event_signer (call->event), nadi_event_device (call->event), NULL);
}

static gboolean
check_seq (NadiCall *call, GError **error)
{
  gint64 last;

  if (!nadi_state_load_count (call->state, seq_key (call), &last, error))
    return FALSE;
  if (nadi_event_seq (call->event) <= last)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SEQ, "Not above the last of this signer and device");
  return TRUE;
}

/* So that nadi_verdict_apply() can't meet a damaged one. */
static gboolean
check_heads (NadiCall *call, GError **error)
{
  for (guint i = 0; i < call->streams->len; i++)
    {
      GBytes *head = nadi_overlay_get (call->state, g_ptr_array_index (call->streams, i));

      if (head != NULL && g_bytes_get_size (head) != NADI_STREAM_HEAD_SIZE)
          return nadi_state_damaged (error);
    }
  return TRUE;
}

static gboolean
judge (NadiCall *call, const NadiVerifyKey *verified, GError **error)
{
  const NadiEventType *type = nadi_event_type_of (call->event, error);

  if (type == NULL || !check_origin (call, error) || !nadi_call_check_signer (call, type, verified, error)
      || !check_seq (call, error) || !nadi_call_require_role (call, type->roles, error) || !type->apply (call, error))
    return FALSE;
  if (call->wants != NADI_APPROVAL_NONE && !nadi_call_let_wait (call, error))
    return FALSE;
  nadi_state_save_count (call->state, seq_key (call), nadi_event_seq (call->event));
  return check_heads (call, error);
}

NadiVerdict *
nadi_contract_apply (NadiMap *state, NadiEvent *event, const NadiVerifyKey *verified, gint64 time, gint64 height,
                     GError **error)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  NadiVerdict *verdict = NULL;
  NadiCall call;

  nadi_call_init (&call, overlay, event, time, height);
  if (judge (&call, verified, error))
    {
      verdict = g_new0 (NadiVerdict, 1);
      verdict->changes = nadi_overlay_take_changes (overlay);
      verdict->streams = g_steal_pointer (&call.streams);
      verdict->late = call.late;
    }
  nadi_call_clear (&call);
  return verdict;
}

static void
step_stream (NadiMap *state, const char *stream, const NadiHash *leaf)
{
  GBytes *value = nadi_map_lookup (state, stream);
  guint8 out[NADI_STREAM_HEAD_SIZE];
  NadiStreamHead head;

  if (value == NULL
      || !nadi_stream_head_decode (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &head))
    nadi_stream_start (stream, &head);
  nadi_stream_step (&head, leaf);
  nadi_stream_head_encode (&head, out);
  value = g_bytes_new (out, sizeof out);
  nadi_map_set (state, stream, value);
  g_bytes_unref (value);
}

void
nadi_verdict_apply (NadiVerdict *verdict, NadiMap *state, const NadiHash *leaf)
{
  for (guint i = 0; i < verdict->changes->len; i++)
    {
      NadiChange *change = g_ptr_array_index (verdict->changes, i);

      nadi_map_set (state, change->key, change->value);
    }
  for (guint i = 0; i < verdict->streams->len; i++)
    step_stream (state, g_ptr_array_index (verdict->streams, i), leaf);
}
