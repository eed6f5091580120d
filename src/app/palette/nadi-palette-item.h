/* One row of the palette: a patient, or something to do. */
#pragma once

#include <glib-object.h>

#include "nadi-action-table.h"
#include "nadi-session-patients.h"

#define NADI_TYPE_PALETTE_ITEM (nadi_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (NadiPaletteItem, nadi_palette_item, NADI, PALETTE_ITEM, GObject)

/* row: taken. */
NadiPaletteItem *nadi_palette_item_new_patient (NadiPatientRow *row);
NadiPaletteItem *nadi_palette_item_new_action (const NadiAction *action);

/* One of them is NULL. (transfer none) */
const NadiPatientRow *nadi_palette_item_get_row (NadiPaletteItem *item);
const NadiAction *nadi_palette_item_get_action (NadiPaletteItem *item);

/* What finds it, of the actions whose names are given: each word of the query begins a word of the title. Array of NadiPaletteItem, in the
 * table's order. "" finds all. Pure. */
GPtrArray *nadi_palette_find_actions (const char *const *names, const char *query);
