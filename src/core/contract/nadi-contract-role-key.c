/* Role keys: one pair per role and epoch, whose private half is boxed to whoever holds the role. */
#include "nadi-contract-call.h"
#include "nadi-contract-form.h"

gboolean
nadi_call_start_role_key (NadiCall *call, const char *org, const char *role, gint64 epoch, const char *key,
                          const char *kid, const char *box, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);
  const char *kid_key = nadi_overlay_path (call->state, "rolekey", kid, NULL);
  NadiRoleKidState holder = { org, role, epoch };
  NadiRoleKeyState state = { kid, key, nadi_list_with_text (call->state, (NadiList){ NULL, 0 }, box) };
  NadiBlobState owner = { .org = org, .date = NADI_NO_TIME };

  if (nadi_overlay_has (call->state, kid_key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The key is a role's already");
  if (!nadi_call_own_blob (call, box, &owner, error))
    return FALSE;
  nadi_state_save_role_kid (call->state, kid_key, &holder);
  nadi_state_save_epoch (call->state, nadi_overlay_path (call->state, "role", org, role, NULL), epoch);
  nadi_state_save_role_key (call->state, nadi_overlay_path (call->state, "role", org, role, number, NULL), &state);
  return TRUE;
}

/* Holders by their roles; and administrators, whose device boxes the key to those they admit. */
static gboolean
check_recipients (NadiCall *call, const char *role, NadiList recipients, GError **error)
{
  for (guint i = 0; i < recipients.n; i++)
    {
      const char *key = nadi_overlay_path (call->state, "seal", call->org, NADI_TEXT (recipients, i), NULL);
      NadiStaffRoles roles;
      NadiStaffState staff;
      const char *id;

      if (!nadi_overlay_has (call->state, key))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient is none of the organisation's staff");
      if (!nadi_state_load_name (call->state, key, "staff", &id, error)
          || !nadi_state_load_staff (call->state, nadi_overlay_path (call->state, "staff", call->org, id, NULL), &staff,
                                     error))
        return FALSE;
      if (!nadi_roles_from_list (staff.roles, &roles))
        return nadi_state_damaged (error);
      if ((roles & (nadi_role_key_holders (role) | NADI_STAFF_ADMINISTRATOR)) == 0)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient does not hold this role");
    }
  return TRUE;
}

static gboolean
add_box (NadiCall *call, const char *role, gint64 epoch, const char *kid, const char *box, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);
  const char *path = nadi_overlay_path (call->state, "role", call->org, role, number, NULL);
  NadiBlobState owner = { .org = call->org, .date = NADI_NO_TIME };
  NadiRoleKeyState state;

  if (!nadi_state_load_role_key (call->state, path, &state, error))
    return FALSE;
  if (!g_str_equal (state.kid, kid))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "This epoch has another key");
  if (state.boxes.n >= NADI_MAX_BOXES)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many boxes of one key");
  if (!nadi_call_own_blob (call, box, &owner, error))
    return FALSE;
  if (!nadi_list_has_text (state.boxes, box))
    state.boxes = nadi_list_with_text (call->state, state.boxes, box);
  nadi_state_save_role_key (call->state, path, &state);
  return TRUE;
}

static gboolean
take_role (NadiCall *call, const char **role, GError **error)
{
  NadiOrgState org;
  const char *const *names;

  if (!nadi_state_load_org (call->state, nadi_overlay_path (call->state, "org", call->org, NULL), &org, error))
    return FALSE;
  names = nadi_kind_role_keys (org.kind);
  if (names == NULL)
    return nadi_state_damaged (error);
  return nadi_form_word (call, "role", names, role, error);
}

gboolean
nadi_apply_role_key (NadiCall *call, GError **error)
{
  const char *role, *key, *given, *kid, *box;
  NadiList recipients;
  gint64 epoch, current;

  if (!take_role (call, &role, error) || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &epoch, error)
      || !nadi_form_rsa (call, "key", &key, &kid, error) || !nadi_form_hash (call, "kid", &given, error)
      || !nadi_form_cid (call, "box", &box, error)
      || !nadi_form_hashes (call, "recipients", NADI_MAX_RECIPIENTS, &recipients, error))
    return FALSE;
  if (!g_str_equal (kid, given))
    return nadi_form_error (error, "kid");
  if (!nadi_call_require_role (call, nadi_role_key_holders (role) | NADI_STAFF_ADMINISTRATOR, error)
      || !check_recipients (call, role, recipients, error)
      || !nadi_state_role_epoch (call->state, call->org, role, &current, error))
    return FALSE;
  nadi_call_add_stream (call, "o", call->org);
  if (epoch == current)
    return add_box (call, role, epoch, kid, box, error);
  if (epoch != current + 1)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "Not the present epoch of the role key, nor its next");
  return nadi_call_start_role_key (call, call->org, role, epoch, key, kid, box, error);
}
