/* nadi-ledger validator: makes a validator's key, or runs it. */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "nadi-durable-file.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-genesis.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"
#include "nadi-validator-service.h"

static gboolean
make (const char *folder, const char *name, const char *org, const char *url, GError **error)
{
  g_autofree char *existing = nadi_folder_path (folder, "validator.key");
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (nadi_random_system ());
  NadiGenesisValidator *validator = g_new0 (NadiGenesisValidator, 1);
  g_autoptr (NadiGenesisValidator) owned = validator;
  g_autofree char *text = NULL;

  if (g_file_test (existing, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED, _("there is a validator in this folder already"));
      return FALSE;
    }
  validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (key));
  validator->org = g_strdup (org);
  validator->url = g_strdup (url);
  text = nadi_genesis_validator_print (validator);
  return nadi_folder_make (folder, error) && nadi_folder_write_key (folder, "validator.key", key, error) &&
         nadi_folder_write_text (folder, "validator.json", text, error);
}

static int
init_validator (int argc, char **argv)
{
  g_autofree char *name = NULL, *org = NULL, *url = NULL, *address = NULL;
  int port = 0;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Name of the validator: a domain name"), N_("NAME") },
    { "org", 0, 0, G_OPTION_ARG_STRING, &org, N_("Id of the organisation that runs it"), "UUID" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, N_("Address that the service uses, https://host:port"), "URL" },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, N_("Address to listen on (127.0.0.1)"), N_("ADDRESS") },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_("Port to listen on"), "N" },
    G_OPTION_ENTRY_NULL,
  };
  GError *error = NULL;

  if (!nadi_ledger_parse (_("Makes a validator's key and its description, validator.json, for the operator."), "DIR", 1, entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  if (name == NULL || org == NULL || url == NULL || port < 1 || port > 65535)
    {
      g_printerr (_("nadi-ledger: validator init needs --name, --org, --url and --port; see nadi-ledger validator init --help\n"));
      return NADI_EXIT_USAGE;
    }
  {
    const NadiLedgerSettings settings = { address != NULL ? address : (char *) "127.0.0.1", (guint16) port, 0 };

    if (!make (argv[1], name, org, url, &error) || !nadi_folder_write_settings (argv[1], &settings, &error))
      return nadi_ledger_fail (error);
  }
  g_print (_("The validator has its key. Give validator.json to the operator; network.json, tls.pem and tls.key come back.\n"));
  return NADI_EXIT_DONE;
}

/* Says that this key has signed; beside the key, not in the database that could be lost. */
#define MARK "has-signed"

static gboolean
leave_mark (gpointer folder, GError **error)
{
  return nadi_folder_write_text (folder, MARK, "This key has cosigned: without its ledger.db it must not begin again.\n", error);
}

static gboolean
run (const char *folder, GError **error)
{
  g_autofree char *mark = nadi_folder_path (folder, MARK);
  g_autofree char *lock = nadi_folder_path (folder, "lock");
  g_autoptr (NadiNetwork) network = nadi_folder_read_network (folder, error);
  g_autoptr (NadiCertificate) certificate = network != NULL ? nadi_folder_read_certificate (folder, "tls", error) : NULL;
  g_autoptr (NadiSigningKey) key = certificate != NULL ? nadi_folder_read_key (folder, "validator.key", error) : NULL;
  g_autofree char *description = key != NULL ? nadi_folder_read_text (folder, "validator.json", error) : NULL;
  g_autoptr (NadiGenesisValidator) self =
    description != NULL ? nadi_genesis_validator_parse (description, strlen (description), error) : NULL;
  g_auto (NadiLedgerSettings) settings = { 0 };
  g_autoptr (NadiStore) store = NULL;
  g_autoptr (NadiValidatorService) service = NULL;
  NadiValidatorServiceOptions options = { .network = network, .key = key, .certificate = certificate };
  int descriptor;

  if (self == NULL || !nadi_folder_read_settings (folder, &settings, error))
    return FALSE;
  descriptor = nadi_file_lock (lock, error);
  if (descriptor < 0)
    return FALSE;
  nadi_ledger_block_signals ();
  store = nadi_folder_open_store (folder, error);
  if (store == NULL || !nadi_store_check_pages (store, error))
    return FALSE;
  options.store = store;
  options.name = self->key;
  options.clock = nadi_system_clock ();
  options.random = nadi_random_system ();
  options.address = settings.address;
  options.port = settings.port;
  options.log_line = nadi_http_log_stderr;
  options.has_signed = g_file_test (mark, G_FILE_TEST_EXISTS);
  options.leave_mark = leave_mark;
  options.mark_data = (gpointer) folder;
  service = nadi_validator_service_new (&options, error);
  if (service == NULL)
    return FALSE;
  g_printerr ("{\"event\":\"validator-ready\",\"size\":%" G_GUINT64_FORMAT "}\n", nadi_validator_service_size (service));
  nadi_ledger_wait_for_signal ();
  g_clear_pointer (&service, nadi_validator_service_free);
  close (descriptor);
  return TRUE;
}

int
nadi_ledger_validator_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (argc > 1 && g_str_equal (argv[1], "init"))
    {
      argv[1] = (char *) "validator init";
      return init_validator (argc - 1, argv + 1);
    }
  if (!nadi_ledger_parse (_("Runs a validator: pulls what the service appends, checks all of it, and cosigns.\n"
                            "\"nadi-ledger validator init DIR\" makes one."), "DIR", 1, entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  return run (argv[1], &error) ? NADI_EXIT_DONE : nadi_ledger_fail (error);
}
