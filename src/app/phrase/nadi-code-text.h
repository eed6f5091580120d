/* An enrolment code while it is being typed: groups of four, whatever was typed between them. Pure. */
#pragma once

#include <glib.h>

/* Characters of a whole code, without hyphens. */
#define NADI_CODE_LENGTH 33

/* The code's characters of text in capitals, with a hyphen after each four that is not the last; all else is dropped, and what is beyond
 * a whole code. *cursor (may be NULL): a position in text, in characters; becomes the one in the result. (transfer full) */
char *nadi_code_text_group (const char *text, int *cursor);
/* How many characters of a code text holds. */
guint nadi_code_text_count (const char *text);
