/* One small set of errors. NADI_CRYPTO_ERROR_REFUSED says nothing of why: a forger learns nothing from it. */
#pragma once

#include "nadi-error.h"

#define NADI_CRYPTO_ERROR (nadi_crypto_error_quark ())
GQuark nadi_crypto_error_quark (void);

typedef enum
{
  NADI_CRYPTO_ERROR_REFUSED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 1),    /* tag, signature or padding does not hold */
  NADI_CRYPTO_ERROR_KEY = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),          /* a key that is none */
  NADI_CRYPTO_ERROR_PARAMETERS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3), /* lengths or costs outside the limits */
  NADI_CRYPTO_ERROR_MEMORY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 4),
} NadiCryptoError;
