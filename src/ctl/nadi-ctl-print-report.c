/* What an import came to. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"

/* --- adding up ----------------------------------------------------------------------------------------------------- */

static void
add_reason (GPtrArray *reasons, const char *reason, guint64 count)
{
  NadiImportReason *entry;

  for (guint i = 0; i < reasons->len; i++)
    {
      entry = g_ptr_array_index (reasons, i);
      if (g_str_equal (entry->reason, reason))
        {
          entry->count += count;
          return;
        }
    }
  entry = g_new0 (NadiImportReason, 1);
  entry->reason = g_strdup (reason);
  entry->count = count;
  g_ptr_array_add (reasons, entry);
}

static NadiImportLine *
line_of (NadiImportReport *report, const char *type)
{
  for (guint i = 0; i < report->lines->len; i++)
    if (g_str_equal (((NadiImportLine *) g_ptr_array_index (report->lines, i))->type, type))
      return g_ptr_array_index (report->lines, i);
  return NULL;
}

static void
add_line (NadiImportLine *sum, const NadiImportLine *line)
{
  sum->taken += line->taken;
  sum->amended += line->amended;
  sum->unchanged += line->unchanged;
  sum->refused += line->refused;
  for (guint i = 0; i < line->reasons->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (line->reasons, i);

      add_reason (sum->reasons, reason->reason, reason->count);
    }
}

void
nadi_ctl_add_report (NadiImportReport *sum, NadiImportReport *report)
{
  sum->files += report->files;
  sum->taken += report->taken;
  sum->amended += report->amended;
  sum->unchanged += report->unchanged;
  sum->refused += report->refused;
  sum->nothing_new &= report->nothing_new;
  sum->complete &= report->complete;
  for (guint i = 0; i < report->unreadable->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (report->unreadable, i);

      add_reason (sum->unreadable, reason->reason, reason->count);
    }
  for (guint i = 0; i < report->lines->len;)
    {
      NadiImportLine *line = g_ptr_array_index (report->lines, i);
      NadiImportLine *known = line_of (sum, line->type);

      if (known == NULL) /* moves over as it is */
        g_ptr_array_add (sum->lines, g_ptr_array_steal_index (report->lines, i));
      else
        {
          add_line (known, line);
          i++;
        }
    }
}

/* --- JSON ---------------------------------------------------------------------------------------------------------- */

static void
put_counts (NadiJsonWriter *writer, const char *member, const GPtrArray *lines, gsize offset)
{
  nadi_json_name (writer, member);
  nadi_json_begin_object (writer);
  for (guint i = 0; i < lines->len; i++)
    {
      const NadiImportLine *line = g_ptr_array_index (lines, i);
      guint64 count = G_STRUCT_MEMBER (guint64, line, offset);

      if (count > 0)
        nadi_json_put_int (writer, line->type, (gint64) count);
    }
  nadi_json_end_object (writer);
}

static void
put_reasons (NadiJsonWriter *writer, const char *member, const GPtrArray *reasons)
{
  nadi_json_name (writer, member);
  nadi_json_begin_object (writer);
  for (guint i = 0; i < reasons->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (reasons, i);

      nadi_json_put_int (writer, reason->reason, (gint64) reason->count);
    }
  nadi_json_end_object (writer);
}

void
nadi_ctl_put_report (NadiJsonWriter *writer, const NadiImportReport *report)
{
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "files", report->files);
  put_counts (writer, "taken", report->lines, G_STRUCT_OFFSET (NadiImportLine, taken));
  put_counts (writer, "amended", report->lines, G_STRUCT_OFFSET (NadiImportLine, amended));
  put_counts (writer, "unchanged", report->lines, G_STRUCT_OFFSET (NadiImportLine, unchanged));
  nadi_json_name (writer, "refused");
  nadi_json_begin_object (writer);
  for (guint i = 0; i < report->lines->len; i++)
    {
      const NadiImportLine *line = g_ptr_array_index (report->lines, i);

      if (line->refused > 0)
        put_reasons (writer, line->type, line->reasons);
    }
  nadi_json_end_object (writer);
  put_reasons (writer, "unreadable", report->unreadable);
  nadi_json_put_boolean (writer, "nothing_new", report->nothing_new);
  nadi_json_put_boolean (writer, "complete", report->complete);
  nadi_json_end_object (writer);
}

/* --- text ---------------------------------------------------------------------------------------------------------- */

/* words: "12 new"; taken over, and left out when count is 0. */
static void
add_words (GString *text, char *words, guint64 count)
{
  if (count > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
  g_free (words);
}

static void
print_line (const NadiImportLine *line)
{
  g_autoptr (GString) counts = g_string_new (NULL);

  add_words (counts, g_strdup_printf (_("%lu new"), (gulong) line->taken), line->taken);
  add_words (counts, g_strdup_printf (_("%lu amended"), (gulong) line->amended), line->amended);
  add_words (counts, g_strdup_printf (_("%lu unchanged"), (gulong) line->unchanged), line->unchanged);
  add_words (counts, g_strdup_printf (_("%lu refused"), (gulong) line->refused), line->refused);
  nadi_ctl_print_line ("%-20s %s", line->type, counts->str);
  for (guint i = 0; i < line->reasons->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (line->reasons, i);

      nadi_ctl_print_line ("  %6lu  %s", (gulong) reason->count, nadi_ctl_reason (reason->reason));
    }
}

void
nadi_ctl_print_report (const NadiImportReport *report)
{
  for (guint i = 0; i < report->lines->len; i++)
    print_line (g_ptr_array_index (report->lines, i));
  for (guint i = 0; i < report->unreadable->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (report->unreadable, i);

      nadi_ctl_print_line (ngettext ("%lu file was not taken: %s", "%lu files were not taken: %s", (gulong) reason->count),
                           (gulong) reason->count, nadi_ctl_reason (reason->reason));
    }
  if (!report->complete)
    nadi_ctl_print_line ("%s", _("Stopped before the end; run it again to go on."));
  else if (report->nothing_new)
    nadi_ctl_print_line ("%s", _("Nothing new."));
}
