/* The strict scan that every JSON text from outside passes before anything else looks at it.
 *
 * One pass, no recursion, no memory for ordinary texts. RFC 8259 §2-§8 for the grammar, RFC 7493 §2 for what
 * is refused beyond it. */
#include "nadi-json-private.h"

#include <string.h>

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
} Expected;

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GError **error;
  guint depth;
  gboolean is_object[NADI_JSON_MAX_DEPTH];
  gsize first_name[NADI_JSON_MAX_DEPTH];
  NadiJsonNames names;
} Scan;

/* Says where, never what: the text may hold anything. */
static gboolean
fail (Scan *scan, NadiFormatError code, const char *what)
{
  g_set_error (scan->error, NADI_FORMAT_ERROR, code, "JSON: %s at byte %" G_GSIZE_FORMAT, what,
               (gsize) (scan->at - scan->start));
  return FALSE;
}

static int
peek (const Scan *scan)
{
  return scan->at < scan->end ? (guchar) *scan->at : -1;
}

static gboolean
is_digit (int c)
{
  return c >= '0' && c <= '9';
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end
         && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\t' || *scan->at == '\r'))
    scan->at++;
}

int
nadi_json_read_hex4 (const char *digits)
{
  int value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (digits[i]);
      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

/* at is on the backslash of an escape that begins with \u; gives the code unit and passes over it. */
static gboolean
scan_unicode_escape (Scan *scan, int *unit)
{
  if (scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
    return FALSE;
  *unit = nadi_json_read_hex4 (scan->at + 2);
  if (*unit < 0)
    return FALSE;
  scan->at += 6;
  return TRUE;
}

static gboolean
scan_escape (Scan *scan)
{
  int unit, low;
  if (scan->end - scan->at < 2)
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "cut escape");
  if (scan->at[1] != 'u')
    {
      if (scan->at[1] == '\0' || strchr ("\"\\/bfnrt", scan->at[1]) == NULL)
        return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "unknown escape");
      scan->at += 2;
      return TRUE;
    }
  if (!scan_unicode_escape (scan, &unit))
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "bad \\u escape");
  if (unit == 0)
    return fail (scan, NADI_FORMAT_ERROR_ENCODING, "U+0000");
  if (unit < 0xd800 || unit > 0xdfff)
    return TRUE;
  if (unit > 0xdbff || !scan_unicode_escape (scan, &low) || low < 0xdc00 || low > 0xdfff)
    return fail (scan, NADI_FORMAT_ERROR_ENCODING, "lone surrogate");
  return TRUE;
}

/* Well-formed UTF-8 as in the Unicode Standard, table 3-7: no overlong form, no surrogate, nothing above
 * U+10FFFF. */
static gboolean
scan_utf8 (Scan *scan)
{
  const guchar *p = (const guchar *) scan->at;
  gsize left = (gsize) (scan->end - scan->at);
  guchar low = 0x80, high = 0xbf;
  guint n_more;

  if (p[0] >= 0xc2 && p[0] <= 0xdf)
    n_more = 1;
  else if (p[0] >= 0xe0 && p[0] <= 0xef)
    n_more = 2;
  else if (p[0] >= 0xf0 && p[0] <= 0xf4)
    n_more = 3;
  else
    return FALSE;
  if (p[0] == 0xe0)
    low = 0xa0;
  else if (p[0] == 0xed)
    high = 0x9f;
  else if (p[0] == 0xf0)
    low = 0x90;
  else if (p[0] == 0xf4)
    high = 0x8f;

  if (left <= n_more || p[1] < low || p[1] > high)
    return FALSE;
  for (guint i = 2; i <= n_more; i++)
    if ((p[i] & 0xc0) != 0x80)
      return FALSE;
  scan->at += n_more + 1;
  return TRUE;
}

static const char *
skip_plain (const char *at, const char *end)
{
  while (at < end && (guchar) *at >= 0x20 && (guchar) *at < 0x80 && *at != '"' && *at != '\\')
    at++;
  return at;
}

/* at is on the opening quotation mark; ends behind the closing one. */
static gboolean
scan_string (Scan *scan, gboolean *escaped)
{
  *escaped = FALSE;
  scan->at++;
  for (;;)
    {
      scan->at = skip_plain (scan->at, scan->end);
      int c = peek (scan);
      if (c == '"')
        {
          scan->at++;
          return TRUE;
        }
      if (c == '\\')
        {
          *escaped = TRUE;
          if (!scan_escape (scan))
            return FALSE;
        }
      else if (c < 0)
        return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "unfinished string");
      else if (c == 0)
        return fail (scan, NADI_FORMAT_ERROR_ENCODING, "U+0000");
      else if (c < 0x20)
        return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "bare control character");
      else if (!scan_utf8 (scan))
        return fail (scan, NADI_FORMAT_ERROR_ENCODING, "bad UTF-8");
    }
}

static gsize
scan_digits (Scan *scan)
{
  const char *first = scan->at;
  while (scan->at < scan->end && is_digit (*scan->at))
    scan->at++;
  return (gsize) (scan->at - first);
}

static gboolean
scan_number (Scan *scan)
{
  if (peek (scan) == '-')
    scan->at++;
  const char *digits = scan->at;
  gsize n_digits = scan_digits (scan);
  if (n_digits == 0 || (n_digits > 1 && *digits == '0'))
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "bad number");
  if (peek (scan) == '.')
    {
      scan->at++;
      if (scan_digits (scan) == 0)
        return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "bad fraction");
    }
  const char *mantissa_end = scan->at;
  gint64 exponent = 0;
  if (peek (scan) == 'e' || peek (scan) == 'E')
    {
      scan->at++;
      gboolean negative = peek (scan) == '-';
      if (negative || peek (scan) == '+')
        scan->at++;
      const char *first = scan->at;
      if (scan_digits (scan) == 0)
        return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "bad exponent");
      /* Saturates far beyond any count of digits. */
      for (const char *p = first; p < scan->at && exponent < G_MAXINT64 / 100; p++)
        exponent = exponent * 10 + (*p - '0');
      exponent = negative ? -exponent : exponent;
    }
  if ((exponent > 0 || n_digits > 300) && !nadi_json_number_is_finite (digits, mantissa_end, exponent))
    return fail (scan, NADI_FORMAT_ERROR_RANGE, "number beyond a double");
  return TRUE;
}

static gboolean
scan_literal (Scan *scan, const char *literal)
{
  gsize length = strlen (literal);
  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, literal, length) != 0)
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "unknown word");
  scan->at += length;
  return TRUE;
}

static gboolean
begin_container (Scan *scan, gboolean is_object, Expected *next)
{
  if (scan->depth == NADI_JSON_MAX_DEPTH)
    return fail (scan, NADI_FORMAT_ERROR_TOO_DEEP, "nested too deep");
  scan->is_object[scan->depth] = is_object;
  scan->first_name[scan->depth] = scan->names.n_names;
  scan->depth++;
  scan->at++;
  *next = is_object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
  return TRUE;
}

static gboolean
end_container (Scan *scan, Expected *next)
{
  scan->depth--;
  if (scan->is_object[scan->depth] && !nadi_json_names_end (&scan->names, scan->first_name[scan->depth]))
    return fail (scan, NADI_FORMAT_ERROR_DUPLICATE, "object with a repeated name ends");
  scan->at++;
  *next = EXPECT_COMMA_OR_END;
  return TRUE;
}

static gboolean
scan_value (Scan *scan, int c, Expected *next)
{
  gboolean escaped;
  *next = EXPECT_COMMA_OR_END;
  switch (c)
    {
    case '{':
      return begin_container (scan, TRUE, next);
    case '[':
      return begin_container (scan, FALSE, next);
    case '"':
      return scan_string (scan, &escaped);
    case 't':
      return scan_literal (scan, "true");
    case 'f':
      return scan_literal (scan, "false");
    case 'n':
      return scan_literal (scan, "null");
    default:
      if (c == '-' || is_digit (c))
        return scan_number (scan);
      return fail (scan, NADI_FORMAT_ERROR_SYNTAX, c < 0 ? "unexpected end" : "unexpected character");
    }
}

static gboolean
scan_name (Scan *scan, int c, Expected *next)
{
  const char *raw = scan->at + 1;
  gboolean escaped;
  NadiFormatError code;
  if (c != '"')
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "no member name");
  if (!scan_string (scan, &escaped))
    return FALSE;
  gsize length = (gsize) (scan->at - 1 - raw);
  if (!nadi_json_names_add (&scan->names, scan->first_name[scan->depth - 1], raw, length, escaped,
                            (gsize) (scan->end - raw), &code))
    return fail (scan, code,
                 code == NADI_FORMAT_ERROR_DUPLICATE ? "repeated member name" : "no memory for names");
  skip_space (scan);
  if (peek (scan) != ':')
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "no colon");
  scan->at++;
  *next = EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_after_value (Scan *scan, int c, Expected *next)
{
  gboolean in_object = scan->is_object[scan->depth - 1];
  if (c == (in_object ? '}' : ']'))
    return end_container (scan, next);
  if (c != ',')
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "no comma or end");
  scan->at++;
  *next = in_object ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_step (Scan *scan, Expected *next)
{
  int c = peek (scan);
  switch (*next)
    {
    case EXPECT_VALUE_OR_END:
      return c == ']' ? end_container (scan, next) : scan_value (scan, c, next);
    case EXPECT_VALUE:
      return scan_value (scan, c, next);
    case EXPECT_NAME_OR_END:
      return c == '}' ? end_container (scan, next) : scan_name (scan, c, next);
    case EXPECT_NAME:
      return scan_name (scan, c, next);
    case EXPECT_COMMA_OR_END:
    default:
      return scan_after_value (scan, c, next);
    }
}

static gboolean
scan_text (Scan *scan)
{
  Expected next = EXPECT_VALUE;
  if (scan->end - scan->at >= 3 && memcmp (scan->at, "\xef\xbb\xbf", 3) == 0)
    return fail (scan, NADI_FORMAT_ERROR_ENCODING, "byte-order mark");
  do
    {
      skip_space (scan);
      if (!scan_step (scan, &next))
        return FALSE;
    }
  while (scan->depth > 0);
  skip_space (scan);
  if (scan->at != scan->end)
    return fail (scan, NADI_FORMAT_ERROR_SYNTAX, "more than one value");
  return TRUE;
}

gboolean
nadi_json_scan (const char *text, gsize length, gsize limit, GError **error)
{
  if (length > limit)
    {
      g_set_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE,
                   "JSON: %" G_GSIZE_FORMAT " bytes, allowed are %" G_GSIZE_FORMAT, length, limit);
      return FALSE;
    }
  if (text == NULL)
    text = "";
  Scan scan;
  scan.start = scan.at = text;
  scan.end = text + length;
  scan.error = error;
  scan.depth = 0;
  nadi_json_names_init (&scan.names);
  gboolean valid = scan_text (&scan);
  nadi_json_names_clear (&scan.names);
  return valid;
}
