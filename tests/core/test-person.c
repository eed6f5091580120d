/* Names, dates and ages: what people type, what is shown, what is found. */
#include <string.h>

#include "nadi-date.h"
#include "nadi-patient.h"
#include "nadi-text.h"

static void
assert_fold (const char *text, const char *expected)
{
  g_autofree char *folded = nadi_text_fold (text);
  g_assert_cmpstr (folded, ==, expected);
}

static void
test_fold (void)
{
  assert_fold ("José  Müller-Łukasz", "jose muller lukasz");
  assert_fold ("STRASSE straße", "strasse strasse");
  assert_fold ("ﬁ Ⅷ ½", "fi viii 1 2");
  assert_fold ("Ærø Đỗ Þór", "aero do thor");
  assert_fold ("आशा देशपांडे", "आशा देशपांडे");
  assert_fold ("फ़ातिमा", "फातिमा");
  assert_fold ("चाँद", "चांद");
  assert_fold ("४२ 42 ٤٢", "42 42 42");
  assert_fold ("A\xE2\x80\x8D" "B \xE2\x80\xAE" "C", "ab c");
  assert_fold ("<b>O'Neil</b>", "b o neil b");
  assert_fold ("  ", "");
  assert_fold ("", "");
  assert_fold (NULL, "");
  assert_fold ("\xff\xff", "");
}

static void
test_long_text (void)
{
  g_autofree char *letters = g_strnfill (10000, 'A');
  g_autofree char *folded = nadi_text_fold (letters);
  g_autofree char *shown = nadi_text_display (letters, 40);
  g_assert_cmpuint (strlen (folded), ==, 10000);
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 41);
  g_assert_true (g_str_has_suffix (shown, "A…"));
}

static void
test_display_lines (void)
{
  g_autofree char *shown = nadi_text_display_lines ("a\nb\tc\r\n\xE2\x80\xAE" "d", 100);
  g_autofree char *cut = nadi_text_display_lines ("a\nb\nc", 3);

  g_assert_cmpstr (shown, ==, "a\nb c \n\xEF\xBF\xBD" "d");
  g_assert_cmpstr (cut, ==, "a\nb…");
}

static void
test_display (void)
{
  static const struct
  {
    const char *text;
    const char *shown;
  } cases[] = {
    { "<b>&amp;", "<b>&amp;" },
    { "a\nb\tc\x1b[31m", "a b c [31m" },
    { "\xE2\x80\xAE" "evil", "\xEF\xBF\xBD" "evil" },
    { "\xff", "\xEF\xBF\xBD" },
    { "आशा", "आशा" },
    { NULL, "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = nadi_text_display (cases[i].text, 100);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_digits (void)
{
  g_autofree char *plain = nadi_text_plain_digits ("१२/०५/1984 ab٣");
  g_assert_cmpstr (plain, ==, "12/05/1984 ab3");
}

static void
test_dates (void)
{
  static const char *const good[] = { "1984", "1984-05", "1984-05-09", "2024-02-29", "0001-01-01", "9999-12-31" };
  static const char *const bad[] = { "",           "84",         "1984-",      "1984-5",      "1984-13",     "1984-00",
                                     "1984-05-32", "2023-02-29", "1900-02-29", "1984-05-09T", "1984-05-09 ", "0000",
                                     " 1984",      "1984/05/09", "+984",       "19840509" };
  NadiDate date;
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *again = NULL;
      g_assert_true (nadi_date_parse (good[i], &date, NULL));
      again = nadi_date_to_text (&date);
      g_assert_cmpstr (again, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (nadi_date_parse (bad[i], &date, &error));
      g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_DATE);
    }
}

/* Against GLib's own calendar, day by day through 800 years. */
static void
test_day_numbers (void)
{
  g_autoptr (GDate) expected = g_date_new_dmy (1, G_DATE_JANUARY, 1600);
  gint32 day;
  g_assert_true (nadi_day_from_text ("1970-01-01", &day, NULL));
  g_assert_cmpint (day, ==, 0);
  g_assert_true (nadi_day_from_text ("1600-01-01", &day, NULL));
  for (; g_date_get_year (expected) < 2400; day++, g_date_add_days (expected, 1))
    {
      NadiDate date;
      nadi_date_from_day (day, &date);
      g_assert_cmpuint (date.year, ==, g_date_get_year (expected));
      g_assert_cmpuint (date.month, ==, (guint) g_date_get_month (expected));
      g_assert_cmpuint (date.day, ==, g_date_get_day (expected));
      g_assert_cmpint (nadi_date_first_day (&date), ==, day);
      g_assert_cmpint (nadi_date_last_day (&date), ==, day);
    }
  /* GLib's day 1 is 0001-01-01, which is day -719162. */
  g_assert_cmpint (day - (gint32) g_date_get_julian (expected), ==, -719163);
  g_assert_cmpint (nadi_day_from_time (-1), ==, -1);
  g_assert_cmpint (nadi_day_from_time (86399999), ==, 0);
}

static void
test_entries (void)
{
  static const struct
  {
    const char *text;
    const char *date;
  } cases[] = {
    { "1984-05-09", "1984-05-09" }, { "9/5/1984", "1984-05-09" },  { "09.05.1984", "1984-05-09" },
    { "09-05-1984", "1984-05-09" }, { "40", "1986" },              { "40Y", "1986" },
    { "About 40", "1986" },         { "०९/०५/१९८४", "1984-05-09" }, { " 1984 ", "1984" },
    { "0", "2026" },
  };
  static const char *const bad[] = { "", "9/5", "9/5-1984", "31/02/1984", "131", "40x", "2027", "24/11/2026", "+9/5/1984",
                                     "9/ 5/1984", "999999999999999" };
  gint32 today;
  NadiDate date;
  g_assert_true (nadi_day_from_text ("2026-11-23", &today, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      g_assert_true (nadi_date_parse_entry (cases[i].text, today, &date, NULL));
      text = nadi_date_to_text (&date);
      g_assert_cmpstr (text, ==, cases[i].date);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nadi_date_parse_entry (bad[i], today, &date, NULL));
}

static void
assert_age (const char *birth, const char *day, gint years, guint months, guint days, gboolean about)
{
  NadiDate date;
  NadiAge age;
  gint32 number;
  g_assert_true (nadi_date_parse (birth, &date, NULL));
  g_assert_true (nadi_day_from_text (day, &number, NULL));
  g_assert_true (nadi_age_at (&date, number, &age) == (years >= 0));
  if (years < 0)
    return;
  g_assert_cmpuint (age.years, ==, (guint) years);
  g_assert_cmpuint (age.months, ==, months);
  g_assert_cmpuint (age.days, ==, days);
  g_assert_true (age.about == about);
}

static void
test_ages (void)
{
  NadiDate none = { 0 };
  NadiAge age;
  assert_age ("1984-05-09", "2026-11-23", 42, 6, 14, FALSE);
  assert_age ("1984-11-24", "2026-11-23", 41, 11, 30, FALSE);
  assert_age ("1984-11-23", "2026-11-23", 42, 0, 0, FALSE);
  assert_age ("2024-02-29", "2025-02-28", 0, 11, 30, FALSE);
  assert_age ("2024-02-29", "2025-03-01", 1, 0, 0, FALSE);
  assert_age ("2026-11-23", "2026-11-23", 0, 0, 0, FALSE);
  assert_age ("2026-01-31", "2026-03-01", 0, 1, 0, FALSE);
  assert_age ("1984", "2026-11-23", 42, 0, 0, TRUE);
  assert_age ("1984-12", "2026-11-23", 41, 0, 0, TRUE);
  assert_age ("2026-11-24", "2026-11-23", -1, 0, 0, FALSE);
  g_assert_false (nadi_age_at (&none, 20000, &age));
}

static void
test_search_words (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_auto (GStrv) words = NULL;
  g_autofree char *joined = NULL;
  nadi_person_name_set (&patient->name, " Asha  Rani Déshpande ");
  nadi_person_name_set (&patient->name_local, "आशा देशपांडे");
  g_assert_cmpstr (patient->name.given, ==, "Asha  Rani");
  g_assert_cmpstr (patient->name.family, ==, "Déshpande");
  words = nadi_patient_search_words (patient);
  joined = g_strjoinv (",", words);
  g_assert_cmpstr (joined, ==, "asha,rani,deshpande,आशा,देशपांडे");
}

static void
test_patient_texts (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autofree char *unnamed = nadi_patient_name (patient);
  g_autofree char *blood = nadi_blood_text (NADI_BLOOD_AB, NADI_RHESUS_NEGATIVE);
  g_autofree char *group_only = nadi_blood_text (NADI_BLOOD_O, NADI_RHESUS_UNKNOWN);
  g_autofree char *given_only = NULL;
  g_assert_cmpstr (unnamed, ==, "");
  g_assert_cmpstr (blood, ==, "AB-");
  g_assert_cmpstr (group_only, ==, "O");
  g_assert_null (nadi_blood_text (NADI_BLOOD_UNKNOWN, NADI_RHESUS_POSITIVE));
  nadi_person_name_set (&patient->name, "Asha");
  given_only = nadi_patient_name (patient);
  g_assert_cmpstr (given_only, ==, "Asha");
  g_assert_null (patient->name.family);
  g_assert_cmpint (nadi_sex_from_code ("female"), ==, NADI_SEX_FEMALE);
  g_assert_cmpint (nadi_sex_from_code ("Female"), ==, NADI_SEX_NONE);
  g_assert_cmpint (nadi_sex_from_code (NULL), ==, NADI_SEX_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/long", test_long_text);
  g_test_add_func ("/text/display", test_display);
  g_test_add_func ("/text/display-lines", test_display_lines);
  g_test_add_func ("/text/digits", test_digits);
  g_test_add_func ("/date/parse", test_dates);
  g_test_add_func ("/date/day-numbers", test_day_numbers);
  g_test_add_func ("/date/entries", test_entries);
  g_test_add_func ("/date/ages", test_ages);
  g_test_add_func ("/patient/search-words", test_search_words);
  g_test_add_func ("/patient/texts", test_patient_texts);
  return g_test_run ();
}
