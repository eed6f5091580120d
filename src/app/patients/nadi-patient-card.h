/* The card of the selected patient: who it is, and what can be done with the chart. Shows only what the list has: nothing is opened, so
 * nothing has to be recorded. */
#pragma once

#include <adwaita.h>

#include "nadi-session-patients.h"

#define NADI_TYPE_PATIENT_CARD (nadi_patient_card_get_type ())
G_DECLARE_FINAL_TYPE (NadiPatientCard, nadi_patient_card, NADI, PATIENT_CARD, GtkWidget)

/* row: NULL empties the card. */
void nadi_patient_card_show (NadiPatientCard *card, const NadiPatientRow *row, gint32 today);
