/* The camera's picture as it is, and a button that keeps it. */
#pragma once

#include <adwaita.h>

#include "nadi-camera.h"

#define NADI_TYPE_CAMERA_WINDOW (nadi_camera_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiCameraWindow, nadi_camera_window, NADI, CAMERA_WINDOW, AdwWindow)

/* Signals:
 *   taken (GBytes *photo)   as nadi_photo_load() gives it; the window closes */

/* source: static; NULL: the system's cameras. Present it to begin. */
NadiCameraWindow *nadi_camera_window_new (GtkWindow *parent, const NadiCameraSource *source);
