/* Private to app/paper: what all forms have: letterhead, patient, values in words, signature. */
#pragma once

#include "nadi-paper-forms.h"

/* A paper with letterhead, title and the patient on it. moment: of what it is about, ms; 0 for none. */
NadiPaper *nadi_paper_begin (const NadiPaperForm *form, const char *title, const NadiPatient *patient, gint64 moment);
/* Room for a hand, and who it is. On one page with what stands before. */
void nadi_paper_sign (NadiPaper *paper, const NadiPaperForm *form, const char *name);

/* "34 years, female"; "" when nothing is known. (transfer full) */
char *nadi_paper_age_sex (const NadiPatient *patient, gint32 day);
/* "Blood pressure 150/95 mmHg · Pulse 88 /min"; NULL when nothing was measured. (transfer full) */
char *nadi_paper_vitals (const NadiVitals *vitals);
/* "1-0-1 after food for 5 days". (transfer full) */
char *nadi_paper_dose (const NadiPrescription *line);
/* A result with its unit; both may be NULL. (transfer full) */
char *nadi_paper_value (const char *value, const char *unit);
/* Numbered medicines with their dose; nothing when there is none. */
void nadi_paper_add_medicines (NadiPaper *paper, const GPtrArray *prescriptions, gboolean stopped);
