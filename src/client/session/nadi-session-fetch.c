/* Contents that proven events named: fetched ahead, sealed, and opened where the desk needs them. */
#include "nadi-session-sync.h"

#include "nadi-session-book.h"
#include "nadi-session-index.h"
#include "nadi-session-net.h"
#include "nadi-session-open-record.h"

#define BOXES 512
#define RECORDS 256
#define OPENED_AT_ONCE 100

static void
tell (const NadiSyncing *syncing, const char *stage, guint64 done)
{
  if (syncing->progress != NULL)
    syncing->progress (stage, done, 0, syncing->user_data);
}

/* --- boxes -------------------------------------------------------------------------------------------------------- */

static char **
list_wanted (NadiSession *self, GError **error)
{
  char **cids;

  if (!nadi_session_lock (self, error))
    return NULL;
  cids = nadi_book_list_names (self->cache, "wanted", BOXES, error);
  nadi_session_unlock (self);
  return cids;
}

/* *left: how many of these are not here. */
static gboolean
forget_those_here (NadiSession *self, char **cids, guint *left, GError **error)
{
  gboolean good;

  *left = 0;
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_begin (self->cache, error);
  for (guint i = 0; good && cids[i] != NULL; i++)
    {
      gboolean has;

      good = nadi_cache_has_blob (self->cache, cids[i], &has, error) && (!has || nadi_book_unwant (self->cache, cids[i], error));
      *left += good && !has;
    }
  if (good)
    good = nadi_cache_commit (self->cache, error);
  else if (nadi_cache_in_transaction (self->cache))
    nadi_cache_rollback (self->cache);
  nadi_session_unlock (self);
  return good;
}

static gboolean
fetch_boxes (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  guint left, wanted;

  do
    {
      g_auto (GStrv) cids = list_wanted (self, error);
      guint got = 0;

      if (cids == NULL)
        return FALSE;
      wanted = g_strv_length (cids);
      if (wanted == 0)
        return TRUE;
      if (!nadi_session_fetch_blobs (self, (const char *const *) cids, &got, syncing->cancellable, error) ||
          !forget_those_here (self, cids, &left, error))
        return FALSE;
      tell (syncing, "keys", got);
    }
  while (left < wanted);
  return TRUE;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static GPtrArray *
list_rows (NadiSession *self, GError **error)
{
  g_autofree char *state = g_strdup_printf ("%d", NADI_CACHE_STATE_WANTED);
  GPtrArray *rows = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  nadi_cache_list_records (self->cache, NADI_CACHE_BY_STATE, state, RECORDS, &rows, error);
  nadi_session_unlock (self);
  return rows;
}

static gboolean
mark_those_here (NadiSession *self, GPtrArray *rows, guint *came, GError **error)
{
  gboolean good;

  *came = 0;
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_begin (self->cache, error);
  for (guint i = 0; good && i < rows->len; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);
      gboolean has;

      good = nadi_cache_has_blob (self->cache, row->cids[0], &has, error) &&
             (!has || nadi_cache_set_record_state (self->cache, row->version, NADI_CACHE_STATE_SEALED, error));
      *came += good && has;
    }
  if (good)
    good = nadi_cache_commit (self->cache, error);
  else if (nadi_cache_in_transaction (self->cache))
    nadi_cache_rollback (self->cache);
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

static gboolean
fetch_records (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  guint64 done = 0;
  guint came;

  do
    {
      g_autoptr (GPtrArray) rows = list_rows (self, error);
      g_auto (GStrv) cids = NULL;

      if (rows == NULL)
        return FALSE;
      if (rows->len == 0)
        return TRUE;
      cids = cids_of (rows);
      if (!nadi_session_fetch_blobs (self, (const char *const *) cids, NULL, syncing->cancellable, error) ||
          !mark_those_here (self, rows, &came, error))
        return FALSE;
      done += came;
      tell (syncing, "fetch", done);
    }
  while (came > 0);
  return TRUE;
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
  if (good)
    good = nadi_cache_commit (self->cache, error);
  else if (nadi_cache_in_transaction (self->cache))
    nadi_cache_rollback (self->cache);
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
  guint opened;
  guint64 total = 0;

  do
    {
      g_auto (GStrv) versions = NULL;
      guint n;

      if (!nadi_session_lock (self, error))
        return FALSE;
      versions = nadi_book_list_names (self->cache, "to-open", 4096, error);
      nadi_session_unlock (self);
      if (versions == NULL)
        return FALSE;
      n = g_strv_length (versions);
      opened = 0;
      for (guint i = 0; i < n; i += OPENED_AT_ONCE)
        {
          if (g_cancellable_set_error_if_cancelled (syncing->cancellable, error) ||
              !open_some (self, versions + i, MIN (OPENED_AT_ONCE, n - i), syncing, &opened, error))
            return FALSE;
          tell (syncing, "open", total + opened);
        }
      total += opened;
    }
  while (opened > 0);
  return TRUE;
}

/* What is still wanted after all was fetched that the service gave. It gives only clinicians the boxes of clinical shelves: what it does
 * not give the others tells nothing. */
static gboolean
count_missing (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (self, error);
  g_auto (GStrv) boxes = rows != NULL ? list_wanted (self, error) : NULL;

  if (boxes == NULL)
    return FALSE;
  syncing->report->missing = 0;
  if (!nadi_session_has_role (self, "doctor,nurse"))
    return TRUE;
  syncing->report->missing = rows->len + g_strv_length (boxes);
  return TRUE;
}

gboolean
nadi_session_fetch (NadiSession *self, const NadiSyncing *syncing, GError **error)
{
  return fetch_boxes (self, syncing, error) && fetch_records (self, syncing, error) && open_desk (self, syncing, error) &&
         count_missing (self, syncing, error);
}
