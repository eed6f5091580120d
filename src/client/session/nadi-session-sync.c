/* One sync: pull, check, open, send, pull again. */
#include "nadi-session-sync.h"

#include "nadi-session-book.h"
#include "nadi-session-digest.h"

#define STATE_EVERY_US (60 * G_USEC_PER_SEC)
#define HEAD_EVERY_US (600 * G_USEC_PER_SEC)
#define PAUSE_US (60 * 1000)
/* How long a sync that has sent something waits until a quorum has confirmed it. */
#define PATIENCE_US (1500 * 1000)

gboolean
nadi_session_connect (NadiSession *self, GError **error)
{
  if (self->net != NULL)
    return TRUE;
  self->net = nadi_session_new_net (self, error);
  if (self->net == NULL)
    return FALSE;
  self->sync = nadi_sync_new (self->network, self->net, &self->store.store, self->clock);
  return TRUE;
}

typedef struct
{
  NadiSessionProgress progress;
  gpointer user_data;
} Forward;

static void
forward (const char *stream, guint64 done, guint64 total, gpointer user_data)
{
  Forward *to = user_data;

  to->progress ("sync", done, total, to->user_data);
}

static gboolean
digest (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_session_digest (self, syncing->report, syncing->cancellable, error);
  nadi_session_unlock (self);
  return good;
}

/* What had come before an error is worked through all the same. */
static gboolean
pull (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  const char *const streams[] = { "n", self->stream };
  Forward to = { syncing->progress, syncing->user_data };
  gboolean good = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (streams) && good; i++)
    {
      guint64 added = 0;

      good = nadi_sync_stream (self->sync, streams[i], &added, to.progress != NULL ? forward : NULL, &to, syncing->cancellable, error);
      syncing->report->events += added;
    }
  return digest (self, syncing, good ? error : NULL) && good;
}

static gboolean
read_state (NadiSession *self, GCancellable *cancellable, GError **error)
{
  gint64 now = nadi_clock_monotonic (self->clock);

  if (self->state_read != 0 && now - self->state_read < STATE_EVERY_US)
    return TRUE;
  if (!nadi_session_read_state (self, cancellable, error))
    return FALSE;
  self->state_read = now;
  return TRUE;
}

static gboolean
has_unconfirmed (NadiSession *self)
{
  gboolean has;

  g_mutex_lock (&self->status_lock);
  has = self->admitted > 0;
  g_mutex_unlock (&self->status_lock);
  return has;
}

/* Cosignatures follow within a few hundredths of a second. */
static gboolean
pull_back (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  gint64 until = nadi_clock_monotonic (self->clock) + PATIENCE_US;

  do
    {
      if (!pull (self, syncing, error))
        return FALSE;
      if (!has_unconfirmed (self))
        break;
      g_usleep (PAUSE_US);
    }
  while (nadi_clock_monotonic (self->clock) < until && !g_cancellable_is_cancelled (syncing->cancellable));
  return TRUE;
}

static gboolean
is_unconfirmed (const GError *error)
{
  return error->domain == NADI_SYNC_ERROR && nadi_error_class (error) == NADI_ERROR_CLASS_IO;
}

static gboolean
run (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  g_autoptr (GError) unconfirmed = NULL;
  guint before;

  if (!nadi_session_connect (self, error))
    return FALSE;
  if (!pull (self, syncing, &unconfirmed) && !is_unconfirmed (unconfirmed))
    {
      g_propagate_error (error, g_steal_pointer (&unconfirmed));
      return FALSE;
    }
  if (unconfirmed == NULL &&
      (!read_state (self, syncing->cancellable, error) || !nadi_session_fetch (self, syncing, error) ||
       !nadi_session_tend_network_keys (self, syncing->cancellable, error)))
    return FALSE;
  before = syncing->report->sent;
  if (!nadi_session_send (self, syncing, error))
    return FALSE;
  if (unconfirmed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unconfirmed));
      return FALSE;
    }
  if (syncing->report->sent == before)
    return TRUE;
  return pull_back (self, syncing, error) && nadi_session_fetch (self, syncing, error);
}

/* A copy of the cache put back from yesterday is older than what the keyring knows. */
static void
remember_head (NadiSession *self)
{
  gint64 now = nadi_clock_monotonic (self->clock);
  g_autoptr (NadiSecret) head = NULL;

  if (!nadi_session_lock (self, NULL))
    return;
  if (self->head_stored == 0 || now - self->head_stored >= HEAD_EVERY_US)
    {
      head = nadi_cache_head_encode (self->cache, NULL);
      if (head != NULL && nadi_keyring_store (self->keyring, nadi_profile_id (self->profile), NADI_KEYRING_TREE_HEAD, head, NULL, NULL))
        self->head_stored = now;
    }
  nadi_session_unlock (self);
}

static void
note (NadiSession *self, const GError *error)
{
  nadi_session_note_contact (self, error);
  nadi_session_note_clock (self);
  if (!nadi_session_lock (self, NULL))
    return;
  if (error == NULL)
    nadi_book_put_text (self->cache, "setting", "stopped", NULL, NULL);
  nadi_session_count (self);
  nadi_session_unlock (self);
}

gboolean
nadi_session_sync (NadiSession *self, NadiSyncReport *report, NadiSessionProgress progress, gpointer user_data,
                   GCancellable *cancellable, GError **error)
{
  NadiSyncReport own = { 0 };
  NadiSyncing syncing = { report != NULL ? report : &own, progress, user_data, cancellable };
  g_autoptr (GError) failure = NULL;
  gboolean good;

  *syncing.report = own;
  g_mutex_lock (&self->net_lock);
  good = run (self, &syncing, &failure);
  note (self, failure);
  if (good)
    remember_head (self);
  g_mutex_unlock (&self->net_lock);
  if (!good)
    g_propagate_error (error, g_steal_pointer (&failure));
  return good;
}

gboolean
nadi_session_sync_until_saved (NadiSession *self, guint timeout_ms, GCancellable *cancellable, GError **error)
{
  gint64 until = nadi_clock_monotonic (self->clock) + (gint64) timeout_ms * 1000;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (NadiSessionStatus) status = NULL;

      if (!nadi_session_sync (self, NULL, NULL, NULL, cancellable, &failure) && !is_unconfirmed (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      status = nadi_session_get_status (self);
      if (failure == NULL && status->unsent + status->unconfirmed == 0)
        return TRUE;
      if (nadi_clock_monotonic (self->clock) >= until)
        return nadi_session_fail (NADI_SESSION_ERROR_WAITING, "not everything is confirmed yet", error);
      g_usleep (PAUSE_US);
    }
}
