/* Regions of India. */
#include "nadi-region.h"

#include <string.h>

#include "nadi-text.h"

static const char *const regions[] = {
  "Andaman and Nicobar Islands", "Andhra Pradesh", "Arunachal Pradesh", "Assam", "Bihar", "Chandigarh", "Chhattisgarh",
  "Dadra and Nagar Haveli and Daman and Diu", "Delhi", "Goa", "Gujarat", "Haryana", "Himachal Pradesh", "Jammu and Kashmir",
  "Jharkhand", "Karnataka", "Kerala", "Ladakh", "Lakshadweep", "Madhya Pradesh", "Maharashtra", "Manipur", "Meghalaya", "Mizoram",
  "Nagaland", "Odisha", "Puducherry", "Punjab", "Rajasthan", "Sikkim", "Tamil Nadu", "Telangana", "Tripura", "Uttar Pradesh",
  "Uttarakhand", "West Bengal", NULL
};

const char *const *
nadi_region_list (void)
{
  return regions;
}

const char *
nadi_region_complete (const char *typed)
{
  g_autofree char *wanted = nadi_text_fold (typed);

  for (guint i = 0; wanted[0] != '\0' && regions[i] != NULL; i++)
    {
      g_autofree char *folded = nadi_text_fold (regions[i]);

      if (g_str_has_prefix (folded, wanted))
        return regions[i];
    }
  return NULL;
}
