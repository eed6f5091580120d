/* The number on a patient's card: 12 random digits and two check digits (ISO/IEC 7064, MOD 97-10), issued
 * once for the whole network, shown as 4-4-4-2. */
#pragma once

#include <glib.h>

#include "nadi-model-error.h"
#include "nadi-source.h"

#define NADI_PATIENT_NUMBER_DIGITS 14

/* Plain ASCII digits with an end; empty (digits[0] = 0) where there is no number. */
typedef struct
{
  char digits[NADI_PATIENT_NUMBER_DIGITS + 1];
} NadiPatientNumber;

/* A new number. Whether it was issued before is the contract's to say. */
void nadi_patient_number_make (NadiRandom *random, NadiPatientNumber *number);

/* Takes digits of any script, with spaces and hyphens anywhere.
 * Error: NADI_MODEL_ERROR_CHARACTER, _LENGTH or _CHECK. */
gboolean nadi_patient_number_parse (const char *text, NadiPatientNumber *number, GError **error);

/* TRUE for 14 ASCII digits whose check digits fit. */
gboolean nadi_patient_number_valid (const NadiPatientNumber *number);

/* "1234-5678-9012-34". (transfer full) */
char *nadi_patient_number_format (const NadiPatientNumber *number);

/* ISO/IEC 7064 MOD 97-10: the remainder of the number that the digits spell, 0 … 96; 1 is a whole that fits. */
guint nadi_mod97 (const char *digits);

/* Verhoeff's check over the dihedral group D5, as Aadhaar uses it: TRUE if the last digit fits the others. */
gboolean nadi_verhoeff_valid (const char *digits);
/* The digit that makes it fit, as a character. Digits only. */
char nadi_verhoeff_digit (const char *digits);

/* An Aadhaar number as typed: 12 digits of any script, spaces and hyphens passed over, not beginning with
 * 0 or 1, Verhoeff. It is checked and forgotten: Nadi never stores one in clear. */
gboolean nadi_aadhaar_check (const char *text, GError **error);
