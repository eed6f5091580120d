/* Sealed contents in a folder, each under its content address (nadi-cid.h). The ledger can't open them.
 *
 * A blob is stored when a put has returned TRUE: written beside its place, made durable, renamed. Its hash is checked when it is
 * written and every time it is read; a damaged one is never handed out. Which addresses exist is kept in memory from
 * the start on, so that asking is cheap. Every function may be called from any thread. */
#pragma once

#include <glib.h>

#include "nadi-error.h"
#include "nadi-source.h"

#define NADI_BLOBS_ERROR (nadi_blobs_error_quark ())
GQuark nadi_blobs_error_quark (void);

typedef enum
{
  NADI_BLOBS_ERROR_FAILED = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),
  NADI_BLOBS_ERROR_FULL = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),             /* no space: nothing was stored, reading goes on */
  NADI_BLOBS_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 3),   /* the stored bytes are not those of the address */
  NADI_BLOBS_ERROR_NOT_FOUND = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4),
  NADI_BLOBS_ERROR_MISMATCH = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 5),      /* these bytes have another address */
  NADI_BLOBS_ERROR_TOO_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 6),
  NADI_BLOBS_ERROR_ADDRESS = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 7),       /* not a content address of this kind */
} NadiBlobsError;

#define NADI_BLOBS_MAX_SIZE (1024 * 1024)

typedef struct _NadiBlobs NadiBlobs;

/* Makes the folder, removes what an interrupted write left, and lists what is there. */
NadiBlobs *nadi_blobs_open (const char *folder, NadiClock *clock, GError **error);
void nadi_blobs_close (NadiBlobs *blobs);
guint nadi_blobs_count (NadiBlobs *blobs);

/* Memory only. Whoever asks is about to name it, so that a sweep spares it for its period. */
gboolean nadi_blobs_has (NadiBlobs *blobs, const char *cid);
GBytes *nadi_blobs_get (NadiBlobs *blobs, const char *cid, GError **error);
/* cid: the address that the caller expects, or NULL. Storing what is there already changes nothing (one that was found damaged is
 * replaced). */
gboolean nadi_blobs_put (NadiBlobs *blobs, const char *cid, GBytes *data, GError **error);
/* All or none are durable when this returns TRUE; after an error some may be. */
gboolean nadi_blobs_put_many (NadiBlobs *blobs, GBytes *const *data, guint n_data, GError **error);

/* Drops blobs that nothing names and that were neither stored nor asked for in the last older_than ms.
 * named: asked once for each candidate. Gives how many were dropped. */
typedef gboolean (*NadiBlobsNamed) (const char *cid, gpointer user_data);
guint nadi_blobs_sweep (NadiBlobs *blobs, gint64 older_than, NadiBlobsNamed named, gpointer user_data);

/* Every address that is there (NULL-terminated, sorted, transfer full). */
char **nadi_blobs_list (NadiBlobs *blobs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBlobs, nadi_blobs_close)
