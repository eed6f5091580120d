/* SHA-256 and what is built from it, through GnuTLS. */
#include "nadi-digest.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* Messages up to this size are joined and hashed in one call: cheaper than making a context, and most
 * messages (tree nodes, stream steps, map leaves) are shorter. */
#define JOIN_MAX 512

/* SHA-256 is always there and takes every length; anything else is a broken installation. */
static void
demand (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

void
nadi_sha256 (const guint8 *data, gsize length, NadiHash *out)
{
  demand (gnutls_hash_fast (GNUTLS_DIG_SHA256, data, length, out->bytes));
}

static gboolean
fits (const NadiPart *parts, guint n_parts)
{
  gsize length = 0;
  for (guint i = 0; i < n_parts; i++)
    {
      if (parts[i].length > JOIN_MAX - length)
        return FALSE;
      length += parts[i].length;
    }
  return TRUE;
}

static gsize
join (const NadiPart *parts, guint n_parts, guint8 buffer[JOIN_MAX])
{
  gsize length = 0;
  for (guint i = 0; i < n_parts; i++)
    if (parts[i].length > 0)
      {
        memcpy (buffer + length, parts[i].data, parts[i].length);
        length += parts[i].length;
      }
  return length;
}

void
nadi_sha256_parts (const NadiPart *parts, guint n_parts, NadiHash *out)
{
  if (fits (parts, n_parts))
    {
      guint8 buffer[JOIN_MAX];
      gsize length = join (parts, n_parts, buffer);
      nadi_sha256 (buffer, length, out);
      nadi_wipe (buffer, length);
      return;
    }

  gnutls_hash_hd_t context;
  demand (gnutls_hash_init (&context, GNUTLS_DIG_SHA256));
  for (guint i = 0; i < n_parts; i++)
    demand (gnutls_hash (context, parts[i].data, parts[i].length));
  gnutls_hash_deinit (context, out->bytes);
}

void
nadi_hmac_sha256 (const guint8 *key, gsize key_length, const NadiPart *parts, guint n_parts, NadiHash *out)
{
  if (fits (parts, n_parts))
    {
      guint8 buffer[JOIN_MAX];
      gsize length = join (parts, n_parts, buffer);
      demand (gnutls_hmac_fast (GNUTLS_MAC_SHA256, key, key_length, buffer, length, out->bytes));
      nadi_wipe (buffer, length);
      return;
    }

  gnutls_hmac_hd_t context;
  demand (gnutls_hmac_init (&context, GNUTLS_MAC_SHA256, key, key_length));
  for (guint i = 0; i < n_parts; i++)
    demand (gnutls_hmac (context, parts[i].data, parts[i].length));
  gnutls_hmac_deinit (context, out->bytes);
}

/* GnuTLS reads only; its type has no const. */
static gnutls_datum_t
datum (const void *data, gsize length)
{
  return (gnutls_datum_t){ (guchar *) data, (guint) length };
}

NadiSecret *
nadi_hkdf_sha256 (const guint8 *input, gsize input_length, const guint8 *salt, gsize salt_length,
                  const char *info, gsize info_length, gsize length)
{
  static const guint8 zero[NADI_HASH_SIZE];
  guint8 key[NADI_HASH_SIZE];
  if (length > 255 * NADI_HASH_SIZE)
    return NULL;

  gnutls_datum_t input_datum = datum (input, input_length);
  gnutls_datum_t salt_datum = salt_length > 0 ? datum (salt, salt_length) : datum (zero, sizeof zero);
  gnutls_datum_t key_datum = datum (key, sizeof key);
  gnutls_datum_t info_datum = datum (info, info_length);
  NadiSecret *output = nadi_secret_new (length);
  demand (gnutls_hkdf_extract (GNUTLS_MAC_SHA256, &input_datum, &salt_datum, key));
  if (length > 0)
    demand (
        gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &key_datum, &info_datum, nadi_secret_data (output), length));
  nadi_wipe (key, sizeof key);
  return output;
}
