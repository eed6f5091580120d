/* How addresses and pressures are written. */
#include <glib.h>

#include "nadi-format.h"

static void
test_address (void)
{
  static const struct
  {
    const char *whole, *line, *city, *district, *region, *postal_code;
    const char *text;
  } cases[] = {
    { NULL, "12, Mill Area", "Pune", "Pune", "Maharashtra", "411025", "12, Mill Area; Pune 411025; Maharashtra" },
    { NULL, "Wadi", "Lohagaon", "Pune", NULL, "411047", "Wadi; Lohagaon, Pune 411047" },
    { NULL, NULL, NULL, "Satara", "Maharashtra", NULL, "Satara; Maharashtra" },
    { NULL, NULL, "Delhi", NULL, "Delhi", NULL, "Delhi" },
    { NULL, NULL, NULL, NULL, NULL, "411025", "411025" },
    { "c/o the temple", NULL, "Pune", NULL, NULL, NULL, "c/o the temple" },
    { NULL, NULL, NULL, NULL, NULL, NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      NadiAddress address = { .text = (char *) cases[i].whole, .line = (char *) cases[i].line, .city = (char *) cases[i].city,
                              .district = (char *) cases[i].district, .region = (char *) cases[i].region, .postal_code = (char *) cases[i].postal_code };
      g_autofree char *text = nadi_format_address (&address, "; ");

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

/* Which side of normal it is on nobody has said: the mark is the one that is typed. */
static void
test_result (void)
{
  g_autofree char *plain = nadi_format_result ("11.2", "g/dL", FALSE);
  g_autofree char *marked = nadi_format_result ("9.2", "g/dL", TRUE);
  g_autofree char *words = nadi_format_result ("positive", NULL, TRUE);
  g_autofree char *none = nadi_format_result (NULL, "g/dL", FALSE);

  g_assert_cmpstr (plain, ==, "11.2\u00a0g/dL");
  g_assert_cmpstr (marked, ==, "!\u00a09.2\u00a0g/dL");
  g_assert_cmpstr (words, ==, "!\u00a0positive");
  g_assert_cmpstr (none, ==, "asked for");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/address", test_address);
  g_test_add_func ("/format/pressure", test_pressure);
  g_test_add_func ("/format/isolate", test_isolate);
  g_test_add_func ("/format/result", test_result);
  return g_test_run ();
}
