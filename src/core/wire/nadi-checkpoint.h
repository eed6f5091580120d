/* tlog-checkpoint v1.0.0: what the log signs, and what a quorum of validators makes final. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-network.h"
#include "nadi-note.h"

typedef struct
{
  char *origin;
  guint64 size;
  NadiHash root;
} NadiCheckpoint;

/* The text that is signed. */
char *nadi_checkpoint_print (const NadiCheckpoint *checkpoint);
/* Exactly three lines: no extension lines. */
NadiCheckpoint *nadi_checkpoint_parse (const char *text, GError **error);
void nadi_checkpoint_free (NadiCheckpoint *checkpoint);

/* Text and the log's signature: a note without cosignatures. */
char *nadi_checkpoint_sign (const NadiCheckpoint *checkpoint, const NadiNoteKey *key, NadiSigningKey *signing);

/* Checks a whole note against the network: signed by the log, cosigned by the quorum, no known signer's
 * signature bad. freshness: the quorum-th newest cosignature time (Unix seconds), may be NULL.
 * Errors: NADI_WIRE_ERROR_UNSIGNED, _QUORUM, _MISMATCH (another origin), _FORMAT. */
NadiCheckpoint *nadi_checkpoint_check (const char *note, gsize length, const NadiNetwork *network,
                                       gint64 *freshness, GError **error);
/* The same without asking for a quorum. */
NadiCheckpoint *nadi_checkpoint_check_log (const char *note, gsize length, const NadiNetwork *network,
                                           guint *n_cosignatures, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCheckpoint, nadi_checkpoint_free)
