/* Records and news. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"

void
nadi_ctl_put_record (NadiJsonWriter *writer, const NadiRecordInfo *info)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "type", info->type);
  nadi_json_put_string (writer, "id", info->resource_id);
  nadi_json_put_string (writer, "summary", info->summary);
  nadi_ctl_put_day (writer, "day", info->day);
  nadi_json_put_string (writer, "section", info->has_section ? nadi_section_name (info->section) : NULL);
  nadi_json_put_string (writer, "author", info->author);
  nadi_json_put_string (writer, "organisation", info->organisation);
  nadi_ctl_put_time (writer, "time", info->time);
  nadi_json_put_string (writer, "state", nadi_record_state_word (info->state));
  nadi_json_put_string (writer, "proof", nadi_proof_state_word (info->proof));
  if (info->problem != NULL)
    nadi_json_put_string (writer, "problem", info->problem);
  nadi_json_put_boolean (writer, "contested", info->contested);
  nadi_json_put_string (writer, "record", info->record);
  nadi_json_put_string (writer, "version", info->version);
  nadi_json_put_string (writer, "event", info->event);
  nadi_json_end_object (writer);
}

void
nadi_ctl_put_records (NadiJsonWriter *writer, const GPtrArray *records)
{
  nadi_json_name (writer, "records");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < records->len; i++)
    nadi_ctl_put_record (writer, g_ptr_array_index (records, i));
  nadi_json_end_array (writer);
}

static const char *
proof_text (NadiProofState proof)
{
  switch (proof)
    {
    case NADI_PROOF_UNSENT: return _("waiting to be sent");
    case NADI_PROOF_ADMITTED: return _("waiting for confirmation");
    case NADI_PROOF_PROVEN: return _("proven");
    case NADI_PROOF_DAMAGED: return _("DAMAGED: not what its author signed");
    case NADI_PROOF_MISSING: return _("contents not here");
    default: return "";
    }
}

void
nadi_ctl_print_record (const NadiRecordInfo *info)
{
  g_autofree char *day = nadi_ctl_day (info->day);
  g_autofree char *time = nadi_ctl_local_time (info->time);

  nadi_ctl_print_line ("%-10s  %s  %s  [%s, %s, %s]", day != NULL ? day : "", info->type != NULL ? info->type : "?",
                       info->summary != NULL ? info->summary : "", info->author != NULL ? info->author : "?",
                       time != NULL ? time : "", proof_text (info->proof));
}

guint
nadi_ctl_count_damaged (const GPtrArray *records)
{
  guint damaged = 0;

  for (guint i = 0; i < records->len; i++)
    damaged += ((const NadiRecordInfo *) g_ptr_array_index (records, i))->proof == NADI_PROOF_DAMAGED;
  return damaged;
}

void
nadi_ctl_put_news (NadiJsonWriter *writer, const NadiNews *news)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "event", "news");
  nadi_json_put_string (writer, "kind", nadi_news_kind_word (news->kind));
  nadi_ctl_put_number (writer, "number", news->number);
  nadi_json_put_string (writer, "name", news->name);
  nadi_json_put_string (writer, "type", news->type);
  nadi_json_put_string (writer, "summary", news->summary);
  nadi_json_put_string (writer, "author", news->author);
  nadi_json_put_string (writer, "organisation", news->organisation);
  nadi_ctl_put_time (writer, "time", news->time);
  nadi_json_put_string (writer, "patient", news->patient);
  nadi_json_put_string (writer, "record", news->record);
  nadi_json_put_string (writer, "version", news->version);
  nadi_json_put_string (writer, "id", news->event);
  nadi_json_end_object (writer);
}

static const char *
kind_text (NadiNewsKind kind)
{
  switch (kind)
    {
    case NADI_NEWS_PATIENT: return _("new patient");
    case NADI_NEWS_RECORD: return _("new record");
    case NADI_NEWS_AMENDED: return _("amended");
    case NADI_NEWS_RETRACTED: return _("retracted");
    default: return "";
    }
}

void
nadi_ctl_print_news (const NadiNews *news)
{
  g_autofree char *number = nadi_ctl_number (news->number);
  g_autofree char *time = nadi_ctl_local_time (news->time);
  g_autoptr (GString) line = g_string_new (number);

  if (news->name != NULL)
    g_string_append_printf (line, "  %s", news->name);
  g_string_append_printf (line, "  %s", kind_text (news->kind));
  if (news->type != NULL)
    g_string_append_printf (line, "  %s", news->type);
  if (news->summary != NULL)
    g_string_append_printf (line, "  %s", news->summary);
  if (news->author != NULL)
    g_string_append_printf (line, "  [%s, %s]", news->author, time != NULL ? time : "");
  nadi_ctl_print_line ("%s", line->str);
}
