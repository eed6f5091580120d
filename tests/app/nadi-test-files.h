/* Files of documents, as cameras and other programs make them. */
#pragma once

#include <gtk/gtk.h>

/* A coloured picture; type: png or jpeg. (transfer full) */
GBytes *nadi_test_picture_file (const char *type, int width, int height);
/* A letter on so many pages. (transfer full) */
GBytes *nadi_test_pdf_file (guint pages);
