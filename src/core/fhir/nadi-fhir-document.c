/* Documents from and to records. */
#include "nadi-fhir-document.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-fhir-build.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-time.h"

#define ENTERED_IN_ERROR "entered-in-error"
#define CID_LENGTH 59

/* --- reading ------------------------------------------------------------------------------------------------------ */

static char *
read_id (const NadiJsonValue *reference, NadiFhirType type)
{
  const char *text = nadi_fhir_string (reference, "reference");

  return text != NULL ? nadi_fhir_reference_id (text, type) : NULL;
}

static const NadiJsonValue *
find_extension (const NadiJsonValue *object, const char *url)
{
  const NadiJsonValue *extensions = nadi_fhir_array (object, "extension");

  for (guint i = 0; i < nadi_fhir_length (extensions); i++)
    {
      const NadiJsonValue *extension = nadi_fhir_nth (extensions, i);

      if (g_strcmp0 (nadi_fhir_string (extension, "url"), url) == 0)
        return extension;
    }
  return NULL;
}

static gboolean
read_hash (const NadiJsonValue *object, NadiHash *hash)
{
  const char *text = nadi_fhir_string (object, "valueBase64Binary");
  g_autoptr (GBytes) bytes = text != NULL ? nadi_base64_decode (text, -1, NULL) : NULL;

  if (bytes == NULL || g_bytes_get_size (bytes) != NADI_HASH_SIZE)
    return FALSE;
  memcpy (hash->bytes, g_bytes_get_data (bytes, NULL), NADI_HASH_SIZE);
  return TRUE;
}

/* 0 for what is none. */
static gint64
read_size (const NadiJsonValue *object, const char *member)
{
  const NadiJsonValue *value = nadi_json_find (object, member);

  return value != NULL && value->kind == NADI_JSON_INTEGER && value->integer >= 0 && value->integer <= G_MAXINT32 ? value->integer : 0;
}

static gboolean
read_piece (const NadiJsonValue *extension, NadiDocument *document)
{
  const char *cid = nadi_fhir_string (find_extension (extension, "cid"), "valueString");
  gint64 bytes = read_size (find_extension (extension, "size"), "valueUnsignedInt");
  NadiHash sha256;

  if (cid == NULL || strlen (cid) != CID_LENGTH || bytes < 1 || bytes > NADI_DOCUMENT_PIECE ||
      !read_hash (find_extension (extension, "sha256"), &sha256))
    return FALSE;
  nadi_document_add_piece (document, cid, (guint32) bytes, &sha256);
  return TRUE;
}

static void
read_pieces (const NadiJsonValue *attachment, NadiDocument *document)
{
  const NadiJsonValue *extensions = nadi_fhir_array (attachment, "extension");
  gboolean good = TRUE;

  for (guint i = 0; good && i < nadi_fhir_length (extensions) && document->pieces->len <= NADI_DOCUMENT_MOST_PIECES; i++)
    {
      const NadiJsonValue *extension = nadi_fhir_nth (extensions, i);

      if (g_strcmp0 (nadi_fhir_string (extension, "url"), NADI_FHIR_PIECE) == 0)
        good = read_piece (extension, document);
    }
  if (!good || !nadi_document_is_whole (document))
    g_array_set_size (document->pieces, 0);
}

static void
read_attachment (const NadiJsonValue *attachment, NadiDocument *document)
{
  if (attachment == NULL)
    return;
  document->type = g_strdup (nadi_fhir_string (attachment, "contentType"));
  document->title = g_strdup (nadi_fhir_string (attachment, "title"));
  document->size = (guint64) read_size (attachment, "size");
  read_pieces (attachment, document);
}

NadiDocument *
nadi_fhir_document_read (const NadiFhirResource *resource)
{
  const NadiJsonValue *object, *context, *author, *custodian;
  NadiDocument *document;
  const char *date;

  if (nadi_fhir_resource_get_type (resource) != NADI_FHIR_DOCUMENT_REFERENCE)
    return NULL;
  object = nadi_fhir_resource_get_object (resource);
  context = nadi_fhir_object (object, "context");
  author = nadi_fhir_nth (nadi_fhir_array (object, "author"), 0);
  custodian = nadi_fhir_object (object, "custodian");
  document = nadi_document_new ();
  document->id = g_strdup (nadi_fhir_resource_get_id (resource));
  document->patient = nadi_fhir_reference_id (nadi_fhir_resource_get_subject (resource), NADI_FHIR_PATIENT);
  document->visit = read_id (nadi_fhir_nth (nadi_fhir_array (context, "encounter"), 0), NADI_FHIR_ENCOUNTER);
  document->practitioner = read_id (author, NADI_FHIR_PRACTITIONER);
  document->practitioner_name = g_strdup (nadi_fhir_string (author, "display"));
  document->organisation = read_id (custodian, NADI_FHIR_ORGANIZATION);
  document->organisation_name = g_strdup (nadi_fhir_string (custodian, "display"));
  document->in_error = g_strcmp0 (nadi_fhir_string (object, "status"), ENTERED_IN_ERROR) == 0;
  date = nadi_fhir_string (object, "date");
  if (date != NULL)
    nadi_fhir_parse_instant (date, &document->time);
  read_attachment (nadi_fhir_object (nadi_fhir_nth (nadi_fhir_array (object, "content"), 0), "attachment"), document);
  if (document->title == NULL)
    document->title = g_strdup (nadi_fhir_string (object, "description"));
  return document;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void
begin_part (NadiJsonWriter *writer, const char *url)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "url", url);
}

static void
put_piece (NadiJsonWriter *writer, const NadiDocumentPiece *piece)
{
  g_autofree char *hash = nadi_base64_encode (piece->sha256.bytes, NADI_HASH_SIZE);

  nadi_json_begin_object (writer);
  nadi_json_name (writer, "extension");
  nadi_json_begin_array (writer);
  begin_part (writer, "cid");
  nadi_json_put_string (writer, "valueString", piece->cid);
  nadi_json_end_object (writer);
  begin_part (writer, "size");
  nadi_json_put_int (writer, "valueUnsignedInt", piece->size);
  nadi_json_end_object (writer);
  begin_part (writer, "sha256");
  nadi_json_put_string (writer, "valueBase64Binary", hash);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
  nadi_json_put_string (writer, "url", NADI_FHIR_PIECE);
  nadi_json_end_object (writer);
}

static void
put_attachment (NadiJsonWriter *writer, const NadiDocument *document)
{
  nadi_json_name (writer, "attachment");
  nadi_json_begin_object (writer);
  if (document->pieces->len > 0)
    {
      nadi_json_name (writer, "extension");
      nadi_json_begin_array (writer);
      for (guint i = 0; i < document->pieces->len; i++)
        put_piece (writer, &g_array_index (document->pieces, NadiDocumentPiece, i));
      nadi_json_end_array (writer);
    }
  nadi_json_put_string (writer, "contentType", document->type);
  nadi_json_put_int (writer, "size", (gint64) document->size);
  nadi_fhir_put_text (writer, "title", document->title);
  nadi_json_end_object (writer);
}

static void
put_list (NadiJsonWriter *writer, const char *name, NadiFhirType type, const char *id, const char *display)
{
  if (id == NULL && !nadi_fhir_has_text (display))
    return;
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  nadi_fhir_write_reference (writer, type, id, display);
  nadi_json_end_array (writer);
}

NadiFhirResource *
nadi_fhir_document_write (const NadiDocument *document, GError **error)
{
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_DOCUMENT_REFERENCE, document->id);

  nadi_json_put_string (writer, "status", document->in_error ? ENTERED_IN_ERROR : "current");
  nadi_fhir_put_reference (writer, "subject", NADI_FHIR_PATIENT, document->patient, NULL);
  nadi_fhir_put_time (writer, "date", document->time);
  put_list (writer, "author", NADI_FHIR_PRACTITIONER, document->practitioner, document->practitioner_name);
  nadi_fhir_put_reference (writer, "custodian", NADI_FHIR_ORGANIZATION, document->organisation, document->organisation_name);
  nadi_fhir_put_text (writer, "description", document->title);
  nadi_json_name (writer, "content");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  put_attachment (writer, document);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
  if (document->visit != NULL)
    {
      nadi_json_name (writer, "context");
      nadi_json_begin_object (writer);
      put_list (writer, "encounter", NADI_FHIR_ENCOUNTER, document->visit, NULL);
      nadi_json_end_object (writer);
    }
  return nadi_fhir_finish (writer, error);
}
