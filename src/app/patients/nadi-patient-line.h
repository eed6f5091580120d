/* One line of the list of patients: name, name in another script, age and sex, number, end of the telephone, place, last visit. */
#pragma once

#include <adwaita.h>

#include "nadi-session-patients.h"

#define NADI_TYPE_PATIENT_LINE (nadi_patient_line_get_type ())
G_DECLARE_FINAL_TYPE (NadiPatientLine, nadi_patient_line, NADI, PATIENT_LINE, GtkWidget)

GtkWidget *nadi_patient_line_new (void);
/* today: for the age and the last visit. query: what was searched for; what it found is bold. */
void nadi_patient_line_show (NadiPatientLine *line, const NadiPatientRow *row, const char *query, gint32 today);
/* The names of the columns, in the same widths. */
void nadi_patient_line_show_titles (NadiPatientLine *line);
/* What a screen reader says for the whole line. (transfer full) */
char *nadi_patient_line_spoken (const NadiPatientRow *row, gint32 today);
