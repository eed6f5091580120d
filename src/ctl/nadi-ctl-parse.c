/* Options, operands and help. */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-ctl.h"

static const char globals_help[] =
  N_("Options of every command:\n"
     "  -p, --profile DIR    the profile to work with\n"
     "      --staff NAME     whose account, when a profile has several\n"
     "      --json           print JSON for programs\n"
     "  -h, --help           say more of a command\n"
     "      --version        print the version\n\n"
     "The passphrase is taken from NADI_PASSPHRASE, or asked for on the terminal.\n"
     "Exit codes: 0 done, 1 failed, 2 called wrongly, 3 not allowed or not found,\n"
     "4 the service can't be reached or did not confirm, 5 something is not what was proven.\n");

void
nadi_ctl_print_help (void)
{
  g_print ("%s", _("Usage: nadictl [--profile DIR] COMMAND …\n\nNadi without a window: patients, records and their proofs.\n\n"));
  for (const NadiCtlCommand *command = nadi_ctl_commands; command->name != NULL; command++)
    g_print ("  %-21s %s\n", command->name, _(command->summary));
  g_print ("\n%s", _(globals_help));
}

static gboolean
is_of_family (const NadiCtlCommand *command, const char *family)
{
  gsize length = strlen (family);

  return length > 0 && strncmp (command->name, family, length) == 0 && command->name[length] == ' ';
}

gboolean
nadi_ctl_is_family (const char *family)
{
  for (const NadiCtlCommand *command = nadi_ctl_commands; command->name != NULL; command++)
    if (is_of_family (command, family))
      return TRUE;
  return FALSE;
}

void
nadi_ctl_print_family (const char *family)
{
  for (const NadiCtlCommand *command = nadi_ctl_commands; command->name != NULL; command++)
    if (is_of_family (command, family))
      g_print ("  %-21s %s\n", command->name, _(command->summary));
}

static gboolean
usage (NadiCtl *ctl, const char *sentence)
{
  ctl->parsed = nadi_ctl_say (NADI_CTL_USAGE, "%s", sentence);
  return FALSE;
}

gboolean
nadi_ctl_parse_global (NadiCtl *ctl, gboolean *version, gboolean *help, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &ctl->profile, NULL, NULL },
    { "staff", 0, 0, G_OPTION_ARG_FILENAME, &ctl->staff, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, NULL, NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &ctl->offline, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE); /* what follows the command is the command's */
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    return usage (ctl, error->message);
  *argc -= 1;
  *argv += 1;
  if (*argc > 0 && g_str_equal ((*argv)[0], "--"))
    {
      *argc -= 1;
      *argv += 1;
    }
  return TRUE;
}

/* Every word that reaches a command is text. */
static gboolean
check_text (NadiCtl *ctl, const GOptionEntry *entries, int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      return usage (ctl, _("what was typed is not UTF-8 text"));
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      char **one[] = { entry->arg == G_OPTION_ARG_FILENAME ? entry->arg_data : NULL, NULL };
      char **all = entry->arg == G_OPTION_ARG_FILENAME_ARRAY ? *(char ***) entry->arg_data : NULL;

      if (one[0] != NULL && *one[0] != NULL && !g_utf8_validate (*one[0], -1, NULL))
        return usage (ctl, _("what was typed is not UTF-8 text"));
      for (guint i = 0; all != NULL && all[i] != NULL; i++)
        if (!g_utf8_validate (all[i], -1, NULL))
          return usage (ctl, _("what was typed is not UTF-8 text"));
    }
  return TRUE;
}

static GOptionContext *
make_context (NadiCtl *ctl, const GOptionEntry *entries, gboolean *help)
{
  const NadiCtlCommand *command = ctl->command;
  const GOptionEntry common[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &ctl->profile, N_("The profile to work with"), N_("DIR") },
    { "staff", 0, 0, G_OPTION_ARG_FILENAME, &ctl->staff, N_("Whose account, when a profile has several"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_("Print JSON for programs"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_("Show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const GOptionEntry writing[] = {
    { "offline", 0, 0, G_OPTION_ARG_NONE, &ctl->offline, N_("Save here only, and send with the next sync"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (command->operands);
  g_autofree char *first = g_utf8_strup (_(command->summary), 1);
  g_autofree char *summary = g_strdup_printf ("%s%s.", first, g_utf8_offset_to_pointer (_(command->summary), 1));

  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (command->writes)
    g_option_context_add_main_entries (context, writing, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  return context;
}

gboolean
nadi_ctl_parse (NadiCtl *ctl, const GOptionEntry *entries, int *argc, char ***argv)
{
  gboolean help = FALSE;
  g_autoptr (GOptionContext) context = make_context (ctl, entries, &help);
  g_autofree char *program = g_strconcat ("nadictl ", ctl->command->name, NULL);
  g_autoptr (GError) error = NULL;
  guint operands;

  g_set_prgname (program);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_set_prgname ("nadictl");
      return usage (ctl, error->message);
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      g_print ("%s", text);
      ctl->parsed = NADI_CTL_DONE;
      return FALSE;
    }
  g_set_prgname ("nadictl");
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)[1] = (*argv)[0];
      *argc -= 1;
      *argv += 1;
    }
  operands = (guint) *argc - 1;
  if (operands < ctl->command->min || operands > ctl->command->max)
    {
      ctl->parsed = nadi_ctl_say (NADI_CTL_USAGE, _("this is called as: nadictl %s %s"), ctl->command->name, ctl->command->operands);
      return FALSE;
    }
  return check_text (ctl, entries, *argc, *argv);
}
