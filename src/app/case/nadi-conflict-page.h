/* A case that two people changed at the same time: both versions side by side, what differs marked in words. Either is chosen, or one is written
 * that replaces both. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_CONFLICT_PAGE (nadi_conflict_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiConflictPage, nadi_conflict_page, NADI, CONFLICT_PAGE, GtkWidget)

/* Signals:
 *   done (const char *patient)                      one stands for both
 *   open-case (const char *patient, const char *id) the same, and the person wants to write on it
 */

/* Once. */
void nadi_conflict_page_set_desk (NadiConflictPage *page, NadiDesk *desk);
/* id: a case's, or that of one of its records. Once. */
void nadi_conflict_page_open (NadiConflictPage *page, const char *patient, const char *id);
/* Both are there to choose from. */
gboolean nadi_conflict_page_is_ready (NadiConflictPage *page);
