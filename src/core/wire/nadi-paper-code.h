/* Codes that a person reads off paper and types; see src/DESIGN.md. */
#pragma once

#include <glib.h>

#include "nadi-secret.h"
#include "nadi-wire-error.h"

/* Crockford base32 and a check character, in groups of four with hyphens. The check character finds every single wrong
 * character and every swap of two neighbours. */
char *nadi_paper_code_print (const guint8 *data, gsize length);
/* Forgives case, spaces, hyphens and O/0, I/1, L/1. Error: NADI_WIRE_ERROR_FORMAT for a wrong length or check character. */
NadiSecret *nadi_paper_code_parse (const char *text, gsize expected_length, GError **error);
