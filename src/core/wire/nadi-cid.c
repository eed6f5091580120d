/* Content addresses, and archives of blobs under them. */
#include "nadi-cid.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-wire-private.h"

/* CIDv1, codec raw (0x55), multihash sha2-256 (0x12) of 32 bytes. */
static const guint8 prefix[4] = { 0x01, 0x55, 0x12, 0x20 };
#define BINARY_SIZE (sizeof prefix + NADI_HASH_SIZE)

static void
to_binary (const NadiHash *hash, guint8 binary[BINARY_SIZE])
{
  memcpy (binary, prefix, sizeof prefix);
  memcpy (binary + sizeof prefix, hash->bytes, NADI_HASH_SIZE);
}

static gboolean
from_binary (const guint8 *binary, NadiHash *hash)
{
  if (memcmp (binary, prefix, sizeof prefix) != 0)
    return FALSE;
  memcpy (hash->bytes, binary + sizeof prefix, NADI_HASH_SIZE);
  return TRUE;
}

char *
nadi_cid_from_hash (const NadiHash *hash)
{
  guint8 binary[BINARY_SIZE];
  to_binary (hash, binary);
  g_autofree char *text = nadi_base32_encode_lower (binary, sizeof binary);
  return g_strconcat ("b", text, NULL);
}

char *
nadi_cid_of (const guint8 *data, gsize length)
{
  NadiHash hash;
  nadi_sha256 (data, length, &hash);
  return nadi_cid_from_hash (&hash);
}

gboolean
nadi_cid_parse (const char *text, NadiHash *hash, GError **error)
{
  if (strnlen (text, NADI_CID_LENGTH + 1) == NADI_CID_LENGTH && text[0] == 'b')
    {
      g_autoptr (GBytes) binary = nadi_base32_decode_lower (text + 1, NADI_CID_LENGTH - 1, NULL);
      if (binary != NULL && g_bytes_get_size (binary) == BINARY_SIZE
          && from_binary (g_bytes_get_data (binary, NULL), hash))
        return TRUE;
    }
  return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a content address of Nadi's kind");
}

/* CARv1 (ipld.io/specs/transport/car/carv1): a header, then (varint length || CID || bytes)*.
 *
 * The only header that Nadi writes and reads is varint 17, then DAG-CBOR {"roots": [], "version": 1}. */
static const guint8 header[]
    = { 17, 0xa2, 0x65, 'r', 'o', 'o', 't', 's', 0x80, 0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 0x01 };

GByteArray *
nadi_car_new (void)
{
  GByteArray *car = g_byte_array_new ();
  g_byte_array_append (car, header, sizeof header);
  return car;
}

void
nadi_car_add (GByteArray *car, const guint8 *data, gsize length)
{
  NadiHash hash;
  guint8 binary[BINARY_SIZE];
  nadi_sha256 (data, length, &hash);
  to_binary (&hash, binary);
  nadi_write_varint (car, BINARY_SIZE + length);
  g_byte_array_append (car, binary, sizeof binary);
  g_byte_array_append (car, data, (guint) length);
}

static gboolean
read_block (NadiCursor *cursor, NadiCarBlock block, gpointer user_data, GError **error)
{
  guint64 size;
  const guint8 *binary, *data;
  NadiHash named, actual;
  if (!nadi_cursor_read_varint (cursor, &size) || size < BINARY_SIZE || size > nadi_cursor_left (cursor)
      || !nadi_cursor_read_bytes (cursor, BINARY_SIZE, &binary) || !from_binary (binary, &named)
      || !nadi_cursor_read_bytes (cursor, (gsize) size - BINARY_SIZE, &data))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A CAR's section is malformed");

  nadi_sha256 (data, (gsize) size - BINARY_SIZE, &actual);
  if (!nadi_hash_equal (&named, &actual))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A block does not hash to its content address");
  return block (&actual, data, (gsize) size - BINARY_SIZE, user_data, error);
}

gboolean
nadi_car_read (const guint8 *car, gsize length, NadiCarBlock block, gpointer user_data, GError **error)
{
  NadiCursor cursor;
  const guint8 *start;
  nadi_cursor_init (&cursor, car, length);
  if (!nadi_cursor_read_bytes (&cursor, sizeof header, &start) || memcmp (start, header, sizeof header) != 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a CAR without roots");
  while (nadi_cursor_left (&cursor) > 0)
    if (!read_block (&cursor, block, user_data, error))
      return FALSE;
  return TRUE;
}
