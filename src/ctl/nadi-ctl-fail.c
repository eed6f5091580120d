/* One sentence for each thing that can go wrong: what happened, why, what to do. */
#include <glib/gi18n.h>
#include <stdarg.h>

#include "nadi-ctl.h"

static const struct
{
  const char *word;          /* nadi_session_error_word() */
  gboolean waits;            /* mends itself when service and validators are there again */
  const char *sentence;
} sentences[] = {
  { "passphrase", FALSE, N_("the passphrase is wrong; type it again") },
  { "no-profile", FALSE, N_("there is no such profile or account; name another folder, or make one with nadictl join") },
  { "profile-exists", FALSE, N_("this folder holds another profile already; name another folder") },
  { "profile-damaged", FALSE, N_("the profile's files are damaged; nothing of them is used; join again in another folder") },
  { "device-secret", FALSE, N_("the keyring holds another device's secret; this profile can't be opened any more: join again") },
  { "in-use", FALSE, N_("another program works with this profile; close it, or try again in a moment") },
  { "newer", FALSE, N_("a newer version of Nadi made this; use that version") },
  { "keyring-locked", FALSE, N_("the keyring is locked; unlock it and try again") },
  { "keyring-unavailable", FALSE, N_("there is no keyring here; log in to a desktop session and try again") },
  { "keyring-missing", FALSE, N_("the keyring has lost this device's secret; join again in another folder") },
  { "keyring-damaged", FALSE, N_("this device's secret is damaged; join again in another folder") },
  { "keyring", FALSE, N_("the keyring could not be used; is the disk full?") },
  { "file", FALSE, N_("a file could not be read or written; check the disk and who may write to the folder") },
  { "full", FALSE, N_("the disk is full; nothing was lost: make room and try again") },
  { "cache-damaged", FALSE, N_("what is stored on this device is damaged, and nothing of it is shown; join again in another folder to fetch everything anew") },
  { "cache-key", FALSE, N_("what is stored on this device belongs to another account; join again in another folder") },
  { "cache-old", FALSE, N_("what is stored on this device is older than it was; it is fetched anew with the next sync") },
  { "not-enrolled", FALSE, N_("the administrator has not admitted this device yet; run nadictl join again to go on") },
  { "network-file", FALSE, N_("this is not the network's description, network.json, or not the right one; ask the administrator for it") },
  { "code", FALSE, N_("the code was mistyped; compare it letter by letter") },
  { "code-network", FALSE, N_("the code is for another network than network.json; ask the administrator for both") },
  { "code-unknown", FALSE, N_("the code is used up or too old; ask the administrator for a new one") },
  { "unproven", FALSE, N_("the service claims something that it can't prove; nothing of it is used: tell the administrator") },
  { "role", FALSE, N_("your role may not do this") },
  { "not-found", FALSE, N_("there is nothing like that here; check what was typed, or sync first") },
  { "closed", FALSE, N_("your role has no key for this") },
  { "export", FALSE, N_("keys are given out by demo profiles only") },
  { "colleague", FALSE, N_("only a doctor or nurse who works at this device can add a doctor or nurse: choose their account with --staff") },
  { "keys", FALSE, N_("a key that this needs has not come yet; run nadictl sync and try again") },
  { "typed", FALSE, N_("what was typed can't be used; check it and try again") },
  { "sealed", FALSE, N_("this is no sealed record, or not one under a current key of yours; take the header from nadictl record seal-info") },
  { "stopped", FALSE, N_("the ledger contradicted itself, so nothing is written until that is cleared up: tell the administrator") },
  { "damaged", FALSE, N_("a record is not what its author signed, and nothing of it is shown: tell the administrator") },
  { "receipt", FALSE, N_("the receipt does not hold: it was changed, or is of another network") },
  { "pieces", FALSE, N_("a piece of the document is missing, and nothing of it is given out: sync and try again, or ask whoever added it") },
  { "media-unknown", FALSE, N_("this is no JPEG, PNG or PDF; what a file is comes from its content, not from its name") },
  { "media-damaged", FALSE, N_("the picture is damaged; save it once more and try again") },
  { "media-large", FALSE, N_("the file is larger than 32 MiB; make it smaller and try again") },
  { "media-pixels", FALSE, N_("the picture has more than 50 million pixels; make it smaller and try again") },
  { "waiting", TRUE, N_("it is saved, and not confirmed yet; try again in a moment") },
  { "unreachable", TRUE, N_("the service can't be reached; what you wrote is saved here and will be sent later") },
  { "busy", TRUE, N_("the service is too busy; try again in a moment") },
  { "server", TRUE, N_("the service is in trouble; what you wrote is saved here; try again later") },
  { "quorum", TRUE, N_("too few validators confirmed; what you wrote is saved, and confirmed later") },
  { "stale", TRUE, N_("no validator has confirmed anything for ten minutes; what you wrote is saved, and confirmed later") },
  { "certificate", FALSE, N_("something answered that is not the network's service, so nothing was sent: tell the administrator") },
  { "answer", FALSE, N_("the service gave an answer that makes no sense, and it was not used: tell the administrator") },
  { "unauthorised", FALSE, N_("the service does not know this device or person (any more): ask the administrator") },
  { "conflict", FALSE, N_("the service has something else under the same name; try again") },
  { "request", FALSE, N_("the service did not understand; are both of the same version?") },
  { "format", FALSE, N_("the service gave an answer that makes no sense, and it was not used: tell the administrator") },
  { "unsigned", FALSE, N_("what the service showed is not signed by the ledger, and was not used: tell the administrator") },
  { "rollback", FALSE, N_("the service shows an older state than before; nothing of it is used, the evidence is kept: tell the administrator") },
  { "fork", FALSE, N_("the service shows another history than before; nothing of it is used, the evidence is kept: tell the administrator") },
  { "block", FALSE, N_("the service's state does not fit its checkpoint; nothing of it is used, the evidence is kept: tell the administrator") },
  { "entries", FALSE, N_("entries of the ledger were changed or are missing; nothing of them is used, the evidence is kept: tell the administrator") },
  { "stream", FALSE, N_("the service answered for something else than was asked; nothing of it is used: tell the administrator") },
  { "cancelled", FALSE, N_("stopped; what was done so far is saved") },
};

const char *
nadi_ctl_sentence (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].word, word))
      return _(sentences[i].sentence);
  return NULL;
}

gboolean
nadi_ctl_is_waiting (const GError *error)
{
  const char *word = nadi_session_error_word (error);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].word, word))
      return sentences[i].waits;
  return FALSE;
}

static NadiCtlExit
exit_code (const GError *error)
{
  if (nadi_ctl_is_waiting (error))
    return NADI_CTL_WAITING;
  switch (nadi_error_class (error))
    {
    case NADI_ERROR_CLASS_REFUSED: return NADI_CTL_REFUSED;
    case NADI_ERROR_CLASS_INTEGRITY: return NADI_CTL_INTEGRITY;
    default: return NADI_CTL_FAILED;
    }
}

int
nadi_ctl_say (NadiCtlExit code, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("nadictl: %s\n", sentence);
  return (int) code;
}

int
nadi_ctl_fail (NadiCtl *ctl, GError *caught)
{
  g_autoptr (GError) error = caught;
  const char *word = nadi_session_error_word (error);
  const char *sentence = nadi_ctl_sentence (word);

  g_debug ("%s %d: %s", g_quark_to_string (error->domain), error->code, error->message);
  if (g_str_equal (word, "not-found") && ctl->not_found != NULL)
    sentence = ctl->not_found;
  if (sentence != NULL)
    return nadi_ctl_say (exit_code (error), "%s", sentence);
  return nadi_ctl_say (exit_code (error), _("this did not work (%s); look at nadictl status, and try again"), word);
}
