/* The languages that a person may be written to in: those of the Constitution's Eighth Schedule, and English. Codes are BCP 47. */
#pragma once

#include <glib.h>

/* The code of the first language that begins so, in its own script, in English, or as its code, whatever the case of letters; NULL if
 * there is none. Static. */
const char *nadi_language_complete (const char *typed);
/* "मराठी" for "mr"; the code itself when it is another language. */
const char *nadi_language_name (const char *code);
