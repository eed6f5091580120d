/* Organisations: admitted by what they said of themselves, with two others' approval once the network runs. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-digest.h"
#include "nadi-founding.h"
#include "nadi-json.h"
#include "nadi-uuid.h"

/* Its own text lives in founding; what goes into the state is copied. */
typedef struct
{
  NadiFounding *founding;
  NadiNewStaff administrator;
  const char *const *role_keys;
} Statement;

static const char *
keep (NadiCall *call, const char *text)
{
  return nadi_overlay_copy (call->state, text, strlen (text));
}

static gboolean
check_administrator (NadiCall *call, Statement *statement)
{
  const NadiFounding *founding = statement->founding;
  NadiNewStaff *staff = &statement->administrator;

  if (!nadi_uuid_valid (founding->staff) || !nadi_form_valid_name (founding->staff_name)
      || !nadi_form_valid_hash (founding->sign) || (staff->seal_kid = nadi_form_rsa_kid (call, founding->seal)) == NULL)
    return FALSE;
  staff->staff = founding->staff;
  staff->name = founding->staff_name;
  staff->sign = founding->sign;
  staff->seal = founding->seal;
  for (guint i = 0; founding->staff_roles[i] != NULL; i++)
    {
      if (nadi_list_has_text (staff->roles, founding->staff_roles[i]))
        return FALSE;
      staff->roles = nadi_list_with_text (call->state, staff->roles, founding->staff_roles[i]);
    }
  return nadi_roles_from_list (staff->roles, &staff->role_set)
         && (staff->role_set & NADI_STAFF_ADMINISTRATOR) != 0;
}

static const NadiFoundingRole *
find_role (const NadiFounding *founding, const char *role)
{
  for (guint i = 0; i < founding->roles->len; i++)
    {
      const NadiFoundingRole *found = g_ptr_array_index (founding->roles, i);

      if (g_str_equal (found->role, role))
        return found;
    }
  return NULL;
}

/* Exactly the role keys that this kind of organisation has. */
static gboolean
check_role_keys (Statement *statement)
{
  const char *const *names = nadi_kind_role_keys (statement->founding->kind);

  if (names == NULL || statement->founding->roles->len != g_strv_length ((char **) names))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      const NadiFoundingRole *role = find_role (statement->founding, names[i]);

      if (role == NULL || !nadi_form_valid_cid (role->box))
        return FALSE;
    }
  statement->role_keys = names;
  return TRUE;
}

static gboolean
check_statement (NadiCall *call, const char *org, Statement *statement)
{
  const NadiFounding *founding = statement->founding;

  return g_str_equal (founding->org, org) && nadi_form_valid_name (founding->name)
         && nadi_uuid_valid (founding->device) && nadi_form_valid_hash (founding->device_key)
         && check_role_keys (statement) && check_administrator (call, statement);
}

/* Block 0 holds the founders that genesis names and nobody else; later ones need two that run validators. */
static gboolean
check_admission (NadiCall *call, const char *org, const char *text, GError **error)
{
  const NadiFounderState *founder;
  g_autofree char *digest = NULL;
  NadiNetState net;
  NadiHash hash;

  if (call->height > 0)
    {
      call->wants = NADI_APPROVAL_TWO_VALIDATORS;
      call->concerns = org;
      return TRUE;
    }
  if (!nadi_state_load_net (call->state, "net", &net, error))
    return FALSE;
  founder = nadi_net_founder (&net, org);
  if (founder == NULL)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_UNKNOWN, "The genesis names no such founder");
  nadi_sha256 ((const guint8 *) text, strlen (text), &hash);
  digest = nadi_hash_to_text (&hash);
  if (strcmp (digest, founder->digest) != 0)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Not the statement that the genesis names");
  return TRUE;
}

static gboolean
admit_role_keys (NadiCall *call, const char *org, const Statement *statement, GError **error)
{
  for (guint i = 0; statement->role_keys[i] != NULL; i++)
    {
      const NadiFoundingRole *role = find_role (statement->founding, statement->role_keys[i]);
      const char *kid = nadi_form_rsa_kid (call, role->key);

      if (kid == NULL)
        return nadi_form_error (error, "founding");
      if (!nadi_call_start_role_key (call, org, role->role, 1, role->key, kid, role->box, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
admit (NadiCall *call, const char *org, const Statement *statement, GError **error)
{
  const NadiFounding *founding = statement->founding;
  const char *key = nadi_overlay_path (call->state, "org", org, NULL);
  NadiOrgState state = {
    .status = NADI_STATUS_ACTIVE, .kind = founding->kind, .name = founding->name, .admitted = call->time,
  };

  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The organisation has been admitted");
  nadi_state_save_org (call->state, key, &state);
  if (!nadi_call_admit_staff (call, org, &statement->administrator, error)
      || !nadi_call_admit_device (call, org, founding->device, founding->device_key, "workstation", error)
      || !admit_role_keys (call, org, statement, error))
    return FALSE;
  nadi_call_add_stream (call, "n", NULL);
  nadi_call_add_stream (call, "o", org);
  return TRUE;
}

gboolean
nadi_apply_org_admit (NadiCall *call, GError **error)
{
  g_autoptr (NadiFounding) founding = NULL;
  const char *org, *text;
  Statement statement = { 0 };

  if (!nadi_form_uuid (call, "org", &org, error))
    return FALSE;
  if (!nadi_json_get_string (call->payload, "founding", &text, NULL)
      || (founding = nadi_founding_parse (text, strlen (text), NULL)) == NULL)
    return nadi_form_error (error, "founding");
  statement.founding = founding;
  if (!check_statement (call, org, &statement))
    return nadi_form_error (error, "founding");
  return check_admission (call, keep (call, org), text, error) && admit (call, org, &statement, error);
}

gboolean
nadi_apply_org_update (NadiCall *call, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "org", call->org, NULL);
  NadiBlobState owner = { .org = call->org, .date = NADI_NO_TIME };
  NadiOrgState org;

  if (!nadi_state_load_org (call->state, key, &org, error) || !nadi_form_name (call, "name", &org.name, error)
      || !nadi_form_cid_or_null (call, "profile", &org.profile, error)
      || (org.profile != NULL && !nadi_call_own_blob (call, org.profile, &owner, error)))
    return FALSE;
  nadi_state_save_org (call->state, key, &org);
  nadi_call_add_stream (call, "n", NULL);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

gboolean
nadi_apply_org_suspend (NadiCall *call, GError **error)
{
  const char *id, *key, *status;
  gboolean suspended;
  NadiOrgState org;

  if (!nadi_form_uuid (call, "org", &id, error) || !nadi_form_boolean (call, "suspended", &suspended, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "org", id, NULL);
  if (!nadi_state_load_org (call->state, key, &org, error))
    return FALSE;
  status = suspended ? NADI_STATUS_SUSPENDED : NADI_STATUS_ACTIVE;
  if (g_str_equal (org.status, status))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The organisation has this status already");
  call->wants = NADI_APPROVAL_TWO_VALIDATORS;
  call->concerns = id;
  org.status = status;
  nadi_state_save_org (call->state, key, &org);
  nadi_call_add_stream (call, "n", NULL);
  nadi_call_add_stream (call, "o", id);
  return TRUE;
}
