/* Patient numbers: making, reading what people type, and what the check digits catch. */
#include "nadi-patient-number.h"

#include <string.h>

#include "nadi-section.h"

static void
assert_refused (const char *text, gint code)
{
  g_autoptr (GError) error = NULL;
  NadiPatientNumber number = { "kept" };
  g_assert_false (nadi_patient_number_parse (text, &number, &error));
  g_assert_error (error, NADI_MODEL_ERROR, code);
  g_assert_cmpstr (number.digits, ==, "kept");
}

static void
test_make (void)
{
  NadiSeededRandom random;
  NadiPatientNumber first, number;
  nadi_seeded_random_init (&random, 1);
  nadi_patient_number_make (&random.random, &first);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *shown = NULL;
      NadiPatientNumber again;
      nadi_patient_number_make (&random.random, &number);
      g_assert_true (nadi_patient_number_valid (&number));
      g_assert_cmpuint (nadi_mod97 (number.digits), ==, 1);
      g_assert_cmpstr (number.digits, !=, first.digits);
      shown = nadi_patient_number_format (&number);
      g_assert_cmpuint (strlen (shown), ==, 17);
      g_assert_true (shown[4] == '-' && shown[9] == '-' && shown[14] == '-');
      g_assert_true (nadi_patient_number_parse (shown, &again, NULL));
      g_assert_cmpstr (again.digits, ==, number.digits);
    }
}

/* 794 is the worked example of ISO/IEC 7064 for MOD 97-10: its check digits are 44. */
static void
test_standard (void)
{
  NadiPatientNumber number;
  g_assert_cmpuint (nadi_mod97 ("79444"), ==, 1);
  g_assert_true (nadi_patient_number_parse ("000000000794 44", &number, NULL));
  g_assert_cmpstr (number.digits, ==, "00000000079444");
}

static void
test_typed (void)
{
  NadiPatientNumber number;
  g_assert_true (nadi_patient_number_parse (" 0000-0000 0794-44 ", &number, NULL));
  g_assert_true (nadi_patient_number_parse ("००००-००००-०७९४-४४", &number, NULL));
  g_assert_cmpstr (number.digits, ==, "00000000079444");
  assert_refused ("", NADI_MODEL_ERROR_LENGTH);
  assert_refused ("0000000007944", NADI_MODEL_ERROR_LENGTH);
  assert_refused ("000000000794440", NADI_MODEL_ERROR_LENGTH);
  assert_refused ("0000000007944x", NADI_MODEL_ERROR_CHARACTER);
  assert_refused ("0000.0000.0794.44", NADI_MODEL_ERROR_CHARACTER);
  assert_refused ("\xff\xfe", NADI_MODEL_ERROR_CHARACTER);
  assert_refused ("00000000079445", NADI_MODEL_ERROR_CHECK);
  /* 97 and 98 are written, 00 and 01 never. */
  assert_refused ("00000000009600", NADI_MODEL_ERROR_CHECK);
  assert_refused ("00000000000001", NADI_MODEL_ERROR_CHECK);
}

/* Every single wrong digit, every transposition of neighbours and every jump one (abc to cba). */
static void
test_catches (void)
{
  NadiSeededRandom random;
  NadiPatientNumber number;
  nadi_seeded_random_init (&random, 7);
  for (guint n = 0; n < 200; n++)
    {
      nadi_patient_number_make (&random.random, &number);
      for (guint i = 0; i < NADI_PATIENT_NUMBER_DIGITS; i++)
        {
          for (char digit = '0'; digit <= '9'; digit++)
            {
              NadiPatientNumber wrong = number;
              wrong.digits[i] = digit;
              g_assert_true (nadi_patient_number_valid (&wrong) == (digit == number.digits[i]));
            }
          for (guint distance = 1; distance <= 2 && i + distance < NADI_PATIENT_NUMBER_DIGITS; distance++)
            {
              NadiPatientNumber swapped = number;
              swapped.digits[i] = number.digits[i + distance];
              swapped.digits[i + distance] = number.digits[i];
              if (number.digits[i] != number.digits[i + distance])
                g_assert_false (nadi_patient_number_valid (&swapped));
            }
        }
    }
}

static void
test_verhoeff (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (nadi_verhoeff_digit ("236"), ==, '3');
  g_assert_cmpint (nadi_verhoeff_digit ("12345"), ==, '1');
  g_assert_cmpint (nadi_verhoeff_digit ("142857"), ==, '0');
  g_assert_true (nadi_verhoeff_valid ("2363"));
  g_assert_false (nadi_verhoeff_valid ("2364"));
  g_assert_false (nadi_verhoeff_valid ("3263"));
  g_assert_false (nadi_verhoeff_valid (""));
  g_assert_false (nadi_verhoeff_valid ("23a3"));
  for (guint first = 2; first < 10; first++)
    {
      g_autofree char *digits = g_strdup_printf ("%u4710203847", first);
      g_autofree char *whole = g_strdup_printf ("%s%c", digits, nadi_verhoeff_digit (digits));
      g_assert_true (nadi_aadhaar_check (whole, NULL));
      whole[5] = whole[5] == '9' ? '0' : (char) (whole[5] + 1);
      g_assert_false (nadi_aadhaar_check (whole, &error));
      g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_CHECK);
      g_clear_error (&error);
    }
  g_assert_false (nadi_aadhaar_check ("0000 0000 0000", NULL));
  g_assert_false (nadi_aadhaar_check ("2363", &error));
  g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH);
}

static void
test_sections (void)
{
  NadiSection section;
  for (guint i = 0; i < NADI_N_SECTIONS; i++)
    {
      g_assert_true (nadi_section_from_name (nadi_section_name ((NadiSection) i), &section));
      g_assert_cmpuint (section, ==, i);
    }
  g_assert_cmpstr (nadi_section_name (NADI_SECTION_DIRECTORY), ==, "directory");
  g_assert_false (nadi_section_from_name ("Identity", &section));
  g_assert_false (nadi_section_from_name ("", &section));
  g_assert_false (nadi_section_from_name (NULL, &section));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-number/make", test_make);
  g_test_add_func ("/patient-number/standard", test_standard);
  g_test_add_func ("/patient-number/typed", test_typed);
  g_test_add_func ("/patient-number/catches", test_catches);
  g_test_add_func ("/patient-number/verhoeff", test_verhoeff);
  g_test_add_func ("/section/names", test_sections);
  return g_test_run ();
}
