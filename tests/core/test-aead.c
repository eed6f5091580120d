/* AES-256-GCM: the Wycheproof cases, in place and apart, and the box at rest. */
#include "nadi-aead.h"

#include <string.h>

#include "nadi-random-system.h"
#include "nadi-test.h"

typedef struct
{
  guint n_run;
  guint n_outside;
} Counts;

#define DATA(bytes) g_bytes_get_data (bytes, NULL)
#define SIZE(bytes) g_bytes_get_size (bytes)

static gboolean
check_open (NadiAead *aead, GBytes *iv, GBytes *aad, GBytes *text, GBytes *cipher, GBytes *tag,
            gboolean must_hold)
{
  g_autoptr (GError) error = NULL;
  gsize length = SIZE (cipher);
  g_autofree guint8 *out = g_malloc (length + 1);
  memset (out, 0xcc, length + 1);
  gboolean opened = nadi_aead_open (aead, DATA (iv), DATA (aad), SIZE (aad), DATA (cipher), length,
                                    DATA (tag), out, &error);
  if (opened != must_hold || out[length] != 0xcc)
    return FALSE;
  if (opened)
    return SIZE (text) == length && (length == 0 || memcmp (out, DATA (text), length) == 0);
  for (gsize i = 0; i < length; i++)
    if (out[i] != 0)
      return FALSE;
  return g_error_matches (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
}

static gboolean
check_seal (NadiAead *aead, GBytes *iv, GBytes *aad, GBytes *text, GBytes *cipher, GBytes *tag)
{
  gsize length = SIZE (text);
  guint8 made_tag[16];
  g_autofree guint8 *buffer = g_malloc (length + 1);
  if (length > 0)
    memcpy (buffer, DATA (text), length);
  nadi_aead_seal (aead, DATA (iv), DATA (aad), SIZE (aad), buffer, length, buffer, made_tag);
  return memcmp (made_tag, DATA (tag), 16) == 0
         && (length == 0 || memcmp (buffer, DATA (cipher), length) == 0);
}

static gboolean
run_gcm (JsonObject *group, JsonObject *test, gboolean must_hold, gpointer user_data)
{
  Counts *counts = user_data;
  g_autoptr (GBytes) key = nadi_test_member_bytes (test, "key");
  g_autoptr (GBytes) iv = nadi_test_member_bytes (test, "iv");
  g_autoptr (GBytes) aad = nadi_test_member_bytes (test, "aad");
  g_autoptr (GBytes) text = nadi_test_member_bytes (test, "msg");
  g_autoptr (GBytes) cipher = nadi_test_member_bytes (test, "ct");
  g_autoptr (GBytes) tag = nadi_test_member_bytes (test, "tag");
  if (SIZE (key) != NADI_AEAD_KEY_SIZE || SIZE (iv) != NADI_AEAD_NONCE_SIZE
      || SIZE (tag) != NADI_AEAD_TAG_SIZE)
    {
      /* No call of Nadi can express these sizes: the arguments are arrays of 32, 12 and 16 bytes. */
      counts->n_outside++;
      return TRUE;
    }
  counts->n_run++;
  g_autoptr (NadiAead) aead = nadi_aead_new (DATA (key));
  return check_open (aead, iv, aad, text, cipher, tag, must_hold)
         && (!must_hold || check_seal (aead, iv, aad, text, cipher, tag));
}

static void
test_wycheproof (void)
{
  Counts counts = { 0 };
  nadi_test_wycheproof ("aes_gcm_test.json", 316, run_gcm, &counts);
  if (g_test_failed () || counts.n_run + counts.n_outside == 0)
    return;
  g_test_message ("%u cases run, %u outside parameters", counts.n_run, counts.n_outside);
  g_assert_cmpuint (counts.n_run, >=, 66);
  g_assert_cmpuint (counts.n_run + counts.n_outside, ==, 316);
}

/* Every length around block borders; in place and apart give the same; one handle for all. */
static void
test_lengths (void)
{
  guint8 text[300], one[300], other[300], again[300], tag_one[16], tag_other[16], nonce[12] = { 1 };
  g_autoptr (NadiSecret) key = nadi_secret_new_random (nadi_random_system (), 32);
  g_autoptr (NadiAead) aead = nadi_aead_new (nadi_secret_data (key));
  g_autoptr (GError) error = NULL;
  nadi_random_fill (nadi_random_system (), text, sizeof text);
  for (gsize length = 0; length <= sizeof text; length++)
    {
      gsize aad_length = length % 50;
      memcpy (other, text, length);
      nadi_aead_seal (aead, nonce, text, aad_length, text, length, one, tag_one);
      nadi_aead_seal (aead, nonce, text, aad_length, other, length, other, tag_other);
      g_assert_cmpmem (one, length, other, length);
      g_assert_cmpmem (tag_one, 16, tag_other, 16);
      g_assert_true (nadi_aead_open (aead, nonce, text, aad_length, one, length, tag_one, again, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (again, length, text, length);
      g_assert_true (nadi_aead_open (aead, nonce, text, aad_length, other, length, tag_one, other, &error));
      g_assert_cmpmem (other, length, text, length);
    }
}

static void
test_box (void)
{
  static const guint8 key[32] = { 7 };
  g_autoptr (NadiAead) aead = nadi_aead_new (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) box = nadi_aead_seal_box (aead, nadi_random_system (), (const guint8 *) "aad", 3,
                                               (const guint8 *) "secret", 6);
  g_autoptr (GBytes) other = nadi_aead_seal_box (aead, nadi_random_system (), (const guint8 *) "aad", 3,
                                                 (const guint8 *) "secret", 6);
  g_assert_cmpuint (SIZE (box), ==, 12 + 6 + 16);
  g_assert_false (g_bytes_equal (box, other));
  g_autoptr (NadiSecret) opened
      = nadi_aead_open_box (aead, (const guint8 *) "aad", 3, DATA (box), SIZE (box), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (opened), nadi_secret_size (opened), "secret", 6);

  for (gsize i = 0; i < SIZE (box); i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *flipped = g_memdup2 (DATA (box), SIZE (box));
        flipped[i] ^= (guint8) (1 << bit);
        g_assert_null (nadi_aead_open_box (aead, (const guint8 *) "aad", 3, flipped, SIZE (box), &error));
        nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
      }
  for (gsize length = 0; length < SIZE (box); length++)
    {
      g_assert_null (nadi_aead_open_box (aead, (const guint8 *) "aad", 3, DATA (box), length, &error));
      nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
    }
  g_assert_null (nadi_aead_open_box (aead, (const guint8 *) "aae", 3, DATA (box), SIZE (box), &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
}

static void
test_empty_box (void)
{
  static const guint8 key[32] = { 9 };
  g_autoptr (NadiAead) aead = nadi_aead_new (key);
  g_autoptr (GBytes) box = nadi_aead_seal_box (aead, nadi_random_system (), NULL, 0, NULL, 0);
  g_autoptr (NadiSecret) opened = nadi_aead_open_box (aead, NULL, 0, DATA (box), SIZE (box), NULL);
  g_assert_nonnull (opened);
  g_assert_cmpuint (nadi_secret_size (opened), ==, 0);
  g_autofree guint8 *flipped = g_memdup2 (DATA (box), SIZE (box));
  flipped[27] ^= 1;
  g_assert_null (nadi_aead_open_box (aead, NULL, 0, flipped, SIZE (box), NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aead/wycheproof", test_wycheproof);
  g_test_add_func ("/aead/lengths", test_lengths);
  g_test_add_func ("/aead/box", test_box);
  g_test_add_func ("/aead/empty-box", test_empty_box);
  return g_test_run ();
}
