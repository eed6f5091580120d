/* The walk over a resource, one structure after the other; depth is bounded by the strict JSON reader. */
#include "nadi-fhir-check.h"

#include <string.h>

#include "nadi-fhir-schema.h"

#define MAX_SLOTS 64

static gboolean check_object (NadiFhirCheck *check, const NadiFhirStructure *structure, JsonNode *node);

gboolean
nadi_fhir_refuse (NadiFhirCheck *check, NadiFhirError code, const char *element)
{
  g_set_error (check->error, NADI_FHIR_ERROR, code, "%s: %s%s%s", nadi_fhir_error_name (code), check->path->str,
               element != NULL ? "." : "", element != NULL ? element : "");
  return FALSE;
}

JsonObject *
nadi_fhir_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
nadi_fhir_array (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
nadi_fhir_string (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;
  gboolean is_text = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  return is_text ? json_node_get_string (node) : NULL;
}

JsonObject *
nadi_fhir_nth (JsonArray *array, guint n)
{
  JsonNode *node = n < nadi_fhir_length (array) ? json_array_get_element (array, n) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

guint
nadi_fhir_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

char *
nadi_fhir_join (JsonObject *object, const char *member, const char *between)
{
  JsonArray *list = nadi_fhir_array (object, member);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < nadi_fhir_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_NULL (node))
        continue;
      if (out->len > 0)
        g_string_append (out, between);
      g_string_append (out, json_node_get_string (node));
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

gboolean
nadi_fhir_has_coding (JsonObject *concept, const char *system, const char *code)
{
  JsonArray *codings = nadi_fhir_array (concept, "coding");

  for (guint i = 0; i < nadi_fhir_length (codings); i++)
    {
      JsonObject *coding = nadi_fhir_nth (codings, i);
      if (g_strcmp0 (nadi_fhir_string (coding, "system"), system) == 0 &&
          g_strcmp0 (nadi_fhir_string (coding, "code"), code) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A required binding of a CodeableConcept: at least one coding from the value set. */
static gboolean
check_bound_concept (NadiFhirCheck *check, const char *value_set, JsonNode *node)
{
  const char *system = nadi_fhir_value_set_system (value_set);
  JsonArray *codings = nadi_fhir_array (json_node_get_object (node), "coding");

  for (guint i = 0; i < nadi_fhir_length (codings); i++)
    {
      JsonObject *coding = nadi_fhir_nth (codings, i);
      const char *code = nadi_fhir_string (coding, "code");
      if (code != NULL && g_strcmp0 (nadi_fhir_string (coding, "system"), system) == 0 &&
          nadi_fhir_code_valid (value_set, code))
        return TRUE;
    }
  return nadi_fhir_refuse (check, NADI_FHIR_ERROR_CODE, NULL);
}

static gboolean
check_value (NadiFhirCheck *check, const NadiFhirElement *element, JsonNode *node)
{
  if (element->primitive == NADI_FHIR_PRIMITIVE_NONE)
    return check_object (check, element->structure, node) &&
           (element->value_set == NULL || check_bound_concept (check, element->value_set, node));
  if (!nadi_fhir_check_primitive (check, element->primitive, node))
    return FALSE;
  if (element->value_set != NULL && !nadi_fhir_code_valid (element->value_set, json_node_get_string (node)))
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_CODE, NULL);
  return TRUE;
}

/* In a list of primitives null keeps the place of one that has only extensions. */
static gboolean
check_list (NadiFhirCheck *check, const NadiFhirElement *element, JsonNode *node)
{
  gboolean may_be_null = element->primitive != NADI_FHIR_PRIMITIVE_NONE;
  gsize length = check->path->len;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  array = json_node_get_array (node);
  if (json_array_get_length (array) == 0)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_EMPTY, NULL);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      if (may_be_null && JSON_NODE_HOLDS_NULL (item))
        continue;
      g_string_append_printf (check->path, "[%u]", i);
      if (!check_value (check, element, item))
        return FALSE;
      g_string_truncate (check->path, length);
    }
  return TRUE;
}

static gboolean
check_member (NadiFhirCheck *check, const NadiFhirElement *element, const char *member, JsonNode *node)
{
  gsize length = check->path->len;
  gboolean good;

  g_string_append_printf (check->path, ".%s", member);
  good = element->many ? check_list (check, element, node) : check_value (check, element, node);
  if (good)
    g_string_truncate (check->path, length);
  return good;
}

/* "_birthDate" beside or instead of "birthDate": id and extensions of a primitive. */
static const NadiFhirElement *
find_shadowed (const NadiFhirStructure *structure, const char *member)
{
  const NadiFhirElement *element = *member == '_' ? g_hash_table_lookup (structure->elements, member + 1) : NULL;

  return element != NULL && element->primitive != NADI_FHIR_PRIMITIVE_NONE ? element : NULL;
}

static gboolean
check_shadow (NadiFhirCheck *check, const NadiFhirElement *element, const char *member, JsonNode *node)
{
  gboolean good = element->many ? JSON_NODE_HOLDS_ARRAY (node) : JSON_NODE_HOLDS_OBJECT (node);

  return good || nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, member + 1);
}

static gboolean
check_members (NadiFhirCheck *check, const NadiFhirStructure *structure, JsonObject *object, const char **given)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      const NadiFhirElement *element = g_hash_table_lookup (structure->elements, member);
      const NadiFhirElement *shadowed = element == NULL ? find_shadowed (structure, member) : NULL;
      const char *plain = shadowed != NULL ? member + 1 : member;

      if (element == NULL && shadowed == NULL)
        continue;
      if (shadowed != NULL && !check_shadow (check, shadowed, member, node))
        return FALSE;
      if (element != NULL && !check_member (check, element, member, node))
        return FALSE;
      element = element != NULL ? element : shadowed;
      /* R4 §2.6.1: of a choice only one may be present. */
      if (given[element->slot] != NULL && strcmp (given[element->slot], plain) != 0)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_CHOICE, element->name);
      given[element->slot] = plain;
    }
  return TRUE;
}

static gboolean
check_object (NadiFhirCheck *check, const NadiFhirStructure *structure, JsonNode *node)
{
  const char *given[MAX_SLOTS] = { NULL };
  JsonObject *object;

  g_assert (structure->slots->len <= MAX_SLOTS);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  object = json_node_get_object (node);
  if (json_object_get_size (object) == 0)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_EMPTY, NULL);
  if (!check_members (check, structure, object, given))
    return FALSE;
  for (guint i = 0; i < structure->slots->len; i++)
    {
      const NadiFhirSlot *slot = &g_array_index (structure->slots, NadiFhirSlot, i);
      if (slot->required && given[i] == NULL)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_MISSING, slot->name);
    }
  return nadi_fhir_check_rules (check, structure->name, object);
}

/* Resources inside the resource are kept as they are; they must be resources, and hold none themselves (dom-2). */
static gboolean
check_contained (NadiFhirCheck *check, JsonObject *resource)
{
  JsonNode *node = json_object_get_member (resource, "contained");
  JsonArray *contained = nadi_fhir_array (resource, "contained");

  if (node != NULL && contained == NULL)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, "contained");
  for (guint i = 0; i < nadi_fhir_length (contained); i++)
    {
      JsonObject *inner = nadi_fhir_nth (contained, i);
      if (nadi_fhir_string (inner, "resourceType") == NULL)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_NO_RESOURCE, "contained");
      if (json_object_has_member (inner, "contained"))
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_INVARIANT, "contained");
    }
  return TRUE;
}

gboolean
nadi_fhir_check_resource (const char *type, JsonObject *resource, GError **error)
{
  g_autoptr (GString) path = g_string_new (type);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  NadiFhirCheck check = { path, error };

  json_node_set_object (root, resource);
  return check_object (&check, nadi_fhir_schema_find (type), root) && check_contained (&check, resource);
}
