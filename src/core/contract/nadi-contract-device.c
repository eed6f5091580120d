/* Devices: what an organisation's people sign with, and patients at its desks. (`device` is the common member that
 * names the device in use; the one that an event is about is its `subject`.) */
#include "nadi-contract-call.h"
#include "nadi-contract-form.h"

static const char *const kinds[] = { "workstation", "kiosk", "server", NULL };

static const char *
device_key (NadiCall *call, const char *org, const char *device)
{
  return nadi_overlay_path (call->state, "device", org, device, NULL);
}

gboolean
nadi_call_admit_device (NadiCall *call, const char *org, const char *device, const char *key, const char *kind,
                        GError **error)
{
  const char *home = nadi_overlay_path (call->state, "home", device, NULL);
  NadiDeviceState state = { NADI_STATUS_ACTIVE, NADI_NO_TIME, NADI_NO_TIME, key, kind };

  if (nadi_overlay_has (call->state, home))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The device has been admitted");
  nadi_state_save_name (call->state, home, "org", org);
  nadi_state_save_device (call->state, device_key (call, org, device), &state);
  return TRUE;
}

gboolean
nadi_apply_device_admit (NadiCall *call, GError **error)
{
  const char *device, *key, *kind;

  if (!nadi_form_uuid (call, "subject", &device, error) || !nadi_form_hash (call, "key", &key, error)
      || !nadi_form_word (call, "kind", kinds, &kind, error)
      || !nadi_call_admit_device (call, call->org, device, key, kind, error))
    return FALSE;
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

gboolean
nadi_apply_device_update (NadiCall *call, GError **error)
{
  NadiDeviceState state;
  const char *device;

  if (!nadi_form_uuid (call, "subject", &device, error)
      || !nadi_state_load_device (call->state, device_key (call, call->org, device), &state, error)
      || !nadi_form_hash (call, "key", &state.key, error) || !nadi_form_word (call, "kind", kinds, &state.kind, error))
    return FALSE;
  if (!g_str_equal (state.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The device has been removed");
  nadi_state_save_device (call->state, device_key (call, call->org, device), &state);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

gboolean
nadi_apply_device_remove (NadiCall *call, GError **error)
{
  NadiDeviceState state;
  const char *device;

  if (!nadi_form_uuid (call, "subject", &device, error)
      || !nadi_state_load_device (call->state, device_key (call, call->org, device), &state, error)
      || !nadi_call_remove (call, &state.status, &state.removed, &state.compromised, error))
    return FALSE;
  nadi_state_save_device (call->state, device_key (call, call->org, device), &state);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}
