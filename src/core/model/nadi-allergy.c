/* The allergy as a plain value. */
#include "nadi-allergy.h"

NadiAllergy *
nadi_allergy_new (void)
{
  return g_new0 (NadiAllergy, 1);
}

void
nadi_allergy_free (NadiAllergy *allergy)
{
  g_free (allergy->id);
  g_free (allergy->patient);
  g_free (allergy->substance);
  g_free (allergy->reaction);
  g_free (allergy);
}
