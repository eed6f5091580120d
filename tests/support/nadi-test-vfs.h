/* An SQLite VFS on a disk in memory that fails on demand and can lose power. Hand its name to nadi_database_open(), with
 * any path.
 *
 * Usage of the two kinds of fault:
 *
 *   for (guint n = 1;; n++) { nadi_test_vfs_fail (vfs, NADI_TEST_CALL_ANY, n, NADI_TEST_FAULT_FULL, FALSE); … operate …;
 *     if (!nadi_test_vfs_clear_fault (vfs)) break; }            the operation went through: every N has been tried
 *
 *   nadi_test_vfs_stop_after (vfs, n); … operate until an error …; close; nadi_test_vfs_power_cut (vfs, seed); … open again
 *
 * Thread-safe towards SQLite; the functions here are for the thread of the test. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_TEST_CALL_OPEN = 1 << 0,
  NADI_TEST_CALL_READ = 1 << 1,
  NADI_TEST_CALL_WRITE = 1 << 2,
  NADI_TEST_CALL_SYNC = 1 << 3,
  NADI_TEST_CALL_TRUNCATE = 1 << 4,
  NADI_TEST_CALL_DELETE = 1 << 5,
} NadiTestCalls;

/* What changes the disk. */
#define NADI_TEST_CALL_CHANGES (NADI_TEST_CALL_WRITE | NADI_TEST_CALL_SYNC | NADI_TEST_CALL_TRUNCATE | NADI_TEST_CALL_DELETE)
#define NADI_TEST_CALL_ANY (NADI_TEST_CALL_CHANGES | NADI_TEST_CALL_OPEN | NADI_TEST_CALL_READ)

typedef enum
{
  NADI_TEST_FAULT_IO,       /* EIO */
  NADI_TEST_FAULT_FULL,     /* ENOSPC; a write is EIO's equal in everything but its code */
  NADI_TEST_FAULT_SHORT,    /* half of a write is done, then ENOSPC */
} NadiTestFault;

typedef struct _NadiTestVfs NadiTestVfs;

/* name must be unique in the process and stay valid. */
NadiTestVfs *nadi_test_vfs_new (const char *name);
/* All connections must be closed. */
void nadi_test_vfs_free (NadiTestVfs *vfs);

/* The nth call from now (1 is the next) among calls fails; with lasting, all after it too. FULL and SHORT spare what
 * needs no space: reads, syncs, truncations and deletions fail as IO only. */
void nadi_test_vfs_fail (NadiTestVfs *vfs, guint calls, guint nth, NadiTestFault fault, gboolean lasting);
/* Ends the fault. TRUE if it had struck. */
gboolean nadi_test_vfs_clear_fault (NadiTestVfs *vfs);

/* At the nth change from now the power goes: it and everything later fails until nadi_test_vfs_power_cut(). */
void nadi_test_vfs_stop_after (NadiTestVfs *vfs, guint nth);
gboolean nadi_test_vfs_stopped (NadiTestVfs *vfs);
/* Power comes back. All connections must be closed. */
void nadi_test_vfs_power_cut (NadiTestVfs *vfs, guint64 seed);

/* Bytes of a file as the running machine sees them; NULL if there is none. */
GBytes *nadi_test_vfs_contents (NadiTestVfs *vfs, const char *name);
/* Replaces them, durably; NULL removes. */
void nadi_test_vfs_set_contents (NadiTestVfs *vfs, const char *name, GBytes *contents);
/* Every byte of every file, one after the other: for scans. */
GBytes *nadi_test_vfs_everything (NadiTestVfs *vfs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestVfs, nadi_test_vfs_free)
