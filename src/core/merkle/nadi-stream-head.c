/* Stream heads: a hash chain with a count. */
#include "nadi-stream-head.h"

#include "nadi-cursor.h"
#include "nadi-digest.h"

#define START_PREFIX 0x02
#define STEP_PREFIX 0x03

void
nadi_stream_start (const char *stream, NadiStreamHead *head)
{
  const guint8 prefix = START_PREFIX;
  NadiPart parts[] = { { &prefix, 1 }, { stream, strlen (stream) } };

  head->count = 0;
  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &head->hash);
}

void
nadi_stream_step (NadiStreamHead *head, const NadiHash *leaf)
{
  guint8 message[1 + 2 * NADI_HASH_SIZE];

  message[0] = STEP_PREFIX;
  memcpy (message + 1, head->hash.bytes, NADI_HASH_SIZE);
  memcpy (message + 1 + NADI_HASH_SIZE, leaf->bytes, NADI_HASH_SIZE);
  nadi_sha256 (message, sizeof message, &head->hash);
  head->count++;
}

void
nadi_stream_head_encode (const NadiStreamHead *head, guint8 out[NADI_STREAM_HEAD_SIZE])
{
  nadi_store_u64 (out, head->count);
  memcpy (out + sizeof head->count, head->hash.bytes, NADI_HASH_SIZE);
}

gboolean
nadi_stream_head_decode (const guint8 *data, gsize length, NadiStreamHead *head)
{
  NadiCursor cursor;

  nadi_cursor_init (&cursor, data, length);
  nadi_cursor_read_u64 (&cursor, &head->count);
  nadi_cursor_read_hash (&cursor, &head->hash);
  return nadi_cursor_finished (&cursor);
}
