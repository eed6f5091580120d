/* Submissions: what is looked at before the contract is asked, and what comes back. */
#include "nadi-log-private.h"

#include <string.h>

#include "nadi-founding.h"
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

static void
take_box_addresses (const char *statement, GPtrArray *cids)
{
  g_autoptr (NadiFounding) founding = nadi_founding_parse (statement, strlen (statement), NULL);

  for (guint i = 0; founding != NULL && i < founding->roles->len; i++)
    g_ptr_array_add (cids, g_strdup (((NadiFoundingRole *) g_ptr_array_index (founding->roles, i))->box));
}

static void
take_addresses (JsonObject *payload, const char *member, GPtrArray *cids)
{
  g_auto (GStrv) list = NULL;

  if (nadi_json_get_strings (payload, member, MAX_CIDS, &list, NULL))
    for (guint i = 0; list[i] != NULL; i++)
      g_ptr_array_add (cids, g_strdup (list[i]));
}

static void
take_address (JsonObject *payload, const char *member, GPtrArray *cids)
{
  const char *cid;

  if (nadi_json_get_optional_string (payload, member, &cid, NULL) && cid != NULL)
    g_ptr_array_add (cids, g_strdup (cid));
}

/* A payload that has another form is the contract's to refuse. */
char **
nadi_log_contents (NadiEvent *event)
{
  static const char *const of_box[] = { "shelf.key", "role.key", "network.key", NULL };
  static const char *const of_vault[] = { "patient.register", "patient.update", NULL };
  GPtrArray *cids = g_ptr_array_new ();
  JsonObject *payload = nadi_event_payload (event);
  const char *type = nadi_event_type (event), *founding;

  if (g_str_has_prefix (type, "record."))
    take_addresses (payload, "cids", cids);
  else if (g_strv_contains (of_box, type))
    take_address (payload, "box", cids);
  else if (g_strv_contains (of_vault, type))
    take_address (payload, "vault", cids);
  else if (g_str_equal (type, "org.update"))
    take_address (payload, "profile", cids);
  else if (g_str_equal (type, "org.admit") && nadi_json_get_string (payload, "founding", &founding, NULL))
    take_box_addresses (founding, cids);
  g_ptr_array_add (cids, NULL);
  return (char **) g_ptr_array_free (cids, FALSE);
}

/* An approval lets what waits count, so that its contents are looked at again. */
static char **
contents_to_have (NadiEvent *event, NadiMap *state)
{
  g_autoptr (NadiEvent) waiting = NULL;
  const char *id;

  if (!g_str_equal (nadi_event_type (event), "approve"))
    return nadi_log_contents (event);
  if (nadi_json_get_string (nadi_event_payload (event), "event", &id, NULL))
    waiting = nadi_contract_pending (state, id);
  return waiting != NULL ? nadi_log_contents (waiting) : g_new0 (char *, 1);
}

/* What an event names can be read from the moment on that it counts. Looked at last: what was admitted once is not asked for it
 * again, and whoever may not name a content does not learn whether it is here. */
gboolean
nadi_log_has_contents (NadiEvent *event, NadiMap *state, gpointer blobs, GError **error)
{
  g_auto (GStrv) cids = contents_to_have (event, state);

  for (guint i = 0; cids[i] != NULL; i++)
    {
      if (!nadi_blobs_has (blobs, cids[i]))
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
  if (!nadi_chain_admit (self->chain, item->event, item->verified ? &item->key : NULL, &result->index, &again, &error))
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
