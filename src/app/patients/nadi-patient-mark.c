/* Marks in names. */
#include "nadi-patient-mark.h"

#include <string.h>

#include "nadi-text.h"

/* How many bytes of a word it takes until their folding is as long as what was typed; 0 when the word does not begin so. */
static gsize
matched (const char *word, gsize length, const char *wanted)
{
  g_autofree char *whole = g_strndup (word, length);
  g_autofree char *folded = nadi_text_fold (whole);
  gsize needed = strlen (wanted);

  if (!g_str_has_prefix (folded, wanted))
    return 0;
  for (const char *at = g_utf8_next_char (whole); *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *part = g_strndup (whole, (gsize) (at - whole));
      g_autofree char *part_folded = nadi_text_fold (part);

      /* A vowel sign belongs to its consonant. */
      if (strlen (part_folded) >= needed && !g_unichar_ismark (g_utf8_get_char (at)))
        return (gsize) (at - whole);
    }
  return length;
}

static void
mark (PangoAttrList **marks, gsize start, gsize length)
{
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  if (*marks == NULL)
    *marks = pango_attr_list_new ();
  bold->start_index = (guint) start;
  bold->end_index = (guint) (start + length);
  pango_attr_list_insert (*marks, bold);
}

PangoAttrList *
nadi_patient_mark (const char *text, const char *query)
{
  g_auto (GStrv) wanted = nadi_text_fold_words (query);
  PangoAttrList *marks = NULL;

  for (const char *at = text; *at != '\0';)
    {
      gsize length = strcspn (at, " ");
      gsize most = 0;

      for (guint i = 0; length > 0 && wanted[i] != NULL; i++)
        if (wanted[i][0] != '\0')
          most = MAX (most, matched (at, length, wanted[i]));
      if (most > 0)
        mark (&marks, (gsize) (at - text), most);
      at += length + (at[length] == ' ');
    }
  return marks;
}
