/* Patients' compact rows. A value is a fixed head and texts that end in NUL, so that an opened row needs no copying: the
 * rows of a whole clinic are decrypted into a few large blocks, and the structs point into them. */
#include "nadi-cache-patients.h"

#include <string.h>

#include "nadi-cache-private.h"
#include "nadi-cursor.h"

#define HEAD_SIZE 12
#define N_TEXTS 7
#define MAX_TEXT 255
#define MAX_ROW (HEAD_SIZE + N_TEXTS * (MAX_TEXT + 1))
#define BLOCK_SIZE (256 * 1024)

typedef struct
{
  gsize size;                /* of the bytes */
  gsize used;
  guint8 bytes[];
} Block;

struct _NadiCachePatients
{
  gint references;
  GArray *rows;              /* NadiCachePatient */
  GPtrArray *blocks;         /* Block */
};

static void
block_free (gpointer data)
{
  Block *block = data;

  nadi_wipe (block->bytes, block->used);
  g_free (block);
}

static NadiCachePatients *
patients_new (void)
{
  NadiCachePatients *self = g_new0 (NadiCachePatients, 1);

  self->references = 1;
  self->rows = g_array_new (FALSE, FALSE, sizeof (NadiCachePatient));
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

NadiCachePatients *
nadi_cache_patients_ref (NadiCachePatients *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
nadi_cache_patients_unref (NadiCachePatients *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->references))
    return;
  g_array_unref (self->rows);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

guint
nadi_cache_patients_count (NadiCachePatients *self)
{
  return self->rows->len;
}

const NadiCachePatient *
nadi_cache_patients_get (NadiCachePatients *self, guint i)
{
  return &g_array_index (self->rows, NadiCachePatient, i);
}

/* --- one row ------------------------------------------------------------------------------------------------- */

static void
store_u32 (guint8 *out, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (out, &value, sizeof value);
}

static guint32
load_u32 (const guint8 *in)
{
  guint32 value;

  memcpy (&value, in, sizeof value);
  return GUINT32_FROM_BE (value);
}

/* 0 when a text is missing or too long. */
static gsize
encode (const NadiCachePatient *patient, guint8 out[MAX_ROW])
{
  const char *const texts[N_TEXTS] = { patient->patient, patient->number, patient->name, patient->folded,
                                       patient->native, patient->phone, patient->place };
  gsize length = HEAD_SIZE;

  store_u32 (out, (guint32) patient->birth);
  store_u32 (out + 4, (guint32) patient->last_visit);
  out[8] = patient->birth_precision;
  out[9] = patient->sex;
  out[10] = (guint8) (patient->flags >> 8);
  out[11] = (guint8) patient->flags;
  for (guint i = 0; i < N_TEXTS; i++)
    {
      gsize size = texts[i] != NULL ? strlen (texts[i]) + 1 : G_MAXSIZE;

      if (size > MAX_TEXT + 1)
        return 0;
      memcpy (out + length, texts[i], size);
      length += size;
    }
  return length;
}

static gboolean
decode (const guint8 *data, gsize length, NadiCachePatient *patient)
{
  const char *texts[N_TEXTS];
  const guint8 *at = data + HEAD_SIZE, *end = data + length;

  if (length < HEAD_SIZE + N_TEXTS)
    return FALSE;
  for (guint i = 0; i < N_TEXTS; i++)
    {
      const guint8 *nul = at < end ? memchr (at, 0, (gsize) (end - at)) : NULL;

      if (nul == NULL)
        return FALSE;
      texts[i] = (const char *) at;
      at = nul + 1;
    }
  *patient = (NadiCachePatient) {
    .patient = texts[0],
    .number = texts[1],
    .name = texts[2],
    .folded = texts[3],
    .native = texts[4],
    .phone = texts[5],
    .place = texts[6],
    .birth = (gint32) load_u32 (data),
    .last_visit = (gint32) load_u32 (data + 4),
    .birth_precision = data[8],
    .sex = data[9],
    .flags = (guint16) (data[10] << 8 | data[11]),
  };
  return at == end;
}

/* block_size: of a new block, at least. */
static guint8 *
reserve (NadiCachePatients *self, gsize length, gsize block_size)
{
  Block *block = self->blocks->len > 0 ? g_ptr_array_index (self->blocks, self->blocks->len - 1) : NULL;
  guint8 *space;

  if (block == NULL || length > block->size - block->used)
    {
      gsize size = MAX (length, block_size);

      block = g_malloc (sizeof *block + size);
      block->size = size;
      block->used = 0;
      g_ptr_array_add (self->blocks, block);
    }
  space = block->bytes + block->used;
  block->used += length;
  return space;
}

static gboolean
open_patient (NadiCache *cache, NadiCachePatients *self, sqlite3_stmt *statement, gsize block_size, GError **error)
{
  gsize length = nadi_cache_sealed_length (statement, 1);
  NadiCachePatient patient;
  guint8 *space;

  if (length > MAX_ROW)
    return nadi_cache_fail_damaged ("patient", error);
  space = reserve (self, length, block_size);
  if (!nadi_cache_open_into (cache, statement, "patient", 1, NADI_COMPARTMENT_DESK, space, error))
    return FALSE;
  if (!decode (space, length, &patient))
    return nadi_cache_fail_damaged ("patient", error);
  g_array_append_val (self->rows, patient);
  return TRUE;
}

/* --- the table ----------------------------------------------------------------------------------------------- */

gboolean
nadi_cache_put_patient (NadiCache *cache, const NadiCachePatient *patient, GError **error)
{
  guint8 value[MAX_ROW];
  gsize length = encode (patient, value);
  NadiCacheToken token;
  NadiCacheRow row;
  gboolean entered;

  if (length == 0)
    {
      g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE, "A text of a patient's row is missing or too long");
      return FALSE;
    }
  if (!nadi_cache_enter (cache, &entered, error))
    return FALSE;
  nadi_cache_token (cache, NADI_COMPARTMENT_DESK, "patient", patient->patient, &token);
  nadi_cache_row_start (&row, cache, "patient", "INSERT INTO patient (token, value) VALUES (?, ?)"
                                                " ON CONFLICT (token) DO UPDATE SET value = excluded.value");
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, value, length);
  nadi_wipe (value, length);
  return nadi_cache_leave (cache, entered, nadi_cache_row_run (&row, error), error);
}

gboolean
nadi_cache_remove_patient (NadiCache *cache, const char *patient, GError **error)
{
  sqlite3_stmt *statement;
  NadiCacheToken token;
  gboolean entered;

  if (!nadi_cache_enter (cache, &entered, error))
    return FALSE;
  nadi_cache_token (cache, NADI_COMPARTMENT_DESK, "patient", patient, &token);
  statement = nadi_database_statement (cache->database, "DELETE FROM patient WHERE token = ?");
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  return nadi_cache_leave (cache, entered, nadi_database_run (cache->database, statement, error), error);
}

NadiCachePatients *
nadi_cache_load_patients (NadiCache *cache, GError **error)
{
  g_autoptr (NadiCachePatients) self = patients_new ();
  sqlite3_stmt *statement = nadi_database_statement (cache->database, "SELECT token, value FROM patient");
  int step;

  while ((step = nadi_database_step (cache->database, statement, error)) == 1)
    {
      if (!open_patient (cache, self, statement, BLOCK_SIZE, error))
        {
          sqlite3_reset (statement);
          return NULL;
        }
    }
  return step == 0 ? g_steal_pointer (&self) : NULL;
}

gboolean
nadi_cache_get_patient (NadiCache *cache, const char *patient, NadiCachePatients **one, GError **error)
{
  g_autoptr (NadiCachePatients) self = patients_new ();
  sqlite3_stmt *statement = nadi_database_statement (cache->database, "SELECT token, value FROM patient WHERE token = ?");
  NadiCacheToken token;
  gboolean good;
  int step;

  *one = NULL;
  nadi_cache_token (cache, NADI_COMPARTMENT_DESK, "patient", patient, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  step = nadi_database_step (cache->database, statement, error);
  if (step != 1)
    return step == 0;
  good = open_patient (cache, self, statement, 0, error);
  sqlite3_reset (statement);
  if (good)
    *one = g_steal_pointer (&self);
  return good;
}
