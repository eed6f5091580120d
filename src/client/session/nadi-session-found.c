/* Founding an organisation, and taking a founder's keys into a profile. */
#include "nadi-session-setup-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-aead.h"
#include "nadi-durable-file.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

#define SEALED_NAME "founder.sealed"
#define SEALED_CONTEXT "nadi-founder"
#define LARGEST_SEALED (512 * 1024)
#define SALT_SIZE 16

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

static const NadiKdfCost *
cost_of (const NadiProfilePlan *plan)
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
  NadiNetwork *parsed = nadi_network_parse (network, length, NULL);

  if (parsed == NULL)
    nadi_session_fail (NADI_SESSION_ERROR_NETWORK_FILE, "this file is no network.json", error);
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
                                       cost_of (plan), keyring, random, error);
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

static char *
sealed_path (const NadiProfilePlan *plan)
{
  return g_build_filename (plan->folder, SEALED_NAME, NULL);
}

static gboolean
write_sealed (const NadiProfilePlan *plan, NadiSecret *text, GError **error)
{
  NadiRandom *random = nadi_setup_random (plan);
  const NadiKdfCost *cost = cost_of (plan);
  g_autofree char *path = sealed_path (plan);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (NadiAead) aead = NULL;
  g_autoptr (GBytes) box = NULL;
  g_autofree char *json = NULL;
  guint8 salt[SALT_SIZE];
  gsize length;

  nadi_random_fill (random, salt, sizeof salt);
  key = nadi_passphrase_stretch (plan->passphrase, salt, sizeof salt, cost, NADI_AEAD_KEY_SIZE, error);
  if (key == NULL)
    return FALSE;
  aead = nadi_aead_new (nadi_secret_data (key));
  box = nadi_aead_seal_box (aead, random, (const guint8 *) SEALED_CONTEXT, strlen (SEALED_CONTEXT), nadi_secret_data (text),
                            nadi_secret_size (text));
  nadi_json_begin_object (writer);
  nadi_json_put_base64url (writer, "salt", salt, sizeof salt);
  nadi_json_put_int (writer, "memory", cost->memory_kib);
  nadi_json_put_int (writer, "passes", cost->passes);
  nadi_json_put_int (writer, "lanes", cost->lanes);
  nadi_json_put_base64url (writer, "box", g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  nadi_json_end_object (writer);
  json = nadi_json_writer_finish (writer, &length);
  return nadi_file_write_durable (path, (const guint8 *) json, length, 0600, error);
}

gboolean
nadi_setup_found (const NadiProfilePlan *plan, const char *kind, const char *name, const char *staff_name,
                  const char *const *roles, char **public_file, GError **error)
{
  g_autofree char *path = sealed_path (plan);
  g_autoptr (NadiFounder) founder = NULL;
  g_autoptr (NadiSecret) private = NULL;
  g_autoptr (NadiSecret) public = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
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
  if (!nadi_folder_make (plan->folder, error) || !write_sealed (plan, private, error))
    return FALSE;
  public = nadi_founder_print (founder, FALSE);
  *public_file = g_strndup ((const char *) nadi_secret_data (public), nadi_secret_size (public));
  return TRUE;
}

static gboolean
fail_sealed (GError **error)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "the founder's file is not what was written");
  return FALSE;
}

static gboolean
parse_sealed (GBytes *file, guint8 salt[SALT_SIZE], NadiKdfCost *cost, GBytes **box)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (g_bytes_get_data (file, NULL), g_bytes_get_size (file), LARGEST_SEALED, &node, NULL);
  const char *salt_text, *box_text;
  gint64 memory, passes, lanes;

  if (object == NULL || !nadi_json_get_string (object, "salt", &salt_text, NULL) ||
      !nadi_base64url_decode_into (salt_text, -1, salt, SALT_SIZE, NULL) ||
      !nadi_json_get_int (object, "memory", 0, G_MAXUINT32, &memory, NULL) ||
      !nadi_json_get_int (object, "passes", 0, G_MAXUINT32, &passes, NULL) ||
      !nadi_json_get_int (object, "lanes", 0, G_MAXUINT32, &lanes, NULL) || !nadi_json_get_string (object, "box", &box_text, NULL))
    return FALSE;
  *cost = (NadiKdfCost) { (guint32) memory, (guint32) passes, (guint32) lanes };
  *box = nadi_base64url_decode (box_text, -1, NULL);
  return *box != NULL;
}

static NadiSecret *
read_sealed (const NadiProfilePlan *plan, GError **error)
{
  g_autofree char *path = sealed_path (plan);
  g_autoptr (GBytes) file = nadi_file_read (path, LARGEST_SEALED, error);
  g_autoptr (GBytes) box = NULL;
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (NadiAead) aead = NULL;
  guint8 salt[SALT_SIZE];
  NadiKdfCost cost;
  NadiSecret *text;

  if (file == NULL)
    return NULL;
  if (!parse_sealed (file, salt, &cost, &box))
    {
      fail_sealed (error);
      return NULL;
    }
  key = nadi_passphrase_stretch (plan->passphrase, salt, sizeof salt, &cost, NADI_AEAD_KEY_SIZE, error);
  if (key == NULL)
    return NULL;
  aead = nadi_aead_new (nadi_secret_data (key));
  text = nadi_aead_open_box (aead, (const guint8 *) SEALED_CONTEXT, strlen (SEALED_CONTEXT), g_bytes_get_data (box, NULL),
                             g_bytes_get_size (box), NULL);
  if (text == NULL)
    g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE, "wrong passphrase");
  return text;
}

gboolean
nadi_setup_finish_founding (const NadiProfilePlan *plan, const char *network, gsize network_length, GError **error)
{
  g_autofree char *path = sealed_path (plan);
  g_autoptr (NadiSecret) text = read_sealed (plan, error);

  if (text == NULL || !nadi_setup_adopt (plan, network, network_length, (const char *) nadi_secret_data (text), nadi_secret_size (text), error))
    return FALSE;
  g_unlink (path);
  return TRUE;
}
