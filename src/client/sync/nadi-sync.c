/* Streams and state, pulled and proven. */
#include "nadi-sync.h"

#include <string.h>

#include "nadi-map.h"
#include "nadi-sync-fetch.h"

#define MAX_AGE_SECONDS 600
#define LARGEST_STATE (4u << 20)

G_DEFINE_QUARK (nadi-sync-error-quark, nadi_sync_error)

struct _NadiSync
{
  const NadiNetwork *network;
  NadiNet *net;
  NadiSyncStore *store;
  NadiClock *clock;
  gint64 proven;             /* Unix seconds that a quorum has told, at least; 0 for none */
  gint64 proven_at;          /* monotonic µs when it was told */
};

NadiSync *
nadi_sync_new (const NadiNetwork *network, NadiNet *net, NadiSyncStore *store, NadiClock *clock)
{
  NadiSync *sync = g_new0 (NadiSync, 1);

  sync->network = network;
  sync->net = net;
  sync->store = store;
  sync->clock = clock;
  return sync;
}

void
nadi_sync_free (NadiSync *sync)
{
  g_free (sync);
}

static const struct
{
  NadiSyncError code;
  const char *word;
  const char *sentence;
} words[] = {
  { NADI_SYNC_ERROR_QUORUM, "quorum", "the checkpoint has too few cosignatures" },
  { NADI_SYNC_ERROR_STALE, "stale", "the newest confirmation is too old" },
  { NADI_SYNC_ERROR_FORMAT, "format", "the service's answer has no sensible form" },
  { NADI_SYNC_ERROR_UNSIGNED, "unsigned", "the checkpoint is not signed by the ledger" },
  { NADI_SYNC_ERROR_ROLLBACK, "rollback", "the service shows an older state than it did before" },
  { NADI_SYNC_ERROR_FORK, "fork", "the service shows another history than it did before" },
  { NADI_SYNC_ERROR_BLOCK, "block", "the state is not the one that the checkpoint covers" },
  { NADI_SYNC_ERROR_ENTRIES, "entries", "the entries do not lead to the proven head" },
  { NADI_SYNC_ERROR_STREAM, "stream", "the answer is for something else than was asked" },
};

const char *
nadi_sync_error_word (const GError *error)
{
  if (error->domain == NADI_SYNC_ERROR)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if ((int) words[i].code == error->code)
        return words[i].word;
  return "other";
}

static gboolean
fail (NadiSyncError code, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].code == code)
      g_set_error_literal (error, NADI_SYNC_ERROR, code, words[i].sentence);
  return FALSE;
}

static gboolean
extends (const NadiEvidence *evidence, const NadiTrustedHead *trusted, const NadiCheckpoint *checkpoint)
{
  if (trusted->size == 0)
    return TRUE;
  if (trusted->size == checkpoint->size)
    return nadi_hash_equal (&trusted->root, &checkpoint->root);
  return evidence->consistency != NULL &&
         nadi_merkle_check_consistency (trusted->size, checkpoint->size, &trusted->root, &checkpoint->root,
                                        (const NadiHash *) evidence->consistency->data, evidence->consistency->len, NULL);
}

/* Says in sync's terms why evidence did not hold. */
static gboolean
fail_for_evidence (const NadiEvidence *evidence, const NadiTrustedHead *trusted, const GError *cause, GError **error)
{
  g_autoptr (NadiNote) note = nadi_note_parse (evidence->checkpoint, evidence->checkpoint_length, NULL);
  g_autoptr (NadiCheckpoint) checkpoint = note != NULL ? nadi_checkpoint_parse (note->text, NULL) : NULL;

  if (checkpoint == NULL)
    return fail (NADI_SYNC_ERROR_FORMAT, error);
  if (g_error_matches (cause, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM))
    return fail (NADI_SYNC_ERROR_QUORUM, error);
  if (g_error_matches (cause, NADI_WIRE_ERROR, NADI_WIRE_ERROR_STALE))
    return fail (NADI_SYNC_ERROR_STALE, error);
  if (g_error_matches (cause, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED))
    return fail (NADI_SYNC_ERROR_UNSIGNED, error);
  if (checkpoint->size < trusted->size)
    return fail (NADI_SYNC_ERROR_ROLLBACK, error);
  if (!extends (evidence, trusted, checkpoint))
    return fail (NADI_SYNC_ERROR_FORK, error);
  return fail (NADI_SYNC_ERROR_BLOCK, error);
}

/* What time it is by what a quorum has told and what has passed since. It may be later; it is not earlier, whatever this machine's
 * clock and the service say. */
static gint64
proven_time (NadiSync *sync)
{
  if (sync->proven == 0)
    return 0;
  return sync->proven + (nadi_clock_monotonic (sync->clock) - sync->proven_at) / G_USEC_PER_SEC;
}

static void
learn_time (NadiSync *sync, gint64 freshness)
{
  if (freshness <= proven_time (sync))
    return;
  sync->proven = freshness;
  sync->proven_at = nadi_clock_monotonic (sync->clock);
}

/* A machine whose clock is a year ahead would call everything stale, and one that is a year behind nothing: so the age is
 * measured by the service's clock, which can't hide for longer than ten minutes that nothing is confirmed any more. */
static gint64
time_to_judge_by (NadiSync *sync)
{
  return MAX (nadi_net_service_time (sync->net) / 1000, proven_time (sync));
}

static gboolean
check_evidence (NadiSync *sync, const NadiEvidence *evidence, NadiTrustedHead *trusted, NadiBlock *block, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const NadiTrustedHead before = *trusted;

  if (nadi_evidence_check (evidence, sync->network, trusted, time_to_judge_by (sync), MAX_AGE_SECONDS, block, &cause))
    {
      learn_time (sync, trusted->freshness);
      return TRUE;
    }
  return fail_for_evidence (evidence, &before, cause, error);
}

/* The stream's head as the block's state has it. */
static gboolean
prove_head (const NadiStreamPage *page, const NadiBlock *block, NadiStreamHead *head, GError **error)
{
  const char *keys[] = { page->stream, NULL };
  GBytes *value = NULL;
  gsize length;
  const guint8 *proof = g_bytes_get_data (page->state, &length);
  gboolean sensible = TRUE;

  if (!nadi_map_check_proof (proof, length, &block->state, keys, &value, NULL))
    return fail (NADI_SYNC_ERROR_BLOCK, error);
  nadi_stream_start (page->stream, head);
  if (value != NULL)
    {
      const guint8 *data = g_bytes_get_data (value, &length);
      sensible = nadi_stream_head_decode (data, length, head);
      g_bytes_unref (value);
    }
  return sensible || fail (NADI_SYNC_ERROR_BLOCK, error);
}

static gboolean
take_entries (NadiSync *sync, const NadiStreamPage *page, const NadiStreamHead *head, NadiStreamHead *cursor, GError **error)
{
  if (page->entries->len > head->count - cursor->count)
    return fail (NADI_SYNC_ERROR_ENTRIES, error);
  if (page->entries->len == 0 && cursor->count < head->count)
    return fail (NADI_SYNC_ERROR_ENTRIES, error);
  for (guint i = 0; i < page->entries->len; i++)
    {
      const NadiPageEntry *entry = &g_array_index (page->entries, NadiPageEntry, i);
      NadiHash leaf;

      nadi_merkle_leaf (entry->data, entry->length, &leaf);
      if (!sync->store->add_entry (sync->store, page->stream, cursor->count, entry->data, entry->length, &leaf, error))
        return FALSE;
      nadi_stream_step (cursor, &leaf);
    }
  if (cursor->count == head->count && !nadi_hash_equal (&cursor->hash, &head->hash))
    return fail (NADI_SYNC_ERROR_ENTRIES, error);
  return TRUE;
}

/* What a page says of itself, and the head that the service has proven to have. */
static gboolean
check_page (NadiSync *sync, const char *stream, const NadiStreamPage *page, NadiTrustedHead *trusted, const NadiStreamHead *cursor,
            NadiStreamHead *head, GError **error)
{
  NadiBlock block;

  if (page == NULL)
    return fail (NADI_SYNC_ERROR_FORMAT, error);
  if (!g_str_equal (page->stream, stream) || page->after != cursor->count)
    return fail (NADI_SYNC_ERROR_STREAM, error);
  if (!check_evidence (sync, page->evidence, trusted, &block, error))
    return FALSE;
  if (!prove_head (page, &block, head, error))
    return FALSE;
  return head->count >= cursor->count || fail (NADI_SYNC_ERROR_ROLLBACK, error);
}

/* One page. While its entries are taken the next one is on its way, where the proven head says that there is one. */
static gboolean
take_page (NadiSync *sync, NadiSyncFetch *fetch, GBytes *body, NadiTrustedHead *trusted, NadiStreamHead *cursor,
           NadiStreamHead *head, GError **error)
{
  g_autoptr (NadiStreamPage) page = nadi_stream_page_parse (body, NULL);

  if (!check_page (sync, fetch->stream, page, trusted, cursor, head, error))
    return FALSE;
  if (page->entries->len > 0 && page->entries->len < head->count - cursor->count)
    nadi_sync_fetch_ahead (fetch, cursor->count + page->entries->len, trusted->size);
  return take_entries (sync, page, head, cursor, error);
}

static gboolean
pull (NadiSync *sync, const char *stream, NadiTrustedHead *trusted, NadiStreamHead *cursor, NadiSyncProgress progress,
      gpointer user_data, GBytes **answer, GCancellable *cancellable, GError **error)
{
  g_auto (NadiSyncFetch) fetch = { 0 };
  NadiStreamHead head;

  nadi_sync_fetch_init (&fetch, sync->net, stream, cancellable);
  do
    {
      g_clear_pointer (answer, g_bytes_unref);
      *answer = nadi_sync_fetch_page (&fetch, cursor->count, trusted->size, error);
      if (*answer == NULL || !take_page (sync, &fetch, *answer, trusted, cursor, &head, error))
        return FALSE;
      if (progress != NULL)
        progress (stream, cursor->count, head.count, user_data);
    }
  while (cursor->count < head.count);
  return TRUE;
}

gboolean
nadi_sync_stream (NadiSync *sync, const char *stream, guint64 *added, NadiSyncProgress progress, gpointer user_data,
                  GCancellable *cancellable, GError **error)
{
  NadiSyncStore *store = sync->store;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) cause = NULL;
  NadiTrustedHead trusted;
  NadiStreamHead cursor;
  guint64 before;

  if (!store->begin (store, error))
    return FALSE;
  if (!store->load_trusted (store, &trusted, &cause) || !store->load_cursor (store, stream, &cursor, &cause))
    goto fail;
  before = cursor.count;
  if (!pull (sync, stream, &trusted, &cursor, progress, user_data, &answer, cancellable, &cause))
    goto fail;
  if (!store->save_cursor (store, stream, &cursor, &cause) || !store->save_trusted (store, &trusted, &cause))
    goto fail;
  if (!store->commit (store, error))
    return FALSE;
  if (added != NULL)
    *added = cursor.count - before;
  return TRUE;

fail:
  store->rollback (store);
  if (answer != NULL && nadi_error_class (cause) == NADI_ERROR_CLASS_INTEGRITY)
    store->keep_evidence (store, nadi_sync_error_word (cause), answer);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static char *
state_target (const char *const *keys, guint64 from)
{
  GString *target = g_string_new (NULL);

  g_string_printf (target, "/v1/state?from=%" G_GUINT64_FORMAT, from);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *escaped = g_uri_escape_string (keys[i], "/:", FALSE);
      g_string_append_printf (target, "&key=%s", escaped);
    }
  return g_string_free (target, FALSE);
}

static gboolean
take_state (NadiSync *sync, GBytes *answer, const char *const *keys, NadiTrustedHead *trusted, GBytes **values, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  g_autoptr (NadiEvidence) evidence = NULL;
  g_autoptr (GBytes) proof = NULL;
  NadiBlock block;

  if (text == NULL || !nadi_state_answer_parse (text, length, &evidence, &proof, NULL))
    return fail (NADI_SYNC_ERROR_FORMAT, error);
  if (!check_evidence (sync, evidence, trusted, &block, error))
    return FALSE;
  if (!nadi_map_check_proof (g_bytes_get_data (proof, NULL), g_bytes_get_size (proof), &block.state, keys, values, NULL))
    return fail (NADI_SYNC_ERROR_BLOCK, error);
  return TRUE;
}

gboolean
nadi_sync_state (NadiSync *sync, const char *const *keys, GBytes **values, GCancellable *cancellable, GError **error)
{
  NadiSyncStore *store = sync->store;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *target = NULL;
  NadiTrustedHead trusted, before;

  if (!store->load_trusted (store, &trusted, error))
    return FALSE;
  before = trusted;
  target = state_target (keys, trusted.size);
  answer = nadi_net_get (sync->net, target, LARGEST_STATE, cancellable, error);
  if (answer == NULL)
    return FALSE;
  if (!take_state (sync, answer, keys, &trusted, values, &cause))
    {
      if (nadi_error_class (cause) == NADI_ERROR_CLASS_INTEGRITY)
        store->keep_evidence (store, nadi_sync_error_word (cause), answer);
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (memcmp (&trusted, &before, sizeof trusted) == 0)
    return TRUE;
  if (store->begin (store, error) && store->save_trusted (store, &trusted, error))
    {
      if (store->commit (store, error))
        return TRUE;
    }
  else
    store->rollback (store);
  for (guint i = 0; keys[i] != NULL; i++)
    g_clear_pointer (&values[i], g_bytes_unref);
  return FALSE;
}

gboolean
nadi_sync_trusted (NadiSync *sync, NadiTrustedHead *trusted, GError **error)
{
  return sync->store->load_trusted (sync->store, trusted, error);
}
