/* Blocks that are not as they should be: a changed byte, a leaf that says what is not so, another order. None is believed. */
#include "nadi-test-chain.h"

#include <string.h>

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
test_changed_bytes (NadiTestChain *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = nadi_test_chain_replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = nadi_test_chain_block (fixture, last, &n);
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
          assert_refused (chain, changed, n, NADI_TEST_TIME, 0, 0);
          g_bytes_unref (changed[i]);
          tried++;
        }
    }
  g_assert_cmpuint (tried, >, 200);
  {
    g_autoptr (GError) error = NULL;
    NadiHash root;
    guint64 size;

    g_assert_true (nadi_chain_check_block (chain, entries, n, NADI_TEST_TIME, NADI_CHAIN_VERIFY, &size, &root, &error));
    nadi_chain_commit (chain);
    nadi_test_assert_same_chain (chain, fixture->chain);
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
test_changed_leaf (NadiTestChain *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = nadi_test_chain_replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = nadi_test_chain_block (fixture, last, &n);
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
  blocks[8].time = NADI_TEST_TIME + NADI_CHAIN_MAX_AHEAD + 1;
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree GBytes **changed = g_memdup2 (entries, n * sizeof *entries);

      changed[n - 1] = print_block (&blocks[i]);
      assert_refused (chain, changed, n, NADI_TEST_TIME, NADI_LOG_ERROR, (gint) codes[i]);
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
test_changed_order (NadiTestChain *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = nadi_test_chain_replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = nadi_test_chain_block (fixture, last, &n);
  g_autofree GBytes **swapped = g_memdup2 (entries, n * sizeof *entries);
  g_autofree GBytes **doubled = g_new0 (GBytes *, n + 1);

  g_assert_cmpuint (n, ==, 4);
  swapped[0] = entries[1];
  swapped[1] = entries[0];
  assert_refused (chain, swapped, n, NADI_TEST_TIME, 0, 0);
  assert_refused (chain, entries + 1, n - 1, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries, n - 1, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries + n - 1, 1, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  assert_refused (chain, entries, 0, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  for (guint i = 0; i < n; i++)
    doubled[i + 1] = entries[i];
  doubled[0] = entries[0];
  assert_refused (chain, doubled, n + 1, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
  /* A block that is there already. */
  assert_refused (fixture->chain, entries, n, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK);
}

/* An event repeated in a block whose leaf fits is refused for itself. */
static void
test_repeated_event (NadiTestChain *fixture, gconstpointer unused)
{
  guint last = fixture->ends->len - 1, n;
  g_autoptr (NadiChain) chain = nadi_test_chain_replay (fixture, last, NADI_CHAIN_TRUST);
  GBytes *const *entries = nadi_test_chain_block (fixture, last, &n);
  NadiBlock block = *nadi_chain_block (fixture->chain);
  GBytes *changed[5] = { entries[0], entries[1], entries[2], entries[0], NULL };

  block.count = 4;
  changed[4] = print_block (&block);
  assert_refused (chain, changed, 5, NADI_TEST_TIME, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY);
  g_bytes_unref (changed[4]);
}

#define ADD(name, data, test) \
  g_test_add ("/chain/" name, NadiTestChain, data, nadi_test_chain_set_up, test, nadi_test_chain_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("changed-bytes", NULL, test_changed_bytes);
  ADD ("changed-leaf", NULL, test_changed_leaf);
  ADD ("changed-order", NULL, test_changed_order);
  ADD ("repeated-event", NULL, test_repeated_event);
  return g_test_run ();
}
