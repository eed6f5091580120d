/* The rules by which a validator signs. */
#include "nadi-validator.h"

#include <string.h>

#include "nadi-checkpoint.h"
#include "nadi-log-error.h"
#include "nadi-tiles.h"

#define COSIGNED "validator/cosigned"   /* store key: the whole signed checkpoint that was cosigned last */
#define FETCH_ENTRIES 256
#define LONGEST_CATCH_UP_US (15 * G_USEC_PER_SEC)

G_DEFINE_QUARK (nadi-validator-error-quark, nadi_validator_error)

struct _NadiValidator
{
  NadiValidatorOptions options;
  NadiNoteKey *name;
  NadiSigningKey *key;
  GMutex mutex;
  NadiChain *chain;      /* may be ahead of the store by pending */
  GPtrArray *pending;    /* entries checked and not yet stored: their tree's root is not yet compared */
  gboolean broken;       /* the stored entries could not be read: nothing is answered until they can be */
  guint64 size;          /* cosigned, and stored */
  char *checkpoint;      /* the note of that size, as the log signed it */
};

void
nadi_validator_answer_clear (NadiValidatorAnswer *answer)
{
  g_clear_pointer (&answer->body, g_free);
}

static void
answer (NadiValidatorAnswer *out, guint status, const char *sentence)
{
  out->status = status;
  out->content_type = "text/plain; charset=utf-8";
  out->body = g_strconcat (sentence, "\n", NULL);
}

static void
answer_size (NadiValidatorAnswer *out, guint64 size)
{
  out->status = 409;
  out->content_type = "text/x.tlog.size";
  out->body = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", size);
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

static gboolean
is_named (const NadiNetwork *network, const NadiNoteKey *name)
{
  for (guint i = 0; i < network->validators->len; i++)
    {
      const NadiNetworkValidator *validator = g_ptr_array_index (network->validators, i);

      if (g_str_equal (validator->key->name, name->name) && validator->key->id == name->id &&
          memcmp (&validator->key->key, &name->key, sizeof name->key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The stored entries must be exactly what was cosigned: another root, or a checkpoint that is not the log's, is damage. */
static gboolean
rebuild (NadiValidator *self, GError **error)
{
  g_autoptr (GBytes) note = NULL;
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  NadiHash root;

  g_clear_pointer (&self->chain, nadi_chain_unref);
  g_ptr_array_set_size (self->pending, 0);
  g_clear_pointer (&self->checkpoint, g_free);
  self->chain = nadi_chain_new ();
  self->size = 0;
  if (!nadi_chain_replay (self->chain, self->options.store, NADI_CHAIN_TRUST, NULL, NULL, error) ||
      !nadi_store_get (self->options.store, COSIGNED, &note, error))
    return FALSE;
  if (note == NULL && nadi_chain_size (self->chain) == 0)
    {
      if (!self->options.has_signed)
        return TRUE;
      g_set_error_literal (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_LOST,
                           "this validator has signed before and its copy of the log is gone: put a whole backup back, or retire it");
      return FALSE;
    }
  if (note != NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (note, &length);

      checkpoint = nadi_checkpoint_check_log (text, length, self->options.network, NULL, NULL);
      self->checkpoint = g_strndup (text, length);
    }
  if (checkpoint == NULL || checkpoint->size != nadi_chain_size (self->chain) ||
      !nadi_chain_root (self->chain, checkpoint->size, &root) || !nadi_hash_equal (&root, &checkpoint->root))
    {
      g_set_error_literal (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_DAMAGED,
                           "the validator's copy of the log is damaged: it is not what was cosigned");
      return FALSE;
    }
  self->size = checkpoint->size;
  return TRUE;
}

NadiValidator *
nadi_validator_open (const NadiValidatorOptions *options, GError **error)
{
  g_autoptr (NadiValidator) self = g_new0 (NadiValidator, 1);

  self->options = *options;
  self->name = nadi_note_key_copy (options->name);
  self->key = nadi_signing_key_ref (options->key);
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_mutex_init (&self->mutex);
  if (!is_named (options->network, options->name))
    {
      g_set_error_literal (error, NADI_VALIDATOR_ERROR, NADI_VALIDATOR_ERROR_KEY,
                           "the network does not name this validator's key");
      return NULL;
    }
  if (!rebuild (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
nadi_validator_close (NadiValidator *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->chain, nadi_chain_unref);
  g_ptr_array_unref (self->pending);
  nadi_note_key_free (self->name);
  nadi_signing_key_unref (self->key);
  g_free (self->checkpoint);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* --- Catching up -------------------------------------------------------------------------------------------------- */

/* Fetches until a whole block is at hand; window holds entries that are not yet checked. */
static guint
fetch_block (NadiValidator *self, GPtrArray *window, guint64 size, GError **error)
{
  for (;;)
    {
      guint n = window->len > 0 ? nadi_chain_block_length ((GBytes *const *) window->pdata, window->len) : 0;
      guint64 next = nadi_chain_size (self->chain) + window->len;
      g_autoptr (GPtrArray) more = NULL;

      if (n > 0)
        return n;
      if (next >= size)
        {
          g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK, "the checkpoint does not end with a block");
          return 0;
        }
      if (window->len > NADI_CHAIN_MAX_FOUNDING_EVENTS)
        {
          g_set_error_literal (error, NADI_LOG_ERROR, NADI_LOG_ERROR_BLOCK, "a block has more events than it may");
          return 0;
        }
      more = self->options.fetch (next, (guint) MIN (size - next, FETCH_ENTRIES), self->options.fetch_data, error);
      if (more == NULL)
        return 0;
      g_ptr_array_extend (window, more, (GCopyFunc) (void (*) (void)) g_bytes_ref, NULL);
    }
}

/* Checks block after block up to size. FALSE without error: out of time, go on at the next call. */
static gboolean
catch_up (NadiValidator *self, guint64 size, NadiHash *root, GError **error)
{
  g_autoptr (GPtrArray) window = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gint64 end = nadi_clock_monotonic (self->options.clock) + LONGEST_CATCH_UP_US;

  while (nadi_chain_size (self->chain) < size)
    {
      guint n = fetch_block (self, window, size, error);
      guint64 reached;

      if (n == 0)
        return FALSE;
      if (!nadi_chain_check_block (self->chain, (GBytes *const *) window->pdata, n, nadi_clock_now (self->options.clock),
                                   NADI_CHAIN_VERIFY, &reached, root, error))
        return FALSE;
      nadi_chain_commit (self->chain);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (self->pending, g_bytes_ref (g_ptr_array_index (window, i)));
      g_ptr_array_remove_range (window, 0, n);
      if (nadi_chain_size (self->chain) < size && nadi_clock_monotonic (self->options.clock) > end)
        return FALSE;
    }
  return nadi_chain_root (self->chain, size, root);
}

/* --- Signing ------------------------------------------------------------------------------------------------------ */

/* Of what was checked, the entries that the checkpoint covers; a later checkpoint may have been followed further already. */
static gboolean
store_and_remember (NadiValidator *self, const NadiCheckpoint *checkpoint, const char *note, GError **error)
{
  guint n = (guint) (checkpoint->size - self->size);
  g_autoptr (GBytes) value = g_bytes_new (note, strlen (note));
  NadiStoreItem item = { COSIGNED, value };
  NadiStoreBatch batch = {
    .expected_size = self->size,
    .entries = (GBytes *const *) self->pending->pdata,
    .n_entries = n,
    .checkpoint = note,
    .items = &item,
    .n_items = 1,
    .forget_below = checkpoint->size,
  };

  if (!nadi_store_commit (self->options.store, &batch, error))
    return FALSE;
  g_ptr_array_remove_range (self->pending, 0, n);
  self->size = checkpoint->size;
  g_free (self->checkpoint);
  self->checkpoint = g_strdup (note);
  return TRUE;
}

/* Entries and checkpoint are durable. The mark comes after them and before the first signature leaves. */
static void
cosign (NadiValidator *self, const NadiCheckpoint *checkpoint, NadiValidatorAnswer *out)
{
  g_autofree char *text = nadi_checkpoint_print (checkpoint);
  g_autoptr (GError) error = NULL;

  if (!self->options.has_signed && self->options.leave_mark != NULL && !self->options.leave_mark (self->options.mark_data, &error))
    return answer (out, 500, error->message);
  self->options.has_signed = TRUE;
  out->status = 200;
  out->content_type = "text/plain; charset=utf-8";
  out->body = nadi_note_cosign (text, self->name, self->key, nadi_clock_now (self->options.clock) / 1000);
}

/* Blocks that were checked and that no checkpoint confirmed may be a lie of their own: drop them, build the chain again from
 * what is stored. */
static void
start_over (NadiValidator *self)
{
  g_autoptr (GError) error = NULL;

  if (self->pending->len == 0 && !self->broken)
    return;
  self->broken = !rebuild (self, &error);
  if (self->broken)
    g_warning ("the validator can't read its copy: %s", error->message);
}

static void
extend (NadiValidator *self, const NadiAddCheckpoint *request, const NadiCheckpoint *checkpoint, NadiValidatorAnswer *out)
{
  g_autoptr (GError) error = NULL;
  NadiHash root;

  if (!catch_up (self, checkpoint->size, &root, &error))
    {
      if (error == NULL)
        return answer (out, 429, "catching up");
      if (nadi_error_class (error) == NADI_ERROR_CLASS_IO)
        return answer (out, 429, error->message);
      answer (out, 422, error->message);
      return start_over (self);
    }
  if (!nadi_hash_equal (&root, &checkpoint->root))
    {
      answer (out, 422, "the entries do not have the checkpoint's root");
      return start_over (self);
    }
  if (!store_and_remember (self, checkpoint, request->checkpoint, &error))
    return answer (out, 500, error->message);
  cosign (self, checkpoint, out);
}

static void
decide (NadiValidator *self, const NadiAddCheckpoint *request, const NadiCheckpoint *checkpoint, NadiValidatorAnswer *out)
{
  NadiHash old_root;

  if (checkpoint->size < request->old_size)
    return answer (out, 400, "the old size is larger than the checkpoint's");
  if (request->old_size != self->size)
    return answer_size (out, self->size);
  if (!nadi_chain_root (self->chain, self->size, &old_root))
    return answer (out, 500, "the validator can't read its copy");
  if (checkpoint->size == self->size)
    {
      if (!nadi_hash_equal (&old_root, &checkpoint->root))
        return answer_size (out, self->size);
      if (request->proof->len != 0)
        return answer (out, 422, "a proof between equal sizes is empty");
      return cosign (self, checkpoint, out);
    }
  if (self->size != 0 ? !nadi_merkle_check_consistency (self->size, checkpoint->size, &old_root, &checkpoint->root,
                                                        (const NadiHash *) request->proof->data, request->proof->len, NULL)
                      : request->proof->len != 0)
    return answer (out, 422, "the consistency proof does not hold");
  extend (self, request, checkpoint, out);
}

void
nadi_validator_add_checkpoint (NadiValidator *self, const char *body, gsize length, NadiValidatorAnswer *out)
{
  g_autoptr (NadiAddCheckpoint) request = nadi_add_checkpoint_parse (body, length, NULL);
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  g_autoptr (GError) error = NULL;

  memset (out, 0, sizeof *out);
  if (request == NULL)
    return answer (out, 400, "this is no add-checkpoint request");
  checkpoint = nadi_checkpoint_check_log (request->checkpoint, strlen (request->checkpoint), self->options.network, NULL, &error);
  if (checkpoint == NULL)
    {
      if (g_error_matches (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH))
        return answer (out, 404, "this validator does not know that log");
      if (g_error_matches (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT))
        return answer (out, 400, "this is no checkpoint");
      return answer (out, 403, "the checkpoint is not signed by the log");
    }
  g_mutex_lock (&self->mutex);
  if (self->broken)
    start_over (self);
  if (self->broken)
    answer (out, 500, "the validator can't read its copy");
  else
    decide (self, request, checkpoint, out);
  g_mutex_unlock (&self->mutex);
}

char *
nadi_validator_checkpoint (NadiValidator *self)
{
  char *note;

  g_mutex_lock (&self->mutex);
  note = g_strdup (self->checkpoint);
  g_mutex_unlock (&self->mutex);
  return note;
}

guint64
nadi_validator_size (NadiValidator *self)
{
  guint64 size;

  g_mutex_lock (&self->mutex);
  size = self->size;
  g_mutex_unlock (&self->mutex);
  return size;
}
