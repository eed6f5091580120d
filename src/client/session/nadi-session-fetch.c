/* Contents that proven events named: fetched ahead, sealed, and opened where the desk needs them. */
#include "nadi-session-sync.h"

#include "nadi-session-book.h"
#include "nadi-session-index.h"
#include "nadi-session-keys.h"
#include "nadi-session-net.h"
#include "nadi-session-open-record.h"

#define BOXES 512
#define RECORDS 256
#define OPENED_AT_ONCE 100
/* What the service does not have, or does not give us, is asked for again after this. Boxes that are for others stay wanted for ever. */
#define BOXES_AGAIN_US (600 * G_USEC_PER_SEC)
#define RECORDS_AGAIN_US (60 * G_USEC_PER_SEC)

static void
tell (const NadiSyncing *syncing, const char *stage, guint64 done)
{
  if (syncing->progress != NULL)
    syncing->progress (stage, done, 0, syncing->user_data);
}

/* From the first on, when that is due. */
static void
begin_asking (NadiSession *self, NadiAsked *asked, gint64 again_us)
{
  gint64 now = nadi_clock_monotonic (self->clock);

  if (asked->since != 0 && now - asked->since < again_us)
    return;
  asked->after = 0;
  asked->since = now;
}

static gboolean
end_transaction (NadiSession *self, gboolean good, GError **error)
{
  if (good)
    return nadi_cache_commit (self->cache, error);
  if (nadi_cache_in_transaction (self->cache))
    nadi_cache_rollback (self->cache);
  return FALSE;
}

/* --- boxes -------------------------------------------------------------------------------------------------------- */

static char **
page_boxes (NadiSession *self, gint64 *after, GError **error)
{
  char **cids;

  if (!nadi_session_lock (self, error))
    return NULL;
  cids = nadi_book_page_names (self->cache, "wanted", BOXES, after, error);
  nadi_session_unlock (self);
  return cids;
}

/* *left: those that are not here. */
static gboolean
forget_those_here (NadiSession *self, char **cids, char ***left, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_begin (self->cache, error);
  for (guint i = 0; good && cids[i] != NULL; i++)
    {
      gboolean has;

      good = nadi_cache_has_blob (self->cache, cids[i], &has, error) && (!has || nadi_book_unwant (self->cache, cids[i], error));
      if (good && !has)
        g_strv_builder_add (builder, cids[i]);
    }
  good = end_transaction (self, good, error);
  nadi_session_unlock (self);
  *left = good ? g_strv_builder_end (builder) : NULL;
  return good;
}

/* An answer has a largest size: what it left out may be had by asking again, as long as something comes. */
static gboolean
fetch_these_boxes (NadiSession *self, const NadiSyncing *syncing, char **cids, guint *came, GError **error)
{
  g_auto (GStrv) wanted = g_strdupv (cids);

  for (guint n = g_strv_length (wanted); n > 0;)
    {
      char **left;
      guint got = 0, n_left;

      if (!nadi_session_fetch_blobs (self, (const char *const *) wanted, &got, syncing->cancellable, error) ||
          !forget_those_here (self, wanted, &left, error))
        return FALSE;
      g_strfreev (wanted);
      wanted = left;
      n_left = g_strv_length (wanted);
      *came += n - n_left;
      if (n_left == n)
        break;
      n = n_left;
    }
  return TRUE;
}

static gboolean
want_role_boxes (NadiSession *self, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_session_want_role_boxes (self, error);
  nadi_session_unlock (self);
  return good;
}

static gboolean
fetch_boxes (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  guint came = 0;

  if (!want_role_boxes (self, error))
    return FALSE;
  begin_asking (self, &self->boxes, BOXES_AGAIN_US);
  for (;;)
    {
      gint64 after = self->boxes.after;
      g_auto (GStrv) cids = page_boxes (self, &after, error);

      if (cids == NULL || g_cancellable_set_error_if_cancelled (syncing->cancellable, error))
        return FALSE;
      if (cids[0] == NULL)
        return TRUE;
      if (!fetch_these_boxes (self, syncing, cids, &came, error))
        return FALSE;
      self->boxes.after = after;
      tell (syncing, "keys", came);
    }
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static GPtrArray *
page_rows (NadiSession *self, gint64 *after, GError **error)
{
  GPtrArray *rows = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  nadi_cache_page_records (self->cache, NADI_CACHE_STATE_WANTED, RECORDS, after, &rows, error);
  nadi_session_unlock (self);
  return rows;
}

/* Those that are here leave rows. */
static gboolean
mark_those_here (NadiSession *self, GPtrArray *rows, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_begin (self->cache, error);
  for (guint i = rows->len; good && i > 0; i--)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i - 1);
      gboolean has;

      good = nadi_cache_has_blob (self->cache, row->cids[0], &has, error) &&
             (!has || nadi_cache_set_record_state (self->cache, row->version, NADI_CACHE_STATE_SEALED, error));
      if (good && has)
        g_ptr_array_remove_index_fast (rows, i - 1);
    }
  good = end_transaction (self, good, error);
  nadi_session_unlock (self);
  return good;
}

/* Of the records themselves: a document's pieces come when it is opened. */
static char **
cids_of (GPtrArray *rows)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < rows->len; i++)
    g_strv_builder_add (builder, ((const NadiCacheRecord *) g_ptr_array_index (rows, i))->cids[0]);
  return g_strv_builder_end (builder);
}

/* As with boxes: again as long as something comes. */
static gboolean
fetch_rows (NadiSession *self, const NadiSyncing *syncing, GPtrArray *rows, guint64 *done, GError **error)
{
  for (guint n = rows->len; n > 0;)
    {
      g_auto (GStrv) cids = cids_of (rows);

      if (!nadi_session_fetch_blobs (self, (const char *const *) cids, NULL, syncing->cancellable, error) ||
          !mark_those_here (self, rows, error))
        return FALSE;
      *done += n - rows->len;
      if (rows->len == n)
        break;
      n = rows->len;
    }
  return TRUE;
}

static gboolean
fetch_records (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  guint64 done = 0;

  begin_asking (self, &self->records, RECORDS_AGAIN_US);
  for (;;)
    {
      gint64 after = self->records.after;
      g_autoptr (GPtrArray) rows = page_rows (self, &after, error);

      if (rows == NULL || g_cancellable_set_error_if_cancelled (syncing->cancellable, error))
        return FALSE;
      if (rows->len == 0)
        return TRUE;
      if (!fetch_rows (self, syncing, rows, &done, error))
        return FALSE;
      self->records.after = after;
      tell (syncing, "fetch", done);
    }
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* *done: opened, or found damaged: not to be tried again. */
static gboolean
open_one (NadiSession *self, const char *version, const NadiSyncing *syncing, gboolean *done, GError **error)
{
  g_autoptr (NadiCacheRecord) row = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (GError) failure = NULL;

  *done = FALSE;
  if (!nadi_cache_get_record (self->cache, version, &row, error))
    return FALSE;
  if (row != NULL && !nadi_session_open_version (self, row, &resource, &failure))
    {
      /* One damaged blob is that record's alone: the next fetch brings it again. */
      if (g_error_matches (failure, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *done = row == NULL || resource != NULL || row->state == NADI_CACHE_STATE_DAMAGED;
  syncing->report->records += resource != NULL;
  syncing->report->damaged += row != NULL && row->state == NADI_CACHE_STATE_DAMAGED;
  return !*done || nadi_book_put_text (self->cache, "to-open", version, NULL, error);
}

static gboolean
open_some (NadiSession *self, char **versions, guint n, const NadiSyncing *syncing, guint *opened, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_begin (self->cache, error);
  for (guint i = 0; good && i < n; i++)
    {
      gboolean done;

      good = open_one (self, versions[i], syncing, &done, error);
      *opened += good && done;
    }
  good = end_transaction (self, good, error);
  if (good)
    nadi_session_index_flush (self);
  else
    g_hash_table_remove_all (self->changed);
  nadi_session_unlock (self);
  return good;
}

static gboolean
open_desk (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  gint64 after = 0;
  guint opened = 0;

  for (;;)
    {
      g_auto (GStrv) versions = NULL;

      if (!nadi_session_lock (self, error))
        return FALSE;
      versions = nadi_book_page_names (self->cache, "to-open", OPENED_AT_ONCE, &after, error);
      nadi_session_unlock (self);
      if (versions == NULL || g_cancellable_set_error_if_cancelled (syncing->cancellable, error))
        return FALSE;
      if (versions[0] == NULL)
        return TRUE;
      if (!open_some (self, versions, g_strv_length (versions), syncing, &opened, error))
        return FALSE;
      tell (syncing, "open", opened);
    }
}

/* What is still wanted after all was fetched that the service gave. It gives only clinicians the boxes of clinical shelves: what it does
 * not give the others tells nothing. */
static gboolean
count_missing (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  guint boxes = 0, rows = 0;
  gboolean good;

  syncing->report->missing = 0;
  if (!nadi_session_has_role (self, "doctor,nurse"))
    return TRUE;
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_count_values (self->cache, NADI_COMPARTMENT_DESK, "wanted", &boxes, error) &&
         nadi_cache_count_records (self->cache, NADI_CACHE_STATE_WANTED, &rows, error);
  nadi_session_unlock (self);
  syncing->report->missing = boxes + rows;
  return good;
}

gboolean
nadi_session_fetch (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  return fetch_boxes (self, syncing, error) && fetch_records (self, syncing, error) && open_desk (self, syncing, error) &&
         count_missing (self, syncing, error);
}
