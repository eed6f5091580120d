/* Words for vital signs. */
#include "nadi-vitals-text.h"

#include <glib/gi18n.h>

#include "nadi-format.h"

const char *
nadi_vitals_text_sign (NadiSign sign)
{
  return sign == NADI_SIGN_PRESSURE ? _("Blood pressure") : nadi_format_vital_name (nadi_sign_kind (sign));
}

char *
nadi_vitals_text_value (const NadiTrend *trend, const NadiTrendPoint *point)
{
  g_autofree char *value = nadi_format_thousandths (point->value);
  g_autofree char *second = point->paired ? nadi_format_thousandths (point->second) : NULL;

  g_autofree char *both = second != NULL ? g_strconcat (value, "/", second, NULL) : NULL;
  g_autofree char *text = g_strdup_printf ("%s\u00a0%s", both != NULL ? both : value, nadi_unit_label (trend->unit));

  return nadi_format_isolate (text);
}

const char *
nadi_vitals_text_place (NadiTargetPlace place)
{
  switch (place)
    {
    case NADI_TARGET_WITHIN: return _("within the target");
    case NADI_TARGET_BELOW: return _("below the target");
    case NADI_TARGET_ABOVE: return _("above the target");
    case NADI_TARGET_UNKNOWN:
    default: return "";
    }
}

char *
nadi_vitals_text_target (const NadiTrend *trend)
{
  const char *unit = nadi_unit_label (trend->unit);
  char *texts[4] = { NULL };
  char *target;

  if (trend->n_bands == 0)
    return g_strdup ("");
  for (guint i = 0; i < trend->n_bands; i++)
    {
      texts[2 * i] = nadi_format_thousandths (trend->bands[i].low);
      texts[2 * i + 1] = nadi_format_thousandths (trend->bands[i].high);
    }
  if (trend->n_bands == 2)
    /* Translators: from, to; from, to; unit: "Target 90–139 / 60–89 mmHg". */
    target = g_strdup_printf (_("Target %s–%s / %s–%s %s"), texts[0], texts[1], texts[2], texts[3], unit);
  else
    /* Translators: from, to, unit: "Target 60–100 /min". */
    target = g_strdup_printf (_("Target %s–%s %s"), texts[0], texts[1], unit);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  return target;
}

char *
nadi_vitals_text_point (const NadiTrend *trend, const NadiTrendPoint *point, GTimeZone *zone)
{
  g_autofree char *when = nadi_format_moment (point->time, 0, zone);
  g_autofree char *value = nadi_vitals_text_value (trend, point);
  const char *place = nadi_vitals_text_place (point->place);

  if (place[0] == '\0')
    /* Translators: when, and what was measured. */
    return g_strdup_printf (C_("measurement", "%s: %s"), when, value);
  /* Translators: when, what was measured, and whether it is within the target. */
  return g_strdup_printf (C_("measurement", "%s: %s, %s"), when, value, place);
}
