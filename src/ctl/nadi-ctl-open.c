/* From a profile's folder to an open session, and what was written on its way to the service. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-secret.h"

/* How long a command that wrote waits until a quorum has confirmed; what takes longer is confirmed by the next sync. */
#define CONFIRM_MS 2000

void
nadi_ctl_free_passphrase (char *passphrase)
{
  if (passphrase != NULL)
    nadi_wipe (passphrase, strlen (passphrase));
  g_free (passphrase);
}

static char *
from_environment (const char *name)
{
  char *value = (char *) g_getenv (name);
  char *copy;

  if (value == NULL)
    return NULL;
  copy = g_strdup (value);
  nadi_wipe (value, strlen (value)); /* /proc/<pid>/environ shows it no longer */
  g_unsetenv (name);
  return copy;
}

static char *
ask (gboolean is_new)
{
  char *first = nadi_ctl_ask_secret (is_new ? _("New passphrase: ") : _("Passphrase: "));
  char *second;

  if (first == NULL || !is_new)
    return first;
  second = nadi_ctl_ask_secret (_("The same again: "));
  if (g_strcmp0 (first, second) != 0)
    g_clear_pointer (&first, nadi_ctl_free_passphrase);
  nadi_ctl_free_passphrase (second);
  return first;
}

char *
nadi_ctl_get_passphrase (NadiCtl *ctl, gboolean is_new)
{
  char *passphrase = from_environment ("NADI_PASSPHRASE");

  if (passphrase == NULL)
    passphrase = ask (is_new);
  if (passphrase == NULL)
    ctl->parsed = nadi_ctl_say (NADI_CTL_FAILED, is_new ? _("no passphrase was given, or not twice the same; run this in a terminal, or set NADI_PASSPHRASE")
                                                        : _("no passphrase was given; run this in a terminal, or set NADI_PASSPHRASE"));
  else if (*passphrase == 0 && is_new)
    {
      g_clear_pointer (&passphrase, nadi_ctl_free_passphrase);
      ctl->parsed = nadi_ctl_say (NADI_CTL_FAILED, _("an empty passphrase protects nothing; choose a longer one"));
    }
  return passphrase;
}

char *
nadi_ctl_get_new_passphrase (NadiCtl *ctl)
{
  char *passphrase = from_environment ("NADI_NEW_PASSPHRASE");

  if (passphrase == NULL)
    passphrase = ask (TRUE);
  if (passphrase != NULL && *passphrase != 0)
    return passphrase;
  ctl->parsed = passphrase != NULL
                  ? nadi_ctl_say (NADI_CTL_FAILED, _("an empty passphrase protects nothing; choose a longer one"))
                  : nadi_ctl_say (NADI_CTL_FAILED, _("no new passphrase was given, or not twice the same; run this in a terminal, or set NADI_NEW_PASSPHRASE"));
  nadi_ctl_free_passphrase (passphrase);
  return NULL;
}

gboolean
nadi_ctl_need_profile (NadiCtl *ctl)
{
  if (ctl->profile != NULL)
    return TRUE;
  ctl->parsed = nadi_ctl_say (NADI_CTL_USAGE, _("say which profile to work with: --profile DIR"));
  return FALSE;
}

char *
nadi_ctl_find_account (NadiCtl *ctl, const char *typed)
{
  g_autoptr (GPtrArray) accounts = typed != NULL ? nadi_session_list_accounts (ctl->profile, NULL) : NULL;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const NadiSessionAccount *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->label, typed) == 0)
        return g_strdup (account->id);
    }
  return g_strdup (typed);
}

gboolean
nadi_ctl_open (NadiCtl *ctl)
{
  g_autofree char *account = NULL;
  char *passphrase;
  GError *error = NULL;

  if (!nadi_ctl_need_profile (ctl))
    return FALSE;
  passphrase = nadi_ctl_get_passphrase (ctl, FALSE);
  if (passphrase == NULL)
    return FALSE;
  nadi_ctl_catch_signals (ctl);
  account = nadi_ctl_find_account (ctl, ctl->staff);
  ctl->session = nadi_session_open (ctl->profile, account, passphrase, NULL, ctl->cancellable, &error);
  nadi_ctl_free_passphrase (passphrase);
  if (ctl->session != NULL && nadi_session_check (ctl->session, ctl->cancellable, &error))
    return TRUE;
  ctl->parsed = nadi_ctl_fail (ctl, error);
  return FALSE;
}

gboolean
nadi_ctl_send (NadiCtl *ctl, gboolean *saved, GError **error)
{
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean good = TRUE;

  if (!ctl->offline)
    {
      good = nadi_session_sync (ctl->session, NULL, NULL, NULL, ctl->cancellable, &problem);
      if (good)
        nadi_session_sync_until_saved (ctl->session, CONFIRM_MS, ctl->cancellable, NULL);
    }
  status = nadi_session_get_status (ctl->session);
  *saved = status->saved == NADI_SAVED_ALL;
  if (good || nadi_ctl_is_waiting (problem) || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

void
nadi_ctl_send_reads (NadiCtl *ctl)
{
  g_autoptr (NadiSessionStatus) status = nadi_session_get_status (ctl->session);

  if (status->unsent > 0)
    nadi_session_sync (ctl->session, NULL, NULL, NULL, ctl->cancellable, NULL);
}

gboolean
nadi_ctl_catch_up (NadiCtl *ctl)
{
  return !ctl->offline && nadi_session_sync (ctl->session, NULL, NULL, NULL, ctl->cancellable, NULL);
}

gboolean
nadi_ctl_got_keys (NadiCtl *ctl, GError **error)
{
  if (!g_error_matches (*error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_KEYS) || !nadi_ctl_catch_up (ctl))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

NadiPatientRow *
nadi_ctl_need_patient (NadiCtl *ctl, const char *number)
{
  NadiPatientRow *row = nadi_session_lookup_patient (ctl->session, number);

  if (row == NULL && nadi_ctl_catch_up (ctl))
    row = nadi_session_lookup_patient (ctl->session, number);
  if (row == NULL)
    ctl->parsed = nadi_ctl_say (NADI_CTL_REFUSED, _("no patient with this number is known here; check the digits, or sync first"));
  return row;
}
