/* A service in memory that can lie: an honest log with validators behind a NadiTransport, and one switch per attack. */
#pragma once

#include "nadi-network.h"
#include "nadi-transport.h"

typedef enum
{
  NADI_LIE_NONE,
  NADI_LIE_ENTRY_ALTERED,
  NADI_LIE_ENTRY_INSERTED,
  NADI_LIE_ENTRY_DELETED,
  NADI_LIE_ENTRIES_REORDERED,
  NADI_LIE_PAGE_TRUNCATED,       /* an empty page, though there is more */
  NADI_LIE_PAGE_REPEATED,        /* the page before once more */
  NADI_LIE_OLD_CHECKPOINT,       /* everything as it was, properly signed, some blocks ago */
  NADI_LIE_FORK,                 /* another history of the same length, signed and cosigned */
  NADI_LIE_NO_QUORUM,
  NADI_LIE_STALE,                /* cosigned an hour ago */
  NADI_LIE_NOT_THE_LOG,          /* signed by another key under the log's name */
  NADI_LIE_STATE_ROOT,           /* a block leaf with another state root */
  NADI_LIE_OTHER_STREAM,         /* another stream's page under the name asked for */
  NADI_LIE_VALUE,                /* a state proof with another value */
  NADI_LIE_ABSENT,               /* "no such key", proven in another state */
  NADI_LIE_GARBAGE,
  NADI_N_LIES,
} NadiLie;

typedef struct _NadiTestLiar NadiTestLiar;

/* now: the service's clock, Unix ms. */
NadiTestLiar *nadi_test_liar_new (gint64 now);
void nadi_test_liar_free (NadiTestLiar *liar);
const NadiNetwork *nadi_test_liar_network (NadiTestLiar *liar);
/* Owned by the caller; the liar outlives it. */
NadiTransport *nadi_test_liar_transport (NadiTestLiar *liar);

/* One block with n entries in each of two streams; sets state key "fact" to the block's number. */
void nadi_test_liar_append (NadiTestLiar *liar, guint n);
void nadi_test_liar_set (NadiTestLiar *liar, NadiLie lie);
/* Number of entries that a page holds at most. */
void nadi_test_liar_set_page (NadiTestLiar *liar, guint entries);

#define NADI_LIAR_STREAM "o:6a7f5a4e-1111-4111-8111-111111111111"
#define NADI_LIAR_OTHER "o:6a7f5a4e-2222-4222-8222-222222222222"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestLiar, nadi_test_liar_free)
