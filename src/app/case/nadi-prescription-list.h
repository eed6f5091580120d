/* Prescriptions: a line at a time ("para 500 1-0-1 5d"), completed from the list of medicines; each with what speaks against it, and why it is
 * given all the same. Nothing here forbids anything. */
#pragma once

#include <adwaita.h>

#include "nadi-case.h"

#define NADI_TYPE_PRESCRIPTION_LIST (nadi_prescription_list_get_type ())
G_DECLARE_FINAL_TYPE (NadiPrescriptionList, nadi_prescription_list, NADI, PRESCRIPTION_LIST, GtkWidget)

/* Signal: changed */

/* What to warn of: NadiAllergy, and texts of what runs already. Kept by reference; either may be NULL. */
void nadi_prescription_list_set_context (NadiPrescriptionList *list, GPtrArray *allergies, GPtrArray *running);
/* Replaces what is there by copies. reasons: of char *, one for each; pending: what stands in the entry. */
void nadi_prescription_list_show (NadiPrescriptionList *list, GPtrArray *prescriptions, GPtrArray *reasons, const char *pending);
/* Adds copies of prescriptions that are not there yet, without their ids. How many were new. */
guint nadi_prescription_list_repeat (NadiPrescriptionList *list, GPtrArray *prescriptions);
/* Adds copies to the case, and the reasons to the array. */
void nadi_prescription_list_collect (NadiPrescriptionList *list, NadiCase *visit, GPtrArray *reasons);
const char *nadi_prescription_list_get_pending (NadiPrescriptionList *list);
/* FALSE if the line is not understood: it stays, and says why. */
gboolean nadi_prescription_list_take_pending (NadiPrescriptionList *list);
/* Moves the focus to the first warning without a reason; FALSE if there is none. */
gboolean nadi_prescription_list_ask_reason (NadiPrescriptionList *list);
/* The warnings with their reasons, for the note; NULL if there is none. (transfer full) */
char *nadi_prescription_list_reasons_text (NadiPrescriptionList *list);

/* Dose, food and days as short words, separated by " · ". (transfer full) */
char *nadi_prescription_words (const NadiPrescription *line);
