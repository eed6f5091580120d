/* What a setup that waits has to keep: small files sealed under the passphrase alone, since there is no profile with a device
 * secret yet. */
#include "nadi-session-setup-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-aead.h"
#include "nadi-durable-file.h"
#include "nadi-encoding.h"
#include "nadi-json.h"

#define LARGEST_SEALED (512 * 1024)
#define SALT_SIZE 16

static const char *
context_of (NadiSetupSealed which)
{
  return which == NADI_SETUP_FOUNDER_SEALED ? "nadi-founder" : "nadi-joining";
}

static char *
path_of (const char *folder, NadiSetupSealed which)
{
  return g_build_filename (folder, which == NADI_SETUP_FOUNDER_SEALED ? "founder.sealed" : "joining.sealed", NULL);
}

gboolean
nadi_setup_has_sealed (const char *folder, NadiSetupSealed which)
{
  g_autofree char *path = path_of (folder, which);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

void
nadi_setup_remove_sealed (const char *folder, NadiSetupSealed which)
{
  g_autofree char *path = path_of (folder, which);

  g_unlink (path);
}

gboolean
nadi_setup_write_sealed (const NadiProfilePlan *plan, NadiSetupSealed which, NadiSecret *text, GError **error)
{
  NadiRandom *random = nadi_setup_random (plan);
  const NadiKdfCost *cost = nadi_setup_cost (plan);
  const char *context = context_of (which);
  g_autofree char *path = path_of (plan->folder, which);
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
  box = nadi_aead_seal_box (aead, random, (const guint8 *) context, strlen (context), nadi_secret_data (text), nadi_secret_size (text));
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

NadiSecret *
nadi_setup_read_sealed (const NadiProfilePlan *plan, NadiSetupSealed which, GError **error)
{
  const char *context = context_of (which);
  g_autofree char *path = path_of (plan->folder, which);
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
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "the sealed file is not what was written");
      return NULL;
    }
  key = nadi_passphrase_stretch (plan->passphrase, salt, sizeof salt, &cost, NADI_AEAD_KEY_SIZE, error);
  if (key == NULL)
    return NULL;
  aead = nadi_aead_new (nadi_secret_data (key));
  text = nadi_aead_open_box (aead, (const guint8 *) context, strlen (context), g_bytes_get_data (box, NULL), g_bytes_get_size (box), NULL);
  if (text == NULL)
    g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_PASSPHRASE, "wrong passphrase");
  return text;
}
