/* Text encodings: what decodes encodes to the same text, whatever is encoded decodes to itself, and nothing
 * else does. The first byte picks the encoding. */
#include <string.h>

#include "nadi-encoding.h"
#include "nadi-uuid.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  char *(*encode) (const guint8 *data, gsize length);
  GBytes *(*decode) (const char *text, gssize length, GError **error);
  gboolean canonical;
} Encoding;

static const Encoding encodings[] = {
  { nadi_hex_encode, nadi_hex_decode, TRUE },
  { nadi_base64_encode, nadi_base64_decode, TRUE },
  { nadi_base64url_encode, nadi_base64url_decode, TRUE },
  { nadi_base32_encode_lower, nadi_base32_decode_lower, TRUE },
  { nadi_crockford_encode, nadi_crockford_decode, FALSE },
};

static void
decode_then_encode (const Encoding *encoding, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = encoding->decode ((const char *) data, (gssize) size, &error);
  g_assert_true ((bytes == NULL) == (error != NULL));
  if (bytes == NULL || !encoding->canonical)
    return;
  g_autofree char *text = encoding->encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpmem (text, strlen (text), data, size);
}

static void
encode_then_decode (const Encoding *encoding, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = encoding->encode (data, size);
  g_autoptr (GBytes) bytes = encoding->decode (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
}

static void
check_uuid (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char again[NADI_UUID_TEXT_SIZE];
  guint8 bytes[16];
  if (!nadi_uuid_to_bytes (text, bytes))
    return;
  nadi_uuid_from_bytes (bytes, again);
  g_assert_cmpstr (again, ==, text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  const Encoding *encoding = &encodings[data[0] % G_N_ELEMENTS (encodings)];
  decode_then_encode (encoding, data + 1, size - 1);
  encode_then_decode (encoding, data + 1, size - 1);
  check_uuid (data + 1, size - 1);
  return 0;
}
