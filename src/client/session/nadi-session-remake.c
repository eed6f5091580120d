/* Shelves that need another key, and records sealed and signed again. */
#include "nadi-session-remake.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-session-book.h"
#include "nadi-session-keys.h"
#include "nadi-session-pieces.h"
#include "nadi-session-refused.h"
#include "nadi-session-write.h"

#define WHOLE_QUEUE G_MAXINT32
/* What waits under "remake" when no key of the shelf was refused for its recipients; otherwise their kids. */
#define NO_KEY "1"

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

/* *shelf NULL: the event names none, or none that is here. */
static gboolean
shelf_of (NadiSession *self, NadiEvent *event, NadiBookShelf **shelf, gint64 *epoch, GError **error)
{
  const char *id = text_of (event, "shelf");

  *shelf = NULL;
  if (id == NULL || !nadi_json_get_int (nadi_event_payload (event), "epoch", 1, G_MAXINT32, epoch, NULL))
    return TRUE;
  return nadi_book_get_shelf (self->cache, id, shelf, error);
}

/* --- what becomes of a shelf -------------------------------------------------------------------------------------- */

/* What is known of refused recipients stays known. */
static gboolean
want_remake (NadiSession *self, const char *shelf, GError **error)
{
  g_autofree char *known = NULL;

  return nadi_book_get_text (self->cache, "remake", shelf, &known, error) &&
         (known != NULL || nadi_book_put_text (self->cache, "remake", shelf, NO_KEY, error));
}

/* Only what stands in the ledger can be over there. */
static gboolean
end_epoch (NadiSession *self, const NadiBookShelf *shelf, gint64 epoch, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);

  return (nadi_book_shelf_epoch (shelf, epoch) == NULL || nadi_book_put_text (self->cache, "stale", shelf->id, number, error)) &&
         want_remake (self, shelf->id, error);
}

gboolean
nadi_session_end_epoch (NadiSession *self, NadiEvent *event, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  gint64 epoch;

  return shelf_of (self, event, &shelf, &epoch, error) && (shelf == NULL || end_epoch (self, shelf, epoch, error));
}

/* The key of this event goes out of the book. */
static gboolean
forget_key (NadiSession *self, NadiBookShelf *shelf, gint64 epoch, NadiEvent *event, GError **error)
{
  nadi_book_shelf_remove (shelf, epoch, text_of (event, "box") != NULL ? text_of (event, "box") : "");
  return nadi_book_put_shelf (self->cache, shelf, error);
}

gboolean
nadi_session_lose_shelf (NadiSession *self, NadiEvent *event, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  gint64 epoch;

  if (!shelf_of (self, event, &shelf, &epoch, error))
    return FALSE;
  if (shelf == NULL)
    return TRUE;
  /* It stood upon a key that was withdrawn, and goes with it. */
  if (epoch > 1 && nadi_book_shelf_epoch (shelf, epoch - 1) == NULL)
    return forget_key (self, shelf, epoch, event, error) && want_remake (self, shelf->id, error);
  shelf->lost = TRUE;
  return nadi_book_put_shelf (self->cache, shelf, error) && want_remake (self, shelf->id, error);
}

gboolean
nadi_session_withdraw_key (NadiSession *self, NadiEvent *event, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_auto (GStrv) recipients = NULL;
  g_autofree char *refused = NULL;
  gint64 epoch;

  if (!shelf_of (self, event, &shelf, &epoch, error))
    return FALSE;
  if (shelf == NULL || !nadi_json_get_strings (nadi_event_payload (event), "recipients", G_MAXUINT, &recipients, NULL))
    return TRUE;
  refused = g_strjoinv (" ", recipients);
  if (!forget_key (self, shelf, epoch, event, error) || !nadi_book_put_text (self->cache, "remake", shelf->id, refused, error))
    return FALSE;
  /* One more box of an epoch that stands: those whom it leaves out get the next one. */
  return nadi_book_shelf_epoch (shelf, epoch) == NULL ? nadi_book_put_text (self->cache, "stale", shelf->id, NULL, error)
                                                      : end_epoch (self, shelf, epoch, error);
}

/* --- whether there is a key now ----------------------------------------------------------------------------------- */

/* A lost shelf's place is taken by the one that came first, once that has come. */
static gboolean
find_first (NadiSession *self, const NadiBookShelf *lost, gboolean *found, GError **error)
{
  g_auto (GStrv) shelves = NULL;

  *found = FALSE;
  if (!nadi_book_get_chart (self->cache, lost->patient, &shelves, error))
    return FALSE;
  for (guint i = 0; shelves[i] != NULL && !*found; i++)
    {
      g_autoptr (NadiBookShelf) other = NULL;
      g_autoptr (NadiSecret) key = NULL;

      if (!nadi_book_get_shelf (self->cache, shelves[i], &other, error))
        return FALSE;
      if (other == NULL || other->lost || !g_str_equal (other->section, lost->section) || nadi_book_shelf_last (other) == NULL)
        continue;
      if (!nadi_session_shelf_key (self, other, nadi_book_shelf_last (other)->epoch, &key, error))
        return FALSE;
      *found = key != NULL;
    }
  return TRUE;
}

static gboolean
is_for (NadiRsaPublic *key, const char *const *kids)
{
  g_autofree char *kid = nadi_rsa_public_kid (key);

  return g_strv_contains (kids, kid);
}

/* A box for those who were refused is refused again: it waits until we have heard of whoever is entitled now. */
static gboolean
is_for_others (NadiSession *self, const NadiBookShelf *shelf, const char *refused, gboolean *others, GError **error)
{
  g_auto (GStrv) kids = g_strsplit (refused, " ", -1);
  g_autoptr (NadiBookPatient) patient = NULL;
  g_autoptr (GPtrArray) recipients = NULL;
  NadiSection section;

  *others = FALSE;
  if (!nadi_session_section_of (self, shelf, &section))
    return TRUE;
  if (shelf->patient != NULL && !nadi_book_get_patient (self->cache, shelf->patient, &patient, error))
    return FALSE;
  recipients = nadi_session_recipients (self, section, patient, error);
  if (recipients == NULL)
    return FALSE;
  *others = recipients->len != g_strv_length (kids);
  for (guint i = 0; i < recipients->len && !*others; i++)
    *others = !is_for (g_ptr_array_index (recipients, i), (const char *const *) kids);
  return TRUE;
}

static gboolean
has_place (NadiSession *self, const char *id, gboolean *has, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autofree char *refused = NULL;

  *has = FALSE;
  if (!nadi_book_get_shelf (self->cache, id, &shelf, error) || !nadi_book_get_text (self->cache, "remake", id, &refused, error))
    return FALSE;
  if (shelf == NULL)
    return TRUE;
  if (shelf->lost)
    return find_first (self, shelf, has, error);
  if (g_strcmp0 (refused, NO_KEY) != 0)
    return is_for_others (self, shelf, refused, has, error);
  *has = TRUE;
  return TRUE;
}

/* --- sealed and signed again -------------------------------------------------------------------------------------- */

gboolean
nadi_session_write_again (NadiSession *self, const NadiOutboxItem *item, NadiEvent *event, const NadiCacheRecord *row, GError **error)
{
  g_autoptr (NadiSecret) stored = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  g_auto (GStrv) pieces = NULL;
  NadiNewVersion about = { .patient = row->patient, .record = row->record, .version = row->version,
                           .replaces = (const char *const *) row->replaces, .form = item->form, .keep_typed = item->typed != NULL };

  if (g_str_equal (nadi_event_type (event), "record.retract"))
    return nadi_session_write_retraction (self, row, item->form, error);
  if (!nadi_cache_get_resource (self->cache, row->version, &stored, error))
    return FALSE;
  if (stored == NULL)
    return TRUE;
  resource = nadi_fhir_resource_new ((const char *) nadi_secret_data (stored), nadi_secret_size (stored), error);
  if (resource == NULL || !nadi_session_reseal_document (self, row, &about, &resource, &pieces, error))
    return FALSE;
  about.pieces = (const char *const *) pieces;
  return nadi_session_write_version (self, &about, resource, NULL, error);
}

gboolean
nadi_session_waits_for_shelf (NadiSession *self, const NadiOutboxItem *item)
{
  g_autoptr (NadiEvent) event = parse (item);
  g_autofree char *waits = NULL;

  return event != NULL && g_str_has_prefix (nadi_event_type (event), "record.") && text_of (event, "shelf") != NULL &&
         nadi_book_get_text (self->cache, "remake", text_of (event, "shelf"), &waits, NULL) && waits != NULL;
}

static gboolean
remake_item (NadiSession *self, const NadiOutboxItem *item, gboolean *made, GError **error)
{
  g_autoptr (NadiEvent) event = parse (item);
  g_autoptr (NadiCacheRecord) row = NULL;

  if (!has_place (self, text_of (event, "shelf"), made, error))
    return FALSE;
  *made = *made && nadi_session_is_own (self, event);
  if (!*made)
    return TRUE;
  if (!nadi_cache_get_record (self->cache, text_of (event, "version"), &row, error))
    return FALSE;
  return nadi_session_drop (self, item, "epoch", error) && (row == NULL || nadi_session_write_again (self, item, event, row, error));
}

/* waiting: the shelves of those that still wait. */
static gboolean
remake_items (NadiSession *self, GPtrArray *items, GHashTable *waiting, guint *left, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      const NadiOutboxItem *item = g_ptr_array_index (items, i);
      g_autoptr (NadiEvent) event = NULL;
      gboolean made;

      if (!nadi_session_waits_for_shelf (self, item))
        continue;
      if (!remake_item (self, item, &made, error))
        return FALSE;
      if (made)
        continue;
      event = parse (item);
      g_hash_table_add (waiting, g_strdup (text_of (event, "shelf")));
      (*left)++;
    }
  return TRUE;
}

gboolean
nadi_session_remake (NadiSession *self, guint *left, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) shelves = nadi_book_list_names (self->cache, "remake", WHOLE_QUEUE, error);
  gboolean good;

  *left = 0;
  if (shelves == NULL)
    return FALSE;
  if (shelves[0] == NULL)
    return TRUE;
  if (!nadi_outbox_list (self->outbox, NADI_OUTBOX_QUEUED, WHOLE_QUEUE, &items, error) || !nadi_session_write_begin (self, error))
    return FALSE;
  good = remake_items (self, items, waiting, left, error);
  for (guint i = 0; good && shelves[i] != NULL; i++)
    if (!g_hash_table_contains (waiting, shelves[i]))
      good = nadi_book_put_text (self->cache, "remake", shelves[i], NULL, error);
  return nadi_session_write_end (self, good, error);
}
