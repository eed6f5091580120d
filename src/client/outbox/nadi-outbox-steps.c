/* What becomes of an event in the queue: admitted, final, refused, replaced, queued again. */
#include "nadi-cache-streams.h"
#include "nadi-outbox-private.h"

static gboolean
need_item (NadiOutbox *self, const char *event_id, NadiOutboxItem **item, GError **error)
{
  if (!nadi_outbox_get (self, event_id, item, error))
    return FALSE;
  return *item != NULL || nadi_outbox_fail (error, NADI_OUTBOX_ERROR_UNKNOWN, "This event is not in the outbox");
}

static gboolean
remove_rows (NadiOutbox *self, const NadiCacheToken *token, GError **error)
{
  static const char *const statements[] = { "DELETE FROM outbox WHERE token = ?", "DELETE FROM outbox_blob WHERE event = ?" };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = nadi_database_statement (self->cache->database, statements[i]);

      nadi_bind_blob (statement, 1, token->bytes, sizeof token->bytes);
      if (!nadi_database_run (self->cache->database, statement, error))
        return FALSE;
    }
  return TRUE;
}

typedef enum
{
  STEP_ADMITTED,
  STEP_FINAL,
  STEP_REFUSED,
  STEP_REPLACED,
  STEP_REQUEUED,
} Step;

/* From which states a step may be taken. A repeated answer ("admitted" twice) is harmless. */
static const gboolean allowed[][2] = {
  [STEP_ADMITTED] = { [NADI_OUTBOX_QUEUED] = TRUE, [NADI_OUTBOX_ADMITTED] = TRUE },
  [STEP_FINAL] = { [NADI_OUTBOX_ADMITTED] = TRUE },
  [STEP_REFUSED] = { [NADI_OUTBOX_QUEUED] = TRUE },
  [STEP_REPLACED] = { [NADI_OUTBOX_QUEUED] = TRUE },
  [STEP_REQUEUED] = { [NADI_OUTBOX_QUEUED] = TRUE, [NADI_OUTBOX_ADMITTED] = TRUE },
};

static gboolean
need_step (NadiOutbox *self, const char *event_id, Step step, NadiOutboxItem **item, GError **error)
{
  if (!need_item (self, event_id, item, error))
    return FALSE;
  return allowed[step][(*item)->state] || nadi_outbox_fail (error, NADI_OUTBOX_ERROR_STATE, "This event is not at the point where that can happen");
}

/* Enters a transaction with the item, after its step was found to be allowed. */
static gboolean
start_step (NadiOutbox *self, const char *event_id, Step step, NadiOutboxItem **item, gboolean *entered, GError **error)
{
  return need_step (self, event_id, step, item, error) && nadi_cache_enter (self->cache, entered, error);
}

gboolean
nadi_outbox_set_admitted (NadiOutbox *self, const char *event_id, guint64 index, GError **error)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  gboolean entered, good;

  if (!start_step (self, event_id, STEP_ADMITTED, &item, &entered, error))
    return FALSE;
  item->state = NADI_OUTBOX_ADMITTED;
  item->index = index;
  good = nadi_outbox_rewrite_item (self, item, error) && nadi_cache_set_event_index (self->cache, event_id, index, error);
  return nadi_cache_leave (self->cache, entered, good, error);
}

gboolean
nadi_outbox_set_final (NadiOutbox *self, const char *event_id, GError **error)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  NadiCacheToken token;
  gboolean entered, good;

  if (!start_step (self, event_id, STEP_FINAL, &item, &entered, error))
    return FALSE;
  nadi_outbox_event_token (self, event_id, &token);
  good = remove_rows (self, &token, error) && nadi_cache_put_typed (self->cache, item->compartment, &token, NULL, error);
  return nadi_cache_leave (self->cache, entered, good, error);
}

static gboolean
replace_event (NadiOutbox *self, NadiOutboxItem *item, const guint8 *event, gsize length, GError **error)
{
  g_clear_pointer (&item->event, g_bytes_unref);
  item->event = g_bytes_new (event, length);
  return nadi_outbox_rewrite_item (self, item, error)
         && nadi_cache_put_event (self->cache, item->event_id, event, length, NADI_CACHE_NO_INDEX, error);
}

gboolean
nadi_outbox_replace (NadiOutbox *self, const char *event_id, const guint8 *event, gsize length, GError **error)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  gboolean entered;

  if (!start_step (self, event_id, STEP_REPLACED, &item, &entered, error))
    return FALSE;
  return nadi_cache_leave (self->cache, entered, replace_event (self, item, event, length, error), error);
}

/* What was typed stays where it is, under the event's token; the task points to it. */
static gboolean
make_task (NadiOutbox *self, const NadiOutboxItem *item, const char *reason, const char *detail, gint64 time, gint64 *task,
           GError **error)
{
  NadiCacheNote note = { .compartment = item->compartment, .kind = NADI_CACHE_NOTE_TASK, .time = time, .form = item->form,
                         .patient = item->patient, .reason = (char *) reason, .detail = (char *) detail,
                         .event_id = item->event_id, .event = item->event };
  NadiCacheToken token;

  nadi_outbox_event_token (self, item->event_id, &token);
  if (!nadi_cache_put_note_over (self->cache, &note, &token, error) || !remove_rows (self, &token, error))
    return FALSE;
  if (task != NULL)
    *task = note.id;
  return TRUE;
}

gboolean
nadi_outbox_set_refused (NadiOutbox *self, const char *event_id, const char *reason, const char *detail, gint64 time,
                         gint64 *task, GError **error)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  gboolean entered;

  if (!start_step (self, event_id, STEP_REFUSED, &item, &entered, error))
    return FALSE;
  return nadi_cache_leave (self->cache, entered, make_task (self, item, reason, detail, time, task, error), error);
}

static gboolean
requeue (NadiOutbox *self, NadiOutboxItem *item, GError **error)
{
  g_auto (GStrv) cids = NULL;
  NadiCacheToken token;

  nadi_outbox_event_token (self, item->event_id, &token);
  if (!nadi_outbox_list_cids (self, &token, TRUE, &cids, error))
    return FALSE;
  for (guint i = 0; cids[i] != NULL; i++)
    {
      if (!nadi_outbox_add_blob (self, &token, cids[i], error))
        return FALSE;
    }
  item->state = NADI_OUTBOX_QUEUED;
  return nadi_outbox_rewrite_item (self, item, error)
         && nadi_cache_set_event_index (self->cache, item->event_id, NADI_CACHE_NO_INDEX, error);
}

gboolean
nadi_outbox_requeue (NadiOutbox *self, const char *event_id, GError **error)
{
  g_autoptr (NadiOutboxItem) item = NULL;
  gboolean entered;

  if (!start_step (self, event_id, STEP_REQUEUED, &item, &entered, error))
    return FALSE;
  return nadi_cache_leave (self->cache, entered, requeue (self, item, error), error);
}
