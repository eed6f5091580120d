/* What the contract costs per record.add, by the size of the state (or the sizes given): the verdict, its application, and
 * the freeze that ends a block of 256. */
#include <locale.h>

#include "nadi-bench.h"
#include "nadi-test-network.h"

#define BLOCK 256
#define ROUNDS 15

typedef struct
{
  NadiTestNetwork *network;
  GPtrArray *events;
  NadiVerifyKey key;
} Bench;

/* Values of the size that records leave behind, under keys that nobody names. */
static void
fill (NadiTestNetwork *network, guint size)
{
  g_autofree char *text = g_strnfill (180, 'x');

  for (guint i = nadi_map_size (network->state); i < size; i++)
    {
      g_autofree char *key = g_strdup_printf ("version/filler-%u", i);
      g_autoptr (GBytes) value = g_bytes_new (text, 180);

      nadi_map_set (network->state, key, value);
    }
  nadi_test_network_next_block (network, 1000);
}

static void
make_events (Bench *bench)
{
  NadiTestNetwork *network = bench->network;
  NadiTestOrg *org = &network->orgs[0];
  g_autofree char *patient = nadi_test_uuid (network), *shelf = nadi_test_uuid (network);

  nadi_test_accept (network, nadi_test_patient_register (network, org->reception, patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, org->doctor, org, shelf, patient, "encounters", 1, NULL), NULL);
  for (guint i = 0; i < BLOCK * ROUNDS; i++)
    g_ptr_array_add (bench->events, nadi_test_record_add (network, org->doctor, shelf, 1, NULL, NULL, NULL));
  bench->key = *nadi_signing_key_public (org->doctor->key);
}

static void
report (const char *what, guint size, double microseconds)
{
  g_print ("%-26s %8u keys %9.2f µs an event\n", what, size, microseconds / BLOCK);
}

static void
run (guint size)
{
  Bench bench = { nadi_test_network_new (1), g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref) };
  double judging[ROUNDS], applying[ROUNDS], freezing[ROUNDS];

  nadi_test_network_start (bench.network);
  make_events (&bench);
  fill (bench.network, size);
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 judged = 0, applied = 0, start;

      for (guint i = 0; i < BLOCK; i++)
        {
          NadiEvent *event = g_ptr_array_index (bench.events, round * BLOCK + i);
          NadiVerdict *verdict;
          NadiHash leaf;

          start = g_get_monotonic_time ();
          verdict = nadi_contract_apply (bench.network->state, event, &bench.key, bench.network->time,
                                         bench.network->height, NULL);
          judged += g_get_monotonic_time () - start;
          g_assert_nonnull (verdict);
          start = g_get_monotonic_time ();
          nadi_event_leaf_hash (event, &leaf);
          nadi_verdict_apply (verdict, bench.network->state, &leaf);
          nadi_verdict_free (verdict);
          applied += g_get_monotonic_time () - start;
        }
      start = g_get_monotonic_time ();
      nadi_test_network_next_block (bench.network, 1000);
      freezing[round] = g_get_monotonic_time () - start;
      judging[round] = judged;
      applying[round] = applied;
    }
  report ("record.add judged", size, nadi_bench_median (judging, ROUNDS));
  report ("record.add applied", size, nadi_bench_median (applying, ROUNDS));
  report ("freeze at the block's end", size, nadi_bench_median (freezing, ROUNDS));
  g_ptr_array_unref (bench.events);
  nadi_test_network_free (bench.network);
}

int
main (int argc, char **argv)
{
  setlocale (LC_CTYPE, "C.UTF-8");
  if (argc == 1)
    {
      run (10000);
      run (1000000);
    }
  for (int i = 1; i < argc; i++)
    run ((guint) g_ascii_strtoull (argv[i], NULL, 10));
  return 0;
}
