/* The summary of a chart. */
#include "nadi-paper-clinic.h"

#include <glib/gi18n.h>

#include "nadi-format.h"

static void
add_none (NadiPaper *paper)
{
  nadi_paper_add_text (paper, NADI_PAPER_SMALL, _("None recorded."));
}

static void
add_allergies (NadiPaper *paper, const NadiSummary *summary)
{
  GPtrArray *allergies = nadi_summary_allergies (summary);

  nadi_paper_add_heading (paper, _("Allergies"));
  for (guint i = 0; i < allergies->len; i++)
    {
      const NadiAllergy *allergy = g_ptr_array_index (allergies, i);
      const NadiPaperCell cells[] = { { allergy->substance, NADI_PAPER_STRONG, 6, FALSE },
                                      { allergy->reaction, NADI_PAPER_BODY, 5, FALSE },
                                      { allergy->high_risk ? _("high risk") : NULL, NADI_PAPER_STRONG, 2, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
  if (allergies->len == 0)
    add_none (paper);
}

static void
add_problems (NadiPaper *paper, const NadiSummary *summary)
{
  GArray *problems = nadi_summary_problems (summary);

  nadi_paper_add_heading (paper, _("Problems"));
  for (guint i = 0; i < problems->len; i++)
    {
      const NadiSummaryProblem *problem = &g_array_index (problems, NadiSummaryProblem, i);
      g_autofree char *date = nadi_format_date (&problem->since);
      g_autofree char *since = *date != '\0' ? g_strdup_printf (_("since %s"), date) : NULL;
      const NadiPaperCell cells[] = { { problem->text, NADI_PAPER_BODY, 6, FALSE },
                                      { problem->code, NADI_PAPER_SMALL, 2, FALSE },
                                      { since, NADI_PAPER_SMALL, 5, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
  if (problems->len == 0)
    add_none (paper);
}

static void
add_medicines (NadiPaper *paper, const NadiSummary *summary)
{
  GArray *medicines = nadi_summary_medicines (summary);

  nadi_paper_add_heading (paper, _("Medicines"));
  for (guint i = 0; i < medicines->len; i++)
    {
      const NadiSummaryMedicine *medicine = &g_array_index (medicines, NadiSummaryMedicine, i);
      g_autofree char *day = nadi_format_day (medicine->day);
      g_autofree char *dose = nadi_format_isolate (medicine->dose);
      const NadiPaperCell cells[] = { { medicine->medicine, NADI_PAPER_STRONG, 6, FALSE },
                                      { dose, NADI_PAPER_BODY, 5, FALSE },
                                      { day, NADI_PAPER_SMALL, 2, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
  if (medicines->len == 0)
    add_none (paper);
}

static void
add_results (NadiPaper *paper, const NadiSummary *summary)
{
  GArray *results = nadi_summary_results (summary);

  if (results->len == 0)
    return;
  nadi_paper_add_heading (paper, _("Latest results"));
  for (guint i = 0; i < results->len; i++)
    {
      const NadiSummaryResult *result = &g_array_index (results, NadiSummaryResult, i);
      g_autofree char *value = nadi_paper_value (result->value, result->unit);
      g_autofree char *day = nadi_format_day (result->day);
      const NadiPaperCell cells[] = { { result->text, NADI_PAPER_BODY, 6, FALSE },
                                      { value, result->abnormal ? NADI_PAPER_STRONG : NADI_PAPER_BODY, 3, FALSE },
                                      { result->abnormal ? _("abnormal") : NULL, NADI_PAPER_SMALL, 2, FALSE },
                                      { day, NADI_PAPER_SMALL, 2, TRUE } };

      nadi_paper_add_row (paper, cells, G_N_ELEMENTS (cells));
    }
}

static void
add_vitals (NadiPaper *paper, const NadiSummary *summary)
{
  NadiVitals latest = { 0 };
  g_autofree char *text = NULL;

  for (guint i = 0; i < NADI_N_VITALS; i++)
    {
      const NadiVitalSeries *series = nadi_summary_vital (summary, (NadiVitalKind) i);

      if (series == NULL || series->points->len == 0)
        continue;
      latest.at[i].known = TRUE;
      latest.at[i].unit = series->unit;
      latest.at[i].value = g_array_index (series->points, NadiVitalPoint, series->points->len - 1).value;
    }
  text = nadi_paper_vitals (&latest);
  if (text == NULL)
    return;
  nadi_paper_add_heading (paper, _("Latest vital signs"));
  nadi_paper_add_text (paper, NADI_PAPER_BODY, text);
}

NadiPaper *
nadi_paper_new_summary (const NadiPaperForm *form, const NadiPatient *patient, const NadiSummary *summary)
{
  NadiPaper *paper = nadi_paper_begin (form, _("Chart summary"), patient, 0);
  g_autofree char *blood = nadi_format_blood (patient);

  nadi_paper_add_fact (paper, _("Blood group"), blood);
  add_allergies (paper, summary);
  add_problems (paper, summary);
  add_medicines (paper, summary);
  add_results (paper, summary);
  add_vitals (paper, summary);
  nadi_paper_add_space (paper, 9);
  nadi_paper_add_text (paper, NADI_PAPER_SMALL, _("As far as this clinic's records reach, and what other clinics have shared with it."));
  return paper;
}
