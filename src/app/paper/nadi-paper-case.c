/* A case and a prescription. */
#include "nadi-paper-clinic.h"

#include <glib/gi18n.h>

#include "nadi-format.h"

/* --- a case ------------------------------------------------------------------------------------------------------- */

static void
add_section (NadiPaper *paper, const char *title, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  nadi_paper_add_heading (paper, title);
  nadi_paper_add_text (paper, NADI_PAPER_BODY, text);
}

static void
add_problems (NadiPaper *paper, const GPtrArray *problems)
{
  if (problems->len == 0)
    return;
  nadi_paper_add_heading (paper, _("Problems"));
  for (guint i = 0; i < problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *since = nadi_format_date (&problem->onset);
      /* Translators: since when a problem has been there, "since May 1984". */
      g_autofree char *onset = *since != '\0' ? g_strdup_printf (_("since %s"), since) : NULL;
      const char *status = problem->status == NADI_PROBLEM_RESOLVED ? C_("problem", "resolved") : onset;
      const NadiPaperCell cells[] = { { problem->text, NADI_PAPER_BODY, 6, FALSE },
                                      { problem->code, NADI_PAPER_SMALL, 2, FALSE },
                                      { status, NADI_PAPER_SMALL, 5, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
}

static gboolean
has_medicines (const GPtrArray *prescriptions, gboolean stopped)
{
  for (guint i = 0; i < prescriptions->len; i++)
    if (((const NadiPrescription *) g_ptr_array_index (prescriptions, i))->stopped == stopped)
      return TRUE;
  return FALSE;
}

static void
add_medicines (NadiPaper *paper, const char *title, const GPtrArray *prescriptions, gboolean stopped)
{
  if (!has_medicines (prescriptions, stopped))
    return;
  nadi_paper_add_heading (paper, title);
  nadi_paper_add_medicines (paper, prescriptions, stopped);
}

static void
add_results (NadiPaper *paper, const GPtrArray *results)
{
  if (results->len == 0)
    return;
  nadi_paper_add_heading (paper, _("Results"));
  for (guint i = 0; i < results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (results, i);
      NadiPaperStyle style = result->abnormal ? NADI_PAPER_STRONG : NADI_PAPER_BODY;
      g_autofree char *value = nadi_paper_value (result->value, result->unit);
      const NadiPaperCell cells[] = { { result->text, NADI_PAPER_BODY, 6, FALSE },
                                      { value, style, 5, FALSE },
                                      { result->abnormal ? _("abnormal") : NULL, NADI_PAPER_SMALL, 2, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
}

NadiPaper *
nadi_paper_new_case (const NadiPaperForm *form, const NadiPatient *patient, const NadiCase *visit)
{
  NadiPaper *paper = nadi_paper_begin (form, _("Case summary"), patient, visit->start);
  g_autofree char *blood = nadi_format_blood (patient);
  g_autofree char *vitals = nadi_paper_vitals (&visit->vitals);
  g_autofree char *follow_up = nadi_format_date (&visit->follow_up);

  nadi_paper_add_fact (paper, _("Blood group"), blood);
  nadi_paper_add_fact (paper, _("Seen by"), visit->practitioner_name);
  nadi_paper_add_fact (paper, _("Seen at"), visit->organisation_name);
  if (visit->in_error)
    nadi_paper_add_text (paper, NADI_PAPER_STRONG, _("This case was entered in error."));
  add_section (paper, _("Symptoms"), visit->symptoms);
  add_section (paper, _("Vital signs"), vitals);
  add_section (paper, _("Findings"), visit->notes);
  add_problems (paper, visit->problems);
  add_medicines (paper, _("Medicines"), visit->prescriptions, FALSE);
  add_medicines (paper, _("Stopped"), visit->prescriptions, TRUE);
  add_results (paper, visit->results);
  add_section (paper, _("Plan"), visit->plan);
  add_section (paper, _("Next visit"), follow_up);
  nadi_paper_sign (paper, form, visit->practitioner_name);
  return paper;
}

/* --- a prescription ----------------------------------------------------------------------------------------------- */

NadiPaper *
nadi_paper_new_prescription (const NadiPaperForm *form, const NadiPatient *patient, const NadiCase *visit, const char *allergies)
{
  NadiPaper *paper = nadi_paper_begin (form, _("Prescription"), patient, visit->start);
  const NadiVital *weight = &visit->vitals.at[NADI_VITAL_WEIGHT];
  g_autofree char *weighs = weight->known ? nadi_format_vital (weight) : NULL;
  g_autofree char *follow_up = nadi_format_date (&visit->follow_up);

  nadi_paper_add_fact (paper, _("Weight"), weighs);
  nadi_paper_add_fact (paper, _("Allergies"), allergies);
  nadi_paper_add_space (paper, 8);
  nadi_paper_add_text (paper, NADI_PAPER_SIGN, "℞");
  if (has_medicines (visit->prescriptions, FALSE))
    nadi_paper_add_medicines (paper, visit->prescriptions, FALSE);
  else
    nadi_paper_add_text (paper, NADI_PAPER_BODY, _("No medicine."));
  add_medicines (paper, _("Stop taking"), visit->prescriptions, TRUE);
  add_section (paper, _("Advice"), visit->plan);
  add_section (paper, _("Next visit"), follow_up);
  nadi_paper_sign (paper, form, visit->practitioner_name);
  return paper;
}
