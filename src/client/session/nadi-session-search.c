/* Searching the index: what a person types, and who may be the one that is being registered. */
#include "nadi-session-index.h"
#include "nadi-session-patients.h"

#include <string.h>

#include "nadi-text.h"

/* --- the query ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  char **words;              /* folded; NULL for none */
  char *digits;              /* the query's, if it is nothing else; at least 3 */
  NadiDate birth;
  gboolean everything;
} Query;

static void
query_clear (Query *query)
{
  g_strfreev (query->words);
  g_free (query->digits);
}

static gboolean
only_digits (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text);

  return plain[strspn (plain, "0123456789 -+")] == '\0';
}

static void
query_init (Query *query, const char *text, gint32 today)
{
  memset (query, 0, sizeof *query);
  query->words = nadi_text_fold_words (text);
  query->everything = query->words[0] == NULL;
  if (only_digits (text))
    query->digits = nadi_patient_row_digits (text);
  if (strpbrk (text, "-/.") != NULL && !nadi_date_parse_entry (text, today, &query->birth, NULL))
    query->birth.precision = NADI_DATE_NONE;
}

/* The word begins one of the folded words. */
static gboolean
has_word (const char *folded, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = folded; (at = strstr (at, word)) != NULL; at += length)
    if (at == folded || at[-1] == ' ')
      return TRUE;
  return FALSE;
}

static gboolean
matches_digits (const NadiCachePatient *row, const char *digits)
{
  gsize length = strlen (digits);

  if (length < 3)
    return FALSE;
  return g_str_has_prefix (row->number, digits) || g_str_has_suffix (row->number, digits) || strstr (row->phone, digits) != NULL;
}

static gboolean
matches (const NadiCachePatient *row, const Query *query)
{
  if (query->everything)
    return TRUE;
  if (query->digits != NULL && matches_digits (row, query->digits))
    return TRUE;
  if (query->birth.precision != NADI_DATE_NONE)
    {
      NadiDate birth;

      nadi_patient_row_birth (row, &birth);
      return nadi_date_equal (&birth, &query->birth);
    }
  for (guint i = 0; query->words[i] != NULL; i++)
    if (!has_word (row->folded, query->words[i]))
      return FALSE;
  return TRUE;
}

static int
compare (const NadiCachePatient *a, const NadiCachePatient *b)
{
  if (a->last_visit != b->last_visit)
    return a->last_visit > b->last_visit ? -1 : 1;
  return strcmp (a->name, b->name);
}

/* The best so far, sorted; the worst falls out. */
static void
offer (GPtrArray *best, guint limit, const NadiCachePatient *row)
{
  guint place = best->len;

  while (place > 0 && compare (row, g_ptr_array_index (best, place - 1)) < 0)
    place--;
  if (place >= limit)
    return;
  g_ptr_array_insert (best, (int) place, (gpointer) row);
  if (best->len > limit)
    g_ptr_array_set_size (best, (int) limit);
}

typedef struct
{
  Query query;
  GPtrArray *best;
  guint limit;
  guint total;
} Search;

static void
consider (const NadiCachePatient *row, gpointer data)
{
  Search *search = data;

  if (!matches (row, &search->query))
    return;
  search->total++;
  offer (search->best, search->limit, row);
}

GPtrArray *
nadi_session_find_patients (NadiSession *self, const char *query, guint limit, guint *total)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_patient_row_free);
  g_autoptr (GPtrArray) best = g_ptr_array_new ();
  Search search = { .best = best, .limit = limit };

  query_init (&search.query, query, nadi_day_from_time (nadi_session_now (self)));
  g_mutex_lock (&self->index_lock);
  if (self->index != NULL)
    nadi_patient_index_each (self->index, consider, &search);
  for (guint i = 0; i < best->len; i++)
    g_ptr_array_add (rows, nadi_patient_row_new (g_ptr_array_index (best, i)));
  g_mutex_unlock (&self->index_lock);
  query_clear (&search.query);
  if (total != NULL)
    *total = search.total;
  return rows;
}

/* --- likely the same ---------------------------------------------------------------------------------------------- */

#define MOST_RELATIVES 2

typedef struct
{
  NadiMatch *match;
  const char *but;
  guint limit;
  GPtrArray *likely;         /* NadiLikelyPatient, best first */
  GPtrArray *relatives;
} LikelySearch;

void
nadi_likely_patient_free (NadiLikelyPatient *likely)
{
  nadi_patient_row_free (likely->row);
  g_free (likely);
}

/* As offer(). */
static void
offer_likely (GPtrArray *best, guint limit, const NadiCachePatient *row, guint score, guint reasons)
{
  guint place = best->len;
  NadiLikelyPatient *one;

  while (place > 0 && score > ((NadiLikelyPatient *) g_ptr_array_index (best, place - 1))->score)
    place--;
  if (place >= limit)
    return;
  one = g_new0 (NadiLikelyPatient, 1);
  one->row = nadi_patient_row_new (row);
  one->score = score;
  one->reasons = reasons;
  g_ptr_array_insert (best, (int) place, one);
  if (best->len > limit)
    g_ptr_array_set_size (best, (int) limit);
}

static void
consider_likely (const NadiCachePatient *row, gpointer data)
{
  LikelySearch *search = data;
  NadiDate birth;
  guint score, reasons;

  if (search->but != NULL && g_str_equal (row->patient, search->but))
    return;
  nadi_patient_row_birth (row, &birth);
  score = nadi_match_score (search->match, row->folded, row->phone, &birth, (NadiSex) row->sex, &reasons);
  if (score >= NADI_MATCH_LIKELY)
    offer_likely (search->likely, search->limit, row, score, reasons);
  else if ((reasons & NADI_MATCH_RELATIVE) && (reasons & NADI_MATCH_PHONE_SAME) && (reasons & NADI_MATCH_BIRTH_SAME))
    offer_likely (search->relatives, MOST_RELATIVES, row, score, reasons);
}

GPtrArray *
nadi_session_find_likely (NadiSession *self, const NadiPatient *typed, const char *but, guint limit)
{
  GPtrArray *likely = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_likely_patient_free);
  g_autoptr (GPtrArray) relatives = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_likely_patient_free);
  g_autoptr (NadiMatch) match = nadi_match_new (typed);
  LikelySearch search = { match, but, limit, likely, relatives };

  if (match == NULL)
    return likely;
  g_mutex_lock (&self->index_lock);
  if (self->index != NULL)
    nadi_patient_index_each (self->index, consider_likely, &search);
  g_mutex_unlock (&self->index_lock);
  g_ptr_array_extend_and_steal (likely, g_steal_pointer (&relatives));
  return likely;
}
