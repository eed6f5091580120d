/* The column beside a form: people who are here already and may be meant, each with its reasons; or, for a newborn, who may be the
 * mother. */
#pragma once

#include <adwaita.h>

#include "nadi-session-patients.h"

#define NADI_TYPE_LIKELY_LIST (nadi_likely_list_get_type ())
G_DECLARE_FINAL_TYPE (NadiLikelyList, nadi_likely_list, NADI, LIKELY_LIST, GtkWidget)

/* Signal: chosen (const char *patient). */

/* heading: what choosing means, with a mnemonic; empty: the sentence when there is nobody. */
void nadi_likely_list_set_words (NadiLikelyList *list, const char *heading, const char *empty);
/* Array of NadiLikelyPatient, or NULL. today: for ages. */
void nadi_likely_list_show (NadiLikelyList *list, GPtrArray *likely, gint32 today);
guint nadi_likely_list_count (NadiLikelyList *list);
/* Chooses the first, as Enter in a search does. FALSE when there is none. */
gboolean nadi_likely_list_choose_first (NadiLikelyList *list);
