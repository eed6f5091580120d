/* The network: its genesis, changes of its validators, and the keys that member clinics share. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-json.h"
#include "nadi-note.h"
#include "nadi-uuid.h"

#define MAX_VALIDATORS 32
#define MAX_FOUNDERS 64
/* So that nobody makes everyone box and unbox without end. */
#define NETWORK_EPOCH_MS (30 * NADI_DAY_MS)

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

/* What follows the second '+' of a printed verifier key: the key itself, whose base64 may have more of them. */
static const char *
key_part (const char *printed)
{
  return strchr (strchr (printed, '+') + 1, '+') + 1;
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
        || g_str_equal (key_part (validators[j].key), key_part (validator->key)))
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

typedef struct
{
  const char *purpose;
  gint64 epoch;
  const char *kid;
  const char *box;
} NetworkKey;

/* Of the boxes of this epoch those that a current role key of the organisation opens: two at most, however long it goes on. */
static gboolean
load_share (NadiCall *call, const char *path, gint64 epoch, const char *org, NadiNetShareState *share, GError **error)
{
  NadiNetShareState kept = { epoch, { NULL, 0 } };

  *share = kept;
  if (!nadi_overlay_has (call->state, path))
    return TRUE;
  if (!nadi_state_load_net_share (call->state, path, share, error))
    return FALSE;
  for (guint i = 0; share->epoch == epoch && i < share->boxes.n; i++)
    {
      const NadiNetBox *box = NADI_ITEM (NadiNetBox, share->boxes, i);
      NadiRoleKidState role;
      gint64 current;

      if (!nadi_state_load_role_kid (call->state, nadi_overlay_path (call->state, "rolekey", box->kid, NULL), &role, error)
          || !nadi_state_role_epoch (call->state, org, role.role, &current, error))
        return FALSE;
      if (role.epoch == current)
        kept.boxes = nadi_list_with_item (call->state, kept.boxes, box, sizeof *box);
    }
  *share = kept;
  return TRUE;
}

/* Who has a box keeps it: another one would only be a box more. */
static gboolean
give_box (NadiCall *call, const NetworkKey *key, const char *org, const char *kid, gboolean *given, GError **error)
{
  const char *path = nadi_overlay_path (call->state, "netkey", key->purpose, org, NULL);
  NadiNetBox box = { kid, key->box };
  NadiNetShareState share;

  if (!load_share (call, path, key->epoch, org, &share, error))
    return FALSE;
  for (guint i = 0; i < share.boxes.n; i++)
    if (g_str_equal (NADI_ITEM (NadiNetBox, share.boxes, i)->kid, kid))
      return TRUE;
  share.boxes = nadi_list_with_item (call->state, share.boxes, &box, sizeof box);
  nadi_state_save_net_share (call->state, path, &share);
  *given = TRUE;
  return TRUE;
}

/* A key of the network goes to current role keys of active member clinics, and to nobody else. given: set when it had none. */
static gboolean
take_recipient (NadiCall *call, const NetworkKey *key, const char *kid, gboolean *given, GError **error)
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
  nadi_call_add_stream (call, "o", role.org);
  return give_box (call, key, role.org, kid, given, error);
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
check_network_epoch (NadiCall *call, const NadiNetKeyState *present, const NetworkKey *key, GError **error)
{
  if (key->epoch == present->epoch)
    {
      if (!g_str_equal (key->kid, present->kid))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "This epoch has another key");
      return TRUE;
    }
  if (key->epoch != present->epoch + 1 || (key->epoch > 1 && g_str_equal (key->purpose, "number")))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "Not the present epoch of the key, nor its next");
  if (key->epoch > 1 && g_str_equal (key->kid, present->kid))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The next epoch needs another key");
  if (key->epoch > 1 && call->time - present->since < NETWORK_EPOCH_MS)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The present epoch of the key has just begun");
  return TRUE;
}

gboolean
nadi_apply_network_key (NadiCall *call, GError **error)
{
  static const char *const purposes[] = { "matching", "number", NULL };
  NadiBlobState owner = { .org = call->org, .date = NADI_NO_TIME };
  NadiNetKeyState present = { 0 };
  gboolean given = FALSE;
  NadiList recipients;
  NetworkKey key;
  const char *path;

  if (!nadi_form_word (call, "purpose", purposes, &key.purpose, error)
      || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &key.epoch, error)
      || !nadi_form_hash (call, "kid", &key.kid, error) || !nadi_form_cid (call, "box", &key.box, error)
      || !nadi_form_hashes (call, "recipients", NADI_MAX_RECIPIENTS, &recipients, error))
    return FALSE;
  path = nadi_overlay_path (call->state, "netkey", key.purpose, NULL);
  if (nadi_overlay_has (call->state, path) && !nadi_state_load_net_key (call->state, path, &present, error))
    return FALSE;
  if (!check_has_network_key (call, key.purpose, present.epoch == 0, error)
      || !check_network_epoch (call, &present, &key, error))
    return FALSE;
  nadi_call_add_stream (call, "n", NULL);
  for (guint i = 0; i < recipients.n; i++)
    if (!take_recipient (call, &key, NADI_TEXT (recipients, i), &given, error))
      return FALSE;
  if (!given)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "All the recipients have their box");
  if (!nadi_call_own_blob (call, key.box, &owner, error))
    return FALSE;
  if (key.epoch != present.epoch)
    {
      present = (NadiNetKeyState){ key.epoch, key.kid, call->time };
      nadi_state_save_net_key (call->state, path, &present);
    }
  return TRUE;
}
