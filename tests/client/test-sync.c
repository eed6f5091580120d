/* Sync against an honest service, and against one that lies in every way that SECURITY's cases 9, 10, 11 and 14 name. */
#include <string.h>

#include "nadi-sync.h"
#include "nadi-test-liar.h"

#define NOW (G_GINT64_CONSTANT (1767225600) * 1000)

/* What a client keeps, in memory. */
typedef struct
{
  NadiSyncStore store;
  NadiTrustedHead trusted, saved_trusted;
  NadiStreamHead cursor, saved_cursor;
  GPtrArray *entries;
  guint saved_entries;
  char *evidence;
  gboolean open;
  guint fail_at;             /* the Nth write fails */
  guint writes;
} Kept;

static gboolean
may_write (Kept *kept, GError **error)
{
  if (kept->fail_at == 0 || ++kept->writes != kept->fail_at)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
  return FALSE;
}

static gboolean
kept_begin (NadiSyncStore *store, GError **error)
{
  Kept *kept = (Kept *) store;

  g_assert_false (kept->open);
  if (!may_write (kept, error))
    return FALSE;
  kept->open = TRUE;
  kept->saved_trusted = kept->trusted;
  kept->saved_cursor = kept->cursor;
  kept->saved_entries = kept->entries->len;
  return TRUE;
}

static void
kept_rollback (NadiSyncStore *store)
{
  Kept *kept = (Kept *) store;

  if (!kept->open)
    return;
  kept->open = FALSE;
  kept->trusted = kept->saved_trusted;
  kept->cursor = kept->saved_cursor;
  g_ptr_array_set_size (kept->entries, (int) kept->saved_entries);
}

static gboolean
kept_commit (NadiSyncStore *store, GError **error)
{
  Kept *kept = (Kept *) store;

  if (!may_write (kept, error))
    {
      kept_rollback (store);
      return FALSE;
    }
  kept->open = FALSE;
  return TRUE;
}

static gboolean
kept_load_trusted (NadiSyncStore *store, NadiTrustedHead *trusted, GError **error)
{
  *trusted = ((Kept *) store)->trusted;
  return TRUE;
}

static gboolean
kept_save_trusted (NadiSyncStore *store, const NadiTrustedHead *trusted, GError **error)
{
  if (!may_write ((Kept *) store, error))
    return FALSE;
  ((Kept *) store)->trusted = *trusted;
  return TRUE;
}

static gboolean
kept_load_cursor (NadiSyncStore *store, const char *stream, NadiStreamHead *cursor, GError **error)
{
  if (((Kept *) store)->cursor.count == 0)
    nadi_stream_start (stream, &((Kept *) store)->cursor);
  *cursor = ((Kept *) store)->cursor;
  return TRUE;
}

static gboolean
kept_save_cursor (NadiSyncStore *store, const char *stream, const NadiStreamHead *cursor, GError **error)
{
  if (!may_write ((Kept *) store, error))
    return FALSE;
  ((Kept *) store)->cursor = *cursor;
  return TRUE;
}

static gboolean
kept_add_entry (NadiSyncStore *store, const char *stream, guint64 position, const guint8 *entry, gsize length,
                const NadiHash *leaf, GError **error)
{
  Kept *kept = (Kept *) store;

  if (!may_write (kept, error))
    return FALSE;
  g_assert_cmpuint (position, ==, kept->entries->len);
  g_ptr_array_add (kept->entries, g_strndup ((const char *) entry, length));
  return TRUE;
}

static void
kept_keep_evidence (NadiSyncStore *store, const char *word, GBytes *answer)
{
  Kept *kept = (Kept *) store;

  g_assert_cmpuint (g_bytes_get_size (answer), >, 0);
  g_free (kept->evidence);
  kept->evidence = g_strdup (word);
}

typedef struct
{
  NadiTestLiar *liar;
  NadiFixedClock clock;
  NadiSeededRandom random;
  NadiNet *net;
  NadiSync *sync;
  Kept kept;
} Fixture;

static void
set_up (Fixture *fixture)
{
  memset (fixture, 0, sizeof *fixture);
  nadi_fixed_clock_init (&fixture->clock, NOW);
  nadi_seeded_random_init (&fixture->random, 1);
  fixture->liar = nadi_test_liar_new (NOW);
  fixture->net = nadi_net_new (nadi_test_liar_transport (fixture->liar), NULL, &fixture->clock.clock, &fixture->random.random);
  fixture->kept.entries = g_ptr_array_new_with_free_func (g_free);
  fixture->kept.store = (NadiSyncStore) {
    .begin = kept_begin,
    .commit = kept_commit,
    .rollback = kept_rollback,
    .load_trusted = kept_load_trusted,
    .save_trusted = kept_save_trusted,
    .load_cursor = kept_load_cursor,
    .save_cursor = kept_save_cursor,
    .add_entry = kept_add_entry,
    .keep_evidence = kept_keep_evidence,
  };
  fixture->sync = nadi_sync_new (nadi_test_liar_network (fixture->liar), fixture->net, &fixture->kept.store, &fixture->clock.clock);
}

static void
tear_down (Fixture *fixture)
{
  nadi_sync_free (fixture->sync);
  nadi_net_free (fixture->net);
  nadi_test_liar_free (fixture->liar);
  g_ptr_array_unref (fixture->kept.entries);
  g_free (fixture->kept.evidence);
}

static gboolean
sync_stream (Fixture *fixture, guint64 *added, GError **error)
{
  return nadi_sync_stream (fixture->sync, NADI_LIAR_STREAM, added, NULL, NULL, NULL, error);
}

static void
test_honest (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint64 added;

  set_up (&fixture);
  nadi_test_liar_append (fixture.liar, 3);
  nadi_test_liar_append (fixture.liar, 5);
  g_assert_true (sync_stream (&fixture, &added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (added, ==, 8);
  g_assert_true (sync_stream (&fixture, &added, &error));
  g_assert_cmpuint (added, ==, 0);
  nadi_test_liar_append (fixture.liar, 2);
  nadi_test_liar_set_page (fixture.liar, 1);
  g_assert_true (sync_stream (&fixture, &added, &error));
  g_assert_cmpuint (added, ==, 2);
  g_assert_cmpuint (fixture.kept.entries->len, ==, 10);
  g_assert_null (fixture.kept.evidence);
  tear_down (&fixture);
}

/* Each lie is told to a client that knows a part of the log; the part stays as it was, and sync goes on when the service
 * is honest again. Pages of two: the next is on its way while the lie is found. */
static void
test_lies (gconstpointer page)
{
  static const struct
  {
    NadiLie lie;
    NadiSyncError error;
  } cases[] = {
    { NADI_LIE_ENTRY_ALTERED, NADI_SYNC_ERROR_ENTRIES },
    { NADI_LIE_ENTRY_INSERTED, NADI_SYNC_ERROR_ENTRIES },
    { NADI_LIE_ENTRY_DELETED, NADI_SYNC_ERROR_ENTRIES },
    { NADI_LIE_ENTRIES_REORDERED, NADI_SYNC_ERROR_ENTRIES },
    { NADI_LIE_PAGE_TRUNCATED, NADI_SYNC_ERROR_ENTRIES },
    { NADI_LIE_PAGE_REPEATED, NADI_SYNC_ERROR_STREAM },
    { NADI_LIE_OLD_CHECKPOINT, NADI_SYNC_ERROR_ROLLBACK },
    { NADI_LIE_FORK, NADI_SYNC_ERROR_FORK },
    { NADI_LIE_NO_QUORUM, NADI_SYNC_ERROR_QUORUM },
    { NADI_LIE_STALE, NADI_SYNC_ERROR_STALE },
    { NADI_LIE_NOT_THE_LOG, NADI_SYNC_ERROR_UNSIGNED },
    { NADI_LIE_STATE_ROOT, NADI_SYNC_ERROR_BLOCK },
    { NADI_LIE_OTHER_STREAM, NADI_SYNC_ERROR_BLOCK },
    { NADI_LIE_GARBAGE, NADI_SYNC_ERROR_FORMAT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      GError *error = NULL;
      guint64 added;

      set_up (&fixture);
      nadi_test_liar_append (fixture.liar, 3);
      nadi_test_liar_append (fixture.liar, 3);
      g_assert_true (sync_stream (&fixture, &added, &error));
      nadi_test_liar_append (fixture.liar, 4);
      nadi_test_liar_set_page (fixture.liar, GPOINTER_TO_UINT (page));
      if (cases[i].lie == NADI_LIE_OLD_CHECKPOINT)
        g_assert_true (sync_stream (&fixture, &added, &error));
      {
        guint entries = fixture.kept.entries->len;
        NadiTrustedHead trusted = fixture.kept.trusted;

        nadi_test_liar_set (fixture.liar, cases[i].lie);
        g_assert_false (sync_stream (&fixture, &added, &error));
        g_test_message ("lie %u: %s", cases[i].lie, error->message);
        g_assert_error (error, NADI_SYNC_ERROR, (int) cases[i].error);
        g_clear_error (&error);
        g_assert_cmpuint (fixture.kept.entries->len, ==, entries);
        g_assert_cmpmem (&fixture.kept.trusted, sizeof trusted, &trusted, sizeof trusted);
        g_assert_cmpint (fixture.kept.evidence != NULL, ==,
                         cases[i].error != NADI_SYNC_ERROR_QUORUM && cases[i].error != NADI_SYNC_ERROR_STALE);
      }
      nadi_test_liar_set (fixture.liar, NADI_LIE_NONE);
      g_assert_true (sync_stream (&fixture, &added, &error));
      g_assert_cmpuint (fixture.kept.entries->len, ==, 10);
      tear_down (&fixture);
    }
}

/* A client that knows nothing yet can't tell a fork or an old state, but everything else. */
static void
test_first_contact (void)
{
  for (NadiLie lie = NADI_LIE_NONE + 1; lie < NADI_N_LIES; lie++)
    {
      Fixture fixture;
      g_autoptr (GError) error = NULL;
      gboolean must_hold = lie == NADI_LIE_OLD_CHECKPOINT || lie == NADI_LIE_FORK || lie == NADI_LIE_VALUE || lie == NADI_LIE_ABSENT ||
                           lie == NADI_LIE_PAGE_REPEATED || lie == NADI_LIE_PAGE_TRUNCATED;

      set_up (&fixture);
      nadi_test_liar_append (fixture.liar, 3);
      nadi_test_liar_append (fixture.liar, 3);
      nadi_test_liar_set (fixture.liar, lie);
      g_test_message ("lie %u", lie);
      g_assert_cmpint (sync_stream (&fixture, NULL, &error), ==, must_hold);
      tear_down (&fixture);
    }
}

static void
test_state (void)
{
  static const char *const keys[] = { "fact", "nothing/here", NULL };
  static const struct
  {
    NadiLie lie;
    NadiSyncError error;
  } cases[] = {
    { NADI_LIE_VALUE, NADI_SYNC_ERROR_BLOCK },       { NADI_LIE_ABSENT, NADI_SYNC_ERROR_BLOCK },
    { NADI_LIE_OLD_CHECKPOINT, NADI_SYNC_ERROR_ROLLBACK }, { NADI_LIE_FORK, NADI_SYNC_ERROR_FORK },
    { NADI_LIE_NO_QUORUM, NADI_SYNC_ERROR_QUORUM },  { NADI_LIE_STALE, NADI_SYNC_ERROR_STALE },
    { NADI_LIE_STATE_ROOT, NADI_SYNC_ERROR_BLOCK },  { NADI_LIE_GARBAGE, NADI_SYNC_ERROR_FORMAT },
    { NADI_LIE_NOT_THE_LOG, NADI_SYNC_ERROR_UNSIGNED },
  };
  Fixture fixture;
  GError *error = NULL;
  GBytes *values[2] = { NULL, NULL };

  set_up (&fixture);
  nadi_test_liar_append (fixture.liar, 1);
  nadi_test_liar_append (fixture.liar, 1);
  g_assert_true (nadi_sync_state (fixture.sync, keys, values, NULL, &error));
  g_assert_cmpmem (g_bytes_get_data (values[0], NULL), g_bytes_get_size (values[0]), "{\"block\":1}", 11);
  g_assert_null (values[1]);
  g_clear_pointer (&values[0], g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      nadi_test_liar_set (fixture.liar, cases[i].lie);
      g_assert_false (nadi_sync_state (fixture.sync, keys, values, NULL, &error));
      g_test_message ("lie %u: %s", cases[i].lie, error->message);
      g_assert_error (error, NADI_SYNC_ERROR, (int) cases[i].error);
      g_clear_error (&error);
      g_assert_null (values[0]);
    }
  tear_down (&fixture);
}

/* A clock that passes as it is told. */
typedef struct
{
  NadiClock clock;
  gint64 time;   /* ms */
  gint64 passed; /* µs */
} SetClock;

static gint64
set_clock_now (NadiClock *clock)
{
  return ((SetClock *) clock)->time;
}

static gint64
set_clock_monotonic (NadiClock *clock)
{
  return ((SetClock *) clock)->passed;
}

#define YEAR_MS (G_GINT64_CONSTANT (365) * 86400 * 1000)

/* SECURITY's case 22: whatever this machine's clock says, what a quorum confirmed a moment ago is fresh, and what it confirmed an
 * hour ago is not. */
static void
test_clock_a_year_off (gconstpointer data)
{
  gint64 wrong = GPOINTER_TO_INT (data) * YEAR_MS;
  SetClock clock = { { set_clock_now, set_clock_monotonic }, NOW + wrong, 5 };
  Fixture fixture;
  GError *error = NULL;

  set_up (&fixture);
  nadi_sync_free (fixture.sync);
  nadi_net_free (fixture.net);
  fixture.net = nadi_net_new (nadi_test_liar_transport (fixture.liar), NULL, &clock.clock, &fixture.random.random);
  fixture.sync = nadi_sync_new (nadi_test_liar_network (fixture.liar), fixture.net, &fixture.kept.store, &clock.clock);
  nadi_test_liar_append (fixture.liar, 3);
  nadi_test_liar_set (fixture.liar, NADI_LIE_STALE);
  g_assert_false (sync_stream (&fixture, NULL, &error));
  g_assert_error (error, NADI_SYNC_ERROR, NADI_SYNC_ERROR_STALE);
  g_clear_error (&error);
  nadi_test_liar_set (fixture.liar, NADI_LIE_NONE);
  g_assert_true (sync_stream (&fixture, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.kept.entries->len, ==, 3);
  g_assert_cmpint (ABS (nadi_net_clock_offset (fixture.net) * 1000 + wrong), <, 60000);
  tear_down (&fixture);
}

/* A service that stops its own clock together with its validators is found out by the time that passes here. */
static void
test_clock_stopped_by_the_service (void)
{
  SetClock clock = { { set_clock_now, set_clock_monotonic }, NOW, 5 };
  Fixture fixture;
  GError *error = NULL;

  set_up (&fixture);
  nadi_sync_free (fixture.sync);
  nadi_net_free (fixture.net);
  fixture.net = nadi_net_new (nadi_test_liar_transport (fixture.liar), NULL, &clock.clock, &fixture.random.random);
  fixture.sync = nadi_sync_new (nadi_test_liar_network (fixture.liar), fixture.net, &fixture.kept.store, &clock.clock);
  nadi_test_liar_append (fixture.liar, 3);
  g_assert_true (sync_stream (&fixture, NULL, &error));
  clock.passed += G_GINT64_CONSTANT (595) * G_USEC_PER_SEC;
  clock.time += 595000;
  g_assert_true (sync_stream (&fixture, NULL, &error));
  clock.passed += G_GINT64_CONSTANT (10) * G_USEC_PER_SEC;
  clock.time += 10000;
  g_assert_false (sync_stream (&fixture, NULL, &error));
  g_assert_error (error, NADI_SYNC_ERROR, NADI_SYNC_ERROR_STALE);
  g_clear_error (&error);
  tear_down (&fixture);
}

/* The Nth write fails, for every N until nothing fails: nothing half done, and it goes on afterwards. */
static void
test_writes_fail (void)
{
  for (guint n = 1;; n++)
    {
      Fixture fixture;
      g_autoptr (GError) error = NULL;
      gboolean good;

      set_up (&fixture);
      nadi_test_liar_append (fixture.liar, 3);
      fixture.kept.fail_at = n;
      good = sync_stream (&fixture, NULL, &error);
      if (!good)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
          g_assert_false (fixture.kept.open);
          g_assert_cmpuint (fixture.kept.entries->len, ==, 0);
          g_assert_cmpuint (fixture.kept.trusted.size, ==, 0);
          g_assert_true (sync_stream (&fixture, NULL, NULL));
        }
      g_assert_cmpuint (fixture.kept.entries->len, ==, 3);
      tear_down (&fixture);
      if (good)
        break;
      g_assert_cmpuint (n, <, 50);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/honest", test_honest);
  g_test_add_data_func ("/sync/lies/one-page", GUINT_TO_POINTER (4096), test_lies);
  g_test_add_data_func ("/sync/lies/many-pages", GUINT_TO_POINTER (2), test_lies);
  g_test_add_func ("/sync/first-contact", test_first_contact);
  g_test_add_func ("/sync/state", test_state);
  g_test_add_data_func ("/sync/case-22/year-ahead", GINT_TO_POINTER (1), test_clock_a_year_off);
  g_test_add_data_func ("/sync/case-22/year-behind", GINT_TO_POINTER (-1), test_clock_a_year_off);
  g_test_add_func ("/sync/case-22/stopped-by-the-service", test_clock_stopped_by_the_service);
  g_test_add_func ("/sync/writes-fail", test_writes_fail);
  return g_test_run ();
}
