/* The line of vital signs: whatever is read can be written and reads the same again. */
#include <string.h>

#include "nadi-vitals.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  gsize length = strlen (line);
  NadiVitals vitals, again;
  gsize position = 0;

  if (!nadi_vitals_parse (line, NADI_UNIT_MG_DL, &vitals, &position, NULL))
    {
      g_assert_cmpuint (position, <=, length);
      return 0;
    }
  g_autofree char *written = nadi_vitals_format (&vitals);
  g_assert_true (nadi_vitals_parse (written, NADI_UNIT_MMOL_L, &again, NULL, NULL));
  g_assert_cmpmem (&vitals, sizeof vitals, &again, sizeof again);
  return 0;
}
