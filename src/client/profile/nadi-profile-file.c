/* profile.json and network.json, written and read. */
#include <string.h>

#include "nadi-checked-json.h"
#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-encoding.h"
#include "nadi-profile-private.h"
#include "nadi-uuid.h"

#define MAX_PROFILE (64 * 1024)
#define MAX_NETWORK (256 * 1024)
#define MAX_LABEL 100

static const char *const place_words[] = {
  [NADI_SECRET_PLACE_KEYRING] = "keyring",
  [NADI_SECRET_PLACE_FILE] = "file",
  [NADI_SECRET_PLACE_MEMORY] = "memory",
};

gboolean
nadi_profile_fail_file (GError *cause, GError **error)
{
  g_autoptr (GError) taken = cause;
  NadiProfileError code = NADI_PROFILE_ERROR_FAILED;

  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    code = NADI_PROFILE_ERROR_MISSING;
  else if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    code = NADI_PROFILE_ERROR_FULL;
  else if (taken->domain == NADI_FORMAT_ERROR)
    code = NADI_PROFILE_ERROR_DAMAGED;
  g_set_error_literal (error, NADI_PROFILE_ERROR, code, taken->message);
  return FALSE;
}

gboolean
nadi_profile_write (NadiProfile *self, const char *name, const void *data, gsize length, GError **error)
{
  g_autofree char *path = nadi_profile_path (self, name);
  GError *local = NULL;

  return nadi_file_write_durable (path, data, length, 0600, &local) || nadi_profile_fail_file (local, error);
}

static void
write_accounts (NadiJsonWriter *writer, GPtrArray *accounts)
{
  nadi_json_name (writer, "accounts");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < accounts->len; i++)
    {
      const NadiProfileAccount *account = accounts->pdata[i];

      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "id", account->id);
      nadi_json_put_string (writer, "staff", account->staff);
      nadi_json_put_string (writer, "label", account->label);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

gboolean
nadi_profile_save (NadiProfile *self, GError **error)
{
  NadiJsonWriter *writer = nadi_checked_json_begin ();
  g_autofree char *text = NULL;

  nadi_json_put_string (writer, "profile", self->id);
  nadi_json_put_hash (writer, "network", self->fingerprint.bytes);
  nadi_json_put_string (writer, "org", self->org);
  nadi_json_put_string (writer, "device", self->device);
  nadi_json_put_string (writer, "secret", place_words[self->place]);
  nadi_json_put_base64url (writer, "check", self->check, sizeof self->check);
  nadi_json_put_boolean (writer, "demo", self->demo);
  write_accounts (writer, self->accounts);
  text = nadi_checked_json_finish (writer);
  return nadi_profile_write (self, "profile.json", text, strlen (text), error);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "The profile's description is not what was written");
  return FALSE;
}

/* A UUID, or NULL where that is allowed. */
static gboolean
read_id (JsonObject *object, const char *member, gboolean optional, char **id)
{
  const char *text = NULL;

  if (!nadi_json_get_optional_string (object, member, &text, NULL))
    return FALSE;
  if (text == NULL ? !optional : !nadi_uuid_valid (text))
    return FALSE;
  *id = g_strdup (text);
  return TRUE;
}

static gboolean
read_account (NadiProfile *self, JsonNode *node)
{
  static const char *const members[] = { "id", "staff", "label", NULL };
  g_autofree char *id = NULL, *staff = NULL;
  JsonObject *object;
  const char *label;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!nadi_json_only_members (object, members, NULL) || !read_id (object, "id", FALSE, &id) || !read_id (object, "staff", TRUE, &staff)
      || !nadi_json_get_string (object, "label", &label, NULL) || strlen (label) > MAX_LABEL)
    return FALSE;
  g_ptr_array_add (self->accounts, nadi_profile_account_new (id, staff, label));
  return TRUE;
}

static gboolean
read_accounts (NadiProfile *self, JsonObject *object)
{
  JsonArray *array;

  if (!nadi_json_get_array (object, "accounts", &array, NULL) || json_array_get_length (array) > NADI_PROFILE_MAX_ACCOUNTS)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (!read_account (self, json_array_get_element (array, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_place (NadiProfile *self, JsonObject *object)
{
  const char *word;

  if (!nadi_json_get_string (object, "secret", &word, NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (place_words); i++)
    {
      if (g_str_equal (word, place_words[i]))
        {
          self->place = (NadiSecretPlace) i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_object (NadiProfile *self, JsonObject *object)
{
  static const char *const members[] = { "nadi", "profile", "network", "org", "device", "secret", "check", "demo", "accounts", "sum", NULL };
  const char *network, *check;

  return nadi_json_only_members (object, members, NULL) && read_id (object, "profile", FALSE, &self->id)
         && read_id (object, "org", TRUE, &self->org) && read_id (object, "device", TRUE, &self->device)
         && nadi_json_get_string (object, "network", &network, NULL) && nadi_hash_from_text (network, &self->fingerprint, NULL)
         && nadi_json_get_string (object, "check", &check, NULL)
         && nadi_base64url_decode_into (check, -1, self->check, sizeof self->check, NULL)
         && nadi_json_get_boolean (object, "demo", &self->demo, NULL) && read_place (self, object) && read_accounts (self, object);
}

static GBytes *
read_file (NadiProfile *self, const char *name, gsize limit, GError **error)
{
  g_autofree char *path = nadi_profile_path (self, name);
  GError *local = NULL;
  GBytes *bytes = nadi_file_read (path, limit, &local);

  if (bytes == NULL)
    nadi_profile_fail_file (local, error);
  return bytes;
}

gboolean
nadi_profile_set_network (NadiProfile *self, const char *text, gsize length, GError **error)
{
  self->network = nadi_network_parse (text, length, error);
  if (self->network == NULL)
    return FALSE;
  self->network_bytes = g_bytes_new (text, length);
  self->fingerprint = self->network->fingerprint;
  return TRUE;
}

static gboolean
fail_network (GError **error)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_NETWORK, "network.json is not the file that was pinned");
  return FALSE;
}

/* Its hash decides, before anything in it is looked at. */
static gboolean
load_network (NadiProfile *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;
  NadiHash hash;
  gsize length;
  const char *text;

  bytes = read_file (self, "network.json", MAX_NETWORK, &local);
  if (bytes == NULL && !g_error_matches (local, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_FAILED))
    return fail_network (error);
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  text = g_bytes_get_data (bytes, &length);
  nadi_sha256 ((const guint8 *) text, length, &hash);
  if (!nadi_hash_equal (&hash, &self->fingerprint))
    return fail_network (error);
  return nadi_profile_set_network (self, text, length, error);
}

gboolean
nadi_profile_load (NadiProfile *self, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (self, "profile.json", MAX_PROFILE, error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  if (bytes == NULL)
    return FALSE;
  object = nadi_checked_json_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), MAX_PROFILE, &node, error);
  if (object == NULL)
    return FALSE;
  return (read_object (self, object) || fail_damaged (error)) && load_network (self, error);
}
