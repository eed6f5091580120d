/* Private bundles: sealed under what the person knows and what the machine keeps. */
#include "nadi-bundle.h"

#include <string.h>

#include "nadi-aead.h"
#include "nadi-checked-json.h"
#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"

#define CONTENT_VERSION 1
#define SALT_SIZE 16
#define STRETCHED_SIZE 32
#define MAX_FILE 16384
#define INFO "nadi-bundle"

void
nadi_bundle_free (NadiBundle *bundle)
{
  if (bundle == NULL)
    return;
  g_clear_pointer (&bundle->sign, nadi_signing_key_unref);
  g_clear_pointer (&bundle->seal, nadi_rsa_private_unref);
  g_clear_pointer (&bundle->device, nadi_signing_key_unref);
  g_clear_pointer (&bundle->desk, nadi_secret_unref);
  g_clear_pointer (&bundle->clinical, nadi_secret_unref);
  g_free (bundle);
}

/* --- content: version || sign seed || device seed || u32 length, PKCS #8 || desk || 0 or 1, clinical ---------------- */

static guint8 *
put (guint8 *at, NadiSecret *secret)
{
  memcpy (at, nadi_secret_data (secret), nadi_secret_size (secret));
  return at + nadi_secret_size (secret);
}

static NadiSecret *
encode (const NadiBundle *bundle)
{
  g_autoptr (NadiSecret) sign = nadi_signing_key_seed (bundle->sign), device = nadi_signing_key_seed (bundle->device);
  g_autoptr (NadiSecret) seal = nadi_rsa_private_to_der (bundle->seal);
  gsize clinical = bundle->clinical != NULL ? nadi_secret_size (bundle->clinical) : 0;
  NadiSecret *content = nadi_secret_new (1 + 32 + 32 + 4 + nadi_secret_size (seal) + 32 + 1 + clinical);
  guint8 *at = nadi_secret_data (content);
  guint32 length = GUINT32_TO_BE ((guint32) nadi_secret_size (seal));

  *at++ = CONTENT_VERSION;
  at = put (put (at, sign), device);
  memcpy (at, &length, sizeof length);
  at = put (put (at + sizeof length, seal), bundle->desk);
  *at++ = bundle->clinical != NULL;
  if (bundle->clinical != NULL)
    put (at, bundle->clinical);
  return content;
}

static NadiBundle *
decode (NadiSecret *content, GError **error)
{
  g_autoptr (NadiBundle) bundle = g_new0 (NadiBundle, 1);
  const guint8 *sign = NULL, *device = NULL, *seal = NULL, *desk = NULL, *clinical = NULL;
  guint8 version = 0, has_clinical = 0;
  guint32 length = 0;
  NadiCursor cursor;

  nadi_cursor_init (&cursor, nadi_secret_data (content), nadi_secret_size (content));
  nadi_cursor_read_u8 (&cursor, &version);
  nadi_cursor_read_bytes (&cursor, 32, &sign);
  nadi_cursor_read_bytes (&cursor, 32, &device);
  nadi_cursor_read_u32 (&cursor, &length);
  nadi_cursor_read_bytes (&cursor, length, &seal);
  nadi_cursor_read_bytes (&cursor, 32, &desk);
  nadi_cursor_read_u8 (&cursor, &has_clinical);
  if (has_clinical)
    nadi_cursor_read_bytes (&cursor, 32, &clinical);
  if (nadi_cursor_finished (&cursor) && version == CONTENT_VERSION)
    bundle->seal = nadi_rsa_private_from_der (seal, length, NULL);
  if (bundle->seal == NULL)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "A private bundle holds no keys");
      return NULL;
    }
  bundle->sign = nadi_signing_key_from_seed (sign);
  bundle->device = nadi_signing_key_from_seed (device);
  bundle->desk = nadi_secret_new_copy (desk, 32);
  bundle->clinical = has_clinical ? nadi_secret_new_copy (clinical, 32) : NULL;
  return g_steal_pointer (&bundle);
}

/* --- sealing ------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiKdfCost cost;
  guint8 salt[SALT_SIZE];
} Derivation;

/* HKDF(Argon2id(passphrase) || device secret, "nadi-bundle") */
static NadiAead *
derive (const Derivation *derivation, const char *passphrase, NadiSecret *device_secret, GError **error)
{
  g_autoptr (NadiSecret) stretched = NULL, input = NULL, key = NULL;

  stretched = nadi_passphrase_stretch (passphrase, derivation->salt, SALT_SIZE, &derivation->cost, STRETCHED_SIZE, error);
  if (stretched == NULL)
    return NULL;
  input = nadi_secret_new (STRETCHED_SIZE + nadi_secret_size (device_secret));
  put (put (nadi_secret_data (input), stretched), device_secret);
  key = nadi_hkdf_sha256 (nadi_secret_data (input), nadi_secret_size (input), NULL, 0, INFO, strlen (INFO), NADI_AEAD_KEY_SIZE);
  return nadi_aead_new (nadi_secret_data (key));
}

/* The costs are bound too: nobody can lower them for the next time the file is written. */
static char *
associated (const Derivation *derivation, const char *context)
{
  return g_strdup_printf ("nadi-bundle/%s/%u/%u/%u", context, derivation->cost.memory_kib, derivation->cost.passes, derivation->cost.lanes);
}

char *
nadi_bundle_seal (const NadiBundle *bundle, const char *passphrase, NadiSecret *device_secret, const char *context,
                  const NadiKdfCost *cost, NadiRandom *random, GError **error)
{
  g_autoptr (NadiSecret) content = NULL;
  g_autoptr (NadiAead) aead = NULL;
  g_autoptr (GBytes) box = NULL;
  g_autofree char *bound = NULL;
  Derivation derivation = { .cost = *cost };
  NadiJsonWriter *writer;

  nadi_random_fill (random, derivation.salt, SALT_SIZE);
  aead = derive (&derivation, passphrase, device_secret, error);
  if (aead == NULL)
    return NULL;
  content = encode (bundle);
  bound = associated (&derivation, context);
  box = nadi_aead_seal_box (aead, random, (const guint8 *) bound, strlen (bound), nadi_secret_data (content), nadi_secret_size (content));
  writer = nadi_checked_json_begin ();
  nadi_json_put_int (writer, "memory", cost->memory_kib);
  nadi_json_put_int (writer, "passes", cost->passes);
  nadi_json_put_int (writer, "lanes", cost->lanes);
  nadi_json_put_base64url (writer, "salt", derivation.salt, SALT_SIZE);
  nadi_json_put_base64url (writer, "box", g_bytes_get_data (box, NULL), g_bytes_get_size (box));
  return nadi_checked_json_finish (writer);
}

/* --- opening ------------------------------------------------------------------------------------------------- */

static gboolean
read_cost (JsonObject *object, NadiKdfCost *cost)
{
  gint64 memory, passes, lanes;

  if (!nadi_json_get_int (object, "memory", 0, G_MAXUINT32, &memory, NULL) || !nadi_json_get_int (object, "passes", 0, G_MAXUINT32, &passes, NULL)
      || !nadi_json_get_int (object, "lanes", 0, G_MAXUINT32, &lanes, NULL))
    return FALSE;
  *cost = (NadiKdfCost) { (guint32) memory, (guint32) passes, (guint32) lanes };
  return TRUE;
}

static gboolean
read_file (const char *text, gsize length, Derivation *derivation, GBytes **box, GError **error)
{
  static const char *const members[] = { "nadi", "memory", "passes", "lanes", "salt", "box", "sum", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_checked_json_load (text, length, MAX_FILE, &node, error);
  const char *salt, *sealed;

  if (object == NULL)
    return FALSE;
  if (nadi_json_only_members (object, members, NULL) && read_cost (object, &derivation->cost)
      && nadi_json_get_string (object, "salt", &salt, NULL) && nadi_json_get_string (object, "box", &sealed, NULL)
      && nadi_base64url_decode_into (salt, -1, derivation->salt, SALT_SIZE, NULL))
    *box = nadi_base64url_decode (sealed, -1, NULL);
  if (*box == NULL)
    g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "A private bundle is not what was written");
  return *box != NULL;
}

static NadiAead *
derive_stored (const Derivation *derivation, const char *passphrase, NadiSecret *device_secret, GError **error)
{
  g_autoptr (GError) local = NULL;
  NadiAead *aead = derive (derivation, passphrase, device_secret, &local);

  if (aead != NULL)
    return aead;
  if (g_error_matches (local, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS))
    g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_COST, "Stored costs of the key derivation are outside the limits");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

NadiBundle *
nadi_bundle_open (const char *text, gsize length, const char *passphrase, NadiSecret *device_secret, const char *context, GError **error)
{
  g_autoptr (NadiSecret) content = NULL;
  g_autoptr (NadiAead) aead = NULL;
  g_autoptr (GBytes) box = NULL;
  g_autofree char *bound = NULL;
  Derivation derivation;

  if (!read_file (text, length, &derivation, &box, error))
    return NULL;
  aead = derive_stored (&derivation, passphrase, device_secret, error);
  if (aead == NULL)
    return NULL;
  bound = associated (&derivation, context);
  content = nadi_aead_open_box (aead, (const guint8 *) bound, strlen (bound), g_bytes_get_data (box, NULL), g_bytes_get_size (box), NULL);
  if (content == NULL)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE, "The passphrase is wrong");
      return NULL;
    }
  return decode (content, error);
}
