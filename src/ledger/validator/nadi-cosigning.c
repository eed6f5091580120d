/* Asking validators. Pauses are counted by the machine's monotonic clock, which GLib's condition variables wait by. */
#include "nadi-cosigning.h"

#include <string.h>

#include "nadi-checkpoint.h"
#include "nadi-peer.h"
#include "nadi-tiles.h"

#define RENEW_US (120 * G_USEC_PER_SEC)
#define FIRST_PAUSE_US (100 * 1000)
#define LONGEST_PAUSE_US (5 * G_USEC_PER_SEC)
#define TARGET_US (2 * G_USEC_PER_SEC)
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
  NadiView *newest;  /* the newest admitted checkpoint */
  NadiView *target;  /* the one that is asked for */
  gint64 target_since; /* monotonic µs */
  guint64 final;
  gboolean stop;
  gboolean contradicted;
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

/* TRUE when our tree, of which view is a part, has what was signed at that size. */
static gboolean
extends (NadiView *view, const NadiCheckpoint *theirs)
{
  guint64 size = nadi_view_admitted_size (view);
  g_autoptr (NadiNote) note = nadi_note_parse (nadi_view_admitted_checkpoint (view), strlen (nadi_view_admitted_checkpoint (view)), NULL);
  g_autoptr (NadiCheckpoint) ours = note != NULL ? nadi_checkpoint_parse (note->text, NULL) : NULL;
  g_autoptr (GArray) proof = NULL;

  if (ours == NULL || theirs->size > size)
    return FALSE;
  if (theirs->size == size)
    return nadi_hash_equal (&theirs->root, &ours->root);
  proof = nadi_view_consistency (view, theirs->size, size, NULL);
  return proof != NULL && nadi_merkle_check_consistency (theirs->size, size, &theirs->root, &ours->root,
                                                         (const NadiHash *) proof->data, proof->len, NULL);
}

/* The validator refuses: has it signed another history than ours? Believed only with the log's own signature on it. */
static void
look_for_contradiction (Asker *self)
{
  NadiCosigning *owner = self->owner;
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_get (self->peer, "/checkpoint", LARGEST_ANSWER, NULL);
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  g_autoptr (NadiView) view = NULL;
  gboolean first;

  if (answer == NULL || answer->status != 200)
    return;
  checkpoint = nadi_checkpoint_check_log (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body),
                                          owner->options.network, NULL, NULL);
  view = nadi_log_view (owner->options.log);
  if (checkpoint == NULL || checkpoint->size == 0 || extends (view, checkpoint))
    return;
  g_mutex_lock (&owner->mutex);
  first = !owner->contradicted;
  owner->contradicted = TRUE;
  g_mutex_unlock (&owner->mutex);
  if (first && owner->options.contradicted != NULL)
    owner->options.contradicted (self->validator->key->name, checkpoint->size, owner->options.user_data);
}

static void
set_size (Asker *self, guint64 size)
{
  g_mutex_lock (&self->owner->mutex);
  self->size = size;
  g_mutex_unlock (&self->owner->mutex);
}

typedef enum
{
  ASKED_DONE,                /* it has cosigned */
  ASKED_AGAIN,               /* it has told where it stands: ask from there */
  ASKED_FAILED,
} Asked;

static Asked
take_cosignature (Asker *self, guint64 size, GBytes *body)
{
  g_autofree char *line = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GError) error = NULL;

  /* A later checkpoint may be final by now: the line came too late, and the validator is fine. */
  if (!nadi_log_add_cosignature (self->owner->options.log, size, line, &error) &&
      !g_error_matches (error, NADI_LOG_ERROR, NADI_LOG_ERROR_UNKNOWN))
    return ASKED_FAILED;
  set_size (self, size);
  return ASKED_DONE;
}

static Asked
ask (Asker *self, NadiView *view)
{
  guint64 size = nadi_view_admitted_size (view);
  g_autoptr (GBytes) body = question (view, MIN (self->size, size), NULL);
  g_autoptr (NadiPeerAnswer) answer = NULL;
  guint64 known;

  if (body == NULL)
    return ASKED_FAILED;
  answer = nadi_peer_post (self->peer, "/add-checkpoint", "text/plain; charset=utf-8", body, LARGEST_ANSWER, NULL);
  if (answer == NULL)
    return ASKED_FAILED;
  if (answer->status == 200)
    return take_cosignature (self, size, answer->body);
  if (answer->status == 409 && parse_size (answer->body, &known) && known != self->size && known <= size)
    {
      set_size (self, known);
      return ASKED_AGAIN;
    }
  if (answer->status == 409 || answer->status == 422)
    look_for_contradiction (self);
  return ASKED_FAILED;
}

/* --- The threads -------------------------------------------------------------------------------------------------- */

/* The checkpoint that all ask for at present. Under the mutex. */
static NadiView *
current_target (NadiCosigning *owner)
{
  gint64 now = g_get_monotonic_time ();

  if (owner->final >= nadi_view_admitted_size (owner->target) || now - owner->target_since > TARGET_US)
    {
      if (owner->target != owner->newest)
        {
          nadi_view_unref (owner->target);
          owner->target = nadi_view_ref (owner->newest);
        }
      owner->target_since = now;
    }
  return owner->target;
}

/* Waits until there is a checkpoint that this validator has not signed, the pause after a failure is over, or it is time to
 * renew. (transfer full) NULL: stop. */
static NadiView *
wait_for_work (Asker *self)
{
  NadiCosigning *owner = self->owner;
  gint64 end = g_get_monotonic_time () + (self->failures > 0 ? self->pause : RENEW_US);
  NadiView *view = NULL;

  g_mutex_lock (&owner->mutex);
  while (!owner->stop && (self->failures > 0 || self->size >= nadi_view_admitted_size (current_target (owner))))
    {
      gint64 until = MIN (end, owner->target == owner->newest ? end : owner->target_since + TARGET_US + 1);

      g_cond_wait_until (&owner->changed, &owner->mutex, until);
      if (g_get_monotonic_time () >= end)
        break;
    }
  if (!owner->stop)
    view = nadi_view_ref (current_target (owner));
  g_mutex_unlock (&owner->mutex);
  return view;
}

static void
note_outcome (Asker *self, Asked asked)
{
  NadiCosigning *owner = self->owner;

  g_mutex_lock (&owner->mutex);
  if (asked == ASKED_FAILED)
    {
      self->pause = MIN (self->pause * 2, LONGEST_PAUSE_US);
      self->failures++;
    }
  else
    {
      self->failures = 0;
      self->pause = FIRST_PAUSE_US;
    }
  if (asked == ASKED_DONE)
    self->time = nadi_clock_now (owner->options.clock);
  g_mutex_unlock (&owner->mutex);
}

static gpointer
run (gpointer data)
{
  Asker *self = data;
  NadiView *view;

  g_mutex_lock (&self->owner->mutex);
  view = nadi_view_ref (current_target (self->owner));
  g_mutex_unlock (&self->owner->mutex);
  while (view != NULL)
    {
      Asked asked = ask (self, view);

      /* Once more from where the validator says that it stands; it may not lead us in circles. */
      if (asked == ASKED_AGAIN && ask (self, view) != ASKED_DONE)
        asked = ASKED_FAILED;
      note_outcome (self, asked);
      nadi_view_unref (view);
      view = wait_for_work (self);
    }
  return NULL;
}

static void
on_admitted (NadiView *view, gpointer user_data)
{
  NadiCosigning *self = user_data;

  g_mutex_lock (&self->mutex);
  nadi_view_unref (self->newest);
  self->newest = nadi_view_ref (view);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
on_final (NadiView *view, const char *const *streams, gpointer user_data)
{
  NadiCosigning *self = user_data;

  g_mutex_lock (&self->mutex);
  self->final = nadi_view_size (view);
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
  static const NadiLogListener listener = { .admitted = on_admitted, .final = on_final };
  g_autoptr (NadiCosigning) self = g_new0 (NadiCosigning, 1);

  self->options = *options;
  self->newest = nadi_log_view (options->log);
  self->target = nadi_view_ref (self->newest);
  self->target_since = g_get_monotonic_time ();
  self->final = nadi_view_size (self->newest);
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
  nadi_view_unref (self->newest);
  nadi_view_unref (self->target);
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
