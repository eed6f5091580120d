/* The chain that tests begin with. */
#include "nadi-test-chain.h"

void
nadi_test_chain_admit (NadiChain *chain, NadiEvent *event)
{
  g_autoptr (GError) error = NULL;
  guint64 index;
  gboolean again;

  g_assert_true (nadi_chain_admit (chain, event, NULL, &index, &again, &error));
  g_assert_no_error (error);
  g_assert_false (again);
}

void
nadi_test_chain_close (NadiTestChain *fixture)
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
add_block (NadiTestChain *fixture, GPtrArray *events)
{
  nadi_chain_open_block (fixture->chain, NADI_TEST_TIME + fixture->ends->len);
  for (guint i = 0; i < events->len; i++)
    nadi_test_chain_admit (fixture->chain, g_ptr_array_index (events, i));
  nadi_test_chain_close (fixture);
}

void
nadi_test_chain_set_up (NadiTestChain *fixture, gconstpointer unused)
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

void
nadi_test_chain_tear_down (NadiTestChain *fixture, gconstpointer unused)
{
  nadi_chain_unref (fixture->chain);
  g_ptr_array_unref (fixture->entries);
  g_array_unref (fixture->ends);
  nadi_test_network_free (fixture->people);
}

GBytes *const *
nadi_test_chain_block (NadiTestChain *fixture, guint block, guint *n)
{
  guint first = block > 0 ? g_array_index (fixture->ends, guint, block - 1) : 0;

  *n = g_array_index (fixture->ends, guint, block) - first;
  return (GBytes *const *) fixture->entries->pdata + first;
}

NadiChain *
nadi_test_chain_replay (NadiTestChain *fixture, guint n_blocks, NadiChainSignatures signatures)
{
  NadiChain *chain = nadi_chain_new ();

  for (guint i = 0; i < n_blocks; i++)
    {
      g_autoptr (GError) error = NULL;
      GBytes *const *entries;
      NadiHash root;
      guint64 size;
      guint n;

      entries = nadi_test_chain_block (fixture, i, &n);
      g_assert_cmpuint (nadi_chain_block_length (entries, n), ==, n);
      g_assert_true (nadi_chain_check_block (chain, entries, n, NADI_TEST_TIME, signatures, &size, &root, &error));
      g_assert_no_error (error);
      nadi_chain_commit (chain);
    }
  return chain;
}

void
nadi_test_assert_same_chain (NadiChain *a, NadiChain *b)
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
