/* The cache's head, its keys and its streams: found again by who has the keys, and never an older state for a newer one. */
#include "nadi-cache-streams.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

/* --- trusted head -------------------------------------------------------------------------------------------- */

static void
test_trusted (NadiTestCache *fixture, gconstpointer data)
{
  NadiTrustedHead head = { .size = 7, .freshness = 1767225600, .block_time = 1767225600123 }, found;

  g_assert_true (nadi_cache_load_trusted (fixture->cache, &found, &fixture->error));
  g_assert_cmpuint (found.size, ==, 0);
  head.root.bytes[5] = 9;
  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  nadi_test_cache_reopen (fixture, FALSE);
  g_assert_true (nadi_cache_load_trusted (fixture->cache, &found, &fixture->error));
  g_assert_cmpmem (&found, sizeof found, &head, sizeof head);
}

/* The file of yesterday in the place of today's: the keyring's memory is newer. */
static void
test_rollback (NadiTestCache *fixture, gconstpointer data)
{
  NadiTrustedHead head = { .size = 7 }, found;
  g_autoptr (NadiSecret) remembered = NULL, broken = NULL, again = NULL;
  g_autoptr (GBytes) yesterday = NULL;

  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  nadi_cache_close (fixture->cache);
  yesterday = nadi_test_vfs_contents (fixture->vfs, "d");
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  head.size = 9;
  head.root.bytes[0] = 1;
  g_assert_true (nadi_cache_save_trusted (fixture->cache, &head, &fixture->error));
  remembered = nadi_cache_head_encode (fixture->cache, &fixture->error);
  g_assert_true (nadi_cache_check_head (fixture->cache, remembered, NULL, &fixture->error));

  nadi_cache_close (fixture->cache);
  nadi_test_vfs_set_contents (fixture->vfs, "d", yesterday);
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  g_assert_false (nadi_cache_check_head (fixture->cache, remembered, &found, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_ROLLBACK);
  g_assert_cmpuint (found.size, ==, 9);
  g_assert_cmpuint (found.root.bytes[0], ==, 1);

  g_assert_true (nadi_cache_forget_synced (fixture->cache, &found, &fixture->error));
  again = nadi_cache_head_encode (fixture->cache, &fixture->error);
  g_assert_true (nadi_cache_check_head (fixture->cache, again, NULL, &fixture->error));
  broken = nadi_secret_new (12);
  g_assert_false (nadi_cache_check_head (fixture->cache, broken, NULL, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED);
}

static void
test_wrong_key (NadiTestCache *fixture, gconstpointer data)
{
  g_autoptr (NadiSecret) right = nadi_secret_new (32), wrong = nadi_secret_new (32);

  nadi_secret_data (wrong)[0] = 99;
  memset (nadi_secret_data (right), 0xd5, 32);
  nadi_cache_close (fixture->cache);
  g_assert_null (nadi_cache_open ("d", wrong, NULL, nadi_random_system (), "cache", &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_KEY);
  g_assert_null (nadi_cache_open ("d", right, wrong, nadi_random_system (), "cache", &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_KEY);
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
}

/* --- streams ------------------------------------------------------------------------------------------------- */

static void
add_entry (NadiTestCache *fixture, const char *stream, guint64 position, const char *id, const char *event)
{
  g_assert_true (nadi_cache_add_entry (fixture->cache, stream, position, id, (const guint8 *) event, strlen (event), &fixture->error));
  g_assert_no_error (fixture->error);
}

static gboolean
collect (guint64 position, GBytes *event, gpointer user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%u:%.*s ", (guint) position, (int) g_bytes_get_size (event), (const char *) g_bytes_get_data (event, NULL));
  return position < 3;
}

static char *
entries (NadiTestCache *fixture, const char *stream, guint64 position, guint limit)
{
  GString *text = g_string_new (NULL);

  g_assert_true (nadi_cache_each_entry (fixture->cache, stream, position, limit, collect, text, &fixture->error));
  return g_string_free (text, FALSE);
}

static void
test_streams (NadiTestCache *fixture, gconstpointer data)
{
  g_autofree char *all = NULL, *some = NULL, *other = NULL, *none = NULL;
  g_autoptr (GBytes) event = NULL;
  NadiStreamHead cursor, start;
  guint64 index;

  nadi_stream_start ("o:a", &start);
  g_assert_true (nadi_cache_load_cursor (fixture->cache, "o:a", &cursor, &fixture->error));
  g_assert_cmpmem (&cursor, sizeof cursor, &start, sizeof start);
  cursor.count = 5;
  cursor.hash.bytes[31] = 77;
  g_assert_true (nadi_cache_save_cursor (fixture->cache, "o:a", &cursor, &fixture->error));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("event-%u", i);
      g_autofree char *text = g_strdup_printf ("jws%u", i);

      add_entry (fixture, "o:a", i, id, text);
    }
  add_entry (fixture, "p:b", 0, "event-3", "jws3");
  add_entry (fixture, "o:a", 2, "event-2", "jws2"); /* again is harmless */
  g_assert_false (nadi_cache_add_entry (fixture->cache, "o:a", 2, "event-9", (const guint8 *) "jws9", 4, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_RANGE);

  nadi_test_cache_reopen (fixture, FALSE);
  g_assert_true (nadi_cache_load_cursor (fixture->cache, "o:a", &start, &fixture->error));
  g_assert_cmpmem (&cursor, sizeof cursor, &start, sizeof start);
  all = entries (fixture, "o:a", 0, 100);
  g_assert_cmpstr (all, ==, "0:jws0 1:jws1 2:jws2 3:jws3 ");
  some = entries (fixture, "o:a", 1, 2);
  g_assert_cmpstr (some, ==, "1:jws1 2:jws2 ");
  other = entries (fixture, "p:b", 0, 10);
  g_assert_cmpstr (other, ==, "0:jws3 ");
  none = entries (fixture, "p:none", 0, 10);
  g_assert_cmpstr (none, ==, "");

  g_assert_true (nadi_cache_get_event (fixture->cache, "event-3", &event, &index, &fixture->error));
  nadi_test_assert_bytes (event, "jws3");
  g_assert_cmpuint (index, ==, NADI_CACHE_NO_INDEX);
  g_clear_pointer (&event, g_bytes_unref);
  g_assert_true (nadi_cache_set_event_index (fixture->cache, "event-3", 12345, &fixture->error));
  g_assert_true (nadi_cache_get_event (fixture->cache, "event-3", &event, &index, &fixture->error));
  g_assert_cmpuint (index, ==, 12345);
  g_clear_pointer (&event, g_bytes_unref);
  g_assert_true (nadi_cache_get_event (fixture->cache, "event-77", &event, &index, &fixture->error));
  g_assert_null (event);
}

/* What the stream brings is what counts, not what this device once had under the same id. */
static void
test_stream_wins (NadiTestCache *fixture, gconstpointer data)
{
  g_autoptr (GBytes) event = NULL;

  g_assert_true (nadi_cache_put_event (fixture->cache, "e", (const guint8 *) "old", 3, 8, &fixture->error));
  add_entry (fixture, "o:a", 0, "e", "newer");
  g_assert_true (nadi_cache_get_event (fixture->cache, "e", &event, NULL, &fixture->error));
  nadi_test_assert_bytes (event, "newer");
}

static void
test_marks (NadiTestCache *fixture, gconstpointer data)
{
  guint64 position;

  g_assert_true (nadi_cache_set_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", 4, &fixture->error));
  g_assert_true (nadi_cache_set_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:a", 9, &fixture->error));
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 4);
  nadi_test_cache_reopen (fixture, FALSE);
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:a", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 9);
  g_assert_false (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_CLINICAL, "o:a", &position, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_CLOSED);
  g_assert_true (nadi_cache_get_mark (fixture->cache, NADI_COMPARTMENT_DESK, "o:b", &position, &fixture->error));
  g_assert_cmpuint (position, ==, 0);
}

#define ADD(name, test) g_test_add ("/cache/" name, NadiTestCache, NULL, nadi_test_cache_set_up, test, nadi_test_cache_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("trusted-head", test_trusted);
  ADD ("rollback", test_rollback);
  ADD ("streams", test_streams);
  ADD ("stream-wins", test_stream_wins);
  ADD ("marks", test_marks);
  ADD ("wrong-key", test_wrong_key);
  return g_test_run ();
}
