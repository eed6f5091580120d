/* How the list of medicines is completed and recognised. */
#include "nadi-medicine.h"

#include <string.h>

#include "nadi-text.h"

/* What the list says of one medicine, folded once: searching happens on the keystroke. */
typedef struct
{
  char **name;               /* words */
  char **also;
  char **forms;              /* as they are written */
  char ***form_words;        /* of each form */
} Folded;

void
nadi_medicine_match_free (NadiMedicineMatch *match)
{
  g_free (match->product);
  g_free (match);
}

/* Words, with digits apart from letters: "500mg" is "500" and "mg". */
static char **
split_words (const char *text)
{
  g_autofree char *folded = nadi_text_fold (text);
  GString *apart = g_string_new (NULL);
  char **words;

  for (const char *p = folded; *p != '\0'; p++)
    {
      if (p > folded && p[-1] != ' ' && *p != ' ' && g_ascii_isdigit (p[-1]) != g_ascii_isdigit (*p))
        g_string_append_c (apart, ' ');
      g_string_append_c (apart, *p);
    }
  words = nadi_text_fold_words (apart->str);
  g_string_free (apart, TRUE);
  return words;
}

static const Folded *
folded_list (void)
{
  static gsize ready = 0;
  static Folded *list = NULL;

  if (g_once_init_enter (&ready))
    {
      gsize length;
      const NadiMedicine *medicines = nadi_medicine_list (&length);

      list = g_new0 (Folded, length);
      for (gsize i = 0; i < length; i++)
        {
          list[i].name = split_words (medicines[i].name);
          list[i].also = split_words (medicines[i].also);
          list[i].forms = g_strsplit (medicines[i].forms, ";", -1);
          list[i].form_words = g_new0 (char **, g_strv_length (list[i].forms) + 1);
          for (guint j = 0; list[i].forms[j] != NULL; j++)
            list[i].form_words[j] = split_words (list[i].forms[j]);
        }
      g_once_init_leave (&ready, 1);
    }
  return list;
}

static gboolean
has_word (char *const *words, const char *beginning)
{
  for (; *words != NULL; words++)
    if (g_str_has_prefix (*words, beginning))
      return TRUE;
  return FALSE;
}

/* TRUE if the strength is this number and no pair of them. */
static gboolean
has_strength (char *const *form, const char *number)
{
  return g_str_equal (form[0], number) && (form[1] == NULL || !g_ascii_isdigit (form[1][0]));
}

/* 0: no match; else the better the higher. A number that is typed in full counts more than one that has only begun. */
static guint
match (const Folded *medicine, char *const *form, char *const *wanted)
{
  guint score = g_str_has_prefix (medicine->name[0], wanted[0]) ? 4 : has_word (medicine->name, wanted[0]) ? 2 : 1;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      gboolean named = has_word (medicine->name, wanted[i]) || has_word (medicine->also, wanted[i]);

      if (!named && !has_word (form, wanted[i]))
        return 0;
      if (i == 0 && !named)
        return 0;
      if (g_ascii_isdigit (wanted[i][0]) && has_strength (form, wanted[i]))
        score += 2;
    }
  return score;
}

#define BEST_SCORE 12

static void
add_matches (GPtrArray *buckets, char *const *wanted)
{
  gsize length;
  const NadiMedicine *medicines = nadi_medicine_list (&length);
  const Folded *folded = folded_list ();

  for (gsize i = 0; i < length; i++)
    for (guint j = 0; folded[i].forms[j] != NULL; j++)
      {
        guint score = match (&folded[i], folded[i].form_words[j], wanted);
        NadiMedicineMatch *found;

        if (score == 0)
          continue;
        found = g_new0 (NadiMedicineMatch, 1);
        found->medicine = &medicines[i];
        found->score = score;
        found->product = g_strconcat (medicines[i].name, " ", folded[i].forms[j], NULL);
        g_ptr_array_add (g_ptr_array_index (buckets, MIN (score, BEST_SCORE)), found);
      }
}

static void
free_match (gpointer data)
{
  nadi_medicine_match_free (data);
}

GPtrArray *
nadi_medicine_search (const char *text, guint limit)
{
  g_auto (GStrv) wanted = split_words (text);
  g_autoptr (GPtrArray) buckets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *result = g_ptr_array_new_with_free_func (free_match);

  if (wanted[0] == NULL || wanted[0][0] == '\0')
    return result;
  for (guint score = 0; score <= BEST_SCORE; score++)
    g_ptr_array_add (buckets, g_ptr_array_new_with_free_func (free_match));
  add_matches (buckets, wanted);
  for (guint score = BEST_SCORE; score > 0; score--)
    {
      GPtrArray *bucket = g_ptr_array_index (buckets, score);

      while (bucket->len > 0 && result->len < limit)
        g_ptr_array_add (result, g_ptr_array_steal_index (bucket, 0));
    }
  return result;
}

/* TRUE if needle's words stand in words one after the other. */
static gboolean
stands_in (char *const *words, char *const *needle)
{
  guint n = g_strv_length ((char **) needle);

  if (n == 0 || needle[0][0] == '\0')
    return FALSE;
  for (; *words != NULL; words++)
    {
      guint i = 0;

      while (i < n && words[i] != NULL && g_str_equal (words[i], needle[i]))
        i++;
      if (i == n)
        return TRUE;
    }
  return FALSE;
}

const NadiMedicine *
nadi_medicine_find (const char *text)
{
  g_auto (GStrv) words = split_words (text);
  gsize length;
  const NadiMedicine *medicines = nadi_medicine_list (&length);
  const Folded *folded = folded_list ();
  const NadiMedicine *best = NULL;
  guint best_words = 0;

  for (gsize i = 0; i < length; i++)
    {
      guint n = g_strv_length (folded[i].name);

      if (n > best_words && stands_in (words, folded[i].name))
        {
          best = &medicines[i];
          best_words = n;
        }
    }
  /* Another name counts when no generic one stands there. */
  for (gsize i = 0; best == NULL && i < length; i++)
    for (guint j = 0; folded[i].also[j] != NULL && best == NULL; j++)
      if (folded[i].also[j][0] != '\0' && strlen (folded[i].also[j]) > 2 && g_strv_contains ((const char *const *) words, folded[i].also[j]))
        best = &medicines[i];
  return best;
}
