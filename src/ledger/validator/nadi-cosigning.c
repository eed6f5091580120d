/* Asking validators. Pauses are counted by the machine's monotonic clock, which GLib's condition variables wait by. */
#include "nadi-cosigning.h"

#include <string.h>

#include "nadi-checkpoint.h"
#include "nadi-peer.h"
#include "nadi-tiles.h"

#define RENEW_US (120 * G_USEC_PER_SEC)
#define FIRST_PAUSE_US (100 * 1000)
#define LONGEST_PAUSE_US (5 * G_USEC_PER_SEC)
#define LARGEST_ANSWER 65536

typedef struct
{
  NadiCosigning *owner;
  const NadiNetworkValidator *validator;
  NadiPeer *peer;
  GThread *thread;
  guint64 size;      /* the validator's, as far as known */
  gint64 time;
  guint failures;
  gint64 pause;
} Asker;

struct _NadiCosigning
{
  NadiCosigningOptions options;
  GMutex mutex;      /* guards what follows, and the askers' status */
  GCond changed;
  guint64 admitted;
  gboolean stop;
  gboolean ahead;
  guint listener;
  GPtrArray *askers;
};

/* --- One question ------------------------------------------------------------------------------------------------- */

static GBytes *
question (NadiView *view, guint64 old, GError **error)
{
  g_autoptr (GArray) proof = NULL;
  NadiAddCheckpoint request = { .old_size = old };
  char *body;

  if (old == 0)
    proof = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  else
    proof = nadi_view_consistency (view, old, nadi_view_admitted_size (view), error);
  if (proof == NULL)
    return NULL;
  request.proof = proof;
  request.checkpoint = (char *) nadi_view_admitted_checkpoint (view);
  body = nadi_add_checkpoint_print (&request);
  return g_bytes_new_take (body, strlen (body));
}

static gboolean
parse_size (GBytes *body, guint64 *size)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *text = length > 1 && data[length - 1] == '\n' ? g_strndup (data, length - 1) : NULL;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, size, NULL);
}

/* A size beyond ours is believed only with the log's own signature on it. */
static void
look_ahead (Asker *self, guint64 own)
{
  NadiCosigning *owner = self->owner;
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_get (self->peer, "/checkpoint", LARGEST_ANSWER, NULL);
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  gboolean first;

  if (answer == NULL || answer->status != 200)
    return;
  checkpoint = nadi_checkpoint_check_log (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body),
                                          owner->options.network, NULL, NULL);
  if (checkpoint == NULL || checkpoint->size <= own)
    return;
  g_mutex_lock (&owner->mutex);
  first = !owner->ahead;
  owner->ahead = TRUE;
  g_mutex_unlock (&owner->mutex);
  if (first)
    owner->options.ahead (self->validator->key->name, checkpoint->size, owner->options.user_data);
}

static void
set_size (Asker *self, guint64 size)
{
  g_mutex_lock (&self->owner->mutex);
  self->size = size;
  g_mutex_unlock (&self->owner->mutex);
}

/* TRUE when the validator has cosigned the view's checkpoint, or is to be asked again at once. */
static gboolean
ask (Asker *self, NadiView *view)
{
  guint64 size = nadi_view_admitted_size (view);
  g_autoptr (GBytes) body = question (view, MIN (self->size, size), NULL);
  g_autoptr (NadiPeerAnswer) answer = NULL;
  guint64 known;

  if (body == NULL)
    return FALSE;
  answer = nadi_peer_post (self->peer, "/add-checkpoint", "text/plain; charset=utf-8", body, LARGEST_ANSWER, NULL);
  if (answer == NULL)
    return FALSE;
  if (answer->status == 409 && parse_size (answer->body, &known) && known != self->size)
    {
      if (known > size)
        {
          look_ahead (self, size);
          return FALSE;
        }
      set_size (self, known);
      return TRUE;
    }
  if (answer->status != 200)
    return FALSE;
  {
    g_autofree char *line = g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
    g_autoptr (GError) error = NULL;

    /* A later checkpoint may be final by now: the line came too late, and the validator is fine. */
    if (!nadi_log_add_cosignature (self->owner->options.log, size, line, &error) &&
        !g_error_matches (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN))
      return FALSE;
    set_size (self, size);
    return TRUE;
  }
}

/* --- The threads -------------------------------------------------------------------------------------------------- */

/* Waits until there is a larger checkpoint, the pause after a failure is over, or it is time to renew. FALSE: stop. */
static gboolean
wait_for_work (Asker *self)
{
  NadiCosigning *owner = self->owner;
  gint64 until = g_get_monotonic_time () + (self->failures > 0 ? self->pause : RENEW_US);
  gboolean go_on;

  g_mutex_lock (&owner->mutex);
  while (!owner->stop && (self->failures > 0 || self->size >= owner->admitted))
    if (!g_cond_wait_until (&owner->changed, &owner->mutex, until))
      break;
  go_on = !owner->stop;
  g_mutex_unlock (&owner->mutex);
  return go_on;
}

static gpointer
run (gpointer data)
{
  Asker *self = data;
  NadiCosigning *owner = self->owner;

  do
    {
      g_autoptr (NadiView) view = nadi_log_view (owner->options.log);
      gboolean good = ask (self, view);

      g_mutex_lock (&owner->mutex);
      if (good)
        {
          self->failures = 0;
          self->pause = FIRST_PAUSE_US;
          self->time = nadi_clock_now (owner->options.clock);
        }
      else
        {
          self->pause = MIN (self->pause * 2, LONGEST_PAUSE_US);
          self->failures++;
        }
      g_mutex_unlock (&owner->mutex);
    }
  while (wait_for_work (self));
  return NULL;
}

static void
on_admitted (NadiView *view, gpointer user_data)
{
  NadiCosigning *self = user_data;

  g_mutex_lock (&self->mutex);
  self->admitted = nadi_view_admitted_size (view);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
asker_free (gpointer data)
{
  Asker *self = data;

  g_clear_pointer (&self->peer, nadi_peer_free);
  g_free (self);
}

static Asker *
asker_new (NadiCosigning *owner, const NadiNetworkValidator *validator, GError **error)
{
  NadiPeerConfig config = {
    .url = validator->url,
    .anchor = owner->options.network->anchor,
    .clock = owner->options.clock,
    .random = owner->options.random,
  };
  Asker *self = g_new0 (Asker, 1);

  self->owner = owner;
  self->validator = validator;
  self->pause = FIRST_PAUSE_US;
  self->peer = nadi_peer_new (&config, error);
  if (self->peer == NULL)
    g_clear_pointer (&self, asker_free);
  return self;
}

NadiCosigning *
nadi_cosigning_start (const NadiCosigningOptions *options, GError **error)
{
  static const NadiLogListener listener = { .admitted = on_admitted };
  g_autoptr (NadiCosigning) self = g_new0 (NadiCosigning, 1);
  g_autoptr (NadiView) view = nadi_log_view (options->log);

  self->options = *options;
  self->admitted = nadi_view_admitted_size (view);
  self->askers = g_ptr_array_new_with_free_func (asker_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  for (guint i = 0; i < options->network->validators->len; i++)
    {
      const NadiNetworkValidator *validator = g_ptr_array_index (options->network->validators, i);
      Asker *asker = validator->url != NULL ? asker_new (self, validator, error) : NULL;

      if (validator->url != NULL && asker == NULL)
        return NULL;
      if (asker != NULL)
        g_ptr_array_add (self->askers, asker);
    }
  self->listener = nadi_log_listen (options->log, &listener, self);
  for (guint i = 0; i < self->askers->len; i++)
    {
      Asker *asker = g_ptr_array_index (self->askers, i);
      asker->thread = g_thread_new ("nadi-cosign", run, asker);
    }
  return g_steal_pointer (&self);
}

void
nadi_cosigning_stop (NadiCosigning *self)
{
  if (self == NULL)
    return;
  if (self->listener != 0)
    nadi_log_unlisten (self->options.log, self->listener);
  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->askers->len; i++)
    {
      Asker *asker = g_ptr_array_index (self->askers, i);

      nadi_peer_cancel (asker->peer);
      if (asker->thread != NULL)
        g_thread_join (asker->thread);
    }
  g_ptr_array_unref (self->askers);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

guint
nadi_cosigning_count (NadiCosigning *self)
{
  return self->askers->len;
}

void
nadi_cosigning_status (NadiCosigning *self, guint i, NadiCosigningStatus *status)
{
  const Asker *asker = g_ptr_array_index (self->askers, i);

  g_mutex_lock (&self->mutex);
  *status = (NadiCosigningStatus) { asker->validator->key->name, asker->size, asker->time, asker->failures };
  g_mutex_unlock (&self->mutex);
}
