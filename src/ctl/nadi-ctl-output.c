/* Printing, and the few forms that all commands print. */
#include "nadi-ctl-output.h"

#include <stdarg.h>
#include <stdio.h>

#include "nadi-text.h"

#define LONGEST_VALUE 4000

void
nadi_ctl_print_json (NadiJsonWriter *writer)
{
  g_autofree char *text = nadi_json_writer_finish (writer, NULL);

  g_print ("%s\n", text);
  fflush (stdout);
}

void
nadi_ctl_print_line (const char *format, ...)
{
  g_autofree char *line = NULL;
  g_autofree char *harmless = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  harmless = nadi_text_display (line, LONGEST_VALUE);
  g_print ("%s\n", harmless);
}

void
nadi_ctl_print_field (const char *label, const char *value)
{
  if (value != NULL && *value != 0)
    nadi_ctl_print_line ("%s: %s", label, value);
}

char *
nadi_ctl_number (const char *digits)
{
  NadiPatientNumber number;

  if (digits == NULL || *digits == 0 || !nadi_patient_number_parse (digits, &number, NULL))
    return g_strdup (digits != NULL ? digits : "");
  return nadi_patient_number_format (&number);
}

static char *
format_time (GDateTime *moment, const char *format)
{
  g_autoptr (GDateTime) owned = moment;

  return owned != NULL ? g_date_time_format (owned, format) : NULL;
}

char *
nadi_ctl_time (gint64 time)
{
  return time != 0 ? format_time (g_date_time_new_from_unix_utc (time / 1000), "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

char *
nadi_ctl_local_time (gint64 time)
{
  return time != 0 ? format_time (g_date_time_new_from_unix_local (time / 1000), "%Y-%m-%d %H:%M") : NULL;
}

char *
nadi_ctl_day (gint32 day)
{
  return day != G_MININT32 ? nadi_day_to_text (day) : NULL;
}

gint32
nadi_ctl_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%d");
  gint32 day = 0;

  nadi_day_from_text (text, &day, NULL);
  return day;
}

void
nadi_ctl_put_number (NadiJsonWriter *writer, const char *name, const char *digits)
{
  g_autofree char *text = nadi_ctl_number (digits);

  nadi_ctl_put_text (writer, name, text);
}

void
nadi_ctl_put_time (NadiJsonWriter *writer, const char *name, gint64 time)
{
  g_autofree char *text = nadi_ctl_time (time);

  nadi_json_put_string (writer, name, text);
}

void
nadi_ctl_put_day (NadiJsonWriter *writer, const char *name, gint32 day)
{
  g_autofree char *text = nadi_ctl_day (day);

  nadi_json_put_string (writer, name, text);
}

void
nadi_ctl_put_date (NadiJsonWriter *writer, const char *name, const NadiDate *date)
{
  g_autofree char *text = nadi_date_to_text (date);

  nadi_json_put_string (writer, name, text);
}

void
nadi_ctl_put_text (NadiJsonWriter *writer, const char *name, const char *value)
{
  nadi_json_put_string (writer, name, value != NULL && *value != 0 ? value : NULL);
}

int
nadi_ctl_say_ready (NadiCtl *ctl, gboolean ready, const char *sentence)
{
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", sentence);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_boolean (writer, "ready", ready);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}
