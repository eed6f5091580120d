/* Receipts: shown as whole or broken, so every byte counts. */
#include "nadi-receipt.h"

#include <string.h>

#include "nadi-test.h"
#include "nadi-wire-fixture.h"

typedef struct
{
  NadiWireFixture *fixture;
  char *text;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->fixture = nadi_wire_fixture_new (11);
  g_autofree char *first = nadi_wire_fixture_append_block (f->fixture, 2);
  g_autofree char *second = nadi_wire_fixture_append_block (f->fixture, 5);
  g_autoptr (NadiReceipt) receipt = nadi_wire_fixture_receipt (f->fixture, 4);
  f->text = nadi_receipt_print (receipt);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_wire_fixture_free (f->fixture);
  g_free (f->text);
}

/* As a reader of a receipt does it. */
static gboolean
accepts (Fixture *f, const char *text, gsize length, GError **error)
{
  g_autoptr (NadiReceipt) receipt = nadi_receipt_parse (text, length, error);
  gint64 freshness;
  return receipt != NULL && nadi_receipt_check (receipt, f->fixture->network, &freshness, error);
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiReceipt) receipt = nadi_receipt_parse (f->text, strlen (f->text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->index, ==, 4);
  g_assert_true (g_bytes_equal (receipt->entry, f->fixture->entries->pdata[4]));
  gint64 freshness = 0;
  g_assert_true (nadi_receipt_check (receipt, f->fixture->network, &freshness, &error));
  g_assert_no_error (error);
  /* Cosigned at time … time + 3: the third newest of four. */
  g_assert_cmpint (freshness, ==, NADI_FIXTURE_TIME + 1);
  g_autofree char *again = nadi_receipt_print (receipt);
  g_assert_cmpstr (again, ==, f->text);
}

static void
test_every_leaf (Fixture *f, gconstpointer data)
{
  for (guint64 i = 0; i < f->fixture->entries->len; i++)
    {
      g_autoptr (NadiReceipt) receipt = nadi_wire_fixture_receipt (f->fixture, i);
      g_autofree char *text = nadi_receipt_print (receipt);
      g_assert_true (accepts (f, text, strlen (text), NULL));
      /* Same proof, another place. */
      for (guint64 j = 0; j < 64; j++)
        {
          receipt->index = j;
          g_assert_cmpint (nadi_receipt_check (receipt, f->fixture->network, NULL, NULL), ==, i == j);
        }
    }
}

static void
test_every_byte (Fixture *f, gconstpointer data)
{
  gsize length = strlen (f->text);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *changed = g_memdup2 (f->text, length);
      for (guint bit = 0; bit < 8; bit++)
        {
          changed[i] = (char) (f->text[i] ^ (1 << bit));
          g_assert_false (accepts (f, changed, length, NULL));
        }
      /* One byte gone, or one too many. */
      memmove (changed + i, f->text + i + 1, length - i - 1);
      g_assert_false (accepts (f, changed, length - 1, NULL));
    }
  static const char extra[] = { '\n', ' ', '\r', '=', 'A', '0', '\0' };
  for (guint e = 0; e < sizeof extra; e++)
    for (gsize i = 0; i <= length; i++)
      {
        g_autofree char *longer = g_malloc (length + 1);
        memcpy (longer, f->text, i);
        longer[i] = extra[e];
        memcpy (longer + i + 1, f->text + i, length - i);
        g_assert_false (accepts (f, longer, length + 1, NULL));
      }
}

static void
test_truncated (Fixture *f, gconstpointer data)
{
  gsize length = strlen (f->text);
  g_auto (GStrv) lines = g_strsplit (f->text, "\n", -1);
  /* Without its last line it is cosigned by three of four: whole, and enough. Any other cut breaks it. */
  gsize last_line = strlen (lines[g_strv_length (lines) - 2]) + 1;
  for (gsize n = 0; n < length; n++)
    g_assert_cmpint (accepts (f, f->text, n, NULL), ==, n == length - last_line);
}

static void
test_unknown_signer (Fixture *f, gconstpointer data)
{
  g_autoptr (NadiSigningKey) signing = nadi_signing_key_new (&f->fixture->random.random);
  g_autoptr (NadiNoteKey) key
      = nadi_note_key_new ("stranger.example", NADI_NOTE_COSIGNATURE, nadi_signing_key_public (signing));
  g_autofree char *line = nadi_note_cosign ("anything\n", key, signing, NADI_FIXTURE_TIME);
  g_autofree char *text = g_strconcat (f->text, line, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (accepts (f, text, strlen (text), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);
}

static void
test_other_entry (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiReceipt) receipt = nadi_wire_fixture_receipt (f->fixture, 4);
  g_bytes_unref (receipt->entry);
  receipt->entry = g_bytes_ref (f->fixture->entries->pdata[5]);
  g_assert_false (nadi_receipt_check (receipt, f->fixture->network, NULL, &error));
  nadi_test_assert_error (error, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
}

static void
test_too_few (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiReceipt) receipt = nadi_wire_fixture_receipt (f->fixture, 4);
  g_free (receipt->checkpoint);
  receipt->checkpoint = nadi_wire_fixture_checkpoint (f->fixture, 2, NADI_FIXTURE_TIME);
  g_assert_false (nadi_receipt_check (receipt, f->fixture->network, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM);

  g_autoptr (NadiWireFixture) other = nadi_wire_fixture_new (12);
  g_free (receipt->checkpoint);
  receipt->checkpoint = nadi_wire_fixture_checkpoint (f->fixture, 4, NADI_FIXTURE_TIME);
  g_assert_false (nadi_receipt_check (receipt, other->network, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);
}

static void
test_malformed (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "\n",
    "c2sp.org/tlog-proof@v1\n",
    "c2sp.org/tlog-proof@v1\nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nextra QQ==\nindex 00\n\n",
    "c2sp.org/tlog-proof@v1\nextra QQ==\nindex 0\n",
    "c2sp.org/tlog-proof@v1\nextra QQ==\nindex 0\n\n",
    "c2sp.org/tlog-proof@v1\nextra QR==\nindex 0\n\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nadi_receipt_parse (texts[i], strlen (texts[i]), &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
  g_autofree char *large = g_strnfill (1024 * 1024, 'A');
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_receipt_parse (large, strlen (large), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
}

#define ADD(name, function) g_test_add ("/receipt/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("every-leaf", test_every_leaf);
  ADD ("every-byte", test_every_byte);
  ADD ("truncated", test_truncated);
  ADD ("unknown-signer", test_unknown_signer);
  ADD ("other-entry", test_other_entry);
  ADD ("too-few", test_too_few);
  ADD ("malformed", test_malformed);
  return g_test_run ();
}
