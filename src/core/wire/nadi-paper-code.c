/* Codes on paper. Every single wrong character and every swap of two neighbours changes the value modulo 37, since 37 is
 * prime and larger than any difference of two characters. */
#include "nadi-paper-code.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-wire-private.h"

#define MODULUS 37
#define GROUP 4
/* Crockford's digits, then his five extra check symbols. */
static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

static int
symbol_value (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O')
    c = '0';
  else if (c == 'I' || c == 'L')
    c = '1';
  const char *symbol = c == '\0' ? NULL : strchr (symbols, c);
  return symbol != NULL ? (int) (symbol - symbols) : -1;
}

char *
nadi_paper_code_print (const guint8 *data, gsize length)
{
  g_autofree char *digits = nadi_crockford_encode (data, length);
  GString *out = g_string_new (NULL);
  guint check = 0;
  gsize n = 0;
  for (; digits[n] != '\0'; n++)
    {
      if (n > 0 && n % GROUP == 0)
        g_string_append_c (out, '-');
      g_string_append_c (out, digits[n]);
      check = (check * 32 + (guint) symbol_value (digits[n])) % MODULUS;
    }
  if (n % GROUP == 0)
    g_string_append_c (out, '-');
  g_string_append_c (out, symbols[check]);
  nadi_wipe (digits, n);
  return g_string_free (out, FALSE);
}

/* Takes the digits into data, most significant first, and leaves at on the check character. */
static gboolean
read_digits (const char **at, NadiSecret *secret, guint *check)
{
  gsize size = nadi_secret_size (secret);
  guint8 *data = nadi_secret_data (secret);
  guint pending = 0, n_pending = 0;
  gsize filled = 0;
  gsize n_digits = (size * 8 + 4) / 5;
  for (gsize i = 0; i < n_digits; (*at)++)
    {
      if (**at == '-' || **at == ' ')
        continue;
      int value = symbol_value (**at);
      if (value < 0 || value >= 32)
        return FALSE;
      *check = (*check * 32 + (guint) value) % MODULUS;
      pending = (pending << 5 | (guint) value) & 0xfff;
      n_pending += 5;
      if (n_pending >= 8)
        {
          n_pending -= 8;
          data[filled++] = (guint8) (pending >> n_pending);
        }
      i++;
    }
  /* One text for one value: bits that encode nothing are zero. */
  return (pending & ((1u << n_pending) - 1)) == 0;
}

static const char *
skip_space (const char *at)
{
  while (*at == '-' || *at == ' ')
    at++;
  return at;
}

NadiSecret *
nadi_paper_code_parse (const char *text, gsize expected_length, GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_secret_new (expected_length);
  guint check = 0;
  const char *at = text;
  if (read_digits (&at, secret, &check))
    {
      at = skip_space (at);
      if (*at != '\0' && symbol_value (*at) == (int) check && *skip_space (at + 1) == '\0')
        return g_steal_pointer (&secret);
    }
  nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A code is mistyped");
  return NULL;
}
