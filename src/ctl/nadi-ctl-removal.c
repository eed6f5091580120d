/* staff remove, device remove, role renew: who no longer belongs here. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"
#include "nadi-session-setup.h"

/* Sends, and says it; or why not. */
static int
finish (NadiCtl *ctl, gboolean good, const char *sentence, GError *error)
{
  g_autoptr (NadiJsonWriter) writer = NULL;
  gboolean saved = FALSE;

  if (!good || !nadi_ctl_send (ctl, &saved, &error))
    return nadi_ctl_fail (ctl, error);
  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", sentence);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_boolean (writer, "confirmed", saved);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

int
nadi_ctl_staff_remove (NadiCtl *ctl, int argc, char **argv)
{
  gboolean stolen = FALSE, good;
  const GOptionEntry entries[] = {
    { "stolen", 0, 0, G_OPTION_ARG_NONE, &stolen, N_("The keys are in other hands: take nothing more, not even what was done before"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiCtlProgress) progress = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  progress = nadi_ctl_progress_new ();
  nadi_ctl_progress_show ("keys", 0, 0, progress);
  good = nadi_session_remove_staff (ctl->session, argv[1], stolen, ctl->cancellable, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  return finish (ctl, good, _("Removed. The others have new keys; what is written from now on opens with those alone."), error);
}

int
nadi_ctl_device_remove (NadiCtl *ctl, int argc, char **argv)
{
  gboolean stolen = FALSE, good;
  const GOptionEntry entries[] = {
    { "stolen", 0, 0, G_OPTION_ARG_NONE, &stolen, N_("The keys are in other hands: take nothing more, not even what was done before"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  good = nadi_session_remove_device (ctl->session, argv[1], stolen, &error);
  return finish (ctl, good, _("Removed: this device reads and writes nothing more."), error);
}

int
nadi_ctl_role_renew (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiCtlProgress) progress = NULL;
  GError *error = NULL;
  gboolean good;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  progress = nadi_ctl_progress_new ();
  nadi_ctl_progress_show ("keys", 0, 0, progress);
  good = nadi_session_renew_role_keys (ctl->session, ctl->cancellable, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  return finish (ctl, good, _("The role keys are new; everybody who holds them has them with the next sync."), error);
}
