/* The only way that Nadi reads binary bytes from outside: a cursor that can't leave its buffer.
 *
 * A read past the end fails, sets the cursor to failed, and every later read fails too, so that a parser
 * may read a whole message and ask once. Integers are big-endian. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"

typedef struct
{
  const guint8 *data;
  gsize length;
  gsize position;
  gboolean failed;
} NadiCursor;

void nadi_cursor_init (NadiCursor *cursor, const guint8 *data, gsize length);
gsize nadi_cursor_left (const NadiCursor *cursor);
gboolean nadi_cursor_read_u8 (NadiCursor *cursor, guint8 *value);
gboolean nadi_cursor_read_u16 (NadiCursor *cursor, guint16 *value);
gboolean nadi_cursor_read_u32 (NadiCursor *cursor, guint32 *value);
gboolean nadi_cursor_read_u64 (NadiCursor *cursor, guint64 *value);
gboolean nadi_cursor_read_hash (NadiCursor *cursor, NadiHash *hash);
/* A borrowed pointer into the buffer. */
gboolean nadi_cursor_read_bytes (NadiCursor *cursor, gsize length, const guint8 **bytes);
/* Unsigned LEB128 as multiformats use it: at most 9 bytes, shortest form only. */
gboolean nadi_cursor_read_varint (NadiCursor *cursor, guint64 *value);
/* TRUE when nothing failed and nothing is left. */
gboolean nadi_cursor_finished (const NadiCursor *cursor);

/* Writing: onto the end of a GByteArray. */
void nadi_write_u8 (GByteArray *out, guint8 value);
void nadi_write_u16 (GByteArray *out, guint16 value);
void nadi_write_u32 (GByteArray *out, guint32 value);
void nadi_write_u64 (GByteArray *out, guint64 value);
void nadi_write_varint (GByteArray *out, guint64 value);
void nadi_store_u64 (guint8 out[8], guint64 value);
guint64 nadi_load_u64 (const guint8 in[8]);
