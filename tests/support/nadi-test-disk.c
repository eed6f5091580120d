/* The disk that loses power. A write that was overwritten before the cut may have reached the disk alone, so dropping
 * changes covers reordering them. */
#include "nadi-test-disk.h"

#include <string.h>

#include "nadi-source.h"

#define SECTOR 512

typedef struct
{
  gboolean truncates;
  gsize offset;             /* or the new size */
  GBytes *data;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->data, g_bytes_unref);
  g_free (change);
}

static void
region_free (gpointer region)
{
  g_free (region);
}

static void
node_free (gpointer data)
{
  NadiTestNode *node = data;

  g_byte_array_unref (node->current);
  g_byte_array_unref (node->durable);
  g_ptr_array_unref (node->pending);
  g_ptr_array_unref (node->handles);
  g_ptr_array_unref (node->shared_memory);
  g_free (node->name);
  g_free (node);
}

void
nadi_test_disk_init (NadiTestDisk *disk)
{
  disk->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, node_free);
}

void
nadi_test_disk_clear (NadiTestDisk *disk)
{
  g_hash_table_unref (disk->nodes);
}

NadiTestNode *
nadi_test_disk_node (NadiTestDisk *disk, const char *name, gboolean create)
{
  NadiTestNode *node = g_hash_table_lookup (disk->nodes, name);

  if (node == NULL && create)
    {
      node = g_new0 (NadiTestNode, 1);
      node->name = g_strdup (name);
      node->current = g_byte_array_new ();
      node->durable = g_byte_array_new ();
      node->pending = g_ptr_array_new_with_free_func (change_free);
      node->handles = g_ptr_array_new ();
      node->shared_memory = g_ptr_array_new_with_free_func (region_free);
      g_hash_table_insert (disk->nodes, node->name, node);
    }
  if (node != NULL && create)
    node->exists = TRUE;
  return node != NULL && node->exists ? node : NULL;
}

static void
resize (GByteArray *array, gsize size)
{
  guint old = array->len;

  g_byte_array_set_size (array, (guint) size);
  if (size > old)
    memset (array->data + old, 0, size - old);
}

static void
put (GByteArray *array, const void *data, gsize length, gsize offset)
{
  if (offset + length > array->len)
    resize (array, offset + length);
  memcpy (array->data + offset, data, length);
}

void
nadi_test_node_write (NadiTestNode *node, const void *data, gsize length, gsize offset)
{
  Change *change = g_new0 (Change, 1);

  put (node->current, data, length, offset);
  change->offset = offset;
  change->data = g_bytes_new (data, length);
  g_ptr_array_add (node->pending, change);
}

void
nadi_test_node_truncate (NadiTestNode *node, gsize size)
{
  Change *change = g_new0 (Change, 1);

  resize (node->current, size);
  change->truncates = TRUE;
  change->offset = size;
  g_ptr_array_add (node->pending, change);
}

static void
settle (NadiTestNode *node)
{
  g_byte_array_set_size (node->durable, 0);
  g_byte_array_append (node->durable, node->current->data, node->current->len);
  g_ptr_array_set_size (node->pending, 0);
  node->exists_durably = node->exists;
}

void
nadi_test_node_sync (NadiTestNode *node)
{
  settle (node);
}

void
nadi_test_node_remove (NadiTestNode *node, gboolean durable)
{
  nadi_test_node_truncate (node, 0);
  node->exists = FALSE;
  if (durable)
    settle (node);
}

static void
tear (NadiTestNode *node, const Change *change, NadiRandom *random)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (change->data, &length);

  for (gsize done = 0; done < length;)
    {
      gsize step = MIN (length - done, SECTOR - (change->offset + done) % SECTOR);

      if (nadi_random_below (random, 2) == 0)
        put (node->durable, data + done, step, change->offset + done);
      done += step;
    }
}

static void
cut_node (NadiTestNode *node, NadiRandom *random)
{
  for (guint i = 0; i < node->pending->len; i++)
    {
      Change *change = node->pending->pdata[i];
      guint64 fate = nadi_random_below (random, 3);

      if (change->truncates && fate == 0)
        resize (node->durable, change->offset);
      /* What follows a truncation or a removal that never happened went to a file that never was. */
      else if (change->truncates)
        break;
      else if (fate == 0)
        put (node->durable, g_bytes_get_data (change->data, NULL), g_bytes_get_size (change->data), change->offset);
      else if (fate == 1)
        tear (node, change, random);
    }
  if (node->exists != node->exists_durably)
    node->exists_durably = nadi_random_below (random, 2) == 0;
  node->exists = node->exists_durably;
  if (!node->exists)
    g_byte_array_set_size (node->durable, 0);
  g_byte_array_set_size (node->current, 0);
  g_byte_array_append (node->current, node->durable->data, node->durable->len);
  g_ptr_array_set_size (node->pending, 0);
  g_ptr_array_set_size (node->shared_memory, 0);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(NadiTestNode *const *) a)->name, (*(NadiTestNode *const *) b)->name);
}

void
nadi_test_disk_power_cut (NadiTestDisk *disk, guint64 seed)
{
  NadiSeededRandom random;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  nadi_seeded_random_init (&random, seed);
  g_hash_table_iter_init (&iter, disk->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (nodes, value);
  g_ptr_array_sort (nodes, by_name);
  for (guint i = 0; i < nodes->len; i++)
    cut_node (nodes->pdata[i], &random.random);
}
