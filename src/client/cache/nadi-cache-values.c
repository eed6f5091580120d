/* Named values, by kind and name. */
#include "nadi-cache-values.h"

#include "nadi-cache-codec.h"
#include "nadi-cache-private.h"

#define N_CLEAR 3

/* The name's token stands for kind and name, so that one kind's names are not another's. */
static void
name_tokens (NadiCache *self, NadiCompartment compartment, const char *kind, const char *name, NadiCacheToken *kind_token,
             NadiCacheToken *name_token)
{
  g_autofree char *domain = g_strconcat ("name-", kind, NULL);

  nadi_cache_token (self, compartment, "kind", kind, kind_token);
  if (name != NULL)
    nadi_cache_token (self, compartment, domain, name, name_token);
}

static gboolean
write_value (NadiCache *self, NadiCompartment compartment, const char *kind, const char *name, const guint8 *data, gsize length,
             GError **error)
{
  NadiCacheToken kind_token, name_token;
  NadiCacheRow row;
  GByteArray *value;

  name_tokens (self, compartment, kind, name, &kind_token, &name_token);
  if (data == NULL)
    {
      sqlite3_stmt *statement = nadi_database_statement (self->database, "DELETE FROM named WHERE name = ?");

      nadi_bind_blob (statement, 1, name_token.bytes, sizeof name_token.bytes);
      return nadi_database_run (self->database, statement, error);
    }
  value = g_byte_array_sized_new ((guint) length + 128);
  nadi_cache_write_text (value, name);
  nadi_cache_write_data (value, data, length);
  nadi_cache_row_start (&row, self, "named", "INSERT INTO named (compartment, kind, name, value) VALUES (?, ?, ?, ?)"
                                             " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  nadi_cache_row_int (&row, compartment);
  nadi_cache_row_token (&row, &kind_token);
  nadi_cache_row_token (&row, &name_token);
  nadi_cache_row_seal (&row, compartment, value->data, value->len);
  nadi_cache_buffer_free (value);
  return nadi_cache_row_run (&row, error);
}

gboolean
nadi_cache_put_value (NadiCache *self, NadiCompartment compartment, const char *kind, const char *name, const guint8 *data,
                      gsize length, GError **error)
{
  gboolean entered;

  if (!nadi_cache_need (self, compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  return nadi_cache_leave (self, entered, write_value (self, compartment, kind, name, data, length, error), error);
}

static gboolean
open_value (NadiCache *self, sqlite3_stmt *statement, NadiCompartment compartment, char **name, GBytes **data, GError **error)
{
  g_autoptr (NadiSecret) value = nadi_cache_open_secret (self, statement, "named", N_CLEAR, compartment, error);
  NadiCursor cursor;

  if (value == NULL)
    return FALSE;
  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  *name = nadi_cache_read_text (&cursor);
  *data = nadi_cache_read_data (&cursor);
  return (nadi_cursor_finished (&cursor) && *name != NULL && *data != NULL) || nadi_cache_fail_damaged ("named", error);
}

gboolean
nadi_cache_get_value (NadiCache *self, NadiCompartment compartment, const char *kind, const char *name, GBytes **data,
                      GError **error)
{
  NadiCacheToken kind_token, name_token;
  g_autofree char *found = NULL;
  sqlite3_stmt *statement;
  gboolean good;
  int step;

  *data = NULL;
  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  name_tokens (self, compartment, kind, name, &kind_token, &name_token);
  statement = nadi_database_statement (self->database, "SELECT compartment, kind, name, value FROM named WHERE name = ?");
  nadi_bind_blob (statement, 1, name_token.bytes, sizeof name_token.bytes);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  good = open_value (self, statement, compartment, &found, data, error);
  sqlite3_reset (statement);
  return good;
}

gboolean
nadi_cache_each_value (NadiCache *self, NadiCompartment compartment, const char *kind, NadiCacheValueFunc callback,
                       gpointer user_data, GError **error)
{
  gint64 after = 0;

  return nadi_cache_each_value_after (self, compartment, kind, &after, callback, user_data, error);
}

gboolean
nadi_cache_count_values (NadiCache *self, NadiCompartment compartment, const char *kind, guint *count, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT count(*) FROM named WHERE kind = ?");
  NadiCacheToken kind_token;

  *count = 0;
  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  name_tokens (self, compartment, kind, NULL, &kind_token, NULL);
  nadi_bind_blob (statement, 1, kind_token.bytes, sizeof kind_token.bytes);
  if (nadi_database_step (self->database, statement, error) != 1)
    return FALSE;
  *count = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
nadi_cache_each_value_after (NadiCache *self, NadiCompartment compartment, const char *kind, gint64 *after,
                             NadiCacheValueFunc callback, gpointer user_data, GError **error)
{
  NadiCacheToken kind_token;

  if (!nadi_cache_need (self, compartment, error))
    return FALSE;
  name_tokens (self, compartment, kind, NULL, &kind_token, NULL);
  /* One at a time: the callback may read and write. */
  for (;;)
    {
      sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT compartment, kind, name, value, id FROM named"
                                                                         " WHERE kind = ? AND id > ? ORDER BY id LIMIT 1");
      g_autofree char *name = NULL;
      g_autoptr (GBytes) data = NULL;
      gboolean good;
      int step;

      nadi_bind_blob (statement, 1, kind_token.bytes, sizeof kind_token.bytes);
      sqlite3_bind_int64 (statement, 2, *after);
      step = nadi_database_step (self->database, statement, error);
      if (step != 1)
        return step == 0;
      *after = sqlite3_column_int64 (statement, N_CLEAR + 1);
      good = open_value (self, statement, compartment, &name, &data, error);
      sqlite3_reset (statement);
      if (!good)
        return FALSE;
      if (!callback (name, data, user_data))
        return TRUE;
    }
}
