/* Ed25519 through GnuTLS (nettle). */
#include "nadi-ed25519.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define SEED_SIZE 32

struct _NadiSigningKey
{
  gatomicrefcount references;
  gnutls_privkey_t key;
  NadiSecret *seed;
  NadiVerifyKey public_key;
};

/* With a key that is whole, nothing below can fail but for want of memory. */
static void
demand (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

/* RFC 8410 §7: the form from which GnuTLS works the public key out itself. */
static void
import_seed (gnutls_privkey_t key, const guint8 seed[SEED_SIZE])
{
  static const guint8 head[]
      = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
  guint8 der[sizeof head + SEED_SIZE];
  gnutls_datum_t datum = { der, sizeof der };
  memcpy (der, head, sizeof head);
  memcpy (der + sizeof head, seed, SEED_SIZE);
  demand (gnutls_privkey_import_x509_raw (key, &datum, GNUTLS_X509_FMT_DER, NULL, 0));
  nadi_wipe (der, sizeof der);
}

static void
read_public (gnutls_privkey_t key, NadiVerifyKey *public_key)
{
  gnutls_pubkey_t pubkey;
  gnutls_datum_t point = { NULL, 0 };
  demand (gnutls_pubkey_init (&pubkey));
  demand (gnutls_pubkey_import_privkey (pubkey, key, 0, 0));
  demand (gnutls_pubkey_export_ecc_raw2 (pubkey, NULL, &point, NULL, 0));
  if (point.size != sizeof public_key->bytes)
    g_error ("GnuTLS gives an Ed25519 key of %u bytes", point.size);
  memcpy (public_key->bytes, point.data, point.size);
  gnutls_free (point.data);
  gnutls_pubkey_deinit (pubkey);
}

static NadiSigningKey *
take_seed (NadiSecret *seed)
{
  NadiSigningKey *self = g_new0 (NadiSigningKey, 1);
  g_atomic_ref_count_init (&self->references);
  self->seed = seed;
  demand (gnutls_privkey_init (&self->key));
  import_seed (self->key, nadi_secret_data (seed));
  read_public (self->key, &self->public_key);
  return self;
}

NadiSigningKey *
nadi_signing_key_new (NadiRandom *random)
{
  return take_seed (nadi_secret_new_random (random, SEED_SIZE));
}

NadiSigningKey *
nadi_signing_key_from_seed (const guint8 seed[32])
{
  return take_seed (nadi_secret_new_copy (seed, SEED_SIZE));
}

NadiSigningKey *
nadi_signing_key_ref (NadiSigningKey *key)
{
  g_atomic_ref_count_inc (&key->references);
  return key;
}

void
nadi_signing_key_unref (NadiSigningKey *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->references))
    return;
  gnutls_privkey_deinit (key->key);
  nadi_secret_unref (key->seed);
  g_free (key);
}

NadiSecret *
nadi_signing_key_seed (NadiSigningKey *key)
{
  return nadi_secret_ref (key->seed);
}

const NadiVerifyKey *
nadi_signing_key_public (NadiSigningKey *key)
{
  return &key->public_key;
}

void
nadi_sign (NadiSigningKey *key, const guint8 *data, gsize length, NadiSignature *signature)
{
  gnutls_datum_t message = { (guchar *) data, (guint) length };
  gnutls_datum_t made = { NULL, 0 };
  g_assert (length <= G_MAXUINT);
  demand (gnutls_privkey_sign_data2 (key->key, GNUTLS_SIGN_EDDSA_ED25519, 0, &message, &made));
  if (made.size != sizeof signature->bytes)
    g_error ("GnuTLS gives an Ed25519 signature of %u bytes", made.size);
  memcpy (signature->bytes, made.data, made.size);
  gnutls_free (made.data);
}

/* The y coordinates of the points whose order divides 8. With such a key one signature holds for many
 * messages, so it would prove nothing about what its owner signed. */
static gboolean
is_small_order (const NadiVerifyKey *key)
{
  static const guint8 small[][32] = {
    { 0 },
    { 1 },
    { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
    { 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
    { 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
  };
  NadiVerifyKey without_sign = *key;
  without_sign.bytes[31] &= 0x7f;
  for (guint i = 0; i < G_N_ELEMENTS (small); i++)
    if (memcmp (without_sign.bytes, small[i], sizeof small[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
nadi_verify (const NadiVerifyKey *key, const guint8 *data, gsize length, const NadiSignature *signature)
{
  gnutls_pubkey_t pubkey;
  gnutls_datum_t point = { (guchar *) key->bytes, sizeof key->bytes };
  gnutls_datum_t message = { (guchar *) data, (guint) length };
  gnutls_datum_t given = { (guchar *) signature->bytes, sizeof signature->bytes };
  if (length > G_MAXUINT || is_small_order (key))
    return FALSE;
  demand (gnutls_pubkey_init (&pubkey));
  gboolean valid
      = gnutls_pubkey_import_ecc_raw (pubkey, GNUTLS_ECC_CURVE_ED25519, &point, NULL) >= 0
        && gnutls_pubkey_verify_data2 (pubkey, GNUTLS_SIGN_EDDSA_ED25519, 0, &message, &given) >= 0;
  gnutls_pubkey_deinit (pubkey);
  return valid;
}
