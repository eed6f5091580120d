/* The part that every store shares: arguments are checked here, once. */
#include "nadi-store.h"

#include <string.h>

G_DEFINE_QUARK (nadi-store-error-quark, nadi_store_error)

void
nadi_store_checkpoint_free (NadiStoreCheckpoint *self)
{
  if (self == NULL)
    return;
  g_free (self->note);
  g_ptr_array_unref (self->cosignatures);
  g_free (self);
}

static gboolean
fail_range (GError **error, const char *what)
{
  g_set_error_literal (error, NADI_STORE_ERROR, NADI_STORE_ERROR_RANGE, what);
  return FALSE;
}

static gboolean
check_batch (const NadiStoreBatch *batch, GError **error)
{
  if (batch->n_entries > 0 && (batch->checkpoint == NULL) == (batch->seal == NULL))
    return fail_range (error, "Entries need one checkpoint");
  if (batch->expected_size > (guint64) G_MAXINT64 - batch->n_entries)
    return fail_range (error, "A size that no log has");
  for (guint i = 0; i < batch->n_entries; i++)
    {
      gsize length = g_bytes_get_size (batch->entries[i]);

      if (length == 0 || length > NADI_STORE_MAX_ENTRY)
        return fail_range (error, "An entry is empty or too long");
    }
  for (guint i = 0; i < batch->n_cosignatures; i++)
    {
      if (batch->cosignatures[i].size > G_MAXINT64)
        return fail_range (error, "A size that no log has");
    }
  return TRUE;
}

gboolean
nadi_store_commit (NadiStore *self, const NadiStoreBatch *batch, GError **error)
{
  return check_batch (batch, error) && self->klass->commit (self, batch, error);
}

gboolean
nadi_store_size (NadiStore *self, guint64 *size, GError **error)
{
  return self->klass->size (self, size, error);
}

GPtrArray *
nadi_store_read (NadiStore *self, guint64 first, guint count, GError **error)
{
  if (first > (guint64) G_MAXINT64 - count)
    {
      fail_range (error, "Entries that are not there");
      return NULL;
    }
  return self->klass->read (self, first, count, error);
}

GPtrArray *
nadi_store_read_list (NadiStore *self, const guint64 *indexes, guint n_indexes, gsize max_bytes, GError **error)
{
  for (guint i = 0; i < n_indexes; i++)
    {
      if (indexes[i] > G_MAXINT64)
        {
          fail_range (error, "Entries that are not there");
          return NULL;
        }
    }
  return self->klass->read_list (self, indexes, n_indexes, max_bytes, error);
}

gboolean
nadi_store_checkpoint_below (NadiStore *self, guint64 below, NadiStoreCheckpoint **checkpoint, GError **error)
{
  *checkpoint = NULL;
  return self->klass->checkpoint_below (self, MIN (below, (guint64) G_MAXINT64), checkpoint, error);
}

gboolean
nadi_store_get (NadiStore *self, const char *key, GBytes **value, GError **error)
{
  *value = NULL;
  return self->klass->get (self, key, value, error);
}

gboolean
nadi_store_put (NadiStore *self, const char *key, GBytes *value, GError **error)
{
  NadiStoreItem item = { key, value };
  NadiStoreBatch batch = { .items = &item, .n_items = 1 };

  return self->klass->commit (self, &batch, error);
}

gboolean
nadi_store_put_once (NadiStore *self, const char *key, GBytes *value, GError **error)
{
  return self->klass->put_once (self, key, value, error);
}

char **
nadi_store_list (NadiStore *self, const char *prefix, GError **error)
{
  return self->klass->list (self, prefix, error);
}

gboolean
nadi_store_check_pages (NadiStore *self, GError **error)
{
  return self->klass->check_pages == NULL || self->klass->check_pages (self, error);
}

gboolean
nadi_store_check (NadiStore *self, GError **error)
{
  return self->klass->check (self, error);
}

void
nadi_store_close (NadiStore *self)
{
  if (self != NULL)
    self->klass->close (self);
}
