/* How large is a number in decimal? */
#include "nadi-json-private.h"

#include <math.h>

/* 2^1024 - 2^970, the least value that rounds to infinity, has this many digits; whether a number reaches it
 * shows in as many of its own. */
#define SIGNIFICANT 309

gboolean
nadi_json_number_is_finite (const char *digits, const char *end, gint64 exponent)
{
  char buffer[SIGNIFICANT + 32];
  gsize n = 0;
  gboolean point = FALSE;
  for (const char *p = digits; p < end; p++)
    {
      if (*p == '.')
        {
          point = TRUE;
          continue;
        }
      if (n == 0 && *p == '0')
        exponent -= point ? 1 : 0;
      else if (n < SIGNIFICANT)
        {
          buffer[n++] = *p;
          exponent -= point ? 1 : 0;
        }
      else
        exponent += point ? 0 : 1;
    }
  if (n == 0)
    return TRUE;
  gint64 magnitude = exponent + (gint64) n; /* the value lies in 10^(magnitude - 1) … 10^magnitude */
  if (magnitude != SIGNIFICANT)
    return magnitude < SIGNIFICANT;
  g_snprintf (buffer + n, sizeof buffer - n, "e%" G_GINT64_FORMAT, exponent);
  return isfinite (g_ascii_strtod (buffer, NULL));
}
