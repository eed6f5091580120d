/* News: the service says which stream grew, a thread syncs, and what others added is told in people's words. */
#include "nadi-live.h"
#include "nadi-session-book.h"
#include "nadi-session-open-record.h"
#include "nadi-session-patients.h"
#include "nadi-session-records.h"

#include <string.h>

#define SYNC_EVERY_US (60 * G_USEC_PER_SEC)
#define RETRY_US (5 * G_USEC_PER_SEC)

struct _NadiWatch
{
  NadiSession *session;
  NadiNewsFunc func;
  gpointer user_data;
  gboolean own;
  NadiLive *live;
  GThread *thread;
  GCancellable *cancellable;
  GMutex mutex;
  GCond wake;
  gboolean due;
};

const char *
nadi_news_kind_word (NadiNewsKind kind)
{
  static const char *const words[] = { "patient", "record", "amended", "retracted", "status" };

  return words[kind];
}

void
nadi_news_free (NadiNews *news)
{
  if (news == NULL)
    return;
  g_free (news->patient);
  g_free (news->number);
  g_free (news->name);
  g_free (news->type);
  g_free (news->summary);
  g_free (news->author);
  g_free (news->organisation);
  g_free (news->record);
  g_free (news->version);
  g_free (news->event);
  g_free (news);
}

/* --- what came ---------------------------------------------------------------------------------------------------- */

static NadiNewsKind
kind_of (const NadiCacheRecord *row)
{
  if (row->status == NADI_CACHE_STATUS_RETRACTED)
    return NADI_NEWS_RETRACTED;
  if (row->replaces != NULL && row->replaces[0] != NULL)
    return NADI_NEWS_AMENDED;
  return g_strcmp0 (row->type, "Patient") == 0 ? NADI_NEWS_PATIENT : NADI_NEWS_RECORD;
}

/* TRUE if our own device signed it. */
static gboolean
is_own (NadiSession *self, const NadiCacheRecord *row)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (NadiEvent) event = NULL;

  if (nadi_cache_get_event (self->cache, row->event, &bytes, NULL, NULL) && bytes != NULL)
    event = nadi_event_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  return event != NULL && g_str_equal (nadi_event_device (event), self->device);
}

static NadiNews *
news_of (NadiSession *self, NadiCacheRecord *row)
{
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiRecordInfo) info = NULL;
  NadiNews *news;

  if (!nadi_session_open_version (self, row, &resource, NULL) || resource == NULL)
    return NULL;
  info = nadi_session_info_of (self, row, resource);
  news = g_new0 (NadiNews, 1);
  news->kind = kind_of (row);
  news->patient = g_strdup (row->patient);
  news->type = g_steal_pointer (&info->type);
  news->summary = g_steal_pointer (&info->summary);
  news->author = g_steal_pointer (&info->author);
  news->organisation = g_steal_pointer (&info->organisation);
  news->time = row->time;
  news->record = g_strdup (row->record);
  news->version = g_strdup (row->version);
  news->event = g_strdup (row->event);
  return news;
}

static GPtrArray *
take_fresh (NadiWatch *watch)
{
  NadiSession *self = watch->session;
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_news_free);
  g_autoptr (GPtrArray) fresh = NULL;

  if (!nadi_session_lock (self, NULL))
    return result;
  fresh = g_steal_pointer (&self->fresh);
  self->fresh = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; fresh != NULL && i < fresh->len; i++)
    {
      g_autoptr (NadiCacheRecord) row = NULL;
      NadiNews *news;

      if (!nadi_cache_get_record (self->cache, g_ptr_array_index (fresh, i), &row, NULL) || row == NULL ||
          (!watch->own && is_own (self, row)))
        continue;
      news = news_of (self, row);
      if (news != NULL)
        g_ptr_array_add (result, news);
    }
  nadi_session_unlock (self);
  return result;
}

static void
tell (NadiWatch *watch)
{
  g_autoptr (GPtrArray) all = take_fresh (watch);
  const NadiNews status = { .kind = NADI_NEWS_STATUS };

  for (guint i = 0; i < all->len; i++)
    {
      NadiNews *news = g_ptr_array_index (all, i);
      g_autoptr (NadiPatientRow) row = news->patient != NULL ? nadi_session_lookup_patient (watch->session, news->patient) : NULL;

      if (row != NULL)
        {
          news->number = g_strdup (row->number);
          news->name = g_strdup (row->name);
        }
      watch->func (news, watch->user_data);
    }
  watch->func (&status, watch->user_data);
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

/* Waits until something is due, or so many µs; FALSE: stop. */
static gboolean
wait_for (NadiWatch *watch, gint64 longest)
{
  gboolean go;
  gint64 left = longest;

  g_mutex_lock (&watch->mutex);
  while (!watch->due && !g_cancellable_is_cancelled (watch->cancellable) && left > 0)
    {
      gint64 before = nadi_clock_monotonic (watch->session->clock);

      g_cond_wait_until (&watch->wake, &watch->mutex, before + MIN (left, G_USEC_PER_SEC));
      left -= MAX (nadi_clock_monotonic (watch->session->clock) - before, 1);
    }
  watch->due = FALSE;
  go = !g_cancellable_is_cancelled (watch->cancellable);
  g_mutex_unlock (&watch->mutex);
  return go;
}

/* Once: what decays on the disk is told of even if nobody reads it today. */
static void
check (NadiWatch *watch)
{
  const NadiNews status = { .kind = NADI_NEWS_STATUS };

  if (!nadi_session_check (watch->session, watch->cancellable, NULL))
    watch->func (&status, watch->user_data);
}

static gpointer
run (gpointer data)
{
  NadiWatch *watch = data;
  gboolean checked = FALSE;
  gint64 pause;

  do
    {
      gboolean good = nadi_session_sync (watch->session, NULL, NULL, NULL, watch->cancellable, NULL);

      tell (watch);
      if (!checked)
        check (watch);
      checked = TRUE;
      pause = good ? SYNC_EVERY_US : RETRY_US;
    }
  while (wait_for (watch, pause));
  return NULL;
}

static void
on_live_news (const char *stream, guint64 count, gboolean connected, gpointer data)
{
  NadiWatch *watch = data;

  g_mutex_lock (&watch->mutex);
  watch->due |= connected;
  g_cond_signal (&watch->wake);
  g_mutex_unlock (&watch->mutex);
}

static NadiNet *
on_live_connect (gpointer data, GError **error)
{
  NadiWatch *watch = data;
  NadiNet *net;

  if (!nadi_session_lock (watch->session, error))
    return NULL;
  net = nadi_session_new_net (watch->session, error);
  nadi_session_unlock (watch->session);
  return net;
}

/* --- start and stop ----------------------------------------------------------------------------------------------- */

/* What is in the streams already is no news: it is worked through before anybody listens. */
static gboolean
start_listening (NadiSession *self, GError **error)
{
  if (!nadi_session_lock (self, error))
    return FALSE;
  if (self->fresh == NULL)
    self->fresh = g_ptr_array_new_with_free_func (g_free);
  nadi_session_unlock (self);
  return TRUE;
}

NadiWatch *
nadi_session_watch (NadiSession *self, gboolean own, NadiNewsFunc func, gpointer user_data, GError **error)
{
  const char *streams[] = { self->stream, "n", NULL };
  NadiWatch *watch;

  if (!start_listening (self, error))
    return NULL;
  watch = g_new0 (NadiWatch, 1);
  watch->session = nadi_session_ref (self);
  watch->func = func;
  watch->user_data = user_data;
  watch->own = own;
  watch->cancellable = g_cancellable_new ();
  g_mutex_init (&watch->mutex);
  g_cond_init (&watch->wake);
  watch->thread = g_thread_new ("nadi-watch", run, watch);
  watch->live = nadi_live_start (streams, on_live_connect, on_live_news, watch);
  return watch;
}

void
nadi_watch_stop (NadiWatch *watch)
{
  if (watch == NULL)
    return;
  g_cancellable_cancel (watch->cancellable);
  g_mutex_lock (&watch->mutex);
  g_cond_signal (&watch->wake);
  g_mutex_unlock (&watch->mutex);
  nadi_live_stop (watch->live);
  g_thread_join (watch->thread);
  if (nadi_session_lock (watch->session, NULL))
    {
      g_clear_pointer (&watch->session->fresh, g_ptr_array_unref);
      nadi_session_unlock (watch->session);
    }
  nadi_session_unref (watch->session);
  g_object_unref (watch->cancellable);
  g_mutex_clear (&watch->mutex);
  g_cond_clear (&watch->wake);
  g_free (watch);
}
