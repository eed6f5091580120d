/* Founding an organisation, and taking a founder's keys into a profile. */
#include "nadi-session-setup-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

NadiClock *
nadi_setup_clock (const NadiProfilePlan *plan)
{
  return plan->options != NULL && plan->options->clock != NULL ? plan->options->clock : nadi_system_clock ();
}

NadiRandom *
nadi_setup_random (const NadiProfilePlan *plan)
{
  return plan->options != NULL && plan->options->random != NULL ? plan->options->random : nadi_random_system ();
}

NadiKeyring *
nadi_setup_keyring (const NadiProfilePlan *plan, NadiKeyring **owned)
{
  g_autofree char *path = NULL;

  *owned = NULL;
  if (plan->options != NULL && plan->options->keyring != NULL)
    return plan->options->keyring;
  path = g_build_filename (plan->folder, "plain-secrets", NULL);
  *owned = plan->file_secret ? nadi_keyring_plain_file_new (path) : nadi_keyring_secret_service_new ();
  return *owned;
}

const NadiKdfCost *
nadi_setup_cost (const NadiProfilePlan *plan)
{
  return plan->options != NULL && plan->options->kdf != NULL ? plan->options->kdf : &nadi_kdf_cost_default;
}

gboolean
nadi_setup_is_clinical (const char *const *roles)
{
  return g_strv_contains (roles, "doctor") || g_strv_contains (roles, "nurse");
}

NadiNetwork *
nadi_setup_parse_network (const char *network, gsize length, GError **error)
{
  g_autoptr (GError) cause = NULL;
  NadiNetwork *parsed = nadi_network_parse (network, length, &cause);

  if (parsed == NULL)
    g_set_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NETWORK_FILE, "this file is no network.json: %s", cause->message);
  return parsed;
}

/* --- profiles ----------------------------------------------------------------------------------------------------- */

NadiProfile *
nadi_setup_make_profile (const NadiProfilePlan *plan, const char *network, gsize network_length, NadiBundle *bundle,
                         gboolean clinical, const char *label, char **account, GError **error)
{
  NadiRandom *random = nadi_setup_random (plan);
  g_autoptr (NadiKeyring) owned = NULL;
  g_autoptr (NadiProfile) profile = NULL;
  NadiSecretPlace place = plan->file_secret ? NADI_SECRET_PLACE_FILE : NADI_SECRET_PLACE_KEYRING;
  NadiKeyring *keyring;

  if (!nadi_folder_make (plan->folder, error))
    return NULL;
  keyring = nadi_setup_keyring (plan, &owned);
  profile = nadi_profile_create (plan->folder, network, network_length, place, plan->demo, keyring, random, error);
  if (profile == NULL)
    return NULL;
  bundle->desk = nadi_secret_new_random (random, NADI_COMPARTMENT_KEY_SIZE);
  bundle->clinical = clinical ? nadi_secret_new_random (random, NADI_COMPARTMENT_KEY_SIZE) : NULL;
  *account = nadi_profile_add_account (profile, plan->label != NULL ? plan->label : label, bundle, plan->passphrase,
                                       nadi_setup_cost (plan), keyring, random, error);
  return *account != NULL ? g_steal_pointer (&profile) : NULL;
}

static gboolean
adopt (const NadiProfilePlan *plan, const char *network, gsize network_length, NadiFounder *founder, GError **error)
{
  const NadiFounding *founding = founder->founding;
  g_autoptr (NadiBundle) bundle = g_new0 (NadiBundle, 1);
  g_autoptr (NadiProfile) profile = NULL;
  g_autoptr (NadiNetwork) parsed = nadi_setup_parse_network (network, network_length, error);
  g_autofree char *account = NULL;

  if (parsed == NULL)
    return FALSE;
  if (founder->sign == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this founder's file has no private keys", error);
  bundle->sign = nadi_signing_key_ref (founder->sign);
  bundle->seal = nadi_rsa_private_ref (founder->seal);
  bundle->device = nadi_signing_key_ref (founder->device);
  profile = nadi_setup_make_profile (plan, network, network_length, bundle,
                                     nadi_setup_is_clinical ((const char *const *) founding->staff_roles), founding->staff_name,
                                     &account, error);
  return profile != NULL && nadi_profile_set_enrolled (profile, founding->org, founding->device, error) &&
         nadi_profile_set_staff (profile, account, founding->staff, error);
}

gboolean
nadi_setup_adopt (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *founder_json,
                  gsize founder_length, GError **error)
{
  g_autoptr (NadiFounder) founder = nadi_founder_parse (founder_json, founder_length, error);

  return founder != NULL && adopt (plan, network, network_length, founder, error);
}

/* --- founding ----------------------------------------------------------------------------------------------------- */

gboolean
nadi_setup_found (const NadiProfilePlan *plan, const char *kind, const char *name, const char *staff_name,
                  const char *const *roles, char **public_file, GError **error)
{
  g_autofree char *path = g_build_filename (plan->folder, NADI_SETUP_FOUNDING_FILE, NULL);
  g_autoptr (NadiFounder) founder = NULL;
  g_autoptr (NadiSecret) private = NULL;
  g_autoptr (NadiSecret) public = NULL;

  if (nadi_setup_has_sealed (plan->folder, NADI_SETUP_FOUNDER_SEALED))
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS, "an organisation is being founded in this folder");
      return FALSE;
    }
  if (!g_strv_contains (roles, "administrator"))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "the first member of staff is an administrator", error);
  founder = nadi_founder_new (nadi_setup_random (plan), kind, name, staff_name, roles, nadi_founder_roles_of_kind (kind), error);
  if (founder == NULL)
    return FALSE;
  private = nadi_founder_print (founder, TRUE);
  public = nadi_founder_print (founder, FALSE);
  if (!nadi_folder_make (plan->folder, error) ||
      !nadi_file_write_durable (path, nadi_secret_data (public), nadi_secret_size (public), 0600, error) ||
      !nadi_setup_write_sealed (plan, NADI_SETUP_FOUNDER_SEALED, private, error))
    return FALSE;
  *public_file = g_strndup ((const char *) nadi_secret_data (public), nadi_secret_size (public));
  return TRUE;
}

gboolean
nadi_setup_finish_founding (const NadiProfilePlan *plan, const char *network, gsize network_length, GError **error)
{
  g_autofree char *public = g_build_filename (plan->folder, NADI_SETUP_FOUNDING_FILE, NULL);
  g_autoptr (NadiSecret) text = nadi_setup_read_sealed (plan, NADI_SETUP_FOUNDER_SEALED, error);

  /* What a try before this one left half done would be in the way. */
  if (text == NULL || !nadi_setup_remove_half (plan, error) ||
      !nadi_setup_adopt (plan, network, network_length, (const char *) nadi_secret_data (text), nadi_secret_size (text), error))
    return FALSE;
  nadi_setup_remove_sealed (plan->folder, NADI_SETUP_FOUNDER_SEALED);
  g_unlink (public);
  return TRUE;
}
