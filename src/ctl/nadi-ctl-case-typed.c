/* Understanding a typed case. */
#include "nadi-ctl-case-typed.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-ctl-output.h"

#define FURTHEST_FOLLOW_UP 3660 /* days */

void
nadi_ctl_typed_case_clear (NadiCtlTypedCase *typed)
{
  g_strfreev (typed->problems);
  g_strfreev (typed->codes);
  g_free (typed->symptoms);
  g_free (typed->vitals);
  g_strfreev (typed->prescriptions);
  g_free (typed->notes);
  g_free (typed->plan);
  g_free (typed->follow_up);
}

/* Where "1-0-1" or "1-0-0-1" begins in a line, or NULL; *times: how many of its figures are not zero. */
static const char *
find_pattern (const char *line, guint *times)
{
  for (const char *p = line; *p != 0; p++)
    {
      const char *q = p;
      guint figures = 0;

      if (p != line && p[-1] != ' ')
        continue;
      for (*times = 0; g_ascii_isdigit (*q); q++)
        {
          figures++;
          *times += *q != '0';
          if (*++q != '-')
            break;
        }
      if (figures >= 3 && figures <= 4 && (*q == 0 || *q == ' ' || *q == ','))
        return p;
    }
  *times = 0;
  return NULL;
}

/* 3 of "for 3 days". */
static guint
find_days (const char *dose)
{
  const char *found = strstr (dose, "for ");
  char *end = NULL;
  gulong days;

  if (found == NULL || !g_ascii_isdigit (found[4]))
    return 0;
  days = strtoul (found + 4, &end, 10);
  return days <= FURTHEST_FOLLOW_UP && g_str_has_prefix (end, " day") ? (guint) days : 0;
}

void
nadi_ctl_take_prescription (NadiPrescription *prescription, const char *line)
{
  guint times;
  const char *pattern = find_pattern (line, &times);
  const char *mark = strchr (line, ';');
  const char *dose = mark != NULL ? mark + 1 : pattern;

  prescription->medicine = g_strstrip (dose != NULL ? g_strndup (line, (gsize) ((mark != NULL ? mark : dose) - line)) : g_strdup (line));
  if (dose == NULL || *prescription->medicine == 0)
    {
      g_free (prescription->medicine);
      prescription->medicine = g_strstrip (g_strdup (line));
      return;
    }
  prescription->dose = g_strstrip (g_strdup (dose));
  prescription->times_per_day = times;
  prescription->days = find_days (prescription->dose);
}

static void
add_months (NadiDate *date, guint months)
{
  guint month = date->month - 1u + months;

  date->year = (guint16) (date->year + month / 12);
  date->month = (guint8) (month % 12 + 1);
  while (!nadi_date_valid (date->year, date->month, date->day))
    date->day--;             /* 31 January and a month is the last of February */
}

gboolean
nadi_ctl_take_follow_up (const char *text, gint32 today, NadiDate *date)
{
  char *end = NULL;
  gulong n;

  if (text[0] != '+')
    return nadi_date_parse (text, date, NULL) && date->precision == NADI_DATE_DAY && nadi_date_first_day (date) >= today;
  if (!g_ascii_isdigit (text[1]))
    return FALSE;
  n = strtoul (text + 1, &end, 10);
  if (n > FURTHEST_FOLLOW_UP || end[0] == 0 || end[1] != 0)
    return FALSE;
  switch (end[0])
    {
    case 'd':
      nadi_date_from_day (today + (gint32) n, date);
      return TRUE;
    case 'w':
      nadi_date_from_day (today + (gint32) n * 7, date);
      return n * 7 <= FURTHEST_FOLLOW_UP;
    case 'm':
      nadi_date_from_day (today, date);
      add_months (date, (guint) n);
      return n * 30 <= FURTHEST_FOLLOW_UP;
    default:
      return FALSE;
    }
}

static gboolean
take_problems (NadiCase *visit, const NadiCtlTypedCase *typed)
{
  guint codes = typed->codes != NULL ? g_strv_length (typed->codes) : 0;
  guint problems = typed->problems != NULL ? g_strv_length (typed->problems) : 0;

  if (codes > problems)
    return nadi_ctl_say (NADI_CTL_USAGE, _("each --code belongs to a --problem in front of it")), FALSE;
  for (guint i = 0; i < problems; i++)
    {
      NadiProblem *problem = nadi_case_add_problem (visit);

      problem->text = g_strdup (typed->problems[i]);
      if (i < codes)
        problem->code = g_strdup (typed->codes[i]);
      if (problem->code != NULL && !nadi_icd10_shaped (problem->code))
        return nadi_ctl_say (NADI_CTL_USAGE, _("“%s” is no ICD-10 code; they look like A90 or I10.9"), problem->code), FALSE;
    }
  return TRUE;
}

static gboolean
take_vitals (NadiCase *visit, const char *line)
{
  gsize position = 0;
  g_autofree char *word = NULL;

  if (nadi_vitals_parse (line, NADI_UNIT_MG_DL, &visit->vitals, &position, NULL))
    return TRUE;
  word = g_strndup (line + MIN (position, strlen (line)), strcspn (line + MIN (position, strlen (line)), " ,;"));
  return nadi_ctl_say (NADI_CTL_USAGE, _("“%s” is no vital sign that a living person has; write 150/95 p88 t37.2 g142 s98 w62.5 h170 r16"), word), FALSE;
}

NadiCase *
nadi_ctl_case_of (const NadiCtlTypedCase *typed)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();

  if (typed->problems == NULL && typed->symptoms == NULL && typed->vitals == NULL && typed->notes == NULL &&
      typed->prescriptions == NULL && typed->plan == NULL)
    return nadi_ctl_say (NADI_CTL_USAGE, _("say what the visit was about: --problem TEXT")), NULL;
  if (!take_problems (visit, typed) || (typed->vitals != NULL && !take_vitals (visit, typed->vitals)))
    return NULL;
  if (typed->follow_up != NULL && !nadi_ctl_take_follow_up (typed->follow_up, nadi_ctl_today (), &visit->follow_up))
    return nadi_ctl_say (NADI_CTL_USAGE, _("“%s” is no day to come back; write a date to come, or +3d, +2w, +1m"), typed->follow_up), NULL;
  for (guint i = 0; typed->prescriptions != NULL && typed->prescriptions[i] != NULL; i++)
    nadi_ctl_take_prescription (nadi_case_add_prescription (visit), typed->prescriptions[i]);
  visit->symptoms = g_strdup (typed->symptoms);
  visit->notes = g_strdup (typed->notes);
  visit->plan = g_strdup (typed->plan);
  return g_steal_pointer (&visit);
}
