/* AES-256-GCM through GnuTLS, in place. */
#include "nadi-aead.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

struct _NadiAead
{
  gnutls_aead_cipher_hd_t cipher;
};

NadiAead *
nadi_aead_new (const guint8 key[NADI_AEAD_KEY_SIZE])
{
  NadiAead *aead = g_new0 (NadiAead, 1);
  gnutls_datum_t datum = { (guchar *) key, NADI_AEAD_KEY_SIZE };
  int result = gnutls_aead_cipher_init (&aead->cipher, GNUTLS_CIPHER_AES_256_GCM, &datum);
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
  return aead;
}

void
nadi_aead_free (NadiAead *aead)
{
  if (aead == NULL)
    return;
  gnutls_aead_cipher_deinit (aead->cipher);
  g_free (aead);
}

void
nadi_aead_seal (NadiAead *aead, const guint8 nonce[12], const guint8 *aad, gsize aad_length,
                const guint8 *plaintext, gsize length, guint8 *ciphertext, guint8 tag[16])
{
  giovec_t auth = { (void *) aad, aad_length };
  giovec_t text = { ciphertext, length };
  size_t tag_size = NADI_AEAD_TAG_SIZE;
  if (length > 0)
    memmove (ciphertext, plaintext, length);
  int result = gnutls_aead_cipher_encryptv2 (aead->cipher, nonce, NADI_AEAD_NONCE_SIZE, &auth, aad_length > 0,
                                             &text, length > 0, tag, &tag_size);
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

gboolean
nadi_aead_open (NadiAead *aead, const guint8 nonce[12], const guint8 *aad, gsize aad_length,
                const guint8 *ciphertext, gsize length, const guint8 tag[16], guint8 *plaintext,
                GError **error)
{
  giovec_t auth = { (void *) aad, aad_length };
  giovec_t text = { plaintext, length };
  if (length > 0)
    memmove (plaintext, ciphertext, length);
  int result = gnutls_aead_cipher_decryptv2 (aead->cipher, nonce, NADI_AEAD_NONCE_SIZE, &auth, aad_length > 0,
                                             &text, length > 0, (void *) tag, NADI_AEAD_TAG_SIZE);
  if (result >= 0)
    return TRUE;
  nadi_wipe (plaintext, length);
  g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED, "A sealed text does not open");
  return FALSE;
}

GBytes *
nadi_aead_seal_box (NadiAead *aead, NadiRandom *random, const guint8 *aad, gsize aad_length,
                    const guint8 *plaintext, gsize length)
{
  gsize size = NADI_AEAD_NONCE_SIZE + length + NADI_AEAD_TAG_SIZE;
  guint8 *box = g_malloc (size);
  guint8 *ciphertext = box + NADI_AEAD_NONCE_SIZE;
  nadi_random_fill (random, box, NADI_AEAD_NONCE_SIZE);
  nadi_aead_seal (aead, box, aad, aad_length, plaintext, length, ciphertext, ciphertext + length);
  return g_bytes_new_take (box, size);
}

NadiSecret *
nadi_aead_open_box (NadiAead *aead, const guint8 *aad, gsize aad_length, const guint8 *box, gsize length,
                    GError **error)
{
  if (length < NADI_AEAD_NONCE_SIZE + NADI_AEAD_TAG_SIZE)
    {
      g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED, "A sealed box is cut");
      return NULL;
    }
  gsize size = length - NADI_AEAD_NONCE_SIZE - NADI_AEAD_TAG_SIZE;
  const guint8 *ciphertext = box + NADI_AEAD_NONCE_SIZE;
  g_autoptr (NadiSecret) plaintext = nadi_secret_new (size);
  if (!nadi_aead_open (aead, box, aad, aad_length, ciphertext, size, ciphertext + size,
                       nadi_secret_data (plaintext), error))
    return NULL;
  return g_steal_pointer (&plaintext);
}
