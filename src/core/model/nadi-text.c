/* Folding, digits and harmless display of what people typed. */
#include "nadi-text.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* Letters that Unicode does not decompose but that people leave out on other keyboards. */
static const struct
{
  gunichar letter;
  const char *plain;
} spelt_out[] = {
  { 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" },  { 0x00FE, "th" }, { 0x0111, "d" },
  { 0x0127, "h" },  { 0x0131, "i" }, { 0x0142, "l" },  { 0x0153, "oe" }, { 0x0167, "t" },
};

/* Combining marks that only decorate: those of Devanagari and its neighbours carry vowels and stay. */
static gboolean
is_accent (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_dropped (gunichar c)
{
  return is_accent (c) || c == 0x093C || g_unichar_type (c) == G_UNICODE_FORMAT;
}

static gboolean
append_spelt_out (GString *out, gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (spelt_out); i++)
    {
      if (spelt_out[i].letter == c)
        {
          g_string_append (out, spelt_out[i].plain);
          return TRUE;
        }
    }
  return FALSE;
}

static void
append_folded (GString *out, gunichar c)
{
  int digit = g_unichar_digit_value (c);

  if (digit >= 0)
    g_string_append_c (out, (char) ('0' + digit));
  else if (c == 0x0901)
    g_string_append_unichar (out, 0x0902);
  else if (!append_spelt_out (out, c))
    g_string_append_unichar (out, c);
}

char *
nadi_text_fold (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *cased = NULL;
  g_autofree char *decomposed = NULL;
  gboolean gap = FALSE;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  cased = g_utf8_casefold (text, -1);
  decomposed = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (is_dropped (c))
        continue;
      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
        {
          gap = out->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (out, ' ');
      gap = FALSE;
      append_folded (out, c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char **
nadi_text_fold_words (const char *text)
{
  g_autofree char *folded = nadi_text_fold (text);

  return g_strsplit (folded, " ", -1);
}

char *
nadi_text_plain_digits (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);
      gsize width = (c == (gunichar) -1 || c == (gunichar) -2) ? 1 : (gsize) (g_utf8_next_char (p) - p);
      int digit = width > 1 ? g_unichar_digit_value (c) : -1;

      if (digit >= 0)
        g_string_append_c (out, (char) ('0' + digit));
      else
        g_string_append_len (out, p, (gssize) width);
      p += width;
    }
  return g_string_free (out, FALSE);
}

/* Embeddings and overrides. */
static gboolean
is_override (gunichar c)
{
  return c >= 0x202A && c <= 0x202E;
}

static char *
display (const char *text, gsize max_chars, gboolean lines)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *out = g_string_new (NULL);
  gsize count = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p), count++)
    {
      gunichar c = g_utf8_get_char (p);
      if (count == max_chars)
        {
          g_string_append (out, "…");
          break;
        }
      if (lines ? is_override (c) : is_bidi_control (c))
        c = REPLACEMENT;
      else if (!(lines && c == '\n') && (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029))
        c = ' ';
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
nadi_text_display (const char *text, gsize max_chars)
{
  return display (text, max_chars, FALSE);
}

char *
nadi_text_display_lines (const char *text, gsize max_chars)
{
  return display (text, max_chars, TRUE);
}
