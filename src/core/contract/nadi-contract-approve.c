/* Acts that need more than one: the event that waits, and the approvals that let it count. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"

guint
nadi_net_validators_of (const NadiNetState *net, const char *org)
{
  guint n = 0;

  for (guint i = 0; i < net->validators.n; i++)
    n += g_str_equal (NADI_ITEM (NadiValidatorState, net->validators, i)->org, org);
  return n;
}

/* The organisation of an "<org>/<staff>" of the state. */
static const char *
org_of (NadiCall *call, const char *signer)
{
  return nadi_overlay_copy (call->state, signer, strcspn (signer, "/"));
}

/* enough: whether the approvals, this one among them, are as many as the event wants. */
static gboolean
count_validators (NadiCall *call, const NadiCall *waiting, NadiList approvals, gboolean *enough, GError **error)
{
  guint n_orgs = 0, n_validators = 0;
  NadiNetState net;

  if (!nadi_call_require_role (call, NADI_STAFF_ADMINISTRATOR, error)
      || !nadi_state_load_net (call->state, "net", &net, error))
    return FALSE;
  if (nadi_net_validators_of (&net, call->org) == 0)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The organisation runs no validator");
  if (g_strcmp0 (call->org, waiting->concerns) == 0)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The event is about the organisation itself");
  for (guint i = 0; i < approvals.n; i++)
    {
      const char *org = org_of (call, NADI_TEXT (approvals, i));

      if (i + 1 < approvals.n && g_str_equal (org, call->org))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The organisation has approved");
      /* One that no longer runs a validator does not count any more. */
      n_orgs += nadi_net_validators_of (&net, org) > 0;
      n_validators += nadi_net_validators_of (&net, org);
    }
  *enough = waiting->wants == NADI_APPROVAL_QUORUM ? n_validators >= net.quorum : n_orgs >= 2;
  return TRUE;
}

/* Whoever opens a shelf of a stranger's chart knows nothing of who that is: only those who registered a patient do. */
static gboolean
check_registrar (NadiCall *call, const NadiCall *waiting, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "patient", waiting->actor->patient, NULL);
  NadiPatientState patient;

  if (!nadi_call_require_role (call, NADI_STAFF_DESK, error)
      || !nadi_state_load_patient (call->state, key, &patient, error))
    return FALSE;
  if (!g_str_equal (patient.org, call->org))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The organisation has not registered this patient");
  return TRUE;
}

/* Never the author: whose events wait for a colleague has been removed and approves nothing. */
static gboolean
check_colleague (NadiCall *call, const NadiCall *waiting, GError **error)
{
  if (!g_str_equal (call->org, waiting->org))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Another organisation's event");
  return TRUE;
}

static gboolean
check_approver (NadiCall *call, const NadiCall *waiting, NadiList approvals, gboolean *enough, GError **error)
{
  *enough = TRUE;
  switch (waiting->wants)
    {
    case NADI_APPROVAL_TWO_VALIDATORS:
    case NADI_APPROVAL_QUORUM:
      return count_validators (call, waiting, approvals, enough, error);
    case NADI_APPROVAL_REGISTRAR:
      return check_registrar (call, waiting, error);
    case NADI_APPROVAL_COLLEAGUE:
      return check_colleague (call, waiting, error);
    case NADI_APPROVAL_NONE:
    default:
      return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The event is overtaken and no longer wants approval");
    }
}

/* The rules of the event that waits, at this block's time, in an overlay of its own. A countersigner does what the
 * author did: the roles that count are the countersigner's. */
static gboolean
judge_waiting (NadiCall *call, NadiCall *waiting, GError **error)
{
  const NadiEventType *type = nadi_event_type_of (waiting->event, NULL);

  if (type == NULL)
    return nadi_state_damaged (error);
  if (!nadi_call_load_waiting (waiting, type, error))
    return FALSE;
  if (waiting->wants == NADI_APPROVAL_COLLEAGUE)
    waiting->roles = call->roles;
  return nadi_call_require_role (waiting, type->roles, error) && type->apply (waiting, error);
}

static void
take_over (NadiCall *call, NadiCall *waiting)
{
  g_autoptr (GPtrArray) changes = nadi_overlay_take_changes (waiting->state);

  for (guint i = 0; i < changes->len; i++)
    {
      NadiChange *change = g_ptr_array_index (changes, i);

      nadi_overlay_set (call->state, change->key, g_steal_pointer (&change->value));
    }
  call->late = call->late || waiting->late;
}

static gboolean
approve (NadiCall *call, NadiCall *waiting, const char *key, NadiPendingState *pending, GError **error)
{
  gboolean enough;

  if (!judge_waiting (call, waiting, error))
    return FALSE;
  pending->approvals = nadi_list_with_text (call->state, pending->approvals, nadi_event_signer (call->event));
  if (!check_approver (call, waiting, pending->approvals, &enough, error))
    return FALSE;
  for (guint i = 0; i < waiting->streams->len; i++)
    g_ptr_array_add (call->streams, g_strdup (g_ptr_array_index (waiting->streams, i)));
  if (!enough)
    {
      nadi_state_save_pending (call->state, key, pending);
      return TRUE;
    }
  take_over (call, waiting);
  return nadi_call_end_waiting (call, waiting, error);
}

gboolean
nadi_apply_approve (NadiCall *call, GError **error)
{
  g_autoptr (NadiOverlay) overlay = NULL;
  g_autoptr (NadiEvent) event = NULL;
  NadiPendingState pending;
  const char *id, *key;
  gboolean approved;
  NadiCall waiting;

  if (!nadi_form_uuid (call, "event", &id, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "pending", id, NULL);
  if (!nadi_state_load_pending (call->state, key, &pending, error))
    return FALSE;
  if (nadi_call_lapsed (call, pending.time))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The event has waited too long");
  event = nadi_event_parse (pending.event, strlen (pending.event), NULL);
  if (event == NULL)
    return nadi_state_damaged (error);
  overlay = nadi_overlay_new_over (call->state);
  nadi_call_init (&waiting, overlay, event, call->time, call->height);
  approved = approve (call, &waiting, key, &pending, error);
  nadi_call_clear (&waiting);
  return approved;
}
