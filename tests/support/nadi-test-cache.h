/* A cache with fixed keys, for tests of what stands on it. */
#pragma once

#include <string.h>

#include "nadi-cache.h"
#include "nadi-random-system.h"
#include "nadi-test-vfs.h"

/* Ids to put and to look for. */
#define NADI_TEST_ID_A "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define NADI_TEST_ID_B "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"
#define NADI_TEST_ID_C "5f0e1d2c-3b4a-4596-8778-695a4b3c2d1e"

/* The file "d" on the VFS of that name. */
NadiCache *nadi_test_cache_open (const char *vfs, gboolean clinical, GError **error);

typedef struct
{
  NadiTestVfs *vfs;          /* of the name "cache" */
  NadiCache *cache;          /* with both compartments */
  GError *error;             /* must be unset at the end */
} NadiTestCache;

/* For g_test_add(), which frees the structure itself. The end checks every page. */
void nadi_test_cache_set_up (NadiTestCache *fixture, gconstpointer unused);
void nadi_test_cache_tear_down (NadiTestCache *fixture, gconstpointer unused);
/* Closed and opened again, with the clinical compartment or without it. */
void nadi_test_cache_reopen (NadiTestCache *fixture, gboolean clinical);

/* A value of the desk's compartment; NULL removes it. */
void nadi_test_cache_put_value (NadiTestCache *fixture, const char *kind, const char *name, const char *value);
void nadi_test_assert_bytes (GBytes *bytes, const char *expected);
