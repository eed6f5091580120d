/* document add, list, get. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-session-documents.h"
#include "nadi-text.h"

/* --- document add ------------------------------------------------------------------------------------------------- */

static void
print_added (NadiCtl *ctl, const NadiRecordInfo *info, gboolean saved)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  if (!ctl->json)
    {
      nadi_ctl_print_line (_("Document %s"), info->record);
      nadi_ctl_print_line ("%s", saved ? _("Saved.") : _("Saved here; waiting to be sent."));
      return;
    }
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "document", info->record);
  nadi_json_put_string (writer, "event", info->event);
  nadi_json_put_string (writer, "state", saved ? "saved" : "waiting");
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

static gboolean
write_document (NadiCtl *ctl, const char *patient, const char *visit, const char *title, GBytes *bytes, NadiRecordInfo **info, GError **error)
{
  g_autoptr (NadiCtlProgress) progress = nadi_ctl_progress_new ();

  return nadi_session_add_document (ctl->session, patient, visit, title, bytes, nadi_ctl_progress_show, progress, ctl->cancellable, info, error);
}

static int
add (NadiCtl *ctl, const char *number, const char *visit, const char *title, GBytes *bytes)
{
  g_autoptr (NadiPatientRow) row = nadi_ctl_need_patient (ctl, number);
  g_autoptr (NadiRecordInfo) info = NULL;
  GError *error = NULL;
  gboolean saved, sent;

  if (row == NULL)
    return ctl->parsed;
  if (!write_document (ctl, row->id, visit, title, bytes, &info, &error) &&
      !(nadi_ctl_got_keys (ctl, &error) && write_document (ctl, row->id, visit, title, bytes, &info, &error)))
    return nadi_ctl_fail (ctl, error);
  sent = nadi_ctl_send (ctl, &saved, &error);
  print_added (ctl, info, saved);
  return sent ? NADI_CTL_DONE : nadi_ctl_fail (ctl, error);
}

int
nadi_ctl_document_add (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *title = NULL, *visit = NULL, *name = NULL;
  const GOptionEntry entries[] = {
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &title, N_("What it is; else the file's name"), N_("TEXT") },
    { "case", 0, 0, G_OPTION_ARG_FILENAME, &visit, N_("The visit that it belongs to"), N_("CASE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize length;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  text = nadi_ctl_read_file (argv[2], NADI_MEDIA_MOST_BYTES, &length);
  if (text == NULL)
    return NADI_CTL_FAILED;
  bytes = g_bytes_new_take (text, length);
  name = g_path_get_basename (argv[2]);
  return nadi_ctl_open (ctl) ? add (ctl, argv[1], visit, title != NULL ? title : name, bytes) : (int) ctl->parsed;
}

/* --- document list ------------------------------------------------------------------------------------------------ */

static void
put_document (NadiJsonWriter *writer, const NadiDocumentRow *row)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "document", row->info->record);
  nadi_json_put_string (writer, "title", row->document->title);
  nadi_json_put_string (writer, "type", row->document->type);
  nadi_json_put_int (writer, "size", (gint64) row->document->size);
  nadi_json_put_int (writer, "pieces", row->document->pieces->len);
  nadi_json_put_string (writer, "case", row->document->visit);
  nadi_json_put_string (writer, "proof", nadi_proof_state_word (row->info->proof));
  nadi_json_end_object (writer);
}

static void
print_document (const NadiDocumentRow *row)
{
  g_autofree char *day = nadi_day_to_text (nadi_day_from_time (row->document->time));
  g_autofree char *title = nadi_text_display (row->document->title != NULL ? row->document->title : "", 60);
  g_autofree char *size = g_format_size (row->document->size);

  nadi_ctl_print_line ("%s  %s  %s  %s", row->info->record, day, size, title);
}

int
nadi_ctl_document_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_has_role (ctl->session, "doctor,nurse"))
    return nadi_ctl_say (NADI_CTL_REFUSED, "%s", nadi_ctl_sentence ("role"));
  row = nadi_ctl_need_patient (ctl, argv[1]);
  if (row == NULL)
    return ctl->parsed;
  documents = nadi_session_list_documents (ctl->session, row->id, NULL, &error);
  if (documents == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < documents->len; i++)
    {
      put_document (writer, g_ptr_array_index (documents, i));
      if (!ctl->json)
        print_document (g_ptr_array_index (documents, i));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  else if (documents->len == 0)
    nadi_ctl_print_line ("%s", _("No documents yet."));
  return NADI_CTL_DONE;
}

/* --- document get ------------------------------------------------------------------------------------------------- */

int
nadi_ctl_document_get (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_has_role (ctl->session, "doctor,nurse"))
    return nadi_ctl_say (NADI_CTL_REFUSED, "%s", nadi_ctl_sentence ("role"));
  ctl->not_found = _("there is no such document here; nadictl document list shows those of a chart");
  {
    g_autoptr (NadiCtlProgress) progress = nadi_ctl_progress_new ();

    bytes = nadi_session_get_document (ctl->session, argv[1], NULL, nadi_ctl_progress_show, progress, ctl->cancellable, &error);
  }
  if (bytes == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  if (!nadi_ctl_write_bytes (argv[2], bytes, 0600))
    return NADI_CTL_FAILED;
  if (!ctl->json)
    nadi_ctl_print_line ("%s", _("Written."));
  return NADI_CTL_DONE;
}
