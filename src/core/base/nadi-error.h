/* What an error means to the one who meets it.
 *
 * Every library has a GError domain of its own. The high bits of each code are its class, so that code
 * that passes an error on can tell what kind it is without knowing the domain. Messages are for a log:
 * they hold no personal data, no key and no path of a person. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_ERROR_CLASS_FOREIGN = 0,   /* not one of Nadi's domains (GIOError, …) */
  NADI_ERROR_CLASS_IO = 1,        /* the world outside failed: try again later */
  NADI_ERROR_CLASS_INPUT = 2,     /* bytes from outside are not what their format says */
  NADI_ERROR_CLASS_REFUSED = 3,   /* understood, and not allowed */
  NADI_ERROR_CLASS_INTEGRITY = 4, /* stored or served data is not what was proven: stop and keep the evidence */
  NADI_ERROR_CLASS_CALLER = 5,    /* the program asked for something senseless */
} NadiErrorClass;

#define NADI_ERROR_CODE(class, n) (((class) << 8) | (n))

/* Domains of Nadi have names that begin with "nadi-". */
NadiErrorClass nadi_error_class (const GError *error);

/* Errors of core/base: text and JSON that are not what they should be. */
#define NADI_FORMAT_ERROR (nadi_format_error_quark ())
GQuark nadi_format_error_quark (void);

typedef enum
{
  NADI_FORMAT_ERROR_SYNTAX = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1),
  NADI_FORMAT_ERROR_TOO_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),
  NADI_FORMAT_ERROR_TOO_DEEP = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3),
  NADI_FORMAT_ERROR_DUPLICATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 4),
  NADI_FORMAT_ERROR_ENCODING = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 5),
  NADI_FORMAT_ERROR_TYPE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 6),
  NADI_FORMAT_ERROR_MISSING = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 7),
  NADI_FORMAT_ERROR_RANGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 8),
  NADI_FORMAT_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 9), /* a member that has no place here */
} NadiFormatError;
