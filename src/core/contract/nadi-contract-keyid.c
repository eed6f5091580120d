/* The keys that requests are signed with (src/DESIGN.md, "HTTP signatures"). */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-encoding.h"
#include "nadi-uuid.h"

/* "<org>/<id>" or "patient/<id>", each id in canonical form, so that no other path into the state can be named. */
static gboolean
split (NadiOverlay *overlay, const char *keyid, const char **first, const char **second, GError **error)
{
  const char *slash = strchr (keyid, '/');

  if (slash != NULL && strlen (keyid) < 2 * NADI_UUID_TEXT_SIZE)
    {
      *first = nadi_overlay_copy (overlay, keyid, slash - keyid);
      *second = slash + 1;
      if (nadi_uuid_valid (*second) && (nadi_uuid_valid (*first) || g_str_equal (*first, "patient")))
        return TRUE;
    }
  return nadi_refuse (error, NADI_CONTRACT_ERROR_FORM, "Not the name of a key");
}

static gboolean
decode (const char *text, NadiVerifyKey *key, GError **error)
{
  return nadi_base64url_decode_into (text, -1, key->bytes, sizeof key->bytes, NULL) || nadi_state_damaged (error);
}

static gboolean
check_org (NadiOverlay *overlay, const char *id, GError **error)
{
  NadiOrgState org;

  if (!nadi_state_load_org (overlay, nadi_overlay_path (overlay, "org", id, NULL), &org, error))
    return FALSE;
  if (!g_str_equal (org.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The organisation is suspended");
  return TRUE;
}

gboolean
nadi_contract_device_key (NadiMap *state, const char *keyid, gint64 time, gboolean posting, NadiVerifyKey *key,
                          GError **error)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  const char *org, *id;
  NadiDeviceState device;

  if (!split (overlay, keyid, &org, &id, error) || !check_org (overlay, org, error)
      || !nadi_state_load_device (overlay, nadi_overlay_path (overlay, "device", org, id, NULL), &device, error))
    return FALSE;
  if (!g_str_equal (device.status, NADI_STATUS_ACTIVE)
      && (!posting || device.compromised != NADI_NO_TIME || time - device.removed > NADI_LATE_MS))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_DEVICE, "The device has been removed");
  return decode (device.key, key, error);
}

gboolean
nadi_contract_person_key (NadiMap *state, const char *keyid, gint64 time, NadiVerifyKey *key, GError **error)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  const char *first, *id;
  NadiPatientState patient;
  NadiStaffState staff;

  if (!split (overlay, keyid, &first, &id, error))
    return FALSE;
  if (g_str_equal (first, "patient"))
    {
      if (!nadi_state_load_patient (overlay, keyid, &patient, error))
        return FALSE;
      if (patient.sign == NULL)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The patient has no keys yet");
      return decode (patient.sign, key, error);
    }
  if (!check_org (overlay, first, error)
      || !nadi_state_load_staff (overlay, nadi_overlay_path (overlay, "staff", first, id, NULL), &staff, error))
    return FALSE;
  if (!g_str_equal (staff.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_SIGNER, "The person has been removed");
  return decode (staff.sign, key, error);
}
