/* Signed notes, verifier keys and cosignatures. */
#include "nadi-note.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-test.h"

#define DASH "\342\200\224 "

/* The example of c2sp.org/signed-note, and the one of Go's golang.org/x/mod/sumdb/note. */
#define SPEC_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define SPEC_TEXT "This is an example message.\n"
#define SPEC_LINE                                                                                            \
  DASH "example.com/foo "                                                                                    \
       "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
#define GO_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define GO_SEED "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz" /* type || seed */
#define GO_TEXT                                                                                              \
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define GO_LINE                                                                                              \
  DASH "PeterNeumann "                                                                                       \
       "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
/* Of transparency-dev/formats. */
#define COSIGNATURE_KEY "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
#define PLUS_KEY "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"

static NadiNote *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NadiNote *note = nadi_note_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return note;
}

static NadiNoteKey *
parse_key (const char *text)
{
  g_autoptr (GError) error = NULL;
  NadiNoteKey *key = nadi_note_key_parse (text, &error);
  g_assert_no_error (error);
  return key;
}

static void
test_published (void)
{
  static const char *const notes[][2]
      = { { SPEC_KEY, SPEC_TEXT "\n" SPEC_LINE }, { GO_KEY, GO_TEXT "\n" GO_LINE } };
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (NadiNoteKey) key = parse_key (notes[i][0]);
      g_autoptr (NadiNote) note = parse (notes[i][1]);
      g_assert_cmpint (nadi_note_check (note, key, NULL), ==, 1);
      g_autofree char *printed = nadi_note_print (note);
      g_assert_cmpstr (printed, ==, notes[i][1]);
    }
}

/* Ed25519 gives the same signature twice, so the same line must come out that Go wrote. */
static void
test_signs_as_published (void)
{
  g_autoptr (NadiNoteKey) key = parse_key (GO_KEY);
  g_autoptr (GBytes) seed = nadi_base64_decode (GO_SEED, -1, NULL);
  const guint8 *bytes = g_bytes_get_data (seed, NULL);
  g_autoptr (NadiSigningKey) signing = nadi_signing_key_from_seed (bytes + 1);
  g_autofree char *line = nadi_note_sign (GO_TEXT, key, signing);
  g_assert_cmpstr (line, ==, GO_LINE);
}

static void
test_keys (void)
{
  static const char *const keys[] = { SPEC_KEY, GO_KEY, COSIGNATURE_KEY, PLUS_KEY };
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (NadiNoteKey) key = parse_key (keys[i]);
      g_assert_cmpint (key->type, ==, i == 2 ? NADI_NOTE_COSIGNATURE : NADI_NOTE_ED25519);
      g_autofree char *printed = nadi_note_key_print (key);
      g_assert_cmpstr (printed, ==, keys[i]);
      g_autoptr (NadiNoteKey) copy = nadi_note_key_copy (key);
      g_autofree char *again = nadi_note_key_print (copy);
      g_assert_cmpstr (again, ==, keys[i]);
    }
  g_autoptr (NadiNoteKey) spec = parse_key (SPEC_KEY);
  g_assert_cmphex (spec->id, ==, 0x530d903a);
  g_assert_cmpstr (spec->name, ==, "example.com/foo");

  /* Every part of it, and every byte of it changed, is no key. */
  gsize length = strlen (GO_KEY);
  for (gsize i = 0; i < length; i++)
    for (gsize j = i + 1; j <= length; j++)
      if (i != 0 || j != length)
        {
          g_autofree char *part = g_strndup (&GO_KEY[i], j - i);
          g_assert_null (nadi_note_key_parse (part, NULL));
        }
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *changed = g_strdup (GO_KEY);
      changed[i]++;
      g_assert_null (nadi_note_key_parse (changed, NULL));
    }
  static const char *const bad[] = {
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", /* another length, with its id */
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", /* another type, with its id */
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter\302\240Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    GO_KEY "\n",
    " " GO_KEY,
    "",
    "++",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (nadi_note_key_parse (bad[i], NULL));
}

static void
test_names (void)
{
  static const char *const good[] = { "a", "example.com/log", "\303\251", "v1" };
  static const char *const bad[] = {
    "",    " ", "a b", "a+b", "a\tb", "a\nb", "a\302\205b", "a\302\240b", "a\342\200\250b", "a\343\200\200b",
    "\377"
  };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (nadi_note_name_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nadi_note_name_valid (bad[i]));
  g_autofree char *longest = g_strnfill (255, 'a'), *longer = g_strnfill (256, 'a');
  g_assert_true (nadi_note_name_valid (longest));
  g_assert_false (nadi_note_name_valid (longer));
}

static void
test_malformed (void)
{
  static const char *const notes[] = {
    "",
    "\n",
    "\n\n",
    "\n\n" SPEC_LINE,
    SPEC_TEXT,
    SPEC_TEXT SPEC_LINE,
    SPEC_TEXT "\n",
    SPEC_LINE,
    "\n" SPEC_LINE,
    SPEC_TEXT "\n" SPEC_LINE "\n",
    SPEC_TEXT "\n" SPEC_LINE "x",
    SPEC_TEXT "\n" SPEC_LINE "x\n",
    SPEC_TEXT "\r\n" SPEC_LINE,
    "This is\001an example message.\n\n" SPEC_LINE,
    "This is\tan example message.\n\n" SPEC_LINE,
    "This is\377an example message.\n\n" SPEC_LINE,
    SPEC_TEXT "\n" DASH "example.com/foo\n",
    SPEC_TEXT "\n" DASH "example.com/foo \n",
    SPEC_TEXT "\n" DASH "Uw2QOkn8\n",
    SPEC_TEXT "\n" DASH " Uw2QOkn8\n",
    SPEC_TEXT "\n" DASH "a b Uw2QOkn8\n",
    SPEC_TEXT "\n" DASH "a+b Uw2QOkn8\n",
    SPEC_TEXT "\n" DASH "a Uw2QOg==\n", /* a key id and no signature */
    SPEC_TEXT "\n" DASH "a Uw2QOkn=\n", /* unused bits set */
    SPEC_TEXT "\n" DASH "a Uw2QOkn\n",
    SPEC_TEXT "\n" DASH "a Uw2QOkn8 \n",
    SPEC_TEXT "\n" DASH "a  Uw2QOkn8\n",
    SPEC_TEXT "\n- a Uw2QOkn8\n",
    SPEC_TEXT "\n\342\200\223 a Uw2QOkn8\n",
    SPEC_TEXT "\n\342\200\224a Uw2QOkn8\n",
    SPEC_TEXT "\n " DASH "a Uw2QOkn8\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nadi_note_parse (notes[i], strlen (notes[i]), &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
  static const char good[] = SPEC_TEXT "\n" SPEC_LINE;
  for (gsize n = 0; n < strlen (good); n++)
    g_assert_null (nadi_note_parse (good, n, NULL));
  g_autofree char *with_nul = g_memdup2 (good, sizeof good);
  with_nul[3] = '\0';
  g_assert_null (nadi_note_parse (with_nul, strlen (good), NULL));

  g_autofree char *large = g_strnfill (NADI_NOTE_MAX_SIZE, 'a');
  g_autofree char *note = g_strconcat (large, "\n\n" SPEC_LINE, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_note_parse (note, strlen (note), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
}

/* The last empty line splits; earlier ones, and lines that look like signatures, belong to the text. */
static void
test_last_empty_line (void)
{
  g_autoptr (NadiNote) note = parse ("a\n\n" SPEC_LINE "\nb\n\n" GO_LINE);
  g_assert_cmpstr (note->text, ==, "a\n\n" SPEC_LINE "\nb\n");
  g_assert_cmpuint (note->signatures->len, ==, 1);
}

static void
test_many_signatures (void)
{
  g_autoptr (NadiNoteKey) key = parse_key (SPEC_KEY);
  const guint counts[] = { 15, 16, 17, NADI_NOTE_MAX_SIGNATURES - 1, NADI_NOTE_MAX_SIGNATURES };
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      GString *text = g_string_new (SPEC_TEXT "\n");
      for (guint j = 0; j < counts[i]; j++)
        g_string_append_printf (text, DASH "unknown%u Uw2QOkn8\n", j);
      g_string_append (text, SPEC_LINE);
      g_autofree char *owned = g_string_free (text, FALSE);
      g_autoptr (NadiNote) note = nadi_note_parse (owned, strlen (owned), NULL);
      if (counts[i] >= NADI_NOTE_MAX_SIGNATURES)
        {
          g_assert_null (note);
          continue;
        }
      g_assert_cmpuint (note->signatures->len, ==, counts[i] + 1);
      g_assert_cmpint (nadi_note_check (note, key, NULL), ==, 1);
    }
}

/* Unknown signers are passed over; a known one's bad signature refuses, wherever it stands. */
static void
test_known_and_unknown (void)
{
  g_autoptr (NadiNoteKey) spec = parse_key (SPEC_KEY);
  g_autoptr (NadiNoteKey) go = parse_key (GO_KEY);
  g_autoptr (NadiNote) both = parse (SPEC_TEXT "\n" GO_LINE SPEC_LINE);
  g_assert_cmpint (nadi_note_check (both, spec, NULL), ==, 1);
  g_assert_cmpint (nadi_note_check (both, go, NULL), ==, -1);

  g_autoptr (NadiNote) other = parse ("Another message.\n\n" SPEC_LINE);
  g_assert_cmpint (nadi_note_check (other, spec, NULL), ==, -1);
  g_assert_cmpint (nadi_note_check (other, go, NULL), ==, 0);

  /* The same name with another key id is another signer; so is the same id with another name. */
  g_autoptr (NadiNote) other_id
      = parse (SPEC_TEXT "\n" DASH "example.com/foo Uw2QOwAA\n" DASH "example.com/fop Uw2QOgAA\n");
  g_assert_cmpint (nadi_note_check (other_id, spec, NULL), ==, 0);

  g_autoptr (NadiNote) twice = parse (SPEC_TEXT "\n" SPEC_LINE SPEC_LINE);
  g_assert_cmpint (nadi_note_check (twice, spec, NULL), ==, 1);
  g_autoptr (NadiNote) good_then_bad = parse (SPEC_TEXT "\n" SPEC_LINE DASH "example.com/foo Uw2QOgAA\n");
  g_assert_cmpint (nadi_note_check (good_then_bad, spec, NULL), ==, -1);
}

typedef struct
{
  NadiSigningKey *signing;
  NadiNoteKey *key;
} Cosigner;

static Cosigner
new_cosigner (const char *name, NadiNoteType type)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 51);
  NadiSigningKey *signing = nadi_signing_key_new (&random.random);
  return (Cosigner){ signing, nadi_note_key_new (name, type, nadi_signing_key_public (signing)) };
}

static void
cosigner_clear (Cosigner *cosigner)
{
  nadi_signing_key_unref (cosigner->signing);
  nadi_note_key_free (cosigner->key);
}

static void
test_cosignature (void)
{
  Cosigner cosigner = new_cosigner ("v1.example", NADI_NOTE_COSIGNATURE);
  g_autofree char *line = nadi_note_cosign (SPEC_TEXT, cosigner.key, cosigner.signing, 1767225600);
  g_autofree char *text = g_strconcat (SPEC_TEXT "\n", line, NULL);
  g_autoptr (NadiNote) note = parse (text);
  gint64 time = 0;
  g_assert_cmpint (nadi_note_check (note, cosigner.key, &time), ==, 1);
  g_assert_cmpint (time, ==, 1767225600);

  /* Key id, time and signature: 76 bytes. What is signed is what the specification says. */
  const NadiNoteSignature *signature = note->signatures->pdata[0];
  gsize length;
  const guint8 *bytes = g_bytes_get_data (signature->signature, &length);
  g_assert_cmpuint (length, ==, 72);
  NadiSignature plain;
  memcpy (plain.bytes, bytes + 8, 64);
  static const char message[] = "cosignature/v1\ntime 1767225600\n" SPEC_TEXT;
  g_assert_true (nadi_verify (&cosigner.key->key, (const guint8 *) message, strlen (message), &plain));

  /* Another time than the one signed, and one beyond what a time can be. */
  for (guint i = 0; i < 72; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, length);
      changed[i] ^= 0x80;
      NadiNoteSignature altered = { signature->name, signature->id, g_bytes_new (changed, length) };
      g_autoptr (GPtrArray) signatures = g_ptr_array_new ();
      g_ptr_array_add (signatures, &altered);
      NadiNote changed_note = { note->text, signatures };
      g_assert_cmpint (nadi_note_check (&changed_note, cosigner.key, &time), ==, -1);
      g_bytes_unref (altered.signature);
    }

  /* A plain signature by the same key is no cosignature, and the other way round. */
  Cosigner signer = new_cosigner ("v1.example", NADI_NOTE_ED25519);
  g_assert_cmphex (signer.key->id, !=, cosigner.key->id);
  g_autofree char *signed_line = nadi_note_sign (SPEC_TEXT, signer.key, signer.signing);
  g_autofree char *signed_text = g_strconcat (SPEC_TEXT "\n", signed_line, NULL);
  g_autoptr (NadiNote) signed_note = parse (signed_text);
  g_assert_cmpint (nadi_note_check (signed_note, cosigner.key, &time), ==, 0);
  g_assert_cmpint (nadi_note_check (signed_note, signer.key, NULL), ==, 1);
  cosigner_clear (&signer);
  cosigner_clear (&cosigner);
}

/* Of several good cosignatures by one key the newest time counts. */
static void
test_newest_time (void)
{
  Cosigner cosigner = new_cosigner ("v1.example", NADI_NOTE_COSIGNATURE);
  g_autofree char *old = nadi_note_cosign (SPEC_TEXT, cosigner.key, cosigner.signing, 100);
  g_autofree char *new = nadi_note_cosign (SPEC_TEXT, cosigner.key, cosigner.signing, 200);
  g_autofree char *text = g_strconcat (SPEC_TEXT "\n", old, new, old, NULL);
  g_autoptr (NadiNote) note = parse (text);
  gint64 time = 0;
  g_assert_cmpint (nadi_note_check (note, cosigner.key, &time), ==, 1);
  g_assert_cmpint (time, ==, 200);
  cosigner_clear (&cosigner);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note/published", test_published);
  g_test_add_func ("/note/signs-as-published", test_signs_as_published);
  g_test_add_func ("/note/keys", test_keys);
  g_test_add_func ("/note/names", test_names);
  g_test_add_func ("/note/malformed", test_malformed);
  g_test_add_func ("/note/last-empty-line", test_last_empty_line);
  g_test_add_func ("/note/many-signatures", test_many_signatures);
  g_test_add_func ("/note/known-and-unknown", test_known_and_unknown);
  g_test_add_func ("/note/cosignature", test_cosignature);
  g_test_add_func ("/note/newest-time", test_newest_time);
  return g_test_run ();
}
