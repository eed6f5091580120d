/* Errors of everything that is read off a wire. */
#pragma once

#include "nadi-error.h"

#define NADI_WIRE_ERROR (nadi_wire_error_quark ())
GQuark nadi_wire_error_quark (void);

typedef enum
{
  NADI_WIRE_ERROR_FORMAT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1),         /* not the format it claims to be */
  NADI_WIRE_ERROR_TOO_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),
  NADI_WIRE_ERROR_ALGORITHM = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3),    /* alg, enc, zip, crit, typ outside the profile */
  NADI_WIRE_ERROR_REFUSED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4),      /* does not open, does not verify: no detail */
  NADI_WIRE_ERROR_UNSIGNED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 5),   /* no signature by the key that must have signed */
  NADI_WIRE_ERROR_QUORUM = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 6),     /* too few cosignatures */
  NADI_WIRE_ERROR_STALE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 7),      /* cosignatures too old */
  NADI_WIRE_ERROR_MISMATCH = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 8),   /* a content address or name that is another's */
} NadiWireError;
