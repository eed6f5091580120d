/* A new passphrase for the person who is signed in. Nothing that was typed outlives the window. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_PASSPHRASE_WINDOW (nadi_passphrase_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiPassphraseWindow, nadi_passphrase_window, NADI, PASSPHRASE_WINDOW, AdwWindow)

/* Signal: changed — the new passphrase counts from now on; the window has closed. */

NadiPassphraseWindow *nadi_passphrase_window_new (GtkWindow *parent, NadiDesk *desk);
