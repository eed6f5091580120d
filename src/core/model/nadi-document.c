/* Documents as plain values. */
#include "nadi-document.h"

static void
clear_piece (gpointer data)
{
  g_free (((NadiDocumentPiece *) data)->cid);
}

static void
clear_document (gpointer data)
{
  NadiDocument *document = data;

  g_free (document->id);
  g_free (document->patient);
  g_free (document->visit);
  g_free (document->title);
  g_free (document->type);
  g_free (document->organisation);
  g_free (document->organisation_name);
  g_free (document->practitioner);
  g_free (document->practitioner_name);
  g_array_unref (document->pieces);
}

NadiDocument *
nadi_document_new (void)
{
  NadiDocument *document = g_atomic_rc_box_new0 (NadiDocument);

  document->pieces = g_array_new (FALSE, FALSE, sizeof (NadiDocumentPiece));
  g_array_set_clear_func (document->pieces, clear_piece);
  return document;
}

NadiDocument *
nadi_document_ref (NadiDocument *document)
{
  return g_atomic_rc_box_acquire (document);
}

void
nadi_document_unref (NadiDocument *document)
{
  g_atomic_rc_box_release_full (document, clear_document);
}

void
nadi_document_add_piece (NadiDocument *document, const char *cid, guint32 size, const NadiHash *sha256)
{
  NadiDocumentPiece piece = { g_strdup (cid), size, *sha256 };

  g_array_append_val (document->pieces, piece);
}

gboolean
nadi_document_is_whole (const NadiDocument *document)
{
  guint64 size = 0;

  if (document->pieces->len == 0 || document->pieces->len > NADI_DOCUMENT_MOST_PIECES)
    return FALSE;
  for (guint i = 0; i < document->pieces->len; i++)
    {
      guint32 piece = g_array_index (document->pieces, NadiDocumentPiece, i).size;

      if (piece == 0 || piece > NADI_DOCUMENT_PIECE || (i + 1 < document->pieces->len && piece != NADI_DOCUMENT_PIECE))
        return FALSE;
      size += piece;
    }
  return size == document->size;
}
