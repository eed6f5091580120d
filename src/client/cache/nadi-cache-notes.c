/* Drafts and tasks. What a note says of itself is desk matter; what was typed is sealed in its compartment. */
#include "nadi-cache-notes.h"

#include <string.h>

#include "nadi-cache-codec.h"

void
nadi_cache_note_free (NadiCacheNote *note)
{
  if (note == NULL)
    return;
  g_free (note->form);
  g_free (note->patient);
  g_free (note->reason);
  g_free (note->detail);
  g_free (note->event_id);
  g_clear_pointer (&note->event, g_bytes_unref);
  g_clear_pointer (&note->typed, g_bytes_unref);
  g_free (note);
}

/* --- what was typed ------------------------------------------------------------------------------------------ */

static gboolean
remove_typed (NadiCache *self, const NadiCacheToken *token, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "DELETE FROM typed WHERE token = ?");

  nadi_bind_blob (statement, 1, token->bytes, sizeof token->bytes);
  return nadi_database_run (self->database, statement, error);
}

gboolean
nadi_cache_put_typed (NadiCache *self, NadiCompartment compartment, const NadiCacheToken *token, GBytes *data, GError **error)
{
  NadiCacheRow row;

  if (data == NULL)
    return remove_typed (self, token, error);
  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  nadi_cache_row_start (&row, self, "typed", "INSERT INTO typed (compartment, token, value) VALUES (?, ?, ?) ON CONFLICT (token)"
                                             " DO UPDATE SET compartment = excluded.compartment, value = excluded.value");
  nadi_cache_row_int (&row, compartment);
  nadi_cache_row_token (&row, token);
  nadi_cache_row_seal (&row, compartment, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_cache_get_typed (NadiCache *self, const NadiCacheToken *token, GBytes **data, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT compartment, token, value FROM typed WHERE token = ?");
  gint64 compartment;
  gboolean good = TRUE;
  int step;

  *data = NULL;
  nadi_bind_blob (statement, 1, token->bytes, sizeof token->bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  compartment = sqlite3_column_int64 (statement, 0);
  if (compartment != NADI_COMPARTMENT_DESK && compartment != NADI_COMPARTMENT_CLINICAL)
    good = nadi_cache_fail_damaged ("typed", error);
  else if (nadi_cache_has_compartment (self, (NadiCompartment) compartment))
    {
      *data = nadi_cache_open_bytes (self, statement, "typed", 2, (NadiCompartment) compartment, error);
      good = *data != NULL;
    }
  sqlite3_reset (statement);
  return good;
}

/* --- notes --------------------------------------------------------------------------------------------------- */

static GByteArray *
encode (const NadiCacheNote *note)
{
  GByteArray *out = g_byte_array_sized_new (512 + (note->event != NULL ? (guint) g_bytes_get_size (note->event) : 0));

  nadi_write_u64 (out, (guint64) note->time);
  nadi_cache_write_text (out, note->form);
  nadi_cache_write_text (out, note->patient);
  nadi_cache_write_text (out, note->reason);
  nadi_cache_write_text (out, note->detail);
  nadi_cache_write_text (out, note->event_id);
  nadi_cache_write_data (out, note->event != NULL ? g_bytes_get_data (note->event, NULL) : NULL,
                         note->event != NULL ? g_bytes_get_size (note->event) : 0);
  return out;
}

static gboolean
decode (NadiSecret *value, NadiCacheNote *note, GError **error)
{
  NadiCursor cursor;
  guint64 time = 0;

  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  nadi_cursor_read_u64 (&cursor, &time);
  note->time = (gint64) time;
  note->form = nadi_cache_read_text (&cursor);
  note->patient = nadi_cache_read_text (&cursor);
  note->reason = nadi_cache_read_text (&cursor);
  note->detail = nadi_cache_read_text (&cursor);
  note->event_id = nadi_cache_read_text (&cursor);
  note->event = nadi_cache_read_data (&cursor);
  return nadi_cursor_finished (&cursor) || nadi_cache_fail_damaged ("note", error);
}

static gboolean
write_note (NadiCache *self, const NadiCacheNote *note, const NadiCacheToken *typed, GError **error)
{
  GByteArray *value = encode (note);
  NadiCacheRow row;

  nadi_cache_row_start (&row, self, "note", "INSERT INTO note (compartment, kind, typed, value, id) VALUES (?, ?, ?, ?, ?)"
                                            " ON CONFLICT (id) DO UPDATE SET compartment = excluded.compartment,"
                                            " kind = excluded.kind, typed = excluded.typed, value = excluded.value");
  nadi_cache_row_int (&row, note->compartment);
  nadi_cache_row_int (&row, note->kind);
  nadi_cache_row_token (&row, typed);
  nadi_cache_row_seal (&row, NADI_COMPARTMENT_DESK, value->data, value->len);
  nadi_cache_buffer_free (value);
  if (note->id != 0)
    sqlite3_bind_int64 (row.statement, row.column, note->id);
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_cache_put_note_over (NadiCache *self, NadiCacheNote *note, const NadiCacheToken *typed, GError **error)
{
  if (!write_note (self, note, typed, error))
    return FALSE;
  if (note->id == 0)
    note->id = sqlite3_last_insert_rowid (sqlite3_db_handle (nadi_database_statement (self->database, "SELECT 1")));
  return TRUE;
}

static gboolean
find_typed_token (NadiCache *self, gint64 id, NadiCacheToken *token, gboolean *found, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT typed FROM note WHERE id = ?");
  int step;

  sqlite3_bind_int64 (statement, 1, id);
  step = nadi_database_step (self->database, statement, error);
  *found = step == 1;
  if (step != 1)
    return step == 0;
  *found = sqlite3_column_bytes (statement, 0) == NADI_CACHE_TOKEN_SIZE;
  if (*found)
    memcpy (token->bytes, sqlite3_column_blob (statement, 0), NADI_CACHE_TOKEN_SIZE);
  sqlite3_reset (statement);
  return *found || nadi_cache_fail_damaged ("note", error);
}

static gboolean
put_note (NadiCache *self, NadiCacheNote *note, GError **error)
{
  NadiCacheToken token;
  gboolean found = FALSE;

  if (note->id != 0 && !find_typed_token (self, note->id, &token, &found, error))
    return FALSE;
  if (!found)
    nadi_random_fill (self->random, token.bytes, sizeof token.bytes);
  return nadi_cache_put_typed (self, note->compartment, &token, note->typed, error)
         && nadi_cache_put_note_over (self, note, &token, error);
}

gboolean
nadi_cache_put_note (NadiCache *self, NadiCacheNote *note, GError **error)
{
  gboolean entered;

  if (!nadi_cache_need (self, note->compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  return nadi_cache_leave (self, entered, put_note (self, note, error), error);
}

#define NOTE_CLEAR 3

static NadiCacheNote *
open_note (NadiCache *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (NadiSecret) value = nadi_cache_open_secret (self, statement, "note", NOTE_CLEAR, NADI_COMPARTMENT_DESK, error);
  g_autoptr (NadiCacheNote) note = NULL;
  NadiCacheToken token;

  if (value == NULL)
    return NULL;
  note = g_new0 (NadiCacheNote, 1);
  note->compartment = (NadiCompartment) sqlite3_column_int64 (statement, 0);
  note->kind = (NadiCacheNoteKind) sqlite3_column_int64 (statement, 1);
  note->id = sqlite3_column_int64 (statement, NOTE_CLEAR + 1);
  if (sqlite3_column_bytes (statement, 2) != NADI_CACHE_TOKEN_SIZE)
    {
      nadi_cache_fail_damaged ("note", error);
      return NULL;
    }
  memcpy (token.bytes, sqlite3_column_blob (statement, 2), NADI_CACHE_TOKEN_SIZE);
  if (!decode (value, note, error) || !nadi_cache_get_typed (self, &token, &note->typed, error))
    return NULL;
  return g_steal_pointer (&note);
}

static void
free_note (gpointer note)
{
  nadi_cache_note_free (note);
}

gboolean
nadi_cache_list_notes (NadiCache *self, NadiCacheNoteKind kind, GPtrArray **notes, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database,
                                                     "SELECT compartment, kind, typed, value, id FROM note WHERE kind = ? ORDER BY id");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_note);
  int step;

  *notes = NULL;
  sqlite3_bind_int (statement, 1, kind);
  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      gint64 compartment = sqlite3_column_int64 (statement, 0);
      NadiCacheNote *note;

      if (compartment == NADI_COMPARTMENT_CLINICAL && !nadi_cache_has_compartment (self, NADI_COMPARTMENT_CLINICAL))
        continue;
      note = open_note (self, statement, error);
      if (note == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (found, note);
    }
  if (step < 0)
    return FALSE;
  *notes = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
remove_note (NadiCache *self, gint64 id, GError **error)
{
  sqlite3_stmt *statement;
  NadiCacheToken token;
  gboolean found = FALSE;

  if (!find_typed_token (self, id, &token, &found, error))
    return FALSE;
  if (found && !remove_typed (self, &token, error))
    return FALSE;
  statement = nadi_database_statement (self->database, "DELETE FROM note WHERE id = ?");
  sqlite3_bind_int64 (statement, 1, id);
  return nadi_database_run (self->database, statement, error);
}

gboolean
nadi_cache_remove_note (NadiCache *self, gint64 id, GError **error)
{
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  return nadi_cache_leave (self, entered, remove_note (self, id, error), error);
}

gboolean
nadi_cache_count_notes (NadiCache *self, NadiCacheNoteKind kind, guint *count, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT count(*) FROM note WHERE kind = ?");

  *count = 0;
  sqlite3_bind_int (statement, 1, kind);
  if (nadi_database_step (self->database, statement, error) != 1)
    return FALSE;
  *count = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}
