/* A document of a chart: a picture or a PDF. Its record says what it is and of which sealed pieces it is made; the pieces hold its
 * bytes.
 *
 * Filled by whoever makes it and from then on only read; references may be taken and dropped in any thread. Strings may be NULL
 * and are kept exactly as they came. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-media.h"

/* Bytes in each piece but the last: sealed and in base64 it stays below the 1 MiB of a stored content. */
#define NADI_DOCUMENT_PIECE (750u * 1024)
#define NADI_DOCUMENT_MOST_PIECES ((NADI_MEDIA_MOST_BYTES + NADI_DOCUMENT_PIECE - 1) / NADI_DOCUMENT_PIECE)
/* Characters of a title. */
#define NADI_DOCUMENT_MOST_TITLE 200

typedef struct
{
  char *cid;                 /* of the sealed piece */
  guint32 size;              /* of its bytes, opened */
  NadiHash sha256;           /* of its bytes, opened */
} NadiDocumentPiece;

typedef struct
{
  char *id;                  /* of the DocumentReference */
  char *patient;             /* logical id of the Patient */
  char *visit;               /* of the case's Encounter, or NULL */
  char *title;
  char *type;                /* "image/jpeg", as its record says */
  char *organisation;        /* logical id, and the name to show */
  char *organisation_name;
  char *practitioner;
  char *practitioner_name;
  gint64 time;               /* when it was added, ms */
  gboolean in_error;
  guint64 size;              /* bytes */
  GArray *pieces;            /* of NadiDocumentPiece, in order; none: its content is not Nadi's to fetch */
} NadiDocument;

NadiDocument *nadi_document_new (void);
NadiDocument *nadi_document_ref (NadiDocument *document);
void nadi_document_unref (NadiDocument *document);

void nadi_document_add_piece (NadiDocument *document, const char *cid, guint32 size, const NadiHash *sha256);
/* TRUE if the pieces can be a document: as many as there may be, each but the last of full size, together its size. */
gboolean nadi_document_is_whole (const NadiDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDocument, nadi_document_unref)
