/* The cache that tests begin with. */
#include "nadi-test-cache.h"

#include "nadi-cache-values.h"

NadiCache *
nadi_test_cache_open (const char *vfs, gboolean clinical, GError **error)
{
  g_autoptr (NadiSecret) desk = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);
  g_autoptr (NadiSecret) other = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);

  memset (nadi_secret_data (desk), 0xd5, NADI_COMPARTMENT_KEY_SIZE);
  memset (nadi_secret_data (other), 0xc1, NADI_COMPARTMENT_KEY_SIZE);
  return nadi_cache_open ("d", desk, clinical ? other : NULL, nadi_random_system (), vfs, error);
}

void
nadi_test_cache_set_up (NadiTestCache *fixture, gconstpointer unused)
{
  fixture->vfs = nadi_test_vfs_new ("cache");
  fixture->cache = nadi_test_cache_open ("cache", TRUE, &fixture->error);
  g_assert_no_error (fixture->error);
}

void
nadi_test_cache_tear_down (NadiTestCache *fixture, gconstpointer unused)
{
  g_assert_no_error (fixture->error);
  g_assert_true (nadi_cache_check (fixture->cache, &fixture->error));
  g_assert_no_error (fixture->error);
  nadi_cache_close (fixture->cache);
  nadi_test_vfs_free (fixture->vfs);
}

void
nadi_test_cache_reopen (NadiTestCache *fixture, gboolean clinical)
{
  nadi_cache_close (fixture->cache);
  fixture->cache = nadi_test_cache_open ("cache", clinical, &fixture->error);
  g_assert_no_error (fixture->error);
}

void
nadi_test_cache_put_value (NadiTestCache *fixture, const char *kind, const char *name, const char *value)
{
  g_assert_true (nadi_cache_put_value (fixture->cache, NADI_COMPARTMENT_DESK, kind, name, (const guint8 *) value,
                                       value != NULL ? strlen (value) : 0, &fixture->error));
}

void
nadi_test_assert_bytes (GBytes *bytes, const char *expected)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
}
