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
void nadi_map_unref (NadiMap *map);
NadiMap *nadi_map_fork (NadiMap *map);        /* of a frozen version; not frozen */
void nadi_map_freeze (NadiMap *map);
guint64 nadi_map_size (NadiMap *map);         /* number of keys */

/* Freezes. */
void nadi_map_root (NadiMap *map, NadiHash *root);

/* (transfer none) valid as long as this version is referenced and unchanged; NULL when absent. */
GBytes *nadi_map_lookup (NadiMap *map, const char *key);
/* NULL value removes. */
void nadi_map_set (NadiMap *map, const char *key, GBytes *value);

/* A proof, for one or several keys of a frozen version, of values and absences. Binary form:
 * described in nadi-map-proof.c, fewer than 16 MiB. */
GBytes *nadi_map_prove (NadiMap *map, const char *const *keys);

/* Checks a proof for exactly these keys against root. values: array of n_keys, each set to a new GBytes or
 * NULL for a key proven absent. Error: NADI_MERKLE_ERROR_PROOF or _FORMAT; then values are all NULL. */
gboolean nadi_map_check_proof (const guint8 *proof, gsize length, const NadiHash *root,
                               const char *const *keys, GBytes **values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiMap, nadi_map_unref)
