/* Parsing and writing of FHIR dates and times. */
#include "nadi-fhir-time.h"

#include <string.h>

#define DATE_LENGTH 10

static gboolean
two_digits (const char **p, guint max, guint *value)
{
  if (!g_ascii_isdigit ((*p)[0]) || !g_ascii_isdigit ((*p)[1]))
    return FALSE;
  *value = (guint) ((*p)[0] - '0') * 10 + (guint) ((*p)[1] - '0');
  *p += 2;
  return *value <= max;
}

/* hh:mm:ss[.f…]; the fraction counts to the millisecond. */
static gboolean
read_clock (const char **p, gint64 *ms)
{
  guint hour, minute, second, fraction = 0, scale = 100;

  if (!two_digits (p, 23, &hour) || *(*p)++ != ':')
    return FALSE;
  if (!two_digits (p, 59, &minute) || *(*p)++ != ':')
    return FALSE;
  if (!two_digits (p, 60, &second))
    return FALSE;
  if (**p == '.')
    {
      (*p)++;
      if (!g_ascii_isdigit (**p))
        return FALSE;
      for (; g_ascii_isdigit (**p); (*p)++, scale /= 10)
        fraction += (guint) (**p - '0') * scale;
    }
  *ms = ((gint64) hour * 3600 + minute * 60 + second) * 1000 + fraction;
  return TRUE;
}

static gboolean
read_zone (const char **p, gint64 *ms)
{
  gint64 sign = **p == '-' ? -1 : 1;
  guint hour, minute;

  *ms = 0;
  if (**p == 'Z')
    {
      (*p)++;
      return TRUE;
    }
  if (**p != '+' && **p != '-')
    return FALSE;
  (*p)++;
  if (!two_digits (p, 14, &hour) || *(*p)++ != ':' || !two_digits (p, 59, &minute) || (hour == 14 && minute > 0))
    return FALSE;
  *ms = sign * ((gint64) hour * 60 + minute) * 60000;
  return TRUE;
}

gboolean
nadi_fhir_parse_date_time (const char *text, gint64 *time, NadiDatePrecision *precision, gboolean *has_time)
{
  gsize date_length = strcspn (text, "T");
  char date_text[DATE_LENGTH + 1];
  const char *p = text + date_length;
  gint64 clock = 0, zone = 0;
  gboolean with_time = *p == 'T';
  NadiDate date;

  if (date_length > DATE_LENGTH)
    return FALSE;
  memcpy (date_text, text, date_length);
  date_text[date_length] = '\0';
  if (!nadi_date_parse (date_text, &date, NULL))
    return FALSE;
  if (with_time)
    {
      p++;
      if (date.precision != NADI_DATE_DAY || !read_clock (&p, &clock) || !read_zone (&p, &zone) || *p != '\0')
        return FALSE;
    }
  if (time != NULL)
    *time = nadi_day_to_time (nadi_date_first_day (&date)) + clock - zone;
  if (precision != NULL)
    *precision = date.precision;
  if (has_time != NULL)
    *has_time = with_time;
  return TRUE;
}

gboolean
nadi_fhir_parse_instant (const char *text, gint64 *time)
{
  gboolean has_time;

  return nadi_fhir_parse_date_time (text, time, NULL, &has_time) && has_time;
}

gboolean
nadi_fhir_valid_time (const char *text)
{
  gint64 ms;

  return read_clock (&text, &ms) && *text == '\0';
}

char *
nadi_fhir_format_instant (gint64 time)
{
  gint32 day = nadi_day_from_time (time);
  gint64 rest = time - nadi_day_to_time (day);
  guint second = (guint) (rest / 1000), ms = (guint) (rest % 1000);
  g_autofree char *date = nadi_day_to_text (day);
  g_autofree char *fraction = ms != 0 ? g_strdup_printf (".%03u", ms) : g_strdup ("");

  return g_strdup_printf ("%sT%02u:%02u:%02u%sZ", date, second / 3600, second / 60 % 60, second % 60, fraction);
}
