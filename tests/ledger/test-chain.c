/* The chain: whoever reads the same entries holds the same state; a refusal leaves nothing; a changed block is not believed. */
#include "nadi-chain.h"

#include "nadi-encoding.h"
#include "nadi-store-memory.h"
#include "nadi-stream-head.h"
#include "nadi-test-network.h"
#include "nadi-test.h"

#define NOW NADI_TEST_TIME

typedef struct
{
  NadiTestNetwork *people;
  NadiChain *chain;
  GPtrArray *entries;        /* GBytes: the whole log */
  GArray *ends;              /* guint: entries up to and with each block */
} Fixture;

static void
admit (NadiChain *chain, NadiEvent *event)
{
  g_autoptr (GError) error = NULL;
  guint64 index;
  gboolean again;

  g_assert_true (nadi_chain_admit (chain, event, NULL, &index, &again, &error));
  g_assert_no_error (error);
  g_assert_false (again);
}

static void
close_block (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = NULL;
  NadiHash root;
  guint64 size;

  entries = nadi_chain_close_block (fixture->chain, &size, &root);
  g_assert_cmpuint (size, ==, fixture->entries->len + entries->len);
  nadi_chain_commit (fixture->chain);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (fixture->entries, g_bytes_ref (g_ptr_array_index (entries, i)));
  g_array_append_val (fixture->ends, fixture->entries->len);
}

static void
add_block (Fixture *fixture, GPtrArray *events)
{
  nadi_chain_open_block (fixture->chain, NOW + fixture->ends->len);
  for (guint i = 0; i < events->len; i++)
    admit (fixture->chain, g_ptr_array_index (events, i));
  close_block (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->people = nadi_test_network_new (5);
  fixture->chain = nadi_chain_new ();
  fixture->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  add_block (fixture, fixture->people->genesis);
  add_block (fixture, fixture->people->setup);
  for (guint i = 0; i < 3; i++)
    {
      NadiTestOrg *org = &fixture->people->orgs[i];
      g_autofree char *patient = nadi_test_uuid (fixture->people), *shelf = nadi_test_uuid (fixture->people);
      g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);

      g_ptr_array_add (events, nadi_test_patient_register (fixture->people, org->reception, patient));
      g_ptr_array_add (events, nadi_test_shelf_key (fixture->people, org->doctor, org, shelf, patient, "results", 1, NULL));
      g_ptr_array_add (events, nadi_test_record_add (fixture->people, org->doctor, shelf, 1, NULL, NULL, NULL));
      add_block (fixture, events);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  nadi_chain_unref (fixture->chain);
  g_ptr_array_unref (fixture->entries);
  g_array_unref (fixture->ends);
  nadi_test_network_free (fixture->people);
}

static GBytes *const *
block_entries (Fixture *fixture, guint block, guint *n)
{
  guint first = block > 0 ? g_array_index (fixture->ends, guint, block - 1) : 0;

  *n = g_array_index (fixture->ends, guint, block) - first;
  return (GBytes *const *) fixture->entries->pdata + first;
}

/* Entries up to a block, checked and committed. */
static NadiChain *
replay (Fixture *fixture, guint n_blocks, NadiChainSignatures signatures)
{
  NadiChain *chain = nadi_chain_new ();

  for (guint i = 0; i < n_blocks; i++)
    {
      g_autoptr (GError) error = NULL;
      GBytes *const *entries;
      NadiHash root;
      guint64 size;
      guint n;

      entries = block_entries (fixture, i, &n);
      g_assert_cmpuint (nadi_chain_block_length (entries, n), ==, n);
      g_assert_true (nadi_chain_check_block (chain, entries, n, NOW, signatures, &size, &root, &error));
      g_assert_no_error (error);
      nadi_chain_commit (chain);
    }
  return chain;
}

static void
assert_same (NadiChain *a, NadiChain *b)
{
  NadiHash left, right;
  guint64 size = nadi_chain_size (a);

  g_assert_cmpuint (size, ==, nadi_chain_size (b));
  g_assert_true (nadi_chain_root (a, size, &left));
  g_assert_true (nadi_chain_root (b, size, &right));
  g_assert_true (nadi_hash_equal (&left, &right));
  nadi_map_root (nadi_chain_map (a), &left);
  nadi_map_root (nadi_chain_map (b), &right);
  g_assert_true (nadi_hash_equal (&left, &right));
  g_assert_cmpint (nadi_chain_block (a)->height, ==, nadi_chain_block (b)->height);
  g_assert_true (g_bytes_equal (nadi_chain_block_leaf (a), nadi_chain_block_leaf (b)));
}

static void
test_replay (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) verified = replay (fixture, fixture->ends->len, NADI_CHAIN_VERIFY);
  g_autoptr (NadiChain) trusted = replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);

  assert_same (fixture->chain, verified);
  assert_same (fixture->chain, trusted);
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
test_store_replay (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) whole = nadi_chain_new (), cut = nadi_chain_new (), stopped = nadi_chain_new ();
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_assert_true (replay_store (whole, (GBytes *const *) fixture->entries->pdata, fixture->entries->len, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, fixture->ends->len);
  assert_same (fixture->chain, whole);
  g_assert_false (replay_store (cut, (GBytes *const *) fixture->entries->pdata, fixture->entries->len - 1, &count, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  count = 99;
  g_assert_false (replay_store (stopped, (GBytes *const *) fixture->entries->pdata, fixture->entries->len, &count, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY);
}

/* --- refusals leave nothing ------------------------------------------------------------------------------------------ */

static void
test_refusal (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (NadiChain) other = replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);
  NadiTestOrg *org = &fixture->people->orgs[0];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) stranger = nadi_test_event (fixture->people, nadi_test_staff_new (fixture->people, org->id),
                                                    "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (NadiEvent) late = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (NadiEvent) good = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (GError) error = NULL;
  guint64 index;
  gboolean again;

  nadi_chain_open_block (fixture->chain, NOW + 100);
  g_assert_false (nadi_chain_admit (fixture->chain, stranger, NULL, &index, &again, &error));
  g_clear_error (&error);
  g_assert_cmpuint (nadi_chain_open_count (fixture->chain), ==, 0);
  admit (fixture->chain, good);
  g_assert_false (nadi_chain_admit (fixture->chain, late, NULL, &index, &again, &error));
  nadi_test_assert_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_SEQ);
  g_assert_cmpuint (nadi_chain_open_count (fixture->chain), ==, 1);
  close_block (fixture);
  /* A chain that never heard of the refused ones comes out the same. */
  nadi_chain_open_block (other, NOW + 100);
  admit (other, good);
  {
    g_autoptr (GPtrArray) entries = NULL;
    NadiHash root;
    guint64 size;

    entries = nadi_chain_close_block (other, &size, &root);
    nadi_chain_commit (other);
  }
  assert_same (fixture->chain, other);
}

static void
test_abandon (Fixture *fixture, gconstpointer closed)
{
  g_autoptr (NadiChain) other = replay (fixture, fixture->ends->len, NADI_CHAIN_TRUST);
  NadiTestOrg *org = &fixture->people->orgs[1];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) event = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  guint64 size, index;
  NadiHash root;

  nadi_chain_open_block (fixture->chain, NOW + 100);
  admit (fixture->chain, event);
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
  assert_same (fixture->chain, other);
  /* The same event may come again: its number is not used up. */
  nadi_chain_open_block (fixture->chain, NOW + 100);
  admit (fixture->chain, event);
  close_block (fixture);
  g_assert_true (nadi_chain_find_event (fixture->chain, nadi_event_id (event), &index));
}

/* What is signed is what the store gives back. */
static void
test_stored (Fixture *fixture, gconstpointer unused)
{
  NadiTestOrg *org = &fixture->people->orgs[1];
  g_autofree char *tag = nadi_test_hash (fixture->people);
  g_autoptr (NadiEvent) event = nadi_test_event (fixture->people, org->reception, "number.reserve", "{'tags':['%s']}", tag);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  NadiHash root, again;
  guint64 size;

  nadi_chain_open_block (fixture->chain, NOW + 100);
  admit (fixture->chain, event);
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

/* --- blocks that are not as they should be ---------------------------------------------------------------------------- */

static void
assert_refused (NadiChain *chain, GBytes *const *entries, guint n, gint64 now, GQuark domain, gint code)
{
  g_autoptr (GError) error = NULL;
  NadiHash before, after, root, map_before, map_after;
  guint64 size = nadi_chain_size (chain), new_size;

  nadi_chain_root (chain, size, &before);
  nadi_map_root (nadi_chain_map (chain), &map_before);
  g_assert_false (nadi_chain_check_block (chain, entries, n, now, NADI_CHAIN_VERIFY, &new_size, &root, &error));
  if (domain != 0)
    g_assert_error (error, domain, code);
  else
    g_assert_nonnull (error);
  g_assert_cmpuint (nadi_chain_size (chain), ==, size);
  nadi_chain_root (chain, size, &after);
  nadi_map_root (nadi_chain_map (chain), &map_after);
  g_assert_true (nadi_hash_equal (&before, &after));
  g_assert_true (nadi_hash_equal (&map_before, &map_after));
}

/* Every byte of a block's entries, events and leaf, one bit changed. */
static void
test_changed_bytes (Fixture *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = block_entries (fixture, last, &n);
  guint tried = 0;

  for (guint i = 0; i < n; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (entries[i], &length);

      for (gsize at = 0; at < length; at += 1 + at % 7)
        {
          g_autofree GBytes **changed = g_memdup2 (entries, n * sizeof *entries);
          guint8 *copy = g_memdup2 (data, length);

          copy[at] ^= 1 << (at % 8);
          changed[i] = g_bytes_new_take (copy, length);
          assert_refused (chain, changed, n, NOW, 0, 0);
          g_bytes_unref (changed[i]);
          tried++;
        }
    }
  g_assert_cmpuint (tried, >, 200);
  {
    g_autoptr (GError) error = NULL;
    NadiHash root;
    guint64 size;

    g_assert_true (nadi_chain_check_block (chain, entries, n, NOW, NADI_CHAIN_VERIFY, &size, &root, &error));
    nadi_chain_commit (chain);
    assert_same (chain, fixture->chain);
  }
}

static GBytes *
print_block (const NadiBlock *block)
{
  char *text = nadi_block_print (block);

  return g_bytes_new_take (text, strlen (text));
}

/* A leaf that is well formed, and says one thing that is not so. */
static void
test_changed_leaf (Fixture *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = block_entries (fixture, last, &n);
  const NadiBlock *good = nadi_chain_block (fixture->chain);
  NadiBlock blocks[9];
  const NadiLogError codes[9] = { NADI_LOG_ERROR_BLOCK, NADI_LOG_ERROR_BLOCK, NADI_LOG_ERROR_BLOCK, NADI_LOG_ERROR_BLOCK,
                                  NADI_LOG_ERROR_BLOCK, NADI_LOG_ERROR_BLOCK, NADI_LOG_ERROR_STATE, NADI_LOG_ERROR_BLOCK,
                                  NADI_LOG_ERROR_TIME };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    blocks[i] = *good;
  blocks[0].height++;
  blocks[1].previous.bytes[0] ^= 1;
  blocks[2].first++;
  blocks[3].count++;
  blocks[4].count--;
  blocks[5].events.bytes[31] ^= 1;
  blocks[6].state.bytes[31] ^= 1;
  blocks[7].time = nadi_chain_block (chain)->time;
  blocks[8].time = NOW + NADI_CHAIN_MAX_AHEAD + 1;
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree GBytes **changed = g_memdup2 (entries, n * sizeof *entries);

      changed[n - 1] = print_block (&blocks[i]);
      assert_refused (chain, changed, n, NOW, NADI_LOG_ERROR, (gint) codes[i]);
      g_bytes_unref (changed[n - 1]);
    }
  /* Exactly a minute ahead is not from the future. */
  {
    g_autoptr (GError) error = NULL;
    NadiHash root;
    guint64 size;

    g_assert_true (nadi_chain_check_block (chain, entries, n, good->time - NADI_CHAIN_MAX_AHEAD, NADI_CHAIN_VERIFY, &size,
                                           &root, &error));
    nadi_chain_abandon (chain);
    assert_refused (chain, entries, n, good->time - NADI_CHAIN_MAX_AHEAD - 1, NADI_LOG_ERROR, NADI_LOG_ERROR_TIME);
  }
}

static void
test_changed_order (Fixture *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = block_entries (fixture, last, &n);
  g_autofree GBytes **swapped = g_memdup2 (entries, n * sizeof *entries);
  g_autofree GBytes **doubled = g_new0 (GBytes *, n + 1);

  g_assert_cmpuint (n, ==, 4);
  swapped[0] = entries[1];
  swapped[1] = entries[0];
  assert_refused (chain, swapped, n, NOW, 0, 0);
  assert_refused (chain, entries + 1, n - 1, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries, n - 1, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries + n - 1, 1, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries, 0, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  for (guint i = 0; i < n; i++)
    doubled[i + 1] = entries[i];
  doubled[0] = entries[0];
  assert_refused (chain, doubled, n + 1, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  /* A block that is there already. */
  assert_refused (fixture->chain, entries, n, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
}

/* An event repeated in a block whose leaf fits is refused for itself. */
static void
test_repeated_event (Fixture *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = block_entries (fixture, last, &n);
  NadiBlock block = *nadi_chain_block (fixture->chain);
  GBytes *changed[5] = { entries[0], entries[1], entries[2], entries[0], NULL };

  block.count = 4;
  changed[4] = print_block (&block);
  assert_refused (chain, changed, 5, NOW, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
  g_bytes_unref (changed[4]);
}

/* --- streams and time -------------------------------------------------------------------------------------------------- */

static void
test_streams (Fixture *fixture, gconstpointer unused)
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
test_time (Fixture *fixture, gconstpointer unused)
{
  gint64 last = nadi_chain_block (fixture->chain)->time;

  g_assert_cmpint (nadi_chain_open_block (fixture->chain, last + 500), ==, last + 500);
  nadi_chain_abandon (fixture->chain);
  /* A clock that was set back does not stop the log. */
  g_assert_cmpint (nadi_chain_open_block (fixture->chain, last - 100000), ==, last + 1);
  nadi_chain_abandon (fixture->chain);
}

static void
test_proofs (Fixture *fixture, gconstpointer unused)
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
test_tiles (Fixture *fixture, gconstpointer unused)
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chain/replay", Fixture, NULL, set_up, test_replay, tear_down);
  g_test_add ("/chain/store-replay", Fixture, NULL, set_up, test_store_replay, tear_down);
  g_test_add ("/chain/refusal", Fixture, NULL, set_up, test_refusal, tear_down);
  g_test_add ("/chain/abandon/open", Fixture, GINT_TO_POINTER (0), set_up, test_abandon, tear_down);
  g_test_add ("/chain/abandon/closed", Fixture, GINT_TO_POINTER (1), set_up, test_abandon, tear_down);
  g_test_add ("/chain/stored", Fixture, NULL, set_up, test_stored, tear_down);
  g_test_add ("/chain/changed-bytes", Fixture, NULL, set_up, test_changed_bytes, tear_down);
  g_test_add ("/chain/changed-leaf", Fixture, NULL, set_up, test_changed_leaf, tear_down);
  g_test_add ("/chain/changed-order", Fixture, NULL, set_up, test_changed_order, tear_down);
  g_test_add ("/chain/repeated-event", Fixture, NULL, set_up, test_repeated_event, tear_down);
  g_test_add ("/chain/streams", Fixture, NULL, set_up, test_streams, tear_down);
  g_test_add ("/chain/time", Fixture, NULL, set_up, test_time, tear_down);
  g_test_add ("/chain/proofs", Fixture, NULL, set_up, test_proofs, tear_down);
  g_test_add ("/chain/tiles", Fixture, NULL, set_up, test_tiles, tear_down);
  return g_test_run ();
}
