/* Scoring likely duplicates. */
#include "nadi-match.h"

#include <string.h>

#include "nadi-sound.h"
#include "nadi-text.h"

#define MOST_WORDS 6
#define LONGEST_WORD 40
/* Country codes and the leading 0 come and go: a subscriber's number is what counts. */
#define PHONE_DIGITS 10
#define FEWEST_PHONE_DIGITS 7
#define ESTIMATE_YEARS 3

typedef struct
{
  char *text;
  gsize length;
  char key[NADI_SOUND_SIZE];
  gsize key_length;
  NadiSoundBeginnings beginnings;
} Word;

struct _NadiMatch
{
  Word words[MOST_WORDS];
  guint n_words;
  char *phone;               /* the last digits; NULL when too short */
  NadiDate birth;
  NadiSex sex;
};

/* --- what was typed ----------------------------------------------------------------------------------------------- */

static void
take_words (NadiMatch *self, const NadiPersonName *name)
{
  g_autofree char *full = nadi_person_name_full (name);
  g_auto (GStrv) words = nadi_text_fold_words (full);

  for (guint i = 0; words[i] != NULL && self->n_words < MOST_WORDS; i++)
    {
      Word *word = &self->words[self->n_words];

      if (words[i][0] == '\0' || strlen (words[i]) > LONGEST_WORD)
        continue;
      word->text = g_strdup (words[i]);
      word->length = strlen (words[i]);
      word->key_length = nadi_sound_key (word->text, word->length, word->key);
      nadi_sound_beginnings (word->key[0], &word->beginnings);
      self->n_words++;
    }
}

static char *
last_digits (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text != NULL ? text : "");
  GString *digits = g_string_new (NULL);

  for (const char *c = plain; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  if (digits->len > PHONE_DIGITS)
    g_string_erase (digits, 0, (gssize) digits->len - PHONE_DIGITS);
  return g_string_free (digits, digits->len < FEWEST_PHONE_DIGITS);
}

NadiMatch *
nadi_match_new (const NadiPatient *typed)
{
  NadiMatch *self = g_new0 (NadiMatch, 1);

  if (!typed->name_temporary)
    take_words (self, nadi_person_name_empty (&typed->name) ? &typed->name_local : &typed->name);
  self->phone = last_digits (typed->phone);
  self->birth = typed->birth;
  self->sex = typed->sex;
  if (self->n_words > 0 || self->phone != NULL)
    return self;
  nadi_match_free (self);
  return NULL;
}

void
nadi_match_free (NadiMatch *self)
{
  for (guint i = 0; i < self->n_words; i++)
    g_free (self->words[i].text);
  g_free (self->phone);
  g_free (self);
}

/* --- names -------------------------------------------------------------------------------------------------------- */

/* Bytes that must be typed anew, a swap of two neighbours being one; 3 for "too many". */
static guint
slips (const char *a, gsize a_length, const char *b, gsize b_length)
{
  guint8 rows[3][LONGEST_WORD + 1];

  if (a_length > LONGEST_WORD || b_length > LONGEST_WORD || MAX (a_length, b_length) - MIN (a_length, b_length) > 2)
    return 3;
  for (gsize j = 0; j <= b_length; j++)
    rows[0][j] = (guint8) j;
  for (gsize i = 1; i <= a_length; i++)
    {
      guint8 *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

      now[0] = (guint8) i;
      for (gsize j = 1; j <= b_length; j++)
        {
          guint8 best = (guint8) (before[j - 1] + (a[i - 1] != b[j - 1]));

          best = MIN (best, MIN (before[j] + 1, now[j - 1] + 1));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, earlier[j - 2] + 1);
          now[j] = best;
        }
    }
  return MIN (rows[a_length % 3][b_length], 3);
}

typedef enum
{
  OTHER,
  ALIKE,
  SAME,
} Likeness;

static Likeness
compare_words (const Word *word, const char *other, gsize length)
{
  char key[NADI_SOUND_SIZE];
  gsize key_length;
  guint allowed = word->length >= 8 ? 2 : 1;

  if (word->length == length && memcmp (word->text, other, length) == 0)
    return SAME;
  if (!nadi_sound_may_begin (&word->beginnings, other, length))
    return OTHER;
  key_length = nadi_sound_key (other, length, key);
  if (key_length == 0 || word->key_length == 0 || key[0] != word->key[0])
    return OTHER;
  if (key_length > 1 && key_length == word->key_length && memcmp (key, word->key, key_length) == 0)
    return ALIKE;
  /* Bytes of Latin letters; in other scripts one letter is several, and only the sound counts. */
  if (word->length < 4 || length < 4 || !g_ascii_isalpha (word->text[0]) || !g_ascii_isalpha (other[0]))
    return OTHER;
  return slips (word->text, word->length, other, length) <= allowed ? ALIKE : OTHER;
}

typedef struct
{
  guint same;
  guint alike;
} NameLikeness;

static NameLikeness
compare_names (const NadiMatch *self, const char *folded)
{
  NameLikeness found = { 0, 0 };

  for (guint i = 0; i < self->n_words; i++)
    {
      Likeness best = OTHER;

      for (const char *at = folded; *at != '\0' && best != SAME;)
        {
          gsize length = strcspn (at, " ");

          Likeness one = length > 0 ? compare_words (&self->words[i], at, length) : OTHER;

          best = MAX (best, one);
          at += length + (at[length] == ' ');
        }
      found.same += best == SAME;
      found.alike += best == ALIKE;
    }
  return found;
}

/* --- birth and telephone -------------------------------------------------------------------------------------------- */

static gboolean
one_figure_wrong (const NadiDate *a, const NadiDate *b)
{
  g_autofree char *left = nadi_date_to_text (a);
  g_autofree char *right = nadi_date_to_text (b);
  guint wrong = 0;

  for (gsize i = 0; left[i] != '\0' && right[i] != '\0'; i++)
    wrong += left[i] != right[i];
  return wrong == 1;
}

static gboolean
births_alike (const NadiDate *a, const NadiDate *b)
{
  gboolean exact = a->precision == NADI_DATE_DAY && b->precision == NADI_DATE_DAY;

  if (!exact)
    return ABS ((gint) a->year - (gint) b->year) <= ESTIMATE_YEARS;
  return (a->year == b->year && a->day == b->month && a->month == b->day) || one_figure_wrong (a, b);
}

static gboolean
phones_same (const NadiMatch *self, const char *phone)
{
  gsize length = strlen (phone);

  if (self->phone == NULL || length < FEWEST_PHONE_DIGITS)
    return FALSE;
  if (length > PHONE_DIGITS)
    phone += length - PHONE_DIGITS;
  return g_str_equal (phone, self->phone);
}

/* --- the sum ------------------------------------------------------------------------------------------------------ */

static gint
score_name (const NadiMatch *self, const char *folded, guint *reasons)
{
  NameLikeness names = compare_names (self, folded);
  gboolean whole = self->n_words > 1;

  if (self->n_words == 0)
    return 0;
  if (names.same == self->n_words)
    {
      *reasons |= NADI_MATCH_NAME_SAME;
      return whole ? 55 : 25;
    }
  /* One word of three may be missing: a middle name. */
  if (names.same + names.alike + (self->n_words > 2) >= self->n_words)
    {
      *reasons |= NADI_MATCH_NAME_ALIKE;
      return whole ? 50 : 22;
    }
  *reasons |= NADI_MATCH_RELATIVE;
  return 0;
}

static gint
score_birth (const NadiMatch *self, const NadiDate *birth, guint *reasons)
{
  if (self->birth.precision == NADI_DATE_NONE || birth->precision == NADI_DATE_NONE)
    return 0;
  if (nadi_date_equal (&self->birth, birth))
    {
      *reasons |= NADI_MATCH_BIRTH_SAME;
      return birth->precision == NADI_DATE_DAY ? 35 : 20;
    }
  if (!births_alike (&self->birth, birth))
    return -25;
  *reasons |= NADI_MATCH_BIRTH_ALIKE;
  return 15;
}

static gboolean
sexes_differ (NadiSex a, NadiSex b)
{
  return (a == NADI_SEX_MALE && b == NADI_SEX_FEMALE) || (a == NADI_SEX_FEMALE && b == NADI_SEX_MALE);
}

guint
nadi_match_score (NadiMatch *self, const char *folded, const char *phone, const NadiDate *birth, NadiSex sex, guint *reasons)
{
  gboolean same_phone;
  gint score;

  *reasons = 0;
  score = score_name (self, folded, reasons);
  same_phone = phones_same (self, phone);
  /* Neither the name nor the telephone: no birth date makes it likely. */
  if (score == 0 && !same_phone)
    return 0;
  score += score_birth (self, birth, reasons);
  if (same_phone)
    {
      *reasons |= NADI_MATCH_PHONE_SAME;
      score += 30;
    }
  if (sexes_differ (self->sex, sex))
    score -= 15;
  if (*reasons & NADI_MATCH_RELATIVE)
    score = MIN (score, NADI_MATCH_LIKELY - 1);
  return (guint) CLAMP (score, 0, NADI_MATCH_MOST);
}
