/* What went wrong, on the page where it did: two lines that screen readers say at once, hidden while all is well. The words are those of
 * the table of sentences.
 *
 * Main thread only. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_TROUBLE (nadi_trouble_get_type ())
G_DECLARE_FINAL_TYPE (NadiTrouble, nadi_trouble, NADI, TROUBLE, GtkWidget)

/* error NULL: nothing is wrong. What nobody can help without has its support code too. */
void nadi_trouble_show (NadiTrouble *trouble, const GError *error);
/* The same in own words; title NULL: nothing is wrong. */
void nadi_trouble_show_text (NadiTrouble *trouble, const char *title, const char *advice);
gboolean nadi_trouble_is_shown (NadiTrouble *trouble);
