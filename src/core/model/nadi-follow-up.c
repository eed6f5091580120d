/* The follow-up day. */
#include "nadi-follow-up.h"

#include <string.h>

#include "nadi-text.h"

#define TEXT_LIMIT 40
#define LAST_DAY 2932896 /* 9999-12-31 */

static gboolean
refuse (GError **error, NadiModelError code, const char *message)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, code, message);
  return FALSE;
}

/* The same day so many months on, or that month's last. */
static gint32
add_months (gint32 today, gint64 months)
{
  NadiDate date;
  gint64 count;

  nadi_date_from_day (today, &date);
  count = (gint64) date.year * 12 + date.month - 1 + months;
  date.year = (guint16) (count / 12);
  date.month = (guint8) (count % 12 + 1);
  while (!nadi_date_valid (date.year, date.month, date.day))
    date.day--;
  return nadi_date_first_day (&date);
}

static gboolean
is_unit (const char *word, const char *unit)
{
  return *word != '\0' && (strlen (word) == 1 || strlen (word) + 1 >= strlen (unit)) && g_str_has_prefix (unit, word);
}

static gboolean
add_span (const char *word, gint64 number, gint32 today, gint32 *day, GError **error)
{
  if (is_unit (word, "days"))
    *day = today + (gint32) number;
  else if (is_unit (word, "weeks"))
    *day = today + (gint32) number * 7;
  else if (is_unit (word, "months"))
    *day = add_months (today, number);
  else if (is_unit (word, "years"))
    *day = add_months (today, number * 12);
  else
    return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "neither days, weeks, months nor years");
  return TRUE;
}

static gboolean
parse_span (const char *text, gint32 today, gint32 *day, GError **error)
{
  const char *p = text + (*text == '+');
  gint64 number = 0;
  guint digits = 0;

  p += strspn (p, " ");
  for (; g_ascii_isdigit (*p) && digits < 4; p++, digits++)
    number = number * 10 + (*p - '0');
  if (digits == 0 || digits == 4 || number == 0)
    return refuse (error, NADI_MODEL_ERROR_NUMBER, "a follow-up has no number of days, weeks, months or years");
  return add_span (p + strspn (p, " "), number, today, day, error);
}

/* "+2w", "2w", "2 weeks": a number of one to three digits, and a letter or nothing more. */
static gboolean
is_span (const char *text)
{
  gsize digits;

  if (*text == '+')
    return TRUE;
  digits = strspn (text, "0123456789");
  text += digits;
  return digits > 0 && digits < 4 && (*text == '\0' || *text == ' ' || g_ascii_isalpha (*text));
}

gboolean
nadi_follow_up_parse (const char *text, gint32 today, gint32 *day, GError **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *lower = NULL;
  NadiDate date;
  gint32 found;

  if (strlen (text) > TEXT_LIMIT || !g_utf8_validate (text, -1, NULL))
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "a follow-up is too long");
  plain = nadi_text_plain_digits (text);
  lower = g_ascii_strdown (g_strstrip (plain), -1);
  if (*lower == '\0')
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "there is no follow-up");
  if (is_span (lower))
    {
      if (!parse_span (lower, today, &found, error))
        return FALSE;
    }
  else
    {
      /* That one is for birth dates: it knows no day to come. */
      if (!nadi_date_parse_entry (lower, LAST_DAY, &date, error))
        return FALSE;
      if (date.precision != NADI_DATE_DAY)
        return refuse (error, NADI_MODEL_ERROR_DATE, "a follow-up needs a day");
      found = nadi_date_first_day (&date);
    }
  if (found < today || found > today + NADI_FOLLOW_UP_DAYS)
    return refuse (error, NADI_MODEL_ERROR_RANGE, "a follow-up is in the past or too far ahead");
  *day = found;
  return TRUE;
}
