/* Patient numbers (MOD 97-10) and Aadhaar numbers (Verhoeff). */
#include "nadi-patient-number.h"

#include <string.h>

#include "nadi-text.h"

#define AADHAAR_DIGITS 12

/* Multiplication in D5, and the permutation that is applied once more for every place. */
static const guint8 dihedral[10][10] = {
  { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 }, { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 },
  { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 }, { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 }, { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 },
  { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 }, { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 },
  { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
};
static const guint8 permutation[8][10] = {
  { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 }, { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 },
  { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 }, { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 },
  { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
};

/* Collects the digits of text into out (size bytes with the end). */
static gboolean
read_digits (const char *text, char *out, gsize size, GError **error)
{
  g_autofree char *plain = nadi_text_plain_digits (text);
  gsize count = 0;

  for (const char *p = plain; *p != '\0'; p++)
    {
      if (*p == ' ' || *p == '-')
        continue;
      if (!g_ascii_isdigit (*p))
        {
          g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_CHARACTER, "the number holds something other than digits");
          return FALSE;
        }
      if (count < size - 1)
        out[count] = *p;
      count++;
    }
  if (count != size - 1)
    {
      g_set_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH, "the number needs %" G_GSIZE_FORMAT " digits", size - 1);
      return FALSE;
    }
  out[count] = '\0';
  return TRUE;
}

guint
nadi_mod97 (const char *digits)
{
  guint rest = 0;

  for (const char *p = digits; *p != '\0'; p++)
    rest = (rest * 10 + (guint) (*p - '0')) % 97;
  return rest;
}

void
nadi_patient_number_make (NadiRandom *random, NadiPatientNumber *number)
{
  guint check;

  for (guint i = 0; i < NADI_PATIENT_NUMBER_DIGITS - 2; i++)
    number->digits[i] = (char) ('0' + nadi_random_below (random, 10));
  number->digits[NADI_PATIENT_NUMBER_DIGITS - 2] = '\0';

  /* ISO/IEC 7064 §7: the whole, check digits included, is congruent to 1. */
  check = 98 - nadi_mod97 (number->digits) * 100 % 97;
  number->digits[NADI_PATIENT_NUMBER_DIGITS - 2] = (char) ('0' + check / 10);
  number->digits[NADI_PATIENT_NUMBER_DIGITS - 1] = (char) ('0' + check % 10);
  number->digits[NADI_PATIENT_NUMBER_DIGITS] = '\0';
}

gboolean
nadi_patient_number_valid (const NadiPatientNumber *number)
{
  for (guint i = 0; i < NADI_PATIENT_NUMBER_DIGITS; i++)
    {
      if (!g_ascii_isdigit (number->digits[i]))
        return FALSE;
    }
  /* 00 and 01 stand for the same remainder as 97 and 98, which alone are ever written. */
  if (number->digits[12] == '0' && number->digits[13] < '2')
    return FALSE;
  return number->digits[NADI_PATIENT_NUMBER_DIGITS] == '\0' && nadi_mod97 (number->digits) == 1;
}

gboolean
nadi_patient_number_parse (const char *text, NadiPatientNumber *number, GError **error)
{
  NadiPatientNumber read;

  if (!read_digits (text, read.digits, sizeof read.digits, error))
    return FALSE;
  if (!nadi_patient_number_valid (&read))
    {
      g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_CHECK, "the check digits of the patient number don't fit");
      return FALSE;
    }
  *number = read;
  return TRUE;
}

char *
nadi_patient_number_format (const NadiPatientNumber *number)
{
  const char *d = number->digits;

  return g_strdup_printf ("%.4s-%.4s-%.4s-%.2s", d, d + 4, d + 8, d + 12);
}

/* The product over D5 of all digits from the right; shift is the place that the rightmost one has. */
static guint
verhoeff_product (const char *digits, guint shift)
{
  gsize length = strlen (digits);
  guint product = 0;

  for (gsize i = 0; i < length; i++)
    {
      guint digit = (guint) (digits[length - 1 - i] - '0');
      product = dihedral[product][permutation[(i + shift) % 8][digit]];
    }
  return product;
}

gboolean
nadi_verhoeff_valid (const char *digits)
{
  return *digits != '\0' && strspn (digits, "0123456789") == strlen (digits) && verhoeff_product (digits, 0) == 0;
}

char
nadi_verhoeff_digit (const char *digits)
{
  guint product = verhoeff_product (digits, 1);

  for (guint inverse = 0; inverse < 10; inverse++)
    {
      if (dihedral[product][inverse] == 0)
        return (char) ('0' + inverse);
    }
  g_return_val_if_reached ('0');
}

gboolean
nadi_aadhaar_check (const char *text, GError **error)
{
  char digits[AADHAAR_DIGITS + 1];
  gboolean fits;

  if (!read_digits (text, digits, sizeof digits, error))
    return FALSE;
  fits = digits[0] >= '2' && nadi_verhoeff_valid (digits);
  memset (digits, 0, sizeof digits);
  if (!fits)
    g_set_error_literal (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_CHECK, "the check digit of the number doesn't fit");
  return fits;
}
