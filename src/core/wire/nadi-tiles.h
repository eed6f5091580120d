/* tlog-tiles v0.1.0 paths and entry bundles, and tlog-witness v1.0.0 add-checkpoint bodies. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-wire-error.h"

typedef struct
{
  gboolean entries;          /* /tile/entries/… instead of /tile/<L>/… */
  guint level;               /* 0 … 5 */
  guint64 n;
  guint width;               /* 1 … 256; 256 is a full tile and has no .p suffix */
} NadiTilePath;

char *nadi_tile_path_print (const NadiTilePath *tile);
gboolean nadi_tile_path_parse (const char *path, NadiTilePath *tile, GError **error);

/* Entry bundle: (u16 big-endian length || entry)*. */
void nadi_bundle_add (GByteArray *bundle, const guint8 *entry, gsize length);
typedef gboolean (*NadiBundleEntry) (const guint8 *entry, gsize length, gpointer user_data, GError **error);
gboolean nadi_bundle_read (const guint8 *bundle, gsize length, NadiBundleEntry entry, gpointer user_data, GError **error);

/* add-checkpoint request. */
typedef struct
{
  guint64 old_size;
  GArray *proof;             /* NadiHash, at most 63 */
  char *checkpoint;          /* note */
} NadiAddCheckpoint;

char *nadi_add_checkpoint_print (const NadiAddCheckpoint *request);
NadiAddCheckpoint *nadi_add_checkpoint_parse (const char *body, gsize length, GError **error);
void nadi_add_checkpoint_free (NadiAddCheckpoint *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiAddCheckpoint, nadi_add_checkpoint_free)
