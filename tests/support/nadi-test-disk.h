/* A disk in memory that knows what has been synced: what the running machine sees of each file, what surely survives a
 * power cut, and the changes in between. */
#pragma once

#include <glib.h>

typedef struct
{
  char *name;
  gboolean exists;          /* for the running machine */
  gboolean exists_durably;
  GByteArray *current;
  GByteArray *durable;
  GPtrArray *pending;       /* changes since the last sync, oldest first */
  GPtrArray *handles;       /* whoever has it open; the VFS's business */
  GPtrArray *shared_memory; /* regions of the log's index */
} NadiTestNode;

typedef struct
{
  GHashTable *nodes;        /* of NadiTestNode by name */
} NadiTestDisk;

void nadi_test_disk_init (NadiTestDisk *disk);
void nadi_test_disk_clear (NadiTestDisk *disk);
/* NULL if there is none of that name and create is FALSE. */
NadiTestNode *nadi_test_disk_node (NadiTestDisk *disk, const char *name, gboolean create);

void nadi_test_node_write (NadiTestNode *node, const void *data, gsize length, gsize offset);
void nadi_test_node_truncate (NadiTestNode *node, gsize size);
void nadi_test_node_sync (NadiTestNode *node);
/* durable: the folder is synced too. Otherwise the old file may be there again after a power cut. */
void nadi_test_node_remove (NadiTestNode *node, gboolean durable);

/* Every change that was not synced arrives whole, in part (sectors of 512 bytes) or not at all, as the seed says. */
void nadi_test_disk_power_cut (NadiTestDisk *disk, guint64 seed);
