/* Passphrases and PINs through Argon2id (RFC 9106). */
#pragma once

#include <glib.h>

#include "nadi-crypto-error.h"
#include "nadi-secret.h"

typedef struct
{
  guint32 memory_kib; /* 65536 … 1048576 */
  guint32 passes;     /* 3 … 10 */
  guint32 lanes;      /* 1 */
} NadiKdfCost;

extern const NadiKdfCost nadi_kdf_cost_default; /* 64 MiB, 3, 1 */

/* Refuses a cost outside the limits before any work (NADI_CRYPTO_ERROR_PARAMETERS). salt is
 * 16 … 1024 bytes, length 16 … 1024. */
NadiSecret *nadi_passphrase_stretch (const char *passphrase, const guint8 *salt, gsize salt_length,
                                     const NadiKdfCost *cost, gsize length, GError **error);
