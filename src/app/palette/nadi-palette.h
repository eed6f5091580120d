/* Ctrl+K: one box for patients and for everything that can be done now. Type, arrows, Enter; Escape closes. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_PALETTE (nadi_palette_get_type ())
G_DECLARE_FINAL_TYPE (NadiPalette, nadi_palette, NADI, PALETTE, AdwWindow)

/* Signals, each after the palette has closed:
 *   open-patient (const char *patient)
 *   act (const char *action)             a name of the table */

/* actions: names of those that can be done now, NULL-terminated. The desk must be open. */
NadiPalette *nadi_palette_new (GtkWindow *parent, NadiDesk *desk, const char *const *actions);
/* As if it had been typed. */
void nadi_palette_search (NadiPalette *palette, const char *query);
/* Of NadiPaletteItem. (transfer none) */
GListModel *nadi_palette_get_found (NadiPalette *palette);
