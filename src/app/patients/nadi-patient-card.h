/* The card of the selected patient: who it is, and what can be done with the chart. What the list has is shown at
 * once; photo, address and emergency facts follow when a selection that somebody meant rests for a second, and that reading is recorded. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"
#include "nadi-session-patients.h"

#define NADI_TYPE_PATIENT_CARD (nadi_patient_card_get_type ())
G_DECLARE_FINAL_TYPE (NadiPatientCard, nadi_patient_card, NADI, PATIENT_CARD, GtkWidget)

/* Without it the card stays with what the list has. */
void nadi_patient_card_set_desk (NadiPatientCard *card, NadiDesk *desk);
/* row: NULL empties the card. meant: the person chose this one; FALSE: it was selected by itself, and the chart is left alone. */
void nadi_patient_card_show (NadiPatientCard *card, const NadiPatientRow *row, gint32 today, gboolean meant);
