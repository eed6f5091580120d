/* Evidence, state answers and stream pages: what a client believes, and what a lying service can't make it believe. */
#include "nadi-evidence.h"

#include <string.h>

#include "nadi-test.h"
#include "nadi-text.h"
#include "nadi-wire-fixture.h"

typedef struct
{
  NadiWireFixture *fixture;
  guint64 first_size;    /* after the first block */
  NadiTrustedHead first; /* what a client remembers from then */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->fixture = nadi_wire_fixture_new (91);
  g_free (nadi_wire_fixture_append_block (f->fixture, 3));
  f->first_size = nadi_tree_size (f->fixture->tree);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, 0);
  NadiBlock block;
  f->first = (NadiTrustedHead){ 0 };
  nadi_evidence_check (evidence, f->fixture->network, &f->first, NADI_FIXTURE_TIME, 600, &block, &error);
  g_assert_no_error (error);
  g_free (nadi_wire_fixture_append_block (f->fixture, 6));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_wire_fixture_free (f->fixture);
}

static gboolean
check (Fixture *f, const NadiEvidence *evidence, NadiTrustedHead *trusted, gint64 now, GError **error)
{
  NadiBlock block;
  return nadi_evidence_check (evidence, f->fixture->network, trusted, now, 600, &block, error);
}

/* Refused, and what was trusted stays as it was. */
static void
assert_refused (Fixture *f, const NadiEvidence *evidence, const NadiTrustedHead *trusted, GQuark domain,
                int code)
{
  g_autoptr (GError) error = NULL;
  NadiTrustedHead copy = *trusted;
  g_assert_false (check (f, evidence, &copy, NADI_FIXTURE_TIME, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpuint (copy.size, ==, trusted->size);
  g_assert_true (nadi_hash_equal (&copy.root, &trusted->root));
  g_assert_cmpint (copy.block_time, ==, trusted->block_time);
  g_assert_cmpint (copy.freshness, ==, trusted->freshness);
}

static void
test_growth (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (f->first.size, ==, 4);
  g_assert_cmpint (f->first.freshness, ==, NADI_FIXTURE_TIME + 1);
  g_assert_cmpint (f->first.block_time, ==, NADI_FIXTURE_TIME * 1000);

  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, f->first_size);
  NadiTrustedHead trusted = f->first;
  NadiBlock block;
  g_assert_true (
      nadi_evidence_check (evidence, f->fixture->network, &trusted, NADI_FIXTURE_TIME, 600, &block, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trusted.size, ==, 11);
  g_assert_cmpuint (block.first, ==, 4);
  g_assert_cmpuint (block.count, ==, 6);

  /* Again the same: nothing moves. */
  NadiTrustedHead again = trusted;
  g_assert_true (check (f, evidence, &again, 0, &error));
  g_assert_cmpuint (again.size, ==, trusted.size);
  g_assert_cmpint (again.freshness, ==, trusted.freshness);
}

static void
test_age (Fixture *f, gconstpointer data)
{
  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, f->first_size);
  const gint64 freshness = NADI_FIXTURE_TIME + 1;
  const struct
  {
    gint64 now;
    gboolean fresh;
  } ages[] = { { freshness + 600, TRUE },
               { freshness + 601, FALSE },
               { freshness + 100000, FALSE },
               { 0, TRUE },
               { freshness - 100000, TRUE } };
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autoptr (GError) error = NULL;
      NadiTrustedHead trusted = f->first;
      g_assert_cmpint (check (f, evidence, &trusted, ages[i].now, &error), ==, ages[i].fresh);
      if (!ages[i].fresh)
        g_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_STALE);
      g_assert_cmpuint (trusted.size, ==, ages[i].fresh ? 11 : 4);
    }
}

static void
test_older_and_forked (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NadiTrustedHead newest = { 0 };
  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, 0);
  g_assert_true (check (f, evidence, &newest, 0, &error));

  /* The log as it was. */
  g_autoptr (NadiWireFixture) old = nadi_wire_fixture_new (91);
  g_free (nadi_wire_fixture_append_block (old, 3));
  g_autoptr (NadiEvidence) older = nadi_wire_fixture_evidence (old, 0);
  assert_refused (f, older, &newest, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);

  /* Another history of the same size, signed by everybody: the root differs. */
  g_free (nadi_wire_fixture_append_block (old, 2));
  g_free (nadi_wire_fixture_append_block (old, 3));
  g_autoptr (NadiEvidence) forked = nadi_wire_fixture_evidence (old, 4);
  g_assert_cmpuint (nadi_tree_size (old->tree), ==, 11);
  assert_refused (f, forked, &newest, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);

  /* And a longer one that does not continue what was seen. */
  NadiTrustedHead elsewhere = newest;
  elsewhere.root.bytes[0] ^= 1;
  elsewhere.size = 4;
  assert_refused (f, forked, &elsewhere, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
}

static void
test_altered (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, f->first_size);

  /* Proofs: a hash changed, gone, or the whole of it. */
  GArray *proofs[] = { evidence->consistency, evidence->inclusion };
  for (guint p = 0; p < 2; p++)
    for (guint i = 0; i < proofs[p]->len; i++)
      {
        g_array_index (proofs[p], NadiHash, i).bytes[31] ^= 1;
        assert_refused (f, evidence, &f->first, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
        g_array_index (proofs[p], NadiHash, i).bytes[31] ^= 1;
      }
  g_autoptr (GArray) consistency = g_steal_pointer (&evidence->consistency);
  assert_refused (f, evidence, &f->first, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
  evidence->consistency = g_steal_pointer (&consistency);

  /* The block leaf: other words, and an event instead. */
  g_autofree char *block = g_strdup (evidence->block);
  g_autofree char *altered = nadi_text_replace (block, "\"count\":6", "\"count\":5");
  strcpy (evidence->block, altered);
  assert_refused (f, evidence, &f->first, NADI_MERKLE_ERROR, NADI_MERKLE_ERROR_PROOF);
  g_autofree char *spaced = nadi_text_replace (block, "\"count\":6", "\"count\":06");
  g_free (evidence->block);
  evidence->block = g_strdup (spaced);
  evidence->block_length = strlen (spaced);
  NadiTrustedHead trusted = f->first;
  g_assert_false (check (f, evidence, &trusted, 0, &error));
  g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
  g_clear_error (&error);
  g_free (evidence->block);
  evidence->block = g_steal_pointer (&block);
  evidence->block_length = strlen (evidence->block);

  /* Three of four cosigned is enough; two are not. */
  g_free (evidence->checkpoint);
  evidence->checkpoint = nadi_wire_fixture_checkpoint (f->fixture, 2, NADI_FIXTURE_TIME);
  evidence->checkpoint_length = strlen (evidence->checkpoint);
  assert_refused (f, evidence, &f->first, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM);
  g_free (evidence->checkpoint);
  evidence->checkpoint = nadi_wire_fixture_checkpoint (f->fixture, 3, NADI_FIXTURE_TIME);
  evidence->checkpoint_length = strlen (evidence->checkpoint);
  g_assert_true (check (f, evidence, &trusted, 0, &error));
}

/* A leaf that reads as a block but does not end where the tree does, or goes back in time. */
static void
test_wrong_blocks (Fixture *f, gconstpointer data)
{
  const NadiBlock blocks[] = {
    { .height = 2, .first = 11, .count = 1, .time = NADI_FIXTURE_TIME * 1000 + 99000 },
    { .height = 2, .first = 10, .count = 0, .time = NADI_FIXTURE_TIME * 1000 + 99000 },
    { .height = 2, .first = 11, .count = 0, .time = NADI_FIXTURE_TIME * 1000 - 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      NadiHash leaf;
      g_autofree char *text = nadi_block_print (&blocks[i]);
      nadi_merkle_leaf ((const guint8 *) text, strlen (text), &leaf);
      nadi_tree_append (f->fixture->tree, &leaf);
      g_ptr_array_add (f->fixture->entries, g_bytes_new (text, strlen (text)));
      g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, f->first_size);
      assert_refused (f, evidence, &f->first, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);
      nadi_tree_truncate (f->fixture->tree, 11);
      g_ptr_array_set_size (f->fixture->entries, 11);
    }
}

static void
test_state_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const guint8 proof[] = { 1, 2, 3 };
  g_autoptr (NadiEvidence) evidence = nadi_wire_fixture_evidence (f->fixture, f->first_size);
  g_autofree char *text = nadi_state_answer_print (evidence, proof, sizeof proof);
  NadiEvidence *back = NULL;
  GBytes *back_proof = NULL;
  g_assert_true (nadi_state_answer_parse (text, strlen (text), &back, &back_proof, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (back_proof, NULL), g_bytes_get_size (back_proof), proof, 3);
  NadiTrustedHead trusted = f->first;
  g_assert_true (check (f, back, &trusted, NADI_FIXTURE_TIME, &error));
  g_autofree char *again = nadi_state_answer_print (back, proof, sizeof proof);
  g_assert_cmpstr (again, ==, text);
  g_clear_pointer (&back, nadi_evidence_free);
  g_clear_pointer (&back_proof, g_bytes_unref);

  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = { { "{\"evidence\"", "{\"more\":1,\"evidence\"" },
                  { "\"evidence\"", "\"evidences\"" },
                  { "\"state\":\"AQID\"", "\"state\":\"AQID=\"" },
                  { "\"state\":\"AQID\"", "\"state\":null" },
                  { "\"checkpoint\"", "\"more\":1,\"checkpoint\"" },
                  { "\"checkpoint\"", "\"checkpoints\"" },
                  { "\"consistency\":[", "\"consistency\":null,\"inclusion\":[" },
                  { "\"consistency\":[", "\"consistency\":[1," },
                  { "\"consistency\":[", "\"consistency\":[\"AA\"," },
                  { "\"inclusion\":[", "\"inclusions\":[" },
                  { "\"block\":\"", "\"block\":{},\"x\":\"" } };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *changed = nadi_text_replace (text, changes[i].from, changes[i].to);
      g_assert_false (nadi_state_answer_parse (changed, strlen (changed), &back, &back_proof, &error));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
      g_assert_null (back_proof);
      g_clear_error (&error);
    }
  /* Far more hashes than a tree can have. */
  GString *many = g_string_new ("\"inclusion\":[");
  for (guint i = 0; i < 70; i++)
    g_string_append (many, "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",");
  g_autofree char *long_list = g_string_free (many, FALSE);
  g_autofree char *changed = nadi_text_replace (text, "\"inclusion\":[", long_list);
  g_assert_false (nadi_state_answer_parse (changed, strlen (changed), &back, &back_proof, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
}

static GBytes *
print_page (Fixture *f)
{
  g_autoptr (NadiStreamPage) page = nadi_wire_fixture_page (f->fixture, 3, f->first_size);
  return nadi_stream_page_print (page);
}

static void
test_page (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = print_page (f);
  g_autoptr (NadiStreamPage) page = nadi_stream_page_parse (body, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->stream, ==, NADI_FIXTURE_STREAM);
  g_assert_cmpuint (page->after, ==, 3);
  g_assert_cmpuint (page->entries->len, ==, 6);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  for (guint i = 0; i < 6; i++)
    {
      const NadiPageEntry *entry = &g_array_index (page->entries, NadiPageEntry, i);
      gsize expected_length;
      const guint8 *expected = g_bytes_get_data (f->fixture->events->pdata[3 + i], &expected_length);
      g_assert_cmpmem (entry->data, entry->length, expected, expected_length);
      g_assert_true (entry->data > bytes && entry->data < bytes + length);
    }
  g_autoptr (GBytes) again = nadi_stream_page_print (page);
  g_assert_true (g_bytes_equal (body, again));
}

/* The whole way that a client goes: checkpoint, block leaf, state root, head, chain. */
static void
test_page_proves (Fixture *f, gconstpointer data)
{
  static const char *const keys[] = { NADI_FIXTURE_STREAM, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = print_page (f);
  g_autoptr (NadiStreamPage) page = nadi_stream_page_parse (body, &error);
  NadiTrustedHead trusted = f->first;
  NadiBlock block;
  g_assert_true (nadi_evidence_check (page->evidence, f->fixture->network, &trusted, NADI_FIXTURE_TIME, 600,
                                      &block, &error));
  g_assert_no_error (error);

  GBytes *values[1];
  g_assert_true (nadi_map_check_proof (g_bytes_get_data (page->state, NULL), g_bytes_get_size (page->state),
                                       &block.state, keys, values, &error));
  NadiStreamHead proven, walked;
  g_assert_true (
      nadi_stream_head_decode (g_bytes_get_data (values[0], NULL), g_bytes_get_size (values[0]), &proven));
  g_bytes_unref (values[0]);

  nadi_stream_start (NADI_FIXTURE_STREAM, &walked);
  for (guint i = 0; i < 3; i++)
    {
      NadiHash leaf;
      nadi_tree_leaf (f->fixture->tree, i, &leaf);
      nadi_stream_step (&walked, &leaf);
    }
  for (guint i = 0; i < page->entries->len; i++)
    {
      const NadiPageEntry *entry = &g_array_index (page->entries, NadiPageEntry, i);
      NadiHash leaf;
      nadi_merkle_leaf (entry->data, entry->length, &leaf);
      nadi_stream_step (&walked, &leaf);
    }
  g_assert_cmpuint (walked.count, ==, proven.count);
  g_assert_true (nadi_hash_equal (&walked.hash, &proven.hash));
}

static gboolean
accepts_page (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new (data, length);
  g_autoptr (NadiStreamPage) page = nadi_stream_page_parse (body, NULL);
  return page != NULL;
}

static void
test_damaged_pages (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) body = print_page (f);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  g_assert_true (accepts_page (bytes, length));
  for (gsize n = 0; n < length; n += n < 6 ? 1 : 7)
    g_assert_false (accepts_page (bytes, n));

  /* An entry repeated at the end, cut off, or with another length. */
  g_autofree guint8 *longer = g_malloc (length + 2);
  memcpy (longer, bytes, length);
  memset (longer + length, 0, 2);
  g_assert_false (accepts_page (longer, length + 2));

  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = { { "\"count\":6", "\"count\":5" },       { "\"count\":6", "\"count\":7" },
                  { "\"count\":6", "\"count\":-" },       { "\"after\":3", "\"after\":x" },
                  { "\"stream\":\"o", "\"Stream\":\"o" }, { "\"state\"", "\"State\"" } };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, length);
      char *at = memmem (changed, length, changes[i].from, strlen (changes[i].from));
      g_assert_nonnull (at);
      memcpy (at, changes[i].to, strlen (changes[i].to));
      g_assert_false (accepts_page (changed, length));
    }
  g_autofree guint8 *large = g_malloc0 (9 * 1024 * 1024);
  g_autoptr (GBytes) too_large = g_bytes_new (large, 9 * 1024 * 1024);
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_stream_page_parse (too_large, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
  static const guint8 empty_head[] = { 0, 0, 0, 0 }, endless[] = { 255, 255, 255, 255, '{', '}' };
  g_assert_false (accepts_page (empty_head, sizeof empty_head));
  g_assert_false (accepts_page (endless, sizeof endless));
}

#define ADD(name, function) g_test_add ("/evidence/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("growth", test_growth);
  ADD ("age", test_age);
  ADD ("older-and-forked", test_older_and_forked);
  ADD ("altered", test_altered);
  ADD ("wrong-blocks", test_wrong_blocks);
  ADD ("state-answer", test_state_answer);
  ADD ("page", test_page);
  ADD ("page-proves", test_page_proves);
  ADD ("damaged-pages", test_damaged_pages);
  return g_test_run ();
}
