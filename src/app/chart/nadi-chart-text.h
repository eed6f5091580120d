/* What the lines of a chart say, in the person's language. Pure; all results are (transfer full) unless they are said to be static. */
#pragma once

#include "nadi-session-chart.h"

/* What the line is about: the problem, the medicine, the document; for what can't be read a sentence that says so. */
char *nadi_chart_text_title (const NadiChartRow *row);
/* Blood pressure, abnormal results, how many medicines: the key figures of a case; "" if there are none. */
char *nadi_chart_text_figures (const NadiChartRow *row);
/* "Dr Rao, City Hospital". */
char *nadi_chart_text_author (const NadiChartRow *row);
/* The day, and the clock in the clinic's zone if it is known. */
char *nadi_chart_text_day (const NadiChartRow *row, gint32 today, GTimeZone *zone);
/* The whole line for a screen reader. */
char *nadi_chart_text_spoken (const NadiChartRow *row, gint32 today, GTimeZone *zone, gboolean fresh);
/* All that a search may find. */
char *nadi_chart_text_search (const NadiChartRow *row);

/* A label of NadiChartRow.facts in the person's language; static, or the label itself. */
const char *nadi_chart_text_label (const char *label);
/* A value of NadiChartRow.facts as people read it: days in their own manner. (transfer full) */
char *nadi_chart_text_fact (const char *label, const char *value);
/* A few words: "saved and confirmed", …; static. */
const char *nadi_chart_text_proof (NadiProofState proof);
/* Why a record can't be read, one sentence; static. */
const char *nadi_chart_text_unreadable (const NadiRecordInfo *info);
/* "Visits", "Medicines", …; static. */
const char *nadi_chart_text_section (NadiSection section);
/* "150/95 mmHg · 88 /min": a set of vital signs in one line; "" for none. */
char *nadi_chart_text_vitals (const NadiVitals *vitals);
/* "since May 2009" and the like; "" if it is not known. */
char *nadi_chart_text_since (const NadiDate *since);
