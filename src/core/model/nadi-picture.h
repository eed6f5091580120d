/* What a picture says of itself before anybody decodes it: its kind and its size, from the first bytes of JPEG (ITU-T T.81, frame header)
 * and PNG (ISO/IEC 15948, IHDR). A small file can claim to be immense; whoever decodes asks here first.
 *
 * Pure, bounded by the length that is given, any thread. */
#pragma once

#include <glib.h>

#include "nadi-model-error.h"

typedef enum
{
  NADI_PICTURE_JPEG,
  NADI_PICTURE_PNG,
} NadiPictureKind;

typedef struct
{
  NadiPictureKind kind;
  guint32 width;             /* pixels */
  guint32 height;
} NadiPictureInfo;

/* data: the file, or as much of it as reaches over its header. Errors: NADI_MODEL_ERROR_PICTURE (neither, or cut off), _PICTURE_SIZE (a side
 * of 0 pixels). */
gboolean nadi_picture_read (const guint8 *data, gsize length, NadiPictureInfo *info, GError **error);

/* The same, and refuses (_PICTURE_SIZE) a side longer than most_side or more than most_pixels in all. */
gboolean nadi_picture_check (const guint8 *data, gsize length, guint32 most_side, guint64 most_pixels, NadiPictureInfo *info, GError **error);
