/* The rows that the database's fault tests write and look for. */
#include "nadi-test-items.h"

#include <string.h>

/* From a few bytes to more than a page. */
static gsize
item_value (gint64 id, guint8 value[6000])
{
  gsize length = (gsize) (id * 373 % 1500) + (id % 17 == 0 ? 4500 : 0);

  for (gsize i = 0; i < length; i++)
    value[i] = (guint8) (id * 31 + (gint64) i * 7);
  return length;
}

static gboolean
read_total (NadiDatabase *database, gint64 *n, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (database, "SELECT n FROM total");

  if (nadi_database_step (database, statement, error) != 1)
    return FALSE;
  *n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
add_rows (NadiDatabase *database, GError **error)
{
  guint8 value[6000];
  gint64 n = 0;

  if (!read_total (database, &n, error))
    return FALSE;
  for (gint64 id = 3 * n; id < 3 * n + 3; id++)
    {
      sqlite3_stmt *statement = nadi_database_statement (database, "INSERT INTO item VALUES (?, ?)");

      sqlite3_bind_int64 (statement, 1, id);
      nadi_bind_blob (statement, 2, value, item_value (id, value));
      if (!nadi_database_run (database, statement, error))
        return FALSE;
    }
  return nadi_database_run (database, nadi_database_statement (database, "UPDATE total SET n = n + 1"), error);
}

gboolean
nadi_test_items_add (NadiDatabase *database, GError **error)
{
  if (!nadi_database_begin (database, error))
    return FALSE;
  if (!add_rows (database, error))
    {
      nadi_database_rollback (database);
      return FALSE;
    }
  return nadi_database_commit (database, error);
}

gint64
nadi_test_items_verify (NadiDatabase *database, GError **error)
{
  sqlite3_stmt *statement;
  guint8 value[6000];
  gint64 n = 0, found = 0;
  int step;

  if (!read_total (database, &n, error))
    return -1;
  statement = nadi_database_statement (database, "SELECT id, value FROM item ORDER BY id");
  while ((step = nadi_database_step (database, statement, error)) == 1)
    {
      gsize length = item_value (found, value);

      g_assert_cmpint (sqlite3_column_int64 (statement, 0), ==, found);
      g_assert_cmpmem (sqlite3_column_blob (statement, 1), (gsize) sqlite3_column_bytes (statement, 1), value, length);
      found++;
    }
  if (step < 0)
    return -1;
  g_assert_cmpint (found, ==, 3 * n);
  return n;
}
