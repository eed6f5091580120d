/* Typed members of a JSON object. */
#include "nadi-json.h"

#include <string.h>

static gboolean
fail (GError **error, NadiFormatError code, const char *member, const char *what)
{
  g_set_error (error, NADI_FORMAT_ERROR, code, "JSON: member \"%s\" %s", member, what);
  return FALSE;
}

static JsonNode *
find (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL)
    fail (error, NADI_FORMAT_ERROR_MISSING, member, "is missing");
  return node;
}

static gboolean
is_absent (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
nadi_json_get_string (JsonObject *object, const char *member, const char **value, GError **error)
{
  *value = NULL;
  JsonNode *node = find (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_STRING))
    return fail (error, NADI_FORMAT_ERROR_TYPE, member, "is no string");
  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
nadi_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value,
                   GError **error)
{
  *value = 0;
  JsonNode *node = find (object, member, error);
  if (node == NULL)
    return FALSE;
  if (holds (node, G_TYPE_DOUBLE))
    return fail (error, NADI_FORMAT_ERROR_RANGE, member, "is no integer of 64 bits");
  if (!holds (node, G_TYPE_INT64))
    return fail (error, NADI_FORMAT_ERROR_TYPE, member, "is no number");
  gint64 number = json_node_get_int (node);
  if (number < min || number > max)
    return fail (error, NADI_FORMAT_ERROR_RANGE, member, "is out of range");
  *value = number;
  return TRUE;
}

gboolean
nadi_json_get_boolean (JsonObject *object, const char *member, gboolean *value, GError **error)
{
  *value = FALSE;
  JsonNode *node = find (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return fail (error, NADI_FORMAT_ERROR_TYPE, member, "is no boolean");
  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
nadi_json_get_object (JsonObject *object, const char *member, JsonObject **value, GError **error)
{
  *value = NULL;
  JsonNode *node = find (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, NADI_FORMAT_ERROR_TYPE, member, "is no object");
  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
nadi_json_get_array (JsonObject *object, const char *member, JsonArray **value, GError **error)
{
  *value = NULL;
  JsonNode *node = find (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, NADI_FORMAT_ERROR_TYPE, member, "is no array");
  *value = json_node_get_array (node);
  return TRUE;
}

gboolean
nadi_json_get_optional_string (JsonObject *object, const char *member, const char **value, GError **error)
{
  *value = NULL;
  return is_absent (object, member) || nadi_json_get_string (object, member, value, error);
}

gboolean
nadi_json_get_optional_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 fallback,
                            gint64 *value, GError **error)
{
  *value = fallback;
  return is_absent (object, member) || nadi_json_get_int (object, member, min, max, value, error);
}

gboolean
nadi_json_get_strings (JsonObject *object, const char *member, guint max_items, char ***value, GError **error)
{
  JsonArray *array;
  *value = NULL;
  if (!nadi_json_get_array (object, member, &array, error))
    return FALSE;
  guint n_items = json_array_get_length (array);
  if (n_items > max_items)
    return fail (error, NADI_FORMAT_ERROR_TOO_LARGE, member, "has too many items");

  g_auto (GStrv) strings = g_new0 (char *, (gsize) n_items + 1);
  for (guint i = 0; i < n_items; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!holds (node, G_TYPE_STRING))
        return fail (error, NADI_FORMAT_ERROR_TYPE, member, "has an item that is no string");
      strings[i] = g_strdup (json_node_get_string (node));
    }
  *value = g_steal_pointer (&strings);
  return TRUE;
}

gboolean
nadi_json_only_members (JsonObject *object, const char *const *members, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (members, name))
      {
        /* The name came from outside and is not repeated. */
        g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_UNKNOWN,
                             "JSON: an object has a member that has no place there");
        return FALSE;
      }
  return TRUE;
}
