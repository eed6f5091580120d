/* A head is taken when its block is committed, so that its proofs need no chain later. */
#include "nadi-head.h"

#include "nadi-checkpoint.h"

NadiHead *
nadi_head_new (NadiChain *chain, const char *origin, const char *note)
{
  NadiHead *self = g_new0 (NadiHead, 1);
  NadiCheckpoint checkpoint = { .origin = (char *) origin, .size = nadi_chain_size (chain) };

  nadi_chain_root (chain, checkpoint.size, &checkpoint.root);
  g_atomic_ref_count_init (&self->references);
  self->size = checkpoint.size;
  self->root = checkpoint.root;
  self->text = nadi_checkpoint_print (&checkpoint);
  self->note = g_strdup (note);
  self->block = *nadi_chain_block (chain);
  self->leaf = g_bytes_ref (nadi_chain_block_leaf (chain));
  self->inclusion = nadi_chain_inclusion (chain, self->size - 1, self->size);
  self->map = nadi_map_ref (nadi_chain_map (chain));
  return self;
}

NadiHead *
nadi_head_ref (NadiHead *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
nadi_head_unref (NadiHead *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  nadi_map_unref (self->map);
  g_array_unref (self->inclusion);
  g_bytes_unref (self->leaf);
  g_free (self->note);
  g_free (self->text);
  g_free (self);
}
