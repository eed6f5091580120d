/* A full disk under the SQLite of this process: while it is full every write of a database's files fails with ENOSPC, as it would. */
#pragma once

#include <glib.h>

/* Any thread. */
void nadi_test_disk_set_full (gboolean full);
/* How many writes have failed since it was last set. */
guint nadi_test_disk_refused (void);
