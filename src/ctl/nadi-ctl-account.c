/* account list, use, add, passphrase: several people at one device. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"
#include "nadi-session-setup.h"

static void
put_account (NadiJsonWriter *writer, const NadiSessionAccount *account, gboolean first)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "account", account->id);
  nadi_json_put_string (writer, "label", account->label);
  nadi_json_name (writer, "staff");
  if (account->staff != NULL)
    nadi_json_string (writer, account->staff);
  else
    nadi_json_null (writer);
  nadi_json_put_boolean (writer, "first", first);
  nadi_json_end_object (writer);
}

int
nadi_ctl_account_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_need_profile (ctl))
    return ctl->parsed;
  accounts = nadi_session_list_accounts (ctl->profile, &error);
  if (accounts == NULL)
    return nadi_ctl_fail (ctl, error);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < accounts->len; i++)
    {
      const NadiSessionAccount *account = g_ptr_array_index (accounts, i);

      put_account (writer, account, i == 0);
      if (!ctl->json)
        nadi_ctl_print_line ("%s  %s%s", account->id, account->label, account->staff != NULL ? "" : _(", not admitted yet"));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

int
nadi_ctl_account_use (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *account = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_need_profile (ctl))
    return ctl->parsed;
  account = nadi_ctl_find_account (ctl, argv[1]);
  if (!nadi_session_prefer_account (ctl->profile, account, &error))
    return nadi_ctl_fail (ctl, error);
  return nadi_ctl_say_ready (ctl, TRUE, _("This account is signed in from now on where no other one is chosen."));
}

int
nadi_ctl_account_add (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *code = NULL, *label = NULL;
  int wait = 0;
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_FILENAME, &code, N_("The code that the administrator gave you"), N_("CODE") },
    { "label", 0, 0, G_OPTION_ARG_FILENAME, &label, N_("What the account is called on this device"), N_("NAME") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &wait, N_("Wait so long for the administrator"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiCtlProgress) progress = NULL;
  GError *error = NULL;
  char *passphrase;
  gboolean added;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (code == NULL || label == NULL)
    return nadi_ctl_say (NADI_CTL_USAGE, _("say with which code, and what the account is called: --code CODE --label NAME"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  passphrase = nadi_ctl_get_new_passphrase (ctl);
  if (passphrase == NULL)
    return ctl->parsed;
  progress = nadi_ctl_progress_new ();
  added = nadi_session_add_account (ctl->session, label, passphrase, code, (guint) MAX (wait, 0) * 1000, nadi_ctl_progress_show,
                                    progress, ctl->cancellable, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  nadi_ctl_free_passphrase (passphrase);
  if (added)
    return nadi_ctl_say_ready (ctl, TRUE, _("Added: this account is ready."));
  if (!g_error_matches (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_WAITING))
    return nadi_ctl_fail (ctl, error);
  g_error_free (error);
  return nadi_ctl_say (NADI_CTL_WAITING, _("the administrator has not admitted you yet; when they have, run the same command again"));
}

int
nadi_ctl_account_passphrase (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *account = NULL;
  char *old, *new = NULL;
  GError *error = NULL;
  gboolean changed = FALSE;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_need_profile (ctl))
    return ctl->parsed;
  old = nadi_ctl_get_passphrase (ctl, FALSE);
  if (old == NULL)
    return ctl->parsed;
  account = nadi_ctl_find_account (ctl, ctl->staff);
  ctl->session = nadi_session_open (ctl->profile, account, old, NULL, NULL, &error);
  if (ctl->session != NULL)
    {
      new = nadi_ctl_get_new_passphrase (ctl);
      changed = new != NULL && nadi_session_change_passphrase (ctl->session, old, new, &error);
    }
  nadi_ctl_free_passphrase (old);
  nadi_ctl_free_passphrase (new);
  if (changed)
    return nadi_ctl_say_ready (ctl, TRUE, _("The passphrase is changed."));
  return error != NULL ? nadi_ctl_fail (ctl, error) : (int) ctl->parsed;
}
