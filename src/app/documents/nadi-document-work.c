/* Work with documents off the main loop. */
#include "nadi-document-work.h"

#include "nadi-chosen-file.h"

/* --- look --------------------------------------------------------------------------------------------------------- */

NadiDocumentLook *
nadi_document_look_new (const char *record, GBytes *bytes, guint page, guint most_side)
{
  NadiDocumentLook *look = g_new0 (NadiDocumentLook, 1);

  look->record = g_strdup (record);
  look->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  look->page = page;
  look->most_side = most_side;
  return look;
}

void
nadi_document_look_free (gpointer data)
{
  NadiDocumentLook *look = data;

  g_free (look->record);
  g_clear_pointer (&look->bytes, g_bytes_unref);
  g_clear_pointer (&look->document, nadi_document_unref);
  nadi_picture_free (look->picture);
  g_free (look);
}

gboolean
nadi_document_look (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiDocumentLook *look = data;

  if (look->bytes == NULL)
    look->bytes = nadi_session_get_document (session, look->record, &look->document, NULL, NULL, cancellable, error);
  if (look->bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  look->picture = nadi_picture_new (look->bytes, look->page, look->most_side, error);
  return look->picture != NULL;
}

/* --- add ---------------------------------------------------------------------------------------------------------- */

NadiDocumentAdd *
nadi_document_add_new (const char *patient, const char *visit, GFile *file, GdkTexture *texture, const char *title)
{
  NadiDocumentAdd *add = g_new0 (NadiDocumentAdd, 1);

  add->patient = g_strdup (patient);
  add->visit = g_strdup (visit);
  add->title = g_strdup (title);
  g_set_object (&add->file, file);
  g_set_object (&add->texture, texture);
  return add;
}

void
nadi_document_add_free (gpointer data)
{
  NadiDocumentAdd *add = data;

  g_free (add->patient);
  g_free (add->visit);
  g_free (add->title);
  g_clear_object (&add->file);
  g_clear_object (&add->texture);
  g_clear_pointer (&add->info, nadi_record_info_free);
  g_free (add);
}

gboolean
nadi_document_add (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiDocumentAdd *add = data;
  g_autoptr (GBytes) bytes = add->texture != NULL ? gdk_texture_save_to_png_bytes (add->texture) : nadi_chosen_file_read (add->file, NADI_MEDIA_MOST_BYTES, cancellable, error);

  return bytes != NULL && nadi_session_add_document (session, add->patient, add->visit, add->title, bytes, NULL, NULL, cancellable, &add->info, error);
}

/* --- list, retract ------------------------------------------------------------------------------------------------ */

NadiDocumentList *
nadi_document_list_new (const char *patient)
{
  NadiDocumentList *list = g_new0 (NadiDocumentList, 1);

  list->patient = g_strdup (patient);
  return list;
}

void
nadi_document_list_free (gpointer data)
{
  NadiDocumentList *list = data;

  g_free (list->patient);
  g_clear_pointer (&list->rows, g_ptr_array_unref);
  g_free (list);
}

gboolean
nadi_document_list (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiDocumentList *list = data;

  list->rows = nadi_session_list_documents (session, list->patient, NULL, error);
  return list->rows != NULL;
}

gboolean
nadi_document_retract (NadiSession *session, gpointer record, GCancellable *cancellable, GError **error)
{
  return nadi_session_retract_record (session, record, error);
}
