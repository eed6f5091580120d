/* Which part of a name a search found. */
#pragma once

#include <pango/pango.h>

/* Bold where a word of text begins with a word of query, compared as the search compares them (nadi_text_fold()); NULL when nothing does.
 * (transfer full) */
PangoAttrList *nadi_patient_mark (const char *text, const char *query);
