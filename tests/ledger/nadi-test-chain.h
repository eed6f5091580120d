/* A chain with five blocks of the test network: its founding, its staff and devices, and a chart in each of three organisations. */
#pragma once

#include "nadi-chain.h"
#include "nadi-test-network.h"

typedef struct
{
  NadiTestNetwork *people;
  NadiChain *chain;
  GPtrArray *entries;        /* GBytes: the whole log */
  GArray *ends;              /* guint: entries up to and with each block */
} NadiTestChain;

/* For g_test_add(), which frees the structure itself. */
void nadi_test_chain_set_up (NadiTestChain *fixture, gconstpointer unused);
void nadi_test_chain_tear_down (NadiTestChain *fixture, gconstpointer unused);

/* An event that must be admitted to the block that is open. */
void nadi_test_chain_admit (NadiChain *chain, NadiEvent *event);
/* Closes the open block of the fixture's chain and commits it. */
void nadi_test_chain_close (NadiTestChain *fixture);
/* The n entries of a block, its leaf the last. (transfer none) */
GBytes *const *nadi_test_chain_block (NadiTestChain *fixture, guint block, guint *n);
/* A new chain of the first blocks, each checked and committed. (transfer full) */
NadiChain *nadi_test_chain_replay (NadiTestChain *fixture, guint n_blocks, NadiChainSignatures signatures);
/* The same entries, the same state, the same last block. */
void nadi_test_assert_same_chain (NadiChain *a, NadiChain *b);
