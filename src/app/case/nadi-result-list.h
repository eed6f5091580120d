/* Tests and results: a line at a time, "Hb 9.2 g/dL !", and what was taken as rows. */
#pragma once

#include <adwaita.h>

#include "nadi-case.h"

#define NADI_TYPE_RESULT_LIST (nadi_result_list_get_type ())
G_DECLARE_FINAL_TYPE (NadiResultList, nadi_result_list, NADI, RESULT_LIST, GtkWidget)

/* Signal: changed */

void nadi_result_list_show (NadiResultList *list, GPtrArray *results, const char *pending);
void nadi_result_list_collect (NadiResultList *list, NadiCase *visit);
const char *nadi_result_list_get_pending (NadiResultList *list);
void nadi_result_list_take_pending (NadiResultList *list);
