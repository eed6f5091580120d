/* Certificates, as another party checks them: GnuTLS's verifier, and the openssl program where it is. */
#include "nadi-certificate.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "nadi-test.h"

#define DAY (24 * 3600)
#define BEGIN G_GINT64_CONSTANT (1700000000)
#define END (BEGIN + 100 * DAY)

static const char *const names[] = { "ledger.example.org", "localhost", "127.0.0.1", "::1", NULL };

typedef struct
{
  NadiCertificate *authority;
  NadiCertificate *server;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->authority = nadi_certificate_new_authority ("Test network", BEGIN, END, &error);
  g_assert_no_error (error);
  f->server = nadi_certificate_new_server (f->authority, names, BEGIN, END, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_certificate_free (f->authority);
  nadi_certificate_free (f->server);
}

static gnutls_x509_crt_t
import (NadiCertificate *certificate)
{
  gnutls_x509_crt_t imported;
  gnutls_datum_t pem = { (guchar *) certificate->certificate, (guint) strlen (certificate->certificate) };
  g_assert_cmpint (gnutls_x509_crt_init (&imported), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (imported, &pem, GNUTLS_X509_FMT_PEM), ==, 0);
  return imported;
}

static time_t now; /* what GnuTLS takes for the present */

static time_t
pinned_time (time_t *out)
{
  if (out != NULL)
    *out = now;
  return now;
}

/* What a TLS client would find: the verifier's status, 0 when all is well. */
static guint
verify (NadiCertificate *anchor, NadiCertificate *server, const char *name, gint64 when)
{
  gnutls_x509_trust_list_t trust;
  gnutls_x509_crt_t authority = import (anchor);
  gnutls_x509_crt_t chain[1] = { import (server) };
  gnutls_typed_vdata_st wanted[] = {
    { GNUTLS_DT_DNS_HOSTNAME, (guchar *) name, 0 },
    { GNUTLS_DT_KEY_PURPOSE_OID, (guchar *) GNUTLS_KP_TLS_WWW_SERVER, 0 },
  };
  guint status = G_MAXUINT;
  now = (time_t) when;
  g_assert_cmpint (gnutls_x509_trust_list_init (&trust, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_trust_list_add_cas (trust, &authority, 1, 0), ==, 1);
  g_assert_cmpint (
      gnutls_x509_trust_list_verify_crt2 (trust, chain, 1, wanted, G_N_ELEMENTS (wanted), 0, &status, NULL),
      >=, 0);
  gnutls_x509_trust_list_deinit (trust, 1);
  gnutls_x509_crt_deinit (chain[0]);
  return status;
}

static void
test_chain (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; names[i] != NULL; i++)
    g_assert_cmphex (verify (f->authority, f->server, names[i], BEGIN + DAY), ==, 0);
}

static void
test_wrong_name (Fixture *f, gconstpointer data)
{
  static const char *const others[]
      = { "example.org", "ledger.example.com", "127.0.0.2", "x.ledger.example.org" };
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmphex (verify (f->authority, f->server, others[i], BEGIN + DAY) & GNUTLS_CERT_UNEXPECTED_OWNER,
                     !=, 0);
}

static void
test_wrong_time (Fixture *f, gconstpointer data)
{
  g_assert_cmphex (verify (f->authority, f->server, names[0], END + 1) & GNUTLS_CERT_EXPIRED, !=, 0);
  g_assert_cmphex (verify (f->authority, f->server, names[0], BEGIN - 1) & GNUTLS_CERT_NOT_ACTIVATED, !=, 0);
  g_assert_cmphex (verify (f->authority, f->server, names[0], END - 1), ==, 0);
}

static void
test_wrong_authority (Fixture *f, gconstpointer data)
{
  g_autoptr (NadiCertificate) other = nadi_certificate_new_authority ("Test network", BEGIN, END, NULL);
  g_assert_cmphex (verify (other, f->server, names[0], BEGIN + DAY) & GNUTLS_CERT_INVALID, !=, 0);
  /* A server's certificate is no authority. */
  g_autoptr (NadiCertificate) below = nadi_certificate_new_server (f->server, names, BEGIN, END, NULL);
  g_assert_nonnull (below);
  g_assert_cmphex (verify (f->server, below, names[0], BEGIN + DAY) & GNUTLS_CERT_INVALID, !=, 0);
}

static void
test_fields (Fixture *f, gconstpointer data)
{
  gnutls_x509_crt_t server = import (f->server);
  guint8 serial[64];
  size_t size = sizeof serial;
  guint ca = 7, usage = 0;
  g_assert_cmpint (gnutls_x509_crt_get_version (server), ==, 3);
  g_assert_cmpint (gnutls_x509_crt_get_serial (server, serial, &size), ==, 0);
  g_assert_cmpuint (size, ==, 16);
  g_assert_cmpuint (serial[0] & 0x80, ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_basic_constraints (server, NULL, &ca, NULL), ==, 0);
  g_assert_cmpuint (ca, ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_key_usage (server, &usage, NULL), ==, 0);
  g_assert_cmpuint (usage, ==, GNUTLS_KEY_DIGITAL_SIGNATURE);
  g_assert_cmpint (gnutls_x509_crt_get_signature_algorithm (server), ==, GNUTLS_SIGN_ECDSA_SHA256);
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (server), ==, BEGIN);
  g_assert_cmpint (gnutls_x509_crt_get_expiration_time (server), ==, END);
  gnutls_x509_crt_deinit (server);
  g_assert_true (g_str_has_prefix (f->server->key, "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_true (g_str_has_prefix (f->server->certificate, "-----BEGIN CERTIFICATE-----\n"));
}

/* The program's certificate and key are what GIO loads for a server. */
static void
test_key_belongs (Fixture *f, gconstpointer data)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_datum_t certificate = { (guchar *) f->server->certificate, (guint) strlen (f->server->certificate) };
  gnutls_datum_t key = { (guchar *) f->server->key, (guint) strlen (f->server->key) };
  gnutls_datum_t other = { (guchar *) f->authority->key, (guint) strlen (f->authority->key) };
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&credentials), ==, 0);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem (credentials, &certificate, &key, GNUTLS_X509_FMT_PEM),
                   >=, 0);
  g_assert_cmpint (
      gnutls_certificate_set_x509_key_mem (credentials, &certificate, &other, GNUTLS_X509_FMT_PEM), <, 0);
  gnutls_certificate_free_credentials (credentials);
}

static void
test_openssl (Fixture *f, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("openssl");

  if (program == NULL)
    g_error ("there is no openssl program (tests/packages)");
  g_autofree char *folder = g_dir_make_tmp ("nadi-test-XXXXXX", NULL);
  g_autofree char *authority = g_build_filename (folder, "authority.pem", NULL);
  g_autofree char *server = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *within = g_strdup_printf ("%" G_GINT64_FORMAT, BEGIN + DAY);
  g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT, END + 1);
  g_assert_true (g_file_set_contents (authority, f->authority->certificate, -1, NULL));
  g_assert_true (g_file_set_contents (server, f->server->certificate, -1, NULL));

  const struct
  {
    const char *time, *kind, *name;
    gboolean holds;
  } checks[] = {
    { within, "-verify_hostname", "ledger.example.org", TRUE },
    { within, "-verify_ip", "127.0.0.1", TRUE },
    { within, "-verify_ip", "::1", TRUE },
    { within, "-verify_hostname", "other.example.org", FALSE },
    { within, "-verify_ip", "127.0.0.2", FALSE },
    { after, "-verify_hostname", "ledger.example.org", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (
          G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "verify",
          "-x509_strict", "-purpose", "sslserver", "-attime", checks[i].time, checks[i].kind, checks[i].name,
          "-CAfile", authority, server, NULL);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_true (g_subprocess_get_successful (process) == checks[i].holds);
    }
  g_unlink (authority);
  g_unlink (server);
  g_rmdir (folder);
}

static void
assert_no_server (NadiCertificate *authority, const char *name, gint64 begin, gint64 end,
                  NadiCryptoError code)
{
  const char *const list[] = { name, NULL };
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_certificate_new_server (authority, list, begin, end, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, (int) code);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const char *const bad_names[]
      = { "", "with space", "a/b", "*.example.org", ".example.org", "a\nb", "é" };
  for (gsize i = 0; i < G_N_ELEMENTS (bad_names); i++)
    assert_no_server (f->authority, bad_names[i], BEGIN, END, NADI_CRYPTO_ERROR_PARAMETERS);
  assert_no_server (f->authority, NULL, BEGIN, END, NADI_CRYPTO_ERROR_PARAMETERS);
  assert_no_server (f->authority, "a", END, BEGIN, NADI_CRYPTO_ERROR_PARAMETERS);

  g_assert_null (nadi_certificate_new_authority ("", BEGIN, END, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS);
  g_assert_null (nadi_certificate_new_authority ("x", BEGIN, BEGIN, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS);

  NadiCertificate no_key = { f->authority->certificate, (char *) "no key" };
  NadiCertificate no_certificate = { (char *) "no certificate", f->authority->key };
  assert_no_server (&no_key, "a", BEGIN, END, NADI_CRYPTO_ERROR_KEY);
  assert_no_server (&no_certificate, "a", BEGIN, END, NADI_CRYPTO_ERROR_KEY);
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gnutls_global_set_time_function (pinned_time);
  add ("/certificate/chain", test_chain);
  add ("/certificate/wrong-name", test_wrong_name);
  add ("/certificate/wrong-time", test_wrong_time);
  add ("/certificate/wrong-authority", test_wrong_authority);
  add ("/certificate/fields", test_fields);
  add ("/certificate/key-belongs", test_key_belongs);
  add ("/certificate/openssl", test_openssl);
  add ("/certificate/refused", test_refused);
  return g_test_run ();
}
