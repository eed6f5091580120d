/* Several people at one device: joining at a colleague's, and who is asked for first. */
#include "nadi-session-join-private.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-session-state.h"
#include "nadi-session-sync.h"

static const NadiProfileAccount *
find_label (NadiProfile *profile, const char *label)
{
  for (guint i = 0; i < nadi_profile_n_accounts (profile); i++)
    if (g_str_equal (nadi_profile_account (profile, i)->label, label))
      return nadi_profile_account (profile, i);
  return NULL;
}

/* One compartment has one key. Where there may be a clinician who has it already, it is theirs to hand on. */
NadiSecret *
nadi_join_clinical_key (NadiJoin *join, GError **error)
{
  NadiSecret *theirs = join->colleague->bundle->clinical;

  if (theirs != NULL)
    return nadi_secret_ref (theirs);
  if (nadi_profile_n_accounts (join->profile) == 2)
    return nadi_secret_new_random (join->colleague->random, NADI_COMPARTMENT_KEY_SIZE);
  nadi_session_fail (NADI_SESSION_ERROR_COLLEAGUE, "a clinician of this device must hand on the clinical compartment's key", error);
  return NULL;
}

/* An account that was begun before: its keys are the ones that were posted. */
static gboolean
resume (NadiJoin *join, const NadiProfileAccount *begun, GError **error)
{
  if (begun->staff != NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "another account of this device is called that", error);
  join->account = g_strdup (begun->id);
  join->bundle = nadi_profile_unlock (join->profile, begun->id, join->plan->passphrase, join->keyring, join->cancellable, error);
  join->resumed = TRUE;
  return join->bundle != NULL;
}

static gboolean
add_account (NadiJoin *join, GError **error)
{
  NadiSession *colleague = join->colleague;
  const NadiProfileAccount *begun = find_label (join->profile, join->plan->label);

  if (begun != NULL)
    return resume (join, begun, error);
  if (nadi_profile_n_accounts (join->profile) >= NADI_PROFILE_MAX_ACCOUNTS)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this device has as many accounts as it can have", error);
  if (!nadi_join_make_keys (join, nadi_signing_key_ref (colleague->bundle->device), error))
    return FALSE;
  join->bundle->desk = nadi_secret_ref (colleague->bundle->desk);
  join->account = nadi_profile_add_account (join->profile, join->plan->label, join->bundle, join->plan->passphrase,
                                            join->plan->options->kdf, join->keyring, colleague->random, error);
  return join->account != NULL;
}

static gboolean
join_here (NadiJoin *join, const char *code, GError **error)
{
  GBytes *bytes = nadi_profile_network_bytes (join->profile);
  gboolean good;

  join->network = nadi_setup_parse_network (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  join->enrolment = join->network != NULL ? nadi_join_parse_code (code, join->network, error) : NULL;
  if (join->enrolment == NULL || !nadi_session_lock (join->colleague, error))
    return FALSE;
  good = add_account (join, error);
  nadi_session_unlock (join->colleague);
  return good && nadi_join_enrol (join, error);
}

gboolean
nadi_session_add_account (NadiSession *self, const char *label, const char *passphrase, const char *code, guint wait_ms,
                          NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  const NadiSessionOptions options = { .clock = self->clock, .random = self->random, .keyring = self->keyring,
                                       .connect = self->connect, .connect_data = self->connect_data };
  const NadiProfilePlan plan = { .folder = nadi_profile_folder (self->profile), .label = label, .passphrase = passphrase,
                                 .options = &options };
  NadiJoin join = { .plan = &plan, .colleague = self, .keyring = self->keyring, .profile = self->profile,
                    .progress = progress, .user_data = user_data, .cancellable = cancellable };
  gboolean good;

  if (*label == '\0' || strlen (label) > 100)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "an account needs a name of at most 100 bytes", error);
  join.until = nadi_clock_monotonic (self->clock) + (gint64) wait_ms * 1000;
  good = join_here (&join, code, error);
  nadi_join_clear (&join);
  /* What the ledger says of the newcomer is here when they sign in. */
  return good && nadi_session_sync (self, NULL, progress, user_data, cancellable, error);
}

gboolean
nadi_session_prefer_account (const char *folder, const char *account, GError **error)
{
  g_autoptr (NadiProfile) profile = nadi_profile_open (folder, error);

  if (profile == NULL)
    return FALSE;
  if (nadi_profile_find_account (profile, account) == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such account in this profile", error);
  return nadi_profile_prefer_account (profile, account, error);
}

gboolean
nadi_session_prove_device (NadiSession *self, const char *device, const char *key, gboolean *proven, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *status, *found;
  gboolean asked;

  *proven = FALSE;
  g_ptr_array_add (keys, g_strdup_printf ("device/%s/%s", self->org, device));
  g_mutex_lock (&self->net_lock);
  asked = nadi_session_connect (self, error) && nadi_session_ask (self, keys, values, cancellable, error);
  g_mutex_unlock (&self->net_lock);
  if (!asked)
    return FALSE;
  object = nadi_session_state_object (g_ptr_array_index (values, 0), &node);
  *proven = object != NULL && nadi_json_get_string (object, "status", &status, NULL) && g_str_equal (status, "active") &&
            nadi_json_get_string (object, "key", &found, NULL) && g_str_equal (found, key);
  return TRUE;
}
