/* Reports of imports. */
#include "nadi-session-import-private.h"

static void
reason_free (gpointer data)
{
  NadiImportReason *reason = data;

  g_free (reason->reason);
  g_free (reason);
}

static void
line_free (gpointer data)
{
  NadiImportLine *line = data;

  g_free (line->type);
  g_ptr_array_unref (line->reasons);
  g_free (line);
}

NadiImportReport *
nadi_import_report_new (void)
{
  NadiImportReport *report = g_new0 (NadiImportReport, 1);

  report->unreadable = g_ptr_array_new_with_free_func (reason_free);
  report->lines = g_ptr_array_new_with_free_func (line_free);
  report->nothing_new = TRUE;
  return report;
}

void
nadi_import_report_free (NadiImportReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->unreadable);
  g_ptr_array_unref (report->lines);
  g_free (report);
}

static void
count_reason (GPtrArray *reasons, const char *name)
{
  NadiImportReason *reason;

  for (guint i = 0; i < reasons->len; i++)
    {
      reason = g_ptr_array_index (reasons, i);
      if (g_str_equal (reason->reason, name))
        {
          reason->count++;
          return;
        }
    }
  reason = g_new0 (NadiImportReason, 1);
  reason->reason = g_strdup (name);
  reason->count = 1;
  g_ptr_array_add (reasons, reason);
}

void
nadi_import_report_unreadable (NadiImportReport *report, const char *reason)
{
  count_reason (report->unreadable, reason);
}

static NadiImportLine *
line_of (NadiImportReport *report, const char *type)
{
  NadiImportLine *line;

  for (guint i = 0; i < report->lines->len; i++)
    {
      line = g_ptr_array_index (report->lines, i);
      if (g_str_equal (line->type, type))
        return line;
    }
  line = g_new0 (NadiImportLine, 1);
  line->type = g_strdup (type);
  line->reasons = g_ptr_array_new_with_free_func (reason_free);
  g_ptr_array_add (report->lines, line);
  return line;
}

void
nadi_import_report_count (NadiImportReport *report, const char *type, NadiImportOutcome outcome, const char *reason)
{
  NadiImportLine *line = line_of (report, type);

  switch (outcome)
    {
    case NADI_IMPORT_TAKEN:
      line->taken++;
      report->taken++;
      break;
    case NADI_IMPORT_AMENDED:
      line->amended++;
      report->amended++;
      break;
    case NADI_IMPORT_UNCHANGED:
      line->unchanged++;
      report->unchanged++;
      break;
    case NADI_IMPORT_REFUSED:
    default:
      line->refused++;
      report->refused++;
      count_reason (line->reasons, reason);
      break;
    }
  report->nothing_new = report->taken + report->amended == 0;
}
