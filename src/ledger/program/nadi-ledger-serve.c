/* nadi-ledger serve: the service. */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "nadi-blobs.h"
#include "nadi-cosigning.h"
#include "nadi-durable-file.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-folder.h"
#include "nadi-log.h"
#include "nadi-random-system.h"
#include "nadi-service.h"
#include "nadi-system-clock.h"

/* Everything that a running service holds, in the order in which it is opened; closed the other way round. */
typedef struct
{
  int lock;
  char *network_text;
  NadiNetwork *network;
  NadiCertificate *certificate;
  NadiSigningKey *key;
  NadiLedgerSettings settings;
  NadiStore *store;
  NadiBlobs *blobs;
  NadiLog *log;
  NadiCosigning *cosigning;
  NadiService *service;
  char *contradicted;        /* what a validator has proven against us */
} Serving;

static void
serving_clear (Serving *serving)
{
  g_clear_pointer (&serving->service, nadi_service_stop);
  g_clear_pointer (&serving->cosigning, nadi_cosigning_stop);
  g_clear_pointer (&serving->log, nadi_log_close);
  g_clear_pointer (&serving->blobs, nadi_blobs_close);
  g_clear_pointer (&serving->store, nadi_store_close);
  nadi_ledger_settings_clear (&serving->settings);
  g_clear_pointer (&serving->key, nadi_signing_key_unref);
  g_clear_pointer (&serving->certificate, nadi_certificate_free);
  g_clear_pointer (&serving->network, nadi_network_free);
  g_clear_pointer (&serving->network_text, g_free);
  g_clear_pointer (&serving->contradicted, g_free);
  if (serving->lock >= 0)
    close (serving->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Serving, serving_clear)

static gboolean
open_folder (Serving *serving, const char *folder, GError **error)
{
  g_autofree char *lock = nadi_folder_path (folder, "lock");
  g_autofree char *blobs = nadi_folder_path (folder, "blobs");

  serving->network_text = nadi_folder_read_text (folder, "network.json", error);
  if (serving->network_text == NULL)
    return FALSE;
  serving->network = nadi_network_parse (serving->network_text, strlen (serving->network_text), error);
  if (serving->network == NULL || !nadi_folder_read_settings (folder, &serving->settings, error))
    return FALSE;
  serving->certificate = nadi_folder_read_certificate (folder, "tls", error);
  serving->key = serving->certificate != NULL ? nadi_folder_read_key (folder, "log.key", error) : NULL;
  if (serving->key == NULL)
    return FALSE;
  serving->lock = nadi_file_lock (lock, error);
  if (serving->lock < 0)
    return FALSE;
  serving->store = nadi_folder_open_store (folder, error);
  if (serving->store == NULL || !nadi_store_check_pages (serving->store, error))
    return FALSE;
  serving->blobs = nadi_blobs_open (blobs, nadi_system_clock (), error);
  return serving->blobs != NULL;
}

/* A validator has proven that this service lost entries: going on would sign a second history. */
static void
on_contradicted (const char *validator, guint64 size, gpointer user_data)
{
  Serving *serving = user_data;
  g_autofree char *entries = g_strdup_printf ("%" G_GUINT64_FORMAT, size);

  serving->contradicted = g_strdup_printf (_("%s has cosigned a history of %s entries that this service does not have: it lost some, "
                                             "and stops so as not to write a second history"), validator, entries);
  nadi_ledger_stop ();
}

static void
put_metrics (GString *text, gpointer user_data)
{
  Serving *serving = user_data;

  for (guint i = 0; i < nadi_cosigning_count (serving->cosigning); i++)
    {
      NadiCosigningStatus status;

      nadi_cosigning_status (serving->cosigning, i, &status);
      g_string_append_printf (text, "nadi_validator_size{validator=\"%s\"} %" G_GUINT64_FORMAT "\n", status.name, status.size);
      g_string_append_printf (text, "nadi_validator_last_answer_seconds{validator=\"%s\"} %" G_GINT64_FORMAT "\n", status.name,
                              status.time / 1000);
      g_string_append_printf (text, "nadi_validator_failures{validator=\"%s\"} %u\n", status.name, status.failures);
    }
}

static gboolean
start (Serving *serving, GError **error)
{
  const NadiLogOptions log = {
    .store = serving->store,
    .blobs = serving->blobs,
    .clock = nadi_system_clock (),
    .network = serving->network,
    .key = serving->key,
  };
  NadiCosigningOptions cosigning = {
    .network = serving->network,
    .clock = nadi_system_clock (),
    .random = nadi_random_system (),
    .contradicted = on_contradicted,
    .user_data = serving,
  };
  g_autoptr (GBytes) network_json = g_bytes_new (serving->network_text, strlen (serving->network_text));
  NadiServiceOptions service = {
    .store = serving->store,
    .blobs = serving->blobs,
    .network = serving->network,
    .network_json = network_json,
    .certificate = serving->certificate,
    .address = serving->settings.address,
    .port = serving->settings.port,
    .admin_port = serving->settings.admin_port,
    .clock = nadi_system_clock (),
    .random = nadi_random_system (),
    .log_line = nadi_http_log_stderr,
    .metrics = put_metrics,
    .metrics_data = serving,
  };

  serving->log = nadi_log_open (&log, NULL, NULL, error);
  if (serving->log == NULL)
    return FALSE;
  cosigning.log = serving->log;
  serving->cosigning = nadi_cosigning_start (&cosigning, error);
  if (serving->cosigning == NULL)
    return FALSE;
  service.log = serving->log;
  serving->service = nadi_service_start (&service, error);
  return serving->service != NULL;
}

static int
serve (const char *folder)
{
  g_auto (Serving) serving = { .lock = -1 };
  GError *error = NULL;

  nadi_ledger_block_signals ();
  if (!open_folder (&serving, folder, &error) || !start (&serving, &error))
    return nadi_ledger_fail (error);
  g_printerr ("{\"event\":\"service-ready\",\"port\":%u,\"admin_port\":%u}\n", nadi_service_port (serving.service),
              nadi_service_admin_port (serving.service));
  nadi_ledger_wait_for_signal ();
  if (serving.contradicted == NULL)
    return NADI_EXIT_DONE;
  g_printerr ("nadi-ledger: %s\n", serving.contradicted);
  return NADI_EXIT_DAMAGED;
}

int
nadi_ledger_serve_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };

  if (!nadi_ledger_parse (_("Runs the service of a folder that \"nadi-ledger init\" made, until it gets SIGTERM."), "DIR", 1, entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  return serve (argv[1]);
}
