/* Sealed pieces: JWE of typ nadi-piece, bound to the record and version that they were written for. */
#include "nadi-session-pieces.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-fhir-document.h"
#include "nadi-json.h"
#include "nadi-jwe.h"
#include "nadi-session-keys.h"

#define TYP "nadi-piece"
#define LARGEST_HEADER 4096

static gboolean
tell (const NadiPieceWork *work, gsize done, gsize total, GError **error)
{
  if (work == NULL)
    return TRUE;
  if (work->progress != NULL)
    work->progress (work->stage, done, total, work->user_data);
  return !g_cancellable_set_error_if_cancelled (work->cancellable, error);
}

static const NadiDocumentPiece *
piece_at (const NadiDocument *document, guint i)
{
  return &g_array_index (document->pieces, NadiDocumentPiece, i);
}

/* --- out ---------------------------------------------------------------------------------------------------------- */

gboolean
nadi_session_seal_pieces (NadiSession *self, const NadiPlace *place, const NadiNewVersion *about, const guint8 *data, gsize length,
                          NadiDocument *document, const NadiPieceWork *work, GError **error)
{
  const NadiRecordBinding binding = { about->patient, place->shelf->id, place->epoch, about->record, about->version };

  g_array_set_size (document->pieces, 0);
  document->size = length;
  for (gsize at = 0; at < length; at += NADI_DOCUMENT_PIECE)
    {
      gsize size = MIN (length - at, NADI_DOCUMENT_PIECE);
      g_autofree char *sealed = nadi_jwe_seal_record (self->random, TYP, &binding, place->kid, nadi_secret_data (place->key), data + at, size);
      g_autofree char *cid = nadi_cid_of ((const guint8 *) sealed, strlen (sealed));
      NadiHash hash;

      nadi_sha256 (data + at, size, &hash);
      nadi_document_add_piece (document, cid, (guint32) size, &hash);
      if (!nadi_cache_put_blob (self->cache, cid, (const guint8 *) sealed, strlen (sealed), TRUE, error) ||
          !tell (work, at + size, length, error))
        return FALSE;
    }
  return TRUE;
}

char **
nadi_session_piece_cids (const NadiDocument *document)
{
  char **cids = g_new0 (char *, document->pieces->len + 1);

  for (guint i = 0; i < document->pieces->len; i++)
    cids[i] = g_strdup (piece_at (document, i)->cid);
  return cids;
}

/* --- in ----------------------------------------------------------------------------------------------------------- */

/* *blob NULL: not here, or decayed here; the service may have it whole. */
static gboolean
load (NadiSession *self, const char *cid, GBytes **blob, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *blob = NULL;
  if (nadi_cache_get_blob (self->cache, cid, blob, &failure) || g_error_matches (failure, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

char **
nadi_session_lacking_pieces (NadiSession *self, const NadiDocument *document, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < document->pieces->len; i++)
    {
      g_autoptr (GBytes) blob = NULL;

      if (!load (self, piece_at (document, i)->cid, &blob, error))
        return NULL;
      if (blob == NULL)
        g_strv_builder_add (builder, piece_at (document, i)->cid);
    }
  return g_strv_builder_end (builder);
}

/* The epoch and version that it was sealed for; the record's own, or earlier ones. */
static gboolean
read_header (GBytes *blob, JsonNode **node, NadiRecordBinding *binding)
{
  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), NULL);
  JsonObject *header = NULL;

  if (info != NULL)
    header = nadi_json_load_object (info->protected_header, strlen (info->protected_header), LARGEST_HEADER, node, NULL);
  return header != NULL && nadi_json_get_string (header, "version", &binding->version, NULL) &&
         nadi_json_get_int (header, "epoch", 1, G_MAXINT32, &binding->epoch, NULL);
}

static NadiSecret *
unseal (NadiSession *self, const NadiCacheRecord *row, GBytes *blob)
{
  NadiRecordBinding binding = { .patient = row->patient, .shelf = row->shelf, .record = row->record };
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (JsonNode) node = NULL;
  const NadiBookEpoch *epoch;

  if (!read_header (blob, &node, &binding) || !nadi_book_get_shelf (self->cache, row->shelf, &shelf, NULL) || shelf == NULL)
    return NULL;
  epoch = nadi_book_shelf_epoch (shelf, binding.epoch);
  if (epoch == NULL || !nadi_session_shelf_key (self, shelf, binding.epoch, &key, NULL) || key == NULL)
    return NULL;
  return nadi_jwe_open_record (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), TYP, &binding, epoch->kid, nadi_secret_data (key), NULL);
}

static gboolean
open_piece (NadiSession *self, const NadiCacheRecord *row, const NadiDocumentPiece *piece, guint8 *into, GError **error)
{
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (NadiSecret) content = NULL;
  NadiHash hash;

  if (!load (self, piece->cid, &blob, error))
    return FALSE;
  if (blob == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_PIECES, "a piece of the document is missing", error);
  content = unseal (self, row, blob);
  if (content == NULL || nadi_secret_size (content) != piece->size)
    return nadi_session_fail (NADI_SESSION_ERROR_DAMAGED, "a piece of the document is not what its record says", error);
  nadi_sha256 (nadi_secret_data (content), piece->size, &hash);
  if (!nadi_hash_equal (&hash, &piece->sha256))
    return nadi_session_fail (NADI_SESSION_ERROR_DAMAGED, "a piece of the document is not what its record says", error);
  memcpy (into, nadi_secret_data (content), piece->size);
  return TRUE;
}

typedef struct
{
  guint8 *data;
  gsize size;
} Plain;

static void
plain_free (gpointer user_data)
{
  Plain *plain = user_data;

  nadi_wipe (plain->data, plain->size);
  g_free (plain->data);
  g_free (plain);
}

GBytes *
nadi_session_open_pieces (NadiSession *self, const NadiCacheRecord *row, const NadiDocument *document, const NadiPieceWork *work, GError **error)
{
  Plain *plain;
  gsize at = 0;

  if (!nadi_document_is_whole (document))
    {
      nadi_session_fail (NADI_SESSION_ERROR_PIECES, "the document has no pieces here", error);
      return NULL;
    }
  plain = g_new0 (Plain, 1);
  plain->size = document->size;
  plain->data = g_try_malloc (plain->size);
  if (plain->data == NULL)
    plain->size = 0;
  for (guint i = 0; plain->data != NULL && i < document->pieces->len; i++)
    {
      if (!open_piece (self, row, piece_at (document, i), plain->data + at, error) || !tell (work, at + piece_at (document, i)->size, plain->size, error))
        {
          plain_free (plain);
          return NULL;
        }
      at += piece_at (document, i)->size;
    }
  if (plain->data == NULL)
    {
      plain_free (plain);
      nadi_session_fail (NADI_SESSION_ERROR_FILE, "no memory for the document", error);
      return NULL;
    }
  return g_bytes_new_with_free_func (plain->data, plain->size, plain_free, plain);
}

/* --- once more ---------------------------------------------------------------------------------------------------- */

gboolean
nadi_session_reseal_document (NadiSession *self, const NadiCacheRecord *row, const NadiNewVersion *about, NadiFhirResource **resource,
                              char ***cids, GError **error)
{
  g_autoptr (NadiDocument) document = nadi_fhir_document_read (*resource);
  g_auto (NadiPlace) place = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  NadiFhirResource *again;

  *cids = NULL;
  if (document == NULL || document->pieces->len == 0)
    return TRUE;
  bytes = nadi_session_open_pieces (self, row, document, NULL, error);
  if (bytes == NULL ||
      !nadi_session_write_place (self, about->patient, nadi_fhir_resource_get_section (*resource), about->form, &place, error) ||
      !nadi_session_seal_pieces (self, &place, about, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), document, NULL, error))
    return FALSE;
  again = nadi_fhir_document_write (document, error);
  if (again == NULL)
    return FALSE;
  nadi_fhir_resource_unref (*resource);
  *resource = again;
  *cids = nadi_session_piece_cids (document);
  return TRUE;
}
