/* Small changes to texts, for tests of what must be refused. */
#pragma once

#include <glib.h>

/* text with the first occurrence of from, which must be there, replaced. (transfer full) */
char *nadi_text_replace (const char *text, const char *from, const char *to);
