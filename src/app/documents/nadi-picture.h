/* A document's bytes as something that can be painted. Work for a thread: decoding and drawing take their time.
 *
 * The bytes are hostile. What they are and how many pixels they would become is looked at before anything is decoded
 * (nadi-media.h); a decoder gets no more than that one kind of picture. Errors: NADI_MEDIA_ERROR_*; damage that only the decoder finds is
 * NADI_MEDIA_ERROR_DAMAGED. Any thread. */
#pragma once

#include <gdk/gdk.h>

#include "nadi-media.h"

/* Of a page on the screen; what is larger is made smaller. */
#define NADI_PICTURE_MOST_SIDE 4096

typedef struct
{
  GdkTexture *texture;
  guint page;
  guint n_pages;             /* 1 for pictures */
} NadiPicture;

/* page: from 0, of a PDF. most_side: of the result, in pixels; a smaller picture keeps its size, a PDF's page fills it. */
NadiPicture *nadi_picture_new (GBytes *bytes, guint page, guint most_side, GError **error);
void nadi_picture_free (NadiPicture *picture);

/* Pages of PDFs are drawn by this program from now on, in a process with little memory and time: it must begin with
 * `if (nadi_picture_is_drawer (argc, argv)) return nadi_picture_draw (argc, argv);`. NULL: drawn here. Before any thread. */
void nadi_picture_set_program (const char *path);
gboolean nadi_picture_is_drawer (int argc, char **argv);
int nadi_picture_draw (int argc, char **argv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPicture, nadi_picture_free)
