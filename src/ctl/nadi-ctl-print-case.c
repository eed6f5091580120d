/* Visits. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"

static void
put_problem (NadiJsonWriter *writer, gconstpointer item)
{
  const NadiProblem *problem = item;

  nadi_json_put_string (writer, "text", problem->text);
  nadi_ctl_put_text (writer, "code", problem->code);
  nadi_json_put_string (writer, "status", problem->status == NADI_PROBLEM_ACTIVE ? "active" : "resolved");
  nadi_ctl_put_date (writer, "onset", &problem->onset);
}

static void
put_prescription (NadiJsonWriter *writer, gconstpointer item)
{
  const NadiPrescription *line = item;

  nadi_json_put_string (writer, "medicine", line->medicine);
  nadi_ctl_put_text (writer, "dose", line->dose);
  nadi_json_put_int (writer, "times_per_day", line->times_per_day);
  nadi_json_put_int (writer, "days", line->days);
  nadi_json_put_boolean (writer, "as_needed", line->as_needed);
  nadi_json_put_boolean (writer, "stopped", line->stopped);
}

static void
put_result (NadiJsonWriter *writer, gconstpointer item)
{
  const NadiResult *result = item;

  nadi_json_put_string (writer, "text", result->text);
  nadi_ctl_put_text (writer, "code", result->code);
  nadi_json_put_string (writer, "value", result->value);
  nadi_ctl_put_text (writer, "unit", result->unit);
  nadi_json_put_boolean (writer, "abnormal", result->abnormal);
}

static void
put_list (NadiJsonWriter *writer, const char *name, const GPtrArray *items, void (*put) (NadiJsonWriter *writer, gconstpointer item))
{
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  for (guint i = 0; i < items->len; i++)
    {
      nadi_json_begin_object (writer);
      put (writer, g_ptr_array_index (items, i));
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

static const char *
first_problem (const NadiCase *visit)
{
  return visit->problems->len > 0 ? ((const NadiProblem *) g_ptr_array_index (visit->problems, 0))->text : NULL;
}

void
nadi_ctl_put_case (NadiJsonWriter *writer, const NadiCase *visit, gboolean all)
{
  g_autofree char *vitals = nadi_vitals_format (&visit->vitals);

  nadi_json_put_string (writer, "case", visit->id);
  nadi_ctl_put_time (writer, "start", visit->start);
  nadi_ctl_put_time (writer, "end", visit->end);
  nadi_json_put_string (writer, "title", nadi_case_title (visit));
  nadi_json_put_string (writer, "problem", first_problem (visit));
  put_list (writer, "problems", visit->problems, put_problem);
  nadi_ctl_put_text (writer, "organisation", visit->organisation_name);
  nadi_ctl_put_text (writer, "practitioner", visit->practitioner_name);
  nadi_ctl_put_date (writer, "follow_up", &visit->follow_up);
  nadi_json_put_boolean (writer, "in_error", visit->in_error);
  if (!all)
    return;
  nadi_ctl_put_text (writer, "kind", visit->kind);
  nadi_ctl_put_text (writer, "symptoms", visit->symptoms);
  nadi_ctl_put_text (writer, "vitals", vitals);
  put_list (writer, "prescriptions", visit->prescriptions, put_prescription);
  put_list (writer, "results", visit->results, put_result);
  nadi_ctl_put_text (writer, "notes", visit->notes);
  nadi_ctl_put_text (writer, "plan", visit->plan);
}

void
nadi_ctl_print_case_line (const NadiCase *visit)
{
  g_autofree char *start = nadi_ctl_local_time (visit->start);
  const char *title = nadi_case_title (visit);

  nadi_ctl_print_line ("%s  %s  %s%s%s", visit->id, start != NULL ? start : "", title != NULL ? title : "",
                       visit->practitioner_name != NULL ? ", " : "",
                       visit->practitioner_name != NULL ? visit->practitioner_name : "");
}

static void
print_results (const GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (results, i);
      g_autofree char *value = g_strdup_printf ("%s: %s%s%s%s", result->text != NULL ? result->text : "?",
                                                result->value != NULL ? result->value : "", result->unit != NULL ? " " : "",
                                                result->unit != NULL ? result->unit : "", result->abnormal ? " !" : "");

      nadi_ctl_print_field (_("Result"), value);
    }
}

static void
print_prescriptions (const GPtrArray *prescriptions)
{
  for (guint i = 0; i < prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (prescriptions, i);
      g_autofree char *text = g_strdup_printf ("%s%s%s%s%s", line->medicine != NULL ? line->medicine : "?",
                                               line->dose != NULL ? ", " : "", line->dose != NULL ? line->dose : "",
                                               line->stopped ? ", " : "", line->stopped ? _("stopped") : "");

      nadi_ctl_print_field (_("Prescription"), text);
    }
}

void
nadi_ctl_print_case (const NadiCase *visit)
{
  g_autofree char *start = nadi_ctl_local_time (visit->start);
  g_autofree char *vitals = nadi_vitals_format (&visit->vitals);
  g_autofree char *follow_up = nadi_date_to_text (&visit->follow_up);

  nadi_ctl_print_field (_("Visit"), start);
  if (visit->in_error)
    nadi_ctl_print_line ("%s", _("Entered in error"));
  nadi_ctl_print_field (_("Where"), visit->organisation_name);
  nadi_ctl_print_field (_("Who"), visit->practitioner_name);
  nadi_ctl_print_field (_("Kind"), visit->kind);
  for (guint i = 0; i < visit->problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (visit->problems, i);
      g_autofree char *text = problem->code != NULL ? g_strdup_printf ("%s (%s)", problem->text, problem->code) : g_strdup (problem->text);

      nadi_ctl_print_field (_("Problem"), text);
    }
  nadi_ctl_print_field (_("Symptoms"), visit->symptoms);
  nadi_ctl_print_field (_("Vital signs"), vitals);
  print_results (visit->results);
  print_prescriptions (visit->prescriptions);
  nadi_ctl_print_field (_("Notes"), visit->notes);
  nadi_ctl_print_field (_("Plan"), visit->plan);
  nadi_ctl_print_field (_("Comes back"), follow_up);
}
