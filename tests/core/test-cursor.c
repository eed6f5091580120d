/* Bounded reading and writing of binary messages. */
#include "nadi-cursor.h"

#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  NadiHash hash = { { 9, 8, 7 } }, hash_read;
  nadi_write_u8 (out, 0xab);
  nadi_write_u16 (out, 0x1234);
  nadi_write_u32 (out, 0x89abcdef);
  nadi_write_u64 (out, G_GUINT64_CONSTANT (0x0123456789abcdef));
  nadi_write_varint (out, 300);
  g_byte_array_append (out, hash.bytes, sizeof hash.bytes);
  g_byte_array_append (out, (const guint8 *) "end", 3);
  static const guint8 start[] = { 0xab, 0x12, 0x34, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23 };
  g_assert_cmpmem (out->data, sizeof start, start, sizeof start);

  NadiCursor cursor;
  guint8 u8;
  guint16 u16;
  guint32 u32;
  guint64 u64, varint;
  const guint8 *bytes;
  nadi_cursor_init (&cursor, out->data, out->len);
  g_assert_cmpuint (nadi_cursor_left (&cursor), ==, out->len);
  g_assert_true (nadi_cursor_read_u8 (&cursor, &u8));
  g_assert_true (nadi_cursor_read_u16 (&cursor, &u16));
  g_assert_true (nadi_cursor_read_u32 (&cursor, &u32));
  g_assert_true (nadi_cursor_read_u64 (&cursor, &u64));
  g_assert_true (nadi_cursor_read_varint (&cursor, &varint));
  g_assert_true (nadi_cursor_read_hash (&cursor, &hash_read));
  g_assert_false (nadi_cursor_finished (&cursor));
  g_assert_true (nadi_cursor_read_bytes (&cursor, 3, &bytes));
  g_assert_true (nadi_cursor_finished (&cursor));
  g_assert_cmphex (u8, ==, 0xab);
  g_assert_cmphex (u16, ==, 0x1234);
  g_assert_cmphex (u32, ==, 0x89abcdef);
  g_assert_cmphex (u64, ==, G_GUINT64_CONSTANT (0x0123456789abcdef));
  g_assert_cmpuint (varint, ==, 300);
  g_assert_true (nadi_hash_equal (&hash, &hash_read));
  g_assert_cmpmem (bytes, 3, "end", 3);
}

static void
test_failure_stays (void)
{
  static const guint8 data[] = { 1, 2, 3 };
  NadiCursor cursor;
  guint8 u8 = 77;
  guint32 u32 = 77;
  nadi_cursor_init (&cursor, data, sizeof data);
  g_assert_false (nadi_cursor_read_u32 (&cursor, &u32));
  g_assert_cmpuint (u32, ==, 0);
  g_assert_false (nadi_cursor_read_u8 (&cursor, &u8));
  g_assert_cmpuint (u8, ==, 0);
  g_assert_cmpuint (nadi_cursor_left (&cursor), ==, 0);
  g_assert_false (nadi_cursor_finished (&cursor));
}

static void
test_lengths (void)
{
  static const guint8 data[] = { 1, 2, 3 };
  NadiCursor cursor;
  const guint8 *bytes;
  nadi_cursor_init (&cursor, data, sizeof data);
  g_assert_true (nadi_cursor_read_bytes (&cursor, 1, &bytes));
  g_assert_false (nadi_cursor_read_bytes (&cursor, G_MAXSIZE, &bytes));
  g_assert_null (bytes);

  nadi_cursor_init (&cursor, NULL, 0);
  g_assert_true (nadi_cursor_finished (&cursor));
  g_assert_true (nadi_cursor_read_bytes (&cursor, 0, &bytes));
  g_assert_false (nadi_cursor_read_bytes (&cursor, 1, &bytes));

  NadiHash hash;
  memset (&hash, 1, sizeof hash);
  nadi_cursor_init (&cursor, data, sizeof data);
  g_assert_false (nadi_cursor_read_hash (&cursor, &hash));
  g_assert_cmpuint (hash.bytes[31], ==, 0);
}

static void
check_varint (const char *bytes, gsize length, gboolean valid, guint64 expected)
{
  NadiCursor cursor;
  guint64 value;
  nadi_cursor_init (&cursor, (const guint8 *) bytes, length);
  g_assert_true (nadi_cursor_read_varint (&cursor, &value) == valid);
  g_assert_cmpuint (value, ==, expected);
  g_assert_true (nadi_cursor_finished (&cursor) == valid);
}

static void
test_varint (void)
{
  check_varint ("\x00", 1, TRUE, 0);
  check_varint ("\x7f", 1, TRUE, 127);
  check_varint ("\x80\x01", 2, TRUE, 128);
  check_varint ("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9, TRUE, G_MAXINT64);
  check_varint ("", 0, FALSE, 0);
  check_varint ("\x80", 1, FALSE, 0);
  check_varint ("\x80\x00", 2, FALSE, 0);
  check_varint ("\x81\x80\x00", 3, FALSE, 0);
  check_varint ("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10, FALSE, 0);

  static const guint64 values[] = { 0, 1, 127, 128, 16383, 16384, G_MAXUINT32, G_MAXINT64 };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GByteArray) out = g_byte_array_new ();
      nadi_write_varint (out, values[i]);
      check_varint ((const char *) out->data, out->len, TRUE, values[i]);
    }
}

static void
test_words (void)
{
  guint8 bytes[8];
  nadi_store_u64 (bytes, G_GUINT64_CONSTANT (0x0102030405060708));
  g_assert_cmpmem (bytes, 8, "\1\2\3\4\5\6\7\10", 8);
  g_assert_cmphex (nadi_load_u64 (bytes), ==, G_GUINT64_CONSTANT (0x0102030405060708));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cursor/round-trip", test_round_trip);
  g_test_add_func ("/cursor/failure-stays", test_failure_stays);
  g_test_add_func ("/cursor/lengths", test_lengths);
  g_test_add_func ("/cursor/varint", test_varint);
  g_test_add_func ("/cursor/words", test_words);
  return g_test_run ();
}
