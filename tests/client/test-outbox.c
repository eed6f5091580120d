/* The queue: in order, once, in one transaction with what it is about; and a refusal that loses nothing typed. */
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-cid.h"
#include "nadi-outbox.h"
#include "nadi-test-cache.h"
#include "nadi-test.h"

typedef struct
{
  NadiTestVfs *vfs;
  NadiCache *cache;
  NadiOutbox *outbox;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->vfs = nadi_test_vfs_new ("outbox");
  fixture->cache = nadi_test_cache_open ("outbox", TRUE, &fixture->error);
  g_assert_no_error (fixture->error);
  fixture->outbox = nadi_outbox_new (fixture->cache);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_no_error (fixture->error);
  g_assert_true (nadi_cache_check (fixture->cache, &fixture->error));
  nadi_outbox_free (fixture->outbox);
  nadi_cache_close (fixture->cache);
  nadi_test_vfs_free (fixture->vfs);
}

static void
reopen (Fixture *fixture, gboolean clinical)
{
  nadi_outbox_free (fixture->outbox);
  nadi_cache_close (fixture->cache);
  fixture->cache = nadi_test_cache_open ("outbox", clinical, &fixture->error);
  g_assert_no_error (fixture->error);
  fixture->outbox = nadi_outbox_new (fixture->cache);
}

static char *
put_blob (Fixture *fixture, const char *text)
{
  char *cid = nadi_cid_of ((const guint8 *) text, strlen (text));

  g_assert_true (nadi_cache_put_blob (fixture->cache, cid, (const guint8 *) text, strlen (text), TRUE, &fixture->error));
  return cid;
}

static void
add (Fixture *fixture, const char *id, const char *event, const char *typed, char **cids)
{
  NadiOutboxItem item = { .event_id = (char *) id, .event = g_bytes_new (event, strlen (event)), .form = (char *) "case",
                          .patient = (char *) "p1", .compartment = NADI_COMPARTMENT_CLINICAL,
                          .typed = typed != NULL ? g_bytes_new (typed, strlen (typed)) : NULL, .cids = cids };

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_true (nadi_outbox_add (fixture->outbox, &item, &fixture->error));
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));
  g_assert_no_error (fixture->error);
  g_bytes_unref (item.event);
  g_clear_pointer (&item.typed, g_bytes_unref);
}

static char *
queue (Fixture *fixture, NadiOutboxState state)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_true (nadi_outbox_list (fixture->outbox, state, 0, &items, &fixture->error));
  g_assert_no_error (fixture->error);
  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s ", ((NadiOutboxItem *) items->pdata[i])->event_id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_queue (Fixture *fixture, NadiOutboxState state, const char *expected)
{
  g_autofree char *found = queue (fixture, state);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_counts (Fixture *fixture, guint queued, guint admitted, guint tasks)
{
  NadiOutboxCounts counts;

  g_assert_true (nadi_outbox_count (fixture->outbox, &counts, &fixture->error));
  g_assert_cmpuint (counts.queued, ==, queued);
  g_assert_cmpuint (counts.admitted, ==, admitted);
  g_assert_cmpuint (counts.tasks, ==, tasks);
}

static void
test_seq (Fixture *fixture, gconstpointer data)
{
  gint64 seq;

  g_assert_false (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_TRANSACTION);
  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_true (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  g_assert_cmpint (seq, ==, 1);
  g_assert_true (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  g_assert_cmpint (seq, ==, 2);
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));

  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_true (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  nadi_cache_rollback (fixture->cache);
  g_assert_true (nadi_outbox_raise_seq (fixture->outbox, 1, &fixture->error));
  reopen (fixture, FALSE);
  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_true (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  g_assert_cmpint (seq, ==, 3);
  g_assert_true (nadi_outbox_raise_seq (fixture->outbox, 100, &fixture->error));
  g_assert_true (nadi_outbox_next_seq (fixture->outbox, &seq, &fixture->error));
  g_assert_cmpint (seq, ==, 101);
  g_assert_true (nadi_cache_commit (fixture->cache, &fixture->error));
}

static void
test_way_through (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = put_blob (fixture, "one"), *two = put_blob (fixture, "two");
  char *both[] = { one, two, NULL }, *second[] = { two, NULL };
  const char *sent[] = { two, NULL };
  g_autoptr (NadiOutboxItem) item = NULL, gone = NULL;
  g_autoptr (GBytes) event = NULL;
  guint64 index;

  add (fixture, "a", "jws-a", "typed", both);
  add (fixture, "b", "jws-b", NULL, second);
  add (fixture, "c", "jws-c", NULL, NULL);
  reopen (fixture, TRUE);
  assert_queue (fixture, NADI_OUTBOX_QUEUED, "a b c ");
  g_assert_true (nadi_outbox_blobs_sent (fixture->outbox, sent, &fixture->error));
  g_assert_true (nadi_outbox_get (fixture->outbox, "a", &item, &fixture->error));
  g_assert_cmpuint (g_strv_length (item->cids), ==, 1);
  g_assert_cmpstr (item->cids[0], ==, one);
  g_assert_cmpmem (g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event), "jws-a", 5);
  g_assert_cmpmem (g_bytes_get_data (item->typed, NULL), g_bytes_get_size (item->typed), "typed", 5);
  g_assert_cmpstr (item->form, ==, "case");
  g_assert_cmpstr (item->patient, ==, "p1");
  g_clear_pointer (&item, nadi_outbox_item_free);
  g_assert_true (nadi_outbox_get (fixture->outbox, "b", &item, &fixture->error));
  g_assert_cmpuint (g_strv_length (item->cids), ==, 0);
  g_assert_null (item->typed);

  g_assert_true (nadi_outbox_set_admitted (fixture->outbox, "a", 4711, &fixture->error));
  g_assert_true (nadi_outbox_set_admitted (fixture->outbox, "a", 4711, &fixture->error));
  assert_queue (fixture, NADI_OUTBOX_QUEUED, "b c ");
  assert_queue (fixture, NADI_OUTBOX_ADMITTED, "a ");
  assert_counts (fixture, 2, 1, 0);
  g_assert_true (nadi_cache_get_event (fixture->cache, "a", &event, &index, &fixture->error));
  g_assert_cmpuint (index, ==, 4711);
  g_assert_true (nadi_outbox_set_final (fixture->outbox, "a", &fixture->error));
  assert_counts (fixture, 2, 0, 0);
  g_assert_true (nadi_outbox_get (fixture->outbox, "a", &gone, &fixture->error));
  g_assert_null (gone);
}

static void
test_wrong_steps (Fixture *fixture, gconstpointer data)
{
  NadiOutboxItem item = { .event_id = (char *) "a", .event = g_bytes_new_static ("x", 1) };
  char *absent[] = { (char *) "bafkreiabsent", NULL };

  g_assert_false (nadi_outbox_add (fixture->outbox, &item, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_TRANSACTION);
  item.cids = absent;
  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_outbox_add (fixture->outbox, &item, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_BLOB);
  /* A caller that overlooks the failure saves nothing by halves. */
  g_assert_false (nadi_cache_commit (fixture->cache, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE);
  assert_counts (fixture, 0, 0, 0);

  add (fixture, "a", "jws", NULL, NULL);
  item.cids = NULL;
  g_assert_true (nadi_cache_begin (fixture->cache, &fixture->error));
  g_assert_false (nadi_outbox_add (fixture->outbox, &item, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_EXISTS);
  nadi_cache_rollback (fixture->cache);
  g_assert_false (nadi_outbox_set_final (fixture->outbox, "a", &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_STATE);
  g_assert_true (nadi_outbox_set_admitted (fixture->outbox, "a", 1, &fixture->error));
  g_assert_false (nadi_outbox_replace (fixture->outbox, "a", (const guint8 *) "y", 1, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_STATE);
  g_assert_false (nadi_outbox_set_refused (fixture->outbox, "a", "role", "", 0, NULL, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_STATE);
  g_assert_false (nadi_outbox_set_admitted (fixture->outbox, "none", 1, &fixture->error));
  nadi_test_assert_error (fixture->error, NADI_OUTBOX_ERROR, NADI_OUTBOX_ERROR_UNKNOWN);
  g_bytes_unref (item.event);
}

static void
test_signed_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  g_autoptr (GBytes) event = NULL;

  add (fixture, "a", "jws-1", "typed", NULL);
  add (fixture, "b", "jws-b", NULL, NULL);
  g_assert_true (nadi_outbox_replace (fixture->outbox, "a", (const guint8 *) "jws-2", 5, &fixture->error));
  assert_queue (fixture, NADI_OUTBOX_QUEUED, "a b ");
  g_assert_true (nadi_outbox_get (fixture->outbox, "a", &item, &fixture->error));
  g_assert_cmpmem (g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event), "jws-2", 5);
  g_assert_nonnull (item->typed);
  g_assert_true (nadi_cache_get_event (fixture->cache, "a", &event, NULL, &fixture->error));
  g_assert_cmpmem (g_bytes_get_data (event, NULL), g_bytes_get_size (event), "jws-2", 5);
}

/* Reception is at the machine when the doctor's event comes back: the task waits for the doctor, with every word. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cid = put_blob (fixture, "blob");
  g_autoptr (GPtrArray) hidden = NULL, tasks = NULL;
  char *cids[] = { cid, NULL };
  NadiCacheNote *task;
  gint64 id = 0;

  add (fixture, "a", "jws-a", "all that was typed", cids);
  reopen (fixture, FALSE);
  g_assert_true (nadi_outbox_set_refused (fixture->outbox, "a", "epoch", "seal again", 1767225600000, &id, &fixture->error));
  g_assert_cmpint (id, >, 0);
  assert_counts (fixture, 0, 0, 1);
  g_assert_true (nadi_cache_list_notes (fixture->cache, NADI_CACHE_NOTE_TASK, &hidden, &fixture->error));
  g_assert_cmpuint (hidden->len, ==, 0);
  reopen (fixture, TRUE);
  g_assert_true (nadi_cache_list_notes (fixture->cache, NADI_CACHE_NOTE_TASK, &tasks, &fixture->error));
  g_assert_cmpuint (tasks->len, ==, 1);
  task = tasks->pdata[0];
  g_assert_cmpint (task->id, ==, id);
  g_assert_cmpstr (task->reason, ==, "epoch");
  g_assert_cmpstr (task->detail, ==, "seal again");
  g_assert_cmpstr (task->form, ==, "case");
  g_assert_cmpstr (task->event_id, ==, "a");
  g_assert_cmpmem (g_bytes_get_data (task->event, NULL), g_bytes_get_size (task->event), "jws-a", 5);
  g_assert_cmpmem (g_bytes_get_data (task->typed, NULL), g_bytes_get_size (task->typed), "all that was typed", 18);
  g_assert_true (nadi_cache_remove_note (fixture->cache, id, &fixture->error));
  assert_counts (fixture, 0, 0, 0);
}

static void
test_requeued (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cid = put_blob (fixture, "blob");
  const char *sent[] = { cid, NULL };
  char *cids[] = { cid, NULL };
  g_autoptr (NadiOutboxItem) item = NULL;

  add (fixture, "a", "jws-a", "typed", cids);
  add (fixture, "b", "jws-b", NULL, NULL);
  g_assert_true (nadi_outbox_blobs_sent (fixture->outbox, sent, &fixture->error));
  g_assert_true (nadi_outbox_set_admitted (fixture->outbox, "a", 5, &fixture->error));
  g_assert_true (nadi_outbox_requeue (fixture->outbox, "a", &fixture->error));
  assert_queue (fixture, NADI_OUTBOX_QUEUED, "a b ");
  g_assert_true (nadi_outbox_get (fixture->outbox, "a", &item, &fixture->error));
  g_assert_cmpuint (g_strv_length (item->cids), ==, 1);
  g_assert_cmpuint (item->index, ==, NADI_CACHE_NO_INDEX);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  gint64 last = 0;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("%02u", i);

      add (fixture, id, "jws", NULL, NULL);
      /* A place in the queue is never given twice, even when the last one has left. */
      if (i % 3 == 2)
        {
          g_assert_true (nadi_outbox_set_admitted (fixture->outbox, id, i, &fixture->error));
          g_assert_true (nadi_outbox_set_final (fixture->outbox, id, &fixture->error));
        }
    }
  g_assert_true (nadi_outbox_list (fixture->outbox, NADI_OUTBOX_QUEUED, 7, &items, &fixture->error));
  g_assert_cmpuint (items->len, ==, 7);
  for (guint i = 0; i < items->len; i++)
    {
      NadiOutboxItem *item = items->pdata[i];

      g_assert_cmpint (item->order, >, last);
      last = item->order;
    }
  g_assert_cmpstr (((NadiOutboxItem *) items->pdata[6])->event_id, ==, "09");
}

#define ADD(name, test) g_test_add ("/outbox/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("seq", test_seq);
  ADD ("way-through", test_way_through);
  ADD ("wrong-steps", test_wrong_steps);
  ADD ("signed-again", test_signed_again);
  ADD ("refused", test_refused);
  ADD ("requeued", test_requeued);
  ADD ("order", test_order);
  return g_test_run ();
}
