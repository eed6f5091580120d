/* A store that flips a bit on its way: what was never given to it is not signed, and what it gives back wrong is not served. */
#include "nadi-test-log.h"

#include "nadi-store-memory.h"
#include "nadi-test.h"

#define SECONDS (NADI_TEST_TIME / 1000)

typedef struct
{
  NadiStore store;
  NadiStore *below;
  gint lies;                 /* 0: none; n: the nth entry of a batch is stored with one bit changed, from its end */
  gboolean reading;          /* lie when reading instead */
} Liar;

static GBytes *
flip (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint8 *copy = g_memdup2 (data, length);

  copy[length / 3] ^= 2;
  return g_bytes_new_take (copy, length);
}

static gboolean
liar_commit (NadiStore *store, const NadiStoreBatch *batch, GError **error)
{
  Liar *liar = (Liar *) store;
  guint lies = (guint) g_atomic_int_get (&liar->lies);
  NadiStoreBatch changed = *batch;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (lies == 0 || liar->reading || batch->n_entries < lies)
    return nadi_store_commit (liar->below, batch, error);
  for (guint i = 0; i < batch->n_entries; i++)
    g_ptr_array_add (entries, i == batch->n_entries - lies ? flip (batch->entries[i]) : g_bytes_ref (batch->entries[i]));
  changed.entries = (GBytes *const *) entries->pdata;
  return nadi_store_commit (liar->below, &changed, error);
}

static gboolean
liar_size (NadiStore *store, guint64 *size, GError **error)
{
  return nadi_store_size (((Liar *) store)->below, size, error);
}

static GPtrArray *
lie_about (Liar *liar, GPtrArray *entries)
{
  if (entries != NULL && entries->len > 0 && liar->reading && g_atomic_int_get (&liar->lies) > 0)
    {
      GBytes *good = entries->pdata[entries->len - 1];

      entries->pdata[entries->len - 1] = flip (good);
      g_bytes_unref (good);
    }
  return entries;
}

static GPtrArray *
liar_read (NadiStore *store, guint64 first, guint count, GError **error)
{
  return lie_about ((Liar *) store, nadi_store_read (((Liar *) store)->below, first, count, error));
}

static GPtrArray *
liar_read_list (NadiStore *store, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
{
  return lie_about ((Liar *) store, nadi_store_read_list (((Liar *) store)->below, indexes, n_indexes, max_bytes, error));
}

static gboolean
liar_checkpoint_below (NadiStore *store, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error)
{
  return nadi_store_checkpoint_below (((Liar *) store)->below, below, checkpoint, error);
}

static void
liar_close (NadiStore *store)
{
  nadi_store_close (((Liar *) store)->below);
  g_free (store);
}

static Liar *
liar_new (void)
{
  static const NadiStoreClass klass = {
    .commit = liar_commit,
    .size = liar_size,
    .read = liar_read,
    .read_list = liar_read_list,
    .checkpoint_below = liar_checkpoint_below,
    .close = liar_close,
  };
  Liar *liar = g_new0 (Liar, 1);

  liar->store.klass = &klass;
  liar->below = nadi_store_memory_new ();
  return liar;
}

/* "Leaf hashes and the block root are recomputed from the stored bytes before signing." */
static void
test_flip_when_written (void)
{
  Liar *liar = liar_new ();
  g_autoptr (NadiTestLog) test = nadi_test_log_new (34, &liar->store);
  g_autoptr (NadiView) before = NULL, after = NULL;
  g_autoptr (NadiEvent) event = NULL;

  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  before = nadi_log_view (test->log);
  event = nadi_test_log_record (test, 0);
  for (gint lies = 1; lies <= 2; lies++)
    {
      g_auto (NadiTestAnswer) answer;

      g_atomic_int_set (&liar->lies, lies);
      nadi_test_log_submit (test, &event, 1, &answer);
      g_assert_error (answer.error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
    }
  after = nadi_log_view (test->log);
  g_assert_cmpuint (nadi_view_admitted_size (after), ==, nadi_view_admitted_size (before));
  g_atomic_int_set (&liar->lies, 0);
  nadi_test_log_admit (test, g_steal_pointer (&event));
}

static void
test_flip_when_read (void)
{
  Liar *liar = liar_new ();
  g_autoptr (NadiTestLog) test = nadi_test_log_new (35, &liar->store);
  g_autoptr (NadiView) view = NULL;
  g_autoptr (NadiEvent) event = NULL;
  g_autofree char *stream = NULL;
  g_autoptr (GError) error = NULL;
  NadiTilePath path = { .entries = TRUE, .width = 3 };
  guint64 index;

  liar->reading = TRUE;
  nadi_test_log_open (test);
  nadi_test_log_set_up (test);
  event = nadi_test_log_record (test, 0);
  nadi_test_log_admit (test, nadi_event_ref (event));
  nadi_test_log_finalise (test, 3, SECONDS);
  view = nadi_log_view (test->log);
  stream = g_strconcat ("h:", test->shelves[0], NULL);
  g_atomic_int_set (&liar->lies, 1);
  g_assert_null (nadi_view_stream_page (view, stream, 0, 0, 0, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
  g_assert_null (nadi_view_receipt (view, nadi_event_id (event), &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
  g_assert_null (nadi_view_event (view, nadi_event_id (event), &index, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
  g_assert_null (nadi_view_tile (view, &path, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-damage/flip-when-written", test_flip_when_written);
  g_test_add_func ("/log-damage/flip-when-read", test_flip_when_read);
  return g_test_run ();
}
