/* One page at a time, each in a thread of its own where there is something to do meanwhile. */
#include "nadi-sync-fetch.h"

#define PAGE_ENTRIES 4096
#define LARGEST_PAGE (8u << 20)

typedef struct
{
  GBytes *answer;
  GError *error;
} Fetched;

void
nadi_sync_fetch_init (NadiSyncFetch *fetch, NadiNet *net, const char *stream, GCancellable *cancellable)
{
  *fetch = (NadiSyncFetch) { .net = net, .stream = stream, .cancellable = cancellable };
}

static GBytes *
get (NadiSyncFetch *fetch, guint64 after, guint64 from, GCancellable *cancellable, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (fetch->stream, ":", FALSE);
  g_autofree char *target = g_strdup_printf ("/v1/streams/%s?after=%" G_GUINT64_FORMAT "&limit=%d&from=%" G_GUINT64_FORMAT,
                                             escaped, after, PAGE_ENTRIES, from);

  return nadi_net_get (fetch->net, target, LARGEST_PAGE, cancellable, error);
}

static gpointer
run (gpointer data)
{
  NadiSyncFetch *fetch = data;
  Fetched *fetched = g_new0 (Fetched, 1);

  fetched->answer = get (fetch, fetch->after, fetch->from, fetch->inner, &fetched->error);
  return fetched;
}

static void
on_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

/* (transfer full) (nullable): an error. */
static GBytes *
join (NadiSyncFetch *fetch, GError **error)
{
  g_autofree Fetched *fetched = NULL;
  gulong link = 0;

  if (fetch->cancellable != NULL)
    link = g_cancellable_connect (fetch->cancellable, G_CALLBACK (on_cancelled), fetch->inner, NULL);
  fetched = g_thread_join (g_steal_pointer (&fetch->thread));
  g_cancellable_disconnect (fetch->cancellable, link);
  g_clear_object (&fetch->inner);
  if (fetched->error != NULL)
    g_propagate_error (error, fetched->error);
  return fetched->answer;
}

void
nadi_sync_fetch_clear (NadiSyncFetch *fetch)
{
  GBytes *unread;

  if (fetch->thread == NULL)
    return;
  g_cancellable_cancel (fetch->inner);
  unread = join (fetch, NULL);
  g_clear_pointer (&unread, g_bytes_unref);
}

/* Without a thread the page is got when it is asked for. */
void
nadi_sync_fetch_ahead (NadiSyncFetch *fetch, guint64 after, guint64 from)
{
  fetch->after = after;
  fetch->from = from;
  fetch->inner = g_cancellable_new ();
  fetch->thread = g_thread_try_new ("nadi-fetch", run, fetch, NULL);
  if (fetch->thread == NULL)
    g_clear_object (&fetch->inner);
}

GBytes *
nadi_sync_fetch_page (NadiSyncFetch *fetch, guint64 after, guint64 from, GError **error)
{
  if (fetch->thread != NULL && fetch->after == after && fetch->from == from)
    return join (fetch, error);
  nadi_sync_fetch_clear (fetch);
  return get (fetch, after, from, fetch->cancellable, error);
}
