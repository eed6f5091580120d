/* Importing a list of diagnoses. */
#include "nadi-code-import.h"

#include <glib/gi18n.h>

#include "nadi-chosen-file.h"
#include "nadi-compat.h"
#include "nadi-notices.h"
#include "nadi-session-drafts.h"

typedef struct
{
  GFile *file;
  guint size;
  guint line;
  NadiCodeList *codes;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_clear_object (&import->file);
  g_clear_pointer (&import->codes, nadi_code_list_unref);
  g_free (import);
}

static gboolean
import_codes (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Import *import = data;
  g_autoptr (GBytes) bytes = nadi_chosen_file_read (import->file, NADI_CODE_LIST_BYTES, cancellable, error);

  return bytes != NULL && nadi_session_import_codes (session, bytes, &import->size, &import->line, error) &&
         nadi_session_get_codes (session, &import->codes, error);
}

static void
on_imported (gpointer owner, gpointer data, const GError *error)
{
  NadiProblemList *list = owner;
  Import *import = data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (list));
  g_autofree char *text = NULL;

  if (error == NULL)
    nadi_problem_list_set_codes (list, import->codes);
  if (notices == NULL)
    return;
  if (error != NULL && import->line > 0)
    text = g_strdup_printf (_("Line %u is not “code;name” with an ICD-10 code. Nothing was imported"), import->line);
  else if (error == NULL)
    text = g_strdup_printf (ngettext ("%u diagnosis imported", "%u diagnoses imported", import->size), import->size);
  if (text != NULL)
    nadi_notices_tell (notices, text);
  else
    nadi_notices_tell_error (notices, error);
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiDesk *desk = g_object_get_data (owner, "nadi-desk");
  Import *import;

  if (file == NULL || !nadi_desk_is_open (desk))
    return;
  import = g_new0 (Import, 1);
  import->file = g_object_ref (file);
  nadi_desk_run (desk, import_codes, import, import_free, NULL, owner, on_imported);
}

void
nadi_code_import_ask (GtkWidget *page, NadiDesk *desk, NadiProblemList *list)
{
  static const char *const patterns[] = { "*.csv", "*.txt", NULL };
  GtkRoot *root = gtk_widget_get_root (page);

  if (!GTK_IS_WINDOW (root))
    return;
  g_object_set_data_full (G_OBJECT (list), "nadi-desk", g_object_ref (desk), g_object_unref);
  nadi_pick_file_async (GTK_WINDOW (root), NADI_PICK_OPEN, _("Import a list of diagnoses"), patterns, NULL, list, on_picked);
}
