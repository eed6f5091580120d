/* Tables that turn a protocol's words into a person's. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *word;          /* "doctor" */
  const char *name;          /* marked with N_() */
} NadiWord;

/* The name in the person's language, or word itself when the table of length words does not have it. */
const char *nadi_word_name (const NadiWord *words, gsize length, const char *word);
