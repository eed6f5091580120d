/* The outbox: contents first, then events in the order of their seq. */
#include "nadi-session-sync.h"

#include <string.h>

#include "nadi-receipt.h"
#include "nadi-session-net.h"
#include "nadi-session-refused.h"
#include "nadi-session-remake.h"
#include "nadi-session-state.h"
#include "nadi-session-write.h"

#define MOST_EVENTS 256
#define MOST_BYTES (1000 * 1024)
#define FEW_CIDS 2
#define WHOLE_QUEUE G_MAXINT32
#define MOST_ROUNDS 4
#define LARGEST_RECEIPT (1u << 20)

/* --- what goes next ----------------------------------------------------------------------------------------------- */

/* The oldest that wait for nothing else. */
static GPtrArray *
next_items (NadiSession *self, guint most, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_outbox_item_free);
  gsize bytes = 0;
  guint left = 0;
  gboolean good;

  if (!nadi_session_lock (self, error))
    return NULL;
  good = nadi_session_remake (self, &left, error) &&
         nadi_outbox_list (self->outbox, NADI_OUTBOX_QUEUED, left > 0 ? WHOLE_QUEUE : most, &items, error);
  for (guint i = 0; good && i < items->len && batch->len < most; i++)
    {
      NadiOutboxItem *item = g_ptr_array_index (items, i);

      if (left > 0 && nadi_session_waits_for_shelf (self, item))
        continue;
      bytes += g_bytes_get_size (item->event) + 1;
      /* What stands before a document does not wait for its pieces. */
      if (bytes > MOST_BYTES || (batch->len > 0 && item->cids != NULL && g_strv_length (item->cids) > FEW_CIDS))
        break;
      g_ptr_array_add (batch, g_steal_pointer (&g_ptr_array_index (items, i)));
    }
  nadi_session_unlock (self);
  return good ? g_steal_pointer (&batch) : NULL;
}

static char **
cids_of (GPtrArray *batch)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < batch->len; i++)
    {
      const NadiOutboxItem *item = g_ptr_array_index (batch, i);

      for (guint j = 0; item->cids != NULL && item->cids[j] != NULL; j++)
        if (g_hash_table_add (seen, item->cids[j]))
          g_strv_builder_add (builder, item->cids[j]);
    }
  return g_strv_builder_end (builder);
}

/* --- signed again ------------------------------------------------------------------------------------------------- */

static gboolean
sign_queue (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  gboolean good = TRUE;

  if (!nadi_outbox_list (self->outbox, NADI_OUTBOX_QUEUED, WHOLE_QUEUE, &items, error) || !nadi_session_write_begin (self, error))
    return FALSE;
  for (guint i = 0; good && i < items->len; i++)
    {
      const NadiOutboxItem *item = g_ptr_array_index (items, i);
      g_autoptr (NadiEvent) event = nadi_event_parse (g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event), error);
      g_autofree char *again = NULL;

      if (event != NULL && !nadi_session_is_own (self, event))
        continue;
      again = event != NULL ? nadi_session_event_again (self, event, error) : NULL;
      good = again != NULL && nadi_outbox_replace (self->outbox, item->event_id, (const guint8 *) again, strlen (again), error);
    }
  return nadi_session_write_end (self, good, error);
}

/* The ledger has accepted later numbers of this device than the queue's: the proven one is the floor. */
static gboolean
raise_seq (NadiSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  GBytes *value;
  gint64 seq = 0;
  gboolean good;

  g_ptr_array_add (keys, g_strdup_printf ("seq/%s/%s", self->signer, self->device));
  if (!nadi_session_ask (self, keys, values, cancellable, error))
    return FALSE;
  value = g_ptr_array_index (values, 0);
  if (value != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value));

      g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &seq, NULL);
    }
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_outbox_raise_seq (self->outbox, seq, error) && sign_queue (self, error);
  nadi_session_unlock (self);
  return good;
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  GHashTable *resent;        /* ids of events whose contents were sent again in this run */
  guint admitted;
  guint settled;             /* admitted, dropped, made a task, or to be sent again */
  gboolean seq;
  gboolean again;
} Outcome;

static gboolean
take_result (NadiSession *self, const NadiOutboxItem *item, const NadiEventResult *result, const NadiSyncing *syncing,
             Outcome *outcome, GError **error)
{
  NadiRefusal became;

  if (result->admitted)
    {
      outcome->admitted++;
      outcome->settled++;
      return nadi_outbox_set_admitted (self->outbox, item->event_id, result->index, error);
    }
  /* What stood behind a refused number, or behind one that goes again, may have been refused for that alone. */
  outcome->seq |= g_str_equal (result->refused, "seq");
  if (outcome->seq || outcome->again)
    return TRUE;
  if (!nadi_session_take_refusal (self, item, result->refused, result->detail, g_hash_table_contains (outcome->resent, item->event_id),
                                  &became, error))
    return FALSE;
  outcome->again = became == NADI_REFUSED_RESEND;
  if (outcome->again)
    g_hash_table_add (outcome->resent, g_strdup (item->event_id));
  outcome->settled++;
  syncing->report->refused += became == NADI_REFUSED_TASK;
  return TRUE;
}

static gboolean
take_results (NadiSession *self, GPtrArray *batch, GPtrArray *results, const NadiSyncing *syncing, Outcome *outcome, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_session_write_begin (self, error);
  if (good)
    {
      for (guint i = 0; good && i < batch->len; i++)
        good = take_result (self, g_ptr_array_index (batch, i), g_ptr_array_index (results, i), syncing, outcome, error);
      good = nadi_session_write_end (self, good, error);
    }
  nadi_session_unlock (self);
  syncing->report->sent += good ? outcome->admitted : 0;
  return good;
}

/* Admitted before, with the bytes it had then: the answer was lost and it was signed again since. */
static gboolean
take_conflict (NadiSession *self, const NadiOutboxItem *item, const NadiSyncing *syncing, Outcome *outcome, GError **error)
{
  g_autofree char *target = g_strconcat ("/v1/receipts/", item->event_id, "?wait=5000", NULL);
  g_autoptr (GBytes) text = nadi_session_request (self, "GET", target, NULL, NULL, LARGEST_RECEIPT, syncing->cancellable, error);
  g_autoptr (NadiReceipt) receipt = NULL;
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  NadiEventResult result = { .admitted = TRUE };

  if (text == NULL)
    return FALSE;
  receipt = nadi_receipt_parse (g_bytes_get_data (text, NULL), g_bytes_get_size (text), error);
  if (receipt == NULL || !nadi_receipt_check (receipt, self->network, NULL, error))
    return FALSE;
  result.index = receipt->index;
  g_ptr_array_add (batch, (gpointer) item);
  g_ptr_array_add (results, &result);
  return take_results (self, batch, results, syncing, outcome, error);
}

static gboolean
post (NadiSession *self, GPtrArray *batch, const NadiSyncing *syncing, Outcome *outcome, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < batch->len; i++)
    g_ptr_array_add (events, ((NadiOutboxItem *) g_ptr_array_index (batch, i))->event);
  results = nadi_session_post_events (self, events, syncing->cancellable, &failure);
  if (results != NULL)
    return take_results (self, batch, results, syncing, outcome, error);
  if (!g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (batch->len == 1)
    return take_conflict (self, g_ptr_array_index (batch, 0), syncing, outcome, error);
  for (guint i = 0; i < batch->len && !outcome->seq && !outcome->again; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, g_ptr_array_index (batch, i));
      if (!post (self, one, syncing, outcome, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
nadi_session_send (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  g_autoptr (GHashTable) resent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint rounds_without_progress = 0;

  while (rounds_without_progress < MOST_ROUNDS)
    {
      g_autoptr (GPtrArray) batch = next_items (self, MOST_EVENTS, error);
      g_auto (GStrv) cids = NULL;
      Outcome outcome = { .resent = resent };

      if (batch == NULL)
        return FALSE;
      if (batch->len == 0)
        return TRUE;
      cids = cids_of (batch);
      if (!nadi_session_upload_blobs (self, (const char *const *) cids, syncing->cancellable, error) ||
          !post (self, batch, syncing, &outcome, error))
        return FALSE;
      if ((outcome.seq || outcome.again) && !raise_seq (self, syncing->cancellable, error))
        return FALSE;
      if (syncing->progress != NULL)
        syncing->progress ("send", syncing->report->sent, 0, syncing->user_data);
      rounds_without_progress = outcome.settled > 0 ? 0 : rounds_without_progress + 1;
    }
  return TRUE;
}
