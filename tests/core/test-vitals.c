/* The line of vital signs. */
#include <string.h>

#include "nadi-vitals.h"

/* Each line and what it reads as. */
static const struct
{
  const char *line;
  const char *expected;
} good[] = {
  { "150/95 p88 t37.2 g142 s98 w62.5 h170 r16", "150/95 p88 t37.2 g142mg s98 w62.5 h170 r16" },
  { "r16 h170 w62.5 s98 g142 t37.2 p88 150/95", "150/95 p88 t37.2 g142mg s98 w62.5 h170 r16" },
  { "bp150/95", "150/95" },
  { "BP 150 / 95 mmHg", "150/95" },
  { "150/95mmHg,P88;T37.2", "150/95 p88 t37.2" },
  { "hr 88 bpm", "p88" },
  { "pulse: 88", "p88" },
  { "t98.6f", "t37" },
  { "T98.6", "t37" },
  { "t 101 F", "t38.3" },
  { "t 37.2 °C", "t37.2" },
  { "t37,2 p88", "p88 t37.2" },
  { "t37,p88", "p88 t37" },
  { "g7.8mmol", "g7.8mmol" },
  { "g 7.8 mmol/L", "g7.8mmol" },
  { "g142 mg/dl", "g142mg" },
  { "spo2 98%", "s98" },
  { "s98", "s98" },
  { "w138lb", "w62.6" },
  { "wt 62.5 kg", "w62.5" },
  { "h1.70m", "h170" },
  { "h67in", "h170.2" },
  { "ht=170cm", "h170" },
  { "rr16", "r16" },
  { "resp 16/min", "r16" },
  { "w3.2", "w3.2" },
  { "१५०/९५ p८८", "150/95 p88" },
  { "15095p88g142", "150/95 p88 g142mg" },
  { "150/95p88t37.2s98", "150/95 p88 t37.2 s98" },
  { "9060", "90/60" },
  { "150100 r16", "150/100 r16" },
  { "w62h170", "w62 h170" },
  { "\t150/95\xC2\xA0p88  ", "150/95 p88" },
  { "", "" },
  { " , ;", "" },
};

static const struct
{
  const char *line;
  gint code;
  gsize position;
} bad[] = {
  { "150/95 x9", NADI_MODEL_ERROR_UNKNOWN, 7 },
  { "150", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "p88 150", NADI_MODEL_ERROR_UNKNOWN, 4 },
  { "150/", NADI_MODEL_ERROR_NUMBER, 0 },
  { "9515", NADI_MODEL_ERROR_RANGE, 0 },
  { "999", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "1509512", NADI_MODEL_ERROR_NUMBER, 0 },
  { "95150", NADI_MODEL_ERROR_RANGE, 0 },
  { "p88t", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "p88p90", NADI_MODEL_ERROR_DUPLICATE, 3 },
  { "/95", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "p", NADI_MODEL_ERROR_NUMBER, 0 },
  { "p-88", NADI_MODEL_ERROR_NUMBER, 0 },
  { "p88.", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "p8e8", NADI_MODEL_ERROR_RANGE, 0 },
  { "p88e", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "p88x", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "p88/90", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "t1.2.3", NADI_MODEL_ERROR_RANGE, 0 },
  { "t37.2.3", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "p88 p90", NADI_MODEL_ERROR_DUPLICATE, 4 },
  { "150/95 140/90", NADI_MODEL_ERROR_DUPLICATE, 7 },
  { "95/150", NADI_MODEL_ERROR_RANGE, 0 },
  { "120/120", NADI_MODEL_ERROR_RANGE, 0 },
  { "1500/95", NADI_MODEL_ERROR_RANGE, 0 },
  { "t60", NADI_MODEL_ERROR_RANGE, 0 },
  { "t10f", NADI_MODEL_ERROR_RANGE, 0 },
  { "s101", NADI_MODEL_ERROR_RANGE, 0 },
  { "w0", NADI_MODEL_ERROR_RANGE, 0 },
  { "h1.7", NADI_MODEL_ERROR_RANGE, 0 },
  { "g7.8", NADI_MODEL_ERROR_RANGE, 0 },
  { "p99999999999999999999", NADI_MODEL_ERROR_NUMBER, 0 },
  { "p00000000000000088", NADI_MODEL_ERROR_NUMBER, 0 },
  { "w62kg5", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "t37kg", NADI_MODEL_ERROR_CHARACTER, 0 },
  { "१५०/९५ x", NADI_MODEL_ERROR_UNKNOWN, 17 },
  { "p88 \xff", NADI_MODEL_ERROR_CHARACTER, 0 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = NULL;
      NadiVitals vitals, again;
      g_test_message ("%s", good[i].line);
      g_assert_true (nadi_vitals_parse (good[i].line, NADI_UNIT_MG_DL, &vitals, NULL, &error));
      g_assert_no_error (error);
      line = nadi_vitals_format (&vitals);
      g_assert_cmpstr (line, ==, good[i].expected);
      g_assert_true (nadi_vitals_parse (line, NADI_UNIT_MMOL_L, &again, NULL, NULL));
      g_assert_cmpmem (&vitals, sizeof vitals, &again, sizeof again);
      g_assert_true (nadi_vitals_empty (&vitals) == (*good[i].expected == '\0'));
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      NadiVitals vitals;
      gsize position = 99;
      memset (&vitals, 0xAA, sizeof vitals);
      g_test_message ("case %u", i);
      g_assert_false (nadi_vitals_parse (bad[i].line, NADI_UNIT_MG_DL, &vitals, &position, &error));
      g_assert_error (error, NADI_MODEL_ERROR, bad[i].code);
      g_assert_cmpuint (position, ==, bad[i].position);
      g_assert_cmphex (((guint8 *) &vitals)[0], ==, 0xAA);
    }
}

static void
test_preferred_unit (void)
{
  NadiVitals vitals;
  g_assert_true (nadi_vitals_parse ("g7.8", NADI_UNIT_MMOL_L, &vitals, NULL, NULL));
  g_assert_cmpint (vitals.at[NADI_VITAL_GLUCOSE].unit, ==, NADI_UNIT_MMOL_L);
  g_assert_cmpint (vitals.at[NADI_VITAL_GLUCOSE].value, ==, 7800);
  g_assert_false (nadi_vitals_parse ("g142", NADI_UNIT_MMOL_L, &vitals, NULL, NULL));
}

static void
test_long_line (void)
{
  g_autofree char *spaces = g_strnfill (501, ' ');
  g_autoptr (GError) error = NULL;
  NadiVitals vitals;
  g_assert_false (nadi_vitals_parse (spaces, NADI_UNIT_MG_DL, &vitals, NULL, &error));
  g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH);
  spaces[500] = '\0';
  g_assert_true (nadi_vitals_parse (spaces, NADI_UNIT_MG_DL, &vitals, NULL, NULL));
}

static void
test_thousandths (void)
{
  static const gint32 values[] = { 0, 1, 10, 1000, 37200, 62505, 2000000, -1500 };
  static const char *const texts[] = { "0", "0.001", "0.01", "1", "37.2", "62.505", "2000", "-1.5" };
  static const char *const wrong[] = { "", ".5", "5.", "1e3", "-1", "+1", " 1", "1 ", "99999", "2000.001", "1.2.3", "0x10" };
  gint32 value;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = nadi_thousandths_to_text (values[i]);
      g_assert_cmpstr (text, ==, texts[i]);
      if (values[i] >= 0)
        g_assert_true (nadi_thousandths_from_text (text, &value) && value == values[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (nadi_thousandths_from_text (wrong[i], &value));
  g_assert_true (nadi_thousandths_from_text ("52.692030001960916", &value) && value == 52692);
  g_assert_true (nadi_thousandths_from_text ("0.9995", &value) && value == 1000);
}

static void
test_units (void)
{
  NadiUnit unit;
  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    {
      NadiUnit own = nadi_vital_unit ((NadiVitalKind) kind);
      g_assert_true (nadi_unit_from_code (nadi_unit_code (own), &unit) && unit == own);
      g_assert_nonnull (nadi_vital_label ((NadiVitalKind) kind));
      g_assert_false (nadi_vital_in_range ((NadiVitalKind) kind, own, 0));
      g_assert_false (nadi_vital_in_range ((NadiVitalKind) kind, own, -1));
      g_assert_false (nadi_vital_in_range ((NadiVitalKind) kind, own, G_MAXINT32));
    }
  g_assert_false (nadi_vital_in_range (NADI_VITAL_PULSE, NADI_UNIT_KG, 88000));
  g_assert_false (nadi_unit_from_code ("MG/DL", &unit));
  g_assert_false (nadi_unit_from_code (NULL, &unit));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vitals/good", test_good);
  g_test_add_func ("/vitals/bad", test_bad);
  g_test_add_func ("/vitals/preferred-unit", test_preferred_unit);
  g_test_add_func ("/vitals/long-line", test_long_line);
  g_test_add_func ("/vitals/thousandths", test_thousandths);
  g_test_add_func ("/vitals/units", test_units);
  return g_test_run ();
}
