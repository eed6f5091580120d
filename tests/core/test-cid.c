/* Content addresses and archives of blobs. */
#include "nadi-cid.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-test.h"

/* ipfs: `echo -n hello | ipfs add --raw-leaves --cid-version 1` */
#define HELLO_CID "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq"

static void
test_address (void)
{
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "hello", 5);
  g_assert_cmpstr (cid, ==, HELLO_CID);
  g_assert_cmpuint (strlen (cid), ==, NADI_CID_LENGTH);
  NadiHash hash, parsed;
  nadi_sha256 ((const guint8 *) "hello", 5, &hash);
  g_assert_true (nadi_cid_parse (cid, &parsed, NULL));
  g_assert_true (nadi_hash_equal (&hash, &parsed));
  g_autofree char *again = nadi_cid_from_hash (&parsed);
  g_assert_cmpstr (again, ==, cid);
}

static void
test_other_addresses (void)
{
  static const char *const bad[] = {
    "",
    "b",
    "BAFKREIBM6JG3UX5QUMHCN2B3FLC3TYU6DMLB4XA7U5BF44YEGNRJHC4YEQ",
    "Bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq",
    HELLO_CID "=",
    HELLO_CID "a",
    "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye",
    "bafybeibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq", /* dag-pb */
    "zb2rhZfjRh2FHHB2RkHVEvL2vJnCTcu7kwRqgVsf9gpkLgteo",           /* base58 */
    "QmWATWQ7fVPP2EFGu71UkfnqhYXDYH566qy47CnJDgvs8u",              /* CIDv0 */
    "../../../../../../../../../../../../../../../../etc/passwd!",
    "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye1",
  };
  NadiHash hash;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (nadi_cid_parse (bad[i], &hash, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
  /* Any changed character is another address or none. */
  NadiHash original;
  g_assert_true (nadi_cid_parse (HELLO_CID, &original, NULL));
  for (guint i = 0; i < NADI_CID_LENGTH; i++)
    for (int c = 1; c < 256; c++)
      {
        g_autofree char *changed = g_strdup (HELLO_CID);
        if (changed[i] == (char) c)
          continue;
        changed[i] = (char) c;
        g_assert_true (!nadi_cid_parse (changed, &hash, NULL) || !nadi_hash_equal (&hash, &original));
      }
}

typedef struct
{
  guint n;
  gsize lengths[8];
  gboolean stop;
} Blocks;

static gboolean
on_block (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  Blocks *blocks = user_data;
  NadiHash actual;
  nadi_sha256 (data, length, &actual);
  g_assert_true (nadi_hash_equal (hash, &actual));
  if (blocks->stop)
    {
      g_set_error_literal (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED, "enough");
      return FALSE;
    }
  blocks->lengths[blocks->n++] = length;
  return TRUE;
}

static void
test_archive (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *large = g_malloc0 (100000);
  g_autoptr (GByteArray) car = nadi_car_new ();
  Blocks none = { 0 };
  g_assert_true (nadi_car_read (car->data, car->len, on_block, &none, &error));
  g_assert_cmpuint (none.n, ==, 0);

  nadi_car_add (car, (const guint8 *) "hello", 5);
  nadi_car_add (car, large, 100000);
  nadi_car_add (car, NULL, 0);
  Blocks blocks = { 0 };
  g_assert_true (nadi_car_read (car->data, car->len, on_block, &blocks, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (blocks.n, ==, 3);
  g_assert_cmpuint (blocks.lengths[0], ==, 5);
  g_assert_cmpuint (blocks.lengths[1], ==, 100000);
  g_assert_cmpuint (blocks.lengths[2], ==, 0);

  Blocks stopped = { .stop = TRUE };
  g_assert_false (nadi_car_read (car->data, car->len, on_block, &stopped, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

/* The bytes that the specification gives for a file without roots and one block. */
static void
test_archive_bytes (void)
{
  g_autoptr (GByteArray) car = nadi_car_new ();
  nadi_car_add (car, (const guint8 *) "hello", 5);
  g_autoptr (GBytes) expected
      = nadi_test_unhex ("11a265726f6f7473806776657273696f6e01"
                         "29"
                         "01551220"
                         "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
                         "68656c6c6f");
  g_assert_cmpmem (car->data, car->len, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
test_damaged_archive (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) car = nadi_car_new ();
  gsize header = car->len;
  nadi_car_add (car, (const guint8 *) "hello", 5);
  gsize second = car->len;
  nadi_car_add (car, (const guint8 *) "world", 5);
  for (gsize n = 0; n < car->len; n++)
    {
      Blocks blocks = { 0 };
      g_autofree guint8 *part = g_memdup2 (car->data, MAX (n, 1));
      g_assert_cmpint (nadi_car_read (part, n, on_block, &blocks, NULL), ==, n == header || n == second);
    }
  for (gsize i = 0; i < car->len; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        Blocks blocks = { 0 };
        g_autofree guint8 *changed = g_memdup2 (car->data, car->len);
        changed[i] ^= (guint8) (1 << bit);
        g_assert_false (nadi_car_read (changed, car->len, on_block, &blocks, NULL));
      }

  /* A block under another's address. */
  g_autofree guint8 *swapped = g_memdup2 (car->data, car->len);
  swapped[car->len - 1] ^= 1;
  Blocks blocks = { 0 };
  g_assert_false (nadi_car_read (swapped, car->len, on_block, &blocks, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);
}

/* Lengths that are not written in the shortest way, too short for an address, or beyond all memory. */
static void
test_lengths (void)
{
  static const char *const lengths[] = {
    "a900",   /* 41 in two bytes */
    "a98000", /* in three */
    "00",
    "01",
    "23",                   /* less than an address */
    "2a",                   /* one byte more than there is */
    "28",                   /* one byte less */
    "ffffffffffffffff7f",   /* 2^63 - 1 */
    "ffffffffffffffffff01", /* ten bytes */
    "80",                   /* no end */
  };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) car = nadi_car_new ();
      g_autoptr (GByteArray) whole = nadi_car_new ();
      g_autoptr (GBytes) length = nadi_test_unhex (lengths[i]);
      gsize header = whole->len;
      nadi_car_add (whole, (const guint8 *) "hello", 5);
      g_byte_array_append (car, g_bytes_get_data (length, NULL), (guint) g_bytes_get_size (length));
      g_byte_array_append (car, whole->data + header + 1, whole->len - (guint) header - 1);
      Blocks blocks = { 0 };
      g_autoptr (GError) error = NULL;
      g_assert_false (nadi_car_read (car->data, car->len, on_block, &blocks, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cid/address", test_address);
  g_test_add_func ("/cid/other-addresses", test_other_addresses);
  g_test_add_func ("/car/archive", test_archive);
  g_test_add_func ("/car/bytes", test_archive_bytes);
  g_test_add_func ("/car/damaged", test_damaged_archive);
  g_test_add_func ("/car/lengths", test_lengths);
  return g_test_run ();
}
