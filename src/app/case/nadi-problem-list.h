/* Problems and diagnoses: one entry that completes codes, and what was taken as rows. */
#pragma once

#include <adwaita.h>

#include "nadi-case.h"
#include "nadi-code-list.h"

#define NADI_TYPE_PROBLEM_LIST (nadi_problem_list_get_type ())
G_DECLARE_FINAL_TYPE (NadiProblemList, nadi_problem_list, NADI, PROBLEM_LIST, GtkWidget)

/* Signal: changed */

/* own: the clinic's list or NULL. */
void nadi_problem_list_set_codes (NadiProblemList *list, NadiCodeList *own);
/* Replaces what is there by copies; pending: what stands in the entry. */
void nadi_problem_list_show (NadiProblemList *list, GPtrArray *problems, const char *pending);
/* Adds copies to the case. */
void nadi_problem_list_collect (NadiProblemList *list, NadiCase *visit);
const char *nadi_problem_list_get_pending (NadiProblemList *list);
/* What stands in the entry becomes a problem in those words. */
void nadi_problem_list_take_pending (NadiProblemList *list);
guint nadi_problem_list_size (NadiProblemList *list);
