/* Every answer of a view, checked with what a client checks it with. */
#include "nadi-test-log.h"

#include "nadi-evidence.h"
#include "nadi-receipt.h"
#include "nadi-stream-head.h"
#include "nadi-test.h"
#include "nadi-tree.h"

#define SECONDS (NADI_TEST_TIME / 1000)

/* Blocks of several sizes, all final but the last. */
static NadiTestLog *
start (void)
{
  NadiTestLog *test = nadi_test_log_start (21);

  for (guint i = 0; i < 6; i++)
    nadi_test_log_admit (test, nadi_test_log_record (test, i % NADI_TEST_ORGS));
  nadi_test_log_finalise (test, 3, SECONDS);
  nadi_test_log_admit (test, nadi_test_log_record (test, 0));
  return test;
}

static void
test_evidence (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GError) error = NULL;
  guint64 size = nadi_view_size (view);

  for (guint64 from = 0; from <= size; from++)
    {
      g_autoptr (NadiEvidence) evidence = nadi_view_evidence (view, from, &error);
      NadiTrustedHead trusted = { .size = from };
      NadiBlock block;

      g_assert_no_error (error);
      if (from > 0)
        {
          /* The root that a client of that size would hold. */
          g_autoptr (NadiChain) chain = nadi_chain_new ();

          g_assert_true (nadi_chain_replay (chain, test->store, NADI_CHAIN_TRUST, NULL, NULL, &error));
          g_assert_true (nadi_chain_root (chain, from, &trusted.root));
        }
      g_assert_true (nadi_evidence_check (evidence, test->network, &trusted, SECONDS + 5, 600, &block, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (trusted.size, ==, size);
      g_assert_cmpint (block.height, ==, nadi_view_block (view)->height);
      g_assert_cmpint (trusted.freshness, ==, nadi_view_freshness (view));
    }
  g_assert_null (nadi_view_evidence (view, size + 1, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
}

static void
check_evidence (NadiTestLog *test, const NadiEvidence *evidence, NadiBlock *block)
{
  g_autoptr (GError) error = NULL;
  NadiTrustedHead trusted = { 0 };

  g_assert_true (nadi_evidence_check (evidence, test->network, &trusted, SECONDS + 5, 600, block, &error));
  g_assert_no_error (error);
}

static void
test_state (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GError) error = NULL;
  g_autofree char *org = g_strconcat ("org/", test->people->orgs[1].id, NULL);
  g_autofree char *stream = g_strconcat ("h:", test->shelves[2], NULL);
  const char *keys[] = { "net", org, "org/nobody", stream, NULL };
  g_autofree char *answer = nadi_view_state_answer (view, keys, 3, &error);
  g_autoptr (NadiEvidence) evidence = NULL;
  g_autoptr (GBytes) proof = NULL;
  GBytes *values[4] = { NULL };
  NadiBlock block;

  g_assert_no_error (error);
  g_assert_true (nadi_state_answer_parse (answer, strlen (answer), &evidence, &proof, &error));
  g_assert_no_error (error);
  g_assert_nonnull (evidence->consistency);
  check_evidence (test, evidence, &block);
  g_assert_true (nadi_map_check_proof (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &block.state, keys, values,
                                       &error));
  g_assert_no_error (error);
  g_assert_nonnull (values[0]);
  g_assert_nonnull (values[1]);
  g_assert_null (values[2]);
  g_assert_nonnull (values[3]);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_clear_pointer (&values[i], g_bytes_unref);
}

/* Reads a stream page by page, as a client does, and gives how many entries there were. */
static guint64
read_stream (NadiTestLog *test, NadiView *view, const char *stream, guint limit)
{
  const char *keys[] = { stream, NULL };
  NadiStreamHead head;
  guint64 count = G_MAXUINT64;

  nadi_stream_start (stream, &head);
  while (head.count < count)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = nadi_view_stream_page (view, stream, head.count, limit, 0, &error);
      g_autoptr (NadiStreamPage) page = NULL;
      GBytes *value = NULL;
      NadiStreamHead proven = { 0 };
      NadiBlock block;

      g_assert_no_error (error);
      page = nadi_stream_page_parse (body, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (page->stream, ==, stream);
      g_assert_cmpuint (page->after, ==, head.count);
      check_evidence (test, page->evidence, &block);
      g_assert_true (nadi_map_check_proof (g_bytes_get_data (page->state, NULL), g_bytes_get_size (page->state), &block.state,
                                           keys, &value, &error));
      g_assert_true (value == NULL
                     || nadi_stream_head_decode (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &proven));
      g_clear_pointer (&value, g_bytes_unref);
      count = proven.count;
      g_assert_cmpuint (page->entries->len, ==, MIN (limit, count - head.count));
      for (guint i = 0; i < page->entries->len; i++)
        {
          NadiPageEntry entry = g_array_index (page->entries, NadiPageEntry, i);
          NadiHash leaf;

          nadi_merkle_leaf (entry.data, entry.length, &leaf);
          nadi_stream_step (&head, &leaf);
        }
      g_assert_true (head.count < count || count == 0 || nadi_hash_equal (&head.hash, &proven.hash));
    }
  g_assert_cmpuint (head.count, ==, nadi_view_stream_count (view, stream));
  return head.count;
}

static void
test_streams (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GError) error = NULL;
  g_autofree char *shelf = g_strconcat ("h:", test->shelves[0], NULL);
  g_autofree char *org = g_strconcat ("o:", test->people->orgs[0].id, NULL);

  for (guint limit = 1; limit < 5; limit++)
    {
      /* The shelf key and two records; the third record is admitted, and not final. */
      g_assert_cmpuint (read_stream (test, view, shelf, limit), ==, 3);
      g_assert_cmpuint (read_stream (test, view, org, limit), >, 3);
      g_assert_cmpuint (read_stream (test, view, "n", limit), >, 3);
    }
  g_assert_cmpuint (read_stream (test, view, "h:nothing", 5), ==, 0);
  g_assert_null (nadi_view_stream_page (view, shelf, 4, 0, 0, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
  g_assert_null (nadi_view_stream_page (view, shelf, 0, 0, G_MAXUINT64, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
}

static void
test_receipts (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = NULL;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test, 1);
  g_autofree char *text = NULL;
  g_autoptr (NadiReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  gint64 freshness = 0;
  guint64 index = nadi_test_log_admit (test, nadi_event_ref (event));

  view = nadi_log_view (test->log);
  g_assert_null (nadi_view_receipt (view, nadi_event_id (event), &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_NOT_FINAL);
  g_assert_null (nadi_view_receipt (view, "00000000-0000-4000-8000-000000000000", &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  g_assert_null (nadi_view_receipt (view, "no id", &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  nadi_test_log_finalise (test, 4, SECONDS + 7);
  nadi_view_unref (view);
  view = nadi_log_view (test->log);
  text = nadi_view_receipt (view, nadi_event_id (event), &error);
  g_assert_no_error (error);
  receipt = nadi_receipt_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_true (nadi_receipt_check (receipt, test->network, &freshness, &error));
  g_assert_cmpuint (receipt->index, ==, index);
  g_assert_true (g_bytes_equal (receipt->entry, nadi_event_bytes (event)));
  g_assert_cmpint (freshness, ==, SECONDS + 7);
}

static gboolean
take_entry (const guint8 *entry, gsize length, gpointer user_data, GError **error)
{
  g_ptr_array_add (user_data, g_bytes_new (entry, length));
  return TRUE;
}

/* What a validator pulls, up to the admitted head, makes the admitted checkpoint's tree. */
static void
test_tiles (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (NadiTree) tree = nadi_tree_new ();
  g_autoptr (GError) error = NULL;
  const char *note = nadi_view_admitted_checkpoint (view);
  guint n_cosignatures = 9;
  g_autoptr (NadiCheckpoint) checkpoint = nadi_checkpoint_check_log (note, strlen (note), test->network, &n_cosignatures, &error);
  guint64 size = nadi_view_admitted_size (view);
  NadiTilePath path = { .entries = TRUE, .n = 0, .width = (guint) MIN (size, 256) };
  g_autoptr (GBytes) bundle = nadi_view_tile (view, &path, &error);
  NadiHash root;

  g_assert_no_error (error);
  g_assert_cmpuint (n_cosignatures, ==, 0);
  g_assert_cmpuint (size, >, nadi_view_size (view));
  g_assert_true (nadi_bundle_read (g_bytes_get_data (bundle, NULL), g_bytes_get_size (bundle), take_entry, entries, &error));
  for (guint64 i = entries->len; i < size; i += 100)
    {
      g_autoptr (GPtrArray) more = nadi_view_entries (view, i, (guint) MIN (100, size - i), &error);

      g_ptr_array_extend (entries, more, (GCopyFunc) (void (*) (void)) g_bytes_ref, NULL);
    }
  g_assert_cmpuint (entries->len, ==, size);
  for (guint i = 0; i < entries->len; i++)
    {
      NadiHash leaf;

      nadi_merkle_leaf (g_bytes_get_data (g_ptr_array_index (entries, i), NULL),
                        g_bytes_get_size (g_ptr_array_index (entries, i)), &leaf);
      nadi_tree_append (tree, &leaf);
    }
  nadi_tree_root (tree, size, &root);
  g_assert_true (nadi_hash_equal (&root, &checkpoint->root));
  g_assert_cmpuint (checkpoint->size, ==, size);
  path.n = size / 256 + 1;
  g_assert_null (nadi_view_tile (view, &path, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  path = (NadiTilePath) { .level = 5, .width = 1 };
  g_assert_null (nadi_view_tile (view, &path, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN);
  g_assert_null (nadi_view_entries (view, size, 1, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
  g_assert_null (nadi_view_entries (view, G_MAXUINT64, 2, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
}

static void
test_consistency (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autoptr (NadiView) view = nadi_log_view (test->log);
  g_autoptr (GError) error = NULL;
  guint64 final = nadi_view_size (view), admitted = nadi_view_admitted_size (view);
  g_autoptr (GArray) proof = nadi_view_consistency (view, final, admitted, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (proof->len, >, 0);
  g_assert_null (nadi_view_consistency (view, final, admitted + 1, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
  g_assert_null (nadi_view_consistency (view, admitted, final, &error));
  nadi_test_assert_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE);
}

/* A page is at most 4,096 entries or 4 MiB; nothing is lost at its edge. */
static void
test_large_pages (void)
{
  g_autoptr (NadiTestLog) test = start ();
  g_autofree char *shelf = g_strconcat ("h:", test->shelves[3], NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
  g_autoptr (NadiView) view = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (NadiStreamPage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before, total;

  for (guint i = 0; i < 4200; i += 200)
    {
      g_auto (NadiTestAnswer) answer;

      g_ptr_array_set_size (events, 0);
      for (guint k = 0; k < 200; k++)
        g_ptr_array_add (events, nadi_test_log_record (test, 3));
      nadi_test_log_submit (test, (NadiEvent *const *) events->pdata, events->len, &answer);
      g_assert_no_error (answer.errors[199]);
    }
  view = nadi_log_view (test->log);
  before = nadi_view_stream_count (view, shelf);
  g_clear_pointer (&view, nadi_view_unref);
  nadi_test_log_finalise (test, 3, SECONDS + 1);
  view = nadi_log_view (test->log);
  total = nadi_view_stream_count (view, shelf);
  g_assert_cmpuint (total, ==, before + 4200);
  first = nadi_view_stream_page (view, shelf, 0, 0, 0, &error);
  g_assert_no_error (error);
  page = nadi_stream_page_parse (first, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->entries->len, ==, NADI_VIEW_MAX_PAGE_ENTRIES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/evidence", test_evidence);
  g_test_add_func ("/view/state", test_state);
  g_test_add_func ("/view/streams", test_streams);
  g_test_add_func ("/view/receipts", test_receipts);
  g_test_add_func ("/view/tiles", test_tiles);
  g_test_add_func ("/view/consistency", test_consistency);
  g_test_add_func ("/view/large-pages", test_large_pages);
  return g_test_run ();
}
