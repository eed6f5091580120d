/* Text encodings whose radix is a power of two: all five are one engine with another alphabet. */
#include "nadi-encoding.h"

#include <string.h>

#include "nadi-error.h"

/* Digit values plus one; zero is no digit. */
static const guint8 hex_values[256]
    = { ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
        ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16 };

static const guint8 base64_values[256]
    = { ['+'] = 63, ['/'] = 64, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58,
        ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,
        ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12,
        ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20,
        ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28,
        ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
        ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,
        ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52 };

static const guint8 base64url_values[256]
    = { ['-'] = 63, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59,
        ['7'] = 60, ['8'] = 61, ['9'] = 62, ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,
        ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13,
        ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21,
        ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['_'] = 64, ['a'] = 27, ['b'] = 28,
        ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
        ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,
        ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52 };

static const guint8 base32_values[256]
    = { ['2'] = 27, ['3'] = 28, ['4'] = 29, ['5'] = 30, ['6'] = 31, ['7'] = 32, ['a'] = 1,  ['b'] = 2,
        ['c'] = 3,  ['d'] = 4,  ['e'] = 5,  ['f'] = 6,  ['g'] = 7,  ['h'] = 8,  ['i'] = 9,  ['j'] = 10,
        ['k'] = 11, ['l'] = 12, ['m'] = 13, ['n'] = 14, ['o'] = 15, ['p'] = 16, ['q'] = 17, ['r'] = 18,
        ['s'] = 19, ['t'] = 20, ['u'] = 21, ['v'] = 22, ['w'] = 23, ['x'] = 24, ['y'] = 25, ['z'] = 26 };

static const guint8 crockford_values[256] = {
  ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,  ['8'] = 9,
  ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18,
  ['I'] = 2,  ['J'] = 19, ['K'] = 20, ['L'] = 2,  ['M'] = 21, ['N'] = 22, ['O'] = 1,  ['P'] = 23, ['Q'] = 24,
  ['R'] = 25, ['S'] = 26, ['T'] = 27, ['V'] = 28, ['W'] = 29, ['X'] = 30, ['Y'] = 31, ['Z'] = 32, ['a'] = 11,
  ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['g'] = 17, ['h'] = 18, ['i'] = 2,  ['j'] = 19,
  ['k'] = 20, ['l'] = 2,  ['m'] = 21, ['n'] = 22, ['o'] = 1,  ['p'] = 23, ['q'] = 24, ['r'] = 25, ['s'] = 26,
  ['t'] = 27, ['v'] = 28, ['w'] = 29, ['x'] = 30, ['y'] = 31, ['z'] = 32
};

typedef struct
{
  guint bits; /* per character */
  const char *digits;
  const guint8 *values;
} Alphabet;

static const Alphabet hex = { 4, "0123456789abcdef", hex_values };
static const Alphabet base64
    = { 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", base64_values };
static const Alphabet base64url
    = { 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", base64url_values };
static const Alphabet base32 = { 5, "abcdefghijklmnopqrstuvwxyz234567", base32_values };
static const Alphabet crockford = { 5, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", crockford_values };

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX, "Not canonical %s", what);
  return FALSE;
}

/* Characters for length bytes, without padding. */
static gsize
encoded_length (const Alphabet *alphabet, gsize length)
{
  return length / alphabet->bits * 8 + (length % alphabet->bits * 8 + alphabet->bits - 1) / alphabet->bits;
}

static gsize
decoded_length (const Alphabet *alphabet, gsize n_digits)
{
  return n_digits / 8 * alphabet->bits + n_digits % 8 * alphabet->bits / 8;
}

/* Room for padding and the final zero is the caller's affair. */
static gsize
encode_digits (const Alphabet *alphabet, const guint8 *data, gsize length, char *out)
{
  guint32 pending = 0;
  guint n_pending = 0;
  guint32 mask = (1u << alphabet->bits) - 1;
  char *start = out;
  for (gsize i = 0; i < length; i++)
    {
      pending = pending << 8 | data[i];
      n_pending += 8;
      while (n_pending >= alphabet->bits)
        {
          n_pending -= alphabet->bits;
          *out++ = alphabet->digits[pending >> n_pending & mask];
        }
    }
  if (n_pending > 0)
    *out++ = alphabet->digits[pending << (alphabet->bits - n_pending) & mask];
  return (gsize) (out - start);
}

/* out has room for decoded_length (n_digits). FALSE for a foreign character, a character too many, or unused
 * bits that are not zero. */
static gboolean
decode_digits (const Alphabet *alphabet, const char *text, gsize n_digits, guint8 *out)
{
  guint32 pending = 0;
  guint n_pending = 0;
  for (gsize i = 0; i < n_digits; i++)
    {
      guint8 value = alphabet->values[(guint8) text[i]];
      if (value == 0)
        return FALSE;
      pending = pending << alphabet->bits | (guint32) (value - 1);
      n_pending += alphabet->bits;
      if (n_pending >= 8)
        {
          n_pending -= 8;
          *out++ = (guint8) (pending >> n_pending);
        }
    }
  return n_pending < alphabet->bits && (pending & ((1u << n_pending) - 1)) == 0;
}

static char *
encode (const Alphabet *alphabet, const guint8 *data, gsize length, gboolean padded)
{
  gsize n_digits = encoded_length (alphabet, length);
  char *text = g_malloc (n_digits + 8);
  char *end = text + encode_digits (alphabet, data, length, text);
  if (padded)
    while ((end - text) % 4 != 0)
      *end++ = '=';
  *end = '\0';
  return text;
}

static GBytes *
decode (const Alphabet *alphabet, const char *text, gsize n_digits, const char *what, GError **error)
{
  gsize size = decoded_length (alphabet, n_digits);
  g_autofree guint8 *data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_set_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE, "No memory for %s", what);
      return NULL;
    }
  if (!decode_digits (alphabet, text, n_digits, data))
    {
      refuse (error, what);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

static gsize
text_length (const char *text, gssize length)
{
  return length < 0 ? strlen (text) : (gsize) length;
}

char *
nadi_hex_encode (const guint8 *data, gsize length)
{
  return encode (&hex, data, length, FALSE);
}

GBytes *
nadi_hex_decode (const char *text, gssize length, GError **error)
{
  return decode (&hex, text, text_length (text, length), "hex", error);
}

char *
nadi_base64_encode (const guint8 *data, gsize length)
{
  return encode (&base64, data, length, TRUE);
}

GBytes *
nadi_base64_decode (const char *text, gssize length, GError **error)
{
  gsize n_digits = text_length (text, length);
  if (n_digits % 4 != 0)
    {
      refuse (error, "base64");
      return NULL;
    }
  for (guint i = 0; i < 2 && n_digits > 0 && text[n_digits - 1] == '='; i++)
    n_digits--;
  return decode (&base64, text, n_digits, "base64", error);
}

char *
nadi_base64url_encode (const guint8 *data, gsize length)
{
  return encode (&base64url, data, length, FALSE);
}

GBytes *
nadi_base64url_decode (const char *text, gssize length, GError **error)
{
  return decode (&base64url, text, text_length (text, length), "base64url", error);
}

gboolean
nadi_base64url_decode_into (const char *text, gssize length, guint8 *buffer, gsize size, GError **error)
{
  gsize n_digits = text_length (text, length);
  if (n_digits != encoded_length (&base64url, size) || !decode_digits (&base64url, text, n_digits, buffer))
    return refuse (error, "base64url of the expected length");
  return TRUE;
}

char *
nadi_base32_encode_lower (const guint8 *data, gsize length)
{
  return encode (&base32, data, length, FALSE);
}

GBytes *
nadi_base32_decode_lower (const char *text, gssize length, GError **error)
{
  return decode (&base32, text, text_length (text, length), "base32", error);
}

char *
nadi_crockford_encode (const guint8 *data, gsize length)
{
  return encode (&crockford, data, length, FALSE);
}

GBytes *
nadi_crockford_decode (const char *text, gssize length, GError **error)
{
  gsize n_text = text_length (text, length);
  gsize n_digits = 0;
  g_autofree char *digits = g_try_malloc (MAX (n_text, 1));
  if (digits == NULL)
    {
      g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE, "No memory for a code");
      return NULL;
    }
  for (gsize i = 0; i < n_text; i++)
    if (text[i] != '-' && text[i] != ' ')
      digits[n_digits++] = text[i];
  return decode (&crockford, digits, n_digits, "Crockford base32", error);
}
