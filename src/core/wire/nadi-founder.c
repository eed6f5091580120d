/* Making and reading founders. */
#include "nadi-founder.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-jwe.h"
#include "nadi-json.h"

#define LARGEST_FILE (256 * 1024)
#define MOST_BOXES 8
#define LARGEST_SEAL_KEY 4096

const char *const *
nadi_founder_roles_of_kind (const char *kind)
{
  static const char *const clinics[] = { "hospital", "clinic", "laboratory", "pharmacy", NULL };
  static const char *const clinic[] = { "clinical", "front-desk", NULL };
  static const char *const other[] = { "office", NULL };

  return g_strv_contains (clinics, kind) ? clinic : other;
}

void
nadi_founder_free (NadiFounder *founder)
{
  if (founder == NULL)
    return;
  g_clear_pointer (&founder->founding, nadi_founding_free);
  g_clear_pointer (&founder->boxes, g_ptr_array_unref);
  g_clear_pointer (&founder->sign, nadi_signing_key_unref);
  g_clear_pointer (&founder->seal, nadi_rsa_private_unref);
  g_clear_pointer (&founder->device, nadi_signing_key_unref);
  g_free (founder->statement);
  g_free (founder);
}

static NadiFounder *
founder_alloc (void)
{
  NadiFounder *founder = g_new0 (NadiFounder, 1);

  founder->boxes = g_ptr_array_new_with_free_func (g_free);
  return founder;
}

/* A fresh role key, boxed to the administrator alone. */
static gboolean
add_role (NadiFounder *founder, NadiRandom *random, const char *name, GError **error)
{
  g_autoptr (NadiRsaPrivate) key = nadi_rsa_private_generate (NADI_RSA_BITS, error);
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_new ();
  g_autoptr (NadiSecret) content = NULL;
  NadiRsaPublic *recipient = nadi_rsa_private_public (founder->seal);
  NadiFoundingRole *role;
  char *box;

  if (key == NULL)
    return FALSE;
  nadi_jwk_set_add_rsa (set, 1, key);
  content = nadi_jwk_set_print (set);
  box = nadi_jwe_seal_box (random, &recipient, 1, nadi_secret_data (content), nadi_secret_size (content), error);
  if (box == NULL)
    return FALSE;
  g_ptr_array_add (founder->boxes, box);
  role = g_new0 (NadiFoundingRole, 1);
  role->role = g_strdup (name);
  role->key = nadi_rsa_public_to_text (nadi_rsa_private_public (key));
  role->box = nadi_cid_of ((const guint8 *) box, strlen (box));
  g_ptr_array_add (founder->founding->roles, role);
  return TRUE;
}

NadiFounder *
nadi_founder_new (NadiRandom *random, const char *kind, const char *name, const char *staff_name,
                  const char *const *staff_roles, const char *const *roles, GError **error)
{
  g_autoptr (NadiFounder) founder = founder_alloc ();
  NadiFounding *founding = founder->founding = nadi_founding_new ();

  founder->sign = nadi_signing_key_new (random);
  founder->device = nadi_signing_key_new (random);
  founder->seal = nadi_rsa_private_generate (NADI_RSA_BITS, error);
  if (founder->seal == NULL)
    return NULL;
  founding->org = nadi_random_uuid (random);
  founding->kind = g_strdup (kind);
  founding->name = g_strdup (name);
  founding->staff = nadi_random_uuid (random);
  founding->staff_name = g_strdup (staff_name);
  founding->staff_roles = g_strdupv ((char **) staff_roles);
  founding->sign = nadi_verify_key_to_text (nadi_signing_key_public (founder->sign));
  founding->seal = nadi_rsa_public_to_text (nadi_rsa_private_public (founder->seal));
  founding->device = nadi_random_uuid (random);
  founding->device_key = nadi_verify_key_to_text (nadi_signing_key_public (founder->device));
  for (guint i = 0; roles[i] != NULL; i++)
    if (!add_role (founder, random, roles[i], error))
      return NULL;
  founder->statement = nadi_founding_sign (founding, founder->sign);
  return g_steal_pointer (&founder);
}

static void
put_secret (NadiJsonWriter *writer, const char *name, NadiSecret *secret)
{
  nadi_json_put_base64url (writer, name, nadi_secret_data (secret), nadi_secret_size (secret));
}

NadiSecret *
nadi_founder_print (NadiFounder *founder, gboolean secret)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *text = NULL;
  gsize length;
  NadiSecret *result;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "statement", founder->statement);
  nadi_json_name (writer, "boxes");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < founder->boxes->len; i++)
    nadi_json_string (writer, g_ptr_array_index (founder->boxes, i));
  nadi_json_end_array (writer);
  if (secret)
    {
      g_autoptr (NadiSecret) sign = nadi_signing_key_seed (founder->sign);
      g_autoptr (NadiSecret) seal = nadi_rsa_private_to_der (founder->seal);
      g_autoptr (NadiSecret) device = nadi_signing_key_seed (founder->device);

      put_secret (writer, "sign", sign);
      put_secret (writer, "seal", seal);
      put_secret (writer, "device", device);
    }
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  result = nadi_secret_new_copy ((const guint8 *) text, length);
  nadi_wipe (text, length);
  return result;
}

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static gboolean
fail (const char *what, GError **error)
{
  g_set_error_literal (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT, what);
  return FALSE;
}

static gboolean
read_boxes (NadiFounder *founder, JsonObject *object, GError **error)
{
  g_auto (GStrv) boxes = NULL;
  GPtrArray *roles = founder->founding->roles;

  if (!nadi_json_get_strings (object, "boxes", MOST_BOXES, &boxes, error))
    return FALSE;
  if (g_strv_length (boxes) != roles->len)
    return fail ("a founder has one box for each of its role keys", error);
  for (guint i = 0; i < roles->len; i++)
    {
      const NadiFoundingRole *role = g_ptr_array_index (roles, i);
      g_autofree char *cid = nadi_cid_of ((const guint8 *) boxes[i], strlen (boxes[i]));

      if (!g_str_equal (cid, role->box))
        return fail ("a founder's box has another address than the statement names", error);
      g_ptr_array_add (founder->boxes, g_strdup (boxes[i]));
    }
  return TRUE;
}

static NadiSigningKey *
read_signing_key (JsonObject *object, const char *member, const char *expected, GError **error)
{
  const char *text;
  guint8 seed[32];
  g_autoptr (NadiSigningKey) key = NULL;
  g_autofree char *public = NULL;

  if (!nadi_json_get_string (object, member, &text, error) ||
      !nadi_base64url_decode_into (text, strlen (text), seed, sizeof seed, error))
    return NULL;
  key = nadi_signing_key_from_seed (seed);
  nadi_wipe (seed, sizeof seed);
  public = nadi_verify_key_to_text (nadi_signing_key_public (key));
  if (!g_str_equal (public, expected))
    {
      fail ("a founder's private key is not the one of its statement", error);
      return NULL;
    }
  return g_steal_pointer (&key);
}

static gboolean
read_private (NadiFounder *founder, JsonObject *object, GError **error)
{
  const NadiFounding *founding = founder->founding;
  const char *text;
  g_autoptr (GBytes) der = NULL;
  g_autofree char *public = NULL;

  founder->sign = read_signing_key (object, "sign", founding->sign, error);
  if (founder->sign == NULL)
    return FALSE;
  founder->device = read_signing_key (object, "device", founding->device_key, error);
  if (founder->device == NULL || !nadi_json_get_string (object, "seal", &text, error))
    return FALSE;
  if (strlen (text) > LARGEST_SEAL_KEY)
    return fail ("a founder's key is too large", error);
  der = nadi_base64url_decode (text, -1, error);
  if (der == NULL)
    return FALSE;
  founder->seal = nadi_rsa_private_from_der (g_bytes_get_data (der, NULL), g_bytes_get_size (der), error);
  if (founder->seal == NULL)
    return FALSE;
  public = nadi_rsa_public_to_text (nadi_rsa_private_public (founder->seal));
  return g_str_equal (public, founding->seal) || fail ("a founder's private key is not the one of its statement", error);
}

NadiFounder *
nadi_founder_parse (const char *json, gsize length, GError **error)
{
  static const char *const public_members[] = { "statement", "boxes", NULL };
  static const char *const private_members[] = { "statement", "boxes", "sign", "seal", "device", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, LARGEST_FILE, &node, error);
  g_autoptr (NadiFounder) founder = founder_alloc ();
  const char *statement;
  gboolean secret;

  if (object == NULL)
    return NULL;
  secret = json_object_has_member (object, "sign");
  if (!nadi_json_only_members (object, secret ? private_members : public_members, error) ||
      !nadi_json_get_string (object, "statement", &statement, error))
    return NULL;
  founder->founding = nadi_founding_parse (statement, strlen (statement), error);
  if (founder->founding == NULL)
    return NULL;
  founder->statement = g_strdup (statement);
  if (!read_boxes (founder, object, error) || (secret && !read_private (founder, object, error)))
    return NULL;
  return g_steal_pointer (&founder);
}
