/* Compiles the element lists into tables, once. */
#include "nadi-fhir-schema.h"

#include <string.h>

#include "nadi-fhir-type.h"

/* Members that every element, backbone element and resource has besides its own. */
#define ELEMENT "id string; extension* Extension"
#define BACKBONE ELEMENT "; modifierExtension* Extension"
#define RESOURCE                                                                                                       \
  "id id; meta Meta; implicitRules uri; language code; text Narrative; contained* any; extension* Extension; "         \
  "modifierExtension* Extension"

static const struct
{
  const char *name;
  NadiFhirPrimitive primitive;
} primitives[] = {
  { "any", NADI_FHIR_PRIMITIVE_ANY },
  { "base64Binary", NADI_FHIR_PRIMITIVE_BASE64 },
  { "boolean", NADI_FHIR_PRIMITIVE_BOOLEAN },
  { "canonical", NADI_FHIR_PRIMITIVE_URI },
  { "code", NADI_FHIR_PRIMITIVE_CODE },
  { "date", NADI_FHIR_PRIMITIVE_DATE },
  { "dateTime", NADI_FHIR_PRIMITIVE_DATE_TIME },
  { "decimal", NADI_FHIR_PRIMITIVE_DECIMAL },
  { "id", NADI_FHIR_PRIMITIVE_ID },
  { "instant", NADI_FHIR_PRIMITIVE_INSTANT },
  { "integer", NADI_FHIR_PRIMITIVE_INTEGER },
  { "markdown", NADI_FHIR_PRIMITIVE_STRING },
  { "oid", NADI_FHIR_PRIMITIVE_URI },
  { "positiveInt", NADI_FHIR_PRIMITIVE_POSITIVE_INT },
  { "string", NADI_FHIR_PRIMITIVE_STRING },
  { "time", NADI_FHIR_PRIMITIVE_TIME },
  { "unsignedInt", NADI_FHIR_PRIMITIVE_UNSIGNED_INT },
  { "uri", NADI_FHIR_PRIMITIVE_URI },
  { "url", NADI_FHIR_PRIMITIVE_URI },
  { "uuid", NADI_FHIR_PRIMITIVE_URI },
  { "xhtml", NADI_FHIR_PRIMITIVE_STRING },
};

static GHashTable *structures; /* name to NadiFhirStructure; written once by build_schema() */

static NadiFhirPrimitive
find_primitive (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (primitives); i++)
    {
      if (g_str_equal (primitives[i].name, name))
        return primitives[i].primitive;
    }
  return NADI_FHIR_PRIMITIVE_NONE;
}

static void
add_element (NadiFhirStructure *structure, const char *member, const char *type, const NadiFhirElement *shape)
{
  NadiFhirElement *element = g_memdup2 (shape, sizeof *shape);

  element->primitive = find_primitive (type);
  if (element->primitive == NADI_FHIR_PRIMITIVE_NONE)
    element->structure = g_hash_table_lookup (structures, type);
  g_assert (element->primitive != NADI_FHIR_PRIMITIVE_NONE || element->structure != NULL);
  g_hash_table_insert (structure->elements, g_strdup (member), element);
}

/* value[x] with type Quantity is the member valueQuantity. */
static void
add_choice (NadiFhirStructure *structure, const char *types, const NadiFhirElement *shape)
{
  g_auto (GStrv) names = g_strsplit (types, "|", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *member = g_strdup_printf ("%.*s%c%s", (int) (strlen (shape->name) - 3), shape->name,
                                                 g_ascii_toupper (*names[i]), names[i] + 1);
      add_element (structure, member, names[i], shape);
    }
}

/* "name! type=value-set" */
static void
add_definition (NadiFhirStructure *structure, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  g_auto (GStrv) type = g_strsplit (words[1], "=", 2);
  char *mark = words[0] + strlen (words[0]) - 1;
  NadiFhirElement shape = { .slot = structure->slots->len, .many = *mark == '*' || *mark == '+' };
  NadiFhirSlot slot = { .required = *mark == '!' || *mark == '+' };

  if (shape.many || slot.required)
    *mark = '\0';
  slot.name = shape.name = g_strdup (words[0]);
  shape.value_set = type[1] != NULL ? g_intern_string (type[1]) : NULL;
  g_array_append_val (structure->slots, slot);
  if (g_str_has_suffix (shape.name, "[x]"))
    add_choice (structure, type[0], &shape);
  else
    add_element (structure, shape.name, type[0], &shape);
}

static void
add_definitions (NadiFhirStructure *structure, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    add_definition (structure, g_strstrip (parts[i]));
}

static const char *
common_elements (const char *name)
{
  NadiFhirType type;

  if (nadi_fhir_type_from_name (name, &type))
    return RESOURCE;
  return strchr (name, '.') != NULL ? BACKBONE : ELEMENT;
}

static void
declare (const NadiFhirDefinition *definitions)
{
  for (; definitions->name != NULL; definitions++)
    {
      NadiFhirStructure *structure = g_new0 (NadiFhirStructure, 1);
      structure->name = definitions->name;
      structure->elements = g_hash_table_new (g_str_hash, g_str_equal);
      structure->slots = g_array_new (FALSE, FALSE, sizeof (NadiFhirSlot));
      g_hash_table_insert (structures, (gpointer) definitions->name, structure);
    }
}

static void
define (const NadiFhirDefinition *definitions)
{
  for (; definitions->name != NULL; definitions++)
    {
      NadiFhirStructure *structure = g_hash_table_lookup (structures, definitions->name);
      add_definitions (structure, common_elements (definitions->name));
      add_definitions (structure, definitions->elements);
    }
}

/* All names first: structures point at one another, Extension even at itself. */
static gpointer
build_schema (gpointer unused)
{
  structures = g_hash_table_new (g_str_hash, g_str_equal);
  declare (nadi_fhir_type_definitions);
  declare (nadi_fhir_resource_definitions);
  define (nadi_fhir_type_definitions);
  define (nadi_fhir_resource_definitions);
  return structures;
}

const NadiFhirStructure *
nadi_fhir_schema_find (const char *name)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, build_schema, NULL);
  return g_hash_table_lookup (once.retval, name);
}
