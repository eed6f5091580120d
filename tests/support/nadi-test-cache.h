/* A cache with fixed keys, for tests of what stands on it. */
#pragma once

#include <string.h>

#include "nadi-cache.h"
#include "nadi-random-system.h"
#include "nadi-test-vfs.h"

/* The file "d" on the VFS of that name. */
static inline NadiCache *
nadi_test_cache_open (const char *vfs, gboolean clinical, GError **error)
{
  g_autoptr (NadiSecret) desk = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);
  g_autoptr (NadiSecret) other = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);

  memset (nadi_secret_data (desk), 0xd5, NADI_COMPARTMENT_KEY_SIZE);
  memset (nadi_secret_data (other), 0xc1, NADI_COMPARTMENT_KEY_SIZE);
  return nadi_cache_open ("d", desk, clinical ? other : NULL, nadi_random_system (), vfs, error);
}
