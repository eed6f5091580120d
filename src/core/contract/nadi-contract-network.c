/* The network: its genesis, changes of its validators, and the keys that member clinics share. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-json.h"
#include "nadi-note.h"
#include "nadi-uuid.h"

#define MAX_VALIDATORS 32
#define MAX_FOUNDERS 64

static gboolean
take_item (JsonArray *array, guint i, const char *const *members, JsonObject **item)
{
  JsonNode *node = json_array_get_element (array, i);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  *item = json_node_get_object (node);
  return nadi_json_only_members (*item, members, NULL);
}

/* A verifier key in its one printed form, of that type and name. */
static gboolean
check_note_key (const char *text, const char *name, NadiNoteType type)
{
  g_autoptr (NadiNoteKey) key = strlen (text) <= 300 ? nadi_note_key_parse (text, NULL) : NULL;
  g_autofree char *printed = NULL;

  if (key == NULL || key->type != type || strcmp (key->name, name) != 0)
    return FALSE;
  printed = nadi_note_key_print (key);
  return strcmp (printed, text) == 0;
}

static gboolean
take_validator (JsonArray *array, guint i, NadiValidatorState *validators)
{
  static const char *const members[] = { "name", "key", "org", NULL };
  NadiValidatorState *validator = &validators[i];
  JsonObject *item;

  if (!take_item (array, i, members, &item) || !nadi_json_get_string (item, "name", &validator->name, NULL)
      || !nadi_json_get_string (item, "key", &validator->key, NULL)
      || !nadi_json_get_string (item, "org", &validator->org, NULL) || !nadi_form_valid_name (validator->name)
      || !nadi_uuid_valid (validator->org)
      || !check_note_key (validator->key, validator->name, NADI_NOTE_COSIGNATURE))
    return FALSE;
  for (guint j = 0; j < i; j++)
    if (g_str_equal (validators[j].name, validator->name)
        || strcmp (strrchr (validators[j].key, '+'), strrchr (validator->key, '+')) == 0)
      return FALSE;
  return TRUE;
}

/* validators, quorum, anchor: the members that genesis and update share. */
static gboolean
take_validators (NadiCall *call, NadiNetState *net, GError **error)
{
  NadiValidatorState *validators;
  JsonArray *array;
  guint n;

  if (!nadi_json_get_array (call->payload, "validators", &array, NULL)
      || (n = json_array_get_length (array)) < 1 || n > MAX_VALIDATORS)
    return nadi_form_error (error, "validators");
  validators = nadi_overlay_alloc (call->state, n * sizeof *validators);
  for (guint i = 0; i < n; i++)
    if (!take_validator (array, i, validators))
      return nadi_form_error (error, "validators");
  net->validators = (NadiList){ validators, n };
  return nadi_form_int (call, "quorum", n * 2 / 3 + 1, n, &net->quorum, error)
         && nadi_form_hash (call, "anchor", &net->anchor, error);
}

static gboolean
take_founders (NadiCall *call, NadiNetState *net, GError **error)
{
  static const char *const members[] = { "org", "digest", NULL };
  NadiFounderState *founders;
  JsonArray *array;
  guint n;

  if (!nadi_json_get_array (call->payload, "founders", &array, NULL)
      || (n = json_array_get_length (array)) < 1 || n > MAX_FOUNDERS)
    return nadi_form_error (error, "founders");
  founders = nadi_overlay_alloc (call->state, n * sizeof *founders);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *item;

      if (!take_item (array, i, members, &item) || !nadi_json_get_string (item, "org", &founders[i].org, NULL)
          || !nadi_json_get_string (item, "digest", &founders[i].digest, NULL) || !nadi_uuid_valid (founders[i].org)
          || !nadi_form_valid_hash (founders[i].digest))
        return nadi_form_error (error, "founders");
      for (guint j = 0; j < i; j++)
        if (g_str_equal (founders[j].org, founders[i].org))
          return nadi_form_error (error, "founders");
    }
  net->founders = (NadiList){ founders, n };
  return TRUE;
}

const NadiFounderState *
nadi_net_founder (const NadiNetState *net, const char *org)
{
  for (guint i = 0; i < net->founders.n; i++)
    if (g_str_equal (NADI_ITEM (NadiFounderState, net->founders, i)->org, org))
      return NADI_ITEM (NadiFounderState, net->founders, i);
  return NULL;
}

gboolean
nadi_apply_network_genesis (NadiCall *call, GError **error)
{
  NadiNetState net = { .origin = nadi_event_origin (call->event) };

  if (!nadi_form_valid_name (net.origin))
    return nadi_form_error (error, "origin");
  if (!nadi_form_hash (call, "operator", &net.op, error) || !take_validators (call, &net, error)
      || !take_founders (call, &net, error))
    return FALSE;
  if (!nadi_json_get_string (call->payload, "log", &net.log, NULL)
      || !check_note_key (net.log, net.origin, NADI_NOTE_ED25519))
    return nadi_form_error (error, "log");
  for (guint i = 0; i < net.validators.n; i++)
    if (nadi_net_founder (&net, NADI_ITEM (NadiValidatorState, net.validators, i)->org) == NULL)
      return nadi_refuse (error, NADI_CONTRACT_ERROR_UNKNOWN, "A validator's organisation is not among the founders");
  nadi_state_save_net (call->state, "net", &net);
  nadi_call_add_stream (call, "n", NULL);
  return TRUE;
}

gboolean
nadi_apply_network_update (NadiCall *call, GError **error)
{
  NadiNetState net;

  if (!nadi_state_load_net (call->state, "net", &net, error) || !take_validators (call, &net, error))
    return FALSE;
  for (guint i = 0; i < net.validators.n; i++)
    {
      const char *org = NADI_ITEM (NadiValidatorState, net.validators, i)->org;
      NadiOrgState state;

      if (!nadi_state_load_org (call->state, nadi_overlay_path (call->state, "org", org, NULL), &state, error))
        return FALSE;
      if (!g_str_equal (state.status, NADI_STATUS_ACTIVE))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "A validator's organisation is suspended");
    }
  call->wants = NADI_APPROVAL_QUORUM;
  nadi_state_save_net (call->state, "net", &net);
  nadi_call_add_stream (call, "n", NULL);
  return TRUE;
}

/* A key of the network goes to current role keys of active member clinics, and to nobody else. */
static gboolean
check_recipient (NadiCall *call, const char *purpose, gint64 epoch, const char *kid, GError **error)
{
  const char *role_key = nadi_overlay_path (call->state, "rolekey", kid, NULL);
  NadiRoleKidState role;
  NadiOrgState org;
  gint64 current;

  if (!nadi_overlay_has (call->state, role_key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient is no role key");
  if (!nadi_state_load_role_kid (call->state, role_key, &role, error)
      || !nadi_state_role_epoch (call->state, role.org, role.role, &current, error)
      || !nadi_state_load_org (call->state, nadi_overlay_path (call->state, "org", role.org, NULL), &org, error))
    return FALSE;
  if (role.epoch != current || !nadi_kind_is_member (org.kind) || !g_str_equal (org.status, NADI_STATUS_ACTIVE))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient is not a current key of an active clinic");
  nadi_state_save_epoch (call->state, nadi_overlay_path (call->state, "netkey", purpose, role.org, NULL), epoch);
  nadi_call_add_stream (call, "o", role.org);
  return TRUE;
}

static gboolean
check_has_network_key (NadiCall *call, const char *purpose, gboolean is_first, GError **error)
{
  NadiNetState net;

  if (!is_first)
    {
      if (nadi_overlay_has (call->state, nadi_overlay_path (call->state, "netkey", purpose, call->org, NULL)))
        return TRUE;
      return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The organisation has not this key of the network");
    }
  if (!nadi_state_load_net (call->state, "net", &net, error))
    return FALSE;
  if (nadi_net_founder (&net, call->org) == NULL)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The first key of the network is made by a founder");
  return TRUE;
}

/* present is zero when there is none. The number key is never replaced: every number's tag hangs on it. */
static gboolean
check_network_epoch (const NadiNetKeyState *present, const char *purpose, gint64 epoch, const char *kid, GError **error)
{
  if (epoch == present->epoch)
    {
      if (!g_str_equal (kid, present->kid))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "This epoch has another key");
      if (present->boxes.n >= NADI_MAX_BOXES)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many boxes of one key");
      return TRUE;
    }
  if (epoch != present->epoch + 1 || (epoch > 1 && g_str_equal (purpose, "number")))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "Not the present epoch of the key, nor its next");
  if (epoch > 1 && g_str_equal (kid, present->kid))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The next epoch needs another key");
  return TRUE;
}

gboolean
nadi_apply_network_key (NadiCall *call, GError **error)
{
  static const char *const purposes[] = { "matching", "number", NULL };
  NadiBlobState owner = { .org = call->org, .date = NADI_NO_TIME };
  NadiNetKeyState net_key = { 0 };
  const char *purpose, *kid, *box, *key;
  NadiList recipients;
  gint64 epoch;

  if (!nadi_form_word (call, "purpose", purposes, &purpose, error)
      || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &epoch, error) || !nadi_form_hash (call, "kid", &kid, error)
      || !nadi_form_cid (call, "box", &box, error)
      || !nadi_form_hashes (call, "recipients", NADI_MAX_RECIPIENTS, &recipients, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "netkey", purpose, NULL);
  if (nadi_overlay_has (call->state, key) && !nadi_state_load_net_key (call->state, key, &net_key, error))
    return FALSE;
  if (!check_has_network_key (call, purpose, net_key.epoch == 0, error)
      || !check_network_epoch (&net_key, purpose, epoch, kid, error))
    return FALSE;
  nadi_call_add_stream (call, "n", NULL);
  for (guint i = 0; i < recipients.n; i++)
    if (!check_recipient (call, purpose, epoch, NADI_TEXT (recipients, i), error))
      return FALSE;
  if (!nadi_call_own_blob (call, box, &owner, error))
    return FALSE;
  if (epoch != net_key.epoch)
    net_key = (NadiNetKeyState){ epoch, kid, { NULL, 0 } };
  if (!nadi_list_has_text (net_key.boxes, box))
    net_key.boxes = nadi_list_with_text (call->state, net_key.boxes, box);
  nadi_state_save_net_key (call->state, key, &net_key);
  return TRUE;
}
