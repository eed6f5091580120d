/* approve: a second signature. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"
#include "nadi-session-setup.h"
#include "nadi-uuid.h"

int
nadi_ctl_approve (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autofree char *own = NULL;
  GError *error = NULL;
  gboolean saved, sent;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (!nadi_uuid_valid (argv[1]))
    return nadi_ctl_say (NADI_CTL_USAGE, _("EVENT is the id of an event: 36 characters with hyphens"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_approve (ctl->session, argv[1], &own, &error))
    return nadi_ctl_fail (ctl, error);
  sent = nadi_ctl_send (ctl, &saved, &error);
  if (ctl->json)
    {
      writer = nadi_json_writer_new ();
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "event", own);
      nadi_json_put_string (writer, "state", saved ? "saved" : "waiting");
      nadi_json_end_object (writer);
      nadi_ctl_print_json (writer);
    }
  else
    nadi_ctl_print_line ("%s", saved ? _("Saved.") : _("Saved here; waiting to be sent."));
  return sent ? NADI_CTL_DONE : nadi_ctl_fail (ctl, error);
}
