/* Which elements of each type are worth a line, and what they are called. */
#include "nadi-fhir-describe.h"

#include <string.h>

#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-show.h"
#include "nadi-text.h"

#define LINE_LIMIT 200
#define MAX_COMPONENTS 50

typedef struct
{
  const char *element; /* "value[x]" for a choice */
  const char *label;
} Line;

/* The first line that has a value is the title. */
static const Line titles[NADI_FHIR_N_TYPES][4] = {
  [NADI_FHIR_PATIENT] = { { "name", NULL } },
  [NADI_FHIR_ORGANIZATION] = { { "name", NULL } },
  [NADI_FHIR_PRACTITIONER] = { { "name", NULL } },
  [NADI_FHIR_ENCOUNTER] = { { "reasonCode", NULL }, { "type", NULL }, { "class", NULL } },
  [NADI_FHIR_CONDITION] = { { "code", NULL } },
  [NADI_FHIR_ALLERGY_INTOLERANCE] = { { "code", NULL } },
  [NADI_FHIR_PROCEDURE] = { { "code", NULL } },
  [NADI_FHIR_IMMUNIZATION] = { { "vaccineCode", NULL } },
  [NADI_FHIR_OBSERVATION] = { { "code", NULL } },
  [NADI_FHIR_MEDICATION_REQUEST] = { { "medication[x]", NULL } },
  [NADI_FHIR_DIAGNOSTIC_REPORT] = { { "code", NULL } },
  [NADI_FHIR_DOCUMENT_REFERENCE] = { { "description", NULL }, { "type", NULL } },
};

static const Line lines[NADI_FHIR_N_TYPES][12] = {
  [NADI_FHIR_PATIENT] = { { "birthDate", "Born" }, { "gender", "Sex" }, { "deceased[x]", "Died" }, { "telecom", "Contact" },
                          { "address", "Address" }, { "identifier", "Identifiers" } },
  [NADI_FHIR_ORGANIZATION] = { { "type", "Kind" }, { "telecom", "Contact" }, { "address", "Address" } },
  [NADI_FHIR_PRACTITIONER] = { { "telecom", "Contact" }, { "address", "Address" } },
  [NADI_FHIR_ENCOUNTER] = { { "period", "When" }, { "type", "Kind" }, { "serviceProvider", "Where" }, { "status", "Status" } },
  [NADI_FHIR_CONDITION] = { { "onset[x]", "Since" }, { "abatement[x]", "Until" }, { "clinicalStatus", "Status" },
                            { "verificationStatus", "Certainty" }, { "severity", "Severity" }, { "bodySite", "Site" },
                            { "recordedDate", "Recorded" }, { "recorder", "By" }, { "note", "Note" } },
  [NADI_FHIR_ALLERGY_INTOLERANCE] = { { "reaction", "Reaction" }, { "criticality", "Risk" }, { "category", "Kind" },
                                      { "clinicalStatus", "Status" }, { "verificationStatus", "Certainty" },
                                      { "onset[x]", "Since" }, { "recordedDate", "Recorded" }, { "note", "Note" } },
  [NADI_FHIR_PROCEDURE] = { { "performed[x]", "When" }, { "status", "Status" }, { "reasonCode", "Reason" },
                            { "bodySite", "Site" }, { "outcome", "Outcome" }, { "note", "Note" } },
  [NADI_FHIR_IMMUNIZATION] = { { "occurrence[x]", "When" }, { "status", "Status" }, { "lotNumber", "Lot" },
                               { "manufacturer", "Maker" }, { "site", "Site" }, { "doseQuantity", "Dose" }, { "note", "Note" } },
  [NADI_FHIR_OBSERVATION] = { { "value[x]", "Value" }, { "dataAbsentReason", "No value" }, { "interpretation", "Reading" },
                              { "effective[x]", "When" }, { "status", "Status" }, { "note", "Note" }, { "performer", "By" } },
  [NADI_FHIR_MEDICATION_REQUEST] = { { "dosageInstruction", "Dose" }, { "status", "Status" }, { "intent", "Intent" },
                                     { "authoredOn", "Prescribed" }, { "requester", "By" }, { "reasonCode", "Reason" },
                                     { "note", "Note" } },
  [NADI_FHIR_DIAGNOSTIC_REPORT] = { { "conclusion", "Conclusion" }, { "conclusionCode", "Finding" }, { "result", "Results" },
                                    { "effective[x]", "When" }, { "status", "Status" }, { "performer", "By" } },
  [NADI_FHIR_DOCUMENT_REFERENCE] = { { "type", "Kind" }, { "date", "Added" }, { "status", "Status" }, { "author", "By" } },
};

/* The element's text under whichever member of a choice it has; NULL if it has none. (transfer full) */
static char *
find_text (const NadiFhirStructure *structure, const NadiJsonValue *object, const char *name)
{
  for (guint i = 0; object != NULL && i < object->n; i++)
    {
      const NadiFhirElement *element = g_hash_table_lookup (structure->elements, object->items[i].name);
      if (element != NULL && g_str_equal (element->name, name))
        return nadi_fhir_element_text (element, &object->items[i]);
    }
  return NULL;
}

static void
add_line (NadiFhirSummary *summary, const char *label, const char *text)
{
  NadiFhirLine line = { label, NULL };

  if (text == NULL || *text == '\0')
    return;
  line.value = nadi_text_display (text, LINE_LIMIT);
  g_array_append_val (summary->lines, line);
}

static void
add_components (NadiFhirSummary *summary, const NadiJsonValue *object)
{
  const NadiJsonValue *components = nadi_fhir_array (object, "component");

  for (guint i = 0; i < MIN (nadi_fhir_length (components), MAX_COMPONENTS); i++)
    {
      const NadiJsonValue *component = nadi_fhir_nth (components, i);
      g_autofree char *name = nadi_fhir_concept_text (nadi_fhir_object (component, "code"));
      g_autofree char *value = nadi_fhir_value_text (component);
      g_autofree char *text = g_strdup_printf ("%s: %s", name != NULL ? name : "", value != NULL ? value : "–");
      add_line (summary, NULL, text);
    }
}

static void
clear_line (gpointer data)
{
  g_free (((NadiFhirLine *) data)->value);
}

NadiFhirSummary *
nadi_fhir_describe (const NadiFhirResource *resource)
{
  NadiFhirType type = nadi_fhir_resource_get_type (resource);
  const NadiFhirStructure *structure = nadi_fhir_schema_find (nadi_fhir_type_name (type));
  NadiFhirSummary *summary = g_new0 (NadiFhirSummary, 1);
  const NadiJsonValue *object = nadi_fhir_resource_get_object (resource);
  g_autofree char *title = NULL;

  summary->lines = g_array_new (FALSE, FALSE, sizeof (NadiFhirLine));
  g_array_set_clear_func (summary->lines, clear_line);
  for (guint i = 0; title == NULL && i < G_N_ELEMENTS (titles[type]) && titles[type][i].element != NULL; i++)
    title = find_text (structure, object, titles[type][i].element);
  summary->title = nadi_text_display (title, LINE_LIMIT);
  if (type == NADI_FHIR_OBSERVATION)
    add_components (summary, object);
  for (guint i = 0; i < G_N_ELEMENTS (lines[type]) && lines[type][i].element != NULL; i++)
    {
      g_autofree char *text = find_text (structure, object, lines[type][i].element);
      add_line (summary, lines[type][i].label, text);
    }
  return summary;
}

void
nadi_fhir_summary_free (NadiFhirSummary *summary)
{
  g_free (summary->title);
  g_array_unref (summary->lines);
  g_free (summary);
}
