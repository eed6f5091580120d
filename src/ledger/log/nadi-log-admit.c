/* Submissions: what is looked at before the contract is asked, and what comes back. */
#include "nadi-log-private.h"

#include "nadi-json.h"

#define MAX_CIDS 4096

void
nadi_submission_free (NadiSubmission *self)
{
  for (guint i = 0; i < self->n_items; i++)
    {
      g_clear_error ((GError **) &self->results[i].error);
      nadi_log_item_clear (&self->items[i]);
    }
  g_free (self->items);
  g_free (self->results);
  g_clear_error (&self->error);
  g_free (self);
}

void
nadi_submission_answer (NadiSubmission *self)
{
  self->done (self->error == NULL ? self->results : NULL, self->error == NULL ? self->n_items : 0, self->error, self->user_data);
  nadi_submission_free (self);
}

static gboolean
find_conflict (NadiLog *self, NadiSubmission *submission)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < submission->n_items; i++)
    {
      NadiEvent *event = submission->items[i].event, *other;

      if (event == NULL)
        continue;
      other = g_hash_table_lookup (seen, nadi_event_id (event));
      if ((other != NULL && !g_bytes_equal (nadi_event_bytes (event), nadi_event_bytes (other)))
          || nadi_chain_conflicts (self->chain, event))
        return TRUE;
      g_hash_table_insert (seen, (gpointer) nadi_event_id (event), event);
    }
  return FALSE;
}

/* A payload that has another form is the contract's to refuse. */
char **
nadi_log_contents (NadiEvent *event)
{
  const char *type = nadi_event_type (event), *box;
  JsonObject *payload = nadi_event_payload (event);
  char **cids = NULL;

  if (g_str_has_prefix (type, "record."))
    nadi_json_get_strings (payload, "cids", MAX_CIDS, &cids, NULL);
  else if ((g_str_equal (type, "shelf.key") || g_str_equal (type, "role.key") || g_str_equal (type, "network.key"))
           && nadi_json_get_string (payload, "box", &box, NULL))
    {
      cids = g_new0 (char *, 2);
      cids[0] = g_strdup (box);
    }
  return cids != NULL ? cids : g_new0 (char *, 1);
}

/* What an event names can be read from the moment on that it counts. */
static gboolean
has_contents (NadiLog *self, NadiEvent *event, GError **error)
{
  g_auto (GStrv) cids = NULL;

  if (self->blobs == NULL)
    return TRUE;
  cids = nadi_log_contents (event);
  for (guint i = 0; cids[i] != NULL; i++)
    {
      if (!nadi_blobs_has (self->blobs, cids[i]))
        {
          g_set_error (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOB, "The content %s is not stored", cids[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static void
admit_item (NadiLog *self, NadiLogItem *item, NadiLogResult *result, guint *admitted, guint *refused)
{
  GError *error = NULL;
  gboolean again = FALSE;

  if (item->event == NULL || item->error != NULL)
    {
      result->error = g_error_copy (item->error);
      (*refused)++;
      return;
    }
  if (!has_contents (self, item->event, &error)
      || !nadi_chain_admit (self->chain, item->event, item->verified ? &item->key : NULL, &result->index, &again, &error))
    {
      result->error = error;
      (*refused)++;
    }
  else if (!again)
    (*admitted)++;
}

void
nadi_log_admit (NadiLog *self, NadiSubmission *submission, guint *admitted, guint *refused)
{
  if (find_conflict (self, submission))
    {
      g_set_error_literal (&submission->error, NADI_LOG_ERROR, NADI_LOG_ERROR_CONFLICT, "An id came with other bytes before");
      return;
    }
  for (guint i = 0; i < submission->n_items; i++)
    admit_item (self, &submission->items[i], &submission->results[i], admitted, refused);
}
