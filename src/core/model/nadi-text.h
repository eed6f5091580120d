/* Text that people typed: folded for search, with digits of any script made plain, and made harmless to show.
 *
 * Nothing here changes what is stored: a name is kept letter for letter. All functions take any UTF-8,
 * are linear in its length and may be called from any thread. */
#pragma once

#include <glib.h>

/* For comparing and searching: compatibility decomposition (NFKD), case folded, Latin, Greek and Cyrillic
 * accents dropped, letters without a decomposition spelt out (ø o, ß ss, æ ae), digits of any script as
 * 0-9, invisible format characters dropped, everything that is no letter, mark or digit one space; none at
 * either end. Devanagari vowel signs stay; the nukta, which people type or leave out, goes, and the
 * chandrabindu reads as anusvara. Text that is not UTF-8 gives "". (transfer full) */
char *nadi_text_fold (const char *text);

/* The words of the folded text, NULL-terminated. (transfer full) */
char **nadi_text_fold_words (const char *text);

/* Decimal digits of any script as 0-9; everything else unchanged. (transfer full) */
char *nadi_text_plain_digits (const char *text);

/* One line that is safe on a terminal and in a label: control characters and line ends become a space,
 * bidirectional controls and invalid bytes U+FFFD, and what is longer than max_chars ends in "…".
 * Markup stays as it is: it is text. (transfer full) */
char *nadi_text_display (const char *text, gsize max_chars);
/* The same for a paragraph that may have been put together here: line feeds, marks and isolates stay. (transfer full) */
char *nadi_text_display_lines (const char *text, gsize max_chars);
