/* The door: opening and closing, submitting, listening. */
#include "nadi-log-private.h"

#include "nadi-checkpoint.h"
#include "nadi-jwk.h"

/* --- founding -------------------------------------------------------------------------------------------------------- */

static gboolean
admit_all (NadiChain *chain, NadiEvent *const *events, guint n_events, GError **error)
{
  for (guint i = 0; i < n_events; i++)
    {
      guint64 index;
      gboolean again;

      if (!nadi_chain_admit (chain, events[i], NULL, &index, &again, error))
        {
          g_prefix_error (error, "Founding event %u (%s): ", i, nadi_event_type (events[i]));
          return FALSE;
        }
    }
  return TRUE;
}

char *
nadi_log_found (const NadiLogOptions *options, NadiEvent *const *events, guint n_events, GError **error)
{
  g_autoptr (NadiChain) chain = nadi_chain_new ();
  g_autoptr (GPtrArray) entries = NULL;
  NadiSeal seal = { chain, options->network->log, options->key, NULL };
  NadiStoreBatch batch = { .seal = nadi_log_seal, .seal_data = &seal };
  NadiHash root;
  guint64 size;

  if (n_events == 0)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_RANGE, "A network begins with an event");
      return NULL;
    }
  nadi_chain_open_block (chain, nadi_clock_now (options->clock));
  if (!admit_all (chain, events, n_events, error))
    return NULL;
  entries = nadi_chain_close_block (chain, &size, &root);
  batch.entries = (GBytes *const *) entries->pdata;
  batch.n_entries = entries->len;
  if (!nadi_store_commit (options->store, &batch, error))
    g_clear_pointer (&seal.note, g_free);
  return seal.note;
}

/* --- the log's life -------------------------------------------------------------------------------------------------- */

static NadiLog *
log_new (const NadiLogOptions *options)
{
  NadiLog *self = g_new0 (NadiLog, 1);

  self->store = options->store;
  self->blobs = options->blobs;
  self->clock = options->clock;
  self->key = nadi_signing_key_ref (options->key);
  self->log_key = nadi_note_key_copy (options->network->log);
  self->quorum = options->network->quorum;
  self->validators = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_note_key_free);
  for (guint i = 0; i < options->network->validators->len; i++)
    {
      NadiNetworkValidator *validator = g_ptr_array_index (options->network->validators, i);

      g_ptr_array_add (self->validators, nadi_note_key_copy (validator->key));
    }
  self->chain = nadi_chain_new ();
  self->tracked = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_tracked_head_free);
  self->listeners = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->listening);
  g_cond_init (&self->wake);
  g_queue_init (&self->submissions);
  return self;
}

NadiLog *
nadi_log_open (const NadiLogOptions *options, NadiLogProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (NadiLog) self = log_new (options);

  if (!nadi_log_load (self, options->network, progress, user_data, error))
    return NULL;
  if (self->blobs != NULL)
    nadi_chain_set_condition (self->chain, nadi_log_has_contents, self->blobs);
  nadi_log_refresh_view (self);
  self->thread = g_thread_new ("nadi-log", nadi_log_run, self);
  return g_steal_pointer (&self);
}

static void
stop (NadiLog *self)
{
  NadiSubmission *submission;

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
  while ((submission = g_queue_pop_head (&self->submissions)) != NULL)
    {
      g_set_error_literal (&submission->error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY, "The service is closing");
      nadi_submission_answer (submission);
    }
}

void
nadi_log_close (NadiLog *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    stop (self);
  g_clear_pointer (&self->view, nadi_view_unref);
  g_ptr_array_unref (self->listeners);
  g_ptr_array_unref (self->tracked);
  nadi_chain_unref (self->chain);
  g_ptr_array_unref (self->validators);
  nadi_note_key_free (self->log_key);
  nadi_signing_key_unref (self->key);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->listening);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

NadiView *
nadi_log_view (NadiLog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return nadi_view_ref (self->view);
}

void
nadi_log_counts (NadiLog *self, NadiLogCounts *counts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *counts = self->counts;
}

/* --- submitting ------------------------------------------------------------------------------------------------------ */

void
nadi_log_item_clear (NadiLogItem *item)
{
  g_clear_pointer (&item->event, nadi_event_unref);
  g_clear_error (&item->error);
}

/* A signature under another key than the state's may be by one that is on its way: the sequencer looks again. */
static gboolean
is_key_of (NadiEvent *event, const NadiVerifyKey *key)
{
  g_autofree char *kid = nadi_verify_key_kid (key);

  return g_strcmp0 (kid, nadi_event_kid (event)) == 0;
}

void
nadi_log_prepare (NadiView *view, const char *jws, gsize length, NadiLogItem *item)
{
  *item = (NadiLogItem) { 0 };
  item->event = nadi_event_parse (jws, length, &item->error);
  if (item->event == NULL)
    return;
  if (!nadi_contract_signer_key (nadi_view_admitted_map (view), item->event, &item->key, NULL))
    return;
  item->verified = nadi_event_verify (item->event, &item->key, NULL);
  if (!item->verified && is_key_of (item->event, &item->key))
    g_set_error_literal (&item->error, NADI_LOG_ERROR, NADI_LOG_ERROR_SIGNATURE, "The event's signature does not hold");
}

static NadiSubmission *
submission_new (NadiLogItem *items, guint n_items, NadiLogDone done, gpointer user_data)
{
  NadiSubmission *submission = g_new0 (NadiSubmission, 1);

  submission->items = g_memdup2 (items, n_items * sizeof *items);
  submission->n_items = n_items;
  submission->results = g_new0 (NadiLogResult, n_items);
  submission->done = done;
  submission->user_data = user_data;
  for (guint i = 0; i < n_items; i++)
    items[i] = (NadiLogItem) { 0 };
  return submission;
}

static gboolean
enqueue (NadiLog *self, NadiSubmission *submission, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->closing || self->counts.waiting + submission->n_items > NADI_LOG_MAX_WAITING)
    {
      g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BUSY,
                           self->closing ? "The service is closing" : "Too many events are waiting");
      return FALSE;
    }
  self->counts.waiting += submission->n_items;
  g_queue_push_tail (&self->submissions, submission);
  g_cond_signal (&self->wake);
  return TRUE;
}

void
nadi_log_submit (NadiLog *self, NadiLogItem *items, guint n_items, NadiLogDone done, gpointer user_data)
{
  NadiSubmission *submission;

  g_return_if_fail (n_items <= NADI_LOG_MAX_SUBMISSION);

  submission = submission_new (items, n_items, done, user_data);
  if (!enqueue (self, submission, &submission->error))
    nadi_submission_answer (submission);
}

/* --- contents -------------------------------------------------------------------------------------------------------- */

gboolean
nadi_log_names (NadiLog *self, const char *cid)
{
  g_autoptr (NadiView) view = nadi_log_view (self);
  g_autofree char *key = g_strconcat ("blob/", cid, NULL);

  return nadi_map_lookup (nadi_view_admitted_map (view), key) != NULL;
}

/* An event on its way to a block has asked for what it names a moment ago, which spares it. */
static gboolean
is_named (const char *cid, gpointer log)
{
  return nadi_log_names (log, cid);
}

guint
nadi_log_sweep (NadiLog *self, gint64 older_than)
{
  return self->blobs != NULL ? nadi_blobs_sweep (self->blobs, older_than, is_named, self) : 0;
}

/* --- listening ------------------------------------------------------------------------------------------------------- */

guint
nadi_log_listen (NadiLog *self, const NadiLogListener *listener, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listening);
  NadiListening *listening = g_new0 (NadiListening, 1);

  listening->id = ++self->last_listener;
  listening->functions = *listener;
  listening->user_data = user_data;
  g_ptr_array_add (self->listeners, listening);
  return listening->id;
}

void
nadi_log_unlisten (NadiLog *self, guint id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listening);

  for (guint i = 0; i < self->listeners->len; i++)
    {
      if (((NadiListening *) g_ptr_array_index (self->listeners, i))->id == id)
        {
          g_ptr_array_remove_index (self->listeners, i);
          return;
        }
    }
}
