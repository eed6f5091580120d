/* Patients, shelves and records, as events make them. */
#include "nadi-session-digest-private.h"

#include <string.h>

#include "nadi-session-index.h"
#include "nadi-session-keys.h"

static const char *
text_of (NadiEvent *event, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (nadi_event_payload (event), member, &text, NULL);
  return text;
}

/* --- patients ----------------------------------------------------------------------------------------------------- */

gboolean
nadi_digest_patient (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiCache *cache = digest->self->cache;
  const char *id = text_of (event, "patient");
  g_autoptr (NadiBookPatient) patient = NULL;

  if (id == NULL || g_strcmp0 (nadi_event_actor (event)->org, digest->self->org) != 0)
    return TRUE;
  if (!nadi_book_get_patient (cache, id, &patient, error))
    return FALSE;
  if (patient == NULL)
    {
      patient = g_new0 (NadiBookPatient, 1);
      patient->last_visit = NADI_CACHE_NO_DAY;
    }
  g_free (patient->number);
  g_free (patient->label);
  g_free (patient->seal);
  patient->number = g_strdup (text_of (event, "number"));
  patient->label = g_strdup (text_of (event, "label"));
  patient->seal = g_strdup (text_of (event, "seal"));
  if (digest->report != NULL)
    digest->report->patients++;
  return nadi_book_put_patient (cache, id, patient, error);
}

/* A claim counts when it was approved: the state says. */
gboolean
nadi_digest_patient_keys (NadiDigest *digest, NadiEvent *event, GError **error)
{
  const char *id = text_of (event, "patient");

  return id == NULL || nadi_book_put_text (digest->self->cache, "unproven", id, nadi_event_id (event), error);
}

char **
nadi_session_list_unproven (NadiSession *self, GError **error)
{
  return nadi_book_list_names (self->cache, "unproven", 64, error);
}

gboolean
nadi_session_take_proof (NadiSession *self, const char *id, GBytes *value, GError **error)
{
  g_autoptr (NadiBookPatient) patient = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = NULL;
  const char *seal = NULL;

  if (value != NULL)
    object = nadi_json_load_object (g_bytes_get_data (value, NULL), g_bytes_get_size (value), 65536, &node, NULL);
  if (object == NULL || !nadi_json_get_optional_string (object, "seal", &seal, NULL) || seal == NULL)
    return TRUE;
  if (!nadi_book_get_patient (self->cache, id, &patient, error))
    return FALSE;
  if (patient != NULL)
    {
      g_free (patient->seal);
      patient->seal = g_strdup (seal);
      if (!nadi_book_put_patient (self->cache, id, patient, error))
        return FALSE;
    }
  return nadi_book_put_text (self->cache, "unproven", id, NULL, error);
}

/* --- shelves ------------------------------------------------------------------------------------------------------ */

static gboolean
enter_chart (NadiDigest *digest, const NadiBookShelf *shelf, GError **error)
{
  g_auto (GStrv) shelves = NULL;
  g_autoptr (GPtrArray) more = g_ptr_array_new ();

  if (!nadi_book_get_chart (digest->self->cache, shelf->patient, &shelves, error))
    return FALSE;
  if (g_strv_contains ((const char *const *) shelves, shelf->id))
    return TRUE;
  for (guint i = 0; shelves[i] != NULL; i++)
    g_ptr_array_add (more, shelves[i]);
  g_ptr_array_add (more, shelf->id);
  g_ptr_array_add (more, NULL);
  return nadi_book_put_chart (digest->self->cache, shelf->patient, (const char *const *) more->pdata, error);
}

gboolean
nadi_digest_shelf_key (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiCache *cache = digest->self->cache;
  JsonObject *payload = nadi_event_payload (event);
  const char *id = text_of (event, "shelf");
  const char *kid = text_of (event, "kid");
  const char *box = text_of (event, "box");
  const char *section = text_of (event, "section");
  g_auto (GStrv) recipients = NULL;
  g_autoptr (NadiBookShelf) shelf = NULL;
  gint64 epoch;

  if (id == NULL || kid == NULL || box == NULL || section == NULL ||
      g_strcmp0 (nadi_event_actor (event)->org, digest->self->org) != 0 ||
      !nadi_json_get_int (payload, "epoch", 1, G_MAXINT32, &epoch, NULL) ||
      !nadi_json_get_strings (payload, "recipients", 64, &recipients, NULL))
    return TRUE;
  if (!nadi_book_get_shelf (cache, id, &shelf, error))
    return FALSE;
  if (shelf == NULL)
    shelf = nadi_book_shelf_new (id, text_of (event, "patient"), section);
  shelf->lost = FALSE;
  if (!nadi_book_shelf_add (shelf, epoch, kid, box, (const char *const *) recipients))
    return TRUE;
  g_hash_table_remove (digest->shelves, id);
  return nadi_book_put_shelf (cache, shelf, error) && enter_chart (digest, shelf, error) && nadi_book_want (cache, box, error);
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static void
note_visit (NadiDigest *digest, const char *patient, gint32 day)
{
  gpointer known;

  if (patient == NULL || day == NADI_CACHE_NO_DAY)
    return;
  if (g_hash_table_lookup_extended (digest->visits, patient, NULL, &known) && GPOINTER_TO_INT (known) >= day)
    return;
  g_hash_table_insert (digest->visits, g_strdup (patient), GINT_TO_POINTER (day));
}

gboolean
nadi_digest_put_visits (NadiDigest *digest, GError **error)
{
  GHashTableIter iter;
  gpointer id, day;

  g_hash_table_iter_init (&iter, digest->visits);
  while (g_hash_table_iter_next (&iter, &id, &day))
    if (!nadi_session_put_visit (digest->self, id, GPOINTER_TO_INT (day), error))
      return FALSE;
  return TRUE;
}

/* The shelf of an event, if it is one of ours. It belongs to the digest. */
static gboolean
find_shelf (NadiDigest *digest, NadiEvent *event, const NadiBookShelf **shelf, GError **error)
{
  const char *id = text_of (event, "shelf");
  gpointer known = NULL;
  NadiBookShelf *found;

  *shelf = NULL;
  if (id == NULL)
    return TRUE;
  if (g_hash_table_lookup_extended (digest->shelves, id, NULL, &known))
    {
      *shelf = known;
      return TRUE;
    }
  if (!nadi_book_get_shelf (digest->self->cache, id, &found, error))
    return FALSE;
  g_hash_table_insert (digest->shelves, g_strdup (id), found);
  *shelf = found;
  return TRUE;
}

static NadiCacheRecord *
read_version (NadiEvent *event, const NadiBookShelf *shelf)
{
  JsonObject *payload = nadi_event_payload (event);
  g_autoptr (NadiCacheRecord) row = g_new0 (NadiCacheRecord, 1);
  const char *commitment = text_of (event, "commitment");
  gint64 day;

  row->compartment = nadi_session_compartment_of (shelf->section);
  row->version = g_strdup (text_of (event, "version"));
  row->record = g_strdup (text_of (event, "record"));
  row->patient = g_strdup (shelf->patient);
  row->shelf = g_strdup (shelf->id);
  row->author = g_strdup (nadi_event_signer (event));
  row->event = g_strdup (nadi_event_id (event));
  row->time = nadi_event_time (event);
  if (row->version == NULL || row->record == NULL || commitment == NULL ||
      !nadi_hash_from_text (commitment, &row->commitment, NULL) ||
      !nadi_json_get_int (payload, "epoch", 1, G_MAXINT32, &row->epoch, NULL) ||
      !nadi_json_get_optional_int (payload, "date", G_MININT32, G_MAXINT32, NADI_CACHE_NO_DAY, &day, NULL) ||
      !nadi_json_get_strings (payload, "cids", 128, &row->cids, NULL) || row->cids[0] == NULL)
    return NULL;
  row->date = (gint32) day;
  if (json_object_has_member (payload, "replaces") && !nadi_json_get_strings (payload, "replaces", 16, &row->replaces, NULL))
    return NULL;
  if (row->compartment == NADI_COMPARTMENT_DESK)
    row->section = g_strdup (shelf->section);
  return g_steal_pointer (&row);
}

static gboolean
mark_replaced (NadiCache *cache, const NadiCacheRecord *row, GError **error)
{
  for (guint i = 0; row->replaces != NULL && row->replaces[i] != NULL; i++)
    {
      g_autoptr (NadiCacheRecord) old = NULL;

      if (!nadi_cache_get_record (cache, row->replaces[i], &old, error))
        return FALSE;
      if (old != NULL && old->status == NADI_CACHE_STATUS_CURRENT &&
          !nadi_cache_set_record_status (cache, old->version, NADI_CACHE_STATUS_REPLACED, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_version (NadiDigest *digest, NadiEvent *event, NadiCacheRecord *row, GError **error)
{
  NadiSession *self = digest->self;
  gboolean signed_well, has_blob;

  if (!nadi_digest_is_signers_key (digest, event, &signed_well, error) ||
      !nadi_cache_has_blob (self->cache, row->cids[0], &has_blob, error))
    return FALSE;
  row->state = has_blob ? NADI_CACHE_STATE_SEALED : NADI_CACHE_STATE_WANTED;
  if (!signed_well)
    {
      row->state = NADI_CACHE_STATE_DAMAGED;
      if (!nadi_book_put_text (self->cache, "damage", row->version, "signature", error))
        return FALSE;
      if (digest->report != NULL)
        digest->report->damaged++;
    }
  if (self->fresh != NULL)
    g_ptr_array_add (self->fresh, g_strdup (row->version));
  if (signed_well && row->compartment == NADI_COMPARTMENT_DESK && !nadi_book_put_text (self->cache, "to-open", row->version, "1", error))
    return FALSE;
  return nadi_cache_put_record (self->cache, row, NULL, 0, error);
}

gboolean
nadi_digest_version (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiCache *cache = digest->self->cache;
  const NadiBookShelf *shelf;
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiCacheRecord) known = NULL;

  if (!find_shelf (digest, event, &shelf, error))
    return FALSE;
  row = shelf != NULL ? read_version (event, shelf) : NULL;
  if (row == NULL)
    return TRUE;
  if (digest->compartment == NADI_COMPARTMENT_DESK && row->compartment != NADI_COMPARTMENT_DESK)
    note_visit (digest, row->patient, row->date);
  if (row->compartment != digest->compartment)
    return TRUE;
  if (!nadi_cache_get_record (cache, row->version, &known, error))
    return FALSE;
  /* Our own is here since it was written; the event is the one that it was written with. */
  if (known != NULL && g_str_equal (known->event, row->event))
    return mark_replaced (cache, row, error);
  return put_version (digest, event, row, error) && mark_replaced (cache, row, error);
}

/* A new address under a new key; commitment and author stay. */
gboolean
nadi_digest_reseal (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiCache *cache = digest->self->cache;
  const NadiBookShelf *shelf;
  g_autoptr (NadiCacheRecord) row = NULL;
  const char *version = text_of (event, "version");
  g_auto (GStrv) cids = NULL;
  gint64 epoch;

  if (!find_shelf (digest, event, &shelf, error))
    return FALSE;
  if (shelf == NULL || version == NULL || nadi_session_compartment_of (shelf->section) != digest->compartment ||
      !nadi_json_get_int (nadi_event_payload (event), "epoch", 1, G_MAXINT32, &epoch, NULL) ||
      !nadi_json_get_strings (nadi_event_payload (event), "cids", 128, &cids, NULL) || cids[0] == NULL)
    return TRUE;
  if (!nadi_cache_get_record (cache, version, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  g_strfreev (row->cids);
  row->cids = g_steal_pointer (&cids);
  row->epoch = epoch;
  if (row->state != NADI_CACHE_STATE_OPENED)
    row->state = NADI_CACHE_STATE_WANTED;
  return nadi_book_put_text (cache, "reseal", version, nadi_event_id (event), error) &&
         nadi_cache_put_record (cache, row, NULL, 0, error);
}

gboolean
nadi_digest_retraction (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiSession *self = digest->self;
  const NadiBookShelf *shelf;
  g_autoptr (NadiCacheRecord) row = NULL;
  const char *version = text_of (event, "version");

  if (!find_shelf (digest, event, &shelf, error))
    return FALSE;
  if (shelf == NULL || version == NULL || nadi_session_compartment_of (shelf->section) != digest->compartment)
    return TRUE;
  if (!nadi_cache_get_record (self->cache, version, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (self->fresh != NULL && row->status != NADI_CACHE_STATUS_RETRACTED)
    g_ptr_array_add (self->fresh, g_strdup (version));
  return nadi_cache_set_record_status (self->cache, version, NADI_CACHE_STATUS_RETRACTED, error);
}
