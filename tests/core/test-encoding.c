/* Bytes as text: the published examples, and what each decoder refuses. */
#include "nadi-encoding.h"

#include <string.h>

#include "nadi-error.h"
#include "nadi-hash.h"
#include "nadi-source.h"
#include "nadi-test.h"

typedef char *(*Encoder) (const guint8 *data, gsize length);
typedef GBytes *(*Decoder) (const char *text, gssize length, GError **error);

static void
check (Encoder encode, Decoder decode, const char *plain, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = encode ((const guint8 *) plain, strlen (plain));
  g_assert_cmpstr (text, ==, expected);
  g_autoptr (GBytes) bytes = decode (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain, strlen (plain));
}

static void
check_refused (Decoder decode, const char *const *texts)
{
  for (; *texts != NULL; texts++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (*texts, NULL);
      g_test_message ("refuses '%s'", shown);
      g_assert_null (decode (*texts, -1, &error));
      g_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
    }
}

/* RFC 4648 §10 for all. */
static void
test_hex (void)
{
  check (nadi_hex_encode, nadi_hex_decode, "", "");
  check (nadi_hex_encode, nadi_hex_decode, "foobar", "666f6f626172");
  static const char *const refused[] = { "6", "666", "6G", "AB", "6 ", " 66", "66\n", "0x66", "6:6:", NULL };
  check_refused (nadi_hex_decode, refused);
}

static void
test_base64 (void)
{
  check (nadi_base64_encode, nadi_base64_decode, "", "");
  check (nadi_base64_encode, nadi_base64_decode, "f", "Zg==");
  check (nadi_base64_encode, nadi_base64_decode, "fo", "Zm8=");
  check (nadi_base64_encode, nadi_base64_decode, "foo", "Zm9v");
  check (nadi_base64_encode, nadi_base64_decode, "foob", "Zm9vYg==");
  check (nadi_base64_encode, nadi_base64_decode, "fooba", "Zm9vYmE=");
  check (nadi_base64_encode, nadi_base64_decode, "foobar", "Zm9vYmFy");
  check (nadi_base64_encode, nadi_base64_decode, "\xfb\xff\xfe", "+//+");
  static const char *const refused[] = {
    "=",    "==",       "===",   "====",      "Z",     "Zg",       "Zg=",      "Zg===", "Z===", "Zh==", "Zm9=",
    "Zm8",  "Zm9v=",    "Zm9v====", "Zg==Zg==", "Z=g=", " Zm9v",   "Zm9v\n",   "Zm 9", "-__-", "Zm9\xc3", "Zg=a",
    "=Zm9", "Zm9vYg=\n", NULL,
  };
  check_refused (nadi_base64_decode, refused);
}

static void
test_base64url (void)
{
  check (nadi_base64url_encode, nadi_base64url_decode, "", "");
  check (nadi_base64url_encode, nadi_base64url_decode, "f", "Zg");
  check (nadi_base64url_encode, nadi_base64url_decode, "fo", "Zm8");
  check (nadi_base64url_encode, nadi_base64url_decode, "foo", "Zm9v");
  check (nadi_base64url_encode, nadi_base64url_decode, "\xfb\xff\xfe", "-__-");
  static const char *const refused[] = { "Z", "Zg==", "Zh", "Zm9", "Zm9vZ", "+//+", "Zm9v=", " Zg", "Zg ", "Z.g", NULL };
  check_refused (nadi_base64url_decode, refused);
}

static void
test_base64url_into (void)
{
  guint8 buffer[4] = { 0, 0, 0, 0xee };
  g_autoptr (GError) error = NULL;
  g_assert_true (nadi_base64url_decode_into ("Zm9v", -1, buffer, 3, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (buffer, 4, "foo\xee", 4);
  static const char *const refused[] = { "Zm8", "Zm9vYg", "Zm9=", "", "Zm9v\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (nadi_base64url_decode_into (refused[i], -1, buffer, 3, &error));
      nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
      g_assert_cmphex (buffer[3], ==, 0xee);
    }
}

static void
test_base32 (void)
{
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "", "");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "f", "my");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "fo", "mzxq");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "foo", "mzxw6");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "foob", "mzxw6yq");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "fooba", "mzxw6ytb");
  check (nadi_base32_encode_lower, nadi_base32_decode_lower, "foobar", "mzxw6ytboi");
  static const char *const refused[] = { "MY", "my======", "m", "mzx", "mzxw6y", "mz", "mzxw7", "m1", "m8", "my ", NULL };
  check_refused (nadi_base32_decode_lower, refused);
}

static void
test_crockford (void)
{
  static const char *const same[] = { "CSQPY", "csqpy", "C-SQ-PY", " c s q p y ", "C SQ-pY" };
  check (nadi_crockford_encode, nadi_crockford_decode, "", "");
  check (nadi_crockford_encode, nadi_crockford_decode, "foo", "CSQPY");
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (GBytes) bytes = nadi_crockford_decode (same[i], -1, NULL);
      g_assert_nonnull (bytes);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "foo", 3);
    }
  g_autoptr (GBytes) read_as = nadi_crockford_decode ("OolLiI01", -1, NULL);
  g_autoptr (GBytes) meant = nadi_crockford_decode ("00111101", -1, NULL);
  g_assert_true (g_bytes_equal (read_as, meant));
  static const char *const refused[] = { "U0", "u0", "C", "CSQ", "CSQPYC", "CR1", "C_SQPY", "CSQP\t", "CSQPZ", NULL };
  check_refused (nadi_crockford_decode, refused);
}

/* Only as many bytes as said, and no zero byte among them. */
static void
test_explicit_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part = nadi_hex_decode ("6667zz", 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (part), ==, 2);
  g_assert_null (nadi_hex_decode ("66\0" "6", 4, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
  g_assert_null (nadi_crockford_decode ("CS\0" "Q", 4, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
}

/* One text for one value: whatever decodes encodes to itself. */
static void
test_canonical (void)
{
  static const struct
  {
    Encoder encode;
    Decoder decode;
    const char *alphabet;
  } encodings[] = {
    { nadi_hex_encode, nadi_hex_decode, "0123456789abcdefABG =" },
    { nadi_base64_encode, nadi_base64_decode, "ABCghijkQwx089+/====" },
    { nadi_base64url_encode, nadi_base64url_decode, "ABCghijkQwx089-_=" },
    { nadi_base32_encode_lower, nadi_base32_decode_lower, "abcdefghqrstwxyz234567=" },
  };
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      guint n_decoded = 0;
      for (guint round = 0; round < 20000; round++)
        {
          char text[16];
          gsize length = nadi_random_below (&random.random, sizeof text);
          for (gsize k = 0; k < length; k++)
            text[k] = encodings[i].alphabet[nadi_random_below (&random.random, strlen (encodings[i].alphabet))];
          text[length] = '\0';
          g_autoptr (GBytes) bytes = encodings[i].decode (text, -1, NULL);
          if (bytes == NULL)
            continue;
          g_autofree char *again = encodings[i].encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
          g_assert_cmpstr (again, ==, text);
          n_decoded++;
        }
      g_assert_cmpuint (n_decoded, >, 500);
    }
}

static void
test_hash_text (void)
{
  g_autoptr (GError) error = NULL;
  NadiHash hash, again;
  memset (&hash, 0xff, sizeof hash);
  g_autofree char *text = nadi_hash_to_text (&hash);
  g_assert_cmpstr (text, ==, "__________________________________________8");
  g_assert_true (nadi_hash_from_text (text, &again, &error));
  g_assert_no_error (error);
  g_assert_true (nadi_hash_equal (&hash, &again));
  static const char *const refused[] = {
    "", "__________________________________________9", "__________________________________________",
    "__________________________________________8A", "__________________________________________8=",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (nadi_hash_from_text (refused[i], &again, &error));
      nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoding/hex", test_hex);
  g_test_add_func ("/encoding/base64", test_base64);
  g_test_add_func ("/encoding/base64url", test_base64url);
  g_test_add_func ("/encoding/base64url-into", test_base64url_into);
  g_test_add_func ("/encoding/base32", test_base32);
  g_test_add_func ("/encoding/crockford", test_crockford);
  g_test_add_func ("/encoding/explicit-length", test_explicit_length);
  g_test_add_func ("/encoding/canonical", test_canonical);
  g_test_add_func ("/encoding/hash-text", test_hash_text);
  return g_test_run ();
}
