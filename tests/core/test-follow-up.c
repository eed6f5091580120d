/* The follow-up as it is typed. */
#include "nadi-follow-up.h"

#define TODAY 20780 /* 2026-11-23 */

static const struct
{
  const char *text;
  const char *day;
} good[] = {
  { "+2w", "2026-12-07" },    { "2w", "2026-12-07" },       { "+10d", "2026-12-03" },  { "10 days", "2026-12-03" },
  { "+1m", "2026-12-23" },    { "+3M", "2027-02-23" },      { "+1y", "2027-11-23" },   { "2 weeks", "2026-12-07" },
  { "1 week", "2026-11-30" }, { "2026-12-24", "2026-12-24" }, { "24/12/2026", "2026-12-24" }, { "+१०d", "2026-12-03" },
  { " +2w ", "2026-12-07" },  { "2026-11-23", "2026-11-23" },
};

static const struct
{
  const char *text;
  int code;
} bad[] = {
  { "", NADI_MODEL_ERROR_LENGTH },      { "   ", NADI_MODEL_ERROR_LENGTH },     { "+2x", NADI_MODEL_ERROR_UNKNOWN },
  { "+w", NADI_MODEL_ERROR_NUMBER },    { "+0d", NADI_MODEL_ERROR_NUMBER },     { "+9999d", NADI_MODEL_ERROR_NUMBER },
  { "+2", NADI_MODEL_ERROR_UNKNOWN },   { "2026-11-22", NADI_MODEL_ERROR_RANGE }, { "+99y", NADI_MODEL_ERROR_RANGE },
  { "31/02/2027", NADI_MODEL_ERROR_DATE }, { "tomorrow", NADI_MODEL_ERROR_DATE }, { "2027-02", NADI_MODEL_ERROR_DATE },
  { "+2wx", NADI_MODEL_ERROR_UNKNOWN }, { "\xff", NADI_MODEL_ERROR_LENGTH },
};

static void
test_good (void)
{
  g_autofree char *today = nadi_day_to_text (TODAY);

  g_assert_cmpstr (today, ==, "2026-11-23");
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gint32 day = 0;

      g_test_message ("%s", good[i].text);
      g_assert_true (nadi_follow_up_parse (good[i].text, TODAY, &day, &error));
      g_assert_no_error (error);
      text = nadi_day_to_text (day);
      g_assert_cmpstr (text, ==, good[i].day);
    }
}

static void
test_month_end (void)
{
  gint32 from, day;
  g_autofree char *text = NULL;

  g_assert_true (nadi_day_from_text ("2027-01-31", &from, NULL));
  g_assert_true (nadi_follow_up_parse ("+1m", from, &day, NULL));
  text = nadi_day_to_text (day);
  g_assert_cmpstr (text, ==, "2027-02-28");
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint32 day = 7;

      g_test_message ("case %u", i);
      g_assert_false (nadi_follow_up_parse (bad[i].text, TODAY, &day, &error));
      g_assert_error (error, NADI_MODEL_ERROR, bad[i].code);
      g_assert_cmpint (day, ==, 7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/follow-up/good", test_good);
  g_test_add_func ("/follow-up/month-end", test_month_end);
  g_test_add_func ("/follow-up/bad", test_bad);
  return g_test_run ();
}
