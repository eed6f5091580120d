/* What the text formats of this folder share: one way to fail, and a cursor over lines. Nothing outside core/wire
 * includes this. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-wire-error.h"

/* Sets the error and gives FALSE. message: for a log, without anything from the bytes that were read. */
gboolean nadi_wire_fail (GError **error, NadiWireError code, const char *message);

/* Reads a text line by line; every line ends in LF. A read that fails leaves the cursor where it was. */
typedef struct
{
  const char *at;
  const char *end;
} NadiLines;

typedef struct
{
  const char *text; /* borrowed, not NUL-terminated */
  gsize length;     /* without the LF */
} NadiLine;

void nadi_lines_init (NadiLines *lines, const char *text, gsize length);
gboolean nadi_lines_next (NadiLines *lines, NadiLine *line);
/* The next line, if it begins with prefix; line is what follows the prefix. */
gboolean nadi_lines_next_prefixed (NadiLines *lines, const char *prefix, NadiLine *line);

/* Decimal without sign and leading zeros. */
gboolean nadi_line_to_number (const NadiLine *line, guint64 *value);
/* Exactly 44 characters of canonical base64. */
gboolean nadi_line_to_hash (const NadiLine *line, NadiHash *hash);
gboolean nadi_line_equal (const NadiLine *line, const char *text);

/* Lines of base64 hashes up to and including an empty line, at most max of them. NULL if it is anything else. */
GArray *nadi_lines_read_hashes (NadiLines *lines, guint max);
void nadi_lines_write_hashes (GString *out, const GArray *hashes);
