/* Where the people of the demo live. */
#include "nadi-demo-private.h"

const NadiDemoRegion nadi_demo_places[] = {
  { "Maharashtra", "mr", { "Pune", "Nashik", "Satara", "Kolhapur", "Nagpur" }, "411" },
  { "Gujarat", "gu", { "Surat", "Vadodara", "Rajkot" }, "395" },
  { "Karnataka", "kn", { "Belagavi", "Mysuru", "Hubballi" }, "590" },
  { "Goa", "kok", { "Panaji", "Margao" }, "403" },
  { "Madhya Pradesh", "hi", { "Indore", "Bhopal", "Gwalior" }, "452" },
  { "Uttar Pradesh", "hi", { "Lucknow", "Varanasi", "Kanpur" }, "226" },
  { "Rajasthan", "hi", { "Jaipur", "Udaipur", "Kota" }, "302" },
  { "Bihar", "hi", { "Patna", "Gaya" }, "800" },
  { "Delhi", "hi", { "Delhi" }, "110" },
  { "Haryana", "hi", { "Rohtak", "Karnal" }, "124" },
  { "Punjab", "pa", { "Ludhiana", "Amritsar" }, "141" },
  { "West Bengal", "bn", { "Kolkata", "Siliguri" }, "700" },
  { "Odisha", "or", { "Bhubaneswar", "Cuttack" }, "751" },
  { "Assam", "as", { "Guwahati", "Jorhat" }, "781" },
  { "Telangana", "te", { "Hyderabad", "Warangal" }, "500" },
  { "Andhra Pradesh", "te", { "Vijayawada", "Guntur" }, "520" },
  { "Tamil Nadu", "ta", { "Chennai", "Madurai", "Salem" }, "600" },
  { "Kerala", "ml", { "Kochi", "Kozhikode" }, "682" },
  { "Jharkhand", "hi", { "Ranchi", "Jamshedpur" }, "834" },
  { "Chhattisgarh", "hi", { "Raipur", "Bilaspur" }, "492" },
  { "Uttarakhand", "hi", { "Dehradun", "Haldwani" }, "248" },
  { "Himachal Pradesh", "hi", { "Shimla", "Mandi" }, "171" },
};
const guint nadi_demo_n_places = G_N_ELEMENTS (nadi_demo_places);

const char *const *
nadi_demo_regions (void)
{
  static const char *names[G_N_ELEMENTS (nadi_demo_places) + 1];
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < G_N_ELEMENTS (nadi_demo_places); i++)
        names[i] = nadi_demo_places[i].name;
      g_once_init_leave (&filled, 1);
    }
  return names;
}
