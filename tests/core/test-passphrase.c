/* Argon2id: values of the reference program, and costs that are refused before any work. */
#include "nadi-passphrase.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-test.h"

static void
check (const char *passphrase, const char *salt, NadiKdfCost cost, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) output
      = nadi_passphrase_stretch (passphrase, (const guint8 *) salt, strlen (salt), &cost, length, &error);
  g_assert_no_error (error);
  g_autofree char *hex = nadi_hex_encode (nadi_secret_data (output), nadi_secret_size (output));
  g_assert_cmpstr (hex, ==, expected);
}

/* printf 'correct horse' | argon2 0123456789abcdef -id -t 3 -k 65536 -p 1 -l 32 -r, and so on. */
static void
test_values (void)
{
  check ("correct horse", "0123456789abcdef", nadi_kdf_cost_default, 32,
         "92599c67f23f1d9dce9b6f0cfb5a9b18ce110336de00799947472465edd9e49a");
  check ("correct horse", "0123456789abcdef", (NadiKdfCost){ 70000, 4, 1 }, 64,
         "c15acb2d7412e3b1a09c7e6c0a83457f4c88fd274710bc48a9fc1eb90f0da637c06dd8553f3deb2022d30a7b721bc473ada"
         "8154d"
         "a3068c000b2ee2f851060413");
  check ("\xe0\xa4\xa8\xe0\xa4\xbe\xe0\xa4\xa1\xe0\xa5\x80", "somesaltsomesalt", nadi_kdf_cost_default, 16,
         "36e091261472815a62e982f62f4774ce");
}

static void
test_default (void)
{
  g_assert_cmpuint (nadi_kdf_cost_default.memory_kib, ==, 64 * 1024);
  g_assert_cmpuint (nadi_kdf_cost_default.passes, ==, 3);
  g_assert_cmpuint (nadi_kdf_cost_default.lanes, ==, 1);
}

static void
assert_refused (NadiKdfCost cost, gsize salt_length, gsize length)
{
  static const guint8 salt[2000];
  g_autoptr (GError) error = NULL;
  gint64 start = nadi_test_cpu_time ();

  g_assert_null (nadi_passphrase_stretch ("passphrase", salt, salt_length, &cost, length, &error));
  g_assert_cmpint (nadi_test_cpu_time () - start, <, 100 * 1000);
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS);
}

static void
test_limits (void)
{
  static const NadiKdfCost costs[] = {
    { 0, 0, 0 },        { 65535, 3, 1 }, { 1048577, 3, 1 },         { G_MAXUINT32, 3, 1 },
    { 65536, 2, 1 },    { 65536, 0, 1 }, { 65536, 11, 1 },          { 65536, G_MAXUINT32, 1 },
    { 65536, 3, 0 },    { 65536, 3, 2 }, { 65536, 3, G_MAXUINT32 }, { 8, 1, 1 },
    { 1048577, 11, 1 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++)
    assert_refused (costs[i], 16, 32);
  assert_refused (nadi_kdf_cost_default, 0, 32);
  assert_refused (nadi_kdf_cost_default, 15, 32);
  assert_refused (nadi_kdf_cost_default, 1025, 32);
  assert_refused (nadi_kdf_cost_default, 16, 0);
  assert_refused (nadi_kdf_cost_default, 16, 15);
  assert_refused (nadi_kdf_cost_default, 16, G_MAXSIZE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passphrase/values", test_values);
  g_test_add_func ("/passphrase/default", test_default);
  g_test_add_func ("/passphrase/limits", test_limits);
  return g_test_run ();
}
