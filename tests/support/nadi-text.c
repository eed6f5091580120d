/* Changed texts. */
#include "nadi-text.h"

#include <string.h>

char *
nadi_text_replace (const char *text, const char *from, const char *to)
{
  const char *place = strstr (text, from);
  if (place == NULL)
    g_error ("A test wants to change what is not there: %s", from);
  g_autofree char *front = g_strndup (text, (gsize) (place - text));
  return g_strconcat (front, to, place + strlen (from), NULL);
}
