/* Elements as text: one function per data type that people read. */
#include "nadi-fhir-show.h"

#include <string.h>

#include "nadi-fhir-check.h"
#include "nadi-patient.h"

char *
nadi_fhir_concept_text (const NadiJsonValue *concept)
{
  const NadiJsonValue *codings = nadi_fhir_array (concept, "coding");
  const char *text = nadi_fhir_string (concept, "text");

  for (guint i = 0; text == NULL && i < nadi_fhir_length (codings); i++)
    text = nadi_fhir_string (nadi_fhir_nth (codings, i), "display");
  for (guint i = 0; text == NULL && i < nadi_fhir_length (codings); i++)
    text = nadi_fhir_string (nadi_fhir_nth (codings, i), "code");
  return g_strdup (text);
}

static char *
number_text (const NadiJsonValue *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (node->kind != NADI_JSON_INTEGER && node->kind != NADI_JSON_DOUBLE)
    return NULL;
  if (node->kind == NADI_JSON_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, node->integer);
  for (int digits = 6; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, node->number);
      if (g_ascii_strtod (buffer, NULL) == node->number)
        break;
    }
  return g_strdup (buffer);
}

char *
nadi_fhir_number_text (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *node = nadi_json_find (object, member);

  return node != NULL ? number_text (node) : NULL;
}

static char *
quantity_text (const NadiJsonValue *quantity)
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
range_text (const NadiJsonValue *range)
{
  return between (quantity_text (nadi_fhir_object (range, "low")), quantity_text (nadi_fhir_object (range, "high")), " – ");
}

static char *
ratio_text (const NadiJsonValue *ratio)
{
  return between (quantity_text (nadi_fhir_object (ratio, "numerator")),
                  quantity_text (nadi_fhir_object (ratio, "denominator")), " / ");
}

static char *
period_text (const NadiJsonValue *period)
{
  return between (g_strdup (nadi_fhir_string (period, "start")), g_strdup (nadi_fhir_string (period, "end")), " – ");
}

static char *
name_text (const NadiJsonValue *object)
{
  g_autofree char *prefix = nadi_fhir_join (object, "prefix", " ");
  g_autofree char *given = nadi_fhir_join (object, "given", " ");
  NadiPersonName name = { (char *) nadi_fhir_string (object, "text"), prefix, given, (char *) nadi_fhir_string (object, "family") };
  g_autofree char *text = nadi_person_name_full (&name);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
address_text (const NadiJsonValue *object)
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
coding_text (const NadiJsonValue *coding)
{
  const char *display = nadi_fhir_string (coding, "display");

  return g_strdup (display != NULL ? display : nadi_fhir_string (coding, "code"));
}

static char *
reference_text (const NadiJsonValue *reference)
{
  const char *display = nadi_fhir_string (reference, "display");

  return g_strdup (display != NULL ? display : nadi_fhir_string (reference, "reference"));
}

static char *
text_member (const NadiJsonValue *object)
{
  return g_strdup (nadi_fhir_string (object, "text"));
}

static char *
value_member (const NadiJsonValue *object)
{
  return g_strdup (nadi_fhir_string (object, "value"));
}

static char *
manifestations (const NadiJsonValue *reaction)
{
  const NadiJsonValue *list = nadi_fhir_array (reaction, "manifestation");

  return nadi_fhir_concept_text (nadi_fhir_nth (list, 0));
}

static const struct
{
  const char *structure;
  char *(*text) (const NadiJsonValue *object);
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
primitive_text (const NadiJsonValue *node)
{
  if (node->kind == NADI_JSON_STRING)
    return g_strdup (node->text);
  if (node->kind == NADI_JSON_BOOLEAN)
    return g_strdup (node->truth ? "yes" : "no");
  return number_text (node);
}

static char *
single_text (const NadiFhirElement *element, const NadiJsonValue *node)
{
  if (element->primitive != NADI_FHIR_PRIMITIVE_NONE)
    return primitive_text (node);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      if (g_str_equal (shown[i].structure, element->structure->name))
        return shown[i].text (node);
    }
  return NULL;
}

char *
nadi_fhir_element_text (const NadiFhirElement *element, const NadiJsonValue *node)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!element->many)
    return single_text (element, node);
  for (guint i = 0; i < node->n; i++)
    {
      g_autofree char *text = single_text (element, &node->items[i]);
      if (text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", text);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
nadi_fhir_value_text (const NadiJsonValue *object)
{
  const NadiFhirStructure *observation = nadi_fhir_schema_find ("Observation");
  for (guint i = 0; object != NULL && i < object->n; i++)
    {
      const NadiFhirElement *element = g_hash_table_lookup (observation->elements, object->items[i].name);
      if (element != NULL && g_str_equal (element->name, "value[x]"))
        return nadi_fhir_element_text (element, &object->items[i]);
    }
  return NULL;
}
