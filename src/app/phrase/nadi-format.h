/* How dates, ages and measured values are written for people, in the language and numerals of the locale. Pure: the day and the
 * time zone come from the caller. All results are (transfer full). */
#pragma once

#include "nadi-patient.h"
#include "nadi-vitals.h"

/* "9 May 1984"; "May 1984" or "1984" where that is all that is known; "" for none. */
char *nadi_format_date (const NadiDate *date);
char *nadi_format_day (gint32 day);
/* Today, yesterday, or the date. G_MININT32 gives "". */
char *nadi_format_day_near (gint32 day, gint32 today);
/* "09:41", as the locale has it. ms: Unix; zone: where the clinic is. */
char *nadi_format_clock (gint64 ms, GTimeZone *zone);
/* Date and clock; only the clock if it is today's. */
char *nadi_format_moment (gint64 ms, gint64 now, GTimeZone *zone);

/* "34 years", "7 months", "3 days", "about 40 years"; "" when the birth is not known. */
char *nadi_format_age (const NadiDate *birth, gint32 today);
/* "34 y" for narrow columns. */
char *nadi_format_age_short (const NadiDate *birth, gint32 today);
/* "female", …; "" when it was not asked. Static. */
const char *nadi_format_sex (NadiSex sex);

/* Figures and Latin text for a line of the program's language. In a language that is written from right to left they are set apart, so that
 * their parts keep their order ("0-0-1" of a medicine must not become "1-0-0"); else a copy. NULL for NULL. */
char *nadi_format_isolate (const char *text);
/* "1234-5678-9012-34"; "" while there is none. */
char *nadi_format_number (const NadiPatientNumber *number);
/* "AB+", NULL while it is not known. */
char *nadi_format_blood (const NadiPatient *patient);

/* House and street; town, district (when it is called otherwise) and postal code; state: what is known, between: "\n" or ", ". "" for none. */
char *nadi_format_address (const NadiAddress *address, const char *between);

/* The number with the locale's decimal sign: "37.2". */
char *nadi_format_thousandths (gint32 value);
/* "88 /min". */
char *nadi_format_vital (const NadiVital *vital);
/* "150/95 mmHg", or the one of the two that is known; NULL for none. */
char *nadi_format_pressure (const NadiVitals *vitals);
/* "11.2 g/dL"; "! 9.2 g/dL" when it is not normal, as it is typed: to which side is not known; "asked for" while there is no value. */
char *nadi_format_result (const char *value, const char *unit, gboolean abnormal);
/* What to call it; static. */
const char *nadi_format_vital_name (NadiVitalKind kind);
