/* A row of the palette, as a widget. */
#pragma once

#include <adwaita.h>

#include "nadi-palette-item.h"

#define NADI_TYPE_PALETTE_LINE (nadi_palette_line_get_type ())
G_DECLARE_FINAL_TYPE (NadiPaletteLine, nadi_palette_line, NADI, PALETTE_LINE, GtkWidget)

NadiPaletteLine *nadi_palette_line_new (void);
/* Gives what is spoken of it. (transfer full) */
char *nadi_palette_line_show (NadiPaletteLine *line, NadiPaletteItem *item, gint32 today);
