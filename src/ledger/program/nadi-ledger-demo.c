/* nadi-ledger demo: a network of four organisations on this machine. */
#include "nadi-ledger-demo.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "nadi-durable-file.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-folder.h"

static gboolean
prepare (const char *folder, GError **error)
{
  g_autofree char *network = nadi_folder_path (folder, "network.json");
  g_autofree char *leftover = nadi_folder_path (folder, "service");

  if (g_file_test (network, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (leftover, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                           _("this folder holds a network that was not finished; remove it or name another"));
      return FALSE;
    }
  return nadi_folder_make (folder, error) && nadi_demo_make (folder, error);
}

static int
start (const char *folder, gboolean quiet)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *lock = nadi_folder_path (folder, "lock");
  GError *error = NULL;
  guint started = 0;
  int descriptor;

  if (!nadi_folder_make (folder, &error))
    return nadi_ledger_fail (error);
  descriptor = nadi_file_lock (lock, &error);
  if (descriptor < 0 || !prepare (folder, &error) || !nadi_demo_start (folder, program, &started, &error))
    return nadi_ledger_fail (error);
  close (descriptor);
  if (!quiet)
    g_print (started > 0 ? _("The demo network runs: a service and four validators.\n") : _("The demo network was running already.\n"));
  return NADI_EXIT_DONE;
}

static int
stop (const char *folder, gboolean quiet)
{
  g_autofree char *network = nadi_folder_path (folder, "network.json");
  GError *error = NULL;
  guint stopped = 0;

  if (g_file_test (network, G_FILE_TEST_EXISTS) && !nadi_demo_stop (folder, &stopped, &error))
    return nadi_ledger_fail (error);
  if (!quiet)
    g_print (stopped > 0 ? _("The demo network is stopped; its data is kept.\n") : _("No demo network was running.\n"));
  return NADI_EXIT_DONE;
}

int
nadi_ledger_demo_command (int argc, char **argv)
{
  gboolean stop_it = FALSE, quiet = FALSE;
  const GOptionEntry entries[] = {
    { "stop", 0, 0, G_OPTION_ARG_NONE, &stop_it, N_("Stop the network and keep its data"), NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, N_("Print nothing when all is well"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!nadi_ledger_parse (_("Makes a network of four organisations with a validator each in DIR if there is none, and starts it."), "DIR", 1,
                          entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  {
    g_autofree char *folder = g_canonicalize_filename (argv[1], NULL);

    return stop_it ? stop (folder, quiet) : start (folder, quiet);
  }
}
