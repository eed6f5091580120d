/* The sections of a chart and their names. */
#include "nadi-section.h"

static const char *const names[NADI_N_SECTIONS] = {
  [NADI_SECTION_IDENTITY] = "identity",       [NADI_SECTION_EMERGENCY] = "emergency",
  [NADI_SECTION_ENCOUNTERS] = "encounters",   [NADI_SECTION_MEDICATIONS] = "medications",
  [NADI_SECTION_RESULTS] = "results",         [NADI_SECTION_DOCUMENTS] = "documents",
  [NADI_SECTION_SENSITIVE] = "sensitive",     [NADI_SECTION_DIRECTORY] = "directory",
};

const char *
nadi_section_name (NadiSection section)
{
  g_return_val_if_fail ((guint) section < NADI_N_SECTIONS, NULL);
  return names[section];
}

gboolean
nadi_section_from_name (const char *name, NadiSection *section)
{
  for (guint i = 0; name != NULL && i < NADI_N_SECTIONS; i++)
    {
      if (g_str_equal (names[i], name))
        {
          *section = (NadiSection) i;
          return TRUE;
        }
    }
  return FALSE;
}
