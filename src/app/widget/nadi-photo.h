/* Photos of patients: from a file to the small square JPEG that is kept, and from that to the screen. */
#pragma once

#include <adwaita.h>

/* Of what is kept, pixels a side. */
#define NADI_PHOTO_SIDE 256

/* file: JPEG or PNG. Turned as its camera says, cut to the square in its middle, made small: at most NADI_PHOTO_MOST bytes. Blocks: not for the
 * main loop. What is too large is refused by its header, before anything is decoded. Errors: NADI_MEDIA_ERROR,
 * G_IO_ERROR. (transfer full) */
GBytes *nadi_photo_load (GFile *file, GCancellable *cancellable, GError **error);

/* The same from a picture that is decoded already. */
GBytes *nadi_photo_from_pixbuf (GdkPixbuf *pixbuf, GError **error);

/* For an AdwAvatar; NULL for NULL and for what is no small picture. (transfer full) */
GdkPaintable *nadi_photo_paintable (GBytes *photo);
