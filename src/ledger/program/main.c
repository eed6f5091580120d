/* nadi-ledger: the ledger service, its validators, and their administration. */
#include <glib/gi18n.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nadi-error.h"
#include "nadi-ledger-command.h"
#include "nadi-secret.h"

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} commands[] = {
  { "init", nadi_ledger_init_command, N_("make a new network and its service's folder") },
  { "serve", nadi_ledger_serve_command, N_("run the service") },
  { "validator", nadi_ledger_validator_command, N_("make or run a validator") },
  { "admit", nadi_ledger_admit_command, N_("propose an organisation that applied") },
  { "fsck", nadi_ledger_fsck_command, N_("check everything that a service or a validator keeps") },
  { "demo", nadi_ledger_demo_command, N_("start or stop a demo network on this machine") },
};

static sigset_t stop_signals;

void
nadi_ledger_block_signals (void)
{
  sigemptyset (&stop_signals);
  sigaddset (&stop_signals, SIGTERM);
  sigaddset (&stop_signals, SIGINT);
  pthread_sigmask (SIG_BLOCK, &stop_signals, NULL);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
}

void
nadi_ledger_wait_for_signal (void)
{
  int number;

  sigwait (&stop_signals, &number);
}

void
nadi_ledger_stop (void)
{
  kill (getpid (), SIGTERM);
}

int
nadi_ledger_fail (GError *error)
{
  gboolean damaged = nadi_error_class (error) == NADI_ERROR_CLASS_INTEGRITY;

  g_printerr ("nadi-ledger: %s\n", error->message);
  g_error_free (error);
  return damaged ? NADI_EXIT_DAMAGED : NADI_EXIT_FAILED;
}

gboolean
nadi_ledger_parse (const char *summary, const char *operands, guint n, const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autofree char *usage = g_strdup_printf ("%s %s", (*argv)[0], operands);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  g_autofree char *help = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  {
    gboolean show_help = FALSE;
    GOptionEntry help_entry[] = {
      { "help", 'h', 0, G_OPTION_ARG_NONE, &show_help, N_("Show this help"), NULL },
      G_OPTION_ENTRY_NULL,
    };

    g_option_context_add_main_entries (context, entries, NULL);
    g_option_context_add_main_entries (context, help_entry, NULL);
    if (!g_option_context_parse (context, argc, argv, &error))
      {
        g_printerr ("nadi-ledger: %s\n", error->message);
        return FALSE;
      }
    help = g_option_context_get_help (context, TRUE, NULL);
    if (show_help)
      {
        g_print ("%s", help);
        exit (NADI_EXIT_DONE);
      }
  }
  if ((guint) *argc != n + 1)
    {
      g_printerr ("%s", help);
      return FALSE;
    }
  return TRUE;
}

static void
print_help (void)
{
  g_print (_("Usage: nadi-ledger COMMAND …\n\nThe ledger of a Nadi network: the service, its validators, and their administration.\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_print (_("\nnadi-ledger COMMAND --help says more of each. Exit codes: 0 done, 1 failed, 2 called wrongly,\n"
             "3 what is stored is not what was proven.\n"));
}

static void
set_language (void)
{
  const char *folder = g_getenv ("NADI_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : NADI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  set_language ();
  nadi_harden_process ();
  g_set_prgname ("nadi-ledger");
  if (argc < 2)
    {
      print_help ();
      return NADI_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return NADI_EXIT_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("nadi-ledger %s\n", NADI_VERSION);
      return NADI_EXIT_DONE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  g_printerr (_("nadi-ledger: there is no command \"%s\"; see nadi-ledger --help\n"), argv[1]);
  return NADI_EXIT_USAGE;
}
