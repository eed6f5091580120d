/* Refusals: dropped, sent or sealed again, or a task for a person, with what was typed. */
#include "nadi-session-refused.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-session-index.h"
#include "nadi-session-remake.h"
#include "nadi-session-write.h"

static NadiEvent *
parse (const NadiOutboxItem *item)
{
  return nadi_event_parse (g_bytes_get_data (item->event, NULL), g_bytes_get_size (item->event), NULL);
}

static const char *
text_of (NadiEvent *event, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (nadi_event_payload (event), member, &text, NULL);
  return text;
}

static gboolean
is_record (NadiEvent *event)
{
  return g_str_has_prefix (nadi_event_type (event), "record.");
}

/* --- out of the queue --------------------------------------------------------------------------------------------- */

gboolean
nadi_session_drop (NadiSession *self, const NadiOutboxItem *item, const char *reason, GError **error)
{
  gint64 task;

  return nadi_outbox_set_refused (self->outbox, item->event_id, reason, NULL, nadi_session_now (self), &task, error) &&
         nadi_cache_remove_note (self->cache, task, error);
}

/* What it would have replaced is current again, unless something else replaces it too. */
static gboolean
restore_replaced (NadiSession *self, const NadiCacheRecord *row, GError **error)
{
  g_autoptr (GPtrArray) others = NULL;

  if (row->replaces == NULL || row->replaces[0] == NULL)
    return TRUE;
  if (!nadi_cache_list_records (self->cache, NADI_CACHE_BY_RECORD, row->record, 0, &others, error))
    return FALSE;
  for (guint i = 0; row->replaces[i] != NULL; i++)
    {
      gboolean replaced = FALSE;

      for (guint j = 0; j < others->len; j++)
        {
          const NadiCacheRecord *other = g_ptr_array_index (others, j);

          replaced |= other->replaces != NULL && g_strv_contains ((const char *const *) other->replaces, row->replaces[i]);
        }
      if (!replaced && !nadi_cache_set_record_status (self->cache, row->replaces[i], NADI_CACHE_STATUS_CURRENT, error))
        return FALSE;
    }
  return TRUE;
}

/* It never happened: its rows go. */
static gboolean
undo (NadiSession *self, NadiEvent *event, GError **error)
{
  const char *type = nadi_event_type (event);
  const char *version = text_of (event, "version");
  g_autoptr (NadiCacheRecord) row = NULL;

  if (g_str_equal (type, "patient.register"))
    return nadi_session_remove_row (self, text_of (event, "patient"), error);
  if (!is_record (event) || version == NULL)
    return TRUE;
  if (!nadi_cache_get_record (self->cache, version, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (g_str_equal (type, "record.retract"))
    return nadi_cache_set_record_status (self->cache, version, NADI_CACHE_STATUS_CURRENT, error);
  return nadi_cache_remove_record (self->cache, version, error) && restore_replaced (self, row, error);
}

/* An imported record's text is not in the queue twice: it comes from the record's own row. */
static gboolean
make_task (NadiSession *self, const NadiOutboxItem *item, NadiEvent *event, const char *reason, const char *detail, GError **error)
{
  const char *version = is_record (event) ? text_of (event, "version") : NULL;
  g_autoptr (NadiSecret) resource = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  gint64 task;

  if (version != NULL && item->typed == NULL && !nadi_cache_get_resource (self->cache, version, &resource, error))
    return FALSE;
  if (!nadi_outbox_set_refused (self->outbox, item->event_id, reason, detail, nadi_session_now (self), &task, error))
    return FALSE;
  if (resource == NULL)
    return TRUE;
  if (!nadi_cache_list_notes (self->cache, NADI_CACHE_NOTE_TASK, &notes, error))
    return FALSE;
  for (guint i = 0; i < notes->len; i++)
    {
      NadiCacheNote *note = g_ptr_array_index (notes, i);

      if (note->id != task)
        continue;
      g_clear_pointer (&note->typed, g_bytes_unref);
      note->typed = g_bytes_new (nadi_secret_data (resource), nadi_secret_size (resource));
      return nadi_cache_put_note (self->cache, note, error);
    }
  return TRUE;
}

/* --- what it means ------------------------------------------------------------------------------------------------ */

/* What no event names is dropped by the service after seven days: whoever was away longer sends it again. A record whose ciphertext is
 * gone here too is sealed again from what it holds. */
static gboolean
send_again (NadiSession *self, const NadiOutboxItem *item, NadiEvent *event, NadiRefusal *became, GError **error)
{
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiSecret) resource = NULL;
  const char *version = text_of (event, "version");
  gboolean has;

  if (!nadi_outbox_has_blobs (self->outbox, item->event_id, &has, error))
    return FALSE;
  if (has)
    {
      *became = NADI_REFUSED_RESEND;
      return nadi_outbox_requeue (self->outbox, item->event_id, error);
    }
  if (!is_record (event) || version == NULL || g_str_equal (nadi_event_type (event), "record.retract"))
    return TRUE;
  if (!nadi_cache_get_record (self->cache, version, &row, error) || !nadi_cache_get_resource (self->cache, version, &resource, error))
    return FALSE;
  if (row == NULL || resource == NULL)
    return TRUE;
  *became = NADI_REFUSED_REMAKE;
  if (!nadi_session_is_own (self, event))
    return TRUE;
  return nadi_session_drop (self, item, "blob", error) && nadi_session_write_again (self, item, event, row, error);
}

gboolean
nadi_session_take_refusal (NadiSession *self, const NadiOutboxItem *item, const char *reason, const char *detail,
                           gboolean resent, NadiRefusal *became, GError **error)
{
  g_autoptr (NadiEvent) event = parse (item);
  gboolean is_shelf;

  *became = NADI_REFUSED_DROPPED;
  if (event == NULL)
    return nadi_session_drop (self, item, reason, error);
  is_shelf = g_str_equal (nadi_event_type (event), "shelf.key");
  if (is_shelf && (g_str_equal (reason, "exists") || g_str_equal (reason, "epoch")))
    return nadi_session_lose_shelf (self, event, error) && nadi_session_drop (self, item, reason, error);
  if (is_shelf && g_str_equal (reason, "recipient"))
    return nadi_session_withdraw_key (self, event, error) && nadi_session_drop (self, item, reason, error);
  /* Another administrator was first. */
  if (g_str_equal (nadi_event_type (event), "role.key") && (g_str_equal (reason, "exists") || g_str_equal (reason, "epoch")))
    return nadi_session_drop (self, item, reason, error);
  if (g_str_equal (nadi_event_type (event), "network.key") ||
      (g_str_equal (nadi_event_type (event), "access.read") && g_str_equal (reason, "unknown")))
    return nadi_session_drop (self, item, reason, error);
  if (is_record (event) && g_str_equal (reason, "epoch"))
    {
      *became = NADI_REFUSED_REMAKE;
      return nadi_session_end_epoch (self, event, error);
    }
  if (nadi_session_waits_for_shelf (self, item))
    {
      *became = NADI_REFUSED_REMAKE;
      return TRUE;
    }
  *became = NADI_REFUSED_TASK;
  if (g_str_equal (reason, "blob") && !resent && !send_again (self, item, event, became, error))
    return FALSE;
  if (*became != NADI_REFUSED_TASK)
    return TRUE;
  return make_task (self, item, event, reason, detail, error) && undo (self, event, error);
}
