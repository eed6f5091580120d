/* The table of sentences. */
#include "nadi-sentence.h"

#include <glib/gi18n.h>

static const NadiSentence sentences[] = {
  { "passphrase", N_("This passphrase is not right"), N_("Type it again. Capital and small letters count."), FALSE },
  { "no-profile", N_("There is nothing to sign in to here"), N_("This device is not part of a clinic yet. Join one, or try the demo."), FALSE },
  { "profile-exists", N_("This folder belongs to another clinic"), N_("Choose another folder to join with."), FALSE },
  { "profile-damaged", N_("The sign-in files are damaged"), N_("Nothing of them is used. Ask your administrator for a new code and join again."), FALSE },
  { "device-secret", N_("The keyring belongs to another device"), N_("This device can't be opened with it any more. Ask your administrator for a new code and join again."), FALSE },
  { "in-use", N_("This clinic is open in another program"), N_("Close the other window, or wait a moment and try again."), FALSE },
  { "newer", N_("A newer Nadi has worked here"), N_("Update this program, then open it again. Nothing was changed."), FALSE },
  { "keyring-locked", N_("The keyring is locked"), N_("Unlock it with your login password, then try again."), FALSE },
  { "keyring-unavailable", N_("There is no keyring"), N_("Sign in to a desktop session and try again."), FALSE },
  { "keyring-missing", N_("The keyring has lost this device's secret"), N_("What is stored here can't be opened any more, but nothing that was sent is lost. Ask your administrator for a new code and join again."), FALSE },
  { "keyring-damaged", N_("This device's secret is damaged"), N_("Ask your administrator for a new code and join again. Nothing that was sent is lost."), FALSE },
  { "keyring", N_("The keyring could not be used"), N_("Is the disk full? Make room and try again."), FALSE },
  { "file", N_("A file could not be read or written"), N_("Check the disk and who may use the folder, then try again."), FALSE },
  { "full", N_("The disk is full"), N_("What you typed is still here. Make room on the disk, then save again."), FALSE },
  { "cache-damaged", N_("What is stored on this device is damaged"), N_("Nothing of it is shown. Join again to fetch everything anew; what was sent is safe."), FALSE },
  { "cache-key", N_("What is stored here belongs to another account"), N_("Sign in with that account, or join again."), FALSE },
  { "cache-old", N_("What is stored here is older than it was"), N_("It is fetched anew from the service. Wait for the header to say that all is saved."), FALSE },
  { "not-enrolled", N_("Your administrator has not admitted this device yet"), N_("Leave this page open: it goes on by itself as soon as they do."), FALSE },
  { "network-file", N_("This file does not describe a network"), N_("Ask your administrator for the file network.json of your clinic."), FALSE },
  { "code", N_("The code was mistyped"), N_("Compare it letter by letter with the paper."), FALSE },
  { "code-network", N_("The code is for another network"), N_("Code and network file must come from the same administrator. Ask for both."), FALSE },
  { "code-unknown", N_("The code is used up or too old"), N_("Ask your administrator for a new one."), FALSE },
  { "unproven", N_("The service claims what it can't prove"), N_("Nothing of it is used. Tell your administrator."), FALSE },
  { "role", N_("Your role may not do this"), N_("Ask a colleague whose role allows it, or your administrator."), FALSE },
  { "not-found", N_("There is nothing like that here"), N_("Check what was typed. What was added elsewhere a moment ago may still be on its way."), FALSE },
  { "closed", N_("Your role has no key for this"), N_("It was written for others. Ask the patient, or a colleague whose role allows it."), FALSE },
  { "export", N_("Keys can't be taken out"), N_("Only demo profiles give out keys."), FALSE },
  { "keys", N_("A key that this needs has not come yet"), N_("It comes with the next contact to the service. Try again when the header says that all is saved."), FALSE },
  { "typed", N_("Something typed here can't be right"), N_("Look at the marked field, mend it, and save again."), FALSE },
  { "sealed", N_("This is no sealed record of yours"), N_("Take its header from a current record."), FALSE },
  { "stopped", N_("The ledger has contradicted itself"), N_("Nothing is written until this is cleared up; the evidence is kept. You can go on reading. Tell your administrator."), FALSE },
  { "damaged", N_("A record is not what its author signed"), N_("Nothing of it is shown. Tell your administrator."), FALSE },
  { "receipt", N_("The receipt does not hold"), N_("It was changed, or belongs to another network."), FALSE },
  { "pieces", N_("A piece of the document is missing"), N_("Nothing of it is shown. Try again later, or ask whoever added it."), FALSE },
  { "media-unknown", N_("This is no picture or PDF"), N_("A document is a JPEG, PNG or PDF. What a file is comes from its content, not from its name."), FALSE },
  { "media-damaged", N_("The picture is damaged"), N_("Save it once more, and try again."), FALSE },
  { "media-large", N_("The file is too large"), N_("A document has at most 32 MB. Make it smaller, and try again."), FALSE },
  { "media-pixels", N_("The picture is too large"), N_("A picture has at most 50 million pixels. Make it smaller, and try again."), FALSE },
  { "waiting", N_("Saved, and not confirmed yet"), N_("It is on this device and will be confirmed by itself."), TRUE },
  { "unreachable", N_("The service can't be reached"), N_("Go on working: what you write is saved here and sent later."), TRUE },
  { "busy", N_("The service is busy"), N_("Go on working: it is tried again in a moment."), TRUE },
  { "server", N_("The service is in trouble"), N_("Go on working: what you write is saved here and sent later."), TRUE },
  { "quorum", N_("Too few hospitals have confirmed"), N_("Go on working: what you write is saved, and confirmed later."), TRUE },
  { "stale", N_("Nothing was confirmed for ten minutes"), N_("Go on working: what you write is saved, and confirmed later."), TRUE },
  { "certificate", N_("Something else answered in the service's place"), N_("Nothing was sent to it. Tell your administrator."), FALSE },
  { "clock", N_("This computer's date may be wrong"), N_("Set date and time, then try again. Nothing was sent."), FALSE },
  { "answer", N_("The service's answer made no sense"), N_("It was not used. Tell your administrator if it happens again."), FALSE },
  { "unauthorised", N_("The service does not know this device any more"), N_("What you wrote is kept here. Ask your administrator."), FALSE },
  { "conflict", N_("Something else stands under the same name"), N_("Try again; if it stays, tell your administrator."), FALSE },
  { "request", N_("The service did not understand"), N_("This program and the service may be of different versions. Update, then try again."), FALSE },
  { "format", N_("The service's answer made no sense"), N_("It was not used. Tell your administrator if it happens again."), FALSE },
  { "unsigned", N_("What the service showed is not signed"), N_("It was not used. Tell your administrator."), FALSE },
  { "rollback", N_("The service shows an older state than before"), N_("Nothing of it is used, and the evidence is kept. Tell your administrator."), FALSE },
  { "fork", N_("The service shows another history than before"), N_("Nothing of it is used, and the evidence is kept. Tell your administrator."), FALSE },
  { "block", N_("The service's state does not fit its signature"), N_("Nothing of it is used, and the evidence is kept. Tell your administrator."), FALSE },
  { "entries", N_("Entries were changed or are missing"), N_("Nothing of them is used, and the evidence is kept. Tell your administrator."), FALSE },
  { "stream", N_("The service answered something else than was asked"), N_("Nothing of it is used. Tell your administrator."), FALSE },
  { "cancelled", N_("Stopped"), N_("What was done so far is saved."), TRUE },
  { "other", N_("This did not work"), N_("Nothing was lost. Try again; if it stays, tell whoever looks after this computer the code below."), FALSE },
};

const NadiSentence *
nadi_sentence_find (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].word, word))
      return &sentences[i];
  return &sentences[G_N_ELEMENTS (sentences) - 1];
}

const NadiSentence *
nadi_sentence_list (gsize *length)
{
  if (length != NULL)
    *length = G_N_ELEMENTS (sentences);
  return sentences;
}

const char *
nadi_sentence_title (const NadiSentence *sentence)
{
  return _(sentence->title);
}

const char *
nadi_sentence_advice (const NadiSentence *sentence)
{
  return _(sentence->advice);
}

char *
nadi_sentence_support_code (const char *word, const GError *error)
{
  g_autofree char *upper = g_ascii_strup (word, -1);

  return g_strdup_printf ("NADI-%s-%d", upper, error->code);
}
