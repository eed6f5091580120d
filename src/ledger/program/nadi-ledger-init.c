/* nadi-ledger init: a new network. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-genesis.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

static gboolean
read_founders (char **paths, GPtrArray *founders, GError **error)
{
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = nadi_file_read (paths[i], 1024 * 1024, error);
      NadiFounder *founder = bytes != NULL ? nadi_founder_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error) : NULL;

      if (founder == NULL)
        return FALSE;
      g_ptr_array_add (founders, founder);
    }
  return TRUE;
}

static gboolean
read_validators (char **paths, GPtrArray *validators, GError **error)
{
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = nadi_file_read (paths[i], 1024 * 1024, error);
      NadiGenesisValidator *validator =
        bytes != NULL ? nadi_genesis_validator_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error) : NULL;

      if (validator == NULL)
        return FALSE;
      g_ptr_array_add (validators, validator);
    }
  return TRUE;
}

static gboolean
make (const char *folder, const NadiGenesis *genesis, const NadiLedgerSettings *settings, GError **error)
{
  g_autofree char *network = nadi_folder_path (folder, "network.json");

  if (g_file_test (network, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED, _("there is a network in this folder already"));
      return FALSE;
    }
  return nadi_folder_make (folder, error) && nadi_folder_write_settings (folder, settings, error) &&
         nadi_genesis_make (folder, genesis, nadi_system_clock (), nadi_random_system (), error);
}

int
nadi_ledger_init_command (int argc, char **argv)
{
  g_autofree char *name = NULL, *origin = NULL, *service = NULL, *address = NULL;
  g_auto (GStrv) founder_files = NULL;
  g_auto (GStrv) validator_files = NULL;
  int quorum = 0, port = 8443, admin_port = 8444;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("What people call the network"), N_("NAME") },
    { "origin", 0, 0, G_OPTION_ARG_STRING, &origin, N_("Name of the log: a domain name of the operator's"), N_("ORIGIN") },
    { "service", 0, 0, G_OPTION_ARG_STRING, &service, N_("Address that clients use, https://host:port"), "URL" },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, N_("Address to listen on (127.0.0.1)"), N_("ADDRESS") },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_("Port to listen on (8443)"), "N" },
    { "admin-port", 0, 0, G_OPTION_ARG_INT, &admin_port, N_("Port of the administration listener on 127.0.0.1 (8444)"), "N" },
    { "quorum", 0, 0, G_OPTION_ARG_INT, &quorum, N_("Validators that must agree (more than two thirds)"), "N" },
    { "founder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &founder_files, N_("Statement of a founding organisation; may stand several times"), N_("FILE") },
    { "validator", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &validator_files, N_("Description of a validator; may stand several times"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) founders = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_founder_free);
  g_autoptr (GPtrArray) validators = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_genesis_validator_free);
  GError *error = NULL;

  if (!nadi_ledger_parse (_("Makes a new network: its keys, block 0 with the founding organisations, and network.json."), "DIR", 1,
                          entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  if (name == NULL || origin == NULL || service == NULL || founder_files == NULL || validator_files == NULL ||
      quorum < 0 || port < 1 || port > 65535 || admin_port < 0 || admin_port > 65535)
    {
      g_printerr (_("nadi-ledger: init needs --name, --origin, --service, --founder and --validator; see nadi-ledger init --help\n"));
      return NADI_EXIT_USAGE;
    }
  {
    const NadiGenesis genesis = { name, origin, service, founders, validators, (guint) quorum };
    const NadiLedgerSettings settings = { address != NULL ? address : (char *) "127.0.0.1", (guint16) port, (guint16) admin_port };

    if (!read_founders (founder_files, founders, &error) || !read_validators (validator_files, validators, &error) ||
        !make (argv[1], &genesis, &settings, &error))
      return nadi_ledger_fail (error);
  }
  g_print (_("The network is made. Give network.json to its members, and each file of validators/ to its validator.\n"));
  return NADI_EXIT_DONE;
}
