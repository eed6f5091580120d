/* An open line. */
#include "nadi-chart-detail.h"

#include <glib/gi18n.h>

#include "nadi-chart-build.h"
#include "nadi-chart-text.h"
#include "nadi-format.h"

/* --- parts of a case ---------------------------------------------------------------------------------------------- */

static void
add_problems (GtkGrid *grid, const NadiCase *visit)
{
  for (guint i = 0; i < visit->problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (visit->problems, i);
      GString *text = g_string_new (problem->text);

      if (problem->code != NULL)
        g_string_append_printf (text, " (%s)", problem->code);
      if (problem->status == NADI_PROBLEM_RESOLVED)
        g_string_append_printf (text, ", %s", _("over"));
      nadi_chart_fact (grid, i == 0 ? _("Problems") : "", text->str);
      g_string_free (text, TRUE);
    }
}

static void
add_prescriptions (GtkGrid *grid, const NadiCase *visit)
{
  for (guint i = 0; i < visit->prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (visit->prescriptions, i);
      GString *text = g_string_new (line->medicine);

      g_autofree char *dose = nadi_format_isolate (line->dose);

      if (dose != NULL && dose[0] != '\0')
        g_string_append_printf (text, " · %s", dose);
      if (line->as_needed)
        g_string_append_printf (text, " · %s", _("when needed"));
      if (line->stopped)
        g_string_append_printf (text, " · %s", _("stopped"));
      nadi_chart_fact (grid, i == 0 ? _("Prescriptions") : "", text->str);
      g_string_free (text, TRUE);
    }
}

static void
add_results (GtkGrid *grid, const NadiCase *visit)
{
  for (guint i = 0; i < visit->results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (visit->results, i);
      g_autofree char *value = nadi_format_result (result->value, result->unit, result->abnormal);
      g_autofree char *name = nadi_format_isolate (result->text != NULL ? result->text : "");
      g_autofree char *text = g_strdup_printf (result->abnormal ? "%s: %s %s" : "%s: %s", name, value, result->abnormal ? _("abnormal") : "");

      nadi_chart_fact (grid, i == 0 ? _("Results") : "", text);
    }
}

static void
add_case (GtkGrid *grid, const NadiCase *visit)
{
  g_autofree char *vitals = nadi_chart_text_vitals (&visit->vitals);
  g_autofree char *follow_up = nadi_format_date (&visit->follow_up);

  nadi_chart_fact (grid, _("Symptoms"), visit->symptoms);
  add_problems (grid, visit);
  nadi_chart_fact (grid, _("Vital signs"), vitals);
  nadi_chart_fact (grid, _("Findings"), visit->notes);
  add_prescriptions (grid, visit);
  add_results (grid, visit);
  nadi_chart_fact (grid, _("Plan"), visit->plan);
  nadi_chart_fact (grid, _("Follow-up"), follow_up);
  if (visit->in_error)
    nadi_chart_fact (grid, _("Note"), _("Entered in error; kept so that nothing is lost."));
}

/* --- who, when, and how sure -------------------------------------------------------------------------------------- */

static char *
signed_text (const NadiRecordInfo *info, GTimeZone *zone)
{
  g_autofree char *when = nadi_format_moment (info->time, 0, zone);
  g_autofree char *who = nadi_format_isolate (info->author != NULL ? info->author : "");

  /* Translators: who signed it, and when. */
  return g_strdup_printf (_("%s, %s"), who, when);
}

static void
add_signature (GtkGrid *grid, const NadiChartRow *row, GTimeZone *zone)
{
  g_autofree char *text = signed_text (row->info, zone);

  nadi_chart_fact (grid, _("Signed by"), text);
  nadi_chart_fact (grid, _("Clinic"), row->info->organisation);
  if (row->kind != NADI_CHART_UNREADABLE && row->kind != NADI_CHART_RETRACTED)
    /* Translators: whether a record is confirmed by enough hospitals. */
    nadi_chart_fact (grid, C_("record", "State"), nadi_chart_text_proof (row->proof));
}

static void
add_versions (GtkGrid *grid, const NadiChartRow *row, GTimeZone *zone)
{
  for (guint i = 0; i < row->versions->len && i < 8; i++)
    {
      const NadiRecordInfo *version = g_ptr_array_index (row->versions, i);
      g_autofree char *who = signed_text (version, zone);

      nadi_chart_fact (grid, i == 0 ? _("Earlier versions") : "", who);
    }
}

static const NadiRecordInfo *
contested_part (const NadiChartRow *row)
{
  for (guint i = 0; i < row->parts->len; i++)
    {
      const NadiRecordInfo *part = g_ptr_array_index (row->parts, i);

      if (part->contested)
        return part;
    }
  return NULL;
}

static GtkWidget *
make_buttons (const NadiChartRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const NadiRecordInfo *contested = contested_part (row);

  if (contested != NULL)
    {
      GtkWidget *button = nadi_chart_button (_("_Compare the versions"), "chart.open-conflict", contested->record);

      gtk_widget_add_css_class (button, "suggested-action");
      gtk_box_append (GTK_BOX (box), button);
    }
  if (row->kind == NADI_CHART_CASE)
    {
      gtk_box_append (GTK_BOX (box), nadi_chart_button (_("_Open or amend"), "chart.open-case", row->key));
      gtk_box_append (GTK_BOX (box), nadi_chart_button (_("Print…"), "chart.print", row->key));
    }
  if (row->kind == NADI_CHART_RETRACTED && g_strcmp0 (row->info->type, "Encounter") == 0)
    gtk_box_append (GTK_BOX (box), nadi_chart_button (_("_Show what it said"), "chart.open-withdrawn", row->info->version));
  if (row->kind == NADI_CHART_RECORD && g_strcmp0 (row->info->type, "DocumentReference") == 0)
    gtk_box_append (GTK_BOX (box), nadi_chart_button (_("_Open the document"), "chart.open-document", row->info->record));
  return box;
}

GtkWidget *
nadi_chart_detail_new (const NadiChartRow *row, gint32 today, GTimeZone *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *grid = nadi_chart_facts (NADI_CHART_DAY_CHARS);
  GtkWidget *buttons;

  if (row->contested)
    gtk_box_append (GTK_BOX (box), nadi_chart_label (_("Two people changed this at the same time. Both versions are kept until somebody compares them."), "warn"));
  if (row->kind == NADI_CHART_UNREADABLE)
    nadi_chart_fact (GTK_GRID (grid), _("Why"), nadi_chart_text_unreadable (row->info));
  else if (row->kind == NADI_CHART_RETRACTED)
    nadi_chart_fact (GTK_GRID (grid), _("Note"), _("Withdrawn: it stays on the ledger, and no longer counts."));
  else if (row->kind == NADI_CHART_CASE)
    add_case (GTK_GRID (grid), row->visit);
  else
    {
      nadi_chart_fact (GTK_GRID (grid), _("What"), row->title);
      for (guint i = 0; row->facts != NULL && row->facts[i] != NULL; i += 2)
        {
          g_autofree char *value = nadi_chart_text_fact (row->facts[i], row->facts[i + 1]);

          nadi_chart_fact (GTK_GRID (grid), nadi_chart_text_label (row->facts[i]), value);
        }
    }
  add_signature (GTK_GRID (grid), row, zone);
  add_versions (GTK_GRID (grid), row, zone);
  gtk_box_append (GTK_BOX (box), grid);
  buttons = make_buttons (row);
  if (gtk_widget_get_first_child (buttons) != NULL)
    gtk_box_append (GTK_BOX (box), buttons);
  else
    g_object_unref (g_object_ref_sink (buttons));
  return box;
}
