/* The value sets that FHIR R4 binds as required in the twelve types. */
#include "nadi-fhir-schema.h"

#include <string.h>

#define TERMINOLOGY "http://terminology.hl7.org/CodeSystem/"

static const struct
{
  const char *name;
  const char *system;
  const char *codes; /* between spaces, one before the first and one behind the last */
} value_sets[] = {
  { "address-type", NULL, " postal physical both " },
  { "address-use", NULL, " home work temp old billing " },
  { "administrative-gender", NULL, " male female other unknown " },
  { "allergy-category", NULL, " food medication environment biologic " },
  { "allergy-clinical", TERMINOLOGY "allergyintolerance-clinical", " active inactive resolved " },
  { "allergy-criticality", NULL, " low high unable-to-assess " },
  { "allergy-type", NULL, " allergy intolerance " },
  { "allergy-verification", TERMINOLOGY "allergyintolerance-verification",
    " unconfirmed confirmed refuted entered-in-error " },
  { "comparator", NULL, " < <= >= > " },
  { "condition-clinical", TERMINOLOGY "condition-clinical",
    " active recurrence relapse inactive remission resolved " },
  { "condition-verification", TERMINOLOGY "condition-ver-status",
    " unconfirmed provisional differential confirmed refuted entered-in-error " },
  { "contact-system", NULL, " phone fax email pager url sms other " },
  { "contact-use", NULL, " home work temp old mobile " },
  { "days-of-week", NULL, " mon tue wed thu fri sat sun " },
  { "document-relation", NULL, " replaces transforms signs appends " },
  { "document-status", NULL, " current superseded entered-in-error " },
  { "document-state", NULL, " preliminary final amended entered-in-error " },
  { "encounter-status", NULL,
    " planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown " },
  { "event-status", NULL,
    " preparation in-progress not-done on-hold stopped completed entered-in-error unknown " },
  { "event-timing", NULL,
    " MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS HS WAKE C CM CD CV AC"
    " ACM ACD ACV PC PCM PCD PCV " },
  { "identifier-use", NULL, " usual official temp secondary old " },
  { "immunization-status", NULL, " completed entered-in-error not-done " },
  { "link-type", NULL, " replaced-by replaces refer seealso " },
  { "location-status", NULL, " planned active reserved completed " },
  { "name-use", NULL, " usual official temp nickname anonymous old maiden " },
  { "narrative-status", NULL, " generated extensions additional empty " },
  { "observation-status", NULL,
    " registered preliminary final amended corrected cancelled entered-in-error unknown " },
  { "reaction-severity", NULL, " mild moderate severe " },
  { "report-status", NULL,
    " registered partial preliminary final amended corrected appended cancelled entered-in-error unknown " },
  { "request-intent", NULL,
    " proposal plan order original-order reflex-order filler-order instance-order option " },
  { "request-priority", NULL, " routine urgent asap stat " },
  { "request-status", NULL, " active on-hold cancelled completed entered-in-error stopped draft unknown " },
  { "units-of-time", NULL, " s min h d wk mo a " },
};

gboolean
nadi_fhir_code_valid (const char *value_set, const char *code)
{
  g_autofree char *word = g_strdup_printf (" %s ", code);

  if (strchr (code, ' ') != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (value_sets); i++)
    {
      if (g_str_equal (value_sets[i].name, value_set))
        return strstr (value_sets[i].codes, word) != NULL;
    }
  g_return_val_if_reached (FALSE);
}

const char *
nadi_fhir_value_set_system (const char *value_set)
{
  for (guint i = 0; i < G_N_ELEMENTS (value_sets); i++)
    {
      if (g_str_equal (value_sets[i].name, value_set))
        return value_sets[i].system;
    }
  g_return_val_if_reached (NULL);
}
