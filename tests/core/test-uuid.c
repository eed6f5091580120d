/* UUIDs in canonical text. */
#include "nadi-uuid.h"

#include <string.h>

static const char sample[] = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"; /* RFC 9562 §4 */

static void
test_valid (void)
{
  g_assert_true (nadi_uuid_valid (sample));
  g_assert_true (nadi_uuid_valid ("00000000-0000-0000-0000-000000000000"));

  static const char *const refused[] = {
    "",
    "F81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf66",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ",
    " f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
    "f81d4fae7dec11d0a76500a0c91e6bf6",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bg6",
    "f81d4fae-7dec-11d0-a7650-0a0c91e6bf6",
    "f81d4fae+7dec-11d0-a765-00a0c91e6bf6",
    "-f81d4fa-7dec-11d0-a765-00a0c91e6bf6",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (nadi_uuid_valid (refused[i]));
  g_assert_false (nadi_uuid_valid (NULL));
}

static void
test_round_trip (void)
{
  guint8 bytes[16];
  char text[NADI_UUID_TEXT_SIZE];
  g_assert_true (nadi_uuid_to_bytes (sample, bytes));
  g_assert_cmphex (bytes[0], ==, 0xf8);
  g_assert_cmphex (bytes[15], ==, 0xf6);
  nadi_uuid_from_bytes (bytes, text);
  g_assert_cmpstr (text, ==, sample);
}

static void
test_versions (void)
{
  guint8 zero[32] = { 0 }, ones[32];
  char text[NADI_UUID_TEXT_SIZE];
  memset (ones, 0xff, sizeof ones);
  nadi_uuid_from_random (zero, text);
  g_assert_cmpstr (text, ==, "00000000-0000-4000-8000-000000000000");
  nadi_uuid_from_random (ones, text);
  g_assert_cmpstr (text, ==, "ffffffff-ffff-4fff-bfff-ffffffffffff");
  nadi_uuid_from_hash (zero, text);
  g_assert_cmpstr (text, ==, "00000000-0000-8000-8000-000000000000");
  nadi_uuid_from_hash (ones, text);
  g_assert_cmpstr (text, ==, "ffffffff-ffff-8fff-bfff-ffffffffffff");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid/valid", test_valid);
  g_test_add_func ("/uuid/round-trip", test_round_trip);
  g_test_add_func ("/uuid/versions", test_versions);
  return g_test_run ();
}
