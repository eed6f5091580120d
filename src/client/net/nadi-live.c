/* Server-sent events (WHATWG HTML §9.2), as far as the service sends them. */
#include "nadi-live.h"

#include <string.h>

#include "nadi-json.h"

#define LONGEST_LINE 4096
#define FIRST_PAUSE_MS 1000
#define LONGEST_PAUSE_MS 30000

struct _NadiLive
{
  GThread *thread;
  GCancellable *cancellable;
  GMutex mutex;
  GCond stopped;
  char **streams;
  NadiLiveConnect connect;
  NadiLiveNews news;
  gpointer user_data;
};

static char *
target_of (NadiLive *live)
{
  GString *target = g_string_new ("/v1/live");

  for (guint i = 0; live->streams[i] != NULL; i++)
    {
      g_autofree char *escaped = g_uri_escape_string (live->streams[i], ":", FALSE);
      g_string_append_printf (target, "%cstream=%s", i == 0 ? '?' : '&', escaped);
    }
  return g_string_free (target, FALSE);
}

static void
hear (NadiLive *live, const char *data)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (data, strlen (data), LONGEST_LINE, &node, NULL);
  const char *stream;
  gint64 count;

  if (object == NULL || !nadi_json_get_string (object, "stream", &stream, NULL) ||
      !nadi_json_get_int (object, "count", 0, G_MAXINT64, &count, NULL))
    return;
  if (g_strv_contains ((const char *const *) live->streams, stream))
    live->news (stream, (guint64) count, TRUE, live->user_data);
}

/* One line of the event stream; head remembers that the event under way is one of ours. */
static void
take_line (NadiLive *live, const char *line, gboolean *head)
{
  if (*line == '\0')
    *head = FALSE;
  else if (g_str_has_prefix (line, "event: "))
    *head = g_str_equal (line + strlen ("event: "), "head");
  else if (*head && g_str_has_prefix (line, "data: "))
    hear (live, line + strlen ("data: "));
}

/* Reads lines until the connection ends, or until the service sends a line that none of ours could be. */
static void
listen (NadiLive *live, GInputStream *input)
{
  char line[LONGEST_LINE + 1];
  char buffer[1024];
  gsize length = 0;
  gboolean head = FALSE;
  gssize n;

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, live->cancellable, NULL)) > 0)
    for (gssize i = 0; i < n; i++)
      {
        if (buffer[i] == '\n')
          {
            line[length] = '\0';
            take_line (live, line, &head);
            length = 0;
          }
        else if (length == LONGEST_LINE)
          return;
        else if (buffer[i] != '\r')
          line[length++] = buffer[i];
      }
}

static gboolean
stop_within (NadiLive *live, guint milliseconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  gboolean stop;

  g_mutex_lock (&live->mutex);
  while (!g_cancellable_is_cancelled (live->cancellable) && g_cond_wait_until (&live->stopped, &live->mutex, until))
    continue;
  stop = g_cancellable_is_cancelled (live->cancellable);
  g_mutex_unlock (&live->mutex);
  return stop;
}

static gpointer
run (gpointer data)
{
  NadiLive *live = data;
  g_autofree char *target = target_of (live);
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint pause = FIRST_PAUSE_MS;

  g_main_context_push_thread_default (context);
  do
    {
      g_autoptr (NadiNet) net = live->connect (live->user_data, NULL);
      g_autoptr (GInputStream) input =
        net != NULL ? nadi_net_open_stream (net, target, live->cancellable, NULL) : NULL;

      if (input != NULL)
        {
          pause = FIRST_PAUSE_MS;
          live->news (NULL, 0, TRUE, live->user_data);
          listen (live, input);
          live->news (NULL, 0, FALSE, live->user_data);
        }
      g_clear_object (&input);
      if (stop_within (live, pause))
        break;
      pause = MIN (pause * 2, LONGEST_PAUSE_MS);
    }
  while (TRUE);
  g_main_context_pop_thread_default (context);
  return NULL;
}

NadiLive *
nadi_live_start (const char *const *streams, NadiLiveConnect connect, NadiLiveNews news, gpointer user_data)
{
  NadiLive *live = g_new0 (NadiLive, 1);

  live->streams = g_strdupv ((char **) streams);
  live->connect = connect;
  live->news = news;
  live->user_data = user_data;
  live->cancellable = g_cancellable_new ();
  g_mutex_init (&live->mutex);
  g_cond_init (&live->stopped);
  live->thread = g_thread_new ("nadi-live", run, live);
  return live;
}

void
nadi_live_stop (NadiLive *live)
{
  if (live == NULL)
    return;
  g_cancellable_cancel (live->cancellable);
  g_mutex_lock (&live->mutex);
  g_cond_signal (&live->stopped);
  g_mutex_unlock (&live->mutex);
  g_thread_join (live->thread);
  g_object_unref (live->cancellable);
  g_mutex_clear (&live->mutex);
  g_cond_clear (&live->stopped);
  g_strfreev (live->streams);
  g_free (live);
}
