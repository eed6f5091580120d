/* Founded, and waiting for the operator: the public file is saved for them, and their network file is taken.
 *
 * Main thread only. */
#pragma once

#include "nadi-setup-job.h"
#include "nadi-trouble.h"

#define NADI_TYPE_FOUND_WAIT (nadi_found_wait_get_type ())
G_DECLARE_FINAL_TYPE (NadiFoundWait, nadi_found_wait, NADI, FOUND_WAIT, GtkWidget)

/* Signals:
 *   finish   network file and passphrase are there
 *   again    give up, and begin anew
 */

/* Once. */
void nadi_found_wait_set_desk (NadiFoundWait *wait, NadiDesk *desk);
/* passphrase known: it is not asked for. */
void nadi_found_wait_show (NadiFoundWait *wait, gboolean passphrase_known);
/* Opens the picker for the public file. */
void nadi_found_wait_save (NadiFoundWait *wait);
void nadi_found_wait_set_busy (NadiFoundWait *wait, gboolean busy);
void nadi_found_wait_show_error (NadiFoundWait *wait, const GError *error);
/* (transfer none) */
GBytes *nadi_found_wait_get_network (NadiFoundWait *wait);
/* What was typed; NULL when nothing is. (transfer full) */
NadiSecret *nadi_found_wait_get_passphrase (NadiFoundWait *wait);
