/* Documents: list, add, get. */
#include "nadi-session-documents.h"

#include <string.h>

#include "nadi-fhir-document.h"
#include "nadi-media.h"
#include "nadi-session-net.h"
#include "nadi-session-pieces.h"
#include "nadi-session-records.h"
#include "nadi-session-sync.h"

#define CLINICIANS "doctor,nurse"
/* Pieces that one answer holds. */
#define AT_ONCE 3

void
nadi_document_row_free (NadiDocumentRow *row)
{
  nadi_document_unref (row->document);
  nadi_record_info_free (row->info);
  g_free (row);
}

/* --- list --------------------------------------------------------------------------------------------------------- */

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const NadiDocumentRow *one = *(NadiDocumentRow *const *) a;
  const NadiDocumentRow *other = *(NadiDocumentRow *const *) b;

  if (one->document->time != other->document->time)
    return one->document->time > other->document->time ? -1 : 1;
  return strcmp (one->info->version, other->info->version);
}

static void
add_row (NadiSession *self, const NadiOpened *opened, const char *visit, GPtrArray *rows)
{
  g_autoptr (NadiDocument) document = opened->resource != NULL ? nadi_fhir_document_read (opened->resource) : NULL;
  NadiDocumentRow *row;

  if (document == NULL || (visit != NULL && g_strcmp0 (document->visit, visit) != 0))
    return;
  row = g_new0 (NadiDocumentRow, 1);
  row->document = g_steal_pointer (&document);
  row->info = nadi_session_info_of (self, opened->row, opened->resource);
  g_ptr_array_add (rows, row);
}

GPtrArray *
nadi_session_list_documents (NadiSession *self, const char *patient, const char *visit, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  GPtrArray *rows = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, FALSE, error);
  if (opened != NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_document_row_free);
      for (guint i = 0; i < opened->len; i++)
        add_row (self, g_ptr_array_index (opened, i), visit, rows);
      g_ptr_array_sort (rows, compare_rows);
    }
  nadi_session_unlock (self);
  return rows;
}

/* --- add ---------------------------------------------------------------------------------------------------------- */

/* Patient's logical id as the identity record has it. */
static gboolean
find_subject (NadiSession *self, const char *patient, char **subject, GError **error)
{
  g_autoptr (GPtrArray) opened = nadi_session_open_current (self, patient, error);

  if (opened == NULL)
    return FALSE;
  if (opened->len == 0)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
  *subject = nadi_session_logical_id (opened, patient);
  return TRUE;
}

static NadiDocument *
new_document (NadiSession *self, const char *subject, const char *visit, const char *title, NadiMedia media)
{
  NadiDocument *document = nadi_document_new ();
  g_autofree char *valid = title != NULL ? g_utf8_make_valid (title, -1) : NULL;

  document->id = nadi_random_uuid (self->random);
  document->patient = g_strdup (subject);
  document->visit = g_strdup (visit);
  if (valid != NULL && *valid != '\0')
    document->title = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), NADI_DOCUMENT_MOST_TITLE));
  document->type = g_strdup (nadi_media_type (media));
  document->organisation = g_strdup (self->org);
  document->practitioner = g_strdup (self->staff);
  g_mutex_lock (&self->status_lock);
  document->organisation_name = g_strdup (self->clinic);
  document->practitioner_name = g_strdup (self->name);
  g_mutex_unlock (&self->status_lock);
  document->time = nadi_session_now (self);
  return document;
}

static gboolean
write_document (NadiSession *self, const NadiNewVersion *about, NadiDocument *document, GBytes *bytes, const NadiPieceWork *work,
                NadiCacheRecord **row, NadiFhirResource **resource, GError **error)
{
  g_auto (NadiPlace) place = { 0 };
  NadiNewVersion with_pieces = *about;
  g_auto (GStrv) cids = NULL;

  if (!nadi_session_write_place (self, about->patient, NADI_SECTION_DOCUMENTS, about->form, &place, error) ||
      !nadi_session_seal_pieces (self, &place, about, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), document, work, error))
    return FALSE;
  *resource = nadi_fhir_document_write (document, error);
  cids = nadi_session_piece_cids (document);
  with_pieces.pieces = (const char *const *) cids;
  return *resource != NULL && nadi_session_write_version (self, &with_pieces, *resource, row, error);
}

static gboolean
add_document (NadiSession *self, const char *patient, NadiDocument *document, GBytes *bytes, const NadiPieceWork *work, NadiRecordInfo **info,
              GError **error)
{
  g_autofree char *record = nadi_random_uuid (self->random);
  g_autofree char *version = nadi_random_uuid (self->random);
  const NadiNewVersion about = { .patient = patient, .record = record, .version = version, .form = "record", .keep_typed = TRUE };
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;

  if (!nadi_session_write_begin (self, error) ||
      !nadi_session_write_end (self, write_document (self, &about, document, bytes, work, &row, &resource, error), error))
    return FALSE;
  if (info != NULL)
    *info = nadi_session_info_of (self, row, resource);
  return TRUE;
}

gboolean
nadi_session_add_document (NadiSession *self, const char *patient, const char *visit, const char *title, GBytes *bytes,
                           NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, NadiRecordInfo **info, GError **error)
{
  const NadiPieceWork work = { progress, "seal", user_data, cancellable };
  g_autofree char *subject = NULL;
  g_autoptr (NadiDocument) document = NULL;
  NadiMedia media;
  gboolean good;

  if (!nadi_media_check (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &media, error) ||
      !nadi_session_lock_to_write (self, CLINICIANS, error))
    return FALSE;
  good = find_subject (self, patient, &subject, error);
  if (good)
    {
      document = new_document (self, subject, visit, title, media);
      good = add_document (self, patient, document, bytes, &work, info, error);
    }
  nadi_session_unlock (self);
  return good;
}

/* --- get ---------------------------------------------------------------------------------------------------------- */

static gboolean
find_document (NadiSession *self, const char *id, NadiCacheRecord **row, NadiDocument **document, GError **error)
{
  g_autoptr (NadiFhirResource) resource = NULL;

  if (!nadi_session_find_row (self, id, row, error))
    return FALSE;
  resource = nadi_session_read_row (self, *row, error);
  if (resource == NULL)
    return FALSE;
  *document = nadi_fhir_document_read (resource);
  return *document != NULL || nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "this record is no document", error);
}

static char **
list_lacking (NadiSession *self, const NadiDocument *document, GError **error)
{
  char **lacking;

  if (!nadi_session_lock (self, error))
    return NULL;
  lacking = nadi_session_lacking_pieces (self, document, error);
  nadi_session_unlock (self);
  return lacking;
}

/* Under net_lock. */
static gboolean
fetch (NadiSession *self, char **cids, const NadiPieceWork *work, GError **error)
{
  guint total = g_strv_length (cids);

  if (!nadi_session_connect (self, error))
    return FALSE;
  for (guint from = 0; from < total; from += AT_ONCE)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) some = NULL;
      guint got = 0;

      for (guint i = from; i < MIN (total, from + AT_ONCE); i++)
        g_strv_builder_add (builder, cids[i]);
      some = g_strv_builder_end (builder);
      if (g_cancellable_set_error_if_cancelled (work->cancellable, error) ||
          !nadi_session_fetch_blobs (self, (const char *const *) some, &got, work->cancellable, error))
        return FALSE;
      if (got < g_strv_length (some))
        return nadi_session_fail (NADI_SESSION_ERROR_PIECES, "the service lacks a piece of the document", error);
      if (work->progress != NULL)
        work->progress (work->stage, MIN (total, from + AT_ONCE), total, work->user_data);
    }
  return TRUE;
}

static gboolean
fetch_lacking (NadiSession *self, const NadiDocument *document, const NadiPieceWork *work, GError **error)
{
  g_auto (GStrv) lacking = list_lacking (self, document, error);
  gboolean good;

  if (lacking == NULL)
    return FALSE;
  if (lacking[0] == NULL)
    return TRUE;
  g_mutex_lock (&self->net_lock);
  good = fetch (self, lacking, work, error);
  g_mutex_unlock (&self->net_lock);
  return good;
}

GBytes *
nadi_session_get_document (NadiSession *self, const char *id, NadiDocument **document, NadiSessionProgress progress, gpointer user_data,
                           GCancellable *cancellable, GError **error)
{
  const NadiPieceWork fetching = { progress, "pieces", user_data, cancellable };
  const NadiPieceWork opening = { NULL, NULL, NULL, cancellable };
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiDocument) found = NULL;
  GBytes *bytes = NULL;
  gboolean good;

  if (!nadi_session_lock (self, error))
    return NULL;
  good = find_document (self, id, &row, &found, error);
  nadi_session_unlock (self);
  if (!good || !fetch_lacking (self, found, &fetching, error) || !nadi_session_lock (self, error))
    return NULL;
  bytes = nadi_session_open_pieces (self, row, found, &opening, error);
  nadi_session_unlock (self);
  if (bytes != NULL && document != NULL)
    *document = g_steal_pointer (&found);
  return bytes;
}
