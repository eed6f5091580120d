/* RSA key wrapping through OpenSSL's libcrypto. Its error queue is per thread and is left empty. */
#include "nadi-rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#define PUBLIC_EXPONENT 65537
#define OAEP_OVERHEAD 66 /* RFC 8017 §7.1.1: 2 * 32 + 2 */

struct _NadiRsaPublic
{
  gatomicrefcount references;
  EVP_PKEY *key;
  GBytes *modulus;
};

struct _NadiRsaPrivate
{
  gatomicrefcount references;
  EVP_PKEY *key;
  NadiRsaPublic *public_key;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_clear_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OSSL_PARAM, OSSL_PARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OSSL_PARAM_BLD, OSSL_PARAM_BLD_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

/* What libcrypto says is dropped: it may tell a forger more than that it was refused. */
static void
fail (GError **error, NadiCryptoError code, const char *what)
{
  ERR_clear_error ();
  g_set_error_literal (error, NADI_CRYPTO_ERROR, (int) code, what);
}

static gboolean
is_allowed_bits (int bits)
{
  return bits == 2048 || bits == 3072 || bits == 4096;
}

static EVP_PKEY *
public_from_modulus (const guint8 *modulus, gsize length)
{
  g_autoptr (BIGNUM) n = BN_bin2bn (modulus, (int) length, NULL);
  g_autoptr (OSSL_PARAM_BLD) builder = OSSL_PARAM_BLD_new ();
  if (n == NULL || builder == NULL || !OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_N, n)
      || !OSSL_PARAM_BLD_push_uint (builder, OSSL_PKEY_PARAM_RSA_E, PUBLIC_EXPONENT))
    return NULL;
  g_autoptr (OSSL_PARAM) params = OSSL_PARAM_BLD_to_param (builder);
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "RSA", NULL);
  EVP_PKEY *key = NULL;
  if (params == NULL || context == NULL || EVP_PKEY_fromdata_init (context) <= 0
      || EVP_PKEY_fromdata (context, &key, EVP_PKEY_PUBLIC_KEY, params) <= 0)
    return NULL;
  return key;
}

NadiRsaPublic *
nadi_rsa_public_new (const guint8 *modulus, gsize length, GError **error)
{
  /* The length is settled by the first bit, and an even number is no product of odd primes. */
  if ((length != 2048 / 8 && length != 3072 / 8 && length != 4096 / 8) || !(modulus[0] & 0x80)
      || !(modulus[length - 1] & 1))
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "Not an RSA modulus of 2048, 3072 or 4096 bits");
      return NULL;
    }
  EVP_PKEY *key = public_from_modulus (modulus, length);
  if (key == NULL)
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "Not an RSA key");
      return NULL;
    }
  NadiRsaPublic *self = g_new0 (NadiRsaPublic, 1);
  g_atomic_ref_count_init (&self->references);
  self->key = key;
  self->modulus = g_bytes_new (modulus, length);
  return self;
}

NadiRsaPublic *
nadi_rsa_public_ref (NadiRsaPublic *key)
{
  g_atomic_ref_count_inc (&key->references);
  return key;
}

void
nadi_rsa_public_unref (NadiRsaPublic *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->references))
    return;
  EVP_PKEY_free (key->key);
  g_bytes_unref (key->modulus);
  g_free (key);
}

GBytes *
nadi_rsa_public_modulus (NadiRsaPublic *key)
{
  return g_bytes_ref (key->modulus);
}

static BIGNUM *
component (EVP_PKEY *key, const char *name)
{
  BIGNUM *value = NULL;
  return EVP_PKEY_get_bn_param (key, name, &value) ? value : NULL;
}

/* Keeps the key if it is one that Nadi takes. */
static NadiRsaPrivate *
private_from_key (EVP_PKEY *key, GError **error)
{
  g_autoptr (BIGNUM) n = component (key, OSSL_PKEY_PARAM_RSA_N);
  g_autoptr (BIGNUM) e = component (key, OSSL_PKEY_PARAM_RSA_E);
  guint8 modulus[4096 / 8];
  if (!EVP_PKEY_is_a (key, "RSA") || !is_allowed_bits (EVP_PKEY_get_bits (key)) || n == NULL || e == NULL
      || !BN_is_word (e, PUBLIC_EXPONENT))
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "Not an RSA key of 2048, 3072 or 4096 bits with exponent 65537");
      return NULL;
    }
  int length = BN_bn2bin (n, modulus);
  NadiRsaPublic *public_key = nadi_rsa_public_new (modulus, (gsize) length, error);
  if (public_key == NULL)
    return NULL;
  NadiRsaPrivate *self = g_new0 (NadiRsaPrivate, 1);
  g_atomic_ref_count_init (&self->references);
  EVP_PKEY_up_ref (key);
  self->key = key;
  self->public_key = public_key;
  return self;
}

NadiRsaPrivate *
nadi_rsa_private_generate (guint bits, GError **error)
{
  if (bits > G_MAXINT || !is_allowed_bits ((int) bits))
    {
      fail (error, NADI_CRYPTO_ERROR_PARAMETERS, "RSA keys have 2048, 3072 or 4096 bits");
      return NULL;
    }
  g_autoptr (EVP_PKEY) key = EVP_RSA_gen (bits);
  if (key == NULL)
    {
      fail (error, NADI_CRYPTO_ERROR_MEMORY, "No RSA key could be made");
      return NULL;
    }
  return private_from_key (key, error);
}

/* Do the two halves belong together? Without this a damaged key would fail much later, on a record. */
static gboolean
is_pair (EVP_PKEY *key)
{
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_pkey (NULL, key, NULL);
  return context != NULL && EVP_PKEY_pairwise_check (context) == 1;
}

NadiRsaPrivate *
nadi_rsa_private_from_der (const guint8 *der, gsize length, GError **error)
{
  const guint8 *end = der;
  g_autoptr (PKCS8_PRIV_KEY_INFO) info
      = length <= 64 * 1024 ? d2i_PKCS8_PRIV_KEY_INFO (NULL, &end, (long) length) : NULL;
  g_autoptr (EVP_PKEY) key = info != NULL && end == der + length ? EVP_PKCS82PKEY (info) : NULL;
  if (key == NULL)
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "Not a PKCS #8 key");
      return NULL;
    }
  g_autoptr (NadiRsaPrivate) self = private_from_key (key, error);
  if (self == NULL)
    return NULL;
  if (!is_pair (key))
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "The halves of an RSA key do not belong together");
      return NULL;
    }
  return g_steal_pointer (&self);
}

NadiSecret *
nadi_rsa_private_to_der (NadiRsaPrivate *key)
{
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = EVP_PKEY2PKCS8 (key->key);
  guchar *der = NULL;
  int length = info != NULL ? i2d_PKCS8_PRIV_KEY_INFO (info, &der) : -1;
  /* Only memory can be wanting: the key was whole when it came. */
  if (length < 0)
    g_error ("No memory for an RSA key");
  NadiSecret *secret = nadi_secret_new_copy (der, (gsize) length);
  OPENSSL_clear_free (der, (gsize) length);
  return secret;
}

NadiRsaPrivate *
nadi_rsa_private_ref (NadiRsaPrivate *key)
{
  g_atomic_ref_count_inc (&key->references);
  return key;
}

void
nadi_rsa_private_unref (NadiRsaPrivate *key)
{
  if (key == NULL || !g_atomic_ref_count_dec (&key->references))
    return;
  EVP_PKEY_free (key->key);
  nadi_rsa_public_unref (key->public_key);
  g_free (key);
}

NadiRsaPublic *
nadi_rsa_private_public (NadiRsaPrivate *key)
{
  return key->public_key;
}

gboolean
nadi_rsa_private_components (NadiRsaPrivate *key, NadiSecret *parts[8], GError **error)
{
  static const char *const names[8] = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
    OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
    OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
  };
  memset (parts, 0, sizeof names);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BIGNUM) value = component (key->key, names[i]);
      if (value == NULL)
        {
          for (guint k = 0; k < i; k++)
            g_clear_pointer (&parts[k], nadi_secret_unref);
          fail (error, NADI_CRYPTO_ERROR_KEY, "An RSA key lacks a component");
          return FALSE;
        }
      parts[i] = nadi_secret_new ((gsize) BN_num_bytes (value));
      BN_bn2bin (value, nadi_secret_data (parts[i]));
    }
  return TRUE;
}

static gboolean
set_oaep (EVP_PKEY_CTX *context, const guint8 *label, gsize label_length)
{
  if (EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_OAEP_PADDING) <= 0
      || EVP_PKEY_CTX_set_rsa_oaep_md (context, EVP_sha256 ()) <= 0
      || EVP_PKEY_CTX_set_rsa_mgf1_md (context, EVP_sha256 ()) <= 0)
    return FALSE;
  if (label_length == 0)
    return TRUE;
  guint8 *copy = label_length <= G_MAXINT ? OPENSSL_memdup (label, label_length) : NULL;
  if (copy == NULL)
    return FALSE;
  if (EVP_PKEY_CTX_set0_rsa_oaep_label (context, copy, (int) label_length) > 0)
    return TRUE;
  OPENSSL_free (copy);
  return FALSE;
}

GBytes *
nadi_rsa_oaep_encrypt (NadiRsaPublic *key, const guint8 *label, gsize label_length, const guint8 *message,
                       gsize length, GError **error)
{
  gsize size = g_bytes_get_size (key->modulus);
  if (length > size - OAEP_OVERHEAD)
    {
      fail (error, NADI_CRYPTO_ERROR_PARAMETERS, "A message is too long for an RSA key");
      return NULL;
    }
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_pkey (NULL, key->key, NULL);
  g_autofree guint8 *ciphertext = g_malloc (size);
  if (context == NULL || EVP_PKEY_encrypt_init (context) <= 0 || !set_oaep (context, label, label_length)
      || EVP_PKEY_encrypt (context, ciphertext, &size, message != NULL ? message : (const guint8 *) "",
                           length)
             <= 0)
    {
      fail (error, NADI_CRYPTO_ERROR_KEY, "An RSA key does not encrypt");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&ciphertext), size);
}

NadiSecret *
nadi_rsa_oaep_decrypt (NadiRsaPrivate *key, const guint8 *label, gsize label_length, const guint8 *ciphertext,
                       gsize length, GError **error)
{
  gsize size = g_bytes_get_size (key->public_key->modulus);
  guint8 plaintext[4096 / 8];
  g_autoptr (NadiSecret) message = NULL;
  gsize message_length = sizeof plaintext;
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_pkey (NULL, key->key, NULL);
  if (length == size && context != NULL && EVP_PKEY_decrypt_init (context) > 0
      && set_oaep (context, label, label_length)
      && EVP_PKEY_decrypt (context, plaintext, &message_length, ciphertext, length) > 0)
    message = nadi_secret_new_copy (plaintext, message_length);
  nadi_wipe (plaintext, sizeof plaintext);
  if (message == NULL)
    fail (error, NADI_CRYPTO_ERROR_REFUSED, "A wrapped key does not open");
  return g_steal_pointer (&message);
}
