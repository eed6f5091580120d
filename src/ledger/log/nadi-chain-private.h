/* What the parts of the chain share. */
#pragma once

#include "nadi-chain.h"
#include "nadi-event-index.h"
#include "nadi-stream-index.h"
#include "nadi-tree.h"

typedef struct
{
  char *id;
  GBytes *bytes;
  NadiHash leaf;
  GPtrArray *streams;        /* the verdict's */
} NadiStagedEvent;

typedef enum
{
  NADI_CHAIN_IDLE,
  NADI_CHAIN_OPEN,
  NADI_CHAIN_CLOSED,         /* its leaves are in the tree; readers don't look beyond size */
} NadiChainPhase;

struct _NadiChain
{
  gatomicrefcount references;

  /* The writer changes these under the lock; readers read under it. The writer alone reads without. */
  GRWLock lock;
  guint64 size;
  NadiTree *tree;
  NadiEventIndex *events;
  NadiStreamIndex *streams;

  /* The writer's own from here on. */
  NadiMap *map;
  GBytes *leaf;              /* of the last committed block; NULL while empty */
  NadiBlock block;
  NadiHash block_hash;
  GPtrArray *block_streams;

  NadiChainCondition condition; /* may be NULL */
  gpointer condition_data;

  NadiChainPhase phase;
  gint64 open_time;
  NadiMap *open_map;
  GPtrArray *staged;         /* NadiStagedEvent */
  GHashTable *staged_places; /* place in staged + 1 by id */
  NadiBlock closed_block;
  GBytes *closed_leaf;
  NadiHash closed_hash;
};

/* Height of the block that is open or would be next. */
gint64 nadi_chain_next_height (NadiChain *chain);
guint nadi_chain_max_events (NadiChain *chain);
