/* Ed25519 (RFC 8032). Public keys and signatures are plain arrays; a private key is opaque. Thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-crypto-error.h"
#include "nadi-secret.h"

typedef struct
{
  guint8 bytes[32];
} NadiVerifyKey;

typedef struct
{
  guint8 bytes[64];
} NadiSignature;

typedef struct _NadiSigningKey NadiSigningKey;

NadiSigningKey *nadi_signing_key_new (NadiRandom *random);
/* seed: the 32 bytes of RFC 8032 §5.1.5. */
NadiSigningKey *nadi_signing_key_from_seed (const guint8 seed[32]);
NadiSigningKey *nadi_signing_key_ref (NadiSigningKey *key);
void nadi_signing_key_unref (NadiSigningKey *key);
/* (transfer full) */
NadiSecret *nadi_signing_key_seed (NadiSigningKey *key);
/* (transfer none) */
const NadiVerifyKey *nadi_signing_key_public (NadiSigningKey *key);
void nadi_sign (NadiSigningKey *key, const guint8 *data, gsize length, NadiSignature *signature);

/* FALSE for a signature that does not hold, a non-canonical S, or a key that is no point or one of small order. */
gboolean nadi_verify (const NadiVerifyKey *key, const guint8 *data, gsize length, const NadiSignature *signature);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSigningKey, nadi_signing_key_unref)
