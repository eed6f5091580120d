/* Stream heads: a chain whose every step is hashed here by hand. */
#include "nadi-cursor.h"
#include "nadi-encoding.h"
#include "nadi-digest.h"
#include "nadi-stream-head.h"

static void
test_start (void)
{
  NadiStreamHead head, other;
  NadiHash expected;

  nadi_stream_start ("n", &head);
  nadi_sha256 ((const guint8 *) "\002n", 2, &expected);
  g_assert_cmpuint (head.count, ==, 0);
  g_assert_true (nadi_hash_equal (&head.hash, &expected));

  nadi_stream_start ("o:1", &other);
  g_assert_false (nadi_hash_equal (&head.hash, &other.hash));
}

static void
test_step (void)
{
  NadiStreamHead head;
  NadiHash leaf, expected;
  guint8 message[65];

  nadi_stream_start ("n", &head);
  for (guint i = 0; i < 3; i++)
    {
      memset (&leaf, i, sizeof leaf);
      message[0] = 3;
      memcpy (message + 1, &head.hash, 32);
      memcpy (message + 33, &leaf, 32);
      nadi_sha256 (message, sizeof message, &expected);
      nadi_stream_step (&head, &leaf);
      g_assert_cmpuint (head.count, ==, i + 1);
      g_assert_true (nadi_hash_equal (&head.hash, &expected));
    }
}

/* Order counts. */
static void
test_order (void)
{
  NadiHash a = { { 1 } }, b = { { 2 } };
  NadiStreamHead ab, ba;

  nadi_stream_start ("n", &ab);
  ba = ab;
  nadi_stream_step (&ab, &a);
  nadi_stream_step (&ab, &b);
  nadi_stream_step (&ba, &b);
  nadi_stream_step (&ba, &a);
  g_assert_false (nadi_hash_equal (&ab.hash, &ba.hash));
}

static void
test_encode (void)
{
  NadiStreamHead head = { .count = G_GUINT64_CONSTANT (0x0102030405060708) }, back;
  guint8 bytes[NADI_STREAM_HEAD_SIZE + 1] = { 0 };
  g_autofree char *text = NULL;

  memset (&head.hash, 0xab, sizeof head.hash);
  nadi_stream_head_encode (&head, bytes);
  text = nadi_hex_encode (bytes, NADI_STREAM_HEAD_SIZE);
  g_assert_cmpstr (text, ==,
                   "0102030405060708"
                   "abababababababababababababababababababababababababababababababab");

  g_assert_true (nadi_stream_head_decode (bytes, NADI_STREAM_HEAD_SIZE, &back));
  g_assert_cmpuint (back.count, ==, head.count);
  g_assert_true (nadi_hash_equal (&back.hash, &head.hash));
  for (gsize length = 0; length < NADI_STREAM_HEAD_SIZE; length++)
    g_assert_false (nadi_stream_head_decode (bytes, length, &back));
  g_assert_false (nadi_stream_head_decode (bytes, sizeof bytes, &back));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-head/start", test_start);
  g_test_add_func ("/stream-head/step", test_step);
  g_test_add_func ("/stream-head/order", test_order);
  g_test_add_func ("/stream-head/encode", test_encode);
  return g_test_run ();
}
