/* import: files and folders of FHIR R4. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"
#include "nadi-text.h"

static void
print_report (NadiCtl *ctl, const NadiImportReport *report)
{
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!ctl->json)
    {
      nadi_ctl_print_report (report);
      return;
    }
  writer = nadi_json_writer_new ();
  nadi_ctl_put_report (writer, report);
  nadi_ctl_print_json (writer);
}

/* Imports one path and adds its report to *sum. */
static gboolean
import_one (NadiCtl *ctl, const char *path, const char *label, NadiCtlProgress *progress, NadiImportReport **sum, GError **error)
{
  g_autoptr (NadiImportReport) report = NULL;
  gboolean good = nadi_session_import (ctl->session, path, label, !ctl->offline, nadi_ctl_progress_show, progress, &report,
                                       ctl->cancellable, error);

  if (*sum == NULL)
    *sum = g_steal_pointer (&report);
  else if (report != NULL)
    nadi_ctl_add_report (*sum, report);
  return good;
}

/* A sentence for files that were refused as a whole. */
static int
say_unreadable (char **paths, const NadiImportReport *report)
{
  const NadiImportReason *reason = g_ptr_array_index (report->unreadable, 0);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (report->files > 1 || paths[1] != NULL)
    return nadi_ctl_say (NADI_CTL_FAILED, _("some files were not taken; the report says why"));
  base = g_path_get_basename (paths[0]);
  name = nadi_text_display (base, 60);
  return nadi_ctl_say (NADI_CTL_FAILED, _("%s was not taken: %s"), name, nadi_ctl_reason (reason->reason));
}

static gboolean
check_paths (char **paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (paths[i]);
      g_autofree char *name = nadi_text_display (base, 60);

      if (!g_file_test (paths[i], G_FILE_TEST_EXISTS))
        {
          nadi_ctl_say (NADI_CTL_FAILED, _("there is no file or folder %s"), name);
          return FALSE;
        }
    }
  return TRUE;
}

int
nadi_ctl_import (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *label = NULL;
  const GOptionEntry entries[] = {
    { "label", 0, 0, G_OPTION_ARG_FILENAME, &label, N_("A name for the source, where sources use the same ids"), N_("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiCtlProgress) progress = NULL;
  g_autoptr (NadiImportReport) report = NULL;
  GError *error = NULL;
  gboolean good = TRUE, saved;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (!check_paths (argv + 1))
    return NADI_CTL_FAILED;
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  progress = nadi_ctl_progress_new ();
  for (int i = 1; good && i < argc; i++)
    good = import_one (ctl, argv[i], label, progress, &report, &error);
  if (good)
    good = nadi_ctl_send (ctl, &saved, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  if (report != NULL)
    print_report (ctl, report);
  if (!good)
    return nadi_ctl_fail (ctl, error);
  if (report->unreadable->len > 0)
    return say_unreadable (argv + 1, report);
  if (!saved && !ctl->json)
    nadi_ctl_print_line ("%s", _("Saved here; waiting to be sent."));
  return NADI_CTL_DONE;
}
