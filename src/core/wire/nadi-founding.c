/* Founding statements: a JWS that the organisation's first administrator signs with a key that stands inside it. */
#include "nadi-founding.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-uuid.h"
#include "nadi-wire-private.h"

#define TYP "nadi-founding"
/* With base64url around it, and the other members of `org.admit`, it still fits an event. */
#define MAX_STATEMENT_LENGTH 11000
#define MAX_NAME_LENGTH 200
#define MAX_ROLES 8

static const char *const kinds[]
    = { "hospital", "clinic", "laboratory", "pharmacy", "insurer", "research", "agency", NULL };

static void
founding_role_free (gpointer data)
{
  NadiFoundingRole *role = data;
  g_free (role->role);
  g_free (role->key);
  g_free (role->box);
  g_free (role);
}

NadiFounding *
nadi_founding_new (void)
{
  NadiFounding *founding = g_new0 (NadiFounding, 1);
  founding->roles = g_ptr_array_new_with_free_func (founding_role_free);
  return founding;
}

void
nadi_founding_free (NadiFounding *founding)
{
  g_free (founding->org);
  g_free (founding->kind);
  g_free (founding->name);
  g_free (founding->staff);
  g_free (founding->staff_name);
  g_strfreev (founding->staff_roles);
  g_free (founding->sign);
  g_free (founding->seal);
  g_free (founding->device);
  g_free (founding->device_key);
  g_ptr_array_unref (founding->roles);
  g_free (founding);
}

static void
write_roles (NadiJsonWriter *writer, const GPtrArray *roles)
{
  nadi_json_name (writer, "roles");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < roles->len; i++)
    {
      const NadiFoundingRole *role = roles->pdata[i];
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "role", role->role);
      nadi_json_put_string (writer, "key", role->key);
      nadi_json_put_string (writer, "box", role->box);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

char *
nadi_founding_sign (const NadiFounding *founding, NadiSigningKey *key)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "org", founding->org);
  nadi_json_put_string (writer, "kind", founding->kind);
  nadi_json_put_string (writer, "name", founding->name);
  nadi_json_put_string (writer, "staff", founding->staff);
  nadi_json_put_string (writer, "staff_name", founding->staff_name);
  nadi_json_put_strings (writer, "staff_roles", (const char *const *) founding->staff_roles);
  nadi_json_put_string (writer, "sign", founding->sign);
  nadi_json_put_string (writer, "seal", founding->seal);
  nadi_json_put_string (writer, "device", founding->device);
  nadi_json_put_string (writer, "device_key", founding->device_key);
  write_roles (writer, founding->roles);
  nadi_json_end_object (writer);
  gsize length;
  g_autofree char *payload = nadi_json_writer_finish (writer, &length);
  return nadi_jws_sign (TYP, key, payload, length);
}

static gboolean
get_text (JsonObject *object, const char *member, char **value, GError **error)
{
  const char *text;
  if (!nadi_json_get_string (object, member, &text, error))
    return FALSE;
  *value = g_strdup (text);
  return TRUE;
}

static gboolean
is_name (const char *name)
{
  return *name != '\0' && strlen (name) <= MAX_NAME_LENGTH;
}

static gboolean
is_role (const char *role)
{
  gsize length = strspn (role, "abcdefghijklmnopqrstuvwxyz-");
  return length > 0 && length <= 32 && role[length] == '\0';
}

static gboolean
is_seal_key (const char *text)
{
  g_autoptr (NadiRsaPublic) key = nadi_rsa_public_from_text (text, NULL);
  return key != NULL;
}

static gboolean
is_sign_key (const char *text)
{
  NadiVerifyKey key;
  return nadi_verify_key_from_text (text, &key, NULL);
}

static gboolean
read_role (JsonObject *object, NadiFoundingRole *role, GError **error)
{
  static const char *const members[] = { "role", "key", "box", NULL };
  NadiHash address;
  if (!nadi_json_only_members (object, members, error) || !get_text (object, "role", &role->role, error)
      || !get_text (object, "key", &role->key, error) || !get_text (object, "box", &role->box, error)
      || !nadi_cid_parse (role->box, &address, error))
    return FALSE;
  return (is_role (role->role) && is_seal_key (role->key))
         || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A founding role's name or key is none");
}

static gboolean
roles_differ (const GPtrArray *roles)
{
  for (guint i = 0; i < roles->len; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (((NadiFoundingRole *) roles->pdata[i])->role, ((NadiFoundingRole *) roles->pdata[j])->role)
          == 0)
        return FALSE;
  return TRUE;
}

static gboolean
read_roles (NadiFounding *founding, JsonArray *array, GError **error)
{
  guint n = json_array_get_length (array);
  if (n == 0 || n > MAX_ROLES)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT,
                           "A founding statement with no or too many role keys");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A founding role that is no object");
      NadiFoundingRole *role = g_new0 (NadiFoundingRole, 1);
      g_ptr_array_add (founding->roles, role);
      if (!read_role (json_node_get_object (node), role, error))
        return FALSE;
    }
  return roles_differ (founding->roles)
         || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A founding statement names a role twice");
}

static gboolean
read_members (NadiFounding *founding, JsonObject *object, GError **error)
{
  static const char *const members[] = { "org",  "kind", "name",   "staff",      "staff_name", "staff_roles",
                                         "sign", "seal", "device", "device_key", "roles",      NULL };
  JsonArray *roles;
  if (!nadi_json_only_members (object, members, error) || !get_text (object, "org", &founding->org, error)
      || !get_text (object, "kind", &founding->kind, error)
      || !get_text (object, "name", &founding->name, error)
      || !get_text (object, "staff", &founding->staff, error)
      || !get_text (object, "staff_name", &founding->staff_name, error)
      || !nadi_json_get_strings (object, "staff_roles", MAX_ROLES, &founding->staff_roles, error)
      || !get_text (object, "sign", &founding->sign, error)
      || !get_text (object, "seal", &founding->seal, error)
      || !get_text (object, "device", &founding->device, error)
      || !get_text (object, "device_key", &founding->device_key, error)
      || !nadi_json_get_array (object, "roles", &roles, error) || !read_roles (founding, roles, error))
    return FALSE;

  gboolean good = nadi_uuid_valid (founding->org) && g_strv_contains (kinds, founding->kind)
                  && is_name (founding->name) && nadi_uuid_valid (founding->staff)
                  && is_name (founding->staff_name) && is_sign_key (founding->sign)
                  && is_seal_key (founding->seal) && nadi_uuid_valid (founding->device)
                  && is_sign_key (founding->device_key)
                  && g_strv_contains ((const char *const *) founding->staff_roles, "administrator");
  for (guint i = 0; good && founding->staff_roles[i] != NULL; i++)
    good = is_role (founding->staff_roles[i]);
  return good
         || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT,
                            "A founding statement's members are not what they must be");
}

NadiFounding *
nadi_founding_parse (const char *jws, gsize length, GError **error)
{
  g_autoptr (NadiJws) parsed = nadi_jws_parse (jws, length, MAX_STATEMENT_LENGTH, TYP, error);
  if (parsed == NULL)
    return NULL;
  g_autoptr (NadiFounding) founding = nadi_founding_new ();
  g_autoptr (JsonNode) node = NULL;
  NadiVerifyKey key;
  JsonObject *object
      = nadi_json_load_object (parsed->payload, parsed->payload_length, MAX_STATEMENT_LENGTH, &node, error);
  if (object == NULL || !read_members (founding, object, error)
      || !nadi_verify_key_from_text (founding->sign, &key, error)
      || !nadi_jws_verify (parsed, jws, &key, error))
    return NULL;
  return g_steal_pointer (&founding);
}
