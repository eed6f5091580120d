/* Names by rule. */
#include "nadi-working-name.h"

#define GROWN_UP 16

static const char *
word_for (NadiSex sex, gboolean child)
{
  if (sex == NADI_SEX_MALE)
    return child ? "boy" : "man";
  if (sex == NADI_SEX_FEMALE)
    return child ? "girl" : "woman";
  return child ? "child" : "person";
}

char *
nadi_working_name_unidentified (NadiSex sex, const NadiDate *birth, gint32 day, guint hour, guint minute)
{
  g_autofree char *date = nadi_day_to_text (day);
  NadiAge age;

  if (!nadi_age_at (birth, day, &age))
    return g_strdup_printf ("Unidentified %s, %s %02u:%02u", word_for (sex, FALSE), date, hour, minute);
  return g_strdup_printf ("Unidentified %s, about %u, %s %02u:%02u", word_for (sex, age.years < GROWN_UP), age.years, date, hour, minute);
}

char *
nadi_working_name_newborn (const char *mother, guint nth)
{
  return nth < 2 ? g_strdup_printf ("Baby of %s", mother) : g_strdup_printf ("Baby %u of %s", nth, mother);
}
