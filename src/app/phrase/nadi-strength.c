/* Strength of a passphrase. */
#include "nadi-strength.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What is tried first everywhere. */
static const char *const common[] = {
  "password", "passphrase", "passwort", "12345", "qwerty", "letmein", "welcome", "admin", "iloveyou", "monkey", "dragon", "hospital",
  "clinic", "doctor", "nadi", "india", "abc", NULL
};

/* Characters that do not just repeat or continue the one before; those of a common word count as one. */
static guint
surprising (const char *text, guint *pool)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, other = FALSE, wide = FALSE;
  gunichar before = 0;
  guint count = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      lower |= c < 128 && g_ascii_islower ((char) c);
      upper |= c < 128 && g_ascii_isupper ((char) c);
      digit |= c < 128 && g_ascii_isdigit ((char) c);
      other |= c < 128 && !g_ascii_isalnum ((char) c);
      wide |= c >= 128;
      if (before == 0 || (c != before && c != before + 1 && c + 1 != before))
        count++;
      before = c;
    }
  *pool = 26 * lower + 26 * upper + 10 * digit + 33 * other + 60 * wide;
  return count;
}

NadiStrength
nadi_strength_of (const char *text)
{
  g_autofree char *folded = NULL;
  guint count, pool;
  double bits;

  if (text[0] == '\0')
    return NADI_STRENGTH_NONE;
  count = surprising (text, &pool);
  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; common[i] != NULL; i++)
    if (strstr (folded, common[i]) != NULL)
      count -= MIN (count, strlen (common[i]) - 1);
  bits = count * log2 (MAX (pool, 2));
  if (g_utf8_strlen (text, -1) < 8 || bits < 36)
    return NADI_STRENGTH_WEAK;
  if (bits < 52)
    return NADI_STRENGTH_FAIR;
  return bits < 75 ? NADI_STRENGTH_GOOD : NADI_STRENGTH_STRONG;
}

const char *
nadi_strength_word (NadiStrength strength)
{
  switch (strength)
    {
    case NADI_STRENGTH_WEAK: return _("too easy to guess");
    case NADI_STRENGTH_FAIR: return _("fair");
    case NADI_STRENGTH_GOOD: return _("good");
    case NADI_STRENGTH_STRONG: return _("strong");
    case NADI_STRENGTH_NONE:
    default: return "";
    }
}
