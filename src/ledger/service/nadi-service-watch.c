/* What happens later: answers that wait for something, and live updates. One thread, woken by the log, by a letter in a
 * mailbox, or by the next deadline. Permission is asked again each time something is sent. */
#include "nadi-service-private.h"

#include "nadi-system-clock.h"

#define MAX_WAITERS 2048

typedef struct
{
  NadiHttpRequest *request;
  NadiWatchTry try;
  gpointer data;
  GDestroyNotify free_data;
  gint64 deadline;           /* machine's monotonic microseconds */
} Waiter;

typedef struct
{
  NadiHttpStream *stream;
  NadiCaller *caller;
  char **streams;
  char *own_org;             /* stream of the caller's organisation */
  gboolean greeted;
} Follower;

struct _NadiWatch
{
  NadiService *service;
  GThread *thread;
  guint listener;
  GMutex lock;
  GCond changed;
  GPtrArray *new_waiters;    /* under the lock, like what follows */
  GPtrArray *new_followers;
  GHashTable *grown;         /* streams that have changed since the thread last looked */
  guint n_waiters;           /* with the thread's own */
  gboolean poked;
  gboolean stopping;
  GPtrArray *waiters;        /* the thread's own */
  GPtrArray *followers;
  gint64 next_check;         /* when everybody is asked for again, machine's monotonic microseconds */
};

static gint64
machine_time (void)
{
  return nadi_clock_monotonic (nadi_system_clock ());
}

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  waiter->free_data (waiter->data);
  g_free (waiter);
}

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  nadi_http_stream_close (follower->stream);
  nadi_http_stream_unref (follower->stream);
  nadi_caller_free (follower->caller);
  g_strfreev (follower->streams);
  g_free (follower->own_org);
  g_free (follower);
}

/* In the log's thread: notes and leaves. */
static void
on_final (NadiView *view, const char *const *streams, gpointer user_data)
{
  NadiWatch *watch = user_data;

  g_mutex_lock (&watch->lock);
  for (guint i = 0; streams != NULL && streams[i] != NULL; i++)
    g_hash_table_add (watch->grown, g_strdup (streams[i]));
  watch->poked = TRUE;
  g_cond_signal (&watch->changed);
  g_mutex_unlock (&watch->lock);
}

static gboolean
send_head (Follower *follower, NadiView *view, const char *stream)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *data = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "stream", stream);
  nadi_json_put_int (writer, "count", (gint64) nadi_view_stream_count (view, stream));
  nadi_json_end_object (writer);
  data = nadi_json_writer_finish (writer, NULL);
  return nadi_http_stream_send (follower->stream, "head", data);
}

/* Staff, devices and the organisation itself change in its own stream, so who is removed goes with the block that says so;
 * everything else that takes a permission away is found at the next check. FALSE: there is nobody to tell any more, or nobody
 * who may be told. */
static gboolean
tell (NadiWatch *watch, Follower *follower, NadiView *view, GHashTable *grown, gboolean check)
{
  check = check || g_hash_table_contains (grown, follower->own_org);
  for (guint i = 0; follower->streams[i] != NULL; i++)
    {
      gboolean is_news = !follower->greeted || g_hash_table_contains (grown, follower->streams[i]);

      if (!is_news && !check)
        continue;
      if (!nadi_service_may_read (watch->service, nadi_view_admitted_map (view), follower->caller, NADI_READ_STREAM,
                                  follower->streams[i])
          || (is_news && !send_head (follower, view, follower->streams[i])))
        return FALSE;
    }
  follower->greeted = TRUE;
  return nadi_http_stream_is_open (follower->stream);
}

static void
tell_all (NadiWatch *watch, GHashTable *grown)
{
  g_autoptr (NadiView) view = nadi_log_view (watch->service->options.log);
  gint64 now = machine_time ();
  gboolean check = watch->next_check <= now;

  for (guint i = watch->followers->len; i-- > 0;)
    if (!tell (watch, watch->followers->pdata[i], view, grown, check))
      g_ptr_array_remove_index_fast (watch->followers, i);
  if (check)
    watch->next_check = now + (gint64) watch->service->options.check_ms * 1000;
}

static void
try_all (NadiWatch *watch, gboolean last)
{
  gint64 now = machine_time ();

  for (guint i = watch->waiters->len; i-- > 0;)
    {
      Waiter *waiter = watch->waiters->pdata[i];

      if (!waiter->try (watch->service, waiter->request, waiter->data, last || waiter->deadline <= now))
        continue;
      g_ptr_array_remove_index_fast (watch->waiters, i);
      g_mutex_lock (&watch->lock);
      watch->n_waiters--;
      g_mutex_unlock (&watch->lock);
    }
}

/* When the thread must look again by itself. */
static gint64
next_look (NadiWatch *watch)
{
  gint64 next = watch->followers->len > 0 ? watch->next_check : G_MAXINT64;

  for (guint i = 0; i < watch->waiters->len; i++)
    next = MIN (next, ((Waiter *) watch->waiters->pdata[i])->deadline);
  return next;
}

/* The lock is held. */
static void
sleep_until (NadiWatch *watch, gint64 next)
{
  while (!watch->poked && !watch->stopping && machine_time () < next)
    if (next == G_MAXINT64)
      g_cond_wait (&watch->changed, &watch->lock);
    else
      g_cond_wait_until (&watch->changed, &watch->lock, next);
  watch->poked = FALSE;
}

static gpointer
run (gpointer data)
{
  NadiWatch *watch = data;
  gboolean stopping = FALSE;

  while (!stopping)
    {
      gint64 next = next_look (watch);
      g_autoptr (GHashTable) grown = NULL;

      g_mutex_lock (&watch->lock);
      sleep_until (watch, next);
      grown = g_steal_pointer (&watch->grown);
      watch->grown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_extend_and_steal (watch->waiters, g_steal_pointer (&watch->new_waiters));
      g_ptr_array_extend_and_steal (watch->followers, g_steal_pointer (&watch->new_followers));
      watch->new_waiters = g_ptr_array_new_with_free_func (waiter_free);
      watch->new_followers = g_ptr_array_new_with_free_func (follower_free);
      stopping = watch->stopping;
      g_mutex_unlock (&watch->lock);
      tell_all (watch, grown);
      try_all (watch, stopping);
    }
  return NULL;
}

NadiWatch *
nadi_watch_new (NadiService *service)
{
  static const NadiLogListener listener = { .final = on_final };
  NadiWatch *watch = g_new0 (NadiWatch, 1);

  watch->service = service;
  g_mutex_init (&watch->lock);
  g_cond_init (&watch->changed);
  watch->new_waiters = g_ptr_array_new_with_free_func (waiter_free);
  watch->new_followers = g_ptr_array_new_with_free_func (follower_free);
  watch->waiters = g_ptr_array_new_with_free_func (waiter_free);
  watch->followers = g_ptr_array_new_with_free_func (follower_free);
  watch->grown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  watch->thread = g_thread_new ("nadi-watch", run, watch);
  watch->listener = nadi_log_listen (service->options.log, &listener, watch);
  return watch;
}

void
nadi_watch_free (NadiWatch *watch)
{
  nadi_log_unlisten (watch->service->options.log, watch->listener);
  g_mutex_lock (&watch->lock);
  watch->stopping = TRUE;
  g_cond_signal (&watch->changed);
  g_mutex_unlock (&watch->lock);
  g_thread_join (watch->thread);
  g_ptr_array_unref (watch->new_waiters);
  g_ptr_array_unref (watch->new_followers);
  g_ptr_array_unref (watch->waiters);
  g_ptr_array_unref (watch->followers);
  g_hash_table_unref (watch->grown);
  g_mutex_clear (&watch->lock);
  g_cond_clear (&watch->changed);
  g_free (watch);
}

/* FALSE when too many wait already. */
static gboolean
reserve (NadiWatch *watch)
{
  gboolean reserved;

  g_mutex_lock (&watch->lock);
  reserved = !watch->stopping && watch->n_waiters < MAX_WAITERS;
  if (reserved)
    watch->n_waiters++;
  g_mutex_unlock (&watch->lock);
  return reserved;
}

void
nadi_watch_wait (NadiWatch *watch, NadiHttpRequest *request, NadiWatchTry try, gpointer data,
                 GDestroyNotify free_data, guint64 ms)
{
  gint64 deadline = machine_time () + (gint64) MIN (ms, NADI_LONGEST_WAIT_MS) * 1000;
  Waiter *waiter;

  if (ms == 0 || !reserve (watch))
    {
      try (watch->service, request, data, TRUE);
      free_data (data);
      return;
    }
  waiter = g_new0 (Waiter, 1);
  *waiter = (Waiter) { request, try, data, free_data, deadline };
  g_mutex_lock (&watch->lock);
  g_ptr_array_add (watch->new_waiters, waiter);
  watch->poked = TRUE; /* the first try is the thread's: nothing that changes meanwhile is missed */
  g_cond_signal (&watch->changed);
  g_mutex_unlock (&watch->lock);
}

void
nadi_watch_poke (NadiWatch *watch)
{
  g_mutex_lock (&watch->lock);
  watch->poked = TRUE;
  g_cond_signal (&watch->changed);
  g_mutex_unlock (&watch->lock);
}

void
nadi_watch_follow (NadiWatch *watch, NadiHttpStream *stream, NadiCaller *caller, char **streams)
{
  Follower *follower = g_new0 (Follower, 1);

  *follower = (Follower) { stream, caller, streams, g_strconcat ("o:", caller->org, NULL), FALSE };
  g_mutex_lock (&watch->lock);
  g_ptr_array_add (watch->new_followers, follower);
  watch->poked = TRUE;
  g_cond_signal (&watch->changed);
  g_mutex_unlock (&watch->lock);
}
