/* Pictures from a camera of this computer, one after the other. Video4Linux itself: a webcam needs no more, and nothing else has to be
 * installed. Blocking; for a thread of its own.
 *
 * A source is a table of functions, so that tests and other systems can bring their own. */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#define NADI_CAMERA_ERROR (nadi_camera_error_quark ())
typedef enum
{
  NADI_CAMERA_ERROR_NONE,    /* there is no camera */
  NADI_CAMERA_ERROR_BUSY,    /* another program has it */
  NADI_CAMERA_ERROR_DENIED,  /* this person may not use it */
  NADI_CAMERA_ERROR_BROKEN,  /* it does not give pictures that we can read */
} NadiCameraError;
GQuark nadi_camera_error_quark (void);

typedef struct
{
  /* The first camera that works. Errors: NADI_CAMERA_ERROR, and for next() G_IO_ERROR_CANCELLED. */
  gpointer (*open) (GError **error);
  /* Waits for the next picture, RGB. (transfer full) */
  GdkPixbuf *(*next) (gpointer camera, GCancellable *cancellable, GError **error);
  void (*close) (gpointer camera);
} NadiCameraSource;

extern const NadiCameraSource nadi_camera_of_system;

/* What most cameras give: two pixels in four bytes (Y U Y V), BT.601, `stride` bytes a line. NULL when the bytes are too few for that
 * many lines, or a side is odd or none. (transfer full) */
GdkPixbuf *nadi_camera_read_yuyv (const guint8 *data, gsize length, guint width, guint height, guint stride);
