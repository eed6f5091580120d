/* Codes while they are typed. */
#include "nadi-code-text.h"

#include <string.h>

/* Crockford's digits, and those that only the check character can be. */
static gboolean
is_of_code (gunichar c)
{
  return c < 128 && (g_ascii_isalnum ((char) c) || strchr ("*~$=", (int) c) != NULL) && c != 0;
}

char *
nadi_code_text_group (const char *text, int *cursor)
{
  GString *grouped = g_string_new (NULL);
  int at = 0, before = -1;
  guint count = 0;

  for (const char *p = text; *p != '\0' && count < NADI_CODE_LENGTH; p = g_utf8_next_char (p), at++)
    {
      gunichar c = g_utf8_get_char (p);

      if (cursor != NULL && at == *cursor)
        before = (int) grouped->len;
      if (!is_of_code (c))
        continue;
      if (count > 0 && count % 4 == 0)
        g_string_append_c (grouped, '-');
      g_string_append_c (grouped, g_ascii_toupper ((char) c));
      count++;
    }
  if (cursor != NULL)
    *cursor = before >= 0 && at > *cursor ? before : (int) grouped->len;
  return g_string_free (grouped, FALSE);
}

guint
nadi_code_text_count (const char *text)
{
  guint count = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    count += is_of_code (g_utf8_get_char (p));
  return count;
}
