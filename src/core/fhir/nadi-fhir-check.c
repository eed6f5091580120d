/* The walk over a resource, one structure after the other; depth is bounded by the strict JSON reader. */
#include "nadi-fhir-check.h"

#include <string.h>

#include "nadi-fhir-schema.h"

#define MAX_SLOTS 64

static gboolean check_object (NadiFhirCheck *check, const NadiFhirStructure *structure, const NadiJsonValue *object);

gboolean
nadi_fhir_refuse (NadiFhirCheck *check, NadiFhirError code, const char *element)
{
  g_set_error (check->error, NADI_FHIR_ERROR, code, "%s: %s%s%s", nadi_fhir_error_name (code), check->path->str,
               element != NULL ? "." : "", element != NULL ? element : "");
  return FALSE;
}

const NadiJsonValue *
nadi_fhir_object (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && value->kind == NADI_JSON_OBJECT ? value : NULL;
}

const NadiJsonValue *
nadi_fhir_array (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && value->kind == NADI_JSON_ARRAY ? value : NULL;
}

const char *
nadi_fhir_string (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && value->kind == NADI_JSON_STRING ? value->text : NULL;
}

const NadiJsonValue *
nadi_fhir_nth (const NadiJsonValue *array, guint n)
{
  return n < nadi_fhir_length (array) && array->items[n].kind == NADI_JSON_OBJECT ? &array->items[n] : NULL;
}

guint
nadi_fhir_length (const NadiJsonValue *array)
{
  return array != NULL ? array->n : 0;
}

gboolean
nadi_fhir_is_true (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && value->kind == NADI_JSON_BOOLEAN && value->truth;
}

char *
nadi_fhir_join (const NadiJsonValue *object, const char *member, const char *between)
{
  const NadiJsonValue *list = nadi_fhir_array (object, member);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < nadi_fhir_length (list); i++)
    {
      if (list->items[i].kind != NADI_JSON_STRING)
        continue;
      if (out->len > 0)
        g_string_append (out, between);
      g_string_append (out, list->items[i].text);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

gboolean
nadi_fhir_has_coding (const NadiJsonValue *concept, const char *system, const char *code)
{
  const NadiJsonValue *codings = nadi_fhir_array (concept, "coding");

  for (guint i = 0; i < nadi_fhir_length (codings); i++)
    {
      const NadiJsonValue *coding = nadi_fhir_nth (codings, i);
      if (g_strcmp0 (nadi_fhir_string (coding, "system"), system) == 0 &&
          g_strcmp0 (nadi_fhir_string (coding, "code"), code) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A required binding of a CodeableConcept: at least one coding from the value set. */
static gboolean
check_bound_concept (NadiFhirCheck *check, const char *value_set, const NadiJsonValue *node)
{
  const char *system = nadi_fhir_value_set_system (value_set);
  const NadiJsonValue *codings = nadi_fhir_array (node, "coding");

  for (guint i = 0; i < nadi_fhir_length (codings); i++)
    {
      const NadiJsonValue *coding = nadi_fhir_nth (codings, i);
      const char *code = nadi_fhir_string (coding, "code");
      if (code != NULL && g_strcmp0 (nadi_fhir_string (coding, "system"), system) == 0 &&
          nadi_fhir_code_valid (value_set, code))
        return TRUE;
    }
  return nadi_fhir_refuse (check, NADI_FHIR_ERROR_CODE, NULL);
}

static gboolean
check_value (NadiFhirCheck *check, const NadiFhirElement *element, const NadiJsonValue *node)
{
  if (element->primitive == NADI_FHIR_PRIMITIVE_NONE)
    return check_object (check, element->structure, node) &&
           (element->value_set == NULL || check_bound_concept (check, element->value_set, node));
  if (!nadi_fhir_check_primitive (check, element->primitive, node))
    return FALSE;
  if (element->value_set != NULL && !nadi_fhir_code_valid (element->value_set, node->text))
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_CODE, NULL);
  return TRUE;
}

/* In a list of primitives null keeps the place of one that has only extensions. */
static gboolean
check_list (NadiFhirCheck *check, const NadiFhirElement *element, const NadiJsonValue *node)
{
  gboolean may_be_null = element->primitive != NADI_FHIR_PRIMITIVE_NONE;
  gsize length = check->path->len;

  if (node->kind != NADI_JSON_ARRAY)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  if (node->n == 0)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_EMPTY, NULL);
  for (guint i = 0; i < node->n; i++)
    {
      const NadiJsonValue *item = &node->items[i];
      if (may_be_null && item->kind == NADI_JSON_NULL)
        continue;
      g_string_append_printf (check->path, "[%u]", i);
      if (!check_value (check, element, item))
        return FALSE;
      g_string_truncate (check->path, length);
    }
  return TRUE;
}

static gboolean
check_member (NadiFhirCheck *check, const NadiFhirElement *element, const char *member, const NadiJsonValue *node)
{
  gsize length = check->path->len;
  gboolean good;

  g_string_append_c (check->path, '.');
  g_string_append (check->path, member);
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
check_shadow (NadiFhirCheck *check, const NadiFhirElement *element, const char *member, const NadiJsonValue *node)
{
  gboolean good = node->kind == (element->many ? NADI_JSON_ARRAY : NADI_JSON_OBJECT);

  return good || nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, member + 1);
}

static gboolean
check_members (NadiFhirCheck *check, const NadiFhirStructure *structure, const NadiJsonValue *object, const char **given)
{
  for (guint i = 0; i < object->n; i++)
    {
      const NadiJsonValue *node = &object->items[i];
      const char *member = node->name;
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
check_object (NadiFhirCheck *check, const NadiFhirStructure *structure, const NadiJsonValue *object)
{
  const char *given[MAX_SLOTS] = { NULL };

  g_assert (structure->slots->len <= MAX_SLOTS);
  if (object->kind != NADI_JSON_OBJECT)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  if (object->n == 0)
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
check_contained (NadiFhirCheck *check, const NadiJsonValue *resource)
{
  const NadiJsonValue *contained = nadi_fhir_array (resource, "contained");

  if (contained == NULL && nadi_json_find (resource, "contained") != NULL)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, "contained");
  for (guint i = 0; i < nadi_fhir_length (contained); i++)
    {
      const NadiJsonValue *inner = nadi_fhir_nth (contained, i);
      if (nadi_fhir_string (inner, "resourceType") == NULL)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_NO_RESOURCE, "contained");
      if (nadi_json_find (inner, "contained") != NULL)
        return nadi_fhir_refuse (check, NADI_FHIR_ERROR_INVARIANT, "contained");
    }
  return TRUE;
}

gboolean
nadi_fhir_check_resource (const char *type, const NadiJsonValue *resource, GError **error)
{
  g_autoptr (GString) path = g_string_new (type);
  NadiFhirCheck check = { path, error };

  return check_object (&check, nadi_fhir_schema_find (type), resource) && check_contained (&check, resource);
}
