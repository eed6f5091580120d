/* Opening and closing a session. */
#include "nadi-session-book.h"
#include "nadi-session-index.h"
#include "nadi-session-private.h"
#include "nadi-jwk.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

/* --- locks -------------------------------------------------------------------------------------------------------- */

gboolean
nadi_session_lock (NadiSession *self, GError **error)
{
  g_mutex_lock (&self->lock);
  if (!self->closed)
    return TRUE;
  g_mutex_unlock (&self->lock);
  return nadi_session_fail (NADI_SESSION_ERROR_CLOSED, "the session is closed", error);
}

void
nadi_session_unlock (NadiSession *self)
{
  g_mutex_unlock (&self->lock);
}

gboolean
nadi_session_lock_to_write (NadiSession *self, const char *roles, GError **error)
{
  gboolean stopped;

  g_mutex_lock (&self->status_lock);
  stopped = self->stopped != NULL;
  g_mutex_unlock (&self->status_lock);
  if (stopped)
    return nadi_session_fail (NADI_SESSION_ERROR_STOPPED, "the ledger contradicted itself: nothing is written", error);
  if (!nadi_session_has_role (self, roles))
    return nadi_session_fail (NADI_SESSION_ERROR_ROLE, "this person's role may not do that", error);
  return nadi_session_lock (self, error);
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

static NadiSession *
session_alloc (const NadiSessionOptions *options)
{
  NadiSession *self = g_new0 (NadiSession, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->net_lock);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->index_lock);
  g_mutex_init (&self->status_lock);
  self->clock = options != NULL && options->clock != NULL ? options->clock : nadi_system_clock ();
  self->random = options != NULL && options->random != NULL ? options->random : nadi_random_system ();
  if (options != NULL)
    {
      self->connect = options->connect;
      self->connect_data = options->connect_data;
      self->keyring = options->keyring;
    }
  self->role_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) nadi_rsa_private_unref);
  self->reads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  nadi_session_store_init (&self->store, self);
  return self;
}

static gboolean
choose_account (NadiSession *self, const char *staff, GError **error)
{
  const NadiProfileAccount *account = NULL;

  if (staff != NULL)
    account = nadi_profile_find_account (self->profile, staff);
  else if (nadi_profile_n_accounts (self->profile) > 0)
    account = nadi_profile_account (self->profile, 0);
  if (account == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such account in this profile", error);
  if (account->staff == NULL || nadi_profile_org (self->profile) == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_ENROLLED, "the enrolment of this profile is not through", error);
  self->account = g_strdup (account->id);
  self->org = g_strdup (nadi_profile_org (self->profile));
  self->staff = g_strdup (account->staff);
  self->device = g_strdup (nadi_profile_device (self->profile));
  self->signer = g_strdup_printf ("%s/%s", self->org, self->staff);
  self->stream = g_strconcat ("o:", self->org, NULL);
  return TRUE;
}

static gboolean
unlock (NadiSession *self, const char *passphrase, GCancellable *cancellable, GError **error)
{
  if (self->keyring == NULL)
    {
      self->keyring = nadi_profile_keyring (self->profile);
      self->owns_keyring = TRUE;
    }
  if (self->keyring == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "this profile's keyring has to be handed in", error);
  self->bundle = nadi_profile_unlock (self->profile, self->account, passphrase, self->keyring, cancellable, error);
  if (self->bundle == NULL)
    return FALSE;
  self->seal_kid = nadi_rsa_public_kid (nadi_rsa_private_public (self->bundle->seal));
  return TRUE;
}

/* The head in the keyring wins over a cache that was put back: the streams are synced anew from it. */
static gboolean
check_head (NadiSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) head =
    nadi_keyring_lookup (self->keyring, nadi_profile_id (self->profile), NADI_KEYRING_TREE_HEAD, cancellable, NULL);
  g_autoptr (GError) failure = NULL;
  NadiTrustedHead trusted;

  if (head == NULL || nadi_cache_check_head (self->cache, head, &trusted, &failure))
    return TRUE;
  if (g_error_matches (failure, NADI_CACHE_ERROR, NADI_CACHE_ERROR_ROLLBACK))
    return nadi_cache_forget_synced (self->cache, &trusted, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
open_cache (NadiSession *self, GCancellable *cancellable, GError **error)
{
  NadiTrustedHead head;

  self->cache = nadi_cache_open (nadi_profile_cache_path (self->profile), self->bundle->desk, self->bundle->clinical,
                                 self->random, NULL, error);
  if (self->cache == NULL || !check_head (self, cancellable, error) || !nadi_cache_load_trusted (self->cache, &head, error))
    return FALSE;
  self->outbox = nadi_outbox_new (self->cache);
  nadi_session_note_head (self, &head);
  nadi_session_count (self);
  return nadi_book_get_text (self->cache, "setting", "stopped", &self->stopped, error) &&
         nadi_session_load_self (self, error) && nadi_session_index_load (self, error);
}

NadiSession *
nadi_session_open (const char *folder, const char *staff, const char *passphrase, const NadiSessionOptions *options,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSession) self = session_alloc (options);

  self->profile = nadi_profile_open (folder, error);
  if (self->profile == NULL)
    return NULL;
  self->network = nadi_profile_network (self->profile);
  if (!choose_account (self, staff, error) || !nadi_profile_lock (self->profile, error) ||
      !unlock (self, passphrase, cancellable, error) || !open_cache (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- closing ------------------------------------------------------------------------------------------------------ */

static void
store_head (NadiSession *self)
{
  g_autoptr (NadiSecret) head = self->cache != NULL ? nadi_cache_head_encode (self->cache, NULL) : NULL;

  if (head != NULL)
    nadi_keyring_store (self->keyring, nadi_profile_id (self->profile), NADI_KEYRING_TREE_HEAD, head, NULL, NULL);
}

void
nadi_session_close (NadiSession *self)
{
  g_mutex_lock (&self->net_lock);
  g_clear_pointer (&self->sync, nadi_sync_free);
  g_clear_pointer (&self->net, nadi_net_free);
  g_mutex_lock (&self->lock);
  if (!self->closed)
    store_head (self);
  self->closed = TRUE;
  g_clear_pointer (&self->outbox, nadi_outbox_free);
  g_clear_pointer (&self->cache, nadi_cache_close);
  g_clear_pointer (&self->bundle, nadi_bundle_free);
  /* Not when the last one lets go of us: work that has ended may be held until a main loop hears of it. */
  if (self->profile != NULL)
    nadi_profile_release (self->profile);
  g_hash_table_remove_all (self->role_keys);
  g_hash_table_remove_all (self->reads);
  g_mutex_lock (&self->index_lock);
  g_clear_pointer (&self->index, nadi_patient_index_free);
  g_mutex_unlock (&self->index_lock);
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&self->net_lock);
}

NadiSession *
nadi_session_ref (NadiSession *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
session_free (NadiSession *self)
{
  nadi_session_close (self);
  nadi_session_store_clear (&self->store);
  if (self->owns_keyring)
    nadi_keyring_free (self->keyring);
  g_clear_pointer (&self->profile, nadi_profile_free);
  g_hash_table_unref (self->role_keys);
  g_hash_table_unref (self->reads);
  g_hash_table_unref (self->changed);
  g_clear_pointer (&self->fresh, g_ptr_array_unref);
  g_free (self->account);
  g_free (self->org);
  g_free (self->staff);
  g_free (self->device);
  g_free (self->signer);
  g_free (self->stream);
  g_free (self->seal_kid);
  g_free (self->clinic);
  g_free (self->kind);
  g_free (self->name);
  g_strfreev (self->roles);
  g_free (self->stopped);
  g_mutex_clear (&self->net_lock);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->index_lock);
  g_mutex_clear (&self->status_lock);
  g_free (self);
}

void
nadi_session_unref (NadiSession *self)
{
  if (self != NULL && g_atomic_ref_count_dec (&self->references))
    session_free (self);
}

/* --- accounts ----------------------------------------------------------------------------------------------------- */

void
nadi_session_account_free (NadiSessionAccount *account)
{
  if (account == NULL)
    return;
  g_free (account->id);
  g_free (account->staff);
  g_free (account->label);
  g_free (account);
}

GPtrArray *
nadi_session_list_accounts (const char *folder, GError **error)
{
  g_autoptr (NadiProfile) profile = nadi_profile_open (folder, error);
  GPtrArray *accounts;

  if (profile == NULL)
    return NULL;
  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_session_account_free);
  for (guint i = 0; i < nadi_profile_n_accounts (profile); i++)
    {
      const NadiProfileAccount *from = nadi_profile_account (profile, i);
      NadiSessionAccount *account = g_new0 (NadiSessionAccount, 1);

      account->id = g_strdup (from->id);
      account->staff = g_strdup (from->staff);
      account->label = g_strdup (from->label);
      g_ptr_array_add (accounts, account);
    }
  return accounts;
}

gboolean
nadi_session_change_passphrase (NadiSession *self, const char *old_passphrase, const char *new_passphrase, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_profile_change_passphrase (self->profile, self->account, old_passphrase, new_passphrase, self->keyring, self->random, error);
  nadi_session_unlock (self);
  return good;
}
