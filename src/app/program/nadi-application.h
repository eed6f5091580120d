/* The application: one process for each profile, started with --profile, so that two can run side by side. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_APPLICATION (nadi_application_get_type ())
G_DECLARE_FINAL_TYPE (NadiApplication, nadi_application, NADI, APPLICATION, AdwApplication)

/* What the command line asked for; text may be NULL. */
typedef struct
{
  const char *folder;        /* of the profile; NULL: the usual one */
  const char *patient;       /* id or number to show */
  const char *import;        /* path of a bundle to import */
  gboolean demo;
  gboolean service;          /* started by the session bus, which says later what to show */
} NadiStart;

NadiApplication *nadi_application_new (const NadiStart *start);
