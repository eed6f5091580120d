/* Founding: what the organisation is, who its first administrator is, a passphrase. What is typed stays until the page goes.
 *
 * Main thread only. */
#pragma once

#include "nadi-setup-job.h"
#include "nadi-trouble.h"

#define NADI_TYPE_FOUND_FORM (nadi_found_form_get_type ())
G_DECLARE_FINAL_TYPE (NadiFoundForm, nadi_found_form, NADI, FOUND_FORM, GtkWidget)

/* Signals: found, back */

/* What was typed, for nadi_setup_work_found(). (transfer full) */
NadiSetupJob *nadi_found_form_make_job (NadiFoundForm *form, NadiDesk *desk);
void nadi_found_form_set_busy (NadiFoundForm *form, gboolean busy);
void nadi_found_form_show_error (NadiFoundForm *form, const GError *error);
void nadi_found_form_clear (NadiFoundForm *form);
