/* What every store promises, asked of each implementation. */
#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"

#include <string.h>

#include "nadi-test-entries.h"
#include "nadi-test-killed.h"
#include "nadi-test.h"

typedef struct
{
  char *path;                /* NULL: in memory */
  NadiStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  if (!GPOINTER_TO_INT (sqlite))
    {
      fixture->store = nadi_store_memory_new ();
      return;
    }
  folder = g_dir_make_tmp ("nadi-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (folder, "log.db", NULL);
  fixture->store = nadi_store_sqlite_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer sqlite)
{
  nadi_store_close (fixture->store);
  if (fixture->path != NULL)
    nadi_test_remove_database (fixture->path);
  g_free (fixture->path);
}

static void
test_append (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) some = NULL, all = NULL, none = NULL;

  g_assert_cmpuint (nadi_test_store_size (fixture->store), ==, 0);
  g_assert_true (nadi_test_append (fixture->store, 0, 3, 0, &error));
  g_assert_true (nadi_test_append (fixture->store, 3, 2, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_test_store_size (fixture->store), ==, 5);
  some = nadi_store_read (fixture->store, 2, 2, &error);
  nadi_test_assert_entries (some, 2, 2);
  all = nadi_store_read (fixture->store, 0, 5, &error);
  nadi_test_assert_entries (all, 0, 5);
  none = nadi_store_read (fixture->store, 5, 0, &error);
  nadi_test_assert_entries (none, 5, 0);
  g_assert_null (nadi_store_read (fixture->store, 4, 2, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  g_assert_null (nadi_store_read (fixture->store, G_MAXUINT64, 2, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
}

static void
test_conflict (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) found = NULL;
  NadiStoreItem item = { "key", value };
  GBytes *entries[] = { value };
  NadiStoreBatch batch = { .expected_size = 7, .entries = entries, .n_entries = 1, .checkpoint = "note", .items = &item, .n_items = 1 };

  g_assert_true (nadi_test_append (fixture->store, 0, 3, 0, &error));
  g_assert_false (nadi_test_append (fixture->store, 2, 1, 0, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  g_assert_false (nadi_test_append (fixture->store, 4, 1, 0, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  /* Nothing of a batch that conflicts is there. */
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT);
  g_assert_true (nadi_store_get (fixture->store, "key", &found, &error));
  g_assert_null (found);
  g_assert_cmpuint (nadi_test_store_size (fixture->store), ==, 3);
  g_assert_true (nadi_test_append (fixture->store, 3, 1, 0, &error));
}

static void
test_senseless (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (NADI_STORE_MAX_ENTRY + 1), NADI_STORE_MAX_ENTRY + 1);
  g_autoptr (GBytes) largest = g_bytes_new_from_bytes (large, 0, NADI_STORE_MAX_ENTRY);
  GBytes *entries[] = { empty };
  NadiStoreBatch batch = { .entries = entries, .n_entries = 1, .checkpoint = "note" };
  g_autoptr (GPtrArray) back = NULL;

  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  entries[0] = large;
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  entries[0] = largest;
  batch.checkpoint = NULL;
  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
  batch.checkpoint = "note";
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  back = nadi_store_read (fixture->store, 0, 1, &error);
  g_assert_true (g_bytes_equal (g_ptr_array_index (back, 0), largest));
}

static void
test_read_list (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  const guint64 indexes[] = { 4, 0, 2, 2 }, beyond[] = { 0, 5 };
  g_autoptr (GPtrArray) all = NULL, two = NULL, one = NULL, none = NULL;
  g_autoptr (GBytes) fourth = nadi_test_entry (4), second = nadi_test_entry (2);

  g_assert_true (nadi_test_append (fixture->store, 0, 5, 0, &error));
  all = nadi_store_read_list (fixture->store, indexes, 4, 1000, &error);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_true (g_bytes_equal (g_ptr_array_index (all, 0), fourth));
  g_assert_true (g_bytes_equal (g_ptr_array_index (all, 3), second));
  two = nadi_store_read_list (fixture->store, indexes, 4, 2 * strlen ("entry 0"), &error);
  g_assert_cmpuint (two->len, ==, 2);
  one = nadi_store_read_list (fixture->store, indexes, 4, 1, &error);
  g_assert_cmpuint (one->len, ==, 1);
  none = nadi_store_read_list (fixture->store, indexes, 0, 1, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (nadi_store_read_list (fixture->store, beyond, 2, 1000, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE);
}

typedef struct
{
  guint64 first;
  guint calls;
  gboolean refuse;
} Sealing;

static char *
seal (GPtrArray *stored, gpointer user_data, GError **error)
{
  Sealing *sealing = user_data;

  sealing->calls++;
  nadi_test_assert_entries (stored, sealing->first, 2);
  if (sealing->refuse)
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED, "refused");
      return NULL;
    }
  return g_strdup ("sealed");
}

static void
test_seal (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = nadi_test_entry (0), second = nadi_test_entry (1);
  g_autoptr (NadiStoreCheckpoint) checkpoint = NULL;
  GBytes *entries[] = { first, second };
  Sealing sealing = { .refuse = TRUE };
  NadiStoreBatch batch = { .entries = entries, .n_entries = 2, .seal = seal, .seal_data = &sealing };

  g_assert_false (nadi_store_commit (fixture->store, &batch, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (nadi_test_store_size (fixture->store), ==, 0);
  sealing.refuse = FALSE;
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  g_assert_cmpuint (sealing.calls, ==, 2);
  g_assert_true (nadi_store_checkpoint_below (fixture->store, G_MAXUINT64, &checkpoint, &error));
  g_assert_cmpstr (checkpoint->note, ==, "sealed");
  g_assert_cmpuint (checkpoint->size, ==, 2);
}

static void
test_checkpoints (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  const NadiStoreCosignature lines[] = { { 5, "b", "line b\n" }, { 5, "a", "line a\n" }, { 4, "a", "lost\n" } };
  const NadiStoreCosignature again = { 5, "b", "later b\n" };
  NadiStoreBatch batch = { .cosignatures = lines, .n_cosignatures = 3 };
  NadiStoreBatch renewal = { .cosignatures = &again, .n_cosignatures = 1 };
  g_autoptr (NadiStoreCheckpoint) empty = nadi_test_checkpoint_below (fixture->store, G_MAXUINT64);
  g_autoptr (NadiStoreCheckpoint) newest = NULL, middle = NULL, oldest = NULL, none = NULL, left = NULL;

  g_assert_null (empty);
  g_assert_true (nadi_test_append (fixture->store, 0, 3, 0, &error));
  g_assert_true (nadi_test_append (fixture->store, 3, 2, 0, &error));
  g_assert_true (nadi_test_append (fixture->store, 5, 2, 0, &error));
  g_assert_true (nadi_store_commit (fixture->store, &batch, &error));
  g_assert_true (nadi_store_commit (fixture->store, &renewal, &error));
  newest = nadi_test_checkpoint_below (fixture->store, G_MAXUINT64);
  g_assert_cmpuint (newest->size, ==, 7);
  g_assert_cmpstr (newest->note, ==, "size 7");
  g_assert_cmpuint (newest->cosignatures->len, ==, 0);
  middle = nadi_test_checkpoint_below (fixture->store, 7);
  g_assert_cmpuint (middle->size, ==, 5);
  g_assert_cmpuint (middle->cosignatures->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (middle->cosignatures, 0), ==, "line a\n");
  g_assert_cmpstr (g_ptr_array_index (middle->cosignatures, 1), ==, "later b\n");
  oldest = nadi_test_checkpoint_below (fixture->store, 5);
  g_assert_cmpuint (oldest->size, ==, 3);
  none = nadi_test_checkpoint_below (fixture->store, 3);
  g_assert_null (none);
  /* What is forgotten goes with its cosignatures. */
  g_assert_true (nadi_test_append (fixture->store, 7, 1, 7, &error));
  left = nadi_test_checkpoint_below (fixture->store, 7);
  g_assert_null (left);
  g_assert_cmpuint (nadi_test_store_size (fixture->store), ==, 8);
}

static void
test_items (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) one = g_bytes_new_static ("1", 1), two = g_bytes_new_static ("2", 1), empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) found = NULL, replaced = NULL, absent = NULL, nothing = NULL;
  g_auto (GStrv) keys = NULL, none = NULL;

  g_assert_true (nadi_store_put_once (fixture->store, "enrol/b", one, &error));
  g_assert_false (nadi_store_put_once (fixture->store, "enrol/b", two, &error));
  nadi_test_assert_error (error, NADI_STORE_ERROR, NADI_STORE_ERROR_EXISTS);
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &found, &error));
  g_assert_true (g_bytes_equal (found, one));
  g_assert_true (nadi_store_put (fixture->store, "enrol/b", two, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &replaced, &error));
  g_assert_true (g_bytes_equal (replaced, two));
  g_assert_true (nadi_store_put (fixture->store, "enrol/a", empty, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/a", &nothing, &error));
  g_assert_true (g_bytes_equal (nothing, empty));
  g_assert_true (nadi_store_put (fixture->store, "enrom", one, &error));
  g_assert_true (nadi_store_put (fixture->store, "enro", one, &error));
  keys = nadi_store_list (fixture->store, "enrol/", &error);
  g_assert_cmpuint (g_strv_length (keys), ==, 2);
  g_assert_cmpstr (keys[0], ==, "enrol/a");
  g_assert_cmpstr (keys[1], ==, "enrol/b");
  g_assert_true (nadi_store_put (fixture->store, "enrol/b", NULL, &error));
  g_assert_true (nadi_store_get (fixture->store, "enrol/b", &absent, &error));
  g_assert_null (absent);
  none = nadi_store_list (fixture->store, "z", &error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_no_error (error);
}

/* Readers see whole batches while a writer appends. */
static gpointer
read_all_the_time (gpointer store)
{
  guint64 size = 0;

  while (size < 200)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = NULL;

      size = nadi_test_store_size (store);
      g_assert_cmpuint (size % 2, ==, 0);
      entries = nadi_store_read (store, 0, (guint) size, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (entries->len, ==, size);
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer sqlite)
{
  g_autoptr (GError) error = NULL;
  GThread *readers[3];

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    readers[i] = g_thread_new ("reader", read_all_the_time, fixture->store);
  for (guint64 i = 0; i < 200; i += 2)
    g_assert_true (nadi_test_append (fixture->store, i, 2, i, &error));
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_thread_join (readers[i]);
}

static void
add (const char *name, gpointer sqlite, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/store/%s/%s", sqlite != NULL ? "sqlite" : "memory", name);

  g_test_add (path, Fixture, sqlite, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int sqlite = 0; sqlite < 2; sqlite++)
    {
      add ("append", GINT_TO_POINTER (sqlite), test_append);
      add ("conflict", GINT_TO_POINTER (sqlite), test_conflict);
      add ("senseless", GINT_TO_POINTER (sqlite), test_senseless);
      add ("read-list", GINT_TO_POINTER (sqlite), test_read_list);
      add ("seal", GINT_TO_POINTER (sqlite), test_seal);
      add ("checkpoints", GINT_TO_POINTER (sqlite), test_checkpoints);
      add ("items", GINT_TO_POINTER (sqlite), test_items);
      add ("threads", GINT_TO_POINTER (sqlite), test_threads);
    }
  return g_test_run ();
}
