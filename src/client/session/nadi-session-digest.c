/* The digest's loop, and which event goes where. */
#include "nadi-session-digest-private.h"

#include <string.h>

#include "nadi-session-index.h"

/* Rows come to lie all over the indices: the more of them in one transaction, the fewer pages are written twice. */
#define BATCH 4096

typedef struct
{
  const char *type;
  NadiDigestFunc func;
  gboolean network;          /* taken from "n", else from our own stream */
  gboolean clinical;         /* worked through for the clinical compartment too */
} Rule;

static const Rule rules[] = {
  { "org.admit", nadi_digest_organisation, TRUE, FALSE },
  { "org.update", nadi_digest_organisation_name, TRUE, FALSE },
  { "org.admit", nadi_digest_organisation, FALSE, FALSE },
  { "staff.admit", nadi_digest_staff, FALSE, FALSE },
  { "staff.update", nadi_digest_staff, FALSE, FALSE },
  { "staff.remove", nadi_digest_staff_removal, FALSE, FALSE },
  { "device.admit", nadi_digest_device, FALSE, FALSE },
  { "device.update", nadi_digest_device, FALSE, FALSE },
  { "device.remove", nadi_digest_device_removal, FALSE, FALSE },
  { "role.key", nadi_digest_role_key, FALSE, FALSE },
  { "network.key", nadi_digest_network_key, FALSE, FALSE },
  { "patient.register", nadi_digest_patient, FALSE, FALSE },
  { "patient.update", nadi_digest_patient_keys, FALSE, FALSE },
  { "shelf.key", nadi_digest_shelf_key, FALSE, FALSE },
  { "record.add", nadi_digest_version, FALSE, TRUE },
  { "record.amend", nadi_digest_version, FALSE, TRUE },
  { "record.reseal", nadi_digest_reseal, FALSE, TRUE },
  { "record.retract", nadi_digest_retraction, FALSE, TRUE },
};

/* Ours has come back from a head that a quorum confirmed: it is in the ledger for good. */
static gboolean
confirm (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiSession *self = digest->self;
  g_autoptr (NadiOutboxItem) item = NULL;

  if (g_strcmp0 (nadi_event_device (event), self->device) != 0)
    return TRUE;
  if (!nadi_outbox_get (self->outbox, nadi_event_id (event), &item, error))
    return FALSE;
  if (item == NULL)
    return TRUE;
  if (item->state == NADI_OUTBOX_QUEUED && !nadi_outbox_set_admitted (self->outbox, item->event_id, 0, error))
    return FALSE;
  if (digest->report != NULL)
    digest->report->confirmed++;
  return nadi_outbox_set_final (self->outbox, item->event_id, error);
}

static gboolean
apply (NadiDigest *digest, NadiEvent *event, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].network != digest->own && g_str_equal (rules[i].type, nadi_event_type (event)) &&
        (digest->compartment == NADI_COMPARTMENT_DESK || rules[i].clinical))
      return rules[i].func (digest, event, error);
  return TRUE;
}

/* What somebody sent after they had been removed counts once a colleague has approved it. */
static gboolean
is_late (NadiDigest *digest, NadiEvent *event, gboolean *late, GError **error)
{
  const NadiBookStaff *staff;

  *late = FALSE;
  if (nadi_event_actor (event)->staff == NULL || g_str_equal (nadi_event_type (event), "access.read"))
    return TRUE;
  if (!nadi_digest_get_staff (digest, nadi_event_signer (event), &staff, error))
    return FALSE;
  *late = staff != NULL && staff->removed;
  return TRUE;
}

static gboolean
apply_approved (NadiDigest *digest, NadiEvent *approval, GError **error)
{
  NadiCache *cache = digest->self->cache;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (NadiEvent) event = NULL;
  g_autofree char *waiting = NULL;
  const char *id;

  if (!nadi_json_get_string (nadi_event_payload (approval), "event", &id, NULL))
    return TRUE;
  if (!nadi_book_get_text (cache, "late", id, &waiting, error))
    return FALSE;
  if (waiting == NULL)
    return TRUE;
  if (!nadi_cache_get_event (cache, id, &bytes, NULL, error))
    return FALSE;
  event = bytes != NULL ? nadi_event_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL) : NULL;
  return event == NULL || apply (digest, event, error);
}

static gboolean
take_event (NadiDigest *digest, NadiEvent *event, GError **error)
{
  gboolean late;

  if (digest->compartment == NADI_COMPARTMENT_DESK && digest->own)
    {
      if (!confirm (digest, event, error))
        return FALSE;
      nadi_digest_note_device (digest, event);
    }
  if (digest->own && g_str_equal (nadi_event_type (event), "approve"))
    return apply_approved (digest, event, error);
  if (!is_late (digest, event, &late, error))
    return FALSE;
  if (late && digest->own)
    return nadi_book_put_text (digest->self->cache, "late", nadi_event_id (event), "1", error);
  return apply (digest, event, error);
}

/* Each compartment takes what it has not had yet: both at once as a rule, so that both see staff and keys as they were then. */
static gboolean
is_due (NadiDigest *digest, NadiCompartment compartment, guint64 position)
{
  if (compartment == NADI_COMPARTMENT_CLINICAL && !digest->own)
    return FALSE;
  return nadi_cache_has_compartment (digest->self->cache, compartment) && position >= digest->marks[compartment];
}

static gboolean
on_entry (guint64 position, GBytes *bytes, gpointer user_data)
{
  NadiDigest *digest = user_data;
  g_autoptr (NadiEvent) event = nadi_event_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  digest->next = position + 1;
  if (event == NULL)
    return TRUE;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      digest->compartment = i;
      if (is_due (digest, i, position) && !take_event (digest, event, &digest->failure))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_marks (NadiDigest *digest, const char *stream, GError **error)
{
  digest->next = G_MAXUINT64;
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      digest->marks[i] = 0;
      if (!is_due (digest, i, 0))
        continue;
      if (!nadi_cache_get_mark (digest->self->cache, i, stream, &digest->marks[i], error))
        return FALSE;
      digest->next = MIN (digest->next, digest->marks[i]);
    }
  return TRUE;
}

static gboolean
save_marks (NadiDigest *digest, const char *stream, GError **error)
{
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    if (is_due (digest, i, digest->next) && digest->next > digest->marks[i] &&
        !nadi_cache_set_mark (digest->self->cache, i, stream, digest->next, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_batch (NadiDigest *digest, const char *stream, GError **error)
{
  g_hash_table_remove_all (digest->visits);
  g_hash_table_remove_all (digest->staff);
  g_hash_table_remove_all (digest->shelves);
  g_hash_table_remove_all (digest->devices);
  if (!nadi_cache_each_entry (digest->self->cache, stream, digest->next, BATCH, on_entry, digest, error))
    return FALSE;
  if (digest->failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&digest->failure));
      return FALSE;
    }
  return nadi_digest_put_visits (digest, error) && nadi_digest_put_devices (digest, error) && save_marks (digest, stream, error);
}

/* *done: nothing was left. */
static gboolean
run_batch (NadiDigest *digest, const char *stream, gboolean *done, GError **error)
{
  NadiCache *cache = digest->self->cache;
  guint64 first;

  if (!load_marks (digest, stream, error) || !nadi_cache_begin (cache, error))
    return FALSE;
  first = digest->next;
  if (!take_batch (digest, stream, error))
    {
      nadi_cache_rollback (cache);
      g_hash_table_remove_all (digest->self->changed);
      return FALSE;
    }
  *done = digest->next - first < BATCH;
  if (!nadi_cache_commit (cache, error))
    return FALSE;
  nadi_session_index_flush (digest->self);
  return TRUE;
}

static gboolean
run (NadiSession *self, gboolean own, NadiSyncReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) visits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) staff = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) nadi_book_staff_free);
  g_autoptr (GHashTable) shelves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) nadi_book_shelf_free);
  g_autoptr (GHashTable) devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) nadi_book_device_free);
  NadiDigest digest = { .self = self, .own = own, .report = report, .visits = visits, .staff = staff, .shelves = shelves, .devices = devices };
  gboolean done = FALSE;

  while (!done)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !run_batch (&digest, own ? self->stream : "n", &done, error))
      return FALSE;
  return TRUE;
}

gboolean
nadi_session_digest (NadiSession *self, NadiSyncReport *report, GCancellable *cancellable, GError **error)
{
  if (!run (self, FALSE, report, cancellable, error) || !run (self, TRUE, report, cancellable, error))
    return FALSE;
  nadi_session_count (self);
  return nadi_session_load_self (self, error);
}
