/* RSA for key wrapping only: RSAES-OAEP (RFC 8017 §7.1) with SHA-256 for label hash and MGF1.
 *
 * The one file that uses OpenSSL's libcrypto. Moduli of 2048, 3072 and 4096 bits, public exponent 65537;
 * every other key is refused. Public keys travel as modulus bytes (big-endian, no leading zero). Thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-crypto-error.h"
#include "nadi-secret.h"

#define NADI_RSA_BITS 3072

typedef struct _NadiRsaPublic NadiRsaPublic;
typedef struct _NadiRsaPrivate NadiRsaPrivate;

NadiRsaPublic *nadi_rsa_public_new (const guint8 *modulus, gsize length, GError **error);
NadiRsaPublic *nadi_rsa_public_ref (NadiRsaPublic *key);
void nadi_rsa_public_unref (NadiRsaPublic *key);
GBytes *nadi_rsa_public_modulus (NadiRsaPublic *key);  /* (transfer full) */

/* Takes seconds at most; bits is 2048, 3072 or 4096. Randomness is OpenSSL's own. */
NadiRsaPrivate *nadi_rsa_private_generate (guint bits, GError **error);
/* PKCS #8 DER. */
NadiRsaPrivate *nadi_rsa_private_from_der (const guint8 *der, gsize length, GError **error);
NadiSecret *nadi_rsa_private_to_der (NadiRsaPrivate *key);
NadiRsaPrivate *nadi_rsa_private_ref (NadiRsaPrivate *key);
void nadi_rsa_private_unref (NadiRsaPrivate *key);
NadiRsaPublic *nadi_rsa_private_public (NadiRsaPrivate *key); /* (transfer none) */
/* The members of an RFC 7518 §6.3.2 private JWK: n e d p q dp dq qi in this order, big-endian. For exports. */
gboolean nadi_rsa_private_components (NadiRsaPrivate *key, NadiSecret *parts[8], GError **error);

/* label may be NULL. length at most modulus - 66 bytes. */
GBytes *nadi_rsa_oaep_encrypt (NadiRsaPublic *key, const guint8 *label, gsize label_length,
                               const guint8 *message, gsize length, GError **error);
/* Every failure is NADI_CRYPTO_ERROR_REFUSED, in constant time as far as the library gives it. */
NadiSecret *nadi_rsa_oaep_decrypt (NadiRsaPrivate *key, const guint8 *label, gsize label_length,
                                   const guint8 *ciphertext, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiRsaPublic, nadi_rsa_public_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiRsaPrivate, nadi_rsa_private_unref)
