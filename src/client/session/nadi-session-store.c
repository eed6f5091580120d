/* What sync verified, on its way into the cache. */
#include "nadi-session-private.h"

#include <string.h>

#define LARGEST_EVIDENCE (1u << 20)
#define MOST_EVIDENCE 20

/* The bytes alone: what an event reads as takes several times their room. */
typedef struct
{
  guint64 position;
  char *id;
  GBytes *bytes;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  g_bytes_unref (entry->bytes);
  g_free (entry);
}

static gboolean
store_begin (NadiSyncStore *store, GError **error)
{
  NadiSessionStore *self = (NadiSessionStore *) store;

  g_ptr_array_set_size (self->entries, 0);
  g_clear_pointer (&self->stream, g_free);
  self->has_trusted = FALSE;
  return TRUE;
}

static void
store_rollback (NadiSyncStore *store)
{
  store_begin (store, NULL);
}

static gboolean
store_load_trusted (NadiSyncStore *store, NadiTrustedHead *trusted, GError **error)
{
  NadiSession *session = ((NadiSessionStore *) store)->session;
  gboolean good;

  if (!nadi_session_lock (session, error))
    return FALSE;
  good = nadi_cache_load_trusted (session->cache, trusted, error);
  nadi_session_unlock (session);
  return good;
}

static gboolean
store_save_trusted (NadiSyncStore *store, const NadiTrustedHead *trusted, GError **error)
{
  NadiSessionStore *self = (NadiSessionStore *) store;

  self->trusted = *trusted;
  self->has_trusted = TRUE;
  return TRUE;
}

static gboolean
store_load_cursor (NadiSyncStore *store, const char *stream, NadiStreamHead *cursor, GError **error)
{
  NadiSession *session = ((NadiSessionStore *) store)->session;
  gboolean good;

  if (!nadi_session_lock (session, error))
    return FALSE;
  good = nadi_cache_load_cursor (session->cache, stream, cursor, error);
  nadi_session_unlock (session);
  return good;
}

static gboolean
store_save_cursor (NadiSyncStore *store, const char *stream, const NadiStreamHead *cursor, GError **error)
{
  NadiSessionStore *self = (NadiSessionStore *) store;

  g_free (self->stream);
  self->stream = g_strdup (stream);
  self->cursor = *cursor;
  return TRUE;
}

/* The quorum vouches that every leaf of a stream is an event; one that is none is an answer that is none. */
static gboolean
store_add_entry (NadiSyncStore *store, const char *stream, guint64 position, const guint8 *entry, gsize length,
                 const NadiHash *leaf, GError **error)
{
  NadiSessionStore *self = (NadiSessionStore *) store;
  g_autoptr (NadiEvent) event = nadi_event_parse ((const char *) entry, length, NULL);
  Entry *row;

  if (event == NULL)
    {
      g_set_error_literal (error, NADI_SYNC_ERROR, NADI_SYNC_ERROR_FORMAT, "an entry of a stream is no event");
      return FALSE;
    }
  row = g_new (Entry, 1);
  row->position = position;
  row->id = g_strdup (nadi_event_id (event));
  row->bytes = g_bytes_ref (nadi_event_bytes (event));
  g_ptr_array_add (self->entries, row);
  return TRUE;
}

static gboolean
write_all (NadiSessionStore *self, GError **error)
{
  NadiCache *cache = self->session->cache;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (!nadi_cache_add_entry (cache, self->stream, entry->position, entry->id, g_bytes_get_data (entry->bytes, NULL),
                                 g_bytes_get_size (entry->bytes), error))
        return FALSE;
    }
  if (self->stream != NULL && !nadi_cache_save_cursor (cache, self->stream, &self->cursor, error))
    return FALSE;
  return !self->has_trusted || nadi_cache_save_trusted (cache, &self->trusted, error);
}

static gboolean
store_commit (NadiSyncStore *store, GError **error)
{
  NadiSessionStore *self = (NadiSessionStore *) store;
  NadiSession *session = self->session;
  gboolean good = FALSE;

  if (!nadi_session_lock (session, error))
    return FALSE;
  if (nadi_cache_begin (session->cache, error))
    {
      good = write_all (self, error);
      if (good)
        good = nadi_cache_commit (session->cache, error);
      else
        nadi_cache_rollback (session->cache);
    }
  nadi_session_unlock (session);
  if (good && self->has_trusted)
    nadi_session_note_head (session, &self->trusted);
  store_begin (store, NULL);
  return good;
}

/* Evidence is kept as long as there is room for it: a service that lies all day must not fill the disk. */
static gboolean
count_evidence (const char *name, GBytes *data, gpointer count)
{
  (*(guint *) count)++;
  return TRUE;
}

static void
store_keep_evidence (NadiSyncStore *store, const char *error_word, GBytes *answer)
{
  NadiSession *session = ((NadiSessionStore *) store)->session;
  g_autofree char *name = g_strdup_printf ("%s-%" G_GINT64_FORMAT, error_word, nadi_clock_now (session->clock));
  guint count = 0;

  if (!nadi_session_lock (session, NULL))
    return;
  if (nadi_cache_each_value (session->cache, NADI_COMPARTMENT_DESK, "evidence", count_evidence, &count, NULL) && count < MOST_EVIDENCE)
    nadi_cache_put_value (session->cache, NADI_COMPARTMENT_DESK, "evidence", name, g_bytes_get_data (answer, NULL),
                          MIN (g_bytes_get_size (answer), LARGEST_EVIDENCE), NULL);
  nadi_cache_put_value (session->cache, NADI_COMPARTMENT_DESK, "setting", "stopped", (const guint8 *) error_word,
                        strlen (error_word), NULL);
  nadi_session_unlock (session);
}

void
nadi_session_store_init (NadiSessionStore *store, NadiSession *self)
{
  store->store.begin = store_begin;
  store->store.commit = store_commit;
  store->store.rollback = store_rollback;
  store->store.load_trusted = store_load_trusted;
  store->store.save_trusted = store_save_trusted;
  store->store.load_cursor = store_load_cursor;
  store->store.save_cursor = store_save_cursor;
  store->store.add_entry = store_add_entry;
  store->store.keep_evidence = store_keep_evidence;
  store->session = self;
  store->entries = g_ptr_array_new_with_free_func (entry_free);
}

void
nadi_session_store_clear (NadiSessionStore *store)
{
  g_clear_pointer (&store->entries, g_ptr_array_unref);
  g_clear_pointer (&store->stream, g_free);
}
