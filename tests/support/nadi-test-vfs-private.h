/* Between the VFS and its files. */
#pragma once

#include <sqlite3.h>

#include "nadi-test-disk.h"
#include "nadi-test-vfs.h"

struct _NadiTestVfs
{
  sqlite3_vfs vfs;
  GRecMutex mutex;
  NadiTestDisk disk;
  guint serial;             /* of files without a name, and of random numbers */

  guint calls;              /* which ones count */
  guint countdown;          /* 0: none will fail */
  NadiTestFault fault;
  gboolean lasting;
  gboolean struck;

  guint power_countdown;
  gboolean stopped;
};

typedef struct
{
  sqlite3_file file;
  NadiTestVfs *vfs;
  NadiTestNode *node;
  int flags;
  int level;                /* SQLITE_LOCK_* */
  guint shared, exclusive;  /* bit masks of the index's locks */
} NadiTestFile;

/* Asked before every call, with the mutex held: SQLITE_OK, or the error that the call is to give. *cut: the power goes in the
 * middle of this very call. */
int nadi_test_vfs_gate (NadiTestVfs *self, NadiTestCalls call, gboolean *cut);

/* What an open file does. */
extern const sqlite3_io_methods nadi_test_file_methods;
