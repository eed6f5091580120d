/* Members of events: one check for each form that a member may have. */
#include "nadi-contract-form.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-jwk.h"
#include "nadi-uuid.h"

gboolean
nadi_form_error (GError **error, const char *member)
{
  g_set_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_FORM, "Member \"%s\" is not what it should be", member);
  return FALSE;
}

gboolean
nadi_form_valid_name (const char *text)
{
  gsize length = strlen (text);

  if (length < 1 || length > NADI_MAX_NAME || !g_utf8_validate (text, length, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* C0, DEL and C1. The table of Unicode categories changes with GLib, so it is not asked. */
      if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
        return FALSE;
    }
  return TRUE;
}

gboolean
nadi_form_valid_hash (const char *text)
{
  NadiHash hash;

  return strlen (text) == NADI_HASH_TEXT && nadi_hash_from_text (text, &hash, NULL);
}

gboolean
nadi_form_valid_cid (const char *text)
{
  NadiHash hash;

  return strlen (text) == NADI_CID_LENGTH && nadi_cid_parse (text, &hash, NULL);
}

const char *
nadi_form_rsa_kid (NadiCall *call, const char *text)
{
  g_autoptr (NadiRsaPublic) key = NULL;
  g_autofree char *kid = NULL;

  if (strlen (text) != NADI_RSA_TEXT || (key = nadi_rsa_public_from_text (text, NULL)) == NULL)
    return NULL;
  kid = nadi_rsa_public_kid (key);
  return nadi_overlay_copy (call->state, kid, strlen (kid));
}

typedef gboolean (*Valid) (const char *text);

static gboolean
take (NadiCall *call, const char *member, Valid valid, const char **text, GError **error)
{
  return (nadi_json_get_string (call->payload, member, text, NULL) && valid (*text)) || nadi_form_error (error, member);
}

static gboolean
take_or_null (NadiCall *call, const char *member, Valid valid, const char **text, GError **error)
{
  *text = NULL;
  return nadi_form_is_null (call, member) || take (call, member, valid, text, error);
}

static gboolean
take_list (NadiCall *call, const char *member, Valid valid, guint max, NadiList *list, GError **error)
{
  JsonArray *array;
  const char **texts;
  guint n;

  if (!nadi_json_get_array (call->payload, member, &array, NULL)
      || (n = json_array_get_length (array)) < 1 || n > max)
    return nadi_form_error (error, member);
  texts = nadi_overlay_alloc (call->state, n * sizeof *texts);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || !valid (json_node_get_string (node)))
        return nadi_form_error (error, member);
      texts[i] = json_node_get_string (node);
      for (guint j = 0; j < i; j++)
        if (g_str_equal (texts[j], texts[i]))
          return nadi_form_error (error, member);
    }
  *list = (NadiList){ texts, n };
  return TRUE;
}

gboolean
nadi_form_is_null (NadiCall *call, const char *member)
{
  JsonNode *node = json_object_get_member (call->payload, member);

  return node != NULL && JSON_NODE_HOLDS_NULL (node);
}

gboolean
nadi_form_uuid (NadiCall *call, const char *member, const char **id, GError **error)
{
  return take (call, member, nadi_uuid_valid, id, error);
}

gboolean
nadi_form_uuid_or_null (NadiCall *call, const char *member, const char **id, GError **error)
{
  return take_or_null (call, member, nadi_uuid_valid, id, error);
}

gboolean
nadi_form_hash (NadiCall *call, const char *member, const char **text, GError **error)
{
  return take (call, member, nadi_form_valid_hash, text, error);
}

gboolean
nadi_form_hash_or_null (NadiCall *call, const char *member, const char **text, GError **error)
{
  return take_or_null (call, member, nadi_form_valid_hash, text, error);
}

gboolean
nadi_form_cid (NadiCall *call, const char *member, const char **cid, GError **error)
{
  return take (call, member, nadi_form_valid_cid, cid, error);
}

gboolean
nadi_form_cid_or_null (NadiCall *call, const char *member, const char **cid, GError **error)
{
  return take_or_null (call, member, nadi_form_valid_cid, cid, error);
}

gboolean
nadi_form_name (NadiCall *call, const char *member, const char **name, GError **error)
{
  return take (call, member, nadi_form_valid_name, name, error);
}

gboolean
nadi_form_word (NadiCall *call, const char *member, const char *const *words, const char **word, GError **error)
{
  return (nadi_json_get_string (call->payload, member, word, NULL) && g_strv_contains (words, *word))
         || nadi_form_error (error, member);
}

gboolean
nadi_form_int (NadiCall *call, const char *member, gint64 min, gint64 max, gint64 *value, GError **error)
{
  return nadi_json_get_int (call->payload, member, min, max, value, NULL) || nadi_form_error (error, member);
}

gboolean
nadi_form_int_or_null (NadiCall *call, const char *member, gint64 min, gint64 max, gint64 *value, GError **error)
{
  *value = NADI_NO_TIME;
  return nadi_form_is_null (call, member) || nadi_form_int (call, member, min, max, value, error);
}

gboolean
nadi_form_boolean (NadiCall *call, const char *member, gboolean *value, GError **error)
{
  return nadi_json_get_boolean (call->payload, member, value, NULL) || nadi_form_error (error, member);
}

gboolean
nadi_form_rsa (NadiCall *call, const char *member, const char **key, const char **kid, GError **error)
{
  return (nadi_json_get_string (call->payload, member, key, NULL) && (*kid = nadi_form_rsa_kid (call, *key)) != NULL)
         || nadi_form_error (error, member);
}

gboolean
nadi_form_uuids (NadiCall *call, const char *member, guint max, NadiList *list, GError **error)
{
  return take_list (call, member, nadi_uuid_valid, max, list, error);
}

gboolean
nadi_form_hashes (NadiCall *call, const char *member, guint max, NadiList *list, GError **error)
{
  return take_list (call, member, nadi_form_valid_hash, max, list, error);
}

gboolean
nadi_form_cids (NadiCall *call, const char *member, guint max, NadiList *list, GError **error)
{
  return take_list (call, member, nadi_form_valid_cid, max, list, error);
}

gboolean
nadi_form_roles (NadiCall *call, const char *member, NadiList *list, NadiStaffRoles *roles, GError **error)
{
  return take_list (call, member, nadi_form_valid_name, 6, list, error)
         && (nadi_roles_from_list (*list, roles) || nadi_form_error (error, member));
}
