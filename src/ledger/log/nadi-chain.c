/* The chain as its readers see it. */
#include "nadi-chain-private.h"

static void
staged_event_free (gpointer data)
{
  NadiStagedEvent *staged = data;

  g_free (staged->id);
  g_bytes_unref (staged->bytes);
  g_ptr_array_unref (staged->streams);
  g_free (staged);
}

NadiChain *
nadi_chain_new (void)
{
  NadiChain *self = g_new0 (NadiChain, 1);

  g_atomic_ref_count_init (&self->references);
  g_rw_lock_init (&self->lock);
  self->tree = nadi_tree_new ();
  self->events = nadi_event_index_new ();
  self->streams = nadi_stream_index_new ();
  self->map = nadi_map_new ();
  nadi_map_freeze (self->map);
  self->block_streams = g_ptr_array_new_with_free_func (g_free);
  self->staged = g_ptr_array_new_with_free_func (staged_event_free);
  self->staged_places = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

NadiChain *
nadi_chain_ref (NadiChain *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
nadi_chain_unref (NadiChain *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->staged_places);
  g_ptr_array_unref (self->staged);
  g_ptr_array_unref (self->block_streams);
  g_clear_pointer (&self->open_map, nadi_map_unref);
  g_clear_pointer (&self->closed_leaf, g_bytes_unref);
  g_clear_pointer (&self->leaf, g_bytes_unref);
  nadi_map_unref (self->map);
  nadi_stream_index_free (self->streams);
  nadi_event_index_free (self->events);
  nadi_tree_free (self->tree);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

/* --- the writer's own ----------------------------------------------------------------------------------------------- */

NadiMap *
nadi_chain_map (NadiChain *self)
{
  return self->map;
}

const NadiBlock *
nadi_chain_block (NadiChain *self)
{
  return self->leaf != NULL ? &self->block : NULL;
}

GBytes *
nadi_chain_block_leaf (NadiChain *self)
{
  return self->leaf;
}

GPtrArray *
nadi_chain_block_streams (NadiChain *self)
{
  return self->block_streams;
}

/* --- any thread ----------------------------------------------------------------------------------------------------- */

guint64
nadi_chain_size (NadiChain *self)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  return self->size;
}

gboolean
nadi_chain_root (NadiChain *self, guint64 size, NadiHash *root)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  if (size > self->size)
    return FALSE;
  nadi_tree_root (self->tree, size, root);
  return TRUE;
}

gboolean
nadi_chain_leaf (NadiChain *self, guint64 index, NadiHash *leaf)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  if (index >= self->size)
    return FALSE;
  nadi_tree_leaf (self->tree, index, leaf);
  return TRUE;
}

GArray *
nadi_chain_inclusion (NadiChain *self, guint64 index, guint64 size)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  if (size > self->size || index >= size)
    return NULL;
  return nadi_tree_inclusion (self->tree, index, size);
}

GArray *
nadi_chain_consistency (NadiChain *self, guint64 size1, guint64 size2)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  /* Nothing leads from the empty tree (RFC 9162 §2.1.4). */
  if (size1 == 0 || size1 > size2 || size2 > self->size)
    return NULL;
  return nadi_tree_consistency (self->tree, size1, size2);
}

GBytes *
nadi_chain_tile (NadiChain *self, guint level, guint64 n, guint width, guint64 size)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);
  guint shift = 8 * level;

  if (level > 5 || n >= (G_GUINT64_CONSTANT (1) << 40) || width < 1 || width > 256 || size > self->size)
    return NULL;
  if (n * 256 + width > size >> shift)
    return NULL;
  return nadi_tree_tile (self->tree, level, n, width);
}

gboolean
nadi_chain_find_event (NadiChain *self, const char *id, guint64 *index)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  return nadi_event_index_find (self->events, id, index);
}

GArray *
nadi_chain_stream (NadiChain *self, const char *stream, guint64 after, guint limit, guint64 size)
{
  g_autoptr (GRWLockReaderLocker) locker = g_rw_lock_reader_locker_new (&self->lock);

  return nadi_stream_index_read (self->streams, stream, after, limit, MIN (size, self->size));
}
