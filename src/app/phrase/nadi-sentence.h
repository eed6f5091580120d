/* What a person is told when something went wrong: what happened, why, what to do. One table for the whole application; the
 * words are those of nadi_session_error_word(). No personal data, path or SQL in any. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *word;          /* "passphrase", … */
  const char *title;         /* what happened, a few words; not translated here */
  const char *advice;        /* why, and what to do: one or two sentences; not translated here */
  gboolean passes;           /* mends itself when service and validators are there again: no alarm */
} NadiSentence;

/* Never NULL: a word that the table lacks gets the last entry, "other". Static. */
const NadiSentence *nadi_sentence_find (const char *word);
/* All of them, for tests; *length may be NULL. */
const NadiSentence *nadi_sentence_list (gsize *length);

/* Title and advice in the person's language; static. */
const char *nadi_sentence_title (const NadiSentence *sentence);
const char *nadi_sentence_advice (const NadiSentence *sentence);

/* "NADI-PASSPHRASE-7": what to read out to whoever helps; the same for the same trouble on every machine. (transfer full) */
char *nadi_sentence_support_code (const char *word, const GError *error);
