/* Words and their names. */
#include "nadi-word.h"

#include <glib/gi18n.h>

const char *
nadi_word_name (const NadiWord *words, gsize length, const char *word)
{
  for (gsize i = 0; i < length; i++)
    if (g_str_equal (words[i].word, word))
      return _(words[i].name);
  return word;
}
