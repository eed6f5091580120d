/* Private to app/documents: the page of a PDF as pixels. */
#pragma once

#include "nadi-picture.h"

typedef struct
{
  guint32 width, height;     /* of the pixels, 4 bytes each, line behind line */
  guint32 page, n_pages;
} NadiPageFigures;

/* Here, with whatever memory it takes. NULL if it can't be drawn. (transfer full) */
GBytes *nadi_picture_render_pdf (GBytes *bytes, guint page, guint most_side, NadiPageFigures *figures);
/* The same in a process of its own, if there is a program for it (nadi_picture_set_program()); else here. */
GBytes *nadi_picture_render_apart (GBytes *bytes, guint page, guint most_side, NadiPageFigures *figures);
