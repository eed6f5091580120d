/* A passphrase that is chosen: typed twice, with its strength in words.
 *
 * Main thread only. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_NEW_PASSPHRASE (nadi_new_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (NadiNewPassphrase, nadi_new_passphrase, NADI, NEW_PASSPHRASE, GtkWidget)

/* Signals:
 *   changed
 *   activated        Enter in one of the two, when they are good */

/* NULL while it is too weak, or the two differ. (transfer none): not to be kept. */
const char *nadi_new_passphrase_get (NadiNewPassphrase *widget);
void nadi_new_passphrase_clear (NadiNewPassphrase *widget);
void nadi_new_passphrase_set_editable (NadiNewPassphrase *widget, gboolean editable);
