/* From what is stored to what is served: nothing is, before the whole chain has come out as it was signed. */
#include "nadi-log-private.h"

#include "nadi-checkpoint.h"

typedef struct
{
  NadiLog *log;
  GHashTable *checkpoints;   /* of NadiStoreCheckpoint by size */
  guint64 final_size;        /* 0: none */
  NadiLogProgress progress;
  gpointer user_data;
} Loading;

static gboolean
fail_checkpoint (GError **error, const char *what)
{
  g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT, what);
  return FALSE;
}

static char *
cosigned_note (NadiStoreCheckpoint *stored)
{
  GString *note = g_string_new (stored->note);

  for (guint i = 0; i < stored->cosignatures->len; i++)
    g_string_append (note, g_ptr_array_index (stored->cosignatures, i));
  return g_string_free (note, FALSE);
}

/* The log's own signature is looked at in any case. Too few cosignatures are nothing wrong; one that does not hold is damage, and
 * what is below it must not be taken for the newest that is final. */
static gboolean
check_checkpoint (NadiStoreCheckpoint *stored, const NadiNetwork *network, gboolean *final, GError **error)
{
  g_autofree char *note = cosigned_note (stored);
  guint n_cosignatures;
  g_autoptr (NadiCheckpoint) alone = nadi_checkpoint_check_log (stored->note, strlen (stored->note), network, &n_cosignatures, error);
  g_autoptr (NadiCheckpoint) cosigned = NULL;
  g_autoptr (GError) cause = NULL;

  if (alone == NULL)
    {
      g_prefix_error (error, "The stored checkpoint of size %" G_GUINT64_FORMAT ": ", stored->size);
      return FALSE;
    }
  if (alone->size != stored->size)
    return fail_checkpoint (error, "A stored checkpoint says another size than it is stored for");
  cosigned = nadi_checkpoint_check (note, strlen (note), network, NULL, &cause);
  if (cosigned == NULL && !g_error_matches (cause, NADI_WIRE_ERROR, NADI_WIRE_ERROR_QUORUM))
    {
      g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT,
                   "The stored checkpoint of size %" G_GUINT64_FORMAT ": a cosignature does not hold", stored->size);
      return FALSE;
    }
  *final = cosigned != NULL;
  return TRUE;
}

static void
keep (Loading *loading, NadiStoreCheckpoint *stored)
{
  g_hash_table_insert (loading->checkpoints, &stored->size, stored);
}

/* Newest first, down to the newest with a quorum. Those between that nobody cosigned need no look: they are never shown. */
static gboolean
load_checkpoints (Loading *loading, const NadiNetwork *network, GError **error)
{
  guint64 below = G_MAXUINT64;
  guint count = 0;

  while (loading->final_size == 0)
    {
      g_autoptr (NadiStoreCheckpoint) stored = NULL;
      gboolean final = FALSE;

      if (!nadi_store_checkpoint_below (loading->log->store, below, &stored, error))
        return FALSE;
      if (stored == NULL)
        break;
      below = stored->size;
      if ((count == 0 || stored->cosignatures->len > 0) && !check_checkpoint (stored, network, &final, error))
        return FALSE;
      if (final)
        loading->final_size = below;
      if (final || ++count < NADI_LOG_MAX_TRACKED)
        keep (loading, g_steal_pointer (&stored));
    }
  return TRUE;
}

/* A line that does not hold any more (a validator that is none now) is left behind. */
static void
track (Loading *loading, NadiStoreCheckpoint *checkpoint)
{
  NadiLog *log = loading->log;
  g_autoptr (NadiHead) head = nadi_head_new (log->chain, log->log_key->name, checkpoint->note);
  NadiTrackedHead *tracked = nadi_tracked_head_new (log, head, nadi_chain_block_streams (log->chain));

  for (guint i = 0; i < checkpoint->cosignatures->len; i++)
    {
      const char *line = g_ptr_array_index (checkpoint->cosignatures, i);
      gint64 time;
      int validator = nadi_log_check_line (log, head, line, &time, NULL);

      if (validator >= 0)
        nadi_tracked_head_add (tracked, validator, line, time, TRUE);
    }
  nadi_log_track (log, tracked);
  if (head->size == loading->final_size)
    log->has_final = TRUE;
}

static gboolean
on_block (NadiChain *chain, guint64 store_size, gpointer user_data, GError **error)
{
  Loading *loading = user_data;
  guint64 size = nadi_chain_size (chain);
  NadiStoreCheckpoint *stored = g_hash_table_lookup (loading->checkpoints, &size);

  if (loading->progress != NULL)
    loading->progress (size, store_size, loading->user_data);
  if (stored != NULL)
    {
      g_autoptr (NadiNote) note = nadi_note_parse (stored->note, strlen (stored->note), error);
      g_autoptr (NadiCheckpoint) checkpoint = note != NULL ? nadi_checkpoint_parse (note->text, error) : NULL;
      NadiHash root;

      if (checkpoint == NULL)
        return FALSE;
      nadi_chain_root (chain, size, &root);
      if (!nadi_hash_equal (&root, &checkpoint->root))
        {
          g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_CHECKPOINT,
                       "Block %" G_GINT64_FORMAT ": the entries are not those that were signed",
                       nadi_chain_block (chain)->height);
          return FALSE;
        }
      track (loading, stored);
    }
  return TRUE;
}

static gboolean
check_end (Loading *loading, const NadiNetwork *network, GError **error)
{
  NadiLog *log = loading->log;
  NadiHash genesis;

  if (!nadi_chain_leaf (log->chain, 0, &genesis))
    return fail_checkpoint (error, "The log is empty");
  if (!nadi_hash_equal (&genesis, &network->genesis))
    return fail_checkpoint (error, "The log is another network's");
  if (log->tracked->len == 0 || nadi_log_newest (log)->head->size != nadi_chain_size (log->chain))
    return fail_checkpoint (error, "The last block has no checkpoint");
  return TRUE;
}

gboolean
nadi_log_load (NadiLog *self, const NadiNetwork *network, NadiLogProgress progress, gpointer user_data, GError **error)
{
  Loading loading = { .log = self, .progress = progress, .user_data = user_data };
  gboolean loaded;

  loading.checkpoints = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) nadi_store_checkpoint_free);
  loaded = load_checkpoints (&loading, network, error)
           && nadi_chain_replay (self->chain, self->store, NADI_CHAIN_TRUST, on_block, &loading, error)
           && check_end (&loading, network, error);
  g_hash_table_unref (loading.checkpoints);
  return loaded;
}
