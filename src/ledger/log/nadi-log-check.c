/* Looking at everything that is stored, with nothing believed. */
#include "nadi-log-private.h"

#include "nadi-checkpoint.h"

typedef struct
{
  NadiStore *store;
  NadiBlobs *blobs;
  const NadiNetwork *network;
  NadiChain *chain;
  NadiLogProgress progress;
  NadiLogFound found;
  gpointer user_data;
  GHashTable *checkpoints;   /* of NadiStoreCheckpoint by size */
  GHashTable *named;         /* of the entry's index by the content address that it names */
  int findings;
} Check;

G_GNUC_PRINTF (2, 3)
static void
find (Check *check, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  check->findings++;
  check->found (sentence, check->user_data);
}

/* --- checkpoints ----------------------------------------------------------------------------------------------------- */

static gboolean
load_checkpoints (Check *check, GError **error)
{
  guint64 below = G_MAXUINT64;
  NadiStoreCheckpoint *stored;

  do
    {
      if (!nadi_store_checkpoint_below (check->store, below, &stored, error))
        return FALSE;
      if (stored != NULL)
        {
          below = stored->size;
          g_hash_table_insert (check->checkpoints, &stored->size, stored);
        }
    }
  while (stored != NULL);
  return TRUE;
}

static void
check_cosignature (Check *check, guint64 size, const char *text, const char *line)
{
  g_autofree char *whole = g_strconcat (text, "\n", line, NULL);
  g_autoptr (NadiNote) note = nadi_note_parse (whole, strlen (whole), NULL);
  int held = 0;

  for (guint i = 0; note != NULL && held == 0 && i < check->network->validators->len; i++)
    held = nadi_note_check (note, ((NadiNetworkValidator *) g_ptr_array_index (check->network->validators, i))->key, NULL);
  if (held != 1)
    find (check, "Checkpoint of size %" G_GUINT64_FORMAT ": a cosignature does not hold.", size);
}

static void
check_checkpoint (Check *check, NadiStoreCheckpoint *stored)
{
  g_autoptr (NadiNote) note = nadi_note_parse (stored->note, strlen (stored->note), NULL);
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  g_autoptr (GError) error = NULL;
  guint n_cosignatures;
  NadiHash root;

  checkpoint = nadi_checkpoint_check_log (stored->note, strlen (stored->note), check->network, &n_cosignatures, &error);
  if (note == NULL || checkpoint == NULL)
    {
      find (check, "Checkpoint of size %" G_GUINT64_FORMAT ": the log's signature does not hold (%s).", stored->size,
            error != NULL ? error->message : "not a note");
      return;
    }
  if (checkpoint->size != stored->size)
    find (check, "Checkpoint of size %" G_GUINT64_FORMAT ": it is stored for another size.", stored->size);
  nadi_chain_root (check->chain, stored->size, &root);
  if (!nadi_hash_equal (&root, &checkpoint->root))
    find (check, "Checkpoint of size %" G_GUINT64_FORMAT ": the entries are not those that were signed.", stored->size);
  for (guint i = 0; i < stored->cosignatures->len; i++)
    check_cosignature (check, stored->size, note->text, g_ptr_array_index (stored->cosignatures, i));
}

/* --- the chain ------------------------------------------------------------------------------------------------------- */

static gboolean
collect_contents (Check *check, const NadiBlock *block, GError **error)
{
  g_autoptr (GPtrArray) entries = nadi_store_read (check->store, block->first, block->count, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      gsize length;
      const char *text = g_bytes_get_data (g_ptr_array_index (entries, i), &length);
      g_autoptr (NadiEvent) event = nadi_event_parse (text, length, NULL);
      g_auto (GStrv) cids = event != NULL ? nadi_log_contents (event) : NULL;

      for (guint k = 0; cids != NULL && cids[k] != NULL; k++)
        g_hash_table_insert (check->named, g_strdup (cids[k]), GUINT_TO_POINTER ((guint) (block->first + i)));
    }
  return entries != NULL;
}

static gboolean
on_block (NadiChain *chain, guint64 store_size, gpointer user_data, GError **error)
{
  Check *check = user_data;
  guint64 size = nadi_chain_size (chain);
  NadiStoreCheckpoint *stored = g_hash_table_lookup (check->checkpoints, &size);

  if (stored != NULL)
    check_checkpoint (check, stored);
  if (check->progress != NULL)
    check->progress (size, store_size, check->user_data);
  return check->blobs == NULL || collect_contents (check, nadi_chain_block (chain), error);
}

/* A chain that breaks says where; what comes after it can't be judged. */
static void
check_chain (Check *check, GError **error)
{
  guint64 size;
  NadiHash genesis;

  if (!nadi_chain_replay (check->chain, check->store, NADI_CHAIN_VERIFY, on_block, check, error))
    {
      g_prefix_error (error, "Nothing after block %" G_GINT64_FORMAT " was looked at. ",
                      nadi_chain_block (check->chain) != NULL ? nadi_chain_block (check->chain)->height : -1);
      return;
    }
  size = nadi_chain_size (check->chain);
  if (size == 0)
    find (check, "The log is empty.");
  else if (!g_hash_table_contains (check->checkpoints, &size))
    find (check, "The last block has no checkpoint.");
  if (nadi_chain_leaf (check->chain, 0, &genesis) && !nadi_hash_equal (&genesis, &check->network->genesis))
    find (check, "Entry 0 is not the genesis that network.json names.");
}

static void
check_stray_checkpoints (Check *check)
{
  GHashTableIter iter;
  gpointer stored;
  NadiHash root;

  g_hash_table_iter_init (&iter, check->checkpoints);
  while (g_hash_table_iter_next (&iter, NULL, &stored))
    {
      guint64 size = ((NadiStoreCheckpoint *) stored)->size;

      if (!nadi_chain_root (check->chain, size, &root))
        find (check, "Checkpoint of size %" G_GUINT64_FORMAT ": the entries that it covers are not there.", size);
    }
}

/* --- contents -------------------------------------------------------------------------------------------------------- */

static void
check_blobs (Check *check)
{
  g_auto (GStrv) cids = nadi_blobs_list (check->blobs);

  for (guint i = 0; cids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) data = nadi_blobs_get (check->blobs, cids[i], &error);

      if (data == NULL)
        find (check, "%s.", error->message);
    }
}

/* What has been sealed again or forgotten is in the state no more, and need not be there. */
static void
check_named (Check *check)
{
  GHashTableIter iter;
  gpointer cid, entry;

  g_hash_table_iter_init (&iter, check->named);
  while (g_hash_table_iter_next (&iter, &cid, &entry))
    {
      g_autofree char *key = g_strconcat ("blob/", cid, NULL);

      if (nadi_map_lookup (nadi_chain_map (check->chain), key) != NULL && !nadi_blobs_has (check->blobs, cid))
        find (check, "The content %s, which entry %u names, is missing.", (const char *) cid, GPOINTER_TO_UINT (entry));
    }
}

/* Damage is a finding; anything else keeps us from looking. */
static gboolean
find_damage (Check *check, GError *cause, GError **error)
{
  if (cause == NULL)
    return TRUE;
  if (nadi_error_class (cause) != NADI_ERROR_CLASS_INTEGRITY)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  find (check, "%s.", cause->message);
  g_error_free (cause);
  return TRUE;
}

static gboolean
check_all (Check *check, GError **error)
{
  GError *cause = NULL;

  nadi_store_check (check->store, &cause);
  if (!find_damage (check, g_steal_pointer (&cause), error))
    return FALSE;
  load_checkpoints (check, &cause);
  if (!find_damage (check, g_steal_pointer (&cause), error))
    return FALSE;
  check_chain (check, &cause);
  if (!find_damage (check, g_steal_pointer (&cause), error))
    return FALSE;
  check_stray_checkpoints (check);
  if (check->blobs != NULL)
    {
      check_blobs (check);
      check_named (check);
    }
  return TRUE;
}

int
nadi_log_check (NadiStore *store, NadiBlobs *blobs, const NadiNetwork *network, NadiLogProgress progress,
                NadiLogFound found, gpointer user_data, GError **error)
{
  g_autoptr (NadiChain) chain = nadi_chain_new ();
  Check check = { store, blobs, network, chain, progress, found, user_data };
  gboolean looked;

  check.checkpoints = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) nadi_store_checkpoint_free);
  check.named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  looked = check_all (&check, error);
  g_hash_table_unref (check.named);
  g_hash_table_unref (check.checkpoints);
  return looked ? check.findings : -1;
}
