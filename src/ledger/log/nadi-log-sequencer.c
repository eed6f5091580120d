/* The thread that makes the blocks: it takes what has gathered while the block before was made durable, and answers only when
 * what it says will survive a power cut. */
#include "nadi-log-private.h"

/* What one round of the thread is about. */
typedef struct
{
  GPtrArray *submissions;    /* NadiSubmission */
  guint admitted;
  guint refused;
  NadiTrackedHead *candidate; /* to become final when its cosignatures are stored; stays in tracked */
  GArray *lines;             /* NadiStoreCosignature, pointing into copies */
  GStringChunk *texts;       /* the copies */
  gboolean renewed;          /* cosignatures of the final head came */
  gboolean closing;
} NadiRound;

static void
round_clear (NadiRound *round)
{
  g_clear_pointer (&round->submissions, g_ptr_array_unref);
  g_clear_pointer (&round->lines, g_array_unref);
  g_clear_pointer (&round->texts, g_string_chunk_free);
}

/* --- taking ---------------------------------------------------------------------------------------------------------- */

static void
wait_for_work (NadiLog *self)
{
  while (!self->closing && g_queue_is_empty (&self->submissions) && !self->cosigned)
    g_cond_wait (&self->wake, &self->mutex);
}

static void
take_submissions (NadiLog *self, NadiRound *round)
{
  guint events = 0;
  NadiSubmission *next;

  round->submissions = g_ptr_array_new ();
  while ((next = g_queue_peek_head (&self->submissions)) != NULL && events + next->n_items <= NADI_CHAIN_MAX_EVENTS)
    {
      events += next->n_items;
      g_ptr_array_add (round->submissions, g_queue_pop_head (&self->submissions));
    }
  self->counts.waiting -= events;
}

static void
take_lines (NadiTrackedHead *tracked, NadiLog *self, NadiRound *round)
{
  for (guint i = 0; i < tracked->n_cosignatures; i++)
    {
      NadiCosignature *place = &tracked->cosignatures[i];
      NadiStoreCosignature line = { .size = tracked->head->size };

      if (place->line == NULL || place->stored)
        continue;
      line.name = g_string_chunk_insert (round->texts, ((NadiNoteKey *) g_ptr_array_index (self->validators, i))->name);
      line.line = g_string_chunk_insert (round->texts, place->line);
      g_array_append_val (round->lines, line);
    }
}

/* A new final head waits for its lines to be stored; a renewal of the present one does not. */
static void
take_cosignatures (NadiLog *self, NadiRound *round)
{
  round->lines = g_array_new (FALSE, FALSE, sizeof (NadiStoreCosignature));
  round->texts = g_string_chunk_new (4096);
  round->renewed = self->cosigned && self->has_final;
  round->candidate = nadi_log_candidate (self);
  self->cosigned = FALSE;
  if (round->candidate != NULL)
    take_lines (round->candidate, self, round);
  else if (self->has_final)
    take_lines (g_ptr_array_index (self->tracked, 0), self, round);
}

static void
mark_stored (NadiLog *self, NadiRound *round)
{
  for (guint k = 0; k < round->lines->len; k++)
    {
      NadiStoreCosignature *line = &g_array_index (round->lines, NadiStoreCosignature, k);
      NadiTrackedHead *tracked = round->candidate != NULL ? round->candidate : g_ptr_array_index (self->tracked, 0);

      for (guint i = 0; i < tracked->n_cosignatures; i++)
        tracked->cosignatures[i].stored |= g_strcmp0 (tracked->cosignatures[i].line, line->line) == 0;
    }
}

/* --- storing --------------------------------------------------------------------------------------------------------- */

static gboolean
store_round (NadiLog *self, NadiRound *round, GPtrArray *entries, NadiSeal *seal, GError **error)
{
  NadiStoreBatch batch = {
    .cosignatures = (const NadiStoreCosignature *) (gpointer) round->lines->data,
    .n_cosignatures = round->lines->len,
    .forget_below = round->candidate != NULL ? round->candidate->head->size : 0,
  };

  if (entries != NULL)
    {
      batch.expected_size = nadi_chain_size (self->chain);
      batch.entries = (GBytes *const *) entries->pdata;
      batch.n_entries = entries->len;
      batch.seal = nadi_log_seal;
      batch.seal_data = seal;
    }
  return nadi_store_commit (self->store, &batch, error);
}

static void
call_admitted (NadiLog *self, NadiView *view)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listening);

  for (guint i = 0; i < self->listeners->len; i++)
    {
      NadiListening *listening = g_ptr_array_index (self->listeners, i);

      if (listening->functions.admitted != NULL)
        listening->functions.admitted (view, listening->user_data);
    }
}

static void
call_final (NadiLog *self, NadiView *view, GPtrArray *streams)
{
  static const char *const none[] = { NULL };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->listening);

  for (guint i = 0; i < self->listeners->len; i++)
    {
      NadiListening *listening = g_ptr_array_index (self->listeners, i);

      if (listening->functions.final != NULL)
        listening->functions.final (view, streams != NULL ? (const char *const *) streams->pdata : none, listening->user_data);
    }
}

/* Shows what is durable now. */
static void
publish (NadiLog *self, NadiRound *round, NadiHead *head)
{
  g_autoptr (GPtrArray) streams = NULL;
  g_autoptr (NadiView) view = NULL;
  gboolean final = round->candidate != NULL || round->renewed;

  g_mutex_lock (&self->mutex);
  self->counts.events += round->admitted;
  self->counts.refused += round->refused;
  self->counts.blocks += head != NULL;
  mark_stored (self, round);
  if (round->candidate != NULL)
    streams = nadi_log_advance (self, round->candidate);
  if (head != NULL)
    nadi_log_track (self, nadi_tracked_head_new (self, head, nadi_chain_block_streams (self->chain)));
  if (head != NULL || final)
    nadi_log_refresh_view (self);
  view = nadi_view_ref (self->view);
  g_mutex_unlock (&self->mutex);

  if (head != NULL)
    call_admitted (self, view);
  if (final)
    call_final (self, view, streams);
}

/* Nothing of this round happened, except that renewed cosignatures are good without being stored. */
static void
give_up (NadiLog *self, NadiRound *round, const GError *error)
{
  g_autoptr (NadiView) view = NULL;

  for (guint i = 0; i < round->submissions->len; i++)
    {
      NadiSubmission *submission = g_ptr_array_index (round->submissions, i);

      g_clear_error (&submission->error);
      submission->error = g_error_copy (error);
    }
  g_mutex_lock (&self->mutex);
  self->counts.store_errors++;
  nadi_log_refresh_view (self);
  view = nadi_view_ref (self->view);
  g_mutex_unlock (&self->mutex);
  if (round->renewed)
    call_final (self, view, NULL);
}

/* More cosignatures of what is final already are stored with the next block: losing them costs a renewal. */
static gboolean
worth_storing (NadiLog *self, NadiRound *round, GPtrArray *entries)
{
  if (entries == NULL && round->candidate == NULL && !round->closing)
    g_array_set_size (round->lines, 0);
  return entries != NULL || round->lines->len > 0;
}

static gboolean
may_date (NadiLog *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return nadi_log_may_date (self, now);
}

/* Opens the block and tries every event on it. */
static void
try_submissions (NadiLog *self, NadiRound *round)
{
  gint64 now = nadi_clock_now (self->clock);
  gboolean dated = may_date (self, now);

  nadi_chain_open_block (self->chain, now);
  for (guint i = 0; i < round->submissions->len; i++)
    {
      NadiSubmission *submission = g_ptr_array_index (round->submissions, i);

      if (dated)
        nadi_log_admit (self, submission, &round->admitted, &round->refused);
      else
        g_set_error_literal (&submission->error, NADI_LOG_ERROR, NADI_LOG_ERROR_CLOCK,
                             "This clock is more than a minute ahead of a quorum of validators");
    }
}

static void
make_round (NadiLog *self, NadiRound *round)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (NadiHead) head = NULL;
  g_autoptr (GError) error = NULL;
  NadiSeal seal = { self->chain, self->log_key, self->key, NULL };
  NadiHash root;
  guint64 size;

  try_submissions (self, round);
  if (nadi_chain_open_count (self->chain) > 0)
    entries = nadi_chain_close_block (self->chain, &size, &root);
  else
    nadi_chain_abandon (self->chain);

  if (worth_storing (self, round, entries) && !store_round (self, round, entries, &seal, &error))
    {
      if (entries != NULL)
        nadi_chain_abandon (self->chain);
      give_up (self, round, error);
    }
  else
    {
      if (entries != NULL)
        {
          nadi_chain_commit (self->chain);
          head = nadi_head_new (self->chain, self->log_key->name, seal.note);
        }
      publish (self, round, head);
    }
  g_free (seal.note);
}

gpointer
nadi_log_run (gpointer user_data)
{
  NadiLog *self = user_data;
  gboolean closing = FALSE;

  while (!closing)
    {
      NadiRound round = { 0 };

      g_mutex_lock (&self->mutex);
      wait_for_work (self);
      closing = round.closing = self->closing;
      if (closing)
        round.submissions = g_ptr_array_new ();
      else
        take_submissions (self, &round);
      take_cosignatures (self, &round);
      g_mutex_unlock (&self->mutex);

      make_round (self, &round);
      for (guint i = 0; i < round.submissions->len; i++)
        nadi_submission_answer (g_ptr_array_index (round.submissions, i));
      round_clear (&round);
    }
  return NULL;
}
