/* X.509 certificates of the network, through GnuTLS, whose own random source makes keys and serials. */
#include "nadi-certificate.h"

#include <gio/gio.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "nadi-secret.h"

#define SERIAL_SIZE 16
#define KEY_ID_SIZE 20
#define COMMON_NAME_MAX 64 /* RFC 5280, ub-common-name */

typedef struct gnutls_x509_crt_int Certificate;
typedef struct gnutls_x509_privkey_int PrivateKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, gnutls_x509_crt_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrivateKey, gnutls_x509_privkey_deinit)

void
nadi_certificate_free (NadiCertificate *certificate)
{
  if (certificate == NULL)
    return;
  if (certificate->key != NULL)
    nadi_wipe (certificate->key, strlen (certificate->key));
  g_free (certificate->key);
  g_free (certificate->certificate);
  g_free (certificate);
}

static gboolean
check (int result, GError **error)
{
  if (result >= 0)
    return TRUE;
  NadiCryptoError code
      = result == GNUTLS_E_MEMORY_ERROR ? NADI_CRYPTO_ERROR_MEMORY : NADI_CRYPTO_ERROR_PARAMETERS;
  g_set_error (error, NADI_CRYPTO_ERROR, (int) code, "A certificate could not be made: %s",
               gnutls_strerror (result));
  return FALSE;
}

static PrivateKey *
make_key (GError **error)
{
  g_autoptr (PrivateKey) key = NULL;
  if (!check (gnutls_x509_privkey_init (&key), error)
      || !check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                               GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                 error))
    return NULL;
  return g_steal_pointer (&key);
}

/* RFC 5280 §4.1.2.2: positive, and at least 64 random bits so that nobody foresees it. */
static gboolean
set_serial (Certificate *certificate, GError **error)
{
  guint8 serial[SERIAL_SIZE];
  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error))
    return FALSE;
  serial[0] = (guint8) ((serial[0] & 0x7f) | 0x40);
  return check (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial), error);
}

/* What authority and server certificates have in common. */
static Certificate *
begin_certificate (PrivateKey *key, const char *name, gint64 not_before, gint64 not_after, GError **error)
{
  g_autoptr (Certificate) certificate = NULL;
  guint8 key_id[KEY_ID_SIZE];
  size_t key_id_size = sizeof key_id;
  gsize name_length = strlen (name);
  if (name_length == 0 || name_length > COMMON_NAME_MAX || not_before < 0 || not_after <= not_before)
    {
      g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS,
                           "A certificate needs a short name and a time that ends after it begins");
      return NULL;
    }
  if (!check (gnutls_x509_crt_init (&certificate), error)
      || !check (gnutls_x509_crt_set_version (certificate, 3), error) || !set_serial (certificate, error)
      || !check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                                (unsigned int) name_length),
                 error)
      || !check (gnutls_x509_crt_set_activation_time (certificate, (time_t) not_before), error)
      || !check (gnutls_x509_crt_set_expiration_time (certificate, (time_t) not_after), error)
      || !check (gnutls_x509_crt_set_key (certificate, key), error)
      || !check (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA1, key_id, &key_id_size), error)
      || !check (gnutls_x509_crt_set_subject_key_id (certificate, key_id, key_id_size), error))
    return NULL;
  return g_steal_pointer (&certificate);
}

/* GnuTLS ends PEM with a zero byte that it does not count. */
static char *
take_pem (gnutls_datum_t *pem)
{
  char *text = g_strndup ((const char *) pem->data, pem->size);
  nadi_wipe (pem->data, pem->size);
  gnutls_free (pem->data);
  return text;
}

static NadiCertificate *
export_both (Certificate *certificate, PrivateKey *key, GError **error)
{
  gnutls_datum_t certificate_pem = { NULL, 0 };
  gnutls_datum_t key_pem = { NULL, 0 };
  g_autoptr (NadiCertificate) self = g_new0 (NadiCertificate, 1);
  if (!check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem), error))
    return NULL;
  self->certificate = take_pem (&certificate_pem);
  if (!check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem),
              error))
    return NULL;
  self->key = take_pem (&key_pem);
  return g_steal_pointer (&self);
}

NadiCertificate *
nadi_certificate_new_authority (const char *name, gint64 not_before, gint64 not_after, GError **error)
{
  g_autoptr (PrivateKey) key = make_key (error);
  if (key == NULL)
    return NULL;
  g_autoptr (Certificate) certificate = begin_certificate (key, name, not_before, not_after, error);
  /* Path length 0: no authority under this one. */
  if (certificate == NULL || !check (gnutls_x509_crt_set_basic_constraints (certificate, 1, 0), error)
      || !check (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN),
                 error)
      || !check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), error))
    return NULL;
  return export_both (certificate, key, error);
}

static gboolean
is_dns_name (const char *name)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
  return *name != '\0' && *name != '.' && *name != '-' && name[strspn (name, allowed)] == '\0';
}

static gboolean
add_name (Certificate *certificate, const char *name, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  if (address != NULL)
    return check (gnutls_x509_crt_set_subject_alt_name (
                      certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                      (unsigned int) g_inet_address_get_native_size (address), GNUTLS_FSAN_APPEND),
                  error);
  if (!is_dns_name (name))
    {
      g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS,
                           "A server name is neither a DNS name nor an address");
      return FALSE;
    }
  return check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name,
                                                      (unsigned int) strlen (name), GNUTLS_FSAN_APPEND),
                error);
}

static gboolean
import_authority (NadiCertificate *authority, Certificate **certificate, PrivateKey **key, GError **error)
{
  gnutls_datum_t certificate_pem
      = { (guchar *) authority->certificate, (guint) strlen (authority->certificate) };
  gnutls_datum_t key_pem = { (guchar *) authority->key, (guint) strlen (authority->key) };
  if (!check (gnutls_x509_crt_init (certificate), error) || !check (gnutls_x509_privkey_init (key), error))
    return FALSE;
  if (gnutls_x509_crt_import (*certificate, &certificate_pem, GNUTLS_X509_FMT_PEM) >= 0
      && gnutls_x509_privkey_import2 (*key, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0)
    return TRUE;
  g_set_error_literal (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_KEY,
                       "The authority is no certificate with its key");
  return FALSE;
}

static gboolean
set_authority_key_id (Certificate *certificate, Certificate *authority, GError **error)
{
  guint8 key_id[64];
  size_t size = sizeof key_id;
  return check (gnutls_x509_crt_get_subject_key_id (authority, key_id, &size, NULL), error)
         && check (gnutls_x509_crt_set_authority_key_id (certificate, key_id, size), error);
}

NadiCertificate *
nadi_certificate_new_server (NadiCertificate *authority, const char *const *names, gint64 not_before,
                             gint64 not_after, GError **error)
{
  g_autoptr (Certificate) issuer = NULL;
  g_autoptr (PrivateKey) issuer_key = NULL;
  if (!import_authority (authority, &issuer, &issuer_key, error))
    return NULL;
  g_autoptr (PrivateKey) key = make_key (error);
  if (key == NULL)
    return NULL;
  g_autoptr (Certificate) certificate
      = begin_certificate (key, names[0] != NULL ? names[0] : "", not_before, not_after, error);
  if (certificate == NULL)
    return NULL;
  for (gsize i = 0; names[i] != NULL; i++)
    if (!add_name (certificate, names[i], error))
      return NULL;
  if (!check (gnutls_x509_crt_set_basic_constraints (certificate, 0, -1), error)
      || !check (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE), error)
      || !check (gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0), error)
      || !set_authority_key_id (certificate, issuer, error)
      || !check (gnutls_x509_crt_sign2 (certificate, issuer, issuer_key, GNUTLS_DIG_SHA256, 0), error))
    return NULL;
  return export_both (certificate, key, error);
}
