/* Entries that can be foretold, in a store: "entry 0", "entry 1", … */
#pragma once

#include "nadi-store.h"

/* (transfer full) */
GBytes *nadi_test_entry (guint64 index);
/* n entries from first, with the checkpoint "size N" of what is there then. */
gboolean nadi_test_append (NadiStore *store, guint64 first, guint n, guint64 forget_below, GError **error);
/* Asserts that these are the n entries from first. */
void nadi_test_assert_entries (GPtrArray *entries, guint64 first, guint n);

/* What must go well. */
guint64 nadi_test_store_size (NadiStore *store);
/* NULL if there is none. (transfer full) */
NadiStoreCheckpoint *nadi_test_checkpoint_below (NadiStore *store, guint64 below);
