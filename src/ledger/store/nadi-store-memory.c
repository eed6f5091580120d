/* The store in memory: the same promises, save that it forgets. */
#include "nadi-store-memory.h"

#include <string.h>

typedef struct
{
  char *note;
  GTree *lines;              /* of text by the cosigner's name */
} MemoryCheckpoint;

typedef struct
{
  NadiStore store;
  GMutex mutex;
  GPtrArray *entries;        /* GBytes */
  GTree *checkpoints;        /* of MemoryCheckpoint by size */
  GTree *items;              /* of GBytes by key */
} MemoryStore;

static int
compare_sizes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint64 left = *(const guint64 *) a, right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

static void
memory_checkpoint_free (gpointer data)
{
  MemoryCheckpoint *self = data;

  g_free (self->note);
  g_tree_unref (self->lines);
  g_free (self);
}

static gboolean
add_entries (MemoryStore *self, const NadiStoreBatch *batch, char **note, GError **error)
{
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (self->entries->len != batch->expected_size)
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_CONFLICT, "The log has another size than expected");
      return FALSE;
    }
  for (guint i = 0; i < batch->n_entries; i++)
    g_ptr_array_add (stored, g_bytes_ref (batch->entries[i]));
  *note = batch->seal != NULL ? batch->seal (stored, batch->seal_data, error) : g_strdup (batch->checkpoint);
  if (*note == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (self->entries, g_steal_pointer (&stored));
  return TRUE;
}

static void
add_checkpoint (MemoryStore *self, char *note)
{
  MemoryCheckpoint *checkpoint = g_new0 (MemoryCheckpoint, 1);
  guint64 size = self->entries->len;

  checkpoint->note = note;
  checkpoint->lines = g_tree_new_full (compare_texts, NULL, g_free, g_free);
  g_tree_replace (self->checkpoints, g_memdup2 (&size, sizeof size), checkpoint);
}

static void
forget_below (MemoryStore *self, guint64 size)
{
  GTreeNode *node;

  while ((node = g_tree_node_first (self->checkpoints)) != NULL && *(guint64 *) g_tree_node_key (node) < size)
    g_tree_remove (self->checkpoints, g_tree_node_key (node));
}

static gboolean
memory_commit (NadiStore *store, const NadiStoreBatch *batch, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *note = NULL;

  if (batch->n_entries > 0 && !add_entries (self, batch, &note, error))
    return FALSE;
  if (note != NULL)
    add_checkpoint (self, note);
  for (guint i = 0; i < batch->n_cosignatures; i++)
    {
      const NadiStoreCosignature *line = &batch->cosignatures[i];
      MemoryCheckpoint *checkpoint = g_tree_lookup (self->checkpoints, &line->size);

      if (checkpoint != NULL)
        g_tree_replace (checkpoint->lines, g_strdup (line->name), g_strdup (line->line));
    }
  for (guint i = 0; i < batch->n_items; i++)
    {
      if (batch->items[i].value != NULL)
        g_tree_replace (self->items, g_strdup (batch->items[i].key), g_bytes_ref (batch->items[i].value));
      else
        g_tree_remove (self->items, batch->items[i].key);
    }
  forget_below (self, batch->forget_below);
  return TRUE;
}

static gboolean
memory_size (NadiStore *store, guint64 *size, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *size = self->entries->len;
  return TRUE;
}

static gboolean
take_entry (MemoryStore *self, guint64 index, GPtrArray *entries, GError **error)
{
  if (index >= self->entries->len)
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE, "Entries that are not there");
      return FALSE;
    }
  g_ptr_array_add (entries, g_bytes_ref (g_ptr_array_index (self->entries, index)));
  return TRUE;
}

static GPtrArray *
memory_read (NadiStore *store, guint64 first, guint count, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < count; i++)
    {
      if (!take_entry (self, first + i, entries, error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}

static GPtrArray *
memory_read_list (NadiStore *store, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize total = 0;

  for (guint i = 0; i < n_indexes; i++)
    {
      if (!take_entry (self, indexes[i], entries, error))
        return NULL;
      total += g_bytes_get_size (g_ptr_array_index (entries, i));
      if (total > max_bytes && i > 0)
        {
          g_ptr_array_set_size (entries, (int) i);
          break;
        }
    }
  return g_steal_pointer (&entries);
}

static gboolean
add_line (gpointer key, gpointer value, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (value));
  return FALSE;
}

static gboolean
memory_checkpoint_below (NadiStore *store, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GTreeNode *node = g_tree_lower_bound (self->checkpoints, &below);
  MemoryCheckpoint *found;

  node = node != NULL ? g_tree_node_previous (node) : g_tree_node_last (self->checkpoints);
  if (node == NULL)
    return TRUE;
  found = g_tree_node_value (node);
  *checkpoint = g_new0 (NadiStoreCheckpoint, 1);
  (*checkpoint)->size = *(guint64 *) g_tree_node_key (node);
  (*checkpoint)->note = g_strdup (found->note);
  (*checkpoint)->cosignatures = g_ptr_array_new_with_free_func (g_free);
  g_tree_foreach (found->lines, add_line, (*checkpoint)->cosignatures);
  return TRUE;
}

static gboolean
memory_get (NadiStore *store, const char *key, GBytes **value, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GBytes *found = g_tree_lookup (self->items, key);

  *value = found != NULL ? g_bytes_ref (found) : NULL;
  return TRUE;
}

static gboolean
memory_put_once (NadiStore *store, const char *key, GBytes *value, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (g_tree_lookup (self->items, key) != NULL)
    {
      g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_EXISTS, "The key is there already");
      return FALSE;
    }
  g_tree_replace (self->items, g_strdup (key), g_bytes_ref (value));
  return TRUE;
}

static char **
memory_list (NadiStore *store, const char *prefix, GError **error)
{
  MemoryStore *self = (MemoryStore *) store;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GTreeNode *node = g_tree_lower_bound (self->items, prefix);

  for (; node != NULL && g_str_has_prefix (g_tree_node_key (node), prefix); node = g_tree_node_next (node))
    g_ptr_array_add (keys, g_strdup (g_tree_node_key (node)));
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}

static gboolean
memory_check (NadiStore *store, GError **error)
{
  return TRUE;
}

static void
memory_close (NadiStore *store)
{
  MemoryStore *self = (MemoryStore *) store;

  g_ptr_array_unref (self->entries);
  g_tree_unref (self->checkpoints);
  g_tree_unref (self->items);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

NadiStore *
nadi_store_memory_new (void)
{
  static const NadiStoreClass klass = {
    .commit = memory_commit,
    .size = memory_size,
    .read = memory_read,
    .read_list = memory_read_list,
    .checkpoint_below = memory_checkpoint_below,
    .get = memory_get,
    .put_once = memory_put_once,
    .list = memory_list,
    .check = memory_check,
    .close = memory_close,
  };
  MemoryStore *self = g_new0 (MemoryStore, 1);

  self->store.klass = &klass;
  g_mutex_init (&self->mutex);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->checkpoints = g_tree_new_full (compare_sizes, NULL, g_free, memory_checkpoint_free);
  self->items = g_tree_new_full (compare_texts, NULL, g_free, (GDestroyNotify) g_bytes_unref);
  return &self->store;
}
