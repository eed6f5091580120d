/* Argon2id through the reference implementation. */
#include "nadi-passphrase.h"

#include <argon2.h>
#include <string.h>

#define MEMORY_MIN_KIB 65536
#define MEMORY_MAX_KIB 1048576
#define PASSES_MIN 3
#define PASSES_MAX 10
#define LANES 1
#define SALT_MIN 16
#define SALT_MAX 1024
#define OUTPUT_MIN 16
#define OUTPUT_MAX 1024

const NadiKdfCost nadi_kdf_cost_default = { MEMORY_MIN_KIB, PASSES_MIN, LANES };

/* Below the limits a guess is too cheap; above them a stored cost would be a way to stop the program. */
static gboolean
is_allowed (const NadiKdfCost *cost, gsize salt_length, gsize length)
{
  return cost->memory_kib >= MEMORY_MIN_KIB && cost->memory_kib <= MEMORY_MAX_KIB
         && cost->passes >= PASSES_MIN && cost->passes <= PASSES_MAX && cost->lanes == LANES
         && salt_length >= SALT_MIN && salt_length <= SALT_MAX && length >= OUTPUT_MIN
         && length <= OUTPUT_MAX;
}

NadiSecret *
nadi_passphrase_stretch (const char *passphrase, const guint8 *salt, gsize salt_length,
                         const NadiKdfCost *cost, gsize length, GError **error)
{
  if (!is_allowed (cost, salt_length, length))
    {
      g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS,
                           "The cost of key stretching is outside its limits");
      return NULL;
    }
  g_autoptr (NadiSecret) output = nadi_secret_new (length);
  int result = argon2id_hash_raw (cost->passes, cost->memory_kib, cost->lanes, passphrase,
                                  strlen (passphrase), salt, salt_length, nadi_secret_data (output), length);
  if (result == ARGON2_OK)
    return g_steal_pointer (&output);
  g_set_error_literal (error, NADI_CRYPTO_ERROR,
                       result == ARGON2_MEMORY_ALLOCATION_ERROR ? NADI_CRYPTO_ERROR_MEMORY
                                                                : NADI_CRYPTO_ERROR_PARAMETERS,
                       argon2_error_message (result));
  return NULL;
}
