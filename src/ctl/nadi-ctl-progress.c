/* One line on the terminal that says what is being done. */
#include <glib/gi18n.h>
#include <unistd.h>

#include "nadi-ctl.h"

#define SHOW_AFTER 0.3       /* s */
#define COUNT_AFTER 2.0
#define REDRAW_EVERY 0.1

struct _NadiCtlProgress
{
  GMutex lock;
  GTimer *timer;
  double drawn;              /* when; negative: never */
  gboolean shown;
  gboolean terminal;
};

NadiCtlProgress *
nadi_ctl_progress_new (void)
{
  NadiCtlProgress *progress = g_new0 (NadiCtlProgress, 1);

  g_mutex_init (&progress->lock);
  progress->timer = g_timer_new ();
  progress->drawn = -1;
  progress->terminal = isatty (STDERR_FILENO);
  return progress;
}

void
nadi_ctl_progress_free (NadiCtlProgress *progress)
{
  if (progress == NULL)
    return;
  if (progress->shown)
    g_printerr ("\r\033[K");
  g_timer_destroy (progress->timer);
  g_mutex_clear (&progress->lock);
  g_free (progress);
}

static const char *
stage_text (const char *stage)
{
  static const struct
  {
    const char *stage;
    const char *text;
  } texts[] = {
    { "sync", N_("Fetching what is new") },
    { "fetch", N_("Fetching records") },
    { "open", N_("Opening and checking records") },
    { "pieces", N_("Fetching a document") },
    { "seal", N_("Sealing a document") },
    { "send", N_("Sending") },
    { "import", N_("Importing") },
    { "keys", N_("Making keys") },
    { "wait", N_("Waiting") },
    { "staff", N_("Making staff") },
    { "charts", N_("Making charts") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].stage, stage))
      return _(texts[i].text);
  return stage;
}

static void
draw (const char *stage, guint64 done, guint64 total, double seconds)
{
  const char *text = stage_text (stage);
  g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT, done, total);

  if (seconds < COUNT_AFTER || total == 0)
    g_printerr ("\r\033[K%s …", text);
  else if (done == 0 || done >= total)
    g_printerr ("\r\033[K%s … %s", text, count);
  else
    {
      g_autofree char *left = g_strdup_printf (_("about %u s left"), (guint) (seconds * (double) (total - done) / (double) done) + 1);

      g_printerr ("\r\033[K%s … %s, %s", text, count, left);
    }
}

void
nadi_ctl_progress_show (const char *stage, guint64 done, guint64 total, gpointer user_data)
{
  NadiCtlProgress *progress = user_data;
  double seconds;

  if (!progress->terminal)
    return;
  g_mutex_lock (&progress->lock);
  seconds = g_timer_elapsed (progress->timer, NULL);
  if (seconds >= SHOW_AFTER && seconds - progress->drawn >= REDRAW_EVERY)
    {
      draw (stage, done, total, seconds);
      progress->drawn = seconds;
      progress->shown = TRUE;
    }
  g_mutex_unlock (&progress->lock);
}
