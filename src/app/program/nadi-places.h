/* Where the program's own files lie: installed, or in the folder that it was built in. */
#pragma once

#include <glib.h>

/* Translations. (transfer full) */
char *nadi_places_locale (void);
/* A compiled GSettings schema that is not installed; NULL when there is none. (transfer full) */
char *nadi_places_schema (void);
/* Another program of Nadi ("nadictl", "nadi-ledger"); NULL when it is not there. (transfer full) */
char *nadi_places_program (const char *name);
