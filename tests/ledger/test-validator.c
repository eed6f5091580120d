/* A validator's answers (tlog-witness v1.0.0), and what it does when the service lies to it. */
#include <string.h>

#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"
#include "nadi-test-killed.h"
#include "nadi-test-log.h"
#include "nadi-tiles.h"
#include "nadi-validator.h"

typedef enum
{
  HONEST,
  ENTRY_ALTERED,               /* one byte of an event */
  ENTRIES_SWAPPED,
  BLOCK_LEAF_STATE,            /* the block leaf names another state */
  UNREACHABLE,
  CUT_SHORT,                   /* gone after the first answer */
} Behaviour;

typedef struct
{
  NadiTestLog *log;
  NadiValidator *validator;
  NadiStore *store;            /* the validator's */
  Behaviour behaviour;
  guint fetches;
} Fixture;

static GBytes *
altered (GBytes *entry)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (entry, &length);
  guint8 *copy = g_memdup2 (data, length);

  copy[length - 1] = copy[length - 1] == 'A' ? 'B' : 'A';
  return g_bytes_new_take (copy, length);
}

static GBytes *
with_other_state (GBytes *leaf)
{
  NadiBlock block;
  char *text;

  g_assert_true (nadi_block_parse (g_bytes_get_data (leaf, NULL), g_bytes_get_size (leaf), &block, NULL));
  block.state.bytes[5] ^= 4;
  text = nadi_block_print (&block);
  return g_bytes_new_take (text, strlen (text));
}

static void
replace (GPtrArray *entries, guint i, GBytes *entry)
{
  g_bytes_unref (entries->pdata[i]);
  entries->pdata[i] = entry;
}

static GPtrArray *
fetch (guint64 first, guint count, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;
  g_autoptr (NadiView) view = nadi_log_view (fixture->log->log);
  GPtrArray *entries;

  fixture->fetches++;
  if (fixture->behaviour == UNREACHABLE || (fixture->behaviour == CUT_SHORT && fixture->fetches > 1))
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_FAILED, "unreachable");
      return NULL;
    }
  entries = nadi_view_entries (view, first, count, error);
  g_assert_nonnull (entries);
  switch (fixture->behaviour)
    {
    case ENTRY_ALTERED:
      replace (entries, 0, altered (entries->pdata[0]));
      break;
    case ENTRIES_SWAPPED:
      if (entries->len > 2)
        {
          gpointer kept = entries->pdata[0];
          entries->pdata[0] = entries->pdata[1];
          entries->pdata[1] = kept;
        }
      break;
    case BLOCK_LEAF_STATE:
      replace (entries, entries->len - 1, with_other_state (entries->pdata[entries->len - 1]));
      break;
    default:
      break;
    }
  return entries;
}

static NadiValidator *
open_validator (Fixture *fixture, GError **error)
{
  const NadiNetworkValidator *named = g_ptr_array_index (fixture->log->network->validators, 0);
  const NadiValidatorOptions options = {
    .store = fixture->store,
    .network = fixture->log->network,
    .name = named->key,
    .key = fixture->log->people->validators[0],
    .clock = &fixture->log->clock.clock,
    .fetch = fetch,
    .fetch_data = fixture,
  };

  return nadi_validator_open (&options, error);
}

static void
set_up (Fixture *fixture, NadiStore *store)
{
  g_autoptr (GError) error = NULL;

  memset (fixture, 0, sizeof *fixture);
  fixture->log = nadi_test_log_new (5, nadi_store_memory_new ());
  nadi_test_log_open (fixture->log);
  nadi_test_log_set_up (fixture->log);
  fixture->store = store;
  fixture->validator = open_validator (fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  nadi_validator_close (fixture->validator);
  nadi_store_close (fixture->store);
  nadi_test_log_free (fixture->log);
}

/* The admitted checkpoint, with a proof from old that holds. */
static char *
request (Fixture *fixture, guint64 old)
{
  g_autoptr (NadiView) view = nadi_log_view (fixture->log->log);
  g_autoptr (GArray) proof = old == 0 ? g_array_new (FALSE, FALSE, sizeof (NadiHash))
                                      : nadi_view_consistency (view, old, nadi_view_admitted_size (view), NULL);
  NadiAddCheckpoint add = { .old_size = old, .proof = proof, .checkpoint = (char *) nadi_view_admitted_checkpoint (view) };

  return nadi_add_checkpoint_print (&add);
}

static guint
ask (Fixture *fixture, const char *body, char **answer_text)
{
  g_auto (NadiValidatorAnswer) answer = { 0 };

  nadi_validator_add_checkpoint (fixture->validator, body, strlen (body), &answer);
  g_test_message ("%u %s", answer.status, answer.body);
  if (answer_text != NULL)
    *answer_text = g_strdup (answer.body);
  return answer.status;
}

static guint
ask_newest (Fixture *fixture, guint64 old, char **answer_text)
{
  g_autofree char *body = request (fixture, old);

  return ask (fixture, body, answer_text);
}

static guint64
admitted_size (Fixture *fixture)
{
  g_autoptr (NadiView) view = nadi_log_view (fixture->log->log);

  return nadi_view_admitted_size (view);
}

static void
append (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    nadi_test_log_admit (fixture->log, nadi_test_log_record (fixture->log, i % NADI_TEST_ORGS));
}

static void
test_follows (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint64 size;

  set_up (&fixture, nadi_store_memory_new ());
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *line = NULL;
      guint64 old = nadi_validator_size (fixture.validator);

      append (&fixture, 3);
      size = admitted_size (&fixture);
      g_assert_cmpuint (ask_newest (&fixture, old, &line), ==, 200);
      g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, size);
      g_assert_true (nadi_log_add_cosignature (fixture.log->log, size, line, &error));
      g_assert_no_error (error);
    }
  /* The same once more: a later time, nothing fetched. */
  {
    guint fetches = fixture.fetches;

    g_assert_cmpuint (ask_newest (&fixture, size, NULL), ==, 200);
    g_assert_cmpuint (fixture.fetches, ==, fetches);
  }
  tear_down (&fixture);
}

static void
test_answers (void)
{
  Fixture fixture;
  g_autofree char *good = NULL, *sizes = NULL;
  guint64 size;

  set_up (&fixture, nadi_store_memory_new ());
  g_assert_cmpuint (ask (&fixture, "", NULL), ==, 400);
  g_assert_cmpuint (ask (&fixture, "old 0\n\nno checkpoint\n", NULL), ==, 400);
  good = request (&fixture, 0);
  {
    g_autoptr (GString) unsigned_one = g_string_new (good);
    g_autoptr (GString) other_log = g_string_new (good);
    char *dash = strstr (unsigned_one->str, "\n\xe2\x80\x94");

    /* Another signature of the same length under the log's name. */
    g_assert_nonnull (dash);
    unsigned_one->str[unsigned_one->len - 10] = unsigned_one->str[unsigned_one->len - 10] == 'A' ? 'B' : 'A';
    g_assert_cmpuint (ask (&fixture, unsigned_one->str, NULL), ==, 403);
    g_string_replace (other_log, NADI_TEST_ORIGIN "\n", "other.example\n", 1);
    g_assert_cmpuint (ask (&fixture, other_log->str, NULL), ==, 404);
  }
  g_assert_cmpuint (ask_newest (&fixture, 1, &sizes), ==, 409);
  g_assert_cmpstr (sizes, ==, "0\n");
  g_assert_cmpuint (ask (&fixture, good, NULL), ==, 200);
  size = nadi_validator_size (fixture.validator);
  append (&fixture, 1);
  g_clear_pointer (&sizes, g_free);
  g_assert_cmpuint (ask_newest (&fixture, size - 1, &sizes), ==, 409);
  {
    g_autofree char *expected = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", size);
    g_assert_cmpstr (sizes, ==, expected);
  }
  /* A proof of something else. */
  {
    g_autofree char *body = request (&fixture, size - 1);
    g_autoptr (GString) wrong = g_string_new (body);
    g_autofree char *from = g_strdup_printf ("old %" G_GUINT64_FORMAT "\n", size - 1);
    g_autofree char *to = g_strdup_printf ("old %" G_GUINT64_FORMAT "\n", size);

    g_string_replace (wrong, from, to, 1);
    g_assert_cmpuint (ask (&fixture, wrong->str, NULL), ==, 422);
  }
  /* Older than what it signed: refused, whoever signed it. */
  {
    g_autofree char *late = g_strdup_printf ("old %" G_GUINT64_FORMAT "\n", size + 100);
    g_autoptr (GString) backwards = g_string_new (good);

    g_string_replace (backwards, "old 0\n", late, 1);
    g_assert_cmpuint (ask (&fixture, backwards->str, NULL), ==, 400);
  }
  g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, size);
  tear_down (&fixture);
}

/* Whatever the service sends instead of the entries, nothing is signed and nothing is kept; and the truth is signed afterwards. */
static void
test_lies (void)
{
  for (Behaviour behaviour = ENTRY_ALTERED; behaviour <= UNREACHABLE; behaviour++)
    {
      Fixture fixture;
      guint64 before, stored;

      set_up (&fixture, nadi_store_memory_new ());
      g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 200);
      before = nadi_validator_size (fixture.validator);
      append (&fixture, 4);
      fixture.behaviour = behaviour;
      g_assert_cmpuint (ask_newest (&fixture, before, NULL), ==, behaviour == UNREACHABLE ? 429 : 422);
      g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, before);
      g_assert_true (nadi_store_size (fixture.store, &stored, NULL));
      g_assert_cmpuint (stored, ==, before);
      fixture.behaviour = HONEST;
      g_assert_cmpuint (ask_newest (&fixture, before, NULL), ==, 200);
      tear_down (&fixture);
    }
}

/* The log's key signs two trees of one size: the validator has signed one of them, and stays with it. */
static void
test_never_two_trees (void)
{
  Fixture fixture;
  NadiCheckpoint other = { .origin = (char *) NADI_TEST_ORIGIN };
  g_autofree char *note = NULL, *body = NULL;
  guint64 size;

  set_up (&fixture, nadi_store_memory_new ());
  g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 200);
  size = nadi_validator_size (fixture.validator);
  other.size = size;
  memset (other.root.bytes, 7, sizeof other.root.bytes);
  note = nadi_checkpoint_sign (&other, fixture.log->network->log, fixture.log->people->log);
  body = g_strdup_printf ("old %" G_GUINT64_FORMAT "\n\n%s", size, note);
  g_assert_cmpuint (ask (&fixture, body, NULL), ==, 409);
  tear_down (&fixture);
}

/* What was cosigned is there after a restart; a copy that is not what was cosigned is refused by name. */
static void
test_restart_and_damage (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nadi-validator-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ledger.db", NULL);
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *checkpoint = NULL;
  guint64 size;

  set_up (&fixture, nadi_store_sqlite_open (path, NULL, NULL));
  g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 200);
  size = nadi_validator_size (fixture.validator);
  g_clear_pointer (&fixture.validator, nadi_validator_close);
  g_clear_pointer (&fixture.store, nadi_store_close);
  fixture.store = nadi_store_sqlite_open (path, NULL, &error);
  g_assert_no_error (error);
  fixture.validator = open_validator (&fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, size);
  checkpoint = nadi_validator_checkpoint (fixture.validator);
  g_assert_nonnull (checkpoint);
  append (&fixture, 2);
  g_assert_cmpuint (ask_newest (&fixture, size, NULL), ==, 200);

  /* The checkpoint of before with the entries of now: somebody put half a backup back. */
  g_clear_pointer (&fixture.validator, nadi_validator_close);
  {
    g_autoptr (GBytes) old = g_bytes_new (checkpoint, strlen (checkpoint));

    g_assert_true (nadi_store_put (fixture.store, "validator/cosigned", old, &error));
    g_assert_null (open_validator (&fixture, &error));
    g_assert_error (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_DAMAGED);
  }
  tear_down (&fixture);
  nadi_test_remove_database (path);
}

/* While it catches up with a new checkpoint, somebody shows it an older one, which the log has signed too: it signs that one, and
 * goes on from there. */
static void
test_old_checkpoint_while_catching_up (void)
{
  Fixture fixture;
  g_autofree char *old = NULL;
  guint64 old_size, stored;

  set_up (&fixture, nadi_store_memory_new ());
  append (&fixture, 2);
  old = request (&fixture, 0);
  old_size = admitted_size (&fixture);
  append (&fixture, 300);
  fixture.behaviour = CUT_SHORT;
  g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 429);
  g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, 0);
  g_assert_cmpuint (ask (&fixture, old, NULL), ==, 200);
  g_assert_cmpuint (nadi_validator_size (fixture.validator), ==, old_size);
  g_assert_true (nadi_store_size (fixture.store, &stored, NULL));
  g_assert_cmpuint (stored, ==, old_size);
  fixture.behaviour = HONEST;
  g_assert_cmpuint (ask_newest (&fixture, old_size, NULL), ==, 200);
  g_assert_true (nadi_store_size (fixture.store, &stored, NULL));
  g_assert_cmpuint (stored, ==, admitted_size (&fixture));
  g_clear_pointer (&fixture.validator, nadi_validator_close);
  fixture.validator = open_validator (&fixture, NULL);
  g_assert_nonnull (fixture.validator);
  tear_down (&fixture);
}

static gboolean
mark (gpointer user_data, GError **error)
{
  *(gboolean *) user_data = TRUE;
  return TRUE;
}

/* A validator leaves its mark before its first signature, and never begins again with an empty copy. */
static void
test_lost_copy (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  const NadiNetworkValidator *named;
  gboolean marked = FALSE;
  NadiValidatorOptions options;

  set_up (&fixture, nadi_store_memory_new ());
  named = g_ptr_array_index (fixture.log->network->validators, 0);
  options = (NadiValidatorOptions) {
    .store = fixture.store,
    .network = fixture.log->network,
    .name = named->key,
    .key = fixture.log->people->validators[0],
    .clock = &fixture.log->clock.clock,
    .fetch = fetch,
    .fetch_data = &fixture,
    .leave_mark = mark,
    .mark_data = &marked,
  };
  nadi_validator_close (fixture.validator);
  fixture.validator = nadi_validator_open (&options, &error);
  g_assert_no_error (error);
  fixture.behaviour = UNREACHABLE;
  g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 429);
  g_assert_false (marked);
  fixture.behaviour = HONEST;
  g_assert_cmpuint (ask_newest (&fixture, 0, NULL), ==, 200);
  g_assert_true (marked);
  nadi_validator_close (fixture.validator);
  nadi_store_close (fixture.store);
  fixture.store = options.store = nadi_store_memory_new ();
  options.has_signed = TRUE;
  fixture.validator = nadi_validator_open (&options, &error);
  g_assert_null (fixture.validator);
  g_assert_error (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_LOST);
  tear_down (&fixture);
}

/* A key that the network does not name never signs. */
static void
test_foreign_key (void)
{
  Fixture fixture;
  g_autoptr (NadiSigningKey) foreign = NULL;
  g_autoptr (NadiNoteKey) name = NULL;
  g_autoptr (GError) error = NULL;
  NadiValidatorOptions options = { 0 };

  set_up (&fixture, nadi_store_memory_new ());
  foreign = nadi_signing_key_new (&fixture.log->people->random.random);
  name = nadi_note_key_new ("v1.example", NADI_NOTE_COSIGNATURE, nadi_signing_key_public (foreign));
  options.store = fixture.store;
  options.network = fixture.log->network;
  options.name = name;
  options.key = foreign;
  options.clock = &fixture.log->clock.clock;
  g_assert_null (nadi_validator_open (&options, &error));
  g_assert_error (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_KEY);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/validator/follows", test_follows);
  g_test_add_func ("/validator/answers", test_answers);
  g_test_add_func ("/validator/lies", test_lies);
  g_test_add_func ("/validator/never-two-trees", test_never_two_trees);
  g_test_add_func ("/validator/restart-and-damage", test_restart_and_damage);
  g_test_add_func ("/validator/old-checkpoint-while-catching-up", test_old_checkpoint_while_catching_up);
  g_test_add_func ("/validator/lost-copy", test_lost_copy);
  g_test_add_func ("/validator/foreign-key", test_foreign_key);
  return g_test_run ();
}
