/* The index of patients: the rows as they were when the session opened, and over them those that changed since. */
#include "nadi-session-index.h"

#include <string.h>

#include "nadi-session-book.h"
#include "nadi-session-patients.h"
#include "nadi-text.h"

#define MOST_BYTES 255

/* More changed rows than this, and than a quarter of the base: everything is read anew. */
#define MANY_CHANGED 4096

struct _NadiPatientIndex
{
  NadiCachePatients *base;
  GHashTable *changed;       /* id → NadiCachePatients of one row; NULL: gone */
  guint n_gone;              /* of changed */
  guint8 *stale;             /* a bit for each row of the base that stands in changed; NULL: none */
  guint n_stale;
  guint32 *places;           /* row of the base + 1 by its id, open addressing; 0: free. NULL until somebody asks */
  guint32 mask;
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
  g_free (index->stale);
  g_free (index->places);
  g_free (index);
}

/* --- rows of the base by id ---------------------------------------------------------------------------------------- */

static void
make_places (NadiPatientIndex *index)
{
  guint n = nadi_cache_patients_count (index->base);

  index->mask = 15;
  while (index->mask < n * 2)
    index->mask = index->mask * 2 + 1;
  index->places = g_new0 (guint32, (gsize) index->mask + 1);
  for (guint i = 0; i < n; i++)
    {
      guint32 at = g_str_hash (nadi_cache_patients_get (index->base, i)->patient) & index->mask;

      while (index->places[at] != 0)
        at = (at + 1) & index->mask;
      index->places[at] = i + 1;
    }
}

/* FALSE when the base has no such row. */
static gboolean
find_place (NadiPatientIndex *index, const char *id, guint *place)
{
  if (index->places == NULL)
    make_places (index);
  for (guint32 at = g_str_hash (id) & index->mask; index->places[at] != 0; at = (at + 1) & index->mask)
    {
      *place = index->places[at] - 1;
      if (g_str_equal (nadi_cache_patients_get (index->base, *place)->patient, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_stale (const NadiPatientIndex *index, guint place)
{
  return index->stale != NULL && (index->stale[place / 8] >> (place % 8) & 1) != 0;
}

static void
mark_stale (NadiPatientIndex *index, const char *id)
{
  guint place;

  if (!find_place (index, id, &place) || is_stale (index, place))
    return;
  if (index->stale == NULL)
    index->stale = g_malloc0 (nadi_cache_patients_count (index->base) / 8 + 1);
  index->stale[place / 8] |= (guint8) (1u << (place % 8));
  index->n_stale++;
}

/* --- reading and following ------------------------------------------------------------------------------------------ */

/* Takes one; NULL: gone. */
static void
put_changed (NadiPatientIndex *index, const char *id, NadiCachePatients *one)
{
  gpointer old;

  if (g_hash_table_lookup_extended (index->changed, id, NULL, &old) && old == NULL)
    index->n_gone--;
  if (one == NULL)
    index->n_gone++;
  mark_stale (index, id);
  g_hash_table_insert (index->changed, g_strdup (id), one);
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
  nadi_cache_shrink (self->cache);
  return TRUE;
}

void
nadi_session_index_flush (NadiSession *self)
{
  GHashTableIter iter;
  gpointer id;
  guint many;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      NadiCachePatients *one = NULL;

      if (!nadi_cache_get_patient (self->cache, id, &one, NULL))
        continue;
      g_mutex_lock (&self->index_lock);
      put_changed (self->index, id, one);
      g_mutex_unlock (&self->index_lock);
    }
  g_hash_table_remove_all (self->changed);
  many = g_hash_table_size (self->index->changed);
  /* Where that fails the changed rows serve as well. */
  if (many > MANY_CHANGED && many > nadi_cache_patients_count (self->index->base) / 4)
    nadi_session_index_load (self, NULL);
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

char *
nadi_patient_row_digits (const char *text)
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
  g_autofree char *local = nadi_patient_name_local (patient);
  g_auto (GStrv) words = nadi_patient_search_words (patient);
  g_autofree char *joined = g_strjoinv (" ", words);
  g_autofree char *name = fit (full);
  g_autofree char *native = fit (local);
  g_autofree char *folded = fit (joined);
  g_autofree char *phone = nadi_patient_row_digits (patient->phone);
  g_autofree char *region = nadi_text_display (patient->address.region, NADI_NAME_MOST_SHOWN);
  g_autofree char *place = fit (region);
  NadiCachePatient row = { .patient = id, .number = patient->number.digits, .name = name, .folded = folded, .native = native,
                           .phone = phone, .place = place };

  if (!nadi_book_get_patient (self->cache, id, &book, error))
    return FALSE;
  row.birth = first_day (&patient->birth);
  row.birth_precision = patient->birth.precision;
  row.sex = patient->sex;
  row.last_visit = book != NULL ? book->last_visit : NADI_CACHE_NO_DAY;
  row.flags = (book != NULL && book->seal != NULL ? 0 : NADI_ROW_UNCLAIMED) | (patient->deceased ? NADI_ROW_DECEASED : 0) |
              (patient->name_temporary ? NADI_ROW_UNNAMED : 0);
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

void
nadi_patient_row_birth (const NadiCachePatient *row, NadiDate *date)
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

NadiPatientRow *
nadi_patient_row_new (const NadiCachePatient *from)
{
  NadiPatientRow *row = g_new0 (NadiPatientRow, 1);

  row->id = g_strdup (from->patient);
  row->number = g_strdup (from->number);
  row->name = g_strdup (from->name);
  row->native = g_strdup (from->native);
  row->phone = g_strdup (from->phone);
  row->place = g_strdup (from->place);
  nadi_patient_row_birth (from, &row->birth);
  row->sex = from->sex <= NADI_SEX_UNKNOWN ? (NadiSex) from->sex : NADI_SEX_NONE;
  row->last_visit = from->last_visit;
  row->unclaimed = (from->flags & NADI_ROW_UNCLAIMED) != 0;
  row->deceased = (from->flags & NADI_ROW_DECEASED) != 0;
  row->unnamed = (from->flags & NADI_ROW_UNNAMED) != 0;
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

void
nadi_patient_index_each (NadiPatientIndex *index, NadiPatientRowFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer one;

  for (guint i = 0; i < nadi_cache_patients_count (index->base); i++)
    {
      if (!is_stale (index, i))
        func (nadi_cache_patients_get (index->base, i), data);
    }
  g_hash_table_iter_init (&iter, index->changed);
  while (g_hash_table_iter_next (&iter, NULL, &one))
    if (one != NULL)
      func (nadi_cache_patients_get (one, 0), data);
}

guint
nadi_session_count_patients (NadiSession *self)
{
  guint count = 0;

  g_mutex_lock (&self->index_lock);
  if (self->index != NULL)
    count = nadi_cache_patients_count (self->index->base) - self->index->n_stale + g_hash_table_size (self->index->changed) - self->index->n_gone;
  g_mutex_unlock (&self->index_lock);
  return count;
}

typedef struct
{
  const char *number;
  NadiPatientRow *found;
} Lookup;

static void
look (const NadiCachePatient *row, gpointer data)
{
  Lookup *lookup = data;

  if (lookup->found == NULL && g_str_equal (row->number, lookup->number))
    lookup->found = nadi_patient_row_new (row);
}

/* NULL: not here. */
static NadiPatientRow *
row_of_id (NadiPatientIndex *index, const char *id)
{
  gpointer one;
  guint place;

  if (g_hash_table_lookup_extended (index->changed, id, NULL, &one))
    return one != NULL ? nadi_patient_row_new (nadi_cache_patients_get (one, 0)) : NULL;
  return find_place (index, id, &place) ? nadi_patient_row_new (nadi_cache_patients_get (index->base, place)) : NULL;
}

NadiPatientRow *
nadi_session_lookup_patient (NadiSession *self, const char *id_or_number)
{
  NadiPatientNumber number = { "" };
  Lookup lookup = { number.digits, NULL };
  gboolean is_number = nadi_patient_number_parse (id_or_number, &number, NULL);

  g_mutex_lock (&self->index_lock);
  if (self->index != NULL)
    lookup.found = row_of_id (self->index, id_or_number);
  if (self->index != NULL && lookup.found == NULL && is_number)
    nadi_patient_index_each (self->index, look, &lookup);
  g_mutex_unlock (&self->index_lock);
  return lookup.found;
}
