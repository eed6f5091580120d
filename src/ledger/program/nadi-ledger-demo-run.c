/* A demo network's processes. A folder's lock file tells whether its process runs, and holds its number. */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nadi-durable-file.h"
#include "nadi-ledger-demo.h"
#include "nadi-ledger-folder.h"
#include "nadi-peer.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

#define LONGEST_START_MS 300000
#define LONGEST_STOP_MS 20000
#define STEP_MS 50

typedef struct
{
  char *name;                /* of its folder: "service", "validator-1" */
  const char *command;       /* of nadi-ledger */
} Part;

static void
parts_of (Part parts[NADI_DEMO_VALIDATORS + 1])
{
  for (guint i = 0; i < NADI_DEMO_VALIDATORS; i++)
    parts[i] = (Part) { g_strdup_printf ("validator-%u", i + 1), "validator" };
  parts[NADI_DEMO_VALIDATORS] = (Part) { g_strdup ("service"), "serve" };
}

static void
parts_clear (Part parts[NADI_DEMO_VALIDATORS + 1])
{
  for (guint i = 0; i <= NADI_DEMO_VALIDATORS; i++)
    g_free (parts[i].name);
}

static gboolean
runs (const char *folder, const char *name)
{
  g_autofree char *own = nadi_folder_path (folder, name);
  g_autofree char *lock = nadi_folder_path (own, "lock");
  int descriptor = nadi_file_lock (lock, NULL);

  if (descriptor < 0)
    return TRUE;
  close (descriptor);
  return FALSE;
}

static void
before_exec (gpointer log)
{
  setsid ();
  dup2 (GPOINTER_TO_INT (log), STDOUT_FILENO);
  dup2 (GPOINTER_TO_INT (log), STDERR_FILENO);
}

static gboolean
start_part (const char *folder, const char *program, const Part *part, GPid *pid, GError **error)
{
  g_autofree char *own = nadi_folder_path (folder, part->name);
  g_autofree char *log_name = g_strconcat (part->name, ".log", NULL);
  g_autofree char *log_path = nadi_folder_path (folder, log_name);
  g_autofree char *pid_text = NULL;
  const char *argv[] = { program, part->command, own, NULL };
  int log = open (log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  gboolean started;

  if (log < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("%s can't be written: %s"), log_name, g_strerror (errno));
      return FALSE;
    }
  started = g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDIN_FROM_DEV_NULL, before_exec,
                           GINT_TO_POINTER (log), pid, error);
  close (log);
  if (!started)
    return FALSE;
  pid_text = g_strdup_printf ("%d", (int) *pid);
  return nadi_folder_write_text (own, "pid", pid_text, error);
}

/* The service says so when it has rebuilt its state and a quorum has confirmed its newest block. */
static gboolean
is_ready (NadiPeer *peer)
{
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_get (peer, "/readyz", 4096, NULL);

  return answer != NULL && answer->status == 200;
}

static NadiPeer *
open_administration (const char *folder, GError **error)
{
  g_autofree char *service = nadi_folder_path (folder, "service");
  g_auto (NadiLedgerSettings) settings = { 0 };
  g_autofree char *url = NULL;
  NadiPeerConfig config = { .clock = nadi_system_clock (), .random = nadi_random_system () };

  if (!nadi_folder_read_settings (service, &settings, error))
    return NULL;
  url = g_strdup_printf ("http://127.0.0.1:%u", settings.admin_port);
  config.url = url;
  return nadi_peer_new (&config, error);
}

static gboolean
not_started (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                       _("the network did not start; the .log files in its folder say why (is another program using its ports?)"));
  return FALSE;
}

/* Starts what does not run. A process that was just killed may hold its lock for a while yet, so this is asked again while
 * we wait; what was started here and has ended is not started twice. */
static gboolean
start_parts (const char *folder, const char *program, const Part parts[], GPid pids[], GError **error)
{
  for (guint i = 0; i <= NADI_DEMO_VALIDATORS; i++)
    if (pids[i] > 0)
      {
        if (waitpid (pids[i], NULL, WNOHANG) == pids[i])
          return not_started (error);
      }
    else if (!runs (folder, parts[i].name) && !start_part (folder, program, &parts[i], &pids[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
start_and_wait (const char *folder, const char *program, const Part parts[], GPid pids[], GError **error)
{
  g_autoptr (NadiPeer) peer = open_administration (folder, error);

  if (peer == NULL)
    return FALSE;
  for (guint waited = 0; waited < LONGEST_START_MS; waited += STEP_MS)
    {
      if (!start_parts (folder, program, parts, pids, error))
        return FALSE;
      if (is_ready (peer))
        return TRUE;
      g_usleep (STEP_MS * 1000);
    }
  return not_started (error);
}

gboolean
nadi_demo_start (const char *folder, const char *program, guint *started, GError **error)
{
  Part parts[NADI_DEMO_VALIDATORS + 1];
  GPid pids[NADI_DEMO_VALIDATORS + 1] = { 0 };       /* of what was started here */
  gboolean good;

  parts_of (parts);
  good = start_and_wait (folder, program, parts, pids, error);
  *started = 0;
  for (guint i = 0; i <= NADI_DEMO_VALIDATORS; i++)
    *started += pids[i] > 0;
  parts_clear (parts);
  return good;
}

/* Only a process that holds the folder's lock is ours to stop. */
static gboolean
stop_part (const char *folder, const Part *part, GError **error)
{
  g_autofree char *own = nadi_folder_path (folder, part->name);
  g_autofree char *text = nadi_folder_read_text (own, "pid", error);
  gint64 pid;

  if (text == NULL)
    return FALSE;
  if (!g_ascii_string_to_signed (text, 10, 2, G_MAXINT, &pid, error))
    return FALSE;
  kill ((pid_t) pid, SIGTERM);
  for (guint waited = 0; waited < LONGEST_STOP_MS; waited += STEP_MS)
    {
      waitpid ((pid_t) pid, NULL, WNOHANG);
      if (!runs (folder, part->name))
        return TRUE;
      g_usleep (STEP_MS * 1000);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("%s does not stop"), part->name);
  return FALSE;
}

gboolean
nadi_demo_stop (const char *folder, guint *stopped, GError **error)
{
  Part parts[NADI_DEMO_VALIDATORS + 1];
  gboolean good = TRUE;

  *stopped = 0;
  parts_of (parts);
  for (guint i = NADI_DEMO_VALIDATORS + 1; good && i-- > 0;)
    if (runs (folder, parts[i].name))
      {
        good = stop_part (folder, &parts[i], error);
        *stopped += good;
      }
  parts_clear (parts);
  return good;
}
