/* The states and union territories of India, as addresses have them: in English, as the Constitution's First Schedule names them. */
#pragma once

#include <glib.h>

/* Alphabetical, NULL-terminated; static. */
const char *const *nadi_region_list (void);
/* The first region that begins so, whatever the case of letters; NULL if there is none, or nothing was typed. */
const char *nadi_region_complete (const char *typed);
