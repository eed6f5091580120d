/* How addresses and pressures are written. */
#include <glib.h>

#include "nadi-format.h"

static void
test_address (void)
{
  static const struct
  {
    NadiAddress address;
    const char *text;
  } cases[] = {
    { { .line = "12, Mill Area", .city = "Pune", .district = "Pune", .region = "Maharashtra", .postal_code = "411025" }, "12, Mill Area; Pune 411025; Maharashtra" },
    { { .line = "Wadi", .city = "Lohagaon", .district = "Pune", .postal_code = "411047" }, "Wadi; Lohagaon, Pune 411047" },
    { { .district = "Satara", .region = "Maharashtra" }, "Satara; Maharashtra" },
    { { .city = "Delhi", .region = "Delhi" }, "Delhi" },
    { { .postal_code = "411025" }, "411025" },
    { { .text = "c/o the temple", .city = "Pune" }, "c/o the temple" },
    { { 0 }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = nadi_format_address (&cases[i].address, "; ");

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_pressure (void)
{
  NadiVitals vitals = { 0 };
  g_autofree char *none = nadi_format_pressure (&vitals);
  g_autofree char *one = NULL, *both = NULL;

  g_assert_null (none);
  vitals.at[NADI_VITAL_SYSTOLIC] = (NadiVital){ TRUE, 150000, NADI_UNIT_MMHG };
  one = nadi_format_pressure (&vitals);
  g_assert_cmpstr (one, ==, "150\u00a0mmHg");
  vitals.at[NADI_VITAL_DIASTOLIC] = (NadiVital){ TRUE, 95000, NADI_UNIT_MMHG };
  both = nadi_format_pressure (&vitals);
  g_assert_cmpstr (both, ==, "150/95\u00a0mmHg");
}

/* Nothing is added in a language that is written from left to right. */
static void
test_isolate (void)
{
  g_autofree char *text = nadi_format_isolate ("0-0-1");

  g_assert_cmpstr (text, ==, "0-0-1");
  g_assert_null (nadi_format_isolate (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/address", test_address);
  g_test_add_func ("/format/pressure", test_pressure);
  g_test_add_func ("/format/isolate", test_isolate);
  return g_test_run ();
}
