/* The first page: one search box, the patients it finds, and the card of the selected one. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_PATIENTS_PAGE (nadi_patients_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiPatientsPage, nadi_patients_page, NADI, PATIENTS_PAGE, GtkWidget)

/* Signals:
 *   open-chart (const char *patient)   the selected patient's chart is wanted
 *   selected                           nadi_patients_page_get_selected() says another one, or none */

void nadi_patients_page_set_desk (NadiPatientsPage *page, NadiDesk *desk);
/* Puts the focus into the search box, its text selected. */
void nadi_patients_page_focus_search (NadiPatientsPage *page);
/* id of the selected one; NULL for none. (transfer none) */
const char *nadi_patients_page_get_selected (NadiPatientsPage *page);
/* Shows that one, whatever was searched for: at the top when it is not among the first. */
void nadi_patients_page_select (NadiPatientsPage *page, const char *patient);
