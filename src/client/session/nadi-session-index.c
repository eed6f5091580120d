/* The search index: the rows as they were when the session opened, and over them those that changed since. */
#include "nadi-session-index.h"

#include <string.h>

#include "nadi-session-book.h"
#include "nadi-session-patients.h"
#include "nadi-text.h"

#define MOST_BYTES 255

struct _NadiPatientIndex
{
  NadiCachePatients *base;
  GHashTable *changed;       /* id → NadiCachePatients of one row; NULL: gone */
};

static void
patients_unref0 (gpointer patients)
{
  if (patients != NULL)
    nadi_cache_patients_unref (patients);
}

static NadiPatientIndex *
index_new (NadiCachePatients *base)
{
  NadiPatientIndex *index = g_new0 (NadiPatientIndex, 1);

  index->base = base;
  index->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, patients_unref0);
  return index;
}

void
nadi_patient_index_free (NadiPatientIndex *index)
{
  if (index == NULL)
    return;
  nadi_cache_patients_unref (index->base);
  g_hash_table_unref (index->changed);
  g_free (index);
}

gboolean
nadi_session_index_load (NadiSession *self, GError **error)
{
  NadiCachePatients *rows = nadi_cache_load_patients (self->cache, error);

  if (rows == NULL)
    return FALSE;
  g_mutex_lock (&self->index_lock);
  nadi_patient_index_free (self->index);
  self->index = index_new (rows);
  g_mutex_unlock (&self->index_lock);
  return TRUE;
}

void
nadi_session_index_flush (NadiSession *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      NadiCachePatients *one = NULL;

      if (!nadi_cache_get_patient (self->cache, id, &one, NULL))
        continue;
      g_mutex_lock (&self->index_lock);
      g_hash_table_insert (self->index->changed, g_strdup (id), one);
      g_mutex_unlock (&self->index_lock);
    }
  g_hash_table_remove_all (self->changed);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* Cut between characters. (transfer full) */
static char *
fit (const char *text)
{
  const char *end;

  if (text == NULL)
    return g_strdup ("");
  if (strlen (text) <= MOST_BYTES)
    return g_strdup (text);
  end = g_utf8_find_prev_char (text, text + MOST_BYTES + 1);
  return g_strndup (text, end - text);
}

static char *
digits_of (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text != NULL ? text : "");
  GString *digits = g_string_new (NULL);

  for (const char *c = plain; *c != '\0' && digits->len < MOST_BYTES; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  return g_string_free (digits, FALSE);
}

/* What sets it apart from midnight of 1970: no day is no birth date. */
static gint32
first_day (const NadiDate *date)
{
  return date->precision == NADI_DATE_NONE ? NADI_CACHE_NO_DAY : nadi_date_first_day (date);
}

gboolean
nadi_session_put_row (NadiSession *self, const NadiPatient *patient, const char *id, GError **error)
{
  g_autoptr (NadiBookPatient) book = NULL;
  g_autofree char *full = nadi_patient_name (patient);
  g_autofree char *local = nadi_person_name_full (&patient->name_local);
  g_auto (GStrv) words = nadi_patient_search_words (patient);
  g_autofree char *joined = g_strjoinv (" ", words);
  g_autofree char *name = fit (full);
  g_autofree char *native = fit (local);
  g_autofree char *folded = fit (joined);
  g_autofree char *phone = digits_of (patient->phone);
  g_autofree char *place = fit (patient->address.region);
  NadiCachePatient row = { .patient = id, .number = patient->number.digits, .name = name, .folded = folded, .native = native,
                           .phone = phone, .place = place };

  if (!nadi_book_get_patient (self->cache, id, &book, error))
    return FALSE;
  row.birth = first_day (&patient->birth);
  row.birth_precision = patient->birth.precision;
  row.sex = patient->sex;
  row.last_visit = book != NULL ? book->last_visit : NADI_CACHE_NO_DAY;
  row.flags = (book != NULL && book->seal != NULL ? 0 : NADI_ROW_UNCLAIMED) | (patient->deceased ? NADI_ROW_DECEASED : 0);
  g_hash_table_add (self->changed, g_strdup (id));
  return nadi_cache_put_patient (self->cache, &row, error);
}

gboolean
nadi_session_put_visit (NadiSession *self, const char *patient, gint32 day, GError **error)
{
  g_autoptr (NadiCachePatients) one = NULL;
  g_autoptr (NadiBookPatient) book = NULL;
  NadiCachePatient row;

  if (!nadi_book_get_patient (self->cache, patient, &book, error))
    return FALSE;
  if (book == NULL || (book->last_visit != NADI_CACHE_NO_DAY && book->last_visit >= day))
    return TRUE;
  book->last_visit = day;
  if (!nadi_book_put_patient (self->cache, patient, book, error) || !nadi_cache_get_patient (self->cache, patient, &one, error))
    return FALSE;
  if (one == NULL)
    return TRUE;
  row = *nadi_cache_patients_get (one, 0);
  row.last_visit = day;
  g_hash_table_add (self->changed, g_strdup (patient));
  return nadi_cache_put_patient (self->cache, &row, error);
}

gboolean
nadi_session_remove_row (NadiSession *self, const char *patient, GError **error)
{
  g_hash_table_add (self->changed, g_strdup (patient));
  return nadi_cache_remove_patient (self->cache, patient, error);
}

/* --- what people see ---------------------------------------------------------------------------------------------- */

static void
birth_of (const NadiCachePatient *row, NadiDate *date)
{
  memset (date, 0, sizeof *date);
  if (row->birth == NADI_CACHE_NO_DAY || row->birth_precision > NADI_DATE_DAY)
    return;
  nadi_date_from_day (row->birth, date);
  date->precision = row->birth_precision;
  if (date->precision < NADI_DATE_DAY)
    date->day = 0;
  if (date->precision < NADI_DATE_MONTH)
    date->month = 0;
}

static NadiPatientRow *
row_new (const NadiCachePatient *from)
{
  NadiPatientRow *row = g_new0 (NadiPatientRow, 1);

  row->id = g_strdup (from->patient);
  row->number = g_strdup (from->number);
  row->name = g_strdup (from->name);
  row->native = g_strdup (from->native);
  row->phone = g_strdup (from->phone);
  row->place = g_strdup (from->place);
  birth_of (from, &row->birth);
  row->sex = from->sex <= NADI_SEX_UNKNOWN ? (NadiSex) from->sex : NADI_SEX_NONE;
  row->last_visit = from->last_visit;
  row->unclaimed = (from->flags & NADI_ROW_UNCLAIMED) != 0;
  row->deceased = (from->flags & NADI_ROW_DECEASED) != 0;
  return row;
}

void
nadi_patient_row_free (NadiPatientRow *row)
{
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->number);
  g_free (row->name);
  g_free (row->native);
  g_free (row->phone);
  g_free (row->place);
  g_free (row);
}

/* --- search ------------------------------------------------------------------------------------------------------- */

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
    query->digits = digits_of (text);
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

      birth_of (row, &birth);
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

static void
each_row (NadiPatientIndex *index, void (*func) (const NadiCachePatient *row, gpointer data), gpointer data)
{
  GHashTableIter iter;
  gpointer one;

  for (guint i = 0; i < nadi_cache_patients_count (index->base); i++)
    {
      const NadiCachePatient *row = nadi_cache_patients_get (index->base, i);

      if (g_hash_table_size (index->changed) == 0 || !g_hash_table_contains (index->changed, row->patient))
        func (row, data);
    }
  g_hash_table_iter_init (&iter, index->changed);
  while (g_hash_table_iter_next (&iter, NULL, &one))
    if (one != NULL)
      func (nadi_cache_patients_get (one, 0), data);
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
    each_row (self->index, consider, &search);
  for (guint i = 0; i < best->len; i++)
    g_ptr_array_add (rows, row_new (g_ptr_array_index (best, i)));
  g_mutex_unlock (&self->index_lock);
  query_clear (&search.query);
  if (total != NULL)
    *total = search.total;
  return rows;
}

static void
count_row (const NadiCachePatient *row, gpointer data)
{
  (*(guint *) data)++;
}

guint
nadi_session_count_patients (NadiSession *self)
{
  guint count = 0;

  g_mutex_lock (&self->index_lock);
  if (self->index != NULL && g_hash_table_size (self->index->changed) == 0)
    count = nadi_cache_patients_count (self->index->base);
  else if (self->index != NULL)
    each_row (self->index, count_row, &count);
  g_mutex_unlock (&self->index_lock);
  return count;
}

typedef struct
{
  const char *id;
  const char *number;
  NadiPatientRow *found;
} Lookup;

static void
look (const NadiCachePatient *row, gpointer data)
{
  Lookup *lookup = data;

  if (lookup->found == NULL &&
      ((lookup->number[0] != '\0' && g_str_equal (row->number, lookup->number)) || g_str_equal (row->patient, lookup->id)))
    lookup->found = row_new (row);
}

NadiPatientRow *
nadi_session_lookup_patient (NadiSession *self, const char *id_or_number)
{
  NadiPatientNumber number = { "" };
  Lookup lookup = { id_or_number, number.digits, NULL };

  if (!nadi_patient_number_parse (id_or_number, &number, NULL))
    number.digits[0] = '\0';
  g_mutex_lock (&self->index_lock);
  if (self->index != NULL)
    each_row (self->index, look, &lookup);
  g_mutex_unlock (&self->index_lock);
  return lookup.found;
}
