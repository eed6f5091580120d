/* Answers from one picture of the log. */
#include "nadi-view-private.h"

#include "nadi-receipt.h"
#include "nadi-stream-head.h"

struct _NadiView
{
  gatomicrefcount references;
  NadiChain *chain;
  NadiStore *store;          /* borrowed */
  NadiHead *admitted;
  NadiHead *final;           /* or NULL */
  char *note;                /* final's, with cosignatures; or NULL */
  gint64 freshness;
};

NadiView *
nadi_view_new (NadiChain *chain, NadiStore *store, NadiHead *admitted, NadiHead *final, const char *note, gint64 freshness)
{
  NadiView *self = g_new0 (NadiView, 1);

  g_atomic_ref_count_init (&self->references);
  self->chain = nadi_chain_ref (chain);
  self->store = store;
  self->admitted = nadi_head_ref (admitted);
  self->final = final != NULL ? nadi_head_ref (final) : NULL;
  self->note = g_strdup (note);
  self->freshness = freshness;
  return self;
}

NadiView *
nadi_view_ref (NadiView *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
nadi_view_unref (NadiView *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  nadi_head_unref (self->admitted);
  nadi_head_unref (self->final);
  nadi_chain_unref (self->chain);
  g_free (self->note);
  g_free (self);
}

/* --- the final head ------------------------------------------------------------------------------------------------- */

guint64
nadi_view_size (NadiView *self)
{
  return self->final != NULL ? self->final->size : 0;
}

const char *
nadi_view_checkpoint (NadiView *self)
{
  return self->note;
}

const NadiBlock *
nadi_view_block (NadiView *self)
{
  return self->final != NULL ? &self->final->block : NULL;
}

gint64
nadi_view_freshness (NadiView *self)
{
  return self->freshness;
}

NadiMap *
nadi_view_map (NadiView *self)
{
  return self->final != NULL ? self->final->map : NULL;
}

guint64
nadi_view_stream_count (NadiView *self, const char *stream)
{
  GBytes *value = self->final != NULL ? nadi_map_lookup (self->final->map, stream) : NULL;
  NadiStreamHead head = { 0 };
  gsize length;
  const guint8 *data;

  if (value == NULL)
    return 0;
  data = g_bytes_get_data (value, &length);
  return nadi_stream_head_decode (data, length, &head) ? head.count : 0;
}

static gboolean
need_final (NadiView *self, GError **error)
{
  if (self->final != NULL)
    return TRUE;
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_NOT_FINAL, "No block has a quorum yet");
  return FALSE;
}

static gboolean
fail_range (GError **error, const char *what)
{
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE, what);
  return FALSE;
}

NadiEvidence *
nadi_view_evidence (NadiView *self, guint64 from, GError **error)
{
  NadiEvidence *evidence;
  gsize length;
  const char *leaf;

  if (!need_final (self, error))
    return NULL;
  if (from > self->final->size)
    {
      fail_range (error, "That tree is larger than the newest one with a quorum");
      return NULL;
    }
  leaf = g_bytes_get_data (self->final->leaf, &length);
  evidence = g_new0 (NadiEvidence, 1);
  evidence->checkpoint = g_strdup (self->note);
  evidence->checkpoint_length = strlen (self->note);
  evidence->consistency = from > 0 ? nadi_chain_consistency (self->chain, from, self->final->size) : NULL;
  evidence->block = g_strndup (leaf, length);
  evidence->block_length = length;
  evidence->inclusion = g_array_copy (self->final->inclusion);
  return evidence;
}

char *
nadi_view_state_answer (NadiView *self, const char *const *keys, guint64 from, GError **error)
{
  g_autoptr (NadiEvidence) evidence = nadi_view_evidence (self, from, error);
  g_autoptr (GBytes) proof = NULL;
  gsize length;
  const guint8 *data;

  if (evidence == NULL)
    return NULL;
  proof = nadi_map_prove (self->final->map, keys);
  data = g_bytes_get_data (proof, &length);
  return nadi_state_answer_print (evidence, data, length);
}

/* What the store gives is compared with the tree before anyone sees it. */
static gboolean
check_entry (NadiView *self, guint64 index, GBytes *entry, GError **error)
{
  NadiHash leaf, stored;
  gsize length;
  const guint8 *data = g_bytes_get_data (entry, &length);

  nadi_merkle_leaf (data, length, &stored);
  if (nadi_chain_leaf (self->chain, index, &leaf) && nadi_hash_equal (&leaf, &stored))
    return TRUE;
  g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY,
               "Entry %" G_GUINT64_FORMAT " is not stored as it was written", index);
  return FALSE;
}

static GPtrArray *
read_stream (NadiView *self, const char *stream, guint64 after, guint limit, GError **error)
{
  g_autoptr (GArray) indexes = nadi_chain_stream (self->chain, stream, after, limit, self->final->size);
  g_autoptr (GPtrArray) entries = NULL;

  entries = nadi_store_read_list (self->store, (const guint64 *) (gpointer) indexes->data, indexes->len,
                                  NADI_VIEW_MAX_PAGE_BYTES, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      if (!check_entry (self, g_array_index (indexes, guint64, i), g_ptr_array_index (entries, i), error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}

static GArray *
page_entries (GPtrArray *entries)
{
  GArray *array = g_array_sized_new (FALSE, FALSE, sizeof (NadiPageEntry), entries->len);

  for (guint i = 0; i < entries->len; i++)
    {
      NadiPageEntry entry;

      entry.data = g_bytes_get_data (g_ptr_array_index (entries, i), &entry.length);
      g_array_append_val (array, entry);
    }
  return array;
}

GBytes *
nadi_view_stream_page (NadiView *self, const char *stream, guint64 after, guint limit, guint64 from, GError **error)
{
  const char *keys[] = { stream, NULL };
  g_autoptr (NadiEvidence) evidence = nadi_view_evidence (self, from, error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (GArray) array = NULL;
  NadiStreamPage page;

  if (evidence == NULL)
    return NULL;
  if (after > nadi_view_stream_count (self, stream))
    {
      fail_range (error, "The stream is shorter than that");
      return NULL;
    }
  if (limit == 0 || limit > NADI_VIEW_MAX_PAGE_ENTRIES)
    limit = NADI_VIEW_MAX_PAGE_ENTRIES;
  entries = read_stream (self, stream, after, limit, error);
  if (entries == NULL)
    return NULL;
  proof = nadi_map_prove (self->final->map, keys);
  array = page_entries (entries);
  page = (NadiStreamPage) {
    .stream = (char *) stream,
    .after = after,
    .evidence = evidence,
    .state = proof,
    .entries = array,
  };
  return nadi_stream_page_print (&page);
}

static gboolean
find_event (NadiView *self, const char *id, guint64 *index, GError **error)
{
  if (nadi_chain_find_event (self->chain, id, index) && *index < self->admitted->size)
    return TRUE;
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN, "There is no such event");
  return FALSE;
}

char *
nadi_view_receipt (NadiView *self, const char *event_id, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) proof = NULL;
  NadiReceipt receipt = { 0 };

  if (!find_event (self, event_id, &receipt.index, error) || !need_final (self, error))
    return NULL;
  if (receipt.index >= self->final->size)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_NOT_FINAL, "The event's block has no quorum yet");
      return NULL;
    }
  entries = nadi_view_entries (self, receipt.index, 1, error);
  if (entries == NULL)
    return NULL;
  proof = nadi_chain_inclusion (self->chain, receipt.index, self->final->size);
  receipt.entry = g_ptr_array_index (entries, 0);
  receipt.proof = proof;
  receipt.checkpoint = self->note;
  return nadi_receipt_print (&receipt);
}

NadiEvent *
nadi_view_event (NadiView *self, const char *event_id, guint64 *index, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  gsize length;
  const char *text;

  if (!find_event (self, event_id, index, error))
    return NULL;
  entries = nadi_view_entries (self, *index, 1, error);
  if (entries == NULL)
    return NULL;
  text = g_bytes_get_data (g_ptr_array_index (entries, 0), &length);
  return nadi_event_parse (text, length, error);
}

/* --- the admitted head ---------------------------------------------------------------------------------------------- */

guint64
nadi_view_admitted_size (NadiView *self)
{
  return self->admitted->size;
}

const char *
nadi_view_admitted_checkpoint (NadiView *self)
{
  return self->admitted == self->final ? self->note : self->admitted->note;
}

NadiMap *
nadi_view_admitted_map (NadiView *self)
{
  return self->admitted->map;
}

gint64
nadi_view_admitted_time (NadiView *self)
{
  return self->admitted->block.time;
}

GArray *
nadi_view_consistency (NadiView *self, guint64 size1, guint64 size2, GError **error)
{
  GArray *proof = size2 <= self->admitted->size ? nadi_chain_consistency (self->chain, size1, size2) : NULL;

  if (proof == NULL)
    fail_range (error, "The log has no such trees");
  return proof;
}

GPtrArray *
nadi_view_entries (NadiView *self, guint64 first, guint count, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (first > self->admitted->size || count > self->admitted->size - first)
    {
      fail_range (error, "The log has no such entries");
      return NULL;
    }
  entries = nadi_store_read (self->store, first, count, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      if (!check_entry (self, first + i, g_ptr_array_index (entries, i), error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}

static GBytes *
entry_bundle (NadiView *self, const NadiTilePath *path, GError **error)
{
  g_autoptr (GPtrArray) entries = nadi_view_entries (self, path->n * 256, path->width, error);
  GByteArray *bundle;

  if (entries == NULL)
    return NULL;
  bundle = g_byte_array_new ();
  for (guint i = 0; i < entries->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (entries, i), &length);

      nadi_bundle_add (bundle, data, length);
    }
  return g_byte_array_free_to_bytes (bundle);
}

GBytes *
nadi_view_tile (NadiView *self, const NadiTilePath *path, GError **error)
{
  guint level = path->entries ? 0 : path->level;
  g_autoptr (GBytes) hashes = nadi_chain_tile (self->chain, level, path->n, path->width, self->admitted->size);

  if (hashes == NULL)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN, "The tree has no such tile");
      return NULL;
    }
  return path->entries ? entry_bundle (self, path, error) : g_steal_pointer (&hashes);
}
