/* When the clinical event of a resource was: which element says it, per type. */
#include <string.h>

#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-time.h"

/* In the order in which they are looked at; a name with a dot is the start of a Period. */
static const char *const places[NADI_FHIR_N_TYPES][6] = {
  [NADI_FHIR_ENCOUNTER] = { "period.start" },
  [NADI_FHIR_CONDITION] = { "recordedDate", "onsetDateTime", "onsetPeriod.start" },
  [NADI_FHIR_ALLERGY_INTOLERANCE] = { "recordedDate", "onsetDateTime", "onsetPeriod.start", "lastOccurrence" },
  [NADI_FHIR_PROCEDURE] = { "performedDateTime", "performedPeriod.start" },
  [NADI_FHIR_IMMUNIZATION] = { "occurrenceDateTime", "recorded" },
  [NADI_FHIR_OBSERVATION] = { "effectiveDateTime", "effectivePeriod.start", "effectiveInstant", "issued" },
  [NADI_FHIR_MEDICATION_REQUEST] = { "authoredOn" },
  [NADI_FHIR_DIAGNOSTIC_REPORT] = { "effectiveDateTime", "effectivePeriod.start", "issued" },
  [NADI_FHIR_DOCUMENT_REFERENCE] = { "date" },
};

static const char *
text_at (const NadiJsonValue *object, const char *place)
{
  const char *dot = strchr (place, '.');
  g_autofree char *member = NULL;

  if (dot == NULL)
    return nadi_fhir_string (object, place);
  member = g_strndup (place, (gsize) (dot - place));
  return nadi_fhir_string (nadi_fhir_object (object, member), dot + 1);
}

gboolean
nadi_fhir_event_time (NadiFhirType type, const NadiJsonValue *object, gint64 *time)
{
  for (guint i = 0; i < G_N_ELEMENTS (places[type]) && places[type][i] != NULL; i++)
    {
      const char *text = text_at (object, places[type][i]);
      if (text != NULL)
        return nadi_fhir_parse_date_time (text, time, NULL, NULL);
    }
  return FALSE;
}
