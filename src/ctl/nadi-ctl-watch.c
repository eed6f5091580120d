/* watch: what others write, the moment it arrives. */
#include <glib/gi18n.h>
#include <stdio.h>

#include "nadi-ctl-output.h"

/* In the watch's thread, one call at a time. */
static void
on_news (const NadiNews *news, gpointer user_data)
{
  const NadiCtl *ctl = user_data;
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (news->kind == NADI_NEWS_STATUS)
    return;
  if (ctl->json)
    {
      writer = nadi_json_writer_new ();
      nadi_ctl_put_news (writer, news);
      nadi_ctl_print_json (writer);
    }
  else
    {
      nadi_ctl_print_news (news);
      fflush (stdout);
    }
  if (ferror (stdout)) /* nobody reads any more */
    g_cancellable_cancel (ctl->cancellable);
}

static void
print_watching (NadiCtl *ctl)
{
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", _("watching …"));
      fflush (stdout);
      return;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "event", "watching");
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

int
nadi_ctl_watch (NadiCtl *ctl, int argc, char **argv)
{
  double seconds = -1;
  gboolean own = FALSE;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, N_("End after so long"), N_("N") },
    { "own", 0, 0, G_OPTION_ARG_NONE, &own, N_("Also what this device writes"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiWatch) watch = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  watch = nadi_session_watch (ctl->session, own, on_news, ctl, &error);
  if (watch == NULL)
    return nadi_ctl_fail (ctl, error);
  print_watching (ctl);
  nadi_ctl_wait_for_signal (ctl, seconds);
  return NADI_CTL_DONE;
}
