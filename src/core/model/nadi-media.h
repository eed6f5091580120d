/* What a file is, from its bytes and never from its name, and how large a picture it would become, from its header and before
 * anything decodes it.
 *
 * Everything here is for bytes from outside; any thread. */
#pragma once

#include <glib.h>

#include "nadi-error.h"

#define NADI_MEDIA_ERROR (nadi_media_error_quark ())
GQuark nadi_media_error_quark (void);

typedef enum
{
  NADI_MEDIA_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1), /* no JPEG, PNG or PDF */
  NADI_MEDIA_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2), /* begins like one and has no sensible header */
  NADI_MEDIA_ERROR_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3),   /* more than NADI_MEDIA_MOST_BYTES */
  NADI_MEDIA_ERROR_PIXELS = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 4),  /* more than can be shown */
} NadiMediaError;

typedef enum
{
  NADI_MEDIA_UNKNOWN,
  NADI_MEDIA_JPEG,
  NADI_MEDIA_PNG,
  NADI_MEDIA_PDF,
} NadiMedia;

/* A document's bytes; a picture's side, and its pixels: decoded, four bytes each. */
#define NADI_MEDIA_MOST_BYTES (32u << 20)
#define NADI_MEDIA_MOST_SIDE 16384
#define NADI_MEDIA_MOST_PIXELS 50000000u
/* Of the widest and the highest picture in a PDF: a scan of A3 at 600 dots an inch has 70 million. */
#define NADI_MEDIA_MOST_PDF_PIXELS 100000000u

NadiMedia nadi_media_sniff (const guint8 *data, gsize length);
/* "image/jpeg", "image/png", "application/pdf"; NULL for unknown. Static. */
const char *nadi_media_type (NadiMedia media);
NadiMedia nadi_media_from_type (const char *type);

/* A picture's size in pixels as its header says. Looks at no more than it must; a JPEG's header may stand far behind. */
gboolean nadi_media_read_size (const guint8 *data, gsize length, guint *width, guint *height, GError **error);

/* Whether a file may become a document, or be shown as one: kind, bytes, pixels. *media may be NULL. */
gboolean nadi_media_check (const guint8 *data, gsize length, NadiMedia *media, GError **error);
