/* The page of a device that belongs to no clinic yet: join one, set one up, try the demo; and what follows from each, to the open clinic.
 * What was begun is found again after a restart.
 *
 * Main thread only. */
#pragma once

#include "nadi-desk.h"

#include <adwaita.h>

#define NADI_TYPE_FIRST_RUN_PAGE (nadi_first_run_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiFirstRunPage, nadi_first_run_page, NADI, FIRST_RUN_PAGE, GtkWidget)

/* Signals:
 *   demo-wanted
 *   ready            there is a profile to sign in to, and signing in did not work by itself: show the unlock page
 */

/* Once, before the page is shown. The desk's `opened` says that the clinic is open. */
void nadi_first_run_page_set_desk (NadiFirstRunPage *page, NadiDesk *desk);
/* TRUE while the desk's folder holds nothing to sign in to. */
gboolean nadi_first_run_page_is_wanted (NadiDesk *desk);
/* Shows what fits the folder: the three choices, or the wait that was left. Takes the focus. */
void nadi_first_run_page_reset (NadiFirstRunPage *page);
