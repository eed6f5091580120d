/* What can be wrong with a profile folder, so that each has its own sentence for the person. */
#pragma once

#include "nadi-error.h"

#define NADI_PROFILE_ERROR (nadi_profile_error_quark ())
GQuark nadi_profile_error_quark (void);

typedef enum
{
  NADI_PROFILE_ERROR_FAILED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),          /* could not be read or written */
  NADI_PROFILE_ERROR_BUSY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),            /* another program works on this profile */
  NADI_PROFILE_ERROR_FULL = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 11),           /* no space: what was there is as it was */
  NADI_PROFILE_ERROR_MISSING = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3),    /* no profile in this folder, no such account */
  NADI_PROFILE_ERROR_EXISTS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4),     /* there is one already */
  NADI_PROFILE_ERROR_PASSPHRASE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 5), /* wrong passphrase */
  NADI_PROFILE_ERROR_REPLACED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 6),   /* the keyring has another device secret: enrol again */
  NADI_PROFILE_ERROR_COST = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7),       /* stored costs of the key derivation are outside the limits */
  NADI_PROFILE_ERROR_NEWER = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 8),      /* made by a newer version */
  NADI_PROFILE_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 9),  /* a file is not what was written */
  NADI_PROFILE_ERROR_NETWORK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 10), /* network.json is not the one that was pinned */
} NadiProfileError;
