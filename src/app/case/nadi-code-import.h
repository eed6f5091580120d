/* The clinic's own list of diagnoses, from a file. */
#pragma once

#include "nadi-desk.h"
#include "nadi-problem-list.h"

/* Asks for the file; a good one replaces the list that was there, and list searches it from then on. Says what came of it in the notices of page's
 * window. */
void nadi_code_import_ask (GtkWidget *page, NadiDesk *desk, NadiProblemList *list);
