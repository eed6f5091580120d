/* AES-256-GCM (NIST SP 800-38D), 96-bit nonce, 128-bit tag.
 *
 * A NadiAead holds one expanded key; sealing and opening with it cost no key schedule. Not thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-crypto-error.h"
#include "nadi-secret.h"

#define NADI_AEAD_KEY_SIZE 32
#define NADI_AEAD_NONCE_SIZE 12
#define NADI_AEAD_TAG_SIZE 16

typedef struct _NadiAead NadiAead;

NadiAead *nadi_aead_new (const guint8 key[NADI_AEAD_KEY_SIZE]);
void nadi_aead_free (NadiAead *aead);

/* ciphertext has room for length bytes (may be plaintext itself), tag for 16. */
void nadi_aead_seal (NadiAead *aead, const guint8 nonce[12], const guint8 *aad, gsize aad_length,
                     const guint8 *plaintext, gsize length, guint8 *ciphertext, guint8 tag[16]);

/* On failure plaintext is all zero and the error is NADI_CRYPTO_ERROR_REFUSED. */
gboolean nadi_aead_open (NadiAead *aead, const guint8 nonce[12], const guint8 *aad, gsize aad_length,
                         const guint8 *ciphertext, gsize length, const guint8 tag[16], guint8 *plaintext, GError **error);

/* A sealed box for things at rest: nonce (12) || ciphertext || tag (16), nonce from random. */
GBytes *nadi_aead_seal_box (NadiAead *aead, NadiRandom *random, const guint8 *aad, gsize aad_length,
                            const guint8 *plaintext, gsize length);
NadiSecret *nadi_aead_open_box (NadiAead *aead, const guint8 *aad, gsize aad_length,
                                const guint8 *box, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiAead, nadi_aead_free)
