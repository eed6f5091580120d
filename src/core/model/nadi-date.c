/* Dates of three precisions, day numbers and ages. */
#include "nadi-date.h"

#include <string.h>

#include "nadi-text.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define OLDEST_AGE 130

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_DATE, "not a date of the calendar");
  return FALSE;
}

static gboolean
is_leap (guint year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static guint
days_in_month (guint year, guint month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && is_leap (year) ? 29 : days[month - 1];
}

gboolean
nadi_date_valid (guint year, guint month, guint day)
{
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month (year, month);
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March. */
static gint32
civil_to_day (gint32 year, gint32 month, gint32 day)
{
  gint32 shifted = month <= 2 ? year - 1 : year;
  gint32 era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  gint32 year_of_era = shifted - era * 400;
  gint32 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

/* Exactly `count` ASCII digits at *p. */
static gboolean
read_number (const char **p, guint count, guint *value)
{
  *value = 0;
  for (guint i = 0; i < count; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *value = *value * 10 + (guint) (**p - '0');
    }
  return TRUE;
}

gboolean
nadi_date_parse (const char *text, NadiDate *date, GError **error)
{
  const char *p = text;
  guint year = 0, month = 1, day = 1;
  NadiDatePrecision precision = NADI_DATE_YEAR;

  if (!read_number (&p, 4, &year))
    return refuse (error);
  if (*p == '-')
    {
      p++;
      precision = NADI_DATE_MONTH;
      if (!read_number (&p, 2, &month))
        return refuse (error);
    }
  if (*p == '-' && precision == NADI_DATE_MONTH)
    {
      p++;
      precision = NADI_DATE_DAY;
      if (!read_number (&p, 2, &day))
        return refuse (error);
    }
  if (*p != '\0' || !nadi_date_valid (year, month, day))
    return refuse (error);

  date->year = (guint16) year;
  date->month = precision >= NADI_DATE_MONTH ? (guint8) month : 0;
  date->day = precision == NADI_DATE_DAY ? (guint8) day : 0;
  date->precision = precision;
  return TRUE;
}

/* One or two digits. */
static gboolean
read_short_number (const char **p, guint *value)
{
  return read_number (p, g_ascii_isdigit ((*p)[0]) && g_ascii_isdigit ((*p)[1]) ? 2 : 1, value);
}

static gboolean
parse_day_month_year (const char *text, NadiDate *date)
{
  const char *p = text;
  guint day, month, year;
  char separator;

  if (!read_short_number (&p, &day) || *p == '\0' || strchr ("/-.", *p) == NULL)
    return FALSE;
  separator = *p++;
  if (!read_short_number (&p, &month) || *p++ != separator)
    return FALSE;
  if (!read_number (&p, 4, &year) || *p != '\0' || !nadi_date_valid (year, month, day))
    return FALSE;
  *date = (NadiDate) { (guint16) year, (guint8) month, (guint8) day, NADI_DATE_DAY };
  return TRUE;
}

static gboolean
parse_age (const char *text, gint32 today, NadiDate *date)
{
  const char *p = g_str_has_prefix (text, "about ") ? text + strlen ("about ") : text;
  gsize digits = strspn (p, "0123456789");
  guint64 years;

  if (digits == 0 || digits > 3 || (p[digits] != '\0' && !g_str_equal (p + digits, "y")))
    return FALSE;
  years = g_ascii_strtoull (p, NULL, 10);
  if (years > OLDEST_AGE)
    return FALSE;
  nadi_date_from_age ((guint) years, today, date);
  return TRUE;
}

gboolean
nadi_date_parse_entry (const char *text, gint32 today, NadiDate *date, GError **error)
{
  g_autofree char *plain = nadi_text_plain_digits (text);
  g_autofree char *lower = g_ascii_strdown (g_strstrip (plain), -1);
  NadiDate read;

  if (!nadi_date_parse (lower, &read, NULL) && !parse_day_month_year (lower, &read) && !parse_age (lower, today, &read))
    return refuse (error);
  if (nadi_date_first_day (&read) > today)
    return refuse (error);
  *date = read;
  return TRUE;
}

char *
nadi_date_to_text (const NadiDate *date)
{
  switch (date->precision)
    {
    case NADI_DATE_YEAR:
      return g_strdup_printf ("%04u", date->year);
    case NADI_DATE_MONTH:
      return g_strdup_printf ("%04u-%02u", date->year, date->month);
    case NADI_DATE_DAY:
      return g_strdup_printf ("%04u-%02u-%02u", date->year, date->month, date->day);
    case NADI_DATE_NONE:
    default:
      return NULL;
    }
}

gboolean
nadi_date_equal (const NadiDate *a, const NadiDate *b)
{
  return a->precision == b->precision && a->year == b->year && a->month == b->month && a->day == b->day;
}

gint32
nadi_date_first_day (const NadiDate *date)
{
  return civil_to_day (date->year, MAX (date->month, 1), MAX (date->day, 1));
}

gint32
nadi_date_last_day (const NadiDate *date)
{
  guint month = date->month != 0 ? date->month : 12;
  guint day = date->day != 0 ? date->day : days_in_month (date->year, month);

  return civil_to_day (date->year, (gint32) month, (gint32) day);
}

void
nadi_date_from_day (gint32 day, NadiDate *date)
{
  gint32 shifted = day + 719468;
  gint32 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  gint32 day_of_era = shifted - era * 146097;
  gint32 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint32 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint32 month_from_march = (5 * day_of_year + 2) / 153;
  gint32 month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

  date->year = (guint16) (year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  date->month = (guint8) month;
  date->day = (guint8) (day_of_year - (153 * month_from_march + 2) / 5 + 1);
  date->precision = NADI_DATE_DAY;
}

gint32
nadi_day_from_time (gint64 time)
{
  gint64 day = time / DAY_MS;

  return (gint32) (time % DAY_MS < 0 ? day - 1 : day);
}

gint64
nadi_day_to_time (gint32 day)
{
  return (gint64) day * DAY_MS;
}

char *
nadi_day_to_text (gint32 day)
{
  NadiDate date;

  nadi_date_from_day (day, &date);
  return nadi_date_to_text (&date);
}

gboolean
nadi_day_from_text (const char *text, gint32 *day, GError **error)
{
  NadiDate date;

  if (!nadi_date_parse (text, &date, error))
    return FALSE;
  if (date.precision != NADI_DATE_DAY)
    return refuse (error);
  *day = nadi_date_first_day (&date);
  return TRUE;
}

gboolean
nadi_age_at (const NadiDate *birth, gint32 day, NadiAge *age)
{
  NadiDate now;
  gint years, months, days;

  if (birth->precision == NADI_DATE_NONE || nadi_date_first_day (birth) > day)
    return FALSE;
  nadi_date_from_day (day, &now);
  *age = (NadiAge) { .about = birth->precision != NADI_DATE_DAY };
  years = now.year - birth->year;
  if (birth->precision == NADI_DATE_YEAR)
    {
      age->years = (guint) years;
      return TRUE;
    }
  months = now.month - birth->month;
  days = birth->precision == NADI_DATE_DAY ? now.day - birth->day : 0;
  if (days < 0)
    {
      guint month_before = now.month == 1 ? 12 : now.month - 1u;
      months--;
      days = MAX (days + (gint) days_in_month (now.month == 1 ? now.year - 1u : now.year, month_before), 0);
    }
  if (months < 0)
    {
      years--;
      months += 12;
    }
  age->years = (guint) MAX (years, 0);
  if (!age->about)
    {
      age->months = (guint) months;
      age->days = (guint) days;
    }
  return TRUE;
}

void
nadi_date_from_age (guint years, gint32 day, NadiDate *date)
{
  NadiDate now;

  nadi_date_from_day (day, &now);
  *date = (NadiDate) { .year = (guint16) (now.year > years ? now.year - years : 1), .precision = NADI_DATE_YEAR };
}
