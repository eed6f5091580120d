/* Likely duplicates: what is likely, what is family, and names by rule. */
#include <string.h>

#include "nadi-match.h"
#include "nadi-region.h"
#include "nadi-sound.h"
#include "nadi-text.h"
#include "nadi-working-name.h"

static NadiPatient *
somebody (const char *name, const char *birth, const char *phone, NadiSex sex)
{
  NadiPatient *patient = nadi_patient_new ();

  nadi_person_name_set (&patient->name, name);
  if (birth[0] != '\0')
    g_assert_true (nadi_date_parse (birth, &patient->birth, NULL));
  patient->phone = g_strdup (phone);
  patient->sex = sex;
  return patient;
}

static guint
score (const char *name, const char *birth, const char *phone, NadiSex sex, const char *folded, const char *other_birth,
       const char *other_phone, NadiSex other_sex, guint *reasons)
{
  g_autoptr (NadiPatient) typed = somebody (name, birth, phone, sex);
  g_autoptr (NadiMatch) match = nadi_match_new (typed);
  NadiDate date = { 0 };

  g_assert_nonnull (match);
  if (other_birth[0] != '\0')
    g_assert_true (nadi_date_parse (other_birth, &date, NULL));
  return nadi_match_score (match, folded, other_phone, &date, other_sex, reasons);
}

#define M NADI_SEX_MALE
#define F NADI_SEX_FEMALE
#define N NADI_SEX_NONE

static const struct
{
  const char *name, *birth, *phone;
  NadiSex sex;
  const char *folded, *other_birth, *other_phone;
  NadiSex other_sex;
  guint reasons;
} likely[] = {
  { "Meena Kulkarni", "", "", N, "meena kulkarni", "1980-01-02", "9820012345", F, NADI_MATCH_NAME_SAME },
  { "Mina Kulkarni", "1980-01-02", "", F, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME },
  { "मीना कुलकर्णी", "1980-01-02", "", F, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME },
  { "Meena Kulkarni", "1980-01-02", "", N, "मीना कुलकर्णी", "1980-01-02", "", F, NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME },
  { "Meena Kulkarni", "1980-02-01", "", N, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_SAME | NADI_MATCH_BIRTH_ALIKE },
  { "Meena Kulkarni", "1981-01-02", "", N, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_SAME | NADI_MATCH_BIRTH_ALIKE },
  { "Meena Kulkarni", "1982", "", N, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_SAME | NADI_MATCH_BIRTH_ALIKE },
  { "Meena", "", "+91 98200 12345", N, "meena kulkarni", "", "919820012345", F, NADI_MATCH_NAME_SAME | NADI_MATCH_PHONE_SAME },
  { "Meena", "", "098200 12345", N, "meena kulkarni", "", "9820012345", F, NADI_MATCH_NAME_SAME | NADI_MATCH_PHONE_SAME },
  { "Kulkarni Meena", "", "", N, "meena kulkarni", "", "", F, NADI_MATCH_NAME_SAME },
  { "Meena Anil Kulkarni", "1980-01-02", "", N, "meena kulkarni", "1980-01-02", "", F, NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME },
  { "Menea Kulkarni", "", "9820012345", N, "meena kulkarni", "", "9820012345", F, NADI_MATCH_NAME_ALIKE | NADI_MATCH_PHONE_SAME },
  /* A twin whose name is one letter away may be a slip. */
  { "Ramesh Rao", "2001-05-06", "9820012345", M, "rakesh rao", "2001-05-06", "9820012345", M,
    NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME | NADI_MATCH_PHONE_SAME },
};

static const struct
{
  const char *name, *birth, *phone;
  NadiSex sex;
  const char *folded, *other_birth, *other_phone;
  NadiSex other_sex;
} unlikely[] = {
  /* Twins, a brother, a mother: one telephone, one family name, one birth date. */
  { "Seeta Rao", "2001-05-06", "9820012345", F, "geeta rao", "2001-05-06", "9820012345", F },
  { "Seeta Rao", "2001-05-06", "9820012345", F, "arjun rao", "2001-05-06", "9820012345", M },
  { "Seeta Rao", "2001-05-06", "9820012345", F, "lata rao", "1970-01-01", "9820012345", F },
  { "Ram Joshi", "2001-05-06", "9820012345", M, "raj joshi", "2001-05-06", "9820012345", M },
  /* Namesakes. */
  { "Meena Kulkarni", "1950-07-08", "", F, "meena kulkarni", "1980-01-02", "", F },
  { "Meena Kulkarni", "50", "", F, "kulkarni", "", "", F },
  { "Meena", "", "", F, "meena kulkarni", "", "", F },
  { "Kiran Shah", "", "", M, "kiran shah", "", "", F },
  { "Meena Kulkarni", "", "12345", N, "sunita deshpande", "", "12345", N },
};

static void
test_likely (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (likely); i++)
    {
      guint reasons;
      guint points = score (likely[i].name, likely[i].birth, likely[i].phone, likely[i].sex, likely[i].folded, likely[i].other_birth,
                            likely[i].other_phone, likely[i].other_sex, &reasons);

      g_test_message ("pair %u: %u", i, points);
      g_assert_cmpuint (points, >=, NADI_MATCH_LIKELY);
      g_assert_cmpuint (points, <=, NADI_MATCH_MOST);
      g_assert_cmphex (reasons, ==, likely[i].reasons);
    }
}

static void
test_unlikely (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unlikely); i++)
    {
      g_autofree char *birth = g_str_equal (unlikely[i].birth, "50") ? g_strdup ("1976") : g_strdup (unlikely[i].birth);
      guint reasons;
      guint points = score (unlikely[i].name, birth, unlikely[i].phone, unlikely[i].sex, unlikely[i].folded, unlikely[i].other_birth,
                            unlikely[i].other_phone, unlikely[i].other_sex, &reasons);

      g_test_message ("pair %u: %u", i, points);
      g_assert_cmpuint (points, <, NADI_MATCH_LIKELY);
    }
}

/* More that agrees never scores less. */
static void
test_order (void)
{
  guint reasons;
  guint name = score ("Asha Rao", "", "", N, "asha rao", "1990-01-01", "9820012345", F, &reasons);
  guint birth = score ("Asha Rao", "1990-01-01", "", N, "asha rao", "1990-01-01", "9820012345", F, &reasons);
  guint phone = score ("Asha Rao", "1990-01-01", "9820012345", F, "asha rao", "1990-01-01", "9820012345", F, &reasons);

  g_assert_cmpuint (name, <, birth);
  g_assert_cmpuint (birth, <, phone);
  g_assert_cmpuint (phone, ==, NADI_MATCH_MOST);
}

static void
test_too_little (void)
{
  g_autoptr (NadiPatient) nobody = somebody ("", "1980-01-02", "123", F);
  g_autoptr (NadiPatient) unknown = somebody ("Unidentified man, about 40", "", "", M);

  unknown->name_temporary = TRUE;
  g_assert_null (nadi_match_new (nobody));
  g_assert_null (nadi_match_new (unknown));
}

static void
test_sounds (void)
{
  static const struct
  {
    const char *one, *other;
    gboolean alike;
  } pairs[] = {
    { "meena", "mina", TRUE },       { "meena", "मीना", TRUE },           { "lakshmi", "laxmi", TRUE },   { "lakshmi", "लक्ष्मी", TRUE },
    { "deshpande", "देशपांडे", TRUE },   { "priya", "प्रिया", TRUE },         { "asha", "आशा", TRUE },        { "mohammad", "muhamad", TRUE },
    { "shila", "sheela", TRUE },     { "sunita", "सुनीता", TRUE },         { "vaishali", "waishali", TRUE }, { "fatima", "phatima", TRUE },
    { "mehta", "meheta", FALSE },    { "seeta", "geeta", FALSE },        { "asha", "usha", FALSE },      { "ram", "raj", FALSE },
    { "", "a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *one = nadi_text_fold (pairs[i].one);
      g_autofree char *other = nadi_text_fold (pairs[i].other);
      char left[NADI_SOUND_SIZE], right[NADI_SOUND_SIZE];

      nadi_sound_key (one, strlen (one), left);
      nadi_sound_key (other, strlen (other), right);
      g_test_message ("%s %s", left, right);
      g_assert_cmpint (g_str_equal (left, right), ==, pairs[i].alike);
    }
}

static void
check_beginning (const char *word)
{
  char key[NADI_SOUND_SIZE];
  NadiSoundBeginnings beginnings;

  if (nadi_sound_key (word, strlen (word), key) == 0)
    return;
  nadi_sound_beginnings (key[0], &beginnings);
  if (nadi_sound_may_begin (&beginnings, word, strlen (word)))
    return;
  g_test_message ("%s %s", word, key);
  g_test_fail ();
}

/* A look at the first letter passes over no word that sounds so. */
static void
test_beginnings (void)
{
  static const char *const pieces[] = { "", "a", "b", "h", "k", "m", "p", "s", "y", "sh", "ी", "ं", "ष", "ब" };
  NadiSoundBeginnings beginnings;
  guint passed = 0;

  for (gunichar c = 1; c < 0x0980; c++)
    for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
      for (guint j = 0; j < G_N_ELEMENTS (pieces); j++)
        {
          char letter[8] = "";
          g_autofree char *word = NULL;

          letter[g_unichar_to_utf8 (c, letter)] = '\0';
          word = g_strconcat (letter, pieces[i], pieces[j], NULL);
          check_beginning (word);
        }
  nadi_sound_beginnings ('k', &beginnings);
  for (char c = 'a'; c <= 'z'; c++)
    passed += nadi_sound_may_begin (&beginnings, &c, 1);
  g_assert_cmpuint (passed, ==, 4);
}

/* Nothing is written beyond a key, whatever the word. */
static void
test_long_sounds (void)
{
  static const char *const pieces[] = { "x", "ksh", "ऋ", "ж", "中", "aa", "0" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) word = g_string_new (NULL);
      char key[NADI_SOUND_SIZE];

      for (guint n = 0; n < 200; n++)
        g_string_append_printf (word, "%s%s", pieces[i], n % 2 ? "b" : "t");
      g_assert_cmpuint (nadi_sound_key (word->str, word->len, key), <, NADI_SOUND_SIZE);
    }
}

static void
test_working_names (void)
{
  NadiDate forty = { .year = 1986, .precision = NADI_DATE_YEAR };
  NadiDate three = { .year = 2023, .precision = NADI_DATE_YEAR };
  NadiDate unknown = { 0 };
  gint32 day;
  g_autofree char *woman = NULL, *boy = NULL, *person = NULL, *baby = nadi_working_name_newborn ("Asha Rao", 1);
  g_autofree char *second = nadi_working_name_newborn ("Asha Rao", 2);

  g_assert_true (nadi_day_from_text ("2026-11-23", &day, NULL));
  woman = nadi_working_name_unidentified (NADI_SEX_FEMALE, &forty, day, 14, 5);
  boy = nadi_working_name_unidentified (NADI_SEX_MALE, &three, day, 0, 0);
  person = nadi_working_name_unidentified (NADI_SEX_NONE, &unknown, day, 23, 59);
  g_assert_cmpstr (woman, ==, "Unidentified woman, about 40, 2026-11-23 14:05");
  g_assert_cmpstr (boy, ==, "Unidentified boy, about 3, 2026-11-23 00:00");
  g_assert_cmpstr (person, ==, "Unidentified person, 2026-11-23 23:59");
  g_assert_cmpstr (baby, ==, "Baby of Asha Rao");
  g_assert_cmpstr (second, ==, "Baby 2 of Asha Rao");
}

static void
test_regions (void)
{
  const char *const *all = nadi_region_list ();

  g_assert_cmpuint (g_strv_length ((char **) all), ==, 36);
  for (guint i = 1; all[i] != NULL; i++)
    g_assert_cmpstr (all[i - 1], <, all[i]);
  g_assert_cmpstr (nadi_region_complete ("mah"), ==, "Maharashtra");
  g_assert_cmpstr (nadi_region_complete ("  TAMIL n"), ==, "Tamil Nadu");
  g_assert_null (nadi_region_complete ("bavaria"));
  g_assert_null (nadi_region_complete (""));
}

static void
test_copy (void)
{
  static const guint8 jpeg[] = { 0xFF, 0xD8, 0xFF };
  g_autoptr (NadiPatient) one = somebody ("Asha Rao", "1990-01-01", "9820012345", F);
  g_autoptr (NadiPatient) copy = NULL;

  one->photo = g_bytes_new (jpeg, sizeof jpeg);
  one->guardian.relation = g_strdup ("mother");
  copy = nadi_patient_copy (one);
  g_assert_true (copy->photo == one->photo);
  g_assert_cmpstr (copy->name.family, ==, "Rao");
  g_assert_true (copy->name.family != one->name.family);
  g_assert_cmpstr (copy->guardian.relation, ==, "mother");
  g_assert_null (copy->email);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/likely", test_likely);
  g_test_add_func ("/match/unlikely", test_unlikely);
  g_test_add_func ("/match/order", test_order);
  g_test_add_func ("/match/too-little", test_too_little);
  g_test_add_func ("/match/sounds", test_sounds);
  g_test_add_func ("/match/beginnings", test_beginnings);
  g_test_add_func ("/match/long-sounds", test_long_sounds);
  g_test_add_func ("/match/working-names", test_working_names);
  g_test_add_func ("/match/regions", test_regions);
  g_test_add_func ("/match/copy", test_copy);
  return g_test_run ();
}
