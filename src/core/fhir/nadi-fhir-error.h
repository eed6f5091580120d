/* Why a FHIR resource or bundle is refused.
 *
 * The code is stable and has a short name for reports; the message names the element ("missing:
 * Observation.code"), never its content, and never a member's name that the standard does not know. */
#pragma once

#include <glib.h>

#include "nadi-error.h"

#define NADI_FHIR_ERROR (nadi_fhir_error_quark ())
GQuark nadi_fhir_error_quark (void);

typedef enum
{
  NADI_FHIR_ERROR_JSON = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1),        /* no strict JSON */
  NADI_FHIR_ERROR_TOO_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),   /* above a limit */
  NADI_FHIR_ERROR_NO_RESOURCE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3), /* no resource, or no resourceType */
  NADI_FHIR_ERROR_TYPE_NOT_KEPT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4), /* a type that Nadi does not take */
  NADI_FHIR_ERROR_MISSING = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 5),     /* a required element */
  NADI_FHIR_ERROR_TYPE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 6),        /* another JSON type, or one where many belong */
  NADI_FHIR_ERROR_VALUE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 7),       /* a primitive that breaks its format */
  NADI_FHIR_ERROR_DATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 8),        /* no date or time of the calendar */
  NADI_FHIR_ERROR_CODE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 9),        /* outside a required value set */
  NADI_FHIR_ERROR_CHOICE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 10),     /* value[x] given twice */
  NADI_FHIR_ERROR_EMPTY = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 11),      /* an empty string, list or object */
  NADI_FHIR_ERROR_INVARIANT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 12),  /* a rule between elements */
  NADI_FHIR_ERROR_DUPLICATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 13), /* the same resource twice in a file */
  NADI_FHIR_ERROR_METHOD = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 14),   /* an entry that asks for more than storing */
  NADI_FHIR_ERROR_BUNDLE_TYPE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 15), /* history, responses, … */
  NADI_FHIR_ERROR_SUBJECT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 16),  /* a clinical record about no patient */
} NadiFhirError;

/* "json", "too-large", "no-resource", "type-not-kept", "missing", "type", "value", "date", "code", "choice",
 * "empty", "invariant", "duplicate", "method", "bundle-type", "subject"; static. */
const char *nadi_fhir_error_name (gint code);
