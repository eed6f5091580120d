/* An oracle for the state map that knows nothing of nodes: a list of leaves, sorted by path, hashed by the definition. */
#pragma once

#include "nadi-map.h"
#include "nadi-source.h"

/* SHA-256 of the prefix and two hashes: 4 a leaf (path, value's hash), 5 a branch. */
void nadi_test_map_hash (guint8 prefix, const NadiHash *first, const NadiHash *second, NadiHash *out);

/* What a map should hold: key -> GBytes. (transfer full) */
GHashTable *nadi_test_model_new (void);
GHashTable *nadi_test_model_copy (GHashTable *model);
/* Sets or removes one of n_keys keys, in the map and in its model. */
void nadi_test_map_change (NadiMap *map, GHashTable *model, NadiRandom *random, guint64 n_keys);
/* The map has what the model has, nothing else, and the root that the definition gives. */
void nadi_test_assert_map (NadiMap *map, GHashTable *model);
/* "value N". (transfer full) */
GBytes *nadi_test_map_value (guint64 number);
