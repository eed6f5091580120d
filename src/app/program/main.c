/* nadi: the workstation's windows. */
#include <glib/gi18n.h>
#include <locale.h>

#include "nadi-application.h"
#include "nadi-picture.h"
#include "nadi-places.h"
#include "nadi-secret.h"

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL, *patient = NULL, *import = NULL, *locale = NULL, *program = NULL;
  gboolean version = FALSE, demo = FALSE, service = FALSE;
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &folder, N_("Where this device's profile lies"), N_("DIR") },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &patient, N_("Show this patient after signing in"), N_("NUMBER") },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &import, N_("Import these records after signing in"), N_("FILE") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, N_("Try the demo, on this computer only"), NULL },
    { "gapplication-service", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &service, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiApplication) application = NULL;

  setlocale (LC_ALL, "");
  locale = nadi_places_locale ();
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  nadi_harden_process ();
  if (nadi_picture_is_drawer (argc, argv))
    return nadi_picture_draw (argc, argv);
  context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr (_("nadi: %s; see nadi --help\n"), error != NULL ? error->message : _("too many arguments"));
      return 2;
    }
  if (version)
    {
      g_print ("nadi %s\n", NADI_VERSION);
      return 0;
    }
  if (demo && folder != NULL)
    {
      g_printerr (_("nadi: %s; see nadi --help\n"), _("--demo and --profile can't be used together"));
      return 2;
    }
  program = g_file_read_link ("/proc/self/exe", NULL);
  nadi_picture_set_program (program);
  application = nadi_application_new (&(const NadiStart){ .folder = folder, .patient = patient, .import = import, .demo = demo, .service = service });
  return g_application_run (G_APPLICATION (application), 1, argv);
}
