/* Who signed: the key that must have, and whether that person and device still may. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-jwk.h"

/* A key that the state holds. */
static gboolean
decode_key (const char *text, NadiVerifyKey *key, GError **error)
{
  if (nadi_base64url_decode_into (text, -1, key->bytes, sizeof key->bytes, NULL))
    return TRUE;
  return nadi_state_damaged (error);
}

/* An unknown signer is a matter of who signs, not of what the event names. */
static gboolean
rename_unknown (GError **error, GError *found, NadiContractError code, const char *why)
{
  if (g_error_matches (found, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_UNKNOWN))
    {
      g_error_free (found);
      return nadi_refuse (error, code, why);
    }
  g_propagate_error (error, found);
  return FALSE;
}

static gboolean
load_staff (NadiOverlay *state, const NadiActor *actor, NadiStaffState *staff, GError **error)
{
  g_autoptr (GError) found = NULL;

  if (nadi_state_load_staff (state, nadi_overlay_path (state, "staff", actor->org, actor->staff, NULL), staff, &found))
    return TRUE;
  return rename_unknown (error, g_steal_pointer (&found), NADI_CONTRACT_ERROR_SIGNER, "The signer is not known");
}

/* An unclaimed chart's first keys sign for themselves; they count when a desk has approved. */
static gboolean
patient_key_text (NadiOverlay *state, NadiEvent *event, const char **text, GError **error)
{
  const char *key = nadi_overlay_path (state, "patient", nadi_event_actor (event)->patient, NULL);
  g_autoptr (GError) found = NULL;
  NadiPatientState patient;

  if (!nadi_state_load_patient (state, key, &patient, &found))
    return rename_unknown (error, g_steal_pointer (&found), NADI_CONTRACT_ERROR_SIGNER, "The signer is not known");
  *text = patient.sign;
  if (*text != NULL)
    return TRUE;
  if (!g_str_equal (nadi_event_type (event), "patient.update"))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The patient has no keys yet");
  if (!nadi_json_get_string (nadi_event_payload (event), "sign", text, NULL) || !nadi_form_valid_hash (*text))
    return nadi_form_error (error, "sign");
  return TRUE;
}

static gboolean
operator_key_text (NadiOverlay *state, NadiEvent *event, const char **text, GError **error)
{
  NadiNetState net;

  if (nadi_overlay_has (state, "net"))
    {
      if (!nadi_state_load_net (state, "net", &net, error))
        return FALSE;
      *text = net.op;
      return TRUE;
    }
  if (!g_str_equal (nadi_event_type (event), "network.genesis"))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The network has no operator yet");
  if (!nadi_json_get_string (nadi_event_payload (event), "operator", text, NULL) || !nadi_form_valid_hash (*text))
    return nadi_form_error (error, "operator");
  return TRUE;
}

static gboolean
key_text (NadiOverlay *state, NadiEvent *event, const char **text, GError **error)
{
  const NadiActor *actor = nadi_event_actor (event);
  NadiStaffState staff;

  if (actor->is_operator)
    return operator_key_text (state, event, text, error);
  if (actor->patient != NULL)
    return patient_key_text (state, event, text, error);
  if (!load_staff (state, actor, &staff, error))
    return FALSE;
  *text = staff.sign;
  return TRUE;
}

gboolean
nadi_contract_signer_key (NadiMap *state, NadiEvent *event, NadiVerifyKey *key, GError **error)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  const char *text;

  return key_text (overlay, event, &text, error) && decode_key (text, key, error);
}

static gboolean
check_key (const char *text, const NadiVerifyKey *verified, GError **error)
{
  NadiVerifyKey key;

  if (!decode_key (text, &key, error))
    return FALSE;
  if (memcmp (key.bytes, verified->bytes, sizeof key.bytes) != 0)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "Signed with a key that is not the signer's");
  return TRUE;
}

static gboolean
check_org (NadiCall *call, GError **error)
{
  g_autoptr (GError) found = NULL;
  NadiOrgState org;

  if (!nadi_state_load_org (call->state, nadi_overlay_path (call->state, "org", call->org, NULL), &org, &found))
    return rename_unknown (error, g_steal_pointer (&found), NADI_CONTRACT_ERROR_SIGNER, "The organisation is not known");
  if (!g_str_equal (org.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The organisation is suspended");
  return TRUE;
}

static gboolean
check_device (NadiCall *call, const NadiEventType *type, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "device", call->org, nadi_event_device (call->event), NULL);
  g_autoptr (GError) found = NULL;
  NadiDeviceState device;

  if (!nadi_state_load_device (call->state, key, &device, &found))
    return rename_unknown (error, g_steal_pointer (&found), NADI_CONTRACT_ERROR_DEVICE, "The device is not known");
  if (g_str_equal (device.status, NADI_STATUS_ACTIVE))
    return TRUE;
  if (device.compromised != NADI_NO_TIME || !type->offline || call->time - device.removed > NADI_LATE_MS)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_DEVICE, "The device has been removed");
  call->late = TRUE;
  return TRUE;
}

/* What someone did before they were removed is not thrown away, unless their key was stolen. */
static gboolean
check_removed (NadiCall *call, const NadiEventType *type, const NadiStaffState *staff, GError **error)
{
  gboolean offline = FALSE;

  if (staff->compromised != NADI_NO_TIME || !type->offline || call->time - staff->removed > NADI_LATE_MS)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The signer has been removed");
  call->late = TRUE;
  if (g_str_equal (type->type, "access.read"))
    {
      if (!nadi_json_get_boolean (call->payload, "offline", &offline, NULL) || !offline)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The signer has been removed");
      return TRUE;
    }
  call->countersigned = TRUE;
  call->wants = NADI_APPROVAL_COLLEAGUE;
  return TRUE;
}

static gboolean
load_roles (NadiCall *call, const NadiStaffState *staff, GError **error)
{
  if (nadi_roles_from_list (staff->roles, &call->roles))
    return TRUE;
  return nadi_state_damaged (error);
}

static gboolean
check_staff (NadiCall *call, const NadiEventType *type, const NadiVerifyKey *verified, GError **error)
{
  NadiStaffState staff;

  call->org = call->actor->org;
  if (!check_org (call, error) || !load_staff (call->state, call->actor, &staff, error)
      || !check_key (staff.sign, verified, error) || !load_roles (call, &staff, error))
    return FALSE;
  if (!g_str_equal (staff.status, NADI_STATUS_ACTIVE) && !check_removed (call, type, &staff, error))
    return FALSE;
  return check_device (call, type, error);
}

static gboolean
load_home (NadiCall *call, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "home", nadi_event_device (call->event), NULL);
  g_autoptr (GError) found = NULL;

  if (nadi_state_load_name (call->state, key, "org", &call->org, &found))
    return TRUE;
  return rename_unknown (error, g_steal_pointer (&found), NADI_CONTRACT_ERROR_DEVICE, "The device is not known");
}

gboolean
nadi_call_check_signer (NadiCall *call, const NadiEventType *type, const NadiVerifyKey *verified, GError **error)
{
  const char *text;

  if (call->actor->staff != NULL)
    return check_staff (call, type, verified, error);
  if (!key_text (call->state, call->event, &text, error) || !check_key (text, verified, error))
    return FALSE;
  if (call->actor->is_operator)
    return TRUE;
  return load_home (call, error) && check_org (call, error) && check_device (call, type, error);
}

gboolean
nadi_call_load_waiting (NadiCall *call, const NadiEventType *type, GError **error)
{
  NadiStaffState staff;

  if (call->actor->is_operator)
    return TRUE;
  if (call->actor->patient != NULL)
    return load_home (call, error);
  call->org = call->actor->org;
  if (!load_staff (call->state, call->actor, &staff, error) || !load_roles (call, &staff, error))
    return FALSE;
  if (staff.compromised != NADI_NO_TIME)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The signer's key has been reported stolen");
  call->late = call->countersigned = TRUE;
  call->wants = NADI_APPROVAL_COLLEAGUE;
  return TRUE;
}
