/* A bounded reader of binary messages, and the writers that mirror it. */
#include "nadi-cursor.h"

#include <string.h>

#define VARINT_MAX_BYTES 9

void
nadi_cursor_init (NadiCursor *cursor, const guint8 *data, gsize length)
{
  cursor->data = data;
  cursor->length = length;
  cursor->position = 0;
  cursor->failed = FALSE;
}

gsize
nadi_cursor_left (const NadiCursor *cursor)
{
  return cursor->failed ? 0 : cursor->length - cursor->position;
}

gboolean
nadi_cursor_read_bytes (NadiCursor *cursor, gsize length, const guint8 **bytes)
{
  if (cursor->failed || length > cursor->length - cursor->position)
    {
      cursor->failed = TRUE;
      *bytes = NULL;
      return FALSE;
    }
  /* No arithmetic on a NULL buffer, which an empty message may be. */
  *bytes = cursor->position == 0 ? cursor->data : cursor->data + cursor->position;
  cursor->position += length;
  return TRUE;
}

static gboolean
read_big_endian (NadiCursor *cursor, gsize size, guint64 *value)
{
  const guint8 *bytes;
  *value = 0;
  if (!nadi_cursor_read_bytes (cursor, size, &bytes))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    *value = *value << 8 | bytes[i];
  return TRUE;
}

gboolean
nadi_cursor_read_u8 (NadiCursor *cursor, guint8 *value)
{
  guint64 wide;
  gboolean read = read_big_endian (cursor, 1, &wide);
  *value = (guint8) wide;
  return read;
}

gboolean
nadi_cursor_read_u16 (NadiCursor *cursor, guint16 *value)
{
  guint64 wide;
  gboolean read = read_big_endian (cursor, 2, &wide);
  *value = (guint16) wide;
  return read;
}

gboolean
nadi_cursor_read_u32 (NadiCursor *cursor, guint32 *value)
{
  guint64 wide;
  gboolean read = read_big_endian (cursor, 4, &wide);
  *value = (guint32) wide;
  return read;
}

gboolean
nadi_cursor_read_u64 (NadiCursor *cursor, guint64 *value)
{
  return read_big_endian (cursor, 8, value);
}

gboolean
nadi_cursor_read_hash (NadiCursor *cursor, NadiHash *hash)
{
  const guint8 *bytes;
  if (!nadi_cursor_read_bytes (cursor, NADI_HASH_SIZE, &bytes))
    {
      memset (hash, 0, sizeof *hash);
      return FALSE;
    }
  memcpy (hash->bytes, bytes, NADI_HASH_SIZE);
  return TRUE;
}

gboolean
nadi_cursor_read_varint (NadiCursor *cursor, guint64 *value)
{
  guint64 result = 0;
  *value = 0;
  for (guint i = 0; i < VARINT_MAX_BYTES; i++)
    {
      guint8 byte;
      if (!nadi_cursor_read_u8 (cursor, &byte))
        return FALSE;
      result |= (guint64) (byte & 0x7f) << (7 * i);
      if (byte & 0x80)
        continue;
      /* A last byte of zero adds nothing: the same value has a shorter form. */
      if (byte == 0 && i > 0)
        break;
      *value = result;
      return TRUE;
    }
  cursor->failed = TRUE;
  return FALSE;
}

gboolean
nadi_cursor_finished (const NadiCursor *cursor)
{
  return !cursor->failed && cursor->position == cursor->length;
}

static void
write_big_endian (GByteArray *out, gsize size, guint64 value)
{
  guint8 bytes[8];
  nadi_store_u64 (bytes, value);
  g_byte_array_append (out, bytes + 8 - size, (guint) size);
}

void
nadi_write_u8 (GByteArray *out, guint8 value)
{
  write_big_endian (out, 1, value);
}

void
nadi_write_u16 (GByteArray *out, guint16 value)
{
  write_big_endian (out, 2, value);
}

void
nadi_write_u32 (GByteArray *out, guint32 value)
{
  write_big_endian (out, 4, value);
}

void
nadi_write_u64 (GByteArray *out, guint64 value)
{
  write_big_endian (out, 8, value);
}

void
nadi_write_varint (GByteArray *out, guint64 value)
{
  /* What nine bytes can't hold, no reader would take. */
  g_return_if_fail (value < G_GUINT64_CONSTANT (1) << (7 * VARINT_MAX_BYTES));

  while (value >= 0x80)
    {
      nadi_write_u8 (out, (guint8) (value & 0x7f) | 0x80);
      value >>= 7;
    }
  nadi_write_u8 (out, (guint8) value);
}

void
nadi_store_u64 (guint8 out[8], guint64 value)
{
  guint64 big = GUINT64_TO_BE (value);
  memcpy (out, &big, sizeof big);
}

guint64
nadi_load_u64 (const guint8 in[8])
{
  guint64 big;
  memcpy (&big, in, sizeof big);
  return GUINT64_FROM_BE (big);
}
