/* Records: a row of what is known of each version, found by tokens; the resource lies beside it. */
#include "nadi-cache-records.h"

#include <string.h>

#include "nadi-cache-codec.h"
#include "nadi-cache-private.h"

#define N_CLEAR 8
#define COLUMNS "compartment, version, record, patient, shelf, day, cid, state, value"

void
nadi_cache_record_free (NadiCacheRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->version);
  g_free (record->record);
  g_free (record->patient);
  g_free (record->shelf);
  g_free (record->section);
  g_free (record->type);
  g_free (record->author);
  g_free (record->event);
  g_strfreev (record->cids);
  g_strfreev (record->replaces);
  g_free (record);
}

NadiCacheRecord *
nadi_cache_record_copy (const NadiCacheRecord *record)
{
  NadiCacheRecord *copy = g_memdup2 (record, sizeof *record);

  copy->version = g_strdup (record->version);
  copy->record = g_strdup (record->record);
  copy->patient = g_strdup (record->patient);
  copy->shelf = g_strdup (record->shelf);
  copy->section = g_strdup (record->section);
  copy->type = g_strdup (record->type);
  copy->author = g_strdup (record->author);
  copy->event = g_strdup (record->event);
  copy->cids = g_strdupv (record->cids);
  copy->replaces = g_strdupv (record->replaces);
  return copy;
}

/* --- the value ----------------------------------------------------------------------------------------------- */

static GByteArray *
encode (const NadiCacheRecord *record)
{
  GByteArray *out = g_byte_array_sized_new (1024);

  nadi_cache_write_text (out, record->version);
  nadi_cache_write_text (out, record->record);
  nadi_cache_write_text (out, record->patient);
  nadi_cache_write_text (out, record->shelf);
  nadi_cache_write_text (out, record->section);
  nadi_write_u64 (out, (guint64) record->epoch);
  nadi_write_u8 (out, (guint8) record->status);
  nadi_cache_write_text (out, record->type);
  nadi_write_u32 (out, (guint32) record->date);
  nadi_cache_write_text (out, record->author);
  nadi_cache_write_text (out, record->event);
  nadi_write_u64 (out, (guint64) record->time);
  nadi_cache_write_texts (out, (const char *const *) record->cids);
  nadi_cache_write_texts (out, (const char *const *) record->replaces);
  g_byte_array_append (out, record->commitment.bytes, NADI_HASH_SIZE);
  return out;
}

static NadiCacheRecord *
decode (NadiSecret *value, GError **error)
{
  g_autoptr (NadiCacheRecord) record = g_new0 (NadiCacheRecord, 1);
  NadiCursor cursor;
  guint64 number = 0;
  guint32 small = 0;
  guint8 status = 0;

  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  record->version = nadi_cache_read_text (&cursor);
  record->record = nadi_cache_read_text (&cursor);
  record->patient = nadi_cache_read_text (&cursor);
  record->shelf = nadi_cache_read_text (&cursor);
  record->section = nadi_cache_read_text (&cursor);
  nadi_cursor_read_u64 (&cursor, &number);
  record->epoch = (gint64) number;
  nadi_cursor_read_u8 (&cursor, &status);
  record->status = (NadiCacheStatus) status;
  record->type = nadi_cache_read_text (&cursor);
  nadi_cursor_read_u32 (&cursor, &small);
  record->date = (gint32) small;
  record->author = nadi_cache_read_text (&cursor);
  record->event = nadi_cache_read_text (&cursor);
  nadi_cursor_read_u64 (&cursor, &number);
  record->time = (gint64) number;
  record->cids = nadi_cache_read_texts (&cursor);
  record->replaces = nadi_cache_read_texts (&cursor);
  nadi_cursor_read_hash (&cursor, &record->commitment);
  if (!nadi_cursor_finished (&cursor) || record->version == NULL || record->record == NULL || record->shelf == NULL)
    {
      nadi_cache_fail_damaged ("record", error);
      return NULL;
    }
  return g_steal_pointer (&record);
}

/* The clear columns were under the seal too: compartment and state are what was sealed. */
static NadiCacheRecord *
open_record (NadiCache *self, sqlite3_stmt *statement, GError **error)
{
  gint64 compartment = sqlite3_column_int64 (statement, 0);
  g_autoptr (NadiSecret) value = NULL;
  NadiCacheRecord *record;

  if (compartment != NADI_COMPARTMENT_DESK && compartment != NADI_COMPARTMENT_CLINICAL)
    {
      nadi_cache_fail_damaged ("record", error);
      return NULL;
    }
  if (!nadi_cache_need (self, (NadiCompartment) compartment, error))
    return NULL;
  value = nadi_cache_open_secret (self, statement, "record", N_CLEAR, (NadiCompartment) compartment, error);
  record = value != NULL ? decode (value, error) : NULL;
  if (record == NULL)
    return NULL;
  record->compartment = (NadiCompartment) compartment;
  record->state = (NadiCacheState) sqlite3_column_int64 (statement, 7);
  return record;
}

/* --- writing ------------------------------------------------------------------------------------------------- */

static void
put_token (NadiCacheRow *row, NadiCache *self, NadiCompartment compartment, const char *domain, const char *name)
{
  NadiCacheToken token;

  if (name == NULL)
    {
      nadi_cache_row_token (row, NULL);
      return;
    }
  nadi_cache_token (self, compartment, domain, name, &token);
  nadi_cache_row_token (row, &token);
}

static gboolean
write_record (NadiCache *self, const NadiCacheRecord *record, GError **error)
{
  GByteArray *value = encode (record);
  char day[16];
  NadiCacheRow row;

  g_snprintf (day, sizeof day, "%d", record->date);
  nadi_cache_row_start (&row, self, "record",
                        "INSERT INTO record (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (version) DO UPDATE SET compartment = excluded.compartment, record = excluded.record,"
                        " patient = excluded.patient, shelf = excluded.shelf, day = excluded.day, cid = excluded.cid,"
                        " state = excluded.state, value = excluded.value");
  nadi_cache_row_int (&row, record->compartment);
  put_token (&row, self, record->compartment, "version", record->version);
  put_token (&row, self, record->compartment, "record", record->record);
  put_token (&row, self, record->compartment, "patient", record->patient);
  put_token (&row, self, record->compartment, "shelf", record->shelf);
  put_token (&row, self, record->compartment, "day", record->date != NADI_CACHE_NO_DAY ? day : NULL);
  put_token (&row, self, record->compartment, "cid", record->cids[0]);
  nadi_cache_row_int (&row, record->state);
  nadi_cache_row_seal (&row, record->compartment, value->data, value->len);
  nadi_cache_buffer_free (value);
  return nadi_cache_row_run (&row, error);
}

static gboolean
write_resource (NadiCache *self, const NadiCacheRecord *record, const guint8 *resource, gsize length, GError **error)
{
  NadiCacheRow row;

  nadi_cache_row_start (&row, self, "resource",
                        "INSERT INTO resource (compartment, version, value) VALUES (?, ?, ?)"
                        " ON CONFLICT (version) DO UPDATE SET compartment = excluded.compartment, value = excluded.value");
  nadi_cache_row_int (&row, record->compartment);
  put_token (&row, self, record->compartment, "version", record->version);
  nadi_cache_row_seal (&row, record->compartment, resource, length);
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_cache_put_record (NadiCache *self, const NadiCacheRecord *record, const guint8 *resource, gsize length, GError **error)
{
  gboolean entered, good;

  if (record->version == NULL || record->record == NULL || record->shelf == NULL || record->cids == NULL || record->cids[0] == NULL)
    {
      g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE, "A record needs version, record, shelf and cid");
      return FALSE;
    }
  if (!nadi_cache_need (self, record->compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  good = write_record (self, record, error) && (resource == NULL || write_resource (self, record, resource, length, error));
  return nadi_cache_leave (self, entered, good, error);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

/* The row of a version in whichever open compartment has it: 1 and its statement, 0 when none has, -1 on an error. */
static int
find_version (NadiCache *self, const char *sql, const char *version, NadiCompartment *compartment, sqlite3_stmt **statement, GError **error)
{
  int step = 0;

  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL && step == 0; i++)
    {
      NadiCacheToken token;

      if (!nadi_cache_has_compartment (self, i))
        continue;
      *compartment = i;
      *statement = nadi_database_statement (self->database, sql);
      nadi_cache_token (self, i, "version", version, &token);
      nadi_bind_blob (*statement, 1, token.bytes, sizeof token.bytes);
      step = nadi_database_step (self->database, *statement, error);
    }
  return step;
}

gboolean
nadi_cache_get_record (NadiCache *self, const char *version, NadiCacheRecord **record, GError **error)
{
  sqlite3_stmt *statement = NULL;
  NadiCompartment compartment = NADI_COMPARTMENT_DESK;
  int step = find_version (self, "SELECT " COLUMNS " FROM record WHERE version = ?", version, &compartment, &statement, error);

  *record = NULL;
  if (step != 1)
    return step == 0;
  *record = open_record (self, statement, error);
  sqlite3_reset (statement);
  return *record != NULL;
}

gboolean
nadi_cache_get_resource (NadiCache *self, const char *version, NadiSecret **resource, GError **error)
{
  sqlite3_stmt *statement = NULL;
  NadiCompartment compartment = NADI_COMPARTMENT_DESK;
  int step = find_version (self, "SELECT compartment, version, value FROM resource WHERE version = ?", version, &compartment,
                           &statement, error);

  *resource = NULL;
  if (step != 1)
    return step == 0;
  *resource = nadi_cache_open_secret (self, statement, "resource", 2, compartment, error);
  sqlite3_reset (statement);
  return *resource != NULL;
}

static gboolean
need_record (NadiCache *self, const char *version, NadiCacheRecord **record, GError **error)
{
  if (!nadi_cache_get_record (self, version, record, error))
    return FALSE;
  if (*record != NULL)
    return TRUE;
  g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE, "This version is not in the cache");
  return FALSE;
}

gboolean
nadi_cache_set_record_status (NadiCache *self, const char *version, NadiCacheStatus status, GError **error)
{
  g_autoptr (NadiCacheRecord) record = NULL;

  if (!need_record (self, version, &record, error))
    return FALSE;
  record->status = status;
  return nadi_cache_put_record (self, record, NULL, 0, error);
}

gboolean
nadi_cache_set_record_state (NadiCache *self, const char *version, NadiCacheState state, GError **error)
{
  g_autoptr (NadiCacheRecord) record = NULL;

  if (!need_record (self, version, &record, error))
    return FALSE;
  record->state = state;
  return nadi_cache_put_record (self, record, NULL, 0, error);
}

static gboolean
remove_version (NadiCache *self, NadiCompartment compartment, const char *version, GError **error)
{
  static const char *const statements[] = { "DELETE FROM record WHERE version = ?", "DELETE FROM resource WHERE version = ?" };
  NadiCacheToken token;

  nadi_cache_token (self, compartment, "version", version, &token);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = nadi_database_statement (self->database, statements[i]);

      nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
      if (!nadi_database_run (self->database, statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
nadi_cache_remove_record (NadiCache *self, const char *version, GError **error)
{
  gboolean entered, good = TRUE;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL && good; i++)
    {
      if (nadi_cache_has_compartment (self, i))
        good = remove_version (self, i, version, error);
    }
  return nadi_cache_leave (self, entered, good, error);
}

/* --- lists --------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *domain;
  const char *sql;
} lists[] = {
  [NADI_CACHE_BY_PATIENT] = { "patient", "SELECT " COLUMNS " FROM record WHERE patient = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
  [NADI_CACHE_BY_RECORD] = { "record", "SELECT " COLUMNS " FROM record WHERE record = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
  [NADI_CACHE_BY_SHELF] = { "shelf", "SELECT " COLUMNS " FROM record WHERE shelf = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
  [NADI_CACHE_BY_DAY] = { "day", "SELECT " COLUMNS " FROM record WHERE day = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
  [NADI_CACHE_BY_STATE] = { NULL, "SELECT " COLUMNS " FROM record WHERE state = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
  [NADI_CACHE_BY_CID] = { "cid", "SELECT " COLUMNS " FROM record WHERE cid = ?1 AND compartment = ?2 ORDER BY id LIMIT ?3" },
};

static gboolean
list_compartment (NadiCache *self, NadiCompartment compartment, NadiCacheKey key, const char *value, guint limit,
                  GPtrArray *records, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, lists[key].sql);
  NadiCacheToken token;
  int step;

  if (lists[key].domain == NULL)
    sqlite3_bind_int64 (statement, 1, g_ascii_strtoll (value, NULL, 10));
  else
    {
      nadi_cache_token (self, compartment, lists[key].domain, value, &token);
      nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
    }
  sqlite3_bind_int (statement, 2, compartment);
  sqlite3_bind_int64 (statement, 3, limit == 0 ? -1 : (gint64) limit - records->len);
  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      NadiCacheRecord *record = open_record (self, statement, error);

      if (record == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (records, record);
    }
  return step == 0;
}

static void
free_record (gpointer record)
{
  nadi_cache_record_free (record);
}

gboolean
nadi_cache_list_records (NadiCache *self, NadiCacheKey key, const char *value, guint limit, GPtrArray **records, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_record);

  *records = NULL;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      if (nadi_cache_has_compartment (self, i) && !list_compartment (self, i, key, value, limit, found, error))
        return FALSE;
    }
  *records = g_steal_pointer (&found);
  return TRUE;
}

/* The desk's alone where the clinical compartment is closed. */
static void
bind_state (NadiCache *self, sqlite3_stmt *statement, NadiCacheState state)
{
  gboolean clinical = nadi_cache_has_compartment (self, NADI_COMPARTMENT_CLINICAL);

  sqlite3_bind_int (statement, 1, state);
  sqlite3_bind_int (statement, 2, NADI_COMPARTMENT_DESK);
  sqlite3_bind_int (statement, 3, clinical ? NADI_COMPARTMENT_CLINICAL : NADI_COMPARTMENT_DESK);
}

gboolean
nadi_cache_page_records (NadiCache *self, NadiCacheState state, guint limit, gint64 *after, GPtrArray **records, GError **error)
{
  sqlite3_stmt *statement =
    nadi_database_statement (self->database, "SELECT " COLUMNS ", id FROM record WHERE state = ?1 AND compartment IN (?2, ?3)"
                                             " AND id > ?4 ORDER BY id LIMIT ?5");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_record);
  int step;

  *records = NULL;
  bind_state (self, statement, state);
  sqlite3_bind_int64 (statement, 4, *after);
  sqlite3_bind_int64 (statement, 5, limit);
  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      NadiCacheRecord *record = open_record (self, statement, error);

      if (record == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      *after = sqlite3_column_int64 (statement, N_CLEAR + 1);
      g_ptr_array_add (found, record);
    }
  if (step == 0)
    *records = g_steal_pointer (&found);
  return step == 0;
}

gboolean
nadi_cache_count_records (NadiCache *self, NadiCacheState state, guint *count, GError **error)
{
  sqlite3_stmt *statement =
    nadi_database_statement (self->database, "SELECT count(*) FROM record WHERE state = ?1 AND compartment IN (?2, ?3)");

  *count = 0;
  bind_state (self, statement, state);
  if (nadi_database_step (self->database, statement, error) != 1)
    return FALSE;
  *count = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}
