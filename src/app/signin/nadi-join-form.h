/* Joining: the network file, the code, who one is, a passphrase. What is typed stays until the page goes.
 *
 * Main thread only. */
#pragma once

#include "nadi-setup-job.h"
#include "nadi-trouble.h"

#define NADI_TYPE_JOIN_FORM (nadi_join_form_get_type ())
G_DECLARE_FINAL_TYPE (NadiJoinForm, nadi_join_form, NADI, JOIN_FORM, GtkWidget)

/* Signals:
 *   join     all is there and right as far as this device can tell
 *   back
 */

/* Once. */
void nadi_join_form_set_desk (NadiJoinForm *form, NadiDesk *desk);
/* What was typed, for nadi_setup_work_join(), from the beginning. (transfer full) */
NadiSetupJob *nadi_join_form_make_job (NadiJoinForm *form);
void nadi_join_form_set_busy (NadiJoinForm *form, gboolean busy);
/* NULL: nothing is wrong. Puts the focus where it can be mended. */
void nadi_join_form_show_error (NadiJoinForm *form, const GError *error);
/* Nothing of what was typed is left. */
void nadi_join_form_clear (NadiJoinForm *form);
