/* Letterhead, patient, values in words, signature. */
#include "nadi-paper-clinic.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-format.h"

#define BETWEEN " · "
#define SIGNATURE_SPACE 34.0

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/* What is there, with a sign between; NULL if nothing is. (transfer full) */
static char *
list_texts (const char *const *texts, guint n, const char *between)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (has_text (texts[i]))
      g_string_append_printf (all, "%s%s", all->len > 0 ? between : "", texts[i]);
  return g_string_free (all, all->len == 0);
}

/* --- letterhead --------------------------------------------------------------------------------------------------- */

static char *
registration_of (const NadiPaperHead *head)
{
  /* Translators: a doctor's number with the medical council, on a prescription. */
  return has_text (head->registration) ? g_strdup_printf (_("Reg. No. %s"), head->registration) : NULL;
}

static void
add_letterhead (NadiPaper *paper, const NadiPaperHead *head)
{
  g_autofree char *registration = registration_of (head);
  const char *const under[] = { head->qualification, registration };
  g_autofree char *doctor = list_texts (under, G_N_ELEMENTS (under), "\n");
  const NadiPaperCell names[] = { { head->clinic, NADI_PAPER_TITLE, 3, FALSE }, { head->doctor, NADI_PAPER_STRONG, 2, TRUE } };
  const NadiPaperCell details[] = { { head->address, NADI_PAPER_SMALL, 3, FALSE }, { doctor, NADI_PAPER_SMALL, 2, TRUE } };

  nadi_paper_add_row_with_next (paper, names, G_N_ELEMENTS (names));
  if (has_text (head->address) || has_text (doctor))
    nadi_paper_add_row_with_next (paper, details, G_N_ELEMENTS (details));
  nadi_paper_add_rule (paper);
}

/* --- the patient -------------------------------------------------------------------------------------------------- */

char *
nadi_paper_age_sex (const NadiPatient *patient, gint32 day)
{
  g_autofree char *age = nadi_format_age (&patient->birth, day);
  const char *sex = nadi_format_sex (patient->sex);

  if (*age != '\0' && *sex != '\0')
    /* Translators: age and sex of a patient: "34 years, female". */
    return g_strdup_printf (_("%s, %s"), age, sex);
  return g_strdup (*age != '\0' ? age : sex);
}

static char *
name_of (const NadiPatient *patient)
{
  g_autofree char *name = nadi_patient_name (patient);
  g_autofree char *local = nadi_patient_name_local (patient);
  const char *const both[] = { name, g_strcmp0 (name, local) != 0 ? local : NULL };
  char *all = list_texts (both, G_N_ELEMENTS (both), BETWEEN);

  return all != NULL ? all : g_strdup (_("Name not known"));
}

/* NULL if there is none yet. */
static char *
number_of (const NadiPatient *patient)
{
  return patient->number.digits[0] != '\0' ? nadi_format_number (&patient->number) : NULL;
}

/* The day that the clinic's calendar shows. */
static gint32
day_of (gint64 when, GTimeZone *zone)
{
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, when / 1000);

  return nadi_day_from_time (when + (gint64) g_time_zone_get_offset (zone, interval) * 1000);
}

static void
add_patient (NadiPaper *paper, const NadiPaperForm *form, const NadiPatient *patient, gint64 moment)
{
  gint64 when = moment != 0 ? moment : form->printed;
  g_autofree char *name = name_of (patient);
  g_autofree char *number = number_of (patient);
  g_autofree char *age_sex = nadi_paper_age_sex (patient, day_of (when, form->zone));
  g_autofree char *birth = nadi_format_date (&patient->birth);
  g_autofree char *address = nadi_format_address (&patient->address, ", ");
  g_autofree char *date = nadi_format_day (day_of (when, form->zone));
  const NadiPaperCell first[] = { { name, NADI_PAPER_STRONG, 3, FALSE }, { date, NADI_PAPER_BODY, 1, TRUE } };

  nadi_paper_add_row_with_next (paper, first, G_N_ELEMENTS (first));
  nadi_paper_add_fact (paper, _("Age and sex"), age_sex);
  nadi_paper_add_fact (paper, _("Born"), birth);
  nadi_paper_add_fact (paper, _("Patient number"), number);
  nadi_paper_add_fact (paper, _("Address"), address);
}

NadiPaper *
nadi_paper_begin (const NadiPaperForm *form, const char *title, const NadiPatient *patient, gint64 moment)
{
  NadiPaper *paper = nadi_paper_new (&form->sheet);
  g_autofree char *name = name_of (patient);
  g_autofree char *number = number_of (patient);
  const char *const above[] = { title, name, number };
  g_autofree char *running = list_texts (above, G_N_ELEMENTS (above), BETWEEN);
  g_autofree char *clock = nadi_format_moment (form->printed, 0, form->zone);
  /* Translators: at the foot of a printed page: date and time. */
  g_autofree char *printed = g_strdup_printf (_("Printed %s"), clock);

  nadi_paper_set_running (paper, running, printed);
  add_letterhead (paper, &form->head);
  nadi_paper_add_text (paper, NADI_PAPER_HEADING, title);
  nadi_paper_add_space (paper, 2);
  add_patient (paper, form, patient, moment);
  return paper;
}

void
nadi_paper_sign (NadiPaper *paper, const NadiPaperForm *form, const char *name)
{
  g_autofree char *registration = registration_of (&form->head);
  const char *const who[] = { has_text (name) ? name : form->head.doctor, registration, _("Signature") };
  g_autofree char *under = list_texts (who, G_N_ELEMENTS (who), "\n");
  const NadiPaperCell cells[] = { { NULL, NADI_PAPER_SMALL, 3, FALSE }, { under, NADI_PAPER_SMALL, 2, FALSE } };

  nadi_paper_add_line_to_sign (paper, SIGNATURE_SPACE, 3, 2);
  nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
}

/* --- values in words ---------------------------------------------------------------------------------------------- */

static void
append_vital (GString *all, const char *name, const char *value)
{
  g_string_append_printf (all, "%s%s\u00a0%s", all->len > 0 ? BETWEEN : "", name, value);
}

char *
nadi_paper_vitals (const NadiVitals *vitals)
{
  const NadiVital *upper = &vitals->at[NADI_VITAL_SYSTOLIC];
  const NadiVital *lower = &vitals->at[NADI_VITAL_DIASTOLIC];
  gboolean both = upper->known && lower->known;
  GString *all = g_string_new (NULL);

  if (both)
    {
      g_autofree char *pressure = nadi_format_pressure (vitals);

      append_vital (all, _("Blood pressure"), pressure);
    }
  for (guint i = both ? NADI_VITAL_PULSE : 0; i < NADI_N_VITALS; i++)
    if (vitals->at[i].known)
      {
        g_autofree char *value = nadi_format_vital (&vitals->at[i]);

        append_vital (all, nadi_format_vital_name ((NadiVitalKind) i), value);
      }
  return g_string_free (all, all->len == 0);
}

/* The words that a dose which was typed has for it. */
static gboolean
says_days (const NadiPrescription *line)
{
  g_autofree char *days = g_strdup_printf ("for %u day", line->days);

  return has_text (line->dose) && strstr (line->dose, days) != NULL;
}

char *
nadi_paper_dose (const NadiPrescription *line)
{
  g_autofree char *dose = nadi_format_isolate (line->dose);
  g_autofree char *times = NULL;
  g_autofree char *days = NULL;
  const char *parts[4] = { dose };

  if (!has_text (line->dose) && line->times_per_day > 0)
    times = g_strdup_printf (ngettext ("%u time a day", "%u times a day", line->times_per_day), line->times_per_day);
  if (line->days > 0 && !says_days (line))
    days = g_strdup_printf (ngettext ("for %u day", "for %u days", line->days), line->days);
  parts[1] = times;
  parts[2] = days;
  parts[3] = line->as_needed ? _("when needed") : NULL;
  return list_texts (parts, G_N_ELEMENTS (parts), BETWEEN);
}

char *
nadi_paper_value (const char *value, const char *unit)
{
  const char *const parts[] = { value, unit };
  g_autofree char *both = list_texts (parts, G_N_ELEMENTS (parts), "\u00a0");

  return nadi_format_isolate (both);
}

void
nadi_paper_add_medicines (NadiPaper *paper, const GPtrArray *prescriptions, gboolean stopped)
{
  guint number = 0;

  for (guint i = 0; i < prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (prescriptions, i);
      g_autofree char *place = g_strdup_printf ("%u.", number + 1);
      g_autofree char *dose = nadi_paper_dose (line);
      const NadiPaperCell first[] = { { place, NADI_PAPER_BODY, 1, FALSE }, { line->medicine, NADI_PAPER_STRONG, 19, FALSE } };
      const NadiPaperCell second[] = { { NULL, NADI_PAPER_BODY, 1, FALSE }, { dose, NADI_PAPER_BODY, 19, FALSE } };

      if (line->stopped != stopped)
        continue;
      number++;
      if (dose == NULL)
        nadi_paper_add_row (paper, first, G_N_ELEMENTS (first));
      else
        {
          nadi_paper_add_row_with_next (paper, first, G_N_ELEMENTS (first));
          nadi_paper_add_row (paper, second, G_N_ELEMENTS (second));
        }
    }
}
