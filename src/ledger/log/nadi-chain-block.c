/* Making a block: everything is tried on a fork of the state, and counts only when the block is committed. */
#include "nadi-chain-private.h"

#include <string.h>

gint64
nadi_chain_next_height (NadiChain *self)
{
  return self->leaf != NULL ? self->block.height + 1 : 0;
}

guint
nadi_chain_max_events (NadiChain *self)
{
  return self->leaf != NULL ? NADI_CHAIN_MAX_EVENTS : NADI_CHAIN_MAX_FOUNDING_EVENTS;
}

void
nadi_chain_set_condition (NadiChain *self, NadiChainCondition condition, gpointer user_data)
{
  self->condition = condition;
  self->condition_data = user_data;
}

gint64
nadi_chain_open_block (NadiChain *self, gint64 now)
{
  g_return_val_if_fail (self->phase == NADI_CHAIN_IDLE, 0);

  self->phase = NADI_CHAIN_OPEN;
  self->open_time = self->leaf != NULL ? MAX (now, self->block.time + 1) : now;
  self->open_map = nadi_map_fork (self->map);
  return self->open_time;
}

guint
nadi_chain_open_count (NadiChain *self)
{
  return self->staged->len;
}

/* TRUE when this id is there already, in the chain or in the open block. */
static gboolean
find_again (NadiChain *self, const char *id, guint64 *index, NadiHash *leaf)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->staged_places, id));

  if (place > 0)
    {
      NadiStagedEvent *staged = g_ptr_array_index (self->staged, place - 1);

      *index = self->size + place - 1;
      *leaf = staged->leaf;
      return TRUE;
    }
  if (!nadi_event_index_find (self->events, id, index))
    return FALSE;
  nadi_tree_leaf (self->tree, *index, leaf);
  return TRUE;
}

gboolean
nadi_chain_conflicts (NadiChain *self, NadiEvent *event)
{
  NadiHash leaf, other;
  guint64 index;

  nadi_event_leaf_hash (event, &leaf);
  return find_again (self, nadi_event_id (event), &index, &other) && !nadi_hash_equal (&leaf, &other);
}

static gboolean
verify (NadiChain *self, NadiEvent *event, NadiVerifyKey *key, GError **error)
{
  if (!nadi_contract_signer_key (self->open_map, event, key, error))
    return FALSE;
  if (nadi_event_verify (event, key, NULL))
    return TRUE;
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_SIGNATURE, "The event's signature does not hold");
  return FALSE;
}

static void
stage (NadiChain *self, NadiEvent *event, const NadiHash *leaf, NadiVerdict *verdict)
{
  NadiStagedEvent *staged = g_new0 (NadiStagedEvent, 1);

  staged->id = g_strdup (nadi_event_id (event));
  staged->bytes = g_bytes_ref (nadi_event_bytes (event));
  staged->leaf = *leaf;
  staged->streams = g_ptr_array_ref (verdict->streams);
  g_ptr_array_add (self->staged, staged);
  g_hash_table_insert (self->staged_places, staged->id, GUINT_TO_POINTER (self->staged->len));
}

gboolean
nadi_chain_admit (NadiChain *self, NadiEvent *event, const NadiVerifyKey *verified,
                  guint64 *index, gboolean *again, GError **error)
{
  g_autoptr (NadiVerdict) verdict = NULL;
  NadiHash leaf, other;
  NadiVerifyKey key;

  g_return_val_if_fail (self->phase == NADI_CHAIN_OPEN, FALSE);

  nadi_event_leaf_hash (event, &leaf);
  *again = find_again (self, nadi_event_id (event), index, &other);
  if (*again)
    {
      if (nadi_hash_equal (&leaf, &other))
        return TRUE;
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CONFLICT, "This id came with other bytes before");
      return FALSE;
    }
  if (self->staged->len >= nadi_chain_max_events (self))
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY, "The block is full");
      return FALSE;
    }
  if (verified == NULL)
    {
      if (!verify (self, event, &key, error))
        return FALSE;
      verified = &key;
    }
  verdict = nadi_contract_apply (self->open_map, event, verified, self->open_time, nadi_chain_next_height (self), error);
  if (verdict == NULL || (self->condition != NULL && !self->condition (event, self->open_map, self->condition_data, error)))
    return FALSE;
  nadi_verdict_apply (verdict, self->open_map, &leaf);
  *index = self->size + self->staged->len;
  stage (self, event, &leaf, verdict);
  return TRUE;
}

static void
events_root (NadiChain *self, NadiHash *root)
{
  g_autoptr (NadiTree) tree = nadi_tree_new ();

  for (guint i = 0; i < self->staged->len; i++)
    nadi_tree_append (tree, &((NadiStagedEvent *) g_ptr_array_index (self->staged, i))->leaf);
  nadi_tree_root (tree, self->staged->len, root);
}

GPtrArray *
nadi_chain_close_block (NadiChain *self, guint64 *size, NadiHash *root)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GRWLockWriterLocker) locker = NULL;
  char *text;

  g_return_val_if_fail (self->phase == NADI_CHAIN_OPEN && self->staged->len > 0, NULL);

  self->phase = NADI_CHAIN_CLOSED;
  self->closed_block = (NadiBlock) {
    .height = nadi_chain_next_height (self),
    .previous = self->block_hash,
    .first = self->size,
    .count = self->staged->len,
    .time = self->open_time,
  };
  events_root (self, &self->closed_block.events);
  nadi_map_root (self->open_map, &self->closed_block.state);
  text = nadi_block_print (&self->closed_block);
  self->closed_leaf = g_bytes_new_take (text, strlen (text));
  nadi_merkle_leaf ((const guint8 *) text, strlen (text), &self->closed_hash);

  locker = g_rw_lock_writer_locker_new (&self->lock);
  for (guint i = 0; i < self->staged->len; i++)
    {
      NadiStagedEvent *staged = g_ptr_array_index (self->staged, i);

      g_ptr_array_add (entries, g_bytes_ref (staged->bytes));
      nadi_tree_append (self->tree, &staged->leaf);
    }
  g_ptr_array_add (entries, g_bytes_ref (self->closed_leaf));
  nadi_tree_append (self->tree, &self->closed_hash);
  *size = nadi_tree_size (self->tree);
  nadi_tree_root (self->tree, *size, root);
  return entries;
}

/* One flipped bit between a hash and the bytes that it was made of has ended a public log. */
gboolean
nadi_chain_check_stored (NadiChain *self, GPtrArray *stored, guint64 *size, NadiHash *root, GError **error)
{
  g_autoptr (NadiTree) events = nadi_tree_new ();
  NadiHash leaf, expected;

  g_return_val_if_fail (self->phase == NADI_CHAIN_CLOSED, FALSE);

  *size = nadi_tree_size (self->tree);
  for (guint i = 0; i < stored->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (stored, i), &length);

      nadi_merkle_leaf (data, length, &leaf);
      if (self->size + i < *size)
        nadi_tree_leaf (self->tree, self->size + i, &expected);
      if (self->size + i >= *size || !nadi_hash_equal (&leaf, &expected))
        {
          g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_ENTRY,
                       "Entry %" G_GUINT64_FORMAT " was not stored as it was made", self->size + i);
          return FALSE;
        }
      if (i + 1 < stored->len)
        nadi_tree_append (events, &leaf);
    }
  nadi_tree_root (events, nadi_tree_size (events), &leaf);
  if (self->size + stored->len != *size || !nadi_hash_equal (&leaf, &self->closed_block.events))
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK, "The block was not stored as it was made");
      return FALSE;
    }
  nadi_tree_root (self->tree, *size, root);
  return TRUE;
}

static void
clear_open (NadiChain *self)
{
  self->phase = NADI_CHAIN_IDLE;
  g_hash_table_remove_all (self->staged_places);
  g_ptr_array_set_size (self->staged, 0);
  g_clear_pointer (&self->open_map, nadi_map_unref);
  g_clear_pointer (&self->closed_leaf, g_bytes_unref);
}

static void
collect_streams (NadiChain *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_set_size (self->block_streams, 0);
  for (guint i = 0; i < self->staged->len; i++)
    {
      NadiStagedEvent *staged = g_ptr_array_index (self->staged, i);

      for (guint k = 0; k < staged->streams->len; k++)
        {
          char *stream = g_ptr_array_index (staged->streams, k);

          if (g_hash_table_add (seen, stream))
            g_ptr_array_add (self->block_streams, g_strdup (stream));
        }
    }
}

void
nadi_chain_commit (NadiChain *self)
{
  g_return_if_fail (self->phase == NADI_CHAIN_CLOSED);

  g_rw_lock_writer_lock (&self->lock);
  for (guint i = 0; i < self->staged->len; i++)
    {
      NadiStagedEvent *staged = g_ptr_array_index (self->staged, i);

      nadi_event_index_add (self->events, staged->id, self->size + i);
      for (guint k = 0; k < staged->streams->len; k++)
        nadi_stream_index_add (self->streams, g_ptr_array_index (staged->streams, k), self->size + i);
    }
  self->size = nadi_tree_size (self->tree);
  g_rw_lock_writer_unlock (&self->lock);

  collect_streams (self);
  nadi_map_unref (self->map);
  self->map = g_steal_pointer (&self->open_map);
  g_clear_pointer (&self->leaf, g_bytes_unref);
  self->leaf = g_steal_pointer (&self->closed_leaf);
  self->block = self->closed_block;
  self->block_hash = self->closed_hash;
  clear_open (self);
}

void
nadi_chain_abandon (NadiChain *self)
{
  if (self->phase == NADI_CHAIN_CLOSED)
    {
      g_rw_lock_writer_lock (&self->lock);
      nadi_tree_truncate (self->tree, self->size);
      g_rw_lock_writer_unlock (&self->lock);
    }
  clear_open (self);
}
