/* FHIR's date, dateTime, instant and time (R4, "Primitive types"). */
#pragma once

#include <glib.h>

#include "nadi-date.h"

/* YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss[.f…](Z|±hh:mm). Seconds may be 60 (leap second); 24:00 and
 * a time without zone are refused. *time is the first millisecond it may mean, partial dates as UTC;
 * *precision says what was there, has_time whether a time of day was. time, precision, has_time may be NULL. */
gboolean nadi_fhir_parse_date_time (const char *text, gint64 *time, NadiDatePrecision *precision, gboolean *has_time);

/* A dateTime that has a time of day. */
gboolean nadi_fhir_parse_instant (const char *text, gint64 *time);

/* hh:mm:ss[.f…] */
gboolean nadi_fhir_valid_time (const char *text);

/* "2026-11-23T09:30:00Z", with ".250" only where there are milliseconds. Years 1 … 9999. (transfer full) */
char *nadi_fhir_format_instant (gint64 time);
