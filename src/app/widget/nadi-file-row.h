/* A row that takes one file: by a button, or dropped onto it. What lies in it is the owner's business.
 *
 * Main thread only. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_FILE_ROW (nadi_file_row_get_type ())
G_DECLARE_FINAL_TYPE (NadiFileRow, nadi_file_row, NADI, FILE_ROW, AdwActionRow)

/* Signal: chosen (GFile *file) — by button or drop, never NULL. The row shows the file's name until it is told something else with
 * adw_action_row_set_subtitle(). */

/* patterns: "*.json", …, NULL-terminated, lives as long as the row; NULL: every file. folders: a second button takes a folder. */
void nadi_file_row_setup (NadiFileRow *row, const char *const *patterns, gboolean folders);
/* As if it had been chosen. */
void nadi_file_row_choose (NadiFileRow *row, GFile *file);
/* NULL: nothing was chosen. (transfer none) */
GFile *nadi_file_row_get_file (NadiFileRow *row);
