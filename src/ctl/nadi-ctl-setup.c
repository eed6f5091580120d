/* join, found, adopt: becoming part of a network. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-secret.h"
#include "nadi-session-setup.h"

#define LARGEST_NETWORK (1024 * 1024)
#define LARGEST_FOUNDER (1024 * 1024)

/* Needs --profile and --network; *network is the file's text. FALSE: said why, return ctl->parsed. */
static gboolean
need_network (NadiCtl *ctl, const char *file, char **network, gsize *length)
{
  if (!nadi_ctl_need_profile (ctl))
    return FALSE;
  if (file == NULL)
    ctl->parsed = nadi_ctl_say (NADI_CTL_USAGE, _("say which network: --network FILE"));
  else
    {
      *network = nadi_ctl_read_file (file, LARGEST_NETWORK, length);
      if (*network != NULL)
        return TRUE;
      ctl->parsed = NADI_CTL_FAILED;
    }
  return FALSE;
}

int
nadi_ctl_join (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *file = NULL, *code = NULL, *label = NULL, *network = NULL;
  int wait = 0;
  gboolean demo = FALSE;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The network's description, network.json"), N_("FILE") },
    { "code", 0, 0, G_OPTION_ARG_FILENAME, &code, N_("The code that the administrator gave you"), N_("CODE") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &wait, N_("Wait so long for the administrator"), N_("SECONDS") },
    { "label", 0, 0, G_OPTION_ARG_FILENAME, &label, N_("What the account is called on this device"), N_("NAME") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, N_("A demo profile: its secret lies in its folder, its keys may be given out"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiCtlProgress) progress = NULL;
  NadiProfilePlan plan = { 0 };
  GError *error = NULL;
  char *passphrase;
  gboolean joined;
  gsize length;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !need_network (ctl, file, &network, &length))
    return ctl->parsed;
  if (code == NULL)
    return nadi_ctl_say (NADI_CTL_USAGE, _("say with which code: --code CODE"));
  if (!nadi_setup_check_code (network, length, code, &error))
    return nadi_ctl_fail (ctl, error);
  passphrase = nadi_ctl_get_passphrase (ctl, TRUE);
  if (passphrase == NULL)
    return ctl->parsed;
  nadi_ctl_catch_signals (ctl);
  plan = (NadiProfilePlan){ .folder = ctl->profile, .label = label, .passphrase = passphrase, .file_secret = demo, .demo = demo };
  progress = nadi_ctl_progress_new ();
  joined = nadi_setup_join (&plan, network, length, code, (guint) MAX (wait, 0) * 1000, nadi_ctl_progress_show, progress,
                            ctl->cancellable, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  nadi_ctl_free_passphrase (passphrase);
  if (joined)
    return nadi_ctl_say_ready (ctl, TRUE, _("Joined: this profile is ready."));
  if (g_error_matches (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_WAITING))
    {
      g_error_free (error);
      return nadi_ctl_say (NADI_CTL_WAITING, _("the administrator has not admitted you yet; when they have, run the same command again"));
    }
  return nadi_ctl_fail (ctl, error);
}

/* The founding's second half: the network is there. */
static int
finish_founding (NadiCtl *ctl, const NadiProfilePlan *plan, const char *file)
{
  g_autofree char *network = NULL;
  GError *error = NULL;
  gsize length;

  if (!need_network (ctl, file, &network, &length))
    return ctl->parsed;
  if (!nadi_setup_finish_founding (plan, network, length, &error))
    return nadi_ctl_fail (ctl, error);
  return nadi_ctl_say_ready (ctl, TRUE, _("Founded: this profile is ready."));
}

static int
begin_founding (NadiCtl *ctl, const NadiProfilePlan *plan, const char *kind, const char *name, const char *person, char **roles,
                const char *output)
{
  static const char *const administrator[] = { "administrator", NULL };
  const char *const *given = roles != NULL ? (const char *const *) roles : administrator;
  g_autofree char *public_file = NULL;
  GError *error = NULL;

  if (!nadi_setup_found (plan, kind, name, person, given, &public_file, &error))
    return nadi_ctl_fail (ctl, error);
  if (output == NULL)
    {
      g_print ("%s\n", public_file);
      return NADI_CTL_DONE;
    }
  if (!nadi_ctl_write_file (output, public_file, 0644))
    return NADI_CTL_FAILED;
  return nadi_ctl_say_ready (ctl, FALSE, _("The keys are made. Give the file to the operator, and run nadictl found --network FILE when the network is there."));
}

int
nadi_ctl_found (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *file = NULL, *kind = NULL, *name = NULL, *person = NULL, *output = NULL;
  g_auto (GStrv) roles = NULL;
  gboolean demo = FALSE;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, N_("hospital, clinic, laboratory, pharmacy, insurer, research or agency"), N_("KIND") },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_("The organisation's name"), N_("NAME") },
    { "person", 0, 0, G_OPTION_ARG_FILENAME, &person, N_("The first administrator's name"), N_("NAME") },
    { "role", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &roles, N_("The first administrator's roles (administrator)"), N_("ROLE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where to put the file for the operator"), N_("FILE") },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The network is there: finish with its network.json"), N_("FILE") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, N_("A demo profile: its secret lies in its folder, its keys may be given out"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  NadiProfilePlan plan = { 0 };
  char *passphrase;
  int code;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_need_profile (ctl))
    return ctl->parsed;
  if (file == NULL && (kind == NULL || name == NULL || person == NULL))
    return nadi_ctl_say (NADI_CTL_USAGE, _("say what is founded: --kind KIND --name NAME --person NAME"));
  passphrase = nadi_ctl_get_passphrase (ctl, file == NULL);
  if (passphrase == NULL)
    return ctl->parsed;
  plan = (NadiProfilePlan){ .folder = ctl->profile, .passphrase = passphrase, .file_secret = demo, .demo = demo };
  code = file != NULL ? finish_founding (ctl, &plan, file) : begin_founding (ctl, &plan, kind, name, person, roles, output);
  nadi_ctl_free_passphrase (passphrase);
  return code;
}

int
nadi_ctl_adopt (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *file = NULL, *label = NULL, *network = NULL;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The network's description, network.json"), N_("FILE") },
    { "label", 0, 0, G_OPTION_ARG_FILENAME, &label, N_("What the account is called on this device"), N_("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  NadiProfilePlan plan = { 0 };
  GError *error = NULL;
  char *founder, *passphrase;
  gsize length, founder_length = 0;
  gboolean adopted = FALSE;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !need_network (ctl, file, &network, &length))
    return ctl->parsed;
  founder = nadi_ctl_read_file (argv[1], LARGEST_FOUNDER, &founder_length);
  if (founder == NULL)
    return NADI_CTL_FAILED;
  passphrase = nadi_ctl_get_passphrase (ctl, TRUE);
  if (passphrase != NULL)
    {
      plan = (NadiProfilePlan){ .folder = ctl->profile, .label = label, .passphrase = passphrase, .file_secret = TRUE, .demo = TRUE };
      adopted = nadi_setup_adopt (&plan, network, length, founder, founder_length, &error);
      ctl->parsed = NADI_CTL_FAILED;
    }
  nadi_ctl_free_passphrase (passphrase);
  nadi_wipe (founder, founder_length);
  g_free (founder);
  if (adopted)
    return nadi_ctl_say_ready (ctl, TRUE, _("Adopted: this profile is ready."));
  return error != NULL ? nadi_ctl_fail (ctl, error) : (int) ctl->parsed;
}
