/* Elements as text: one function per data type that people read. */
#include "nadi-fhir-show.h"

#include <string.h>

#include "nadi-fhir-check.h"
#include "nadi-patient.h"

char *
nadi_fhir_concept_text (JsonObject *concept)
{
  JsonArray *codings = nadi_fhir_array (concept, "coding");
  const char *text = nadi_fhir_string (concept, "text");

  for (guint i = 0; text == NULL && i < nadi_fhir_length (codings); i++)
    text = nadi_fhir_string (nadi_fhir_nth (codings, i), "display");
  for (guint i = 0; text == NULL && i < nadi_fhir_length (codings); i++)
    text = nadi_fhir_string (nadi_fhir_nth (codings, i), "code");
  return g_strdup (text);
}

static char *
number_text (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  for (int digits = 6; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, json_node_get_double (node));
      if (g_ascii_strtod (buffer, NULL) == json_node_get_double (node))
        break;
    }
  return g_strdup (buffer);
}

char *
nadi_fhir_number_text (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? number_text (node) : NULL;
}

static char *
quantity_text (JsonObject *quantity)
{
  g_autofree char *number = nadi_fhir_number_text (quantity, "value");
  const char *comparator = nadi_fhir_string (quantity, "comparator");
  const char *unit = nadi_fhir_string (quantity, "unit");

  if (number == NULL)
    return NULL;
  if (unit == NULL)
    unit = nadi_fhir_string (quantity, "code");
  return g_strconcat (comparator != NULL ? comparator : "", number, unit != NULL ? " " : NULL, unit, NULL);
}

static char *
between (char *low, char *high, const char *sign)
{
  g_autofree char *first = low;
  g_autofree char *second = high;

  if (first == NULL || second == NULL)
    return g_strdup (first != NULL ? first : second);
  return g_strconcat (first, sign, second, NULL);
}

static char *
range_text (JsonObject *range)
{
  return between (quantity_text (nadi_fhir_object (range, "low")), quantity_text (nadi_fhir_object (range, "high")), " – ");
}

static char *
ratio_text (JsonObject *ratio)
{
  return between (quantity_text (nadi_fhir_object (ratio, "numerator")),
                  quantity_text (nadi_fhir_object (ratio, "denominator")), " / ");
}

static char *
period_text (JsonObject *period)
{
  return between (g_strdup (nadi_fhir_string (period, "start")), g_strdup (nadi_fhir_string (period, "end")), " – ");
}

static char *
name_text (JsonObject *object)
{
  g_autofree char *prefix = nadi_fhir_join (object, "prefix", " ");
  g_autofree char *given = nadi_fhir_join (object, "given", " ");
  NadiPersonName name = { (char *) nadi_fhir_string (object, "text"), prefix, given, (char *) nadi_fhir_string (object, "family") };
  g_autofree char *text = nadi_person_name_full (&name);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
address_text (JsonObject *object)
{
  static const char *const members[] = { "city", "district", "state", "postalCode", "country" };
  g_autofree char *line = nadi_fhir_join (object, "line", " ");
  GString *out = g_string_new (line);

  if (nadi_fhir_string (object, "text") != NULL)
    {
      g_string_free (out, TRUE);
      return g_strdup (nadi_fhir_string (object, "text"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = nadi_fhir_string (object, members[i]);
      if (text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", text);
    }
  return g_string_free (out, FALSE);
}

static char *
coding_text (JsonObject *coding)
{
  const char *display = nadi_fhir_string (coding, "display");

  return g_strdup (display != NULL ? display : nadi_fhir_string (coding, "code"));
}

static char *
reference_text (JsonObject *reference)
{
  const char *display = nadi_fhir_string (reference, "display");

  return g_strdup (display != NULL ? display : nadi_fhir_string (reference, "reference"));
}

static char *
text_member (JsonObject *object)
{
  return g_strdup (nadi_fhir_string (object, "text"));
}

static char *
value_member (JsonObject *object)
{
  return g_strdup (nadi_fhir_string (object, "value"));
}

static char *
manifestations (JsonObject *reaction)
{
  JsonArray *list = nadi_fhir_array (reaction, "manifestation");

  return nadi_fhir_concept_text (nadi_fhir_nth (list, 0));
}

static const struct
{
  const char *structure;
  char *(*text) (JsonObject *object);
} shown[] = {
  { "Address", address_text },     { "Age", quantity_text },        { "AllergyIntolerance.reaction", manifestations },
  { "Annotation", text_member },   { "CodeableConcept", nadi_fhir_concept_text },
  { "Coding", coding_text },       { "ContactPoint", value_member }, { "Dosage", text_member },
  { "Duration", quantity_text },   { "HumanName", name_text },      { "Identifier", value_member },
  { "Observation.component", nadi_fhir_value_text },
  { "Period", period_text },       { "Quantity", quantity_text },   { "Range", range_text },
  { "Ratio", ratio_text },         { "Reference", reference_text },
};

static char *
primitive_text (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "yes" : "no");
  return number_text (node);
}

static char *
single_text (const NadiFhirElement *element, JsonNode *node)
{
  if (element->primitive != NADI_FHIR_PRIMITIVE_NONE)
    return primitive_text (node);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      if (g_str_equal (shown[i].structure, element->structure->name))
        return shown[i].text (json_node_get_object (node));
    }
  return NULL;
}

char *
nadi_fhir_element_text (const NadiFhirElement *element, JsonNode *node)
{
  g_autoptr (GString) out = g_string_new (NULL);
  JsonArray *list;

  if (!element->many)
    return single_text (element, node);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *text = single_text (element, json_array_get_element (list, i));
      if (text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", text);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
nadi_fhir_value_text (JsonObject *object)
{
  const NadiFhirStructure *observation = nadi_fhir_schema_find ("Observation");
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      const NadiFhirElement *element = g_hash_table_lookup (observation->elements, member);
      if (element != NULL && g_str_equal (element->name, "value[x]"))
        return nadi_fhir_element_text (element, node);
    }
  return NULL;
}
