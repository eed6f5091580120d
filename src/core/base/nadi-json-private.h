/* Shared by the parts of the JSON reader: nothing outside core/base includes this. */
#pragma once

#include <glib.h>

#include "nadi-json.h"

/* Writes the text that a string's inner part stands for. raw has passed the scan (so every escape is whole
 * and every surrogate has its partner); out has room for length bytes, since no escape is shorter than what
 * it means. */
gsize nadi_json_unescape (const char *raw, gsize length, char *out);

/* Reads the four hexadecimal digits of a \u escape; -1 if they are none. */
int nadi_json_read_hex4 (const char *digits);

/* Is the number finite as a double? digits … end are its digits, with or without a point, exponent is what stands
 * behind the e. Exact, and without a copy of a text that may be very long. */
gboolean nadi_json_number_is_finite (const char *digits, const char *end, gint64 exponent);

/* The member names of the objects that are open at the moment, innermost last. Small ones need no memory. */
typedef struct
{
  guint64 prefix; /* first eight bytes: most comparisons end here */
  const char *text;
  gsize length;
} NadiJsonName;

#define NADI_JSON_INLINE_NAMES 128

typedef struct
{
  NadiJsonName *names;
  gsize n_names;
  gsize room;
  NadiJsonName inline_names[NADI_JSON_INLINE_NAMES];
  char *unescaped; /* the names that held escapes, one after the other */
  gsize n_unescaped;
} NadiJsonNames;

void nadi_json_names_init (NadiJsonNames *names);
void nadi_json_names_clear (NadiJsonNames *names);
/* Adds a name to the object whose first name has the place first. text_left: bytes from raw to the end of the
 * whole text. FALSE when it repeats a name (code DUPLICATE) or memory is out (TOO_LARGE). */
gboolean nadi_json_names_add (NadiJsonNames *names, gsize first, const char *raw, gsize length,
                              gboolean escaped, gsize text_left, NadiFormatError *code);
/* Ends the object whose first name has the place first. FALSE when it held a name twice. */
gboolean nadi_json_names_end (NadiJsonNames *names, gsize first);
