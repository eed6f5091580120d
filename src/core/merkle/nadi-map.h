/* The state map: a compact sparse Merkle tree over SHA-256 of the key's text (FORMATS of src/DESIGN.md).
 *
 * Versions are persistent: nadi_map_fork() gives a new version in O(1) that shares every node with the
 * old one. A frozen version never changes and may be read and proven from any thread while a fork of it is
 * written; a version that is not frozen belongs to one thread. Hashes are computed once, at freeze, for
 * the nodes that changed. */
#pragma once

#include <glib.h>

#include "nadi-merkle.h"

typedef struct _NadiMap NadiMap;

NadiMap *nadi_map_new (void);                 /* empty, not frozen */
NadiMap *nadi_map_ref (NadiMap *map);
void nadi_map_unref (NadiMap *map);           /* from any thread; never long, however many keys go with it */
NadiMap *nadi_map_fork (NadiMap *map);        /* of a frozen version; not frozen */
void nadi_map_freeze (NadiMap *map);
guint64 nadi_map_size (NadiMap *map);         /* number of keys */

/* Freezes. */
void nadi_map_root (NadiMap *map, NadiHash *root);

/* (transfer none) valid as long as this version is referenced and unchanged; NULL when absent. */
GBytes *nadi_map_lookup (NadiMap *map, const char *key);
/* NULL value removes. */
void nadi_map_set (NadiMap *map, const char *key, GBytes *value);

/* A proof, for one or several keys of a frozen version, of values and absences. Order and repetition of keys
 * make no difference. NULL if it would be 16 MiB or more: ask for fewer keys.
 *
 * Binary form, in full at the top of nadi-map-proof.c: 01; for each place where the queried paths end, in their
 * order, its kind (00 empty, 01 a leaf that was not asked for, 02 one that was), depth (varint), and path and
 * value hash of a foreign leaf, or number of the path among those that end here, length and bytes of the value;
 * a bitmap of the siblings that are not empty, from the leaf up; their hashes. There is exactly one proof for a
 * set of keys and a root. */
GBytes *nadi_map_prove (NadiMap *map, const char *const *keys);

/* Checks a proof for exactly these keys, at least one, against root. values: array of n_keys, each set to a new
 * GBytes or NULL for a key proven absent. The bytes may be hostile: work is at most 256 hashes a key. Error:
 * NADI_MERKLE_ERROR_PROOF for another root, _FORMAT for all else; then values are all NULL. Thread-safe. */
gboolean nadi_map_check_proof (const guint8 *proof, gsize length, const NadiHash *root,
                               const char *const *keys, GBytes **values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiMap, nadi_map_unref)
