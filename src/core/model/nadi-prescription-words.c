/* What the words of a prescription say: how often, how long, when, how much. */
#include "nadi-prescription-words-private.h"

#include <string.h>

#include "nadi-text.h"

/* Phrases of up to three words; longest first where one begins another. times 0: not so many a day. */
static const struct
{
  const char *phrase;
  const char *often;
  guint times;
} frequencies[] = {
  { "once a day", "once a day", 1 },      { "twice a day", "twice a day", 2 },     { "thrice a day", "3 times a day", 3 },
  { "at night", "at night", 1 },          { "at bedtime", "at night", 1 },         { "once a week", "once a week", 0 },
  { "once only", "once only", 0 },        { "od", "once a day", 1 },               { "daily", "once a day", 1 },
  { "qd", "once a day", 1 },              { "bd", "twice a day", 2 },              { "bid", "twice a day", 2 },
  { "tds", "3 times a day", 3 },          { "tid", "3 times a day", 3 },           { "qid", "4 times a day", 4 },
  { "qds", "4 times a day", 4 },          { "hs", "at night", 1 },                 { "weekly", "once a week", 0 },
  { "stat", "once only", 0 },
};

static const struct
{
  const char *phrase;
  const char *food;
} foods[] = {
  { "on an empty stomach", "on an empty stomach" }, { "empty stomach", "on an empty stomach" },
  { "before food", "before food" },   { "before meals", "before food" },       { "before breakfast", "before breakfast" },
  { "after food", "after food" },     { "after meals", "after food" },         { "after breakfast", "after breakfast" },
  { "with food", "with food" },       { "with meals", "with food" },           { "ac", "before food" },
  { "pc", "after food" },
};

static const char *const as_needed_phrases[] = { "as needed", "when needed", "if needed", "sos", "prn" };

/* --- words -------------------------------------------------------------------------------------------------------- */

static char *
plain_word (const char *text)
{
  g_autofree char *digits = nadi_text_plain_digits (text);
  g_autofree char *lower = g_utf8_strdown (digits, -1);
  gsize length = strlen (lower);

  while (length > 1 && (lower[length - 1] == ',' || lower[length - 1] == ';'))
    lower[--length] = '\0';
  return g_steal_pointer (&lower);
}

void
nadi_dose_line_init (NadiDoseLine *line, const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (NadiDoseWord));

  for (const char *p = text; *p != '\0';)
    {
      const char *start = p;
      NadiDoseWord word;

      while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p == start)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      word.text = g_strndup (start, p - start);
      word.plain = plain_word (word.text);
      word.offset = (gsize) (start - text);
      g_array_append_val (words, word);
    }
  line->n = words->len;
  line->words = (NadiDoseWord *) (gpointer) g_array_free (words, FALSE);
  line->instruction = g_string_new (NULL);
}

void
nadi_dose_line_clear (NadiDoseLine *line)
{
  for (guint i = 0; i < line->n; i++)
    {
      g_free (line->words[i].text);
      g_free (line->words[i].plain);
    }
  g_free (line->words);
  g_free (line->often);
  g_free (line->how_much);
  g_string_free (line->instruction, TRUE);
}

/* How many words of the line the phrase covers at a place; 0 if it does not stand there. */
static guint
phrase_at (const NadiDoseLine *line, guint at, const char *phrase)
{
  g_auto (GStrv) parts = g_strsplit (phrase, " ", -1);
  guint n = 0;

  for (; parts[n] != NULL; n++)
    if (at + n >= line->n || !g_str_equal (line->words[at + n].plain, parts[n]))
      return 0;
  return n;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

/* "1", "½", "1/2", "1.5", "1½" at *p, one part of a dose. */
static gboolean
skip_part (const char **p, gboolean *something)
{
  const char *start = *p;

  while (g_ascii_isdigit (**p) && *p - start < 3)
    (*p)++;
  if (g_str_has_prefix (*p, "½") || g_str_has_prefix (*p, "¼"))
    *p += strlen ("½");
  else if (*p > start && (**p == '/' || **p == '.') && g_ascii_isdigit ((*p)[1]))
    *p += 2;
  *something = *p - start != 1 || *start != '0';
  return *p > start;
}

/* "1-0-1" or "1-1-1-1"; how many parts are not nothing. */
static gboolean
is_pattern (const char *word, guint *times)
{
  guint parts = 0;

  *times = 0;
  for (;;)
    {
      gboolean something;

      if (!skip_part (&word, &something))
        return FALSE;
      parts++;
      *times += something;
      if (*word != '-')
        break;
      word++;
    }
  return *word == '\0' && parts >= 3 && parts <= 4;
}

/* A whole number, and what stands behind it. FALSE without a digit. */
static gboolean
read_count (const char *word, guint *count, const char **rest)
{
  guint64 value = 0;
  guint digits = 0;

  for (; g_ascii_isdigit (*word); word++, digits++)
    value = digits < 6 ? value * 10 + (guint64) (*word - '0') : G_MAXUINT16;
  *count = (guint) value;
  *rest = word;
  return digits > 0;
}

static guint
days_of_unit (const char *unit)
{
  static const struct { const char *word; guint days; } units[] = {
    { "d", 1 }, { "day", 1 }, { "days", 1 }, { "w", 7 }, { "wk", 7 }, { "week", 7 }, { "weeks", 7 }, { "mo", 30 }, { "m", 30 },
    { "month", 30 }, { "months", 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].word))
      return units[i].days;
  return 0;
}

/* "5d", "x5d", "5 days", "for 5 days", "x 5 days": how many words, 0 if it is none. */
static guint
duration_at (const NadiDoseLine *line, guint at, guint *days)
{
  guint used = 0;
  const char *word = line->words[at].plain;
  const char *rest;
  guint count, each;

  if (g_str_equal (word, "for") || g_str_equal (word, "x"))
    {
      used = 1;
      if (at + 1 >= line->n)
        return 0;
      word = line->words[at + 1].plain;
    }
  if (*word == 'x' && g_ascii_isdigit (word[1]))
    word++;
  if (!read_count (word, &count, &rest))
    return 0;
  used++;
  if (*rest == '\0' && at + used < line->n)
    rest = line->words[at + used++].plain;
  each = days_of_unit (rest);
  /* "1 m" may be a metre of something; "m" alone counts where it is joined to its number. */
  if (each == 0 || (g_str_equal (rest, "m") && used > 1 && rest == line->words[at + used - 1].plain))
    return 0;
  *days = MIN (count, G_MAXUINT16) * each;
  return used;
}

/* "q6h", "6 hourly", "every 6 hours", "3 times a day"; how many words. */
static guint
counted_at (const NadiDoseLine *line, guint at, guint *times, char **often)
{
  const char *word = line->words[at].plain;
  const char *rest;
  guint count;

  if (*word == 'q' && read_count (word + 1, &count, &rest) && g_str_equal (rest, "h") && count > 0)
    {
      *times = 24 / count;
      *often = g_strdup_printf ("every %u hours", count);
      return 1;
    }
  if (g_str_equal (word, "every") && at + 2 < line->n && read_count (line->words[at + 1].plain, &count, &rest) && *rest == '\0' &&
      count > 0 && g_str_has_prefix (line->words[at + 2].plain, "hour"))
    {
      *times = 24 / count;
      *often = g_strdup_printf ("every %u hours", count);
      return 3;
    }
  if (at + 3 < line->n && read_count (word, &count, &rest) && *rest == '\0' && phrase_at (line, at + 1, "times a day") > 0)
    {
      *times = count;
      *often = g_strdup_printf ("%u times a day", count);
      return 4;
    }
  return 0;
}

/* --- what a word is ----------------------------------------------------------------------------------------------- */

void
nadi_dose_piece_clear (NadiDosePiece *piece)
{
  g_free (piece->often);
  g_free (piece->how_much);
}

/* "1od", "2bd": how much, joined to how often. */
static gboolean
joined_at (const char *word, NadiDosePiece *piece)
{
  const char *rest;
  guint count;

  if (!read_count (word, &count, &rest) || count == 0 || count > 9)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (frequencies); i++)
    if (g_str_equal (rest, frequencies[i].phrase))
      {
        *piece = (NadiDosePiece) { NADI_DOSE_OFTEN, 1, frequencies[i].times, 0, g_strdup (frequencies[i].often), g_strdup_printf ("%u", count), NULL };
        return TRUE;
      }
  return FALSE;
}

static gboolean
often_at (const NadiDoseLine *line, guint at, NadiDosePiece *piece)
{
  guint times;

  if (is_pattern (line->words[at].plain, &times))
    {
      *piece = (NadiDosePiece) { NADI_DOSE_OFTEN, 1, times, 0, g_strdup (line->words[at].plain), NULL, NULL };
      return TRUE;
    }
  piece->used = counted_at (line, at, &piece->times, &piece->often);
  piece->sort = NADI_DOSE_OFTEN;
  for (guint i = 0; piece->used == 0 && i < G_N_ELEMENTS (frequencies); i++)
    {
      piece->used = phrase_at (line, at, frequencies[i].phrase);
      if (piece->used > 0)
        {
          piece->times = frequencies[i].times;
          piece->often = g_strdup (frequencies[i].often);
        }
    }
  return piece->used > 0 || joined_at (line->words[at].plain, piece);
}

NadiDosePiece
nadi_dose_look_at (const NadiDoseLine *line, guint at)
{
  NadiDosePiece piece = { 0 };

  if (often_at (line, at, &piece))
    return piece;
  piece.used = duration_at (line, at, &piece.days);
  piece.sort = NADI_DOSE_DURATION;
  for (guint i = 0; piece.used == 0 && i < G_N_ELEMENTS (foods); i++)
    {
      piece.used = phrase_at (line, at, foods[i].phrase);
      piece.food = foods[i].food;
      piece.sort = NADI_DOSE_FOOD;
    }
  for (guint i = 0; piece.used == 0 && i < G_N_ELEMENTS (as_needed_phrases); i++)
    {
      piece.used = phrase_at (line, at, as_needed_phrases[i]);
      piece.sort = NADI_DOSE_NEEDED;
    }
  if (piece.used == 0)
    {
      piece.used = 1;
      piece.sort = NADI_DOSE_OTHER;
    }
  return piece;
}
