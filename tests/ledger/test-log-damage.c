/* What is stored and is not what was written: found by the check and by the next start, named in plain words, never served. */
#include "nadi-test-log.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-cid.h"
#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"
#include "nadi-test-vfs.h"
#include "nadi-test.h"

#define SECONDS (NADI_TEST_TIME / 1000)

static void
on_found (const char *sentence, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (sentence));
}

/* What the check finds; NULL: it could not look. */
static GPtrArray *
check (NadiTestLog *test, NadiStore *store, NadiBlobs *blobs, GError **error)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  int n = nadi_log_check (store, blobs, test->network, NULL, on_found, found, error);

  if (n < 0)
    {
      g_ptr_array_unref (found);
      return NULL;
    }
  g_assert_cmpint (n, ==, (int) found->len);
  return found;
}

static gboolean
mentions (GPtrArray *found, const char *text)
{
  for (guint i = 0; i < found->len; i++)
    {
      if (strstr (g_ptr_array_index (found, i), text) != NULL)
        return TRUE;
    }
  for (guint i = 0; i < found->len; i++)
    g_test_message ("found: %s", (char *) g_ptr_array_index (found, i));
  return FALSE;
}

/* A log with a final block in the middle and one that two validators cosigned at the end. */
static NadiTestLog *
start (NadiStore *store)
{
  NadiTestLog *test = nadi_test_log_new (31, store);

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  nadi_test_log_finalise (test, 4, SECONDS);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  nadi_test_log_finalise (test, 2, SECONDS + 1);
  nadi_test_log_admit (test, nadi_test_log_record (test, 1));
  nadi_test_log_finalise (test, 2, SECONDS + 2);
  nadi_test_log_close (test);
  return test;
}

static gboolean
opens (NadiTestLog *test, NadiStore *store, GError **error)
{
  g_autoptr (NadiLog) log = NULL;
  NadiLogOptions options;

  nadi_test_log_options (test, &options);
  options.store = store;
  log = nadi_log_open (&options, NULL, NULL, error);
  return log != NULL;
}

static void
test_sound (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = check (test, test->store, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_true (opens (test, test->store, &error));
}

/* --- one byte of the database ------------------------------------------------------------------------------------------ */

static void
try_offset (NadiTestLog *test, NadiTestVfs *vfs, GBytes *good, gsize offset)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (good, &length);
  guint8 *copy = g_memdup2 (data, length);
  g_autoptr (GBytes) changed = g_bytes_new_take (copy, length);
  g_autoptr (GError) error = NULL, open_error = NULL;
  g_autoptr (NadiStore) store = NULL;
  g_autoptr (GPtrArray) found = NULL;

  copy[offset] ^= 1 << (offset % 8);
  nadi_test_vfs_set_contents (vfs, "log", changed);
  store = nadi_store_sqlite_open ("log", "log-damage", &error);
  if (store == NULL)
    {
      g_assert_true (error->domain == NADI_STORE_ERROR);
      g_assert_cmpint (error->code, ==, NADI_STORE_ERROR_DAMAGED);
      return;
    }
  /* The start reads every entry: it fails, or nothing that it needs was touched. */
  if (!opens (test, store, &open_error))
    g_assert_cmpint (nadi_error_class (open_error), ==, NADI_ERROR_CLASS_INTEGRITY);
  found = check (test, store, NULL, &error);
  g_assert_no_error (error);
  if (found->len == 0)
    g_error ("a changed byte at %" G_GSIZE_FORMAT " was not noticed", offset);
}

static void
test_database (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("log-damage");
  g_autoptr (GError) error = NULL;
  NadiTestLog *test = start (nadi_store_sqlite_open ("log", "log-damage", &error));
  g_autoptr (GBytes) good = NULL;
  guint n = g_getenv ("NADI_FULL") != NULL ? 4000 : 120;
  gsize length;

  g_assert_no_error (error);
  nadi_store_close (test->store);
  good = nadi_test_vfs_contents (vfs, "log");
  length = g_bytes_get_size (good);
  for (guint i = 0; i < n; i++)
    try_offset (test, vfs, good, i < 20 ? i * 5 : (gsize) i * 7919 * 13 % length);
  nadi_test_vfs_set_contents (vfs, "log", good);
  test->store = nadi_store_sqlite_open ("log", "log-damage", &error);
  g_assert_no_error (error);
  g_assert_true (opens (test, test->store, &error));
  nadi_test_log_free (test);
}

/* --- whoever can write the database as they please --------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *entries;
  GPtrArray *checkpoints;    /* NadiStoreCheckpoint, oldest first */
} Copy;

static void
copy_init (Copy *copy, NadiStore *store)
{
  g_autoptr (GError) error = NULL;
  NadiStoreCheckpoint *checkpoint;
  guint64 size, below = G_MAXUINT64;

  g_assert_true (nadi_store_size (store, &size, &error));
  copy->entries = nadi_store_read (store, 0, (guint) size, &error);
  copy->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_store_checkpoint_free);
  while (nadi_store_checkpoint_below (store, below, &checkpoint, &error) && checkpoint != NULL)
    {
      g_ptr_array_insert (copy->checkpoints, 0, checkpoint);
      below = checkpoint->size;
    }
  g_assert_no_error (error);
}

static void
copy_clear (Copy *copy)
{
  g_ptr_array_unref (copy->entries);
  g_ptr_array_unref (copy->checkpoints);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

static void
add_entries (NadiStore *store, Copy *copy, guint64 from, guint64 until, const char *note)
{
  NadiStoreBatch batch = {
    .expected_size = from,
    .entries = (GBytes *const *) copy->entries->pdata + from,
    .n_entries = (guint) (until - from),
    .checkpoint = note,
  };
  g_autoptr (GError) error = NULL;

  if (until > from)
    nadi_store_commit (store, &batch, &error);
  g_assert_no_error (error);
}

/* A store with these entries and checkpoints, as if it had come about. */
static NadiStore *
make_store (Copy *copy)
{
  NadiStore *store = nadi_store_memory_new ();
  guint64 at = 0;

  for (guint i = 0; i < copy->checkpoints->len; i++)
    {
      NadiStoreCheckpoint *checkpoint = g_ptr_array_index (copy->checkpoints, i);

      add_entries (store, copy, at, checkpoint->size, checkpoint->note);
      at = checkpoint->size;
      for (guint k = 0; k < checkpoint->cosignatures->len; k++)
        {
          g_autofree char *name = g_strdup_printf ("v%u", k);
          NadiStoreCosignature line = { at, name, g_ptr_array_index (checkpoint->cosignatures, k) };
          NadiStoreBatch batch = { .cosignatures = &line, .n_cosignatures = 1 };

          g_assert_true (nadi_store_commit (store, &batch, NULL));
        }
    }
  return store;
}

static void
assert_found (NadiTestLog *test, Copy *copy, const char *words, gboolean must_not_open)
{
  g_autoptr (NadiStore) store = make_store (copy);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = check (test, store, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, >, 0);
  g_assert_true (mentions (found, words));
  if (must_not_open)
    g_assert_false (opens (test, store, NULL));
}

static void
test_entry (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ());
  g_auto (Copy) copy;
  guint last;
  GBytes *leaf;

  copy_init (&copy, test->store);
  last = copy.entries->len - 1;
  /* An event of another order, an event gone, a block gone, a block leaf of another log. */
  {
    GBytes *event = copy.entries->pdata[last - 1];

    copy.entries->pdata[last - 1] = g_bytes_ref (copy.entries->pdata[last - 3]);
    assert_found (test, &copy, "entry", TRUE);
    g_bytes_unref (copy.entries->pdata[last - 1]);
    copy.entries->pdata[last - 1] = event;
  }
  leaf = copy.entries->pdata[last];
  copy.entries->pdata[last] = g_bytes_ref (copy.entries->pdata[last - 2]);
  assert_found (test, &copy, "Block", TRUE);
  g_bytes_unref (copy.entries->pdata[last]);
  copy.entries->pdata[last] = leaf;
  {
    g_autoptr (NadiStore) store = make_store (&copy);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) found = check (test, store, NULL, &error);

    g_assert_cmpuint (found->len, ==, 0);
  }
}

static void
test_checkpoint (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ());
  g_auto (Copy) copy;
  NadiStoreCheckpoint *newest, *final;
  g_autofree char *note = NULL, *line = NULL;

  copy_init (&copy, test->store);
  newest = g_ptr_array_index (copy.checkpoints, copy.checkpoints->len - 1);
  final = g_ptr_array_index (copy.checkpoints, 0);
  /* The signature of another note. */
  note = newest->note;
  newest->note = g_strdup (note);
  newest->note[strlen (note) - 9] ^= 1;
  assert_found (test, &copy, "signature does not hold", TRUE);
  g_free (newest->note);
  /* A note that is well signed, and was for another size. */
  newest->note = g_strdup (final->note);
  assert_found (test, &copy, "another size", TRUE);
  g_free (newest->note);
  newest->note = g_steal_pointer (&note);
  /* A cosignature of another checkpoint. */
  line = g_strdup (g_ptr_array_index (final->cosignatures, 0));
  g_ptr_array_add (newest->cosignatures, g_steal_pointer (&line));
  assert_found (test, &copy, "cosignature does not hold", TRUE);
}

/* A flipped bit in any cosignature of the final checkpoint is damage, not a quorum that is missing: nothing below it is taken
 * for the newest that is final. */
static void
test_cosignature (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ());
  g_auto (Copy) copy;
  NadiStoreCheckpoint *final;

  copy_init (&copy, test->store);
  final = g_ptr_array_index (copy.checkpoints, 0);
  g_assert_cmpuint (final->cosignatures->len, ==, 4);
  for (guint i = 0; i < final->cosignatures->len; i++)
    {
      char *line = g_ptr_array_index (final->cosignatures, i), *end = line + strlen (line) - 9, kept = *end;

      *end = kept == 'A' ? 'B' : 'A';
      assert_found (test, &copy, "cosignature does not hold", TRUE);
      *end = kept;
    }
  /* Too few of them are no damage. */
  g_ptr_array_set_size (final->cosignatures, 2);
  {
    g_autoptr (NadiStore) store = make_store (&copy);

    g_assert_true (opens (test, store, NULL));
  }
}

/* The last blocks cut off with their checkpoints: nothing here says so; validators and clients know better. With the checkpoint
 * left behind it shows. */
static void
test_cut (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ());
  g_autoptr (NadiStore) store = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Copy) copy;
  NadiStoreCheckpoint *newest;

  copy_init (&copy, test->store);
  newest = g_ptr_array_index (copy.checkpoints, copy.checkpoints->len - 1);
  store = nadi_store_memory_new ();
  add_entries (store, &copy, 0, newest->size - 2, newest->note);
  found = check (test, store, NULL, &error);
  g_assert_true (mentions (found, "another size"));
  g_assert_false (opens (test, store, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT);
}

static void
test_other_network (void)
{
  g_autoptr (NadiTestLog) test = start (nadi_store_memory_new ()), other = nadi_test_log_new (32, nadi_store_memory_new ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = check (test, other->store, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mentions (found, "genesis"));
  g_assert_true (mentions (found, "signature does not hold"));
  g_assert_false (opens (test, other->store, &error));
}

/* --- contents ----------------------------------------------------------------------------------------------------------- */

static void
test_contents (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nadi-log-XXXXXX", &error);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "sealed", 6);
  g_autofree char *path = g_strdup_printf ("%s/%c/%c/%s", folder, cid[8], cid[9], cid);
  g_autoptr (NadiTestLog) test = nadi_test_log_new (33, nadi_store_memory_new ());
  g_autoptr (NadiBlobs) blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  g_autoptr (GBytes) content = g_bytes_new_static ("sealed", 6);
  g_autoptr (GPtrArray) sound = NULL, damaged = NULL, missing = NULL;

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  g_assert_true (nadi_blobs_put (blobs, cid, content, &error));
  nadi_test_log_admit (test, nadi_test_record_add (test->people, test->people->orgs[0].doctor, test->shelves[0], 1, NULL,
                                                   NULL, cid));
  sound = check (test, test->store, blobs, &error);
  g_assert_no_error (error);
  /* Boxes of the test's keys are not stored; the record's content is. */
  for (guint i = 0; i < sound->len; i++)
    g_assert_null (strstr (g_ptr_array_index (sound, i), cid));
  g_assert_true (g_file_set_contents (path, "sealeD", 6, &error));
  damaged = check (test, test->store, blobs, &error);
  g_assert_true (mentions (damaged, cid));
  g_assert_true (mentions (damaged, "is damaged"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_clear_pointer (&blobs, nadi_blobs_close);
  blobs = nadi_blobs_open (folder, &test->clock.clock, &error);
  missing = check (test, test->store, blobs, &error);
  g_assert_true (mentions (missing, cid));
  g_assert_true (mentions (missing, "is missing"));
  nadi_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-damage/sound", test_sound);
  g_test_add_func ("/log-damage/database", test_database);
  g_test_add_func ("/log-damage/entry", test_entry);
  g_test_add_func ("/log-damage/checkpoint", test_checkpoint);
  g_test_add_func ("/log-damage/cosignature", test_cosignature);
  g_test_add_func ("/log-damage/cut", test_cut);
  g_test_add_func ("/log-damage/other-network", test_other_network);
  g_test_add_func ("/log-damage/contents", test_contents);
  return g_test_run ();
}
