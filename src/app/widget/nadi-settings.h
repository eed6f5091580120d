/* This person's settings on this computer (data/desktop/org.nadihealth.Nadi.gschema.xml). Where the schema is not installed, everything is
 * at its default and nothing is kept: a program that lacks a file of its package still works.
 *
 * Main thread only. */
#pragma once

#include <glib.h>

/* folder: a compiled schema beside the installed ones, for a program that runs from its build folder; NULL for none. Once, before the rest. */
void nadi_settings_init (const char *folder);

#define NADI_SETTINGS_LOCK_MINUTES 10

guint nadi_settings_lock_minutes (void);
gboolean nadi_settings_lock_with_screen (void);

typedef struct
{
  int width, height;         /* pixels, without scaling */
  gboolean maximized;
} NadiWindowSize;

NadiWindowSize nadi_settings_get_size (void);
void nadi_settings_set_size (const NadiWindowSize *size);
