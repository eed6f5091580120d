/* Vital signs: units, limits and decimal text. */
#include "nadi-vitals.h"

#include <string.h>

static const struct
{
  const char *code;
  const char *label;
} units[] = {
  [NADI_UNIT_MMHG] = { "mm[Hg]", "mmHg" },  [NADI_UNIT_PER_MINUTE] = { "/min", "/min" },
  [NADI_UNIT_CELSIUS] = { "Cel", "°C" },    [NADI_UNIT_MG_DL] = { "mg/dL", "mg/dL" },
  [NADI_UNIT_MMOL_L] = { "mmol/L", "mmol/L" }, [NADI_UNIT_PERCENT] = { "%", "%" },
  [NADI_UNIT_KG] = { "kg", "kg" },          [NADI_UNIT_CM] = { "cm", "cm" },
};

/* Limits in whole units: the widest that have been seen in living people. */
static const struct
{
  const char *label;
  const char *word; /* what the line calls it */
  NadiUnit unit;
  gint32 min;
  gint32 max;
} kinds[NADI_N_VITALS] = {
  [NADI_VITAL_SYSTOLIC] = { "Systolic pressure", "", NADI_UNIT_MMHG, 40, 300 },
  [NADI_VITAL_DIASTOLIC] = { "Diastolic pressure", "", NADI_UNIT_MMHG, 20, 200 },
  [NADI_VITAL_PULSE] = { "Pulse", "p", NADI_UNIT_PER_MINUTE, 20, 300 },
  [NADI_VITAL_TEMPERATURE] = { "Temperature", "t", NADI_UNIT_CELSIUS, 24, 45 },
  [NADI_VITAL_GLUCOSE] = { "Glucose", "g", NADI_UNIT_MG_DL, 10, 2000 },
  [NADI_VITAL_SPO2] = { "Oxygen saturation", "s", NADI_UNIT_PERCENT, 30, 100 },
  [NADI_VITAL_WEIGHT] = { "Weight", "w", NADI_UNIT_KG, 0, 650 },
  [NADI_VITAL_HEIGHT] = { "Height", "h", NADI_UNIT_CM, 20, 280 },
  [NADI_VITAL_RESPIRATION] = { "Respiration", "r", NADI_UNIT_PER_MINUTE, 4, 150 },
};

const char *
nadi_unit_code (NadiUnit unit)
{
  g_return_val_if_fail ((guint) unit < G_N_ELEMENTS (units), NULL);
  return units[unit].code;
}

const char *
nadi_unit_label (NadiUnit unit)
{
  g_return_val_if_fail ((guint) unit < G_N_ELEMENTS (units), NULL);
  return units[unit].label;
}

gboolean
nadi_unit_from_code (const char *code, NadiUnit *unit)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (units); i++)
    {
      if (g_str_equal (units[i].code, code))
        {
          *unit = (NadiUnit) i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
nadi_vital_label (NadiVitalKind kind)
{
  g_return_val_if_fail ((guint) kind < NADI_N_VITALS, NULL);
  return kinds[kind].label;
}

NadiUnit
nadi_vital_unit (NadiVitalKind kind)
{
  g_return_val_if_fail ((guint) kind < NADI_N_VITALS, NADI_UNIT_PERCENT);
  return kinds[kind].unit;
}

gboolean
nadi_vital_in_range (NadiVitalKind kind, NadiUnit unit, gint32 value)
{
  g_return_val_if_fail ((guint) kind < NADI_N_VITALS, FALSE);
  if (kind == NADI_VITAL_GLUCOSE && unit == NADI_UNIT_MMOL_L)
    return value >= 600 && value <= 111000;
  return unit == kinds[kind].unit && value > 0 && value >= kinds[kind].min * 1000 && value <= kinds[kind].max * 1000;
}

gboolean
nadi_vitals_empty (const NadiVitals *vitals)
{
  for (guint i = 0; i < NADI_N_VITALS; i++)
    {
      if (vitals->at[i].known)
        return FALSE;
    }
  return TRUE;
}

char *
nadi_thousandths_to_text (gint32 value)
{
  guint32 size = value < 0 ? 0u - (guint32) value : (guint32) value;
  char *text = g_strdup_printf ("%s%u.%03u", value < 0 ? "-" : "", size / 1000, size % 1000);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  return text;
}

gboolean
nadi_thousandths_from_text (const char *text, gint32 *value)
{
  gsize whole = strspn (text, "0123456789");
  const char *decimals = text[whole] == '.' ? text + whole + 1 : NULL;
  gsize n_decimals = decimals != NULL ? strspn (decimals, "0123456789") : 0;
  gint32 read = 0;

  if (whole == 0 || whole > 4 || (decimals != NULL && n_decimals == 0))
    return FALSE;
  if ((decimals != NULL ? decimals[n_decimals] : text[whole]) != '\0')
    return FALSE;
  for (gsize i = 0; i < whole; i++)
    read = read * 10 + (text[i] - '0');
  for (gsize i = 0; i < 3; i++)
    read = read * 10 + (i < n_decimals ? decimals[i] - '0' : 0);
  if (n_decimals > 3 && decimals[3] >= '5')
    read++;
  if (read > 2000000)
    return FALSE;
  *value = read;
  return TRUE;
}

static void
append_value (GString *out, const char *word, const NadiVital *vital)
{
  g_autofree char *number = nadi_thousandths_to_text (vital->value);

  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_printf (out, "%s%s", word, number);
  if (vital->unit == NADI_UNIT_MMOL_L)
    g_string_append (out, "mmol");
  else if (vital->unit == NADI_UNIT_MG_DL)
    g_string_append (out, "mg");
}

char *
nadi_vitals_format (const NadiVitals *vitals)
{
  const NadiVital *systolic = &vitals->at[NADI_VITAL_SYSTOLIC];
  const NadiVital *diastolic = &vitals->at[NADI_VITAL_DIASTOLIC];
  GString *out = g_string_new (NULL);

  if (systolic->known && diastolic->known)
    {
      g_autofree char *low = nadi_thousandths_to_text (diastolic->value);
      append_value (out, "", systolic);
      g_string_append_printf (out, "/%s", low);
    }
  for (guint i = NADI_VITAL_PULSE; i < NADI_N_VITALS; i++)
    {
      if (vitals->at[i].known)
        append_value (out, kinds[i].word, &vitals->at[i]);
    }
  return g_string_free (out, FALSE);
}
