/* What nadictl prints: lines for people, JSON for programs. Text that people wrote is made harmless for a terminal; JSON holds it as it
 * is. Times are ISO 8601 in JSON, and of this place in text. */
#pragma once

#include "nadi-ctl.h"
#include "nadi-json.h"
#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"

/* --- nadi-ctl-open.c --- */

/* Who has this number, or this id; one who is not known here may have come meanwhile: asks the service. NULL: said so, return
 * ctl->parsed. */
NadiPatientRow *nadi_ctl_need_patient (NadiCtl *ctl, const char *number);

/* --- nadi-ctl-output.c --- */

/* Ends the writer's text, prints it as one line and flushes. */
void nadi_ctl_print_json (NadiJsonWriter *writer);
/* The whole of one line of text, without its end. */
void nadi_ctl_print_line (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* "Label: value"; nothing when value is NULL or "". */
void nadi_ctl_print_field (const char *label, const char *value);
/* The sentence, or {"ready":…}: whether a profile or an account can be opened now. Gives the exit code. */
int nadi_ctl_say_ready (NadiCtl *ctl, gboolean ready, const char *sentence);

/* Fourteen digits as 4-4-4-2; "" stays. (transfer full) */
char *nadi_ctl_number (const char *digits);
/* ms as "2026-11-23T12:53:55Z", or NULL for 0. (transfer full) */
char *nadi_ctl_time (gint64 time);
/* ms as "2026-11-23 18:23" here. (transfer full) */
char *nadi_ctl_local_time (gint64 time);
/* A clinical day, or NULL. (transfer full) */
char *nadi_ctl_day (gint32 day);

/* The day that it is here, as a day number. */
gint32 nadi_ctl_today (void);

/* Name and value, null when there is none. */
void nadi_ctl_put_number (NadiJsonWriter *writer, const char *name, const char *digits);
void nadi_ctl_put_time (NadiJsonWriter *writer, const char *name, gint64 time);
void nadi_ctl_put_day (NadiJsonWriter *writer, const char *name, gint32 day);
void nadi_ctl_put_date (NadiJsonWriter *writer, const char *name, const NadiDate *date);
void nadi_ctl_put_text (NadiJsonWriter *writer, const char *name, const char *value); /* "" becomes null */

/* --- nadi-ctl-print-patient.c --- */

void nadi_ctl_put_row (NadiJsonWriter *writer, const NadiPatientRow *row);
void nadi_ctl_print_row (const NadiPatientRow *row);
/* The members of an object that is open. */
void nadi_ctl_put_patient (NadiJsonWriter *writer, const NadiPatientRow *row, const NadiPatient *patient);
void nadi_ctl_print_patient (const NadiPatientRow *row, const NadiPatient *patient);

/* --- nadi-ctl-print-record.c --- */

void nadi_ctl_put_record (NadiJsonWriter *writer, const NadiRecordInfo *info);
void nadi_ctl_put_records (NadiJsonWriter *writer, const GPtrArray *records);
void nadi_ctl_print_record (const NadiRecordInfo *info);
/* How many are damaged. */
guint nadi_ctl_count_damaged (const GPtrArray *records);
void nadi_ctl_put_news (NadiJsonWriter *writer, const NadiNews *news);
void nadi_ctl_print_news (const NadiNews *news);

/* --- nadi-ctl-print-case.c --- */

/* The members of an object that is open. all: with results, notes and plan. */
void nadi_ctl_put_case (NadiJsonWriter *writer, const NadiCase *visit, gboolean all);
void nadi_ctl_print_case_line (const NadiCase *visit);
void nadi_ctl_print_case (const NadiCase *visit);

/* --- nadi-ctl-print-report.c --- */

/* Adds a later report to an earlier one, out of which it may take things. */
void nadi_ctl_add_report (NadiImportReport *sum, NadiImportReport *report);
void nadi_ctl_put_report (NadiJsonWriter *writer, const NadiImportReport *report);
void nadi_ctl_print_report (const NadiImportReport *report);
