/* json-glib's tree of a text that has passed the scan.
 *
 * Not through JsonParser: it wraps integers beyond 64 bits around without a word, and a second reader with its own ideas of the grammar is
 * what the scan is there to prevent. */
#include "nadi-json.h"
#include "nadi-json-tree.h"

static JsonNode *node_of (const NadiJsonValue *value);

static JsonNode *
object_of (const NadiJsonValue *value)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < value->n; i++)
    json_object_set_member (object, value->items[i].name, node_of (&value->items[i]));
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
array_of (const NadiJsonValue *value)
{
  g_autoptr (JsonArray) array = json_array_sized_new (value->n);

  for (guint i = 0; i < value->n; i++)
    json_array_add_element (array, node_of (&value->items[i]));
  return json_node_init_array (json_node_alloc (), array);
}

/* As deep as the text, which the scan has bounded. */
static JsonNode *
node_of (const NadiJsonValue *value)
{
  switch (value->kind)
    {
    case NADI_JSON_OBJECT:
      return object_of (value);
    case NADI_JSON_ARRAY:
      return array_of (value);
    case NADI_JSON_STRING:
      return json_node_init_string (json_node_alloc (), value->text);
    case NADI_JSON_INTEGER:
      return json_node_init_int (json_node_alloc (), value->integer);
    case NADI_JSON_DOUBLE:
      return json_node_init_double (json_node_alloc (), value->number);
    case NADI_JSON_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value->truth);
    case NADI_JSON_NULL:
    default:
      return json_node_init_null (json_node_alloc ());
    }
}

JsonNode *
nadi_json_load (const char *text, gsize length, gsize limit, GError **error)
{
  g_autofree NadiJsonValue *root = NULL;

  if (!nadi_json_scan (text, length, limit, error))
    return NULL;
  root = nadi_json_tree_new (text, length);
  return node_of (root);
}

JsonObject *
nadi_json_load_object (const char *text, gsize length, gsize limit, JsonNode **node, GError **error)
{
  g_autoptr (JsonNode) root = nadi_json_load (text, length, limit, error);
  *node = NULL;
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TYPE, "JSON: the root is no object");
      return NULL;
    }
  *node = g_steal_pointer (&root);
  return json_node_get_object (*node);
}
