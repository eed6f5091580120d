/* Vital signs from and to observations. */
#include "nadi-fhir-vital.h"

#include <math.h>

#include "nadi-fhir-build.h"
#include "nadi-fhir-check.h"

typedef struct
{
  NadiVitalKind kind;
  NadiUnit unit;
  const char *code;
  const char *display;
} Code;

/* The first one that fits is the one that is written; the others are read. */
static const Code codes[] = {
  { NADI_VITAL_SYSTOLIC, NADI_UNIT_MMHG, "8480-6", "Systolic blood pressure" },
  { NADI_VITAL_DIASTOLIC, NADI_UNIT_MMHG, "8462-4", "Diastolic blood pressure" },
  { NADI_VITAL_PULSE, NADI_UNIT_PER_MINUTE, "8867-4", "Heart rate" },
  { NADI_VITAL_TEMPERATURE, NADI_UNIT_CELSIUS, "8310-5", "Body temperature" },
  { NADI_VITAL_GLUCOSE, NADI_UNIT_MG_DL, "2339-0", "Glucose [Mass/volume] in Blood" },
  { NADI_VITAL_GLUCOSE, NADI_UNIT_MMOL_L, "15074-8", "Glucose [Moles/volume] in Blood" },
  { NADI_VITAL_SPO2, NADI_UNIT_PERCENT, "2708-6", "Oxygen saturation in Arterial blood" },
  { NADI_VITAL_WEIGHT, NADI_UNIT_KG, "29463-7", "Body weight" },
  { NADI_VITAL_HEIGHT, NADI_UNIT_CM, "8302-2", "Body height" },
  { NADI_VITAL_RESPIRATION, NADI_UNIT_PER_MINUTE, "9279-1", "Respiratory rate" },
  { NADI_VITAL_SPO2, NADI_UNIT_PERCENT, "59408-5", NULL },
};

/* Units that sources use for the same quantities: value × factor + offset in the unit that we keep. */
static const struct
{
  const char *code;
  NadiUnit unit;
  double factor;
  double offset;
} foreign[] = {
  { "[degF]", NADI_UNIT_CELSIUS, 5.0 / 9.0, -160.0 / 9.0 },
  { "g", NADI_UNIT_KG, 0.001, 0 },
  { "[lb_av]", NADI_UNIT_KG, 0.45359237, 0 },
  { "m", NADI_UNIT_CM, 100, 0 },
  { "[in_i]", NADI_UNIT_CM, 2.54, 0 },
  { "{beats}/min", NADI_UNIT_PER_MINUTE, 1, 0 },
  { "{breaths}/min", NADI_UNIT_PER_MINUTE, 1, 0 },
};

static const Code *
find_written (NadiVitalKind kind, NadiUnit unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (codes[i].kind == kind && codes[i].unit == unit)
        return &codes[i];
    }
  g_return_val_if_reached (&codes[0]);
}

const char *
nadi_fhir_vital_code (NadiVitalKind kind, NadiUnit unit)
{
  return find_written (kind, unit)->code;
}

const char *
nadi_fhir_vital_display (NadiVitalKind kind, NadiUnit unit)
{
  return find_written (kind, unit)->display;
}

const char *
nadi_fhir_loinc (const NadiJsonValue *concept)
{
  const NadiJsonValue *codings = nadi_fhir_array (concept, "coding");

  for (guint i = 0; i < nadi_fhir_length (codings); i++)
    {
      const NadiJsonValue *coding = nadi_fhir_nth (codings, i);
      if (g_strcmp0 (nadi_fhir_string (coding, "system"), NADI_FHIR_LOINC) == 0 && nadi_fhir_string (coding, "code") != NULL)
        return nadi_fhir_string (coding, "code");
    }
  return NULL;
}

/* In thousandths of *unit. */
static gboolean
read_quantity (const NadiJsonValue *quantity, NadiUnit *unit, gint32 *value)
{
  const char *code = nadi_fhir_string (quantity, "code");
  const NadiJsonValue *measured = nadi_json_find (quantity, "value");
  double number, factor = 1, offset = 0;
  gboolean known = nadi_unit_from_code (code, unit);

  if (code == NULL || measured == NULL)
    return FALSE;
  for (guint i = 0; !known && i < G_N_ELEMENTS (foreign); i++)
    {
      if (g_str_equal (foreign[i].code, code))
        {
          known = TRUE;
          *unit = foreign[i].unit;
          factor = foreign[i].factor;
          offset = foreign[i].offset;
        }
    }
  number = nadi_json_value_as_double (measured) * factor + offset;
  if (!known || !(number > -1000000 && number < 1000000))
    return FALSE;
  *value = (gint32) lround (number * 1000);
  return TRUE;
}

gboolean
nadi_fhir_read_vital (const NadiJsonValue *object, NadiVitalKind *kind, NadiVital *vital)
{
  const char *loinc = nadi_fhir_loinc (nadi_fhir_object (object, "code"));
  NadiUnit unit;
  gint32 value;

  if (loinc == NULL || !read_quantity (nadi_fhir_object (object, "valueQuantity"), &unit, &value))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_str_equal (codes[i].code, loinc) && codes[i].unit == unit && nadi_vital_in_range (codes[i].kind, unit, value))
        {
          *kind = codes[i].kind;
          *vital = (NadiVital) { TRUE, value, unit };
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
take_value (NadiVitals *vitals, const NadiJsonValue *object)
{
  NadiVitalKind kind;
  NadiVital vital;

  if (!nadi_fhir_read_vital (object, &kind, &vital))
    return FALSE;
  vitals->at[kind] = vital;
  return TRUE;
}

/* Panels (85354-9, and 55284-4 of older sources) have their values in components. */
gboolean
nadi_fhir_take_vitals (NadiVitals *vitals, const NadiJsonValue *observation)
{
  const NadiJsonValue *components = nadi_fhir_array (observation, "component");
  gboolean taken = take_value (vitals, observation);

  for (guint i = 0; i < nadi_fhir_length (components); i++)
    taken = take_value (vitals, nadi_fhir_nth (components, i)) || taken;
  return taken;
}
