/* What every rule asks of a call: streams, refusals, roles, and who owns a content address. */
#include "nadi-contract-call.h"

#include <string.h>

void
nadi_call_init (NadiCall *call, NadiOverlay *state, NadiEvent *event, gint64 time, gint64 height)
{
  *call = (NadiCall){
    .state = state,
    .event = event,
    .payload = nadi_event_payload (event),
    .actor = nadi_event_actor (event),
    .time = time,
    .height = height,
    .streams = g_ptr_array_new_with_free_func (g_free),
  };
}

void
nadi_call_clear (NadiCall *call)
{
  g_clear_pointer (&call->streams, g_ptr_array_unref);
}

void
nadi_call_add_stream (NadiCall *call, const char *kind, const char *id)
{
  g_autofree char *stream = id == NULL ? g_strdup (kind) : g_strconcat (kind, ":", id, NULL);

  for (guint i = 0; i < call->streams->len; i++)
    if (g_str_equal (g_ptr_array_index (call->streams, i), stream))
      return;
  g_ptr_array_add (call->streams, g_steal_pointer (&stream));
}

gboolean
nadi_refuse (GError **error, NadiContractError code, const char *why)
{
  g_set_error_literal (error, NADI_CONTRACT_ERROR, code, why);
  return FALSE;
}

static const struct
{
  const char *name;
  NadiStaffRoles role;
} staff_roles[] = {
  { "administrator", NADI_STAFF_ADMINISTRATOR }, { "doctor", NADI_STAFF_DOCTOR },   { "nurse", NADI_STAFF_NURSE },
  { "reception", NADI_STAFF_RECEPTION },         { "auditor", NADI_STAFF_AUDITOR }, { "machine", NADI_STAFF_MACHINE },
};

gboolean
nadi_roles_from_list (NadiList list, NadiStaffRoles *roles)
{
  *roles = 0;
  for (guint i = 0; i < list.n; i++)
    {
      NadiStaffRoles role = 0;

      for (guint j = 0; j < G_N_ELEMENTS (staff_roles); j++)
        if (g_str_equal (NADI_TEXT (list, i), staff_roles[j].name))
          role = staff_roles[j].role;
      if (role == 0)
        return FALSE;
      *roles |= role;
    }
  return TRUE;
}

gboolean
nadi_call_require_role (NadiCall *call, NadiStaffRoles any, GError **error)
{
  if (any == 0 || call->actor->staff == NULL || (call->roles & any) != 0)
    return TRUE;
  return nadi_refuse (error, NADI_CONTRACT_ERROR_ROLE, "None of the signer's roles may do this");
}

gboolean
nadi_kind_is_member (const char *kind)
{
  static const char *const members[] = { "hospital", "clinic", "laboratory", "pharmacy", NULL };

  return g_strv_contains (members, kind);
}

gboolean
nadi_call_require_member (NadiCall *call, GError **error)
{
  NadiOrgState org;

  if (!nadi_state_load_org (call->state, nadi_overlay_path (call->state, "org", call->org, NULL), &org, error))
    return FALSE;
  if (!nadi_kind_is_member (org.kind))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_ROLE, "This kind of organisation keeps no charts");
  return TRUE;
}

const char *const *
nadi_kind_role_keys (const char *kind)
{
  static const char *const others[] = { "insurer", "research", "agency", NULL };
  static const char *const of_members[] = { "clinical", "front-desk", NULL };
  static const char *const of_others[] = { "office", NULL };

  if (nadi_kind_is_member (kind))
    return of_members;
  return g_strv_contains (others, kind) ? of_others : NULL;
}

NadiStaffRoles
nadi_role_key_holders (const char *role)
{
  return g_str_equal (role, "clinical") ? NADI_STAFF_CLINICAL : NADI_STAFF_DESK;
}

NadiStaffRoles
nadi_section_roles (const char *section)
{
  if (g_str_equal (section, "identity") || g_str_equal (section, "directory"))
    return NADI_STAFF_DESK;
  return NADI_STAFF_CLINICAL;
}

gboolean
nadi_chart_has_owner (const NadiChartState *chart, const char *org, const char *section)
{
  for (guint i = 0; i < chart->shelves.n; i++)
    {
      const NadiChartShelf *shelf = NADI_ITEM (NadiChartShelf, chart->shelves, i);

      if (g_str_equal (shelf->owner, org) && (section == NULL || g_str_equal (shelf->section, section)))
        return TRUE;
    }
  return FALSE;
}

/* What an event that waits has named is free again when that has lapsed. */
static gboolean
check_held (NadiCall *call, const NadiBlobState *blob, gboolean *held, GError **error)
{
  NadiPendingState pending;
  const char *key;

  *held = TRUE;
  if (blob->waiting == NULL)
    return TRUE;
  key = nadi_overlay_path (call->state, "pending", blob->waiting, NULL);
  if (!nadi_overlay_has (call->state, key))
    return nadi_state_damaged (error);
  if (!nadi_state_load_pending (call->state, key, &pending, error))
    return FALSE;
  *held = !nadi_call_lapsed (call, pending.time);
  return TRUE;
}

gboolean
nadi_call_own_blob (NadiCall *call, const char *cid, const NadiBlobState *owner, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "blob", cid, NULL);
  NadiBlobState present;
  gboolean held;

  if (nadi_overlay_has (call->state, key))
    {
      if (!nadi_state_load_blob (call->state, key, &present, error) || !check_held (call, &present, &held, error))
        return FALSE;
      if (held
          && (g_strcmp0 (present.shelf, owner->shelf) != 0 || g_strcmp0 (present.org, owner->org) != 0
              || g_strcmp0 (present.patient, owner->patient) != 0))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "A content address that is another's");
      if (present.waiting == NULL)
        return TRUE;
    }
  nadi_state_save_blob (call->state, key, owner);
  return TRUE;
}
