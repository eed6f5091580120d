/* The cache's key ring: shelf, role, label and network keys by kind, name and epoch. */
#include "nadi-cache-codec.h"
#include "nadi-cache-private.h"
#include "nadi-cache-values.h"

void
nadi_cache_key_row_free (NadiCacheKeyRow *row)
{
  if (row == NULL)
    return;
  g_free (row->kid);
  nadi_secret_unref (row->secret);
  g_free (row);
}

static void
key_token (NadiCache *self, NadiCompartment compartment, NadiCacheKeyKind kind, const char *name, NadiCacheToken *token)
{
  static const char *const domains[] = { "key-shelf", "key-role", "key-label", "key-network" };

  nadi_cache_token (self, compartment, domains[kind], name, token);
}

gboolean
nadi_cache_put_key (NadiCache *self, NadiCompartment compartment, NadiCacheKeyKind kind, const char *name, gint64 epoch,
                    const char *kid, NadiSecret *secret, GError **error)
{
  GByteArray *value;
  NadiCacheToken token;
  NadiCacheRow row;
  gboolean entered;

  if (!nadi_cache_need (self, compartment, error) || !nadi_cache_enter (self, &entered, error))
    return FALSE;
  value = g_byte_array_sized_new (128 + (guint) nadi_secret_size (secret));
  nadi_cache_write_text (value, kid);
  nadi_cache_write_data (value, nadi_secret_data (secret), nadi_secret_size (secret));
  key_token (self, compartment, kind, name, &token);
  nadi_cache_row_start (&row, self, "key", "INSERT INTO key (compartment, name, epoch, value) VALUES (?, ?, ?, ?)"
                                           " ON CONFLICT (name, epoch) DO UPDATE SET value = excluded.value");
  nadi_cache_row_int (&row, compartment);
  nadi_cache_row_token (&row, &token);
  nadi_cache_row_int (&row, epoch);
  nadi_cache_row_seal (&row, compartment, value->data, value->len);
  nadi_cache_buffer_free (value);
  return nadi_cache_leave (self, entered, nadi_cache_row_run (&row, error), error);
}

static NadiCacheKeyRow *
open_key (NadiCache *self, sqlite3_stmt *statement, NadiCompartment compartment, GError **error)
{
  g_autoptr (NadiSecret) value = nadi_cache_open_secret (self, statement, "key", 3, compartment, error);
  g_autoptr (NadiCacheKeyRow) row = NULL;
  const guint8 *bytes = NULL;
  NadiCursor cursor;
  guint32 length = 0;

  if (value == NULL)
    return NULL;
  nadi_cursor_init (&cursor, nadi_secret_data (value), nadi_secret_size (value));
  row = g_new0 (NadiCacheKeyRow, 1);
  row->epoch = sqlite3_column_int64 (statement, 2);
  row->kid = nadi_cache_read_text (&cursor);
  if (nadi_cursor_read_u32 (&cursor, &length) && nadi_cursor_read_bytes (&cursor, length, &bytes))
    row->secret = nadi_secret_new_copy (bytes, length);
  if (!nadi_cursor_finished (&cursor))
    {
      nadi_cache_fail_damaged ("key", error);
      return NULL;
    }
  return g_steal_pointer (&row);
}

static void
free_key_row (gpointer row)
{
  nadi_cache_key_row_free (row);
}

static gboolean
list_compartment (NadiCache *self, NadiCompartment compartment, NadiCacheKeyKind kind, const char *name, GPtrArray *rows,
                  GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database,
                                                     "SELECT compartment, name, epoch, value FROM key WHERE name = ? ORDER BY epoch");
  NadiCacheToken token;
  int step;

  key_token (self, compartment, kind, name, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      NadiCacheKeyRow *row = open_key (self, statement, compartment, error);

      if (row == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (rows, row);
    }
  return step == 0;
}

static int
by_epoch (gconstpointer a, gconstpointer b)
{
  const NadiCacheKeyRow *left = *(NadiCacheKeyRow *const *) a, *right = *(NadiCacheKeyRow *const *) b;

  return left->epoch < right->epoch ? -1 : left->epoch > right->epoch;
}

gboolean
nadi_cache_list_keys (NadiCache *self, NadiCacheKeyKind kind, const char *name, GPtrArray **rows, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_key_row);

  *rows = NULL;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      if (nadi_cache_has_compartment (self, i) && !list_compartment (self, i, kind, name, found, error))
        return FALSE;
    }
  g_ptr_array_sort (found, by_epoch);
  *rows = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
find_key (NadiCache *self, NadiCompartment compartment, NadiCacheKeyKind kind, const char *name, gint64 epoch,
          NadiCacheKeyRow **row, GError **error)
{
  sqlite3_stmt *statement;
  NadiCacheToken token;
  int step;

  statement = nadi_database_statement (self->database, "SELECT compartment, name, epoch, value FROM key"
                                                       " WHERE name = ?1 AND (?2 < 0 OR epoch = ?2) ORDER BY epoch DESC LIMIT 1");
  key_token (self, compartment, kind, name, &token);
  nadi_bind_blob (statement, 1, token.bytes, sizeof token.bytes);
  sqlite3_bind_int64 (statement, 2, epoch);
  step = nadi_database_step (self->database, statement, error);
  if (step != 1)
    return step == 0;
  *row = open_key (self, statement, compartment, error);
  sqlite3_reset (statement);
  return *row != NULL;
}

gboolean
nadi_cache_get_key (NadiCache *self, NadiCacheKeyKind kind, const char *name, gint64 epoch, NadiCacheKeyRow **row, GError **error)
{
  g_autoptr (NadiCacheKeyRow) best = NULL;

  *row = NULL;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      g_autoptr (NadiCacheKeyRow) found = NULL;

      if (nadi_cache_has_compartment (self, i) && !find_key (self, i, kind, name, epoch, &found, error))
        return FALSE;
      if (found != NULL && (best == NULL || found->epoch > best->epoch))
        {
          g_clear_pointer (&best, nadi_cache_key_row_free);
          best = g_steal_pointer (&found);
        }
    }
  *row = g_steal_pointer (&best);
  return TRUE;
}
