/* Staff and devices: an organisation's administrators decide who is among them and what they use. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"

static const char *
seal_key (NadiCall *call, const char *org, const char *kid)
{
  return nadi_overlay_path (call->state, "seal", org, kid, NULL);
}

/* A seal key belongs to one person of an organisation, or a role key's box would name two. */
static gboolean
claim_seal (NadiCall *call, const char *org, const char *staff, const char *kid, GError **error)
{
  const char *key = seal_key (call, org, kid);

  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The seal key is someone's already");
  nadi_state_save_name (call->state, key, "staff", staff);
  return TRUE;
}

/* No organisation is left without an administrator: nobody else could appoint one. */
static gboolean
count_administrators (NadiCall *call, const char *org, gint64 change, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "org", org, NULL);
  NadiOrgState state;

  if (change == 0)
    return TRUE;
  if (!nadi_state_load_org (call->state, key, &state, error))
    return FALSE;
  if (state.administrators + change < 1)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The organisation's last administrator");
  state.administrators += change;
  nadi_state_save_org (call->state, key, &state);
  return TRUE;
}

gboolean
nadi_call_admit_staff (NadiCall *call, const char *org, const NadiNewStaff *staff, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "staff", org, staff->staff, NULL);
  NadiStaffState state = {
    .status = NADI_STATUS_ACTIVE, .removed = NADI_NO_TIME, .compromised = NADI_NO_TIME, .sign = staff->sign,
    .roles = staff->roles,        .name = staff->name,     .seal = staff->seal,
  };

  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The person has been admitted");
  if (!claim_seal (call, org, staff->staff, staff->seal_kid, error)
      || !count_administrators (call, org, (staff->role_set & NADI_STAFF_ADMINISTRATOR) != 0 ? 1 : 0, error))
    return FALSE;
  nadi_state_save_staff (call->state, key, &state);
  return TRUE;
}

static gboolean
take_staff (NadiCall *call, NadiNewStaff *staff, GError **error)
{
  return nadi_form_uuid (call, "staff", &staff->staff, error) && nadi_form_name (call, "name", &staff->name, error)
         && nadi_form_hash (call, "sign", &staff->sign, error)
         && nadi_form_rsa (call, "seal", &staff->seal, &staff->seal_kid, error)
         && nadi_form_roles (call, "roles", &staff->roles, &staff->role_set, error);
}

gboolean
nadi_apply_staff_admit (NadiCall *call, GError **error)
{
  NadiNewStaff staff = { 0 };

  if (!take_staff (call, &staff, error) || !nadi_call_admit_staff (call, call->org, &staff, error))
    return FALSE;
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

static gboolean
same_roles (NadiList a, NadiList b)
{
  if (a.n != b.n)
    return FALSE;
  for (guint i = 0; i < a.n; i++)
    if (!g_str_equal (NADI_TEXT (a, i), NADI_TEXT (b, i)))
      return FALSE;
  return TRUE;
}

/* People renew their own keys; name and roles are the administrator's to say. */
static gboolean
check_may_update (NadiCall *call, const NadiNewStaff *new, const NadiStaffState *old, GError **error)
{
  if ((call->roles & NADI_STAFF_ADMINISTRATOR) != 0)
    return TRUE;
  if (!g_str_equal (call->actor->staff, new->staff))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_ROLE, "Only an administrator changes someone else");
  if (!g_str_equal (new->name, old->name) || !same_roles (new->roles, old->roles))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_ROLE, "Only an administrator changes name and roles");
  return TRUE;
}

static gint64
administrators_gained (const NadiNewStaff *new, NadiStaffRoles old)
{
  return (gint64) ((new->role_set & NADI_STAFF_ADMINISTRATOR) != 0) - ((old & NADI_STAFF_ADMINISTRATOR) != 0);
}

gboolean
nadi_apply_staff_update (NadiCall *call, GError **error)
{
  NadiNewStaff new = { 0 };
  NadiStaffState state;
  NadiStaffRoles old_roles;
  const char *key;

  if (!take_staff (call, &new, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "staff", call->org, new.staff, NULL);
  if (!nadi_state_load_staff (call->state, key, &state, error) || !check_may_update (call, &new, &state, error))
    return FALSE;
  if (!g_str_equal (state.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The person has been removed");
  if (!nadi_roles_from_list (state.roles, &old_roles))
    return nadi_state_damaged (error);
  if (!count_administrators (call, call->org, administrators_gained (&new, old_roles), error))
    return FALSE;
  if (!g_str_equal (new.seal, state.seal))
    {
      nadi_overlay_set (call->state, seal_key (call, call->org, nadi_form_rsa_kid (call, state.seal)), NULL);
      if (!claim_seal (call, call->org, new.staff, new.seal_kid, error))
        return FALSE;
    }
  state.sign = new.sign;
  state.roles = new.roles;
  state.name = new.name;
  state.seal = new.seal;
  nadi_state_save_staff (call->state, key, &state);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

/* What a removal does to a status, shared by people and devices. A second one may only add that the key was stolen. */
gboolean
nadi_call_remove (NadiCall *call, const char **status, gint64 *removed, gint64 *compromised, GError **error)
{
  gint64 stolen;

  if (!nadi_form_int_or_null (call, "compromised", 0, call->time, &stolen, error))
    return FALSE;
  if (!g_str_equal (*status, NADI_STATUS_ACTIVE) && (stolen == NADI_NO_TIME || *compromised != NADI_NO_TIME))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "Removed already");
  if (g_str_equal (*status, NADI_STATUS_ACTIVE))
    *removed = call->time;
  *status = NADI_STATUS_REMOVED;
  *compromised = stolen;
  return TRUE;
}

gboolean
nadi_apply_staff_remove (NadiCall *call, GError **error)
{
  const char *id, *key;
  NadiStaffState state;
  NadiStaffRoles roles;
  gboolean was_active;

  if (!nadi_form_uuid (call, "staff", &id, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "staff", call->org, id, NULL);
  if (!nadi_state_load_staff (call->state, key, &state, error))
    return FALSE;
  was_active = g_str_equal (state.status, NADI_STATUS_ACTIVE);
  if (!nadi_call_remove (call, &state.status, &state.removed, &state.compromised, error))
    return FALSE;
  if (!nadi_roles_from_list (state.roles, &roles))
    return nadi_state_damaged (error);
  if (was_active)
    {
      if ((roles & NADI_STAFF_ADMINISTRATOR) != 0 && !count_administrators (call, call->org, -1, error))
        return FALSE;
      nadi_overlay_set (call->state, seal_key (call, call->org, nadi_form_rsa_kid (call, state.seal)), NULL);
    }
  nadi_state_save_staff (call->state, key, &state);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}
