/* Registers a patient, or corrects one: the form, beside it who is here already, and Ctrl+Enter. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"
#include "nadi-notices.h"

#define NADI_TYPE_REGISTER_WINDOW (nadi_register_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiRegisterWindow, nadi_register_window, NADI, REGISTER_WINDOW, AdwWindow)

/* Signals:
 *   saved (const char *patient)    registered or corrected; the window goes
 *   chosen (const char *patient)   somebody who is here already was meant; the window goes */

/* Over parent, whose notices tell how it went. Not shown yet. */
NadiRegisterWindow *nadi_register_window_new (GtkWindow *parent, NadiNotices *notices, NadiDesk *desk);
/* Corrects this patient instead of registering one; the reading of the identity is recorded. id: the chart's. */
void nadi_register_window_edit (NadiRegisterWindow *window, const char *id);
