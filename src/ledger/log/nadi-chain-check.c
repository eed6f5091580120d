/* Checking blocks that another made, and reading a whole log back. */
#include "nadi-chain-private.h"

#define REPLAY_CHUNK 1024

static gboolean
fail_block (GError **error, NadiLogError code, const NadiBlock *block, const char *what)
{
  g_set_error (error, NADI_LOG_ERROR, code, "Block %" G_GINT64_FORMAT ": %s", block->height, what);
  return FALSE;
}

static gboolean
parse_leaf (NadiChain *self, GBytes *const *entries, guint n_entries, NadiBlock *block, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gsize length;
  const char *text;

  block->height = nadi_chain_next_height (self);
  if (n_entries < 2 || nadi_chain_block_length (entries, n_entries) != n_entries)
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "its leaf is missing or has no events before it");
  text = g_bytes_get_data (entries[n_entries - 1], &length);
  if (!nadi_block_parse (text, length, block, &cause))
    {
      g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK,
                   "Block %" G_GINT64_FORMAT ": entry %" G_GUINT64_FORMAT " is not a block leaf: %s",
                   nadi_chain_next_height (self), self->size + n_entries - 1, cause->message);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_leaf (NadiChain *self, const NadiBlock *block, guint n_entries, gint64 now, GError **error)
{
  if (block->height != nadi_chain_next_height (self))
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "it does not follow the block before it");
  if (!nadi_hash_equal (&block->previous, &self->block_hash))
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "it names another predecessor");
  if (block->first != self->size || block->count != n_entries - 1)
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "it names other events than stand before it");
  if (block->count > nadi_chain_max_events (self))
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "it has too many events");
  if (self->leaf != NULL && block->time <= self->block.time)
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "its time is not later than its predecessor's");
  if (now != G_MAXINT64 && block->time > now + NADI_CHAIN_MAX_AHEAD)
    return fail_block (error, NADI_LOG_ERROR_TIME, block, "its time is more than a minute ahead of this clock");
  return TRUE;
}

static gboolean
fail_entry (NadiChain *self, guint i, const char *what, const GError *cause, GError **error)
{
  g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY,
               "Block %" G_GINT64_FORMAT ": entry %" G_GUINT64_FORMAT " %s%s%s", nadi_chain_next_height (self),
               self->size + i, what, cause != NULL ? ": " : "", cause != NULL ? cause->message : "");
  return FALSE;
}

static gboolean
check_event (NadiChain *self, GBytes *entry, guint i, NadiChainSignatures signatures, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (NadiEvent) event = NULL;
  gsize length;
  const char *text = g_bytes_get_data (entry, &length);
  NadiVerifyKey key;
  guint64 index;
  gboolean again;

  event = nadi_event_parse (text, length, &cause);
  if (event == NULL)
    return fail_entry (self, i, "is not an event", cause, error);
  if (signatures == NADI_CHAIN_TRUST && !nadi_contract_signer_key (self->open_map, event, &key, &cause))
    return fail_entry (self, i, "breaks the rules", cause, error);
  if (!nadi_chain_admit (self, event, signatures == NADI_CHAIN_TRUST ? &key : NULL, &index, &again, &cause))
    return fail_entry (self, i, "breaks the rules", cause, error);
  return !again || fail_entry (self, i, "repeats an earlier one", NULL, error);
}

/* The block is ours now: if the leaf that we would have written is the same, then everything is. */
static gboolean
compare_leaf (NadiChain *self, const NadiBlock *block, GBytes *leaf, GError **error)
{
  if (g_bytes_equal (self->closed_leaf, leaf))
    return TRUE;
  if (!nadi_hash_equal (&block->events, &self->closed_block.events))
    return fail_block (error, NADI_LOG_ERROR_BLOCK, block, "the hash over its events is another");
  return fail_block (error, NADI_LOG_ERROR_STATE, block, "the state after it is another");
}

gboolean
nadi_chain_check_block (NadiChain *self, GBytes *const *entries, guint n_entries, gint64 now,
                        NadiChainSignatures signatures, guint64 *size, NadiHash *root, GError **error)
{
  g_autoptr (GPtrArray) own = NULL;
  NadiBlock block = { 0 };

  g_return_val_if_fail (self->phase == NADI_CHAIN_IDLE, FALSE);

  if (!parse_leaf (self, entries, n_entries, &block, error) || !check_leaf (self, &block, n_entries, now, error))
    return FALSE;
  nadi_chain_open_block (self, block.time);
  for (guint i = 0; i < block.count; i++)
    {
      if (!check_event (self, entries[i], i, signatures, error))
        {
          nadi_chain_abandon (self);
          return FALSE;
        }
    }
  own = nadi_chain_close_block (self, size, root);
  if (!compare_leaf (self, &block, entries[n_entries - 1], error))
    {
      nadi_chain_abandon (self);
      return FALSE;
    }
  return TRUE;
}

guint
nadi_chain_block_length (GBytes *const *entries, guint n_entries)
{
  for (guint i = 0; i < n_entries; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (entries[i], &length);

      if (nadi_entry_is_block (data, length))
        return i + 1;
    }
  return 0;
}

/* Takes every whole block off the front of pending. */
static gboolean
replay_blocks (NadiChain *self, GPtrArray *pending, guint64 total, NadiChainSignatures signatures,
               NadiChainBlockFunc on_block, gpointer user_data, GError **error)
{
  guint done = 0, length;
  gboolean held = TRUE;

  while (held && (length = nadi_chain_block_length ((GBytes *const *) pending->pdata + done, pending->len - done)) > 0)
    {
      guint64 size;
      NadiHash root;

      held = nadi_chain_check_block (self, (GBytes *const *) pending->pdata + done, length, G_MAXINT64, signatures,
                                     &size, &root, error);
      if (held)
        {
          nadi_chain_commit (self);
          held = on_block == NULL || on_block (self, total, user_data, error);
        }
      done += length;
    }
  if (done > 0)
    g_ptr_array_remove_range (pending, 0, done);
  return held;
}

gboolean
nadi_chain_replay (NadiChain *self, NadiStore *store, NadiChainSignatures signatures,
                   NadiChainBlockFunc on_block, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) pending = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  NadiBlock next = { .height = 0 };
  guint64 total, at = self->size;

  if (!nadi_store_size (store, &total, error))
    return FALSE;
  while (at < total && pending->len <= NADI_CHAIN_MAX_FOUNDING_EVENTS)
    {
      GPtrArray *chunk = nadi_store_read (store, at, (guint) MIN (REPLAY_CHUNK, total - at), error);

      if (chunk == NULL)
        return FALSE;
      at += chunk->len;
      g_ptr_array_extend_and_steal (pending, chunk);
      if (!replay_blocks (self, pending, total, signatures, on_block, user_data, error))
        return FALSE;
    }
  next.height = nadi_chain_next_height (self);
  return self->size == total || fail_block (error, NADI_LOG_ERROR_BLOCK, &next, "its leaf is missing");
}
