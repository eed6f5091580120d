/* Entries for tests of stores. */
#include "nadi-test-entries.h"

#include <string.h>

GBytes *
nadi_test_entry (guint64 index)
{
  g_autofree char *text = g_strdup_printf ("entry %" G_GUINT64_FORMAT, index);

  return g_bytes_new (text, strlen (text));
}

gboolean
nadi_test_append (NadiStore *store, guint64 first, guint n, guint64 forget_below, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *note = g_strdup_printf ("size %" G_GUINT64_FORMAT, first + n);
  NadiStoreBatch batch = { .expected_size = first, .n_entries = n, .checkpoint = note, .forget_below = forget_below };

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (entries, nadi_test_entry (first + i));
  batch.entries = (GBytes *const *) entries->pdata;
  return nadi_store_commit (store, &batch, error);
}

void
nadi_test_assert_entries (GPtrArray *entries, guint64 first, guint n)
{
  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) expected = nadi_test_entry (first + i);

      g_assert_true (g_bytes_equal (g_ptr_array_index (entries, i), expected));
    }
}

guint64
nadi_test_store_size (NadiStore *store)
{
  g_autoptr (GError) error = NULL;
  guint64 size = G_MAXUINT64;

  g_assert_true (nadi_store_size (store, &size, &error));
  g_assert_no_error (error);
  return size;
}

NadiStoreCheckpoint *
nadi_test_checkpoint_below (NadiStore *store, guint64 below)
{
  g_autoptr (GError) error = NULL;
  NadiStoreCheckpoint *checkpoint;

  g_assert_true (nadi_store_checkpoint_below (store, below, &checkpoint, &error));
  g_assert_no_error (error);
  return checkpoint;
}
