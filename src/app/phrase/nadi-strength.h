/* How hard a new passphrase is to guess, as a word. An estimate from what it is made of: it forgives nobody a birthday, and knows no dictionary. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_STRENGTH_NONE,        /* nothing typed */
  NADI_STRENGTH_WEAK,        /* not taken */
  NADI_STRENGTH_FAIR,
  NADI_STRENGTH_GOOD,
  NADI_STRENGTH_STRONG,
} NadiStrength;

/* text: UTF-8. Pure. */
NadiStrength nadi_strength_of (const char *text);
/* In the person's language; "" for none. Static. */
const char *nadi_strength_word (NadiStrength strength);
