/* Errors of core/model: what a person typed, or a file says, is not a value that the model has. */
#pragma once

#include <glib.h>

#include "nadi-error.h"

#define NADI_MODEL_ERROR (nadi_model_error_quark ())
GQuark nadi_model_error_quark (void);

typedef enum
{
  NADI_MODEL_ERROR_LENGTH = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1),    /* too few or too many digits */
  NADI_MODEL_ERROR_CHARACTER = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2), /* something that is no digit, or no unit */
  NADI_MODEL_ERROR_CHECK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3),     /* the check digits don't fit */
  NADI_MODEL_ERROR_DATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 4),      /* no date of the calendar */
  NADI_MODEL_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 5),   /* a vital sign that has no letter */
  NADI_MODEL_ERROR_NUMBER = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 6),    /* no number where one belongs */
  NADI_MODEL_ERROR_RANGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 7),     /* not a value that a living person has */
  NADI_MODEL_ERROR_DUPLICATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 8), /* the same vital sign twice */
} NadiModelError;
