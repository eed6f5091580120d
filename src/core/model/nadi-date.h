/* Dates as people know them: a day, a month, or only a year ("about").
 *
 * A day number counts days since 1970-01-01 (UTC); years run from 1 to 9999. Values are plain and hold
 * no time zone. */
#pragma once

#include <glib.h>

#include "nadi-model-error.h"

typedef enum
{
  NADI_DATE_NONE, /* not known at all; the zero value */
  NADI_DATE_YEAR,
  NADI_DATE_MONTH,
  NADI_DATE_DAY,
} NadiDatePrecision;

typedef struct
{
  guint16 year;
  guint8 month; /* 1 … 12, or 0 below month precision */
  guint8 day;   /* 1 … 31, or 0 below day precision */
  NadiDatePrecision precision;
} NadiDate;

/* An age at a day. For a birth date that is only a year the true age is years or years + 1 less; about says so. */
typedef struct
{
  guint years;
  guint months; /* beyond years; 0 when about */
  guint days;   /* beyond months; 0 when about */
  gboolean about;
} NadiAge;

/* ISO 8601 as FHIR's `date` has it: YYYY, YYYY-MM or YYYY-MM-DD, nothing else. Error: NADI_MODEL_ERROR_DATE. */
gboolean nadi_date_parse (const char *text, NadiDate *date, GError **error);

/* What a desk may type: an ISO date, DD/MM/YYYY (also with - or .), or an age that becomes a year: "40",
 * "40y", "about 40". Digits of any script. today is a day number. Error: NADI_MODEL_ERROR_DATE. */
gboolean nadi_date_parse_entry (const char *text, gint32 today, NadiDate *date, GError **error);

/* "1984-05-09", "1984-05", "1984"; NULL for NADI_DATE_NONE. (transfer full) */
char *nadi_date_to_text (const NadiDate *date);

gboolean nadi_date_valid (guint year, guint month, guint day);
gboolean nadi_date_equal (const NadiDate *a, const NadiDate *b);

/* The first and last day that the date may mean. Not for NADI_DATE_NONE. */
gint32 nadi_date_first_day (const NadiDate *date);
gint32 nadi_date_last_day (const NadiDate *date);

void nadi_date_from_day (gint32 day, NadiDate *date);

/* Day numbers and Unix milliseconds. */
gint32 nadi_day_from_time (gint64 time);
gint64 nadi_day_to_time (gint32 day);
/* "2026-11-23". (transfer full) */
char *nadi_day_to_text (gint32 day);
gboolean nadi_day_from_text (const char *text, gint32 *day, GError **error);

/* FALSE if the birth date is unknown or after the day. */
gboolean nadi_age_at (const NadiDate *birth, gint32 day, NadiAge *age);

/* The birth year of somebody who is about so many years old on a day. */
void nadi_date_from_age (guint years, gint32 day, NadiDate *date);
