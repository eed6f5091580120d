/* nadictl: Nadi without a window. */
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "nadi-ctl.h"
#include "nadi-secret.h"
#include "nadi-text.h"

const NadiCtlCommand nadi_ctl_commands[] = {
  { "join", "", 0, 0, FALSE, N_("become part of a clinic with a code"), nadi_ctl_join },
  { "found", "", 0, 0, FALSE, N_("make an organisation's keys before there is a network"), nadi_ctl_found },
  { "adopt", "FILE", 1, 1, FALSE, N_("turn a founder's private file into a profile (demo networks)"), nadi_ctl_adopt },
  { "account list", "", 0, 0, FALSE, N_("list the accounts of this device"), nadi_ctl_account_list },
  { "account use", "ACCOUNT", 1, 1, FALSE, N_("choose who is signed in where nobody is named"), nadi_ctl_account_use },
  { "account add", "", 0, 0, FALSE, N_("join at a colleague's device, with an account of your own"), nadi_ctl_account_add },
  { "account passphrase", "", 0, 0, FALSE, N_("choose another passphrase"), nadi_ctl_account_passphrase },
  { "staff invite", "", 0, 0, FALSE, N_("get a code for a new colleague"), nadi_ctl_staff_invite },
  { "staff admit", "", 0, 0, FALSE, N_("admit the colleagues who used their codes"), nadi_ctl_staff_admit },
  { "staff list", "", 0, 0, FALSE, N_("list who works here"), nadi_ctl_staff_list },
  { "staff remove", "STAFF", 1, 1, FALSE, N_("remove a colleague, and renew the keys that they held"), nadi_ctl_staff_remove },
  { "device list", "", 0, 0, FALSE, N_("list the devices of this clinic"), nadi_ctl_device_list },
  { "device remove", "DEVICE", 1, 1, FALSE, N_("take a device out of use"), nadi_ctl_device_remove },
  { "role renew", "", 0, 0, FALSE, N_("renew the role keys"), nadi_ctl_role_renew },
  { "approve", "EVENT", 1, 1, TRUE, N_("approve what somebody else has signed and the ledger keeps waiting"), nadi_ctl_approve },
  { "patient add", "", 0, 0, TRUE, N_("register a patient"), nadi_ctl_patient_add },
  { "patient find", "QUERY…", 1, G_MAXUINT, FALSE, N_("find patients by name, number, telephone or birth date"), nadi_ctl_patient_find },
  { "patient show", "NUMBER", 1, 1, FALSE, N_("show a chart, as far as your role may see it"), nadi_ctl_patient_show },
  { "case add", "NUMBER", 1, 1, TRUE, N_("write a visit into a chart"), nadi_ctl_case_add },
  { "case list", "NUMBER", 1, 1, FALSE, N_("list the visits of a chart"), nadi_ctl_case_list },
  { "case show", "NUMBER CASE", 2, 2, FALSE, N_("show one visit"), nadi_ctl_case_show },
  { "document add", "NUMBER FILE", 2, 2, TRUE, N_("put a picture or PDF into a chart"), nadi_ctl_document_add },
  { "document list", "NUMBER", 1, 1, FALSE, N_("list the documents of a chart"), nadi_ctl_document_list },
  { "document get", "DOCUMENT FILE", 2, 2, FALSE, N_("write a document into a file"), nadi_ctl_document_get },
  { "import", "FILE|DIR…", 1, G_MAXUINT, TRUE, N_("import FHIR R4 resources and bundles"), nadi_ctl_import },
  { "watch", "", 0, 0, FALSE, N_("print what others write, as it arrives"), nadi_ctl_watch },
  { "sync", "", 0, 0, FALSE, N_("send what waits, and fetch what is new"), nadi_ctl_sync },
  { "status", "", 0, 0, FALSE, N_("say what is saved and what waits"), nadi_ctl_status },
  { "task list", "", 0, 0, FALSE, N_("list what the ledger refused"), nadi_ctl_task_list },
  { "task done", "ID", 1, 1, FALSE, N_("put a refused thing away"), nadi_ctl_task_done },
  { "receipt", "EVENT", 1, 1, FALSE, N_("get the receipt of an event"), nadi_ctl_receipt },
  { "verify", "FILE", 1, 1, FALSE, N_("check a receipt, without the service"), nadi_ctl_verify },
  { "record seal-info", "NUMBER", 1, 1, FALSE, N_("print records in their sealed form"), nadi_ctl_record_seal_info },
  { "record submit-sealed", "FILE", 1, 1, TRUE, N_("submit a record that was sealed elsewhere"), nadi_ctl_record_submit_sealed },
  { "lint-json", "FILE", 1, 1, FALSE, N_("check a file as strictly as Nadi reads JSON"), nadi_ctl_lint_json },
  { "demo", "DIR", 1, 1, FALSE, N_("make staff and patients for a demo network"), nadi_ctl_demo },
  { NULL },
};

/* UTF-8 as it is: in the C locale, which bare systems have, GLib would print question marks. */
static void
print_raw (const char *text)
{
  fputs (text, stdout);
}

static void
print_raw_error (const char *text)
{
  fputs (text, stderr);
  fflush (stderr);
}

static void
set_language (void)
{
  const char *folder = g_getenv ("NADI_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : NADI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_print_handler (print_raw);
  g_set_printerr_handler (print_raw_error);
}

/* *argc and *argv: behind the name's words, with the name in argv[0]. */
static const NadiCtlCommand *
find_command (int *argc, char ***argv)
{
  char **words = *argv;

  for (const NadiCtlCommand *command = nadi_ctl_commands; command->name != NULL; command++)
    {
      const char *space = strchr (command->name, ' ');

      if (space == NULL && g_str_equal (words[0], command->name))
        return command;
      if (space != NULL && *argc > 1 && strlen (words[0]) == (gsize) (space - command->name) &&
          g_str_has_prefix (command->name, words[0]) && g_str_equal (words[1], space + 1))
        {
          *argc -= 1;
          *argv += 1;
          return command;
        }
    }
  return NULL;
}

static int
unknown_command (int argc, char **argv)
{
  gboolean asks = argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"));
  g_autofree char *word = nadi_text_display (argv[0], 40);

  if (nadi_ctl_is_family (argv[0]))
    {
      if (!asks)
        return nadi_ctl_say (NADI_CTL_USAGE, _("“%s” needs one more word; see nadictl %s --help"), word, word);
      nadi_ctl_print_family (argv[0]);
      return NADI_CTL_DONE;
    }
  return nadi_ctl_say (NADI_CTL_USAGE, _("there is no command “%s”; see nadictl --help"), word);
}

static int
run (NadiCtl *ctl, int argc, char **argv)
{
  gboolean version = FALSE, help = FALSE;

  if (!nadi_ctl_parse_global (ctl, &version, &help, &argc, &argv))
    return ctl->parsed;
  if (version)
    {
      g_print ("nadictl %s\n", NADI_VERSION);
      return NADI_CTL_DONE;
    }
  if (help)
    {
      nadi_ctl_print_help ();
      return NADI_CTL_DONE;
    }
  if (argc == 0)
    return nadi_ctl_say (NADI_CTL_USAGE, _("say what to do; see nadictl --help"));
  ctl->command = find_command (&argc, &argv);
  if (ctl->command == NULL)
    return unknown_command (argc, argv);
  return ctl->command->run (ctl, argc, argv);
}

int
main (int argc, char **argv)
{
  NadiCtl ctl = { .cancellable = g_cancellable_new () };
  int code;

  nadi_harden_process ();
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a full quota is an error of the write, with a sentence */
  set_language ();
  g_set_prgname ("nadictl");
  code = run (&ctl, argc, argv);
  g_clear_pointer (&ctl.session, nadi_session_unref);
  if (fflush (stdout) != 0 || ferror (stdout))
    code = nadi_ctl_say (code == NADI_CTL_DONE ? NADI_CTL_FAILED : (NadiCtlExit) code, _("what was to be printed could not be written; is the disk full?"));
  g_object_unref (ctl.cancellable);
  g_free (ctl.profile);
  g_free (ctl.staff);
  return code;
}
