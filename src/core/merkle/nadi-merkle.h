/* Hashes and proofs of the RFC 6962 tree. */
#pragma once

#include <glib.h>

#include "nadi-error.h"
#include "nadi-hash.h"

#define NADI_MERKLE_ERROR (nadi_merkle_error_quark ())
GQuark nadi_merkle_error_quark (void);

typedef enum
{
  NADI_MERKLE_ERROR_PROOF = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 1), /* does not lead to the root */
  NADI_MERKLE_ERROR_FORMAT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 2),
} NadiMerkleError;

#define NADI_MERKLE_MAX_PROOF 64

void nadi_merkle_leaf (const guint8 *entry, gsize length, NadiHash *out);               /* SHA-256(00 || entry) */
void nadi_merkle_node (const NadiHash *left, const NadiHash *right, NadiHash *out);     /* SHA-256(01 || left || right) */
void nadi_merkle_empty (NadiHash *out);                                                 /* SHA-256("") */

/* RFC 9162 §2.1.3.2 and §2.1.4.2. Nothing is consistent with the empty tree: size1 = 0 is refused.
 * Error: NADI_MERKLE_ERROR_PROOF. */
gboolean nadi_merkle_check_inclusion (guint64 index, guint64 size, const NadiHash *leaf,
                                      const NadiHash *proof, gsize n_proof, const NadiHash *root, GError **error);
gboolean nadi_merkle_check_consistency (guint64 size1, guint64 size2, const NadiHash *root1, const NadiHash *root2,
                                        const NadiHash *proof, gsize n_proof, GError **error);
