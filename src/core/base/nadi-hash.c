/* Hashes as text. */
#include "nadi-hash.h"

#include "nadi-encoding.h"

char *
nadi_hash_to_text (const NadiHash *hash)
{
  return nadi_base64url_encode (hash->bytes, NADI_HASH_SIZE);
}

gboolean
nadi_hash_from_text (const char *text, NadiHash *hash, GError **error)
{
  return nadi_base64url_decode_into (text, -1, hash->bytes, NADI_HASH_SIZE, error);
}
