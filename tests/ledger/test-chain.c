/* The chain: whoever reads the same entries holds the same state; a refusal leaves nothing; streams, proofs and tiles. */
#include "nadi-test-chain.h"

#include "nadi-encoding.h"
#include "nadi-store-memory.h"
#include "nadi-stream-head.h"
#include "nadi-test.h"

static void
test_replay (NadiTestChain *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) verified = nadi_test_chain_replay (fixture, fixture->ends->len, NADI_CHAIN_VERIFY);
  g_autoptr (NadiChain) trusted = nadi_test_chain_replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);

  nadi_test_assert_same_chain (fixture->chain, verified);
  nadi_test_assert_same_chain (fixture->chain, trusted);
}

static gboolean
count_blocks (NadiChain *chain, guint64 store_size, gpointer user_data, GError **error)
{
  guint *count = user_data;

  g_assert_cmpuint (nadi_chain_size (chain), <=, store_size);
  (*count)++;
  if (*count < 100)
    return TRUE;
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY, "enough");
  return FALSE;
}

static gboolean
replay_store (NadiChain *chain, GBytes *const *entries, guint n, guint *count, GError **error)
{
  g_autoptr (NadiStore) store = nadi_store_memory_new ();
  NadiStoreBatch batch = { .entries = entries, .n_entries = n, .checkpoint = "note" };

  g_assert_true (nadi_store_commit (store, &batch, NULL));
  return nadi_chain_replay (chain, store, NADI_CHAIN_VERIFY, count_blocks, count, error);
}

static void
test_store_replay (NadiTestChain *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) whole = nadi_chain_new (), cut = nadi_chain_new (), stopped = nadi_chain_new ();
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_assert_true (replay_store (whole, (GBytes *const *) fixture->entries->pdata, fixture->entries->len, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, fixture->ends->len);
  nadi_test_assert_same_chain (fixture->chain, whole);
  g_assert_false (replay_store (cut, (GBytes *const *) fixture->entries->pdata, fixture->entries->len - 1, &count, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  count = 99;
  g_assert_false (replay_store (stopped, (GBytes *const *) fixture->entries->pdata, fixture->entries->len, &count, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY);
}

/* --- refusals leave nothing ------------------------------------------------------------------------------------------ */

static void
test_refusal (NadiTestChain *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) other = nadi_test_chain_replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);
  NadiTestOrg *org = &fixture->people->orgs[0];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) stranger = nadi_test_event (fixture->people, nadi_test_staff_new (fixture->people, org->id),
                                                    "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (NadiEvent) late = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (NadiEvent) good = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (GError) error = NULL;
  guint64 index;
  gboolean again;

  nadi_chain_open_block (fixture->chain, NADI_TEST_TIME + 100);
  g_assert_false (nadi_chain_admit (fixture->chain, stranger, NULL, &index, &again, &error));
  g_clear_error (&error);
  g_assert_cmpuint (nadi_chain_open_count (fixture->chain), ==, 0);
  nadi_test_chain_admit (fixture->chain, good);
  g_assert_false (nadi_chain_admit (fixture->chain, late, NULL, &index, &again, &error));
  nadi_test_assert_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_SEQ);
  g_assert_cmpuint (nadi_chain_open_count (fixture->chain), ==, 1);
  nadi_test_chain_close (fixture);
  /* A chain that never heard of the refused ones comes out the same. */
  nadi_chain_open_block (other, NADI_TEST_TIME + 100);
  nadi_test_chain_admit (other, good);
  {
    g_autoptr (GPtrArray) entries = NULL;
    NadiHash root;
    guint64 size;

    entries = nadi_chain_close_block (other, &size, &root);
    nadi_chain_commit (other);
  }
  nadi_test_assert_same_chain (fixture->chain, other);
}

static void
test_abandon (NadiTestChain *fixture, gconstpointer closed)
{
  g_autoptr (NadiChain) other = nadi_test_chain_replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);
  NadiTestOrg *org = &fixture->people->orgs[1];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) event = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  guint64 size, index;
  NadiHash root;

  nadi_chain_open_block (fixture->chain, NADI_TEST_TIME + 100);
  nadi_test_chain_admit (fixture->chain, event);
  if (GPOINTER_TO_INT (closed))
    {
      g_autoptr (GPtrArray) entries = nadi_chain_close_block (fixture->chain, &size, &root);

      /* Readers see nothing of a block that is not committed. */
      g_assert_cmpuint (nadi_chain_size (fixture->chain), <, size);
      g_assert_false (nadi_chain_root (fixture->chain, size, &root));
      g_assert_null (nadi_chain_inclusion (fixture->chain, 0, size));
      g_assert_false (nadi_chain_find_event (fixture->chain, nadi_event_id (event), &index));
    }
  nadi_chain_abandon (fixture->chain);
  nadi_test_assert_same_chain (fixture->chain, other);
  /* The same event may come again: its number is not used up. */
  nadi_chain_open_block (fixture->chain, NADI_TEST_TIME + 100);
  nadi_test_chain_admit (fixture->chain, event);
  nadi_test_chain_close (fixture);
  g_assert_true (nadi_chain_find_event (fixture->chain, nadi_event_id (event), &index));
}

/* What is signed is what the store gives back. */
static void
test_stored (NadiTestChain *fixture, gconstpointer unused)
{
  NadiTestOrg *org = &fixture->people->orgs[1];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) event = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  NadiHash root, again;
  guint64 size;

  nadi_chain_open_block (fixture->chain, NADI_TEST_TIME + 100);
  nadi_test_chain_admit (fixture->chain, event);
  entries = nadi_chain_close_block (fixture->chain, &size, &root);
  g_assert_true (nadi_chain_check_stored (fixture->chain, entries, &size, &again, &error));
  g_assert_true (nadi_hash_equal (&root, &again));
  for (guint i = 0; i < entries->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (entries, i), &length);
      guint8 *changed = g_memdup2 (data, length);
      GBytes *kept = g_ptr_array_index (entries, i);

      changed[length / 2] ^= 4;
      entries->pdata[i] = g_bytes_new_take (changed, length);
      g_assert_false (nadi_chain_check_stored (fixture->chain, entries, &size, &again, &error));
      nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
      g_bytes_unref (entries->pdata[i]);
      entries->pdata[i] = kept;
    }
  g_ptr_array_set_size (entries, 1);
  g_assert_false (nadi_chain_check_stored (fixture->chain, entries, &size, &again, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  nadi_chain_abandon (fixture->chain);
}

/* --- streams and time -------------------------------------------------------------------------------------------------- */

static void
test_streams (NadiTestChain *fixture, gconstpointer unused)
{
  guint64 size = nadi_chain_size (fixture->chain);

  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      g_autofree char *stream = g_strconcat ("o:", fixture->people->orgs[i].id, NULL);
      g_autoptr (GArray) all = nadi_chain_stream (fixture->chain, stream, 0, G_MAXUINT, size);
      g_autoptr (GArray) some = nadi_chain_stream (fixture->chain, stream, 1, 2, size);
      g_autoptr (GArray) early = nadi_chain_stream (fixture->chain, stream, 0, G_MAXUINT, g_array_index (all, guint64, 2));
      GBytes *value = nadi_map_lookup (nadi_chain_map (fixture->chain), stream);
      NadiStreamHead head, expected;

      g_assert_true (nadi_stream_head_decode (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &expected));
      g_assert_cmpuint (all->len, ==, expected.count);
      nadi_stream_start (stream, &head);
      for (guint k = 0; k < all->len; k++)
        {
          NadiHash leaf;

          g_assert_true (nadi_chain_leaf (fixture->chain, g_array_index (all, guint64, k), &leaf));
          nadi_stream_step (&head, &leaf);
        }
      g_assert_true (nadi_hash_equal (&head.hash, &expected.hash));
      g_assert_cmpuint (some->len, ==, 2);
      g_assert_cmpuint (g_array_index (some, guint64, 0), ==, g_array_index (all, guint64, 1));
      g_assert_cmpuint (early->len, ==, 2);
    }
  {
    g_autoptr (GArray) none = nadi_chain_stream (fixture->chain, "o:nobody", 0, 10, size);

    g_assert_cmpuint (none->len, ==, 0);
  }
}

static void
test_time (NadiTestChain *fixture, gconstpointer unused)
{
  gint64 last = nadi_chain_block (fixture->chain)->time;

  g_assert_cmpint (nadi_chain_open_block (fixture->chain, last + 500), ==, last + 500);
  nadi_chain_abandon (fixture->chain);
  /* A clock that was set back does not stop the log. */
  g_assert_cmpint (nadi_chain_open_block (fixture->chain, last - 100000), ==, last + 1);
  nadi_chain_abandon (fixture->chain);
}

static void
test_proofs (NadiTestChain *fixture, gconstpointer unused)
{
  guint64 size = nadi_chain_size (fixture->chain);
  NadiHash root, earlier, leaf;

  g_assert_true (nadi_chain_root (fixture->chain, size, &root));
  for (guint64 i = 0; i < size; i++)
    {
      g_autoptr (GArray) inclusion = nadi_chain_inclusion (fixture->chain, i, size);
      g_autoptr (GArray) consistency = nadi_chain_consistency (fixture->chain, i + 1, size);
      g_autoptr (GError) error = NULL;

      g_assert_true (nadi_chain_leaf (fixture->chain, i, &leaf));
      g_assert_true (nadi_merkle_check_inclusion (i, size, &leaf, (NadiHash *) (gpointer) inclusion->data, inclusion->len,
                                                  &root, &error));
      g_assert_true (nadi_chain_root (fixture->chain, i + 1, &earlier));
      g_assert_true (nadi_merkle_check_consistency (i + 1, size, &earlier, &root, (NadiHash *) (gpointer) consistency->data,
                                                    consistency->len, &error));
    }
  g_assert_null (nadi_chain_inclusion (fixture->chain, size, size));
  g_assert_null (nadi_chain_inclusion (fixture->chain, 0, size + 1));
  g_assert_null (nadi_chain_consistency (fixture->chain, 0, size));
  g_assert_null (nadi_chain_consistency (fixture->chain, size, size - 1));
  g_assert_null (nadi_chain_consistency (fixture->chain, 1, size + 1));
  g_assert_false (nadi_chain_leaf (fixture->chain, size, &leaf));
}

static void
test_tiles (NadiTestChain *fixture, gconstpointer unused)
{
  guint64 size = nadi_chain_size (fixture->chain);
  guint width = (guint) MIN (size, 256);
  g_autoptr (GBytes) tile = nadi_chain_tile (fixture->chain, 0, 0, width, size);
  gsize length;
  const guint8 *data = g_bytes_get_data (tile, &length);

  g_assert_cmpuint (length, ==, width * NADI_HASH_SIZE);
  for (guint i = 0; i < width; i++)
    {
      NadiHash leaf;

      nadi_chain_leaf (fixture->chain, i, &leaf);
      g_assert_cmpmem (data + i * NADI_HASH_SIZE, NADI_HASH_SIZE, leaf.bytes, NADI_HASH_SIZE);
    }
  g_assert_null (nadi_chain_tile (fixture->chain, 0, 0, 0, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 0, 0, 257, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 0, 1 + size / 256, 1, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 0, G_MAXUINT64, 1, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 63, 0, 1, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 5, 0, 1, size));
  g_assert_null (nadi_chain_tile (fixture->chain, 0, 0, 1, size + 1));
}

#define ADD(name, data, test) \
  g_test_add ("/chain/" name, NadiTestChain, data, nadi_test_chain_set_up, test, nadi_test_chain_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("replay", NULL, test_replay);
  ADD ("store-replay", NULL, test_store_replay);
  ADD ("refusal", NULL, test_refusal);
  ADD ("abandon/open", GINT_TO_POINTER (0), test_abandon);
  ADD ("abandon/closed", GINT_TO_POINTER (1), test_abandon);
  ADD ("stored", NULL, test_stored);
  ADD ("streams", NULL, test_streams);
  ADD ("time", NULL, test_time);
  ADD ("proofs", NULL, test_proofs);
  ADD ("tiles", NULL, test_tiles);
  return g_test_run ();
}
