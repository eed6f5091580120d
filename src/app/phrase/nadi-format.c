/* Dates, ages and values for people. */
#include "nadi-format.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-text.h"

/* Characters of what somebody else wrote. */
#define LONGEST 400
#define LONGEST_UNIT 40

/* An empty text stays empty: GDateTime gives NULL only for what the locale can't write. */
static char *
format_utc (guint year, guint month, guint day, const char *pattern)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc ((int) year, (int) month, (int) day, 0, 0, 0);
  char *text = moment != NULL ? g_date_time_format (moment, pattern) : NULL;

  return text != NULL ? text : g_strdup ("");
}

char *
nadi_format_date (const NadiDate *date)
{
  switch (date->precision)
    {
    case NADI_DATE_DAY:
      /* Translators: a date, "9 May 1984". */
      return format_utc (date->year, date->month, date->day, _("%-d %B %Y"));
    case NADI_DATE_MONTH:
      /* Translators: a month of a year, "May 1984". */
      return format_utc (date->year, date->month, 1, _("%B %Y"));
    case NADI_DATE_YEAR:
      return g_strdup_printf ("%u", date->year);
    case NADI_DATE_NONE:
    default:
      return g_strdup ("");
    }
}

char *
nadi_format_day (gint32 day)
{
  NadiDate date;

  if (day == G_MININT32)
    return g_strdup ("");
  nadi_date_from_day (day, &date);
  /* Translators: a date in a list, "9 May 1984" with a short month. */
  return format_utc (date.year, date.month, date.day, _("%-d %b %Y"));
}

char *
nadi_format_day_near (gint32 day, gint32 today)
{
  if (day != G_MININT32 && day == today)
    return g_strdup (_("today"));
  if (day != G_MININT32 && day == today - 1)
    return g_strdup (_("yesterday"));
  return nadi_format_day (day);
}

static GDateTime *
local (gint64 ms, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

char *
nadi_format_clock (gint64 ms, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = local (ms, zone);
  char *text = moment != NULL ? g_date_time_format (moment, "%H:%M") : NULL;

  return text != NULL ? text : g_strdup ("");
}

char *
nadi_format_moment (gint64 ms, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = local (ms, zone);
  g_autoptr (GDateTime) present = local (now, zone);
  char *text;

  if (moment == NULL || present == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (moment) == g_date_time_get_year (present) && g_date_time_get_day_of_year (moment) == g_date_time_get_day_of_year (present))
    return nadi_format_clock (ms, zone);
  /* Translators: date and time, "9 May 2026 14:02". */
  text = g_date_time_format (moment, _("%-d %b %Y %H:%M"));
  return text != NULL ? text : g_strdup ("");
}

char *
nadi_format_age (const NadiDate *birth, gint32 today)
{
  NadiAge age;

  if (!nadi_age_at (birth, today, &age))
    return g_strdup ("");
  if (age.about)
    return g_strdup_printf (ngettext ("about %u year", "about %u years", age.years), age.years);
  if (age.years >= 2)
    return g_strdup_printf (ngettext ("%u year", "%u years", age.years), age.years);
  if (age.years * 12 + age.months >= 1)
    return g_strdup_printf (ngettext ("%u month", "%u months", age.years * 12 + age.months), age.years * 12 + age.months);
  return g_strdup_printf (ngettext ("%u day", "%u days", age.days), age.days);
}

char *
nadi_format_age_short (const NadiDate *birth, gint32 today)
{
  NadiAge age;

  if (!nadi_age_at (birth, today, &age))
    return g_strdup ("");
  if (age.about)
    /* Translators: an age in a narrow column, about so many years. */
    return g_strdup_printf (_("~%u y"), age.years);
  if (age.years >= 2)
    /* Translators: an age in a narrow column, in years. */
    return g_strdup_printf (_("%u y"), age.years);
  if (age.years * 12 + age.months >= 1)
    /* Translators: an age in a narrow column, in months. */
    return g_strdup_printf (_("%u m"), age.years * 12 + age.months);
  /* Translators: an age in a narrow column, in days. */
  return g_strdup_printf (_("%u d"), age.days);
}

const char *
nadi_format_sex (NadiSex sex)
{
  switch (sex)
    {
    case NADI_SEX_MALE: return C_("sex", "male");
    case NADI_SEX_FEMALE: return C_("sex", "female");
    case NADI_SEX_OTHER: return C_("sex", "other");
    case NADI_SEX_UNKNOWN: return C_("sex", "unknown");
    case NADI_SEX_NONE:
    default: return "";
    }
}

/* Whether the words of the program are written from right to left: their first letter tells. */
static gboolean
from_right (void)
{
  gunichar letter = g_utf8_get_char (C_("sex", "female"));

  return letter >= 0x590 && letter < 0x900;
}

/* Its first letter says from which side it reads; figures alone from the left. */
static gboolean
begins_from_right (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return g_utf8_get_char (p) >= 0x590 && g_utf8_get_char (p) < 0x900;
  return FALSE;
}

char *
nadi_format_isolate (const char *text)
{
  /* LEFT-TO-RIGHT ISOLATE (or RIGHT-TO-LEFT) and POP DIRECTIONAL ISOLATE, UAX #9; the mark in front of them because Pango 1.50 looks into an
   * isolate for a line's direction. */
  g_autofree char *shown = text != NULL ? nadi_text_display_lines (text, LONGEST) : NULL;

  if (shown == NULL || shown[0] == '\0' || !from_right ())
    return g_steal_pointer (&shown);
  return g_strconcat ("\u200f", begins_from_right (shown) ? "\u2067" : "\u2066", shown, "\u2069", NULL);
}

char *
nadi_format_number (const NadiPatientNumber *number)
{
  g_autofree char *text = nadi_patient_number_valid (number) ? nadi_patient_number_format (number) : g_strdup ("");

  return nadi_format_isolate (text);
}

char *
nadi_format_blood (const NadiPatient *patient)
{
  g_autofree char *text = nadi_blood_text (patient->blood_group, patient->rhesus);

  return nadi_format_isolate (text);
}

static void
join (GString *text, const char *between, const char *part)
{
  g_autofree char *shown = nadi_text_display_lines (part, LONGEST);

  if (shown[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", shown);
}

char *
nadi_format_address (const NadiAddress *address, const char *between)
{
  GString *text;
  g_autoptr (GString) town = g_string_new (address->city);

  if (address->text != NULL && address->text[0] != '\0')
    return nadi_text_display_lines (address->text, LONGEST);
  text = g_string_new (NULL);
  if (g_strcmp0 (address->city, address->district) != 0)
    join (town, ", ", address->district);
  join (town, " ", address->postal_code);
  join (text, between, address->line);
  join (text, between, town->str);
  if (g_strcmp0 (address->city, address->region) != 0)
    join (text, between, address->region);
  return g_string_free (text, FALSE);
}

char *
nadi_format_thousandths (gint32 value)
{
  char *text = nadi_thousandths_to_text (value);
  char *point = strchr (text, '.');
  /* Translators: the decimal sign. */
  const char *sign = C_("decimal sign", ".");

  if (point == NULL || g_str_equal (sign, "."))
    return text;
  *point = '\0';
  point = g_strconcat (text, sign, point + 1, NULL);
  g_free (text);
  return point;
}

char *
nadi_format_vital (const NadiVital *vital)
{
  g_autofree char *number = nadi_format_thousandths (vital->value);

  g_autofree char *text = g_strconcat (number, "\u00a0", nadi_unit_label (vital->unit), NULL);

  return nadi_format_isolate (text);
}

char *
nadi_format_pressure (const NadiVitals *vitals)
{
  const NadiVital *upper = &vitals->at[NADI_VITAL_SYSTOLIC];
  const NadiVital *lower = &vitals->at[NADI_VITAL_DIASTOLIC];
  g_autofree char *high = nadi_format_thousandths (upper->value);
  g_autofree char *low = nadi_format_thousandths (lower->value);
  g_autofree char *both = g_strdup_printf ("%s/%s\u00a0%s", high, low, nadi_unit_label (upper->unit));

  if (upper->known && lower->known)
    return nadi_format_isolate (both);
  return upper->known ? nadi_format_vital (upper) : lower->known ? nadi_format_vital (lower) : NULL;
}

char *
nadi_format_result (const char *value, const char *unit, gboolean abnormal)
{
  g_autofree char *shown = nadi_text_display (value != NULL ? value : _("asked for"), LONGEST);
  g_autofree char *shown_unit = nadi_text_display (value != NULL && unit != NULL ? unit : "", LONGEST_UNIT);
  g_autofree char *text = g_strconcat (abnormal ? "!\u00a0" : "", shown, shown_unit[0] != '\0' ? "\u00a0" : "", shown_unit, NULL);

  /* Words of the program's own language keep its direction. */
  return value != NULL && (abnormal || shown_unit[0] != '\0') ? nadi_format_isolate (text) : g_steal_pointer (&text);
}

const char *
nadi_format_vital_name (NadiVitalKind kind)
{
  switch (kind)
    {
    case NADI_VITAL_SYSTOLIC: return _("Systolic pressure");
    case NADI_VITAL_DIASTOLIC: return _("Diastolic pressure");
    case NADI_VITAL_PULSE: return _("Pulse");
    case NADI_VITAL_TEMPERATURE: return _("Temperature");
    case NADI_VITAL_GLUCOSE: return _("Glucose");
    case NADI_VITAL_SPO2: return _("Oxygen saturation");
    case NADI_VITAL_WEIGHT: return _("Weight");
    case NADI_VITAL_HEIGHT: return _("Height");
    case NADI_VITAL_RESPIRATION: return _("Respiration");
    default: return "";
    }
}
