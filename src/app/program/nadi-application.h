/* The application: one process for each profile, started with --profile, so that two can run side by side. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_APPLICATION (nadi_application_get_type ())
G_DECLARE_FINAL_TYPE (NadiApplication, nadi_application, NADI, APPLICATION, AdwApplication)

/* folder: of the profile; patient: id or number to show, or NULL. */
NadiApplication *nadi_application_new (const char *folder, const char *patient);
