/* Opening, transactions, the trusted head, and the check of everything. */
#include "nadi-cache.h"

#include <string.h>

#include "nadi-cache-codec.h"
#include "nadi-cache-private.h"
#include "nadi-digest.h"

#define HEAD_SIZE (1 + 8 + 8 + NADI_HASH_SIZE + 8 + 8)
#define HEAD_VERSION 1
/* Names are tokens, so what is written lies all over the indices: they should fit. A page that does not is read, and its
 * checksum computed, again for every row. */
#define PAGE_CACHE (64u << 20)

G_DEFINE_QUARK (nadi-cache-error-quark, nadi_cache_error)

/* --- compartments -------------------------------------------------------------------------------------------- */

static NadiSecret *
derive (NadiSecret *key, const char *info)
{
  return nadi_hkdf_sha256 (nadi_secret_data (key), nadi_secret_size (key), NULL, 0, info, strlen (info), NADI_AEAD_KEY_SIZE);
}

static void
seal_init (NadiCacheSeal *seal, NadiSecret *key)
{
  g_autoptr (NadiSecret) sealing = derive (key, "nadi-cache-seal");

  seal->aead = nadi_aead_new (nadi_secret_data (sealing));
  seal->lookup = derive (key, "nadi-cache-lookup");
}

static void
seal_clear (NadiCacheSeal *seal)
{
  g_clear_pointer (&seal->aead, nadi_aead_free);
  g_clear_pointer (&seal->lookup, nadi_secret_unref);
}

gboolean
nadi_cache_has_compartment (NadiCache *self, NadiCompartment compartment)
{
  return self->seals[compartment].aead != NULL;
}

/* --- sealed values by a plain name: what the cache knows of itself -------------------------------------------------- */

/* TRUE and NULL when it is not there. The name stands in the associated data as the "table". */
static gboolean
load_meta (NadiCache *self, NadiCompartment compartment, const char *name, NadiSecret **value, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, "SELECT value FROM meta WHERE name = ?");
  int step;

  *value = NULL;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  step = nadi_database_step (self->database, statement, error);
  if (step == 1)
    {
      *value = nadi_cache_open_secret (self, statement, name, 0, compartment, error);
      sqlite3_reset (statement);
      return *value != NULL;
    }
  return step == 0;
}

static gboolean
save_meta (NadiCache *self, NadiCompartment compartment, const char *name, const guint8 *data, gsize length, GError **error)
{
  NadiCacheRow row;

  nadi_cache_row_start (&row, self, name, "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  sqlite3_bind_text (row.statement, row.column++, name, -1, SQLITE_STATIC);
  nadi_cache_row_seal (&row, compartment, data, length);
  return nadi_cache_row_run (&row, error);
}

/* A value that only the compartment's key opens: tells a wrong key from a damaged cache. */
static gboolean
check_key (NadiCache *self, NadiCompartment compartment, GError **error)
{
  const char *name = compartment == NADI_COMPARTMENT_DESK ? "key-desk" : "key-clinical";
  g_autoptr (NadiSecret) value = NULL;
  g_autoptr (GError) local = NULL;

  if (!load_meta (self, compartment, name, &value, &local))
    {
      if (g_error_matches (local, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED))
        g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_KEY, "This key does not open the cache");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return value != NULL || save_meta (self, compartment, name, (const guint8 *) name, strlen (name), error);
}

NadiCache *
nadi_cache_open (const char *path, NadiSecret *desk, NadiSecret *clinical, NadiRandom *random, const char *vfs, GError **error)
{
  g_autoptr (NadiCache) self = g_new0 (NadiCache, 1);

  g_return_val_if_fail (nadi_secret_size (desk) == NADI_COMPARTMENT_KEY_SIZE, NULL);
  g_return_val_if_fail (clinical == NULL || nadi_secret_size (clinical) == NADI_COMPARTMENT_KEY_SIZE, NULL);

  self->random = random;
  seal_init (&self->seals[NADI_COMPARTMENT_DESK], desk);
  if (clinical != NULL)
    seal_init (&self->seals[NADI_COMPARTMENT_CLINICAL], clinical);
  self->database = nadi_database_open (path, NADI_CACHE_APPLICATION_ID, nadi_cache_migrations, vfs, error);
  if (self->database == NULL || !check_key (self, NADI_COMPARTMENT_DESK, error))
    return NULL;
  if (clinical != NULL && !check_key (self, NADI_COMPARTMENT_CLINICAL, error))
    return NULL;
  nadi_database_set_page_cache (self->database, PAGE_CACHE);
  return g_steal_pointer (&self);
}

void
nadi_cache_close (NadiCache *self)
{
  if (self == NULL)
    return;
  if (self->in_transaction)
    nadi_cache_rollback (self);
  nadi_database_close (self->database);
  seal_clear (&self->seals[NADI_COMPARTMENT_DESK]);
  seal_clear (&self->seals[NADI_COMPARTMENT_CLINICAL]);
  g_free (self);
}

/* --- transactions -------------------------------------------------------------------------------------------- */

static gboolean
fail_state (GError **error, const char *message)
{
  g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_STATE, message);
  return FALSE;
}

gboolean
nadi_cache_begin (NadiCache *self, GError **error)
{
  if (self->in_transaction)
    return fail_state (error, "A transaction is open already");
  if (!nadi_database_begin (self->database, error))
    return FALSE;
  self->in_transaction = TRUE;
  self->failed = FALSE;
  return TRUE;
}

gboolean
nadi_cache_commit (NadiCache *self, GError **error)
{
  if (!self->in_transaction)
    return fail_state (error, "No transaction is open");
  /* SQLite undoes a transaction by itself after some errors; what is written later must not pass for the whole. */
  if (self->failed)
    {
      nadi_cache_rollback (self);
      return fail_state (error, "A write of this transaction failed");
    }
  self->in_transaction = FALSE;
  return nadi_database_commit (self->database, error);
}

void
nadi_cache_rollback (NadiCache *self)
{
  self->in_transaction = FALSE;
  nadi_database_rollback (self->database);
}

gboolean
nadi_cache_in_transaction (NadiCache *self)
{
  return self->in_transaction;
}

gboolean
nadi_cache_enter (NadiCache *self, gboolean *entered, GError **error)
{
  *entered = FALSE;
  if (self->in_transaction)
    return !self->failed || fail_state (error, "A write of this transaction failed");
  *entered = nadi_cache_begin (self, error);
  return *entered;
}

gboolean
nadi_cache_leave (NadiCache *self, gboolean entered, gboolean good, GError **error)
{
  if (!entered)
    {
      self->failed |= !good;
      return good;
    }
  if (good)
    return nadi_cache_commit (self, error);
  nadi_cache_rollback (self);
  return FALSE;
}

/* --- the trusted head ---------------------------------------------------------------------------------------- */

static void
encode_head (const NadiTrustedHead *trusted, guint64 counter, guint8 out[HEAD_SIZE])
{
  out[0] = HEAD_VERSION;
  nadi_store_u64 (out + 1, counter);
  nadi_store_u64 (out + 9, trusted->size);
  memcpy (out + 17, trusted->root.bytes, NADI_HASH_SIZE);
  nadi_store_u64 (out + 49, (guint64) trusted->freshness);
  nadi_store_u64 (out + 57, (guint64) trusted->block_time);
}

static gboolean
decode_head (NadiSecret *secret, NadiTrustedHead *trusted, guint64 *counter, GError **error)
{
  const guint8 *data = nadi_secret_data (secret);

  if (nadi_secret_size (secret) != HEAD_SIZE || data[0] != HEAD_VERSION)
    return nadi_cache_fail_damaged ("trusted", error);
  *counter = nadi_load_u64 (data + 1);
  trusted->size = nadi_load_u64 (data + 9);
  memcpy (trusted->root.bytes, data + 17, NADI_HASH_SIZE);
  trusted->freshness = (gint64) nadi_load_u64 (data + 49);
  trusted->block_time = (gint64) nadi_load_u64 (data + 57);
  return TRUE;
}

static gboolean
load_head (NadiCache *self, NadiTrustedHead *trusted, guint64 *counter, GError **error)
{
  g_autoptr (NadiSecret) value = NULL;

  memset (trusted, 0, sizeof *trusted);
  *counter = 0;
  if (!load_meta (self, NADI_COMPARTMENT_DESK, "trusted", &value, error))
    return FALSE;
  return value == NULL || decode_head (value, trusted, counter, error);
}

static gboolean
save_head (NadiCache *self, const NadiTrustedHead *trusted, GError **error)
{
  NadiTrustedHead before;
  guint64 counter;
  guint8 head[HEAD_SIZE];

  if (!load_head (self, &before, &counter, error))
    return FALSE;
  encode_head (trusted, counter + 1, head);
  return save_meta (self, NADI_COMPARTMENT_DESK, "trusted", head, sizeof head, error);
}

gboolean
nadi_cache_load_trusted (NadiCache *self, NadiTrustedHead *trusted, GError **error)
{
  guint64 counter;

  return load_head (self, trusted, &counter, error);
}

gboolean
nadi_cache_save_trusted (NadiCache *self, const NadiTrustedHead *trusted, GError **error)
{
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  return nadi_cache_leave (self, entered, save_head (self, trusted, error), error);
}

NadiSecret *
nadi_cache_head_encode (NadiCache *self, GError **error)
{
  g_autoptr (NadiSecret) head = nadi_secret_new (HEAD_SIZE);
  NadiTrustedHead trusted;
  guint64 counter;

  if (!load_head (self, &trusted, &counter, error))
    return NULL;
  encode_head (&trusted, counter, nadi_secret_data (head));
  return g_steal_pointer (&head);
}

/* Size and counter only grow in one and the same cache; a copy from yesterday has less of at least one. */
gboolean
nadi_cache_check_head (NadiCache *self, NadiSecret *remembered, NadiTrustedHead *trusted, GError **error)
{
  NadiTrustedHead ours, theirs;
  guint64 our_counter, their_counter;

  if (!decode_head (remembered, &theirs, &their_counter, error) || !load_head (self, &ours, &our_counter, error))
    return FALSE;
  if (trusted != NULL)
    *trusted = theirs;
  if (our_counter < their_counter || ours.size < theirs.size
      || (ours.size == theirs.size && !nadi_hash_equal (&ours.root, &theirs.root)))
    {
      g_set_error_literal (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_ROLLBACK,
                           "The cache is older than the head that the keyring remembers");
      return FALSE;
    }
  return TRUE;
}

static gboolean
forget (NadiCache *self, const NadiTrustedHead *trusted, GError **error)
{
  static const char *const statements[] = { "DELETE FROM stream", "DELETE FROM mark", "DELETE FROM entry" };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      if (!nadi_database_run (self->database, nadi_database_statement (self->database, statements[i]), error))
        return FALSE;
    }
  return save_head (self, trusted, error);
}

gboolean
nadi_cache_forget_synced (NadiCache *self, const NadiTrustedHead *trusted, GError **error)
{
  gboolean entered;

  if (!nadi_cache_enter (self, &entered, error))
    return FALSE;
  return nadi_cache_leave (self, entered, forget (self, trusted, error), error);
}

/* --- everything ---------------------------------------------------------------------------------------------- */

/* The compartment's number, where a table has one, is its first column. */
static const struct
{
  const char *table;
  const char *sql;
  int n_clear;
  gboolean has_compartment;
} sealed_tables[] = {
  { "stream", "SELECT token, value FROM stream", 1, FALSE },
  { "mark", "SELECT compartment, token, value FROM mark", 2, TRUE },
  { "entry", "SELECT stream, position, value FROM entry", 2, FALSE },
  { "event", "SELECT token, leaf, value FROM event", 2, FALSE },
  { "record", "SELECT compartment, version, record, patient, shelf, day, cid, state, value FROM record", 8, TRUE },
  { "resource", "SELECT compartment, version, value FROM resource", 2, TRUE },
  { "source", "SELECT compartment, token, value FROM source", 2, TRUE },
  { "blob", "SELECT token, own, value FROM blob", 2, FALSE },
  { "patient", "SELECT token, value FROM patient", 1, FALSE },
  { "key", "SELECT compartment, name, epoch, value FROM key", 3, TRUE },
  { "named", "SELECT compartment, kind, name, value FROM named", 3, TRUE },
  { "typed", "SELECT compartment, token, value FROM typed", 2, TRUE },
  /* What a note and an event of the queue say of themselves is desk matter; what was typed is not. */
  { "note", "SELECT compartment, kind, typed, value FROM note", 3, FALSE },
  { "outbox", "SELECT compartment, token, state, leaf, value FROM outbox", 4, FALSE },
  { "outbox_blob", "SELECT event, cid, sent, value FROM outbox_blob", 3, FALSE },
};

static gboolean
check_table (NadiCache *self, guint i, GError **error)
{
  sqlite3_stmt *statement = nadi_database_statement (self->database, sealed_tables[i].sql);
  int step;

  while ((step = nadi_database_step (self->database, statement, error)) == 1)
    {
      gint64 compartment = sealed_tables[i].has_compartment ? sqlite3_column_int64 (statement, 0) : NADI_COMPARTMENT_DESK;
      g_autoptr (NadiSecret) value = NULL;

      if (compartment != NADI_COMPARTMENT_DESK && compartment != NADI_COMPARTMENT_CLINICAL)
        return nadi_cache_fail_damaged (sealed_tables[i].table, error);
      if (!nadi_cache_has_compartment (self, (NadiCompartment) compartment))
        continue;
      value = nadi_cache_open_secret (self, statement, sealed_tables[i].table, sealed_tables[i].n_clear,
                                      (NadiCompartment) compartment, error);
      if (value == NULL)
        {
          sqlite3_reset (statement);
          return FALSE;
        }
    }
  return step == 0;
}

gboolean
nadi_cache_check_some (NadiCache *self, guint pages, gint64 *offset, gboolean *all, GError **error)
{
  if (self->in_transaction)
    return fail_state (error, "A transaction is open");
  return nadi_database_check_some (self->database, pages, offset, all, error);
}

void
nadi_cache_shrink (NadiCache *self)
{
  nadi_database_shrink (self->database);
}

gboolean
nadi_cache_check (NadiCache *self, GError **error)
{
  NadiTrustedHead trusted;

  if (self->in_transaction)
    return fail_state (error, "A transaction is open");
  if (!nadi_database_check (self->database, error) || !nadi_cache_load_trusted (self, &trusted, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sealed_tables); i++)
    {
      if (!check_table (self, i, error))
        return FALSE;
    }
  return TRUE;
}
