/* nadi-ledger fsck: checks everything that a service or a validator keeps. */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "nadi-blobs.h"
#include "nadi-durable-file.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-folder.h"
#include "nadi-log.h"
#include "nadi-system-clock.h"

static void
on_found (const char *sentence, gpointer user_data)
{
  g_print ("%s\n", sentence);
}

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  const gboolean *show = user_data;

  if (*show && total > 0)
    {
      g_printerr ("\r");
      g_printerr (_("%3d %% checked"), (int) (done * 100 / total));
    }
}

/* Number of things that are wrong; -1 when it could not look. */
static int
check (const char *folder, GError **error)
{
  g_autofree char *lock = nadi_folder_path (folder, "lock");
  g_autofree char *blob_folder = nadi_folder_path (folder, "blobs");
  g_autoptr (NadiNetwork) network = nadi_folder_read_network (folder, error);
  g_autoptr (NadiStore) store = NULL;
  g_autoptr (NadiBlobs) blobs = NULL;
  gboolean show = isatty (STDERR_FILENO);
  int descriptor, findings;

  if (network == NULL)
    return -1;
  descriptor = nadi_file_lock (lock, error);
  if (descriptor < 0)
    {
      g_prefix_error (error, _("stop it first, so that nothing changes meanwhile: "));
      return -1;
    }
  store = nadi_folder_open_store (folder, error);
  if (store == NULL)
    return -1;
  if (g_file_test (blob_folder, G_FILE_TEST_IS_DIR))
    {
      blobs = nadi_blobs_open (blob_folder, nadi_system_clock (), error);
      if (blobs == NULL)
        return -1;
    }
  findings = nadi_log_check (store, blobs, network, on_progress, on_found, &show, error);
  if (show)
    g_printerr ("\r");
  close (descriptor);
  return findings;
}

int
nadi_ledger_fsck_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  GError *error = NULL;
  int findings;

  if (!nadi_ledger_parse (_("Checks every entry, signature, block, state, checkpoint and content of a stopped service's or validator's folder."),
                          "DIR", 1, entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  findings = check (argv[1], &error);
  if (findings < 0)
    return nadi_ledger_fail (error);
  if (findings == 0)
    {
      g_print (_("Everything is as it was written.\n"));
      return NADI_EXIT_DONE;
    }
  g_print (g_dngettext (NULL, "%d thing is wrong.\n", "%d things are wrong.\n", findings), findings);
  return NADI_EXIT_DAMAGED;
}
