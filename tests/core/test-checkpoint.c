/* network.json, and checkpoints against it: log, quorum, freshness. */
#include "nadi-checkpoint.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-test.h"
#include "nadi-text.h"
#include "nadi-wire-fixture.h"

typedef struct
{
  NadiWireFixture *fixture;
  char *network;
  NadiCheckpoint checkpoint;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->fixture = nadi_wire_fixture_new (61);
  f->network = nadi_network_print (f->fixture->network);
  f->checkpoint = (NadiCheckpoint){ f->fixture->network->origin, 12, { { 1, 2, 3 } } };
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_wire_fixture_free (f->fixture);
  g_free (f->network);
}

static void
test_network (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiNetwork) network = nadi_network_parse (f->network, strlen (f->network), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (network->origin, ==, "fixture.nadi.example");
  g_assert_cmpstr (network->service, ==, "https://127.0.0.1:8443");
  g_assert_cmpuint (network->validators->len, ==, 4);
  g_assert_cmpuint (network->quorum, ==, 3);
  const NadiNetworkValidator *validator = network->validators->pdata[1];
  g_assert_cmpstr (validator->url, ==, "https://127.0.0.1:8502");
  g_assert_cmpstr (validator->key->name, ==, "v2.fixture.nadi.example");
  NadiHash fingerprint;
  nadi_sha256 ((const guint8 *) f->network, strlen (f->network), &fingerprint);
  g_assert_true (nadi_hash_equal (&network->fingerprint, &fingerprint));

  /* White space changes the fingerprint and nothing else. */
  g_autofree char *spaced = nadi_text_replace (f->network, "{", "{ ");
  g_autoptr (NadiNetwork) other = nadi_network_parse (spaced, strlen (spaced), &error);
  g_assert_no_error (error);
  g_assert_false (nadi_hash_equal (&other->fingerprint, &fingerprint));
  g_autofree char *again = nadi_network_print (other);
  g_assert_cmpstr (again, ==, f->network);

  g_autofree char *without_url = nadi_text_replace (f->network, "\"https://127.0.0.1:8502\"", "null");
  g_autoptr (NadiNetwork) silent = nadi_network_parse (without_url, strlen (without_url), &error);
  g_assert_no_error (error);
  g_assert_null (((NadiNetworkValidator *) silent->validators->pdata[1])->url);
}

static char *
key_text (const NadiNoteKey *key)
{
  return nadi_note_key_print (key);
}

static void
test_refused_networks (Fixture *f, gconstpointer data)
{
  const NadiNetworkValidator *first = f->fixture->network->validators->pdata[0];
  const NadiNetworkValidator *second = f->fixture->network->validators->pdata[1];
  g_autofree char *log = key_text (f->fixture->network->log);
  g_autofree char *first_key = key_text (first->key);
  g_autofree char *second_key = key_text (second->key);
  /* The first validator's key under the second's name, and the log's key as a validator's. */
  g_autoptr (NadiNoteKey) renamed
      = nadi_note_key_new (second->key->name, NADI_NOTE_COSIGNATURE, &first->key->key);
  g_autofree char *renamed_text = key_text (renamed);
  g_autoptr (NadiNoteKey) reused
      = nadi_note_key_new (second->key->name, NADI_NOTE_COSIGNATURE, &f->fixture->network->log->key);
  g_autofree char *reused_text = key_text (reused);
  g_autoptr (NadiNoteKey) wrong_type
      = nadi_note_key_new (second->key->name, NADI_NOTE_ED25519, &second->key->key);
  g_autofree char *wrong_type_text = key_text (wrong_type);

  const struct
  {
    const char *from;
    const char *to;
  } changes[] = {
    { "\"nadi\":1", "\"nadi\":2" },
    { "\"nadi\":1,", "" },
    { "\"nadi\":1", "\"more\":1,\"nadi\":1" },
    { "\"name\":\"Fixture\"", "\"name\":\"\"" },
    { "\"name\":\"Fixture\",", "" },
    { "\"origin\":\"fixture.nadi.example\"", "\"origin\":\"other.nadi.example\"" },
    { "https://127.0.0.1:8443", "http://127.0.0.1:8443" },
    { "https://127.0.0.1:8443", "https://127.0.0.1:8443/" },
    { "https://127.0.0.1:8443", "https://127.0.0.1:8443/v1" },
    { "https://127.0.0.1:8443", "https://user@127.0.0.1" },
    { "https://127.0.0.1:8443", "https://" },
    { "https://127.0.0.1:8501", "https://127.0.0.1:8501/" },
    { "https://127.0.0.1:8501", "file:///etc" },
    { log, first_key },
    { log, "x" },
    { first_key, log },
    { second_key, first_key },
    { second_key, renamed_text },
    { second_key, reused_text },
    { second_key, wrong_type_text },
    { "\"name\":\"v2.", "\"name\":\"v1." },
    { "\"name\":\"v2.", "\"more\":1,\"name\":\"v2." },
    { "\"quorum\":3", "\"quorum\":2" },
    { "\"quorum\":3", "\"quorum\":5" },
    { "\"quorum\":3", "\"quorum\":0" },
    { "\"quorum\":3", "\"quorum\":\"3\"" },
    { "-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----" },
    { "\"anchor\"", "\"anchors\"" },
    { "\"genesis\":\"B", "\"genesis\":\"" },
    { "\"validators\":[", "\"validators\":[1," },
    { "\"validators\":[", "\"validators\":[],\"v\":[" },
    { "0b4c0000-0000-4000-8000-000000000010", "0B4C0000-0000-4000-8000-000000000010" },
    { "{\"nadi\"", "[{\"nadi\"" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *changed = nadi_text_replace (f->network, changes[i].from, changes[i].to);
      g_assert_null (nadi_network_parse (changed, strlen (changed), &error));
      g_assert_nonnull (error);
    }
  for (gsize n = 0; n < strlen (f->network); n++)
    g_assert_null (nadi_network_parse (f->network, n, NULL));
}

/* The quorum is more than two thirds, for any number of validators. */
static void
test_quorums (Fixture *f, gconstpointer data)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 62);
  g_autoptr (GPtrArray) validators = g_ptr_array_new ();
  NadiNetwork network = *f->fixture->network;
  network.validators = validators;
  for (guint n = 1; n <= 10; n++)
    {
      NadiNetworkValidator *validator = g_new0 (NadiNetworkValidator, 1);
      g_autofree char *name = g_strdup_printf ("v%u", n);
      g_autoptr (NadiSigningKey) key = nadi_signing_key_new (&random.random);
      validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (key));
      validator->org = (char *) "0b4c0000-0000-4000-8000-000000000010";
      g_ptr_array_add (validators, validator);
      for (network.quorum = 1; network.quorum <= n; network.quorum++)
        {
          g_autofree char *text = nadi_network_print (&network);
          g_autoptr (NadiNetwork) parsed = nadi_network_parse (text, strlen (text), NULL);
          g_assert_cmpint (parsed != NULL, ==, 3 * network.quorum > 2 * n);
        }
    }
  for (guint i = 0; i < validators->len; i++)
    {
      NadiNetworkValidator *validator = validators->pdata[i];
      nadi_note_key_free (validator->key);
      g_free (validator);
    }
}

static void
test_text (Fixture *f, gconstpointer data)
{
  static const char text[] = "example.com/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCheckpoint) checkpoint = nadi_checkpoint_parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, "example.com/log");
  g_assert_cmpuint (checkpoint->size, ==, 20852163);
  g_autofree char *printed = nadi_checkpoint_print (checkpoint);
  g_assert_cmpstr (printed, ==, text);

  static const char *const bad[] = {
    "",
    "example.com/log\n1\n",
    "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n 1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n18446744073709551616\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n",
    "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (nadi_checkpoint_parse (bad[i], &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
  g_autoptr (NadiCheckpoint) largest = nadi_checkpoint_parse (
      "example.com/log\n18446744073709551615\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", NULL);
  g_assert_cmpuint (largest->size, ==, G_MAXUINT64);
}

static NadiCheckpoint *
check (Fixture *f, const char *note, gint64 *freshness, GError **error)
{
  return nadi_checkpoint_check (note, strlen (note), f->fixture->network, freshness, error);
}

static void
test_quorum (Fixture *f, gconstpointer data)
{
  for (guint n = 0; n <= 4; n++)
    {
      g_autoptr (GError) error = NULL;
      gint64 freshness = 0;
      guint n_cosignatures = 99;
      g_autofree char *note = nadi_wire_fixture_cosign (f->fixture, &f->checkpoint, n, 1000);
      g_autoptr (NadiCheckpoint) checkpoint = check (f, note, &freshness, &error);
      g_autoptr (NadiCheckpoint) unchecked
          = nadi_checkpoint_check_log (note, strlen (note), f->fixture->network, &n_cosignatures, NULL);
      g_assert_cmpuint (n_cosignatures, ==, n);
      g_assert_cmpuint (unchecked->size, ==, 12);
      if (n < 3)
        {
          g_assert_null (checkpoint);
          g_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM);
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (nadi_hash_equal (&checkpoint->root, &f->checkpoint.root));
      /* Times are 1000, 1001, …: the third newest of three or four. */
      g_assert_cmpint (freshness, ==, n == 3 ? 1000 : 1001);
    }
}

/* A note with lines by these validators at these times, in this order. */
static char *
cosigned (Fixture *f, const guint *validators, const gint64 *times, guint n)
{
  g_autofree char *text = nadi_checkpoint_print (&f->checkpoint);
  GString *note = g_string_new (NULL);
  g_autofree char *start = nadi_checkpoint_sign (&f->checkpoint, f->fixture->network->log, f->fixture->log);
  g_string_append (note, start);
  for (guint i = 0; i < n; i++)
    {
      const NadiNetworkValidator *validator = f->fixture->network->validators->pdata[validators[i]];
      g_autofree char *line
          = nadi_note_cosign (text, validator->key, f->fixture->validators[validators[i]], times[i]);
      g_string_append (note, line);
    }
  return g_string_free (note, FALSE);
}

static void
test_one_validator_often (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *two = cosigned (f, (guint[]){ 0, 0, 0, 0, 1 }, (gint64[]){ 1, 2, 3, 4, 5 }, 5);
  g_assert_null (check (f, two, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM);

  /* Newest of each: 50, 40, 30, 20. */
  gint64 freshness = 0;
  g_autofree char *four = cosigned (f, (guint[]){ 3, 1, 2, 0, 1, 3 }, (gint64[]){ 20, 5, 30, 50, 40, 10 }, 6);
  g_autoptr (NadiCheckpoint) checkpoint = check (f, four, &freshness, &error);
  g_assert_no_error (error);
  g_assert_nonnull (checkpoint);
  g_assert_cmpint (freshness, ==, 30);
}

static void
test_bad_signatures (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *good = nadi_wire_fixture_cosign (f->fixture, &f->checkpoint, 4, 1000);
  /* A quorum is left without the last one, but a bad signature by someone known refuses all the same. */
  NadiCheckpoint other = f->checkpoint;
  other.size++;
  g_autofree char *elsewhere = nadi_wire_fixture_cosign (f->fixture, &other, 4, 1000);
  const char *names[]
      = { "\n\342\200\224 fixture.nadi.example ", "\n\342\200\224 v1.", "\n\342\200\224 v4." };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *ours = strstr (good, names[i]) + 1, *theirs = strstr (elsewhere, names[i]) + 1;
      g_autofree char *our_line = g_strndup (ours, strcspn (ours, "\n"));
      g_autofree char *their_line = g_strndup (theirs, strcspn (theirs, "\n"));
      g_autofree char *note = nadi_text_replace (good, our_line, their_line);
      g_assert_null (check (f, note, NULL, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);
      g_assert_null (nadi_checkpoint_check_log (note, strlen (note), f->fixture->network, NULL, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);

      g_autofree char *with_feed = g_strconcat (our_line, "\n", NULL);
      g_autofree char *without = nadi_text_replace (good, with_feed, "");
      g_autoptr (NadiCheckpoint) checkpoint = check (f, without, NULL, &error);
      if (i == 0)
        nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);
      else
        g_assert_no_error (error);
    }
  g_autofree char *with_stranger = g_strconcat (good, "\342\200\224 stranger.example AAAAAAAA\n", NULL);
  g_autoptr (NadiCheckpoint) checkpoint = check (f, with_stranger, NULL, &error);
  g_assert_no_error (error);
}

static void
test_other_log (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NadiCheckpoint other = f->checkpoint;
  other.origin = (char *) "other.nadi.example";
  g_autofree char *note = nadi_wire_fixture_cosign (f->fixture, &other, 4, 1000);
  g_assert_null (check (f, note, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);

  /* Same names, other keys. */
  g_autoptr (NadiWireFixture) stranger = nadi_wire_fixture_new (63);
  g_autofree char *forged = nadi_wire_fixture_cosign (stranger, &f->checkpoint, 4, 1000);
  g_assert_null (check (f, forged, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);

  g_assert_null (check (f, "no note", NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
}

#define ADD(name, function) g_test_add ("/checkpoint/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("network", test_network);
  ADD ("refused-networks", test_refused_networks);
  ADD ("quorums", test_quorums);
  ADD ("text", test_text);
  ADD ("quorum", test_quorum);
  ADD ("one-validator-often", test_one_validator_often);
  ADD ("bad-signatures", test_bad_signatures);
  ADD ("other-log", test_other_log);
  return g_test_run ();
}
